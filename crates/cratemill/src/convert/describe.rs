//! What a schema says about a type to people.

use super::limits::{self, Limit};
use super::{Variant, identifiers};
use crate::bundle::{Bundle, Place, SchemaId};
use crate::normalize::Definition;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Annotations: text as published, not yet safe for Rust.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Documentation {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `default`.
    pub default: Option<Value>,
    /// Whether `deprecated` is true.
    pub deprecated: bool,
    /// What else `validate()` asks for.
    pub limits: Vec<Limit>,
}

/// The annotations of a schema.
pub(super) fn schema(bundle: &Bundle, id: SchemaId) -> Documentation {
    let value = bundle.value(id);
    let text = |keyword: &str| {
        value
            .get(keyword)
            .and_then(Value::as_str)
            .filter(|text| !text.trim().is_empty())
    };
    Documentation {
        title: text("title").map(str::to_owned),
        description: text("description").map(str::to_owned),
        default: value.get("default").cloned(),
        deprecated: value.get("deprecated") == Some(&Value::Bool(true)),
        limits: limits::of(value),
    }
}

/// The values of an enumeration.
pub(super) fn variants(bundle: &Bundle, definition: &Definition, texts: &[String]) -> Vec<Variant> {
    let mut documented = values(bundle, definition);
    let variants = texts.iter().zip(identifiers::variants(texts));
    variants
        .map(|(text, identifier)| Variant {
            text: text.clone(),
            identifier,
            documentation: documented.remove(text).unwrap_or_default(),
        })
        .collect()
}

/// What the alternatives of one text each, `{"const": "a", "title": "…"}`, say about the values of an enumeration.
fn values(bundle: &Bundle, definition: &Definition) -> BTreeMap<String, Documentation> {
    let mut found: BTreeMap<String, Documentation> = BTreeMap::new();
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
        let only = value.get("enum").and_then(Value::as_array).filter(|all| all.len() == 1);
        let constant = value.get("const").or_else(|| only.and_then(|all| all.first()));
        if let Some(text) = constant.and_then(Value::as_str) {
            found.entry(text.to_owned()).or_insert_with(|| schema(bundle, id));
        }
    }
    found
}

/// The annotations of a property: its own, else those of what it refers to; and the limits of both, but for those of a type
/// that is `documented` by itself.
pub(super) fn property(bundle: &Bundle, schemas: &[SchemaId], documented: Option<SchemaId>) -> Documentation {
    let mut found = Documentation::default();
    for id in schemas {
        let one = schema(bundle, *id);
        let target = bundle
            .targets(*id)
            .first()
            .map(|target| schema(bundle, *target))
            .unwrap_or_default();
        found.title = found.title.or(one.title);
        found.description = found.description.or(one.description).or(target.description);
        found.default = found.default.or(one.default).or(target.default);
        found.deprecated |= one.deprecated;
        let own = one.limits.into_iter().filter(|_| documented != Some(*id));
        let target = target.limits.into_iter().filter(|_| documented.is_none());
        for limit in own.chain(target) {
            if !found.limits.contains(&limit) {
                found.limits.push(limit);
            }
        }
    }
    found
}
