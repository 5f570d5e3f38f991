//! Objects built field by field.

use crate::extra::{Extra, ExtraValue};
use crate::set::{Lack, Missing, Set};
use crate::{Object, Seen};
use std::borrow::Cow;
use std::fmt;

/// An object that is being built. The setters are generated: each fills its field, see [`set`](crate::set).
pub struct Builder<T: Object> {
    /// The object so far; in a box, because each setter moves the builder.
    pub value: Box<T>,
    seen: T::Seen,
    missing: Missing,
}

impl<T: Object> Builder<T> {
    /// An object with no property set but those that the schema fixes.
    pub fn new() -> Self {
        Builder {
            value: Box::new(T::blank()),
            seen: T::CONSTANTS,
            missing: Missing::default(),
        }
    }

    /// An object with all of its properties set.
    pub fn of(value: T) -> Self {
        Builder {
            value: Box::new(value),
            seen: T::REQUIRED,
            missing: Missing::default(),
        }
    }

    /// Notes that the property `index` is set, and gives the place for what is missing inside of it.
    pub fn at(&mut self, index: u16) -> &mut Missing {
        self.seen.mark(index);
        self.missing.begin(index);
        &mut self.missing
    }

    /// The object.
    ///
    /// # Errors
    /// Required properties are not set, or texts do not match their patterns; all of them are named.
    pub fn build(self) -> Result<T, MissingProperties> {
        let mut missing = Missing::default();
        let value = self.build_into(&mut missing);
        told(T::NAME, missing).map(|()| value)
    }

    /// `Debug` of the builder that this is inside of.
    ///
    /// # Errors
    /// Those of the formatter.
    pub fn show(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result
    where
        T: fmt::Debug,
    {
        f.debug_tuple(name).field(self).finish()
    }

    /// The object of a type that asks for no property.
    pub fn finish(self) -> T {
        *self.value
    }

    /// The object, and what is missing in it.
    pub(crate) fn build_into(self, missing: &mut Missing) -> T {
        let unset = self.seen.missing(&T::REQUIRED);
        lack(T::PROPERTIES, self.missing.lacks, unset, missing);
        *self.value
    }
}

/// What a setter puts into a field.
#[doc(hidden)]
#[inline]
pub fn put<T>(value: T) -> T {
    value
}

/// What a setter puts into a field of what converts into its type.
#[doc(hidden)]
#[inline]
pub fn from<T>(value: impl Into<T>) -> T {
    value.into()
}

/// What a builder puts into the field of the property `index`.
#[doc(hidden)]
#[inline]
pub fn same<O: Object, T>(value: T, builder: &mut Builder<O>, index: u16) -> T {
    builder.at(index);
    value
}

/// The same of what converts into the field's type.
#[doc(hidden)]
#[inline]
pub fn into<O: Object, T>(value: impl Into<T>, builder: &mut Builder<O>, index: u16) -> T {
    builder.at(index);
    value.into()
}

/// The same of what sets the field.
#[doc(hidden)]
#[inline]
pub fn set<O: Object, T, How>(value: impl Set<T, How>, builder: &mut Builder<O>, index: u16) -> T {
    value.set(builder.at(index))
}

/// Notes what properties lack, and which are not set, in the order of the properties.
fn lack(properties: &'static [&'static str], mut lacks: Vec<Lack>, unset: Vec<u16>, missing: &mut Missing) {
    if unset.is_empty() && lacks.is_empty() {
        return;
    }
    let name = |index: u16| properties.get(usize::from(index)).copied().unwrap_or_default();
    for lack in &mut lacks {
        let path = format!("{}/{}", name(lack.at), lack.name);
        lack.name = path.trim_end_matches('/').to_owned();
    }
    lacks.extend(unset.into_iter().map(|at| Lack {
        at,
        name: name(at).to_owned(),
        reason: None,
    }));
    lacks.sort_by_key(|lack| lack.at);
    lacks.into_iter().for_each(|lack| missing.lack(lack.name, lack.reason));
}

