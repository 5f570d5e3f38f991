//! Types whose instances are not plain to see have one, and no test asks of a type what it does not read.

use end_to_end::{file, generate, provider};
use serde_json::{Value, json};

/// EVIDENCE.md, and the lines of the evidence, of one schema.
fn evidence(schema: &Value) -> (String, Vec<Value>) {
    let generated = generate(&provider("p", &[("json-schema/a.json", &schema.to_string())]));
    let files = generated.crate_files.as_ref().expect("a crate").iter();
    let files = files.filter(|(path, _)| path.starts_with("tests/evidence/"));
    let text: String = files.map(|(_, text)| String::from_utf8_lossy(text)).collect();
    let lines = text.lines();
    let lines = lines.map(|line| serde_json::from_str(line).expect("JSON")).collect();
    (file(&generated, "EVIDENCE.md").to_owned(), lines)
}

#[track_caller]
fn has_instances(schema: &Value) {
    let (account, _) = evidence(schema);
    assert!(!account.contains("Types without an instance"), "{schema}: {account}");
}

#[test]
fn a_pattern_of_a_fixed_length() {
    for (pattern, length) in [
        ("^[0-9]+$", 4),
        ("^[A-Za-z0-9_-]*$", 19),
        ("^[a-z]+-[0-9]+$", 12),
        ("^(ab)+c?$", 7),
        ("[0-9]{2,}", 6),
    ] {
        has_instances(&json!({ "type": "object", "required": ["d"], "properties": {
            "d": { "type": "string", "pattern": pattern, "minLength": length, "maxLength": length } } }));
    }
}

#[test]
fn a_constant_far_down_a_list() {
    let names: Vec<String> = (0..12).map(|index| format!("v{index}")).collect();
    let constants: Vec<Value> = names.iter().map(|name| json!({ "const": name })).collect();
    let objects: Vec<Value> = names
        .iter()
        .map(|name| {
            json!({ "type": "object", "required": ["k", name], "properties": {
            "k": { "const": name }, name: { "type": "integer" } } })
        })
        .collect();
    for schema in [
        json!({ "allOf": [{ "enum": names }, { "enum": ["v10"] }] }),
        json!({ "enum": names, "not": { "enum": names[..7] } }),
        json!({ "allOf": [{ "oneOf": constants }, { "const": "v11" }] }),
        json!({ "allOf": [{ "$ref": "#/$defs/All" }, { "const": "v9" }], "$defs": { "All": { "oneOf": constants } } }),
        json!({ "allOf": [{ "oneOf": objects }, { "properties": { "k": { "const": "v10" } } }] }),
        json!({ "anyOf": objects, "properties": { "k": { "enum": ["v8"] } } }),
    ] {
        has_instances(
            &json!({ "type": "object", "required": ["it"], "properties": { "it": schema }, "$defs": schema["$defs"] }),
        );
    }
}

/// `{type: object, nullable: true}` beside a reference means that it may be null: its type reads no other objects, though these
/// are valid, and no test asks it to.
#[test]
fn an_object_that_may_be_null_is_no_instance_of_what_stands_beside_it() {
    let amount = json!({ "type": "object", "required": ["v"], "properties": { "v": { "type": "integer" } } });
    let reference = json!({ "$ref": "#/components/schemas/Amount" });
    let nullable = json!({ "type": "object", "nullable": true, "description": "or null" });
    for arms in [json!([reference, nullable]), json!([nullable, reference])] {
        let schema = json!({ "openapi": "3.0.3", "info": { "title": "x", "version": "1" }, "paths": {}, "components": { "schemas": {
            "Amount": amount,
            "Root": { "type": "object", "required": ["a"], "properties": { "a": { "anyOf": arms }, "b": { "anyOf": arms } },
                "example": { "a": { "other": 1 } } } } } });
        let (account, lines) = evidence(&schema);
        assert!(!account.contains("Types without an instance"), "{account}");
        let of_root = lines.iter().skip_while(|line| line["type"] != "root");
        let mut shown = 0;
        for line in of_root {
            if line["refused"] == "/example" {
                assert_eq!(line["at"], json!(["/a"]), "{line}");
                shown += 1;
                continue;
            }
            let whole = line.get("is").into_iter().flat_map(|it| [&it["a"], &it["b"]]);
            let part = line
                .get("to")
                .filter(|_| line["varied"] == "/a" || line["evolved"] == "/a");
            for value in whole.chain(part) {
                let is_read = value.is_null() || value["v"].is_i64() || value["v"].is_f64();
                assert!(is_read, "{line}");
                shown += 1;
            }
        }
        assert!(shown > 4, "{lines:#?}");
    }
}
