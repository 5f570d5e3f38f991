use crate::secret::Shown;
use crate::tape::{Cursor, capture, kept};
use crate::tolerant::{forget, keep, strictly};
use crate::trail::Recording;
use crate::unknowns::Walk;
use crate::{ExtraValue, Instance};
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A value that should be a `T`, and is kept as it came where it is not. Reading never fails but
/// for malformed JSON, and where an untyped value can't keep what came.
#[derive(Clone)]
pub enum Open<T> {
    /// The value has the shape of `T`.
    Known(T),
    /// The value as it came.
    Unknown(Value),
}

impl<T> Open<T> {
    /// The value itself, if it has the shape of `T`.
    pub fn into_known(self) -> Option<T> {
        match self {
            Open::Known(value) => Some(value),
            Open::Unknown(_) => None,
        }
    }

    /// Whether the value is of another shape.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Open::Unknown(_))
    }

    /// The value, if it has the shape of `T`.
    pub fn known(&self) -> Option<&T> {
        match self {
            Open::Known(value) => Some(value),
            Open::Unknown(_) => None,
        }
    }
}

impl<T: Instance> PartialEq for Open<T> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Open::Known(left), Open::Known(right)) => left.same(right),
            (Open::Unknown(left), Open::Unknown(right)) => left.same(right),
            _ => false,
        }
    }
}

impl<T: Instance> Eq for Open<T> {}

impl<T: Instance> Hash for Open<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Open::Known(value) => value.digest(state),
            Open::Unknown(value) => value.digest(state),
        }
    }
}

impl<T> From<T> for Open<T> {
    fn from(value: T) -> Self {
        Open::Known(value)
    }
}

impl<T: Instance> fmt::Debug for Open<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Open::Known(value) => Instance::show(value, f),
            Open::Unknown(value) => Shown(value).fmt(f),
        }
    }
}

impl<T: Serialize> Serialize for Open<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Open::Known(value) => value.serialize(serializer),
            Open::Unknown(value) => value.serialize(serializer),
        }
    }
}

impl<T: Instance> Instance for Open<T> {
    type Kind = crate::Plain;
    fn blank() -> Self {
        Open::Unknown(Value::Null)
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let whole = capture(deserializer)?;
        // The schema allows other values, so nothing in one is a misfit.
        strictly(|| attempt(whole.cursor(), |value, _| forget(value)))
    }
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Open::Known(value) => value.write(serializer),
            Open::Unknown(value) => value.serialize(serializer),
        }
    }
    fn unknown_properties(value: Cursor<'_>) -> usize {
        T::unknown_properties(value)
    }
    fn note_unknowns(&self, walk: &mut Walk) {
        if let Open::Known(value) = self {
            value.note_unknowns(walk);
        }
    }
}

impl<'de, T: Instance> Deserialize<'de> for Open<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let whole = capture(deserializer)?;
        // Around a generated type it stands for what no schema allows.
        attempt(whole.cursor(), |value, error| {
            if !keep(value, error) {
                forget(value);
            }
        })
    }
}

fn attempt<T: Instance, E: Error>(
    value: Cursor<'_>,
    refused: impl FnOnce(Cursor<'_>, &serde_json::Error),
) -> Result<Open<T>, E> {
    // What a misfit leaves on the trail is no part of the way to a later error.
    let recording = Recording::start();
    let known = T::read(value).map_err(|error| refused(value, &error));
    drop(recording);
    match known {
        Ok(known) => Ok(Open::Known(known)),
        Err(()) => kept(value).map(Open::Unknown),
    }
}

impl<T: Instance> ExtraValue for Open<T> {
    const TYPED: bool = true;
    fn kept(value: Value) -> Self {
        Open::Unknown(value)
    }
    fn is_null(&self) -> bool {
        matches!(self, Open::Unknown(Value::Null))
    }
}
