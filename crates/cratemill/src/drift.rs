//! Two versions of a provider compared: what each change means to a reader, to a writer, to Rust code.
//!
//! A reader has a crate of one version and meets documents of the other. A writer makes documents that the newer
//! schema is to find valid. Rust code was written against the older crate and is compiled against the newer one.

mod change;
mod constraints;
mod effects;
mod fact;
mod fit;
mod kinds;
mod pairs;
mod rules;
mod version;

use crate::bundle::Bundle;
use crate::convert::Types;
use crate::normalize::NormalizedSchema;
use fact::Fact;
use kinds::Found;

pub use change::{Change, Effect, Place, Verdict, Verdicts, Witness, verdicts};
pub use rules::{RULES, Rule, rule};
pub use version::previous;

/// One version of a provider.
#[derive(Clone, Copy)]
pub(crate) struct Version<'a> {
    /// The documents.
    pub(crate) bundle: &'a Bundle,
    /// Their normal form.
    pub(crate) schema: &'a NormalizedSchema,
    /// The types.
    pub(crate) types: &'a Types,
    /// The documents as they are published, from which lines are told; none where they are not at hand.
    pub(crate) published: Option<&'a Bundle>,
}

/// Every difference between two versions of a provider, the gravest first; empty where there is none.
pub(crate) fn compare(old: Version<'_>, new: Version<'_>) -> Vec<Change> {
    let pairs = pairs::Pairs::new(old.types, new.types);
    let mut found = kinds::facts(&pairs);
    constraints::add(&mut found, old, new);
    let mut changes: Vec<Change> = found.into_iter().map(|one| change(old, new, one)).collect();
    changes.sort_by_cached_key(|one| (one.gravity(), one.path.clone(), one.message.clone()));
    changes
}

fn change(old: Version<'_>, new: Version<'_>, found: Found) -> Change {
    let [reader, writer, rust] = effects::effects(&found.what);
    Change {
        rule: rules::of(&found.what),
        reader,
        writer,
        rust,
        path: fact::plain(&found.path),
        old: found.old.and_then(|address| place(old, &address)),
        new: found.new.and_then(|address| place(new, &address)),
        message: found.what.to_string(),
        witness: Witness::default(),
    }
}

/// The place that an address, `file.json#/pointer`, names in the published files.
fn place(version: Version<'_>, address: &str) -> Option<Place> {
    let (name, pointer) = address.split_once('#')?;
    let pointer = pointer.split(" (").next().unwrap_or(pointer);
    let bundle = version.published.unwrap_or(version.bundle);
    let document = bundle.documents().iter().find(|document| document.name() == name)?;
    let at = document.location(pointer);
    let line = at.span.map(|span| document.line(span.start));
    Some(Place {
        file: at.file,
        line: line.filter(|_| version.published.is_some()),
        pointer: at.pointer,
    })
}

#[cfg(test)]
mod tests;
