//! Constraints broken: reading does not mind, `validate()` does.

use super::{Offer, ready};
use crate::budget::BROKEN_LENGTH;
use crate::evidence::spots::Spot;
use serde_json::{Value, json};

/// Values that break one keyword each.
pub(super) fn limits<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    if spot.in_union || spot.is_foreign {
        return Vec::new();
    }
    let keywords = spot.places.iter().filter_map(|place| place.schema.as_object());
    let values = keywords
        .flatten()
        .filter_map(|(keyword, limit)| broken(keyword, limit, spot.value));
    values.map(|value| ready(spot, value)).collect()
}

/// An unknown property where a schema forbids any.
pub(super) fn closed<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    let is_closed = |keyword| keyword == Some(&Value::Bool(false));
    let mut places = spot.places.iter().map(|place| place.keyword("additionalProperties"));
    if spot.in_union || spot.is_foreign || !places.any(is_closed) {
        return Vec::new();
    }
    let changed = with_member(spot.value, "unknown_to_this_version", json!(true));
    changed.map(|value| ready(spot, value)).into_iter().collect()
}

/// A value of the same type that breaks one keyword.
fn broken(keyword: &str, limit: &Value, value: &Value) -> Option<Value> {
    let count = limit.as_u64().filter(|count| *count <= BROKEN_LENGTH);
    let number = limit.as_f64();
    match (keyword, value) {
        ("pattern", Value::String(_)) => Some(json!("\u{1}\u{1f600} ")),
        ("enum", Value::String(_)) => Some(json!("unknown_to_this_version")),
        ("minLength", Value::String(_)) => count
            .filter(|count| *count > 0)
            .map(|count| json!("x".repeat(count as usize - 1))),
        ("maxLength", Value::String(_)) => count.map(|count| json!("x".repeat(count as usize + 1))),
        ("minimum" | "exclusiveMinimum", Value::Number(_)) => shifted(number?, -1.0, value),
        ("maximum" | "exclusiveMaximum", Value::Number(_)) => shifted(number?, 1.0, value),
        ("multipleOf", Value::Number(_)) => {
            let step = number.filter(|step| *step > 1.0)?;
            shifted(value.as_f64()?, (step / 2.0).floor().max(1.0), value)
        }
        ("minItems", Value::Array(items)) => count
            .filter(|count| *count > 0)
            .map(|count| json!(items.iter().take(count as usize - 1).collect::<Vec<_>>())),
        ("maxItems", Value::Array(items)) if !items.is_empty() => {
            count.map(|count| json!(items.iter().cycle().take(count as usize + 1).collect::<Vec<_>>()))
        }
        ("uniqueItems", Value::Array(items)) if limit == &Value::Bool(true) && !items.is_empty() => {
            Some(json!(items.iter().chain(items).collect::<Vec<_>>()))
        }
        ("minProperties", Value::Object(_)) => Some(json!({})),
        ("maxProperties", Value::Object(object)) => {
            let count = count?;
            let names = (0..=count).map(|index| format!("unknown_{index}"));
            let more = names.map(|name| (name, json!(true)));
            Some(Value::Object(object.clone().into_iter().chain(more).collect()))
        }
        _ => None,
    }
}

/// `from` moved by `by`, as the same kind of number as `like`.
fn shifted(from: f64, by: f64, like: &Value) -> Option<Value> {
    let moved = from + by;
    if like.is_f64() {
        return Some(json!(moved));
    }
    let whole = if by < 0.0 { moved.floor() } else { moved.ceil() };
    let fits = (-9e15..=9e15).contains(&whole);
    fits.then(|| json!(whole as i64))
}

fn with_member(object: &Value, name: &str, value: Value) -> Option<Value> {
    let mut object = object.as_object()?.clone();
    object.insert(name.to_owned(), value);
    Some(Value::Object(object))
}
