//! `cargo scoreboard` as a maintainer runs it, on schemas made here and on a fixed part of the real ones.

use std::fs;

use super::{corpus, run, workspace};
use serde_json::{Value, json};

fn nested(depth: usize, wrap: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(json!({ "type": "string" }), |schema, _| wrap(schema))
}

/// Types that lead to each other in a ring.
fn ring(length: usize, link: impl Fn(Value) -> Value) -> Value {
    let next = |index: usize| json!({ "$ref": format!("#/definitions/T{}", (index + 1) % length) });
    let one = |index: usize| {
        let schema =
            json!({ "type": "object", "properties": { "next": link(next(index)), "id": { "type": "string" } } });
        (format!("T{index}"), schema)
    };
    let all: serde_json::Map<String, Value> = (0..length).map(one).collect();
    json!({ "$ref": "#/definitions/T0", "definitions": all })
}

#[test]
fn types_deeper_than_the_compiler_goes_compile_and_come_back() {
    let object = |inner: Value| json!({ "type": "object", "properties": { "a": inner } });
    let list = |inner: Value| json!({ "type": "array", "items": inner });
    let map = |inner: Value| json!({ "type": "object", "additionalProperties": inner });
    let union = |inner: Value| json!({ "oneOf": [object(inner), { "type": "null" }, { "type": "integer" }] });
    let deep = nested(100, object);
    let value = (0..60).fold(json!("x"), |value, _| json!({ "a": value }));
    let short = json!({ "a": { "a": { "unknown": [null] } } });
    let (folder, file) = corpus(&[
        ("objects", deep.clone(), &[short.clone(), json!({})]),
        ("objects to the end", nested(60, object), &[value]),
        ("lists", nested(100, list), &[json!([[[]], []])]),
        ("maps", nested(100, map), &[json!({ "k": { "": {} } })]),
        (
            "lists of objects",
            nested(60, |inner| object(list(inner))),
            &[json!({ "a": [{ "a": [] }] })],
        ),
        (
            "unions",
            nested(40, union),
            &[json!({ "a": { "a": 1 } }), json!({ "a": null })],
        ),
        (
            "untyped",
            nested(60, |inner| json!({ "properties": { "a": inner } })),
            &[short],
        ),
        (
            "a ring of lists",
            ring(100, list),
            &[json!({ "id": "x", "next": [{ "next": [], "id": "y" }] })],
        ),
        (
            "a ring of objects",
            ring(100, |next| next),
            &[json!({ "next": { "next": {} } })],
        ),
    ]);
    let run = run(folder.path(), &[&file.to_string_lossy()]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let figures = ["cases", "generated", "compiled", "valid", "equal", "crashes"];
    assert_eq!(run.figures("MaskBench", &figures), [9, 9, 9, 11, 11, 0], "{}", run.out);
}

#[test]
fn types_named_like_anything_in_our_code_compile() {
    let part = json!({ "type": "object", "properties": { "q": { "type": "string" } }, "required": ["q"] });
    let tagged = |tag: &str| json!({ "type": "object", "properties": { "k": { "const": tag } }, "required": ["k"] });
    let mut cases = Vec::new();
    for name in [
        "A", "D", "S", "M", "T", "E", "Extra", "Deep", "Object", "Result", "Option", "Self", "String", "Vec",
    ] {
        let reference = json!({ "$ref": format!("#/$defs/{name}") });
        let list = json!({ "type": "array", "items": reference, "$defs": { name: part } });
        let union = json!({
            "type": "object", "properties": { "u": { "oneOf": [reference, { "$ref": "#/$defs/Z" }] }, "v": reference },
            "$defs": { name: tagged("a"), "Z": tagged("z") }
        });
        cases.push((format!("list of {name}"), list, vec![json!([{ "q": "x" }])]));
        cases.push((
            format!("union of {name}"),
            union,
            vec![json!({ "u": { "k": "a" } }), json!({ "u": { "k": "z" } })],
        ));
    }
    let foreign = json!({ "properties": { "i": {}, "ı": {}, "a": {}, "а": {}, "µ": {} }, "type": "object" });
    cases.push((
        "foreign letters".to_owned(),
        foreign,
        vec![json!({ "ı": 1, "а": 2, "a": 3 })],
    ));
    let large = json!(12345678901234567890_u64);
    let wide = json!({ "properties": { "v": { "enum": [large] }, "w": { "type": "integer", "minimum": large } }, "type": "object" });
    cases.push((
        "wide integers".to_owned(),
        wide,
        vec![json!({ "v": large, "w": large })],
    ));
    let cases: Vec<(&str, Value, &[Value])> = cases
        .iter()
        .map(|(name, schema, valid)| (name.as_str(), schema.clone(), &valid[..]))
        .collect();
    let (folder, file) = corpus(&cases);
    let run = run(folder.path(), &[&file.to_string_lossy()]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert_eq!(
        run.figures("MaskBench", &["cases", "compiled", "valid", "equal"]),
        [30, 30, 44, 44],
        "{}",
        run.out
    );
}

#[test]
fn a_fault_fails_the_run_unless_it_is_expected_and_there() {
    let large = json!(1e30);
    let (folder, file) = corpus(&[
        ("large", json!({ "type": "integer" }), &[large, json!(1)]),
        ("small", json!({ "type": "object" }), &[json!({})]),
    ]);
    let path = file.to_string_lossy().into_owned();
    let expected = folder.path().join("expected.toml");
    let list = |cases: &str| {
        let text =
            format!("[[expected]]\nclass = \"valid refused\"\nreason = \"beyond 64 bits\"\ncases = {{ {cases} }}\n");
        fs::write(&expected, text).expect("a file");
    };
    let option = format!("--expected={}", expected.display());

    list("");
    let unlisted = run(folder.path(), &[&path, &option]);
    assert_eq!(unlisted.code, Some(1), "{}{}", unlisted.out, unlisted.err);
    assert!(
        unlisted.out.contains("valid refused") && unlisted.out.contains("maskbench/large"),
        "{}",
        unlisted.out
    );
    assert_eq!(unlisted.figures("MaskBench", &["valid", "accepted"]), [3, 2]);

    list("\"maskbench/large\" = 1");
    let listed = run(folder.path(), &[&path, &option]);
    assert_eq!(listed.code, Some(0), "{}{}", listed.out, listed.err);

    list("\"maskbench/large\" = 1, \"maskbench/small\" = 1, \"maskbench/absent\" = 1");
    let passed = run(folder.path(), &[&path, &option]);
    assert_eq!(passed.code, Some(1), "{}{}", passed.out, passed.err);
    assert!(
        passed
            .out
            .contains("maskbench/small: `valid refused` 0 times instead of 1"),
        "{}",
        passed.out
    );
    assert!(!passed.out.contains("maskbench/absent"), "{}", passed.out);
}

/// One of so many cases of the corpus is tried.
const EVERY: &str = "60";

#[test]
fn a_fixed_part_of_the_corpus_has_no_fault_but_the_expected() {
    let shared = workspace().join("../shared/corpus");
    let archives = [
        "maskbench.jsonl.gz",
        "schemastore.tar.gz",
        "json-schema-test-suite.tar.gz",
    ];
    let archives: Vec<String> = archives
        .iter()
        .map(|name| shared.join(name))
        .filter(|path| path.exists())
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    if archives.is_empty() {
        println!(
            "no corpus at {}: only the schemas made here are tried",
            shared.display()
        );
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut arguments: Vec<&str> = archives.iter().map(String::as_str).collect();
    arguments.extend(["--every", EVERY]);
    let run = run(folder.path(), &arguments);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    for (corpus, _) in run.board["scores"].as_object().expect("scores") {
        let figures = run.figures(corpus, &["cases", "generated", "compiled"]);
        assert!(
            figures[0] > 0 && figures.iter().all(|figure| *figure == figures[0]),
            "{corpus}: {figures:?}"
        );
    }
}
