use super::*;

/// What stands beside a reference and repeats it makes no other type of it.
#[test]
fn redundant_words_beside_a_reference_copy_nothing() {
    let p = || json!({ "$ref": "#/$defs/P" });
    let schema = json!({
        "type": "object",
        "properties": {
            "plain": p(),
            "typed": { "type": "object", "$ref": "#/$defs/P" },
            "listed": { "type": "array", "items": { "type": "object", "$ref": "#/$defs/P" } },
            "all": { "type": "object", "allOf": [p()], "description": "d" },
            "all typed": { "allOf": [p(), { "type": "object" }] },
            "nullable all": { "allOf": [p()], "nullable": true },
            "nullable one": { "oneOf": [p()], "nullable": true },
            "nullable ref": { "$ref": "#/$defs/S", "nullable": true },
            "or null": { "anyOf": [p(), { "type": "null" }] },
            "or nullable": { "anyOf": [p(), { "type": "object", "nullable": true }] },
            "union or null": { "anyOf": [{ "$ref": "#/$defs/U" }, { "type": "null" }] },
            "union": { "$ref": "#/$defs/U", "type": "object" },
            "text": { "$ref": "#/$defs/S", "type": "string" },
            "required": { "type": "object", "$ref": "#/$defs/P", "required": ["n"] },
        },
        "$defs": {
            "P": with(json!({ "n": { "type": "string" } }), &["n"]),
            "Q": with(json!({ "m": { "type": "string" } }), &["m"]),
            "U": { "oneOf": [p(), { "$ref": "#/$defs/Q" }] },
            "S": { "enum": ["ok", "ill"] },
        },
    });
    assert_eq!(
        shapes(schema),
        "Thing: {plain? P, typed? P, listed? [P], all? P, all typed? P, nullable all? P/null, nullable one? P/null, \
         nullable ref? S/null, or null? P/null, or nullable? P/null, union or null? U/null, union? U, text? S, \
         required? P}\n\
         P: {n String}\nS: enum ok|ill\nU: P | Q or unknown\nQ: {m String}"
    );
}

/// What narrows is not redundant.
#[test]
fn words_beside_a_reference_that_say_more_are_heard() {
    let schema = json!({
        "type": "object",
        "properties": {
            "one": { "$ref": "#/$defs/E", "type": "string" },
            "more": { "allOf": [{ "$ref": "#/$defs/P" }, { "required": ["n"] }] },
        },
        "$defs": { "E": { "type": ["string", "integer"] }, "P": with(json!({ "n": { "type": "string" } }), &[]) },
    });
    let shapes = shapes(schema);
    assert!(shapes.starts_with("Thing: {one? String, more? More}"), "{shapes}");
}

/// What only branches list are properties too; where the branch does not hold they may be anything.
#[test]
fn conditional_properties_are_fields() {
    let branch = |properties: Value| json!({ "properties": properties });
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": { "country": { "enum": ["US", "NL"] } },
        "required": ["country"],
        "if": branch(json!({ "country": { "const": "US" } })),
        "then": branch(json!({ "state": { "type": "string" }, "both": { "type": "integer" }, "other": { "type": "integer" } })),
        "else": branch(json!({ "house": { "type": "integer" }, "both": { "type": "integer" }, "other": { "type": "string" } })),
        "dependencies": { "country": branch(json!({ "note": { "type": "string" } })), "house": ["country"] },
    });
    assert_eq!(
        shapes(schema),
        "Thing: {country Country, state? open String, both? open Integer, other? open OtherEither, house? open Integer, note? String}\n\
         Country: enum US|NL\n\
         OtherEither: Integer | String"
    );
}
