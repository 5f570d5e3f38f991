use super::Union;
use crate::mismatch::refuse;
use crate::object::missing;
use crate::tape::{Builder, Cursor, Here, Kind, TAPE, kept, passed_on, taken};
use crate::{Instance, tolerant, trail};
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;

/// What the generator gives for a union with a discriminating property of strings that each alternative requires.
pub trait Tagged: Union {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The discriminating property.
    const TAG: &'static str;
    /// Goes on reading, as the alternative of this tag, with [`resume`], or with [`unknown`] where there is none.
    ///
    /// # Errors
    /// Those of reading the alternative.
    fn read_alternative<'de, A: MapAccess<'de>>(tag: &str, buffered: Buffered, map: A) -> Result<Self, A::Error>;
    /// What a required property holds before the input fills it.
    fn blank() -> Self;
    /// How many names of `value` its alternative has no field for.
    fn unknown_properties(_value: Cursor<'_>) -> usize {
        0
    }
}

/// The properties that came before the tag, and the tag, in their order.
#[derive(Default)]
pub struct Buffered(Option<Here>);

impl Buffered {
    pub(crate) fn properties(&self) -> Option<Cursor<'_>> {
        self.0.as_ref().map(Here::cursor)
    }

    fn tag(&self, name: &str) -> Option<Cursor<'_>> {
        self.properties()?.get(name)
    }
}

/// Goes on reading as the alternative `T`: first what was buffered, then the rest of the same map.
///
/// # Errors
/// Those of reading the alternative.
pub fn resume<'de, T: Instance, A: MapAccess<'de>>(buffered: Buffered, map: A) -> Result<T, A::Error> {
    T::resume(buffered, map)
}

/// Goes on reading as an untyped value.
///
/// # Errors
/// Those of the input.
pub fn unknown<'de, A: MapAccess<'de>>(buffered: Buffered, map: A) -> Result<Value, A::Error> {
    let whole = rest(Builder::object(), buffered.properties(), map)?;
    kept(whole.cursor())
}

/// What was buffered and what is left of the map, on one tape.
pub(crate) fn rest<'de, A: MapAccess<'de>>(
    mut builder: Builder,
    buffered: Option<Cursor<'_>>,
    mut map: A,
) -> Result<Here, A::Error> {
    for (name, value) in buffered.into_iter().flat_map(Cursor::properties) {
        builder.copy_property(name, value)?;
    }
    while let Some(name) = map.next_key::<String>()? {
        if let Err(error) = map.next_value_seed(builder.property(&name)?) {
            return Err(trail::under(&name, error));
        }
    }
    builder.close();
    Ok(Here::root(builder.finish()))
}

/// Looks for the tag, buffering what comes before it, and goes on as its alternative.
///
/// # Errors
/// The tag is missing, not a string, or the alternative can't be read.
pub fn resume_tagged<'de, T: Tagged, A: MapAccess<'de>>(buffered: Buffered, mut map: A) -> Result<T, A::Error> {
    if let Some(found) = buffered.tag(T::TAG) {
        let tag = tag::<T, A::Error>(found)?.to_owned();
        return T::read_alternative(&tag, buffered, map);
    }
    let mut builder = Builder::object();
    for (name, value) in buffered.properties().into_iter().flat_map(Cursor::properties) {
        builder.copy_property(name, value)?;
    }
    loop {
        let Some(name) = map.next_key::<String>()? else {
            return Err(A::Error::custom(missing(T::TAG, T::NAME)));
        };
        if let Err(error) = map.next_value_seed(builder.property(&name)?) {
            return Err(trail::under(&name, error));
        }
        if name == T::TAG {
            break;
        }
    }
    builder.close();
    let buffered = Buffered(Some(Here::root(builder.finish())));
    let last = buffered.properties().and_then(|all| all.properties().last());
    let tag = match last {
        Some((_, found)) => tag::<T, A::Error>(found)?.to_owned(),
        None => String::new(),
    };
    T::read_alternative(&tag, buffered, map)
}

fn tag<'t, T: Tagged, E: Error>(found: Cursor<'t>) -> Result<&'t str, E> {
    found.as_str().ok_or_else(|| {
        let expected = format!("string, the discriminator of {}", T::NAME);
        trail::under(T::TAG, crate::mismatch::mismatch(found.type_name(), &&*expected))
    })
}

struct TaggedVisitor<T>(PhantomData<T>);

impl<'de, T: Tagged> Visitor<'de> for TaggedVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object {}", T::NAME)
    }
    refuse! { boolean integer float string null array }
    /// On a tape the tag can be looked up, and nothing need be buffered again.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        match taken() {
            Some(here) if here.cursor().kind() == Kind::Object => on_tape(here.cursor()),
            _ => deserializer.deserialize_any(self),
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        resume_tagged(Buffered::default(), map)
    }
}

fn on_tape<T: Tagged, E: Error>(value: Cursor<'_>) -> Result<T, E> {
    match alternative(value) {
        Err(error) if tolerant::keep(value, &error) => {
            T::read_alternative(NO_TAG, Buffered::default(), value.map()).map_err(passed_on)
        }
        read => read,
    }
}

/// A tag that no schema has: what is read under it is an unknown alternative.
const NO_TAG: &str = "\u{10ffff}lossless\u{10ffff}";

fn alternative<T: Tagged, E: Error>(value: Cursor<'_>) -> Result<T, E> {
    let Some(found) = value.get(T::TAG) else {
        return Err(E::custom(missing(T::TAG, T::NAME)));
    };
    let tag = tag::<T, E>(found)?;
    T::read_alternative(tag, Buffered::default(), value.map()).map_err(passed_on)
}

/// Reads a union by its discriminating property.
///
/// # Errors
/// Not an object, or as [`resume_tagged`].
pub fn read_tagged<'de, T: Tagged, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(TAPE, TaggedVisitor(PhantomData))
}

/// `Deserialize` and [`Instance`](crate::Instance) of [`Tagged`](crate::Tagged) unions.
#[doc(hidden)]
#[macro_export]
macro_rules! tagged {
    ($($union:ident),* $(,)?) => { $(
        impl<'de> $crate::serde::Deserialize<'de> for $union {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::union::read_tagged(deserializer)
            }
        }
        impl $crate::Instance for $union {
            const TYPES: $crate::union::Types = $crate::union::OBJECT;
            fn blank() -> Self {
                <Self as $crate::Tagged>::blank()
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::union::read_tagged(deserializer)
            }
            fn unknown_properties(value: $crate::Cursor<'_>) -> usize {
                <Self as $crate::Tagged>::unknown_properties(value)
            }
            fn note_unknowns(&self, walk: &mut $crate::unknowns::Walk) {
                $crate::union::note_unknowns(self, walk)
            }
            fn resume<'de, __A: $crate::serde::de::MapAccess<'de>>(
                buffered: $crate::union::Buffered,
                map: __A,
            ) -> ::core::result::Result<Self, __A::Error> {
                $crate::union::resume_tagged(buffered, map)
            }
        }
    )* };
}
