//! Where in a text each JSON Pointer leads, and what is odd on the way.

use std::collections::BTreeMap;
use std::ops::Range;

use super::walk::{Met, Position, walk};

/// The byte range of the values of a text, by JSON Pointer; what is inside of an instance that a schema gives has none.
#[derive(Clone, Debug, Default)]
pub(super) struct Spans(BTreeMap<String, Range<usize>>);

/// The JSON Pointer of a property or item of the value at `pointer`.
pub fn child(pointer: &str, token: &str) -> String {
    let escaped = token.replace('~', "~0").replace('/', "~1");
    format!("{pointer}/{escaped}")
}

impl Spans {
    /// The spans of a text that is JSON; of a repeated property, the last counts.
    pub(super) fn of(text: &str, whole: Position) -> Self {
        let mut spans = BTreeMap::new();
        walk(text, whole, &mut |around, met| match met {
            Met::Value(span, position) if position != Position::Inside => {
                spans.insert(around.pointer(), span);
            }
            _ => {}
        });
        Self(spans)
    }

    /// The span of the value at a pointer.
    pub(super) fn get(&self, pointer: &str) -> Option<Range<usize>> {
        self.0.get(pointer).cloned()
    }
}

/// What is odd in a text that is JSON.
#[derive(Default)]
pub(super) struct Oddities {
    /// The pointer of every repeated property, and the span of its name.
    pub duplicates: Vec<(String, Range<usize>)>,
    /// The pointers of the numbers that begin at these places.
    pub numbers: BTreeMap<usize, String>,
    /// The pointer of every `examples` with more than are taken, how many there are, and the text of those beyond.
    pub surplus: Vec<(String, usize, Range<usize>)>,
}

/// Looks for oddities, numbers among them at the places given.
pub(super) fn oddities(text: &str, whole: Position, numbers: &[Range<usize>]) -> Oddities {
    let mut found = Oddities::default();
    walk(text, whole, &mut |around, met| match met {
        Met::Value(span, _) => {
            if numbers.binary_search_by_key(&span.start, |number| number.start).is_ok() {
                found.numbers.entry(span.start).or_insert_with(|| around.pointer());
            }
        }
        Met::Repeated(span) => found.duplicates.push((around.pointer(), span)),
        Met::Surplus(count, range) => found.surplus.push((around.pointer(), count, range.clone())),
    });
    found
}

/// The text without some ranges.
pub(super) fn without<'r>(text: &str, ranges: impl Iterator<Item = &'r Range<usize>>) -> String {
    let (mut kept, mut from) = (String::new(), 0);
    for range in ranges {
        kept.push_str(&text[from..range.start]);
        from = range.end;
    }
    kept.push_str(&text[from..]);
    kept
}
