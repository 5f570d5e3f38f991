//! Texts of formats.

mod foreign;

use crate::Instance;
use crate::union::{self, Types};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Deref;
use std::{borrow::Borrow, fmt};

/// A `format` of JSON Schema.
pub trait Format {
    /// The name in the schema.
    const NAME: &'static str;
}

/// A type of a library that texts of the format `F` stand for; the features of this crate say of which libraries.
pub trait Parsed<F: Format>: Sized {
    /// Why a text is not of this format.
    type Error: std::error::Error;
    /// Parses a text.
    ///
    /// # Errors
    /// The text is not of this format.
    fn parsed(text: &str) -> Result<Self, Self::Error>;
}

macro_rules! formats {
    ($($marker:ident $name:literal $alias:ident)*) => { $(
        #[doc = concat!("The format `", $name, "`.")]
        #[derive(Clone, Copy, Debug)]
        pub enum $marker {}
        impl Format for $marker {
            const NAME: &'static str = $name;
        }
        #[doc = concat!("Text of the format `", $name, "`, as it came.")]
        pub type $alias = Text<$marker>;
    )* };
}
formats! {
    DateTimeFormat "date-time" DateTime
    DateFormat "date" Date
    TimeFormat "time" Time
    UuidFormat "uuid" Uuid
    UriFormat "uri" Uri
}

/// Text of a format: kept byte for byte, parsed on demand. `format` is an annotation, and servers break it.
///
/// It converts into the types of other crates with [`TryFrom`] (`at.try_into()`), [`Text::parsed`] and [`str::parse`], and from them
/// with [`From`], each behind the feature of the crate's name:
///
/// | | `jiff` | `chrono` | `time` | others |
/// |---|---|---|---|---|
/// | [`DateTime`] | `Timestamp`, `Zoned` | `DateTime<FixedOffset>`, `DateTime<Utc>` | `OffsetDateTime` | |
/// | [`Date`] | `civil::Date` | `NaiveDate` | `Date` | |
/// | [`Time`] | `civil::Time` | `NaiveTime` | `Time` | |
/// | [`Uuid`] | | | | `uuid`: `Uuid` |
/// | [`Uri`] | | | | `url`: `Url`; `uri`: `fluent_uri::Uri<String>` |
///
/// A time of day that comes from one of them has no offset from UTC. Of one that is parsed the offset is left out.
///
/// ```
/// # #[cfg(feature = "jiff")] {
/// use lossless::DateTime;
///
/// let at = DateTime::from("2024-01-15T10:30:00+01:00");
/// let timestamp: jiff::Timestamp = (&at).try_into()?;
/// assert_eq!(DateTime::from(timestamp), "2024-01-15T09:30:00Z");
/// assert_eq!(at, "2024-01-15T10:30:00+01:00");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Text<F>(String, PhantomData<fn() -> F>);

impl<F> Text<F> {
    /// A text, unchecked.
    pub fn new(text: impl Into<String>) -> Self {
        Text(text.into(), PhantomData)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text itself.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl<F: Format> Text<F> {
    /// What the text stands for, as a type of a library: `at.parsed::<jiff::Timestamp>()`.
    ///
    /// A text is a `str` as well, so [`str::parse`] makes of it whatever can be made of one.
    ///
    /// # Errors
    /// The text is not of the format.
    pub fn parsed<T: Parsed<F>>(&self) -> Result<T, T::Error> {
        T::parsed(&self.0)
    }
}

impl<F> Clone for Text<F> {
    fn clone(&self) -> Self {
        Text::new(self.0.clone())
    }
}

impl<F> Default for Text<F> {
    fn default() -> Self {
        Text::new(String::new())
    }
}

impl<F> fmt::Debug for Text<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<F> fmt::Display for Text<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<F> PartialEq for Text<F> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<F> Eq for Text<F> {}

impl<F> PartialOrd for Text<F> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<F> Ord for Text<F> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl<F> Hash for Text<F> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<F> PartialEq<str> for Text<F> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl<F> PartialEq<&str> for Text<F> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl<F> Deref for Text<F> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl<F> AsRef<str> for Text<F> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<F> Borrow<str> for Text<F> {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<F> From<&str> for Text<F> {
    fn from(text: &str) -> Self {
        Text::new(text)
    }
}

impl<F> From<String> for Text<F> {
    fn from(text: String) -> Self {
        Text::new(text)
    }
}

impl<F> From<Text<F>> for String {
    fn from(text: Text<F>) -> Self {
        text.0
    }
}

impl<F> Serialize for Text<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<F: 'static> Instance for Text<F> {
    type Kind = crate::Plain;
    const TYPES: Types = union::STRING;
    fn blank() -> Self {
        Text::default()
    }
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::read(deserializer).map(Text::new)
    }
}

impl<'de, F: 'static> Deserialize<'de> for Text<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }
}
