//! Examples that were valid and are not now: the schema or the example is another.

use super::fact::{Fact, plain};
use super::{Change, Effect, Place, Verdict, Witness, rules};
use crate::file_tree::FileTree;
use crate::proof::unfit;
use serde_json::Value;
use std::collections::BTreeSet;

/// The account of the examples in a crate.
const ACCOUNT: &str = "EVIDENCE.md";

/// The published examples that were valid when the crate `old` was written, and are not so in `new`; of both the account and
/// the evidence are looked at.
pub fn examples(old: &FileTree, new: &FileTree) -> Vec<Change> {
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
    let labels = labels(old);
    let mut changes = Vec::new();
    for (place, fault) in &now.contradicting {
        let (file, pointer) = place;
        let known =
            labels.contains(&format!("{file}#{pointer}")) || labels.iter().any(|label| is_below(label, pointer));
        if known && !before.contradicting.contains_key(place) {
            changes.push(broken(format!("{file}#{pointer}"), fault.clone()));
        }
    }
    for (file, pointer) in now.undescribed.difference(&before.undescribed) {
        let below = format!("{file}#{pointer}");
        for label in labels.iter().filter(|label| label.starts_with(&below)) {
            let pointer = &label[file.len() + 1..];
            if !before.contradicting.contains_key(&(file.clone(), pointer.to_owned())) {
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

/// The labels of the instances that a crate's evidence holds.
fn labels(files: &FileTree) -> BTreeSet<String> {
    let evidence = files.iter().filter(|(path, _)| path.starts_with("tests/evidence/"));
    let mut labels = BTreeSet::new();
    for (_, bytes) in evidence {
        for line in String::from_utf8_lossy(bytes).lines() {
            let line: Value = serde_json::from_str(line).unwrap_or_default();
            let label = line.get("equal").or_else(|| line.get("refused"));
            labels.extend(label.and_then(Value::as_str).map(str::to_owned));
        }
    }
    labels
}
