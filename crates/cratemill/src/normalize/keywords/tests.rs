//! The account of keywords.

use crate::normalize::tests::normalized;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[test]
fn what_no_type_says_is_listed() {
    let judged = "judged by `validate()`, never by reading";
    let kept = "an annotation; the value is kept as it came";
    let never = "no value is valid; any is read, and judged by `validate()`";
    let unlisted = |draft: &str, schema: Value| {
        let mut document = json!({ "$schema": draft, "type": "object" });
        for (keyword, value) in schema.as_object().expect("keywords") {
            document[keyword] = value.clone();
        }
        let (_, schema) = normalized(&[("a.json", document)], &BTreeMap::new());
        let lines = schema.unexpressed.into_iter();
        lines
            .map(|one| {
                format!(
                    "{} {}: {}",
                    one.address.trim_start_matches("a.json#"),
                    one.keyword,
                    one.reason
                )
            })
            .collect::<Vec<String>>()
    };
    let latest = "https://json-schema.org/draft/2020-12/schema";
    for (schema, expected) in [
        (
            json!({ "properties": { "x": false } }),
            vec![format!("/properties/x : {never}")],
        ),
        (
            json!({ "properties": { "not": false } }),
            vec![format!("/properties/not : {never}")],
        ),
        (json!({ "not": false }), vec![format!(" not: {judged}")]),
        (json!({ "properties": { "x": true } }), vec![]),
        (
            json!({ "properties": { "a": {}, "b": {} }, "oneOf": [{ "required": ["a"] }, { "required": ["b"] }] }),
            vec![format!(" oneOf: {judged}")],
        ),
        (
            json!({ "properties": { "a": {} }, "anyOf": [{ "minProperties": 1 }, { "required": ["a"], "description": "x" }] }),
            vec![format!(" anyOf: {judged}"), format!("/anyOf/0 minProperties: {judged}")],
        ),
        (
            json!({ "properties": { "x": { "oneOf": [{ "type": "string" }, { "type": "string", "maxLength": 3 }] } } }),
            vec![
                format!("/properties/x oneOf: its alternatives are one type; {judged}"),
                format!("/properties/x/oneOf/1 maxLength: {judged}"),
            ],
        ),
        (
            json!({ "properties": { "x": { "oneOf": [{ "const": "a" }, { "const": "b" }] } } }),
            vec![],
        ),
        (
            json!({ "properties": { "x": { "anyOf": [{ "type": "number" }, { "type": "number", "title": "x" }] } } }),
            vec![],
        ),
        (
            json!({ "properties": { "x": { "const": 123456789012345678901_u128 as f64 } } }),
            vec![format!(
                "/properties/x const: the number may have been rounded; {judged}"
            )],
        ),
        (
            json!({ "properties": { "x": { "type": "array", "prefixItems": [{}], "items": { "type": "string" } } } }),
            vec![],
        ),
        (
            json!({ "properties": { "x": { "type": "string", "contentEncoding": "base64" } } }),
            vec![format!("/properties/x contentEncoding: {kept}")],
        ),
    ] {
        assert_eq!(unlisted(latest, schema.clone()), expected, "{schema}");
    }
    let old = "http://json-schema.org/draft-06/schema#";
    assert_eq!(
        unlisted(old, json!({ "contentEncoding": "base64" })),
        [" contentEncoding: no keyword of the draft; it has no effect"]
    );
    let oldest = "http://json-schema.org/draft-04/schema#";
    assert_eq!(
        unlisted(
            oldest,
            json!({ "properties": { "x": { "type": "string", "const": "y" } } })
        ),
        ["/properties/x const: no keyword of the draft; it has no effect"]
    );
}
