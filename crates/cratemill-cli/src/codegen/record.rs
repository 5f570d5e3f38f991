//! What is recorded of a change: an entry of `history/`, from which the crate's version and CHANGELOG.md follow.
//!
//! A version that was not committed has never been: another change replaces its entry, and what is told is the change since
//! the last commit; a crate that was never committed stays at its first version. Where no repository takes the crate, each
//! change is a version.

use std::fs;
use std::path::{Path, PathBuf};

use cratemill::file_tree::FileTree;
use cratemill::provider::{HISTORY, LOCK, Manifest, ProviderSource, SourceLock};
use cratemill::record::{self, Cause, Entry, Line, Told, Word};
use cratemill::{Generated, package};

use super::{crates, drift};
use crate::Failure;
use crate::providers::Provider;
use crate::sources::repository;

/// The generator's version, which crates carry in their Cargo.toml.
const GENERATOR: &str = env!("CARGO_PKG_VERSION");

/// The last commit.
const HEAD: &str = "HEAD";

/// What is written into a provider's `history/`.
pub(super) struct Record {
    folder: PathBuf,
    /// The new entry, where there is one.
    entry: Option<Entry>,
    /// The files of entries that were never committed, and don't hold any more.
    replaced: Vec<String>,
    /// The crate's version before, and as it is now.
    pub(super) versions: (String, String),
}

/// The last version that somebody can have: its files, its names, its generator, and the entries up to it.
struct Base {
    files: FileTree,
    lock: String,
    generator: String,
    /// The digest of what it was made of, where it is known.
    inputs: Option<String>,
    entries: Vec<Entry>,
}

/// What is to be recorded, and the crate with the version that follows. `drift` is what changes for the crate on disk, and is
/// what changes since the last commit afterwards.
pub(super) fn find(
    folder: &Path,
    provider: &Provider,
    generated: &mut Generated,
    drift: &mut drift::Drift,
) -> Option<Record> {
    let files = generated.crate_files.as_ref()?;
    let schema_json = files.get(drift::SCHEMAS)?.to_owned();
    let cargo_toml = String::from_utf8_lossy(files.get("Cargo.toml")?);
    let digest = inputs(&cargo_toml, &provider.source);
    let known = Entry::all(&provider.source.history).ok()?;
    let last = known.last().map(|last| (last.digest.as_str(), last.generator.as_str()));
    if last == Some((digest.as_str(), GENERATOR)) {
        return None;
    }
    let text = provider.source.manifest.as_deref().unwrap_or_default();
    let manifest = Manifest::parse(text).ok()?;
    let on_disk = on_disk(folder, provider, known.clone());
    let entry = match on_disk {
        None if !known.is_empty() || provider.source.source_lock.is_none() => return None,
        None => first(provider, &manifest, digest),
        Some(on_disk) => {
            let other_generator = on_disk.generator != GENERATOR && differs(folder, generated);
            if matches!(drift, drift::Drift::None) && !other_generator {
                // A run that was cut short has recorded what did not come to be.
                let is_ahead = on_disk.entries.len() < known.len();
                return is_ahead.then(|| record(provider, generated, &manifest, on_disk.entries, None, &known));
            }
            let base = match committed(folder, provider) {
                Some(committed) => {
                    let is_on_disk = on_disk.files.get(drift::SCHEMAS) == committed.files.get(drift::SCHEMAS)
                        && on_disk.lock == committed.lock;
                    if !is_on_disk {
                        *drift = drift::since(&committed.files, &committed.lock, provider, generated);
                    }
                    committed
                }
                None if has_never_been(folder, provider) => {
                    *drift = drift::Drift::None;
                    let is_fetched = provider.source.source_lock.is_some();
                    let entry = is_fetched.then(|| first(provider, &manifest, digest));
                    return Some(record(provider, generated, &manifest, Vec::new(), entry, &known));
                }
                None => on_disk,
            };
            let entry = changed(&base, provider, &manifest, drift, &schema_json, digest);
            return Some(record(provider, generated, &manifest, base.entries, entry, &known));
        }
    };
    Some(record(provider, generated, &manifest, Vec::new(), Some(entry), &known))
}

