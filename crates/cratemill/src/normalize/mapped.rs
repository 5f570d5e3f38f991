//! Values of a `discriminator` that lead to no schema: by a slip of the pen, or because it is not published.

use super::shapes::tags::{keyword, name, reference};
use crate::bundle::{Bundle, Place, SchemaId};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::did_you_mean;
use serde_json::Value;
use std::collections::BTreeSet;

/// Tells each entry of a `mapping` whose target is neither an alternative nor any schema of the provider.
pub(super) fn unmapped(bundle: &Bundle) -> Vec<Diagnostic> {
    let maps = |id: &SchemaId| keyword(bundle.value(*id)).is_some_and(|(_, mapping)| !mapping.is_empty());
    let mapped: Vec<SchemaId> = bundle.schemas().filter(maps).collect();
    if mapped.is_empty() {
        return Vec::new();
    }
    let known: BTreeSet<&str> = bundle.schemas().filter_map(|id| called(bundle, id)).collect();
    let mut found = Vec::new();
    for id in mapped {
        let schema = bundle.value(id);
        let arms = ["oneOf", "anyOf"]
            .iter()
            .filter_map(|word| schema.get(word)?.as_array());
        let own: BTreeSet<&str> = arms.flatten().filter_map(reference).map(name).collect();
        let is_own = |target: &str| {
            let position = target.split_once('/');
            let arm = position.and_then(|(word, index)| schema.get(word)?.get(index.parse::<usize>().ok()?));
            own.contains(target) || arm.is_some()
        };
        for (value, target) in keyword(schema).map(|(_, mapping)| mapping).unwrap_or_default() {
            let target_name = name(target);
            if is_own(target_name) || known.contains(target_name) {
                continue;
            }
            let meant = match own.is_empty() {
                true => did_you_mean(target_name, known.iter().copied()),
                false => did_you_mean(target_name, own.iter().copied()),
            };
            found.push(Diagnostic {
                code: Code::UnmappedValue,
                message: format!(
                    "`{}` is mapped to `{}`, which names no schema of this provider; a value with it is read as an unknown alternative",
                    value.escape_debug(),
                    target.escape_debug()
                ),
                location: bundle.location(id, &["discriminator", "mapping", value]),
                help: format!("{meant}add the file that holds the schema, or correct the mapping with a patch"),
            });
        }
    }
    found
}

/// What a reference to a schema ends with: its key, or the name of its document or `$id`.
fn called(bundle: &Bundle, id: SchemaId) -> Option<&str> {
    let Place::Document(document, pointer) = bundle.place(id) else {
        return None;
    };
    let own = bundle.value(id).get("$id").and_then(Value::as_str);
    let key = match pointer.as_str() {
        "" => Some(bundle.documents()[*document].name()),
        pointer if bundle.is_definition(id) => Some(pointer),
        _ => None,
    };
    own.or(key).map(name)
}
