//! What patches do, and what is told of those that don't.

use super::*;
use serde_json::json;

fn schema() -> Document {
    let text = br#"{"type": "object", "properties": {"age": {"type": "string"}}}"#;
    let (document, _) = Document::parse("json-schema/session.json", text);
    document.expect("a document")
}

/// Applies one patch: the value afterwards, and each message with the text it points at.
fn run(patch: &str) -> (Value, Vec<(String, String)>) {
    let mut patches = FileTree::new();
    patches.insert("fix.json", patch).expect("a path");
    let mut documents = [schema()];
    let diagnostics = apply(&patches, &mut documents).into_iter().map(|diagnostic| {
        assert_eq!(diagnostic.code, Code::PatchFailed);
        let location = diagnostic.location.expect("a location");
        assert_eq!(location.file, "patches/fix.json");
        (diagnostic.message, patch[location.span.expect("a span")].to_owned())
    });
    let diagnostics = diagnostics.collect();
    let [document] = documents;
    (document.value, diagnostics)
}

/// What goes wrong with a patch that must not change anything.
fn refused(patch: &Value) -> (String, String) {
    let (value, mut diagnostics) = run(&patch.to_string());
    assert_eq!(value, schema().value);
    assert_eq!(diagnostics.len(), 1);
    diagnostics.remove(0)
}

fn with(operations: &Value) -> Value {
    json!({ "file": "session.json", "reason": "r", "link": "l", "patch": operations })
}

#[test]
fn a_patch_changes_the_value_and_not_the_text() {
    let patch = with(&json!([
        { "op": "test", "path": "/properties/age/type", "value": "string" },
        { "op": "replace", "path": "/properties/age/type", "value": "integer" },
    ]));
    let (value, diagnostics) = run(&patch.to_string());
    assert_eq!(diagnostics, []);
    let expected = json!({ "type": "object", "properties": { "age": { "type": "integer" } } });
    assert_eq!(value, expected);
}

#[test]
fn a_patch_that_fails_halfway_changes_nothing() {
    let remove = json!({ "op": "remove", "path": "/properties/name" });
    let (message, excerpt) = refused(&with(&json!([
        { "op": "test", "path": "/type", "value": "object" },
        { "op": "replace", "path": "/type", "value": "array" },
        remove,
    ])));
    assert_eq!(
        message,
        "the patch no longer applies to `session.json`: there is no `/properties/name`; there is `/properties`, which has `age`"
    );
    assert_eq!(excerpt, remove.to_string());
}

#[test]
fn a_repair_upstream_is_noticed() {
    let test = json!({ "op": "test", "path": "/properties/age/type", "value": "number" });
    let (message, excerpt) = refused(&with(&json!([test])));
    assert_eq!(
        message,
        "the patch no longer applies to `session.json`: at `/properties/age/type` there is `\"string\"`, and not `\"number\"`"
    );
    assert_eq!(excerpt, test.to_string());
}

#[test]
fn a_patch_that_grows_without_end_is_refused_where_it_does() {
    let test = json!({ "op": "test", "path": "/type", "value": "object" });
    let copy = |index: usize| json!({ "op": "copy", "from": "", "path": format!("/a{index}") });
    let copies: Vec<Value> = std::iter::once(test.clone()).chain((0..18).map(copy)).collect();
    let (message, excerpt) = refused(&with(&json!(copies)));
    assert_eq!(message, "the operation makes `session.json` too large or too deep");
    let failed: usize = (0..18)
        .position(|index| {
            let shown = copy(index).to_string();
            shown == excerpt
        })
        .expect("a copy");
    assert!((8..17).contains(&failed), "{excerpt}");
    let nested = |depth: usize| json!({ "op": "add", "path": "/a".repeat(depth), "value": {} });
    let nested: Vec<Value> = std::iter::once(test).chain((1..600).map(nested)).collect();
    let (message, excerpt) = refused(&with(&json!(nested)));
    assert_eq!(message, "the operation makes `session.json` too large or too deep");
    assert_eq!(excerpt.matches("/a").count(), DOCUMENT_DEPTH);
}

