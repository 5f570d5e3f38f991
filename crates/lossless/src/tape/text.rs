//! From JSON text to nodes. The text was checked by who hands it over; what is no JSON all the same is an error.

use super::Kind;
use super::build::{Builder, Fault};
use crate::value::quote_or_escape;

/// Appends the one value of `text`.
pub(super) fn append(builder: &mut Builder, text: &str) -> Result<(), Fault> {
    builder.expect(text.len());
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        text,
        at: 0,
        base: builder.keep(text)?,
        builder,
    };
    scanner.value()
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Where the text lies on the tape.
    base: u32,
    builder: &'a mut Builder,
}

impl Scanner<'_> {
    /// A value, and all that is inside of it, without recursion.
    fn value(&mut self) -> Result<(), Fault> {
        let floor = self.builder.depth();
        loop {
            self.start_of_value()?;
            loop {
                if self.builder.depth() == floor {
                    self.space();
                    return if self.at == self.bytes.len() {
                        Ok(())
                    } else {
                        Err(Fault::Syntax)
                    };
                }
                self.space();
                match (self.next()?, self.builder.is_in_object()) {
                    (b',', true) => {
                        self.name()?;
                        break;
                    }
                    (b',', false) => break,
                    (b'}', true) | (b']', false) => self.builder.close(),
                    _ => return Err(Fault::Syntax),
                }
            }
        }
    }

    /// Down to the first value that has nothing inside.
    fn start_of_value(&mut self) -> Result<(), Fault> {
        loop {
            self.space();
            match self.peek().ok_or(Fault::Syntax)? {
                b'{' => {
                    self.at += 1;
                    self.open(Kind::Object)?;
                    self.space();
                    if self.peek() == Some(b'}') {
                        self.at += 1;
                        self.builder.close();
                        return Ok(());
                    }
                    self.name()?;
                }
                b'[' => {
                    self.at += 1;
                    self.open(Kind::Array)?;
                    self.space();
                    if self.peek() == Some(b']') {
                        self.at += 1;
                        self.builder.close();
                        return Ok(());
                    }
                }
                b'"' => return self.string(),
                b'n' => return self.word("null", Kind::Null),
                b't' => return self.word("true", Kind::True),
                b'f' => return self.word("false", Kind::False),
                _ => return self.number(),
            }
        }
    }

    fn open(&mut self, kind: Kind) -> Result<(), Fault> {
        self.builder.deeper(kind)
    }

    fn name(&mut self) -> Result<(), Fault> {
        self.space();
        if self.peek() != Some(b'"') {
            return Err(Fault::Syntax);
        }
        self.string()?;
        self.space();
        match self.next()? {
            b':' => Ok(()),
            _ => Err(Fault::Syntax),
        }
    }

    fn word(&mut self, word: &str, kind: Kind) -> Result<(), Fault> {
        if !self.text[self.at..].starts_with(word) {
            return Err(Fault::Syntax);
        }
        self.at += word.len();
        self.builder.push(kind, 0, 0);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        if start == self.at {
            return Err(Fault::Syntax);
        }
        self.builder
            .push(Kind::Number, self.base + start as u32, self.base + self.at as u32);
        Ok(())
    }

    fn string(&mut self) -> Result<(), Fault> {
        let start = self.at;
        self.at += 1;
        let mut escaped = false;
        loop {
            self.at = quote_or_escape(self.bytes, self.at);
            if self.next()? == b'"' {
                break;
            }
            escaped = true;
            self.next()?;
        }
        if !escaped {
            let (start, end) = (start as u32 + 1, self.at as u32 - 1);
            self.builder.push(Kind::Plain, self.base + start, self.base + end);
            return Ok(());
        }
        let text: String = serde_json::from_str(&self.text[start..self.at]).map_err(|_| Fault::Syntax)?;
        self.builder.push_unescaped(&text)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Result<u8, Fault> {
        let byte = self.peek().ok_or(Fault::Syntax)?;
        self.at += 1;
        Ok(byte)
    }
}
