//! The variants of unions: what alternatives are called by what they say, or else by what they hold.

use super::identifiers::{reserved_variants, unique_beside};
use crate::bundle::Bundle;
use crate::normalize::names::{ArmName, Known, arm, identifier, in_order, list};
use crate::normalize::{Format, NormalizedSchema, Role, Shape, Union, UnionAlternative, Use};
use serde_json::Value;
use std::collections::BTreeMap;

/// What each alternative holds, as the lock knows it: the path of a type, else what a scalar or a list is. Empty where
/// several hold the same, as these are not told apart by it.
pub(super) fn held(schema: &NormalizedSchema, union: &Union) -> Vec<String> {
    let all: Vec<String> = union.alternatives.iter().map(|one| key(schema, &one.value)).collect();
    let count = |key: &String| all.iter().filter(|other| *other == key).count();
    let alone = all
        .iter()
        .map(|key| if count(key) == 1 { key.clone() } else { String::new() });
    alone.collect()
}

fn key(schema: &NormalizedSchema, value: &Use) -> String {
    match value {
        Use::Definition(id) => schema.definitions[*id].path(),
        Use::Array(item) => format!("[{}]", key(schema, item)),
        Use::Map(value) => format!("{{{}}}", key(schema, value)),
        Use::Open(inner) => format!("open {}", key(schema, inner)),
        Use::Implied(inner) => format!("implied {}", key(schema, inner)),
        Use::Nullable(inner) => format!("{} or null", key(schema, inner)),
        other => use_name(schema, other, true),
    }
}

/// The variant of each alternative: that in the lock, by what it holds; else its title, the key of what it refers to, what
/// tells it apart, such as the value of the discriminator; a scalar goes by its type, and so does what nothing tells apart.
/// Never by its position.
pub(super) fn names(
    bundle: &Bundle,
    schema: &NormalizedSchema,
    union: &Union,
    held: &[String],
    locked: Option<&BTreeMap<String, String>>,
) -> Vec<String> {
    let mut taken = reserved_variants();
    let known: Vec<Option<String>> = held
        .iter()
        .map(|key| {
            let name = locked.and_then(|locked| locked.get(key));
            name.filter(|name| taken.insert((*name).clone())).cloned()
        })
        .collect();
    let natural = natural(bundle, schema, union);
    let mut order: Vec<usize> = (0..natural.len()).filter(|index| known[*index].is_none()).collect();
    order.sort_by_cached_key(|index| {
        let schema = union.alternatives[*index].schema;
        schema.map_or_else(String::new, |schema| in_order(bundle.value(schema)))
    });
    let names = unique_beside(&natural, order, taken);
    let names = known.into_iter().zip(names);
    names.map(|(known, name)| known.unwrap_or(name)).collect()
}

/// What each alternative is called for itself.
fn natural(bundle: &Bundle, schema: &NormalizedSchema, union: &Union) -> Vec<String> {
    let mut known = Known::new();
    let all = &union.alternatives;
    // Of several that one type holds each goes by its own name.
    let is_shared = |value: &Use| all.iter().filter(|other| other.value == *value).count() > 1;
    let said: Vec<Option<String>> = all
        .iter()
        .map(|one| said(bundle, schema, &mut known, one, is_shared(&one.value)))
        .collect();
    let brief: Vec<String> = all.iter().map(|one| use_name(schema, &one.value, false)).collect();
    let full: Vec<String> = all.iter().map(|one| use_name(schema, &one.value, true)).collect();
    let whole: Vec<String> = all.iter().map(|one| whole(schema, &one.value)).collect();
    let first: Vec<String> = said
        .iter()
        .zip(&brief)
        .map(|(said, brief)| said.as_ref().unwrap_or(brief).clone())
        .collect();
    let mut names = first.clone();
    // Where several would have one name, each says more, as far as it can.
    for more in [&brief, &full, &whole] {
        let is_alone = |name: &String| names.iter().filter(|other| other.eq_ignore_ascii_case(name)).count() == 1;
        names = names
            .iter()
            .zip(more)
            .map(|(name, more)| if is_alone(name) { name } else { more }.clone())
            .collect();
    }
    names
}

