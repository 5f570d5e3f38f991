//! From JSON text to nodes. The text was checked by who hands it over; what is no JSON all the same is an error.

use super::build::Fault;
use super::{Kind, Node, Room, steps_more};
use crate::scan::{after_number, quote, quote_after_escapes, solid};

/// So many bytes of text there are to a node, as a rule.
const BYTES: usize = 10;

/// Behind each text, so that its last bytes too can be looked at as a word.
const PADDING: &str = "        ";

/// Appends the one value of `text`, whose arrays and objects may nest so deep.
pub(super) fn append(room: &mut Room, left: usize, text: &str) -> Result<(), Fault> {
    let base = room.keep(text)?;
    room.keep(PADDING)?;
    let before = room.nodes.len();
    room.nodes.reserve(text.len() / BYTES + 1);
    room.around.clear();
    let mut scanner = Scanner {
        text,
        bytes: &room.text.as_bytes()[base as usize..],
        base,
        unescaped: &mut room.unescaped,
        nodes: &mut room.nodes,
    };
    let end = scanner.value(left, &mut room.around)?;
    if end < text.len() && solid(scanner.bytes, end).0 < text.len() {
        return Err(Fault::Syntax);
    }
    steps_more(room.nodes.len() - before);
    Ok(())
}

impl Room {
    /// Takes a text over, and tells where it lies.
    #[inline]
    pub(super) fn keep(&mut self, text: &str) -> Result<u32, Fault> {
        taken_over(&mut self.text, text).map(|(start, _)| start)
    }

    /// Takes over a text that has no escapes, and tells where it lies.
    #[inline]
    pub(super) fn keep_unescaped(&mut self, text: &str) -> Result<(u32, u32), Fault> {
        taken_over(&mut self.unescaped, text)
    }
}

#[inline]
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
    close: u8,
}

struct Scanner<'a> {
    text: &'a str,
    /// The same with what is behind it.
    bytes: &'a [u8],
    /// Where the text lies on the tape.
    base: u32,
    unescaped: &'a mut String,
    nodes: &'a mut Vec<Node>,
}

// Places are passed on as values, so that they stay in registers.
impl Scanner<'_> {
    /// A value, and all that is inside of it, without recursion; where it ends.
    fn value(&mut self, left: usize, around: &mut Vec<Frame>) -> Result<usize, Fault> {
        let (mut at, mut close) = self.start_of_value(0)?;
        if close == SCALAR {
            return Ok(at);
        }
        let mut frame = self.frame(close);
        if left == 0 {
            return Err(Fault::Deep);
        }
        loop {
            let (here, next) = solid(self.bytes, at);
            at = here;
            if next == frame.close {
                at += 1;
                let end = self.nodes.len() as u32;
                let node = &mut self.nodes[frame.at as usize];
                (node.start, node.end) = (frame.count, end);
                match around.pop() {
                    Some(outer) => frame = outer,
                    None => return Ok(at),
                }
                continue;
            }
            if frame.count > 0 {
                if next != b',' {
                    return Err(Fault::Syntax);
                }
                at = solid(self.bytes, at + 1).0;
            }
            if frame.close == b'}' {
                at = self.name(at)?;
            }
            frame.count += 1;
            (at, close) = self.start_of_value(at)?;
            if close != SCALAR {
                around.push(frame);
                if around.len() >= left {
                    return Err(Fault::Deep);
                }
                frame = self.frame(close);
            }
        }
    }

    /// The array or object whose node was pushed last.
    #[inline(always)]
    fn frame(&self, close: u8) -> Frame {
        let at = self.nodes.len() as u32 - 1;
        Frame { at, count: 0, close }
    }

    /// A scalar, or the beginning of an array or object; where that ends, and what closes it.
    #[inline(always)]
    fn start_of_value(&mut self, at: usize) -> Result<(usize, u8), Fault> {
        let (at, first) = solid(self.bytes, at);
        let end = match first {
            b'"' => self.string(at)?,
            b'{' => {
                self.push(Kind::Object, 0, 0);
                return Ok((at + 1, b'}'));
            }
            b'[' => {
                self.push(Kind::Array, 0, 0);
                return Ok((at + 1, b']'));
            }
            b'n' => self.word(at, "null", Kind::Null)?,
            b't' => self.word(at, "true", Kind::True)?,
            b'f' => self.word(at, "false", Kind::False)?,
            _ => self.number(at)?,
        };
        Ok((end, SCALAR))
    }

    /// A name and the colon after it; where the value begins.
    #[inline(always)]
    fn name(&mut self, at: usize) -> Result<usize, Fault> {
        if self.bytes.get(at) != Some(&b'"') {
            return Err(Fault::Syntax);
        }
        let end = self.string(at)?;
        match solid(self.bytes, end) {
            (at, b':') => Ok(at + 1),
            _ => Err(Fault::Syntax),
        }
    }

    fn word(&mut self, at: usize, word: &str, kind: Kind) -> Result<usize, Fault> {
        let end = at + word.len();
        if self.bytes.get(at..end) != Some(word.as_bytes()) {
            return Err(Fault::Syntax);
        }
        self.push(kind, 0, 0);
        Ok(end)
    }

    fn number(&mut self, start: usize) -> Result<usize, Fault> {
        let at = after_number(self.bytes, start);
        if start == at {
            return Err(Fault::Syntax);
        }
        self.push(Kind::Number, start, at);
        Ok(at)
    }

    /// A string, whose first quote is at `at`.
    #[inline(always)]
    fn string(&mut self, at: usize) -> Result<usize, Fault> {
        let end = quote(self.bytes, at + 1);
        if self.bytes.get(end) == Some(&b'"') {
            self.push(Kind::Plain, at + 1, end);
            return Ok(end + 1);
        }
        self.escaped(at, end)
    }

    /// A string that has an escape, the first of which is at `found`.
    #[cold]
    fn escaped(&mut self, at: usize, found: usize) -> Result<usize, Fault> {
        let found = quote_after_escapes(self.text.as_bytes(), found);
        let quoted = self.text.get(at..=found).ok_or(Fault::Syntax)?;
        let text: String = serde_json::from_str(quoted).map_err(|_| Fault::Syntax)?;
        let (start, end) = taken_over(self.unescaped, &text)?;
        let kind = Kind::Unescaped;
        self.nodes.push(Node { kind, start, end });
        Ok(found + 1)
    }

    /// A node whose text is between two places.
    #[inline(always)]
    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let (start, end) = (self.base + start as u32, self.base + end as u32);
        self.nodes.push(Node { kind, start, end });
    }
}

/// What closes a scalar.
const SCALAR: u8 = 0;
