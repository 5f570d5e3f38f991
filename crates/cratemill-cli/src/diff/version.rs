//! A version of a provider that is compared: where it is read from.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use cratemill::diagnostic::{Code, Diagnostic};
use cratemill::drift;
use cratemill::file_tree::FileTree;
use cratemill::provider::{
    EXAMPLES, JSON, LOCK, MANIFEST, NamesLock, PATCHES, ProviderSource, SCHEMAS, SOURCE_LOCK, choices, ending,
};

use crate::sources::repository;
use crate::{Exit, Failure, paths, providers};

/// The schemas inside a crate.
const SCHEMA_JSON: &str = "src/schema.json";

/// The folders of a workspace.
pub(super) struct Place {
    pub schemas: PathBuf,
    pub out: PathBuf,
}

/// One version of a provider.
pub(super) struct Version {
    /// The provider, or what stands for its name.
    pub name: String,
    /// What it is, in a few words.
    pub label: String,
    from: From,
    shown: Shown,
    flat: bool,
}

/// How a person finds the files.
enum Shown {
    /// There is one.
    File(String),
    /// They lie below this, which ends with `/` or is empty.
    Below(String),
}

enum From {
    /// Its files.
    Files(Box<ProviderSource>),
    /// A crate: its schemas, and the names of its types.
    Crate(Box<ProviderSource>, Vec<u8>, String),
}

impl Version {
    /// The provider's files, as far as they are known.
    pub(super) fn source(&self) -> Cow<'_, ProviderSource> {
        match &self.from {
            From::Files(source) => Cow::Borrowed(source),
            From::Crate(source, schema_json, lock) => {
                Cow::Owned(drift::previous(source, schema_json, lock).unwrap_or_default())
            }
        }
    }

    /// The schemas and names of a crate.
    pub(super) fn schema_json(&self) -> Option<(&[u8], &str)> {
        match &self.from {
            From::Files(_) => None,
            From::Crate(_, schema_json, lock) => Some((schema_json, lock)),
        }
    }

    /// Makes a place in this version one that a person can go to.
    pub(super) fn show(&self, place: &mut drift::Place) {
        match &self.from {
            From::Crate(..) => place.line = None,
            From::Files(_) => {
                let below = place.file.strip_prefix(SCHEMAS).filter(|_| self.flat);
                let below = below.map_or(place.file.as_str(), |below| below.trim_start_matches('/'));
                place.file = match &self.shown {
                    Shown::File(file) => file.clone(),
                    Shown::Below(folder) => format!("{folder}{below}"),
                };
            }
        }
    }
}

impl Shown {
    fn below(folder: &str) -> Self {
        match folder {
            "." => Shown::Below(String::new()),
            folder => Shown::Below(format!("{folder}/")),
        }
    }
}

/// What a person names: a path that is there, else a revision.
pub(super) fn named(given: &str, place: &Place, name: &str) -> Result<Version, Failure> {
    let path = Path::new(given);
    if !path.exists() {
        return revision(given, place, name);
    }
    let inner = path.join(name);
    match path.is_dir() && !is_crate(path) && !path.join(SCHEMAS).is_dir() && inner.is_dir() {
        true => of_folder(&inner, Some(name), place),
        false => of_folder(path, Some(name), place),
    }
}

/// The files of the provider as they lie.
pub(super) fn folder(schemas: &Path, name: &str) -> Result<Version, Failure> {
    let provider = providers::read(schemas, name)?;
    let shown = paths::shown(&provider.folder);
    Ok(Version {
        name: name.to_owned(),
        label: format!("`{shown}`"),
        flat: provider.flat,
        from: From::Files(Box::new(provider.source)),
        shown: Shown::below(&shown),
    })
}

/// The crate that was generated last, if there is one.
pub(super) fn generated(place: &Place, name: &str) -> Result<Option<Version>, Failure> {
    let folder = place.out.join(name);
    let lock = fs::read_to_string(place.schemas.join(name).join(LOCK)).ok();
    is_crate(&folder)
        .then(|| of_crate(&folder, Some(name), Some(place), lock))
        .transpose()
}

/// Two paths without a provider: documents, folders or crates.
pub(super) fn of_paths(from: &Path, to: &Path) -> Result<(Version, Version), Failure> {
    if from.is_file() && to.is_file() {
        // Types are called after files, and it is one document.
        let name = to.file_name().and_then(|name| name.to_str()).unwrap_or("schema.json");
        return Ok((document(from, name)?, document(to, name)?));
    }
    let place = Place {
        schemas: PathBuf::new(),
        out: PathBuf::new(),
    };
    let name = to.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    let version = |path: &Path| of_folder(path, name.as_deref(), &place);
    Ok((version(from)?, version(to)?))
}

fn document(path: &Path, name: &str) -> Result<Version, Failure> {
    let bytes = fs::read(path).map_err(|cause| Failure::io("read", path, cause))?;
    let mut source = ProviderSource {
        name: "document".to_owned(),
        ..ProviderSource::default()
    };
    let name = match JSON.contains(&ending(name).as_str()) {
        true => name.to_owned(),
        false => format!("{name}.json"),
    };
    source
        .schemas
        .insert(&name, bytes)
        .map_err(|error| Failure::usage(error.to_string()))?;
    let shown = paths::shown(path);
    Ok(Version {
        name: name.clone(),
        label: format!("`{shown}`"),
        flat: true,
        shown: Shown::File(shown),
        from: From::Files(Box::new(source)),
    })
}

