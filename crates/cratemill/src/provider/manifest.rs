//! `provider.toml`: what can't be derived from the schemas.

mod read;
mod types;

use std::borrow::Cow;
use std::collections::BTreeMap;

use regex::Regex;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de};

use super::{MANIFEST, Source, toml_error};
use crate::diagnostic::{Code, Diagnostic, Location};
pub(super) use read::spdx;
use read::{crate_name, crate_version, keywords, places, type_names};
use types::{choices, dependencies, formats};

pub use types::{Dependency, DetailedDependency, EVERY_TYPE, Select, TypeChoice};

/// The manifest of a provider, `provider.toml`. Every key is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Manifest {
    /// The provider's name as people write it: `AT Protocol`. Default: the folder's name.
    pub display_name: Option<String>,
    /// One sentence about the API, for Cargo.toml and the README.
    pub description: Option<String>,
    /// The provider's documentation or home page.
    #[serde(deserialize_with = "web_address")]
    pub homepage: Option<String>,
    /// Where the schema files come from.
    pub source: Source,
    /// The generated crate.
    #[serde(rename = "crate")]
    pub package: Package,
    /// How Rust names come from schema names.
    pub names: NameRules,
    /// Which properties `Debug` hides.
    pub secrets: Secrets,
    /// Descriptions in place of the published ones, or where there is none:
    /// `"session.json#/properties/user" = "Who is signed in."`.
    #[serde(deserialize_with = "places")]
    pub descriptions: BTreeMap<String, String>,
    /// What single types are to be, by the place of their schemas: `[types."session.json#/$defs/Status"]`; `[types."*"]`
    /// means all of them.
    #[serde(deserialize_with = "choices")]
    pub types: BTreeMap<String, TypeChoice>,
    /// The Rust types that stand for texts of a format: `uuid = "uuid::Uuid"`. See `use` of a type.
    #[serde(deserialize_with = "formats")]
    pub formats: BTreeMap<String, String>,
    /// The crates that the generated one needs for such types, derives and attributes: `uuid = { version = "1", features =
    /// ["serde"] }`.
    #[serde(deserialize_with = "dependencies")]
    pub dependencies: BTreeMap<String, Dependency>,
    /// Which types are generated.
    pub select: Select,
}

/// What Cargo and the registry are told of the generated crate.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Package {
    /// The crate's name. Default: the folder's name and `-types`.
    #[serde(deserialize_with = "crate_name")]
    pub name: Option<String>,
    /// The crate's first version, or the least that the next one is to have: `1.0.0`. From then on versions follow from what
    /// changes. Default: `0.1.0`.
    #[serde(deserialize_with = "crate_version")]
    pub version: Option<String>,
    /// Whether each module at the crate's root has a feature, by which it is compiled alone with what it reaches. Default: in
    /// crates of more than 300 types.
    pub features: Option<bool>,
    /// At most five words of at most twenty characters, for the registry's search.
    #[serde(deserialize_with = "keywords")]
    pub keywords: Vec<String>,
}

/// How Rust names come from schema names.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NameRules {
    /// Beginnings cut from component keys and file names, the first that fits: a plain text, or a
    /// regular expression (ECMA-262, without look-around and back references) if it begins with `^`, as in
    /// `'^api_.*_v\d+_'`.
    pub strip_prefix: Vec<Prefix>,
    /// The modules of components whose keys carry a namespace. Default: what separators, case and titles tell
    /// (`io.k8s.api.core.v1.Pod`), where several components share it. `false`: none, every component stands at the
    /// crate's root. A table: the module for each beginning, which is cut from the key; the longest that fits decides, what is
    /// left can be modules in that, and
    /// `""` is the root: `{ "io.k8s.api." = "api", '^api_b2b_\w+_v\d+_' = "b2b" }`.
    pub modules: ModuleRules,
    /// Rust paths of single schemas: `"session.json#/properties/user" = "Account"`, `"session::Account"`.
    #[serde(rename = "override", deserialize_with = "type_names")]
    pub overrides: BTreeMap<String, String>,
}

