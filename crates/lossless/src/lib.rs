#![doc = include_str!("front.md")]

mod depth;
mod mismatch;
mod quick;
mod scan;
mod tape;
pub mod tolerant;
mod trail;

mod error;
mod instance;
mod raw;
mod value;

mod map;
mod maybe;
mod number;
mod scalar;
mod secret;
mod text;

pub mod unknowns;

mod deep;
pub mod extra;
mod field;
mod foreign;
mod implied;
mod open;

pub mod builder;
#[doc(hidden)]
pub mod closed;
#[doc(hidden)]
pub mod constant;
mod emitted;
#[doc(hidden)]
pub mod enumeration;
mod integer_enumeration;
mod newtype;
#[doc(hidden)]
pub mod object;
#[cfg(feature = "pattern")]
#[doc(hidden)]
pub mod pattern;
#[cfg(any(feature = "pattern", feature = "validate"))]
mod pattern_size;
#[doc(hidden)]
pub mod property;
mod rules;
#[doc(hidden)]
pub mod set;
mod small_set;
#[doc(hidden)]
pub mod tuple;
#[doc(hidden)]
pub mod union;

#[cfg(feature = "validate")]
pub mod validate;

#[doc(inline)]
pub use builder::{Builder, MissingProperties};
pub use closed::{ClosedEnumeration, ClosedIntegers, NotNamed};
pub use constant::{Const, Constant};
pub use deep::Deep;
#[doc(hidden)]
pub use deep::Enclosed;
pub use depth::MAX_DEPTH;
pub use enumeration::{Enumeration, Unknown, UnknownValue};
pub use error::{Error, from_reader, from_slice, from_str, from_value, to_string, to_string_pretty, to_value, to_vec};
#[doc(hidden)]
pub use error::{instance, through};
#[doc(inline)]
pub use extra::{Extra, ExtraValue};
#[doc(hidden)]
pub use field::Field;
pub use foreign::{Alien, Foreign};
pub use implied::Implied;
pub use instance::Instance;
#[doc(hidden)]
pub use instance::{Plain, written};
pub use integer_enumeration::{IntegerEnumeration, UnknownInteger};
pub use map::Map;
pub use maybe::Maybe;
#[doc(hidden)]
pub use number::equal;
pub use number::{Number, NumberError};
pub use object::Object;
#[doc(hidden)]
pub use object::{Seen, UNKNOWN};
pub use open::Open;
#[cfg(feature = "pattern")]
#[doc(hidden)]
pub use pattern::Pattern;
#[cfg(feature = "pattern")]
pub use pattern::PatternError;
#[doc(hidden)]
pub use rules::Rules;
#[doc(hidden)]
pub use secret::{Hidden, Visible};
#[doc(hidden)]
pub use secret::{Redacted, Shown, counts_tokens, secret_name};
pub use serde;
pub use serde_json;
pub use serde_json::Value;
#[doc(hidden)]
pub use tape::{Cursor, steps};
pub use text::{
    Date, DateFormat, DateTime, DateTimeFormat, Format, Parsed, Text, Time, TimeFormat, Uri, UriFormat, Uuid,
    UuidFormat,
};
#[doc(hidden)]
pub use tuple::Tuple;
#[doc(hidden)]
pub use union::{Tagged, Untagged};
#[doc(inline)]
pub use unknowns::{UnknownKind, UnknownPart};
#[cfg(feature = "validate")]
#[doc(inline)]
pub use validate::{Options as ValidateOptions, ValidationErrors};

/// The examples of the package's README.md are tested.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
