//! The ways in which a property is read into its field and written from it.

use crate::extra::{Extra, ExtraValue};
use crate::instance::{Seed, Written};
use crate::{Implied, Instance, Maybe};
use serde::de::MapAccess;
use serde::ser::SerializeMap;

/// Reads a required property.
///
/// # Errors
/// Those of reading the value.
#[inline]
pub fn required<'de, T: Instance, A: MapAccess<'de>>(slot: &mut T, map: &mut A) -> Result<(), A::Error> {
    *slot = map.next_value_seed(Seed::new())?;
    Ok(())
}

/// Reads an optional property that can't be null: an explicit null is kept among the extra properties.
///
/// # Errors
/// Those of reading the value.
#[inline]
pub fn optional<'de, T: Instance, V: ExtraValue, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    name: &'static str,
    extra: &mut Extra<V>,
    map: &mut A,
) -> Result<(), A::Error> {
    *slot = map.next_value_seed(Seed::new())?;
    if slot.is_none() {
        extra.push(name.to_owned(), V::null());
    }
    Ok(())
}

/// Reads an optional property whose type has a null of its own: null is a value like others.
///
/// # Errors
/// Those of reading the value.
#[inline]
pub fn optional_any<'de, T: Instance, A: MapAccess<'de>>(slot: &mut Option<T>, map: &mut A) -> Result<(), A::Error> {
    *slot = Some(map.next_value_seed(Seed::new())?);
    Ok(())
}

/// Reads an optional property whose schema speaks of one JSON type and does not ask for it: a value of another type is kept
/// among the extra properties.
///
/// # Errors
/// Those of reading the value.
#[inline]
pub fn optional_implied<'de, T: Instance, V: ExtraValue, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    name: &'static str,
    extra: &mut Extra<V>,
    map: &mut A,
) -> Result<(), A::Error> {
    match map.next_value_seed(Seed::new())? {
        Implied::Known(value) => *slot = Some(value),
        Implied::Other(value) => extra.push(name.to_owned(), V::untyped(value)),
    }
    Ok(())
}

/// Reads a property that is optional and may be null.
///
/// # Errors
/// Those of reading the value.
#[inline]
pub fn maybe<'de, T: Instance, A: MapAccess<'de>>(slot: &mut Maybe<T>, map: &mut A) -> Result<(), A::Error> {
    *slot = map.next_value_seed(Seed::<Option<T>>::new())?.into();
    Ok(())
}

/// Writes a required property.
///
/// # Errors
/// Those of the serializer.
#[inline]
pub fn write<T: Instance, M: SerializeMap>(map: &mut M, name: &'static str, value: &T) -> Result<(), M::Error> {
    map.serialize_entry(name, &Written(value))
}

/// Writes an optional property that can't be null: its value, or the explicit null that was read.
///
/// # Errors
/// Those of the serializer.
#[inline]
pub fn write_optional<T: Instance, V: ExtraValue, M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    value: &Option<T>,
    extra: &Extra<V>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(name, &Written(value)),
        None if extra.get(name).is_some_and(V::is_null) => map.serialize_entry(name, &()),
        None => Ok(()),
    }
}

/// Writes an optional property whose schema does not ask for its type: its value, or what was read of another type.
///
/// # Errors
/// Those of the serializer.
#[inline]
pub fn write_implied<T: Instance, V: ExtraValue, M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    value: &Option<T>,
    extra: &Extra<V>,
) -> Result<(), M::Error> {
    match (value, extra.get(name)) {
        (Some(value), _) => map.serialize_entry(name, &Written(value)),
        (None, Some(other)) => map.serialize_entry(name, &Written(other)),
        (None, None) => Ok(()),
    }
}

/// Writes an optional property whose type has a null of its own.
///
/// # Errors
/// Those of the serializer.
#[inline]
pub fn write_some<T: Instance, M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    value: &Option<T>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(name, &Written(value)),
        None => Ok(()),
    }
}

/// Writes a property that is optional and may be null.
///
/// # Errors
/// Those of the serializer.
#[inline]
pub fn write_maybe<T: Instance, M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    value: &Maybe<T>,
) -> Result<(), M::Error> {
    match value {
        Maybe::Value(value) => map.serialize_entry(name, &Written(value)),
        Maybe::Null => map.serialize_entry(name, &()),
        Maybe::Absent => Ok(()),
    }
}
