//! Keywords with values that the draft does not allow: told, and left out of what validators read, since one of them
//! would make the whole schema unusable.

use super::{Bundle, pointer_tokens, push_token};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Draft;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;
use std::collections::BTreeSet;

/// Keywords may hide each other's faults; more rounds than this are not needed by any schema seen.
const ROUNDS: usize = 4;

/// Leaves malformed keywords out of the bundle's validation documents, each with a diagnostic.
pub(super) fn leave_out(bundle: &mut Bundle) {
    for index in 0..bundle.documents.len() {
        let draft = bundle.drafts[index];
        for _ in 0..ROUNDS {
            let found = malformed(&bundle.validation[index].1, draft);
            if found.is_empty() {
                break;
            }
            // The last ones first, so that the places of the others stay.
            for pointer in found.iter().rev() {
                remove(&mut bundle.validation[index].1, pointer);
                bundle.diagnostics.push(Diagnostic {
                    code: Code::InvalidKeyword,
                    message: "the draft does not allow this value; the keyword has no effect".to_owned(),
                    location: Some(bundle.documents[index].location(pointer)),
                    help: "correct the value upstream, or with a patch".to_owned(),
                });
            }
        }
    }
}

/// The places at which a schema is not what its meta-schema asks for.
fn malformed(schema: &Value, draft: Draft) -> BTreeSet<String> {
    let validator = match draft {
        Draft::Draft4 => jsonschema::draft4::meta::validator(),
        Draft::Draft6 => jsonschema::draft6::meta::validator(),
        Draft::Draft7 => jsonschema::draft7::meta::validator(),
        Draft::Draft201909 => jsonschema::draft201909::meta::validator(),
        Draft::Draft202012 => jsonschema::draft202012::meta::validator(),
    };
    let mut found = BTreeSet::new();
    for error in validator.iter_errors(schema) {
        // A name that stands twice, or a URI in another form, changes nothing.
        let harmless = matches!(
            error.kind(),
            ValidationErrorKind::UniqueItems | ValidationErrorKind::Format { .. }
        );
        let pointer = error.instance_path().as_str().to_owned();
        if !harmless && !pointer.is_empty() && !pointer.ends_with("/$schema") {
            found.insert(pointer);
        }
    }
    found
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
    match schema.pointer_mut(&parent) {
        Some(Value::Object(object)) => {
            object.shift_remove(last);
        }
        Some(Value::Array(items)) => {
            if let Ok(index) = last.parse::<usize>()
                && index < items.len()
            {
                if holds_names {
                    items.remove(index);
                } else {
                    items[index] = Value::Bool(true);
                }
            }
        }
        _ => {}
    }
}
