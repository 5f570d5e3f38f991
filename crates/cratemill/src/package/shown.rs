//! Which examples a reader of the documentation is shown.

use crate::budget;
use crate::convert::{Kind, Types, holders};
use crate::evidence::{Evidence, Example, Origin, Reading, Subject, Verdict, parts};
use crate::provider::{self, Manifest, ProviderSource, SourceLock};
use crate::text::json_length;
use serde_json::{Map, Value};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// An instance of a struct that is read and comes back equal.
pub(super) struct Candidate<'a> {
    /// The struct, among all types.
    pub(super) id: usize,
    /// The instance.
    pub(super) instance: &'a Value,
    /// How it, or what it is a part of, came about.
    pub(super) origin: Origin,
    /// Whether it is a part of another.
    pub(super) is_part: bool,
}

/// All instances of structs that hold something, the one first that a reader learns most from: published before made, short
/// before long, that of the struct which most types hold.
pub(super) fn candidates<'a>(types: &Types, subject: &Subject, evidence: &'a Evidence) -> Vec<Candidate<'a>> {
    let held = holders(types);
    let mut all: Vec<Candidate<'a>> = Vec::new();
    for (tested, example) in evidence.examples().filter(|(_, example)| is_read(example)) {
        let whole = subject.targets[tested.target].index;
        let found = parts(types, whole, &example.instance);
        let found = found
            .into_iter()
            .filter(|(_, value)| value.as_object().is_some_and(|object| !object.is_empty()));
        all.extend(found.map(|(id, instance)| Candidate {
            id,
            instance,
            origin: example.origin,
            is_part: !std::ptr::eq(instance, &raw const example.instance),
        }));
    }
    all.retain(|one| json_length(one.instance) < budget::SHOWN_EXAMPLE_BYTES);
    all.sort_by_cached_key(|one| {
        let length = json_length(one.instance);
        let is_made = one.origin > Origin::File;
        (
            is_made,
            length > budget::SHORT_EXAMPLE_BYTES,
            Reverse(held[one.id].len()),
            one.origin,
            one.is_part,
            one.id,
        )
    });
    all
}

fn is_read(example: &Example) -> bool {
    example.reading == Reading::Equal && !matches!(example.verdict, Verdict::Contradicts(_) | Verdict::Unjudged)
}

/// Gives each type the web address of its document, where that is known.
pub(crate) fn link(source: &ProviderSource, manifest: &Manifest, types: &mut Types) {
    let lock = source
        .source_lock
        .as_deref()
        .and_then(|text| SourceLock::parse(text).ok());
    for one in &mut types.types {
        let file = one.address.split('#').next().unwrap_or_default();
        one.shown.link = provider::link(manifest, lock.as_ref(), file);
    }
}

/// Gives each type that is more than a scalar a short example for its page: a published one, else one that was made.
pub(crate) fn illustrate(types: &mut Types, subject: &Subject, evidence: &Evidence) {
    let mut best: BTreeMap<usize, (bool, String, Value)> = BTreeMap::new();
    let mut offer = |id: usize, is_part: bool, origin: Origin, instance: &Value| {
        let is_made = origin > Origin::File;
        if best.get(&id).is_some_and(|(was_made, ..)| is_made || !was_made) {
            return;
        }
        let short = shortened(instance);
        if json_length(&short) <= budget::SHORT_EXAMPLE_BYTES && !is_trivial(&short) {
            let words = match origin {
                Origin::File | Origin::Schema if is_part => "Published, as a part of a larger example",
                Origin::File | Origin::Schema => "Published",
                Origin::Composed => {
                    "Composed of published examples of properties; what has none is made from the schema"
                }
                Origin::Least | Origin::Fullest => "Made from the schema",
            };
            let cut = if short == *instance { "" } else { ", and shortened" };
            best.insert(id, (is_made, format!("{words}{cut}"), short));
        }
    };
    for (tested, example) in evidence.examples().filter(|(_, example)| is_read(example)) {
        let whole = subject.targets[tested.target].index;
        offer(whole, false, example.origin, &example.instance);
        if example.origin <= Origin::File {
            for (id, instance) in parts(types, whole, &example.instance) {
                if id != whole {
                    offer(id, true, example.origin, instance);
                }
            }
        }
    }
    let mut room = (subject.published / budget::SHOWN_EXAMPLES_PART).max(budget::SHOWN_EXAMPLES_BYTES);
    // Those that were published before those that were made.
    let mut best: Vec<_> = best.into_iter().collect();
    best.sort_by_key(|(id, (is_made, ..))| (*is_made, *id));
    for (id, (_, words, instance)) in best {
        let one = &mut types.types[id];
        // The example of a secret says nothing, and looks like one.
        let is_shown = !one.secret && matches!(one.kind, Kind::Object(_) | Kind::Union(_) | Kind::Tuple(_));
        let text = format!("{instance:#}");
        let bytes = text.len() + 4 * text.lines().count();
        if is_shown && bytes <= room {
            room -= bytes;
            one.shown.example = Some((words, instance));
        }
    }
}

fn is_trivial(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => true,
    }
}

/// Long texts and lists cut short: it stays JSON.
fn shortened(value: &Value) -> Value {
    const CHARACTERS: usize = 48;
    const ITEMS: usize = 2;
    match value {
        Value::String(text) => match text.char_indices().nth(CHARACTERS) {
            Some(_) => Value::String(text.chars().take(CHARACTERS - 16).chain("...".chars()).collect()),
            None => value.clone(),
        },
        Value::Array(items) => items.iter().take(ITEMS).map(shortened).collect(),
        Value::Object(object) => {
            let all = object.iter().map(|(name, value)| (name.clone(), shortened(value)));
            Value::Object(all.collect::<Map<_, _>>())
        }
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_long_is_cut_and_stays_json() {
        let long = "x".repeat(49);
        let cut = shortened(&json!({"a": long, "b": [1, 2, 3], "c": "x"}));
        let text = format!("{}...", "x".repeat(32));
        assert_eq!(cut, json!({"a": text, "b": [1, 2], "c": "x"}));
    }
}
