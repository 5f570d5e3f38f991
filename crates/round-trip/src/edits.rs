//! The files in `tests/edits/`.

use lossless::Value;
use std::fmt;

/// One change of an instance.
#[derive(Debug)]
pub(crate) struct Edit {
    pointer: String,
    /// The new value; none where the property is taken out.
    value: Option<Value>,
    /// The JSON Pointers at one of which an error is due.
    pub at: Vec<String>,
}

/// The edits under one name of a file, none where it has no such name.
#[track_caller]
pub(crate) fn read(file: &str, list: &str) -> Vec<Edit> {
    let edits = items(file, list).into_iter().map(|item| edit(&item).ok_or(item));
    match edits.collect() {
        Ok(edits) => edits,
        Err(item) => panic!("this is no edit: {item}"),
    }
}

/// The texts under one name of a file.
#[track_caller]
pub(crate) fn texts(file: &str, list: &str) -> Vec<String> {
    items(file, list)
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

#[track_caller]
fn items(file: &str, list: &str) -> Vec<Value> {
    match serde_json::from_str::<Value>(file) {
        Ok(mut file) => file
            .get_mut(list)
            .and_then(Value::as_array_mut)
            .map(std::mem::take)
            .unwrap_or_default(),
        Err(error) => panic!("the file of edits is not JSON: {error}"),
    }
}

fn edit(item: &Value) -> Option<Edit> {
    let (pointer, value) = match item.get("set") {
        Some(pointer) => (pointer, Some(item.get("to")?.clone())),
        None => (item.get("remove")?, None),
    };
    let at = item.get("at").and_then(Value::as_array).into_iter().flatten();
    let at = at.filter_map(Value::as_str).map(str::to_owned).collect();
    Some(Edit {
        pointer: pointer.as_str()?.to_owned(),
        value,
        at,
    })
}

impl Edit {
    /// The instance with the change; `None` where it has no such place.
    pub fn of(&self, instance: &Value) -> Option<Value> {
        let mut edited = instance.clone();
        let value = self.value.as_ref();
        let Some((parent, token)) = self.pointer.rsplit_once('/') else {
            return value.cloned();
        };
        let token = token.replace("~1", "/").replace("~0", "~");
        match (edited.pointer_mut(parent)?, value) {
            (Value::Object(object), Some(value)) => drop(object.insert(token, value.clone())),
            (Value::Object(object), None) => drop(object.remove(&token)?),
            (Value::Array(items), Some(value)) => *items.get_mut(token.parse::<usize>().ok()?)? = value.clone(),
            _ => return None,
        }
        Some(edited)
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "with `{}` set to {value}", self.pointer),
            None => write!(f, "without `{}`", self.pointer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;

    fn edited(edit: serde_json::Value) -> Option<serde_json::Value> {
        let edits = read(&json!({ "varied": [edit] }).to_string(), "varied");
        edits
            .first()
            .and_then(|edit| edit.of(&json!({ "a/b": [1, 2], "c": null })))
    }

    #[test]
    fn an_edit_sets_adds_or_removes_one_value() {
        assert_eq!(edited(json!({ "set": "", "to": null })), Some(json!(null)));
        assert_eq!(
            edited(json!({ "set": "/a~1b/1", "to": "x" })),
            Some(json!({ "a/b": [1, "x"], "c": null }))
        );
        assert_eq!(
            edited(json!({ "set": "/d", "to": 1 })),
            Some(json!({ "a/b": [1, 2], "c": null, "d": 1 }))
        );
        assert_eq!(edited(json!({ "remove": "/c" })), Some(json!({ "a/b": [1, 2] })));
    }

    #[test]
    fn an_edit_that_does_not_fit_says_so() {
        assert_eq!(edited(json!({ "remove": "/missing" })), None);
        assert_eq!(edited(json!({ "set": "/a~1b/2", "to": 1 })), None);
        assert_eq!(edited(json!({ "remove": "" })), None);
    }
}
