//! From JSON text to nodes. The text was checked by who hands it over; what is no JSON all the same is an error.

use super::build::Fault;
use super::{Kind, Node, Room, steps_more};
use crate::value::quote_or_escape;

/// So many bytes of text there are to a node, as a rule.
const BYTES: usize = 10;

/// Appends the one value of `text`, whose arrays and objects may nest so deep.
pub(super) fn append(room: &mut Room, left: usize, text: &str) -> Result<(), Fault> {
    let base = room.keep(text)?;
    let Room {
        unescaped,
        nodes,
        around,
        ..
    } = room;
    nodes.reserve(text.len() / BYTES + 1);
    let before = nodes.len();
    around.clear();
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        base,
        left,
        unescaped,
        nodes,
        around,
    };
    scanner.value()?;
    steps_more(nodes.len() - before);
    Ok(())
}

impl Room {
    /// Takes a text over, and tells where it lies.
    pub(super) fn keep(&mut self, text: &str) -> Result<u32, Fault> {
        taken_over(&mut self.text, text).map(|(start, _)| start)
    }

    /// Takes over a text that has no escapes, and tells where it lies.
    pub(super) fn keep_unescaped(&mut self, text: &str) -> Result<(u32, u32), Fault> {
        taken_over(&mut self.unescaped, text)
    }
}

fn taken_over(all: &mut String, text: &str) -> Result<(u32, u32), Fault> {
    let start = all.len();
    all.push_str(text);
    match u32::try_from(all.len()) {
        Ok(end) => Ok((start as u32, end)),
        Err(_) => Err(Fault::Large),
    }
}

/// An array or object whose end was not met yet.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    at: u32,
    count: u32,
    is_object: bool,
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Where the text lies on the tape.
    base: u32,
    /// How many arrays and objects may still be around.
    left: usize,
    unescaped: &'a mut String,
    nodes: &'a mut Vec<Node>,
    around: &'a mut Vec<Frame>,
}

/// No byte of a text that is well-formed.
const END: u8 = 0;

impl Scanner<'_> {
    /// A value, and all that is inside of it, without recursion.
    fn value(&mut self) -> Result<(), Fault> {
        if self.start_of_value()? {
            return self.end();
        }
        // What is open, and not yet among what is around.
        let mut frame = self.opened()?;
        loop {
            let next = self.solid();
            let is_first = frame.count == 0;
            if next == (if frame.is_object { b'}' } else { b']' }) {
                self.at += 1;
                let end = self.nodes.len() as u32;
                let node = &mut self.nodes[frame.at as usize];
                (node.start, node.end) = (frame.count, end);
                match self.around.pop() {
                    Some(outer) => frame = outer,
                    None => return self.end(),
                }
                continue;
            }
            if !is_first {
                if next != b',' {
                    return Err(Fault::Syntax);
                }
                self.at += 1;
            }
            if frame.is_object {
                self.name()?;
            }
            frame.count += 1;
            if !self.start_of_value()? {
                self.around.push(frame);
                frame = self.opened()?;
            }
        }
    }

    fn end(&mut self) -> Result<(), Fault> {
        match self.solid() {
            END if self.at == self.bytes.len() => Ok(()),
            _ => Err(Fault::Syntax),
        }
    }

    /// The array or object whose node was pushed last.
    #[inline]
    fn opened(&mut self) -> Result<Frame, Fault> {
        if self.around.len() >= self.left {
            return Err(Fault::Deep);
        }
        let at = self.nodes.len() - 1;
        Ok(Frame {
            at: at as u32,
            count: 0,
            is_object: self.nodes[at].kind == Kind::Object,
        })
    }

    /// A scalar, or the beginning of an array or object; whether it ends here.
    #[inline]
    fn start_of_value(&mut self) -> Result<bool, Fault> {
        match self.solid() {
            b'"' => self.string()?,
            b'{' => {
                self.at += 1;
                self.push(Kind::Object, 0, 0);
                return Ok(false);
            }
            b'[' => {
                self.at += 1;
                self.push(Kind::Array, 0, 0);
                return Ok(false);
            }
            b'n' => self.word(b"null", Kind::Null)?,
            b't' => self.word(b"true", Kind::True)?,
            b'f' => self.word(b"false", Kind::False)?,
            _ => self.number()?,
        }
        Ok(true)
    }

    #[inline]
    fn name(&mut self) -> Result<(), Fault> {
        if self.solid() != b'"' {
            return Err(Fault::Syntax);
        }
        self.string()?;
        match self.solid() {
            b':' => {
                self.at += 1;
                Ok(())
            }
            _ => Err(Fault::Syntax),
        }
    }

    fn word<const N: usize>(&mut self, word: &[u8; N], kind: Kind) -> Result<(), Fault> {
        if self.bytes[self.at..].first_chunk() != Some(word) {
            return Err(Fault::Syntax);
        }
        self.at += N;
        self.push(kind, 0, 0);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while let Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') = self.bytes.get(self.at) {
            self.at += 1;
        }
        if start == self.at {
            return Err(Fault::Syntax);
        }
        self.push(Kind::Number, self.base + start as u32, self.base + self.at as u32);
        Ok(())
    }

    /// A string, at whose first quote the scanner stands.
    #[inline]
    fn string(&mut self) -> Result<(), Fault> {
        let start = self.at + 1;
        let end = quote_or_escape(self.bytes, start);
        if self.bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            self.push(Kind::Plain, self.base + start as u32, self.base + end as u32);
            return Ok(());
        }
        self.escaped(end)
    }

    /// A string that has an escape, the first of which is at `found`.
    #[cold]
    fn escaped(&mut self, mut found: usize) -> Result<(), Fault> {
        while let Some(b'\\') = self.bytes.get(found) {
            found = quote_or_escape(self.bytes, found + 2);
        }
        let quoted = self.text.get(self.at..=found).ok_or(Fault::Syntax)?;
        let text: String = serde_json::from_str(quoted).map_err(|_| Fault::Syntax)?;
        self.at = found + 1;
        let (start, end) = taken_over(self.unescaped, &text)?;
        self.push(Kind::Unescaped, start, end);
        Ok(())
    }

    #[inline]
    fn push(&mut self, kind: Kind, start: u32, end: u32) {
        self.nodes.push(Node { kind, start, end });
    }

    /// The next byte that is no white space, which is not passed; [`END`] after the last.
    #[inline]
    fn solid(&mut self) -> u8 {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(byte) => return *byte,
                None => return END,
            }
        }
    }
}
