//! A JSON value that was read once and can be looked at many times: a list of nodes in document order.
//!
//! Whoever must see a whole value before it can be read (a union, a value that may be of another shape) asks its
//! deserializer for a tape with [`capture`]. Inside of a tape that is no copy but the tape itself, so that a document is
//! buffered once, however deep such types nest. Numbers stay the text they came as.

mod build;
mod cursor;
mod parents;
mod text;

use crate::quick::Quick;
use crate::{Instance, Value, raw};
use serde::de::{Deserializer, Error, Visitor};
use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

pub(crate) use build::Builder;
pub use cursor::Cursor;
pub(crate) use cursor::Here;
pub(crate) use parents::Parents;

/// The name by which a reader asks whether it reads from a tape.
pub(crate) const TAPE: &str = "$lossless::Tape";

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    False,
    True,
    /// A number, by its text.
    Number,
    /// A string whose text stands in [`Tape::text`].
    Plain,
    /// A string whose text stands in [`Tape::unescaped`].
    Unescaped,
    /// An array; its items follow.
    Array,
    /// An object; its names and values follow in turn.
    Object,
}

/// A value, or the name of a property.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// Where the text begins; the number of items or properties.
    start: u32,
    /// Where the text ends; the node after the last one inside.
    end: u32,
}

/// What was found about the values of a tape, so that nothing is looked for twice.
#[derive(Default)]
pub(crate) struct Memory {
    /// Whether a value is valid under a rule: by the rules' address, the rule, whether only shapes count, and the node.
    pub(crate) verdicts: HashMap<(usize, u32, bool, u32), bool, Quick>,
    /// Unions that no alternative fits, and the node.
    pub(crate) misfits: HashSet<(TypeId, u32), Quick>,
}

/// The nodes of a value, and the texts in it.
#[derive(Default)]
struct Room {
    text: String,
    unescaped: String,
    nodes: Vec<Node>,
    /// The arrays and objects that are open, while a tape is written, and how much there is in each.
    open: Vec<(u32, u32)>,
    /// The same of a text that is scanned: what is around what is scanned now.
    around: Vec<text::Frame>,
}

/// What was read once, to be looked at.
#[derive(Default)]
pub(crate) struct Tape {
    room: Room,
    pub(crate) memory: RefCell<Memory>,
}

/// So many bytes a thread keeps for the next tape: most are small, and many.
const KEPT: usize = 1 << 14;

thread_local! {
    static SPARE: Cell<Option<Rc<Tape>>> = const { Cell::new(None) };
}

/// A tape to be written; an earlier one, if there is any.
fn blank() -> Rc<Tape> {
    SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default()
}

/// Keeps a tape for the next that is written, unless it is looked at by others.
#[inline]
fn spare(tape: &mut Rc<Tape>) {
    let Some(Tape { room, memory }) = Rc::get_mut(tape) else {
        return;
    };
    let memory = memory.get_mut();
    let told = memory.verdicts.capacity() + memory.misfits.capacity();
    let sizes = [
        room.text.capacity(),
        room.unescaped.capacity(),
        room.nodes.capacity(),
        told,
    ];
    if sizes.iter().any(|size| *size > KEPT) {
        return;
    }
    room.text.clear();
    room.unescaped.clear();
    room.nodes.clear();
    room.open.clear();
    if told > 0 {
        memory.verdicts.clear();
        memory.misfits.clear();
    }
    // A thread that ends keeps nothing.
    SPARE.try_with(|spare| spare.set(Some(Rc::clone(tape)))).ok();
}

impl Tape {
    #[inline]
    pub(crate) fn node(&self, at: u32) -> Node {
        self.room.nodes[at as usize]
    }

    /// The node after a value.
    #[inline]
    fn after(&self, at: u32) -> u32 {
        let node = self.node(at);
        match node.kind {
            Kind::Array | Kind::Object => node.end,
            _ => at + 1,
        }
    }

