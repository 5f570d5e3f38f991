//! Patterns that the judge's engine can't read, left out: one of them would make it refuse the whole document.

use serde_json::Value;

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

/// A document without the patterns that are none. The other keywords keep their say.
pub(super) fn mended(document: &Value, is_pattern: impl Fn(&str) -> bool) -> Value {
    let mut document = document.clone();
    mend(&mut document, &is_pattern);
    document
}

fn mend(schema: &mut Value, is_pattern: &dyn Fn(&str) -> bool) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| mend(item, is_pattern)),
        Value::Object(keywords) => {
            keywords.retain(|keyword, value| keyword != "pattern" || value.as_str().is_none_or(is_pattern));
            for (keyword, value) in keywords {
                match value {
                    _ if INSTANCES.contains(&keyword.as_str()) => {}
                    Value::Object(named) if MAPS.contains(&keyword.as_str()) => {
                        if keyword == "patternProperties" {
                            named.retain(|pattern, _| is_pattern(pattern));
                        }
                        named.values_mut().for_each(|value| mend(value, is_pattern));
                    }
                    value => mend(value, is_pattern),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::mended;
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
        assert_eq!(mended(&schema, |pattern| pattern != "("), expected);
    }
}
