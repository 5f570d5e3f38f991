use crate::error::{kind_of, message};
use crate::trail::{self, Path, Recording};
use crate::{Instance, mismatch};
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;
use std::fmt;

/// A set of JSON types.
pub type Types = u8;
/// `null`
pub const NULL: Types = 1;
/// `true` and `false`
pub const BOOLEAN: Types = 1 << 1;
/// Numbers without a fraction, `1.0` too.
pub const INTEGER: Types = 1 << 2;
/// All numbers.
pub const NUMBER: Types = INTEGER | FRACTION;
/// Strings.
pub const STRING: Types = 1 << 4;
/// Arrays.
pub const ARRAY: Types = 1 << 5;
/// Objects.
pub const OBJECT: Types = 1 << 6;
/// All types.
pub const ANY: Types = NULL | BOOLEAN | NUMBER | STRING | ARRAY | OBJECT;

const FRACTION: Types = 1 << 3;

/// What the generator gives for a union without a discriminating property.
pub trait Untagged: Sized + Serialize + 'static {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The alternatives, the most specific first.
    const ALTERNATIVES: &'static [Alternative<Self>];
    /// Whether a value of any JSON type is kept, because one of the alternatives says nothing about its values.
    const CATCH_ALL: bool = false;
    /// The value as it came, in an open union; a closed one (each of its alternatives is scalar) has no place for it.
    fn unknown(value: Value) -> Option<Self>;
    /// What a required property holds before the input fills it.
    fn blank() -> Self;
}

/// An alternative of a union.
pub struct Alternative<T> {
    /// Its type's name, for messages.
    pub name: &'static str,
    /// The JSON types it can have.
    pub types: Types,
    /// Reads it, by [`read`]; the count of unknown properties comes along.
    pub read: fn(Candidate<'_>) -> Result<(T, usize), Mismatch>,
}

/// A value that an alternative is asked about: first for the number of properties it does not name, then for itself.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    value: &'a Value,
    count_only: bool,
}

/// Why an alternative does not read a value.
pub struct Mismatch(Reason);

enum Reason {
    Asked { unknown: usize },
    Shape { path: Path, message: String },
}

impl Mismatch {
    fn shape(path: Path, message: String) -> Self {
        Mismatch(Reason::Shape { path, message })
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::Asked { unknown } => write!(f, "{unknown} unknown properties"),
            Reason::Shape { path, message } => {
                let path = path.to_string();
                if path.is_empty() {
                    f.write_str(message)
                } else {
                    write!(f, "{path}: {message}")
                }
            }
        }
    }
}

/// Reads the alternative `T`.
///
/// # Errors
/// The value is not of its shape, or only the count of unknown properties was asked for.
pub fn read<T: Instance>(candidate: Candidate<'_>) -> Result<(T, usize), Mismatch> {
    let value = candidate.value;
    let unknown = T::unknown_properties(value);
    if candidate.count_only {
        return Err(Mismatch(Reason::Asked { unknown }));
    }
    if let Some(property) = T::missing_property(value) {
        return Err(Mismatch::shape(
            Path::default(),
            format!("missing property `{property}`"),
        ));
    }
    let recording = Recording::start();
    match T::read(value) {
        Ok(read) => Ok((read, unknown)),
        Err(error) => Err(Mismatch::shape(recording.path(), message(&error))),
    }
}

/// The JSON types that a union reads.
pub const fn types_of_union<T: Untagged>() -> Types {
    if T::CATCH_ALL {
        return ANY;
    }
    let mut types = 0;
    let mut index = 0;
    while index < T::ALTERNATIVES.len() {
        types |= T::ALTERNATIVES[index].types;
        index += 1;
    }
    types
}

fn types_of(value: &Value) -> Types {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => BOOLEAN,
        Value::Number(number) => match number.as_f64() {
            Some(value) if number.is_f64() && value.fract() != 0.0 => FRACTION,
            _ => INTEGER,
        },
        Value::String(_) => STRING,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}

