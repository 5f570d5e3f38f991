//! A crate as a file tree: manifest, sources, schemas, tests, and what a reader should know.

mod building;
mod documents;
mod front;
mod manifest;
mod shown;

use crate::bundle::Bundle;
use crate::convert::{Kind, Type, Types};
use crate::document::Document;
use crate::evidence::{Evidence, Subject};
use crate::file_tree::{FileTree, InvalidPath};
use crate::normalize::Unexpressed;
use crate::provider::Manifest;
use crate::record::{self, Entry};
use crate::run::Runtime;
use crate::{proof, render};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};
pub(crate) use shown::{illustrate, link};
use std::collections::{BTreeMap, BTreeSet};

/// The key of `[package.metadata.cratemill]` that says that a crate has its types alone, without what proves them.
pub const TYPES_ONLY: &str = "types-only";

/// All that a crate is made of.
pub struct Contents<'a> {
    /// The provider's id.
    pub provider: &'a str,
    /// Its manifest.
    pub manifest: &'a Manifest,
    /// The digest of what it is made of.
    pub digest: &'a str,
    /// How the crate depends on the runtime.
    pub runtime: &'a Runtime,
    /// The documents.
    pub bundle: &'a Bundle,
    /// The types.
    pub types: &'a Types,
    /// What the types do not express.
    pub unexpressed: &'a [Unexpressed],
    /// The versions so far.
    pub history: &'a [Entry],
    /// What the tests are made from.
    pub subject: &'a Subject,
    /// The examples; `None` for a crate of types alone.
    pub evidence: Option<&'a Evidence>,
}

/// The package name: the manifest's, or the provider's id and `-types`; `None` if the id gives none, since it has other
/// letters than those of ASCII, or no letter at all.
pub fn package_name(provider: &str, manifest: &Manifest) -> Option<String> {
    if let Some(name) = &manifest.package.name {
        return Some(name.clone());
    }
    let words = provider.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    match words.join("-") {
        // No folder has no name; a source that was made in memory may.
        _ if provider.is_empty() => Some("api-types".to_owned()),
        name if name.is_empty() || !provider.is_ascii() => None,
        name if name.starts_with(|c: char| c.is_ascii_digit()) => Some(format!("api-{name}-types")),
        name => Some(format!("{name}-types")),
    }
}

/// The crate's name in Rust source; there is none where there is no package name.
pub fn crate_name(provider: &str, manifest: &Manifest) -> String {
    let name = package_name(provider, manifest).unwrap_or_default();
    name.replace('-', "_")
}

