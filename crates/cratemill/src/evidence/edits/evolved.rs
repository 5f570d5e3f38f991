//! What a newer server may send: an unknown property in every object, an unknown value in every enum, an unknown
//! alternative in every union, `null` where a property may be absent.

use super::{Offer, ready};
use crate::bundle::push_token;
use crate::evidence::spots::Spot;
use serde_json::{Value, json};

const UNKNOWN: &str = "unknown_to_this_version";
const UNKNOWN_INTEGER: i64 = 1_999_999_973;

pub(super) fn null<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    let nullable = |keyword| keyword == Some(&Value::Bool(true));
    let is_nullable = spot.places.iter().any(|place| nullable(place.keyword("nullable")));
    let is_due = spot.is_optional || is_nullable;
    is_due.then(|| ready(spot, Value::Null)).into_iter().collect()
}

pub(super) fn property<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    if spot.is_foreign || !spot.value.is_object() || !has(spot, "properties") {
        return Vec::new();
    }
    let mut pointer = spot.pointer.clone();
    push_token(&mut pointer, UNKNOWN);
    let value = json!({ "nested": [1, null, { "a": 0.5 }] });
    vec![Offer::Ready((pointer, Some(value)))]
}

pub(super) fn value<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    let is_due = !spot.is_foreign && spot.value.is_string() && has(spot, "enum");
    let text = is_due.then(|| ready(spot, json!(UNKNOWN)));
    let is_due = !spot.is_foreign && spot.value.is_i64() && names_integers(spot);
    let integer = is_due.then(|| ready(spot, json!(UNKNOWN_INTEGER)));
    text.into_iter().chain(integer).collect()
}

/// Whether some of several integers are named; a single one is a constant.
fn names_integers(spot: &Spot<'_, '_>) -> bool {
    let is_constant = |values: &Vec<Value>| values.len() == 1;
    let mut values = spot.places.iter().filter_map(|place| place.keyword("enum")?.as_array());
    has(spot, "enum") && !has(spot, "const") && !values.any(is_constant)
}

pub(super) fn alternative<'a>(spot: &Spot<'a, '_>) -> Vec<Offer<'a>> {
    match spot.value {
        Value::Object(object) if !spot.is_foreign && !spot.unions.is_empty() => {
            vec![ready(spot, unknown_alternative(spot, object.clone()))]
        }
        _ => Vec::new(),
    }
}

fn has(spot: &Spot<'_, '_>, keyword: &str) -> bool {
    spot.places.iter().any(|place| place.keyword(keyword).is_some())
}

/// An object like the present alternative, but for the properties that tell alternatives apart.
fn unknown_alternative(spot: &Spot<'_, '_>, mut object: serde_json::Map<String, Value>) -> Value {
    for place in &spot.places {
        let tags = place.map("properties").into_iter().filter(|(_, property)| {
            let single = property
                .schema
                .get("enum")
                .and_then(Value::as_array)
                .is_some_and(|values| values.len() == 1);
            single || property.schema.get("const").is_some_and(Value::is_string)
        });
        let named = place
            .schema
            .get("discriminator")
            .and_then(|it| it.get("propertyName")?.as_str());
        for name in tags.map(|(name, _)| name).chain(named) {
            object.insert(name.to_owned(), json!(UNKNOWN));
        }
    }
    object.insert(UNKNOWN.to_owned(), json!(true));
    Value::Object(object)
}