#[test]
fn what_a_patch_must_have() {
    let (message, excerpt) = refused(&with(&json!([{ "op": "remove", "path": "/type" }])));
    assert_eq!(message, "the first operation is not a `test`");
    assert_eq!(excerpt, r#"{"op":"remove","path":"/type"}"#);
    assert_eq!(refused(&with(&json!([]))).0, "the first operation is not a `test`");
    assert_eq!(refused(&with(&json!([{ "op": "twist" }]))).1, r#""twist""#);

    let mut elsewhere = with(&json!([{ "op": "test", "path": "", "value": 1 }]));
    elsewhere["file"] = json!("../x.json");
    let (message, excerpt) = refused(&elsewhere);
    assert_eq!(message, "there is no schema file `../x.json`");
    assert_eq!(excerpt, r#""../x.json""#);

    let mut bare = with(&json!([]));
    bare["reason"] = json!(" ");
    assert_eq!(refused(&bare).1, r#"" ""#);
    assert!(refused(&json!({ "file": "session.json" })).0.contains("missing field"));
    assert!(run("{").1[0].0.starts_with("EOF"));
}

/// What is told of a patch, and what to do.
fn told(patch: &Value) -> (Code, String, String) {
    let mut patches = FileTree::new();
    patches.insert("fix.json", patch.to_string()).expect("a path");
    let mut documents = [schema()];
    let mut found = apply(&patches, &mut documents);
    assert_eq!(found.len(), 1, "{found:?}");
    let found = found.remove(0);
    (found.code, found.message, found.help)
}

#[test]
fn what_upstream_says_itself_is_to_be_deleted() {
    let test = json!({ "op": "test", "path": "/properties/age/type", "value": "number" });
    let done = json!({ "op": "replace", "path": "/properties/age/type", "value": "string" });
    let gone = json!({ "op": "remove", "path": "/properties/name" });
    let (code, message, help) = told(&with(&json!([test, done, gone])));
    assert_eq!(code, Code::PatchFailed);
    assert!(
        message.starts_with("the patch is no longer needed: `session.json` says itself"),
        "{message}"
    );
    assert_eq!(help, "delete `patches/fix.json`");

    let open = json!({ "op": "add", "path": "/properties/age/minimum", "value": 0 });
    let (_, message, help) = told(&with(&json!([test, done, open])));
    assert!(message.starts_with("the patch no longer applies"), "{message}");
    assert!(help.contains("`/patch/1` would make of it: delete these"), "{help}");
    let (_, _, help) = told(&with(&json!([test, open])));
    assert!(help.starts_with("write its `test` anew"), "{help}");
}

#[test]
fn a_patch_that_changes_nothing_is_told() {
    let test = json!({ "op": "test", "path": "/type", "value": "object" });
    let same = json!({ "op": "replace", "path": "/properties/age/type", "value": "string" });
    let (code, message, help) = told(&with(&json!([test, same])));
    assert_eq!(code, Code::IdlePatch);
    assert!(message.contains("`session.json` says already"), "{message}");
    assert!(help.contains("`patches/fix.json`"), "{help}");
}

/// Applies an overlay of these actions: the value afterwards, and the codes and messages with what they point at.
fn overlay(extends: Option<&str>, actions: &Value) -> (Value, Vec<(Code, String, String)>) {
    let mut text = json!({ "overlay": "1.1.0", "info": { "title": "t", "version": "1" }, "actions": actions });
    if let Some(extends) = extends {
        text["extends"] = json!(extends);
    }
    let text = text.to_string();
    let mut patches = FileTree::new();
    patches.insert("fix.json", text.as_str()).expect("a path");
    let mut documents = [schema()];
    let found = apply(&patches, &mut documents).into_iter().map(|one| {
        let span = one.location.expect("a location").span.expect("a span");
        (one.code, one.message, text[span].to_owned())
    });
    let found = found.collect();
    let [document] = documents;
    (document.value, found)
}

#[test]
fn an_overlay_merges_adds_replaces_copies_and_removes() {
    let (value, found) = overlay(
        Some("https://example.com/v1/session.json"),
        &json!([
            { "target": "$", "update": { "required": ["age"], "title": "S" } },
            { "target": "$.required", "update": "name" },
            { "target": "$.required", "update": ["a", "b"] },
            { "target": "$..type", "update": "integer" },
            { "target": "$.properties", "update": { "name": {}, "gone": {} } },
            { "target": "$.properties.name", "copy": "$.properties.age" },
            { "target": "$.properties.gone", "remove": true },
            { "target": "$.required[?@ == 'a' || @ == 'b']", "remove": true },
        ]),
    );
    assert_eq!(found, []);
    let expected = json!({
        "type": "integer",
        "properties": { "age": { "type": "integer" }, "name": { "type": "integer" } },
        "required": ["age", "name"],
        "title": "S",
    });
    assert_eq!(value, expected);
}

#[test]
fn an_overlay_that_cannot_be_applied_changes_nothing() {
    let fine = json!({ "target": "$", "update": { "title": "S" } });
    for (action, message, at) in [
        (json!({ "target": "$.type", "update": {} }), "can't be put where", "{}"),
        (
            json!({ "target": "$", "update": { "type": {} } }),
            "can't be put where",
            r#"{"type":{}}"#,
        ),
        (json!({ "target": "type", "update": 1 }), "not a JSONPath", r#""type""#),
        (
            json!({ "target": "$..*..*..*", "remove": true }),
            "more than 2 times",
            r#""$..*..*..*""#,
        ),
        (json!({ "target": "$", "remove": true }), "whole document", r#""$""#),
        (
            json!({ "target": "$..*", "update": {} }),
            "objects, arrays and plain values",
            r#""$..*""#,
        ),
        (
            json!({ "target": "$.properties", "copy": "$..type" }),
            "selects 2 values",
            r#""$..type""#,
        ),
        (json!({ "target": "$.properties" }), "neither", r#""$.properties""#),
    ] {
        let (value, found) = overlay(None, &json!([fine, action]));
        assert_eq!(value, schema().value, "{action}");
        let [(code, told, place)] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert!(*code == Code::PatchFailed && told.contains(message), "{told}");
        assert_eq!(place, at, "{action}");
    }
    assert!(
        overlay(Some("other.json"), &json!([fine])).1[0]
            .1
            .contains("there is no schema file `other.json`")
    );
    let (_, found) = run(r#"{"overlay": "2.0.0", "actions": []}"#);
    assert!(found[0].0.contains("version `2.0.0`"), "{found:?}");
}

#[test]
fn an_action_that_changes_nothing_is_told() {
    let (_, found) = overlay(
        None,
        &json!([
            { "target": "$.none", "remove": true },
            { "target": "$.properties.age", "update": { "type": "string" } },
        ]),
    );
    let told: Vec<_> = found
        .iter()
        .map(|(code, message, _)| (*code, message.rsplit(": ").next().unwrap_or("")))
        .collect();
    let expected = ["its target selects nothing", "what it would make is there already"];
    assert_eq!(told, expected.map(|message| (Code::IdlePatch, message)));
}

#[test]
fn an_overlay_that_grows_without_end_is_refused() {
    let grow = json!({ "target": "$", "copy": "$" });
    let add = json!({ "target": "$.properties", "copy": "$" });
    let actions: Vec<Value> = std::iter::repeat_n([add, grow], 600).flatten().collect();
    let (value, found) = overlay(None, &json!(actions));
    assert_eq!(value, schema().value);
    assert!(found[0].1.contains("too large or too deep"), "{found:?}");
}
