//! Every keyword, taking less and taking more, in every place that a schema can stand in.

use super::table::Case;
use serde_json::{Value, json};

/// A schema, one that takes less, and the letters for reader and writer of the way there and of the way back.
fn pairs() -> Vec<(&'static str, Value, Value, &'static str, &'static str)> {
    let limit = |name, loose, tight| (name, loose, tight, "-b", "--");
    let shape = |name, loose, tight| (name, loose, tight, "bb", "b-");
    let int = || json!({ "type": "integer" });
    let text = || json!({ "type": "string" });
    let list = || json!({ "type": "array", "items": { "type": "string" } });
    let map = || json!({ "type": "object" });
    let with = |mut schema: Value, more: Value| {
        for (key, value) in more.as_object().expect("keywords") {
            schema[key] = value.clone();
        }
        schema
    };
    let pair = || json!({ "type": "object", "properties": { "x": { "type": "string" }, "y": { "type": "string" } } });
    vec![
        limit(
            "minimum",
            with(int(), json!({ "minimum": 1 })),
            with(int(), json!({ "minimum": 5 })),
        ),
        limit(
            "minimum of a number",
            json!({ "type": "number" }),
            json!({ "type": "number", "minimum": 0.5 }),
        ),
        limit("exclusiveMinimum", int(), with(int(), json!({ "exclusiveMinimum": 7 }))),
        limit(
            "maximum",
            with(int(), json!({ "maximum": 9 })),
            with(int(), json!({ "maximum": 5 })),
        ),
        limit("exclusiveMaximum", int(), with(int(), json!({ "exclusiveMaximum": 7 }))),
        limit(
            "multipleOf",
            with(int(), json!({ "multipleOf": 2 })),
            with(int(), json!({ "multipleOf": 4 })),
        ),
        limit("minLength", text(), with(text(), json!({ "minLength": 3 }))),
        limit(
            "maxLength",
            with(text(), json!({ "maxLength": 9 })),
            with(text(), json!({ "maxLength": 5 })),
        ),
        limit("pattern", text(), with(text(), json!({ "pattern": "^[a-c]+$" }))),
        limit("minItems", list(), with(list(), json!({ "minItems": 2 }))),
        limit(
            "maxItems",
            with(list(), json!({ "maxItems": 9 })),
            with(list(), json!({ "maxItems": 3 })),
        ),
        limit("uniqueItems", list(), with(list(), json!({ "uniqueItems": true }))),
        limit(
            "contains",
            list(),
            with(list(), json!({ "contains": { "const": "a" } })),
        ),
        limit("minProperties", map(), with(map(), json!({ "minProperties": 2 }))),
        limit("maxProperties", map(), with(map(), json!({ "maxProperties": 2 }))),
        limit(
            "propertyNames",
            map(),
            with(map(), json!({ "propertyNames": { "pattern": "^[a-c]+$" } })),
        ),
        limit(
            "patternProperties",
            map(),
            with(map(), json!({ "patternProperties": { "^x": { "type": "integer" } } })),
        ),
        limit("closed", pair(), with(pair(), json!({ "additionalProperties": false }))),
        limit(
            "unevaluated",
            pair(),
            with(pair(), json!({ "unevaluatedProperties": false })),
        ),
        limit(
            "dependentRequired",
            pair(),
            with(pair(), json!({ "dependentRequired": { "x": ["y"] } })),
        ),
        limit(
            "dependentSchemas",
            pair(),
            with(pair(), json!({ "dependentSchemas": { "x": { "required": ["y"] } } })),
        ),
        limit(
            "if",
            pair(),
            with(
                pair(),
                json!({ "if": { "required": ["x"] }, "then": { "required": ["y"] } }),
            ),
        ),
        limit(
            "anyOf required",
            pair(),
            with(
                pair(),
                json!({ "anyOf": [{ "required": ["x"] }, { "required": ["y"] }] }),
            ),
        ),
        limit(
            "anyOf limits",
            int(),
            with(int(), json!({ "anyOf": [{ "maximum": 5 }, { "minimum": 50 }] })),
        ),
        limit("not", text(), with(text(), json!({ "not": { "const": "a" } }))),
        limit(
            "enum of integers",
            with(int(), json!({ "enum": [1, 2, 3] })),
            with(int(), json!({ "enum": [1, 2] })),
        ),
        limit(
            "enum of texts",
            json!({ "enum": ["a", "b", "c"] }),
            json!({ "enum": ["a", "b"] }),
        ),
        limit("enum on texts", text(), with(text(), json!({ "enum": ["a", "b"] }))),
        shape(
            "tuple",
            json!({ "type": "array", "prefixItems": [{}] }),
            json!({ "type": "array", "prefixItems": [{ "type": "string" }] }),
        ),
        shape("type", json!({ "type": "number" }), int()),
        shape("types", json!({ "type": ["string", "integer"] }), text()),
        shape("any", json!({}), text()),
        shape("const", json!({ "type": "integer" }), json!({ "const": 1 })),
        shape("items", json!({ "type": "array" }), list()),
        shape(
            "values of a map",
            map(),
            with(map(), json!({ "additionalProperties": { "type": "integer" } })),
        ),
        shape("required", pair(), with(pair(), json!({ "required": ["x"] }))),
        ("format", text(), with(text(), json!({ "format": "date" })), "--", "--"),
        (
            "closed union",
            json!({ "anyOf": [{ "type": "string" }, { "enum": ["a"] }] }),
            json!({ "enum": ["a"] }),
            "-b",
            "--",
        ),
    ]
}

