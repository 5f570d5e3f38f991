//! An edit made in the instance itself, and taken back: a copy of the whole for each proposal would cost more than the judges.

use super::Proposal;
use crate::evidence::place::split_last;
use serde_json::Value;

/// What an edit has replaced.
pub(super) struct Undo<'p> {
    /// Pointer of what holds the value; none where the value is the whole.
    place: Option<(&'p str, String)>,
    before: Before,
}

enum Before {
    Value(Value),
    Nothing,
    /// A member of an object, and where it stood.
    Member(usize, Value),
}

/// Replaces a value, adds it to an object, or removes it from one; none, and nothing is done, where that changes nothing.
pub(super) fn edit<'p>(whole: &mut Value, (pointer, value): &'p Proposal) -> Option<Undo<'p>> {
    let Some((parent, token)) = split_last(pointer) else {
        let value = value.as_ref().filter(|value| *value != whole)?;
        return Some(Undo {
            place: None,
            before: Before::Value(std::mem::replace(whole, value.clone())),
        });
    };
    let before = match (whole.pointer_mut(parent)?, value) {
        (Value::Object(object), Some(value)) if object.get(&token) != Some(value) => {
            match object.insert(token.clone(), value.clone()) {
                Some(old) => Before::Value(old),
                None => Before::Nothing,
            }
        }
        (Value::Object(object), None) => {
            let index = object.keys().position(|name| *name == token)?;
            Before::Member(index, object.shift_remove(&token)?)
        }
        (Value::Array(items), Some(value)) => {
            let item = items.get_mut(token.parse::<usize>().ok()?)?;
            match item == value {
                true => return None,
                false => Before::Value(std::mem::replace(item, value.clone())),
            }
        }
        _ => return None,
    };
    Some(Undo {
        place: Some((parent, token)),
        before,
    })
}

/// Takes an edit back: the instance is what it was, the order of its members too.
pub(super) fn take_back(whole: &mut Value, undo: Undo<'_>) {
    let Some((parent, token)) = undo.place else {
        if let Before::Value(old) = undo.before {
            *whole = old;
        }
        return;
    };
    match (whole.pointer_mut(parent), undo.before) {
        (Some(Value::Object(object)), Before::Value(old)) => drop(object.insert(token, old)),
        (Some(Value::Object(object)), Before::Nothing) => drop(object.shift_remove(&token)),
        (Some(Value::Object(object)), Before::Member(index, old)) => drop(object.shift_insert(index, token, old)),
        (Some(Value::Array(items)), Before::Value(old)) => {
            if let Some(item) = token.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
                *item = old;
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_taken_back_is_as_it_was() {
        let whole = json!({ "a": [1, { "b": 2 }], "c/~": null, "d": {} });
        let edits = [
            ("", Some(json!([])), true),
            ("", Some(whole.clone()), false),
            ("", None, false),
            ("/a", Some(json!(1)), true),
            ("/a", None, true),
            ("/e", None, false),
            ("/e", Some(json!(null)), true),
            ("/a/0", Some(json!(1)), false),
            ("/a/0", Some(json!(2)), true),
            ("/a/0", None, false),
            ("/a/2", Some(json!(2)), false),
            ("/a/1/b", Some(json!(3)), true),
            ("/c~1~0", Some(json!(3)), true),
            ("/c~1~0", None, true),
            ("/a/0/x", Some(json!(3)), false),
            ("/x/y", Some(json!(3)), false),
        ];
        for (pointer, value, is_done) in edits {
            let proposal = (pointer.to_owned(), value);
            let mut edited = whole.clone();
            let undo = edit(&mut edited, &proposal);
            assert_eq!(undo.is_some(), is_done, "{proposal:?}");
            assert_eq!(edited != whole, is_done, "{proposal:?}");
            if is_done {
                assert_eq!(edited.pointer(pointer), proposal.1.as_ref(), "{proposal:?}");
            }
            undo.into_iter().for_each(|undo| take_back(&mut edited, undo));
            assert_eq!(edited.to_string(), whole.to_string(), "{proposal:?}");
        }
    }
}
