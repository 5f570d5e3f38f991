//! Tolerant reading: what fits is read, what does not is kept in its place and told.

use crate::nhost::{SESSION, Session};
use crate::types::{Limits, Node, Nulls, Release};
use lossless::serde::de::DeserializeOwned;
use lossless::tolerant::{Misfit, from_str, from_value};
use lossless::{Instance, Map, Value, serde_json};
use std::collections::HashMap;

/// Reads an instance that is refused strictly: it comes back equal, from text and from a value, and these misfits are told.
#[track_caller]
fn kept<T: Instance + DeserializeOwned>(text: &str, told: &[&str]) -> T {
    assert!(lossless::from_str::<T>(text).is_err(), "nothing is wrong");
    let (value, misfits) = from_str::<T>(text).expect("something stands in");
    assert_eq!(misfits.iter().map(Misfit::to_string).collect::<Vec<_>>(), told);
    let whole: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(lossless::to_value(&value).expect("a value"), whole);
    let text: Value = lossless::to_string(&value).expect("JSON").parse().expect("JSON");
    assert_eq!(text, whole);
    let (again, _) = from_value::<T>(whole).expect("as from text");
    assert_eq!(again, value);
    value
}

#[test]
fn what_fits_is_read_as_ever() {
    let (session, misfits) = from_str::<Session>(SESSION).expect("the example reads");
    assert_eq!((misfits, lossless::from_str(SESSION)), (Vec::new(), Ok(session)));
}

#[test]
fn an_optional_property_stays_away() {
    let node = kept::<Node>(
        r#"{"value": "1", "next": {"value": {"a": 1}, "x": 2}, "timeout": [1, "2"]}"#,
        &[
            "/value: string instead of integer",
            "/next/value: object instead of integer",
            "/timeout/1: string instead of integer",
        ],
    );
    assert_eq!(node.value, None);
}

#[test]
fn a_required_property_costs_the_object_around_it() {
    let text = r#"{"children": [{"value": 1}, {"payment": 1}, 7], "next": {"next": {"next": []}}}"#;
    let node = kept::<Node>(
        text,
        &[
            "/children/1/payment: integer instead of Payment (object)",
            "/children/2: integer instead of object Node",
            "/next/next/next: array instead of object Node",
        ],
    );
    assert_eq!(node.children.map(|children| children.len()), Some(2));
    let error = from_str::<Release>(r#"{"version": "v1", "one": 2, "shape": {"a": [1, 2]}}"#).expect_err("required");
    assert_eq!(error.path(), "/one");
    assert_eq!(from_str::<Release>("{}").expect_err("required").path(), "");
    assert!(from_str::<Node>("[]").is_err() && from_str::<Node>("{").is_err());
}

#[test]
fn an_alternative_is_kept_whole() {
    let node = kept::<Node>(
        r#"{"pet": {"petType": "dog"}, "children": [{"pet": {"petType": 1}}]}"#,
        &[
            "/pet: missing property `barks` of Dog",
            "/children/0/pet: invalid type: integer, expected string, the discriminator of Pet at /petType",
        ],
    );
    assert_eq!(node.unknowns()[1].to_string(), "unknown alternative at /pet");
    let cat = kept::<Node>(
        r#"{"pet": {"lives": "9", "petType": "cat", "friend": {"petType": "cat", "lives": []}}}"#,
        &[
            "/pet/lives: string instead of integer",
            "/pet/friend/lives: array instead of integer",
        ],
    );
    assert!(matches!(cat.pet, Some(crate::types::Pet::Cat(_))));
}

#[test]
fn maps_and_extra_properties_too() {
    let nulls = kept::<Nulls>(
        r#"{"required": null, "maybe": [1, "s3cret", 2, {}], "optional": 1}"#,
        &[
            "/maybe/1: string instead of integer",
            "/maybe/3: object instead of integer",
            "/optional: integer instead of object",
        ],
    );
    assert_eq!(
        nulls.extra.displaced().map(|(path, _)| path).collect::<Vec<_>>(),
        ["/maybe/1", "/maybe/3", "/optional"]
    );
    assert!(!format!("{nulls:?}").contains("s3cret"), "{nulls:?}");
    kept::<Limits>(
        r#"{"daily": 1, "weekly": "x", "a": 1}"#,
        &["/weekly: string instead of integer"],
    );
    kept::<crate::types::Numbers>(
        r#"{"map": {"a": 1, "b": "2", "c/d": null}, "small": [1, 10000000000]}"#,
        &[
            "/map/b: string instead of integer",
            "/map/c~1d: null instead of integer",
            "/small/1: integer instead of integer of 32 bits",
        ],
    );
}

/// What no generated object is around has no place.
#[test]
fn a_misfit_without_a_home_is_an_error() {
    let error = from_str::<Map<i64>>(r#"{"a": 1, "b": "2"}"#).expect_err("no place");
    assert_eq!((error.path(), error.message()), ("/b", "string instead of integer"));
    let (nodes, misfits) = from_str::<HashMap<String, Node>>(r#"{"a": {"value": "1"}}"#).expect("a place");
    assert_eq!((nodes.len(), misfits.len()), (1, 1));
    assert_eq!(lossless::to_string(&nodes).expect("JSON"), r#"{"a":{"value":"1"}}"#);
}

/// What has its place by then is not displaced.
#[test]
fn what_is_set_later_counts() {
    let (mut node, _) = from_str::<Node>(r#"{"value": "1"}"#).expect("reads");
    node.value = Some(2);
    assert_eq!(lossless::to_string(&node).expect("JSON"), r#"{"value":2}"#);
    node.value = None;
    node.extra.clear();
    assert_eq!(lossless::to_string(&node).expect("JSON"), "{}");
}

/// Many misfits take steps that grow with their number.
#[test]
fn many_misfits_take_linear_time() {
    let steps = |count: usize| {
        let text = format!(r#"{{"children": [{}]}}"#, vec![r#"{"value": "1"}"#; count].join(","));
        let before = lossless::steps();
        let (_, misfits) = from_str::<Node>(&text).expect("reads");
        assert_eq!(misfits.len(), count);
        lossless::steps() - before
    };
    let (few, many) = (steps(100), steps(1000));
    assert!(many < 11 * few, "{few} {many}");
}
