mod elsewhere;
mod properties;
mod rules;
mod same;
mod systematic;
mod table;

use super::fact::Fact;
use super::fit::{Fit, Relation};
use super::{Change, Effect, Verdict, previous, verdicts};
use crate::pipeline::{compare, drift, travel};
use crate::provider::ProviderSource;
use crate::{Kept, Options, Runtime, generate, package};
use serde_json::{Value, json};

fn provider(schema: &Value) -> ProviderSource {
    let mut source = ProviderSource {
        name: "tiny".to_owned(),
        ..ProviderSource::default()
    };
    source.schemas.insert("a.json", schema.to_string()).expect("a path");
    source
}

/// The changes from one schema to another, as they are found: from the files of the older crate.
fn changes(old: Value, new: Value) -> Vec<Change> {
    with_manifest(&old, &new, None)
}

fn with_manifest(old: &Value, new: &Value, manifest: Option<&str>) -> Vec<Change> {
    let options = Options {
        runtime: Runtime::Version("0.1".to_owned()),
    };
    let generated = generate(&provider(old), &options);
    let files = generated
        .crate_files
        .unwrap_or_else(|| panic!("{:#?}", generated.diagnostics));
    let schema_json = files.get("src/schema.json").expect("the schemas");
    let mut source = provider(new);
    source.lock = Some(generated.lock.clone());
    source.manifest = manifest.map(str::to_owned);
    drift(&source, &Kept::default(), schema_json, &generated.lock).expect("schemas")
}

fn object(properties: Value, required: Value) -> Value {
    json!({ "type": "object", "properties": properties, "required": required })
}

/// Each change with a letter for reader, writer and code: nothing, compatible, unknown, breaking.
fn told(changes: &[Change]) -> Vec<(String, String, String)> {
    let letter = |effect: &Effect| match effect.verdict {
        _ if *effect == Effect::NONE => '-',
        Verdict::Compatible => 'c',
        Verdict::Unknown => 'u',
        Verdict::Breaking => 'b',
    };
    let letters = |one: &Change| [&one.reader, &one.writer, &one.rust].into_iter().map(letter).collect();
    changes
        .iter()
        .map(|one| (one.path.clone(), one.message.clone(), letters(one)))
        .collect()
}

#[track_caller]
fn check(old: Value, new: Value, expected: &[(&str, Fact, &str)]) {
    let expected: Vec<(String, String, String)> = expected
        .iter()
        .map(|(path, fact, letters)| ((*path).to_owned(), fact.to_string(), (*letters).to_owned()))
        .collect();
    assert_eq!(told(&changes(old, new)), expected);
}

#[track_caller]
fn check_property(old: Value, new: Value, expected: &[(Fact, &str)]) {
    let in_object = |value: Value| object(json!({ "p": value }), json!(["p"]));
    let expected: Vec<(&str, Fact, &str)> = expected
        .iter()
        .map(|(fact, letters)| ("A::p", fact.clone(), *letters))
        .collect();
    check(in_object(old), in_object(new), &expected);
}

fn fit(read: Relation, valid: Relation) -> Fit {
    Fit { read, valid }
}

#[test]
fn types_come_and_go() {
    let enumeration = json!({ "type": "string", "enum": ["x", "y"] });
    let expected = Fact::FieldTypeChanged {
        old: "String".to_owned(),
        new: "a::P".to_owned(),
        fit: fit(Relation::Same, Relation::Narrower),
        same: false,
    };
    let with = |value: Value| object(json!({ "p": value }), json!([]));
    let string = || json!({ "type": "string" });
    check(
        with(string()),
        with(enumeration.clone()),
        &[("A::p", expected, "-bb"), ("a::P", Fact::TypeAdded, "--c")],
    );
    let gone = told(&changes(with(enumeration), with(string())));
    assert!(
        gone.contains(&("a::P".to_owned(), Fact::TypeRemoved.to_string(), "--b".to_owned())),
        "{gone:?}"
    );
}

#[test]
fn types_get_another_name() {
    let schema = object(json!({ "p": { "type": "string", "enum": ["x", "y"] } }), json!([]));
    let manifest = "[names.override]\n\"a.json#/properties/p\" = \"Letter\"\n";
    let renamed = Fact::TypeRenamed {
        old: "a::P".to_owned(),
        aliased: true,
        constructed: false,
    };
    let expected = vec![("Letter".to_owned(), renamed.to_string(), "--c".to_owned())];
    assert_eq!(told(&with_manifest(&schema, &schema, Some(manifest))), expected);
}

