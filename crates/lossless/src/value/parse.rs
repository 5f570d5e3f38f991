use super::{number, repeated};
use crate::depth::Level;
use crate::scan::{after_number, natural, quote, quote_after_escapes, solid};
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
    match rest.value() {
        Ok(value) if rest.at == text.len() || rest.peek() == 0 => Ok(value),
        Ok(_) => Err(E::custom(malformed())),
        Err(error) => Err(E::custom(error)),
    }
}

/// What is still to be read of a text. serde_json has looked at the text before, and found it well-formed but for escapes.
struct Rest<'t> {
    text: &'t str,
    at: usize,
}

/// There is room for so many items or properties, as soon as there is one.
const FEW: usize = 3;

type Fault = serde_json::Error;

#[cold]
fn malformed() -> Fault {
    Fault::custom("not JSON")
}

impl<'t> Rest<'t> {
    #[inline]
    fn peek(&mut self) -> u8 {
        let (at, byte) = solid(self.text.as_bytes(), self.at);
        self.at = at;
        byte
    }

    /// In place wherever a value is due, so that only arrays and objects are calls.
    #[inline(always)]
    fn value(&mut self) -> Result<Value, Fault> {
        match self.peek() {
            b'"' => self.string().map(Value::String),
            b'{' => self.object(),
            b'[' => self.array(),
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

    #[inline]
    fn number(&mut self) -> Result<Value, Fault> {
        match natural(self.text.as_bytes(), self.at) {
            Some((value, end)) => {
                self.at = end;
                Ok(value.into())
            }
            None => self.other_number(),
        }
    }

    #[inline(never)]
    fn other_number(&mut self) -> Result<Value, Fault> {
        let end = after_number(self.text.as_bytes(), self.at);
        let text = &self.text[self.at..end];
        self.at = end;
        match text.parse::<Number>() {
            Ok(value) => number(value),
            Err(error) => Err(Fault::custom(error)),
        }
    }

    /// The text between two quotes; only one with an escape must be looked at again.
    #[inline]
    fn string(&mut self) -> Result<String, Fault> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let end = quote(bytes, start);
        if let Some(b'"') = bytes.get(end) {
            self.at = end + 1;
            return Ok(self.text[start..end].to_owned());
        }
        self.escaped(start, end)
    }

    #[cold]
    fn escaped(&mut self, start: usize, found: usize) -> Result<String, Fault> {
        let end = quote_after_escapes(self.text.as_bytes(), found);
        self.at = end + 1;
        match self.text.get(start - 1..=end) {
            Some(quoted) => unescaped(quoted),
            None => Err(malformed()),
        }
    }

    #[inline(never)]
    fn array(&mut self) -> Result<Value, Fault> {
        let _level = Level::enter()?;
        self.at += 1;
        if self.peek() == b']' {
            self.at += 1;
            return Ok(Value::Array(Vec::new()));
        }
        let mut items = Vec::with_capacity(FEW);
        loop {
            match self.value() {
                Ok(item) => items.push(item),
                Err(error) => return Err(trail::at(items.len(), error)),
            }
            if self.is_closed_by(b']')? {
                return Ok(Value::Array(items));
            }
        }
    }

    #[inline(never)]
    fn object(&mut self) -> Result<Value, Fault> {
        let _level = Level::enter()?;
        self.at += 1;
        if self.peek() == b'}' {
            self.at += 1;
            return Ok(Value::Object(Map::new()));
        }
        let mut properties = Map::with_capacity(FEW);
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
                return Ok(Value::Object(properties));
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
