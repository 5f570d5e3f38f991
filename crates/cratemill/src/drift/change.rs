//! What is told of a difference: the value that everybody works with who shows or records one.

use serde_json::Value;
use std::fmt;

/// One difference between two versions of a provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The rule that it falls under, `CM-D201`; [`rule`](super::rule) tells more.
    pub rule: &'static str,
    /// To who reads documents of one version with the crate of the other.
    pub reader: Effect,
    /// To who writes documents that the newer schema is to find valid.
    pub writer: Effect,
    /// To Rust code that was written against the older crate and is compiled against the newer one.
    pub rust: Effect,
    /// The Rust path of what changed: `Session`, or `Session::access_token`; the newer one where there is one.
    pub path: String,
    /// Where the older version says it; none where it says nothing.
    pub old: Option<Place>,
    /// Where the newer version says it; none where it says nothing.
    pub new: Option<Place>,
    /// What is different, in one sentence without a full stop, on one line.
    pub message: String,
    /// What proves the verdicts.
    pub witness: Witness,
}

/// What a change means to somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// The verdict.
    pub verdict: Verdict,
    /// What comes of it, in one sentence without a full stop; empty where nothing does.
    pub sentence: String,
}

/// Whether what worked goes on working.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Whatever worked goes on working.
    #[default]
    Compatible,
    /// It may break something: that it doesn't is not proven, and no witness was found. Never counts as safe.
    Unknown,
    /// Something that worked no longer does.
    Breaking,
}

/// A place in a schema file of one version.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path relative to the provider's folder, `json-schema/session.json`.
    pub file: String,
    /// The line, counted from 1; none where the text as published is not at hand.
    pub line: Option<usize>,
    /// JSON Pointer in that file.
    pub pointer: String,
}

/// What proves that a change breaks something, one for each party that it breaks something for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Witness {
    /// A document that is valid in one version and that the crate of the other refuses to read.
    pub reader: Option<Value>,
    /// A document that was valid and no longer is.
    pub writer: Option<Value>,
    /// A line of Rust that compiled and no longer does, or no longer means the same.
    pub rust: Option<String>,
}

/// What all changes together mean, the gravest verdict for each party.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// To a reader.
    pub reader: Verdict,
    /// To a writer.
    pub writer: Verdict,
    /// To Rust code.
    pub rust: Verdict,
}

/// What all of `changes` together mean.
pub fn verdicts(changes: &[Change]) -> Verdicts {
    let gravest = |of: fn(&Change) -> Verdict| changes.iter().map(of).max().unwrap_or_default();
    Verdicts {
        reader: gravest(|one| one.reader.verdict),
        writer: gravest(|one| one.writer.verdict),
        rust: gravest(|one| one.rust.verdict),
    }
}

impl Verdict {
    /// The word: `compatible`, `unknown` or `breaking`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Compatible => "compatible",
            Verdict::Unknown => "unknown",
            Verdict::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Effect {
    /// Nothing changes.
    pub const NONE: Effect = Effect {
        verdict: Verdict::Compatible,
        sentence: String::new(),
    };

    pub(super) fn new(verdict: Verdict, sentence: &str) -> Self {
        Effect {
            verdict,
            sentence: sentence.to_owned(),
        }
    }

    /// Whether something that worked no longer does.
    pub fn is_breaking(&self) -> bool {
        self.verdict == Verdict::Breaking
    }
}

impl Change {
    /// The gravest of the three verdicts.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.effects().map(|(_, effect)| effect.verdict);
        verdicts.into_iter().max().unwrap_or_default()
    }

    /// Whether something that worked no longer does, for anybody.
    pub fn is_breaking(&self) -> bool {
        self.verdict() == Verdict::Breaking
    }

    /// The three effects, each with the name of whom it concerns.
    pub fn effects(&self) -> [(&'static str, &Effect); 3] {
        [("reader", &self.reader), ("writer", &self.writer), ("code", &self.rust)]
    }

    /// The graver, the smaller.
    pub(super) fn gravity(&self) -> (usize, usize, usize) {
        let count =
            |wanted: &dyn Fn(&Effect) -> bool| 3 - self.effects().iter().filter(|(_, effect)| wanted(effect)).count();
        (
            count(&|effect| effect.verdict == Verdict::Breaking),
            count(&|effect| effect.verdict == Verdict::Unknown),
            count(&|effect| *effect != Effect::NONE),
        )
    }
}

/// One line: the place, the difference, and what it means to those it means anything to.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = match self.verdict() {
            Verdict::Compatible => "compatible",
            Verdict::Unknown => "may break",
            Verdict::Breaking => "breaking",
        };
        write!(f, "{grade}: `{}`: {}", self.path, self.message)?;
        for (who, effect) in self
            .effects()
            .into_iter()
            .filter(|(_, effect)| **effect != Effect::NONE)
        {
            write!(f, "; {who}: {}", effect.sentence)?;
        }
        Ok(())
    }
}
