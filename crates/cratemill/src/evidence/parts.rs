//! The parts of an instance that are values of structs for sure, so that they are examples of these.

use crate::convert::{Kind, RustType, Types};
use serde_json::Value;

/// Each object in `value`, which is read as the type `id`, with the struct that it is read as, from the outside in. What a
/// union or a wrapper of what may not fit stands before is left out: there something else may have been meant.
pub fn parts<'v>(types: &Types, id: usize, value: &'v Value) -> Vec<(usize, &'v Value)> {
    let mut found = Vec::new();
    see(types, id, value, &mut found);
    found
}

fn see<'v>(types: &Types, id: usize, value: &'v Value, found: &mut Vec<(usize, &'v Value)>) {
    match &types.types[id].kind {
        Kind::Object(object) if value.is_object() => {
            found.push((id, value));
            for field in &object.fields {
                if let Some(value) = value.get(&field.name) {
                    along(types, &field.value, value, found);
                }
            }
        }
        Kind::Newtype(inner) | Kind::Alias(inner) => along(types, inner, value, found),
        _ => {}
    }
}

fn along<'v>(types: &Types, of: &RustType, value: &'v Value, found: &mut Vec<(usize, &'v Value)>) {
    match of {
        RustType::Named(id) => see(types, *id, value, found),
        RustType::Boxed(inner) | RustType::Deep(inner) | RustType::Option(inner) => along(types, inner, value, found),
        RustType::Vec(inner) => {
            let items = value.as_array().into_iter().flatten();
            items.for_each(|item| along(types, inner, item, found));
        }
        RustType::Map(inner) => {
            let values = value.as_object().into_iter().flat_map(|map| map.values());
            values.for_each(|value| along(types, inner, value, found));
        }
        _ => {}
    }
}
