//! Strings with a `pattern`, a regular expression of ECMA-262.
//!
//! Matching takes a time that grows with the text, and no more. Where a pattern looks around (`(?=…)`) or refers back (`\\1`) it
//! may go back and try again, up to a limit of steps, beyond which the text counts as one that does not match.

use fancy_regex::{Regex, RegexBuilder};
use std::fmt;

#[doc(hidden)]
pub use crate::pattern_size::{counted, is_bounded, steps};

/// What the generator gives for a string with a `pattern`. Construction checks, reading keeps what came.
pub trait Pattern: Sized {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The regular expression, not anchored, as the schema has it.
    const PATTERN: &'static str;
    /// The same in the syntax of the crate `fancy-regex`, without its Unicode tables.
    const REGEX: &'static str = Self::PATTERN;
    /// The value of this text, unchecked.
    fn from_unchecked(text: String) -> Self;
    /// The text.
    fn as_str(&self) -> &str;
    /// The text itself.
    fn into_string(self) -> String;
}

/// A text does not match its type's pattern. The text is not kept: it may be a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
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

impl fmt::Debug for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for PatternError {}

/// So often a match goes back, at most. Only a pattern that looks around or refers back does at all; any other is matched in
/// a time that grows with the text alone.
const MOST_STEPS: usize = 100_000;

/// So many bytes a pattern may take, once it is compiled.
const MOST_BYTES: usize = 10 << 20;

/// A compiled [`Pattern::REGEX`]; none of one that the engine does not take, which constrains nothing.
#[doc(hidden)]
#[derive(Debug)]
pub struct Matcher(Option<Regex>);

impl Matcher {
    #[doc(hidden)]
    pub fn new(regex: &str) -> Self {
        Matcher(compile(regex))
    }

    /// Whether a text matches. One that takes too many steps counts as one that doesn't.
    #[doc(hidden)]
    pub fn is_match(&self, text: &str) -> bool {
        self.0
            .as_ref()
            .is_none_or(|regex| regex.is_match(text).unwrap_or(false))
    }
}

/// A regular expression, within limits of size and steps.
#[doc(hidden)]
pub fn compile(regex: &str) -> Option<Regex> {
    if !is_bounded(regex) {
        return None;
    }
    let mut builder = RegexBuilder::new(regex);
    builder
        .backtrack_limit(MOST_STEPS)
        .delegate_size_limit(MOST_BYTES)
        .build()
        .ok()
}

/// What all [`Pattern`]s have: reading and writing, conversion from and to text, equality, order and hash of the text, and
/// `is_match()`.
#[doc(hidden)]
#[macro_export]
macro_rules! patterns {
    ($($pattern:ident),* $(,)?) => { $(
        impl $pattern {
            /// The text.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::Pattern::as_str(self)
            }
            /// The text itself.
            #[inline]
            pub fn into_string(self) -> ::std::string::String {
                $crate::Pattern::into_string(self)
            }
            /// Whether the text matches the pattern; a text that was read may not.
            #[inline]
            pub fn is_match(&self) -> bool {
                Self::accepts($crate::Pattern::as_str(self))
            }
            #[inline]
            fn accepts(text: &str) -> bool {
                static MATCHER: ::std::sync::OnceLock<$crate::pattern::Matcher> = ::std::sync::OnceLock::new();
                MATCHER
                    .get_or_init(|| $crate::pattern::Matcher::new(<Self as $crate::Pattern>::REGEX))
                    .is_match(text)
            }
        }
        impl ::core::convert::TryFrom<::std::string::String> for $pattern {
            type Error = $crate::PatternError;
            #[inline]
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
            #[inline]
            fn try_from(text: &str) -> ::core::result::Result<Self, $crate::PatternError> {
                <Self as ::core::convert::TryFrom<::std::string::String>>::try_from(text.to_owned())
            }
        }
        impl ::core::str::FromStr for $pattern {
            type Err = $crate::PatternError;
            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::PatternError> {
                <Self as ::core::convert::TryFrom<&str>>::try_from(text)
            }
        }
        impl ::core::convert::From<$pattern> for ::std::string::String {
            #[inline]
            fn from(value: $pattern) -> Self {
                $crate::Pattern::into_string(value)
            }
        }
        impl ::core::fmt::Display for $pattern {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::Pattern::as_str(self))
            }
        }
        $crate::textual! { $pattern }
        $crate::whole! { $pattern }
        impl ::core::ops::Deref for $pattern {
            type Target = str;
            #[inline]
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
            type Kind = $crate::Plain;
            const TYPES: $crate::union::Types = $crate::union::STRING;
            #[inline]
            fn blank() -> Self {
                <Self as $crate::Pattern>::from_unchecked(::std::string::String::new())
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                <::std::string::String as $crate::Instance>::read(deserializer).map(<Self as $crate::Pattern>::from_unchecked)
            }
        }
    )* };
}
