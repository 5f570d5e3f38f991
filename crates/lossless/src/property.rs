//! The ways in which a property is read into its field and written from it.

use crate::extra::{Extra, ExtraValue};
use crate::instance::{Seed, Written};
use crate::{Instance, Maybe};
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

/// Writes properties one after the other, until one fails: an object's `write` is a list, and compiles as fast as one.
pub struct Writer<'a, M: SerializeMap, V> {
    map: &'a mut M,
    extra: &'a Extra<V>,
    result: Result<(), M::Error>,
}

impl<'a, M: SerializeMap, V: ExtraValue> Writer<'a, M, V> {
    /// Begins an object.
    #[inline]
    pub fn new(map: &'a mut M, extra: &'a Extra<V>) -> Self {
        Writer {
            map,
            extra,
            result: Ok(()),
        }
    }

    /// Writes a required property.
    #[inline]
    pub fn required<T: Instance>(&mut self, name: &'static str, value: &T) {
        if self.result.is_ok() {
            self.result = write(self.map, name, value);
        }
    }

    /// Writes an optional property that can't be null: its value, or the explicit null that was read.
    #[inline]
    pub fn optional<T: Instance>(&mut self, name: &'static str, value: &Option<T>) {
        if self.result.is_ok() {
            self.result = write_optional(self.map, name, value, self.extra);
        }
    }

    /// Writes an optional property whose type has a null of its own.
    #[inline]
    pub fn some<T: Instance>(&mut self, name: &'static str, value: &Option<T>) {
        if self.result.is_ok() {
            self.result = write_some(self.map, name, value);
        }
    }

    /// Writes a property that is optional and may be null.
    #[inline]
    pub fn maybe<T: Instance>(&mut self, name: &'static str, value: &Maybe<T>) {
        if self.result.is_ok() {
            self.result = write_maybe(self.map, name, value);
        }
    }

    /// Writes the unknown properties, and ends.
    ///
    /// # Errors
    /// Those of the serializer.
    #[inline]
    pub fn end(self, index: fn(&str) -> u16) -> Result<(), M::Error> {
        self.result?;
        self.extra.write(self.map, index)
    }
}
