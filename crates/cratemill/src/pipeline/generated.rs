//! What comes of a provider.

use super::Journey;
use crate::diagnostic::Diagnostic;
use crate::file_tree::FileTree;
use crate::run::Summary;
use std::fmt;
use std::sync::Arc;

/// What came of one provider.
#[derive(Clone, Debug, Default)]
pub struct Generated {
    /// The crate; `None` if the provider failed.
    pub crate_files: Option<FileTree>,
    /// The text of `names.lock`.
    pub lock: String,
    /// All findings.
    pub diagnostics: Vec<Diagnostic>,
    /// The figures.
    pub summary: Summary,
    /// What [`drift`](crate::drift()) compares with another version.
    pub kept: Kept,
}

/// The types that a crate was made from; none where it failed, or was not made in this run.
#[derive(Clone, Default)]
pub struct Kept(pub(super) Option<Arc<Journey>>);

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}
