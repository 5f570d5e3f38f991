//! Patterns that are left out of what validators read: those that an engine can't read, since one of them would make it
//! refuse the whole document, and those that all together are more than a program can afford to compile.

use super::Bundle;
use crate::budget::{PATTERN_STEPS_FLOOR, PATTERN_STEPS_OF_A_SCHEMA};
use crate::diagnostic::{Code, Diagnostic};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Leaves out what is beyond the bound on their sum, the largest patterns first, and tells of it at the first of them.
pub(super) fn leave_out(bundle: &mut Bundle) {
    let mut all = BTreeSet::new();
    for (_, document) in bundle.validation.iter() {
        collect(document, &mut all);
    }
    let mut all: Vec<(u64, &str)> = all
        .into_iter()
        .map(|pattern| (lossless::pattern::steps(pattern), pattern))
        .collect();
    all.sort();
    let most = PATTERN_STEPS_FLOOR + PATTERN_STEPS_OF_A_SCHEMA * bundle.schemas().count() as u64;
    let mut sum = 0_u64;
    let beyond = all.into_iter().filter(|(steps, _)| {
        let is_alone_too_large = *steps == u64::MAX;
        sum = sum.saturating_add(if is_alone_too_large { 0 } else { *steps });
        !is_alone_too_large && sum > most
    });
    let beyond: BTreeSet<String> = beyond.map(|(_, pattern)| pattern.to_owned()).collect();
    if beyond.is_empty() {
        return;
    }
    bundle.validation = Arc::new(mended(bundle.validation.to_vec(), &beyond));
    let holds = |value: &Value| {
        let own = value.get("pattern").and_then(Value::as_str);
        let names = value.get("patternProperties").and_then(Value::as_object);
        let mut all = own
            .into_iter()
            .chain(names.into_iter().flat_map(|all| all.keys().map(String::as_str)));
        all.any(|pattern| beyond.contains(pattern))
    };
    let first = bundle.schemas().find(|id| holds(bundle.value(*id)));
    let count = beyond.len();
    bundle.diagnostics.push(Diagnostic {
        code: Code::TooLarge,
        message: format!("all patterns together are larger than any engine takes; {count} of them have no effect"),
        location: first.and_then(|id| bundle.location(id, &[])),
        help: "write them with fewer counted repetitions or alternatives, or take them out with a patch".to_owned(),
    });
    bundle.beyond = beyond;
}

/// Keywords that hold instances and no schemas.
const INSTANCES: [&str; 5] = ["const", "default", "enum", "example", "examples"];
/// Keywords that hold schemas by names that are no keywords.
const MAPS: [&str; 6] = [
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
    "dependencies",
];

/// The patterns of all documents that are none.
pub(crate) fn faulty(documents: &[(String, Value)], is_pattern: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let mut patterns = BTreeSet::new();
    for (_, document) in documents {
        collect(document, &mut patterns);
    }
    let faulty = patterns.into_iter().filter(|pattern| !is_pattern(pattern));
    faulty.map(str::to_owned).collect()
}

fn collect<'a>(schema: &'a Value, patterns: &mut BTreeSet<&'a str>) {
    match schema {
        Value::Array(items) => items.iter().for_each(|item| collect(item, patterns)),
        Value::Object(keywords) => {
            patterns.extend(keywords.get("pattern").and_then(Value::as_str));
            for (keyword, value) in keywords {
                match value {
                    _ if INSTANCES.contains(&keyword.as_str()) => {}
                    Value::Object(named) if MAPS.contains(&keyword.as_str()) => {
                        if keyword == "patternProperties" {
                            patterns.extend(named.keys().map(String::as_str));
                        }
                        named.values().for_each(|value| collect(value, patterns));
                    }
                    value => collect(value, patterns),
                }
            }
        }
        _ => {}
    }
}

/// The documents without these patterns. The other keywords keep their say, but for those that speak of the names which
/// no pattern matches.
pub(crate) fn mended(mut documents: Vec<(String, Value)>, faulty: &BTreeSet<String>) -> Vec<(String, Value)> {
    for (_, document) in &mut documents {
        mend(document, faulty);
    }
    documents
}

fn mend(schema: &mut Value, faulty: &BTreeSet<String>) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| mend(item, faulty)),
        Value::Object(keywords) => {
            let is_faulty = |value: &Value| value.as_str().is_some_and(|pattern| faulty.contains(pattern));
            keywords.retain(|keyword, value| keyword != "pattern" || !is_faulty(value));
            let named = keywords.get("patternProperties").and_then(Value::as_object);
            if named.is_some_and(|named| named.keys().any(|pattern| faulty.contains(pattern))) {
                keywords.shift_remove("additionalProperties");
                keywords.shift_remove("unevaluatedProperties");
            }
            for (keyword, value) in keywords {
                match value {
                    _ if INSTANCES.contains(&keyword.as_str()) => {}
                    Value::Object(named) if MAPS.contains(&keyword.as_str()) => {
                        if keyword == "patternProperties" {
                            named.retain(|pattern, _| !faulty.contains(pattern));
                        }
                        named.values_mut().for_each(|value| mend(value, faulty));
                    }
                    value => mend(value, faulty),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{faulty, mended};
    use serde_json::json;

    #[test]
    fn what_is_no_pattern_is_left_out_and_names_are_no_keywords() {
        let schema = json!({
            "properties": {
                "pattern": { "type": "string", "pattern": "(" },
                "code": { "items": [{ "pattern": "^a" }, { "pattern": "(", "minLength": 1 }] },
            },
            "patternProperties": { "(": true, "^x": { "pattern": "(" } },
            "enum": [{ "pattern": "(" }],
        });
        let expected = json!({
            "properties": {
                "pattern": { "type": "string" },
                "code": { "items": [{ "pattern": "^a" }, { "minLength": 1 }] },
            },
            "patternProperties": { "^x": {} },
            "enum": [{ "pattern": "(" }],
        });
        let documents = vec![("a".to_owned(), schema)];
        let faulty = faulty(&documents, |pattern| pattern != "(");
        assert_eq!(mended(documents, &faulty), [("a".to_owned(), expected)]);
    }
}
