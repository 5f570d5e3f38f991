//! Reading from and writing to JSON text, with errors that say where.

mod bare;
mod place;

use crate::Instance;
use crate::tolerant::Misfit;
use crate::trail::{Path, Recording, segment};
use crate::value::{self, ByReference};
use bare::Source;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use serde_json::de::StrRead;
use serde_json::error::Category;
use std::{fmt, io};

/// Why a value could not be read or written. No text of a string that was read is in it.
///
/// Both `Display` and `Debug` print a sentence, so that `fn main() -> Result<(), lossless::Error>` ends with one.
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

    /// Of a value that was read as a whole.
    #[cold]
    pub(crate) fn of_whole(error: &serde_json::Error) -> Self {
        Error::new(Path::default(), error)
    }

    /// A value that fits nowhere, and that no object is around to keep.
    #[cold]
    pub(crate) fn homeless(misfit: Option<&Misfit>) -> Self {
        let message = misfit.map(Misfit::message).unwrap_or_default();
        Error(Box::new(Fault {
            path: misfit.map(Misfit::path).unwrap_or_default().to_owned(),
            message,
            line: 0,
            column: 0,
            category: Category::Data,
        }))
    }

    /// The same of a value inside of a property.
    #[cold]
    pub(crate) fn under(mut self, name: &str) -> Self {
        self.0.path.insert_str(0, &segment(name));
        self
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
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind = match error.category() {
            Category::Eof => io::ErrorKind::UnexpectedEof,
            Category::Io => io::ErrorKind::Other,
            Category::Data | Category::Syntax => io::ErrorKind::InvalidData,
        };
        io::Error::new(kind, error)
    }
}

/// Reads JSON text: any type that serde can read, generated or not.
///
/// ```
/// use std::collections::HashMap;
///
/// let error = lossless::from_str::<HashMap<String, Vec<u8>>>(r#"{"a": [1, 2], "b": [3, "4"]}"#).unwrap_err();
/// assert_eq!(error.path(), "/b/1");
/// ```
///
/// A `Value`, an integer, a list or an option of these are read as inside of generated types, where they keep their numbers
/// or are refused. Inside of a type of one's own they are read as serde has it.
///
/// # Errors
/// The text is no JSON, or its value has not the shape of `T`.
pub fn from_str<T: DeserializeOwned + 'static>(text: &str) -> Result<T, Error> {
    bare::read(text).unwrap_or_else(|| with_text(text, |deserializer| T::deserialize(deserializer)))
}

impl Source for &str {
    fn read<T: Instance>(self) -> Result<T, Error> {
        instance(self)
    }
}

/// Reads an [`Instance`] that may be no type of its own, such as an `i64` or a `Vec`, as it is read inside of generated types.
///
/// # Errors
/// As [`from_str`].
#[doc(hidden)]
pub fn instance<T: Instance>(text: &str) -> Result<T, Error> {
    with_text(text, |deserializer| T::read(deserializer))
}

/// Reads the whole of a text by a function that keeps what it reads: compiled once, for whoever reads many types.
///
/// # Errors
/// As [`from_str`].
#[doc(hidden)]
pub fn through<'de>(
    text: &'de str,
    read: &mut dyn FnMut(&mut serde_json::Deserializer<StrRead<'de>>) -> Result<(), serde_json::Error>,
) -> Result<(), Error> {
    with_text(text, read)
}

/// Reads the whole of a text.
pub(crate) fn with_text<'de, T>(
    text: &'de str,
    read: impl FnOnce(&mut serde_json::Deserializer<StrRead<'de>>) -> Result<T, serde_json::Error>,
) -> Result<T, Error> {
    let recording = Recording::start();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    match read(&mut deserializer) {
        Ok(value) => at_end(deserializer, recording).map(|()| value),
        Err(error) => Err(stopped(deserializer, text, recording, &error)),
    }
}

fn at_end(mut deserializer: serde_json::Deserializer<StrRead<'_>>, recording: Recording) -> Result<(), Error> {
    deserializer.end().map_err(|error| Error::new(recording.path(), &error))
}

#[cold]
fn stopped(
    deserializer: serde_json::Deserializer<StrRead<'_>>,
    text: &str,
    recording: Recording,
    error: &serde_json::Error,
) -> Error {
    let read = deserializer.into_iter::<IgnoredAny>().byte_offset();
    let read = &text.as_bytes()[..read.min(text.len())];
    Error::new(recording.path(), error).after(Some(read)).placed(text)
}

