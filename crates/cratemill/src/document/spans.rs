//! Where in a text each JSON Pointer leads.

use std::collections::BTreeMap;
use std::ops::Range;

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// The byte range of every value of a text, by JSON Pointer.
#[derive(Clone, Debug, Default)]
pub(super) struct Spans(BTreeMap<String, Range<usize>>);

/// The JSON Pointer of a property or item of the value at `pointer`.
pub fn child(pointer: &str, token: &str) -> String {
    let escaped = token.replace('~', "~0").replace('/', "~1");
    format!("{pointer}/{escaped}")
}

impl Spans {
    /// The spans of a text; none if it can't be read.
    pub(super) fn of(text: &str) -> Self {
        Self::with_duplicates(text).0
    }

    /// The spans, and the pointer and span of every repeated property.
    ///
    /// The reader gives up on texts that nest deeper than 256 objects or 512 arrays: such a text
    /// has no spans.
    pub(super) fn with_duplicates(text: &str) -> (Self, Vec<(String, Range<usize>)>) {
        let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
        let root = parsed.ok().and_then(|parsed| parsed.value);
        let mut spans = BTreeMap::new();
        let mut duplicates = Vec::new();
        let mut open: Vec<(String, &Value<'_>)> = Vec::new();
        open.extend(root.as_ref().map(|root| (String::new(), root)));
        while let Some((pointer, value)) = open.pop() {
            match value {
                Value::Object(object) => {
                    let mut names = BTreeMap::new();
                    for property in &object.properties {
                        let name = property.name.as_str();
                        if names.insert(name, &property.value).is_some() {
                            duplicates.push((child(&pointer, name), range(&property.name)));
                        }
                    }
                    open.extend(names.into_iter().map(|(name, value)| (child(&pointer, name), value)));
                }
                Value::Array(array) => {
                    let items = array.elements.iter().enumerate();
                    open.extend(items.map(|(i, item)| (child(&pointer, &i.to_string()), item)));
                }
                _ => {}
            }
            spans.insert(pointer, range(value));
        }
        duplicates.sort_by_key(|(_, span)| span.start);
        (Self(spans), duplicates)
    }

    /// The span of the value at a pointer.
    pub(super) fn get(&self, pointer: &str) -> Option<Range<usize>> {
        self.0.get(pointer).cloned()
    }

    /// The pointer of the value with exactly this span.
    pub(super) fn at(&self, span: &Range<usize>) -> Option<&str> {
        let mut entries = self.0.iter();
        entries.find_map(|(pointer, known)| (known == span).then_some(pointer.as_str()))
    }
}

fn range(node: &impl Ranged) -> Range<usize> {
    let range = node.range();
    range.start..range.end
}