type Place = (&'static str, fn(Value) -> Value);

const PLACES: [Place; 7] = [
    (
        "optional",
        |schema| json!({ "type": "object", "properties": { "p": schema } }),
    ),
    (
        "required",
        |schema| json!({ "type": "object", "properties": { "p": schema }, "required": ["p"] }),
    ),
    (
        "items",
        |schema| json!({ "type": "object", "properties": { "p": { "type": "array", "items": schema } } }),
    ),
    (
        "nested",
        |schema| json!({ "type": "object", "properties": { "q": { "type": "object", "properties": { "p": schema }, "required": ["p"] } } }),
    ),
    (
        "a reference",
        |schema| json!({ "type": "object", "properties": { "p": { "$ref": "#/$defs/d" } }, "required": ["p"], "$defs": { "d": schema } }),
    ),
    (
        "allOf",
        |schema| json!({ "type": "object", "properties": { "p": { "allOf": [schema] } }, "required": ["p"] }),
    ),
    (
        "values",
        |schema| json!({ "type": "object", "properties": { "m": { "type": "object", "additionalProperties": schema } } }),
    ),
];

/// Places of one meaning: a schema that goes from one to the other says the same.
const ALIKE: [(usize, usize); 3] = [(1, 4), (4, 1), (1, 5)];

pub(super) fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    let mut add = |what: String, old: Value, new: Value, right: &str| {
        all.push(Case {
            what,
            old,
            new,
            right: format!("{right}?"),
        });
    };
    for (name, loose, tight, there, back) in pairs() {
        for (place, put) in PLACES {
            // An optional property reads null, and so does what may be anything.
            add(
                format!("{name}, {place}, takes less"),
                put(loose.clone()),
                put(tight.clone()),
                there,
            );
            add(
                format!("{name}, {place}, takes more"),
                put(tight.clone()),
                put(loose.clone()),
                back,
            );
        }
        for (from, to) in ALIKE {
            let (put, and) = (PLACES[from].1, PLACES[to].1);
            let way = format!("{} to {}", PLACES[from].0, PLACES[to].0);
            add(format!("{name}, {way}"), put(tight.clone()), and(tight.clone()), "--");
            add(
                format!("{name}, {way}, takes less"),
                put(loose.clone()),
                and(tight.clone()),
                there,
            );
            add(
                format!("{name}, {way}, takes more"),
                put(tight.clone()),
                and(loose.clone()),
                back,
            );
        }
    }
    all
}