/// Nothing, if nothing is missing.
fn told(object: &'static str, missing: Missing) -> Result<(), MissingProperties> {
    match missing.lacks.is_empty() {
        true => Ok(()),
        false => Err(missing_properties(object, missing)),
    }
}

#[cold]
fn missing_properties(object: &'static str, missing: Missing) -> MissingProperties {
    let mut error = MissingProperties {
        object,
        properties: Vec::new(),
        refused: Vec::new(),
    };
    for lack in missing.lacks {
        match lack.reason {
            None => error.properties.push(lack.name.into()),
            Some(reason) => error.refused.push((lack.name, reason)),
        }
    }
    error
}

/// Properties that the schema does not name: pairs of what becomes a name and what becomes a value.
#[diagnostic::on_unimplemented(message = "`{Self}` holds no pairs of a name and what becomes a `{E}`")]
pub trait Properties<E> {
    /// As a builder keeps them.
    fn collected(self) -> Extra<E>;
}

impl<E: ExtraValue, N: Into<String>, V: Into<E>, I: IntoIterator<Item = (N, V)>> Properties<E> for I {
    fn collected(self) -> Extra<E> {
        let pairs = self.into_iter();
        pairs.map(|(name, value)| (name.into(), value.into())).collect()
    }
}

/// What `build()` gives, whether it can fail or not.
#[doc(hidden)]
pub trait Finished<T> {
    /// As if it could.
    ///
    /// # Errors
    /// As `build()`.
    fn finished(self) -> Result<T, MissingProperties>;
}

impl<T> Finished<T> for Result<T, MissingProperties> {
    fn finished(self) -> Result<T, MissingProperties> {
        self
    }
}

impl<T: Object> Finished<T> for T {
    fn finished(self) -> Result<T, MissingProperties> {
        Ok(self)
    }
}

impl<T: Object> Default for Builder<T> {
    fn default() -> Self {
        Builder::new()
    }
}

impl<T: Object + Clone> Clone for Builder<T>
where
    T::Seen: Clone,
{
    fn clone(&self) -> Self {
        Builder {
            value: self.value.clone(),
            seen: self.seen.clone(),
            missing: self.missing.clone(),
        }
    }
}

impl<T: Object + fmt::Debug> fmt::Debug for Builder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Builder").field(&self.value).finish()
    }
}

/// Required properties that a builder was not given, and texts that it can't take.
#[derive(Clone, PartialEq, Eq)]
pub struct MissingProperties {
    object: &'static str,
    properties: Vec<Cow<'static, str>>,
    refused: Vec<(String, String)>,
}

impl MissingProperties {
    /// The names of the properties, in the schema's order; `user/email` of one inside of a builder that was passed unbuilt.
    pub fn properties(&self) -> &[Cow<'static, str>] {
        &self.properties
    }

    /// The properties that were given a text which does not match, each with the reason; the text is not kept.
    pub fn refused(&self) -> impl Iterator<Item = (&str, &str)> {
        self.refused
            .iter()
            .map(|(name, reason)| (name.as_str(), reason.as_str()))
    }
}

impl fmt::Display for MissingProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.properties.len() == 1 {
            "property"
        } else {
            "properties"
        };
        if !self.properties.is_empty() {
            write!(
                f,
                "missing {plural} `{}` of {}",
                self.properties.join("`, `"),
                self.object
            )?;
        }
        for (index, (name, reason)) in self.refused.iter().enumerate() {
            let begin = if index == 0 && self.properties.is_empty() {
                ""
            } else {
                "; "
            };
            write!(f, "{begin}property `{name}` of {}: {reason}", self.object)?;
        }
        Ok(())
    }
}

impl fmt::Debug for MissingProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for MissingProperties {}

impl From<MissingProperties> for std::io::Error {
    fn from(error: MissingProperties) -> Self {
        std::io::Error::new(std::io::ErrorKind::InvalidInput, error)
    }
}
