//! The providers of a schemas folder, and what each holds.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use cratemill::budget::FILE_BYTES;
use cratemill::diagnostic::{Code, Diagnostic, Location};
use cratemill::file_tree::FileTree;
use cratemill::provider::{
    EXAMPLES, FOREIGN, HISTORY, JSON, LOCK, MANIFEST, PATCHES, ProviderSource, SCHEMAS, SOURCE_LOCK, ending,
};

use crate::sources::swap;
use crate::{Exit, Failure, paths};

const LEADS_OUT: &str = "the link leads out of the provider's folder";
const PLAIN_FILE: &str = "put a plain file with a plain name in its place";

/// What was read of one provider's folder.
#[derive(Clone, Debug, Default)]
pub struct Provider {
    /// The folder.
    pub folder: PathBuf,
    /// Whether the schemas lie directly in the folder, without a `json-schema/`.
    pub flat: bool,
    /// All that the generator sees.
    pub source: ProviderSource,
    /// The files that were left out, and why.
    pub skipped: Vec<Diagnostic>,
    /// Where schemas and examples lie, as long as they are not in the folder.
    pub elsewhere: Option<Elsewhere>,
}

/// Where files lie that were fetched and are not on disk.
#[derive(Clone, Debug, Default)]
pub struct Elsewhere {
    /// The folders that are fetched, each with what stands before the path of its files where these lie.
    pub places: Vec<(&'static str, String)>,
    /// Whether they are put into the provider's folder if nothing is wrong with them.
    pub comes: bool,
}

/// The names of all providers below a folder, sorted: its subfolders, save the hidden.
pub fn list(schemas: &Path) -> Result<Vec<String>, Failure> {
    let failed = |cause| Failure::io("read", schemas, cause);
    let mut names = Vec::new();
    for entry in fs::read_dir(schemas).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if let Ok(name) = entry.file_name().into_string()
            && !name.starts_with('.')
            && entry.path().is_dir()
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The folder of providers and the providers that were asked for, where `given` may be the folder of one provider.
///
/// # Errors
///
/// A usage failure, if it is, and another provider was asked for.
pub fn of_one(given: &Path, asked: &[String]) -> Result<(PathBuf, Vec<String>), Failure> {
    let all = || (given.to_owned(), asked.to_vec());
    if !is_provider(given) {
        return Ok(all());
    }
    let folder = given
        .canonicalize()
        .map_err(|cause| Failure::io("read", given, cause))?;
    let (Some(parent), Some(name)) = (folder.parent(), folder.file_name().and_then(|name| name.to_str())) else {
        return Ok(all());
    };
    if let Some(other) = asked.iter().find(|asked| *asked != name) {
        return Err(Failure::usage(format!(
            "`{}` is the folder of one provider, `{}`, and not of `{}`\ngive the folder that holds them all",
            paths::shown(given),
            name.escape_debug(),
            other.escape_debug()
        )));
    }
    Ok((parent.to_owned(), vec![name.to_owned()]))
}

/// Whether a folder is a provider's own, and not one of providers.
fn is_provider(folder: &Path) -> bool {
    let has = |name: &str| folder.join(name);
    if has(MANIFEST).is_file() || has(LOCK).is_file() {
        return true;
    }
    // A provider may have the name `json-schema`, and then has a folder of that name in turn.
    let schemas = has(SCHEMAS);
    if schemas.is_dir() {
        return !schemas.join(SCHEMAS).is_dir() && !schemas.join(MANIFEST).is_file();
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths = entries.map(|entry| entry.path()).filter(|path| {
        let name = path.file_name().unwrap_or_default();
        !name.to_string_lossy().starts_with('.') && name != EXAMPLES && name != PATCHES
    });
    let mut files = false;
    let only_files = paths.all(|path| {
        files |= path.to_str().is_some_and(|path| JSON.contains(&ending(path).as_str()));
        path.is_file()
    });
    only_files && files
}

/// How many bytes lie in a provider's folder: what it weighs while it is generated, against others.
pub(crate) fn bytes(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |entry: fs::DirEntry| match entry.metadata() {
        Ok(it) if it.is_dir() => bytes(&entry.path()),
        Ok(it) => it.len(),
        Err(_) => 0,
    };
    entries.map(of).sum()
}

/// The providers that were asked for, each once and sorted; all if none was.
///
/// # Errors
///
/// A usage failure that names what may have been meant, if one doesn't exist.
pub fn select(schemas: &Path, asked: &[String]) -> Result<Vec<String>, Failure> {
    let all = match schemas.is_dir() {
        true => list(schemas)?,
        false => Vec::new(),
    };
    if all.is_empty() {
        let place = paths::shown(schemas);
        return Err(Failure::usage(format!(
            "there is no provider in `{place}`\na provider is a folder: {place}/<provider>/json-schema/*.json; `cargo xtask add NAME --from SOURCE` begins one"
        )));
    }
    let unknown: Vec<_> = asked.iter().filter(|name| !all.contains(name)).collect();
    if !unknown.is_empty() {
        let lines = unknown.into_iter().map(|name| no_such_provider(name, &all, schemas));
        return Err(Failure::usage(lines.collect::<Vec<_>>().join("\n")));
    }
    let wanted = |name: &String| asked.is_empty() || asked.contains(name);
    Ok(all.into_iter().filter(wanted).collect())
}

fn no_such_provider(name: &str, all: &[String], schemas: &Path) -> String {
    let likeness = |other: &str| strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase());
    let mut near: Vec<_> = all.iter().map(|other| (likeness(other), other)).collect();
    near.retain(|(likeness, _)| *likeness > 0.75);
    near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let quoted = |names: Vec<&String>| {
        let names = names.iter().map(|name| format!("`{name}`"));
        names.collect::<Vec<_>>().join(", ")
    };
    let advice = match (near.len(), all.len()) {
        (0, ..=20) => format!("there are {}", quoted(all.iter().collect())),
        (0, count) => format!("there are {count}"),
        _ => {
            let names = near.into_iter().take(3).map(|(_, name)| name);
            format!("did you mean {}?", quoted(names.collect()))
        }
    };
    let place = paths::shown(schemas);
    format!("there is no provider `{}` in `{place}`; {advice}", name.escape_debug())
}

/// Reads one provider's folder.
///
/// Links to files are followed as long as they stay in the folder; what is left out is told in
/// [`Provider::skipped`].
///
/// # Errors
///
/// A file or folder that can't be read.
pub fn read(schemas: &Path, name: &str) -> Result<Provider, Failure> {
    let folder = schemas.join(name);
    if swap::is_unfinished(&folder) {
        return Err(Failure {
            exit: Exit::Found,
            message: format!(
                "an update of `{name}` was cut short
`cargo xtask codegen {name}` finishes it or takes it back"
            ),
        });
    }
    let root = folder
        .canonicalize()
        .map_err(|cause| Failure::io("read", &folder, cause))?;
    let flat = !folder.join(SCHEMAS).is_dir();
    let mut provider = Provider {
        flat,
        source: ProviderSource {
            name: name.to_owned(),
            ..ProviderSource::default()
        },
        folder,
        skipped: Vec::new(),
        elsewhere: None,
    };
    let own = [
        (MANIFEST, Code::InvalidManifest, &mut provider.source.manifest),
        (LOCK, Code::InvalidLock, &mut provider.source.lock),
        (SOURCE_LOCK, Code::InvalidLock, &mut provider.source.source_lock),
    ];
    for (file, code, slot) in own {
        let path = provider.folder.join(file);
        match leaves(&path, &root) {
            true => provider.skipped.push(Diagnostic {
                code,
                message: LEADS_OUT.to_owned(),
                location: Some(Location {
                    file: file.to_owned(),
                    pointer: String::new(),
                    span: None,
                }),
                help: PLAIN_FILE.to_owned(),
            }),
            false => *slot = text(&path)?,
        }
    }
    for (top, deep) in [(SCHEMAS, true), (EXAMPLES, true), (PATCHES, false), (HISTORY, false)] {
        let start = match (top, flat) {
            (SCHEMAS, true) => root.clone(),
            _ => root.join(top),
        };
        let mut reading = Reading {
            root: &root,
            top,
            deep: deep && start != root,
            tree: FileTree::new(),
            skipped: Vec::new(),
        };
        if start.is_dir() && reading.inside(&start) {
            reading.folder(&start, "")?;
        }
        provider.skipped.append(&mut reading.skipped);
        let tree = match top {
            SCHEMAS => &mut provider.source.schemas,
            EXAMPLES => &mut provider.source.examples,
            HISTORY => &mut provider.source.history,
            _ => &mut provider.source.patches,
        };
        *tree = reading.tree;
    }
    Ok(provider)
}

/// The text of a provider's manifest, as far as it can be read without leaving the folder.
pub fn manifest(folder: &Path) -> Option<String> {
    let path = folder.join(MANIFEST);
    let root = folder.canonicalize().ok()?;
    (!leaves(&path, &root)).then(|| text(&path).ok().flatten()).flatten()
}

/// Whether a file is a link out of the folder `root`, or to nowhere.
fn leaves(path: &Path, root: &Path) -> bool {
    match path.canonicalize() {
        Ok(real) => !real.starts_with(root),
        Err(_) => path.is_symlink(),
    }
}

/// A text file that may be missing; bytes that are not UTF-8 are the parser's to refuse.
fn text(path: &Path) -> Result<Option<String>, Failure> {
    if fs::metadata(path).is_ok_and(|it| !it.is_file()) {
        return Err(Failure::io("read", path, std::io::Error::other("it is no plain file")));
    }
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Failure::io("read", path, cause)),
    }
}

