//! Schemas made to exhaust a generator: each ends, soon, as a crate that is Rust or as an error that says why not.

use cratemill::provider::ProviderSource;
use end_to_end::{generate, provider, sound};
use serde_json::{Map, Value, json};

/// More types than any of these needs; a bomb that goes off has millions.
const MOST: usize = 25_000;

fn check(schema: &Value) {
    check_source(&provider("bomb", &[("json-schema/bomb.json", &schema.to_string())]));
}

fn check_source(source: &ProviderSource) {
    let generated = generate(source);
    sound(&generated).unwrap_or_else(|fault| panic!("{fault}"));
    assert!(generated.summary.types < MOST, "{:?}", generated.summary);
}

/// `0` is `first`, and each next is made of a reference to the one before it.
fn chain(length: usize, first: &Value, link: impl Fn(Value) -> Value) -> Value {
    let name = |index: usize| format!("d{index}");
    let before = |index: usize| json!({ "$ref": format!("#/$defs/{}", name(index - 1)) });
    let links = (1..length).map(|index| (name(index), link(before(index))));
    let all: Map<String, Value> = [(name(0), first.clone())].into_iter().chain(links).collect();
    json!({ "$defs": all, "$ref": format!("#/$defs/{}", name(length - 1)) })
}

fn nested(depth: usize, wrap: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(json!({ "type": "string" }), |schema, _| wrap(schema))
}

fn object(index: usize) -> Value {
    json!({ "type": "object", "properties": { format!("p{index}"): { "type": "integer" } } })
}

#[test]
fn deep_objects() {
    check(&nested(
        100,
        |inner| json!({ "type": "object", "properties": { "a": inner } }),
    ));
    check(&nested(
        400,
        |inner| json!({ "type": "object", "properties": { "a": inner } }),
    ));
}

#[test]
fn deep_arrays() {
    check(&nested(400, |inner| json!({ "type": "array", "items": inner })));
}

#[test]
fn deep_combinations() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        check(&nested(100, |inner| json!({ keyword: [inner, object(0)] })));
        check(&nested(400, |inner| json!({ keyword: [inner] })));
    }
    check(&nested(400, |inner| json!({ "not": inner })));
}

#[test]
fn deep_conditions() {
    check(&nested(
        100,
        |inner| json!({ "if": inner, "then": object(1), "else": object(2) }),
    ));
}

#[test]
fn deep_text() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"{"items":"#, "}")] {
        let text = format!("{}{}{}", open.repeat(100_000), "1", close.repeat(100_000));
        check_source(&provider("bomb", &[("json-schema/bomb.json", &text)]));
    }
}

#[test]
fn a_long_chain_of_references() {
    check(&chain(1_000, &object(0), |before| before));
    check(&chain(
        300,
        &object(0),
        |before| json!({ "allOf": [before, object(1)] }),
    ));
    check(&chain(
        300,
        &object(0),
        |before| json!({ "type": "object", "properties": { "a": before } }),
    ));
}

#[test]
fn a_product_of_alternatives() {
    let pair = |index: usize, keyword: &str| json!({ keyword: [object(2 * index), object(2 * index + 1)] });
    for keyword in ["anyOf", "oneOf"] {
        let all: Vec<Value> = (0..20).map(|index| pair(index, keyword)).collect();
        check(&json!({ "allOf": all }));
    }
}

#[test]
fn a_product_of_conditions() {
    let all: Vec<Value> = (0..20)
        .map(|index| json!({ "if": object(index), "then": object(index + 20), "else": object(index + 40) }))
        .collect();
    check(&json!({ "type": "object", "allOf": all }));
}

#[test]
fn many_values() {
    let values: Vec<String> = (0..10_000).map(|index| format!("value {index}")).collect();
    check(&json!({ "type": "object", "properties": { "a": { "enum": values } } }));
}

#[test]
fn many_properties() {
    let properties: Map<String, Value> = (0..2_000)
        .map(|index| {
            (
                format!("p{index}"),
                json!({ "type": ["string", "null"], "title": "same" }),
            )
        })
        .collect();
    let names: Vec<&String> = properties.keys().collect();
    check(&json!({ "type": "object", "required": names, "properties": properties }));
}

#[test]
fn many_alternatives() {
    let all: Vec<Value> = (0..500).map(object).collect();
    check(&json!({ "oneOf": all }));
    check(&json!({ "allOf": all }));
}

#[test]
fn everything_is_itself() {
    let itself = json!({ "$ref": "#" });
    for keyword in ["allOf", "anyOf", "oneOf", "prefixItems"] {
        check(&json!({ keyword: [itself, itself] }));
        check(&json!({ keyword: [itself, { "type": "object", keyword: [itself, object(0)] }] }));
    }
    let keywords = [
        "not",
        "items",
        "additionalProperties",
        "propertyNames",
        "contains",
        "if",
        "then",
        "else",
        "unevaluatedItems",
        "unevaluatedProperties",
        "additionalItems",
    ];
    for keyword in keywords {
        check(&json!({ keyword: itself }));
    }
    check(&json!({ "$ref": "#" }));
    check(&json!({
        "type": "object",
        "properties": { "a": itself },
        "required": ["a"],
        "patternProperties": { ".": itself },
        "additionalProperties": itself,
        "items": itself,
        "prefixItems": [itself],
        "allOf": [itself],
        "anyOf": [itself, object(0)],
        "oneOf": [itself, object(1)],
        "not": itself,
        "if": itself,
        "then": itself,
        "else": itself,
        "dependentSchemas": { "a": itself },
    }));
}

#[test]
fn a_chain_of_doubled_references() {
    for keyword in ["allOf", "anyOf", "oneOf", "prefixItems"] {
        check(&chain(
            30,
            &object(0),
            |before| json!({ keyword: [before.clone(), before] }),
        ));
    }
    check(&chain(
        30,
        &object(0),
        |before| json!({ "type": "object", "properties": { "a": before.clone(), "b": before } }),
    ));
}

#[test]
fn a_chain_of_doubled_references_with_more_beside() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        check(&chain(
            30,
            &object(0),
            |before| json!({ keyword: [{ "allOf": [before.clone(), object(1)] }, { "allOf": [before, object(2)] }] }),
        ));
    }
}

#[test]
fn everything_is_everything_else() {
    let refs = |keyword: &str| {
        let refs: Vec<Value> = (0..12)
            .map(|index| json!({ "$ref": format!("#/$defs/d{index}") }))
            .collect();
        json!({ keyword: refs })
    };
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let definitions: Map<String, Value> = (0..12).map(|index| (format!("d{index}"), refs(keyword))).collect();
        check(&json!({ "$defs": definitions, "$ref": "#/$defs/d0" }));
    }
}
