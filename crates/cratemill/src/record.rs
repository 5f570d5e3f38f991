//! The record of a crate: its versions, what changed with each, and of which revision upstream it is.
//!
//! Each version is one file of `history/`, written when the change was met; CHANGELOG.md and the crate's version are
//! rendered from these files alone, so they are the same whenever the crate is generated.

mod changelog;

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::file_tree::FileTree;
use crate::provider::HISTORY;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use changelog::{changelog, code, escaped, sentence};

/// What the change from one version to another means: what `cargo xtask diff --format json` prints.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "What changes between two versions")]
pub struct Told {
    /// To who reads documents of one version with the crate of the other.
    pub reader: Word,
    /// To who writes documents that the newer schema is to find valid.
    pub writer: Word,
    /// To Rust code that was written against the older crate and is compiled against the newer one.
    pub rust: Word,
    /// Every change, the gravest first.
    pub changes: Vec<Line>,
}

/// Whether what worked goes on working.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    /// It does.
    #[default]
    Compatible,
    /// It may not: that it does is not proven. Never counts as safe.
    Unknown,
    /// Something does not.
    Breaking,
}

/// One change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The kind of change, `CM-D201`: `cargo xtask explain` tells more.
    pub rule: String,
    /// To a reader.
    pub reader: Word,
    /// To a writer.
    pub writer: Word,
    /// To Rust code.
    pub rust: Word,
    /// The Rust path of what changed: `Session`, or `Session::access_token`.
    pub path: String,
    /// Where the older version says it.
    pub old: Option<Side>,
    /// Where the newer version says it.
    pub new: Option<Side>,
    /// What is different.
    pub message: String,
    /// What comes of it.
    #[serde(default, skip_serializing_if = "Effects::is_empty")]
    pub effects: Effects,
    /// What proves it.
    pub witness: Option<Witness>,
    /// The components that the change reaches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_by: Vec<String>,
}

/// A place in a schema file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// The file.
    pub file: String,
    /// The line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// The JSON Pointer in that file.
    pub pointer: String,
}

/// What comes of a change, a sentence for each whom something comes of it for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Effects {
    /// For a reader.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reader: String,
    /// For a writer.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub writer: String,
    /// For Rust code.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rust: String,
}

/// What proves that something breaks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Witness {
    /// A document that is valid in one version and that the crate of the other refuses to read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reader: Option<Value>,
    /// A document that was valid and no longer is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub writer: Option<Value>,
    /// A line of Rust that compiled and no longer does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rust: Option<String>,
}

/// One version of a crate: a file of `history/`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The crate's version.
    pub version: String,
    /// Why there is one.
    pub cause: Cause,
    /// What was fetched, where the schemas are fetched: the origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// The day of that revision, as upstream says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The generator's version.
    pub generator: String,
    /// The generator's version before, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generator_before: Option<String>,
    /// The digest of what the crate is made of, by which it is known that a change was recorded.
    pub digest: String,
    /// What changed.
    pub told: Told,
}

/// Why there is a version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// It is the first.
    First,
    /// The schemas, or what the provider's manifest and patches make of them, are others.
    #[default]
    Schemas,
    /// Another generator made it of the same schemas.
    Generator,
}

impl Effects {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Word {
    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Word::Compatible => "compatible",
            Word::Unknown => "unknown",
            Word::Breaking => "breaking",
        }
    }
}

impl Line {
    /// The gravest of the three verdicts.
    pub fn gravest(&self) -> Word {
        self.reader.max(self.writer).max(self.rust)
    }
}

impl Told {
    /// What all of these changes mean.
    pub fn new(changes: Vec<Line>) -> Self {
        let gravest = |of: fn(&Line) -> Word| changes.iter().map(of).max().unwrap_or_default();
        Self {
            reader: gravest(|one| one.reader),
            writer: gravest(|one| one.writer),
            rust: gravest(|one| one.rust),
            changes,
        }
    }

    /// What is known where the version before can't be read.
    pub fn unknown() -> Self {
        let [reader, writer, rust] = [Word::Unknown; 3];
        let changes = Vec::new();
        Self {
            reader,
            writer,
            rust,
            changes,
        }
    }

    /// The sentence that stands in place of changes, where there is none.
    pub fn without_changes(&self) -> Option<&'static str> {
        match (self.changes.is_empty(), self.reader) {
            (false, _) => None,
            (true, Word::Unknown) => Some("What changes can't be told: the crate before can't be read."),
            (true, _) => Some("Nothing that a reader, a writer or Rust code meets: documentation only."),
        }
    }

    /// The gravest of the three verdicts.
    pub fn gravest(&self) -> Word {
        self.reader.max(self.writer).max(self.rust)
    }

    /// The JSON Schema of this, for programs that read it.
    pub fn json_schema() -> schemars::schema::RootSchema {
        schemars::schema_for!(Told)
    }
}

