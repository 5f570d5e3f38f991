//! Corrections of upstream bugs: RFC 6902 with a leading `test`, a reason and a link.

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
/// [`Code::PatchFailed`] that points into the patch's own file.
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
        diagnostics.extend(apply_document(&source, documents).err().map(|error| *error));
    }
    diagnostics
}

fn apply_document(source: &Document, documents: &mut [Document]) -> Result<(), Box<Diagnostic>> {
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
        json_patch::patch(&mut value, std::slice::from_ref(operation)).map_err(|error| {
            let message = format!("the patch no longer applies to `{}`: {}", patch.file, error.kind);
            let help = "compare with the published file: delete the patch if upstream was repaired";
            failed(&pointer, message, help)
        })?;
    }
    document.value = value;
    Ok(())
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
mod tests {
    use super::*;
    use serde_json::json;

    fn schema() -> Document {
        let text = br#"{"type": "object", "properties": {"age": {"type": "string"}}}"#;
        let (document, _) = Document::parse("json-schema/session.json", text);
        document.expect("a document")
    }

    /// Applies one patch: the value afterwards, and each message with the text it points at.
    fn run(patch: &str) -> (Value, Vec<(String, String)>) {
        let mut patches = FileTree::new();
        patches.insert("fix.json", patch).expect("a path");
        let mut documents = [schema()];
        let diagnostics = apply(&patches, &mut documents).into_iter().map(|diagnostic| {
            assert_eq!(diagnostic.code, Code::PatchFailed);
            let location = diagnostic.location.expect("a location");
            assert_eq!(location.file, "patches/fix.json");
            (diagnostic.message, patch[location.span.expect("a span")].to_owned())
        });
        let diagnostics = diagnostics.collect();
        let [document] = documents;
        (document.value, diagnostics)
    }

    /// What goes wrong with a patch that must not change anything.
    fn refused(patch: &Value) -> (String, String) {
        let (value, mut diagnostics) = run(&patch.to_string());
        assert_eq!(value, schema().value);
        assert_eq!(diagnostics.len(), 1);
        diagnostics.remove(0)
    }

    fn with(operations: &Value) -> Value {
        json!({ "file": "session.json", "reason": "r", "link": "l", "patch": operations })
    }

    #[test]
    fn a_patch_changes_the_value_and_not_the_text() {
        let patch = with(&json!([
            { "op": "test", "path": "/properties/age/type", "value": "string" },
            { "op": "replace", "path": "/properties/age/type", "value": "integer" },
        ]));
        let (value, diagnostics) = run(&patch.to_string());
        assert_eq!(diagnostics, []);
        let expected = json!({ "type": "object", "properties": { "age": { "type": "integer" } } });
        assert_eq!(value, expected);
    }

    #[test]
    fn a_patch_that_fails_halfway_changes_nothing() {
        let remove = json!({ "op": "remove", "path": "/properties/name" });
        let (message, excerpt) = refused(&with(&json!([
            { "op": "test", "path": "/type", "value": "object" },
            { "op": "replace", "path": "/type", "value": "array" },
            remove,
        ])));
        assert_eq!(
            message,
            "the patch no longer applies to `session.json`: path is invalid"
        );
        assert_eq!(excerpt, remove.to_string());
    }

    #[test]
    fn a_repair_upstream_is_noticed() {
        let test = json!({ "op": "test", "path": "/properties/age/type", "value": "number" });
        let (message, excerpt) = refused(&with(&json!([test])));
        assert_eq!(
            message,
            "the patch no longer applies to `session.json`: value did not match"
        );
        assert_eq!(excerpt, test.to_string());
    }

    #[test]
    fn a_patch_that_grows_without_end_is_refused_where_it_does() {
        let test = json!({ "op": "test", "path": "/type", "value": "object" });
        let copy = |index: usize| json!({ "op": "copy", "from": "", "path": format!("/a{index}") });
        let copies: Vec<Value> = std::iter::once(test.clone()).chain((0..18).map(copy)).collect();
        let (message, excerpt) = refused(&with(&json!(copies)));
        assert_eq!(message, "the operation makes `session.json` too large or too deep");
        let failed: usize = (0..18)
            .position(|index| {
                let shown = copy(index).to_string();
                shown == excerpt
            })
            .expect("a copy");
        assert!((8..17).contains(&failed), "{excerpt}");
        let nested = |depth: usize| json!({ "op": "add", "path": "/a".repeat(depth), "value": {} });
        let nested: Vec<Value> = std::iter::once(test).chain((1..600).map(nested)).collect();
        let (message, excerpt) = refused(&with(&json!(nested)));
        assert_eq!(message, "the operation makes `session.json` too large or too deep");
        assert_eq!(excerpt.matches("/a").count(), DOCUMENT_DEPTH);
    }

    #[test]
    fn what_a_patch_must_have() {
        let (message, excerpt) = refused(&with(&json!([{ "op": "remove", "path": "/type" }])));
        assert_eq!(message, "the first operation is not a `test`");
        assert_eq!(excerpt, r#"{"op":"remove","path":"/type"}"#);
        assert_eq!(refused(&with(&json!([]))).0, "the first operation is not a `test`");
        assert_eq!(refused(&with(&json!([{ "op": "twist" }]))).1, r#""twist""#);

        let mut elsewhere = with(&json!([{ "op": "test", "path": "", "value": 1 }]));
        elsewhere["file"] = json!("../x.json");
        let (message, excerpt) = refused(&elsewhere);
        assert_eq!(message, "there is no schema file `../x.json`");
        assert_eq!(excerpt, r#""../x.json""#);

        let mut bare = with(&json!([]));
        bare["reason"] = json!(" ");
        assert_eq!(refused(&bare).1, r#"" ""#);
        assert!(refused(&json!({ "file": "session.json" })).0.contains("missing field"));
        assert!(run("{").1[0].0.starts_with("EOF"));
    }
}
