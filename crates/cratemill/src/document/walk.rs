//! A way through a text that is JSON, value by value, without recursion and without a tree: it knows where schemas stand
//! and where instances, and passes by what a schema gives too much of.

use super::scan::end_of_string;
use super::spans::child;
use crate::budget::EXAMPLES_OF_A_SCHEMA;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

/// Keywords whose members are schemas, whatever their names.
const NAMED: [&str; 6] = [
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
    "dependencies",
];
/// Keywords that give an instance.
const GIVEN: [&str; 4] = ["const", "default", "enum", "example"];

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// A schema, or a keyword's value.
    Schema,
    /// Schemas by name.
    Named,
    /// The value of `examples`.
    Examples,
    /// An instance that a schema gives.
    Given,
    /// What is inside of such an instance.
    Inside,
    /// An instance that is a document, and what is inside of it.
    Data,
}

/// What is met on the way.
pub(super) enum Met<'p> {
    /// A value, when it ends.
    Value(Range<usize>, Position),
    /// The name of a property that its object has already.
    Repeated(Range<usize>),
    /// `examples` with more than are taken: how many there are, and the text of those beyond.
    Surplus(usize, &'p Range<usize>),
}

/// An array or object that is open.
struct Frame<'t> {
    start: usize,
    is_object: bool,
    position: Position,
    names: BTreeSet<Cow<'t, str>>,
    /// The present property.
    name: Cow<'t, str>,
    expects_name: bool,
    count: usize,
    /// Where the last value ends that is taken.
    taken: usize,
}

/// Where the walk is: the objects and arrays around.
pub(super) struct Around<'w, 't>(&'w [Frame<'t>]);

impl Around<'_, '_> {
    /// The JSON Pointer of the present value.
    pub fn pointer(&self) -> String {
        self.0
            .iter()
            .fold(String::new(), |pointer, frame| match frame.is_object {
                true => child(&pointer, &frame.name),
                false => format!("{pointer}/{}", frame.count.saturating_sub(1)),
            })
    }
}

/// Walks through a text that is JSON, of which the whole has a position.
pub(super) fn walk(text: &str, whole: Position, visit: &mut dyn FnMut(&Around<'_, '_>, Met<'_>)) {
    let bytes = text.as_bytes();
    let mut open: Vec<Frame<'_>> = Vec::new();
    let mut surplus: Option<usize> = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        if matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b':' | b',') {
            continue;
        }
        if *byte == b'"' {
            at = end_of_string(bytes, at);
        }
        if let Some(frame) = open.last_mut().filter(|frame| frame.expects_name && *byte == b'"') {
            frame.name = unescaped(&text[start..at]);
            frame.expects_name = false;
            let is_new = surplus.is_some() || frame.names.insert(frame.name.clone());
            if !is_new {
                visit(&Around(&open), Met::Repeated(start..at));
            }
            continue;
        }
        let closes = matches!(byte, b']' | b'}');
        if !closes {
            let position = begin(&mut open, whole, *byte);
            if is_beyond(&open) && surplus.is_none() {
                surplus = Some(open.len());
            }
            if matches!(byte, b'[' | b'{') {
                open.push(Frame {
                    start,
                    is_object: *byte == b'{',
                    position,
                    names: BTreeSet::new(),
                    name: Cow::Borrowed(""),
                    expects_name: *byte == b'{',
                    count: 0,
                    taken: at,
                });
                continue;
            }
            if *byte != b'"' {
                let rest = bytes[at..].iter();
                at += rest.take_while(|byte| !b" \t\n\r,]}".contains(byte)).count();
            }
            end(&mut open, start..at, position, surplus, visit);
            continue;
        }
        let Some(frame) = open.pop() else { return };
        if surplus == Some(open.len() + 1) {
            surplus = None;
            visit(&Around(&open), Met::Surplus(frame.count, &(frame.taken..start)));
        }
        end(&mut open, frame.start..at, frame.position, surplus, visit);
    }
}

/// A value begins; its position. An array or object has the position of its own, a scalar that of its keyword.
fn begin(open: &mut [Frame<'_>], whole: Position, byte: u8) -> Position {
    let Some(frame) = open.last_mut() else { return whole };
    frame.count += 1;
    match frame.position {
        Position::Data => Position::Data,
        Position::Named => Position::Schema,
        Position::Examples => Position::Given,
        Position::Given | Position::Inside => Position::Inside,
        Position::Schema if !frame.is_object => Position::Schema,
        Position::Schema => match &*frame.name {
            name if NAMED.contains(&name) && byte == b'{' => Position::Named,
            "examples" if matches!(byte, b'[' | b'{') => Position::Examples,
            name if GIVEN.contains(&name) => Position::Given,
            _ => Position::Schema,
        },
    }
}

/// Whether the present value is one of those examples that are not taken.
fn is_beyond(open: &[Frame<'_>]) -> bool {
    let last = open.last();
    last.is_some_and(|frame| frame.position == Position::Examples && frame.count > EXAMPLES_OF_A_SCHEMA)
}

fn end(
    open: &mut [Frame<'_>],
    span: Range<usize>,
    position: Position,
    surplus: Option<usize>,
    visit: &mut dyn FnMut(&Around<'_, '_>, Met<'_>),
) {
    if surplus.is_none() {
        let end = span.end;
        visit(&Around(open), Met::Value(span, position));
        if let Some(frame) = open.last_mut() {
            frame.taken = end;
        }
    }
    if let Some(frame) = open.last_mut() {
        frame.expects_name = frame.is_object;
    }
}

/// The text that a literal means.
fn unescaped(literal: &str) -> Cow<'_, str> {
    if literal.contains('\\')
        && let Ok(text) = serde_json::from_str(literal)
    {
        return Cow::Owned(text);
    }
    Cow::Borrowed(literal.get(1..literal.len().saturating_sub(1)).unwrap_or_default())
}
