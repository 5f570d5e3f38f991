//! Tapes out of whatever a deserializer gives: the text of a value, or the value piece by piece.

use super::cursor::{Cursor, Here};
use super::{IS_WANTED, Kind, Node, Room, Tape, ask, blank, capture, slot, step, text};
use crate::raw::{Key, KeySeed};
use crate::scan::has_escape;
use crate::{depth, trail};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::rc::Rc;

/// Why a text is no tape.
pub(super) enum Fault {
    Syntax,
    Deep,
    Large,
}

impl Fault {
    #[cold]
    fn into_error<E: Error>(self) -> E {
        match self {
            Fault::Syntax => E::custom("invalid JSON"),
            Fault::Deep => depth::too_deep(),
            Fault::Large => E::custom("more than 4 GiB of text in one value"),
        }
    }
}

impl Room {
    #[inline]
    fn push_unescaped(&mut self, text: &str) -> Result<(), Fault> {
        step();
        let (start, end) = self.keep_unescaped(text)?;
        let kind = Kind::Unescaped;
        self.nodes.push(Node { kind, start, end });
        Ok(())
    }

    /// A string as it stands in a text, without escapes.
    #[inline]
    fn push_quoted(&mut self, text: &str) -> Result<(), Fault> {
        step();
        let start = self.keep(text)? + 1;
        let (kind, end) = (Kind::Plain, start + text.len() as u32 - 2);
        self.nodes.push(Node { kind, start, end });
        Ok(())
    }

    #[inline]
    fn push_number(&mut self, text: &str) -> Result<(), Fault> {
        step();
        let start = self.keep(text)?;
        let (kind, end) = (Kind::Number, start + text.len() as u32);
        self.nodes.push(Node { kind, start, end });
        Ok(())
    }

    /// Counts an item or property of the innermost array or object.
    #[inline]
    fn count(&mut self) {
        if let Some((_, count)) = self.open.last_mut() {
            *count += 1;
        }
    }

    /// The name of a property of the innermost object; where it stands.
    #[inline]
    fn push_name(&mut self, name: &str) -> Result<u32, Fault> {
        self.count();
        let at = self.nodes.len() as u32;
        self.push_unescaped(name)?;
        Ok(at)
    }
}

/// A tape that is being written.
pub(crate) struct Builder {
    tape: Rc<Tape>,
}

impl Builder {
    #[inline]
    fn new() -> Self {
        Builder { tape: blank() }
    }

    #[inline]
    fn room(&mut self) -> &mut Room {
        match Rc::get_mut(&mut self.tape) {
            Some(tape) => &mut tape.room,
            None => unreachable!("nobody else has a tape that is being written"),
        }
    }

    fn depth(&self) -> usize {
        self.tape.room.open.len()
    }

    fn push(&mut self, kind: Kind, start: u32, end: u32) {
        step();
        self.room().nodes.push(Node { kind, start, end });
    }

    /// A tape for an object, to which its properties are to be appended.
    pub(crate) fn object() -> Self {
        let mut builder = Builder::new();
        builder.open(Kind::Object);
        builder
    }

    /// How much deeper arrays and objects may nest.
    fn left(&self) -> usize {
        depth::MAX_DEPTH.saturating_sub(depth::now() + self.depth())
    }

    /// Goes into an array or object, where that is not too deep.
    fn deeper(&mut self, kind: Kind) -> Result<(), Fault> {
        if self.left() == 0 {
            return Err(Fault::Deep);
        }
        self.open(kind);
        Ok(())
    }

    fn open(&mut self, kind: Kind) {
        let room = self.room();
        room.open.push((room.nodes.len() as u32, 0));
        self.push(kind, 0, 0);
    }

    /// Ends the innermost array or object.
    #[inline]
    pub(crate) fn close(&mut self) {
        let room = self.room();
        let Some((at, count)) = room.open.pop() else { return };
        let end = room.nodes.len() as u32;
        let node = &mut room.nodes[at as usize];
        (node.start, node.end) = (count, end);
    }

