//! What must not be shown to people: properties that hold a secret, and the types of nothing else.

mod marked;

use super::{Definition, DefinitionId, NormalizedSchema, Property, Shape, Use};
use crate::bundle::{Bundle, Place, SchemaId, pointer_tokens};
use crate::provider::Secrets;
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) use marked::marked;

/// What the name of a property says.
#[derive(Clone, Copy, Debug)]
pub struct Called {
    secret: bool,
    /// Whether it counts tokens, or is one.
    tokens: bool,
}

impl Called {
    fn of(name: &str) -> Self {
        let secret = lossless::secret_name(name);
        Called {
            secret,
            tokens: secret && lossless::counts_tokens(name),
        }
    }
}

/// What the names of all properties say, each asked once.
pub(super) fn called(definitions: &[Definition]) -> BTreeMap<String, Called> {
    let mut all = BTreeMap::new();
    for one in definitions {
        if let Shape::Object { properties: own, .. } | Shape::Tuple { items: own, .. } = &one.shape {
            for property in own {
                if !all.contains_key(&property.name) {
                    all.insert(property.name.clone(), Called::of(&property.name));
                }
            }
        }
    }
    all
}

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
    let called = schema.called.get(name).copied().unwrap_or_else(|| Called::of(name));
    let is_named_so = called.secret && !(called.tokens && is_number(&property.value));
    let says = |id: &SchemaId| schema.marked.contains(id) || refers_to_secret(bundle, secrets, &property.value, *id);
    holds_secret(schema, &property.value) && (is_named_so || property.schemas.iter().any(says))
}

/// Whether a schema, or that of its items or properties, refers to a definition that is called a secret, and whose values
/// have no type of their own to hide them.
fn refers_to_secret(bundle: &Bundle, secrets: &Secrets, value: &Use, id: SchemaId) -> bool {
    if value.definition().is_some() {
        return false;
    }
    let parts = ["items", "additionalProperties"].map(|keyword| bundle.child(id, &[keyword]));
    let mut all = parts.into_iter().flatten().chain([id]);
    all.any(|id| {
        bundle.targets(id).iter().any(|target| {
            let Place::Document(_, pointer) = bundle.place(*target) else {
                return false;
            };
            let is_called_so = |key: String| {
                let counts = lossless::counts_tokens(&key) && is_number(value);
                lossless::secret_name(&key) && !counts && !secrets.public.contains(&key)
            };
            bundle.is_definition(*target) && pointer_tokens(pointer).last().is_some_and(is_called_so)
        })
    })
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

/// Whether a definition is called by a name that says that it is a secret: its key, or of a document the file's name or
/// the title.
fn is_called_so(bundle: &Bundle, schema: &NormalizedSchema, secrets: &Secrets, id: DefinitionId) -> bool {
    let home = schema.definitions[id].home.schema;
    let Place::Document(document, pointer) = bundle.place(home) else {
        return false;
    };
    let title = bundle.value(home).get("title").and_then(Value::as_str);
    let key = pointer_tokens(pointer).last();
    let called: Vec<&str> = match (&key, pointer.is_empty()) {
        (_, true) => title
            .into_iter()
            .chain(bundle.documents()[*document].name().split('.').next())
            .collect(),
        (Some(key), _) if bundle.is_definition(home) => vec![key],
        _ => return false,
    };
    let counts = match &schema.definitions[id].shape {
        Shape::Integers(_) => true,
        Shape::Alias(value) => is_number(value),
        _ => false,
    };
    let says = |name: &&str| lossless::secret_name(name) && !(counts && lossless::counts_tokens(name));
    let is_public = |name: &&str| secrets.public.iter().any(|public| public == name);
    let is_said = called.iter().any(says) || schema.marked.contains(&home);
    !called.iter().any(is_public) && is_said && holds_secret(schema, &Use::Definition(id))
}

/// Whether each definition is called a secret, or stands at secret places alone, with all that only it holds; a document's
/// own type of another name is shown.
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
    let called: Vec<bool> = (0..uses.len())
        .map(|id| is_called_so(bundle, schema, secrets, id))
        .collect();
    let at_places = uses.iter().flat_map(|one| one.secret.iter().copied());
    let secret = at_places.chain((0..uses.len()).filter(|id| called[*id])).collect();
    let hidden = reached(&uses, secret, &vec![false; uses.len()]);
    let visible = (0..uses.len()).filter(|id| !hidden[*id] || is_root[*id]).collect();
    let shown = reached(&uses, visible, &called);
    shown.into_iter().map(|shown| !shown).collect()
}

/// The definitions that one speaks of.
#[derive(Default)]
struct Uses {
    secret: Vec<DefinitionId>,
    shown: Vec<DefinitionId>,
}

/// The definitions, and all that they show of others, without those that show nothing.
fn reached(uses: &[Uses], mut from: Vec<DefinitionId>, closed: &[bool]) -> Vec<bool> {
    let mut reached = vec![false; uses.len()];
    while let Some(id) = from.pop() {
        if !closed[id] && !std::mem::replace(&mut reached[id], true) {
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
