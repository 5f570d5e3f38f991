//! What the alternatives of `oneOf` and `anyOf` are called: by what they say, never by where they stand.

use super::casing::{identifier, numbered, plural, singular};
use super::split_pointer;
use crate::bundle::{Bundle, Place, SchemaId};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The name of an alternative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArmName {
    /// Its title.
    Title(String),
    /// What it refers to.
    Key(String),
    /// What tells it apart within the union, and means little outside of it: a constant, a property.
    Told(String),
    /// What it asks for, where it does not tell itself apart: `Object`, `Strings`.
    Kind(String),
}

/// The names of alternatives that were looked for, by document and pointer of the keyword.
pub type Known = BTreeMap<(usize, String), Vec<ArmName>>;

/// The name of a schema that is an alternative.
pub fn arm(bundle: &Bundle, known: &mut Known, id: SchemaId) -> Option<ArmName> {
    let Place::Document(document, pointer) = bundle.place(id) else {
        return None;
    };
    let (keyword, position) = pointer.rsplit_once('/')?;
    let is_choice = keyword.ends_with("/oneOf") || keyword.ends_with("/anyOf");
    let position = position.parse().ok().filter(|_| is_choice)?;
    Some(name(bundle, known, *document, keyword, position))
}

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
        let whole = &bundle.documents()[document].value;
        let arms = arms.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let arms: Vec<Value> = arms.iter().map(|arm| seen(whole, arm)).collect();
        names(&arms, discriminator)
    });
    let other = || ArmName::Kind("Alternative".to_owned());
    names.get(position).cloned().unwrap_or_else(other)
}

/// How many references are followed for a name, schemas of an `allOf` looked at, and properties of these.
const FARTHEST: usize = 8;
const MOST_MEMBERS: usize = 8;
const MOST_PROPERTIES: usize = 64;

/// An alternative as its name is told: what it refers to inside of another schema, and what its `allOf` says, in one.
fn seen(document: &Value, arm: &Value) -> Value {
    let mut target = arm;
    for _ in 0..FARTHEST {
        match inner(target).and_then(|pointer| document.pointer(pointer)) {
            Some(next) => target = next,
            None => break,
        }
    }
    let Some(members) = target
        .get("allOf")
        .and_then(Value::as_array)
        .filter(|_| arm.is_object())
    else {
        return target.clone();
    };
    let mut one = target.as_object().cloned().unwrap_or_default();
    one.remove("allOf");
    let mut properties = Map::new();
    let mut required = Vec::new();
    let all = members.iter().take(MOST_MEMBERS);
    let references: Vec<&Value> = all.clone().filter_map(|member| member.get("$ref")).collect();
    if let ([only], false) = (&references[..], one.contains_key("$ref")) {
        one.insert("$ref".to_owned(), (*only).clone());
    }
    for member in all.chain([target]) {
        let reference = member
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|text| text.strip_prefix('#'));
        let member = reference
            .and_then(|pointer| document.pointer(pointer))
            .unwrap_or(member);
        let named = member.get("properties").and_then(Value::as_object);
        let named = named.into_iter().flatten().take(MOST_PROPERTIES);
        properties.extend(named.map(|(name, schema)| (name.clone(), schema.clone())));
        required.extend(self::required(member).take(MOST_PROPERTIES).map(Value::from));
    }
    one.insert("properties".to_owned(), Value::Object(properties));
    one.insert("required".to_owned(), Value::Array(required));
    Value::Object(one)
}

/// Where a reference leads that is to no component, but to something inside of one.
fn inner(schema: &Value) -> Option<&str> {
    let pointer = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
    (!split_pointer(pointer).1.is_empty()).then_some(pointer)
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
    let mut titles: BTreeMap<String, usize> = BTreeMap::new();
    for title in arms.iter().filter_map(title) {
        *titles.entry(identifier(title)).or_default() += 1;
    }
    let within = |arm| match told(arm, discriminator, &holders, &constants) {
        Some(told) => ArmName::Told(told),
        None => title(arm).map_or_else(|| ArmName::Kind(kind(arm)), |title| ArmName::Told(title.to_owned())),
    };
    // A title that several have tells none of them, unless nothing else does.
    let mut names: Vec<ArmName> = arms
        .iter()
        .map(|arm| match (title(arm), key(arm)) {
            (Some(title), _) if titles[&identifier(title)] == 1 => ArmName::Title(title.to_owned()),
            (_, Some(key)) => ArmName::Key(key),
            _ => within(arm),
        })
        .collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_cached_key(|index| (in_order(&arms[*index]), *index));
    let folded = |name: &str| identifier(name).to_lowercase();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for index in order {
        let (ArmName::Title(name) | ArmName::Key(name) | ArmName::Told(name) | ArmName::Kind(name)) = &mut names[index];
        let times = taken.entry(folded(name)).or_default();
        *times += 1;
        if *times > 1 {
            *name = numbered(&identifier(name), *times);
        }
    }
    names
}

/// The text of a schema, whatever the order of its keywords and of what it lists.
pub fn in_order(schema: &Value) -> String {
    let joined = |open: &str, mut all: Vec<String>, close: &str| {
        all.sort();
        format!("{open}{}{close}", all.join(","))
    };
    match schema {
        Value::Object(object) => {
            let members = object.iter().map(|(key, value)| format!("{key:?}:{}", in_order(value)));
            joined("{", members.collect(), "}")
        }
        Value::Array(items) => joined("[", items.iter().map(in_order).collect(), "]"),
        other => other.to_string(),
    }
}

