//! What is published now where a patch fails, and what of the patch is no longer needed.

use json_patch::PatchOperation;
use serde_json::Value;

use super::Patch;
use crate::document::Document;
use crate::text::plain_text;

/// How much of a value is shown.
const SHOWN: usize = 120;

/// What is wrong with the operation of an index, and what to do: `published` is the document, `value` what the operations
/// before have made of it.
pub(super) fn failure(
    source: &Document,
    patch: &Patch,
    published: &Value,
    value: &Value,
    index: usize,
) -> (String, String) {
    let file = patch.file.escape_debug();
    let operation = &patch.patch[index];
    let path = operation.path().as_str();
    let there = match (operation, value.pointer(path)) {
        (PatchOperation::Test(test), Some(there)) => {
            format!(
                "at `{}` there is {}, and not {}",
                at(path),
                shown(there),
                shown(&test.value)
            )
        }
        (_, Some(_)) => format!("`{}` takes nothing of the kind", at(path)),
        (_, None) => {
            let (parent, there) = nearest(value, path);
            let names = match there {
                Value::Object(object) => {
                    let names: Vec<String> = object.keys().take(8).map(|name| format!("`{}`", plain(name))).collect();
                    let more = if object.len() > names.len() { ", ..." } else { "" };
                    format!("which has {}{more}", names.join(", "))
                }
                Value::Array(items) => format!("which has {} items", items.len()),
                other => format!("which is {}", shown(other)),
            };
            format!("there is no `{}`; there is `{}`, {names}", at(path), at(parent))
        }
    };
    let needless: Vec<String> = (0..patch.patch.len())
        .filter(|index| holds(published, &patch.patch[*index]) == Some(true))
        .map(|index| format!("`/patch/{index}`"))
        .collect();
    let changing = patch
        .patch
        .iter()
        .filter(|one| !matches!(one, PatchOperation::Test(_)))
        .count();
    match needless.len() {
        0 => (
            format!("the patch no longer applies to `{file}`: {there}"),
            format!(
                "write its `test` anew if the fault is still there, or delete `{}` if upstream was repaired in another way",
                source.file
            ),
        ),
        count if count == changing => (
            format!("the patch is no longer needed: `{file}` says itself what it would make of it; {there}"),
            format!("delete `{}`", source.file),
        ),
        _ => (
            format!("the patch no longer applies to `{file}`: {there}"),
            format!(
                "upstream says itself what {} would make of it: delete these, and their `test`",
                needless.join(", ")
            ),
        ),
    }
}

/// Whether a document says already what an operation would make of it, as far as that can be told.
fn holds(document: &Value, operation: &PatchOperation) -> Option<bool> {
    match operation {
        PatchOperation::Add(it) => Some(document.pointer(it.path.as_str()) == Some(&it.value)),
        PatchOperation::Replace(it) => Some(document.pointer(it.path.as_str()) == Some(&it.value)),
        PatchOperation::Remove(it) => Some(document.pointer(it.path.as_str()).is_none()),
        PatchOperation::Move(_) | PatchOperation::Copy(_) | PatchOperation::Test(_) => None,
    }
}

/// The longest beginning of a pointer that leads to something, and that.
pub(super) fn nearest<'a, 'b>(value: &'a Value, pointer: &'b str) -> (&'b str, &'a Value) {
    let mut parent = pointer;
    loop {
        if let Some(there) = value.pointer(parent) {
            return (parent, there);
        }
        let Some((shorter, _)) = parent.rsplit_once('/') else {
            return ("", value);
        };
        parent = shorter;
    }
}

/// A value in one short line.
pub(super) fn shown(value: &Value) -> String {
    let text = value.to_string();
    let short: String = text.chars().take(SHOWN).collect();
    let dots = if short.len() < text.len() { "..." } else { "" };
    format!("`{}{dots}`", plain(&short))
}

fn at(pointer: &str) -> String {
    if pointer.is_empty() {
        "the root".to_owned()
    } else {
        plain(pointer)
    }
}

fn plain(text: &str) -> String {
    plain_text(text).replace('\n', " ").replace('`', "'")
}
