//! Values and names from upstream in a sentence.

use serde_json::Value;

/// How many characters of a value are shown.
const LONGEST: usize = 60;

/// Text from upstream, harmless and on one line.
pub(in crate::drift) fn plain(text: &str) -> String {
    let mut plain: String = crate::text::plain_text(text)
        .replace(['`', '\n'], " ")
        .chars()
        .take(2 * LONGEST)
        .collect();
    if plain.is_empty() && !text.is_empty() {
        plain = text.escape_default().take(LONGEST).collect();
    }
    plain
}

pub(super) fn value(value: &Value) -> String {
    // Addresses of our own say nothing to a reader.
    let text = value.to_string();
    let text = text
        .replace("cratemill:///reads#/$defs/", "")
        .replace("cratemill:///", "");
    let short: String = text.chars().take(LONGEST).collect();
    let dots = if short.len() < text.len() { "..." } else { "" };
    format!("`{}{dots}`", plain(&short))
}

pub(super) fn maybe(one: Option<&Value>) -> String {
    one.map_or_else(|| "nothing".to_owned(), value)
}

pub(super) fn list(values: &[String]) -> String {
    let all: Vec<String> = values.iter().map(|one| format!("`{}`", plain(one))).collect();
    if all.is_empty() {
        "nothing".to_owned()
    } else {
        all.join(", ")
    }
}
