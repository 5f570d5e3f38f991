//! Examples that the provider publishes: in its schemas, and anywhere in its example files.

use super::index::Index;
use super::judge::Judge;
use super::place::{Documents, Place};
use super::{Account, Collector, ExampleFile, Location, Origin, Part, Subject, Verdict};
use crate::bundle::push_token;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// No more payloads than this are taken from one file.
const MOST_PAYLOADS: usize = 64;
/// How deep schemas and example files are searched.
const DEEPEST: usize = 128;

/// The examples that a schema states, with the JSON Pointer tail of each: `examples/0`, `example`.
pub(super) fn stated<'a>(place: &Place<'a>) -> Vec<(String, &'a Value)> {
    let mut found = Vec::new();
    match place.schema.get("examples") {
        Some(Value::Array(examples)) => {
            found.extend(
                examples
                    .iter()
                    .enumerate()
                    .map(|(index, example)| (format!("examples/{index}"), example)),
            );
        }
        // OpenAPI's form: a map of names to objects that hold the value.
        Some(Value::Object(examples)) => {
            let value =
                |(name, example): (&String, &'a Value)| Some((format!("examples/{name}/value"), example.get("value")?));
            found.extend(examples.iter().filter_map(value));
        }
        _ => {}
    }
    found.extend(
        place
            .schema
            .get("example")
            .map(|example| ("example".to_owned(), example)),
    );
    found
}

/// All instances that a schema gives: [`stated`], and its `default` and `const`.
pub(super) fn published<'a>(place: &Place<'a>) -> Vec<(String, &'a Value)> {
    let mut found = stated(place);
    let others = ["default", "const"].into_iter();
    found.extend(others.filter_map(|keyword| Some((keyword.to_owned(), place.schema.get(keyword)?))));
    found
}

/// The examples of schemas that are no target: those that break a format or contradict, and how many there are in all.
pub(super) fn parts(subject: &Subject, documents: &Documents<'_>, judge: &Judge) -> (Vec<Part>, usize) {
    let targets: BTreeSet<&str> = subject.targets.iter().map(|target| target.schema.as_str()).collect();
    let files: BTreeMap<&str, &str> = subject
        .targets
        .iter()
        .map(|target| (document(&target.schema), target.file.as_str()))
        .collect();
    let mut pending: Vec<(Place<'_>, usize)> = documents.roots().map(|root| (root, 0)).collect();
    pending.reverse();
    let (mut parts, mut count) = (Vec::new(), 0);
    while let Some((place, depth)) = pending.pop() {
        let reference = place.reference();
        let examples = if targets.contains(reference.as_str()) {
            Vec::new()
        } else {
            published(&place)
        };
        for (tail, example) in examples {
            count += 1;
            let verdict = judge.verdict(&reference, example);
            if verdict != Verdict::Valid {
                let file = files.get(&*place.uri).copied().unwrap_or(&place.uri).to_owned();
                let location = Location {
                    file,
                    pointer: format!("{}/{tail}", place.pointer),
                };
                parts.push(Part { location, verdict });
            }
        }
        if depth < DEEPEST {
            pending.extend(place.subschemas().into_iter().rev().map(|place| (place, depth + 1)));
        }
    }
    (parts, count)
}

fn document(reference: &str) -> &str {
    reference.split('#').next().unwrap_or_default()
}

/// Looks for payloads in every example file, and says what became of each file.
pub(super) fn in_files(
    subject: &Subject,
    documents: &Documents<'_>,
    judge: &Judge,
    collector: &mut Collector<'_, '_>,
) -> Vec<Account> {
    let index = Index::new(subject, documents);
    let pairs = pairs(subject);
    let search = |file: &ExampleFile| {
        let mut search = Search {
            subject,
            judge,
            index: &index,
            found: Vec::new(),
        };
        let pair = pairs.get(stem(&subject.provider, &file.path)).copied();
        let mut unlocated = Vec::new();
        match pair {
            Some(target) if search.pairs(target, &file.value) => search.found.push((target, String::new())),
            _ => drop(search.walk(&file.value, "", 0, &mut unlocated)),
        }
        (search.found, unlocated)
    };
    let mut accounts = Vec::new();
    for file in &subject.files {
        let (found, unlocated) = search(file);
        let before = collector.found.len();
        for (target, pointer) in found {
            let Some(instance) = file.value.pointer(&pointer) else {
                continue;
            };
            let path = file.path.strip_suffix(".json").unwrap_or(&file.path);
            let tail = format!("from_{path}{pointer}");
            let location = Location {
                file: file.path.clone(),
                pointer,
            };
            collector.add(target, Origin::File, &tail, location, instance.clone());
        }
        let added = &collector.found[before..];
        let contradicting = added
            .iter()
            .filter(|example| matches!(example.verdict, Verdict::Contradicts(_)))
            .count();
        accounts.push(Account {
            path: file.path.clone(),
            located: added.len(),
            contradicting,
            unlocated,
        });
    }
    accounts
}

/// Root targets by the stem of their file.
fn pairs(subject: &Subject) -> BTreeMap<&str, usize> {
    let roots = subject
        .targets
        .iter()
        .enumerate()
        .filter(|(_, target)| target.is_root && !target.opaque);
    roots
        .map(|(index, target)| (stem(&subject.provider, &target.file), index))
        .collect()
}

/// `json-schema/nhost-session-schema.json` and `examples/session-example.json` both as `session`.
fn stem<'t>(provider: &str, path: &'t str) -> &'t str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_suffix(".json").unwrap_or(name);
    let name = ["-schema", "-example", ".schema", ".example"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name);
    let rest = name.strip_prefix(provider).and_then(|rest| rest.strip_prefix('-'));
    rest.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

