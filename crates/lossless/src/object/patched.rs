//! Writing an object in which tolerant reading has kept something apart: everything goes back to its place.
//!
//! That is rare, and compiled for every type: so the type is only asked for its text, and all else is the same for all.

use crate::extra::Displaced;
use crate::raw;
use crate::value::parse;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::Value;
use std::fmt;

/// Writes an object with what was displaced in it, of its text without that.
///
/// # Errors
/// Those of the serializer; a number beyond a `Value` is in a list or map that something is to be put into.
#[cold]
pub(super) fn put_back<S: Serializer>(
    write: &dyn Fn(&mut Vec<u8>) -> serde_json::Result<()>,
    displaced: &[Displaced],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut text = Vec::new();
    write(&mut text).map_err(S::Error::custom)?;
    let mut reader = serde_json::Deserializer::from_slice(&text);
    let properties = reader.deserialize_map(Texts).map_err(S::Error::custom)?;
    let mut map = serializer.serialize_map(None)?;
    for (name, text) in &properties {
        let is_inside = |one: &&Displaced| one.path.len() > 1 && one.path.first() == Some(name);
        let mut inside = displaced.iter().filter(is_inside).peekable();
        match parse::<serde_json::Error>(text) {
            Ok(mut value) => {
                inside.for_each(|one| put(&mut value, &one.path[1..], &one.value));
                map.serialize_entry(name, &value)?;
            }
            Err(_) if inside.peek().is_none() => map.serialize_entry(name, &Text(text))?,
            Err(error) => return Err(S::Error::custom(error)),
        }
    }
    for one in displaced {
        if let [name] = &one.path[..]
            && !properties.iter().any(|(other, _)| other == name)
        {
            map.serialize_entry(name, &one.value)?;
        }
    }
    map.end()
}

/// JSON text with a number that no `Value` holds.
struct Text<'a>(&'a str);

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw::write(self.0, serializer)
    }
}

/// The properties of an object, each with its text.
struct Texts;

impl<'de> Visitor<'de> for Texts {
    type Value = Vec<(String, String)>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(name) = map.next_key()? {
            all.push((name, map.next_value_seed(TextOf)?));
        }
        Ok(all)
    }
}

/// The text of a value.
struct TextOf;

impl<'de> DeserializeSeed<'de> for TextOf {
    type Value = String;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_newtype_struct(raw::TOKEN, self)
    }
}

impl<'de> Visitor<'de> for TextOf {
    type Value = String;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
        let text = raw::text(&mut map, |text| Ok(text.to_owned()))?;
        text.ok_or_else(|| A::Error::custom("not JSON text"))
    }
}

/// Puts a value back, unless another has its place by now, or the place is gone. What was displaced first comes first, so
/// that the indexes of a list are right as the list grows.
fn put(into: &mut Value, path: &[String], value: &Value) {
    let Some((step, rest)) = path.split_first() else { return };
    match into {
        Value::Array(items) => {
            let Ok(index) = step.parse::<usize>() else { return };
            if rest.is_empty() {
                items.insert(index.min(items.len()), value.clone());
            } else if let Some(item) = items.get_mut(index) {
                put(item, rest, value);
            }
        }
        Value::Object(properties) if rest.is_empty() => {
            properties.entry(step.as_str()).or_insert_with(|| value.clone());
        }
        Value::Object(properties) => {
            if let Some(inside) = properties.get_mut(step) {
                put(inside, rest, value);
            }
        }
        _ => {}
    }
}
