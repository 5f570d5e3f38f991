//! Where schemas come from: fetched from what `provider.toml` names, pinned by `source.lock`, replaced as a whole.
//!
//! **Architecture Invariant:** nothing else in this tool touches the network, and this does so for `update` and `add` alone.

mod program;
mod place;
pub mod repository;
pub mod swap;
mod walk;
mod web;

use std::collections::BTreeMap;
use std::time::Duration;

use cratemill::budget::FILE_BYTES;
use cratemill::file_tree::FileTree;
use cratemill::provider::{EXAMPLES, FOREIGN, JSON, Origin, Pin, SCHEMAS, SourceLock, ending, sha256};

use crate::paths;
use crate::providers::Provider;

pub use place::described;
use place::places;

/// What fetching may take.
#[derive(Clone, Copy)]
pub struct Patience<'a> {
    /// How often something is asked for that may come another time.
    pub attempts: u32,
    /// What is done between two tries.
    pub pause: &'a (dyn Fn(Duration) + Sync),
    /// How long one answer may take; ten times as long for a repository.
    pub time: Duration,
    /// The largest file.
    pub file_bytes: u64,
    /// The most bytes of all files together.
    pub all_bytes: u64,
    /// The most files.
    pub files: usize,
}

impl Default for Patience<'_> {
    fn default() -> Self {
        Self {
            attempts: 4,
            pause: &std::thread::sleep,
            time: Duration::from_secs(120),
            file_bytes: FILE_BYTES,
            all_bytes: 4 * FILE_BYTES,
            files: 100_000,
        }
    }
}

/// What an origin holds now.
#[derive(Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The schemas.
    pub schemas: FileTree,
    /// The examples, where some are taken.
    pub examples: Option<FileTree>,
    /// The revision, and the digests of all files.
    pub lock: SourceLock,
    /// What was left out, and why.
    pub left_out: Vec<String>,
    /// Where the files of each folder lie, as a person opens them: what stands before their paths.
    pub places: Vec<(&'static str, String)>,
}

/// What an origin holds now; `None` where it is what the provider has, as far as that can be told without fetching it.
///
/// # Errors
///
/// Why it can't be had, in one sentence.
pub fn fetch(
    origin: &Origin,
    provider: &Provider,
    lock: Option<&SourceLock>,
    patience: &Patience<'_>,
) -> Result<Option<Fetched>, String> {
    // Marks of versions are of use only as long as the files are those they were given for.
    let source = &provider.source;
    let lock = lock.filter(|lock| lock.differences(&source.schemas, &source.examples).is_empty());
    let named = described(origin);
    let lock = lock.filter(|lock| lock.origin == named);
    let (trees, revision, date) = match origin {
        Origin::Git {
            address,
            follow,
            schemas,
            examples,
        } => {
            let address = repository::address(&provider.folder, address);
            let follow = follow.as_deref();
            if let Some(lock) = lock
                && repository::revision(&address, follow, patience)?.is_some_and(|it| it == lock.revision)
            {
                return Ok(None);
            }
            let wanted = Wanted {
                schemas,
                examples: examples.as_deref(),
                all: false,
            };
            let (trees, revision, date) = repository::fetch(&address, follow, &wanted, patience)?;
            (trees, Some(revision), date)
        }
        Origin::Web { documents, hosts } => {
            let (trees, date) = documents_of_the_web(documents, hosts, provider, lock, patience)?;
            (trees, None, date)
        }
        Origin::Folder {
            path,
            schemas,
            examples,
        } => {
            let wanted = Wanted {
                schemas,
                examples: examples.as_deref(),
                all: false,
            };
            (
                walk::folder(&paths::beneath(&provider.folder, path), &wanted, patience)?,
                None,
                None,
            )
        }
    };
    if trees.schemas.is_empty() {
        return Err(format!("`{named}` holds no file that could be a schema"));
    }
    let takes_examples = matches!(
        origin,
        Origin::Git { examples: Some(_), .. } | Origin::Folder { examples: Some(_), .. }
    );
    let mut fetched = fetched(trees, takes_examples, named, revision, date);
    fetched.places = places(origin, provider, &fetched);
    Ok(Some(fetched))
}

fn fetched(
    trees: Trees,
    takes_examples: bool,
    origin: String,
    revision: Option<String>,
    date: Option<String>,
) -> Fetched {
    let mut lock = SourceLock {
        origin,
        date,
        ..SourceLock::default()
    };
    let mut marks = trees.marks;
    for (top, tree) in [(SCHEMAS, &trees.schemas), (EXAMPLES, &trees.examples)] {
        for (path, bytes) in tree.iter() {
            let file = format!("{top}/{path}");
            let pin = Pin {
                sha256: sha256(bytes),
                ..marks.remove(&file).unwrap_or_default()
            };
            lock.files.insert(file, pin);
        }
    }
    lock.revision = revision.unwrap_or_else(|| {
        let digests = lock.files.iter().map(|(file, pin)| format!("{} {file}\n", pin.sha256));
        format!("sha256:{}", sha256(digests.collect::<String>().as_bytes()))
    });
    Fetched {
        schemas: trees.schemas,
        examples: takes_examples.then_some(trees.examples),
        lock,
        left_out: trees.left_out,
        places: Vec::new(),
    }
}

