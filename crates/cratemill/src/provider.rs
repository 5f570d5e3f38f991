//! A provider: the manifest and the files of its folder.

mod manifest;
mod names_lock;

pub use manifest::{Manifest, NameRules, Package, Prefix, Secrets, Source};
pub use names_lock::NamesLock;

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::file_tree::FileTree;

/// The folder of a provider's schemas; also the beginning of their path in every [`Location`].
pub const SCHEMAS: &str = "json-schema";
/// The folder of a provider's examples.
pub const EXAMPLES: &str = "examples";
/// The folder of a provider's patches.
pub const PATCHES: &str = "patches";
/// The file name of the manifest.
pub const MANIFEST: &str = "provider.toml";
/// The file name of the lock.
pub const LOCK: &str = "names.lock";

/// Everything the generator reads of one provider. No path, no clock, no environment.
#[derive(Clone, Debug, Default)]
pub struct ProviderSource {
    /// The folder's name: provider id, crate name and test name at once.
    pub name: String,
    /// The text of `provider.toml`, if there is one.
    pub manifest: Option<String>,
    /// The text of `names.lock`, if there is one.
    pub lock: Option<String>,
    /// The schema files, by their path below `json-schema/`.
    pub schemas: FileTree,
    /// The example files, by their path below `examples/`.
    pub examples: FileTree,
    /// The patches, by their path below `patches/`.
    pub patches: FileTree,
}

impl ProviderSource {
    /// The bytes of the file that a [`Location`] names, `json-schema/session.json` or `provider.toml`.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        match path.split_once('/') {
            Some((SCHEMAS, below)) => self.schemas.get(below),
            Some((EXAMPLES, below)) => self.examples.get(below),
            Some((PATCHES, below)) => self.patches.get(below),
            Some(_) => None,
            None if path == MANIFEST => self.manifest.as_deref().map(str::as_bytes),
            None if path == LOCK => self.lock.as_deref().map(str::as_bytes),
            None => None,
        }
    }
}

/// The diagnostic for an error of the TOML reader in `file`.
fn toml_error(code: Code, file: &str, error: &toml::de::Error, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic {
        code,
        message: first_line(error.message()),
        location: Some(Location {
            file: file.to_owned(),
            pointer: String::new(),
            span: error.span(),
        }),
        help: help.to_owned(),
    })
}

/// Messages of libraries can go over several lines; ours are one.
fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_leads_to_its_file() {
        let mut source = ProviderSource {
            manifest: Some("m".to_owned()),
            ..ProviderSource::default()
        };
        source.schemas.insert("a/b.json", "s").expect("a path");
        source.examples.insert("a/b.json", "e").expect("a path");
        assert_eq!(source.file("json-schema/a/b.json"), Some(&b"s"[..]));
        assert_eq!(source.file("examples/a/b.json"), Some(&b"e"[..]));
        assert_eq!(source.file("provider.toml"), Some(&b"m"[..]));
        assert_eq!(source.file("names.lock"), None);
        assert_eq!(source.file("a/b.json"), None);
    }
}
