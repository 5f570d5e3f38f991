use crate::rules::types_of;
use crate::secret::Shown;
use crate::tape::{Cursor, capture, kept, passed_on};
use crate::unknowns::Walk;
use crate::{ExtraValue, Instance};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A value whose schema speaks of one JSON type and does not ask for it: of that type it must be a `T`, of any other
/// it is kept as it came.
#[derive(Clone)]
pub enum Implied<T> {
    /// A value of the type that the schema speaks of.
    Known(T),
    /// A value of another type, of which the schema says nothing.
    Other(Value),
}

impl<T> Implied<T> {
    /// The value itself, if it has the type that the schema speaks of.
    pub fn into_known(self) -> Option<T> {
        match self {
            Implied::Known(value) => Some(value),
            Implied::Other(_) => None,
        }
    }

    /// The value, if it has the type that the schema speaks of.
    pub fn known(&self) -> Option<&T> {
        match self {
            Implied::Known(value) => Some(value),
            Implied::Other(_) => None,
        }
    }
}

impl<T: Instance> PartialEq for Implied<T> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Implied::Known(left), Implied::Known(right)) => left.same(right),
            (Implied::Other(left), Implied::Other(right)) => left.same(right),
            _ => false,
        }
    }
}

impl<T: Instance> Eq for Implied<T> {}

impl<T: Instance> Hash for Implied<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Implied::Known(value) => value.digest(state),
            Implied::Other(value) => value.digest(state),
        }
    }
}

impl<T> From<T> for Implied<T> {
    fn from(value: T) -> Self {
        Implied::Known(value)
    }
}

impl<T: Instance> fmt::Debug for Implied<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Implied::Known(value) => Instance::show(value, f),
            Implied::Other(value) => Shown(value).fmt(f),
        }
    }
}

impl<T: Serialize> Serialize for Implied<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Implied::Known(value) => value.serialize(serializer),
            Implied::Other(value) => value.serialize(serializer),
        }
    }
}

impl<T: Instance> Instance for Implied<T> {
    type Kind = crate::Plain;
    fn blank() -> Self {
        Implied::Other(Value::Null)
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let whole = capture(deserializer)?;
        if T::TYPES & types_of(whole.cursor()) == 0 {
            return kept(whole.cursor()).map(Implied::Other);
        }
        T::read(whole.cursor()).map(Implied::Known).map_err(passed_on)
    }
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Implied::Known(value) => value.write(serializer),
            Implied::Other(value) => value.serialize(serializer),
        }
    }
    fn unknown_properties(value: Cursor<'_>) -> usize {
        T::unknown_properties(value)
    }
    fn note_unknowns(&self, walk: &mut Walk) {
        if let Implied::Known(value) = self {
            value.note_unknowns(walk);
        }
    }
}

impl<'de, T: Instance> Deserialize<'de> for Implied<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }
}

impl<T: Instance> ExtraValue for Implied<T> {
    const TYPED: bool = true;
    fn kept(value: Value) -> Self {
        Implied::Other(value)
    }
    fn is_null(&self) -> bool {
        matches!(self, Implied::Other(Value::Null))
    }
}
