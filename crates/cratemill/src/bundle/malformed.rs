//! Keywords with values that the draft does not allow: told, and left out of what validators read, since one of them
//! would make the whole schema unusable.

use super::{Bundle, Place, below, decode, pointer_tokens, push_token, subschemas, value_at};
use crate::budget::MENDING_ROUNDS;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Draft;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Leaves malformed keywords out of the bundle's validation documents, each with a diagnostic.
pub(super) fn leave_out(bundle: &mut Bundle) {
    let mut is_lossy = false;
    let roots = roots(bundle);
    for (index, roots) in roots.iter().enumerate() {
        let draft = bundle.drafts[index];
        for _ in 0..MENDING_ROUNDS {
            let found = malformed(&bundle.validation[index].1, roots, draft);
            if found.is_empty() {
                break;
            }
            is_lossy = true;
            // The last ones first, so that the places of the others stay.
            for pointer in found.iter().rev() {
                remove(&mut Arc::make_mut(&mut bundle.validation)[index].1, pointer);
                let what = if is_entry(&bundle.documents[index].value, pointer) {
                    "entry"
                } else {
                    "keyword"
                };
                bundle.diagnostics.push(Diagnostic {
                    code: Code::InvalidKeyword,
                    message: format!("the draft does not allow this value; the {what} has no effect"),
                    location: Some(bundle.documents[index].location(pointer)),
                    help: "correct the value upstream, or with a patch".to_owned(),
                });
            }
        }
    }
    if !is_lossy {
        return;
    }
    let documents: BTreeMap<String, Value> = bundle.validation.iter().cloned().collect();
    for (_, document) in Arc::make_mut(&mut bundle.validation) {
        forget_lost(document, &documents);
    }
}

/// The schemas of each document from which a meta-schema reaches all others: its root, and those that no keyword of the
/// draft leads to, such as the components of an OpenAPI document.
fn roots(bundle: &Bundle) -> Vec<Vec<String>> {
    let mut pointers: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); bundle.documents.len()];
    for id in bundle.schemas() {
        if let Place::Document(document, pointer) = bundle.place(id) {
            pointers[*document].insert(pointer);
        }
    }
    let roots = pointers.into_iter().zip(&bundle.documents).map(|(pointers, document)| {
        let mut reached: BTreeSet<String> = BTreeSet::new();
        let mut roots = Vec::new();
        // What lies around others comes before them.
        for pointer in pointers {
            if reached.contains(pointer) {
                continue;
            }
            roots.push(pointer.to_owned());
            let mut pending = vec![pointer.to_owned()];
            while let Some(pointer) = pending.pop() {
                let schema = value_at(&document.value, &pointer).unwrap_or(&Value::Null);
                let parts = subschemas(schema).into_iter();
                for tokens in parts.filter(|tokens| tokens.first().is_none_or(|first| first != "components")) {
                    let child = below(&pointer, &tokens);
                    if reached.insert(child.clone()) {
                        pending.push(child);
                    }
                }
            }
        }
        roots
    });
    roots.collect()
}

/// A reference to what was left out says nothing.
fn forget_lost(schema: &mut Value, documents: &BTreeMap<String, Value>) {
    match schema {
        Value::Object(object) => {
            let is_lost = |reference: &str| {
                let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
                let document = documents.get(uri).filter(|_| fragment.starts_with('/'));
                document.is_some_and(|document| document.pointer(&decode(fragment)).is_none())
            };
            if object.get("$ref").and_then(Value::as_str).is_some_and(is_lost) {
                object.shift_remove("$ref");
            }
            object.values_mut().for_each(|value| forget_lost(value, documents));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| forget_lost(value, documents)),
        _ => {}
    }
}

