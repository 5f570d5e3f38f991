//! The files in `tests/evidence/`: a line for each type, its instances, and the edits of the last of these.

use crate::json::{self, Json};
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
    /// The alternatives that the unions at a JSON Pointer may be read into.
    pub chosen: Vec<(String, Vec<String>)>,
}

/// An instance, or one change of it.
#[derive(Debug)]
pub(crate) enum What {
    Instance(String, Json),
    /// At a JSON Pointer, the new value; none where the property is taken out.
    Edit(String, Option<Json>),
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
    let Ok(Json::Object(mut members)) = json::parse(text) else {
        return None;
    };
    let mut take = |name: &str| {
        let at = members.iter().position(|(own, _)| own == name)?;
        Some(members.remove(at).1)
    };
    let (value, new, at, chosen) = (take("is"), take("to"), take("at"), take("chosen"));
    let (law, subject) = members.into_iter().next()?;
    let subject = subject.as_str()?.to_owned();
    let at = match at {
        None => vec![subject.clone()],
        Some(at) => texts(&at),
    };
    let chosen = match chosen {
        Some(Json::Object(places)) => places
            .into_iter()
            .map(|(place, names)| (place, texts(&names)))
            .collect(),
        _ => Vec::new(),
    };
    let what = match value {
        Some(value) => What::Instance(subject, value),
        None => What::Edit(subject, new),
    };
    let place = place.to_owned();
    Some(Line {
        place,
        law,
        what,
        at,
        chosen,
    })
}

fn texts(list: &Json) -> Vec<String> {
    match list {
        Json::Array(items) => items.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

impl What {
    /// The value that a law is shown on, `base` being the last instance; `None` where that has no such place.
    pub fn of(&self, base: Option<&Json>) -> Option<Json> {
        let (pointer, new) = match self {
            What::Instance(_, value) => return Some(value.clone()),
            What::Edit(pointer, new) => (pointer, new.as_ref()),
        };
        let mut edited = base?.clone();
        let Some((parent, token)) = pointer.rsplit_once('/') else {
            return new.cloned();
        };
        let token = token.replace("~1", "/").replace("~0", "~");
        let parent = edited.pointer_mut(parent)?;
        let done = match new {
            Some(value) => parent.set(&token, value.clone()),
            None => parent.remove(&token),
        };
        done.then_some(edited)
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::Instance(label, _) => write!(f, "the instance `{label}`"),
            What::Edit(pointer, Some(value)) => write!(f, "with `{pointer}` set to {}", value.shown(pointer)),
            What::Edit(pointer, None) => write!(f, "without `{pointer}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Evidence, json, line};

    fn edited(edit: &str) -> Option<String> {
        let base = json::parse(r#"{"a/b":[1,2],"c":null}"#).expect("JSON");
        let line = line("x.jsonl:1", edit).expect("a line");
        line.what.of(Some(&base)).map(|edited| edited.to_string())
    }

    #[test]
    fn an_edit_sets_adds_or_removes_one_value() {
        let check = |edit, expected: &str| assert_eq!(edited(edit).as_deref(), Some(expected));
        check(r#"{ "varied": "", "to": null }"#, "null");
        check(
            r#"{ "varied": "/a~1b/1", "to": 1e400 }"#,
            r#"{"a/b":[1,1e400],"c":null}"#,
        );
        check(r#"{ "varied": "/d", "to": 1 }"#, r#"{"a/b":[1,2],"c":null,"d":1}"#);
        check(r#"{ "varied": "/c" }"#, r#"{"a/b":[1,2]}"#);
    }

    #[test]
    fn an_edit_that_does_not_fit_says_so() {
        assert_eq!(edited(r#"{ "varied": "/missing" }"#), None);
        assert_eq!(edited(r#"{ "varied": "/a~1b/2", "to": 1 }"#), None);
        assert_eq!(edited(r#"{ "varied": "" }"#), None);
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
