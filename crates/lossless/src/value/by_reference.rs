use crate::raw::{self, TextMap};
use crate::trail::segment;
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};
use std::cell::RefCell;

thread_local! {
    /// The segments that lead to the value of the last error, the innermost first.
    static WAY: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// The segments that lead to the value of the last error.
pub(crate) fn way_to_error() -> Vec<String> {
    let mut way = WAY.take();
    way.reverse();
    way
}

#[cold]
fn passed(segment: String) {
    WAY.with_borrow_mut(|way| way.push(segment));
}

struct Items<'de> {
    items: &'de [Value],
    next: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(item) = self.items.get(self.next) else {
            return Ok(None);
        };
        self.next += 1;
        let read = seed.deserialize(ByReference(item)).map(Some);
        read.inspect_err(|_| passed(segment(&(self.next - 1).to_string())))
    }
    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len() - self.next)
    }
}

struct Properties<'de> {
    properties: serde_json::map::Iter<'de>,
    last: Option<(&'de String, &'de Value)>,
}

impl<'de> MapAccess<'de> for Properties<'de> {
    type Error = Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.last = self.properties.next();
        match self.last {
            Some((name, _)) => seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some),
            None => Ok(None),
        }
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let Some((name, value)) = self.last.take() else {
            return Err(serde::de::Error::custom("a value without a name"));
        };
        seed.deserialize(ByReference(value))
            .inspect_err(|_| passed(segment(name)))
    }
    fn size_hint(&self) -> Option<usize> {
        Some(self.properties.len())
    }
}

/// Reads a value that stays where it is. serde_json's own reader would write out all that its text is asked of.
#[derive(Clone, Copy)]
pub(crate) struct ByReference<'de>(pub(crate) &'de Value);

impl<'de> IntoDeserializer<'de, Error> for ByReference<'de> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for ByReference<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items { items, next: 0 }),
            Value::Object(properties) => visitor.visit_map(Properties {
                properties: properties.iter(),
                last: None,
            }),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    /// A number that is not an integer of 64 bits is its text.
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Number(number) if name == raw::TOKEN && !number.is_u64() && !number.is_i64() => {
                visitor.visit_map(TextMap(Some(number.to_string())))
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(properties) => {
                let properties = Properties {
                    properties: properties.iter(),
                    last: None,
                };
                MapAccessDeserializer::new(properties).deserialize_enum(name, variants, visitor)
            }
            other => other.deserialize_enum(name, variants, visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}