/// One of a provider's trees while it is read.
struct Reading<'a> {
    root: &'a Path,
    top: &'a str,
    deep: bool,
    tree: FileTree,
    skipped: Vec<Diagnostic>,
}

impl Reading<'_> {
    /// Reads the files of a folder that can be meant.
    fn folder(&mut self, at: &Path, below: &str) -> Result<(), Failure> {
        let failed = |cause| Failure::io("read", at, cause);
        let entries: Result<Vec<_>, _> = fs::read_dir(at).map_err(failed)?.collect();
        let entries = entries.map_err(failed)?.into_iter();
        // What is no link lies where this folder does.
        let plain = |entry: &fs::DirEntry| entry.file_type().ok().filter(|kind| !kind.is_symlink());
        let mut entries: Vec<_> = entries.map(|entry| (entry.path(), plain(&entry))).collect();
        entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (path, plain) in entries {
            let name = path.file_name().unwrap_or_default();
            let shown = format!("{below}{}", name.to_string_lossy());
            let folder = plain.map_or_else(|| path.is_dir(), |kind| kind.is_dir());
            let hidden = name.to_string_lossy().starts_with('.');
            let passed_over = folder && !self.deep && ending(&shown) != "json";
            if hidden || passed_over || !folder && !self.may_be_meant(&path, &shown) {
                continue;
            }
            let real = match plain {
                Some(_) => Ok(path.clone()),
                None => path.canonicalize(),
            };
            let Ok(real) = real else {
                self.skip(&shown, "the link leads nowhere");
                continue;
            };
            if plain.is_none() && !self.inside(&real) {
                self.skip(&shown, LEADS_OUT);
            } else if folder && plain.is_none() {
                self.skip(&shown, "links to folders are not followed");
            } else if folder && self.deep {
                self.folder(&path, &format!("{shown}/"))?;
            } else if !plain.map_or_else(|| real.is_file(), |kind| kind.is_file()) {
                // A pipe has no end, and nothing is said by opening it.
                self.skip(
                    &shown,
                    "it is no plain file, but a folder, a pipe, a socket or a device",
                );
            } else if fs::metadata(&real).is_ok_and(|it| it.len() > FILE_BYTES) {
                self.skip(&shown, "the file is larger than 256 MiB");
            } else if name.to_str().is_none() {
                self.skip(&shown, "the file's name is not valid Unicode");
            } else {
                let bytes = fs::read(&path).map_err(|cause| Failure::io("read", &path, cause))?;
                if self.tree.insert(&shown, bytes).is_err() {
                    self.skip(&shown, "not every file system takes the file's name");
                }
            }
        }
        Ok(())
    }

    /// Whether a file is one of JSON, or seems to be put here as a schema: the generator tells why it is not read. An
    /// example that is no `.json` is told here.
    fn may_be_meant(&mut self, path: &Path, shown: &str) -> bool {
        let ending = ending(shown);
        let ending = ending.as_str();
        let json = JSON.contains(&ending);
        let foreign = FOREIGN.iter().any(|(other, _)| *other == ending);
        if self.top == SCHEMAS {
            return json || foreign || begins_as_json(path);
        }
        if ending != "json" && (json || foreign) {
            self.skip(shown, "only `.json` is read here");
            if let Some(skipped) = self.skipped.last_mut() {
                skipped.help = "convert it to JSON, or put it away where it is no example".to_owned();
            }
        }
        ending == "json"
    }

    fn inside(&self, real: &Path) -> bool {
        real.canonicalize().is_ok_and(|real| real.starts_with(self.root))
    }

    fn skip(&mut self, file: &str, message: &str) {
        self.skipped.push(Diagnostic {
            code: Code::SkippedFile,
            message: message.to_owned(),
            location: Some(Location {
                file: format!("{}/{}", self.top, file.escape_debug()),
                pointer: String::new(),
                span: None,
            }),
            help: PLAIN_FILE.to_owned(),
        });
    }
}

/// Whether a plain file begins like an object of JSON.
fn begins_as_json(path: &Path) -> bool {
    if !fs::symlink_metadata(path).is_ok_and(|it| it.is_file()) {
        return false;
    }
    let mut start = [0; 64];
    let read = File::open(path).and_then(|mut file| file.read(&mut start));
    let start = &start[..read.unwrap_or_default()];
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    start.trim_ascii_start().starts_with(b"{")
}

#[cfg(test)]
mod tests;
