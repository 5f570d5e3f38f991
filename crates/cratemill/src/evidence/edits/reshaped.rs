//! Another shape: a required property left out, a value of another type, another constant.
//!
//! Nothing inside a union: it keeps an alternative that it does not know.

use super::Proposal;
use crate::bundle::push_token;
use crate::evidence::spots::Spot;
use crate::evidence::synthesize::is;
use serde_json::{Value, json};

pub(super) fn proposals(spot: &Spot<'_, '_>) -> Vec<Proposal> {
    let mut proposals: Vec<Proposal> = Vec::new();
    if spot.in_union {
        return proposals;
    }
    if let Value::Object(object) = spot.value
        && !spot.is_foreign
    {
        for name in spot.places.iter().flat_map(|place| place.texts("required")) {
            let mut pointer = spot.pointer.clone();
            push_token(&mut pointer, name);
            if object.contains_key(name) && !proposals.contains(&(pointer.clone(), None)) {
                proposals.push((pointer, None));
            }
        }
    }
    // A type that is only implied by other keywords is no part of the published schema.
    let named = spot.places.iter().find_map(|place| place.schema.get("type"));
    let others = [json!(true), json!("text"), json!(7), json!([]), json!({}), Value::Null];
    let other = others
        .iter()
        .find(|other| named.is_some_and(|named| !allows(named, other)));
    proposals.extend(other.map(|other| (spot.pointer.clone(), Some(other.clone()))));
    if !spot.is_optional && other.is_some_and(|other| !other.is_null()) {
        proposals.push((spot.pointer.clone(), Some(Value::Null)));
    }
    if let Some(constant) = spot.places.iter().find_map(|place| place.schema.get("const")) {
        let changed = match constant {
            Value::Null => json!(0),
            Value::Bool(value) => json!(!value),
            Value::Number(number) => json!(number.as_f64().unwrap_or_default() + 1.0),
            Value::String(text) => json!(format!("not {text}")),
            Value::Array(_) => json!([constant]),
            Value::Object(_) => json!({ "not": constant }),
        };
        proposals.push((spot.pointer.clone(), Some(changed)));
    }
    proposals
}

fn allows(named: &Value, value: &Value) -> bool {
    match named {
        Value::String(name) => is(value, name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(|name| is(value, name)),
        _ => true,
    }
}
