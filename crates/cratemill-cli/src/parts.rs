//! The single steps of `codegen`, for a program that puts them together in its own way: read a provider's folder, generate,
//! compare, write, and print what was found.
//!
//! ```
//! use std::path::Path;
//!
//! use cratemill_cli::report::Format;
//! use cratemill_cli::{Failure, Terminal, parts};
//!
//! /// Whether a crate on disk is what its provider's folder gives; it is brought up to date.
//! fn renew(schemas: &Path, name: &str, out: &Path, terminal: &mut Terminal<'_>) -> Result<bool, Failure> {
//!     let provider = parts::read(schemas, name)?;
//!     let runtime = cratemill::Runtime::Version("0.1".to_owned());
//!     let generated = parts::generate(&provider, &cratemill::Options { runtime })?;
//!     parts::tell(&provider, &generated, Format::Human, false, terminal)?;
//!     let was_fresh = parts::compare(&out.join(name), &generated)?.is_empty();
//!     parts::write(&provider, &out.join(name), &generated)?;
//!     Ok(was_fresh)
//! }
//! # let house = tempfile::tempdir().unwrap();
//! # let schemas = house.path().join("schemas");
//! # std::fs::create_dir_all(schemas.join("acme")).unwrap();
//! # std::fs::write(schemas.join("acme/user.json"), r#"{ "type": "object" }"#).unwrap();
//! # let mut terminal = Terminal { out: &mut Vec::new(), err: &mut Vec::new(), colour: false, progress: false };
//! # let mut renew = || renew(&schemas, "acme", &house.path().join("out"), &mut terminal);
//! # assert_eq!((renew(), renew()), (Ok(false), Ok(true)));
//! ```
//!
//! What `codegen` does besides is told where it is done: versions and their record follow from what changes
//! (`cratemill::record`), and crates that no provider stands for are removed.

use std::collections::BTreeMap;
use std::path::Path;

use cratemill::diagnostic::Severity;
use cratemill::file_tree::{Change, FileTree};
use cratemill::provider::LOCK;
use cratemill::{Generated, Options};

use crate::codegen::{self, pool};
use crate::providers::{self, Provider};
use crate::report::{self, Format};
use crate::{Exit, Failure, Terminal};

/// Reads the folder `schemas/name`: the schemas, examples, patches, the manifest and the locks, as far as they can be used;
/// what was left out is in [`Provider::skipped`].
///
/// # Errors
///
/// A file or folder that can't be read, or an update of it that was cut short.
pub fn read(schemas: &Path, name: &str) -> Result<Provider, Failure> {
    providers::read(schemas, name)
}

/// Generates the crate of a provider, on a thread that has room for deep schemas. A provider that can't be generated has no
/// crate, and an error among its diagnostics; a fault of the generator is one too. Diagnostics are sorted, the gravest first.
///
/// # Errors
///
/// The system refuses a thread.
pub fn generate(provider: &Provider, options: &Options) -> Result<Generated, Failure> {
    let work = |provider: &&Provider| codegen::generated(provider, options, &cratemill::generate);
    let mut all = pool::map(&[provider], &|_| {}, &work)?;
    let mut generated = all.pop().unwrap_or_default();
    generated.diagnostics.sort();
    Ok(generated)
}

/// How the files in a crate's folder differ from what was generated, by path; nothing for a provider that failed, since its
/// crate stays as it is.
///
/// # Errors
///
/// A file that can't be read, or a folder with something in it that was not written by cratemill.
pub fn compare(folder: &Path, generated: &Generated) -> Result<BTreeMap<String, Change>, Failure> {
    match settled(generated) {
        Some(files) => codegen::plan(folder, files),
        None => Ok(BTreeMap::new()),
    }
}

/// Puts the crate into its folder, whole, and the names that it has given into the provider's `names.lock`, each only where it
/// is not what is there. Nothing is written for a provider that failed.
///
/// # Errors
///
/// A provider that failed ([`Exit::Found`]), or a file or folder that can't be written.
pub fn write(provider: &Provider, folder: &Path, generated: &Generated) -> Result<(), Failure> {
    let Some(files) = settled(generated) else {
        return Err(Failure {
            exit: Exit::Found,
            message: format!("`{}` can't be generated; nothing was written", provider.source.name),
        });
    };
    if !codegen::plan(folder, files)?.is_empty() {
        codegen::put_crate(folder, files)?;
    }
    if provider.source.lock.as_deref().unwrap_or_default() != generated.lock {
        codegen::put_file(&provider.folder.join(LOCK), generated.lock.as_bytes())?;
    }
    Ok(())
}

/// Prints the diagnostics in a format; for people alike ones are folded, unless `all` are asked for.
///
/// # Errors
///
/// Printing fails.
pub fn tell(
    provider: &Provider,
    generated: &Generated,
    format: Format,
    all: bool,
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    report::tell(provider, &generated.diagnostics, format, all, terminal)
}

/// The crate of a provider without an error.
fn settled(generated: &Generated) -> Option<&FileTree> {
    let failed = generated
        .diagnostics
        .iter()
        .any(|one| one.severity() == Severity::Error);
    generated.crate_files.as_ref().filter(|_| !failed)
}
