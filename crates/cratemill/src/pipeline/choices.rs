//! What the manifest decides about single places: whether each choice applies to something, and what it does before the
//! schemas are bundled.

mod foreign;

pub(super) use foreign::{dress, faults as faults_of_types, foreign};

use crate::bundle::Bundle;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::normalize::{NormalizedSchema, Shape};
use crate::provider::Manifest;
use crate::text::did_you_mean;
use serde_json::Value;
use std::collections::BTreeSet;

/// Puts the manifest's descriptions in place of the published ones; those of no schema are told.
pub(super) fn describe(text: &str, manifest: &Manifest, documents: &mut [Document]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (place, description) in &manifest.descriptions {
        let (file, pointer) = place.split_once('#').unwrap_or((place, ""));
        let document = documents.iter_mut().find(|document| document.name() == file);
        match document.and_then(|document| document.value.pointer_mut(pointer)) {
            Some(Value::Object(schema)) => {
                schema.insert("description".to_owned(), Value::from(description.as_str()));
            }
            _ => found.push(unused(
                text,
                &["descriptions", place],
                format!("the description of `{}` applies to no schema", place.escape_debug()),
                "correct the place in `[descriptions]`: a file below `json-schema/`, `#` and a JSON Pointer to a schema",
            )),
        }
    }
    found
}

/// Closes the enumerations that the manifest says are closed; a place of another type is told.
pub(super) fn close(
    text: &str,
    manifest: &Manifest,
    bundle: &Bundle,
    schema: &mut NormalizedSchema,
) -> Vec<Diagnostic> {
    let closed = manifest.types.iter().filter(|(_, choice)| choice.closed);
    let closed: BTreeSet<&String> = closed.map(|(place, _)| place).collect();
    let mut met: BTreeSet<String> = BTreeSet::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for one in schema.definitions.iter_mut().filter(|_| !closed.is_empty()) {
        let copies = one.copies.iter().map(|copy| copy.home.schema);
        let places = std::iter::once(one.home.schema)
            .chain(copies)
            .chain(one.sites.iter().copied());
        if !matches!(one.shape, Shape::Enumeration(_) | Shape::Integers(_)) {
            continue;
        }
        let places: Vec<String> = places.map(|id| bundle.address(id)).collect();
        let asked = places.iter().filter(|place| closed.contains(place)).cloned();
        met.extend(asked);
        one.closed |= places.iter().any(|place| closed.contains(place));
        known.extend(places);
    }
    let others = closed.into_iter().filter(|place| !met.contains(*place));
    others
        .map(|place| {
            unused(
                text,
                &["types", place],
                format!("`{}` is no enumeration that could be closed", place.escape_debug()),
                &format!(
                    "{}correct the place in `[types]`: it is that of an `enum` of strings or of integers, names.lock lists those of all types",
                    did_you_mean(place, known.iter().map(String::as_str))
                ),
            )
        })
        .collect()
}

/// The places in `[secrets.places]` that are those of no property.
pub(super) fn faults(text: &str, manifest: &Manifest, bundle: &Bundle, schema: &NormalizedSchema) -> Vec<Diagnostic> {
    if manifest.secrets.places.is_empty() {
        return Vec::new();
    }
    let known = properties(bundle, schema);
    let places = manifest.secrets.places.keys().filter(|place| !known.contains(*place));
    places
        .map(|place| {
            unused(
                text,
                &["secrets", "places", place],
                format!("what is said of the secrecy of `{}` applies to no property", place.escape_debug()),
                &format!(
                    "{}correct the place in `[secrets.places]`: it is that of a property's own schema, `file.json#/properties/pin`",
                    did_you_mean(place, known.iter().map(String::as_str))
                ),
            )
        })
        .collect()
}

/// The places of all properties, and of the items of tuples, those of copies included.
fn properties(bundle: &Bundle, schema: &NormalizedSchema) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    for one in &schema.definitions {
        if let Shape::Object { properties: all, .. } | Shape::Tuple { items: all, .. } = &one.shape {
            places.extend(all.iter().flat_map(|one| &one.schemas).map(|id| bundle.address(*id)));
            let copies = one.copies.iter().flat_map(|copy| {
                let tokens = all.iter().map(|one| ["properties", one.name.as_str()]);
                tokens
                    .filter_map(|tokens| bundle.child(copy.home.schema, &tokens))
                    .collect::<Vec<_>>()
            });
            places.extend(copies.map(|id| bundle.address(id)));
        }
    }
    places
}

fn unused(text: &str, path: &[&str], message: String, help: &str) -> Diagnostic {
    Diagnostic {
        code: Code::UnusedOverride,
        message,
        location: Manifest::place(text, path),
        help: help.to_owned(),
    }
}
