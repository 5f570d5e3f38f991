//! The right alternative: of random unions, each value is read into an alternative that it is valid under.

use super::run_made;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

/// Names of properties, few enough to meet.
const NAMES: [&str; 3] = ["a", "b", "c"];
/// How many unions are made, of the same seed in every run.
const UNIONS: usize = 48;
/// How many instances each is tried with; more than half of them are valid under no alternative.
const INSTANCES: usize = 60;

/// A scalar of few.
pub fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0i64..4).prop_map(Value::from),
        prop::sample::select(vec!["", "x", "xy", "yx"]).prop_map(Value::from),
    ]
}

/// What a property holds: a tag, a limit, a type, a list, or the union again.
fn property() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => scalar().prop_map(|value| json!({ "const": value })),
        2 => prop::collection::vec(scalar(), 1..3).prop_map(|values| json!({ "enum": values })),
        1 => prop::sample::select(vec!["boolean", "integer", "string"]).prop_map(|name| json!({ "type": name })),
        1 => prop::sample::select(vec!["^x", "y$", "^$"]).prop_map(|pattern| json!({ "type": "string", "pattern": pattern })),
        1 => (0i64..3).prop_map(|limit| json!({ "type": "integer", "minimum": limit })),
        1 => (0i64..3).prop_map(|limit| json!({ "type": "integer", "exclusiveMaximum": limit })),
        1 => (0usize..3).prop_map(|count| json!({ "type": "array", "items": { "type": "integer" }, "minItems": count })),
        1 => Just(json!({ "type": "array", "items": { "$ref": "#" }, "maxItems": 1 })),
        1 => Just(json!({ "$ref": "#" })),
        1 => Just(json!({ "not": { "const": 1 } })),
    ]
}

fn alternative() -> impl Strategy<Value = Value> {
    let properties = prop::collection::btree_map(prop::sample::select(&NAMES[..]), property(), 1..4);
    (properties, prop::sample::subsequence(&NAMES[..], 0..3), any::<bool>()).prop_map(
        |(properties, required, closed)| {
            let mut schema = json!({ "type": "object", "properties": properties, "required": required });
            if closed {
                schema["additionalProperties"] = json!(false);
            }
            schema
        },
    )
}

fn union() -> impl Strategy<Value = Value> {
    let keyword = || prop::sample::select(vec!["oneOf", "anyOf"]);
    let several = || prop::collection::vec(alternative(), 2..5);
    let nested = (several(), keyword()).prop_map(|(all, keyword)| json!({ keyword: all }));
    let all = prop::collection::vec(prop_oneof![4 => alternative(), 1 => nested], 2..5);
    (all, keyword()).prop_map(|(all, keyword)| json!({ keyword: all }))
}

fn instance() -> impl Strategy<Value = Value> {
    let object = |inner: BoxedStrategy<Value>| {
        prop::collection::btree_map(prop::sample::select(&NAMES[..]), inner, 0..4).prop_map(|all| {
            all.into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect::<Value>()
        })
    };
    let inner = scalar().prop_recursive(2, 8, 3, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            object(inner.boxed()),
        ]
    });
    object(inner.boxed())
}

#[test]
fn unions_are_read_into_a_valid_alternative() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    let mut of = |strategy: &dyn Fn(&mut TestRunner) -> Value| strategy(&mut runner);
    let schema = |runner: &mut TestRunner| union().new_tree(runner).expect("a schema").current();
    let value = |runner: &mut TestRunner| instance().new_tree(runner).expect("an instance").current();
    let made: Vec<(String, Value, Vec<Value>)> = (0..UNIONS)
        .map(|index| {
            let all = (0..INSTANCES).map(|_| of(&value)).collect();
            (format!("union {index}"), of(&schema), all)
        })
        .collect();
    let run = run_made(&made);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let figures = run.figures("MaskBench", &["compiled", "unions", "chosen", "valid", "equal"]);
    assert!(figures[0] > 40 && figures[1] > 400, "{}", run.out);
    assert_eq!((figures[1], figures[3]), (figures[2], figures[4]), "{}", run.out);
}
