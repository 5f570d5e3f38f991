//! String enumerations, open to values that a newer server sends.

use crate::mismatch::{self, refuse};
use serde::de::{Deserializer, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// The text of an enumeration's value that the schema does not name.
///
/// Only reading makes one, so that the text of a value never changes when the schema comes to name it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unknown(Box<str>);

impl Unknown {
    #[doc(hidden)]
    pub fn __new(text: &str) -> Self {
        Unknown(text.into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What the generator gives for a string enumeration.
pub trait Enumeration: Sized {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The values that the schema names.
    const VALUES: &'static [&'static str];
    /// The value of this text, unknown if the schema does not name it.
    fn from_text(text: &str) -> Self;
    /// The text.
    fn as_str(&self) -> &str;
}

struct EnumerationVisitor<T>(PhantomData<T>);

impl<'de, T: Enumeration> Visitor<'de> for EnumerationVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "string {}", T::NAME)
    }
    refuse! { boolean integer float null array object }
    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::from_text(text))
    }
}

/// Reads a value of an enumeration.
///
/// # Errors
/// Not a string.
pub fn read<'de, T: Enumeration, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    mismatch::string(deserializer, EnumerationVisitor(PhantomData))
}

/// `Serialize`, `Deserialize`, [`Instance`](crate::Instance), `Display`, `FromStr`, `From<&str>`, `From<String>` and
/// `AsRef<str>` of [`Enumeration`]s.
#[macro_export]
macro_rules! enumerations {
    ($($enumeration:ident),* $(,)?) => { $(
        impl $crate::serde::Serialize for $enumeration {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_str($crate::Enumeration::as_str(self))
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $enumeration {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::enumeration::read(deserializer)
            }
        }
        impl $crate::Instance for $enumeration {
            const TYPES: $crate::union::Types = $crate::union::STRING;
            fn blank() -> Self {
                <Self as $crate::Enumeration>::from_text("")
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::enumeration::read(deserializer)
            }
        }
        impl ::core::fmt::Display for $enumeration {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::Enumeration::as_str(self))
            }
        }
        impl ::core::str::FromStr for $enumeration {
            type Err = ::core::convert::Infallible;
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(<Self as $crate::Enumeration>::from_text(text))
            }
        }
        impl ::core::convert::From<&str> for $enumeration {
            fn from(text: &str) -> Self {
                <Self as $crate::Enumeration>::from_text(text)
            }
        }
        impl ::core::convert::From<::std::string::String> for $enumeration {
            fn from(text: ::std::string::String) -> Self {
                <Self as $crate::Enumeration>::from_text(&text)
            }
        }
        impl ::core::convert::AsRef<str> for $enumeration {
            fn as_ref(&self) -> &str {
                $crate::Enumeration::as_str(self)
            }
        }
    )* };
}