/// Why there is no crate.
#[derive(Clone, Debug)]
pub enum Fault {
    /// A path leaves the crate's folder.
    Path(InvalidPath),
    /// What was made is no Rust.
    Source(syn::Error),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Path(error) => error.fmt(f),
            Fault::Source(error) => write!(f, "what was generated is no Rust: {error}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<InvalidPath> for Fault {
    fn from(error: InvalidPath) -> Self {
        Fault::Path(error)
    }
}

impl From<syn::Error> for Fault {
    fn from(error: syn::Error) -> Self {
        Fault::Source(error)
    }
}

/// All files of the crate.
///
/// # Errors
///
/// A fault of the generator: no part of a crate is better than one that doesn't compile.
pub fn package(contents: &Contents<'_>) -> Result<FileTree, Fault> {
    let mut files = FileTree::new();
    files.insert("Cargo.toml", manifest::cargo_toml(contents))?;
    files.insert("README.md", documents::readme(contents))?;
    files.insert("FIDELITY.md", documents::fidelity(contents))?;
    files.insert("LICENSE-APACHE", include_str!("../LICENSE-APACHE"))?;
    files.insert("LICENSE-MIT", include_str!("../LICENSE-MIT"))?;
    files.insert("types.json", types_json(contents))?;
    files.insert("src/schema.json", schema_json(contents.bundle))?;
    files.insert("src/references.json", references_json(contents.types))?;
    if !contents.types.rules.is_empty() {
        files.insert("src/rules.json", rules_json(contents.types))?;
    }
    files.insert("src/lib.rs", library(contents)?)?;
    // The first is the root.
    for module in 1..contents.types.modules.len() {
        for (path, text) in render::render(contents.types, module)? {
            files.insert(&format!("src/{path}"), text)?;
        }
    }
    let documents = contents.bundle.documents().iter();
    let documents: BTreeMap<&str, &Document> = documents.map(|one| (one.file.as_str(), one)).collect();
    let line = |location: &crate::evidence::Location| line_of(&documents, location);
    let proof = contents
        .evidence
        .map(|evidence| proof::files(contents.subject, evidence, &line));
    for (path, text) in proof.into_iter().flatten() {
        files.insert(&path, text)?;
    }
    release(&mut files, contents.provider, contents.manifest, contents.history)?;
    Ok(files)
}

/// Gives a crate the version of the last of these entries, and the CHANGELOG.md that tells of all of them.
///
/// # Errors
///
/// None: the paths are plain.
pub fn release(
    files: &mut FileTree,
    provider: &str,
    manifest: &Manifest,
    history: &[Entry],
) -> Result<(), InvalidPath> {
    let first = manifest.package.version.as_deref();
    let version = record::version(history, first);
    let cargo_toml = String::from_utf8_lossy(files.get("Cargo.toml").unwrap_or_default()).into_owned();
    files.insert("Cargo.toml", manifest::with_version(&cargo_toml, version))?;
    let name = package_name(provider, manifest).unwrap_or_default();
    let first = first.unwrap_or(record::FIRST);
    files.insert("CHANGELOG.md", record::changelog(&name, history, first))
}

fn line_of(documents: &BTreeMap<&str, &Document>, location: &crate::evidence::Location) -> Option<usize> {
    let document = documents.get(location.file.as_str())?;
    let span = document.span(&location.pointer)?;
    Some(document.line(span.start))
}

/// `"<file name>#<JSON Pointer>"` to the full Rust path that stands for it.
fn types_json(contents: &Contents<'_>) -> String {
    let name = crate_name(contents.provider, contents.manifest);
    let mut paths: Vec<(&String, String)> = Vec::new();
    for one in &contents.types.types {
        let places = one.stands_for.iter().chain(&one.partly);
        let published = places.filter(|place| !place.starts_with('?'));
        paths.extend(published.map(|place| (place, format!("{name}::{}", one.path()))));
    }
    paths.sort();
    let object: Map<String, Value> = paths
        .into_iter()
        .map(|(place, path)| (place.clone(), Value::String(path)))
        .collect();
    format!("{:#}\n", Value::Object(object))
}

/// What tells the alternatives of unions apart: one rule a line.
fn rules_json(types: &Types) -> String {
    let lines: Vec<String> = types
        .rules
        .iter()
        .map(|(name, rule)| format!("{}: {rule}", Value::from(name.as_str())))
        .collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// The compound schema that `validate()` judges by: one document a line.
pub(crate) fn schema_json(bundle: &Bundle) -> String {
    let lines: Vec<String> = bundle
        .validation_documents()
        .iter()
        .map(|(uri, document)| format!("{}: {document}", Value::String(uri.clone())))
        .collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// The schemas of the types, as `validate()` asks for them: one a line.
fn references_json(types: &Types) -> String {
    let references: BTreeSet<&str> = types.types.iter().filter_map(|one| one.schema.as_deref()).collect();
    let lines: Vec<String> = references.into_iter().map(|one| Value::from(one).to_string()).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// Whether a type, field or variant has a name that is not ASCII: wire names are as similar to each other as publishers like.
fn has_foreign_identifier(one: &Type) -> bool {
    if !one.name.is_ascii() {
        return true;
    }
    let inside = match &one.kind {
        Kind::Object(object) => object.fields.iter().any(|field| !field.identifier.is_ascii()),
        Kind::Tuple(tuple) => tuple.fields.iter().any(|field| !field.identifier.is_ascii()),
        Kind::Enumeration(variants) | Kind::Integers(variants) => {
            variants.iter().any(|variant| !variant.identifier.is_ascii())
        }
        Kind::Union(union) => union.all.iter().any(|one| !one.identifier.is_ascii()),
        Kind::Constant(_) | Kind::Pattern(_) | Kind::Newtype(_) | Kind::Alias(_) => false,
    };
    inside || !one.name.is_ascii()
}

/// Whether the crate re-exports its runtime: a module of its own may be called so.
fn runtime(types: &Types) -> bool {
    !types.modules.iter().any(|module| module.path == ["lossless"])
}

fn library(contents: &Contents<'_>) -> Result<String, syn::Error> {
    let parts = front::page(contents);
    let lines = parts.iter().flat_map(|part| {
        let features: Vec<&String> = part.features.iter().collect();
        part.text.lines().map(move |line| {
            let line = match line {
                "" => String::new(),
                line => format!(" {line}"),
            };
            // What names types is there with them.
            match features.is_empty() {
                true => quote!(#![doc = #line]),
                false => quote!(#![cfg_attr(all(#(feature = #features),*), doc = #line)]),
            }
        })
    });
    let lines: Vec<TokenStream> = lines.collect();
    let types = contents.types;
    let idle = (!types.features.is_empty()).then(|| quote!(#[allow(dead_code)]));
    let validates = types.types.iter().any(|one| one.schema.is_some());
    let schemas = validates.then(|| {
        quote! {
            #[cfg(feature = "validate")]
            #idle
            static SCHEMAS: ::lossless::validate::Schemas =
                ::lossless::validate::Schemas::new(include_str!("schema.json"), include_str!("references.json"));
        }
    });
    let rules = (!types.rules.is_empty()).then(|| {
        quote! {
            #idle
            static RULES: ::lossless::Rules = ::lossless::Rules::new(include_str!("rules.json"));
        }
    });
    let runtime = runtime(types).then(|| {
        quote! {
            #[doc = " The runtime of these types: reading with the place of an error, texts of formats, maps, what is optional or null."]
            pub use ::lossless;
        }
    });
    // Behind a `Deep` this crate's own types go on, and it is here that rustc follows them to their end.
    let limit = (!types.enclosed.is_empty()).then(|| quote!(#![recursion_limit = "2048"]));
    let identifiers =
        types.types.iter().any(has_foreign_identifier) || types.modules.iter().any(|module| !module.name().is_ascii());
    let identifiers =
        identifiers.then(|| quote!(#![allow(uncommon_codepoints, confusable_idents, mixed_script_confusables)]));
    let mut text = render::unparse(quote! {
        #(#lines)*
        #limit
        #identifiers
        #![cfg_attr(rustfmt, rustfmt_skip)]
        #![forbid(unsafe_code)]
        #![allow(non_snake_case, clippy::large_enum_variant, clippy::enum_variant_names, clippy::module_inception)]
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #runtime
        #schemas
        #rules
    })?;
    render::add_root(types, &mut text)?;
    Ok(text)
}
