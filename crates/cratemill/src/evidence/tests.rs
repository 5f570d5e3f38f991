mod grown;

use super::*;
use serde_json::json;

/// A provider `x` of schema files (each a target) and example files.
fn subject(schemas: Value, examples: Value) -> Subject {
    let mut subject = Subject {
        provider: "x".to_owned(),
        ..Subject::default()
    };
    for (name, schema) in schemas.as_object().into_iter().flatten() {
        let file = format!("x-{name}-schema.json");
        subject.targets.push(Target {
            schema: format!("cratemill:///{file}#"),
            file: format!("json-schema/{file}"),
            type_path: format!("x_types::{name}"),
            type_name: name.clone(),
            is_root: true,
            validates: true,
            ..Target::default()
        });
        Arc::make_mut(&mut subject.documents).push((format!("cratemill:///{file}"), schema.clone()));
    }
    for (name, value) in examples.as_object().into_iter().flatten() {
        subject.files.push(ExampleFile {
            path: format!("examples/{name}.json"),
            value: value.clone(),
        });
    }
    subject
}

/// As where no type is a union.
fn gather_all(subject: &Subject) -> Evidence {
    gather(subject, &Types::default())
}

/// The examples as `name label: instance`, with what is the matter with them.
fn lines(subject: &Subject) -> Vec<String> {
    let line = |(one, example): (&Tested, &Example)| {
        let verdict = match &example.verdict {
            Verdict::Valid => String::new(),
            Verdict::BreaksFormat(fault) => format!(" breaks {} at {}", fault.keyword, fault.pointer),
            Verdict::Contradicts(fault) => format!(" contradicts {} at {}", fault.keyword, fault.pointer),
            Verdict::Unjudged => " unjudged".to_owned(),
        };
        let reading = match &example.reading {
            Reading::Equal => String::new(),
            Reading::Refused(at) => format!(" refused at {at:?}"),
        };
        format!("{} {}: {}{verdict}{reading}", one.name, example.label, example.instance)
    };
    gather(subject, &Types::default()).examples().map(line).collect()
}

fn session() -> Value {
    json!({
        "type": "object",
        "required": ["id", "token"],
        "properties": {
            "id": { "type": "string", "format": "uuid", "example": "1" },
            "token": { "type": "string" },
            "expires": { "type": "integer", "minimum": 1, "example": 600 },
        },
    })
}

#[test]
fn an_example_at_fault_in_a_place_or_two_is_a_contradiction_whatever_its_name() {
    let order = json!({
        "type": "object",
        "required": ["id", "quantity"],
        "properties": {
            "id": { "type": "string" },
            "quantity": { "type": "integer" },
            "note": { "type": "string" },
            "buyer": { "type": "object", "required": ["token", "id"], "properties": {
                "id": { "type": "string" }, "token": { "type": "string" } } },
        },
    });
    let schemas = json!({ "Order": order, "Session": session() });
    let contradictions = |value: Value| -> Vec<String> {
        let found = lines(&subject(schemas.clone(), json!({ "order-placed": value })));
        let of_files = found.into_iter().filter(|line| line.contains(" examples/"));
        of_files
            .map(|line| {
                line.split(": {").next().unwrap_or_default().to_owned() + line.rsplit('}').next().unwrap_or_default()
            })
            .collect()
    };
    let whole = ["order examples/order-placed.json# contradicts type at /quantity refused at [\"/quantity\"]"];
    assert_eq!(contradictions(json!({ "id": "1", "quantity": "two" })), whole);
    let with_a_valid_part = json!({ "id": "1", "quantity": "two", "buyer": { "id": "7", "token": "t" } });
    assert_eq!(contradictions(with_a_valid_part), whole);
    assert_eq!(
        contradictions(json!({ "event": "placed", "data": [{ "id": "1", "quantity": "two" }] })),
        ["order examples/order-placed.json#/data/0 contradicts type at /quantity refused at [\"/quantity\"]"]
    );
    assert_eq!(
        contradictions(json!({ "id": "1", "note": "n" })),
        ["order examples/order-placed.json# contradicts required at  refused at [\"\"]"]
    );
    // Something else, an envelope, and what is wrong all over.
    for other in [
        json!({ "id": "1", "name": "a" }),
        json!({ "quantity": "two", "other": "a" }),
        json!({ "request": { "a": 1 }, "response": { "b": 2 }, "id": "1", "quantity": "two" }),
        json!({ "id": 1, "quantity": "two" }),
        json!({ "id": "1", "a": 1, "b": 1, "c": 1 }),
    ] {
        assert_eq!(contradictions(other.clone()), [""; 0], "{other}");
    }
}

