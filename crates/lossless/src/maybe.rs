use std::ops::{Deref, DerefMut};
use std::slice;

/// An optional property that may also be `null`: the three are different values.
///
/// It has the methods of [`Option`], for which `Absent` and `Null` are both none; those that give a `Maybe` keep them apart.
///
/// ```
/// use lossless::Maybe;
///
/// let mut phone: Maybe<String> = Maybe::Value("+49".to_owned());
/// assert_eq!(phone.as_deref(), Some("+49"));
/// assert_eq!(phone, Some("+49".to_owned()));
/// assert_eq!(phone.take().unwrap_or_default(), "+49");
/// assert!(phone.is_absent());
/// phone.set_null();
/// assert_eq!(phone.ok_or("no phone"), Err("no phone"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Maybe<T> {
    /// The property is not there.
    #[default]
    Absent,
    /// The property is there, and `null`.
    Null,
    /// The property has a value.
    Value(T),
}

impl<T> Maybe<T> {
    /// The value, unless absent or null.
    pub fn value(&self) -> Option<&T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// The value to change, unless absent or null.
    pub fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// The value itself, unless absent or null.
    pub fn into_option(self) -> Option<T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// A property that is there, and `null`.
    pub const fn null() -> Self {
        Maybe::Null
    }

    /// Whether the property has a value.
    pub fn is_value(&self) -> bool {
        matches!(self, Maybe::Value(_))
    }

    /// Whether the property has a value, and the value is so.
    pub fn is_value_and(self, is_so: impl FnOnce(T) -> bool) -> bool {
        self.into_option().is_some_and(is_so)
    }

