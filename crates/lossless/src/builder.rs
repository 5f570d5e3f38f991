//! Objects built field by field.

use crate::set::Missing;
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
        self.missing.names.retain(|(at, _)| *at != index);
        self.missing.at = index;
        &mut self.missing
    }

    /// The object.
    ///
    /// # Errors
    /// Required properties are not set; all of them are named.
    pub fn build(self) -> Result<T, MissingProperties> {
        let mut missing = Missing::default();
        let value = self.build_into(&mut missing);
        if missing.names.is_empty() {
            return Ok(value);
        }
        Err(MissingProperties {
            object: T::NAME,
            properties: missing.names.into_iter().map(|(_, name)| name.into()).collect(),
        })
    }

    /// The object of a type that asks for no property.
    pub fn finish(self) -> T {
        *self.value
    }

    /// The object, and what is missing in it.
    pub(crate) fn build_into(mut self, missing: &mut Missing) -> T {
        let inside = std::mem::take(&mut self.missing.names).into_iter();
        let name = |index: u16| T::PROPERTIES.get(usize::from(index)).copied().unwrap_or_default();
        let mut all: Vec<(u16, String)> = inside
            .map(|(index, inside)| {
                (
                    index,
                    format!("{}/{inside}", name(index)).trim_end_matches('/').to_owned(),
                )
            })
            .collect();
        while let Some(index) = self.seen.first_missing(&T::REQUIRED) {
            let index = index as u16;
            all.push((index, name(index).to_owned()));
            self.seen.mark(index);
        }
        all.sort_by_key(|(index, _)| *index);
        all.into_iter().for_each(|(_, name)| missing.add(name));
        *self.value
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

/// Required properties that a builder was not given.
#[derive(Clone, PartialEq, Eq)]
pub struct MissingProperties {
    object: &'static str,
    properties: Vec<Cow<'static, str>>,
}

impl MissingProperties {
    /// The names of the properties, in the schema's order; `user/email` of one inside of a builder that was passed unbuilt.
    pub fn properties(&self) -> &[Cow<'static, str>] {
        &self.properties
    }
}

impl fmt::Display for MissingProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.properties.len() == 1 {
            "property"
        } else {
            "properties"
        };
        write!(
            f,
            "missing {plural} `{}` of {}",
            self.properties.join("`, `"),
            self.object
        )
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
