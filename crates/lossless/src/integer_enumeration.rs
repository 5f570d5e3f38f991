//! Enumerations of integers, open to values that a newer server sends.

use std::fmt;

/// The value of an enumeration of integers that the schema does not name.
///
/// Only reading and conversion make one, so that a value never changes when the schema comes to name it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    #[doc(hidden)]
    pub fn __new(value: i64) -> Self {
        UnknownInteger(value)
    }

    /// The value.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What the generator gives for an enumeration of integers.
pub trait IntegerEnumeration: Copy {
    /// The type's name.
    const NAME: &'static str;
    /// The values that the schema names.
    const VALUES: &'static [i64];
    /// The value of this integer, unknown if the schema does not name it.
    fn from_integer(value: i64) -> Self;
    /// The integer.
    fn as_integer(&self) -> i64;
    /// Whether the schema does not name the value.
    fn is_unknown(&self) -> bool;
}

/// `Serialize`, `Deserialize`, [`Instance`](crate::Instance), `Display`, `From` of and into integers, and the order of the
/// integers for [`IntegerEnumeration`]s.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enumerations {
    ($($enumeration:ident),* $(,)?) => { $(
        impl $enumeration {
            /// The integers that the schema names.
            pub const VALUES: &'static [i64] = <Self as $crate::IntegerEnumeration>::VALUES;

            /// Whether the schema does not name the value.
            #[inline]
            pub fn is_unknown(&self) -> bool {
                $crate::IntegerEnumeration::is_unknown(self)
            }
        }
        $crate::whole! { $enumeration }
        impl $crate::serde::Serialize for $enumeration {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_i64($crate::IntegerEnumeration::as_integer(self))
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
                <Self as $crate::IntegerEnumeration>::from_integer(0)
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                <i64 as $crate::Instance>::read(deserializer).map(<Self as $crate::IntegerEnumeration>::from_integer)
            }
            #[inline]
            fn note_unknowns(&self, walk: &mut $crate::unknowns::Walk) {
                if $crate::IntegerEnumeration::is_unknown(self) {
                    walk.note($crate::UnknownKind::Value);
                }
            }
        }
        impl ::core::fmt::Display for $enumeration {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&$crate::IntegerEnumeration::as_integer(self), f)
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
                $crate::IntegerEnumeration::as_integer(self).cmp(&$crate::IntegerEnumeration::as_integer(other))
            }
        }
        impl ::core::convert::From<i64> for $enumeration {
            #[inline]
            fn from(value: i64) -> Self {
                <Self as $crate::IntegerEnumeration>::from_integer(value)
            }
        }
        /// What an integer literal is where nothing says more.
        impl ::core::convert::From<i32> for $enumeration {
            #[inline]
            fn from(value: i32) -> Self {
                <Self as $crate::IntegerEnumeration>::from_integer(value.into())
            }
        }
        impl ::core::convert::From<$enumeration> for i64 {
            #[inline]
            fn from(value: $enumeration) -> i64 {
                $crate::IntegerEnumeration::as_integer(&value)
            }
        }
    )* };
}
