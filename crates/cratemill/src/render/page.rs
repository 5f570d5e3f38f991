//! What the page of a type shows beside what its schema says: where that lies, and a short example.

use super::docs::code_span;
use crate::budget;
use crate::convert::Type;
use crate::text::plain_text;
use serde_json::Value;
use std::fmt::Write;

/// The paragraphs of its documentation.
pub(super) fn paragraphs(one: &Type) -> Vec<String> {
    let mut all = Vec::new();
    // What stands nowhere has an address that begins with a mark.
    if !one.address.starts_with(['?', '!']) && one.address.len() <= budget::SHOWN_ADDRESS_BYTES {
        let place = code_span(&plain_text(&one.address));
        all.push(match &one.shown.link {
            Some(link) => format!("Schema: [{place}]({link})."),
            None => format!("Schema: {place}."),
        });
    }
    if let Some((origin, example)) = &one.shown.example {
        all.push(format!("{origin}:"));
        all.push(format!("```json\n{}\n```", json_text(example)));
    }
    all
}

/// JSON text in ASCII but for letters: nothing in it can hide or reorder what stands around it, or end a block of code.
pub fn json_text(value: &Value) -> String {
    let mut text = String::new();
    for c in format!("{value:#}").chars() {
        let plain = c == '\n' || c.is_ascii_graphic() && c != '`' || c == ' ' || c.is_alphanumeric();
        if plain {
            text.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    text
}
