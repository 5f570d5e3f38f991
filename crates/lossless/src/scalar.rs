//! [`Instance`] for null, booleans, integers and strings.

use crate::mismatch::{self, mismatch, refuse};
use crate::number::{INTEGERS, short_integer};
use crate::union::{self, Types};
use crate::{Instance, Number, raw};
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
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
    type Kind = crate::Plain;
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
    #[inline]
    fn visit_bool<E>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }
}

impl Instance for bool {
    type Kind = crate::Plain;
    const TYPES: Types = union::BOOLEAN;
    fn blank() -> Self {
        false
    }
    #[inline]
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
    refuse! { boolean integer float null array object }
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
    type Kind = crate::Plain;
    const TYPES: Types = union::STRING;
    fn blank() -> Self {
        String::new()
    }
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        mismatch::string(deserializer, StringVisitor)
    }
}

/// An integer type: what JSON Schema calls an integer, `1`, `1.0` and `9e2`, within its range.
trait Integer: Sized {
    const NAME: &'static str;
    fn from_i128(value: i128) -> Option<Self>;
}

struct IntegerVisitor<T>(PhantomData<T>);

impl<T: Integer> IntegerVisitor<T> {
    const NEW: Self = IntegerVisitor(PhantomData);

    #[inline]
    fn convert<E: Error>(self, value: i128) -> Result<T, E> {
        T::from_i128(value).ok_or_else(|| mismatch("integer out of range", &self))
    }

    #[inline]
    fn text<E: Error>(self, text: &str) -> Result<T, E> {
        match short_integer(text) {
            Some(value) => self.convert(value.into()),
            None => self.long(text),
        }
    }

    /// An integer of many digits, with a point or an exponent, or another value.
    #[cold]
    fn long<E: Error>(self, text: &str) -> Result<T, E> {
        match text.parse::<Number>() {
            Ok(number) => match number.integer() {
                Ok(value) => self.convert(value),
                Err(found) => Err(mismatch(found, &self)),
            },
            Err(_) => Err(mismatch(raw::kind_of(text), &self)),
        }
    }
}

impl<'de, T: Integer> Visitor<'de> for IntegerVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::NAME)
    }
    refuse! { boolean string null array }
    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.convert(value.into())
    }
    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.convert(value.into())
    }
    fn visit_i128<E: Error>(self, value: i128) -> Result<T, E> {
        self.convert(value)
    }
    fn visit_u128<E: Error>(self, value: u128) -> Result<T, E> {
        match value.try_into() {
            Ok(value) => self.convert(value),
            Err(_) => Err(mismatch("integer out of range", &self)),
        }
    }
    /// From 2^53 on a double may stand for one of several integers.
    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        if value.fract() != 0.0 {
            Err(mismatch("number", &self))
        } else if value.abs() < INTEGERS {
            self.convert(value as i128)
        } else {
            Err(mismatch("floating point number of 2^53 or more", &self))
        }
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }
    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        match raw::text(&mut map, |text| Self::NEW.text(text))? {
            Some(value) => Ok(value),
            None => Err(mismatch("object", &self)),
        }
    }
}

macro_rules! integers {
    ($($integer:ident $name:literal $write:ident)*) => { $(
        impl Integer for $integer {
            const NAME: &'static str = $name;
            #[inline]
            fn from_i128(value: i128) -> Option<Self> {
                value.try_into().ok()
            }
        }
        impl Instance for $integer {
            type Kind = crate::Plain;
            const TYPES: Types = union::INTEGER;
            fn blank() -> Self {
                0
            }
            #[inline]
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_newtype_struct(raw::TOKEN, IntegerVisitor::NEW)
            }
            #[inline]
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $write(self, serializer)
            }
        }
    )* };
}

#[inline]
fn as_it_is<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

/// As an integer of 64 bits where it is one: few formats know others.
fn by_size<S: Serializer>(value: &i128, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(value) = u64::try_from(*value) {
        return serializer.serialize_u64(value);
    }
    match i64::try_from(*value) {
        Ok(value) => serializer.serialize_i64(value),
        Err(_) => raw::write(&value.to_string(), serializer),
    }
}
integers! {
    i8 "integer of 8 bits" as_it_is
    i16 "integer of 16 bits" as_it_is
    i32 "integer of 32 bits" as_it_is
    i64 "integer" as_it_is
    u8 "natural number of 8 bits" as_it_is
    u16 "natural number of 16 bits" as_it_is
    u32 "natural number of 32 bits" as_it_is
    u64 "natural number" as_it_is
    i128 "integer of 128 bits" by_size
}
