//! OpenAPI Overlays, versions 1.0 and 1.1: actions on what a JSONPath selects.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;
use serde_json_path::JsonPath;

use super::pointer_of;
use super::present::shown;
use crate::budget::{DOCUMENT_DEPTH, OVERLAY_SEARCHES, PATCHED_BYTES, PATCHED_TIMES};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, child};
use crate::text::json_length;

/// An overlay; what else it holds is for other tools.
#[derive(Deserialize)]
struct Overlay {
    overlay: String,
    extends: Option<String>,
    actions: Vec<Action>,
}

#[derive(Deserialize)]
struct Action {
    target: String,
    #[serde(default, deserialize_with = "present")]
    update: Option<Value>,
    copy: Option<String>,
    #[serde(default)]
    remove: bool,
}

/// A value that may be null, as one that is there.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// What an action came to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    /// It selects nothing.
    NoTarget,
    /// What it would make is there.
    Idle,
    Changed,
}

/// Whether a file of `patches/` is an overlay.
pub(super) fn is_one(value: &Value) -> bool {
    value.get("overlay").is_some()
}

/// Applies an overlay as a whole or not at all; what is to be told of actions that change nothing.
pub(super) fn apply(source: &Document, documents: &mut [Document]) -> Result<Vec<Diagnostic>, Box<Diagnostic>> {
    let told = |code: Code, pointer: &str, message: String, help: &str| {
        Box::new(Diagnostic {
            code,
            message,
            location: Some(source.location(pointer)),
            help: help.to_owned(),
        })
    };
    let failed = |pointer: &str, message: String, help: &str| told(Code::PatchFailed, pointer, message, help);
    let overlay: Overlay = serde_path_to_error::deserialize(&source.value).map_err(|error| {
        let help =
            "an overlay has `overlay`, `info` and `actions`, each with a `target` and `update`, `copy` or `remove`";
        failed(&pointer_of(error.path()), error.into_inner().to_string(), help)
    })?;
    if !["1.0", "1.1"]
        .iter()
        .any(|known| overlay.overlay == *known || overlay.overlay.starts_with(&format!("{known}.")))
    {
        let message = format!("overlays of version `{}` are not read", overlay.overlay.escape_debug());
        return Err(failed("/overlay", message, "versions 1.0 and 1.1 are"));
    }
    let targets = targets(&overlay, documents);
    if targets.is_empty() {
        let message = format!(
            "there is no schema file `{}`",
            overlay.extends.as_deref().unwrap_or_default().escape_debug()
        );
        let help = "name a file below `json-schema/`, or delete the overlay if the file is gone";
        return Err(failed("/extends", message, help));
    }
    let mut values: Vec<Value> = targets.iter().map(|index| documents[*index].value.clone()).collect();
    let sizes = targets.iter().map(|index| documents[*index].text.len()).sum::<usize>();
    let mut room = PATCHED_BYTES.max(PATCHED_TIMES * (sizes + source.text.len()));
    let mut found = Vec::new();
    for (index, action) in overlay.actions.iter().enumerate() {
        let pointer = child("/actions", &index.to_string());
        let mut effect = Effect::NoTarget;
        for value in &mut values {
            let done = act(action, value, &mut room);
            effect = effect.max(done.map_err(|(key, message)| {
                let help = "compare with the published file, and with the Overlay specification";
                failed(&child(&pointer, key), message, help)
            })?);
        }
        let message = match effect {
            Effect::Changed => continue,
            Effect::NoTarget => "the action changes nothing: its target selects nothing",
            Effect::Idle => "the action changes nothing: what it would make is there already",
        };
        let help = format!("delete the action from `{}` if upstream was repaired", source.file);
        found.push(*told(Code::IdlePatch, &pointer, message.to_owned(), &help));
    }
    for (index, value) in targets.into_iter().zip(values) {
        documents[index].value = value;
    }
    Ok(found)
}

/// The documents that an overlay is for: the one that it extends, or all.
fn targets(overlay: &Overlay, documents: &[Document]) -> Vec<usize> {
    let all = 0..documents.len();
    let Some(extends) = &overlay.extends else {
        return all.collect();
    };
    let path = extends.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_start_matches("./");
    let exact: Vec<usize> = all.clone().filter(|index| documents[*index].name() == path).collect();
    if !exact.is_empty() {
        return exact;
    }
    // An address names the file by its end, however it is kept here.
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let alike: Vec<usize> = all
        .filter(|index| name(documents[*index].name()) == name(path))
        .collect();
    if alike.len() == 1 { alike } else { Vec::new() }
}

