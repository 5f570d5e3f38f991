//! `source.lock`: what was fetched, file by file, and of which revision.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{EXAMPLES, ProviderSource, SCHEMAS, SOURCE_LOCK, toml_error};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::file_tree::FileTree;
use crate::text::hex;

const HEADER: &str = "\
# What was fetched for this provider. Written by cratemill, to be committed.
";

/// What was fetched, and of which revision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SourceLock {
    /// The address of the repository, the documents or the folder.
    pub origin: String,
    /// The commit, or the digest of all files where the origin has none.
    pub revision: String,
    /// The day of that revision as the origin says, `2026-01-31`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The files, by their path in the provider's folder.
    pub files: BTreeMap<String, Pin>,
}

/// One file that was fetched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pin {
    /// The digest of its bytes.
    pub sha256: String,
    /// The server's own mark of this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When the server says that it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
}

impl SourceLock {
    /// Reads the text of `source.lock`.
    ///
    /// # Errors
    ///
    /// One [`Code::InvalidLock`] at what is not TOML, or no key of the lock.
    pub fn parse(text: &str) -> Result<Self, Box<Diagnostic>> {
        let help = "restore the committed file, or delete it and run `cargo xtask update`";
        toml::from_str(text).map_err(|error| toml_error(Code::InvalidLock, SOURCE_LOCK, &error, help))
    }

    /// The text of `source.lock`: TOML, sorted.
    pub fn to_text(&self) -> String {
        format!("{HEADER}\n{}", toml::to_string(self).unwrap_or_default())
    }

    /// How the vendored files differ from a provider's `source.lock`, if it has one.
    pub fn faults(source: &ProviderSource) -> Vec<Diagnostic> {
        let Some(text) = &source.source_lock else {
            return Vec::new();
        };
        match Self::parse(text) {
            Ok(lock) => lock.differences(&source.schemas, &source.examples),
            Err(fault) => vec![*fault],
        }
    }

    /// The vendored files that are not what was fetched. Where no example was, there may be some by hand.
    pub fn differences(&self, schemas: &FileTree, examples: &FileTree) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let has_examples = self.files.keys().any(|path| path.starts_with("examples/"));
        let trees = [(SCHEMAS, schemas, true), (EXAMPLES, examples, has_examples)];
        for (top, tree, whole) in trees {
            for (path, bytes) in tree.iter() {
                let file = format!("{top}/{path}");
                match self.files.get(&file) {
                    Some(pin) if pin.sha256 != sha256(bytes) => {
                        found.push(difference(&file, "the file is not what was fetched"));
                    }
                    None if whole => found.push(difference(&file, "the file was not fetched, as the others were")),
                    _ => {}
                }
            }
        }
        let is_there = |file: &str| match file.split_once('/') {
            Some((SCHEMAS, below)) => schemas.get(below).is_some(),
            Some((EXAMPLES, below)) => examples.get(below).is_some(),
            _ => false,
        };
        let gone = self.files.keys().filter(|file| !is_there(file));
        found.extend(gone.map(|file| difference(file, "the file was fetched, and is not there")));
        found
    }
}

fn difference(file: &str, message: &str) -> Diagnostic {
    Diagnostic {
        code: Code::SourceChanged,
        message: message.to_owned(),
        location: Some(Location {
            file: file.to_owned(),
            pointer: String::new(),
            span: None,
        }),
        help: format!("`{SOURCE_LOCK}` holds its digest: correct what is published by a patch, and not in place"),
    }
}

/// The SHA-256 digest of bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&hmac_sha256::Hash::hash(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> ProviderSource {
        let mut source = ProviderSource::default();
        source.schemas.insert("a/b.json", "{}").expect("a path");
        let mut lock = SourceLock {
            origin: "https://example.com/a.git".to_owned(),
            revision: "0123".to_owned(),
            ..SourceLock::default()
        };
        let pin = Pin {
            sha256: sha256(b"{}"),
            etag: Some("\"x\"".to_owned()),
            ..Pin::default()
        };
        lock.files.insert("json-schema/a/b.json".to_owned(), pin);
        assert_eq!(SourceLock::parse(&lock.to_text()), Ok(lock.clone()));
        source.source_lock = Some(lock.to_text());
        source
    }

    fn told(source: &ProviderSource) -> Vec<(String, String)> {
        let told = SourceLock::faults(source).into_iter().map(|one| {
            assert_eq!(one.code, Code::SourceChanged);
            (one.location.expect("a place").file, one.message)
        });
        told.collect()
    }

    #[test]
    fn what_was_changed_added_or_removed_by_hand_is_told() {
        assert_eq!(told(&source()), []);
        let mut changed = source();
        changed.schemas.insert("a/b.json", "{ }").expect("a path");
        changed.schemas.insert("c.json", "{}").expect("a path");
        changed.examples.insert("by-hand.json", "{}").expect("a path");
        let one = |file: &str, message: &str| (file.to_owned(), message.to_owned());
        assert_eq!(
            told(&changed),
            [
                one("json-schema/a/b.json", "the file is not what was fetched"),
                one("json-schema/c.json", "the file was not fetched, as the others were"),
            ]
        );
        let gone = ProviderSource {
            schemas: FileTree::new(),
            ..source()
        };
        assert_eq!(
            told(&gone),
            [one("json-schema/a/b.json", "the file was fetched, and is not there")]
        );
    }

    #[test]
    fn a_lock_that_cannot_be_read_stops_the_provider() {
        let source = ProviderSource {
            source_lock: Some("<<<<<<< HEAD".to_owned()),
            ..source()
        };
        assert_eq!(SourceLock::faults(&source)[0].code, Code::InvalidLock);
    }

    #[test]
    fn the_digest_is_the_known_one() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(b""), empty);
    }
}
