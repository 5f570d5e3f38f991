mod names;

pub use names::{counts_tokens, secret_name};

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

/// An untyped value whose `Debug` redacts what lies under names that look secret, at any depth.
#[derive(Clone, Copy)]
pub struct Shown<'a>(pub &'a Value);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Array(items) => f.debug_list().entries(items.iter().map(Shown)).finish(),
            Value::Object(properties) => {
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
            Value::Null => f.write_str("null"),
            Value::Bool(value) => value.fmt(f),
            Value::Number(value) => fmt::Display::fmt(value, f),
            Value::String(text) => text.fmt(f),
        }
    }
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
