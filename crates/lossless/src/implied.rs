use crate::secret::Shown;
use crate::tape::Cursor;
use crate::union::{ARRAY, BOOLEAN, NULL, NUMBER, OBJECT, STRING};
use crate::{ExtraValue, Instance};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;

/// A value whose schema speaks of one JSON type and does not ask for it: of that type it must be a `T`, of any other
/// it is kept as it came.
#[derive(Clone, PartialEq)]
pub enum Implied<T> {
    /// A value of the type that the schema speaks of.
    Known(T),
    /// A value of another type, of which the schema says nothing.
    Other(Value),
}

impl<T> Implied<T> {
    /// The value, if it has the type that the schema speaks of.
    pub fn known(&self) -> Option<&T> {
        match self {
            Implied::Known(value) => Some(value),
            Implied::Other(_) => None,
        }
    }
}

impl<T> From<T> for Implied<T> {
    fn from(value: T) -> Self {
        Implied::Known(value)
    }
}

impl<T: fmt::Debug> fmt::Debug for Implied<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Implied::Known(value) => value.fmt(f),
            Implied::Other(value) => Shown(value).fmt(f),
        }
    }
}

impl<T: Serialize> Serialize for Implied<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Implied::Known(value) => value.serialize(serializer),
            Implied::Other(value) => value.serialize(serializer),
        }
    }
}

struct ImpliedVisitor<T>(PhantomData<T>);

/// Goes on as `T` where the type is one of its own, else keeps the value.
fn go_on<'de, T: Instance, D: Deserializer<'de>>(types: u8, deserializer: D) -> Result<Implied<T>, D::Error> {
    if T::TYPES & types != 0 {
        T::read(deserializer).map(Implied::Known)
    } else {
        Value::deserialize(deserializer).map(Implied::Other)
    }
}

impl<'de, T: Instance> Visitor<'de> for ImpliedVisitor<T> {
    type Value = Implied<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        go_on(NULL, ().into_deserializer())
    }
    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        go_on(BOOLEAN, value.into_deserializer())
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        go_on(NUMBER, value.into_deserializer())
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        go_on(NUMBER, value.into_deserializer())
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        go_on(NUMBER, value.into_deserializer())
    }
    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        go_on(STRING, value.into_deserializer())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        go_on(ARRAY, SeqAccessDeserializer::new(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        go_on(OBJECT, MapAccessDeserializer::new(map))
    }
}

impl<T: Instance> Instance for Implied<T> {
    fn blank() -> Self {
        Implied::Other(Value::Null)
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ImpliedVisitor(PhantomData))
    }
    fn unknown_properties(value: Cursor<'_>) -> usize {
        T::unknown_properties(value)
    }
}

impl<'de, T: Instance> Deserialize<'de> for Implied<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }
}

impl<T: Instance + fmt::Debug> ExtraValue for Implied<T> {
    fn null() -> Self {
        Implied::Other(Value::Null)
    }
    fn is_null(&self) -> bool {
        matches!(self, Implied::Other(Value::Null))
    }
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
