//! Objects built field by field.

use crate::{Object, Seen};
use std::fmt;

/// An object that is being built. The setters are generated: each fills its field and marks it.
pub struct Builder<T: Object> {
    /// The object so far; in a box, because each setter moves the builder.
    pub value: Box<T>,
    seen: T::Seen,
}

impl<T: Object> Builder<T> {
    /// An object with no property set.
    pub fn new() -> Self {
        Builder {
            value: Box::new(T::blank()),
            seen: T::Seen::EMPTY,
        }
    }

    /// An object in which the properties of these indexes are set from the start: constants.
    pub fn with(constants: &[u16]) -> Self {
        let mut builder = Builder::new();
        constants.iter().for_each(|index| builder.mark(*index));
        builder
    }

    /// Notes that the property `index` is set.
    pub fn mark(&mut self, index: u16) {
        self.seen.mark(index);
    }

    /// The object.
    ///
    /// # Errors
    /// Required properties are not set; all of them are named.
    pub fn build(mut self) -> Result<T, MissingProperties> {
        let mut properties = Vec::new();
        while let Some(index) = self.seen.first_missing(&T::REQUIRED) {
            properties.extend(T::PROPERTIES.get(index));
            self.seen.mark(index as u16);
        }
        if properties.is_empty() {
            Ok(*self.value)
        } else {
            Err(MissingProperties {
                object: T::NAME,
                properties,
            })
        }
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
        }
    }
}

impl<T: Object + fmt::Debug> fmt::Debug for Builder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Builder").field(&self.value).finish()
    }
}

/// Required properties that a builder was not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingProperties {
    object: &'static str,
    properties: Vec<&'static str>,
}

impl MissingProperties {
    /// The names of the properties, in the schema's order.
    pub fn properties(&self) -> &[&'static str] {
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

impl std::error::Error for MissingProperties {}
