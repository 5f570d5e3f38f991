//! Reading from a tape.

use super::{IS_FULL, IS_WANTED, Kind, SLOT, TAPE, Tape, slot, spare, step};
use crate::{Number, raw, tolerant};
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Error;
use std::rc::Rc;

/// A place on a tape, and a share of the tape.
pub(crate) struct Here {
    pub(super) tape: Rc<Tape>,
    pub(super) at: u32,
}

impl Here {
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor {
            tape: &self.tape,
            at: self.at,
        }
    }

    /// Another place on the same tape.
    pub(crate) fn clone_at(&self, at: u32) -> Here {
        Here {
            tape: Rc::clone(&self.tape),
            at,
        }
    }

    /// Whether a value is on the same tape.
    pub(crate) fn is_on_tape_of(&self, value: Cursor<'_>) -> bool {
        Rc::ptr_eq(&self.tape, value.tape)
    }

    pub(crate) fn root(tape: Rc<Tape>) -> Here {
        Here { tape, at: 0 }
    }
}

impl Drop for Here {
    #[inline]
    fn drop(&mut self) {
        spare(&mut self.tape);
    }
}

/// A value that was buffered, to be looked at and read.
#[derive(Clone, Copy)]
pub struct Cursor<'t> {
    tape: &'t Rc<Tape>,
    at: u32,
}

impl<'t> Cursor<'t> {
    #[inline]
    pub(crate) fn kind(self) -> Kind {
        self.tape.node(self.at).kind
    }

    /// Its own tape, to be kept.
    pub(crate) fn share(self) -> Here {
        Here {
            tape: Rc::clone(self.tape),
            at: self.at,
        }
    }

    /// Another value of the tape.
    pub(crate) fn to(self, at: u32) -> Cursor<'t> {
        Cursor { at, ..self }
    }

    /// The node after it.
    pub(crate) fn after(self) -> u32 {
        self.tape.after(self.at)
    }

    /// Whether a node of the tape is this value or inside of it.
    pub(crate) fn holds(self, at: u32) -> bool {
        (self.at..self.tape.after(self.at)).contains(&at)
    }

    pub(crate) fn tape(self) -> &'t Tape {
        self.tape
    }

    /// The node.
    pub(crate) fn at(self) -> u32 {
        self.at
    }

    /// The text of a string.
    pub(crate) fn as_str(self) -> Option<&'t str> {
        matches!(self.kind(), Kind::Plain | Kind::Unescaped).then(|| self.tape.text_of(self.at))
    }

    /// The number; none of any other value, or one that is out of all reckoning.
    pub(crate) fn as_number(self) -> Option<Number> {
        match self.kind() {
            Kind::Number => self.tape.text_of(self.at).parse().ok(),
            _ => None,
        }
    }

    /// Whether it is a number without a fraction; `1.0` is.
    pub(crate) fn is_integer(self) -> bool {
        let is_digits = |text: &str| !text.contains(['.', 'e', 'E']);
        self.kind() == Kind::Number
            && (is_digits(self.tape.text_of(self.at)) || self.as_number().is_some_and(|number| number.is_integral()))
    }

    /// How many items or properties it has.
    pub(crate) fn len(self) -> usize {
        let node = self.tape.node(self.at);
        match node.kind {
            Kind::Array | Kind::Object => node.start as usize,
            _ => 0,
        }
    }

    /// The items of an array; nothing of any other value.
    pub(crate) fn items(self) -> impl Iterator<Item = Cursor<'t>> {
        let is_array = self.kind() == Kind::Array;
        let mut next = self.at + 1;
        (0..if is_array { self.len() } else { 0 }).map(move |_| {
            let item = Cursor {
                tape: self.tape,
                at: next,
            };
            next = self.tape.after(next);
            item
        })
    }

    /// The properties of an object, in their order; nothing of any other value.
    pub(crate) fn properties(self) -> impl Iterator<Item = (&'t str, Cursor<'t>)> {
        let is_object = self.kind() == Kind::Object;
        let mut next = self.at + 1;
        (0..if is_object { self.len() } else { 0 }).map(move |_| {
            let (name, at) = (self.tape.text_of(next), next + 1);
            next = self.tape.after(at);
            (name, Cursor { tape: self.tape, at })
        })
    }

    /// The names of the properties of an object, as bytes.
    #[inline]
    pub(crate) fn names(self) -> impl Iterator<Item = &'t [u8]> {
        let tape: &'t Tape = self.tape;
        tape.names(self.at).map(|(name, _)| tape.bytes(name))
    }

    /// The value of a property.
    pub(crate) fn get(self, name: &str) -> Option<Cursor<'t>> {
        let is_object = self.kind() == Kind::Object;
        let place = is_object.then(|| self.tape.find(self.at, name)).flatten();
        place.map(|at| self.to(at))
    }

    /// The properties of an object, to be read.
    pub(crate) fn map(self) -> Properties<'t> {
        Properties {
            tape: self.tape,
            next: self.at + 1,
            left: self.len(),
        }
    }

    /// The name of its JSON type.
    pub(crate) fn type_name(self) -> &'static str {
        match self.kind() {
            Kind::Null => "null",
            Kind::False | Kind::True => "boolean",
            Kind::Number if self.is_integer() => "integer",
            Kind::Number => "number",
            Kind::Plain | Kind::Unescaped => "string",
            Kind::Array => "array",
            Kind::Object => "object",
        }
    }

    fn announce(self) {
        SLOT.set(Some((Rc::clone(self.tape), self.at)));
        IS_FULL.set(true);
    }

    #[cold]
    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let text = self.tape.text_of(self.at);
        if let Ok(value) = text.parse::<u64>() {
            return visitor.visit_u64(value);
        }
        if let (Ok(value), false) = (text.parse::<i64>(), text == "-0") {
            return visitor.visit_i64(value);
        }
        let number = text.parse::<Number>().map_err(Error::custom)?;
        match number.untyped().map_err(Error::custom)?.as_f64() {
            Some(value) => visitor.visit_f64(value),
            None => Err(Error::custom("number out of range")),
        }
    }
}

