//! The named values of enumerations: what each is called, and what is said about it.

use super::{Documentation, Variant, describe, identifiers};
use crate::bundle::{Bundle, Place, SchemaId};
use crate::normalize::enum_text::{DESCRIPTIONS, NAMES, enum_text};
use crate::normalize::{Definition, integer};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The names that values have had, by their texts.
type Locked<'a> = Option<&'a BTreeMap<String, String>>;

/// Titles beyond this length are sentences, and no names.
const LONGEST_TITLE: usize = 60;

/// The values of an enumeration of strings: each is called what its text says, unless the schema gives it a name.
pub(super) fn texts(bundle: &Bundle, definition: &Definition, texts: &[String], locked: Locked<'_>) -> Vec<Variant> {
    let said = said(bundle, definition);
    let values = texts.iter().map(|text| (text.clone(), Value::from(text.as_str())));
    let values: Vec<_> = values
        .map(|(text, value)| {
            let said = said.get(&key(&value)).cloned().unwrap_or_default();
            (said.name.unwrap_or_else(|| text.clone()), text, said.documentation)
        })
        .collect();
    named(values, locked)
}

/// The values of an enumeration of integers: each is called by the name that the schema gives it, its title, or its digits.
pub(super) fn integers(bundle: &Bundle, definition: &Definition, integers: &[i64], locked: Locked<'_>) -> Vec<Variant> {
    let said = said(bundle, definition);
    let values = integers.iter().map(|integer| {
        let mut said = said.get(&key(&Value::from(*integer))).cloned().unwrap_or_default();
        let is_name = |title: &String| title.len() <= LONGEST_TITLE && title.contains(char::is_alphabetic);
        if said.name.is_none() {
            // A title that is the name need not be said again.
            said.name = said.documentation.title.take_if(|title| is_name(title));
        }
        let digits = || match integer {
            ..0 => format!("Minus{}", integer.unsigned_abs()),
            _ => format!("V{integer}"),
        };
        (
            said.name.unwrap_or_else(digits),
            integer.to_string(),
            said.documentation,
        )
    });
    named(values.collect(), locked)
}

fn named(values: Vec<(String, String, Documentation)>, locked: Locked<'_>) -> Vec<Variant> {
    let names: Vec<String> = values.iter().map(|(name, ..)| identifiers::variant(name)).collect();
    let known: Vec<Option<&String>> = values
        .iter()
        .map(|(_, text, _)| locked.and_then(|locked| locked.get(text)))
        .collect();
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    names.iter().for_each(|name| *counts.entry(name).or_default() += 1);
    let variants = values.into_iter().zip(identifiers::variants(&names, &known));
    variants
        .zip(&names)
        .map(|(((_, text, documentation), identifier), name)| Variant {
            text,
            is_contested: counts[name] > 1 || identifier != *name,
            identifier,
            documentation,
        })
        .collect()
}

/// What a schema says of one of its values.
#[derive(Clone, Default)]
struct Said {
    name: Option<String>,
    documentation: Documentation,
}

/// A value as a key: `1.0` is the integer 1.
fn key(value: &Value) -> String {
    integer(value).map_or_else(|| value.to_string(), |integer| integer.to_string())
}

/// What the alternatives of one value each, `{"const": "a", "title": "…"}`, and the lists beside an `enum` say about the
/// values of an enumeration.
fn said(bundle: &Bundle, definition: &Definition) -> BTreeMap<String, Said> {
    let mut found: BTreeMap<String, Said> = BTreeMap::new();
    let all = std::iter::once(&definition.home.schema).chain(&definition.parts);
    let mut schemas: Vec<SchemaId> = all.chain(&definition.sites).copied().collect();
    let mut seen: BTreeSet<SchemaId> = BTreeSet::new();
    while let Some(id) = schemas.pop() {
        let Place::Document(document, pointer) = bundle.place(id) else {
            continue;
        };
        if !seen.insert(id) {
            continue;
        }
        schemas.extend(bundle.targets(id));
        for keyword in ["oneOf", "anyOf"] {
            let arms = bundle.value(id).get(keyword).and_then(Value::as_array);
            let count = arms.map_or(0, Vec::len);
            let arms = (0..count).filter_map(|index| bundle.id(*document, &format!("{pointer}/{keyword}/{index}")));
            schemas.extend(arms);
        }
        let value = bundle.value(id);
        let values = value
            .get("enum")
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        for (index, one) in values.iter().enumerate() {
            let text = |keywords| enum_text(value, keywords, one, index).map(str::to_owned);
            let (name, description) = (text(NAMES), text(DESCRIPTIONS));
            if name.is_some() || description.is_some() {
                let said = found.entry(key(one)).or_default();
                said.name = name.or(said.name.take());
                said.documentation.description = description.or(said.documentation.description.take());
            }
        }
        let only = match values {
            [only] => Some(only),
            _ => None,
        };
        if let Some(constant) = value.get("const").or(only) {
            let said = found.entry(key(constant)).or_default();
            if said.documentation == Documentation::default() {
                said.documentation = describe::schema(bundle, id);
            }
        }
    }
    found
}