/// Which properties `Debug` hides, beyond and against what their names and schemas say.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Secrets {
    /// Property names that are always hidden.
    pub properties: Vec<String>,
    /// Property names that are never hidden.
    pub public: Vec<String>,
    /// Single properties that are hidden, or that are not, whatever their names say:
    /// `"session.json#/properties/pin" = true`.
    #[serde(deserialize_with = "places")]
    pub places: BTreeMap<String, bool>,
}

/// Which modules components are put into.
#[derive(Clone, Debug, Default)]
pub enum ModuleRules {
    /// Those that several keys share.
    #[default]
    Shared,
    /// None.
    Off,
    /// Those of these beginnings of keys, and else those that several share.
    Given(Vec<(Prefix, Vec<String>)>),
}

impl ModuleRules {
    /// Whether there are to be none.
    pub fn is_off(&self) -> bool {
        matches!(self, ModuleRules::Off)
    }
}

/// A beginning that is cut from names.
#[derive(Clone, Debug)]
pub enum Prefix {
    /// This very text.
    Literal(String),
    /// What a regular expression matches, with its text; it begins with `^`.
    Pattern(String, Regex),
}

impl Manifest {
    /// Reads the text of `provider.toml`.
    ///
    /// # Errors
    ///
    /// One [`Code::InvalidManifest`] at the first line and column that is not TOML, not a known key,
    /// or not a value that the key takes.
    pub fn parse(text: &str) -> Result<Self, Box<Diagnostic>> {
        let help = "`cargo xtask manifest-schema` prints all keys and what they take";
        let manifest: Self =
            toml::from_str(text).map_err(|error| toml_error(Code::InvalidManifest, MANIFEST, &error, help))?;
        match manifest.source.origin() {
            Ok(_) => Ok(manifest),
            Err(fault) => Err(Box::new(Diagnostic {
                code: Code::InvalidManifest,
                message: fault.message,
                location: Self::place(text, &["source", fault.key]),
                help: help.to_owned(),
            })),
        }
    }

    /// Where an entry stands in the text of a manifest, with its value: `["crate", "name"]`.
    pub fn place(text: &str, path: &[&str]) -> Option<Location> {
        let table = toml::de::DeTable::parse(text).ok()?;
        let mut table = table.get_ref();
        let (last, tables) = path.split_last()?;
        for key in tables {
            table = table.get(*key)?.get_ref().as_table()?;
        }
        let (key, value) = table.get_key_value(*last)?;
        Some(Location {
            file: MANIFEST.to_owned(),
            pointer: String::new(),
            span: Some(key.span().start..value.span().end),
        })
    }

    /// The JSON Schema of `provider.toml`, for editors.
    pub fn json_schema() -> schemars::schema::RootSchema {
        schemars::schema_for!(Manifest)
    }
}

impl NameRules {
    /// `name` without the first prefix that fits it; never empty unless `name` is.
    pub fn strip<'a>(&self, name: &'a str) -> &'a str {
        let fits = |prefix: &Prefix| prefix.strip(name);
        self.strip_prefix.iter().find_map(fits).unwrap_or(name)
    }
}

impl Prefix {
    /// What is left of `name`; `None` if the prefix doesn't fit, or would leave nothing.
    pub fn strip<'a>(&self, name: &'a str) -> Option<&'a str> {
        let rest = match self {
            Prefix::Literal(text) => name.strip_prefix(text.as_str()),
            Prefix::Pattern(_, regex) => {
                let found = regex.find(name).filter(|found| found.start() == 0);
                found.and_then(|found| name.get(found.end()..))
            }
        };
        rest.filter(|rest| !rest.is_empty())
    }

    /// The text in the manifest.
    pub fn as_str(&self) -> &str {
        match self {
            Prefix::Literal(text) | Prefix::Pattern(text, _) => text,
        }
    }
}

