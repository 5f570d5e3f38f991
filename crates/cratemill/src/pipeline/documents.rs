//! Which of a provider's files are schemas.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::provider::{EXAMPLES, ProviderSource, SCHEMAS};
use serde_json::Value;

/// The schemas among a provider's files; what is none, or can't be read, is told.
pub(super) fn documents(source: &ProviderSource, diagnostics: &mut Vec<Diagnostic>) -> Vec<Document> {
    let mut documents = Vec::new();
    for (path, bytes) in source.schemas.iter() {
        let (document, found) = Document::parse(&format!("{SCHEMAS}/{path}"), bytes);
        diagnostics.extend(found);
        let Some(document) = document else { continue };
        let message = match document.value {
            // An object without a keyword is a schema that says nothing (core, section 4.3.1 of 2020-12).
            Value::Object(_) if is_schema(&document.value) => None,
            Value::Object(_) => Some("no keyword of JSON Schema stands in the file; its type takes any value"),
            Value::Bool(_) => None,
            _ => Some("the file is JSON, but no JSON Schema; it was left out"),
        };
        diagnostics.extend(message.map(|message| Diagnostic {
            code: Code::NotASchema,
            message: message.to_owned(),
            location: Some(document.location("")),
            help: format!("move it out of `{SCHEMAS}`, or into `{EXAMPLES}` if it is an example"),
        }));
        if document.value.is_object() || document.value.is_boolean() {
            documents.push(document);
        }
    }
    documents
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
