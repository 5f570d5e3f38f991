//! Examples that were valid and are not now, because the schema is another: one whose own text changed says nothing of that.

use super::fact::{Fact, plain};
use super::{Change, Effect, Place, Verdict, Witness, rules};
use crate::bundle::document_uri;
use crate::document::Document;
use crate::file_tree::FileTree;
use crate::proof::unfit;
use crate::provider::{EXAMPLES, SCHEMAS};
use serde_json::Value;
use std::collections::BTreeMap;

/// The account of the examples in a crate.
const ACCOUNT: &str = "EVIDENCE.md";

/// The published examples that were valid when the crate `old` was written, are what they were, and are not valid in `new`.
///
/// Of the crates the account, the evidence and `src/schema.json` are looked at; `published` are the example files of today.
pub fn examples(old: &FileTree, new: &FileTree, published: &FileTree) -> Vec<Change> {
    let account = |files: &FileTree| {
        files
            .get(ACCOUNT)
            .map(|text| String::from_utf8_lossy(text).into_owned())
    };
    let (Some(before), Some(now)) = (account(old), account(new)) else {
        return Vec::new();
    };
    let (before, now) = (unfit(&before), unfit(&now));
    let suspects = now
        .contradicting
        .keys()
        .any(|place| !before.contradicting.contains_key(place));
    if !suspects && now.undescribed.is_subset(&before.undescribed) {
        return Vec::new();
    }
    let instances = instances(old);
    let [schemas, schemas_of_today] = [old, new].map(schemas);
    let is_what_it_was =
        |file: &str, pointer: &str| match file.strip_prefix(SCHEMAS).and_then(|rest| rest.strip_prefix('/')) {
            Some(file) => {
                let at = |schemas: &Value| schemas.get(document_uri(file))?.pointer(pointer).cloned();
                at(&schemas).is_some_and(|was| at(&schemas_of_today).is_some_and(|is| lossless::equal(&was, &is)))
            }
            None => {
                let is = instance(published, file, pointer);
                let was = instances.get(&format!("{file}#{pointer}")).into_iter().flatten();
                is.is_some_and(|is| was.into_iter().any(|was| lossless::equal(was, &is)))
            }
        };
    let mut changes = Vec::new();
    for (place, fault) in &now.contradicting {
        let (file, pointer) = place;
        let known = instances.contains_key(&format!("{file}#{pointer}"))
            || instances.keys().any(|label| is_below(label, pointer));
        if known && !before.contradicting.contains_key(place) && is_what_it_was(file, pointer) {
            changes.push(broken(format!("{file}#{pointer}"), fault.clone()));
        }
    }
    for (file, pointer) in now.undescribed.difference(&before.undescribed) {
        let below = format!("{file}#{pointer}");
        for label in instances.keys().filter(|label| label.starts_with(&below)) {
            let pointer = &label[file.len() + 1..];
            let was_valid = !before.contradicting.contains_key(&(file.clone(), pointer.to_owned()));
            if was_valid && is_what_it_was(file, pointer) {
                changes.push(broken(label.clone(), "no schema describes it".to_owned()));
            }
        }
    }
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    changes
}

/// Whether a label is that of an example in a schema, which begins at its type.
fn is_below(label: &str, pointer: &str) -> bool {
    label.starts_with('/') && pointer.ends_with(label)
}

fn broken(place: String, fault: String) -> Change {
    let fact = Fact::ExampleBroken { fault };
    let (file, pointer) = place.split_once('#').unwrap_or((&place, ""));
    let at = Place {
        file: file.to_owned(),
        line: None,
        pointer: pointer.to_owned(),
    };
    Change {
        rule: rules::of(&fact),
        reader: Effect::NONE,
        writer: Effect::new(
            Verdict::Breaking,
            "who writes such a document writes what the schema does not allow",
        ),
        rust: Effect::NONE,
        path: plain(&place),
        old: Some(at.clone()),
        new: Some(at),
        message: fact.to_string(),
        witness: Witness::default(),
    }
}

/// The instances that a crate's evidence holds, by their labels.
fn instances(files: &FileTree) -> BTreeMap<String, Vec<Value>> {
    let evidence = files.iter().filter(|(path, _)| path.starts_with("tests/evidence/"));
    let mut instances: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (_, bytes) in evidence {
        for line in String::from_utf8_lossy(bytes).lines() {
            let mut line: Value = serde_json::from_str(line).unwrap_or_default();
            let label = line.get("equal").or_else(|| line.get("refused"));
            if let Some(label) = label.and_then(Value::as_str).map(str::to_owned) {
                instances.entry(label).or_default().push(line["is"].take());
            }
        }
    }
    instances
}

/// The schemas of a crate, by their URIs.
fn schemas(files: &FileTree) -> Value {
    let text = files.get("src/schema.json").unwrap_or_default();
    serde_json::from_slice(text).unwrap_or_default()
}

/// What an example file of today says at a pointer.
fn instance(published: &FileTree, file: &str, pointer: &str) -> Option<Value> {
    let bytes = published.get(file.strip_prefix(EXAMPLES)?.strip_prefix('/')?)?;
    let (document, _) = Document::parse(file, bytes);
    document?.value.pointer(pointer).cloned()
}