#[test]
fn types_become_something_else() {
    let old = object(json!({ "x": { "type": "string" } }), json!(["x"]));
    let new = json!({ "type": "string", "enum": ["x", "y"] });
    let fit = fit(Relation::Other, Relation::Other);
    check(
        old,
        new,
        &[(
            "A",
            Fact::KindChanged {
                old: "a struct",
                new: "an enum of strings",
                fit,
            },
            "bbb",
        )],
    );
    let fit = Fit {
        read: Relation::Other,
        valid: Relation::Other,
    };
    let held = Fact::ContentChanged {
        old: "String".to_owned(),
        new: "bool".to_owned(),
        fit,
    };
    check(
        json!({ "type": "string" }),
        json!({ "type": "boolean" }),
        &[("A", held, "bbb")],
    );
}

#[test]
fn values_come_and_go() {
    let texts = |texts: Value| json!({ "type": "string", "enum": texts });
    let text = || "z".to_owned();
    check(
        texts(json!(["x", "y"])),
        texts(json!(["x", "y", "z"])),
        &[(
            "A",
            Fact::VariantAdded {
                text: text(),
                counted: false,
            },
            "ccc",
        )],
    );
    check(
        texts(json!(["x", "y", "z"])),
        texts(json!(["x", "y"])),
        &[(
            "A",
            Fact::VariantRemoved {
                text: text(),
                now: None,
            },
            "cbb",
        )],
    );
}

#[test]
fn alternatives_come_and_go() {
    let any = |alternatives: Value| json!({ "anyOf": alternatives });
    let two = || any(json!([{ "type": "string" }, { "type": "boolean" }]));
    let three = || any(json!([{ "type": "string" }, { "type": "boolean" }, { "type": "integer" }]));
    let name = || "Integer".to_owned();
    check(
        two(),
        three(),
        &[(
            "A",
            Fact::AlternativeAdded {
                name: name(),
                kept: false,
            },
            "bcc",
        )],
    );
    check(
        three(),
        two(),
        &[(
            "A",
            Fact::AlternativeRemoved {
                name: name(),
                kept: false,
            },
            "bbb",
        )],
    );
}

#[test]
fn a_tagged_union_grows() {
    let alternative = |kind: &str, property: &str| {
        let properties = json!({ "kind": { "const": kind }, property: { "type": "string" } });
        object(properties, json!(["kind", property]))
    };
    let union = |all: &[(&str, &str)]| {
        let definitions: serde_json::Map<String, Value> = all
            .iter()
            .map(|(kind, property)| (format!("{property}-d"), alternative(kind, property)))
            .collect();
        let references: Vec<Value> = definitions
            .keys()
            .map(|key| json!({ "$ref": format!("#/$defs/{key}") }))
            .collect();
        json!({ "oneOf": references, "$defs": definitions })
    };
    let old = union(&[("one", "first"), ("two", "second")]);
    let grown = told(&changes(
        old.clone(),
        union(&[("one", "first"), ("two", "second"), ("three", "third")]),
    ));
    let letters = |changes: &[(String, String, String)], text: &str| {
        let found = changes.iter().find(|one| one.1.contains(text));
        found.map(|one| one.2.clone()).unwrap_or_default()
    };
    assert_eq!(letters(&grown, "the alternative `ThirdD` is new"), "ccc", "{grown:#?}");
    let other = told(&changes(old, union(&[("one", "first"), ("2", "second")])));
    assert_eq!(letters(&other, "was meant by"), "---", "{other:#?}");
    assert_eq!(letters(&other, "the constant was"), "bb-", "{other:#?}");
}

#[test]
fn a_file_gets_another_name() {
    let part = json!({ "type": "object", "properties": { "x": { "type": "string" } } });
    let whole = |file: &str| object(json!({ "p": { "$ref": file } }), json!([]));
    let named = |file: &str| {
        let mut source = provider(&whole(file));
        source.schemas.insert(file, part.to_string()).expect("a path");
        source
    };
    let options = Options {
        runtime: Runtime::Version("0.1".to_owned()),
    };
    let old = generate(&named("old.json"), &options);
    let files = old.crate_files.expect("a crate");
    let source = ProviderSource {
        lock: Some(old.lock.clone()),
        ..named("new.json")
    };
    let schemas = files.get("src/schema.json").expect("the schemas");
    let found = drift(&source, &Kept::default(), schemas, &old.lock).expect("schemas");
    let kept = Fact::SchemaMoved {
        old: "old.json#".to_owned(),
        new: "new.json#".to_owned(),
    };
    assert_eq!(told(&found), [("Old".to_owned(), kept.to_string(), "--c".to_owned())]);
}