/// A crate, a provider's folder, or a folder of schema files.
fn of_folder(path: &Path, name: Option<&str>, place: &Place) -> Result<Version, Failure> {
    if path.is_file() {
        return document(
            path,
            path.file_name().and_then(|name| name.to_str()).unwrap_or("schema.json"),
        );
    }
    if is_crate(path) {
        return of_crate(path, name, Some(place), None);
    }
    let real = path.canonicalize().map_err(|cause| Failure::io("read", path, cause))?;
    let parent = real.parent().unwrap_or(&real);
    let own = real.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let mut version = folder(parent, own)?;
    let shown = paths::shown(path);
    version.shown = Shown::below(&shown);
    version.label = format!("`{shown}`");
    if let (Some(name), From::Files(source)) = (name, &mut version.from) {
        source.name = name.to_owned();
        version.name = name.to_owned();
    }
    Ok(version)
}

fn is_crate(folder: &Path) -> bool {
    folder.join("Cargo.toml").is_file() && folder.join(SCHEMA_JSON).is_file()
}

/// A generated crate. Its names are those of the lock, or as `types.json` tells them.
fn of_crate(
    folder: &Path,
    name: Option<&str>,
    place: Option<&Place>,
    lock: Option<String>,
) -> Result<Version, Failure> {
    let read = |file: &str| {
        let path = folder.join(file);
        fs::read(&path).map_err(|cause| Failure::io("read", &path, cause))
    };
    let schema_json = read(SCHEMA_JSON)?;
    let name = name.unwrap_or("document").to_owned();
    let manifest = place.and_then(|place| providers::manifest(&place.schemas.join(&name)));
    let lock = match lock {
        Some(lock) => lock,
        None => names(&read("types.json")?, manifest.as_deref().unwrap_or_default()),
    };
    let source = ProviderSource {
        name: name.clone(),
        manifest,
        ..ProviderSource::default()
    };
    let shown = paths::shown(folder);
    if drift::previous(&source, &schema_json, &lock).is_none() {
        return Err(Failure {
            exit: Exit::CouldNotRun,
            message: format!("`{SCHEMA_JSON}` of `{shown}` can't be read"),
        });
    }
    Ok(Version {
        name,
        label: format!("the crate in `{shown}`"),
        flat: false,
        from: From::Crate(Box::new(source), schema_json, lock),
        shown: Shown::below(&shown),
    })
}

/// A lock out of `types.json`, which every crate has; what the manifest chose then is not known, and taken for what it chooses.
fn names(types_json: &[u8], manifest: &str) -> String {
    let types: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(types_json).unwrap_or_default();
    let mut lock = NamesLock {
        choices: choices(manifest),
        ..NamesLock::default()
    };
    for (place, path) in types {
        let name = path
            .as_str()
            .and_then(|path| path.split_once("::"))
            .map(|(_, name)| name.to_owned());
        lock.names.extend(name.map(|name| (place, name)));
    }
    lock.to_text()
}

/// The files of the provider in a revision.
fn revision(revision: &str, place: &Place, name: &str) -> Result<Version, Failure> {
    let unknown = |message: String| Failure::usage(format!("{message}\nand there is no such file or folder either"));
    let (files, folder) = repository::tree(&place.schemas, revision, name).map_err(unknown)?;
    let mut source = ProviderSource {
        name: name.to_owned(),
        ..ProviderSource::default()
    };
    let flat = !files.iter().any(|(path, _)| path.starts_with(&format!("{SCHEMAS}/")));
    for (path, bytes) in files.iter() {
        let text = || Some(String::from_utf8_lossy(bytes).into_owned());
        match (path, path.split_once('/')) {
            (MANIFEST, _) => source.manifest = text(),
            (LOCK, _) => source.lock = text(),
            (SOURCE_LOCK, _) => source.source_lock = text(),
            (_, Some((SCHEMAS, below))) => put(&mut source.schemas, below, bytes),
            (_, Some((EXAMPLES, below))) => put(&mut source.examples, below, bytes),
            (_, Some((PATCHES, below))) if ending(below) == "json" => put(&mut source.patches, below, bytes),
            (path, None) if flat && JSON.contains(&ending(path).as_str()) => put(&mut source.schemas, path, bytes),
            _ => {}
        }
    }
    if source.schemas.is_empty() {
        return Err(Failure::usage(format!("`{revision}` has no schemas of `{name}`")));
    }
    Ok(Version {
        name: name.to_owned(),
        label: format!("`{revision}`"),
        flat,
        from: From::Files(Box::new(source)),
        shown: Shown::Below(format!("{revision}:{folder}/")),
    })
}

fn put(tree: &mut FileTree, path: &str, bytes: &[u8]) {
    let hidden = path.split('/').any(|segment| segment.starts_with('.'));
    if !hidden {
        // What no file system takes was never a file.
        tree.insert(path, bytes).ok();
    }
}

/// That the generator itself failed.
pub(super) fn failed(message: &str) -> Diagnostic {
    Diagnostic {
        code: Code::GeneratorFailed,
        message: message.to_owned(),
        location: None,
        help: String::new(),
    }
}
