//! Types that are apart.

use crate::tape::{Cursor, capture, passed_on};
use crate::union::Types;
use crate::unknowns::Walk;
use crate::{Instance, raw};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};

/// A box that the compiler does not look into.
///
/// rustc follows types into each other, to know whether they can be sent and dropped and what code reads and writes them,
/// and gives up at a depth of 128 (`recursion_limit`). Where a schema nests deeper than that, its types are apart by a
/// `Deep`. What is behind it is read and written by way of its text.
pub struct Deep<T>(Box<dyn Inside<T>>);

/// A type that can be behind a [`Deep`]; see [`deep!`](macro@crate::deep). None of its methods is generic or
/// `#[inline]`, so that the crate that uses the type need not compile what is inside.
pub trait Enclosed: Instance {
    /// Puts the value into a box.
    fn enclose(self) -> Deep<Self>;

    /// Reads a value.
    ///
    /// # Errors
    /// The value has another shape.
    fn read_on_tape(value: Cursor<'_>) -> Result<Self, serde_json::Error>;

    /// Writes the value.
    ///
    /// # Errors
    /// As of its [`Serialize`]; it has numbers that a `Value` can't hold.
    fn to_value(&self) -> Result<Value, serde_json::Error>;

    /// Writes the value as JSON text.
    ///
    /// # Errors
    /// As of its [`Serialize`].
    fn to_text(&self) -> Result<String, serde_json::Error>;
}

/// [`Enclosed`] for types of the calling crate: `deep! { Leaf, Twig }`.
#[doc(hidden)]
#[macro_export]
macro_rules! deep {
    ($($inside:ident),* $(,)?) => { $(
        impl $crate::Enclosed for $inside {
            fn enclose(self) -> $crate::Deep<Self> {
                $crate::Deep::new(self)
            }
            fn read_on_tape(value: $crate::Cursor<'_>) -> ::core::result::Result<Self, $crate::serde_json::Error> {
                <Self as $crate::Instance>::read(value)
            }
            fn to_value(&self) -> ::core::result::Result<$crate::Value, $crate::serde_json::Error> {
                $crate::serde_json::to_value(self)
            }
            fn to_text(&self) -> ::core::result::Result<::std::string::String, $crate::serde_json::Error> {
                $crate::serde_json::to_string(self)
            }
        }
    )* };
}

/// What a [`Deep`] holds, behind a table of functions: what `#[derive]` writes is inlined into the crates that use it.
trait Inside<T>: fmt::Debug + Send + Sync {
    fn get(&self) -> &T;
    fn get_mut(&mut self) -> &mut T;
    fn copy(&self) -> Box<dyn Inside<T>>;
    fn equals(&self, other: &T) -> bool;
    fn feed(&self, state: &mut dyn Hasher);
    fn note(&self, walk: &mut Walk);
    fn take(self: Box<Self>) -> T;
}

impl<T: Instance + Send + Sync> Inside<T> for T {
    fn get(&self) -> &T {
        self
    }
    fn get_mut(&mut self) -> &mut T {
        self
    }
    fn copy(&self) -> Box<dyn Inside<T>> {
        Box::new(self.clone())
    }
    fn equals(&self, other: &T) -> bool {
        self.same(other)
    }
    fn feed(&self, mut state: &mut dyn Hasher) {
        self.digest(&mut state);
    }
    fn note(&self, walk: &mut Walk) {
        self.note_unknowns(walk);
    }
    fn take(self: Box<Self>) -> T {
        *self
    }
}

impl<T> Deep<T> {
    /// The value in its box.
    pub fn new(value: T) -> Self
    where
        T: Instance + Send + Sync,
    {
        Deep(Box::new(value))
    }

    /// The value out of its box.
    pub fn into_inner(self) -> T {
        self.0.take()
    }
}

impl<T> Deref for Deep<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0.get()
    }
}

impl<T> DerefMut for Deep<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.get_mut()
    }
}

impl<T> Clone for Deep<T> {
    fn clone(&self) -> Self {
        Deep(self.0.copy())
    }
}

impl<T> PartialEq for Deep<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.equals(other)
    }
}

impl<T> Eq for Deep<T> {}

impl<T> Hash for Deep<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.feed(state);
    }
}

impl<T> fmt::Debug for Deep<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Enclosed> From<T> for Deep<T> {
    fn from(value: T) -> Self {
        value.enclose()
    }
}

impl<T: Enclosed> Serialize for Deep<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Ok(value) = T::to_value(self) {
            return value.serialize(serializer);
        }
        let text = T::to_text(self).map_err(serde::ser::Error::custom)?;
        raw::write(&text, serializer)
    }
}

impl<T: Enclosed> Instance for Deep<T> {
    type Kind = crate::Plain;
    const TYPES: Types = T::TYPES;
    fn blank() -> Self {
        T::blank().enclose()
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let whole = capture(deserializer)?;
        T::read_on_tape(whole.cursor()).map(T::enclose).map_err(passed_on)
    }
    fn unknown_properties(value: Cursor<'_>) -> usize {
        T::unknown_properties(value)
    }
    fn note_unknowns(&self, walk: &mut Walk) {
        self.0.note(walk);
    }
}

impl<'de, T: Enclosed> Deserialize<'de> for Deep<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }
}