/// The documents, each asked for only as far as it is not the one that is there; the newest of their days.
fn documents_of_the_web(
    documents: &[(String, String)],
    hosts: &[String],
    provider: &Provider,
    lock: Option<&SourceLock>,
    patience: &Patience<'_>,
) -> Result<(Trees, Option<String>), String> {
    let mut trees = Trees::default();
    let mut newest = None;
    for (path, address) in documents {
        let file = format!("{SCHEMAS}/{path}");
        let there = provider.source.schemas.get(path);
        let known = lock.and_then(|lock| lock.files.get(&file)).filter(|_| there.is_some());
        let known = known.filter(|pin| pin.etag.is_some() || pin.modified.is_some());
        let (bytes, mark) = match (web::get(address, known, hosts, patience)?, known) {
            (web::Document::New { bytes, etag, modified }, _) => {
                let mark = Pin {
                    etag,
                    modified,
                    ..Pin::default()
                };
                (bytes, mark)
            }
            (web::Document::Same, known) => {
                let bytes = there.unwrap_or_default().to_owned();
                (bytes, known.cloned().unwrap_or_default())
            }
        };
        trees.count(bytes.len() as u64, path, patience)?;
        newest = newest.max(mark.modified.as_deref().and_then(web::day));
        trees.marks.insert(file, mark);
        trees.insert(SCHEMAS, path, bytes);
    }
    Ok((trees, newest))
}

/// What is wanted of a repository or folder.
struct Wanted<'a> {
    /// Where the schemas lie: a folder, a file, or empty for all of it.
    schemas: &'a str,
    /// Where examples lie.
    examples: Option<&'a str>,
    /// Whether every file is wanted, and not only those that can hold a schema.
    all: bool,
}

impl<'a> Wanted<'a> {
    /// Every file below a folder.
    fn everything(folder: &'a str) -> Self {
        Self {
            schemas: folder,
            examples: None,
            all: true,
        }
    }

    /// Where a file goes: into which folder, and by which path below it.
    fn places(&self, path: &str) -> Vec<(&'static str, String)> {
        let mut places = Vec::new();
        // Examples that lie among the schemas are none.
        let inside = self.examples.filter(|examples| below(examples, self.schemas).is_some());
        let is_example = inside.is_some_and(|examples| path == examples || below(path, examples).is_some());
        let schemas = Some(self.schemas).filter(|_| !is_example);
        for (top, place) in [(SCHEMAS, schemas), (EXAMPLES, self.examples)] {
            let Some(place) = place else { continue };
            let name = path.rsplit('/').next().unwrap_or(path);
            if path == place {
                // What is named as a file is meant, whatever it is called.
                places.push((top, name.to_owned()));
                continue;
            }
            places.extend(
                below(path, place)
                    .filter(|below| self.all || may_be_meant(below))
                    .map(|below| (top, below.to_owned())),
            );
        }
        places
    }
}

/// What a path is below a folder.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    match folder {
        "" => Some(path),
        folder => path.strip_prefix(folder)?.strip_prefix('/'),
    }
}

/// Whether a file among others can hold a schema or an example: by its ending, and not hidden.
fn may_be_meant(path: &str) -> bool {
    let ending = ending(path);
    let known = JSON.contains(&ending.as_str()) || FOREIGN.iter().any(|(foreign, _)| *foreign == ending);
    known && !path.split('/').any(|segment| segment.starts_with('.'))
}

/// Files that were fetched.
#[derive(Debug, Default)]
struct Trees {
    schemas: FileTree,
    examples: FileTree,
    /// What a server says of each, by its path in the provider's folder.
    marks: BTreeMap<String, Pin>,
    left_out: Vec<String>,
    files: usize,
    bytes: u64,
}

impl Trees {
    /// Counts a file before it is read.
    fn count(&mut self, size: u64, path: &str, patience: &Patience<'_>) -> Result<(), String> {
        self.files += 1;
        self.bytes = self.bytes.saturating_add(size);
        if size > patience.file_bytes {
            return Err(format!("`{path}` is larger than {} bytes", patience.file_bytes));
        }
        if self.bytes > patience.all_bytes || self.files > patience.files {
            return Err(format!(
                "there are more than {} files or {} bytes",
                patience.files, patience.all_bytes
            ));
        }
        Ok(())
    }

    fn insert(&mut self, top: &str, path: &str, bytes: Vec<u8>) {
        let tree = match top {
            EXAMPLES => &mut self.examples,
            _ => &mut self.schemas,
        };
        if let Err(error) = tree.insert(path, bytes) {
            self.left_out.push(error.to_string());
        }
    }
}

/// Whether what was fetched is what a provider has.
pub(crate) fn is_same(fetched: &Fetched, provider: &Provider) -> bool {
    let source = &provider.source;
    let examples = fetched
        .examples
        .as_ref()
        .is_none_or(|examples| *examples == source.examples);
    fetched.schemas == source.schemas && examples
}
