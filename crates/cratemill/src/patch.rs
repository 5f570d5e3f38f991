//! Corrections of upstream bugs: RFC 6902 with a leading `test`, a reason and a link; or an OpenAPI Overlay.

mod overlay;
mod present;

use json_patch::PatchOperation;
use serde::Deserialize;
use serde_json::Value;

use crate::budget::{DOCUMENT_DEPTH, PATCHED_BYTES, PATCHED_TIMES};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, child};
use crate::file_tree::FileTree;
use crate::provider::PATCHES;
use crate::text::json_length;

/// One file of `patches/`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// The document, by its path below `json-schema/`.
    pub file: String,
    /// Why the published text is wrong.
    pub reason: String,
    /// Where that is discussed or documented.
    pub link: String,
    /// What to change; the first operation is a `test` of what is wrong.
    pub patch: json_patch::Patch,
}

/// Applies every patch to its document's value, in the order of the patches' paths.
///
/// A patch applies as a whole or not at all. Each that can't be read or doesn't apply is one
/// [`Code::PatchFailed`] that points into the patch's own file; one that changes nothing is one [`Code::IdlePatch`].
pub fn apply(patches: &FileTree, documents: &mut [Document]) -> Vec<Diagnostic> {
    let files = patches.iter();
    files
        .flat_map(|(path, bytes)| apply_file(path, bytes, documents))
        .collect()
}

fn apply_file(path: &str, bytes: &[u8], documents: &mut [Document]) -> Vec<Diagnostic> {
    let (source, mut diagnostics) = Document::parse(&format!("{PATCHES}/{path}"), bytes);
    for diagnostic in &mut diagnostics {
        diagnostic.code = Code::PatchFailed;
    }
    if let (Some(source), true) = (source, diagnostics.is_empty()) {
        let found = match overlay::is_one(&source.value) {
            true => overlay::apply(&source, documents),
            false => apply_document(&source, documents).map(|idle| idle.into_iter().collect()),
        };
        diagnostics.extend(found.unwrap_or_else(|error| vec![*error]));
    }
    diagnostics
}

/// Applies a patch; what is to be told if it changes nothing.
fn apply_document(source: &Document, documents: &mut [Document]) -> Result<Option<Diagnostic>, Box<Diagnostic>> {
    let failed = |pointer: &str, message: String, help: &str| {
        Box::new(Diagnostic {
            code: Code::PatchFailed,
            message,
            location: Some(source.location(pointer)),
            help: help.to_owned(),
        })
    };
    let patch: Patch = serde_path_to_error::deserialize(&source.value).map_err(|error| {
        let pointer = pointer_of(error.path());
        let help = "a patch has `file`, `reason`, `link` and `patch`, a list of RFC 6902 operations";
        failed(&pointer, error.into_inner().to_string(), help)
    })?;
    for (pointer, text) in [("/reason", &patch.reason), ("/link", &patch.link)] {
        if text.trim().is_empty() {
            let message = "a patch without a reason and a link can't be judged later".to_owned();
            Err(failed(
                pointer,
                message,
                "say what is wrong upstream, and where it is reported",
            ))?;
        }
    }
    if !matches!(patch.patch.first(), Some(PatchOperation::Test(_))) {
        let message = "the first operation is not a `test`".to_owned();
        let help = "begin with a `test` of what is wrong, so that a repair upstream is noticed";
        Err(failed("/patch/0", message, help))?;
    }
    let Some(document) = documents.iter_mut().find(|document| document.name() == patch.file) else {
        let message = format!("there is no schema file `{}`", patch.file.escape_debug());
        let help = "name a file below `json-schema/`, or delete the patch if the file is gone";
        Err(failed("/file", message, help))?
    };
    // As a whole or not at all.
    let mut value = document.value.clone();
    let mut bytes = json_length(&value);
    let most = PATCHED_BYTES.max(PATCHED_TIMES * (document.text.len() + source.text.len()));
    for (index, operation) in patch.patch.iter().enumerate() {
        let pointer = child("/patch", &index.to_string());
        bytes += added(&value, operation);
        if bytes > most || depth(&value, operation) > DOCUMENT_DEPTH {
            let message = format!("the operation makes `{}` too large or too deep", patch.file);
            let help = "a patch corrects what is published: refer to what is there, with `$ref`, instead of copying it";
            Err(failed(&pointer, message, help))?;
        }
        json_patch::patch(&mut value, std::slice::from_ref(operation)).map_err(|_| {
            let (message, help) = present::failure(source, &patch, &document.value, &value, index);
            failed(&pointer, message, &help)
        })?;
    }
    let idle = (value == document.value).then(|| Diagnostic {
        code: Code::IdlePatch,
        message: format!(
            "the patch changes nothing: `{}` says already what it would make of it",
            patch.file
        ),
        location: Some(source.location("/patch")),
        help: format!("delete `{}`, or put into its `value` what should be there", source.file),
    });
    document.value = value;
    Ok(idle)
}

/// What an operation puts somewhere.
fn put<'a>(document: &'a Value, operation: &'a PatchOperation) -> Option<&'a Value> {
    match operation {
        PatchOperation::Add(it) => Some(&it.value),
        PatchOperation::Replace(it) => Some(&it.value),
        PatchOperation::Copy(it) => document.pointer(it.from.as_str()),
        PatchOperation::Move(it) => document.pointer(it.from.as_str()),
        PatchOperation::Remove(_) | PatchOperation::Test(_) => None,
    }
}

/// How many bytes an operation adds to a document, at most.
fn added(document: &Value, operation: &PatchOperation) -> usize {
    match operation {
        PatchOperation::Move(_) => 0,
        operation => put(document, operation).map_or(0, json_length),
    }
}

/// How deep the innermost of what an operation puts somewhere then lies.
fn depth(document: &Value, operation: &PatchOperation) -> usize {
    fn of(value: &Value) -> usize {
        match value {
            Value::Array(items) => 1 + items.iter().map(of).max().unwrap_or(0),
            Value::Object(object) => 1 + object.values().map(of).max().unwrap_or(0),
            _ => 0,
        }
    }
    let around = operation.path().as_str().matches('/').count();
    put(document, operation).map_or(0, |value| around + of(value))
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => child(&pointer, &index.to_string()),
        Segment::Map { key } => child(&pointer, key),
        Segment::Enum { variant } => child(&pointer, variant),
        Segment::Unknown => pointer,
    })
}

#[cfg(test)]
mod tests;
