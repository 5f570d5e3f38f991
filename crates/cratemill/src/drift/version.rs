//! The older version, out of what is committed of it.

use crate::bundle::{UNRESOLVED, decode, document_uri, pointer_tokens};
use crate::file_tree::FileTree;
use crate::provider::{EVERY_TYPE, NamesLock, ProviderSource, put_choices};
use serde_json::Value;
use std::collections::BTreeMap;

/// The provider as it was: the documents out of `src/schema.json` of its crate, the names out of the text of its
/// `names.lock`. `None` where `schema_json` is not what [`package`](crate::package) writes.
///
/// The documents are there as they were after their patches, today's names by override are not yet given, and what else the
/// manifest chooses is what it chose then.
pub fn previous(source: &ProviderSource, schema_json: &[u8], lock: &str) -> Option<ProviderSource> {
    let Ok(Value::Object(documents)) = serde_json::from_slice(schema_json) else {
        return None;
    };
    let (base, unresolved) = (document_uri(""), document_uri(UNRESOLVED));
    let is_there = |place: &str| {
        let (file, pointer) = place.split_once('#').unwrap_or((place, ""));
        documents
            .get(&document_uri(file))
            .is_some_and(|document| document.pointer(pointer).is_some())
    };
    let choices = NamesLock::parse(lock).map(|lock| lock.choices).unwrap_or_default();
    let manifest = source.manifest.as_deref().unwrap_or_default();
    let manifest = Some(of_then(manifest, &choices, &is_there));
    let mut schemas = FileTree::new();
    for (uri, mut document) in documents {
        if uri != unresolved {
            restore_references(&mut document, &format!("{unresolved}#"));
            schemas
                .insert(&decode(uri.strip_prefix(&base)?), document.to_string())
                .ok()?;
        }
    }
    Some(ProviderSource {
        name: source.name.clone(),
        manifest,
        lock: Some(lock.to_owned()),
        schemas,
        is_previous: true,
        ..ProviderSource::default()
    })
}

/// References that name nothing get their own text back: it is the address of what stands for them.
fn restore_references(value: &mut Value, unresolved: &str) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get_mut("$ref")
                && let Some(pointer) = reference.strip_prefix(unresolved).map(decode)
                && let Some(text) = pointer_tokens(&pointer).last()
            {
                *reference = text;
            }
            object
                .values_mut()
                .for_each(|value| restore_references(value, unresolved));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| restore_references(value, unresolved)),
        _ => {}
    }
}

/// The lock alone says what types were called and what else the manifest chose, the documents what was said of them, and a
/// place that was not there was no secret; a manifest that can't be read is left to those who report it.
fn of_then(manifest: &str, choices: &BTreeMap<String, String>, is_there: &dyn Fn(&str) -> bool) -> String {
    let Ok(mut table) = manifest.parse::<toml::Table>() else {
        return manifest.to_owned();
    };
    if let Some(toml::Value::Table(names)) = table.get_mut("names") {
        names.remove("override");
    }
    for choices in ["descriptions", "select"] {
        table.remove(choices);
    }
    put_choices(&mut table, choices);
    if let Some(toml::Value::Table(types)) = table.get_mut("types") {
        types.retain(|place, _| place == EVERY_TYPE || is_there(place));
    }
    if let Some(toml::Value::Table(secrets)) = table.get_mut("secrets")
        && let Some(toml::Value::Table(places)) = secrets.get_mut("places")
    {
        places.retain(|place, _| is_there(place));
    }
    table.to_string()
}
