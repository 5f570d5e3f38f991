//! What a schema says about a type to people.

use super::limits::{self, Limit};
use crate::bundle::{Bundle, SchemaId};
use serde_json::Value;

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
    /// Whether `readOnly` is true of a property: the server sets it.
    pub read_only: bool,
    /// Whether `writeOnly` is true of a property: the server never sends it.
    pub write_only: bool,
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
        read_only: false,
        write_only: false,
    }
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
        let mut places = std::iter::once(id).chain(bundle.targets(*id));
        let is = |keyword: &str, id: &SchemaId| bundle.value(*id).get(keyword) == Some(&Value::Bool(true));
        found.read_only |= places.clone().any(|id| is("readOnly", id));
        found.write_only |= places.any(|id| is("writeOnly", id));
    }
    found
}