/// Reads what is on a tape.
pub(crate) fn recorded<T>(read: impl FnOnce() -> Result<T, serde_json::Error>) -> Result<T, Error> {
    let recording = Recording::start();
    read().map_err(|error| Error::new(recording.path(), &error))
}

/// Reads JSON text in UTF-8.
///
/// # Errors
/// As [`from_str`], or the bytes are no UTF-8.
pub fn from_slice<T: DeserializeOwned + 'static>(bytes: &[u8]) -> Result<T, Error> {
    from_str(utf8(bytes)?)
}

pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(bytes).map_err(|error| Error(Box::new(not_utf8(&bytes[..error.valid_up_to()]))))
}

/// Reads JSON text in UTF-8, all that a reader gives.
///
/// # Errors
/// As [`from_slice`], or the reader fails.
pub fn from_reader<T: DeserializeOwned + 'static>(mut reader: impl io::Read) -> Result<T, Error> {
    let mut bytes = Vec::new();
    match reader.read_to_end(&mut bytes) {
        Ok(_) => from_slice(&bytes),
        Err(error) => Err(Error::new(Path::default(), &serde_json::Error::io(error))),
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

/// Reads a JSON value, or what becomes one: `lossless::from_value(event.data.object)`.
///
/// # Errors
/// The value has not the shape of `T`.
pub fn from_value<T: DeserializeOwned + 'static>(value: impl Into<Value>) -> Result<T, Error> {
    let value = value.into();
    let read = bare::read(ByReference(&value)).unwrap_or_else(|| with_value(&value, |value| T::deserialize(value)));
    if read.is_err() {
        value::take_apart(value);
    }
    read
}

impl Source for ByReference<'_> {
    fn read<T: Instance>(self) -> Result<T, Error> {
        with_value(self.0, |value| T::read(value))
    }
}

fn with_value<'v, T>(
    value: &'v Value,
    read: impl FnOnce(ByReference<'v>) -> Result<T, serde_json::Error>,
) -> Result<T, Error> {
    value::way_to_error();
    let recording = Recording::start();
    read(ByReference(value)).map_err(|error| Error::new(recording.path(), &error).placed_in(value))
}

/// Writes JSON text.
///
/// # Errors
/// A hand-written `Serialize` fails; a generated one doesn't.
pub fn to_string<T: ?Sized + Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::new(Path::default(), &error))
}

/// Writes JSON text with white space, for people.
///
/// # Errors
/// As [`to_string`].
pub fn to_string_pretty<T: ?Sized + Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string_pretty(value).map_err(|error| Error::new(Path::default(), &error))
}

/// Writes JSON text in UTF-8.
///
/// # Errors
/// As [`to_string`].
pub fn to_vec<T: ?Sized + Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|error| Error::new(Path::default(), &error))
}

/// Writes a JSON value.
///
/// # Errors
/// As [`to_string`], or a number is one that a `Value` can't hold: the error has its path.
pub fn to_value<T: ?Sized + Serialize>(value: &T) -> Result<Value, Error> {
    serde_json::to_value(value).or_else(|_| by_text(value))
}

/// The value of what is written; a wide integer may be a number of serde_json's feature `arbitrary_precision`.
#[cold]
fn by_text<T: ?Sized + Serialize>(value: &T) -> Result<Value, Error> {
    let text = to_string(value)?;
    let recording = Recording::start();
    value::parse(&text).map_err(|error| Error::new(recording.path(), &error))
}

/// The JSON value of an instance.
pub(crate) fn instance_to_value<T: Instance>(value: &T) -> Result<Value, Error> {
    to_value(&crate::written(value))
}

/// The message without its position, and in the words of JSON.
///
/// Readers of this crate name JSON types. Where only a string will do serde_json does the talking: it prints the number
/// or boolean that it found instead.
pub(crate) fn message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(&position).unwrap_or(&message);
    let kinds = ["invalid type: ", "invalid value: ", "unknown variant "];
    let Some((kind, (found, expected))) = kinds.iter().find_map(|kind| {
        let rest = message.strip_prefix(kind)?;
        Some((
            kind.trim_end(),
            rest.rsplit_once(", expected ").unwrap_or((rest, "another")),
        ))
    }) else {
        return message.to_owned();
    };
    let found = match found.split(['`', '"']).next().unwrap_or_default().trim_end() {
        "floating point" => "number",
        "sequence" => "array",
        "map" => "object",
        "" => return format!("{kind}, expected {expected}"),
        found => found,
    };
    format!("{kind} {found}, expected {expected}")
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
