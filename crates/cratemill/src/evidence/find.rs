//! Examples that the provider publishes: in its schemas, and anywhere in its example files.

use super::allowance::size;
use super::index::Index;
use super::judge::Judge;
use super::place::{Documents, Place};
use super::room::Room;
use super::{Account, Fault, Location, Part, Subject, Verdict};
use crate::budget::{EXAMPLE_DEPTH, PAYLOADS_OF_A_FILE, UNLOCATED_OF_A_FILE, VISITS_OF_A_VALUE};
use crate::bundle::push_token;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// An object of so many properties may be at fault in one, one of twice as many in two.
const PROPERTIES_FOR_A_FAULT: usize = 4;

/// The examples that a schema states, with the JSON Pointer tail of each: `examples/0`, `example`.
pub(super) fn stated<'a>(place: &Place<'a>) -> Vec<(String, &'a Value)> {
    let mut found = Vec::new();
    match place.keyword("examples") {
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
    found.extend(others.filter_map(|keyword| Some((keyword.to_owned(), place.keyword(keyword)?))));
    found
}

/// The examples of schemas that are no target: those that break a format or contradict, and how many there are in all.
pub(super) fn parts(subject: &Subject, documents: &Documents<'_>, judge: &Judge) -> (Vec<Part>, usize) {
    let copies = subject.targets.iter().flat_map(|target| &target.copies);
    let targets = subject.targets.iter().map(|target| target.schema.as_str());
    let targets: BTreeSet<&str> = targets.chain(copies.map(|copy| copy.schema.as_str())).collect();
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
        if depth < EXAMPLE_DEPTH {
            pending.extend(place.subschemas().into_iter().rev().map(|place| (place, depth + 1)));
        }
    }
    (parts, count)
}

fn document(reference: &str) -> &str {
    reference.split('#').next().unwrap_or_default()
}

/// An example in a file.
pub(super) struct Payload {
    /// Index of the file.
    pub file: usize,
    /// Where it stands in the file.
    pub pointer: String,
}

/// The examples in all files.
#[derive(Default)]
pub(super) struct Payloads {
    /// By target, in the order of the files.
    pub found: BTreeMap<usize, Vec<Payload>>,
    /// What became of each file; the examples are counted when they are judged.
    pub accounts: Vec<Account>,
    /// How many are beyond [`PAYLOADS_OF_A_FILE`].
    pub left_out: usize,
}

/// Looks for payloads in every example file.
pub(super) fn in_files(room: &Room<'_, '_>) -> Payloads {
    let index = Index::new(room.subject, room.documents);
    let pairs = pairs(room.subject);
    let mut payloads = Payloads::default();
    for (number, file) in room.subject.files.iter().enumerate() {
        let mut search = Search {
            room,
            index: &index,
            until: room.steps.count() + VISITS_OF_A_VALUE * size(&file.value) as u64,
            found: Vec::new(),
            left_out: 0,
        };
        let mut unlocated = Vec::new();
        let stem = stem(&room.subject.provider, &file.path);
        match pairs.get(stem).or_else(|| pairs.get(unnumbered(stem))).copied() {
            Some(target) if search.pairs(target, &file.value) => search.found.push((target, String::new())),
            _ => drop(search.walk(&file.value, "", 0, &mut unlocated)),
        }
        payloads.left_out += search.left_out;
        for (target, pointer) in search.found {
            let found = payloads.found.entry(target).or_default();
            found.push(Payload { file: number, pointer });
        }
        let more_unlocated = unlocated.len().saturating_sub(UNLOCATED_OF_A_FILE);
        unlocated.truncate(UNLOCATED_OF_A_FILE);
        payloads.accounts.push(Account {
            path: file.path.clone(),
            unlocated,
            more_unlocated,
            ..Account::default()
        });
    }
    payloads
}

