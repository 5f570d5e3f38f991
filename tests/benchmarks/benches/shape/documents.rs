//! What is read and written.

use serde_json::{Map, Value, json};

/// A root type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Root {
    Nhost,
    Stytch,
    StytchMember,
    Atproto,
}

impl Root {
    pub const ALL: [Root; 4] = [Root::Nhost, Root::Stytch, Root::StytchMember, Root::Atproto];

    pub fn name(self) -> &'static str {
        match self {
            Root::Nhost => "nhost Session",
            Root::Stytch => "stytch Session",
            Root::StytchMember => "stytch MemberSession",
            Root::Atproto => "atproto Session",
        }
    }

    /// The schema's example, or the fullest instance where it has none, as the generator committed it: a file of
    /// evidence, the name of the type there, and where the instance comes from.
    fn evidence(self) -> (&'static str, &'static str, &'static str) {
        let stytch = include_str!("../../../../generated/stytch/tests/evidence/session.jsonl");
        let member = include_str!("../../../../generated/stytch/tests/evidence/member_session.jsonl");
        match self {
            Root::Nhost => (
                include_str!("../../../../generated/nhost/tests/evidence/session.jsonl"),
                "session",
                "examples/nhost-auth-signin-example.json#/response/body/session",
            ),
            Root::Stytch => (stytch, "session", "fullest"),
            Root::StytchMember => (member, "member_session", "fullest"),
            Root::Atproto => (
                include_str!("../../../../generated/atproto/tests/evidence/session.jsonl"),
                "session",
                "/examples/0",
            ),
        }
    }

    fn instance(self) -> Result<Value, serde_json::Error> {
        let (file, of, from) = self.evidence();
        let mut current = false;
        for line in file.lines() {
            let mut line: Value = serde_json::from_str(line)?;
            match line["type"].as_str() {
                Some(name) => current = name == of,
                None if current && line["equal"] == from => return Ok(line["is"].take()),
                None => {}
            }
        }
        panic!("no line of {of} is from {from}");
    }

    /// The text as a server sends it, without white space.
    pub fn text(self, unknown: bool) -> Result<String, serde_json::Error> {
        let mut value = self.instance()?;
        if unknown {
            extend(&mut value);
            if let Some(user) = value.get_mut("user") {
                extend(user);
            }
        }
        serde_json::to_string(&value)
    }
}

/// Puts three unknown properties into the middle of an object.
fn extend(value: &mut Value) {
    let Value::Object(object) = value else { return };
    let middle = object.len() / 2;
    let unknown = [
        ("newObject", json!({"x": [1, 2, 3]})),
        ("newText", json!("text")),
        ("newNumber", json!(5)),
    ];
    let unknown = unknown.map(|(name, value)| (name.to_owned(), value));
    let known: Vec<_> = std::mem::take(object).into_iter().collect();
    let (before, after) = known.split_at(middle);
    *object = Map::from_iter(before.iter().cloned().chain(unknown).chain(after.iter().cloned()));
}
