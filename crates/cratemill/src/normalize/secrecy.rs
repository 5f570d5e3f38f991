//! What must not be shown to people: properties that hold a secret, and the types of nothing else.

use super::{DefinitionId, NormalizedSchema, Property, Shape, Use};
use crate::bundle::{Bundle, Place};
use crate::provider::Secrets;
use serde_json::Value;

/// Whether `Debug` hides a property: because the maintainer says so, or because of its name, `format: password` or
/// `writeOnly`, unless it holds nothing but `true`, `false` and `null`, or is a number of tokens.
pub fn is_secret(bundle: &Bundle, schema: &NormalizedSchema, secrets: &Secrets, property: &Property) -> bool {
    let name = property.name.as_str();
    if !secrets.places.is_empty() {
        let said = property
            .schemas
            .iter()
            .filter_map(|id| secrets.places.get(&bundle.address(*id)));
        if let Some(is_secret) = said.copied().max() {
            return is_secret;
        }
    }
    if secrets.public.iter().any(|public| public == name) {
        return false;
    }
    if secrets.properties.iter().any(|secret| secret == name) {
        return true;
    }
    let says = |schema: &Value| {
        schema.get("format").and_then(Value::as_str) == Some("password")
            || schema.get("writeOnly") == Some(&Value::Bool(true))
    };
    let is_named_so = lossless::secret_name(name) && !(lossless::counts_tokens(name) && is_number(&property.value));
    holds_secret(schema, &property.value) && (is_named_so || property.schemas.iter().any(|id| says(bundle.value(*id))))
}

fn is_number(value: &Use) -> bool {
    match value {
        Use::Integer(_) | Use::Number => true,
        Use::Array(inner) | Use::Map(inner) | Use::Nullable(inner) | Use::Open(inner) | Use::Implied(inner) => {
            is_number(inner)
        }
        _ => false,
    }
}

fn holds_secret(schema: &NormalizedSchema, value: &Use) -> bool {
    match value {
        Use::Null | Use::Boolean => false,
        Use::Nullable(inner) | Use::Open(inner) | Use::Implied(inner) => holds_secret(schema, inner),
        Use::Definition(id) => match &schema.definitions[*id].shape {
            Shape::Constant(value) => !matches!(value, Value::Null | Value::Bool(_)),
            Shape::Union(union) => union
                .alternatives
                .iter()
                .any(|one| !matches!(one.value, Use::Null | Use::Boolean)),
            Shape::Alias(value) | Shape::Name(value) => !matches!(value, Use::Null | Use::Boolean),
            Shape::Object { .. }
            | Shape::Tuple { .. }
            | Shape::Enumeration(_)
            | Shape::Integers(_)
            | Shape::Pattern(_) => true,
        },
        _ => true,
    }
}

/// Whether each definition stands at secret places alone, with all that only it holds; a document's own type is shown.
pub fn hidden(bundle: &Bundle, schema: &NormalizedSchema, secrets: &Secrets) -> Vec<bool> {
    let uses: Vec<Uses> = schema
        .definitions
        .iter()
        .map(|one| uses(bundle, schema, secrets, &one.shape))
        .collect();
    let homes = schema.definitions.iter().map(|one| bundle.place(one.home.schema));
    let is_root: Vec<bool> = homes
        .map(|place| matches!(place, Place::Document(_, at) if at.is_empty()))
        .collect();
    let secret = uses.iter().flat_map(|one| one.secret.iter().copied()).collect();
    let hidden = reached(&uses, secret);
    let visible = (0..uses.len()).filter(|id| !hidden[*id] || is_root[*id]).collect();
    reached(&uses, visible).into_iter().map(|shown| !shown).collect()
}

/// The definitions that one speaks of.
#[derive(Default)]
struct Uses {
    secret: Vec<DefinitionId>,
    shown: Vec<DefinitionId>,
}

/// The definitions, and all that they show of others.
fn reached(uses: &[Uses], mut from: Vec<DefinitionId>) -> Vec<bool> {
    let mut reached = vec![false; uses.len()];
    while let Some(id) = from.pop() {
        if !std::mem::replace(&mut reached[id], true) {
            from.extend(&uses[id].shown);
        }
    }
    reached
}

fn uses(bundle: &Bundle, schema: &NormalizedSchema, secrets: &Secrets, shape: &Shape) -> Uses {
    let mut found = Uses::default();
    let mut push = |properties: &[Property]| {
        for property in properties {
            let at = match is_secret(bundle, schema, secrets, property) {
                true => &mut found.secret,
                false => &mut found.shown,
            };
            at.extend(property.value.definition());
        }
    };
    match shape {
        Shape::Object { properties, additional } => {
            push(properties);
            found.shown.extend(additional.iter().filter_map(Use::definition));
        }
        Shape::Tuple { items, rest } => {
            push(items);
            found.shown.extend(rest.definition());
        }
        Shape::Union(union) => {
            let all = union.alternatives.iter().filter_map(|one| one.value.definition());
            found.shown.extend(all);
        }
        Shape::Alias(value) => found.shown.extend(value.definition()),
        // What is another name only is no place.
        Shape::Name(_) | Shape::Enumeration(_) | Shape::Integers(_) | Shape::Constant(_) | Shape::Pattern(_) => {}
    }
    found
}