/// Root targets by the stem of their file.
fn pairs(subject: &Subject) -> BTreeMap<&str, usize> {
    let targets = subject.targets.iter().enumerate().filter(|(_, target)| !target.opaque);
    let files = targets.flat_map(|(index, target)| {
        let own = target.is_root.then_some(target.file.as_str());
        let copies = target.copies.iter().filter(|copy| copy.pointer.is_empty());
        let files = own.into_iter().chain(copies.map(|copy| copy.file.as_str()));
        files.map(move |file| (file, index))
    });
    files
        .map(|(file, index)| (stem(&subject.provider, file), index))
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

/// `session-2` and `session-example-2` as `session`: one of several examples.
fn unnumbered(stem: &str) -> &str {
    let rest = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_suffix(['-', '_', '.']).unwrap_or(rest);
    rest.strip_suffix("-example").unwrap_or(rest)
}

/// Keywords that a value of the right shape may break.
const LIMITS: [&str; 11] = [
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
];

struct Search<'a, 's> {
    room: &'s Room<'a, 's>,
    index: &'s Index<'a>,
    /// When so many steps are taken, nothing more is looked for.
    until: u64,
    found: Vec<(usize, String)>,
    left_out: usize,
}

impl Search<'_, '_> {
    fn accepts(&self, target: usize, value: &Value) -> bool {
        let schema = &self.room.subject.targets[target].schema;
        self.room.steps.count() < self.until && self.room.judge.accepts(schema, value) == Some(true)
    }

    /// Whether a file is to be read as an instance of the target with its name: an invalid one too, so that a
    /// contradiction is not explained away with another type, unless it is an envelope.
    fn pairs(&self, target: usize, value: &Value) -> bool {
        let valid = self.accepts(target, value);
        let named = value
            .as_object()
            .is_some_and(|object| self.index.candidates(object).complete.contains(&target));
        if is_envelope(value) {
            valid && named
        } else {
            valid || !value.is_array()
        }
    }

    /// Takes the outermost payloads; collects the outermost values that hold none. Says whether there was any.
    fn walk(&mut self, value: &Value, pointer: &str, depth: usize, unlocated: &mut Vec<String>) -> bool {
        let object = value.as_object();
        let candidates = object.map(|object| self.index.candidates(object)).unwrap_or_default();
        // An instance with a fault is one all the same, though there be valid payloads in it.
        let outer = object.and_then(|object| {
            let faulty = || self.nearly(&candidates.complete, object, value);
            self.target(&candidates.complete, value).or_else(faulty)
        });
        if let Some(target) = outer {
            return self.take(target, pointer);
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
            if depth < EXAMPLE_DEPTH && (child.is_object() || child.is_array()) {
                let mut below = pointer.to_owned();
                push_token(&mut below, &token);
                any |= self.walk(child, &below, depth + 1, &mut missing);
            }
        }
        if any {
            unlocated.append(&mut missing);
            return true;
        }
        // Where there is none inside, a property that is missing may be the fault.
        if let Some(target) = object.and_then(|object| self.nearly(&candidates.incomplete, object, value)) {
            return self.take(target, pointer);
        }
        unlocated.push(pointer.to_owned());
        false
    }

    fn take(&mut self, target: usize, pointer: &str) -> bool {
        if self.found.len() < PAYLOADS_OF_A_FILE {
            self.found.push((target, pointer.to_owned()));
        } else {
            self.left_out += 1;
        }
        true
    }

    /// The target among these that an invalid object is meant to be an instance of: the one under which it fails at the
    /// fewest places, if these are few.
    fn nearly(&self, targets: &[usize], object: &serde_json::Map<String, Value>, value: &Value) -> Option<usize> {
        if is_envelope(value) || self.room.steps.count() >= self.until {
            return None;
        }
        let few = (object.len() / PROPERTIES_FOR_A_FAULT).max(1);
        let faults = |target: &usize| {
            let faults = self
                .room
                .judge
                .faults(&self.room.subject.targets[*target].schema, value)?;
            let places: BTreeSet<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
            // A fault of the whole that names no property says only that it is something else.
            let other = faults.iter().any(|fault| {
                let named = fault.subject.is_some() || !fault.unexpected.is_empty();
                fault.pointer.is_empty() && !named
            });
            let shared = self.index.shared(*target, object);
            // What is redacted breaks limits, and is of the shape all the same.
            let is_limit = |fault: &Fault| LIMITS.contains(&fault.keyword.as_str());
            let limits = shared > 1 && faults.iter().all(is_limit);
            let is_near = places.len() <= few && places.len() < shared && !other;
            // So is what a newer server sends: values that an enumeration does not name yet, as long as a property has none.
            let at: BTreeSet<&str> = places.iter().filter_map(|place| place.split('/').nth(1)).collect();
            let grown = at.len() < shared && faults.iter().all(|fault| is_limit(fault) || fault.keyword == "enum");
            (!places.is_empty() && (is_near || limits || grown)).then_some(places.len())
        };
        let near = targets.iter().filter_map(|target| Some((faults(target)?, *target)));
        let near = near.min_by_key(|(faults, target)| (*faults, !self.room.subject.targets[*target].is_root));
        near.map(|(_, target)| target)
    }

    fn target(&self, candidates: &[usize], value: &Value) -> Option<usize> {
        let candidates = candidates.iter().copied();
        candidates
            .filter(|target| self.accepts(*target, value))
            .min_by_key(|target| !self.room.subject.targets[*target].is_root)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_examples_are_of_one_name() {
        for path in [
            "session",
            "acme-session-2",
            "session_2",
            "session2",
            "session.3",
            "session-example-10",
        ] {
            let path = format!("examples/{path}.json");
            assert_eq!(unnumbered(stem("acme", &path)), "session", "{path}");
        }
        assert_eq!(
            unnumbered(stem("acme", "examples/session-placed.json")),
            "session-placed"
        );
        assert_eq!(unnumbered(stem("acme", "examples/7.json")), "");
    }
}
