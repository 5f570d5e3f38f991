//! Patterns that the judge's engine can't read, left out: one of them would make it refuse the whole document.

use serde_json::Value;
use std::collections::BTreeSet;

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
pub(super) fn faulty(documents: &[(String, Value)], is_pattern: impl Fn(&str) -> bool) -> BTreeSet<String> {
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

/// The documents without these patterns. The other keywords keep their say.
pub(super) fn mended(mut documents: Vec<(String, Value)>, faulty: &BTreeSet<String>) -> Vec<(String, Value)> {
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
