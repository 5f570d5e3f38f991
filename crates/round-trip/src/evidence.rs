//! The files in `tests/evidence/`: a line for each type, its instances, and the edits of the last of these.

use lossless::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

/// A file of evidence.
#[derive(Debug)]
pub struct Evidence {
    path: &'static str,
    text: &'static str,
    /// The lines of each type: the number of the first one, and all of them.
    types: OnceLock<BTreeMap<String, (usize, Vec<&'static str>)>>,
}

/// A line of evidence.
#[derive(Debug)]
pub(crate) struct Line {
    /// Path and number.
    pub place: String,
    /// The law that it shows.
    pub law: String,
    /// What it is.
    pub what: What,
    /// The JSON Pointers at one of which an error is due.
    pub at: Vec<String>,
}

/// An instance, or one change of it.
#[derive(Debug)]
pub(crate) enum What {
    Instance(String, Value),
    /// At a JSON Pointer, the new value; none where the property is taken out.
    Edit(String, Option<Value>),
}

impl Evidence {
    /// The file at a path of the crate, with its text.
    pub const fn new(path: &'static str, text: &'static str) -> Evidence {
        Evidence {
            path,
            text,
            types: OnceLock::new(),
        }
    }

    /// The lines of one type.
    #[track_caller]
    pub(crate) fn of(&self, name: &str) -> Vec<Line> {
        let types = self.types.get_or_init(|| types(self.text));
        let Some((first, lines)) = types.get(name) else {
            panic!("{}: no line names the type `{name}`", self.path);
        };
        let parsed = lines.iter().enumerate().map(|(index, text)| {
            let place = format!("{}:{}", self.path, first + index);
            line(&place, text).unwrap_or_else(|| panic!("{place}: neither an instance nor an edit: {text}"))
        });
        parsed.collect()
    }
}

fn types(text: &'static str) -> BTreeMap<String, (usize, Vec<&'static str>)> {
    let mut types: BTreeMap<String, (usize, Vec<&str>)> = BTreeMap::new();
    let mut current = String::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(rest) = line.strip_prefix(r#"{"type":""#) {
            rest.trim_end_matches("\"}").clone_into(&mut current);
            types.insert(current.clone(), (index + 2, Vec::new()));
        } else if let Some((_, lines)) = types.get_mut(&current) {
            lines.push(line);
        }
    }
    types
}

fn line(place: &str, text: &str) -> Option<Line> {
    let Ok(Value::Object(mut members)) = serde_json::from_str(text) else {
        return None;
    };
    let mut take = |name: &str| members.remove(name);
    let (value, new, at) = (take("is"), take("to"), take("at"));
    let (law, subject) = members.into_iter().next()?;
    let subject = subject.as_str()?.to_owned();
    let texts = |at: Value| -> Vec<String> {
        let texts = at.as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    };
    let at = at.map_or_else(|| vec![subject.clone()], texts);
    let what = match value {
        Some(value) => What::Instance(subject, value),
        None => What::Edit(subject, new),
    };
    let place = place.to_owned();
    Some(Line { place, law, what, at })
}

impl What {
    /// The value that a law is shown on, `base` being the last instance; `None` where that has no such place.
    pub fn of(&self, base: Option<&Value>) -> Option<Value> {
        let (pointer, new) = match self {
            What::Instance(_, value) => return Some(value.clone()),
            What::Edit(pointer, new) => (pointer, new.as_ref()),
        };
        let mut edited = base?.clone();
        let Some((parent, token)) = pointer.rsplit_once('/') else {
            return new.cloned();
        };
        let token = token.replace("~1", "/").replace("~0", "~");
        match (edited.pointer_mut(parent)?, new) {
            (Value::Object(object), Some(value)) => drop(object.insert(token, value.clone())),
            (Value::Object(object), None) => drop(object.remove(&token)?),
            (Value::Array(items), Some(value)) => *items.get_mut(token.parse::<usize>().ok()?)? = value.clone(),
            _ => return None,
        }
        Some(edited)
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Instance(label, _) => write!(f, "the instance `{label}`"),
            What::Edit(pointer, Some(value)) => write!(f, "with `{pointer}` set to {value}"),
            What::Edit(pointer, None) => write!(f, "without `{pointer}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Evidence, line};
    use serde_json::{Value, json};

    fn edited(edit: Value) -> Option<Value> {
        let line = line("x.jsonl:1", &edit.to_string()).expect("a line");
        line.what.of(Some(&json!({ "a/b": [1, 2], "c": null })))
    }

    #[test]
    fn an_edit_sets_adds_or_removes_one_value() {
        assert_eq!(edited(json!({ "varied": "", "to": null })), Some(json!(null)));
        assert_eq!(
            edited(json!({ "varied": "/a~1b/1", "to": "x" })),
            Some(json!({ "a/b": [1, "x"], "c": null }))
        );
        assert_eq!(
            edited(json!({ "varied": "/d", "to": 1 })),
            Some(json!({ "a/b": [1, 2], "c": null, "d": 1 }))
        );
        assert_eq!(edited(json!({ "varied": "/c" })), Some(json!({ "a/b": [1, 2] })));
    }

    #[test]
    fn an_edit_that_does_not_fit_says_so() {
        assert_eq!(edited(json!({ "varied": "/missing" })), None);
        assert_eq!(edited(json!({ "varied": "/a~1b/2", "to": 1 })), None);
        assert_eq!(edited(json!({ "varied": "" })), None);
    }

    #[test]
    fn the_lines_of_a_type_have_their_numbers() {
        const TEXT: &str = "{\"type\":\"a\"}\n{\"equal\":\"least\",\"is\":1}\n{\"type\":\"b\"}\n\
                            {\"refused\":\"x\",\"is\":[],\"at\":[\"\",\"/b\"]}\n{\"reshaped\":\"/c\"}\n";
        let lines = Evidence::new("x.jsonl", TEXT).of("b");
        let shown = lines
            .iter()
            .map(|line| format!("{} {} {:?} {}", line.place, line.law, line.at, line.what));
        assert_eq!(
            shown.collect::<Vec<_>>(),
            [
                r#"x.jsonl:4 refused ["", "/b"] the instance `x`"#,
                r#"x.jsonl:5 reshaped ["/c"] without `/c`"#,
            ]
        );
    }

    #[test]
    #[should_panic(expected = "x.jsonl: no line names the type `b`")]
    fn a_type_without_lines_is_no_proof() {
        Evidence::new("x.jsonl", "{\"type\":\"a\"}\n").of("b");
    }
}
