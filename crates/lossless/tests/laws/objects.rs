//! Null, absent and empty; unknown and duplicate names; wide and recursive types; builders.

use crate::nhost::{SESSION, Session, User};
use crate::types::{Limits, Node, Nulls, Stray, Tags};
use crate::wide::{Wide70, Wide300};
use lossless::{Builder, Extra, Implied, Map, Maybe, Open, Value};
use round_trip::{check, rejects};
use serde_json::json;

use lossless::serde_json;

#[test]
fn the_example_of_the_provider_comes_back() {
    check::<Session>(SESSION);
    let session: Session = lossless::from_str(SESSION).expect("the example reads");
    assert_eq!(
        session.refresh_token_id.as_deref(),
        Some("g7b8c9d0-e1f2-3456-gbcd-567890123456")
    );
    assert_eq!(session.user.avatar_url.as_deref(), Some(""));
    assert_eq!(session.user.phone_number, Maybe::Null);
    assert_eq!(session.user.metadata.as_ref().map(serde_json::Map::len), Some(0));
    assert!(session.extra.is_empty() && session.user.extra.is_empty());
}

#[test]
fn serde_alone_reads_the_same() {
    let ours: Session = lossless::from_str(SESSION).expect("the example reads");
    assert_eq!(
        serde_json::from_str::<Session>(SESSION).expect("the example reads"),
        ours
    );
    assert_eq!(
        serde_json::from_slice::<Session>(SESSION.as_bytes()).expect("the example reads"),
        ours
    );
    assert_eq!(
        lossless::from_slice::<Session>(SESSION.as_bytes()).expect("the example reads"),
        ours
    );
    let value: Value = serde_json::from_str(SESSION).expect("the example is JSON");
    assert_eq!(
        serde_json::from_value::<Session>(value.clone()).expect("the example reads"),
        ours
    );
    assert_eq!(
        lossless::from_value::<Session>(value.clone()).expect("the example reads"),
        ours
    );
    assert_eq!(lossless::to_value(&ours).expect("the session is written"), value);
}