#[test]
fn a_payload_is_found_inside_its_envelope() {
    let found = subject(
        json!({ "Session": session() }),
        json!({ "sign-in": { "request": { "url": "/" }, "response": { "body": { "session": { "id": "7", "token": "t" } } } } }),
    );
    assert_eq!(
        lines(&found),
        [
            r#"session examples/sign-in.json#/response/body/session: {"id":"7","token":"t"} breaks format at /id"#,
            r#"session composed: {"id":"1","token":"token","expires":600} breaks format at /id"#,
            r#"session least: {"id":"123e4567-e89b-42d3-a456-426614174000","token":"token"}"#,
            r#"session fullest: {"id":"123e4567-e89b-42d3-a456-426614174000","token":"token","expires":900}"#,
        ]
    );
    let account = &gather(&found, &Types::default()).files[0];
    assert_eq!(
        (account.located, &account.unlocated[..]),
        (1, &["/request".to_owned()][..])
    );
}

#[test]
fn an_example_that_contradicts_its_schema_is_kept_and_never_explained_away() {
    let other = json!({ "type": "object", "required": ["id"], "properties": { "id": { "type": "integer" } } });
    let found = subject(
        json!({ "session": session(), "other": other }),
        json!({ "x-session-example": { "id": 1, "token": "t" }, "unknown": { "a": 1 } }),
    );
    assert_eq!(
        lines(&found)[0],
        r#"session examples/x-session-example.json#: {"id":1,"token":"t"} contradicts type at /id refused at ["/id"]"#
    );
    let evidence = gather(&found, &Types::default());
    assert_eq!(evidence.files[1].unlocated, [""]);
    assert_eq!(evidence.files[0].contradicting, 1);
    // Of the property's two examples only the one of the right format passes.
    assert_eq!(evidence.part_count, 2);
    assert_eq!(evidence.parts.len(), 1);
}

#[test]
fn a_null_where_a_property_may_be_absent_is_of_the_shape() {
    let found = subject(
        json!({ "session": session() }),
        json!({ "x-session-example": { "id": "", "token": "t", "expires": null } }),
    );
    let line = r#"session examples/x-session-example.json#: {"id":"","token":"t","expires":null} contradicts type at /expires"#;
    assert_eq!(lines(&found)[0], line);
}

#[test]
fn recursion_is_unrolled_once() {
    let tree = json!({
        "type": "object",
        "required": ["name"],
        "properties": { "name": { "type": "string" }, "child": { "$ref": "cratemill:///x-tree-schema.json#" } },
    });
    let expected = [
        r#"tree least: {"name":"name"}"#,
        r#"tree fullest: {"name":"name","child":{"name":"name","child":{"name":"name"}}}"#,
    ];
    assert_eq!(lines(&subject(json!({ "tree": tree }), json!({}))), expected);
}

