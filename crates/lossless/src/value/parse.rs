use super::{number, repeated};
use crate::depth::Level;
use crate::{Number, trail};
use serde::de::Error;
use serde_json::map::Entry;
use serde_json::{Map, Value};

/// The value of a JSON text.
///
/// # Errors
/// The value can't hold one of its numbers, a name is repeated, or it is too deep.
pub(crate) fn parse<E: Error>(text: &str) -> Result<Value, E> {
    let mut rest = Rest { text, at: 0 };
    let value = rest.value().map_err(E::custom)?;
    rest.end().map_err(E::custom)?;
    Ok(value)
}

/// What is still to be read of a text. serde_json has looked at the text before, and found it well-formed but for escapes.
struct Rest<'t> {
    text: &'t str,
    at: usize,
}

type Fault = serde_json::Error;

#[cold]
fn malformed() -> Fault {
    Fault::custom("not JSON")
}

impl<'t> Rest<'t> {
    #[inline]
    fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = bytes.get(self.at) {
            self.at += 1;
        }
        bytes.get(self.at).copied().unwrap_or_default()
    }

    fn end(&mut self) -> Result<(), Fault> {
        if self.peek() == 0 { Ok(()) } else { Err(malformed()) }
    }

    fn value(&mut self) -> Result<Value, Fault> {
        match self.peek() {
            b'"' => self.string().map(Value::String),
            b'{' => self.object().map(Value::Object),
            b'[' => self.array().map(Value::Array),
            b'n' => self.word("null", Value::Null),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Fault> {
        if !self.text[self.at..].starts_with(word) {
            return Err(malformed());
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Value, Fault> {
        let rest = &self.text.as_bytes()[self.at..];
        let end = rest
            .iter()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'));
        let end = self.at + end.unwrap_or(rest.len());
        let text = &self.text[self.at..end];
        self.at = end;
        match text.parse::<Number>() {
            Ok(value) => number(value),
            Err(error) => Err(Fault::custom(error)),
        }
    }

    /// The text between two quotes; only one with an escape must be looked at again.
    fn string(&mut self) -> Result<String, Fault> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut end = quote_or_escape(bytes, start);
        if let Some(b'"') = bytes.get(end) {
            self.at = end + 1;
            return Ok(self.text[start..end].to_owned());
        }
        while let Some(b'\\') = bytes.get(end) {
            end = quote_or_escape(bytes, end + 2);
        }
        self.at = end + 1;
        match self.text.get(start - 1..=end) {
            Some(quoted) => unescaped(quoted),
            None => Err(malformed()),
        }
    }

    fn array(&mut self) -> Result<Vec<Value>, Fault> {
        let _level = Level::enter()?;
        let mut items = Vec::new();
        self.at += 1;
        if self.peek() == b']' {
            self.at += 1;
            return Ok(items);
        }
        loop {
            match self.value() {
                Ok(item) => items.push(item),
                Err(error) => return Err(trail::at(items.len(), error)),
            }
            if self.is_closed_by(b']')? {
                return Ok(items);
            }
        }
    }

    fn object(&mut self) -> Result<Map<String, Value>, Fault> {
        let _level = Level::enter()?;
        let mut properties = Map::new();
        self.at += 1;
        if self.peek() == b'}' {
            self.at += 1;
            return Ok(properties);
        }
        loop {
            if self.peek() != b'"' {
                return Err(malformed());
            }
            let name = self.string()?;
            if self.peek() != b':' {
                return Err(malformed());
            }
            self.at += 1;
            let value = match self.value() {
                Ok(value) => value,
                Err(error) => return Err(trail::under(&name, error)),
            };
            match properties.entry(name) {
                Entry::Vacant(place) => place.insert(value),
                Entry::Occupied(place) => return Err(repeated(place.key())),
            };
            if self.is_closed_by(b'}')? {
                return Ok(properties);
            }
        }
    }

    /// Goes over what separates two items, or ends them.
    #[inline]
    fn is_closed_by(&mut self, end: u8) -> Result<bool, Fault> {
        let next = self.peek();
        self.at += 1;
        if next == end {
            Ok(true)
        } else if next == b',' {
            Ok(false)
        } else {
            Err(malformed())
        }
    }
}

#[cold]
fn unescaped(quoted: &str) -> Result<String, Fault> {
    serde_json::from_str(quoted).map_err(|error| Fault::custom(crate::error::message(&error)))
}

/// Where the next quote or backslash is from `at` on, eight bytes at a time.
#[inline]
pub(crate) fn quote_or_escape(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    const QUOTES: u64 = ONES * b'"' as u64;
    const ESCAPES: u64 = ONES * b'\\' as u64;
    // The highest bit of each byte that is zero, and of some above the first of these.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & (ONES << 7);
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*eight);
        let found = zeros(word ^ QUOTES) | zeros(word ^ ESCAPES);
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let found = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'));
    at + found.unwrap_or(rest.len())
}
