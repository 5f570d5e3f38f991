//! The runtime of generated API types: JSON goes in and comes out without losing a byte of meaning.
//!
//! A generated type gives its names and its slots ([`Object`], [`Enumeration`], [`Const`], [`union::Tagged`],
//! [`union::Untagged`]); everything that can be written once is written here. Reading asks for the *shape* of a value
//! (types, required properties, constants, alternatives of a union) and keeps what the schema does not name;
//! the other keywords are judged by `validate()` (feature `validate`).
//!
//! No error message prints the text of a string that was read, and no `Debug` output what lies under a name that looks
//! secret.
//!
//! | feature | gives |
//! |---|---|
//! | `pattern` | [`patterns!`]: strings whose construction checks a regular expression of ECMA-262 |
//! | `validate` | [`validate`]: the whole schema as a judge, by the `jsonschema` crate |
//! | `jiff`, `chrono`, `time` | conversion of [`DateTime`], [`Date`] and [`Time`] from and to the types of these crates, see [`Text`] |
//! | `uuid` | conversion of [`Uuid`] |
//! | `url`, `uri` | conversion of [`Uri`]: of the crate `url`, of the crate `fluent-uri` |
//!
//! A feature adds items and impls, and no method to a type that is there without it: another crate of a program may turn it on,
//! and no expression must mean something else then.

mod depth;
mod mismatch;
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
pub mod closed;
pub mod constant;
mod emitted;
pub mod enumeration;
mod integer_enumeration;
mod newtype;
pub mod object;
#[cfg(feature = "pattern")]
pub mod pattern;
#[cfg(any(feature = "pattern", feature = "validate"))]
mod pattern_size;
pub mod property;
mod rules;
pub mod set;
pub mod tuple;
pub mod union;

#[cfg(feature = "validate")]
pub mod validate;

pub use builder::{Builder, MissingProperties};
pub use closed::{ClosedEnumeration, ClosedIntegers, NotNamed};
pub use constant::{Const, Constant};
pub use deep::{Deep, Enclosed};
pub use depth::MAX_DEPTH;
pub use enumeration::{Enumeration, Unknown, UnknownValue};
#[doc(hidden)]
pub use error::instance;
pub use error::{Error, from_reader, from_slice, from_str, from_value, to_string, to_string_pretty, to_value, to_vec};
pub use extra::{Extra, ExtraValue};
pub use field::Field;
pub use foreign::{Alien, Foreign};
pub use implied::Implied;
pub use instance::Instance;
#[doc(hidden)]
pub use instance::written;
pub use integer_enumeration::{IntegerEnumeration, UnknownInteger};
pub use map::Map;
pub use maybe::Maybe;
pub use number::{Number, NumberError, equal};
pub use object::{Object, Seen, UNKNOWN};
pub use open::Open;
#[cfg(feature = "pattern")]
pub use pattern::{Pattern, PatternError};
pub use rules::Rules;
pub use secret::{Redacted, Shown, counts_tokens, secret_name};
pub use serde;
pub use serde_json;
pub use serde_json::Value;
pub use tape::Cursor;
#[doc(hidden)]
pub use tape::steps;
pub use text::{
    Date, DateFormat, DateTime, DateTimeFormat, Format, Parsed, Text, Time, TimeFormat, Uri, UriFormat, Uuid,
    UuidFormat,
};
pub use tuple::Tuple;
pub use union::{Tagged, Untagged};
pub use unknowns::{UnknownKind, UnknownPart};
#[cfg(feature = "validate")]
pub use validate::{Options as ValidateOptions, ValidationErrors};
