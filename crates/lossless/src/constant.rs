//! Values that the schema fixes.

use crate::error::kind_of;
use crate::raw::{self, Key, KeySeed};
use crate::tape::{Cursor, Kind};
use crate::value::properties;
use crate::{Instance, Number, equal};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor, value};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::fmt;

/// The value of a `const`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Constant {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// An integer beyond `i64`.
    Unsigned(u64),
    /// Another number.
    Float(f64),
    /// A string.
    Text(&'static str),
    /// An array or object, as JSON text.
    Json(&'static str),
}

impl Constant {
    /// The constant as a JSON value; the null of a malformed [`Constant::Json`] is equal to no array or object.
    pub fn value(self) -> Value {
        match self {
            Constant::Null => Value::Null,
            Constant::Bool(value) => value.into(),
            Constant::Integer(value) => value.into(),
            Constant::Unsigned(value) => value.into(),
            Constant::Float(value) => value.into(),
            Constant::Text(text) => text.into(),
            Constant::Json(text) => serde_json::from_str(text).unwrap_or_default(),
        }
    }

    /// Whether a value on a tape is this constant.
    pub(crate) fn is(self, value: Cursor<'_>) -> bool {
        match self {
            Constant::Null => value.kind() == Kind::Null,
            Constant::Bool(constant) => value.kind() == if constant { Kind::True } else { Kind::False },
            Constant::Text(text) => value.as_str() == Some(text),
            Constant::Integer(_) | Constant::Unsigned(_) | Constant::Float(_) => {
                let number = value.as_number();
                number.is_some() && number == self.number()
            }
            Constant::Json(_) => crate::rules::equals(&self.value(), value),
        }
    }

    /// The text of a constant that is a string.
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Constant::Text(text) => Some(text),
            _ => None,
        }
    }

    fn number(self) -> Option<Number> {
        match self {
            Constant::Integer(value) => Some(value.into()),
            Constant::Unsigned(value) => Some(value.into()),
            Constant::Float(value) => Some(value.into()),
            _ => None,
        }
    }

    /// Whether it takes the text of a number to compare with it.
    fn is_exact(self) -> bool {
        !matches!(self, Constant::Null | Constant::Bool(_) | Constant::Text(_))
    }
}

impl PartialEq<str> for Constant {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

/// JSON text.
impl fmt::Display for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}

impl Serialize for Constant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Constant::Null => serializer.serialize_unit(),
            Constant::Bool(value) => serializer.serialize_bool(value),
            Constant::Integer(value) => serializer.serialize_i64(value),
            Constant::Unsigned(value) => serializer.serialize_u64(value),
            Constant::Float(value) => serializer.serialize_f64(value),
            Constant::Text(text) => serializer.serialize_str(text),
            Constant::Json(_) => self.value().serialize(serializer),
        }
    }
}

/// What the generator gives for a `const`: a unit-like type.
pub trait Const: Default {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The value.
    const VALUE: Constant;
    /// Whether errors must not tell the value.
    const SECRET: bool = false;
}

struct ConstantVisitor {
    name: &'static str,
    constant: Constant,
    secret: bool,
}

impl ConstantVisitor {
    fn check<E: Error>(self, equal: bool, found: &str) -> Result<(), E> {
        if equal {
            return Ok(());
        }
        Err(E::custom(format_args!(
            "invalid value: {found}, expected {}",
            &self as &dyn serde::de::Expected
        )))
    }

    fn check_number<E: Error>(self, number: Number) -> Result<(), E> {
        let equal = self.constant.number() == Some(number);
        self.check(equal, "number")
    }

    fn check_value<E: Error>(self, value: &Value) -> Result<(), E> {
        let equal = matches!(self.constant, Constant::Json(_)) && equal(value, &self.constant.value());
        self.check(equal, kind_of(value))
    }

    fn check_text<E: Error>(self, text: &str) -> Result<(), E> {
        if raw::kind_of(text) == "number" {
            return self.check_number(text.parse().map_err(E::custom)?);
        }
        match self.constant {
            Constant::Json(_) => self.check_value(&crate::value::parse(text)?),
            _ => self.check(false, raw::kind_of(text)),
        }
    }
}

impl<'de> Visitor<'de> for ConstantVisitor {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.secret {
            return write!(f, "the constant of {}", self.name);
        }
        write!(f, "constant {} of {}", self.constant, self.name)
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        let equal = matches!(self.constant, Constant::Null);
        self.check(equal, "null")
    }
    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }
    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        let equal = matches!(self.constant, Constant::Bool(constant) if constant == value);
        self.check(equal, "boolean")
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.check_number(value.into())
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.check_number(value.into())
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.check_number(value.into())
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let equal = matches!(self.constant, Constant::Text(constant) if constant == text);
        self.check(equal, "string")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        self.check_value(&Value::read(value::SeqAccessDeserializer::new(items))?)
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        match map.next_key_seed(KeySeed)? {
            Some(Key::Text) => raw::value(&mut map, |text| self.check_text(text)),
            Some(Key::Property(name)) => self.check_value(&Value::Object(properties(Some(name), map)?)),
            None => self.check_value(&Value::Object(properties(None, map)?)),
        }
    }
}

/// Reads the constant of `T`.
///
/// # Errors
/// Another value, by JSON equality (`1 == 1.0`); the message names the JSON type of what was found.
pub fn read<'de, T: Const, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let visitor = ConstantVisitor {
        name: T::NAME,
        constant: T::VALUE,
        secret: T::SECRET,
    };
    if T::VALUE.is_exact() {
        deserializer.deserialize_newtype_struct(raw::TOKEN, visitor)?;
    } else {
        deserializer.deserialize_any(visitor)?;
    }
    Ok(T::default())
}

/// What all [`Const`]s have: reading and writing, and a comparison with text.
#[doc(hidden)]
#[macro_export]
macro_rules! constants {
    ($($constant:ident),* $(,)?) => { $(
        impl $constant {
            /// The value.
            pub const VALUE: $crate::Constant = <Self as $crate::Const>::VALUE;
        }
        impl ::core::cmp::PartialEq<str> for $constant {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                Self::VALUE == *other
            }
        }
        impl ::core::cmp::PartialEq<&str> for $constant {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                Self::VALUE == **other
            }
        }
        $crate::whole! { $constant }
        impl $crate::serde::Serialize for $constant {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::serde::Serialize::serialize(&<Self as $crate::Const>::VALUE, serializer)
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $constant {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::constant::read(deserializer)
            }
        }
        impl $crate::Instance for $constant {
            type Kind = $crate::Plain;
            const TEXT: ::core::option::Option<&'static str> = <Self as $crate::Const>::VALUE.as_str();
            #[inline]
            fn blank() -> Self {
                ::core::default::Default::default()
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::constant::read(deserializer)
            }
        }
    )* };
}
