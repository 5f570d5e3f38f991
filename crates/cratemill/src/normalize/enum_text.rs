//! What is written beside an `enum` about its values: generators of documents and of code agreed on lists of names and of
//! descriptions, in the order of the values, or by value.

use serde_json::Value;

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
        Value::Array(all) if has_length(schema, all.len()) => all.get(index)?,
        Value::Object(all) => match value {
            Value::String(text) => all.get(text)?,
            other => all.get(&other.to_string())?,
        },
        _ => return None,
    };
    text.as_str().filter(|text| !text.trim().is_empty())
}

/// Whether a keyword says something of the values of the `enum` beside it.
pub(super) fn is_heard(schema: &Value, keyword: &str) -> bool {
    let listed = schema.get(keyword);
    let is_known = NAMES.contains(&keyword) || DESCRIPTIONS.contains(&keyword);
    is_known
        && match listed {
            Some(Value::Array(all)) => has_length(schema, all.len()),
            Some(Value::Object(_)) => schema.get("enum").is_some_and(Value::is_array),
            _ => false,
        }
}

/// A list of another length speaks of other values.
fn has_length(schema: &Value, length: usize) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    values.is_some_and(|values| values.len() == length)
}
