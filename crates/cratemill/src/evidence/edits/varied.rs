//! Valid edits: each value of an enum, each alternative of a union, each bound, each property left out.

use super::{Offer, ready};
use crate::budget::VARIED_LENGTH;
use crate::evidence::place::Place;
use crate::evidence::spots::Spot;
use serde_json::{Value, json};

pub(super) fn values<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    if spot.is_foreign {
        return Vec::new();
    }
    let enums = spot.places.iter().filter_map(|place| place.keyword("enum")?.as_array());
    let others = enums.flatten().filter(|value| *value != spot.value);
    others.map(|value| ready(spot, value.clone())).collect()
}

pub(super) fn alternatives<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    if spot.is_foreign {
        return Vec::new();
    }
    let branches = spot.unions.iter().flatten();
    branches
        .map(|branch| Offer::Alternative(spot.pointer.clone(), branch.clone()))
        .collect()
}

pub(super) fn bounds<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    if spot.is_foreign || spot.places.iter().any(|place| place.keyword("enum").is_some()) {
        return Vec::new();
    }
    let others = extremes(spot).into_iter().filter(|value| value != spot.value);
    others.map(|value| ready(spot, value)).collect()
}

pub(super) fn null<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    let is_due = !spot.value.is_null();
    is_due.then(|| ready(spot, Value::Null)).into_iter().collect()
}

pub(super) fn absence<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    let proposal = (spot.pointer.clone(), None);
    spot.is_optional.then_some(Offer::Ready(proposal)).into_iter().collect()
}

/// The extremes of the value's own type.
fn extremes(spot: &Spot<'_, '_>) -> Vec<Value> {
    let bound = |keyword: &str| {
        spot.places
            .iter()
            .find_map(|place: &Place<'_>| place.keyword(keyword))
            .cloned()
    };
    match spot.value {
        Value::Null => Vec::new(),
        Value::Bool(value) => vec![json!(!value)],
        Value::Number(number) if number.is_f64() => {
            let extremes = [json!(0.0), json!(-0.5), json!(1e300), json!(5e-324)];
            [bound("minimum"), bound("maximum")]
                .into_iter()
                .flatten()
                .chain(extremes)
                .collect()
        }
        Value::Number(_) => {
            let whole = [json!(0), json!(-1), json!(1.0), json!(i32::MAX)];
            // 2^53 + 1 is the first integer that a double can't hold.
            let wide = bound("format")
                .is_none_or(|format| format == "int64")
                .then(|| json!(9_007_199_254_740_993_i64));
            [bound("minimum"), bound("maximum")]
                .into_iter()
                .flatten()
                .filter(|bound| !is_rounded(bound))
                .chain(whole)
                .chain(wide)
                .collect()
        }
        Value::String(_) => {
            let lengths = ["minLength", "maxLength"]
                .into_iter()
                .filter_map(|keyword| bound(keyword)?.as_u64());
            let lengths = lengths.filter(|length| *length <= VARIED_LENGTH);
            let drawn = lengths.map(|length| json!("é".repeat(length as usize)));
            drawn.chain([json!(""), json!("\u{1f600} \"\\\n\u{0}")]).collect()
        }
        Value::Array(items) => {
            let twice = items.iter().chain(items).cloned().collect();
            vec![json!([]), Value::Array(twice)]
        }
        Value::Object(_) => vec![json!({})],
    }
}

/// Whether a bound is a limit of 64 bits that was rounded to a double. The integers of 64 bits end before it.
fn is_rounded(bound: &Value) -> bool {
    const LIMITS: [f64; 3] = [i64::MIN as f64, i64::MAX as f64, u64::MAX as f64];
    let is_limit = bound.as_f64().is_some_and(|double| LIMITS.contains(&double));
    is_limit && ![json!(i64::MIN), json!(i64::MAX), json!(u64::MAX)].contains(bound)
}
