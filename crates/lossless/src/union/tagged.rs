use super::Union;
use crate::mismatch::{self, refuse};
use crate::object::missing;
use crate::tape::{Builder, Cursor, Here, Kind, TAPE, kept, passed_on, taken};
use crate::{Instance, tolerant, trail};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::cell::RefCell;
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
    /// The text of a tag that means an alternative; `None` of others, and of one that is to be compared as it came.
    fn known(_tag: &str) -> Option<&'static str> {
        None
    }
    /// What a required property holds before the input fills it.
    fn blank() -> Self;
    /// How many names of `value` its alternative has no field for.
    fn unknown_properties(_value: Cursor<'_>) -> usize {
        0
    }
}

/// The properties that came before the tag, and the tag, in their order.
#[derive(Default)]
pub struct Buffered {
    before: Option<Here>,
    /// A tag of a known text, by name and text.
    pub(crate) tag: Option<(&'static str, &'static str)>,
}

impl Buffered {
    pub(crate) fn is_empty(&self) -> bool {
        self.before.is_none() && self.tag.is_none()
    }

    /// The tag of a union, if it is there.
    fn text_of<T: Tagged, E: Error>(&self) -> Result<Option<String>, E> {
        if let Some((_, tag)) = self.tag.filter(|(name, _)| *name == T::TAG) {
            return Ok(Some(tag.to_owned()));
        }
        let found = self.before.as_ref().and_then(|before| before.cursor().get(T::TAG));
        found.map(|found| tag::<T, E>(found).map(str::to_owned)).transpose()
    }

    /// All of it, as objects on tapes.
    pub(crate) fn objects(self) -> impl Iterator<Item = Here> {
        let tag = self.tag.map(|(name, tag)| alone(name, tag));
        self.before.into_iter().chain(tag)
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
    let whole = rest(Builder::object(), buffered, map)?;
    kept(whole.cursor())
}

/// What was buffered and what is left of the map, on one tape.
pub(crate) fn rest<'de, A: MapAccess<'de>>(
    mut builder: Builder,
    buffered: Buffered,
    mut map: A,
) -> Result<Here, A::Error> {
    for object in buffered.objects() {
        for (name, value) in object.cursor().properties() {
            builder.copy_property(name, value)?;
        }
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
    let mut before = None;
    if !buffered.is_empty() {
        if let Some(tag) = buffered.text_of::<T, A::Error>()? {
            return T::read_alternative(&tag, buffered, map);
        }
        for object in buffered.objects() {
            for (name, value) in object.cursor().properties() {
                before.get_or_insert_with(Builder::object).copy_property(name, value)?;
            }
        }
    }
    let found = loop {
        let name = Name {
            tag: T::TAG,
            before: &mut before,
        };
        match map.next_key_seed(name)? {
            None => return Err(A::Error::custom(missing(T::TAG, T::NAME))),
            Some(None) => match map.next_value_seed(TagVisitor::<T>(PhantomData)) {
                Ok(found) => break found,
                Err(error) => return Err(trail::under(T::TAG, error)),
            },
            Some(Some(name)) => {
                let builder = before.get_or_insert_with(Builder::object);
                if let Err(error) = map.next_value_seed(builder.value()) {
                    return Err(trail::under(builder.text_of(name), error));
                }
            }
        }
    };
    match found {
        Found::Known(tag) => {
            let before = before.map(closed);
            let buffered = Buffered {
                before,
                tag: Some((T::TAG, tag)),
            };
            T::read_alternative(tag, buffered, map)
        }
        Found::Other(tag) => {
            let mut before = before.unwrap_or_else(Builder::object);
            before.text_property(T::TAG, &tag)?;
            let buffered = Buffered {
                before: Some(closed(before)),
                tag: None,
            };
            T::read_alternative(&tag, buffered, map)
        }
    }
}

fn closed(mut object: Builder) -> Here {
    object.close();
    Here::root(object.finish())
}

type Alone = (&'static str, &'static str, Here);

/// So many tags of known texts a thread remembers.
const REMEMBERED: usize = 64;

thread_local! {
    /// Objects that have a tag and nothing else.
    static ALONE: RefCell<Vec<Alone>> = const { RefCell::new(Vec::new()) };
}

fn alone(name: &'static str, tag: &'static str) -> Here {
    ALONE.with_borrow_mut(|all| {
        let is_it = |one: &&Alone| std::ptr::eq(one.0, name) && std::ptr::eq(one.1, tag);
        if let Some((.., here)) = all.iter().find(is_it) {
            return here.clone_at(0);
        }
        let mut builder = Builder::object();
        // A text of the schema is not too long for a tape.
        builder.text_property::<serde_json::Error>(name, tag).ok();
        let here = closed(builder);
        if all.len() == REMEMBERED {
            all.clear();
        }
        all.push((name, tag, here.clone_at(0)));
        here
    })
}

/// Reads a name, which is put on the tape unless it is the tag's; the place where it stands.
struct Name<'a> {
    tag: &'static str,
    before: &'a mut Option<Builder>,
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<u32>;
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<u32>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Option<u32>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }
    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<Option<u32>, E> {
        if name == self.tag {
            return Ok(None);
        }
        self.before.get_or_insert_with(Builder::object).name(name).map(Some)
    }
}

enum Found {
    Known(&'static str),
    Other(String),
}

struct TagVisitor<T>(PhantomData<T>);

impl<'de, T: Tagged> DeserializeSeed<'de> for TagVisitor<T> {
    type Value = Found;
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        mismatch::string(deserializer, self)
    }
}

impl<'de, T: Tagged> Visitor<'de> for TagVisitor<T> {
    type Value = Found;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "string, the discriminator of {}", T::NAME)
    }
    refuse! { boolean integer float null array object }
    #[inline]
    fn visit_str<E>(self, tag: &str) -> Result<Found, E> {
        Ok(match T::known(tag) {
            Some(tag) => Found::Known(tag),
            None => Found::Other(tag.to_owned()),
        })
    }
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
            type Kind = $crate::Plain;
            const TYPES: $crate::union::Types = $crate::union::OBJECT;
            #[inline]
            fn blank() -> Self {
                <Self as $crate::Tagged>::blank()
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::union::read_tagged(deserializer)
            }
            #[inline]
            fn unknown_properties(value: $crate::Cursor<'_>) -> usize {
                <Self as $crate::Tagged>::unknown_properties(value)
            }
            #[inline]
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
