//! A field of an object, or what an alternative of a union holds, whatever its type: what is the same for all types of the
//! provider is written once, as a loop over these.

use crate::extra::{Extra, ExtraValue};
use crate::secret::Visible;
use crate::unknowns::Walk;
use crate::{Instance, Maybe};
use std::any::Any;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A field of any type.
pub trait Field: Any {
    /// Whether another field of the same type holds the same JSON value.
    fn same(&self, other: &dyn Field) -> bool;
    /// Feeds a hasher.
    fn digest(&self, state: &mut dyn Hasher);
    /// What `Debug` prints.
    ///
    /// # Errors
    /// Those of the formatter.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    /// Whether there is no value.
    fn is_nothing(&self) -> bool {
        false
    }
    /// The text that all values of its type are, if they are one.
    fn text(&self) -> Option<&'static str> {
        None
    }
    /// Notes what the schema does not name.
    fn note_unknowns(&self, walk: &mut Walk);
}

fn of_type<T: Field>(field: &dyn Field) -> Option<&T> {
    let field: &dyn Any = field;
    field.downcast_ref()
}

impl<T: Instance> Field for T {
    fn same(&self, other: &dyn Field) -> bool {
        of_type(other).is_some_and(|other| Instance::same(self, other))
    }
    fn digest(&self, mut state: &mut dyn Hasher) {
        Instance::digest(self, &mut state);
    }
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Instance::show(self, f)
    }
    fn is_nothing(&self) -> bool {
        Instance::is_nothing(self)
    }
    fn text(&self) -> Option<&'static str> {
        T::TEXT
    }
    fn note_unknowns(&self, walk: &mut Walk) {
        Instance::note_unknowns(self, walk);
    }
}

impl<T: Instance> Field for Maybe<T> {
    fn same(&self, other: &dyn Field) -> bool {
        of_type::<Self>(other).is_some_and(|other| match (self, other) {
            (Maybe::Value(left), Maybe::Value(right)) => Instance::same(left, right),
            (Maybe::Null, Maybe::Null) | (Maybe::Absent, Maybe::Absent) => true,
            _ => false,
        })
    }
    fn digest(&self, mut state: &mut dyn Hasher) {
        self.is_absent().hash(&mut state);
        Instance::digest(&self.value().is_some(), &mut state);
        self.iter().for_each(|value| value.digest(&mut state));
    }
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Maybe::Value(value) => f.debug_tuple("Value").field(&Visible(value)).finish(),
            Maybe::Null => f.write_str("Null"),
            Maybe::Absent => f.write_str("Absent"),
        }
    }
    fn is_nothing(&self) -> bool {
        !matches!(self, Maybe::Value(_))
    }
    fn note_unknowns(&self, walk: &mut Walk) {
        self.iter().for_each(|value| Instance::note_unknowns(value, walk));
    }
}

impl<V: ExtraValue> Field for Extra<V> {
    fn same(&self, other: &dyn Field) -> bool {
        of_type::<Self>(other).is_some_and(|other| self == other)
    }
    fn digest(&self, mut state: &mut dyn Hasher) {
        self.hash(&mut state);
    }
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
    /// What is unknown here depends on the names that the object knows.
    fn note_unknowns(&self, _walk: &mut Walk) {}
}