struct Search<'a, 's> {
    subject: &'s Subject,
    judge: &'s Judge,
    index: &'s Index<'a>,
    found: Vec<(usize, String)>,
}

impl Search<'_, '_> {
    /// Whether a file is to be read as an instance of the target with its name: an invalid one too, so that a
    /// contradiction is not explained away with another type, unless it is an envelope.
    fn pairs(&self, target: usize, value: &Value) -> bool {
        let valid = self.judge.accepts(&self.subject.targets[target].schema, value) == Some(true);
        let named = value
            .as_object()
            .is_some_and(|object| self.index.candidates(object).contains(&target));
        if is_envelope(value) {
            valid && named
        } else {
            valid || !value.is_array()
        }
    }

    /// Takes the outermost payloads; collects the outermost values that hold none. Says whether there was any.
    fn walk(&mut self, value: &Value, pointer: &str, depth: usize, unlocated: &mut Vec<String>) -> bool {
        if let Some(target) = value.as_object().and_then(|object| self.target(object, value)) {
            if self.found.len() < MOST_PAYLOADS {
                self.found.push((target, pointer.to_owned()));
            }
            return true;
        }
        let children: Vec<(String, &Value)> = match value {
            Value::Object(object) => object.iter().map(|(name, child)| (name.clone(), child)).collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, child)| (index.to_string(), child))
                .collect(),
            _ => return false,
        };
        let mut missing = Vec::new();
        let mut any = false;
        for (token, child) in children {
            if depth < DEEPEST && (child.is_object() || child.is_array()) {
                let mut below = pointer.to_owned();
                push_token(&mut below, &token);
                any |= self.walk(child, &below, depth + 1, &mut missing);
            }
        }
        if any {
            unlocated.append(&mut missing)
        } else {
            unlocated.push(pointer.to_owned())
        }
        any
    }

    fn target(&self, object: &serde_json::Map<String, Value>, value: &Value) -> Option<usize> {
        let valid = |target: &usize| self.judge.accepts(&self.subject.targets[*target].schema, value) == Some(true);
        let candidates = self.index.candidates(object);
        candidates
            .into_iter()
            .filter(valid)
            .min_by_key(|target| !self.subject.targets[*target].is_root)
    }
}

/// Whether a value wraps payloads instead of being one.
fn is_envelope(value: &Value) -> bool {
    const WRAPPERS: [&str; 4] = ["request", "response", "requestExamples", "responseExamples"];
    WRAPPERS.iter().any(|name| {
        value
            .get(name)
            .is_some_and(|inner| inner.is_object() || inner.is_array())
    })
}