/// The entry that is to be added since the version of which `previous` are files, and the crate with the version that
/// follows: of what is given, where [`find`] looks at the disk and the last commit.
pub(super) fn since(
    previous: Option<&FileTree>,
    provider: &Provider,
    generated: &mut Generated,
    drift: &drift::Drift,
) -> Option<Entry> {
    let files = generated.crate_files.as_ref()?;
    let schema_json = files.get(drift::SCHEMAS)?.to_owned();
    let cargo_toml = String::from_utf8_lossy(files.get("Cargo.toml")?);
    let digest = inputs(&cargo_toml, &provider.source);
    let known = Entry::all(&provider.source.history).ok()?;
    let last = known.last().cloned();
    if last
        .as_ref()
        .is_some_and(|last| last.digest == digest && last.generator == GENERATOR)
    {
        return None;
    }
    let text = provider.source.manifest.as_deref().unwrap_or_default();
    let manifest = Manifest::parse(text).ok()?;
    let entry = match previous {
        None if !known.is_empty() || provider.source.source_lock.is_none() => return None,
        None => first(provider, &manifest, digest),
        Some(before) => {
            let cargo_toml = String::from_utf8_lossy(before.get(drift::MANIFEST).unwrap_or_default());
            let generator = said(&cargo_toml, "version").or(last.as_ref().map(|last| last.generator.clone()));
            let generator = generator.unwrap_or_else(|| GENERATOR.to_owned());
            if matches!(drift, drift::Drift::None) && generator == GENERATOR {
                return None;
            }
            let base = Base {
                files: before.clone(),
                lock: provider.source.lock.clone().unwrap_or_default(),
                generator,
                inputs: said(&cargo_toml, "inputs").or(last.as_ref().map(|last| last.digest.clone())),
                entries: known.clone(),
            };
            changed(&base, provider, &manifest, drift, &schema_json, digest)?
        }
    };
    record(provider, generated, &manifest, known.clone(), Some(entry), &known).entry
}

fn first(provider: &Provider, manifest: &Manifest, digest: String) -> Entry {
    Entry {
        cause: Cause::First,
        version: manifest
            .package
            .version
            .clone()
            .unwrap_or_else(|| record::FIRST.to_owned()),
        ..entry(provider, digest)
    }
}

/// Gives the crate its version, and says what is to be written.
fn record(
    provider: &Provider,
    generated: &mut Generated,
    manifest: &Manifest,
    mut entries: Vec<Entry>,
    entry: Option<Entry>,
    known: &[Entry],
) -> Record {
    let first = manifest.package.version.as_deref();
    let before = record::version(&entries, first).to_owned();
    entries.extend(entry.clone());
    let kept = |one: &Entry| entries.iter().any(|entry| entry.version == one.version);
    let replaced = known.iter().filter(|one| !kept(one)).map(Entry::file_name).collect();
    if let Some(files) = &mut generated.crate_files {
        // The paths are plain.
        package::release(files, &provider.source.name, manifest, &entries).ok();
    }
    Record {
        folder: provider.folder.join(HISTORY),
        entry,
        replaced,
        versions: (before, record::version(&entries, first).to_owned()),
    }
}

/// The entry of what changed since a version; `None` if nothing did.
fn changed(
    base: &Base,
    provider: &Provider,
    manifest: &Manifest,
    drift: &drift::Drift,
    schema_json: &[u8],
    digest: String,
) -> Option<Entry> {
    let same = match &base.inputs {
        Some(inputs) => *inputs == digest,
        None => base.files.get(drift::SCHEMAS) == Some(schema_json),
    };
    let generator_before = (base.generator != GENERATOR).then(|| base.generator.clone());
    if same && generator_before.is_none() {
        return None;
    }
    let (cause, told) = match same {
        true => (Cause::Generator, unknown(Told::default())),
        false => {
            let told = match drift {
                drift::Drift::None => Told::default(),
                drift::Drift::Unknown => Told::unknown(),
                drift::Drift::Known(changes) => Told::new(changes.iter().map(Line::from).collect()),
            };
            let told = if generator_before.is_some() {
                unknown(told)
            } else {
                told
            };
            (Cause::Schemas, told)
        }
    };
    let least = manifest.package.version.as_deref();
    let last = record::version(&base.entries, least);
    Some(Entry {
        version: record::next(last, &told, least),
        cause,
        generator_before,
        told,
        ..entry(provider, digest)
    })
}

/// Verdicts of which that for Rust code is not known.
fn unknown(told: Told) -> Told {
    Told {
        rust: told.rust.max(Word::Unknown),
        ..told
    }
}