/// The alternatives that can have the type of `value`: fewest unknown properties first, then in the order given (the
/// sort is stable).
fn ranked<'a, T>(alternatives: &'a [Alternative<T>], value: &Value) -> Vec<(usize, &'a Alternative<T>)> {
    let types = types_of(value);
    let mut ranked: Vec<_> = alternatives
        .iter()
        .filter(|alternative| alternative.types & types != 0)
        .map(|alternative| {
            match (alternative.read)(Candidate {
                value,
                count_only: true,
            }) {
                Ok((_, unknown)) | Err(Mismatch(Reason::Asked { unknown })) => (unknown, alternative),
                Err(_) => (0, alternative),
            }
        })
        .collect();
    ranked.sort_by_key(|(unknown, _)| *unknown);
    ranked
}

/// Chooses, of the alternatives that read the value, the one that leaves the fewest properties unknown, else the first.
///
/// # Errors
/// No alternative has the JSON type of the value, or the union is closed and none reads it.
pub fn choose<T: Untagged, E: Error>(value: Value) -> Result<T, E> {
    let ranked = ranked(T::ALTERNATIVES, &value);
    if ranked.is_empty() && !T::CATCH_ALL {
        return Err(mismatch::mismatch(
            kind_of(&value),
            &&*types_expected(T::ALTERNATIVES, T::NAME),
        ));
    }
    let mut reasons = Vec::new();
    for (_, alternative) in ranked {
        match (alternative.read)(Candidate {
            value: &value,
            count_only: false,
        }) {
            Ok((read, _)) => return Ok(read),
            Err(mismatch) => reasons.push((alternative.name, mismatch)),
        }
    }
    T::unknown(value).ok_or_else(|| explain(T::NAME, reasons))
}

#[cold]
fn types_expected<T>(alternatives: &[Alternative<T>], name: &str) -> String {
    let types = alternatives.iter().fold(0, |all, alternative| all | alternative.types);
    let number = if types & FRACTION != 0 {
        (NUMBER, "number")
    } else {
        (INTEGER, "integer")
    };
    let names = [
        (NULL, "null"),
        (BOOLEAN, "boolean"),
        number,
        (STRING, "string"),
        (ARRAY, "array"),
        (OBJECT, "object"),
    ];
    let names: Vec<_> = names
        .iter()
        .filter(|(one, _)| types & one != 0)
        .map(|(_, name)| *name)
        .collect();
    format!("{name} ({})", names.join(", "))
}

/// The one reason with its path, or all of them in one message.
#[cold]
fn explain<E: Error>(name: &str, mut reasons: Vec<(&'static str, Mismatch)>) -> E {
    if reasons.len() == 1
        && let Some((_, Mismatch(Reason::Shape { path, message }))) = reasons.pop()
    {
        return trail::along(path, E::custom(message));
    }
    let reasons: Vec<_> = reasons
        .iter()
        .map(|(name, mismatch)| format!("{name}: {mismatch}"))
        .collect();
    E::custom(format_args!("no alternative of {name} fits ({})", reasons.join("; ")))
}

/// Reads a union by choice among its alternatives.
///
/// # Errors
/// As [`choose`].
pub fn read_untagged<'de, T: Untagged, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    choose(Value::deserialize(deserializer)?)
}

/// The least number of properties that an alternative leaves unknown.
pub fn unknown_properties<T: Untagged>(value: &Value) -> usize {
    ranked(T::ALTERNATIVES, value)
        .first()
        .map_or(0, |(unknown, _)| *unknown)
}

/// `Deserialize` and [`Instance`](crate::Instance) of [`Untagged`](crate::Untagged) unions.
#[macro_export]
macro_rules! untagged {
    ($($union:ident),* $(,)?) => { $(
        impl<'de> $crate::serde::Deserialize<'de> for $union {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::union::read_untagged(deserializer)
            }
        }
        impl $crate::Instance for $union {
            const TYPES: $crate::union::Types = $crate::union::types_of_union::<Self>();
            fn blank() -> Self {
                <Self as $crate::Untagged>::blank()
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::union::read_untagged(deserializer)
            }
            fn unknown_properties(value: &$crate::Value) -> usize {
                $crate::union::unknown_properties::<Self>(value)
            }
        }
    )* };
}
