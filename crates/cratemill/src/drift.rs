//! Two versions of a provider compared: what each change means to a reader, to a writer, to Rust code.
//!
//! A reader has a crate of one version and meets documents of the other. A writer makes documents that the newer
//! schema is to find valid. Rust code was written against the older crate and is compiled against the newer one.

mod constraints;
mod effects;
mod examples;
mod fact;
mod fit;
mod kinds;
mod pairs;
mod version;

use crate::convert::Types;
use std::fmt;

pub(crate) use constraints::{Version, add_constraints};
pub use examples::examples;
pub use fact::Fact;
pub use fit::{Fit, Relation};
pub use version::previous;

/// One difference between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The type's name, and for a property its name on the wire: `Session`, `Session.accessToken`.
    pub place: String,
    /// What is different.
    pub what: Fact,
    /// To who reads documents of one version with the crate of the other.
    pub reader: Effect,
    /// To who writes documents.
    pub writer: Effect,
    /// To Rust code that uses the crate.
    pub code: Effect,
}

/// What a change means to somebody, in one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing.
    None,
    /// Something is other than before, and whatever worked goes on working.
    Compatible(&'static str),
    /// Something that worked no longer does.
    Breaking(&'static str),
}

/// Every difference between two versions of a provider's types, the gravest first; empty where there is none.
pub fn compare(old: &Types, new: &Types) -> Vec<Change> {
    let pairs = pairs::Pairs::new(old, new);
    let mut changes: Vec<Change> = kinds::facts(&pairs)
        .into_iter()
        .map(|(place, what)| change(place, what))
        .collect();
    sort(&mut changes);
    changes
}

fn sort(changes: &mut [Change]) {
    changes.sort_by_cached_key(|one| (one.gravity(), one.place.clone(), one.what.to_string()));
}

fn change(place: String, what: Fact) -> Change {
    let [reader, writer, code] = effects::effects(&what);
    Change {
        place,
        what,
        reader,
        writer,
        code,
    }
}

impl Change {
    /// Whether something that worked no longer does, for anybody.
    pub fn is_breaking(&self) -> bool {
        self.effects().iter().any(|(_, effect)| effect.is_breaking())
    }

    fn effects(&self) -> [(&'static str, Effect); 3] {
        [("reader", self.reader), ("writer", self.writer), ("code", self.code)]
    }

    /// The graver, the smaller.
    fn gravity(&self) -> (usize, usize) {
        let count =
            |wanted: fn(&Effect) -> bool| 3 - self.effects().iter().filter(|(_, effect)| wanted(effect)).count();
        (count(Effect::is_breaking), count(|effect| *effect != Effect::None))
    }
}

impl Effect {
    /// Whether something that worked no longer does.
    pub fn is_breaking(&self) -> bool {
        matches!(self, Effect::Breaking(_))
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Effect::None => "nothing changes",
            Effect::Compatible(sentence) | Effect::Breaking(sentence) => sentence,
        })
    }
}

/// One line: the place, the difference, and what it means to those it means anything to.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = if self.is_breaking() { "breaking" } else { "compatible" };
        write!(f, "{grade}: `{}`: {}", fact::plain(&self.place), self.what)?;
        for (who, effect) in self.effects().into_iter().filter(|(_, effect)| *effect != Effect::None) {
            write!(f, "; {who}: {effect}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
