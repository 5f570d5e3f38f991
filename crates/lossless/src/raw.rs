//! The text of a JSON value, asked of the deserializer and handed to the serializer.
//!
//! serde knows numbers of 128 bits and of double precision, JSON those of any. What is asked here is what serde_json's
//! `RawValue` asks: its deserializers answer with a map in name only, whose one key is a token and whose value is the
//! text. Any other format sees a newtype and goes on with what is in it.
//!
//! With serde_json's feature `arbitrary_precision`, which any crate of a program may turn on for all, a number is such a
//! map too, under a token of its own.

use crate::mismatch::mismatch;
use crate::union::{self, Types};
use serde::de::value::StringDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, Visitor};
use serde::ser::{self, SerializeStruct, Serializer};
use std::fmt;

/// Asks for the text of a value, where it is the name of a newtype.
pub(crate) const TOKEN: &str = "$serde_json::private::RawValue";

/// The name of the one entry of a number, under `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// Whether serde_json's feature `arbitrary_precision` is on.
#[cold]
pub(crate) fn is_arbitrary() -> bool {
    "1e999".parse::<serde_json::Number>().is_ok()
}

/// Whether an object whose property has this name is a number instead.
#[inline]
pub(crate) fn is_number(name: &str) -> bool {
    name.len() == NUMBER.len() && name == NUMBER && is_arbitrary()
}

/// The first key of a map.
pub(crate) enum Key {
    /// The map is a text in name only.
    Text,
    /// The map is an object.
    Property(String),
}

pub(crate) struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = Key;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }
    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(if name == TOKEN || is_number(name) {
            Key::Text
        } else {
            property(name)
        })
    }
}

#[cold]
fn property(name: &str) -> Key {
    Key::Property(name.to_owned())
}

/// The text that a map holds which is one in name only; `None` for an object.
///
/// # Errors
/// Those of the map, and of `read`.
#[inline]
pub(crate) fn text<'de, A: MapAccess<'de>, T>(
    map: &mut A,
    read: impl FnOnce(&str) -> Result<T, A::Error>,
) -> Result<Option<T>, A::Error> {
    match map.next_key_seed(KeySeed)? {
        Some(Key::Text) => value(map, read).map(Some),
        _ => Ok(None),
    }
}

/// The text that a map holds, after its key.
///
/// # Errors
/// Those of the map, and of `read`.
#[inline]
pub(crate) fn value<'de, A: MapAccess<'de>, T>(
    map: &mut A,
    read: impl FnOnce(&str) -> Result<T, A::Error>,
) -> Result<T, A::Error> {
    map.next_value_seed(TextSeed(read))?
}

/// The name of the JSON type of a text that is no number.
pub(crate) fn kind_of(text: &str) -> &'static str {
    match types_of(text) {
        union::NULL => "null",
        union::BOOLEAN => "boolean",
        union::STRING => "string",
        union::ARRAY => "array",
        union::OBJECT => "object",
        _ => "number",
    }
}

/// The JSON type of a text; a number is [`union::NUMBER`].
fn types_of(text: &str) -> Types {
    match text.trim_start().as_bytes().first() {
        Some(b'n') => union::NULL,
        Some(b't' | b'f') => union::BOOLEAN,
        Some(b'"') => union::STRING,
        Some(b'[') => union::ARRAY,
        Some(b'{') => union::OBJECT,
        _ => union::NUMBER,
    }
}

/// The error for a map where none is due: it may be a number in the guise of one.
#[cold]
pub(crate) fn refuse<'de, A: MapAccess<'de>>(mut map: A, expected: &dyn Expected) -> A::Error {
    match map.next_key_seed(KeySeed) {
        Ok(Some(Key::Text)) => mismatch("number", expected),
        Ok(_) => mismatch("object", expected),
        Err(error) => error,
    }
}

/// Hands a text on, without a copy. What is made of it has a type of error of its own, and so is passed as a value.
struct TextSeed<F>(F);

impl<'de, T, F: FnOnce(&str) -> T> DeserializeSeed<'de> for TextSeed<F> {
    type Value = T;
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, T, F: FnOnce(&str) -> T> Visitor<'de> for TextSeed<F> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON text")
    }
    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok((self.0)(text))
    }
}

/// A text in the guise of a map.
pub(crate) struct TextMap(pub(crate) Option<String>);

impl<'de> MapAccess<'de> for TextMap {
    type Error = serde_json::Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Self::Error> {
        match self.0 {
            Some(_) => seed.deserialize(TOKEN.into_deserializer()).map(Some),
            None => Ok(None),
        }
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Self::Error> {
        let text = self.0.take().unwrap_or_default();
        seed.deserialize(StringDeserializer::new(text))
    }
}

/// Writes a JSON text as it is, for the sake of a number that only JSON text has a place for.
///
/// # Errors
/// The serializer is another.
#[cold]
pub(crate) fn write<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let homeless = || {
        <S::Error as ser::Error>::custom("this format has no place for a number beyond 64 bits and double precision")
    };
    let mut raw = serializer.serialize_struct(TOKEN, 1)?;
    // serde_json's serializers take nothing but a text here, any other format makes a field of it.
    if raw.serialize_field(TOKEN, &true).is_ok() {
        return Err(homeless());
    }
    // The serializer of JSON text writes nothing now; the one that makes a `Value` would parse the text and round.
    raw.serialize_field(TOKEN, "").map_err(|_| homeless())?;
    raw.serialize_field(TOKEN, text)?;
    raw.end()
}
