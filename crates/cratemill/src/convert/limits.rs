//! Constraints in words, for people: what `validate()` asks of a value beyond its type.

use crate::budget;
use crate::bundle::member;
use serde_json::{Map, Value};

/// A constraint of a schema: text as published, not yet safe for Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// "2 to 128 characters", "matches".
    pub words: String,
    /// What follows as code: a pattern, a value.
    pub code: Option<String>,
}

/// The formats of OpenAPI that say no more than the type does.
const TYPES: [&str; 4] = ["int32", "int64", "float", "double"];

/// The assertions of a schema that stand beside its type (JSON Schema Validation, sections 6.2 to 6.5 and 7), in words.
///
/// Values that are no limits in any draft say nothing; a boolean `exclusiveMinimum` is draft 4's.
pub(super) fn of(schema: &Value) -> Vec<Limit> {
    let Some(schema) = schema.as_object() else {
        return Vec::new();
    };
    let mut limits = Vec::new();
    let mut say = |words: Option<String>| limits.extend(words.map(|words| Limit { words, code: None }));
    say(count(schema, "minLength", "maxLength", "character"));
    say(range(schema));
    say(number(schema, "multipleOf").map(|step| format!("a multiple of {step}")));
    say(count(schema, "minItems", "maxItems", "item"));
    say((member(schema, "uniqueItems") == Some(&Value::Bool(true))).then(|| "no item twice".to_owned()));
    say(count(schema, "minProperties", "maxProperties", "property"));
    let mut code = |words: &str, code: Option<String>| {
        let code = code.filter(|code| code.len() <= budget::SHOWN_LIMIT_BYTES);
        limits.extend(code.map(|code| Limit {
            words: words.to_owned(),
            code: Some(code),
        }));
    };
    code(
        "format",
        text(schema, "format").filter(|format| !TYPES.contains(&format.as_str())),
    );
    code("matches", text(schema, "pattern"));
    let numbers = member(schema, "enum").and_then(Value::as_array);
    let numbers = numbers.filter(|all| !all.is_empty() && all.iter().all(Value::is_number));
    code(
        "one of",
        numbers.map(|all| all.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")),
    );
    limits
}

fn text(schema: &Map<String, Value>, keyword: &str) -> Option<String> {
    Some(member(schema, keyword)?.as_str()?.to_owned())
}

fn number(schema: &Map<String, Value>, keyword: &str) -> Option<String> {
    member(schema, keyword)
        .filter(|value| value.is_number())
        .map(Value::to_string)
}

/// "2 to 128 characters", "at least 1 item".
fn count(schema: &Map<String, Value>, least: &str, most: &str, one: &str) -> Option<String> {
    let least = number(schema, least).filter(|least| least != "0");
    let most = number(schema, most);
    let many = match one.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{one}s"),
    };
    let named = |count: &str| if count == "1" { one } else { many.as_str() };
    match (least, most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("at least {least} {}", named(&least))),
        (None, Some(most)) => Some(format!("at most {most} {}", named(&most))),
        (Some(least), Some(most)) if least == most => Some(format!("exactly {most} {}", named(&most))),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {}", named(&most))),
    }
}

/// "1 to 100", "more than 0".
fn range(schema: &Map<String, Value>) -> Option<String> {
    let bound = |keyword: &str, exclusive: &str| {
        let inner = number(schema, keyword);
        match member(schema, exclusive) {
            Some(Value::Bool(true)) => (None, inner),
            _ => (inner, number(schema, exclusive)),
        }
    };
    let (from, above) = bound("minimum", "exclusiveMinimum");
    let (to, below) = bound("maximum", "exclusiveMaximum");
    let mut words = match (from, to) {
        (Some(from), Some(to)) => vec![format!("{from} to {to}")],
        (from, to) => {
            let from = from.map(|from| format!("at least {from}"));
            let to = to.map(|to| format!("at most {to}"));
            from.into_iter().chain(to).collect()
        }
    };
    words.extend(above.map(|above| format!("more than {above}")));
    words.extend(below.map(|below| format!("less than {below}")));
    (!words.is_empty()).then(|| words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::of;
    use serde_json::json;

    #[test]
    fn limits_are_words() {
        let said = |schema| {
            let limits = of(&schema).into_iter();
            let one = |limit: super::Limit| match limit.code {
                Some(code) => format!("{} {code}", limit.words),
                None => limit.words,
            };
            limits.map(one).collect::<Vec<_>>().join("; ")
        };
        let cases = [
            (json!({"minLength": 2, "maxLength": 128}), "2 to 128 characters"),
            (json!({"minLength": 0, "maxLength": 1}), "at most 1 character"),
            (
                json!({"minItems": 3, "maxItems": 3, "uniqueItems": true}),
                "exactly 3 items; no item twice",
            ),
            (json!({"minProperties": 1}), "at least 1 property"),
            (json!({"maxProperties": 2}), "at most 2 properties"),
            (json!({"minimum": 0, "exclusiveMinimum": true}), "more than 0"),
            (
                json!({"minimum": 1, "exclusiveMaximum": 2.5}),
                "at least 1, less than 2.5",
            ),
            (
                json!({"minimum": -1, "maximum": 1e3, "multipleOf": 0.5}),
                "-1 to 1000.0; a multiple of 0.5",
            ),
            (json!({"pattern": "^`a`$", "format": "x"}), "format x; matches ^`a`$"),
            (json!({"enum": [1, 2]}), "one of 1, 2"),
            (json!({"enum": ["a"], "type": "string"}), ""),
            (json!({"minLength": "2", "uniqueItems": false}), ""),
            (json!(true), ""),
        ];
        for (schema, words) in cases {
            assert_eq!(said(schema), words);
        }
    }
}
