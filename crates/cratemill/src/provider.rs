//! A provider: the manifest and the files of its folder.

mod choices;
mod link;
mod manifest;
mod names_lock;
mod source;
mod source_lock;

pub use choices::choices;
pub(crate) use choices::put_choices;
pub use link::link;
pub use manifest::{
    Dependency, DetailedDependency, EVERY_TYPE, Manifest, ModuleRules, NameRules, Package, Prefix, Secrets, TypeChoice,
};
pub use names_lock::NamesLock;
pub use source::{Origin, Source, SourceFault};
pub use source_lock::{Pin, SourceLock, sha256};

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::file_tree::FileTree;
use crate::text::did_you_mean;

/// The folder of a provider's schemas; also the beginning of their path in every [`Location`].
pub const SCHEMAS: &str = "json-schema";
/// The folder of a provider's examples.
pub const EXAMPLES: &str = "examples";
/// The folder of a provider's patches.
pub const PATCHES: &str = "patches";
/// The folder of a provider's record: a file for each version of its crate.
pub const HISTORY: &str = "history";
/// The file name of the manifest.
pub const MANIFEST: &str = "provider.toml";
/// The file name of the lock.
pub const LOCK: &str = "names.lock";
/// The file name of the lock of what was fetched.
pub const SOURCE_LOCK: &str = "source.lock";

/// Endings of files that can hold JSON, and so a schema.
pub const JSON: [&str; 5] = ["json", "schema", "jsonschema", "jsonc", "json5"];

/// Endings of files that describe data in another language, and what that is called.
pub const FOREIGN: [(&str, &str); 15] = [
    ("avdl", "Avro"),
    ("avsc", "an Avro schema"),
    ("gql", "GraphQL"),
    ("graphql", "GraphQL"),
    ("gz", "compressed"),
    ("openapi", "an OpenAPI document"),
    ("proto", "Protocol Buffers"),
    ("raml", "RAML"),
    ("smithy", "Smithy"),
    ("tgz", "compressed"),
    ("wsdl", "WSDL"),
    ("xsd", "XML Schema"),
    ("yaml", "YAML"),
    ("yml", "YAML"),
    ("zip", "compressed"),
];

/// The ending of a file's name, in lower case, without its dot; empty if there is none.
pub fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
    ending.map_or("", |(_, ending)| ending).to_ascii_lowercase()
}

/// A path without the ending of a file of JSON.
pub fn without_ending(path: &str) -> &str {
    let ending = ending(path);
    match JSON.contains(&ending.as_str()) {
        true => &path[..path.len() - ending.len() - 1],
        false => path,
    }
}

/// Everything the generator reads of one provider. No path, no clock, no environment.
#[derive(Clone, Debug, Default)]
pub struct ProviderSource {
    /// The folder's name: provider id, crate name and test name at once.
    pub name: String,
    /// The text of `provider.toml`, if there is one.
    pub manifest: Option<String>,
    /// The text of `names.lock`, if there is one.
    pub lock: Option<String>,
    /// The text of `source.lock`, if there is one.
    pub source_lock: Option<String>,
    /// The schema files, by their path below `json-schema/`.
    pub schemas: FileTree,
    /// The example files, by their path below `examples/`.
    pub examples: FileTree,
    /// The patches, by their path below `patches/`.
    pub patches: FileTree,
    /// The record of the crate's versions, by their path below `history/`.
    pub history: FileTree,
    /// Whether this is an earlier version, to which not all of the manifest may apply.
    pub is_previous: bool,
}

impl ProviderSource {
    /// A digest of what the types are made of: schemas, patches and the manifest. Examples make no types, and the lock only
    /// follows.
    pub fn digest(&self) -> String {
        let mut all = Vec::new();
        let mut add = |path: &str, bytes: &[u8]| {
            all.extend_from_slice(format!("{} {path}\n", sha256(bytes)).as_bytes());
        };
        self.schemas
            .iter()
            .for_each(|(path, bytes)| add(&format!("{SCHEMAS}/{path}"), bytes));
        self.patches
            .iter()
            .for_each(|(path, bytes)| add(&format!("{PATCHES}/{path}"), bytes));
        add(MANIFEST, self.manifest.as_deref().unwrap_or_default().as_bytes());
        sha256(&all)
    }

    /// The bytes of the file that a [`Location`] names, `json-schema/session.json` or `provider.toml`.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        match path.split_once('/') {
            Some((SCHEMAS, below)) => self.schemas.get(below),
            Some((EXAMPLES, below)) => self.examples.get(below),
            Some((PATCHES, below)) => self.patches.get(below),
            Some((HISTORY, below)) => self.history.get(below),
            Some(_) => None,
            None if path == MANIFEST => self.manifest.as_deref().map(str::as_bytes),
            None if path == LOCK => self.lock.as_deref().map(str::as_bytes),
            None if path == SOURCE_LOCK => self.source_lock.as_deref().map(str::as_bytes),
            None => None,
        }
    }
}

/// The diagnostic for an error of the TOML reader in `file`.
fn toml_error(code: Code, file: &str, error: &toml::de::Error, help: &str) -> Box<Diagnostic> {
    let message = first_line(error.message());
    let help = format!("{}{help}", meant_key(&message));
    Box::new(Diagnostic {
        code,
        message,
        location: Some(Location {
            file: file.to_owned(),
            pointer: String::new(),
            span: error.span(),
        }),
        help,
    })
}

/// What may have been meant by a key that the reader does not know: it lists those that it does.
fn meant_key(message: &str) -> String {
    let quoted = |text: &'_ str| {
        text.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    match message
        .strip_prefix("unknown field ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        Some((given, known)) => {
            let known = quoted(known);
            did_you_mean(given.trim_matches('`'), known.iter().map(String::as_str))
        }
        None => String::new(),
    }
}

/// Messages of libraries can go over several lines; ours are one.
fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_an_ending() {
        let paths = [
            "a/b.json",
            "a.b/c",
            "A.JSON",
            "lamp.schema",
            ".hidden",
            "a.yaml",
            "größe.jsonc",
        ];
        let endings = paths.map(ending);
        assert_eq!(endings, ["json", "", "json", "schema", "", "yaml", "jsonc"]);
        let stems = paths.map(without_ending);
        assert_eq!(stems, ["a/b", "a.b/c", "A", "lamp", ".hidden", "a.yaml", "größe"]);
    }

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
