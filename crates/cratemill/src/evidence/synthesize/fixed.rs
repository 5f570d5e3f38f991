//! The constants that hold of a value whatever is chosen for it: of many alternatives, one that has them is taken.

use crate::evidence::place::{Documents, Place};
use serde_json::Value;

/// So many schemas are opened in search of constants.
const MOST_OPENED: usize = 32;

/// A constant of the value itself, or of one of its properties.
type Fixed<'a> = Vec<(Option<&'a str>, &'a Value)>;

/// The first of `branches`, from `choice` on and round, whose constants are not others than those of `places`.
pub(super) fn branch<'b, 'a>(
    documents: &Documents<'a>,
    places: &[Place<'a>],
    branches: &'b [Place<'a>],
    choice: usize,
) -> Option<&'b Place<'a>> {
    let known = fixed(documents, places);
    let start = choice.checked_rem(branches.len())?;
    let mut round = branches[start..].iter().chain(&branches[..start]);
    let agreeing = round.find(|branch| {
        let own = fixed(documents, std::slice::from_ref(*branch));
        own.iter()
            .all(|(name, value)| known.iter().all(|(other, fixed)| name != other || value == fixed))
    });
    agreeing.or(branches.get(start))
}

fn fixed<'a>(documents: &Documents<'a>, places: &[Place<'a>]) -> Fixed<'a> {
    let mut found = Fixed::new();
    let mut pending: Vec<Place<'a>> = places.to_vec();
    for _ in 0..MOST_OPENED {
        let Some(place) = pending.pop() else { break };
        found.extend(constant(place.schema).map(|value| (None, value)));
        for (name, property) in place.map("properties") {
            found.extend(constant(documents.resolve(&property).schema).map(|value| (Some(name), value)));
        }
        pending.extend(documents.follow(&place));
        pending.extend(place.list("allOf"));
    }
    found
}

fn constant(schema: &Value) -> Option<&Value> {
    schema
        .get("const")
        .or_else(|| match schema.get("enum")?.as_array()?.as_slice() {
            [only] => Some(only),
            _ => None,
        })
}
