//! What is written beside an `enum` about its values: generators of documents and of code agreed on lists of names and of
//! descriptions, in the order of the values, or by value.

use serde_json::{Map, Value};

/// Lists of names.
pub const NAMES: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names", "enumNames"];
/// Lists of descriptions.
pub const DESCRIPTIONS: &[&str] = &[
    "x-enum-descriptions",
    "x-enumDescriptions",
    "enumDescriptions",
    "markdownEnumDescriptions",
];

/// What the first of `keywords` that a schema has says of its value at `index`.
pub fn enum_text<'a>(schema: &'a Value, keywords: &[&str], value: &Value, index: usize) -> Option<&'a str> {
    let listed = keywords.iter().find_map(|keyword| schema.get(keyword))?;
    let text = match listed {
        Value::Array(all) if schema.get("enum")?.as_array()?.len() == all.len() => all.get(index)?,
        Value::Object(all) => match value {
            Value::String(text) => all.get(text)?,
            other => all.get(&other.to_string())?,
        },
        _ => return None,
    };
    text.as_str().filter(|text| !text.trim().is_empty())
}

/// Whether a keyword says something of the values of the `enum` beside it; a list of another length speaks of others.
pub(super) fn is_heard(schema: &Map<String, Value>, keyword: &str) -> bool {
    let is_known = NAMES.contains(&keyword) || DESCRIPTIONS.contains(&keyword);
    let values = schema.get("enum").and_then(Value::as_array);
    let Some(values) = values.filter(|_| is_known) else {
        return false;
    };
    match schema.get(keyword) {
        Some(Value::Array(all)) => all.len() == values.len(),
        Some(Value::Object(_)) => true,
        _ => false,
    }
}