impl<'de> Deserializer<'de> for Cursor<'_> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        step();
        slot();
        match self.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::False => visitor.visit_bool(false),
            Kind::True => visitor.visit_bool(true),
            Kind::Number => self.number(visitor),
            Kind::Plain | Kind::Unescaped => visitor.visit_str(self.tape.text_of(self.at)),
            Kind::Array => visitor.visit_seq(Items {
                tape: self.tape,
                next: self.at + 1,
                left: self.len(),
            }),
            Kind::Object => visitor.visit_map(self.map()),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind() {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    /// Who asks for the text of a value, or for its tape, finds the tape in the slot. A number is handed over as the text
    /// it came as, in the way in which serde_json does it.
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        match name {
            raw::TOKEN if self.kind() == Kind::Number => {
                let text = self.tape.text_of(self.at);
                if IS_WANTED.replace(false) {
                    self.announce();
                }
                visitor.visit_map(RawText(Some(text)))
            }
            raw::TOKEN => {
                if IS_WANTED.replace(false) {
                    self.announce();
                }
                visitor.visit_newtype_struct(self)
            }
            TAPE => {
                self.announce();
                visitor.visit_newtype_struct(self)
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.as_str() {
            Some(text) => {
                let text: StrDeserializer<'_, Error> = text.into_deserializer();
                text.deserialize_enum(name, variants, visitor)
            }
            None => MapAccessDeserializer::new(self.map()).deserialize_enum(name, variants, visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct RawText<'t>(Option<&'t str>);

impl<'de> MapAccess<'de> for RawText<'_> {
    type Error = Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        slot();
        match self.0 {
            Some(_) => seed.deserialize(BorrowedStrDeserializer::new(raw::TOKEN)).map(Some),
            None => Ok(None),
        }
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let text: StrDeserializer<'_, Error> = self.0.take().unwrap_or_default().into_deserializer();
        seed.deserialize(text)
    }
}

struct Items<'t> {
    tape: &'t Rc<Tape>,
    next: u32,
    left: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let item = Cursor {
            tape: self.tape,
            at: self.next,
        };
        self.next = self.tape.after(self.next);
        seed.deserialize(item).map(Some).inspect_err(|_| tolerant::failed(item))
    }
    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// The properties of an object that are still to be read.
pub(crate) struct Properties<'t> {
    tape: &'t Rc<Tape>,
    next: u32,
    left: usize,
}

impl<'de> MapAccess<'de> for Properties<'_> {
    type Error = Error;
    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        let name: StrDeserializer<'_, Error> = self.tape.text_of(self.next).into_deserializer();
        self.next += 1;
        seed.deserialize(name).map(Some)
    }
    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        self.left -= 1;
        let value = Cursor {
            tape: self.tape,
            at: self.next,
        };
        self.next = self.tape.after(self.next);
        seed.deserialize(value).inspect_err(|_| tolerant::failed(value))
    }
    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}
