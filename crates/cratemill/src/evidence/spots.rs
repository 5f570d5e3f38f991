//! Which schemas hold at which place of an instance.

use super::place::Place;
use super::room::Room;
use crate::budget::{CONJUNCTS_OF_A_SPOT, SPOTS_OF_AN_INSTANCE};
use crate::bundle::push_token;
use serde_json::Value;

/// A value inside an instance, and all that is asked of it.
pub(super) struct Spot<'a, 'v> {
    /// JSON Pointer of the value.
    pub pointer: String,
    /// The value.
    pub value: &'v Value,
    /// Every schema that holds for it, references, `allOf`s and the fitting alternatives opened.
    pub places: Vec<Place<'a>>,
    /// The unions that hold for it, each with its alternatives.
    pub unions: Vec<Vec<Place<'a>>>,
    /// Whether the value, or one around it, is read as an alternative of a union.
    pub in_union: bool,
    /// Whether the value is an instance of another target, whose own tests look inside.
    pub is_foreign: bool,
    /// Whether a property of that name may be absent; false for items and the whole.
    pub is_optional: bool,
}

impl<'a> Room<'a, '_> {
    /// All places of `instance`, the outer ones first; it stops at instances of other targets.
    pub fn spots<'v>(&self, root: &Place<'a>, instance: &'v Value) -> Vec<Spot<'a, 'v>> {
        let mut spots = vec![self.whole(root, instance)];
        let mut next = 0;
        while next < spots.len() && spots.len() < SPOTS_OF_AN_INSTANCE {
            let children = self.children(&spots[next]);
            spots.extend(children);
            next += 1;
        }
        spots
    }

    /// The instance itself.
    pub fn whole<'v>(&self, root: &Place<'a>, instance: &'v Value) -> Spot<'a, 'v> {
        let mut whole = self.spot_of(String::new(), instance, std::slice::from_ref(root), false, false);
        whole.is_foreign = false;
        whole
    }

    /// What is directly inside.
    pub fn children<'v>(&self, spot: &Spot<'a, 'v>) -> Vec<Spot<'a, 'v>> {
        if spot.is_foreign || self.alien(&spot.places).is_some() {
            return Vec::new();
        }
        let mut children = Vec::new();
        match spot.value {
            Value::Object(object) => {
                for (name, value) in object {
                    let places: Vec<Place<'a>> = spot
                        .places
                        .iter()
                        .flat_map(|place| self.property(place, name))
                        .collect();
                    let optional = !spot
                        .places
                        .iter()
                        .any(|place| place.texts("required").any(|text| text == name));
                    let mut pointer = spot.pointer.clone();
                    push_token(&mut pointer, name);
                    children.push(self.spot_of(pointer, value, &places, spot.in_union, optional));
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    let places: Vec<Place<'a>> = spot.places.iter().filter_map(|place| item(place, index)).collect();
                    let pointer = format!("{}/{index}", spot.pointer);
                    children.push(self.spot_of(pointer, value, &places, spot.in_union, false));
                }
            }
            _ => {}
        }
        children
    }

    fn spot_of<'v>(
        &self,
        pointer: String,
        value: &'v Value,
        places: &[Place<'a>],
        in_union: bool,
        is_optional: bool,
    ) -> Spot<'a, 'v> {
        let target = |place: &Place<'a>| self.targets.contains(&place.reference());
        let is_foreign = places
            .iter()
            .any(|place| target(place) || target(&self.documents.resolve(place)));
        let mut spot = Spot {
            pointer,
            value,
            places: Vec::new(),
            unions: Vec::new(),
            in_union,
            is_foreign,
            is_optional,
        };
        places.iter().for_each(|place| self.open(place, &mut spot));
        spot
    }

    fn property(&self, place: &Place<'a>, name: &str) -> Vec<Place<'a>> {
        let matching = place
            .map("patternProperties")
            .into_iter()
            .filter(|(pattern, _)| self.judge.matches(pattern, name));
        let mut places: Vec<Place<'a>> = place.member("properties", name).into_iter().collect();
        places.extend(matching.map(|(_, place)| place));
        if places.is_empty() {
            places.extend(place.child("additionalProperties"));
        }
        places
    }

    fn open(&self, place: &Place<'a>, spot: &mut Spot<'a, '_>) {
        if spot.places.len() >= CONJUNCTS_OF_A_SPOT {
            return;
        }
        spot.places.push(place.clone());
        if let Some(target) = self.documents.follow(place) {
            self.open(&target, spot);
        }
        place.list("allOf").iter().for_each(|part| self.open(part, spot));
        for keyword in ["oneOf", "anyOf"] {
            let branches = place.list(keyword);
            let solid = branches
                .iter()
                .filter(|branch| branch.keyword("type") != Some(&Value::from("null")));
            if solid.count() > 1 {
                spot.in_union = true;
                spot.unions.push(branches.clone());
            }
            let fitting = |branch: &&Place<'a>| self.judge.accepts(&branch.reference(), spot.value) == Some(true);
            let fitting: Vec<&Place<'a>> = branches.iter().filter(fitting).collect();
            fitting.into_iter().for_each(|branch| self.open(branch, spot));
        }
    }
}

fn item<'a>(place: &Place<'a>, index: usize) -> Option<Place<'a>> {
    let listed = if place.keyword("items").is_some_and(Value::is_array) {
        "items"
    } else {
        "prefixItems"
    };
    let first = place.list(listed).into_iter().nth(index);
    first
        .or_else(|| place.child("items"))
        .or_else(|| place.child("additionalItems"))
}
