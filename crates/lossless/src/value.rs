//! Untyped values, read so that nothing of them is lost.

mod by_reference;
mod parse;

pub(crate) use by_reference::{ByReference, way_to_error};
pub(crate) use parse::parse;

use crate::depth::Level;
use crate::instance::Seed;
use crate::mismatch::mismatch;
use crate::raw::{self, Key, KeySeed};
use crate::{Instance, Number, equal, trail};
use serde::de::{Deserializer, Error, Expected, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Value};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

impl Instance for Value {
    type Kind = crate::Plain;
    fn blank() -> Self {
        Value::Null
    }
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(raw::TOKEN, ValueVisitor)
    }
    fn same(&self, other: &Self) -> bool {
        equal(self, other)
    }
    fn show(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&crate::Shown(self), f)
    }
    fn digest<H: Hasher>(&self, state: &mut H) {
        match self {
            Value::Null => state.write_u8(0),
            Value::Bool(value) => value.hash(state),
            Value::Number(number) => Number::from(number).hash(state),
            Value::String(text) => text.hash(state),
            Value::Array(items) => items.digest(state),
            Value::Object(properties) => properties.digest(state),
        }
    }
}

/// Feeds a hasher with properties, whatever their order.
pub(crate) fn digest_properties<'a, T: Instance, H: Hasher>(
    properties: impl Iterator<Item = (&'a str, &'a T)>,
    state: &mut H,
) {
    let (mut count, mut sum) = (0_usize, 0_u64);
    for (name, value) in properties {
        let mut one = DefaultHasher::new();
        name.hash(&mut one);
        value.digest(&mut one);
        count += 1;
        sum = sum.wrapping_add(one.finish());
    }
    (count, sum).hash(state);
}

/// The number that an untyped value holds.
///
/// # Errors
/// It would be another.
pub(crate) fn number<E: Error>(number: Number) -> Result<Value, E> {
    number.untyped().map(Value::Number).map_err(E::custom)
}

/// The error for a property whose name was there before.
#[cold]
pub(crate) fn repeated<E: Error>(name: &str) -> E {
    trail::under(name, E::custom("repeated property"))
}

/// Drops a value that may be too deep to be dropped from above.
#[cold]
pub(crate) fn take_apart(value: Value) {
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(properties) => rest.extend(properties.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
}

struct ValueVisitor;

/// The untyped properties of an object, after the name of the first, if there is one.
///
/// # Errors
/// Those of the map; a name is repeated, or it is too deep.
pub(crate) fn properties<'de, A: MapAccess<'de>>(
    first: Option<String>,
    mut map: A,
) -> Result<Map<String, Value>, A::Error> {
    let _level = Level::enter()?;
    let mut all = Map::new();
    let mut next = first;
    while let Some(name) = next {
        let value = match map.next_value_seed(Seed::new()) {
            Ok(value) => value,
            Err(error) => return Err(trail::under(&name, error)),
        };
        match all.entry(name) {
            Entry::Vacant(place) => place.insert(value),
            Entry::Occupied(place) => return Err(repeated(place.key())),
        };
        next = map.next_key()?;
    }
    Ok(all)
}

/// The untyped properties of a map, which may be a text in name only.
///
/// # Errors
/// Those of the map; the text is that of another value.
pub(crate) fn map<'de, A: MapAccess<'de>>(mut map: A, expected: &dyn Expected) -> Result<Map<String, Value>, A::Error> {
    match map.next_key_seed(KeySeed)? {
        Some(Key::Text) => raw::value(&mut map, |text| {
            if text.starts_with('{')
                && let Value::Object(properties) = parse(text)?
            {
                return Ok(properties);
            }
            Err(mismatch(raw::kind_of(text), expected))
        }),
        Some(Key::Property(name)) => properties(Some(name), map),
        None => properties(None, map),
    }
}

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::read(deserializer)
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        number(value.into())
    }
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        number(value.into())
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        number(value.into())
    }
    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }
    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let _level = Level::enter()?;
        let mut all = Vec::new();
        loop {
            match items.next_element_seed(Seed::new()) {
                Ok(Some(item)) => all.push(item),
                Ok(None) => return Ok(Value::Array(all)),
                Err(error) => return Err(trail::at(all.len(), error)),
            }
        }
    }
    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        match map.next_key_seed(KeySeed)? {
            Some(Key::Text) => raw::value(&mut map, parse),
            Some(Key::Property(name)) => properties(Some(name), map).map(Value::Object),
            None => properties(None, map).map(Value::Object),
        }
    }
}
