//! String enumerations, open to values that a newer server sends.

use crate::mismatch::{self, refuse};
use serde::de::{Deserializer, Visitor};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// The text of an enumeration's value that the schema does not name.
///
/// Only reading makes one, so that the text of a value never changes when the schema comes to name it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unknown(Box<Text>);

/// In a box of its own, so that an enumeration is two words: values that the schema does not name are few.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Text(Box<str>);

impl Unknown {
    #[doc(hidden)]
    pub fn __new(text: &str) -> Self {
        Unknown(Box::new(Text(text.into())))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0.0
    }
}

impl Deref for Unknown {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Unknown {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq<str> for Unknown {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Unknown {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// What the generator gives for a string enumeration.
pub trait Enumeration: Sized + 'static {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The values that the schema names.
    const VALUES: &'static [&'static str];
    /// The same as values of the type.
    const KNOWN: &'static [Self];
    /// The value of this text, unknown if the schema does not name it.
    fn from_text(text: &str) -> Self;
    /// The text.
    fn as_str(&self) -> &str;
    /// Whether the schema does not name the value.
    fn is_unknown(&self) -> bool;
}

/// A text is no value that the schema of an enumeration names. The text is not kept: it may be a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct UnknownValue {
    name: &'static str,
    values: &'static [&'static str],
}

impl UnknownValue {
    /// The values that there are.
    pub fn values(&self) -> &'static [&'static str] {
        self.values
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no value of {}: `{}`", self.name, self.values.join("`, `"))
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for UnknownValue {}

/// The value of a text that the schema names.
///
/// # Errors
/// The schema does not name it.
pub fn known<T: Enumeration>(text: &str) -> Result<T, UnknownValue> {
    let value = T::from_text(text);
    if value.is_unknown() {
        return Err(UnknownValue {
            name: T::NAME,
            values: T::VALUES,
        });
    }
    Ok(value)
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

/// What all [`Enumeration`]s have: reading and writing, conversion from and to text, and equality, order and hash of the text,
/// so that they stay what they are when the schema comes to name a value.
#[doc(hidden)]
#[macro_export]
macro_rules! enumerations {
    ($($enumeration:ident),* $(,)?) => { $(
        impl $enumeration {
            /// The texts that the schema names.
            pub const VALUES: &'static [&'static str] = <Self as $crate::Enumeration>::VALUES;

            /// The values that the schema names.
            pub const fn known() -> &'static [Self] {
                <Self as $crate::Enumeration>::KNOWN
            }

            /// The text on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::Enumeration::as_str(self)
            }

            /// Whether the schema does not name the value.
            #[inline]
            pub fn is_unknown(&self) -> bool {
                $crate::Enumeration::is_unknown(self)
            }

            /// The value of a text that the schema names.
            ///
            /// # Errors
            /// The schema does not name it; `FromStr` and `From` take any text.
            #[inline]
            pub fn try_from_known(text: &str) -> ::core::result::Result<Self, $crate::enumeration::UnknownValue> {
                $crate::enumeration::known(text)
            }
        }
        $crate::textual! { $enumeration }
        $crate::whole! { $enumeration }
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
            type Kind = $crate::Plain;
            const TYPES: $crate::union::Types = $crate::union::STRING;
            #[inline]
            fn blank() -> Self {
                <Self as $crate::Enumeration>::from_text("")
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::enumeration::read(deserializer)
            }
            #[inline]
            fn note_unknowns(&self, walk: &mut $crate::unknowns::Walk) {
                if $crate::Enumeration::is_unknown(self) {
                    walk.note($crate::UnknownKind::Value);
                }
            }
        }
        impl ::core::fmt::Display for $enumeration {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::Enumeration::as_str(self))
            }
        }
        impl ::core::str::FromStr for $enumeration {
            type Err = ::core::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(<Self as $crate::Enumeration>::from_text(text))
            }
        }
        impl ::core::convert::From<&str> for $enumeration {
            #[inline]
            fn from(text: &str) -> Self {
                <Self as $crate::Enumeration>::from_text(text)
            }
        }
        impl ::core::convert::From<::std::string::String> for $enumeration {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                <Self as $crate::Enumeration>::from_text(&text)
            }
        }
    )* };
}

/// Equality, order and hash of the text that `as_str` gives, which is thus the same under another type: as a key, a text finds
/// the value.
#[doc(hidden)]
#[macro_export]
macro_rules! textual {
    ($textual:ident) => {
        impl ::core::convert::AsRef<str> for $textual {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl ::core::borrow::Borrow<str> for $textual {
            #[inline]
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }
        impl ::core::cmp::PartialEq for $textual {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }
        impl ::core::cmp::Eq for $textual {}
        impl ::core::cmp::PartialEq<str> for $textual {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }
        impl ::core::cmp::PartialEq<&str> for $textual {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }
        impl ::core::cmp::PartialOrd for $textual {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }
        impl ::core::cmp::Ord for $textual {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                ::core::cmp::Ord::cmp(self.as_str(), other.as_str())
            }
        }
        impl ::core::hash::Hash for $textual {
            fn hash<__H: ::core::hash::Hasher>(&self, state: &mut __H) {
                ::core::hash::Hash::hash(self.as_str(), state)
            }
        }
    };
}
