//! Two versions of a provider compared: what each change means to a reader, to a writer, to Rust code.
//!
//! A reader has a crate of one version and meets documents of the other. A writer makes documents that the newer
//! schema is to find valid. Rust code was written against the older crate and is compiled against the newer one.

mod annotations;
mod assess;
mod change;
mod code;
mod differences;
mod effects;
mod examples;
mod fact;
mod fit;
mod inclusion;
mod kinds;
mod line;
mod pairs;
mod report;
mod rules;
mod spot;
mod version;
mod witness;
mod words;

use crate::bundle::Bundle;
use crate::convert::Types;
use crate::normalize::NormalizedSchema;

pub use change::{Change, Effect, Place, Verdict, Verdicts, Witness, verdicts};
pub use examples::examples;
pub(crate) use report::compare;
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
    /// The name of the crate; none where it is not known.
    pub(crate) package: Option<&'a str>,
    /// The documents as they are published, from which lines are told; none where they are not at hand.
    pub(crate) published: Option<&'a Bundle>,
}

#[cfg(test)]
mod tests;
