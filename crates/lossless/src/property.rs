//! The ways in which a property is kept in its field, read into it and written from it; [`object!`](macro@crate::object) names one
//! for each field.

use crate::extra::{Extra, ExtraValue};
use crate::instance::{Seed, Written};
use crate::{Implied, Instance, Maybe};
use serde::de::MapAccess;
use serde::ser::SerializeMap;

/// A property that is always there; its type says whether it may be null.
pub mod required {
    use super::*;

    /// What the field holds before the input fills it.
    #[inline]
    pub fn blank<T: Instance>() -> T {
        T::blank()
    }

    /// What a builder's setter puts into the field.
    #[inline]
    pub fn put<T>(value: T) -> T {
        value
    }

    /// Reads the property.
    ///
    /// # Errors
    /// Those of reading the value.
    #[inline]
    pub fn read<'de, T: Instance, V, A: MapAccess<'de>>(
        slot: &mut T,
        _: &'static str,
        _: &mut Extra<V>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        *slot = map.next_value_seed(Seed::new())?;
        Ok(())
    }

    /// Writes the property.
    ///
    /// # Errors
    /// Those of the serializer.
    #[inline]
    pub fn write<T: Instance, V, M: SerializeMap>(
        value: &T,
        name: &'static str,
        _: &Extra<V>,
        map: &mut M,
    ) -> Result<(), M::Error> {
        map.serialize_entry(name, &Written(value))
    }
}

/// An optional property that can't be null: an explicit null is kept among the extra properties.
pub mod optional {
    use super::*;

    /// What the field holds while the property is absent.
    #[inline]
    pub fn blank<T>() -> Option<T> {
        None
    }

    /// What a builder's setter puts into the field.
    #[inline]
    pub fn put<T>(value: Option<T>) -> Option<T> {
        value
    }

    /// Reads the property.
    ///
    /// # Errors
    /// Those of reading the value.
    #[inline]
    pub fn read<'de, T: Instance, V: ExtraValue, A: MapAccess<'de>>(
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

    /// Writes the property: its value, or the explicit null that was read.
    ///
    /// # Errors
    /// Those of the serializer.
    #[inline]
    pub fn write<T: Instance, V: ExtraValue, M: SerializeMap>(
        value: &Option<T>,
        name: &'static str,
        extra: &Extra<V>,
        map: &mut M,
    ) -> Result<(), M::Error> {
        match value {
            Some(value) => map.serialize_entry(name, &Written(value)),
            None if extra.get(name).is_some_and(V::is_null) => map.serialize_entry(name, &()),
            None => Ok(()),
        }
    }
}

/// An optional property whose type has a null of its own: null is a value like others.
pub mod optional_any {
    use super::*;

    pub use super::optional::blank;

    /// What a builder's setter puts into the field.
    #[inline]
    pub fn put<T>(value: T) -> Option<T> {
        Some(value)
    }

    /// Reads the property.
    ///
    /// # Errors
    /// Those of reading the value.
    #[inline]
    pub fn read<'de, T: Instance, V, A: MapAccess<'de>>(
        slot: &mut Option<T>,
        _: &'static str,
        _: &mut Extra<V>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        *slot = Some(map.next_value_seed(Seed::new())?);
        Ok(())
    }

    /// Writes the property.
    ///
    /// # Errors
    /// Those of the serializer.
    #[inline]
    pub fn write<T: Instance, V, M: SerializeMap>(
        value: &Option<T>,
        name: &'static str,
        _: &Extra<V>,
        map: &mut M,
    ) -> Result<(), M::Error> {
        match value {
            Some(value) => map.serialize_entry(name, &Written(value)),
            None => Ok(()),
        }
    }
}

/// An optional property whose schema speaks of one JSON type and does not ask for it: a value of another type is kept among the
/// extra properties.
pub mod optional_implied {
    use super::*;

    pub use super::optional::{blank, put};

    /// Reads the property.
    ///
    /// # Errors
    /// Those of reading the value.
    #[inline]
    pub fn read<'de, T: Instance, V: ExtraValue, A: MapAccess<'de>>(
        slot: &mut Option<T>,
        name: &'static str,
        extra: &mut Extra<V>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match map.next_value_seed(Seed::new())? {
            Implied::Known(value) => *slot = Some(value),
            Implied::Other(value) => extra.push(name.to_owned(), V::kept(value)),
        }
        Ok(())
    }

    /// Writes the property: its value, or what was read of another type.
    ///
    /// # Errors
    /// Those of the serializer.
    #[inline]
    pub fn write<T: Instance, V: ExtraValue, M: SerializeMap>(
        value: &Option<T>,
        name: &'static str,
        extra: &Extra<V>,
        map: &mut M,
    ) -> Result<(), M::Error> {
        match (value, extra.get(name)) {
            (Some(value), _) => map.serialize_entry(name, &Written(value)),
            (None, Some(other)) => map.serialize_entry(name, &Written(other)),
            (None, None) => Ok(()),
        }
    }
}

/// A property that is optional and may be null.
pub mod maybe {
    use super::*;

    /// What the field holds while the property is absent.
    #[inline]
    pub fn blank<T>() -> Maybe<T> {
        Maybe::Absent
    }

    /// What a builder's setter puts into the field.
    #[inline]
    pub fn put<T>(value: Maybe<T>) -> Maybe<T> {
        value
    }

    /// Reads the property.
    ///
    /// # Errors
    /// Those of reading the value.
    #[inline]
    pub fn read<'de, T: Instance, V, A: MapAccess<'de>>(
        slot: &mut Maybe<T>,
        _: &'static str,
        _: &mut Extra<V>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        *slot = map.next_value_seed(Seed::<Option<T>>::new())?.into();
        Ok(())
    }

    /// Writes the property.
    ///
    /// # Errors
    /// Those of the serializer.
    #[inline]
    pub fn write<T: Instance, V, M: SerializeMap>(
        value: &Maybe<T>,
        name: &'static str,
        _: &Extra<V>,
        map: &mut M,
    ) -> Result<(), M::Error> {
        match value {
            Maybe::Value(value) => map.serialize_entry(name, &Written(value)),
            Maybe::Null => map.serialize_entry(name, &()),
            Maybe::Absent => Ok(()),
        }
    }
}
