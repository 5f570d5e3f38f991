//! The JSON Pointer of an error, where readers that are not of this crate are on the way to it.
//!
//! Readers of this crate leave the names that lead to a fault on a trail. Those of other crates, a `HashMap` or a struct with
//! serde's derive, do not: they can only be around, and what leads to the outermost reader of ours is missing. Where the reading
//! stopped tells it: the way to that place begins with what is missing. All of this happens once an error is there.

use super::Error;
use crate::trail::segment;
use serde_json::Value;
use serde_json::error::Category;

impl Error {
    /// With the names that readers of other crates did not leave, found in the text that was read.
    #[cold]
    pub(super) fn placed(self, text: &str) -> Self {
        if self.0.category != Category::Data {
            return self;
        }
        let stop = offset(text, self.0.line, self.0.column);
        let Ok(whole) = serde_json::from_str::<Value>(text) else {
            return self;
        };
        let way = way_to(text.as_bytes(), stop);
        self.led_by(&way, &whole)
    }

    /// The same of a value that was read.
    #[cold]
    pub(super) fn placed_in(self, whole: &Value) -> Self {
        let way = crate::value::way_to_error();
        self.led_by(&way, whole)
    }

    fn led_by(mut self, way: &[String], whole: &Value) -> Self {
        let trail = self.0.path.clone();
        let joined = |length: usize| format!("{}{trail}", way[..length].concat());
        let whole_way = way.concat();
        let leads_somewhere = |length: &usize| whole.pointer(&joined(*length)).is_some();
        let in_common = |length: &usize| {
            let path = joined(*length);
            let same = path.bytes().zip(whole_way.bytes()).take_while(|(a, b)| a == b).count();
            // Of two that share as much with the way the shorter is the one that says no more than is known.
            (path == whole_way, same, std::cmp::Reverse(*length))
        };
        let best = (0..=way.len()).filter(leads_somewhere).max_by_key(in_common);
        if let Some(length) = best {
            self.0.path = joined(length);
        }
        self
    }
}

/// Where in a text a line and column are.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (before + column).min(text.len())
}

/// The segments that lead to the value which ends, or goes on, at `stop`.
fn way_to(text: &[u8], stop: usize) -> Vec<String> {
    // The arrays and objects that are open, each with the name or number of what is being read in it.
    let mut open: Vec<Step> = Vec::new();
    // Of the value that has ended last.
    let mut last: Vec<String> = Vec::new();
    let mut at = 0;
    while at < stop {
        match text[at] {
            b'"' => {
                let end = end_of_string(text, at);
                match open.last_mut() {
                    Some(Step::Property { name, is_name }) if *is_name => {
                        *name = serde_json::from_slice(&text[at..end]).unwrap_or_default();
                    }
                    _ => last = way(&open),
                }
                at = end;
                continue;
            }
            b'{' => open.push(Step::Property {
                name: String::new(),
                is_name: true,
            }),
            b'[' => open.push(Step::Item(0)),
            b'}' | b']' => {
                open.pop();
                last = way(&open);
            }
            b':' => {
                if let Some(Step::Property { is_name, .. }) = open.last_mut() {
                    *is_name = false;
                }
            }
            b',' => match open.last_mut() {
                Some(Step::Property { is_name, .. }) => *is_name = true,
                Some(Step::Item(index)) => *index += 1,
                None => {}
            },
            byte if !byte.is_ascii_whitespace() => last = way(&open),
            _ => {}
        }
        at += 1;
    }
    last
}

enum Step {
    Property { name: String, is_name: bool },
    Item(usize),
}

fn way(open: &[Step]) -> Vec<String> {
    let step = |step: &Step| match step {
        Step::Property { name, .. } => segment(name),
        Step::Item(index) => segment(&index.to_string()),
    };
    open.iter().map(step).collect()
}

fn end_of_string(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < text.len() && text[at] != b'"' {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(text.len())
}
