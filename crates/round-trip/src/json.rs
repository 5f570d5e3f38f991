//! A JSON value with its numbers as they are in the text. `serde_json::Value` rounds them, and so would not see that a type
//! rounds them too.

use lossless::Number;
use lossless::serde_json::{self, value::RawValue};
use std::fmt;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    /// `null`, `true` or `false`.
    Word(&'static str),
    /// A number; equality is that of decimal values.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object; no name is repeated.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The text of a value that stands at a place, less what stands under the name of a secret.
    pub(crate) fn shown(&self, place: &str) -> String {
        let is_secret = |token: &str| lossless::secret_name(&token.replace("~1", "/").replace("~0", "~"));
        if place.split('/').any(is_secret) {
            return "[redacted]".to_owned();
        }
        let mut shown = self.clone();
        shown.redact();
        shown.to_string()
    }

    fn redact(&mut self) {
        match self {
            Json::Array(items) => items.iter_mut().for_each(Json::redact),
            Json::Object(properties) => properties.iter_mut().for_each(|(name, value)| {
                if lossless::secret_name(name) {
                    *value = Json::String("[redacted]".to_owned());
                } else {
                    value.redact();
                }
            }),
            Json::Word(_) | Json::Number(_) | Json::String(_) => {}
        }
    }
}

/// Reads a text.
///
/// # Errors
/// It is no JSON, or repeats a name.
pub(crate) fn parse(text: &str) -> Result<Json, String> {
    let whole: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut rest = Rest(whole.get());
    rest.value()
}

/// What is still to be read of a text that is well-formed.
struct Rest<'t>(&'t str);

impl Rest<'_> {
    fn peek(&mut self) -> Option<char> {
        self.0 = self.0.trim_start();
        self.0.chars().next()
    }

    /// Takes a part, and says whether it was there.
    fn take(&mut self, part: &str) -> bool {
        self.peek();
        let rest = self.0.strip_prefix(part);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn value(&mut self) -> Result<Json, String> {
        match self.peek() {
            Some('{') => self.object(),
            Some('[') => self.array(),
            Some('"') => self.string().map(Json::String),
            Some('-' | '0'..='9') => {
                let number = self.number().parse().map_err(|error| format!("{error}"))?;
                Ok(Json::Number(number))
            }
            _ => {
                let word = ["null", "true", "false"].into_iter().find(|word| self.take(word));
                word.map(Json::Word).ok_or("not JSON".to_owned())
            }
        }
    }

    fn number(&mut self) -> &str {
        let end = self.0.find(|c: char| !c.is_ascii_digit() && !"+-.eE".contains(c));
        let (number, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        self.0 = rest;
        number
    }

    fn string(&mut self) -> Result<String, String> {
        let mut escaped = false;
        let end = self.0.char_indices().skip(1).find(|(_, c)| {
            let is_end = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            is_end
        });
        let (string, rest) = self.0.split_at(end.map_or(self.0.len(), |(end, _)| end + 1));
        self.0 = rest;
        serde_json::from_str(string).map_err(|error| error.to_string())
    }

    fn array(&mut self) -> Result<Json, String> {
        let mut items = Vec::new();
        self.take("[");
        while !self.take("]") {
            items.push(self.value()?);
            self.take(",");
        }
        Ok(Json::Array(items))
    }

    fn object(&mut self) -> Result<Json, String> {
        let mut properties: Vec<(String, Json)> = Vec::new();
        let mut names = std::collections::HashSet::new();
        self.take("{");
        while !self.take("}") {
            let name = self.string()?;
            self.take(":");
            if !names.insert(name.clone()) {
                return Err(format!("the property `{name}` is repeated"));
            }
            properties.push((name, self.value()?));
            self.take(",");
        }
        Ok(Json::Object(properties))
    }
}

impl Json {
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value at a JSON Pointer.
    pub(crate) fn pointer_mut(&mut self, pointer: &str) -> Option<&mut Json> {
        let mut tokens = pointer.split('/');
        if tokens.next() != Some("") {
            return None;
        }
        tokens.try_fold(self, |value, token| {
            value.get_mut(&token.replace("~1", "/").replace("~0", "~"))
        })
    }

    fn get_mut(&mut self, token: &str) -> Option<&mut Json> {
        match self {
            Json::Array(items) => items.get_mut(token.parse::<usize>().ok()?),
            Json::Object(properties) => {
                let property = properties.iter_mut().find(|(name, _)| name == token);
                property.map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// Sets a property, or an item that is there; whether it could.
    pub(crate) fn set(&mut self, token: &str, value: Json) -> bool {
        match (self.get_mut(token), value) {
            (Some(old), value) => *old = value,
            (None, value) => match self {
                Json::Object(properties) => properties.push((token.to_owned(), value)),
                _ => return false,
            },
        }
        true
    }

    /// Takes a property out; whether it was there.
    pub(crate) fn remove(&mut self, token: &str) -> bool {
        let Json::Object(properties) = self else { return false };
        let before = properties.len();
        properties.retain(|(name, _)| name != token);
        properties.len() < before
    }
}

/// JSON text.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Word(word) => f.write_str(word),
            Json::Number(number) => number.fmt(f),
            Json::String(text) => quoted(text, f),
            Json::Array(items) => {
                let mut separator = "[";
                for item in items {
                    write!(f, "{separator}{item}")?;
                    separator = ",";
                }
                f.write_str(if items.is_empty() { "[]" } else { "]" })
            }
            Json::Object(properties) => {
                let mut separator = "{";
                for (name, value) in properties {
                    f.write_str(separator)?;
                    quoted(name, f)?;
                    write!(f, ":{value}")?;
                    separator = ",";
                }
                f.write_str(if properties.is_empty() { "{}" } else { "}" })
            }
        }
    }
}

fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(&serde_json::to_string(text).map_err(|_| fmt::Error)?)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_text_keeps_its_numbers() {
        let text =
            r#"{"a\"\\b":[1e400,0.30000000000000000000001,-0,{}],"\u00e9":{"x":null,"y":[true,false,""]},"":[]}"#;
        let value = parse(text).expect("JSON");
        assert_eq!(value.to_string(), text.replace(r"\u00e9", "é").replace("-0,", "-0.0,"));
        assert_eq!(parse(&value.to_string()), Ok(value));
        assert_eq!(parse("[1, 1.0, 10e-1]"), parse(" [1.0,1,1] "));
        assert_ne!(
            parse("123456789012345678901234567890"),
            parse("123456789012345678901234567891")
        );
    }

    #[test]
    fn what_is_no_json_is_no_value() {
        for text in ["", "[1", "[01]", "{\"a\" 1}", "nul", "1 2", r#""\ud800""#] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(r#"{"a": 1, "a": 1}"#).is_err());
    }
}
