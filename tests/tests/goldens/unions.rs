//! The right alternative: what tells the alternatives of the goldens apart.

use super::*;
use round_trip::check;

fn read<T: lossless::Instance>(instance: &str) -> T {
    lossless::instance(instance).expect("an instance that reads")
}

/// Numbers and booleans tell alternatives apart as strings do, and a value that several share rules out the others.
#[test]
fn unions_by_value() {
    for (instance, expected) in [
        (r#"{ "type": 2 }"#, "Schema::Button"),
        (r#"{ "type": 3.0, "label": "a" }"#, "Schema::Button"),
        (r#"{ "label": "a", "type": 10 }"#, "Schema::Text"),
        (r#"{ "type": 14, "label": "a" }"#, "Schema::Line"),
        (r#"{ "type": 99 }"#, "Schema::Unknown"),
        (r#"{ "type": "2" }"#, "Schema::Unknown"),
        (r#"{}"#, "Schema::Unknown"),
    ] {
        chooses::<union_by_value::Schema>(instance, expected);
    }
    for (instance, expected) in [
        (r#"{ "action": "opened", "by": "a" }"#, "Schema::Opened"),
        (
            r#"{ "action": "closed", "by": "a", "merged": false }"#,
            "Schema::Closed",
        ),
        (r#"{ "action": "closed", "by": "a", "merged": true }"#, "Schema::Merged"),
        (r#"{ "action": "reopened", "by": "a" }"#, "Schema::Unknown"),
        (r#"{ "action": "closed", "by": 1, "merged": true }"#, "Schema::Unknown"),
    ] {
        chooses::<union_by_shared_value::Schema>(instance, expected);
    }
}

/// The discriminator decides, whatever the shapes; a value that means no alternative is none of these.
#[test]
fn union_by_discriminator() {
    for (instance, expected) in [
        (r#"{ "kind": "dog", "name": "x" }"#, "Schema::Dog"),
        (r#"{ "kind": "cat", "tricks": 1 }"#, "Schema::Cat"),
        (r#"{ "lives": 9, "kind": "kitten" }"#, "Schema::Cat"),
        (r#"{ "kind": "bird", "lives": 9 }"#, "Schema::Unknown"),
        // It is no dog, and no other alternative is meant.
        (r#"{ "kind": "dog", "tricks": "none", "lives": 9 }"#, "Schema::Unknown"),
    ] {
        chooses::<union_by_discriminator::Schema>(instance, expected);
    }
}

/// What the discriminator of the outer union says of the alternatives of an inner one counts, and what the inner one's own
/// says; a value that means one alternative never becomes another.
#[test]
fn union_of_unions() {
    for (instance, expected) in [
        (r#"{ "kind": "p", "name": "x" }"#, "Schema::Person"),
        (r#"{ "kind": "f", "name": "x", "members": 1 }"#, "Schema::Firm"),
        (r#"{ "kind": "club", "name": "x", "members": 1 }"#, "Schema::Society"),
        (r#"{ "kind": "p" }"#, "Schema::Unknown"),
        (r#"{ "kind": "z", "name": "x" }"#, "Schema::Unknown"),
        (r#"{ "kind": 1, "name": "x" }"#, "Schema::Unknown"),
    ] {
        chooses::<union_of_unions::Schema>(instance, expected);
    }
}

/// Where shapes are alike, the alternative is taken that the value is valid under; a limit that is broken under all of
/// them keeps nothing from being read.
#[test]
fn unions_by_rule() {
    for (instance, expected) in [
        (r#"{ "t": "bx" }"#, "Schema::Block"),
        (r#"{ "t": "ax" }"#, "Schema::Area"),
        (r#"{ "t": "cx" }"#, "Schema::Unknown"),
        (r#"{ "n": 11 }"#, "Schema::High"),
        (r#"{ "n": 10 }"#, "Schema::Low"),
        (r#"{ "n": 10, "t": "bx", "x": 1 }"#, "Schema::Block"),
    ] {
        chooses::<union_by_rule::Schema>(instance, expected);
    }
    chooses::<union_of_lists::Schema>(r#"["a", "b"]"#, "Schema::Texts");
    chooses::<union_of_lists::Schema>(r#"["a"]"#, "Schema::Name");
}

/// What is valid under an `anyOf` may be several of its alternatives at once: each that it has the shape of is within reach.
#[test]
fn overlapping_objects() {
    use overlapping_objects::{Coloured, Round, Schema};
    let both: Schema = read(r#"{ "radius": 12.5, "colour": "red", "new": [] }"#);
    let (round, coloured) = (both.as_round().expect("a shape"), both.as_coloured().expect("a shape"));
    assert_eq!(round.radius.map(|it| it.to_string()).as_deref(), Some("12.5"));
    assert_eq!(coloured.colour.as_deref(), Some("red"));
    assert_eq!(round.extra.get("colour"), Some(&"red".into()));
    let odd: Schema = read(r#"{ "radius": 1, "colour": 7, "url": "x" }"#);
    assert!(odd.as_round().is_some() && odd.as_coloured().is_none());
    assert!(odd.as_http_link2().is_some() && odd.as_http_link().is_none());
    let text: Schema = read(r#""flat""#);
    assert!(text.as_round().is_none());
    let nested: Schema = read(r#"{ "inside": { "radius": 2, "colour": "blue" } }"#);
    let inside = nested.as_round().and_then(|round| round.inside);
    assert_eq!(inside.and_then(|it| it.as_coloured()?.colour).as_deref(), Some("blue"));
    for instance in [
        r#"{ "radius": 1, "colour": "red" }"#,
        r#"{ "radius": 1, "colour": 7 }"#,
        r#"{ "radius": "none", "colour": 7, "url": [] }"#,
        r#""flat""#,
    ] {
        check::<Schema>(instance);
    }
}

/// Reading a union that holds itself takes twice the steps for a document twice as deep, valid or not.
#[test]
fn choices_in_choices_take_linear_steps() {
    type Tree = recursive_union::Schema;
    let steps = |depth: usize, w: &str| {
        let rest = format!(r#","w":{w}}}"#);
        let text = format!(
            "{}{}{}",
            r#"{"a":"#.repeat(depth),
            r#"{"leaf":"x"}"#,
            rest.repeat(depth)
        );
        let before = lossless::steps();
        let tree: Tree = read(&text);
        let taken = lossless::steps() - before;
        assert_eq!(matches!(tree, Tree::C(_)), w == "true");
        check::<Tree>(&text);
        taken
    };
    for w in ["true", "[]"] {
        let (short, long) = (steps(20, w), steps(40, w));
        assert!(long <= 5 * short / 2, "{short} steps, then {long}");
        assert!(short < 2_000, "{short} steps");
    }
}

/// The instance comes back equal, from this alternative of its union.
#[track_caller]
fn chooses<T: lossless::Instance>(instance: &str, expected: &str) {
    check::<T>(instance);
    let chosen = round_trip::alternatives(&read::<T>(instance));
    assert_eq!(chosen[0].alternative, expected, "{instance}");
}

#[test]
fn alternatives_are_called_by_what_they_say() {
    use alternative_names::schema::{Job, JobHttp, JobShell, Stop};
    use scalar_alternatives::schema::Count;
    let of = |text| read::<alternative_names::Schema>(text);
    let one = of(r#"{ "job": { "kind": "shell" }, "stop": [1] }"#);
    assert!(matches!(one.job, Some(Job::Shell(JobShell { .. }))));
    assert!(matches!(one.stop, Some(Stop::Integers(_))));
    let other = of(r#"{ "job": { "kind": "http" }, "stop": ["a"] }"#);
    assert!(matches!(other.job, Some(Job::Http(JobHttp { .. }))));
    assert!(matches!(other.stop, Some(Stop::Strings(_))));
    let count = |text| read::<scalar_alternatives::Schema>(text).count;
    assert!(matches!(count(r#"{ "count": "5" }"#), Some(Count::String(_))));
    assert!(matches!(count(r#"{ "count": 5 }"#), Some(Count::Integer(5))));
}

/// What an alternative without a `type` allows is kept and is no unknown alternative, a fraction beside integers too.
#[test]
fn untyped_alternatives() {
    type Setting = untyped_alternative::Schema;
    for (instance, unknown) in [
        (r#"{ "value": [1], "size": 1.5 }"#, &[][..]),
        (r#"{ "value": ["s"], "size": 0 }"#, &[]),
        (r#"{ "value": 1.5, "size": true }"#, &[]),
        (r#"{ "value": { "most": "s" }, "size": "long" }"#, &["/value"]),
    ] {
        check::<Setting>(instance);
        let parts = read::<Setting>(instance).unknowns();
        let parts: Vec<&str> = parts
            .iter()
            .filter(|part| part.kind() == lossless::UnknownKind::Alternative)
            .map(|part| part.path())
            .collect();
        assert_eq!(parts, unknown, "{instance}");
    }
    // What breaks the limit of the alternative of its JSON type is valid under the other one.
    use untyped_alternative::schema::Size;
    let size = |text| read::<Setting>(text).size;
    assert!(matches!(size(r#"{ "value": [], "size": 0 }"#), Some(Size::Unknown(_))));
    assert!(matches!(size(r#"{ "value": [], "size": 1 }"#), Some(Size::Integer(1))));
    // What is valid under neither has the shape of one.
    assert!(matches!(size(r#"{ "value": [], "size": "s" }"#), Some(Size::String(_))));
}

/// Two names are two alternatives, though one type holds both; what has no name is one with the others of its type.
#[test]
fn alternatives_of_one_type_go_by_their_names() {
    use alternatives_of_one_type::schema::{Labels, Load, Nameless};
    let value = read::<alternatives_of_one_type::Schema>(
        r#"{"load": ["a", "b", "c"], "labels": {"a": "1"}, "nameless": [1, 2, 3]}"#,
    );
    assert!(matches!(value.load, Some(Load::Large(items)) if items.len() == 3));
    assert!(matches!(value.labels, Some(Labels::Few(labels)) if labels.len() == 1));
    assert!(matches!(value.nameless, Some(Nameless::Integers(items)) if items == [1, 2, 3]));
    let load = |text: &str| read::<alternatives_of_one_type::Schema>(text).load;
    assert!(matches!(load(r#"{"load": []}"#), Some(Load::Small(_))));
}
