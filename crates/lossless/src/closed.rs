//! Enumerations that a maintainer closed: a value that the schema does not name is refused.

use crate::mismatch::{self, refuse};
use serde::de::{Deserializer, Error, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// What the generator gives for a closed enumeration of strings.
pub trait ClosedEnumeration: Copy + 'static {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The values, in the schema's order.
    const VALUES: &'static [(&'static str, Self)];
    /// The value of this text.
    fn named(text: &str) -> Option<Self>;
    /// The text.
    fn as_str(&self) -> &'static str;
}

/// What the generator gives for a closed enumeration of integers.
pub trait ClosedIntegers: Copy + 'static {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The values, in the schema's order.
    const VALUES: &'static [(i64, Self)];
    /// The value of this integer.
    fn named(value: i64) -> Option<Self>;
    /// The integer.
    fn as_integer(&self) -> i64;
}

/// A text or an integer is no value of a closed enumeration. Which one is not told: it may be a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotNamed(&'static str);

impl NotNamed {
    #[doc(hidden)]
    pub fn __new(name: &'static str) -> Self {
        NotNamed(name)
    }
}

impl fmt::Display for NotNamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no value of {}", self.0)
    }
}

impl std::error::Error for NotNamed {}

struct ClosedVisitor<T>(PhantomData<T>);

impl<'de, T: ClosedEnumeration> Visitor<'de> for ClosedVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "string {}", T::NAME)
    }
    refuse! { boolean integer float null array object }
    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::named(text).ok_or_else(|| E::custom(NotNamed(T::NAME)))
    }
}

/// Reads a value of a closed enumeration of strings.
///
/// # Errors
/// Not a string, or none of the values.
pub fn read<'de, T: ClosedEnumeration, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    mismatch::string(deserializer, ClosedVisitor(PhantomData))
}

/// `Serialize`, `Deserialize`, [`Instance`](crate::Instance), `Display`, `FromStr`, `TryFrom<&str>`, `TryFrom<String>` and
/// `AsRef<str>` of [`ClosedEnumeration`]s.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_enumerations {
    ($($enumeration:ident),* $(,)?) => { $(
        $crate::whole! { $enumeration }
        impl $crate::serde::Serialize for $enumeration {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_str($crate::ClosedEnumeration::as_str(self))
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $enumeration {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::closed::read(deserializer)
            }
        }
        impl $crate::Instance for $enumeration {
            type Kind = $crate::Plain;
            const TYPES: $crate::union::Types = $crate::union::STRING;
            #[inline]
            fn blank() -> Self {
                <Self as $crate::ClosedEnumeration>::VALUES[0].1
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::closed::read(deserializer)
            }
        }
        impl ::core::fmt::Display for $enumeration {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::ClosedEnumeration::as_str(self))
            }
        }
        impl ::core::str::FromStr for $enumeration {
            type Err = $crate::NotNamed;
            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::NotNamed> {
                <Self as $crate::ClosedEnumeration>::named(text)
                    .ok_or($crate::NotNamed::__new(<Self as $crate::ClosedEnumeration>::NAME))
            }
        }
        impl ::core::convert::TryFrom<&str> for $enumeration {
            type Error = $crate::NotNamed;
            #[inline]
            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::NotNamed> {
                text.parse()
            }
        }
        impl ::core::convert::TryFrom<::std::string::String> for $enumeration {
            type Error = $crate::NotNamed;
            #[inline]
            fn try_from(text: ::std::string::String) -> ::core::result::Result<Self, $crate::NotNamed> {
                text.parse()
            }
        }
        impl ::core::convert::AsRef<str> for $enumeration {
            #[inline]
            fn as_ref(&self) -> &str {
                $crate::ClosedEnumeration::as_str(self)
            }
        }
    )* };
}

/// `Serialize`, `Deserialize`, [`Instance`](crate::Instance), `Display`, `TryFrom<i64>`, `Into<i64>` and the order of the
/// integers for [`ClosedIntegers`].
#[doc(hidden)]
#[macro_export]
macro_rules! closed_integers {
    ($($enumeration:ident),* $(,)?) => { $(
        $crate::whole! { $enumeration }
        impl $crate::serde::Serialize for $enumeration {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_i64($crate::ClosedIntegers::as_integer(self))
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $enumeration {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                <Self as $crate::Instance>::read(deserializer)
            }
        }
        impl $crate::Instance for $enumeration {
            type Kind = $crate::Plain;
            const TYPES: $crate::union::Types = $crate::union::INTEGER;
            #[inline]
            fn blank() -> Self {
                <Self as $crate::ClosedIntegers>::VALUES[0].1
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                let value = <i64 as $crate::Instance>::read(deserializer)?;
                ::core::convert::TryFrom::try_from(value).map_err(<__D::Error as $crate::serde::de::Error>::custom)
            }
        }
        impl ::core::fmt::Display for $enumeration {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&$crate::ClosedIntegers::as_integer(self), f)
            }
        }
        impl ::core::cmp::PartialOrd for $enumeration {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }
        impl ::core::cmp::Ord for $enumeration {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                $crate::ClosedIntegers::as_integer(self).cmp(&$crate::ClosedIntegers::as_integer(other))
            }
        }
        impl ::core::convert::TryFrom<i64> for $enumeration {
            type Error = $crate::NotNamed;
            #[inline]
            fn try_from(value: i64) -> ::core::result::Result<Self, $crate::NotNamed> {
                <Self as $crate::ClosedIntegers>::named(value)
                    .ok_or($crate::NotNamed::__new(<Self as $crate::ClosedIntegers>::NAME))
            }
        }
        impl ::core::convert::From<$enumeration> for i64 {
            #[inline]
            fn from(value: $enumeration) -> i64 {
                $crate::ClosedIntegers::as_integer(&value)
            }
        }
    )* };
}
