//! One provider, made of what is given and of nothing else: no crate on disk is looked at, and no repository.

use std::fs;
use std::path::Path;

use cratemill::diagnostic::Severity;
use cratemill::file_tree::FileTree;
use cratemill::record::{Entry, Line, Told};
use cratemill::{Generated, Options};

use super::{Generate, drift, generated, record};
use crate::Failure;
use crate::providers::Provider;

/// What became of a provider since the version that is given as the previous one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Since {
    /// There is no previous version, or nothing changed.
    Nothing,
    /// The previous version can't be read.
    Unknown,
    /// What changed.
    Told(Told),
}

/// What came of one provider.
pub(crate) struct Alone {
    /// The crate, with the version that follows; none if the provider failed.
    pub(crate) generated: Generated,
    /// What changed.
    pub(crate) since: Since,
    /// The entry of `history/` that is to be added.
    pub(crate) entry: Option<Entry>,
}

/// What the version before is known by: the crate's folder, or its `src/schema.json` alone.
///
/// # Errors
///
/// It can't be read.
pub(crate) fn previous(path: &Path) -> Result<FileTree, Failure> {
    if path.is_dir() {
        return Ok(drift::of_crate(path));
    }
    let bytes = fs::read(path).map_err(|cause| Failure::io("read", path, cause))?;
    let mut files = FileTree::new();
    // The path is a plain one.
    files.insert(drift::SCHEMAS, bytes).ok();
    Ok(files)
}

/// Makes a crate; `previous` are files of the version before.
pub(crate) fn alone(
    provider: &Provider,
    options: &Options,
    previous: Option<&FileTree>,
    generate: &Generate<'_>,
) -> Alone {
    let mut generated = generated(provider, options, generate);
    let drift = match previous {
        Some(before) => drift::since(
            before,
            provider.source.lock.as_deref().unwrap_or_default(),
            provider,
            &generated,
        ),
        None => drift::Drift::None,
    };
    let entry = record::since(previous, provider, &mut generated, &drift);
    generated.diagnostics.sort();
    if generated.diagnostics.iter().any(|it| it.severity() == Severity::Error) {
        generated.crate_files = None;
    }
    let since = match drift {
        drift::Drift::None => Since::Nothing,
        drift::Drift::Unknown => Since::Unknown,
        drift::Drift::Known(changes) => Since::Told(Told::new(changes.iter().map(Line::from).collect())),
    };
    Alone {
        entry: entry.filter(|_| generated.crate_files.is_some()),
        generated,
        since,
    }
}
