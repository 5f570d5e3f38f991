//! What single types are to be, and what the crate depends on for it.

use crate::text::is_identifier;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeMap;

/// The place that means every type.
pub const EVERY_TYPE: &str = "*";

/// What a single type is to be.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TypeChoice {
    /// Whether an enumeration is closed: it has no `Unknown`, and reading refuses a value that the schema does not name, so
    /// that a newer server breaks an older client.
    pub closed: bool,
    /// The path of a type that stands for the schema: `"my_crate::Money"`. It is read and written by serde, and needs `Clone`
    /// and `Debug`; a value that it does not write back as it came is refused. The place may also be that of a property.
    #[serde(rename = "use", deserialize_with = "type_path")]
    pub path: Option<String>,
    /// Traits that the type derives besides: `["strum::EnumIter"]`.
    #[serde(deserialize_with = "derives")]
    pub derive: Vec<String>,
    /// Attributes of the type, as they are written: `['#[must_use]']`.
    #[serde(deserialize_with = "attributes")]
    pub attributes: Vec<String>,
}

/// A crate that the generated one depends on, as in its Cargo.toml.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Dependency {
    /// A version.
    Version(String),
    /// More about it.
    Detailed(DetailedDependency),
}

/// What Cargo is told of a dependency.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DetailedDependency {
    /// The version, `"1"`.
    pub version: Option<String>,
    /// Its folder, as seen from the folder of the generated crate.
    pub path: Option<String>,
    /// The package, where it has another name.
    pub package: Option<String>,
    /// Features.
    pub features: Vec<String>,
    /// Whether its default features are on. Default: they are.
    pub default_features: Option<bool>,
}

/// Which types are generated.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Select {
    /// The components that are generated, with what they refer to: `"session.json#"`, `"api.json#/$defs/User"`, or all whose
    /// place begins in a way, `"billing/*"`. Default: all.
    pub components: Vec<String>,
}

/// Derives that each type has already, or that would mean something else than JSON does.
const TAKEN: [&str; 10] = [
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "Serialize",
];

/// Crates that a generated one depends on by itself.
const OWN: [&str; 2] = ["lossless", "round-trip"];

fn type_path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    match syn::parse_str::<syn::TypePath>(&text) {
        Ok(path) if path.qself.is_none() && is_plain(&path.path) => Ok(Some(text)),
        _ => Err(wrong_path(&text)),
    }
}

pub(super) fn formats<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    let all = BTreeMap::<String, String>::deserialize(deserializer)?;
    for text in all.values() {
        match syn::parse_str::<syn::TypePath>(text) {
            Ok(path) if path.qself.is_none() && is_plain(&path.path) => {}
            _ => return Err(wrong_path(text)),
        }
    }
    Ok(all)
}

/// Whether a path begins in another crate, or is a name that Rust knows everywhere.
fn is_plain(path: &syn::Path) -> bool {
    let first = path.segments.first().map(|segment| segment.ident.to_string());
    path.leading_colon.is_none() && !first.is_none_or(|first| ["crate", "self", "super", "Self"].contains(&&*first))
}

fn wrong_path<E: de::Error>(text: &str) -> E {
    E::custom(format_args!(
        "`{}` is not the path of a type in another crate, `my_crate::Money`",
        text.escape_debug()
    ))
}

fn derives<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let all = Vec::<String>::deserialize(deserializer)?;
    for text in &all {
        let path = syn::parse_str::<syn::Path>(text).ok().filter(is_plain);
        let last = path.as_ref().and_then(|path| path.segments.last());
        match last.map(|last| last.ident.to_string()) {
            None => {
                return Err(de::Error::custom(format_args!(
                    "`{}` is not the path of a trait in another crate, `my_crate::Trait`",
                    text.escape_debug()
                )));
            }
            Some(name) if TAKEN.contains(&&*name) || name == "PartialOrd" => {
                return Err(de::Error::custom(format_args!(
                    "`{name}` is not to be chosen: a type has it where it is sound"
                )));
            }
            Some(_) => {}
        }
    }
    Ok(all)
}

fn attributes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    use syn::parse::Parser;
    let all = Vec::<String>::deserialize(deserializer)?;
    for text in &all {
        let read = syn::Attribute::parse_outer.parse_str(text);
        let is_derive = |one: &syn::Attribute| one.path().is_ident("derive");
        match read {
            Ok(read) if !read.is_empty() && !read.iter().any(is_derive) => {}
            Ok(read) if read.iter().any(is_derive) => {
                return Err(de::Error::custom("traits that are derived go into `derive`"));
            }
            _ => {
                return Err(de::Error::custom(format_args!(
                    "`{}` is no attribute, `#[must_use]`",
                    text.escape_debug()
                )));
            }
        }
    }
    Ok(all)
}

pub(super) fn choices<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, TypeChoice>, D::Error> {
    let entries = BTreeMap::<String, TypeChoice>::deserialize(deserializer)?;
    for (place, choice) in &entries {
        if place != EVERY_TYPE {
            crate::provider::names_lock::check_place(place).map_err(de::Error::custom)?;
        } else if choice.closed || choice.path.is_some() {
            return Err(de::Error::custom("`*` takes `derive` and `attributes` alone"));
        }
    }
    Ok(entries)
}

pub(super) fn dependencies<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Dependency>, D::Error> {
    let entries = BTreeMap::<String, Dependency>::deserialize(deserializer)?;
    for (name, dependency) in &entries {
        let is_name = |text: &str| is_identifier(&text.replace('-', "_"));
        if !is_name(name) || OWN.contains(&&*name.replace('_', "-")) {
            return Err(de::Error::custom(format_args!(
                "`{}` can't be a dependency of the crate",
                name.escape_debug()
            )));
        }
        if let Dependency::Detailed(one) = dependency
            && one.version.is_none()
            && one.path.is_none()
        {
            return Err(de::Error::custom(format_args!(
                "`{name}` has neither `version` nor `path`"
            )));
        }
    }
    Ok(entries)
}
