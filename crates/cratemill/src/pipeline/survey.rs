//! Everything that is known of a provider, for who shows it: the forms on the way to its crate, the evidence, the crate.

use super::{make, travel};
use crate::bundle::Bundle;
use crate::convert::Types;
use crate::diagnostic::Diagnostic;
use crate::evidence::{Evidence, Subject};
use crate::file_tree::FileTree;
use crate::normalize::Unexpressed;
use crate::provider::{Manifest, ProviderSource, SourceLock};
use crate::record::Entry;
use crate::run::{Options, Summary};

/// A provider as it was generated.
#[derive(Debug)]
pub struct Survey {
    /// The manifest.
    pub manifest: Manifest,
    /// What the files were fetched from; `None` where they are kept by hand.
    pub source_lock: Option<SourceLock>,
    /// The versions so far.
    pub history: Vec<Entry>,
    /// The documents.
    pub bundle: Bundle,
    /// The types.
    pub types: Types,
    /// What the types do not express.
    pub unexpressed: Vec<Unexpressed>,
    /// What the evidence was asked about.
    pub subject: Subject,
    /// The examples and what was found out about them.
    pub evidence: Evidence,
    /// The crate; `None` where it is no Rust, which is a fault of the generator.
    pub files: Option<FileTree>,
    /// All findings.
    pub diagnostics: Vec<Diagnostic>,
    /// The figures.
    pub summary: Summary,
}

/// Generates a provider and keeps what was known on the way.
///
/// # Errors
///
/// The diagnostics of a provider that can't be generated.
pub fn survey(source: &ProviderSource, options: &Options) -> Result<Survey, Vec<Diagnostic>> {
    let made = make(source, options, true, travel(source)?);
    Ok(Survey {
        manifest: made.journey.manifest,
        source_lock: source
            .source_lock
            .as_deref()
            .and_then(|text| SourceLock::parse(text).ok()),
        history: made.journey.history,
        bundle: made.journey.bundle,
        types: made.journey.types,
        unexpressed: made.journey.schema.unexpressed,
        subject: made.subject,
        evidence: made.evidence.unwrap_or_default(),
        files: made.files,
        diagnostics: made.journey.diagnostics,
        summary: made.summary,
    })
}
