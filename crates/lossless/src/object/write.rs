//! Writing an object.

use super::{Object, patched};
use crate::property::{self, Writing};
use serde::ser::{SerializeMap, Serializer};

/// Writes an object.
///
/// # Errors
/// Those of the serializer.
pub fn write<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    if object.extra().has_contents() {
        return write_with_extra(object, serializer);
    }
    let mut map = serializer.serialize_map(None)?;
    fields(object, &mut map)?;
    map.end()
}

#[inline(never)]
fn write_with_extra<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let displaced = object.extra().displaced_values();
    if !displaced.is_empty() {
        return patched::put_back(
            &|text| all(object, &mut serde_json::Serializer::new(text)),
            displaced,
            serializer,
        );
    }
    all(object, serializer)
}

/// Writes the fields, then the unknown properties.
fn all<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    fields(object, &mut map)?;
    object.extra().write(&mut map, T::index)?;
    map.end()
}

/// Writes the fields.
#[inline(always)]
fn fields<T: Object, M: SerializeMap>(object: &T, map: &mut M) -> Result<(), M::Error> {
    let mut to = Writing::new(map, object.extra());
    match object.write(&mut to) {
        true => Ok(()),
        false => property::failed(to),
    }
}
