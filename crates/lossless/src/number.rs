use crate::Instance;
use crate::mismatch::refuse;
use crate::scalar::integral;
use crate::union::{self, Types};
use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::cmp::Ordering;
use std::fmt;

/// A JSON number as it came: an integer of 64 bits stays one, all else is an `f64`.
///
/// Equality and order are those of the numbers meant: `1 == 1.0`, and `2^53 + 1` is not `2^53`.
/// A number made from an infinite `f64` or NaN is no JSON number; it is written as `null`, as serde_json does.
#[derive(Clone, Copy)]
pub struct Number(Form);

#[derive(Clone, Copy)]
enum Form {
    /// Every integer within `i64` or `u64`, and only those.
    Integer(i128),
    Float(f64),
}

impl Number {
    /// The nearest `f64`.
    pub fn as_f64(&self) -> f64 {
        match self.0 {
            Form::Integer(value) => value as f64,
            Form::Float(value) => value,
        }
    }

    /// The number as an `i64`, if it is one; `1.0` is.
    pub fn as_i64(&self) -> Option<i64> {
        self.exact()?.try_into().ok()
    }

    /// The number as a `u64`, if it is one; `1.0` is.
    pub fn as_u64(&self) -> Option<u64> {
        self.exact()?.try_into().ok()
    }

    /// False for infinity and NaN, which JSON can't express.
    pub fn is_finite(&self) -> bool {
        self.as_f64().is_finite()
    }

    fn exact(&self) -> Option<i128> {
        match self.0 {
            Form::Integer(value) => Some(value),
            Form::Float(value) => integral(value),
        }
    }
}

macro_rules! from_integers {
    ($($integer:ident)*) => { $(
        impl From<$integer> for Number {
            fn from(value: $integer) -> Self {
                Number(Form::Integer(value.into()))
            }
        }
    )* };
}
from_integers! { i8 i16 i32 i64 u8 u16 u32 u64 }

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Number(Form::Float(value))
    }
}

impl From<f32> for Number {
    fn from(value: f32) -> Self {
        Number(Form::Float(value.into()))
    }
}

impl From<&serde_json::Number> for Number {
    fn from(number: &serde_json::Number) -> Self {
        Number(match number.as_i128() {
            Some(value) => Form::Integer(value),
            None => Form::Float(number.as_f64().unwrap_or(f64::NAN)),
        })
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.exact(), other.exact()) {
            (Some(left), Some(right)) => Some(left.cmp(&right)),
            // One of them has a fraction or is beyond 128 bits, so rounding the other to a float keeps their order.
            _ => self.as_f64().partial_cmp(&other.as_f64()),
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialEq<f64> for Number {
    fn eq(&self, other: &f64) -> bool {
        *self == Number::from(*other)
    }
}

impl PartialOrd<f64> for Number {
    fn partial_cmp(&self, other: &f64) -> Option<Ordering> {
        self.partial_cmp(&Number::from(*other))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Form::Integer(value) => fmt::Display::fmt(&value, f),
            Form::Float(value) => fmt::Display::fmt(&value, f),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Form::Integer(value) => fmt::Debug::fmt(&value, f),
            Form::Float(value) => fmt::Debug::fmt(&value, f),
        }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Form::Float(value) => serializer.serialize_f64(value),
            Form::Integer(value) => match u64::try_from(value) {
                Ok(value) => serializer.serialize_u64(value),
                Err(_) => serializer.serialize_i64(value as i64),
            },
        }
    }
}

struct NumberVisitor;

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Number;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("number")
    }
    refuse! { boolean string null array object }
    #[inline]
    fn visit_i64<E>(self, value: i64) -> Result<Number, E> {
        Ok(value.into())
    }
    #[inline]
    fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
        Ok(value.into())
    }
    #[inline]
    fn visit_f64<E>(self, value: f64) -> Result<Number, E> {
        Ok(value.into())
    }
}

impl Instance for Number {
    const TYPES: Types = union::NUMBER;
    fn blank() -> Self {
        0.into()
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }
}

/// JSON value equality, as JSON Schema has it: numbers by what they mean (`1 == 1.0`), objects in any order.
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Number::from(left) == Number::from(right),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, left)| right.get(name).is_some_and(|right| equal(left, right)))
        }
        _ => left == right,
    }
}
