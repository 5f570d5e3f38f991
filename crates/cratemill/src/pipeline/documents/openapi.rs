//! What of an OpenAPI document becomes no type: the schemas outside of `components/schemas` and `definitions`.

use super::another_form;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, child};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// One diagnostic with the number of schemas in each part that is not read, at the first of them.
pub(super) fn what_is_left(document: &Document, is_fetched: bool) -> Option<Diagnostic> {
    let root = document.value.as_object()?;
    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    let mut first: Option<String> = None;
    let mut pending = parts_of(root);
    pending.reverse();
    while let Some((part, pointer, value)) = pending.pop() {
        match value {
            Value::Object(object) => {
                let mut inner = Vec::new();
                for (name, value) in object {
                    let at = child(&pointer, name);
                    match (name.as_str(), value) {
                        ("schema" | "payload", Value::Object(schema)) if !schema.is_empty() => {
                            if !schema.contains_key("$ref") {
                                *parts.entry(part.clone()).or_default() += 1;
                                first.get_or_insert(at);
                            }
                        }
                        // Values, which may look like anything.
                        ("example" | "examples" | "default" | "enum", _) => {}
                        _ => inner.push((part.clone(), at, value)),
                    }
                }
                pending.extend(inner.into_iter().rev());
            }
            Value::Array(items) => {
                let items = items.iter().enumerate().rev();
                pending.extend(items.map(|(index, item)| (part.clone(), child(&pointer, &index.to_string()), item)));
            }
            _ => {}
        }
    }
    let counts: Vec<String> = parts
        .iter()
        .map(|(part, count)| format!("{count} in `{part}`"))
        .collect();
    let read = match root.contains_key("swagger") {
        true => "definitions",
        false => "components/schemas",
    };
    let form = match root.contains_key("asyncapi") {
        true => "AsyncAPI",
        false => "OpenAPI",
    };
    let message = format!(
        "of an {form} document only `{read}` is read; schemas without a type: {}",
        counts.join(", ")
    );
    let help = match is_fetched {
        true => format!("copy those that need one to `{read}` with a patch"),
        false => format!("move those that need one to `{read}`, or refer to them from a file of your own"),
    };
    Some(another_form(message, Some(document.location(&first?)), &help))
}

/// The parts of a document that hold schemas and are not read, each with its place.
fn parts_of(root: &Map<String, Value>) -> Vec<(String, String, &Value)> {
    let mut parts = Vec::new();
    for (name, value) in root {
        match (name.as_str(), value) {
            ("paths" | "webhooks" | "responses" | "parameters", _) => {
                parts.push((name.clone(), child("", name), value));
            }
            ("components", Value::Object(components)) => {
                let others = components
                    .iter()
                    .filter(|(name, _)| *name != "schemas" && *name != "examples");
                parts.extend(others.map(|(name, value)| {
                    let part = format!("components/{name}");
                    (part, child("/components", name), value)
                }));
            }
            _ => {}
        }
    }
    parts
}
