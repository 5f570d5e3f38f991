//! What must not be shown to people: properties that hold a secret, and the types of nothing else.

use super::{Kind, RustType, Type};
use crate::bundle::{Bundle, Place, SchemaId};
use crate::normalize::{NormalizedSchema, Shape, Use};
use crate::provider::Secrets;
use serde_json::Value;

/// Whether `Debug` hides a property: because of its name, `format: password` or `writeOnly`, unless it holds nothing but
/// `true`, `false` and `null`, or is a number of tokens.
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
    let is_named_so = lossless::secret_name(name) && !(lossless::counts_tokens(name) && is_number(value));
    holds_secret(value, schema) && (is_named_so || schemas.iter().any(says))
}

fn is_number(value: &RustType) -> bool {
    match value {
        RustType::Integer(_) | RustType::Number => true,
        RustType::Vec(inner)
        | RustType::Map(inner)
        | RustType::Option(inner)
        | RustType::Open(inner)
        | RustType::Implied(inner)
        | RustType::Boxed(inner)
        | RustType::Deep(inner) => is_number(inner),
        _ => false,
    }
}

fn holds_secret(value: &RustType, schema: &NormalizedSchema) -> bool {
    match value {
        RustType::Null | RustType::Boolean => false,
        RustType::Option(inner)
        | RustType::Open(inner)
        | RustType::Implied(inner)
        | RustType::Boxed(inner)
        | RustType::Deep(inner) => holds_secret(inner, schema),
        RustType::Named(id) => match &schema.definitions[*id].shape {
            Shape::Constant(value) => !matches!(value, Value::Null | Value::Bool(_)),
            Shape::Union(union) => union
                .alternatives
                .iter()
                .any(|one| !matches!(one.value, Use::Null | Use::Boolean)),
            Shape::Alias(value) | Shape::Name(value) => !matches!(value, Use::Null | Use::Boolean),
            Shape::Object { .. } | Shape::Enumeration(_) | Shape::Integers(_) | Shape::Pattern(_) => true,
        },
        _ => true,
    }
}

/// Hides the types that stand at secret places alone, with all that only they hold; a document's own type is shown.
pub(super) fn hide(bundle: &Bundle, schema: &NormalizedSchema, types: &mut [Type]) {
    let homes = schema.definitions.iter().map(|one| bundle.place(one.home.schema));
    let is_root: Vec<bool> = homes
        .map(|place| matches!(place, Place::Document(_, at) if at.is_empty()))
        .collect();
    let mut hidden = vec![false; types.len()];
    let secret = types.iter().flat_map(|one| uses(one, true)).collect();
    reach(types, secret, &mut hidden);
    let visible = (0..types.len()).filter(|id| !hidden[*id] || is_root[*id]).collect();
    let mut shown = vec![false; types.len()];
    reach(types, visible, &mut shown);
    for (one, shown) in types.iter_mut().zip(shown) {
        one.secret = !shown;
    }
}

/// Marks types and all that they show of others.
fn reach(types: &[Type], mut from: Vec<usize>, reached: &mut [bool]) {
    while let Some(id) = from.pop() {
        if !std::mem::replace(&mut reached[id], true) {
            from.extend(uses(&types[id], false));
        }
    }
}

/// The types that a type speaks of, at its secret places or at all others.
fn uses(one: &Type, secret: bool) -> Vec<usize> {
    let mut found = Vec::new();
    match &one.kind {
        Kind::Object(object) => {
            let fields = object.fields.iter().filter(|field| field.secret == secret);
            fields.for_each(|field| found.extend(named(&field.value)));
            found.extend(object.additional.iter().filter(|_| !secret).filter_map(named));
        }
        Kind::Union(union) if !secret => found.extend(union.all.iter().filter_map(|one| named(&one.value))),
        Kind::Newtype(value) if !secret => found.extend(named(value)),
        _ => {}
    }
    found
}

fn named(value: &RustType) -> Option<usize> {
    match value {
        RustType::Named(id) => Some(*id),
        RustType::Vec(inner)
        | RustType::Map(inner)
        | RustType::Option(inner)
        | RustType::Open(inner)
        | RustType::Implied(inner)
        | RustType::Boxed(inner)
        | RustType::Deep(inner) => named(inner),
        _ => None,
    }
}
