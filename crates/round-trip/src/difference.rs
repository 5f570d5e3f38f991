use lossless::Value;
use std::fmt;

/// The first place where two JSON values differ, in the order of the expected one.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The JSON Pointer.
    pub path: String,
    /// What was expected there; none if the property or item should not exist.
    pub expected: Option<Value>,
    /// What was found there; none if the property or item is missing.
    pub found: Option<Value>,
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
fn short(value: &Value) -> String {
    const LENGTH: usize = 200;
    let text = value.to_string();
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// JSON value equality, as [`lossless::equal`] has it: `1` and `1.0` are equal, the order of properties doesn't matter.
///
/// # Errors
/// The values differ; the first difference.
pub fn equal(expected: &Value, found: &Value) -> Result<(), Box<Difference>> {
    compare(&mut String::new(), Some(expected), Some(found))
}

fn compare(path: &mut String, expected: Option<&Value>, found: Option<&Value>) -> Result<(), Box<Difference>> {
    match (expected, found) {
        (Some(Value::Array(expected)), Some(Value::Array(found))) => {
            for index in 0..expected.len().max(found.len()) {
                below(path, &index.to_string(), expected.get(index), found.get(index))?;
            }
            Ok(())
        }
        (Some(Value::Object(expected)), Some(Value::Object(found))) => {
            let added = found.keys().filter(|name| !expected.contains_key(*name));
            for name in expected.keys().chain(added) {
                below(path, name, expected.get(name), found.get(name))?;
            }
            Ok(())
        }
        (Some(expected), Some(found)) if lossless::equal(expected, found) => Ok(()),
        _ => Err(Box::new(Difference {
            path: path.clone(),
            expected: expected.cloned(),
            found: found.cloned(),
        })),
    }
}

fn below(
    path: &mut String,
    segment: &str,
    expected: Option<&Value>,
    found: Option<&Value>,
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
    use serde_json::json;

    #[test]
    fn equality_is_that_of_json_values() {
        let left = json!({"a": 1, "b": [1.5, {"c": null}], "d": "x"});
        let right = json!({"d": "x", "b": [1.5, {"c": null}], "a": 1.0});
        assert_eq!(equal(&left, &right), Ok(()));
        assert!(equal(&json!(9_007_199_254_740_993_u64), &json!(9_007_199_254_740_992.0)).is_err());
    }

    #[test]
    fn the_first_difference_has_a_path() {
        let check = |expected, found, text: &str| {
            assert_eq!(
                equal(&expected, &found).map_err(|difference| difference.to_string()),
                Err(text.to_owned())
            );
        };
        check(json!(1), json!("1"), r#"the whole: expected 1, found "1""#);
        check(json!({"a": [1, 2]}), json!({"a": [1, 3]}), "/a/1: expected 2, found 3");
        check(
            json!({"a/b~": null}),
            json!({}),
            "/a~1b~0: expected null, found nothing",
        );
        check(json!([]), json!([{}]), "/0: expected nothing, found {}");
    }
}
