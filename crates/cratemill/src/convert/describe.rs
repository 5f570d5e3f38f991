//! What a schema says about a type to people, and what must not be shown to them.

use super::RustType;
use crate::bundle::{Bundle, SchemaId};
use crate::normalize::{NormalizedSchema, Shape, Use};
use crate::provider::Secrets;
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
    }
}

/// The annotations of a property: its own, else those of what it refers to.
pub(super) fn property(bundle: &Bundle, schemas: &[SchemaId]) -> Documentation {
    let own = schemas.iter().map(|id| (schema(bundle, *id), *id));
    let mut found = Documentation::default();
    for (one, id) in own {
        let target = bundle
            .targets(id)
            .first()
            .map(|target| schema(bundle, *target))
            .unwrap_or_default();
        found.title = found.title.or(one.title);
        found.description = found.description.or(one.description).or(target.description);
        found.default = found.default.or(one.default).or(target.default);
        found.deprecated |= one.deprecated;
    }
    found
}

/// Whether `Debug` hides a property: because of its name, `format: password` or `writeOnly`, and only where it holds text.
pub(super) fn is_secret(
    bundle: &Bundle,
    secrets: &Secrets,
    name: &str,
    schemas: &[SchemaId],
    value: &RustType,
    schema: &NormalizedSchema,
) -> bool {
    if secrets.public.iter().any(|public| public == name) {
        return false;
    }
    if secrets.properties.iter().any(|secret| secret == name) {
        return true;
    }
    let says = |id: &SchemaId| {
        let value = bundle.value(*id);
        value.get("format").and_then(Value::as_str) == Some("password")
            || value.get("writeOnly") == Some(&Value::Bool(true))
    };
    holds_text(value, schema) && (secret_names::secret_name(name) || schemas.iter().any(says))
}

fn holds_text(value: &RustType, schema: &NormalizedSchema) -> bool {
    match value {
        RustType::Value | RustType::String | RustType::Text(_) => true,
        RustType::Vec(inner)
        | RustType::Map(inner)
        | RustType::Option(inner)
        | RustType::Open(inner)
        | RustType::Implied(inner)
        | RustType::Boxed(inner)
        | RustType::Deep(inner) => holds_text(inner, schema),
        RustType::Named(id) => match &schema.definitions[*id].shape {
            Shape::Pattern(_) => true,
            Shape::Alias(value) => matches!(value, Use::Any | Use::String | Use::Text(_)),
            Shape::Union(union) => union
                .alternatives
                .iter()
                .any(|one| matches!(one.value, Use::String | Use::Text(_))),
            _ => false,
        },
        RustType::Null | RustType::Boolean | RustType::Integer(_) | RustType::Number => false,
    }
}