    /// Appends a property to the object that is open.
    pub(crate) fn property<E: Error>(&mut self, name: &str) -> Result<Value<'_>, E> {
        self.name(name)?;
        Ok(Value(self))
    }

    /// Appends the name of a property, and tells where it stands.
    #[inline]
    pub(crate) fn name<E: Error>(&mut self, name: &str) -> Result<u32, E> {
        self.room().push_name(name).map_err(Fault::into_error)
    }

    /// Appends the value of the property whose name was appended.
    pub(crate) fn value(&mut self) -> Value<'_> {
        Value(self)
    }

    /// Appends a property that is a string.
    pub(crate) fn text_property<E: Error>(&mut self, name: &str, text: &str) -> Result<(), E> {
        let room = self.room();
        let appended = room.push_name(name).and_then(|_| room.push_unescaped(text));
        appended.map_err(Fault::into_error)
    }

    /// The text of a name.
    pub(crate) fn text_of(&self, at: u32) -> &str {
        self.tape.text_of(at)
    }

    /// Appends a property of another tape.
    pub(crate) fn copy_property<E: Error>(&mut self, name: &str, value: Cursor<'_>) -> Result<(), E> {
        self.name(name)?;
        self.copy(value.tape(), value.at()).map_err(Fault::into_error)
    }

    /// Appends a value of another tape.
    fn copy(&mut self, other: &Tape, at: u32) -> Result<(), Fault> {
        let shift = self.tape.room.nodes.len() as u32;
        for index in at..other.after(at) {
            let node = other.node(index);
            match node.kind {
                Kind::Plain | Kind::Unescaped => self.room().push_unescaped(other.text_of(index))?,
                Kind::Number => self.room().push_number(other.text_of(index))?,
                Kind::Array | Kind::Object => self.push(node.kind, node.start, node.end - at + shift),
                _ => self.push(node.kind, 0, 0),
            }
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Rc<Tape> {
        self.tape
    }
}

/// Puts the value of a deserializer on the tape.
pub(crate) struct Value<'a>(&'a mut Builder);

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        ask(deserializer, self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match slot() {
            Some((tape, at)) => self.0.copy(&tape, at).map_err(Fault::into_error),
            None => deserializer.deserialize_any(self),
        }
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.0.push(Kind::Null, 0, 0);
        Ok(())
    }
    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }
    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.push(if value { Kind::True } else { Kind::False }, 0, 0);
        Ok(())
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.0.room().push_number(&value.to_string()).map_err(Fault::into_error)
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.0.room().push_number(&value.to_string()).map_err(Fault::into_error)
    }
    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.0.room().push_number(&value.to_string()).map_err(Fault::into_error)
    }
    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        self.0.room().push_number(&value.to_string()).map_err(Fault::into_error)
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        match serde_json::Number::from_f64(value) {
            Some(number) => self
                .0
                .room()
                .push_number(&number.to_string())
                .map_err(Fault::into_error),
            // JSON has no infinity; serde_json writes and reads null for it.
            None => self.visit_unit(),
        }
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.0.room().push_unescaped(text).map_err(Fault::into_error)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.deeper(Kind::Array).map_err(Fault::into_error)?;
        while items.next_element_seed(Value(self.0))?.is_some() {
            self.0.room().count();
        }
        self.0.close();
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<(), A::Error> {
        let first = match properties.next_key_seed(KeySeed)? {
            Some(Key::Text) => return properties.next_value_seed(Text(self.0)),
            Some(Key::Property(name)) => Some(name),
            None => None,
        };
        self.0.deeper(Kind::Object).map_err(Fault::into_error)?;
        let mut name = first;
        while let Some(own) = name {
            if let Err(error) = properties.next_value_seed(self.0.property(&own)?) {
                return Err(trail::under(&own, error));
            }
            name = properties.next_key()?;
        }
        self.0.close();
        Ok(())
    }
}

/// Puts the value of a JSON text on the tape.
struct Text<'a>(&'a mut Builder);

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Text<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON text")
    }
    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        IS_WANTED.set(false);
        let appended = match text.as_bytes() {
            [b'"', inside @ .., b'"'] if !has_escape(inside) => self.0.room().push_quoted(text),
            [b'0'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit) => self.0.room().push_number(text),
            _ => {
                let left = self.0.left();
                text::append(self.0.room(), left, text)
            }
        };
        appended.map_err(Fault::into_error)
    }
}

/// Reads a whole value, or finds that it is on a tape already.
pub(super) struct Capture;

impl<'de> Visitor<'de> for Capture {
    type Value = Here;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Here, D::Error> {
        match slot() {
            Some((tape, at)) => Ok(Here { tape, at }),
            None => whole(|value| deserializer.deserialize_any(value)),
        }
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Here, D::Error> {
        capture(deserializer)
    }
    fn visit_unit<E: Error>(self) -> Result<Here, E> {
        whole(|value| value.visit_unit())
    }
    fn visit_none<E: Error>(self) -> Result<Here, E> {
        self.visit_unit()
    }
    fn visit_bool<E: Error>(self, scalar: bool) -> Result<Here, E> {
        whole(|value| value.visit_bool(scalar))
    }
    fn visit_i64<E: Error>(self, scalar: i64) -> Result<Here, E> {
        whole(|value| value.visit_i64(scalar))
    }
    fn visit_u64<E: Error>(self, scalar: u64) -> Result<Here, E> {
        whole(|value| value.visit_u64(scalar))
    }
    fn visit_i128<E: Error>(self, scalar: i128) -> Result<Here, E> {
        whole(|value| value.visit_i128(scalar))
    }
    fn visit_u128<E: Error>(self, scalar: u128) -> Result<Here, E> {
        whole(|value| value.visit_u128(scalar))
    }
    fn visit_f64<E: Error>(self, scalar: f64) -> Result<Here, E> {
        whole(|value| value.visit_f64(scalar))
    }
    fn visit_str<E: Error>(self, scalar: &str) -> Result<Here, E> {
        whole(|value| value.visit_str(scalar))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Here, A::Error> {
        whole(|value| value.visit_seq(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, properties: A) -> Result<Here, A::Error> {
        // A number on a tape speaks serde_json's language to who wants its text.
        match slot() {
            Some((tape, at)) => Ok(Here { tape, at }),
            None => whole(|value| value.visit_map(properties)),
        }
    }
}

fn whole<E>(fill: impl FnOnce(Value<'_>) -> Result<(), E>) -> Result<Here, E> {
    let mut builder = Builder::new();
    fill(Value(&mut builder))?;
    Ok(Here {
        tape: builder.finish(),
        at: 0,
    })
}
