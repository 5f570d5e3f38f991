//! Which of a provider's files are schemas.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::Document;
use crate::provider::{EXAMPLES, LOCK, NamesLock, ProviderSource, SCHEMAS};
use serde_json::Value;
use std::collections::BTreeSet;

/// The schemas among a provider's files; what is none, or can't be read, is told.
///
/// A file that names in the lock came from and that holds no schema any more is an error, so that the crate and the lock
/// stay as they are; one that is gone is told.
pub(super) fn documents(source: &ProviderSource, lock: &NamesLock, diagnostics: &mut Vec<Diagnostic>) -> Vec<Document> {
    let mut documents = Vec::new();
    for (path, bytes) in source.schemas.iter() {
        let (document, mut found) = Document::parse(&format!("{SCHEMAS}/{path}"), bytes);
        if document.is_none() {
            found.iter_mut().for_each(|one| unreadable(lock, path, one));
        }
        diagnostics.extend(found);
        let Some(document) = document else { continue };
        let message = match document.value {
            // An object without a keyword is a schema that says nothing (core, section 4.3.1 of 2020-12).
            Value::Object(_) if is_schema(&document.value) => None,
            Value::Object(_) => Some("no keyword of JSON Schema stands in the file; its type takes any value"),
            Value::Bool(_) => None,
            _ => Some("the file is JSON, but no JSON Schema; it was left out"),
        };
        diagnostics.extend(message.map(|message| {
            let mut found = Diagnostic {
                code: Code::NotASchema,
                message: message.to_owned(),
                location: Some(document.location("")),
                help: format!("move it out of `{SCHEMAS}`, or into `{EXAMPLES}` if it is an example"),
            };
            if !document.value.is_object() {
                unreadable(lock, path, &mut found);
            }
            found
        }));
        if document.value.is_object() || document.value.is_boolean() {
            documents.push(document);
        }
    }
    diagnostics.extend(gone(source, lock));
    documents
}

/// Makes an error of what is wrong with a file, if there are names that came from it.
fn unreadable(lock: &NamesLock, path: &str, found: &mut Diagnostic) {
    let count = lock.names_of(path);
    if count > 0 {
        found.code = Code::UnreadableSchema;
        found.help = format!(
            "fetch the file again, or correct it: {count} of the names in {LOCK} came from it, and nothing is written \
             until it can be read; delete it if upstream has dropped it"
        );
    }
}

/// The files that names came from and that are there no more.
fn gone(source: &ProviderSource, lock: &NamesLock) -> Vec<Diagnostic> {
    let files = lock.names.keys().filter(|place| !place.starts_with(['?', '!']));
    let files: BTreeSet<&str> = files.filter_map(|place| Some(place.split_once('#')?.0)).collect();
    let gone = files.into_iter().filter(|file| source.schemas.get(file).is_none());
    gone.map(|file| {
        let count = lock.names_of(file);
        let types = if count == 1 { "its type" } else { "its types" };
        Diagnostic {
            code: Code::GoneFile,
            message: format!("the file is gone, and with it {types}"),
            location: Some(Location {
                file: format!("{SCHEMAS}/{file}"),
                pointer: String::new(),
                span: None,
            }),
            help: format!("{LOCK} keeps the names as retired: should the file return, so do they"),
        }
    })
    .collect()
}

/// Whether a value can be a schema: a boolean, or an object with a keyword of JSON Schema or OpenAPI.
fn is_schema(value: &Value) -> bool {
    const KEYWORDS: &[&str] = &[
        "$schema",
        "$id",
        "id",
        "$ref",
        "$defs",
        "definitions",
        "components",
        "type",
        "properties",
        "required",
        "items",
        "prefixItems",
        "additionalProperties",
        "patternProperties",
        "propertyNames",
        "enum",
        "const",
        "oneOf",
        "anyOf",
        "allOf",
        "not",
        "if",
        "then",
        "else",
        "format",
        "pattern",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
        "uniqueItems",
        "contains",
        "minProperties",
        "maxProperties",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
        "$anchor",
        "$dynamicRef",
        "$dynamicAnchor",
        "$recursiveRef",
        "$recursiveAnchor",
        "unevaluatedProperties",
        "unevaluatedItems",
        "additionalItems",
        "title",
        "description",
        "default",
        "nullable",
    ];
    match value {
        Value::Bool(_) => true,
        Value::Object(object) => object.is_empty() || object.keys().any(|key| KEYWORDS.contains(&key.as_str())),
        _ => false,
    }
}
