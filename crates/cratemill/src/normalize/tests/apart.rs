use super::*;

/// What tells the alternatives of the union that the document `thing.json` is apart: properties, then rules.
fn told_apart(schema: Value) -> String {
    let (bundle, schema) = normalized(&[("thing.json", schema)], &BTreeMap::new());
    let Shape::Union(union) = &schema.definitions[schema.types[&bundle.root(0)]].shape else {
        return "no union".to_owned();
    };
    let mut lines: Vec<String> = Vec::new();
    lines.extend(union.tag.iter().map(|tag| format!("tag {}", tag.property)));
    lines.extend(union.discriminations.iter().map(|one| {
        let mark = if one.is_discriminator { "discriminator " } else { "" };
        format!("{mark}{} {}", one.property, Value::from(one.values.concat()))
    }));
    lines.extend(
        union
            .alternatives
            .iter()
            .filter_map(|one| one.rule.as_ref())
            .map(|rule| format!("rule {rule}")),
    );
    lines.extend(union.untyped.iter().map(|rule| format!("untyped {rule}")));
    let listed = schema
        .unexpressed
        .iter()
        .filter(|one| one.reason.contains("by shape only"));
    lines.extend(listed.map(|one| format!("{}: {}", one.address, one.reason)));
    lines.join("\n")
}

#[test]
fn a_required_value_of_each_alternative_decides_alone() {
    let one = |value: Value| with(json!({ "t": { "enum": [value] } }), &["t"]);
    assert_eq!(
        told_apart(json!({ "oneOf": [one(json!("a")), one(json!("b"))] })),
        "tag t"
    );
    assert_eq!(
        told_apart(json!({ "oneOf": [one(json!(1)), one(json!(2))] })),
        "t [1,2]"
    );
    assert_eq!(
        told_apart(json!({ "oneOf": [one(json!(true)), one(json!(false))] })),
        "t [true,false]"
    );
}

#[test]
fn where_values_do_not_decide_alone_rules_do() {
    let one = |value: &str, required: &[&str]| with(json!({ "t": { "const": value }, "v": {} }), required);
    assert_eq!(
        told_apart(json!({ "oneOf": [one("a", &[]), one("b", &["t"])] })),
        "t [\"a\",\"b\"]\nrule thing.json#/oneOf/0\nrule thing.json#/oneOf/1"
    );
    assert_eq!(
        told_apart(json!({ "oneOf": [one("a", &["t"]), one("a", &["t", "v"]), one("b", &["t"])] })),
        "t [\"a\",\"a\",\"b\"]\nrule thing.json#/oneOf/0\nrule thing.json#/oneOf/1\nrule thing.json#/oneOf/2"
    );
    // Values that meet in part tell nothing: a newer one may be either's.
    let some = |values: Value| with(json!({ "t": { "enum": values } }), &["t"]);
    assert_eq!(
        told_apart(json!({ "oneOf": [some(json!(["a", "b"])), some(json!(["b", "c"]))] })),
        "rule thing.json#/oneOf/0\nrule thing.json#/oneOf/1"
    );
    // Of a JSON type that no other alternative has nothing need be known.
    assert_eq!(
        told_apart(json!({ "oneOf": [some(json!(["a"])), { "type": "array" }, { "type": "string" }] })),
        ""
    );
}

#[test]
fn beside_alternatives_that_ask_for_no_type_all_have_rules() {
    let numbers = || json!({ "type": "array", "items": { "type": "integer" } });
    assert_eq!(
        told_apart(json!({ "anyOf": [{ "properties": { "x": { "type": "integer" } } }, numbers()] })),
        "rule thing.json#/anyOf/0\nrule thing.json#/anyOf/1\nuntyped thing.json#/anyOf/0"
    );
    assert_eq!(
        told_apart(
            json!({ "anyOf": [with(json!({ "t": { "const": "a" } }), &[]), { "title": "Other", "minLength": 2 }] })
        ),
        "rule thing.json#/anyOf/0\nrule thing.json#/anyOf/1\nuntyped thing.json#/anyOf/1"
    );
    let one = |value: &str| with(json!({ "t": { "const": value } }), &["t"]);
    let rest = json!({ "title": "Rest", "not": { "properties": { "t": { "enum": ["a", "b"] } }, "required": ["t"] } });
    let told = told_apart(json!({ "oneOf": [one("a"), one("b"), rest] }));
    assert!(told.ends_with("\nuntyped thing.json#/oneOf/2"), "{told}");
    // Where all are of one JSON type, a value of another is no matter of the union.
    let some = |name: &str| json!({ "properties": { name: {} }, "required": [name] });
    let told = told_apart(json!({ "anyOf": [some("a"), some("b")] }));
    assert!(!told.contains("untyped"), "{told}");
}

