use crate::json::{self, Json};
use std::collections::HashMap;
use std::fmt;

/// The first place where two JSON values differ, in the order of the expected one.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The JSON Pointer.
    pub path: String,
    /// What was expected there, as JSON text without secrets; none if the property or item should not exist.
    pub expected: Option<String>,
    /// What was found there, as JSON text without secrets; none if the property or item is missing.
    pub found: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the whole" } else { &self.path };
        match (&self.expected, &self.found) {
            (Some(expected), Some(found)) => write!(f, "{place}: expected {}, found {}", short(expected), short(found)),
            (Some(expected), None) => write!(f, "{place}: expected {}, found nothing", short(expected)),
            (None, Some(found)) => write!(f, "{place}: expected nothing, found {}", short(found)),
            (None, None) => write!(f, "{place}: no difference"),
        }
    }
}

/// JSON text, cut where it is too long to read.
fn short(text: &str) -> String {
    const LENGTH: usize = 200;
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// JSON value equality of two texts: numbers by their decimal values, `1` and `1.0` being equal and no digit being too many
/// to count; objects in any order.
///
/// # Errors
/// The values differ; the first difference. What is no JSON is different from everything.
pub fn equal(expected: &str, found: &str) -> Result<(), Box<Difference>> {
    match (json::parse(expected), json::parse(found)) {
        (Ok(expected), Ok(found)) => same(&expected, &found),
        _ => Err(Box::new(Difference {
            path: String::new(),
            expected: Some(expected.to_owned()),
            found: Some(found.to_owned()),
        })),
    }
}

/// As [`equal`], of values.
pub(crate) fn same(expected: &Json, found: &Json) -> Result<(), Box<Difference>> {
    compare(&mut String::new(), Some(expected), Some(found))
}

fn compare(path: &mut String, expected: Option<&Json>, found: Option<&Json>) -> Result<(), Box<Difference>> {
    match (expected, found) {
        (Some(Json::Array(expected)), Some(Json::Array(found))) => {
            for index in 0..expected.len().max(found.len()) {
                below(path, &index.to_string(), expected.get(index), found.get(index))?;
            }
            Ok(())
        }
        (Some(Json::Object(expected)), Some(Json::Object(found))) => {
            let by_name: HashMap<&str, &Json> = found.iter().map(|(name, value)| (&**name, value)).collect();
            let mut known = by_name.clone();
            for (name, value) in expected {
                known.remove(&**name);
                below(path, name, Some(value), by_name.get(&**name).copied())?;
            }
            let added = found.iter().find(|(name, _)| known.contains_key(&**name));
            match added {
                Some((name, value)) => below(path, name, None, Some(value)),
                None => Ok(()),
            }
        }
        (Some(expected), Some(found)) if expected == found => Ok(()),
        _ => Err(Box::new(Difference {
            path: path.clone(),
            expected: expected.map(|value| value.shown(path)),
            found: found.map(|value| value.shown(path)),
        })),
    }
}

fn below(
    path: &mut String,
    segment: &str,
    expected: Option<&Json>,
    found: Option<&Json>,
) -> Result<(), Box<Difference>> {
    let length = path.len();
    path.push('/');
    path.push_str(&segment.replace('~', "~0").replace('/', "~1"));
    compare(path, expected, found)?;
    path.truncate(length);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::equal;

    #[test]
    fn equality_is_that_of_json_values() {
        let left = r#"{"a": 1, "b": [1.5, {"c": null}], "d": "x"}"#;
        let right = r#"{"d": "x", "b": [1.5, {"c": null}], "a": 1.0}"#;
        assert_eq!(equal(left, right), Ok(()));
        for (left, right) in [
            ("9007199254740993", "9007199254740992.0"),
            ("123456789012345678901234567890", "123456789012345677877719597056"),
            ("1.2345678901234568e+29", "123456789012345678901234567890"),
            ("1e400", "1e401"),
            ("0.1", "0.1000000000000000055511151231257827"),
            ("[", "["),
        ] {
            assert!(equal(left, right).is_err(), "{left} {right}");
        }
    }

    #[test]
    fn the_first_difference_has_a_path() {
        let check = |expected, found, text: &str| {
            assert_eq!(
                equal(expected, found).map_err(|difference| difference.to_string()),
                Err(text.to_owned())
            );
        };
        check("1", r#""1""#, r#"the whole: expected 1, found "1""#);
        check(r#"{"a": [1, 2]}"#, r#"{"a": [1, 3]}"#, "/a/1: expected 2, found 3");
        check(r#"{"a/b~": null}"#, "{}", "/a~1b~0: expected null, found nothing");
        check("{}", r#"{"a": 1, "b": 2}"#, "/a: expected nothing, found 1");
        check("[]", "[{}]", "/0: expected nothing, found {}");
    }
}
