//! Writing an object.

use super::{Object, patched};
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
    object.write(&mut map)?;
    map.end()
}

#[inline(never)]
fn write_with_extra<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let displaced = object.extra().displaced_values();
    if !displaced.is_empty() {
        return patched::write(object, displaced, serializer);
    }
    let mut map = serializer.serialize_map(None)?;
    put(object, &mut map)?;
    map.end()
}

/// Writes the fields, then the unknown properties.
pub(super) fn put<T: Object, M: SerializeMap>(object: &T, map: &mut M) -> Result<(), M::Error> {
    object.write(map)?;
    object.extra().write(map, T::index)
}
