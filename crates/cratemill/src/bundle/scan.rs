//! Which members of a schema are schemas themselves.

use super::pointer_tokens;
use serde_json::Value;

/// Keywords whose value is one schema.
const SCHEMA: &[&str] = &[
    "items",
    "additionalItems",
    "unevaluatedItems",
    "contains",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "not",
    "if",
    "then",
    "else",
    "contentSchema",
];

/// Keywords whose value is an array of schemas; `items` is one before 2020-12.
const SCHEMAS: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems", "items"];

/// Keywords whose value is an object of schemas; `dependencies` may hold arrays of names beside them.
const NAMED_SCHEMAS: &[&str] = &[
    "$defs",
    "definitions",
    "properties",
    "patternProperties",
    "dependentSchemas",
    "dependencies",
];

/// The places of a schema's direct subschemas, as JSON Pointer tokens, in the order of the document
/// (JSON Schema core, section 10 of 2020-12, and the keywords of earlier drafts; the `components/schemas` of OpenAPI).
pub fn subschemas(schema: &Value) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let Some(object) = schema.as_object() else { return found };
    let is_schema = |value: &Value| value.is_object() || value.is_boolean();
    for (keyword, value) in object {
        let name = keyword.as_str();
        match value {
            Value::Array(all) if SCHEMAS.contains(&name) => {
                let places = all.iter().enumerate().filter(|(_, value)| is_schema(value));
                found.extend(places.map(|(index, _)| vec![keyword.clone(), index.to_string()]));
            }
            Value::Object(all) if NAMED_SCHEMAS.contains(&name) => {
                let places = all.iter().filter(|(_, value)| is_schema(value));
                found.extend(places.map(|(key, _)| vec![keyword.clone(), key.clone()]));
            }
            Value::Object(all) if name == "components" => {
                let schemas = all.get("schemas").and_then(Value::as_object);
                let keys = schemas
                    .into_iter()
                    .flatten()
                    .filter(|(_, value)| is_schema(value))
                    .map(|(key, _)| key);
                found.extend(keys.map(|key| vec![keyword.clone(), "schemas".to_owned(), key.clone()]));
            }
            value if SCHEMA.contains(&name) && is_schema(value) => found.push(vec![keyword.clone()]),
            _ => {}
        }
    }
    found
}

/// Whether a pointer leads through schemas to an entry of a container of definitions.
pub(super) fn is_definition(pointer: &str) -> bool {
    let tokens: Vec<String> = pointer_tokens(pointer).collect();
    let mut rest: Vec<&str> = tokens.iter().map(String::as_str).collect();
    while let Some(first) = rest.first() {
        let (taken, names) = match *first {
            "$defs" | "definitions" => (2, true),
            "components" => (3, true),
            "properties" | "patternProperties" | "dependentSchemas" | "dependencies" => (2, false),
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => (2, false),
            _ => (1, false),
        };
        if rest.len() <= taken {
            return names && rest.len() == taken;
        }
        rest.drain(..taken);
    }
    false
}
