//! What each shape is in Rust.

use super::expression::{presence, rust_type};
use super::{
    AlternativeType, Alternatives, Field, Kind, Object, Presence, Tuple, alternatives, describe, engine, identifiers,
    variants,
};
use crate::bundle::{Bundle, SchemaId};
use crate::normalize::{NormalizedSchema, Property, Shape, Union, secrecy};
use crate::provider::Secrets;
use std::collections::BTreeMap;

/// The kind of a definition; `locked` are the names that its fields or variants have had.
pub(super) fn kind(
    bundle: &Bundle,
    schema: &NormalizedSchema,
    secrets: &Secrets,
    id: usize,
    engine: &engine::Engine,
    locked: Option<&BTreeMap<String, String>>,
) -> Kind {
    match &schema.definitions[id].shape {
        Shape::Object { properties, additional } => {
            let fields = fields(bundle, schema, secrets, id, engine, locked, properties);
            let additional = additional.as_ref().map(|value| rust_type(value, false));
            Kind::Object(Object { fields, additional })
        }
        Shape::Tuple { items, rest } => Kind::Tuple(Tuple {
            fields: positions(fields(bundle, schema, secrets, id, engine, locked, items)),
            rest: rust_type(rest, false),
        }),
        Shape::Enumeration(texts) => Kind::Enumeration(variants::texts(bundle, &schema.definitions[id], texts, locked)),
        Shape::Integers(values) => Kind::Integers(variants::integers(bundle, &schema.definitions[id], values, locked)),
        Shape::Constant(value) => Kind::Constant(value.clone()),
        Shape::Pattern(pattern) => Kind::Pattern(pattern.clone()),
        Shape::Union(union) => Kind::Union(alternatives(bundle, schema, union, id, engine, locked)),
        Shape::Alias(value) => Kind::Newtype(rust_type(value, engine.field_boxed(id, 0))),
        Shape::Name(value) => Kind::Alias(rust_type(value, false)),
    }
}

/// The fields of a tuple: a position has no place for a value of another JSON type but itself.
fn positions(mut fields: Vec<Field>) -> Vec<Field> {
    for field in &mut fields {
        if field.presence == Presence::OptionalImplied {
            field.presence = Presence::Optional;
        }
    }
    fields
}

fn alternatives(
    bundle: &Bundle,
    schema: &NormalizedSchema,
    union: &Union,
    id: usize,
    engine: &engine::Engine,
    locked: Option<&BTreeMap<String, String>>,
) -> Alternatives {
    let held = alternatives::held(schema, union);
    let identifiers = alternatives::names(bundle, schema, union, &held, locked);
    let all = union
        .alternatives
        .iter()
        .zip(identifiers.into_iter().zip(held))
        .enumerate()
        .map(|(index, (one, (identifier, held)))| AlternativeType {
            identifier,
            held,
            value: rust_type(&one.value, engine.field_boxed(id, index)),
            kind: one.kind,
            rule: one.rule.clone(),
            branches: one.branches.iter().map(|way| judged(bundle, way)).collect(),
            documentation: one
                .schema
                .map(|schema| describe::schema(bundle, schema))
                .unwrap_or_default(),
        });
    Alternatives {
        all: all.collect(),
        tag: union.tag.clone(),
        discriminations: union.discriminations.clone(),
        open: union.open,
        catch_all: union.catch_all,
        untyped: union.untyped.clone(),
        overlapping: union.overlapping,
        blank: union.blank,
    }
}

fn judged(bundle: &Bundle, schemas: &[SchemaId]) -> Vec<String> {
    schemas.iter().filter_map(|id| bundle.judged_by(*id)).collect()
}

fn fields(
    bundle: &Bundle,
    schema: &NormalizedSchema,
    secrets: &Secrets,
    id: usize,
    engine: &engine::Engine,
    locked: Option<&BTreeMap<String, String>>,
    properties: &[Property],
) -> Vec<Field> {
    let identifiers = identifiers::fields(properties, &engine.fields[id], locked);
    let fields = properties
        .iter()
        .zip(identifiers)
        .enumerate()
        .map(|(index, (property, identifier))| {
            let boxed = engine.field_boxed(id, index);
            let (presence, value) = presence(schema, property.required, &property.value, boxed);
            let secret = secrecy::is_secret(bundle, schema, secrets, property);
            // What is kept among the unknown properties is shown, unless its name says that it is a secret.
            let presence = match presence {
                Presence::OptionalImplied if secret => Presence::OptionalAny,
                presence => presence,
            };
            let home = value.named().map(|id| schema.definitions[id].home.schema);
            let documentation = describe::property(bundle, &property.schemas, home);
            Field {
                name: property.name.clone(),
                identifier,
                presence,
                value,
                documentation,
                secret,
            }
        });
    fields.collect()
}
