//! What a value has that its schema does not name: how a provider has grown.

use std::fmt;

/// Something in a value that the schema does not name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownPart {
    path: String,
    kind: UnknownKind,
}

/// What kind of thing is not named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnknownKind {
    /// A property.
    Property,
    /// A value of an enumeration.
    Value,
    /// A value that is none of the alternatives of a union.
    Alternative,
}

impl UnknownPart {
    /// The JSON Pointer of it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it is.
    pub fn kind(&self) -> UnknownKind {
        self.kind
    }
}

/// `unknown property at /user/nickname`; values are not shown, they may be secrets.
impl fmt::Display for UnknownPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            UnknownKind::Property => "property",
            UnknownKind::Value => "value",
            UnknownKind::Alternative => "alternative",
        };
        write!(f, "unknown {kind} at {}", self.path)
    }
}

/// The way through a value, and what was found on it.
#[derive(Debug, Default)]
pub struct Walk {
    path: String,
    found: Vec<UnknownPart>,
}

impl Walk {
    /// Goes into a property.
    pub fn under(&mut self, name: &str, go_on: impl FnOnce(&mut Walk)) {
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&name.replace('~', "~0").replace('/', "~1"));
        go_on(self);
        self.path.truncate(length);
    }

    /// Goes into an item.
    pub fn at(&mut self, index: usize, go_on: impl FnOnce(&mut Walk)) {
        let length = self.path.len();
        self.path.push_str(&format!("/{index}"));
        go_on(self);
        self.path.truncate(length);
    }

    /// Notes that the schema does not name what is here.
    pub fn note(&mut self, kind: UnknownKind) {
        self.found.push(UnknownPart {
            path: self.path.clone(),
            kind,
        });
    }
}

/// What of a value its schema does not name, in the order of the fields.
#[doc(hidden)]
pub fn of<T: crate::Instance>(value: &T) -> Vec<UnknownPart> {
    let mut walk = Walk::default();
    value.note_unknowns(&mut walk);
    walk.found
}