fn title(arm: &Value) -> Option<&str> {
    let title = arm.get("title").and_then(Value::as_str);
    title.filter(|title| (1..=40).contains(&title.len()) && title.chars().any(char::is_alphabetic))
}

/// The name of what it refers to.
fn key(arm: &Value) -> Option<String> {
    let reference = arm.get("$ref").and_then(Value::as_str);
    let last = reference.and_then(|text| text.rsplit(['/', '#']).next());
    last.filter(|name| name.chars().any(char::is_alphabetic))
        .map(|name| name.trim_end_matches(".json").to_owned())
}

/// What tells an alternative apart from the others.
fn told(
    arm: &Value,
    discriminator: Option<&str>,
    holders: &BTreeMap<&str, usize>,
    constants: &BTreeMap<(&str, String), usize>,
) -> Option<String> {
    if let Some(value) = constant(arm) {
        return Some(text(value).unwrap_or_else(|| format!("Constant {value}")));
    }
    let told = properties(arm).filter_map(|(property, schema)| Some((property, constant(schema)?)));
    let mut told: Vec<(&str, &Value)> = told
        .filter(|(property, value)| constants.get(&(*property, value.to_string())) == Some(&1))
        .collect();
    told.sort_by_key(|(property, _)| (Some(*property) != discriminator, *property));
    if let Some((property, value)) = told.first() {
        return Some(text(value).unwrap_or_else(|| format!("{property} {value}")));
    }
    let required: BTreeSet<&str> = required(arm).collect();
    let mut alone: Vec<&str> = properties(arm)
        .map(|(property, _)| property)
        .chain(required.iter().copied())
        .filter(|property| holders.get(property).is_none_or(|count| *count == 1))
        .collect();
    alone.sort_by_key(|property| (!required.contains(property), *property));
    alone.first().map(|property| format!("With {property}"))
}

/// What a schema asks for, in one word or a few: `String`, `Strings`, `Object`.
fn kind(schema: &Value) -> String {
    if let Some(name) = title(schema).map(str::to_owned).or_else(|| key(schema)) {
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
        Some(inside) if inside == "alternative" => word.to_owned(),
        Some(inside) if word == "object" => format!("{inside} map"),
        Some(inside) => list(&inside),
        None => word.to_owned(),
    }
}

/// What a list is called after what it holds: `Strings`, and `StringLists` after `Strings`.
pub fn list(inside: &str) -> String {
    match singular(inside) {
        Some(one) => format!("{one} lists"),
        None => plural(inside),
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
    use serde_json::json;

    /// The names by the text of the alternative.
    fn named(arms: &[Value], discriminator: Option<&str>) -> BTreeMap<String, String> {
        let names = names(arms, discriminator).into_iter().map(|name| match name {
            ArmName::Title(name) | ArmName::Key(name) | ArmName::Told(name) | ArmName::Kind(name) => identifier(&name),
        });
        arms.iter().map(Value::to_string).zip(names).collect()
    }

    #[test]
    fn alternatives_are_called_by_what_they_say_and_never_by_their_position() {
        let kind = |kind: Value| json!({ "properties": { "kind": kind, "n": {} } });
        let cases = [
            (json!({ "title": "Big one" }), "BigOne"),
            (json!({ "$ref": "other.json#/$defs/Thing" }), "Thing"),
            (json!({ "$ref": "thing.json" }), "Thing2"),
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
            (json!({ "type": "array", "items": { "type": "string" } }), "Strings"),
            (
                json!({ "type": "array", "items": { "$ref": "#/$defs/Thing" } }),
                "Things",
            ),
            (
                json!({ "type": "array", "items": { "type": "array", "items": { "format": "date-time", "type": "string" } } }),
                "DateTimeLists",
            ),
            (
                json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
                "IntegerMap",
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
    fn what_lies_elsewhere_is_looked_at() {
        let document = json!({ "components": { "schemas": {
            "Base": { "properties": { "id": {} } },
            "Other": { "properties": { "v": { "oneOf": [{ "type": "integer" }, { "properties": { "kind": { "const": "x" } } }] } } }
        } } });
        let base = json!({ "$ref": "#/components/schemas/Base" });
        let at = |rest: &str| json!({ "$ref": format!("#/components/schemas/Other/{rest}") });
        let arms = [
            json!({ "allOf": [base, { "properties": { "a": {} } }] }),
            json!({ "allOf": [{ "properties": { "kind": { "const": "y" } } }, { "required": ["b"] }] }),
            at("properties/v/oneOf/0"),
            at("properties/v/oneOf/1"),
        ];
        let arms: Vec<Value> = arms.iter().map(|arm| seen(&document, arm)).collect();
        let names: Vec<ArmName> = names(&arms, None);
        let expected = [
            ArmName::Key("Base".to_owned()),
            ArmName::Told("y".to_owned()),
            ArmName::Kind("integer".to_owned()),
            ArmName::Told("x".to_owned()),
        ];
        assert_eq!(names, expected);
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
