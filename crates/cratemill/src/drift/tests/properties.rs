//! Changes of properties.

use super::*;

#[test]
fn properties_come_and_go() {
    let string = || json!({ "type": "string" });
    let with = |required: Value| object(json!({ "p": string(), "q": string() }), required);
    let without = || object(json!({ "q": string() }), json!(["q"]));
    check(
        without(),
        with(json!(["q"])),
        &[("A::p", Fact::FieldAdded { required: false }, "--c")],
    );
    check(
        without(),
        with(json!(["p", "q"])),
        &[("A::p", Fact::FieldAdded { required: true }, "bbc")],
    );
    check(
        with(json!(["q"])),
        without(),
        &[(
            "A::p",
            Fact::FieldRemoved {
                required: false,
                perhaps: None,
            },
            "ccb",
        )],
    );
    check(
        with(json!(["p", "q"])),
        without(),
        &[(
            "A::p",
            Fact::FieldRemoved {
                required: true,
                perhaps: None,
            },
            "bcb",
        )],
    );
}

#[test]
fn properties_become_optional_or_null() {
    // What must be there in any case leaves the builder as it is.
    let with = |types: Value, required: Value| object(json!({ "p": { "type": types }, "q": {} }), required);
    let (there, may_be_null) = (|| json!("string"), || json!(["string", "null"]));
    let ways = [
        ("required", with(there(), json!(["p", "q"]))),
        ("required or null", with(may_be_null(), json!(["p", "q"]))),
        ("optional", with(there(), json!(["q"]))),
        ("optional or null", with(may_be_null(), json!(["q"]))),
    ];
    use Relation::{Narrower, Other, Same, Wider};
    let expected = [
        (0, 1, fit(Wider, Wider), "bcb"),
        (0, 2, fit(Wider, Wider), "bcb"),
        (0, 3, fit(Wider, Wider), "bcb"),
        (1, 2, fit(Wider, Other), "bb-"),
        (2, 3, fit(Same, Wider), "-cb"),
        (1, 0, fit(Narrower, Narrower), "bbb"),
        (2, 0, fit(Narrower, Narrower), "bbb"),
        (3, 2, fit(Same, Narrower), "-bb"),
    ];
    for (old, new, fit, letters) in expected {
        let fact = Fact::PresenceChanged {
            old: ways[old].0,
            new: ways[new].0,
            fit,
            same: false,
        };
        check(ways[old].1.clone(), ways[new].1.clone(), &[("A::p", fact, letters)]);
    }
}

#[test]
fn properties_hold_something_else() {
    use Relation::{Narrower, Other, Same, Wider};
    let types = |name: &str| json!({ "type": name });
    let changed = |old: &str, new: &str, fit| Fact::FieldTypeChanged {
        old: old.to_owned(),
        new: new.to_owned(),
        fit,
        same: false,
    };
    check_property(
        types("integer"),
        types("number"),
        &[(changed("i64", "Number", fit(Wider, Wider)), "bcb")],
    );
    check_property(
        types("number"),
        types("integer"),
        &[(changed("Number", "i64", fit(Narrower, Narrower)), "bbb")],
    );
    check_property(
        types("integer"),
        types("string"),
        &[(changed("i64", "String", fit(Other, Other)), "bbb")],
    );
    let uuid = json!({ "type": "string", "format": "uuid" });
    check_property(
        types("string"),
        uuid,
        &[(changed("String", "Uuid", fit(Same, Narrower)), "--b")],
    );
    let list = |name: &str| json!({ "type": "array", "items": types(name) });
    check_property(
        list("integer"),
        list("number"),
        &[(changed("Vec<i64>", "Vec<Number>", fit(Wider, Wider)), "bcb")],
    );
    check_property(
        types("integer"),
        json!({}),
        &[(changed("i64", "Value", fit(Wider, Wider)), "bcb")],
    );
}

#[test]
fn patterns_secrets_and_defaults() {
    let pattern = |text: &str| json!({ "type": "string", "pattern": text });
    let changed = Fact::PatternChanged {
        old: "^a$".to_owned(),
        new: "^b$".to_owned(),
    };
    check(pattern("^a$"), pattern("^b$"), &[("A", changed, "-b-")]);
    let secret = |format: &str| json!({ "type": "string", "format": format });
    check_property(
        secret("x"),
        secret("password"),
        &[(Fact::SecretChanged { secret: true }, "--c")],
    );
    check_property(
        secret("password"),
        secret("x"),
        &[(Fact::SecretChanged { secret: false }, "--b")],
    );
    let default = |value: u8| json!({ "type": "integer", "default": value });
    let changed = Fact::DefaultChanged {
        old: Some(json!(1)),
        new: Some(json!(2)),
        methods: [true, true],
    };
    // What must be there has no method for what stands for it.
    check_property(default(1), default(2), &[(changed.clone(), "cc-")]);
    let optional = |value: Value| object(json!({ "p": value }), json!([]));
    check(optional(default(1)), optional(default(2)), &[("A::p", changed, "ccc")]);
    let gone = Fact::DefaultChanged {
        old: Some(json!(1)),
        new: None,
        methods: [true, false],
    };
    let without = json!({ "type": "integer" });
    check(optional(default(1)), optional(without), &[("A::p", gone, "ccb")]);
}

#[test]
fn unnamed_properties_hold_something_else() {
    let with = |value: Value| {
        let mut schema = object(json!({ "p": { "type": "string" } }), json!([]));
        schema["additionalProperties"] = value;
        schema
    };
    let changed = Fact::AdditionalChanged {
        old: "Value".to_owned(),
        new: "i64".to_owned(),
    };
    check(
        with(json!(true)),
        with(json!({ "type": "integer" })),
        &[("A", changed, "-bb")],
    );
}

#[test]
fn constraints_change() {
    let limited = |limit: u8| json!({ "type": "string", "maxLength": limit });
    let changed = |old: Option<Value>, new: Option<Value>| Fact::ConstraintChanged {
        keyword: "maxLength".to_owned(),
        old,
        new,
    };
    check_property(
        limited(1),
        limited(2),
        &[(changed(Some(json!(1)), Some(json!(2))), "-c-")],
    );
    check_property(
        limited(1),
        json!({ "type": "string" }),
        &[(changed(Some(json!(1)), None), "-c-")],
    );
    check_property(
        json!({ "type": "string" }),
        limited(2),
        &[(changed(None, Some(json!(2))), "-b-")],
    );
    let closed = Fact::ConstraintChanged {
        keyword: "additionalProperties".to_owned(),
        old: None,
        new: Some(json!(false)),
    };
    let open = || json!({ "type": "object", "properties": { "p": { "type": "string" } } });
    let mut shut = open();
    shut["additionalProperties"] = json!(false);
    check(open(), shut, &[("A", closed, "-b-")]);
}

#[test]
fn a_null_that_goes_is_told() {
    let found = changes(
        json!({ "type": ["array", "object", "null"] }),
        json!({ "type": ["array", "object"] }),
    );
    assert_eq!(verdicts(&found).writer, Verdict::Breaking, "{found:#?}");
}
