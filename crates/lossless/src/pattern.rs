//! Strings with a `pattern`, a regular expression of ECMA-262.

use regress::Regex;
use std::fmt;

/// What the generator gives for a string with a `pattern`. Construction checks, reading keeps what came.
pub trait Pattern: Sized {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The regular expression, not anchored.
    const PATTERN: &'static str;
    /// The value of this text, unchecked.
    fn from_unchecked(text: String) -> Self;
    /// The text.
    fn as_str(&self) -> &str;
    /// The text itself.
    fn into_string(self) -> String;
}

/// A text does not match its type's pattern. The text is not kept: it may be a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatternError {
    name: &'static str,
    pattern: &'static str,
}

impl PatternError {
    /// The error of the type `T`.
    pub fn of<T: Pattern>() -> Self {
        PatternError {
            name: T::NAME,
            pattern: T::PATTERN,
        }
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "text does not match the pattern `{}` of {}", self.pattern, self.name)
    }
}

impl std::error::Error for PatternError {}

/// A regular expression in the Unicode mode that JSON Schema asks for, else in the older mode that many are written in.
/// One that is valid in neither constrains nothing here.
#[doc(hidden)]
pub fn compile(pattern: &str) -> Option<Regex> {
    Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).ok()
}

#[doc(hidden)]
pub use regress;

/// `FromStr`, `TryFrom<String>`, `TryFrom<&str>`, `Display`, `AsRef<str>`, `Deref`, `From<_> for String`, `Serialize`,
/// `Deserialize`, [`Instance`](crate::Instance) and `is_match()` of [`Pattern`]s.
#[macro_export]
macro_rules! patterns {
    ($($pattern:ident),* $(,)?) => { $(
        impl $pattern {
            /// Whether the text matches the pattern; a text that was read may not.
            pub fn is_match(&self) -> bool {
                Self::accepts($crate::Pattern::as_str(self))
            }
            fn accepts(text: &str) -> bool {
                static REGEX: ::std::sync::OnceLock<::core::option::Option<$crate::pattern::regress::Regex>> =
                    ::std::sync::OnceLock::new();
                REGEX
                    .get_or_init(|| $crate::pattern::compile(<Self as $crate::Pattern>::PATTERN))
                    .as_ref()
                    .is_none_or(|regex| regex.find(text).is_some())
            }
        }
        impl ::core::convert::TryFrom<::std::string::String> for $pattern {
            type Error = $crate::PatternError;
            fn try_from(text: ::std::string::String) -> ::core::result::Result<Self, $crate::PatternError> {
                if Self::accepts(&text) {
                    ::core::result::Result::Ok(<Self as $crate::Pattern>::from_unchecked(text))
                } else {
                    ::core::result::Result::Err($crate::PatternError::of::<Self>())
                }
            }
        }
        impl ::core::convert::TryFrom<&str> for $pattern {
            type Error = $crate::PatternError;
            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::PatternError> {
                <Self as ::core::convert::TryFrom<::std::string::String>>::try_from(text.to_owned())
            }
        }
        impl ::core::str::FromStr for $pattern {
            type Err = $crate::PatternError;
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::PatternError> {
                <Self as ::core::convert::TryFrom<&str>>::try_from(text)
            }
        }
        impl ::core::convert::From<$pattern> for ::std::string::String {
            fn from(value: $pattern) -> Self {
                $crate::Pattern::into_string(value)
            }
        }
        impl ::core::fmt::Display for $pattern {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::Pattern::as_str(self))
            }
        }
        impl ::core::convert::AsRef<str> for $pattern {
            fn as_ref(&self) -> &str {
                $crate::Pattern::as_str(self)
            }
        }
        impl ::core::ops::Deref for $pattern {
            type Target = str;
            fn deref(&self) -> &str {
                $crate::Pattern::as_str(self)
            }
        }
        impl $crate::serde::Serialize for $pattern {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_str($crate::Pattern::as_str(self))
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $pattern {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                <Self as $crate::Instance>::read(deserializer)
            }
        }
        impl $crate::Instance for $pattern {
            const TYPES: $crate::union::Types = $crate::union::STRING;
            fn blank() -> Self {
                <Self as $crate::Pattern>::from_unchecked(::std::string::String::new())
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                <::std::string::String as $crate::Instance>::read(deserializer).map(<Self as $crate::Pattern>::from_unchecked)
            }
        }
    )* };
}
