//! Tolerant reading: what fits is read, what does not is kept in its place and told.

use crate::nhost::{SESSION, Session};
use crate::types::{Limits, Node, Nulls, Numbers, Release};
use lossless::serde::de::DeserializeOwned;
use lossless::tolerant::{Misfit, from_str, from_value};
use lossless::{Extra, Instance, Map, Maybe, Open, Value, serde_json};
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

#[derive(Clone)]
pub struct Branches {
    pub first: Option<Open<Node>>,
    pub count: Option<i64>,
    pub extra: Extra<Open<Node>>,
}
lossless::slots! { Branches, "Branches", Open<Node>, 1 [0]; 0 "first" first optional; 1 "count" count optional; }

/// Where the schema allows values of other shapes, nothing in one is a misfit.
#[test]
fn what_may_be_valid_is_no_misfit() {
    for text in [
        r#"{"first": {"value": "x"}, "other": {"value": "x"}, "good": {"value": 1}}"#,
        r#"{"first": {"value": 1}, "other": {"next": {"children": [7]}}}"#,
    ] {
        let strict = lossless::from_str::<Branches>(text).expect("as the schema has it");
        let (value, misfits) = from_str::<Branches>(text).expect("as the schema has it");
        assert_eq!((&value, &misfits[..]), (&strict, &[][..]));
        assert_eq!(
            lossless::to_value(&value).expect("a value"),
            text.parse::<Value>().expect("JSON")
        );
    }
    // What comes after such a value is read tolerantly again.
    kept::<Branches>(
        r#"{"first": {"value": "x"}, "count": "3"}"#,
        &["/count: string instead of integer"],
    );
}

#[derive(Clone, Debug)]
pub struct Nodes(pub Vec<Node>);
lossless::newtypes! { Nodes(Vec<Node>) }

/// An item of a list that is the whole has no object around it: the type must have room for it.
#[test]
fn an_item_of_a_root_array_is_an_error_unless_the_type_has_room() {
    let text = r#"[{"value":1},7,{"value":"x"},{"children":[3]}]"#;
    let error = from_str::<Nodes>(text).expect_err("no place");
    assert_eq!(
        (error.path(), error.message()),
        ("/1", "integer instead of object Node")
    );
    let (nodes, misfits) = from_str::<Vec<Open<Node>>>(text).expect("a place");
    assert_eq!(
        misfits.iter().map(Misfit::path).collect::<Vec<_>>(),
        ["/1", "/2/value", "/3/children/0"]
    );
    assert_eq!(
        nodes.iter().map(Open::is_unknown).collect::<Vec<_>>(),
        [false, true, false, false]
    );
    assert_eq!(lossless::to_string(&nodes).expect("JSON"), text);
}

#[derive(Clone, Debug, Default)]
pub struct Point {
    pub x: Option<i64>,
    pub label: Maybe<String>,
    pub z: Option<i64>,
    pub rest: Vec<bool>,
}
lossless::tuple! { Point "Point" bool, 3; 0 x item; 1 label maybe; 2 z item; }

#[derive(Clone)]
pub struct Line {
    pub points: Option<Vec<Point>>,
    pub end: Option<Point>,
    pub extra: lossless::Extra,
}
lossless::slots! { Line, "Line", Value, 1 [0b0]; 0 "points" points optional; 1 "end" end optional; }

/// A position that is left out takes with it what follows; the items behind all positions stand for themselves.
#[test]
fn a_position_of_a_tuple_is_left_out_with_what_follows() {
    let line = kept::<Line>(
        r#"{"points":[[1,"a",3,true],["1","a",3],[1,2,3,true],[1,"a",3,true,0,false,"x"]],"end":[1,null,"3"]}"#,
        &[
            "/points/1/0: string instead of integer",
            "/points/2/1: integer instead of string",
            "/points/3/4: integer instead of boolean",
            "/points/3/6: string instead of boolean",
            "/end/2: string instead of integer",
        ],
    );
    let points = line.points.as_ref().expect("points");
    assert_eq!(
        (points[1].x, points[2].x, &points[2].label),
        (None, Some(1), &Maybe::Absent)
    );
    assert_eq!((points[2].z, points[3].rest.as_slice()), (None, &[true, false][..]));
    assert_eq!(
        line.end.as_ref().map(|end| (end.x, &end.label, end.z)),
        Some((Some(1), &Maybe::Null, None))
    );
    let error = from_str::<Point>(r#"[1, 2, 3]"#).expect_err("no place");
    assert_eq!((error.path(), error.message()), ("/1", "integer instead of string"));
    assert!(from_str::<Line>(r#"{"end":7}"#).expect("a place").0.end.is_none());
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

/// A number that no `Value` holds stays what it is beside what is put back.
#[test]
fn what_is_beside_a_misfit_keeps_every_digit() {
    let text = r#"{"number":1e400,"natural":"1"}"#;
    let (numbers, misfits) = from_str::<Numbers>(text).expect("reads");
    assert_eq!(misfits.len(), 1);
    assert_eq!(lossless::to_string(&numbers).expect("JSON"), text);
    assert!(lossless::to_value(&numbers).is_err());
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

/// An error has the whole way to its place, also through what is no generated type.
#[test]
fn an_error_has_the_way_through_what_is_around_it() {
    let version = r#"{"version": 7, "one": 1, "shape": 1}"#;
    let list = format!("[{version}]");
    let strict = lossless::from_str::<Vec<Release>>(&list).expect_err("a version");
    assert_eq!(strict.path(), "/0/version");
    assert_eq!(
        from_str::<Vec<Release>>(&list).expect_err("a version").path(),
        "/0/version"
    );
    let map = format!("{{\"a/b\": {version}}}");
    let error = from_str::<HashMap<String, Release>>(&map).expect_err("a version");
    assert_eq!(error.path(), "/a~1b/version");
    let pair = format!("[\"x\", {version}]");
    let value = pair.parse::<Value>().expect("JSON");
    assert_eq!(
        from_value::<(String, Release)>(value).expect_err("a version").path(),
        "/1/version"
    );
    assert_eq!(from_str::<Vec<Release>>("[{}]").expect_err("required").path(), "/0");
}
