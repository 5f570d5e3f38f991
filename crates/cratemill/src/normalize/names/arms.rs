//! What the alternatives of `oneOf` and `anyOf` are called: by what they say, never by where they stand.

use super::words::{identifier, numbered};
use crate::bundle::Bundle;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The name of an alternative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ArmName {
    /// A name of its own: a title, or what it refers to.
    Own(String),
    /// What tells it apart within the union, and means little outside of it.
    Within(String),
}

/// The names of alternatives that were looked for, by document and pointer of the keyword.
pub(super) type Known = BTreeMap<(usize, String), Vec<ArmName>>;

/// The name of the alternative at `position` of the keyword at `pointer`.
pub(super) fn name(bundle: &Bundle, known: &mut Known, document: usize, pointer: &str, position: usize) -> ArmName {
    let names = known.entry((document, pointer.to_owned())).or_insert_with(|| {
        let arms = bundle.documents()[document].value.pointer(pointer);
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let discriminator = bundle.documents()[document]
            .value
            .pointer(parent)
            .and_then(|owner| owner.pointer("/discriminator/propertyName"))
            .and_then(Value::as_str);
        names(
            arms.and_then(Value::as_array).map_or(&[][..], Vec::as_slice),
            discriminator,
        )
    });
    let other = || ArmName::Within("Alternative".to_owned());
    names.get(position).cloned().unwrap_or_else(other)
}

/// The names of all alternatives of a keyword; those that nothing tells apart are numbered in the order of their texts.
fn names(arms: &[Value], discriminator: Option<&str>) -> Vec<ArmName> {
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    let mut constants: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (property, schema) in arms.iter().flat_map(properties) {
        *holders.entry(property).or_default() += 1;
        if let Some(value) = constant(schema) {
            *constants.entry((property, value.to_string())).or_default() += 1;
        }
    }
    let mut names: Vec<ArmName> = arms
        .iter()
        .map(|arm| {
            own(arm).map_or_else(
                || ArmName::Within(within(arm, discriminator, &holders, &constants)),
                ArmName::Own,
            )
        })
        .collect();
    let mut same: BTreeMap<String, BTreeSet<(String, usize)>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        // What is referred to has its name where it stands.
        if arms[index].get("$ref").is_none() {
            let (ArmName::Own(name) | ArmName::Within(name)) = name;
            let arms_of_name = same.entry(identifier(name)).or_default();
            arms_of_name.insert((arms[index].to_string(), index));
        }
    }
    for arms in same.into_values() {
        for (rank, (_, index)) in arms.into_iter().enumerate().skip(1) {
            names[index] = match &names[index] {
                ArmName::Own(name) => ArmName::Own(numbered(name, rank + 1)),
                ArmName::Within(name) => ArmName::Within(numbered(name, rank + 1)),
            };
        }
    }
    names
}

/// The title, or the name of what it refers to.
fn own(arm: &Value) -> Option<String> {
    let title = arm.get("title").and_then(Value::as_str);
    let title = title.filter(|title| (1..=40).contains(&title.len()));
    let reference = arm.get("$ref").and_then(Value::as_str);
    let last = reference.and_then(|text| text.rsplit(['/', '#']).next());
    title
        .or(last)
        .filter(|name| name.chars().any(char::is_alphabetic))
        .map(|name| name.trim_end_matches(".json").to_owned())
}

fn within(
    arm: &Value,
    discriminator: Option<&str>,
    holders: &BTreeMap<&str, usize>,
    constants: &BTreeMap<(&str, String), usize>,
) -> String {
    if let Some(value) = constant(arm) {
        return text(value).unwrap_or_else(|| format!("Constant {value}"));
    }
    let told = properties(arm).filter_map(|(property, schema)| Some((property, constant(schema)?)));
    let mut told: Vec<(&str, &Value)> = told
        .filter(|(property, value)| constants.get(&(*property, value.to_string())) == Some(&1))
        .collect();
    told.sort_by_key(|(property, _)| (Some(*property) != discriminator, *property));
    if let Some((property, value)) = told.first() {
        return text(value).unwrap_or_else(|| format!("{property} {value}"));
    }
    let required: BTreeSet<&str> = required(arm).collect();
    let mut alone: Vec<&str> = properties(arm)
        .map(|(property, _)| property)
        .chain(required.iter().copied())
        .filter(|property| holders.get(property).is_none_or(|count| *count == 1))
        .collect();
    alone.sort_by_key(|property| (!required.contains(property), *property));
    match alone.first() {
        Some(property) => format!("With {property}"),
        None => kind(arm),
    }
}

