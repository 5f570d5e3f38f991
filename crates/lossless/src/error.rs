//! Reading from and writing to JSON text, with errors that say where.

use crate::Instance;
use crate::trail::{Path, Recording};
use crate::value::{self, ByReference};
use serde::Serialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::error::Category;
use std::fmt;

/// Why a value could not be read or written. No text of a string that was read is in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Fault>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    path: String,
    message: String,
    line: usize,
    column: usize,
    category: Category,
}

impl Error {
    #[cold]
    fn new(path: Path, error: &serde_json::Error) -> Self {
        let (path, line, column) = (path.to_string(), error.line(), error.column());
        let message = message(error);
        Error(Box::new(Fault {
            path,
            message,
            line,
            column,
            category: error.classify(),
        }))
    }

    /// With the place where reading stopped, if nothing better is known.
    #[cold]
    fn after(mut self, read: Option<&[u8]>) -> Self {
        if let (0, Some(read)) = (self.0.line, read) {
            (self.0.line, self.0.column) = position(read);
        }
        self
    }

    /// The JSON Pointer of the value that is at fault; empty for the whole.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What is wrong with it, without the path.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The line of the text, counted from 1; 0 if there is no text, or if it was read to its end before the choice of a
    /// union's alternative.
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// The column of the text, counted from 1; 0 as for [`Error::line`].
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// Whether the text is no JSON, ends too early, or holds another shape.
    pub fn category(&self) -> Category {
        self.0.category
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fault {
            path,
            message,
            line,
            column,
            ..
        } = &*self.0;
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        f.write_str(message)?;
        if *line > 0 {
            write!(f, " at line {line} column {column}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {}

/// Reads JSON text.
///
/// # Errors
/// The text is no JSON, or its value has not the shape of `T`.
pub fn from_str<T: Instance>(text: &str) -> Result<T, Error> {
    let recording = Recording::start();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = match T::read(&mut deserializer) {
        Ok(value) => value,
        Err(error) => {
            let read = deserializer.into_iter::<IgnoredAny>().byte_offset();
            return Err(Error::new(recording.path(), &error).after(text.as_bytes().get(..read)));
        }
    };
    match deserializer.end() {
        Ok(()) => Ok(value),
        Err(error) => Err(Error::new(recording.path(), &error)),
    }
}

/// Reads JSON text in UTF-8.
///
/// # Errors
/// As [`from_str`], or the bytes are no UTF-8.
pub fn from_slice<T: Instance>(bytes: &[u8]) -> Result<T, Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => from_str(text),
        Err(error) => Err(Error(Box::new(not_utf8(&bytes[..error.valid_up_to()])))),
    }
}

#[cold]
fn not_utf8(valid: &[u8]) -> Fault {
    let (line, column) = position(valid);
    Fault {
        path: String::new(),
        message: "invalid utf-8".to_owned(),
        line,
        column: column + 1,
        category: Category::Syntax,
    }
}

/// Line and column of the last of these bytes.
fn position(bytes: &[u8]) -> (usize, usize) {
    let lines = bytes.split(|&byte| byte == b'\n');
    let column = lines.clone().next_back().map_or(0, <[u8]>::len);
    (lines.count(), column)
}

/// Reads a JSON value.
///
/// # Errors
/// The value has not the shape of `T`.
pub fn from_value<T: Instance>(value: Value) -> Result<T, Error> {
    let recording = Recording::start();
    match T::read(ByReference(&value)) {
        Ok(read) => Ok(read),
        Err(error) => {
            let error = Error::new(recording.path(), &error);
            value::take_apart(value);
            Err(error)
        }
    }
}

/// Writes JSON text.
///
/// # Errors
/// A hand-written `Serialize` fails; a generated one doesn't.
pub fn to_string<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::new(Path::default(), &error))
}

/// Writes a JSON value.
///
/// # Errors
/// As [`to_string`], or a number is one that a `Value` can't hold: the error has its path.
pub fn to_value<T: Serialize>(value: &T) -> Result<Value, Error> {
    serde_json::to_value(value).or_else(|_| by_text(value))
}

/// The value of what is written; a wide integer may be a number of serde_json's feature `arbitrary_precision`.
#[cold]
fn by_text<T: Serialize>(value: &T) -> Result<Value, Error> {
    let text = to_string(value)?;
    let recording = Recording::start();
    value::parse(&text).map_err(|error| Error::new(recording.path(), &error))
}

/// The message without its position, and in the words of JSON.
///
/// Readers of this crate name JSON types. Where only a string will do serde_json does the talking: it prints the number
/// or boolean that it found instead.
pub(crate) fn message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(&position).unwrap_or(&message);
    let Some((found, expected)) = message
        .strip_prefix("invalid type: ")
        .and_then(|message| message.rsplit_once(", expected "))
    else {
        return message.to_owned();
    };
    let found = match found.split(" `").next().unwrap_or_default() {
        "floating point" => "number",
        "sequence" => "array",
        "map" => "object",
        found => found,
    };
    format!("invalid type: {found}, expected {expected}")
}

/// The name of a value's JSON type.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
