//! Another shape: a required property left out, a value of another type, another constant.
//!
//! Nothing inside a union: it keeps an alternative that it does not know.

use super::{Offer, Proposal, ready};
use crate::bundle::push_token;
use crate::evidence::spots::Spot;
use crate::evidence::synthesize::is;
use serde_json::{Value, json};

pub(super) fn absence<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    let mut proposals: Vec<Proposal> = Vec::new();
    if let Value::Object(object) = spot.value
        && !spot.in_union
        && !spot.is_foreign
    {
        let names = spot.places.iter().flat_map(|place| place.texts("required"));
        for name in names.filter(|name| object.contains_key(*name)) {
            let mut pointer = spot.pointer.clone();
            push_token(&mut pointer, name);
            proposals.push((pointer, None));
        }
    }
    proposals.into_iter().map(Offer::Ready).collect()
}

pub(super) fn types<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    other(spot).map(|other| ready(spot, other)).into_iter().collect()
}

pub(super) fn null<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    let is_due = !spot.is_optional && other(spot).is_some_and(|other| !other.is_null());
    is_due.then(|| ready(spot, Value::Null)).into_iter().collect()
}

pub(super) fn constant<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    let constant = spot.places.iter().find_map(|place| place.keyword("const"));
    let Some(constant) = constant.filter(|_| !spot.in_union) else {
        return Vec::new();
    };
    let changed = match constant {
        Value::Null => json!(0),
        Value::Bool(value) => json!(!value),
        Value::Number(number) => json!(number.as_f64().unwrap_or_default() + 1.0),
        Value::String(text) => json!(format!("not {text}")),
        Value::Array(_) => json!([constant]),
        Value::Object(_) => json!({ "not": constant }),
    };
    vec![ready(spot, changed)]
}

/// A value of another type than the schema names. A type that is only implied by other keywords is no part of the
/// published schema.
fn other(spot: &Spot<'_, '_>) -> Option<Value> {
    let named = spot.places.iter().find_map(|place| place.keyword("type"))?;
    let others = [json!(true), json!("text"), json!(7), json!([]), json!({}), Value::Null];
    let other = others.into_iter().find(|other| !allows(named, other));
    other.filter(|_| !spot.in_union)
}

fn allows(named: &Value, value: &Value) -> bool {
    match named {
        Value::String(name) => is(value, name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(|name| is(value, name)),
        _ => true,
    }
}