/// What a schema asks for, in one word or a few: `String`, `ArrayOfString`, `Object`.
fn kind(schema: &Value) -> String {
    if let Some(name) = own(schema) {
        return name;
    }
    let says = |keyword: &str| schema.get(keyword).is_some();
    let word = match schema.get("type").and_then(Value::as_str) {
        Some("array") => "array",
        Some("object") => "object",
        Some("string") => schema.get("format").and_then(Value::as_str).unwrap_or("string"),
        Some(other) => other,
        None if says("properties") || says("required") || says("additionalProperties") => "object",
        None if says("items") || says("prefixItems") => "array",
        None if says("pattern") || says("minLength") || says("enum") => "string",
        None => "alternative",
    };
    let inside = match word {
        "array" => schema.get("items"),
        "object" if !says("properties") => schema.get("additionalProperties"),
        _ => None,
    };
    match inside.filter(|inside| inside.is_object()).map(kind) {
        Some(inside) if inside != "alternative" && word == "array" => format!("array of {inside}"),
        Some(inside) if inside != "alternative" => format!("map of {inside}"),
        _ => word.to_owned(),
    }
}

fn properties(schema: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let properties = schema.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flat_map(Map::iter)
        .map(|(name, schema)| (name.as_str(), schema))
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    let required = schema.get("required").and_then(Value::as_array);
    required.into_iter().flatten().filter_map(Value::as_str)
}

/// The one value that a schema names.
fn constant(schema: &Value) -> Option<&Value> {
    let only = |values: &'_ Value| values.as_array().is_some_and(|values| values.len() == 1);
    let value = schema.get("const").or_else(|| {
        schema
            .get("enum")
            .filter(|values| only(values))
            .map(|values| &values[0])
    })?;
    (!value.is_array() && !value.is_object()).then_some(value)
}

/// A text that can be a name.
fn text(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    (text.len() <= 40 && text.chars().any(char::is_alphabetic)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::names::identifier;
    use serde_json::json;

    /// The names by the text of the alternative.
    fn named(arms: &[Value], discriminator: Option<&str>) -> BTreeMap<String, String> {
        let names = names(arms, discriminator).into_iter().map(|name| match name {
            ArmName::Own(name) | ArmName::Within(name) => identifier(&name),
        });
        arms.iter().map(Value::to_string).zip(names).collect()
    }

    #[test]
    fn alternatives_are_called_by_what_they_say_and_never_by_their_position() {
        let kind = |kind: Value| json!({ "properties": { "kind": kind, "n": {} } });
        let cases = [
            (json!({ "title": "Big one" }), "BigOne"),
            (json!({ "$ref": "other.json#/$defs/Thing" }), "Thing"),
            (json!({ "$ref": "thing.json" }), "Thing"),
            (json!({ "const": "on-hold" }), "OnHold"),
            (json!({ "enum": [5] }), "Constant5"),
            (kind(json!({ "const": "email" })), "Email"),
            (kind(json!({ "enum": ["sms"] })), "Sms"),
            (kind(json!({ "const": 7 })), "Kind7"),
            (json!({ "properties": { "n": {}, "url": {} } }), "WithUrl"),
            (
                json!({ "required": ["path"], "properties": { "n": {}, "a": {}, "path": {} } }),
                "WithPath",
            ),
            (
                json!({ "type": "array", "items": { "type": "string" } }),
                "ArrayOfString",
            ),
            (
                json!({ "type": "array", "items": { "$ref": "#/$defs/Thing" } }),
                "ArrayOfThing",
            ),
            (
                json!({ "type": "array", "items": { "type": "array", "items": { "format": "date-time", "type": "string" } } }),
                "ArrayOfArrayOfDateTime",
            ),
            (
                json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
                "MapOfInteger",
            ),
            (json!({ "type": "object" }), "Object"),
            (json!({ "title": "HTTPLink", "type": "object" }), "HttpLink"),
            (json!({ "title": "HttpLink", "type": "object" }), "HttpLink2"),
            (json!({ "type": "string", "minLength": 2 }), "String"),
            (json!({ "type": "string" }), "String2"),
        ];
        let mut arms: Vec<Value> = cases.iter().map(|(arm, _)| arm.clone()).collect();
        let expected: BTreeMap<String, String> = cases
            .iter()
            .map(|(arm, name)| (arm.to_string(), (*name).to_owned()))
            .collect();
        assert_eq!(named(&arms, None), expected);
        arms.reverse();
        assert_eq!(named(&arms, None), expected);
        arms.rotate_left(5);
        assert_eq!(named(&arms, None), expected);
    }

    #[test]
    fn a_discriminator_says_more_than_other_constants() {
        let arm = |a: &str, z: &str| json!({ "properties": { "a": { "const": a }, "z": { "const": z } } });
        let arms = [arm("one", "first"), arm("two", "second")];
        let names = |discriminator| named(&arms, discriminator).into_values().collect::<Vec<_>>();
        assert_eq!(names(Some("z")), ["First", "Second"]);
        assert_eq!(names(None), ["One", "Two"]);
    }
}
