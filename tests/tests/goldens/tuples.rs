//! Arrays whose positions have types of their own.

use super::implied_positions::Schema as Mark;
use super::recursive_tuple::Schema as Tree;
use super::tuple::{Point, Schema, schema::Login};
use super::uses::{equal, read};
use lossless::Maybe;
use round_trip::rejects;

#[test]
fn an_array_of_any_length_comes_back_equal() {
    equal::<Point>(&[
        "[]",
        "[1.50]",
        "[1, 2]",
        "[1, 2, null]",
        "[1, 2, 3.25]",
        r#"[1, 2, 3, null, { "a": [] }, "more"]"#,
    ]);
    equal::<Tree>(&["[]", r#"["a"]"#, r#"["a", []]"#, r#"["a", ["b", ["c"], 1], 2, 3]"#]);
    equal::<Schema>(&[r#"{ "start": [1, 2], "bounds": [[], [0]], "login": ["a", "b", 3] }"#]);
    equal::<Mark>(&[r#"["x", 1, 2]"#, r#"[4, { "at": "a" }]"#, "[2]", "[]"]);
    let point: Point = read("[1, 2, null, true]");
    assert_eq!(
        (point.altitude, point.rest),
        (Maybe::Null, vec![lossless::Value::Bool(true)])
    );
}

#[test]
fn an_item_of_another_shape_is_refused_at_its_position() {
    for (instance, at) in [
        (r#"["1"]"#, "/0"),
        ("[null]", "/0"),
        ("[1, []]", "/1"),
        (r#"[1, 2, "x"]"#, "/2"),
        ("{}", ""),
        ("null", ""),
    ] {
        rejects::<Point>(instance, at);
    }
    for (instance, at) in [(r#"["a", ["b", ["c", 1]]]"#, "/1/1/1"), (r#"["a", [], 1, "2"]"#, "/3")] {
        rejects::<Tree>(instance, at);
    }
}

#[test]
fn a_tuple_is_made_of_its_items_and_has_no_holes() {
    let point = Point::new(1.5, 2, Maybe::Null);
    assert_eq!(lossless::to_string(&point).expect("JSON"), "[1.5,2,null]");
    let mut short: Point = read("[1]");
    assert_eq!(lossless::to_string(&short).expect("JSON"), "[1]");
    short.altitude = Maybe::Null;
    let error = lossless::to_string(&short).expect_err("a hole").to_string();
    assert_eq!(error, "the item 1 of Point is missing, and a later one is there");
    let mut gap = Point::default();
    gap.rest.push(1.into());
    assert!(lossless::to_string(&gap).is_err());
}

#[test]
fn a_secret_at_a_position_is_hidden() {
    let shown = format!("{:?}", Login::new("me", "hunter2"));
    assert!(shown.contains("me") && !shown.contains("hunter2"), "{shown}");
}