    /// Whether the property is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Maybe::Absent)
    }

    /// Whether the property is there, and `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Maybe::Null)
    }

    /// The same three cases, with a reference to the value.
    pub fn as_ref(&self) -> Maybe<&T> {
        match self {
            Maybe::Absent => Maybe::Absent,
            Maybe::Null => Maybe::Null,
            Maybe::Value(value) => Maybe::Value(value),
        }
    }

    /// The same three cases, with a reference to the value, to change.
    pub fn as_mut(&mut self) -> Maybe<&mut T> {
        match self {
            Maybe::Absent => Maybe::Absent,
            Maybe::Null => Maybe::Null,
            Maybe::Value(value) => Maybe::Value(value),
        }
    }

    /// What the value dereferences to, unless absent or null: `&str` of a `String`.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: Deref,
    {
        self.value().map(Deref::deref)
    }

    /// What the value dereferences to, to change, unless absent or null.
    pub fn as_deref_mut(&mut self) -> Option<&mut T::Target>
    where
        T: DerefMut,
    {
        self.value_mut().map(DerefMut::deref_mut)
    }

    /// The same three cases, with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Maybe<U> {
        match self {
            Maybe::Absent => Maybe::Absent,
            Maybe::Null => Maybe::Null,
            Maybe::Value(value) => Maybe::Value(change(value)),
        }
    }

    /// Absent and null as they are, of a value what is made of it.
    pub fn and_then<U>(self, change: impl FnOnce(T) -> Maybe<U>) -> Maybe<U> {
        match self {
            Maybe::Absent => Maybe::Absent,
            Maybe::Null => Maybe::Null,
            Maybe::Value(value) => change(value),
        }
    }

    /// What is made of the value, or `default`.
    pub fn map_or<U>(self, default: U, change: impl FnOnce(T) -> U) -> U {
        self.into_option().map_or(default, change)
    }

    /// What is made of the value, or of nothing.
    pub fn map_or_else<U>(self, default: impl FnOnce() -> U, change: impl FnOnce(T) -> U) -> U {
        self.into_option().map_or_else(default, change)
    }

    /// The value, or `default`.
    pub fn unwrap_or(self, default: T) -> T {
        self.into_option().unwrap_or(default)
    }

    /// The value, or what is made.
    pub fn unwrap_or_else(self, default: impl FnOnce() -> T) -> T {
        self.into_option().unwrap_or_else(default)
    }

    /// The value, or its type's default.
    pub fn unwrap_or_default(self) -> T
    where
        T: Default,
    {
        self.into_option().unwrap_or_default()
    }

    /// The value.
    ///
    /// # Panics
    /// The property is absent or null.
    #[track_caller]
    pub fn unwrap(self) -> T {
        self.expect("the property is absent or null")
    }

    /// The value.
    ///
    /// # Panics
    /// The property is absent or null; with this message.
    #[track_caller]
    pub fn expect(self, message: &str) -> T {
        match self {
            Maybe::Value(value) => value,
            Maybe::Absent | Maybe::Null => panic!("{message}"),
        }
    }

    /// The value, or an error.
    ///
    /// # Errors
    /// The property is absent or null.
    pub fn ok_or<E>(self, error: E) -> Result<T, E> {
        self.into_option().ok_or(error)
    }

    /// The value, or an error that is made.
    ///
    /// # Errors
    /// The property is absent or null.
    pub fn ok_or_else<E>(self, error: impl FnOnce() -> E) -> Result<T, E> {
        self.into_option().ok_or_else(error)
    }

    /// This, if it is a value, else the other.
    pub fn or(self, other: Maybe<T>) -> Maybe<T> {
        if self.is_value() { self } else { other }
    }

    /// The value, if it is so.
    pub fn filter(self, is_so: impl FnOnce(&T) -> bool) -> Option<T> {
        self.into_option().filter(is_so)
    }

    /// Takes it out, and leaves the property absent.
    pub fn take(&mut self) -> Maybe<T> {
        std::mem::take(self)
    }

    /// Puts a value there, and gives back what was there.
    pub fn replace(&mut self, value: T) -> Maybe<T> {
        std::mem::replace(self, Maybe::Value(value))
    }

    /// Puts a value there.
    pub fn insert(&mut self, value: T) -> &mut T {
        *self = Maybe::Value(value);
        self.there()
    }

    /// The value, which is put there if there is none.
    pub fn get_or_insert_with(&mut self, value: impl FnOnce() -> T) -> &mut T {
        if !self.is_value() {
            *self = Maybe::Value(value());
        }
        self.there()
    }

    fn there(&mut self) -> &mut T {
        match self {
            Maybe::Value(value) => value,
            Maybe::Absent | Maybe::Null => unreachable!("a value was put there"),
        }
    }

    /// Makes the property `null`.
    pub fn set_null(&mut self) {
        *self = Maybe::Null;
    }

    /// Makes the property absent.
    pub fn clear(&mut self) {
        *self = Maybe::Absent;
    }

    /// The value, if there is one.
    pub fn iter(&self) -> slice::Iter<'_, T> {
        match self {
            Maybe::Value(value) => slice::from_ref(value).iter(),
            Maybe::Absent | Maybe::Null => [].iter(),
        }
    }
}

impl<T: Clone> Maybe<&T> {
    /// The same three cases, with the value itself.
    pub fn cloned(self) -> Maybe<T> {
        self.map(T::clone)
    }
}

impl<T: Copy> Maybe<&T> {
    /// The same three cases, with the value itself.
    pub fn copied(self) -> Maybe<T> {
        self.map(|value| *value)
    }
}

impl<T> IntoIterator for Maybe<T> {
    type Item = T;
    type IntoIter = std::option::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.into_option().into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Maybe<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Absent and null are both `None`.
impl<T> From<Maybe<T>> for Option<T> {
    fn from(maybe: Maybe<T>) -> Self {
        maybe.into_option()
    }
}

/// Absent and null are both `None`.
impl<T: PartialEq> PartialEq<Option<T>> for Maybe<T> {
    fn eq(&self, other: &Option<T>) -> bool {
        self.value() == other.as_ref()
    }
}

impl<T> From<T> for Maybe<T> {
    fn from(value: T) -> Self {
        Maybe::Value(value)
    }
}

/// `None` is `null`: a property that is set is not absent.
impl<T> From<Option<T>> for Maybe<T> {
    fn from(value: Option<T>) -> Self {
        match value {
            Some(value) => Maybe::Value(value),
            None => Maybe::Null,
        }
    }
}