/// What an alternative says of itself.
fn said(
    bundle: &Bundle,
    schema: &NormalizedSchema,
    known: &mut Known,
    one: &UnionAlternative,
    is_shared: bool,
) -> Option<String> {
    match one.schema.and_then(|schema| arm(bundle, known, schema)) {
        Some(ArmName::Title(title)) => Some(identifier(&title)),
        Some(ArmName::Key(key)) if is_shared => Some(identifier(&key)),
        Some(ArmName::Told(told)) if is_structure(schema, &one.value) => Some(identifier(&told)),
        // What it refers to has a name in Rust.
        _ => {
            let definition = &schema.definitions[definition(&one.value)?];
            let is_own = one.schema == Some(definition.home.schema) || definition.home.role != Role::Whole;
            kind(&definition.shape).filter(|_| is_own)
        }
    }
}

/// Whether it is an object, or one value: what such an alternative says is what it is.
fn is_structure(schema: &NormalizedSchema, value: &Use) -> bool {
    match value {
        Use::Nullable(inner) | Use::Open(inner) | Use::Implied(inner) => is_structure(schema, inner),
        Use::Definition(id) => matches!(
            schema.definitions[*id].shape,
            Shape::Object { .. } | Shape::Constant(_) | Shape::Union(_)
        ),
        Use::Map(_) | Use::Foreign(..) => true,
        _ => false,
    }
}

fn definition(value: &Use) -> Option<usize> {
    match value {
        Use::Nullable(inner) | Use::Open(inner) | Use::Implied(inner) => definition(inner),
        Use::Definition(id) => Some(*id),
        _ => None,
    }
}

/// What a type that is written in place is.
fn kind(shape: &Shape) -> Option<String> {
    let word = match shape {
        Shape::Object { .. } => "Object",
        Shape::Tuple { .. } => "Tuple",
        Shape::Enumeration(_) | Shape::Pattern(_) => "String",
        Shape::Constant(Value::String(_)) => "String",
        Shape::Integers(_) => "Integer",
        Shape::Constant(Value::Bool(_)) => "Boolean",
        Shape::Constant(Value::Number(_)) => "Number",
        Shape::Constant(_) | Shape::Union(_) | Shape::Alias(_) | Shape::Name(_) => return None,
    };
    Some(word.to_owned())
}

fn use_name(schema: &NormalizedSchema, value: &Use, full: bool) -> String {
    match value {
        Use::Any => "Value".to_owned(),
        Use::Null => "Null".to_owned(),
        Use::Boolean => "Boolean".to_owned(),
        Use::Integer(_) => "Integer".to_owned(),
        Use::Number => "Number".to_owned(),
        Use::String => "String".to_owned(),
        Use::Text(Format::DateTime) => "DateTime".to_owned(),
        Use::Text(Format::Date) => "Date".to_owned(),
        Use::Text(Format::Time) => "Time".to_owned(),
        Use::Text(Format::Uuid) => "Uuid".to_owned(),
        Use::Text(Format::Uri) => "Uri".to_owned(),
        Use::Foreign(path, _) => identifier(path.rsplit("::").next().unwrap_or(path)),
        Use::Definition(id) => schema.definitions[*id].name.clone(),
        Use::Array(item) if **item == Use::Any => "Array".to_owned(),
        Use::Array(item) => identifier(&list(&content(schema, item, full))),
        Use::Map(value) if **value == Use::Any => "Map".to_owned(),
        Use::Map(value) => format!("{}Map", content(schema, value, full)),
        Use::Open(inner) if full => format!("Open{}", use_name(schema, inner, full)),
        Use::Implied(inner) if full => format!("Implied{}", use_name(schema, inner, full)),
        Use::Nullable(inner) | Use::Open(inner) | Use::Implied(inner) => use_name(schema, inner, full),
    }
}

/// What a list or a map holds.
fn content(schema: &NormalizedSchema, value: &Use, full: bool) -> String {
    match value {
        Use::Nullable(inner) => format!("Nullable{}", use_name(schema, inner, full)),
        value => use_name(schema, value, full),
    }
}

/// The whole path of a definition, as one name.
fn whole(schema: &NormalizedSchema, value: &Use) -> String {
    match definition(value) {
        Some(id) => identifier(&schema.definitions[id].path()),
        None => use_name(schema, value, true),
    }
}