    /// Where the value of a property of the object `at` is.
    fn find(&self, at: u32, name: &str) -> Option<u32> {
        let is_it = |own: &Node| (own.end - own.start) as usize == name.len() && self.bytes(own) == name.as_bytes();
        self.names(at).find(|(own, _)| is_it(own)).map(|(_, value)| value)
    }

    /// The names in the object `at`, and where their values are.
    #[inline]
    fn names(&self, at: u32) -> impl Iterator<Item = (&Node, u32)> {
        let inside = self.room.nodes.get(at as usize + 1..self.after(at) as usize);
        let inside = inside.unwrap_or_default();
        let mut next = 0;
        std::iter::from_fn(move || {
            let (own, value) = (inside.get(next)?, inside.get(next + 1)?);
            let place = at + next as u32 + 2;
            next = match value.kind {
                Kind::Array | Kind::Object => (value.end - at - 1) as usize,
                _ => next + 2,
            };
            Some((own, place))
        })
    }

    #[inline]
    fn bytes(&self, node: &Node) -> &[u8] {
        let text = match node.kind {
            Kind::Unescaped => &self.room.unescaped,
            _ => &self.room.text,
        };
        &text.as_bytes()[node.start as usize..node.end as usize]
    }

    /// The text of a string or number.
    #[inline]
    pub(crate) fn text_of(&self, at: u32) -> &str {
        let node = &self.room.nodes[at as usize];
        let text = match node.kind {
            Kind::Unescaped => &self.room.unescaped,
            _ => &self.room.text,
        };
        &text[node.start as usize..node.end as usize]
    }
}

thread_local! {
    /// Where the cursor stands that calls a visitor at this moment.
    static SLOT: Cell<Option<(Rc<Tape>, u32)>> = const { Cell::new(None) };
    /// Whether there is something in the slot, which is dear to look into.
    static IS_FULL: Cell<bool> = const { Cell::new(false) };
    /// Whether who asks for a text would take its tape. It may be set where nobody asks any more, and never the other way.
    static IS_WANTED: Cell<bool> = const { Cell::new(false) };
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// What the slot holds, which is empty then.
#[inline]
fn slot() -> Option<(Rc<Tape>, u32)> {
    if IS_FULL.replace(false) { SLOT.take() } else { None }
}

/// Asks for the text of a value, and for its tape where it is on one.
#[inline]
fn ask<'de, D: Deserializer<'de>, V: Visitor<'de>>(deserializer: D, visitor: V) -> Result<V::Value, D::Error> {
    IS_WANTED.set(true);
    deserializer.deserialize_newtype_struct(raw::TOKEN, visitor)
}

/// How many values this thread has looked at on tapes, and judged by rules; for tests of how reading grows.
#[doc(hidden)]
pub fn steps() -> u64 {
    STEPS.get()
}

/// A value as it came.
///
/// # Errors
/// It can't be kept: a number is beyond what an untyped value holds, or a name is repeated.
pub(crate) fn kept<E: Error>(value: Cursor<'_>) -> Result<Value, E> {
    <Value as Instance>::read(value).map_err(passed_on)
}

/// An error of reading from a tape as one of the input.
#[cold]
pub(crate) fn passed_on<E: Error>(error: serde_json::Error) -> E {
    E::custom(crate::error::message(&error))
}

/// What the slot holds; who takes it reads from that tape.
#[inline]
pub(crate) fn taken() -> Option<Here> {
    slot().map(|(tape, at)| Here { tape, at })
}

#[inline]
pub(crate) fn step() {
    steps_more(1);
}

#[inline]
fn steps_more(count: usize) {
    STEPS.set(STEPS.get() + count as u64);
}

/// The value of a deserializer on a tape; the tape it reads from already, where it does.
///
/// # Errors
/// Those of the input, and a value nested deeper than [`MAX_DEPTH`](crate::MAX_DEPTH).
pub(crate) fn capture<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Here, D::Error> {
    ask(deserializer, build::Capture)
}
