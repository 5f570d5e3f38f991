//! What a newer server may send: an unknown property in every object, an unknown value in every enum, an unknown
//! alternative in every union, `null` where a property may be absent.

use super::Proposal;
use crate::bundle::push_token;
use crate::evidence::spots::Spot;
use serde_json::{Value, json};

const UNKNOWN: &str = "unknown_to_this_version";

pub(super) fn proposals(spot: &Spot<'_, '_>) -> Vec<Proposal> {
    let mut proposals: Vec<Proposal> = Vec::new();
    let mut propose = |pointer: &str, value: Value| proposals.push((pointer.to_owned(), Some(value)));
    let is_nullable = spot
        .places
        .iter()
        .any(|place| place.schema.get("nullable") == Some(&Value::Bool(true)));
    if spot.is_optional || is_nullable {
        propose(&spot.pointer, Value::Null);
    }
    if spot.is_foreign {
        return proposals;
    }
    if spot.value.is_object() && spot.places.iter().any(|place| place.schema.get("properties").is_some()) {
        let mut pointer = spot.pointer.clone();
        push_token(&mut pointer, UNKNOWN);
        propose(&pointer, json!({ "nested": [1, null, { "a": 0.5 }] }));
    }
    if spot.value.is_string() && spot.places.iter().any(|place| place.schema.get("enum").is_some()) {
        propose(&spot.pointer, json!(UNKNOWN));
    }
    if let Value::Object(object) = spot.value
        && !spot.unions.is_empty()
    {
        propose(&spot.pointer, unknown_alternative(spot, object.clone()));
    }
    proposals
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