/// Does an action; where it can't be done, the key of it that is at fault, and why.
fn act(action: &Action, document: &mut Value, room: &mut usize) -> Result<Effect, (&'static str, String)> {
    let targets = select("target", &action.target, document)?;
    if targets.is_empty() {
        return Ok(Effect::NoTarget);
    }
    if action.remove {
        return remove(&targets, document);
    }
    let value = match (&action.update, &action.copy) {
        (None, Some(copy)) => {
            let sources = select("copy", copy, document)?;
            let source = match sources.as_slice() {
                [one] => document.pointer(one).cloned(),
                _ => None,
            };
            source.ok_or_else(|| ("copy", format!("it selects {} values, and not one", sources.len())))?
        }
        (Some(update), None) => update.clone(),
        (None, None) => {
            return Err((
                "target",
                "the action has neither `update` nor `copy` nor `remove`".to_owned(),
            ));
        }
        (Some(_), Some(_)) => return Err(("copy", "the action has `update` already".to_owned())),
    };
    let key = if action.update.is_some() { "update" } else { "copy" };
    let mut kinds: Vec<&str> = targets.iter().filter_map(|at| document.pointer(at)).map(kind).collect();
    kinds.dedup();
    if kinds.len() > 1 {
        return Err((
            "target",
            "it selects objects, arrays and plain values together".to_owned(),
        ));
    }
    let mut effect = Effect::Idle;
    for at in &targets {
        let size = json_length(&value);
        *room = room
            .checked_sub(size)
            .filter(|_| depth(at, &value) <= DOCUMENT_DEPTH)
            .ok_or_else(|| (key, "it makes the document too large or too deep".to_owned()))?;
        if let Some(there) = document.pointer_mut(at) {
            effect = effect.max(put(there, &value).map_err(|message| (key, message))?);
        }
    }
    Ok(effect)
}

/// The pointers of what a path selects, each once, in the order of the document.
fn select(key: &'static str, path: &str, document: &Value) -> Result<Vec<String>, (&'static str, String)> {
    if path.matches("..").count() > OVERLAY_SEARCHES {
        return Err((
            key,
            format!("it searches at any depth more than {OVERLAY_SEARCHES} times"),
        ));
    }
    let parsed = JsonPath::parse(path).map_err(|error| (key, format!("not a JSONPath (RFC 9535): {error}")))?;
    let mut seen = BTreeSet::new();
    let located = parsed.query_located(document);
    let pointers = located.locations().map(|location| location.to_json_pointer());
    Ok(pointers.filter(|pointer| seen.insert(pointer.clone())).collect())
}

/// The last first, so that what is before keeps its place.
fn remove(targets: &[String], document: &mut Value) -> Result<Effect, (&'static str, String)> {
    for at in targets.iter().rev() {
        let Some((parent, name)) = at.rsplit_once('/') else {
            return Err(("target", "the whole document can't be removed".to_owned()));
        };
        match document.pointer_mut(parent) {
            Some(Value::Object(object)) => {
                object.shift_remove(&name.replace("~1", "/").replace("~0", "~"));
            }
            Some(Value::Array(items)) => {
                if let Some(index) = name.parse::<usize>().ok().filter(|index| *index < items.len()) {
                    items.remove(index);
                }
            }
            _ => {}
        }
    }
    Ok(Effect::Changed)
}

/// Merges into an object, adds to an array, or replaces a plain value.
fn put(there: &mut Value, value: &Value) -> Result<Effect, String> {
    match (there, value) {
        (Value::Object(there), Value::Object(value)) => {
            let mut effect = Effect::Idle;
            for (name, value) in value {
                match there.get_mut(name) {
                    Some(there) => effect = effect.max(put(there, value)?),
                    None => {
                        there.insert(name.clone(), value.clone());
                        effect = Effect::Changed;
                    }
                }
            }
            Ok(effect)
        }
        (Value::Array(there), value) => {
            let new = match value {
                Value::Array(items) => items.clone(),
                other => vec![other.clone()],
            };
            // What is there already is there twice then, as the specification says, and that is worth a word.
            let known = new.iter().all(|one| there.contains(one));
            there.extend(new);
            Ok(if known { Effect::Idle } else { Effect::Changed })
        }
        (there, value) if kind(there) == "plain" && kind(value) == "plain" => {
            let effect = if there == value { Effect::Idle } else { Effect::Changed };
            *there = value.clone();
            Ok(effect)
        }
        (there, value) => Err(format!("{} can't be put where {} is", shown(value), shown(there))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "object",
        Value::Array(_) => "array",
        _ => "plain",
    }
}

/// How deep the innermost of a value lies at a pointer.
fn depth(pointer: &str, value: &Value) -> usize {
    fn of(value: &Value) -> usize {
        match value {
            Value::Array(items) => 1 + items.iter().map(of).max().unwrap_or(0),
            Value::Object(object) => 1 + object.values().map(of).max().unwrap_or(0),
            _ => 0,
        }
    }
    pointer.matches('/').count() + of(value)
}
