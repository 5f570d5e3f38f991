//! Tuples: arrays whose positions have types of their own. An array of any length is read, since a length is a limit.

use crate::depth::Level;
use crate::field::Field;
use crate::instance::{Seed, Written};
use crate::mismatch::refuse;
use crate::tolerant::{set_aside, stand_in};
use crate::unknowns::Walk;
use crate::{Instance, Maybe, trail};
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde::ser::{Error, SerializeSeq, Serializer};
use std::fmt;
use std::hash::Hasher;
use std::marker::PhantomData;

/// What the generator gives for a tuple.
pub trait Tuple: Sized + 'static {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// How many positions have a field.
    const LENGTH: usize;
    /// What follows them.
    type Rest: Instance;
    /// The empty tuple.
    fn blank() -> Self;
    /// Reads the next item into the field of a position, by a module of this one; says whether there was one.
    ///
    /// # Errors
    /// Those of reading the item.
    fn read<'de, A: SeqAccess<'de>>(&mut self, position: usize, items: &mut A) -> Result<bool, A::Error>;
    /// Whether there is an item at a position.
    fn has(&self, position: usize) -> bool;
    /// Writes the item at a position, by a module of this one.
    ///
    /// # Errors
    /// Those of the serializer.
    fn write<S: SerializeSeq>(&self, position: usize, items: &mut S) -> Result<(), S::Error>;
    /// The field of a position; `rest` of a position beyond them.
    fn field(&self, position: usize) -> &dyn Field;
    /// What follows the positions.
    fn rest(&self) -> &[Self::Rest];
    /// What follows the positions.
    fn rest_mut(&mut self) -> &mut Vec<Self::Rest>;
}

/// A position whose item can't be null.
pub mod item {
    use super::*;

    /// Reads the item, if there is one.
    ///
    /// # Errors
    /// Those of reading the item.
    #[inline]
    pub fn read<'de, T: Instance, A: SeqAccess<'de>>(slot: &mut Option<T>, items: &mut A) -> Result<bool, A::Error> {
        *slot = items.next_element_seed(Seed::new())?;
        Ok(slot.is_some())
    }

    /// Whether there is an item.
    #[inline]
    pub fn has<T>(item: &Option<T>) -> bool {
        item.is_some()
    }

    /// Writes the item, if it is there.
    ///
    /// # Errors
    /// Those of the serializer.
    #[inline]
    pub fn write<T: Instance, S: SerializeSeq>(item: &Option<T>, items: &mut S) -> Result<(), S::Error> {
        item.as_ref()
            .map_or(Ok(()), |item| items.serialize_element(&Written(item)))
    }
}

/// A position whose item may be null.
pub mod maybe {
    use super::*;

    /// Reads the item, if there is one.
    ///
    /// # Errors
    /// Those of reading the item.
    #[inline]
    pub fn read<'de, T: Instance, A: SeqAccess<'de>>(slot: &mut Maybe<T>, items: &mut A) -> Result<bool, A::Error> {
        let item = items.next_element_seed(Seed::<Option<T>>::new())?;
        let is_there = item.is_some();
        *slot = item.map_or(Maybe::Absent, Maybe::from);
        Ok(is_there)
    }

    /// Whether there is an item, or null.
    #[inline]
    pub fn has<T>(item: &Maybe<T>) -> bool {
        !matches!(item, Maybe::Absent)
    }

    /// Writes the item, or null, if it is there.
    ///
    /// # Errors
    /// Those of the serializer.
    #[inline]
    pub fn write<T: Instance, S: SerializeSeq>(item: &Maybe<T>, items: &mut S) -> Result<(), S::Error> {
        match item {
            Maybe::Absent => Ok(()),
            Maybe::Null => items.serialize_element(&()),
            Maybe::Value(item) => items.serialize_element(&Written(item)),
        }
    }
}

struct TupleVisitor<T>(PhantomData<T>);

impl<'de, T: Tuple> Visitor<'de> for TupleVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "array {}", T::NAME)
    }
    refuse! { boolean integer float string null object }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<T, A::Error> {
        let _level = Level::enter()?;
        let mut tuple = T::blank();
        for position in 0..T::LENGTH {
            match tuple.read(position, &mut items) {
                Ok(true) => {}
                Ok(false) => return Ok(tuple),
                Err(error) if stand_in(&error) => {
                    aside(&mut items)?;
                    return Ok(tuple);
                }
                Err(error) => return Err(trail::at(position, error)),
            }
        }
        loop {
            match items.next_element_seed(Seed::new()) {
                Ok(Some(item)) => tuple.rest_mut().push(item),
                Ok(None) => return Ok(tuple),
                Err(error) if stand_in(&error) => {}
                Err(error) => return Err(trail::at(T::LENGTH + tuple.rest().len(), error)),
            }
        }
    }
}

