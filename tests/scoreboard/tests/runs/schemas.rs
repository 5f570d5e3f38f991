//! Random schemas of any keywords, and instances that are about as random: what no one thought of.

use super::{run_made, unions};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

const NAMES: [&str; 4] = ["a", "b", "type", "x-y"];
/// How many schemas are made, of the same seed in every run.
const SCHEMAS: usize = 40;
/// How many instances each is tried with.
const INSTANCES: usize = 40;

/// Those of unions, and numbers at the edges of Rust's types.
fn scalar() -> impl Strategy<Value = Value> {
    let edges = [json!(0.5), json!(1.0), json!(-1), json!(i64::MAX), json!(i64::MIN)];
    prop_oneof![6 => unions::scalar(), 1 => prop::sample::select(edges.to_vec())]
}

/// Keywords that stand alone: types, constants and limits, with and without a `type` beside them.
fn leaf() -> impl Strategy<Value = Value> {
    let types = || {
        prop::sample::select(vec![
            "null", "boolean", "integer", "number", "string", "array", "object",
        ])
    };
    prop_oneof![
        1 => Just(json!({})),
        1 => any::<bool>().prop_map(Value::from),
        4 => types().prop_map(|name| json!({ "type": name })),
        2 => prop::collection::btree_set(types(), 1..4).prop_map(|names| json!({ "type": names })),
        2 => scalar().prop_map(|value| json!({ "const": value })),
        2 => prop::collection::vec(scalar(), 1..4).prop_map(|values| json!({ "enum": values })),
        1 => (0i64..3).prop_map(|limit| json!({ "minimum": limit })),
        1 => (0i64..3).prop_map(|limit| json!({ "type": "integer", "maximum": limit })),
        1 => prop::sample::select(vec!["^x", "y$"]).prop_map(|pattern| json!({ "pattern": pattern })),
        1 => prop::sample::select(vec!["^x", "y$"]).prop_map(|pattern| json!({ "type": "string", "pattern": pattern })),
        1 => Just(json!({ "required": ["a"] })),
        1 => Just(json!({ "type": "number", "multipleOf": 0.5 })),
        1 => Just(json!({ "type": "integer", "minimum": 0 })),
        1 => Just(json!({ "type": "array", "uniqueItems": true, "minItems": 1 })),
        1 => Just(json!({ "type": "object", "maxProperties": 1, "propertyNames": { "maxLength": 1 } })),
        1 => Just(json!({ "type": ["string", "null"], "format": "date-time" })),
    ]
}

/// What holds other schemas.
fn nested(inner: BoxedStrategy<Value>) -> impl Strategy<Value = Value> {
    let some = |inner: &BoxedStrategy<Value>| prop::collection::vec(inner.clone(), 1..4);
    let named = |inner: &BoxedStrategy<Value>| {
        let all = prop::collection::btree_map(prop::sample::select(&NAMES[..]), inner.clone(), 1..4);
        all.prop_map(|all| {
            all.into_iter()
                .map(|(name, one)| (name.to_owned(), one))
                .collect::<Map<_, _>>()
        })
    };
    let object = (
        named(&inner),
        prop::sample::subsequence(&NAMES[..], 0..3),
        inner.clone(),
        0..4u8,
    )
        .prop_map(|(properties, required, additional, form)| {
            let mut schema = json!({ "type": "object", "properties": properties });
            if !required.is_empty() {
                schema["required"] = json!(required);
            }
            match form {
                0 => schema["additionalProperties"] = additional,
                1 => drop(schema.as_object_mut().map(|schema| schema.remove("type"))),
                2 => schema["additionalProperties"] = json!(false),
                3 => schema["unevaluatedProperties"] = json!(false),
                _ => {}
            }
            schema
        });
    let branches = (named(&inner), named(&inner), named(&inner)).prop_map(|(one, then, other)| {
        json!({ "type": "object", "if": { "properties": one, "required": ["a"] }, "then": { "properties": then },
            "else": { "properties": other } })
    });
    prop_oneof![
        4 => object,
        1 => branches,
        1 => (named(&inner), inner.clone()).prop_map(|(all, one)| json!({ "type": "object", "properties": all, "dependentSchemas": { "a": one } })),
        2 => inner.clone().prop_map(|one| json!({ "type": "array", "items": one })),
        1 => inner.clone().prop_map(|one| json!({ "items": one })),
        1 => (some(&inner), inner.clone()).prop_map(|(all, one)| json!({ "type": "array", "prefixItems": all, "items": one })),
        1 => some(&inner).prop_map(|all| json!({ "prefixItems": all })),
        1 => inner.clone().prop_map(|one| json!({ "type": "array", "contains": one })),
        1 => inner.clone().prop_map(|one| json!({ "oneOf": [one, { "type": "null" }] })),
        1 => inner.clone().prop_map(|one| json!({ "type": "object", "additionalProperties": one })),
        1 => inner.clone().prop_map(|one| json!({ "type": "object", "patternProperties": { "^x": one } })),
        2 => some(&inner).prop_map(|all| json!({ "anyOf": all })),
        2 => some(&inner).prop_map(|all| json!({ "oneOf": all })),
        2 => some(&inner).prop_map(|all| json!({ "allOf": all })),
        1 => inner.prop_map(|one| json!({ "not": one })),
    ]
}

