//! Alternatives of a `oneOf` that no validator tells apart: they differ in `format`, which is an annotation, or in nothing.

use super::dialect::keywords;
use crate::bundle::{Bundle, SchemaId};
use crate::diagnostic::{Code, Diagnostic};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What says nothing about which values are valid.
const ANNOTATIONS: [&str; 11] = [
    "$comment",
    "$id",
    "$anchor",
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "format",
    "id",
    "title",
];
/// References that are followed to what an alternative is.
const MOST_STEPS: usize = 8;
/// The members of an alternative that is looked at: a scalar has few.
const MOST_MEMBERS: usize = 16;

/// Tells each `oneOf` under which no value is valid, because some of its alternatives are alike.
pub(super) fn alike(bundle: &Bundle) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for id in bundle.schemas() {
        if bundle.value(id).get("oneOf").is_none() {
            continue;
        }
        let arms = keywords(bundle, id).one_of;
        let bare = arms.into_iter().filter_map(|arm| without_annotations(bundle, arm));
        let mut known: BTreeMap<String, Option<Value>> = BTreeMap::new();
        let mut alike: Vec<bool> = Vec::new();
        for (text, format) in bare {
            match known.get(&text) {
                Some(other) => alike.push(*other == format),
                None => drop(known.insert(text, format)),
            }
        }
        if !alike.is_empty() {
            found.push(told(bundle, id, alike.iter().all(|same| *same)));
        }
    }
    found
}

fn told(bundle: &Bundle, id: SchemaId, is_same: bool) -> Diagnostic {
    let (what, help) = match is_same {
        true => (
            "alternatives are the same, so that several of them hold",
            "leave one of them, or make it an `anyOf`, upstream or with a patch",
        ),
        false => (
            "alternatives differ in nothing but `format`, so that several of them hold",
            "judge with formats by `validate_with()`, or make it an `anyOf` upstream or with a patch",
        ),
    };
    Diagnostic {
        code: Code::AlikeAlternatives,
        message: format!("{what}: `validate()` refuses their values"),
        location: bundle.location(id, &["oneOf"]),
        help: help.to_owned(),
    }
}

/// The text of a scalar alternative without its annotations, and its `format`; nothing for one that holds other values.
fn without_annotations(bundle: &Bundle, arm: SchemaId) -> Option<(String, Option<Value>)> {
    let mut at = arm;
    for _ in 0..MOST_STEPS {
        match (bundle.value(at).get("$ref").is_some(), bundle.targets(at)) {
            (true, [target]) => at = *target,
            _ => break,
        }
    }
    let members = bundle
        .value(at)
        .as_object()
        .filter(|members| members.len() <= MOST_MEMBERS)?;
    let is_annotation = |name: &str| ANNOTATIONS.contains(&name) || name.starts_with("x-");
    let bare: Map<String, Value> = members
        .iter()
        .filter(|(name, _)| !is_annotation(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let is_scalar = bare.values().all(|value| !value.is_object());
    let format = members.get("format").cloned();
    is_scalar.then(|| (Value::Object(bare).to_string(), format))
}