/// In 2020-12 an array is no value of `items`, but many write it, and validators take it as they did before.
fn with_prefix_items(schema: &Value) -> Value {
    match schema {
        Value::Object(object) => {
            let member = |(name, value): (&String, &Value)| {
                let name = if is_tuple(object, name) { "prefixItems" } else { name };
                (name.to_owned(), with_prefix_items(value))
            };
            Value::Object(object.iter().map(member).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(with_prefix_items).collect()),
        other => other.clone(),
    }
}

/// Whether [`with_prefix_items`] would change anything.
fn has_tuple(schema: &Value) -> bool {
    match schema {
        Value::Object(object) => is_tuple(object, "items") || object.values().any(has_tuple),
        Value::Array(items) => items.iter().any(has_tuple),
        _ => false,
    }
}

fn is_tuple(object: &serde_json::Map<String, Value>, name: &str) -> bool {
    name == "items" && !object.contains_key("prefixItems") && object.get("items").is_some_and(Value::is_array)
}

/// The place in `schema` of a place in what [`with_prefix_items`] made of it.
fn original(schema: &Value, pointer: &str) -> String {
    let mut found = String::new();
    for token in pointer_tokens(pointer) {
        let parent = schema.pointer(&found).and_then(Value::as_object);
        let is_renamed = token == "prefixItems" && parent.is_some_and(|object| is_tuple(object, "items"));
        push_token(&mut found, if is_renamed { "items" } else { &token });
    }
    found
}

/// The places below these of a document at which a schema is not what its meta-schema asks for.
fn malformed(document: &Value, roots: &[String], draft: Draft) -> BTreeSet<String> {
    let validator = match draft {
        Draft::Draft4 => jsonschema::draft4::meta::validator(),
        Draft::Draft6 => jsonschema::draft6::meta::validator(),
        Draft::Draft7 => jsonschema::draft7::meta::validator(),
        Draft::Draft201909 => jsonschema::draft201909::meta::validator(),
        Draft::Draft202012 => jsonschema::draft202012::meta::validator(),
    };
    let mut found = BTreeSet::new();
    for root in roots {
        let Some(schema) = document.pointer(root) else { continue };
        let checked = match draft {
            Draft::Draft202012 if has_tuple(schema) => Cow::Owned(with_prefix_items(schema)),
            _ => Cow::Borrowed(schema),
        };
        for error in validator.iter_errors(&checked) {
            // A name that stands twice, or a URI in another form, changes nothing.
            let harmless = matches!(
                error.kind(),
                ValidationErrorKind::UniqueItems | ValidationErrorKind::Format { .. }
            );
            let mut pointer = original(schema, error.instance_path().as_str());
            // In draft 4 these ask for the limit beside them; without it they, and not the schema around them, go.
            if let ValidationErrorKind::Required { property } = error.kind() {
                match property.as_str() {
                    Some("minimum") => push_token(&mut pointer, "exclusiveMinimum"),
                    Some("maximum") => push_token(&mut pointer, "exclusiveMaximum"),
                    _ => {}
                }
            }
            let kept = pointer.ends_with("/$schema") || lists_definitions(schema, &pointer);
            if !harmless && !pointer.is_empty() && !kept {
                found.insert(format!("{root}{pointer}"));
            }
        }
    }
    found
}

/// Keywords whose value has a schema for each name.
const NAMED: [&str; 6] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "dependencies",
    "definitions",
    "$defs",
];

/// Whether a place is one of several in the value of a keyword, which is heard without it.
fn is_entry(document: &Value, pointer: &str) -> bool {
    let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    let tokens: Vec<String> = pointer_tokens(parent).collect();
    let is_named = match &tokens[..] {
        [.., around, last] => NAMED.contains(&last.as_str()) && !NAMED.contains(&around.as_str()),
        [only] => NAMED.contains(&only.as_str()),
        [] => false,
    };
    is_named || document.pointer(parent).is_some_and(Value::is_array)
}

/// Definitions in a list are reached by references all the same. A property may have the name of their keyword.
fn lists_definitions(schema: &Value, pointer: &str) -> bool {
    let tokens: Vec<String> = pointer_tokens(pointer).collect();
    let (is_keyword, keyword) = match &tokens[..] {
        [.., parent, last] => (!NAMED.contains(&parent.as_str()), last.as_str()),
        [only] => (true, only.as_str()),
        [] => return false,
    };
    is_keyword && matches!(keyword, "definitions" | "$defs") && schema.pointer(pointer).is_some_and(Value::is_array)
}

fn remove(schema: &mut Value, pointer: &str) {
    let tokens: Vec<String> = pointer_tokens(pointer).collect();
    let Some((last, path)) = tokens.split_last() else {
        return;
    };
    let mut parent = String::new();
    path.iter().for_each(|token| push_token(&mut parent, token));
    let holds_names = path
        .last()
        .is_some_and(|keyword| matches!(keyword.as_str(), "required" | "type" | "enum"));
    let is_alternative = path
        .last()
        .is_some_and(|keyword| matches!(keyword.as_str(), "anyOf" | "oneOf"));
    match schema.pointer_mut(&parent) {
        Some(Value::Object(object)) => {
            object.shift_remove(last);
        }
        Some(Value::Array(items)) => {
            if let Ok(index) = last.parse::<usize>()
                && index < items.len()
            {
                let is_schema = |item: &Value| item.is_object() || item.is_boolean();
                if holds_names {
                    items.remove(index);
                } else {
                    // The others keep their places. An alternative that is no schema is none, as types have it.
                    items[index] = Value::Bool(!(is_alternative && items.iter().any(is_schema)));
                }
            }
        }
        _ => {}
    }
}