#[test]
fn made_instances_keep_to_patterns_bounds_and_unions() {
    let schema = json!({
        "type": "object",
        "required": ["did", "size", "tags", "kind"],
        "properties": {
            "did": { "type": "string", "pattern": "^did:[a-z]+:.{3,}$", "maxLength": 12 },
            "size": { "type": "number", "exclusiveMinimum": 2, "maximum": 3 },
            "tags": { "type": "array", "items": { "enum": ["a", "b"] }, "minItems": 2, "uniqueItems": true },
            "kind": { "oneOf": [{ "const": "cat" }, { "type": "null" }] },
        },
        "additionalProperties": false,
        "minProperties": 4,
    });
    assert_eq!(
        lines(&subject(json!({ "thing": schema }), json!({}))),
        [r#"thing fullest: {"did":"did:a:aaa","size":2.75,"tags":["a","b"],"kind":"cat"}"#]
    );
}

#[test]
fn what_no_instance_satisfies_is_listed() {
    let evidence = gather_all(&subject(
        json!({ "never": { "type": "object", "enum": ["PUSH"] } }),
        json!({}),
    ));
    assert_eq!((evidence.types.len(), &evidence.untested[..]), (0, &[0][..]));
}

#[test]
fn hostile_schemas_cost_little_and_give_no_wrong_instance() {
    let this = "cratemill:///x-hostile-schema.json#";
    let many: Vec<Value> = (0..40).map(|_| json!({ "$ref": this })).collect();
    let wide: Vec<Value> = (0..30)
        .map(|_| json!({ "type": "array", "items": { "$ref": this }, "minItems": 3 }))
        .collect();
    let deep = (0..200).fold(
        json!({ "type": "string" }),
        |inner, _| json!({ "type": "array", "minItems": 1, "items": inner }),
    );
    let hostile = [
        json!({ "allOf": [{ "$ref": this }] }),
        json!({ "oneOf": many, "type": "object" }),
        json!({ "anyOf": wide }),
        json!({ "type": "object", "required": ["a"], "properties": { "a": { "$ref": this } } }),
        json!({ "type": "array", "minItems": 1_000_000_000, "items": { "type": "string" } }),
        json!({ "type": "string", "minLength": 1_000_000_000 }),
        json!({ "type": "string", "pattern": "((((a{1000}){1000}){1000}){1000})" }),
        json!({ "type": "string", "pattern": "(" }),
        json!({ "type": "object", "minProperties": 1_000_000 }),
        json!({ "type": "number", "multipleOf": 1e-300, "minimum": 1e300, "maximum": -1e300 }),
        json!({ "$ref": "cratemill:///nowhere#/x" }),
        json!({ "properties": 3, "required": "a", "type": 7, "enum": {}, "allOf": {}, "items": "x" }),
        deep,
    ];
    for schema in hostile {
        let subject = subject(
            json!({ "hostile": schema }),
            json!({ "any": { "a": [1], "b": { "c": 2 } } }),
        );
        for (_, example) in gather(&subject, &Types::default()).examples() {
            assert_eq!(example.verdict, Verdict::Valid, "{schema}");
        }
    }
}

#[test]
fn edits_show_each_law() {
    let schema = json!({
        "type": "object",
        "required": ["status", "version"],
        "properties": {
            "status": { "type": "string", "enum": ["on", "off"] },
            "version": { "const": 1 },
            "name": { "type": "string", "maxLength": 4 },
        },
        "additionalProperties": false,
    });
    let evidence = gather(&subject(json!({ "thing": schema }), json!({})), &Types::default());
    let [Tested { edits: Some(edits), .. }] = &evidence.types[..] else {
        panic!("one target has edits: {:?}", evidence.types)
    };
    let shown = |edits: &[Edit]| -> Vec<String> {
        let value = |edit: &Edit| edit.value.as_ref().map_or("gone".to_owned(), Value::to_string);
        edits
            .iter()
            .map(|edit| format!("{} {} {}", edit.pointer, value(edit), edit.at.join(" ")))
            .collect()
    };
    assert_eq!(
        shown(&edits.varied),
        [
            "/status \"off\" ",
            "/version 1.0 ",
            "/name \"éééé\" ",
            "/name \"\" ",
            "/name gone "
        ]
        .map(str::to_owned)
    );
    assert_eq!(
        shown(&edits.evolved),
        [
            r#"/unknown_to_this_version {"nested":[1,null,{"a":0.5}]} "#,
            r#"/status "unknown_to_this_version" "#,
            "/name null ",
        ]
    );
    assert_eq!(
        shown(&edits.reshaped),
        [
            "/status gone ",
            "/version gone ",
            " true ",
            " null ",
            "/status true /status",
            "/status null /status",
            "/version 2.0 /version",
            "/name true /name",
        ]
    );
    assert_eq!(
        shown(&edits.broken),
        [
            r#" {"status":"on","version":1,"name":"name","unknown_to_this_version":true} "#,
            r#"/status "unknown_to_this_version" /status"#,
            r#"/name "xxxxx" /name"#,
        ]
    );
}

/// What a type has no room for is no edit that still reads, and none of a value that its schema only forbids.
#[test]
fn no_edit_leaves_the_room_of_an_integer() {
    let schema = json!({
        "type": "object",
        "required": ["natural", "named", "rounded", "narrow", "sum"],
        "properties": {
            "natural": { "type": "integer", "minimum": 0, "maximum": u64::MAX },
            "named": { "type": "integer", "format": "uint64" },
            "rounded": { "type": "integer", "minimum": -9.223372036854776e18, "maximum": 9223372036854776000_u64 },
            "narrow": { "type": "integer", "minimum": 0, "maximum": 9 },
            "sum": { "const": 0.30000000000000004 },
        },
    });
    let evidence = gather(&subject(json!({ "counters": schema }), json!({})), &Types::default());
    let [Tested { edits: Some(edits), .. }] = &evidence.types[..] else {
        panic!("{evidence:#?}")
    };
    let readable = edits
        .varied
        .iter()
        .chain(&edits.broken)
        .map(|edit| (edit.pointer.as_str(), edit.value.clone()));
    let readable: Vec<(&str, Option<Value>)> = readable.collect();
    for (pointer, value) in [
        ("/natural", json!(-1)),
        ("/named", json!(-1)),
        ("/rounded", json!(9223372036854776000_u64)),
        ("/rounded", json!(-9.223372036854776e18)),
    ] {
        assert!(!readable.contains(&(pointer, Some(value))), "{pointer}: {readable:?}");
    }
    assert!(readable.contains(&("/natural", Some(json!(u64::MAX)))));
    assert!(readable.contains(&("/narrow", Some(json!(-1)))));
    assert!(
        edits
            .reshaped
            .iter()
            .all(|edit| edit.pointer != "/sum" || !edit.value.as_ref().is_some_and(Value::is_number))
    );
}

#[test]
fn nothing_inside_a_union_is_said_to_be_refused() {
    let cat = |name: &str| json!({ "type": "object", "required": ["tag"], "properties": { "tag": { "const": name }, "n": { "type": "integer" } } });
    let schema = json!({ "type": "object", "properties": { "pet": { "oneOf": [cat("cat"), cat("dog")] } } });
    let evidence = gather(&subject(json!({ "owner": schema }), json!({})), &Types::default());
    let edits = evidence.types[0].edits.as_ref().expect("edits");
    assert!(
        edits.reshaped.iter().all(|edit| !edit.pointer.starts_with("/pet/")),
        "{:?}",
        edits.reshaped
    );
    let alternatives = edits
        .varied
        .iter()
        .filter(|edit| edit.pointer == "/pet")
        .filter_map(|edit| edit.value.as_ref());
    assert_eq!(alternatives.filter(|value| value["tag"] == "dog").count(), 1);
    let unknown = edits
        .evolved
        .iter()
        .filter_map(|edit| edit.value.as_ref())
        .any(|value| value["tag"] == "unknown_to_this_version");
    assert!(unknown, "{:?}", edits.evolved);
}

#[test]
fn gathering_twice_gives_the_same() {
    let subject = subject(
        json!({ "Session": session() }),
        json!({ "a": { "id": "7", "token": "t" } }),
    );
    assert_eq!(gather(&subject, &Types::default()), gather(&subject, &Types::default()));
}

#[test]
fn a_pattern_that_every_name_matches_is_a_map() {
    let keeps_null = |pattern: &str| {
        let object = json!({ "type": "object", "properties": { "x": {} } });
        let map = json!({ "patternProperties": { (pattern): object }, "examples": [{ "a": { "x": 1 } }] });
        let found = gather_all(&subject(json!({ "Map": map }), json!({})));
        let edits = &found.types[0].edits.as_ref().expect("edits").evolved;
        let null = Some(Value::Null);
        edits.iter().any(|edit| edit.pointer == "/a" && edit.value == null)
    };
    let found = ["", ".*", "^.*$", "^(.*)$", "^a"].map(keeps_null);
    assert_eq!(found, [false, false, false, false, true]);
}
