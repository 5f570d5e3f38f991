mod names;

pub use names::{counts_tokens, secret_name};

use crate::Field;
use serde_json::Value;
use std::fmt;

/// Stands for a secret: `Debug` prints `[redacted]`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A field as `Debug` of what holds it prints it: of what has no type, what lies under names that look secret is hidden.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Visible<'a>(pub &'a dyn Field);

impl fmt::Debug for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}

/// A field that is a secret, as `Debug` prints it: that there is none is no secret.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Hidden<'a>(pub &'a dyn Field);

impl fmt::Debug for Hidden<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.is_nothing() {
            true => self.0.show(f),
            false => Redacted.fmt(f),
        }
    }
}

/// An untyped value whose `Debug` redacts what lies under names that look secret, at any depth.
#[derive(Clone, Copy)]
pub struct Shown<'a>(pub &'a Value);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Array(items) => f.debug_list().entries(items.iter().map(Shown)).finish(),
            Value::Object(properties) => show_properties(properties, f),
            Value::Null => f.write_str("null"),
            Value::Bool(value) => value.fmt(f),
            Value::Number(value) => fmt::Display::fmt(value, f),
            Value::String(text) => text.fmt(f),
        }
    }
}

/// Prints untyped properties as [`Shown`] does.
///
/// # Errors
/// Those of the formatter.
pub(crate) fn show_properties(properties: &serde_json::Map<String, Value>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut map = f.debug_map();
    for (name, value) in properties {
        if secret_name(name) && !(value.is_number() && counts_tokens(name)) {
            map.entry(name, &Redacted);
        } else {
            map.entry(name, &Shown(value));
        }
    }
    map.finish()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_number_of_tokens_is_shown() {
        let value = serde_json::json!({ "tokens": 12, "usage": { "tokens": [1], "token": 7, "pin": 9 } });
        assert_eq!(
            format!("{:?}", super::Shown(&value)),
            r#"{"tokens": 12, "usage": {"tokens": [redacted], "token": [redacted], "pin": [redacted]}}"#
        );
    }
}
