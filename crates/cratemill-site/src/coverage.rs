//! How much of the schema real examples show.

use std::collections::{BTreeMap, BTreeSet};

use cratemill::Survey;
use cratemill::convert::{Kind, Presence, RustType, Type};
use cratemill::evidence::Verdict;
use serde_json::Value;

use crate::catalog::is_published;

/// The fields of all types, and those that some valid published example has.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// How many fields there are.
    pub fields: usize,
    /// The type and the place of each field that was seen.
    pub seen: BTreeSet<(usize, usize)>,
    /// For each struct the first value of it that is a part of an example, with the place.
    pub parts: BTreeMap<usize, (Value, String)>,
}

impl Coverage {
    /// In hundredths, rounded down.
    pub fn percent(&self) -> usize {
        (self.seen.len() * 100).checked_div(self.fields).unwrap_or(0)
    }
}

/// Walks every valid published example along its type.
pub fn coverage(survey: &Survey) -> Coverage {
    let types = &survey.types.types;
    let fields = types.iter().map(|one| match &one.kind {
        Kind::Object(object) => object.fields.len(),
        Kind::Tuple(tuple) => tuple.fields.len(),
        _ => 0,
    });
    let mut found = Coverage {
        fields: fields.sum(),
        ..Coverage::default()
    };
    for (tested, example) in survey.evidence.examples() {
        let valid = matches!(example.verdict, Verdict::Valid | Verdict::BreaksFormat(_));
        if valid && is_published(example) {
            let id = survey.subject.targets[tested.target].index;
            let place = format!("{}#{}", example.location.file, example.location.pointer);
            see(types, id, &example.instance, &place, &mut found);
        }
    }
    found
}

fn see(types: &[Type], id: usize, value: &Value, place: &str, found: &mut Coverage) {
    match &types[id].kind {
        Kind::Object(object) => {
            if value.is_object() && !found.parts.contains_key(&id) {
                found.parts.insert(id, (value.clone(), place.to_owned()));
            }
            for (index, field) in object.fields.iter().enumerate() {
                if let Some(value) = value.get(&field.name) {
                    found.seen.insert((id, index));
                    let name = field.name.replace('~', "~0").replace('/', "~1");
                    along(types, &field.value, value, &format!("{place}/{name}"), found);
                }
            }
        }
        Kind::Tuple(tuple) => {
            for (index, field) in tuple.fields.iter().enumerate() {
                if let Some(value) = value.get(index) {
                    found.seen.insert((id, index));
                    along(types, &field.value, value, &format!("{place}/{index}"), found);
                }
            }
        }
        Kind::Union(union) => {
            for alternative in &union.all {
                if has_shape(types, &alternative.value, value) {
                    along(types, &alternative.value, value, place, found);
                }
            }
        }
        // The value gets no smaller here, but names lead to others only until one is a shape.
        Kind::Newtype(inner) | Kind::Alias(inner) => along(types, inner, value, place, found),
        Kind::Enumeration(_) | Kind::Integers(_) | Kind::Constant(_) | Kind::Pattern(_) => {}
    }
}

fn along(types: &[Type], value_type: &RustType, value: &Value, place: &str, found: &mut Coverage) {
    match value_type {
        RustType::Named(id) => see(types, *id, value, place, found),
        RustType::Vec(inner) => {
            for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                along(types, inner, item, &format!("{place}/{index}"), found);
            }
        }
        RustType::Map(inner) => {
            for (name, value) in value.as_object().into_iter().flatten() {
                let name = name.replace('~', "~0").replace('/', "~1");
                along(types, inner, value, &format!("{place}/{name}"), found);
            }
        }
        RustType::Boxed(inner)
        | RustType::Deep(inner)
        | RustType::Option(inner)
        | RustType::Open(inner)
        | RustType::Implied(inner) => along(types, inner, value, place, found),
        _ => {}
    }
}

/// Whether a value has the required properties of an alternative, and the constants among them.
fn has_shape(types: &[Type], alternative: &RustType, value: &Value) -> bool {
    let Some(Kind::Object(object)) = alternative.type_inside().map(|id| &types[id].kind) else {
        return true;
    };
    let constant = |value: &RustType| match value.type_inside().map(|id| &types[id].kind) {
        Some(Kind::Constant(constant)) => Some(constant.clone()),
        _ => None,
    };
    value.is_object()
        && object.fields.iter().all(|field| match value.get(&field.name) {
            Some(found) => constant(&field.value).is_none_or(|constant| constant == *found),
            None => !matches!(field.presence, Presence::Required | Presence::Nullable),
        })
}