/// Puts what follows a misfit aside with it: an array has no holes.
#[cold]
fn aside<'de, A: SeqAccess<'de>>(items: &mut A) -> Result<(), A::Error> {
    loop {
        match items.next_element_seed(Aside) {
            Ok(None) => return Ok(()),
            Ok(Some(())) => {}
            Err(_) if set_aside() => {}
            Err(error) => return Err(error),
        }
    }
}

/// Reads nothing.
struct Aside;

impl<'de> DeserializeSeed<'de> for Aside {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, _: D) -> Result<(), D::Error> {
        Err(serde::de::Error::custom("an item that is set aside"))
    }
}

/// Reads a tuple.
///
/// # Errors
/// Not an array, or an item of another shape than that of its position.
pub fn read<'de, T: Tuple, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(TupleVisitor(PhantomData))
}

/// Writes a tuple, up to the last item that is there.
///
/// # Errors
/// An item is missing before one that is there: an array has no holes.
pub fn write<T: Tuple, S: Serializer>(tuple: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let count = (0..T::LENGTH).take_while(|position| tuple.has(*position)).count();
    let goes_on = (count..T::LENGTH).any(|position| tuple.has(position));
    if goes_on || count < T::LENGTH && !tuple.rest().is_empty() {
        let name = T::NAME;
        return Err(S::Error::custom(format_args!(
            "the item {count} of {name} is missing, and a later one is there"
        )));
    }
    let mut items = serializer.serialize_seq(Some(count + tuple.rest().len()))?;
    (0..count).try_for_each(|position| tuple.write(position, &mut items))?;
    tuple
        .rest()
        .iter()
        .try_for_each(|item| items.serialize_element(&Written(item)))?;
    items.end()
}

/// Whether two tuples are the same JSON value.
pub fn equal<T: Tuple>(left: &T, right: &T) -> bool {
    (0..=T::LENGTH).all(|position| left.field(position).same(right.field(position)))
}

/// Feeds a hasher; tuples that are [`equal`] feed it the same.
pub fn hash<T: Tuple, H: Hasher>(tuple: &T, state: &mut H) {
    (0..=T::LENGTH).for_each(|position| tuple.field(position).digest(state));
}

/// Notes what of a tuple its schema does not name.
pub fn note_unknowns<T: Tuple>(tuple: &T, walk: &mut Walk) {
    for position in 0..T::LENGTH {
        walk.at(position, |walk| tuple.field(position).note_unknowns(walk));
    }
    for (index, item) in tuple.rest().iter().enumerate() {
        walk.at(T::LENGTH + index, |walk| Instance::note_unknowns(item, walk));
    }
}

/// Reading, writing, equality and hash of [`Tuple`]s.
#[doc(hidden)]
#[macro_export]
macro_rules! tuples {
    ($($tuple:ident),* $(,)?) => { $(
        impl ::core::cmp::PartialEq for $tuple {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::tuple::equal(self, other)
            }
        }
        impl ::core::cmp::Eq for $tuple {}
        impl ::core::hash::Hash for $tuple {
            fn hash<__H: ::core::hash::Hasher>(&self, state: &mut __H) {
                $crate::tuple::hash(self, state)
            }
        }
        impl $tuple {
            /// What of the value its schema does not name, by its JSON Pointer.
            #[inline]
            pub fn unknowns(&self) -> ::std::vec::Vec<$crate::UnknownPart> {
                $crate::unknowns::of(self)
            }
        }
        $crate::whole! { $tuple }
        impl $crate::serde::Serialize for $tuple {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::tuple::write(self, serializer)
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $tuple {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::tuple::read(deserializer)
            }
        }
        impl $crate::Instance for $tuple {
            type Kind = $crate::Plain;
            const TYPES: $crate::union::Types = $crate::union::ARRAY;
            #[inline]
            fn blank() -> Self {
                <Self as $crate::Tuple>::blank()
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::tuple::read(deserializer)
            }
            #[inline]
            fn note_unknowns(&self, walk: &mut $crate::unknowns::Walk) {
                $crate::tuple::note_unknowns(self, walk)
            }
        }
    )* };
}
