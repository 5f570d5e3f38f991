//! The contract's one exception to "what is valid is read": a schema that speaks of objects and has no `type` is read as
//! an object, and so on. Here such schemas are given that type, so that the judge can say which instances it costs.

use serde_json::{Map, Value, json};

const OBJECT: [&str; 11] = [
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "minProperties",
    "maxProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "unevaluatedProperties",
];
const ARRAY: [&str; 8] = [
    "items",
    "prefixItems",
    "additionalItems",
    "contains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "unevaluatedItems",
];
const STRING: [&str; 3] = ["pattern", "minLength", "maxLength"];
const NUMBER: [&str; 5] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];
const FORMATS: [&str; 22] = [
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "password",
    "byte",
    "binary",
];

/// Gives `type` to every schema that only implies it, as deep as instances are described and not denied.
pub(crate) fn spell_out(schema: &mut Value) {
    let Value::Object(object) = schema else { return };
    for (keyword, value) in object.iter_mut() {
        match (keyword.as_str(), value) {
            ("properties" | "patternProperties" | "definitions" | "$defs", Value::Object(all)) => {
                all.values_mut().for_each(spell_out);
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems" | "items", Value::Array(all)) => {
                all.iter_mut().for_each(spell_out)
            }
            (
                "items" | "additionalItems" | "additionalProperties" | "unevaluatedItems" | "unevaluatedProperties",
                one,
            ) => {
                spell_out(one);
            }
            _ => {}
        }
    }
    let settled = ["type", "enum", "const", "$ref"]
        .iter()
        .any(|keyword| object.contains_key(*keyword));
    let types = types(object);
    if !settled && !types.is_empty() {
        object.insert("type".to_owned(), json!(types));
    }
}

fn types(object: &Map<String, Value>) -> Vec<&'static str> {
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| object.contains_key(*keyword));
    let format = object
        .get("format")
        .and_then(Value::as_str)
        .is_some_and(|format| FORMATS.contains(&format));
    let all = [
        ("object", has(&OBJECT)),
        ("array", has(&ARRAY)),
        ("string", has(&STRING) || format),
        ("number", has(&NUMBER)),
        ("null", object.get("nullable") == Some(&Value::Bool(true))),
    ];
    let found: Vec<&str> = all
        .into_iter()
        .filter(|(_, implied)| *implied)
        .map(|(name, _)| name)
        .collect();
    if found == ["null"] { Vec::new() } else { found }
}