/// A schema in a property, since a root without a `type` is read as if it had one.
fn schema() -> impl Strategy<Value = Value> {
    let any_of = |leaf: BoxedStrategy<Value>| leaf.prop_recursive(3, 16, 4, |inner| nested(inner).boxed());
    // What refers to itself as its own alternative means nothing, so definitions refer to none.
    let reference = prop::sample::select(vec!["#/$defs/one", "#/$defs/two"]).prop_map(|to| json!({ "$ref": to }));
    let referring = any_of(prop_oneof![8 => leaf(), 1 => reference].boxed());
    let one = || any_of(leaf().boxed());
    (nested(referring.boxed()), one(), one(), any::<bool>()).prop_map(|(held, one, two, is_required)| {
        let required = if is_required { vec!["held"] } else { Vec::new() };
        json!({ "type": "object", "properties": { "held": held }, "required": required, "$defs": { "one": one, "two": two } })
    })
}

fn instance() -> impl Strategy<Value = Value> {
    let names = || prop::sample::select(NAMES.iter().copied().chain(["x", "xz"]).collect::<Vec<_>>());
    let held = scalar().prop_recursive(4, 24, 4, move |inner| {
        let object = prop::collection::btree_map(names(), inner.clone(), 0..5);
        prop_oneof![
            1 => prop::collection::vec(inner, 0..4).prop_map(Value::from),
            2 => object.prop_map(|all| all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Value>()),
        ]
    });
    held.prop_map(|value| json!({ "held": value }))
}

/// What is valid is read, comes back equal, and by a valid alternative; `validate()` and the judge agree; all compiles.
#[test]
fn no_random_schema_breaks_a_law() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[41; 32]);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), rng);
    let made: Vec<(String, Value, Vec<Value>)> = (0..SCHEMAS)
        .map(|index| {
            let schema = schema().new_tree(&mut runner).expect("a schema").current();
            let mut value = || instance().new_tree(&mut runner).expect("an instance").current();
            (
                format!("schema {index}"),
                schema,
                (0..INSTANCES).map(|_| value()).collect(),
            )
        })
        .collect();
    let run = run_made(&made);
    // What contradicts itself has no type, and no valid instance.
    let faults = run.board["faults"].as_array().expect("faults");
    let grave: Vec<&Value> = faults.iter().filter(|one| one["class"] != "untyped property").collect();
    assert!(grave.is_empty(), "{}{}{grave:#?}", run.out, run.err);
    let figures = run.figures("MaskBench", &["compiled", "valid", "equal"]);
    assert!(figures[0] == SCHEMAS as u64 && figures[1] > 200, "{}", run.out);
    assert_eq!(figures[1], figures[2], "{}", run.out);
}
