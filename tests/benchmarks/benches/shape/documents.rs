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

    /// The schema's example, or the fullest instance where it has none, as the generator committed it.
    fn instance(self) -> &'static str {
        match self {
            Root::Nhost => include_str!(
                "../../../../generated/nhost/tests/instances/session_from_examples_nhost_auth_signin_example_response_body_session.json"
            ),
            Root::Stytch => include_str!("../../../../generated/stytch/tests/instances/session_fullest.json"),
            Root::StytchMember => {
                include_str!("../../../../generated/stytch/tests/instances/member_session_fullest.json")
            }
            Root::Atproto => {
                include_str!("../../../../generated/atproto/tests/instances/session_examples_0.json")
            }
        }
    }

    /// The text as a server sends it, without white space.
    pub fn text(self, unknown: bool) -> Result<String, serde_json::Error> {
        let mut value = serde_json::from_str(self.instance())?;
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
