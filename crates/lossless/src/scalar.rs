//! [`Instance`] for null, booleans, integers and strings.

use crate::Instance;
use crate::mismatch::{mismatch, refuse};
use crate::union::{self, Types};
use serde::de::{Deserializer, Error, Visitor};
use std::fmt;
use std::marker::PhantomData;

struct NullVisitor;

impl<'de> Visitor<'de> for NullVisitor {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null")
    }
    refuse! { boolean integer float string array object }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }
}

impl Instance for () {
    const TYPES: Types = union::NULL;
    fn blank() -> Self {}
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NullVisitor)
    }
}

struct BoolVisitor;

impl<'de> Visitor<'de> for BoolVisitor {
    type Value = bool;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("boolean")
    }
    refuse! { integer float string null array object }
    fn visit_bool<E>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }
}

impl Instance for bool {
    const TYPES: Types = union::BOOLEAN;
    fn blank() -> Self {
        false
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BoolVisitor)
    }
}

struct StringVisitor;

impl<'de> Visitor<'de> for StringVisitor {
    type Value = String;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("string")
    }
    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
    #[inline]
    fn visit_string<E>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}

impl Instance for String {
    const TYPES: Types = union::STRING;
    fn blank() -> Self {
        String::new()
    }
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(StringVisitor)
    }
}

/// An integer type: what JSON Schema calls an integer, `1`, `1.0` and `9e2`, within its range.
trait Integer: Sized {
    const NAME: &'static str;
    fn from_i128(value: i128) -> Option<Self>;
}

struct IntegerVisitor<T>(PhantomData<T>);

impl<T: Integer> IntegerVisitor<T> {
    fn convert<E: Error>(self, value: i128) -> Result<T, E> {
        T::from_i128(value).ok_or_else(|| mismatch("integer out of range", &self))
    }
}

impl<'de, T: Integer> Visitor<'de> for IntegerVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::NAME)
    }
    refuse! { boolean string null array object }
    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.convert(value.into())
    }
    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.convert(value.into())
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        match integral(value) {
            Some(value) => self.convert(value),
            None => Err(mismatch("number", &self)),
        }
    }
}

/// The exact integer that a float stands for.
pub(crate) fn integral(value: f64) -> Option<i128> {
    const LIMIT: f64 = i128::MAX as f64;
    (value.fract() == 0.0 && value > -LIMIT && value < LIMIT).then_some(value as i128)
}

macro_rules! integers {
    ($($integer:ident $name:literal)*) => { $(
        impl Integer for $integer {
            const NAME: &'static str = $name;
            #[inline]
            fn from_i128(value: i128) -> Option<Self> {
                value.try_into().ok()
            }
        }
        impl Instance for $integer {
            const TYPES: Types = union::INTEGER;
            fn blank() -> Self {
                0
            }
            #[inline]
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(IntegerVisitor(PhantomData))
            }
        }
    )* };
}
integers! {
    i8 "integer of 8 bits" i16 "integer of 16 bits" i32 "integer of 32 bits" i64 "integer"
    u8 "natural number of 8 bits" u16 "natural number of 16 bits" u32 "natural number of 32 bits" u64 "natural number"
    i128 "integer of 128 bits"
}
