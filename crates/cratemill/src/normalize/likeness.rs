//! What a definition is known by wherever it lies: a digest of its shape, without names and limits.

use super::{DefinitionId, NormalizedSchema, Shape, Use};
use crate::text::hex;
use hmac_sha256::Hash;

/// How many definitions deep a shape is looked into.
const ROUNDS: usize = 3;
/// How many digits of a digest are kept.
const DIGITS: usize = 12;

/// The digest of each definition. Two of one shape have one, whatever they are called and wherever they lie.
pub fn likenesses(schema: &NormalizedSchema) -> Vec<String> {
    let mut all: Vec<String> = schema.definitions.iter().map(|_| String::new()).collect();
    for round in 0..ROUNDS {
        // What speaks of no other definition stays as it is in the first round.
        let again =
            schema
                .definitions
                .iter()
                .zip(&all)
                .map(|(one, known)| match round > 0 && !speaks_of_others(&one.shape) {
                    true => known.clone(),
                    false => digest(&shape(&one.shape, &all)),
                });
        all = again.collect();
    }
    all
}

fn digest(text: &str) -> String {
    hex(&Hash::hash(text.as_bytes())[..DIGITS / 2])
}

fn speaks_of_others(shape: &Shape) -> bool {
    let is_other = |value: &Use| value.definition().is_some();
    match shape {
        Shape::Object { properties, additional } => {
            properties.iter().any(|one| is_other(&one.value)) || additional.as_ref().is_some_and(is_other)
        }
        Shape::Tuple { items, rest } => items.iter().any(|one| is_other(&one.value)) || is_other(rest),
        Shape::Union(union) => union.alternatives.iter().any(|one| is_other(&one.value)),
        Shape::Alias(value) | Shape::Name(value) => is_other(value),
        Shape::Integers(_) | Shape::Enumeration(_) | Shape::Constant(_) | Shape::Pattern(_) => false,
    }
}

fn shape(shape: &Shape, known: &[String]) -> String {
    match shape {
        Shape::Object { properties, additional } => {
            let mut members: Vec<String> = properties
                .iter()
                .map(|one| format!("{:?} {} {}", one.name, one.required, held(&one.value, known)))
                .collect();
            members.sort();
            let rest = additional.as_ref().map(|value| held(value, known));
            format!("object {members:?} {rest:?}")
        }
        Shape::Tuple { items, rest } => {
            let items: Vec<String> = items.iter().map(|one| held(&one.value, known)).collect();
            format!("tuple {items:?} {}", held(rest, known))
        }
        Shape::Integers(values) => format!("integers {values:?}"),
        Shape::Enumeration(texts) => format!("enumeration {texts:?}"),
        Shape::Constant(value) => format!("constant {value}"),
        Shape::Pattern(_) => "pattern".to_owned(),
        Shape::Union(union) => {
            let mut all: Vec<String> = union.alternatives.iter().map(|one| held(&one.value, known)).collect();
            all.sort();
            format!("union {all:?} {}", union.open)
        }
        Shape::Alias(value) => format!("alias {}", held(value, known)),
        Shape::Name(value) => format!("name {}", held(value, known)),
    }
}

fn held(value: &Use, known: &[String]) -> String {
    let inside = |name: &str, inner: &Use| format!("{name}<{}>", held(inner, known));
    let of = |id: &DefinitionId| known[*id].clone();
    match value {
        Use::Definition(id) => of(id),
        Use::Array(inner) => inside("array", inner),
        Use::Map(inner) => inside("map", inner),
        Use::Nullable(inner) => inside("nullable", inner),
        Use::Open(inner) => inside("open", inner),
        Use::Implied(inner) => inside("implied", inner),
        plain => format!("{plain:?}"),
    }
}
