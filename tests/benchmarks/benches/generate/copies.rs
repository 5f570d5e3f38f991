//! A provider of many schemas: copies of one, each under names of its own.

use benchmarks::house::{House, make, read, write};
use serde_json::Value;

/// Lays the largest provider so many times into one, without examples.
///
/// # Errors
/// A file can't be read or written, or is no JSON.
pub fn lay(house: &House, times: usize) -> Result<(), String> {
    let from = house.path("one").join(&house.largest);
    let into = house.path("many").join(&house.largest);
    for copy in 0..times {
        let prefix = char::from(b'a' + (copy % 26) as u8).to_string().repeat(3);
        for folder in ["json-schema", "examples"] {
            for path in house.files("one", folder) {
                let inner = path
                    .strip_prefix(from.join(folder))
                    .map_err(|error| error.to_string())?;
                let mut value: Value =
                    serde_json::from_str(&read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
                rename(&mut value, &prefix);
                let new = into.join(folder).join(&prefix).join(inner);
                make(new.parent().unwrap_or(&into))?;
                write(&new, &value.to_string())?;
            }
        }
    }
    Ok(())
}

/// Puts the name of a copy before each name of a component.
fn rename(value: &mut Value, prefix: &str) {
    match value {
        Value::Object(object) => {
            for (keyword, value) in object.iter_mut() {
                match value {
                    Value::String(text) if ["$id", "$ref", "title"].contains(&&**keyword) => {
                        let name = text.rfind('/').map_or(0, |slash| slash + 1);
                        text.insert_str(name, &format!("{prefix}_"));
                    }
                    value => rename(value, prefix),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, prefix)),
        _ => {}
    }
}
