//! The files in `tests/edits/`.

use crate::json::{self, Json};
use std::fmt;

/// One change of an instance.
#[derive(Debug)]
pub(crate) struct Edit {
    pointer: String,
    /// The new value; none where the property is taken out.
    value: Option<Json>,
    /// The JSON Pointers at one of which an error is due.
    pub at: Vec<String>,
}

/// The edits under one name of a file, none where it has no such name.
#[track_caller]
pub(crate) fn read(file: &str, list: &str) -> Vec<Edit> {
    let edits = items(file, list)
        .into_iter()
        .map(|mut item| edit(&mut item).ok_or(item));
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
        .filter_map(Json::as_str)
        .map(str::to_owned)
        .collect()
}

#[track_caller]
fn items(file: &str, list: &str) -> Vec<Json> {
    match json::parse(file) {
        Ok(mut file) => match file.pointer_mut(&format!("/{list}")) {
            Some(Json::Array(items)) => std::mem::take(items),
            _ => Vec::new(),
        },
        Err(error) => panic!("the file of edits is not JSON: {error}"),
    }
}

fn edit(item: &mut Json) -> Option<Edit> {
    let (pointer, value) = match item.pointer_mut("/set") {
        Some(pointer) => (pointer.clone(), Some(item.pointer_mut("/to")?.clone())),
        None => (item.pointer_mut("/remove")?.clone(), None),
    };
    let at = match item.pointer_mut("/at") {
        Some(Json::Array(at)) => at.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    Some(Edit {
        pointer: pointer.as_str()?.to_owned(),
        value,
        at,
    })
}

impl Edit {
    /// The instance with the change; `None` where it has no such place.
    pub fn of(&self, instance: &Json) -> Option<Json> {
        let Some((parent, token)) = self.pointer.rsplit_once('/') else {
            return self.value.clone();
        };
        let mut edited = instance.clone();
        let token = token.replace("~1", "/").replace("~0", "~");
        let parent = edited.pointer_mut(parent)?;
        let done = match &self.value {
            Some(value) => parent.set(&token, value.clone()),
            None => parent.remove(&token),
        };
        done.then_some(edited)
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "with `{}` set to {}", self.pointer, value.shown(&self.pointer)),
            None => write!(f, "without `{}`", self.pointer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{json, read};

    fn edited(edit: &str) -> Option<String> {
        let instance = json::parse(r#"{"a/b":[1,2],"c":null}"#).expect("JSON");
        let edits = read(&format!(r#"{{"varied": [{edit}]}}"#), "varied");
        edits
            .first()
            .and_then(|edit| edit.of(&instance))
            .map(|edited| edited.to_string())
    }

    #[test]
    fn an_edit_sets_adds_or_removes_one_value() {
        let check = |edit, expected: &str| assert_eq!(edited(edit).as_deref(), Some(expected));
        check(r#"{ "set": "", "to": null }"#, "null");
        check(r#"{ "set": "/a~1b/1", "to": 1e400 }"#, r#"{"a/b":[1,1e400],"c":null}"#);
        check(r#"{ "set": "/d", "to": 1 }"#, r#"{"a/b":[1,2],"c":null,"d":1}"#);
        check(r#"{ "remove": "/c" }"#, r#"{"a/b":[1,2]}"#);
    }

    #[test]
    fn an_edit_that_does_not_fit_says_so() {
        assert_eq!(edited(r#"{ "remove": "/missing" }"#), None);
        assert_eq!(edited(r#"{ "set": "/a~1b/2", "to": 1 }"#), None);
        assert_eq!(edited(r#"{ "remove": "" }"#), None);
    }
}