#[test]
fn a_discriminator_names_its_alternatives_by_mapping_name_or_value() {
    let union = |discriminator: Value, t: Value| {
        json!({
            "oneOf": [{ "$ref": "#/$defs/Cat" }, { "$ref": "#/$defs/Dog" }],
            "discriminator": discriminator,
            "$defs": { "Cat": with(json!({ "t": t }), &["t"]), "Dog": with(json!({ "t": { "type": "string" }, "d": {} }), &["t"]) },
        })
    };
    let rules = "\nrule thing.json#/oneOf/0\nrule thing.json#/oneOf/1";
    let string = || json!({ "type": "string" });
    for (discriminator, t, expected) in [
        (json!({ "propertyName": "t" }), string(), "[\"Cat\",\"Dog\"]"),
        (
            json!({ "propertyName": "t", "mapping": { "c": "#/$defs/Cat", "k": "Cat", "d": "dog.json#/Dog" } }),
            string(),
            "[\"c\",\"k\",\"d\"]",
        ),
        (
            json!({ "propertyName": "t" }),
            json!({ "const": "cat" }),
            "[\"cat\",\"Dog\"]",
        ),
    ] {
        assert_eq!(
            told_apart(union(discriminator, t)),
            format!("discriminator t {expected}{rules}")
        );
    }
}

/// What nothing else evaluates is told by names, where it is the same for every value; else it is left out, and listed.
#[test]
fn what_rules_leave_out_is_listed() {
    let one = |name: &str, beside: Value| {
        let mut schema = json!({ "type": "object", "properties": { name: {} }, "unevaluatedProperties": false });
        schema
            .as_object_mut()
            .into_iter()
            .for_each(|schema| schema.extend(beside.as_object().cloned().unwrap_or_default()));
        schema
    };
    let rules = "rule thing.json#/anyOf/0\nrule thing.json#/anyOf/1";
    let always = json!({ "allOf": [{ "properties": { "c": {} } }, { "patternProperties": { "^x": {} } }] });
    assert_eq!(
        told_apart(json!({ "anyOf": [one("a", always), one("b", json!({}))] })),
        rules
    );
    for sometimes in [
        json!({ "if": { "required": ["a"] }, "then": { "properties": { "c": {} } } }),
        // A part may be of an earlier draft, which says by this word what hangs on a property.
        json!({ "dependencies": { "a": { "properties": { "c": {} } } } }),
    ] {
        assert_eq!(
            told_apart(json!({ "anyOf": [one("a", sometimes), one("b", json!({}))] })),
            format!(
                "{rules}\nthing.json#: alternatives are told apart by shape only: by all but `unevaluatedProperties`"
            )
        );
    }
}

#[test]
fn a_single_number_or_boolean_is_a_constant() {
    let schema = json!({ "type": "object", "properties": {
        "a": { "const": 1 }, "b": { "enum": [1] }, "c": { "const": true }, "d": { "enum": [true] }, "e": { "enum": ["x"] },
    } });
    let shapes = shapes(schema);
    assert_eq!(shapes.matches("const 1").count(), 2, "{shapes}");
    assert_eq!(shapes.matches("const true").count(), 2, "{shapes}");
    assert_eq!(shapes.matches("enum x").count(), 1, "{shapes}");
}

/// What is one variant for several is listed, and nothing else is.
#[test]
fn alternatives_that_are_one_are_listed() {
    let list = |title: Option<&str>, least: u64| {
        let mut schema = json!({ "type": "array", "items": { "type": "string" }, "minItems": least });
        schema["title"] = title.map_or(Value::Null, Value::from);
        schema
    };
    let listed = |alternatives: Value| {
        let (bundle, schema) = normalized(&[("thing.json", json!({ "oneOf": alternatives }))], &BTreeMap::new());
        let Shape::Union(union) = &schema.definitions[schema.types[&bundle.root(0)]].shape else {
            panic!("no union");
        };
        let is_one = schema
            .unexpressed
            .iter()
            .any(|one| one.reason.starts_with("alternatives of one type are one"));
        (union.alternatives.len(), is_one)
    };
    assert_eq!(listed(json!([list(Some("Few"), 1), list(Some("Many"), 3)])), (2, false));
    assert_eq!(listed(json!([list(Some("Few"), 1), list(None, 3)])), (1, true));
}