#[test]
fn a_fault_that_stays_is_no_change() {
    let faulty = || {
        object(
            json!({ "p": { "type": "String" }, "q": { "minLength": "2" } }),
            json!([]),
        )
    };
    check(faulty(), faulty(), &[]);
    let mut more = faulty();
    more["properties"]["r"] = json!({ "type": "string" });
    let found = changes(faulty(), more);
    assert_eq!(found.len(), 1, "{found:#?}");
}

#[test]
fn what_the_manifest_changes_is_told() {
    let schema = object(json!({ "token": { "type": "string" } }), json!([]));
    let with = |manifest: &str| ProviderSource {
        manifest: Some(manifest.to_owned()),
        ..provider(&schema)
    };
    let found = compare(
        &with(""),
        &with("[crate]\nname = \"other\"\n[secrets]\npublic = [\"token\"]\n"),
    );
    let found = found.expect("two versions");
    let rules: Vec<&str> = found.iter().map(|one| one.rule).collect();
    assert_eq!(rules, ["CM-D214", "CM-D107"], "{found:#?}");
    assert!(found.iter().all(Change::is_breaking));
    // What is committed of the older version tells the same.
    let manifest = "[crate]\nname = \"other\"\n[secrets]\npublic = [\"token\"]\n";
    assert_eq!(told(&with_manifest(&schema, &schema, Some(manifest))), told(&found));
}

#[test]
fn what_is_documented_or_ordered_otherwise_is_no_change() {
    let old = json!({ "type": "object", "properties": { "p": { "type": "string" }, "q": { "$ref": "gone.json" } } });
    let new = json!({ "type": "object", "description": "Now with a text.", "properties": { "q": { "$ref": "gone.json" }, "p": { "type": "string" } } });
    check(old.clone(), new, &[]);
    check(old.clone(), old, &[]);
}

#[test]
fn the_gravest_comes_first_and_every_change_is_a_line() {
    let old = object(
        json!({ "a": { "type": "string" }, "b": { "type": "string" } }),
        json!([]),
    );
    let new = object(
        json!({ "0": { "type": "string" }, "a": { "type": "integer" }, "b\nc": { "type": "string" } }),
        json!(["0"]),
    );
    let found = changes(old, new);
    let lines: Vec<String> = found.iter().map(Change::to_string).collect();
    assert!(lines.iter().all(|line| !line.contains('\n')), "{lines:#?}");
    assert!(
        lines[0].starts_with("breaking: `A::a`: the property held `String` and holds `i64`; reader: each"),
        "{lines:#?}"
    );
    let breaking: Vec<bool> = found.iter().map(Change::is_breaking).collect();
    assert_eq!(breaking, [true, true, true, true, false], "{lines:#?}");
}

#[test]
fn the_older_version_is_what_it_was() {
    let schema = json!({ "type": "object", "properties": {
        "a": { "$ref": "https://example.com/x.json#/y" },
        "b": { "$ref": "#/$defs/B%20b" },
    }, "$defs": { "B b": { "$id": "#/b", "enum": ["x", "y"] } } });
    let source = provider(&schema);
    let journey = travel(&source).expect("types");
    let lock = journey.lock.to_text();
    let old = previous(&source, package::schema_json(&journey.bundle).as_bytes(), &lock).expect("the older version");
    let again = travel(&old).expect("types");
    let [one, other] = [&journey, &again].map(|journey| super::Version {
        bundle: &journey.bundle,
        schema: &journey.schema,
        types: &journey.types,
        package: None,
        published: None,
    });
    assert_eq!(super::compare(one, other), []);
    assert_eq!(again.lock.to_text(), lock);
    assert!(previous(&source, b"<<<<<<< HEAD", &lock).is_none());
}

#[test]
fn choices_of_places_that_are_new_are_no_fault_of_the_old_version() {
    let with = |names: &[&str]| {
        let properties: serde_json::Map<String, Value> = names
            .iter()
            .map(|name| ((*name).to_owned(), json!({ "type": "string" })))
            .collect();
        object(properties.into(), json!([]))
    };
    let manifest =
        "[secrets.places]\n\"a.json#/properties/new\" = true\n[descriptions]\n\"a.json#/properties/new\" = \"New.\"\n";
    let found = with_manifest(&with(&["old"]), &with(&["old", "new"]), Some(manifest));
    let expected = (
        "A::new".to_owned(),
        Fact::FieldAdded { required: false }.to_string(),
        "--c".to_owned(),
    );
    assert_eq!(told(&found), [expected]);
}
