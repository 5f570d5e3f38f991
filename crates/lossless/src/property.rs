//! The ways in which a property is kept in its field, read into it and written from it; [`object!`](macro@crate::object) names one
//! for each field.

use crate::extra::{Extra, ExtraValue};
use crate::instance::{Seed, Written};
use crate::{Implied, Instance, Maybe, Object};
use serde::de::MapAccess;
use serde::ser::{Serialize, SerializeMap};

/// An object that is being written. Each property says whether it went well; the error stays here.
pub struct Writing<'a, M: SerializeMap, V> {
    map: &'a mut M,
    extra: &'a Extra<V>,
    error: Option<M::Error>,
}

impl<'a, M: SerializeMap, V: ExtraValue> Writing<'a, M, V> {
    #[inline]
    pub(crate) fn new(map: &'a mut M, extra: &'a Extra<V>) -> Self {
        let error = None;
        Writing { map, extra, error }
    }

    /// Writes a property; whether that went well.
    #[inline]
    pub fn entry<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> bool {
        match self.map.serialize_entry(name, value) {
            Ok(()) => true,
            Err(error) => {
                self.error = Some(error);
                false
            }
        }
    }
}

/// What a property that was not written leaves.
#[cold]
pub(crate) fn failed<M: SerializeMap, V>(to: Writing<'_, M, V>) -> Result<(), M::Error> {
    to.error.map_or(Ok(()), Err)
}

/// A property that is always there; its type says whether it may be null.
pub mod required {
    use super::*;

    pub use crate::builder::{from, into, put, same, set};
    pub use crate::set::to;

    /// What the field holds before the input fills it.
    #[inline]
    pub fn blank<T: Instance>() -> T {
        T::blank()
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
    #[inline]
    pub fn write<T: Instance, V: ExtraValue, M: SerializeMap>(
        value: &T,
        name: &'static str,
        to: &mut Writing<'_, M, V>,
    ) -> bool {
        to.entry(name, &Written(value))
    }
}

/// An optional property that can't be null: an explicit null is kept among the extra properties.
pub mod optional {
    use super::*;

    pub use crate::builder::{from, into, put, same, set};
    pub use crate::set::to;

    /// What the field holds while the property is absent.
    #[inline]
    pub fn blank<T>() -> Option<T> {
        None
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
    #[inline]
    pub fn write<T: Instance, V: ExtraValue, M: SerializeMap>(
        value: &Option<T>,
        name: &'static str,
        to: &mut Writing<'_, M, V>,
    ) -> bool {
        match value {
            Some(value) => to.entry(name, &Written(value)),
            None if to.extra.get(name).is_some_and(V::is_null) => to.entry(name, &()),
            None => true,
        }
    }
}

/// An optional property whose type has a null of its own: null is a value like others.
pub mod optional_any {
    use super::*;
    use crate::set::{self, Set, Sure};
    use crate::{Builder, builder};

    pub use super::optional::blank;

    /// What a setter puts into the field.
    #[inline]
    pub fn put<T>(value: T) -> Option<T> {
        Some(value)
    }

    /// What a setter puts into the field of what converts into a value.
    #[inline]
    pub fn from<T>(value: impl Into<T>) -> Option<T> {
        Some(value.into())
    }

    /// What a setter puts into the field of what sets a value.
    #[inline]
    pub fn to<T, How: Sure>(value: impl Set<T, How>) -> Option<T> {
        Some(set::to(value))
    }

    /// What a builder puts into the field, of the property `index`.
    #[inline]
    pub fn same<O: Object, T>(value: T, builder: &mut Builder<O>, index: u16) -> Option<T> {
        Some(builder::same(value, builder, index))
    }

    /// The same of what converts into a value.
    #[inline]
    pub fn into<O: Object, T>(value: impl Into<T>, builder: &mut Builder<O>, index: u16) -> Option<T> {
        Some(builder::into(value, builder, index))
    }

    /// The same of what sets a value.
    #[inline]
    pub fn set<O: Object, T, How>(value: impl Set<T, How>, builder: &mut Builder<O>, index: u16) -> Option<T> {
        Some(builder::set(value, builder, index))
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
    #[inline]
    pub fn write<T: Instance, V: ExtraValue, M: SerializeMap>(
        value: &Option<T>,
        name: &'static str,
        to: &mut Writing<'_, M, V>,
    ) -> bool {
        match value {
            Some(value) => to.entry(name, &Written(value)),
            None => true,
        }
    }
}

/// An optional property whose schema speaks of one JSON type and does not ask for it: a value of another type is kept among the
/// extra properties.
pub mod optional_implied {
    use super::*;

    pub use super::optional::{blank, from, into, put, same, set, to};

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
    #[inline]
    pub fn write<T: Instance, V: ExtraValue, M: SerializeMap>(
        value: &Option<T>,
        name: &'static str,
        to: &mut Writing<'_, M, V>,
    ) -> bool {
        match (value, to.extra.get(name)) {
            (Some(value), _) => to.entry(name, &Written(value)),
            (None, Some(other)) => to.entry(name, &Written(other)),
            (None, None) => true,
        }
    }
}

/// A property that is optional and may be null.
pub mod maybe {
    use super::*;

    pub use crate::builder::{from, into, put, same, set};
    pub use crate::set::to;

    /// What the field holds while the property is absent.
    #[inline]
    pub fn blank<T>() -> Maybe<T> {
        Maybe::Absent
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
    #[inline]
    pub fn write<T: Instance, V: ExtraValue, M: SerializeMap>(
        value: &Maybe<T>,
        name: &'static str,
        to: &mut Writing<'_, M, V>,
    ) -> bool {
        match value {
            Maybe::Value(value) => to.entry(name, &Written(value)),
            Maybe::Null => to.entry(name, &()),
            Maybe::Absent => true,
        }
    }
}