impl Entry {
    /// The entries of a provider's `history/`, the oldest first.
    ///
    /// # Errors
    ///
    /// One [`Code::InvalidLock`] for each file that is none.
    pub fn all(history: &FileTree) -> Result<Vec<Entry>, Vec<Diagnostic>> {
        let mut entries = Vec::new();
        let mut faults = Vec::new();
        for (path, bytes) in history.iter() {
            let entry = serde_json::from_slice::<Entry>(bytes).map_err(|error| error.to_string());
            let entry = entry.and_then(|entry| match parts(&entry.version) {
                Some(_) if path == entry.file_name() => Ok(entry),
                _ => Err(format!(
                    "the file of version `{}` has another name",
                    entry.version.escape_debug()
                )),
            });
            match entry {
                Ok(entry) => entries.push(entry),
                Err(message) => faults.push(Diagnostic {
                    code: Code::InvalidLock,
                    message,
                    location: Some(Location {
                        file: format!("{HISTORY}/{path}"),
                        pointer: String::new(),
                        span: None,
                    }),
                    help: "restore the committed file, or delete it and run `cargo xtask codegen`".to_owned(),
                }),
            }
        }
        entries.sort_by_key(|entry: &Entry| parts(&entry.version));
        if faults.is_empty() { Ok(entries) } else { Err(faults) }
    }

    /// The name of its file.
    pub fn file_name(&self) -> String {
        format!("{}.json", self.version)
    }

    /// The text of its file.
    pub fn to_text(&self) -> String {
        format!("{}\n", serde_json::to_string_pretty(self).unwrap_or_default())
    }
}

/// The version of a crate with these entries: that of the last, or the first of all.
pub fn version<'a>(entries: &'a [Entry], first: Option<&'a str>) -> &'a str {
    let last = entries.last().map(|last| last.version.as_str());
    last.or(first).unwrap_or(FIRST)
}

/// The version of a crate that has no other.
pub const FIRST: &str = "0.1.0";

/// The version after `last`, by what changed: as Cargo reads versions, the left-most part that is not zero says that
/// something breaks. At least `least`.
pub fn next(last: &str, told: &Told, least: Option<&str>) -> String {
    let (major, minor, patch) = parts(last).unwrap_or_default();
    let breaks = told.gravest() != Word::Compatible;
    let next = match (major, breaks, told.changes.is_empty()) {
        (0, true, _) => (0, minor + 1, 0),
        (0, false, _) => (0, minor, patch + 1),
        (_, true, _) => (major + 1, 0, 0),
        (_, false, false) => (major, minor + 1, 0),
        (_, false, true) => (major, minor, patch + 1),
    };
    let next = least.and_then(parts).filter(|least| *least > next).unwrap_or(next);
    format!("{}.{}.{}", next.0, next.1, next.2)
}

/// The three numbers of a version.
pub fn parts(version: &str) -> Option<(u64, u64, u64)> {
    let number = |text: &str| {
        (!text.starts_with('0') || text == "0")
            .then(|| text.parse().ok())
            .flatten()
    };
    let numbers: Option<Vec<u64>> = version.split('.').map(number).collect();
    match numbers?[..] {
        [major, minor, patch] => Some((major, minor, patch)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(gravest: Option<Word>) -> Told {
        let line = |rust| Line {
            rust,
            ..Line::default()
        };
        Told::new(gravest.map(line).into_iter().collect())
    }

    #[test]
    fn the_version_follows_from_the_verdict() {
        let cases = [
            ("0.1.0", Some(Word::Breaking), "0.2.0"),
            ("0.1.3", Some(Word::Unknown), "0.2.0"),
            ("0.1.0", Some(Word::Compatible), "0.1.1"),
            ("0.1.1", None, "0.1.2"),
            ("1.2.3", Some(Word::Breaking), "2.0.0"),
            ("1.2.3", Some(Word::Compatible), "1.3.0"),
            ("1.2.3", None, "1.2.4"),
        ];
        for (last, gravest, expected) in cases {
            assert_eq!(next(last, &told(gravest), None), expected, "{last} {gravest:?}");
        }
        assert_eq!(next("0.1.0", &told(None), Some("1.0.0")), "1.0.0");
        assert_eq!(next("2.1.0", &told(None), Some("1.0.0")), "2.1.1");
    }

    #[test]
    fn entries_are_sorted_by_version_and_those_that_are_none_are_told() {
        let mut history = FileTree::new();
        for version in ["0.10.0", "0.9.0"] {
            let entry = Entry {
                version: version.to_owned(),
                ..Entry::default()
            };
            history.insert(&entry.file_name(), entry.to_text()).expect("a path");
        }
        let entries = Entry::all(&history).expect("entries");
        assert_eq!(version(&entries, None), "0.10.0");
        assert_eq!(version(&[], None), "0.1.0");
        let good = entries[0].to_text();
        for (path, text) in [("0.1.0.json", good.as_str()), ("x.json", "{}"), ("y.json", "<<<<")] {
            let mut history = history.clone();
            history.insert(path, text).expect("a path");
            let faults = Entry::all(&history).expect_err(path);
            assert_eq!(
                faults[0].location.as_ref().expect("a place").file,
                format!("history/{path}")
            );
        }
    }

    #[test]
    fn a_version_has_three_numbers() {
        for (text, expected) in [
            ("0.10.2", Some((0, 10, 2))),
            ("1.2", None),
            ("01.2.3", None),
            ("1.2.3-a", None),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }
}
