//! Entries of the manifest that not any text can be.

use super::TAKEN;
use crate::provider::names_lock::{check_path, check_place};
use crate::text::is_identifier;
use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeMap;

/// Reads a name that Cargo takes for a package: anything else would stop the whole workspace.
pub(super) fn crate_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let plain = text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(word);
    let keyword = !is_identifier(&text.replace('-', "_"));
    if plain && TAKEN.contains(&text.replace('-', "_").as_str()) {
        Err(de::Error::custom(format_args!(
            "`{text}` is the name of another crate, one of Rust's, Cargo's or Cratemill's own"
        )))
    } else if plain && !keyword && text.len() <= 64 {
        Ok(Some(text))
    } else {
        Err(de::Error::custom(
            "not a crate name: lower-case letters, digits, `-` and `_`, beginning with a letter",
        ))
    }
}

/// Reads an SPDX expression, as far as Cargo's manifest and a sentence around it ask for.
pub(in crate::provider) fn spdx<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let word = |word: &str| {
        let word = word.trim_matches(['(', ')']);
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || ".-+:".contains(c))
    };
    match text.split(' ').all(word) && text.matches('(').count() == text.matches(')').count() {
        true => Ok(Some(text)),
        false => Err(de::Error::custom("not an SPDX expression: `MIT`, `MIT OR Apache-2.0`")),
    }
}

/// Reads three numbers.
pub(super) fn crate_version<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()) && part.len() < 10;
    let plain = |part: &str| number(part) && (part == "0" || !part.starts_with('0'));
    match text.split('.').count() == 3 && text.split('.').all(plain) {
        true => Ok(Some(text)),
        false => Err(de::Error::custom("not a version of three numbers: `1.0.0`")),
    }
}

/// Reads the keywords that a registry takes.
pub(super) fn keywords<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    let valid = |word: &String| {
        word.starts_with(|c: char| c.is_ascii_alphanumeric())
            && word.len() <= 20
            && word.chars().all(|c| c.is_ascii_alphanumeric() || "_-+".contains(c))
    };
    if words.len() <= 5 && words.iter().all(valid) {
        Ok(words)
    } else {
        Err(de::Error::custom(
            "not five keywords or fewer, each of up to 20 ASCII letters, digits, `_`, `-` and `+`",
        ))
    }
}

/// A place of a schema. It is checked where it is read, so that an error has its place in the text.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct PlaceOfSchema(String);

impl<'de> Deserialize<'de> for PlaceOfSchema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let place = String::deserialize(deserializer)?;
        check_place(&place).map_err(de::Error::custom)?;
        Ok(PlaceOfSchema(place))
    }
}

/// A Rust path, checked in the same way.
struct TypePath(String);

impl<'de> Deserialize<'de> for TypePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = String::deserialize(deserializer)?;
        check_path(&path).map_err(de::Error::custom)?;
        Ok(TypePath(path))
    }
}

/// Reads `"file.json#/pointer" = ...` entries.
pub(super) fn places<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, T>, D::Error> {
    let entries = BTreeMap::<PlaceOfSchema, T>::deserialize(deserializer)?;
    Ok(entries.into_iter().map(|(place, value)| (place.0, value)).collect())
}

/// Reads `"file.json#/pointer" = "RustName"` entries.
pub(super) fn type_names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, String>, D::Error> {
    let entries = places::<TypePath, D>(deserializer)?;
    Ok(entries.into_iter().map(|(place, path)| (place, path.0)).collect())
}
