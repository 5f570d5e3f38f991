//! `validate()` on the components of OpenAPI 3.0, whose dialect no validator knows by itself.

use cratemill_cli::Exit;
use end_to_end::House;
use lossless::validate::Schemas;
use serde_json::{Value, json};

const OPENAPI: &str = r##"{ "openapi": "3.0.0", "info": { "title": "x", "version": "1" }, "paths": {}, "components": { "schemas": {
  "Bad": { "type": "object", "properties": {
    "n": { "type": "integer", "minimum": 0, "exclusiveMinimum": true },
    "lone": { "type": "integer", "exclusiveMaximum": true },
    "asked": { "type": "string", "required": true },
    "maybe": { "type": "string", "nullable": true },
    "one": { "type": "string", "enum": ["a"], "nullable": true }
  } },
  "User": { "type": "object", "properties": { "b": { "$ref": "#/components/schemas/Bad" } } }
} } }"##;

#[test]
fn components_of_openapi_3_0_are_judged_by_its_dialect() {
    let house = House::new(&[("p/json-schema/openapi.json", OPENAPI)]);
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    assert_eq!(outcome.err.matches("warning[CM0301]").count(), 1, "{}", outcome.err);
    assert!(outcome.err.contains("the same at 1 more place"), "{}", outcome.err);
    assert!(!outcome.err.contains("CM0304"), "{}", outcome.err);
    // What the crate embeds, and judges by.
    let embedded = |file: &str| -> &'static str { house.text(&format!("out/p/src/{file}")).leak() };
    let schemas = Schemas::new(embedded("schema.json"), embedded("references.json"));
    let verdict = |value: Value| {
        let found = schemas.validate_value("cratemill:///openapi.json#/components/schemas/User", &value);
        found.map_err(|error| error.to_string())
    };
    let valid = json!({ "b": { "n": 5, "lone": 1, "asked": "a", "maybe": null, "one": null } });
    assert_eq!((verdict(json!({})), verdict(valid)), (Ok(()), Ok(())));
    for invalid in [
        json!({ "n": 0 }),
        json!({ "maybe": 1 }),
        json!({ "one": "b" }),
        json!({ "n": null }),
    ] {
        let error = verdict(json!({ "b": invalid })).expect_err("a violation");
        assert!(error.contains("/b/"), "{invalid}: {error}");
    }
}

#[test]
fn a_schema_that_no_validator_takes_is_told() {
    let schema = r##"{ "type": "object", "properties": {
        "a": { "$ref": "http://json-schema.org/draft-07/schema#/nowhere" } } }"##;
    let house = House::new(&[("p/json-schema/a.json", schema)]);
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Fine);
    let told = "warning[CM0304]: no validator takes the schema: `validate()` refuses every value of its type";
    assert!(outcome.err.contains(told), "{}", outcome.err);
    assert!(
        outcome.err.contains("--> schemas/p/json-schema/a.json"),
        "{}",
        outcome.err
    );
}

#[test]
fn alternatives_that_differ_in_formats_alone_are_told() {
    let told = |schema: &str| {
        let house = House::new(&[("p/json-schema/a.json", schema)]);
        let outcome = house.codegen(&[]);
        assert_eq!(outcome.exit, Exit::Fine);
        assert_eq!(
            outcome.err.matches("warning").count(),
            outcome.err.matches("CM0306").count()
        );
        outcome.err.matches("warning[CM0306]").count()
    };
    for (schema, count) in [
        (
            r#"{ "type": "string", "oneOf": [{ "format": "ipv4" }, { "format": "ipv6" }] }"#,
            1,
        ),
        (
            r##"{ "properties": { "at": { "oneOf": [{ "$ref": "#/$defs/V4" }, { "$ref": "#/$defs/V6" }, { "type": "null" }] } },
                "$defs": { "V4": { "type": "string", "format": "ipv4", "title": "V4" }, "V6": { "type": "string", "format": "ipv6" } } }"##,
            1,
        ),
        (
            r#"{ "type": "string", "anyOf": [{ "format": "ipv4" }, { "format": "ipv6" }] }"#,
            0,
        ),
        (
            r#"{ "type": "string", "oneOf": [{ "format": "uuid", "maxLength": 36 }, { "format": "uuid", "minLength": 37 }] }"#,
            0,
        ),
        (
            r#"{ "oneOf": [{ "type": "object", "properties": { "a": {} } }, { "type": "array" }] }"#,
            0,
        ),
    ] {
        assert_eq!(told(schema), count, "{schema}");
    }
}
