//! Which values of examples are secrets, that no message may repeat.

use crate::bundle::pointer_tokens;
use crate::convert::{Field, Kind, RustType, Types};
use crate::document::{Document, child};
use crate::provider::Secrets;
use serde_json::Value;
use std::collections::BTreeSet;
use std::ops::Range;

/// What says that a value is a secret.
pub(super) struct Hiding<'a> {
    types: &'a Types,
    /// Names of properties that are secrets somewhere.
    names: BTreeSet<&'a str>,
    secrets: &'a Secrets,
}

impl<'a> Hiding<'a> {
    pub(super) fn new(types: &'a Types, secrets: &'a Secrets) -> Self {
        let fields = types.types.iter().flat_map(|one| match &one.kind {
            Kind::Object(object) => object.fields.as_slice(),
            Kind::Tuple(tuple) => &tuple.fields,
            _ => &[],
        });
        let secret = fields.filter(|field| field.secret).map(|field| field.name.as_str());
        Hiding {
            types,
            names: secret.chain(secrets.properties.iter().map(String::as_str)).collect(),
            secrets,
        }
    }

    /// Whether a value of this name is a secret, whatever holds it.
    fn is_name(&self, name: &str, value: Option<&Value>) -> bool {
        let is_public = self.secrets.public.iter().any(|public| public == name);
        let counts = lossless::counts_tokens(name) && value.is_some_and(Value::is_number);
        self.names.contains(name) || lossless::secret_name(name) && !is_public && !counts
    }

    /// Whether the name of a place in a document is that of a secret. The paths of an interface are no names.
    fn is_key(&self, name: &str, value: Option<&Value>) -> bool {
        !name.starts_with('/') && self.is_name(name, value)
    }

    /// Whether a secret lies at a JSON Pointer into an instance of a type, or around that place.
    pub(super) fn is_at(&self, id: usize, instance: &Value, pointer: &str) -> bool {
        let tokens: Vec<String> = pointer_tokens(pointer).collect();
        self.is_path(instance, &tokens) || self.passes(&RustType::Named(id), &tokens, &mut BTreeSet::new())
    }

    fn is_path(&self, value: &Value, tokens: &[String]) -> bool {
        let mut at = Some(value);
        tokens.iter().any(|token| {
            at = at.and_then(|value| inside(value, token));
            self.is_name(token, at)
        })
    }

    /// Whether a secret is on the way from a type. A union may be any of its alternatives.
    fn passes(&self, value: &RustType, tokens: &[String], seen: &mut BTreeSet<(usize, usize)>) -> bool {
        let id = match value {
            RustType::Named(id) => *id,
            RustType::Vec(inner) | RustType::Map(inner) => {
                return tokens
                    .split_first()
                    .is_some_and(|(_, rest)| self.passes(inner, rest, seen));
            }
            RustType::Boxed(inner)
            | RustType::Deep(inner)
            | RustType::Option(inner)
            | RustType::Open(inner)
            | RustType::Implied(inner) => return self.passes(inner, tokens, seen),
            _ => return false,
        };
        if !seen.insert((id, tokens.len())) {
            return false;
        }
        let Some(one) = self.types.types.get(id) else {
            return false;
        };
        if one.secret {
            return true;
        }
        match (&one.kind, tokens.split_first()) {
            (Kind::Union(union), _) => union.all.iter().any(|one| self.passes(&one.value, tokens, seen)),
            (Kind::Newtype(inner) | Kind::Alias(inner), _) => self.passes(inner, tokens, seen),
            (Kind::Object(object), Some((name, rest))) => {
                match object.fields.iter().find(|field| field.name == *name) {
                    Some(field) => self.passes_field(field, rest, seen),
                    None => object
                        .additional
                        .as_ref()
                        .is_some_and(|inner| self.passes(inner, rest, seen)),
                }
            }
            (Kind::Tuple(tuple), Some((index, rest))) => {
                match index.parse().ok().and_then(|at: usize| tuple.fields.get(at)) {
                    Some(field) => self.passes_field(field, rest, seen),
                    None => self.passes(&tuple.rest, rest, seen),
                }
            }
            _ => false,
        }
    }

    fn passes_field(&self, field: &Field, rest: &[String], seen: &mut BTreeSet<(usize, usize)>) -> bool {
        field.secret || self.passes(&field.value, rest, seen)
    }

    /// Whether the place of an example in its document is that of a secret, or its schema says that it is one.
    pub(super) fn is_place(&self, document: &Document, pointer: &str) -> bool {
        let tokens: Vec<String> = pointer_tokens(pointer).collect();
        let mut at = Some(&document.value);
        tokens.iter().any(|token| {
            at = at.and_then(|value| inside(value, token));
            at.is_some_and(says) || self.is_key(token, at)
        })
    }

    /// Whether a line of a document shows a secret: one by its name or by what its schema says, or one of an example that
    /// stands at `pointer`.
    pub(super) fn is_on_line(&self, document: &Document, line: &Range<usize>, id: usize, pointer: &str) -> bool {
        let example = document.value.pointer(pointer);
        let mut open = vec![(String::new(), &document.value, false)];
        while let Some((at, value, is_secret)) = open.pop() {
            let is_off = |span: Range<usize>| span.end <= line.start || line.end <= span.start;
            if document.span(&at).is_some_and(is_off) {
                continue;
            }
            let typed = || {
                let below = at.strip_prefix(pointer)?;
                Some(self.is_at(id, example?, below))
            };
            if is_secret || says(value) || typed() == Some(true) {
                return true;
            }
            match value {
                Value::Object(properties) => open.extend(
                    properties
                        .iter()
                        .map(|(name, value)| (child(&at, name), value, self.is_key(name, Some(value)))),
                ),
                Value::Array(items) => open.extend(
                    items
                        .iter()
                        .enumerate()
                        .map(|(index, value)| (child(&at, &index.to_string()), value, false)),
                ),
                _ => {}
            }
        }
        false
    }
}

/// Whether a schema says that its values are secrets.
fn says(schema: &Value) -> bool {
    schema.get("format").and_then(Value::as_str) == Some("password")
        || schema.get("writeOnly") == Some(&Value::Bool(true))
}

fn inside<'v>(value: &'v Value, token: &str) -> Option<&'v Value> {
    match value {
        Value::Object(properties) => properties.get(token),
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        _ => None,
    }
}
