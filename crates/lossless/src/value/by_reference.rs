use crate::raw::{self, TextMap};
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

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
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter().map(ByReference))),
            Value::Object(properties) => {
                let properties = properties.iter().map(|(name, value)| (&**name, ByReference(value)));
                visitor.visit_map(MapDeserializer::new(properties))
            }
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

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}