#[test]
fn null_absent_and_empty_are_different() {
    for instance in [
        r#"{"required": null}"#,
        r#"{"required": ""}"#,
        r#"{"required": "x", "maybe": null}"#,
        r#"{"required": "x", "maybe": []}"#,
        r#"{"required": "x", "any": null}"#,
        r#"{"required": "x", "any": {}}"#,
        r#"{"required": "x", "optional": null}"#,
        r#"{"required": "x", "optional": {}}"#,
        r#"{"required": "x", "optional": {"null": null, "": []}}"#,
    ] {
        check::<Nulls>(instance);
    }
    rejects::<Nulls>("{}", "");
    rejects::<Nulls>(r#"{"required": 1}"#, "/required");
}

#[test]
fn an_explicit_null_is_written_as_long_as_the_field_is_none() {
    let mut nulls: Nulls = lossless::from_str(r#"{"required": null, "optional": null}"#).expect("reads");
    assert_eq!(nulls.optional, None);
    assert_eq!(nulls.extra.get("optional"), Some(&Value::Null));
    nulls.optional = Some(Map::new());
    assert_eq!(
        lossless::to_string(&nulls).expect("writes"),
        r#"{"required":null,"optional":{}}"#
    );
    nulls.optional = None;
    nulls.extra.remove("optional");
    assert_eq!(lossless::to_string(&nulls).expect("writes"), r#"{"required":null}"#);
}

#[test]
fn unknown_properties_come_back_in_order() {
    let instance = r#"{"z": [1.0, {"a": null}], "required": null, "a b": "", "": {}}"#;
    check::<Nulls>(instance);
    let nulls: Nulls = lossless::from_str(instance).expect("reads");
    assert_eq!(
        nulls.extra.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        ["z", "a b", ""]
    );
}

/// The reader of untyped values is this crate's own; serde_json's, which loses digits and repeated names, is its measure.
#[test]
fn an_untyped_value_is_read_as_serde_json_reads_it() {
    fn check(text: &str) {
        let same = |found: Option<&Value>, expected: Option<&Value>| match (found, expected) {
            (Some(found), Some(expected)) => lossless::equal(found, expected),
            (found, expected) => found.is_none() && expected.is_none(),
        };
        let expected = serde_json::from_str::<Value>(text).ok();
        assert!(
            same(lossless::from_str(text).ok().as_ref(), expected.as_ref()),
            "{text}"
        );
        let inside = format!(r#"{{"required": null, "x": {text}, "any": [{text}]}}"#);
        let nulls = lossless::from_str::<Nulls>(&inside).ok();
        assert!(
            same(nulls.as_ref().and_then(|nulls| nulls.extra.get("x")), expected.as_ref()),
            "{text}"
        );
        let items = expected.map(|value| json!([value]));
        assert!(
            same(nulls.and_then(|nulls| nulls.any).as_ref(), items.as_ref()),
            "{text}"
        );
    }
    for plain in 0..20 {
        for escape in [
            r#"\""#,
            r"\\",
            r"\n",
            r"\u00e9",
            r"\ud83d\ude00",
            r"\/",
            "é",
            "😀",
            "\u{7f}",
            "",
        ] {
            let text = format!("{}{escape}{escape}x{}", "a".repeat(plain), "b".repeat(19 - plain));
            check(&format!(r#""{text}""#));
            check(&format!(r#"{{"{text}": ["{text}"], "{text}2": 1}}"#));
        }
    }
    for text in [
        "null",
        "true",
        "false",
        " [ ] ",
        "{ }",
        "[\n1,\t2 ,\r\n[3]]",
        r#"{ "a" : { } , "b" : [ null ] }"#,
        "-0",
        "-0.0",
        "0",
        "-12",
        "1.25e-3",
        "1E5",
        "123456789012345678",
        "1234567890123456789",
        "-9223372036854775808",
        "18446744073709551615",
        "0.1",
        "123456789.125",
        "1234567890123.125",
        "5e-324",
        "2.2250738585072014e-308",
    ] {
        check(text);
    }
    for no_json in [
        "",
        "nul",
        "truee",
        "[1,]",
        "[1 2]",
        "[",
        "{",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        r#"{"a" 1}"#,
        "{1:2}",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "--1",
        r#"""#,
        r#""\x""#,
        r#""\ud800""#,
        r#""\ud800\u0041""#,
        "\"\n\"",
        "\"\u{1}\"",
        "1 2",
        "]",
    ] {
        check(no_json);
    }
}

#[test]
fn escaped_names_are_known_too() {
    check::<Nulls>(r#"{"req\u0075ired": "x", "a\nb": 1}"#);
}

/// One rule: a name that is repeated is refused, wherever it is.
#[test]
fn a_repeated_name_is_refused() {
    rejects::<Nulls>(r#"{"required": null, "required": null}"#, "/required");
    rejects::<Nulls>(r#"{"required": null, "optional": null, "optional": {}}"#, "/optional");
    rejects::<Nulls>(r#"{"x": 1, "required": null, "y": 2, "x": 3}"#, "/x");
    rejects::<Nulls>(r#"{"x": {"y": [{"z": 1, "\u007a": 1}]}, "required": null}"#, "/x/y/0/z");
    rejects::<Nulls>(r#"{"required": null, "any": {"a": 1, "a": 1}}"#, "/any/a");
    rejects::<Nulls>(
        r#"{"required": null, "optional": {"a": 1, "b": 2, "a": 1}}"#,
        "/optional/a",
    );
    rejects::<Map<i64>>(r#"{"a": 1, "a": 1}"#, "/a");
    rejects::<serde_json::Map<String, Value>>(r#"{"a": 1, "a": 1}"#, "/a");
    rejects::<Value>(r#"[{"a": 1, "a": 1}]"#, "/0/a");
    rejects::<Open<i64>>(r#"{"a": 1, "a": 1}"#, "/a");
    rejects::<Implied<i64>>(r#"{"a": 1, "a": 1}"#, "/a");
    rejects::<Limits>(r#"{"daily": 1, "a": 2, "a": 2}"#, "/a");
    let names: Vec<String> = (0..100).map(|index| format!(r#""x{index}": 1"#)).collect();
    rejects::<Node>(&format!(r#"{{{}, "x31": 2}}"#, names.join(", ")), "/x31");
    let error = serde_json::from_str::<Nulls>(r#"{"x": 1, "required": null, "x": 3}"#).expect_err("it is repeated");
    assert_eq!(error.to_string(), "repeated property at line 1 column 34");
}

#[test]
fn a_field_is_never_written_twice() {
    let mut node: Node = lossless::from_str(r#"{"value": 1}"#).expect("reads");
    node.extra.insert("value", json!(2));
    node.extra.insert("other", json!(3));
    assert_eq!(lossless::to_string(&node).expect("writes"), r#"{"value":1,"other":3}"#);
    node.value = None;
    assert_eq!(lossless::to_string(&node).expect("writes"), r#"{"other":3}"#);
}

#[test]
fn extra_is_a_map() {
    let mut extra: Extra = [("a", json!(1)), ("b", json!(2)), ("a", json!(3))]
        .into_iter()
        .collect();
    assert_eq!((extra.len(), extra.get("a")), (2, Some(&json!(3))));
    assert_eq!(extra.insert("b", json!(4)), Some(json!(2)));
    assert_eq!(extra, [("b", json!(4)), ("a", json!(3))].into_iter().collect());
    assert_eq!((extra.remove("a"), extra.remove("a")), (Some(json!(3)), None));
    assert_eq!(
        extra.clone().into_iter().collect::<Vec<_>>(),
        [("b".to_owned(), json!(4))]
    );
    assert_eq!(extra.remove("b"), Some(json!(4)));
    assert_eq!(extra, Extra::new());
    assert_eq!(std::mem::size_of::<Extra>(), std::mem::size_of::<usize>());
}

#[test]
fn extra_properties_are_equal_in_any_order() {
    let extra = |numbers: &[i32]| -> Extra { numbers.iter().map(|n| (format!("x{n}"), json!(n))).collect() };
    let all: Vec<i32> = (0..40).collect();
    let back: Vec<i32> = (0..40).rev().collect();
    assert_eq!(extra(&all), extra(&back));
    assert_ne!(extra(&all), extra(&back[1..]));
    let mut other = extra(&back);
    other.insert("x7", json!(8));
    assert_ne!(extra(&all), other);
    other.insert("x7", json!(7));
    assert_eq!(extra(&all), other);
    other.remove("x7");
    other.insert("y7", json!(7));
    assert_ne!(extra(&all), other);
}

#[test]
fn typed_extra_properties_never_fail() {
    check::<Limits>(r#"{"daily": 1, "monthly": 2.0, "yearly": "none", "ever": null, "weekly": null}"#);
    let limits: Limits = lossless::from_str(r#"{"daily": 1, "a": 2, "b": "none", "weekly": null}"#).expect("reads");
    assert_eq!(limits.extra.get("a").and_then(Open::known), Some(&2));
    assert_eq!(limits.extra.get("b"), Some(&Open::Unknown(json!("none"))));
}

#[test]
fn recursive_types_are_read() {
    check::<Node>(r#"{"next": {"next": {"children": [{}, {"children": []}, {"value": 1, "extra": 2}]}}}"#);
    rejects::<Node>(
        r#"{"next": {"children": [{}, {"value": "1"}]}}"#,
        "/next/children/1/value",
    );
}

#[test]
fn objects_of_any_width_are_read() {
    let all = |count| {
        let properties: Vec<String> = (0..count).map(|index| format!(r#""p{index}": {index}"#)).collect();
        format!("{{{}}}", properties.join(", "))
    };
    check::<Wide70>(&all(70));
    check::<Wide70>(&all(300));
    check::<Wide300>(&all(300));
    check::<Wide300>(r#"{"p299": 1, "p300": null, "p0": null}"#);
    rejects::<Wide70>(&all(69), "");
    rejects::<Wide300>(&all(299), "");
    rejects::<Wide300>(r#"{"p299": 1, "p64": 1, "p64": 1}"#, "/p64");
    rejects::<Wide300>(r#"{"p299": 1, "p298": "1"}"#, "/p298");
    let error = lossless::from_str::<Wide300>("{}").expect_err("p299 is required");
    assert_eq!(error.message(), "missing property `p299` of Wide300");
}

#[test]
fn newtypes_are_transparent() {
    check::<Tags>(r#"["a", "a", ""]"#);
    rejects::<Tags>(r#"["a", 1]"#, "/1");
    check::<Stray>(r#"{"petType": "cat", "x": 1}"#);
    let tags = Tags::from(vec!["a".to_owned()]);
    assert_eq!(tags.len(), 1);
}

#[test]
fn a_builder_names_all_that_is_missing() {
    let error = Builder::<User>::new().build().expect_err("nothing is set");
    assert_eq!(
        error.to_string(),
        "missing properties `id`, `email`, `displayName`, `locale`, `emailVerified`, `defaultRole`, `allowedRoles`, \
         `isAnonymous` of User"
    );
    let mut builder = Builder::<Wide300>::new();
    assert_eq!(
        builder.clone().build().expect_err("p299 is not set").properties(),
        ["p299"]
    );
    builder.value.slots[299] = Some(1);
    builder.at(299);
    assert_eq!(
        lossless::to_string(&builder.build().expect("all is set")).expect("writes"),
        r#"{"p299":1}"#
    );
}