impl Prefix {
    /// The beginning that a text in the manifest means; why it means none.
    fn parse(text: String) -> Result<Self, String> {
        match text.as_str() {
            "" => Err("an empty prefix fits everything".to_owned()),
            "^" => Err("an empty pattern fits everything".to_owned()),
            pattern if pattern.starts_with('^') => match regex(pattern) {
                Ok(regex) => Ok(Prefix::Pattern(text, regex)),
                Err(reason) => Err(format!(
                    "`{pattern}` is no regular expression that is matched in linear time: {reason}"
                )),
            },
            _ => Ok(Prefix::Literal(text)),
        }
    }
}

impl<'de> Deserialize<'de> for Prefix {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Prefix::parse(String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// What `modules` takes.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Modules {
    All(bool),
    Given(BTreeMap<String, String>),
}

impl<'de> Deserialize<'de> for ModuleRules {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Modules::deserialize(deserializer)
            .map_err(|_| de::Error::custom("neither `true` nor `false` nor a table of prefixes and modules"))?;
        match given {
            Modules::All(true) => Ok(ModuleRules::Shared),
            Modules::All(false) => Ok(ModuleRules::Off),
            Modules::Given(rules) => {
                let rules = rules.into_iter().map(|(prefix, path)| {
                    let modules: Vec<String> = path
                        .split("::")
                        .filter(|_| !path.is_empty())
                        .map(str::to_owned)
                        .collect();
                    modules
                        .iter()
                        .try_for_each(|module| super::names_lock::check_module(module))?;
                    Ok((Prefix::parse(prefix)?, modules))
                });
                let rules: Result<Vec<_>, String> = rules.collect();
                rules.map(ModuleRules::Given).map_err(de::Error::custom)
            }
        }
    }
}

impl JsonSchema for ModuleRules {
    fn is_referenceable() -> bool {
        false
    }

    fn schema_name() -> String {
        "ModuleRules".to_owned()
    }

    fn schema_id() -> Cow<'static, str> {
        "cratemill::ModuleRules".into()
    }

    fn json_schema(generator: &mut schemars::r#gen::SchemaGenerator) -> schemars::schema::Schema {
        Modules::json_schema(generator)
    }
}

/// A regular expression of ECMA-262 as one whose matching takes no longer than the text asks for; why it is none.
fn regex(pattern: &str) -> Result<Regex, String> {
    let translated = jsonschema_regex::to_rust_regex(pattern)
        .map_err(|()| "it can't be read, or looks around, or refers back".to_owned())?;
    Regex::new(&translated).map_err(|error| {
        let message = error.to_string();
        let reason = message.lines().last().unwrap_or_default().trim_start_matches("error: ");
        reason.to_owned()
    })
}

impl JsonSchema for Prefix {
    fn is_referenceable() -> bool {
        false
    }

    fn schema_name() -> String {
        "Prefix".to_owned()
    }

    fn schema_id() -> Cow<'static, str> {
        "cratemill::Prefix".into()
    }

    fn json_schema(generator: &mut schemars::r#gen::SchemaGenerator) -> schemars::schema::Schema {
        String::json_schema(generator)
    }
}

/// Reads an address that begins with `https://` or `http://`: it becomes a link in Cargo.toml.
pub(super) fn web_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let rest = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"`".contains(c);
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains(odd) => Ok(Some(text)),
        _ => Err(de::Error::custom("not a web address: `https://...`")),
    }
}

/// Names that no generated crate can have: of the standard library, of Cargo's folders, of what generated crates use, and
/// of Windows' devices.
const TAKEN: &[&str] = &[
    "alloc",
    "aux",
    "build",
    "con",
    "core",
    "cratemill",
    "cratemill_cli",
    "deps",
    "examples",
    "fluent_uri",
    "incremental",
    "indexmap",
    "jiff",
    "jsonschema",
    "lossless",
    "nul",
    "prn",
    "proc_macro",
    "referencing",
    "regress",
    "round_trip",
    "serde",
    "serde_core",
    "serde_derive",
    "serde_json",
    "std",
    "test",
    "uuid",
    "xtask",
];

#[cfg(test)]
mod tests;
