//! The right alternative: what tells the alternatives of the goldens apart.

use super::*;
use round_trip::check;

fn read<T: lossless::Instance>(instance: &str) -> T {
    lossless::from_str(instance).expect("an instance that reads")
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
        // What the schema allows is read, though the discriminator means another.
        (r#"{ "kind": "dog", "tricks": "none", "lives": 9 }"#, "Schema::Cat"),
    ] {
        chooses::<union_by_discriminator::Schema>(instance, expected);
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
    use alternative_names::schema::{Count, Job, JobHttp, JobShell, Stop};
    let of = |text| read::<alternative_names::Schema>(text);
    let one = of(r#"{ "job": { "kind": "shell" }, "stop": [1], "count": "5" }"#);
    assert!(matches!(one.job, Some(Job::Shell(JobShell { .. }))));
    assert!(matches!(one.stop, Some(Stop::Integers(_))));
    assert!(matches!(one.count, Some(Count::String(_))));
    let other = of(r#"{ "job": { "kind": "http" }, "stop": ["a"], "count": 5 }"#);
    assert!(matches!(other.job, Some(Job::Http(JobHttp { .. }))));
    assert!(matches!(other.stop, Some(Stop::Strings(_))));
    assert!(matches!(other.count, Some(Count::Integer(5))));
}
