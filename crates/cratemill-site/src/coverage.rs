//! How much of the schema real examples show.

use std::collections::BTreeSet;

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
    let mut seen = BTreeSet::new();
    for (tested, example) in survey.evidence.examples() {
        let valid = matches!(example.verdict, Verdict::Valid | Verdict::BreaksFormat(_));
        if valid && is_published(example) {
            let id = survey.subject.targets[tested.target].index;
            see(types, id, &example.instance, &mut seen);
        }
    }
    let fields = types.iter().map(|one| match &one.kind {
        Kind::Object(object) => object.fields.len(),
        Kind::Tuple(tuple) => tuple.fields.len(),
        _ => 0,
    });
    Coverage {
        fields: fields.sum(),
        seen,
    }
}

fn see(types: &[Type], id: usize, value: &Value, seen: &mut BTreeSet<(usize, usize)>) {
    match &types[id].kind {
        Kind::Object(object) => {
            for (index, field) in object.fields.iter().enumerate() {
                if let Some(value) = value.get(&field.name) {
                    seen.insert((id, index));
                    along(types, &field.value, value, seen);
                }
            }
        }
        Kind::Tuple(tuple) => {
            for (index, field) in tuple.fields.iter().enumerate() {
                if let Some(value) = value.get(index) {
                    seen.insert((id, index));
                    along(types, &field.value, value, seen);
                }
            }
        }
        Kind::Union(union) => {
            for alternative in &union.all {
                if has_shape(types, &alternative.value, value) {
                    along(types, &alternative.value, value, seen);
                }
            }
        }
        // The value gets no smaller here, but names lead to others only until one is a shape.
        Kind::Newtype(inner) | Kind::Alias(inner) => along(types, inner, value, seen),
        Kind::Enumeration(_) | Kind::Integers(_) | Kind::Constant(_) | Kind::Pattern(_) => {}
    }
}

fn along(types: &[Type], value_type: &RustType, value: &Value, seen: &mut BTreeSet<(usize, usize)>) {
    match value_type {
        RustType::Named(id) => see(types, *id, value, seen),
        RustType::Vec(inner) => {
            let items = value.as_array().into_iter().flatten();
            items.for_each(|item| along(types, inner, item, seen));
        }
        RustType::Map(inner) => {
            let values = value.as_object().into_iter().flat_map(|map| map.values());
            values.for_each(|value| along(types, inner, value, seen));
        }
        RustType::Boxed(inner)
        | RustType::Deep(inner)
        | RustType::Option(inner)
        | RustType::Open(inner)
        | RustType::Implied(inner) => along(types, inner, value, seen),
        _ => {}
    }
}

/// Whether a value has the required properties of an alternative, and the constants among them.
fn has_shape(types: &[Type], alternative: &RustType, value: &Value) -> bool {
    let Some(Kind::Object(object)) = crate::catalog::named(alternative).map(|id| &types[id].kind) else {
        return true;
    };
    let constant = |value: &RustType| match crate::catalog::named(value).map(|id| &types[id].kind) {
        Some(Kind::Constant(constant)) => Some(constant.clone()),
        _ => None,
    };
    value.is_object()
        && object.fields.iter().all(|field| match value.get(&field.name) {
            Some(found) => constant(&field.value).is_none_or(|constant| constant == *found),
            None => !matches!(field.presence, Presence::Required | Presence::Nullable),
        })
}