/// An entry that says of which revision and by which generator the crate is.
fn entry(provider: &Provider, digest: String) -> Entry {
    let lock = provider.source.source_lock.as_deref().map(SourceLock::parse);
    let lock = lock.and_then(Result::ok);
    Entry {
        origin: lock.as_ref().map(|lock| lock.origin.clone()),
        revision: lock.as_ref().map(|lock| lock.revision.clone()),
        date: lock.and_then(|lock| lock.date),
        generator: GENERATOR.to_owned(),
        digest,
        ..Entry::default()
    }
}

/// The crate on disk, if there is one, and the entries up to its version.
fn on_disk(folder: &Path, provider: &Provider, mut entries: Vec<Entry>) -> Option<Base> {
    let lock = provider.source.lock.clone().unwrap_or_default();
    let files = drift::of_crate(folder);
    let cargo_toml = String::from_utf8_lossy(files.get(drift::MANIFEST).unwrap_or_default());
    if let Some(written) = version(&cargo_toml) {
        let is_written = |entry: &Entry| record::parts(&entry.version).is_none_or(|own| own <= written);
        entries.retain(is_written);
    }
    base(files, lock, entries)
}

/// The version of a crate, by its Cargo.toml.
fn version(cargo_toml: &str) -> Option<(u64, u64, u64)> {
    let table = cargo_toml.parse::<toml::Table>().ok()?;
    record::parts(table.get("package")?.get("version")?.as_str()?)
}

/// The crate of the last commit, if it is committed.
fn committed(folder: &Path, provider: &Provider) -> Option<Base> {
    let lock = repository::show(&provider.folder, HEAD, LOCK).unwrap_or_default();
    let history = repository::tree(&provider.folder, HEAD, HISTORY).ok()?.0;
    let lock = String::from_utf8_lossy(&lock).into_owned();
    base(drift::of_commit(folder, HEAD), lock, Entry::all(&history).ok()?)
}

fn base(files: FileTree, lock: String, entries: Vec<Entry>) -> Option<Base> {
    files.get(drift::SCHEMAS)?;
    let cargo_toml = String::from_utf8_lossy(files.get(drift::MANIFEST)?).into_owned();
    Some(Base {
        files,
        lock,
        generator: said(&cargo_toml, "version").unwrap_or_else(|| GENERATOR.to_owned()),
        inputs: said(&cargo_toml, "inputs"),
        entries,
    })
}

/// Whether the crate is one that the repository around it would take and has not taken yet, in no version.
fn has_never_been(folder: &Path, provider: &Provider) -> bool {
    let recorded = repository::tree(&provider.folder, HEAD, HISTORY);
    repository::takes(folder)
        && repository::show(folder, HEAD, drift::MANIFEST).is_none()
        && recorded.map_or(true, |(files, _)| files.is_empty())
}

/// The digest of what a crate was made of, as its Cargo.toml says it; else that of its provider.
pub(super) fn inputs(cargo_toml: &str, source: &ProviderSource) -> String {
    said(cargo_toml, "inputs").unwrap_or_else(|| source.digest())
}

/// What a crate's Cargo.toml says of how it was made: `version` of the generator, or `inputs`, the digest of what it is of.
fn said(cargo_toml: &str, key: &str) -> Option<String> {
    let table = cargo_toml.parse::<toml::Table>().ok()?;
    let said = table.get("package")?.get("metadata")?.get("cratemill")?.get(key)?;
    said.as_str().map(str::to_owned)
}

/// Whether the sources of the crate are others: it may do something else in Rust code.
fn differs(folder: &Path, generated: &Generated) -> bool {
    let Some(files) = &generated.crate_files else {
        return false;
    };
    let sources = files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs") && path.starts_with("src/"));
    sources
        .into_iter()
        .any(|(path, text)| crates::contents(folder, path) != text)
}

impl Record {
    /// Writes the new entry, and removes those that it replaces. What is rendered from it is written after it: a run that is
    /// cut short between them has recorded the change, and finds the entry again.
    pub(super) fn write(&self) -> Result<(), Failure> {
        if let Some(entry) = &self.entry {
            fs::create_dir_all(&self.folder).map_err(|cause| Failure::io("create", &self.folder, cause))?;
            crates::replace(&self.folder.join(entry.file_name()), entry.to_text().as_bytes())?;
        }
        for file in &self.replaced {
            let path = self.folder.join(file);
            fs::remove_file(&path).map_err(|cause| Failure::io("remove", &path, cause))?;
        }
        Ok(())
    }
}
