//! The properties of an object that its type has no field for.

use crate::{Instance, UNKNOWN};
use crate::{Redacted, Shown, secret_name};
use serde::ser::SerializeMap;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

/// What [`Extra`] holds: an untyped value, or one that `additionalProperties` types.
pub trait ExtraValue: Instance {
    /// An explicit `null`.
    fn null() -> Self;
    /// Whether this is an explicit `null`.
    fn is_null(&self) -> bool;
    /// `Debug` without secrets.
    ///
    /// # Errors
    /// Those of the formatter.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl ExtraValue for Value {
    fn null() -> Self {
        Value::Null
    }
    fn is_null(&self) -> bool {
        self.is_null()
    }
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&Shown(self), f)
    }
}

/// Properties the schema does not name, in input order; one word while empty.
///
/// An explicit `null` of an optional property that the schema does not let be null is kept here too, under that
/// property's name, and written as long as the field is `None`. A value under the name of a field is not written
/// otherwise: the field is.
#[derive(Clone)]
// A vector in a box is one word instead of three in each object that has no unknown property, which is most of them.
#[allow(clippy::box_collection)]
pub struct Extra<V = Value>(Option<Box<Vec<(String, V)>>>);

impl<V> Extra<V> {
    /// No properties.
    pub const fn new() -> Self {
        Extra(None)
    }

    /// Whether there are no properties.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of properties.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |all| all.len())
    }

    /// Name and value of each property, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.0
            .iter()
            .flat_map(|all| all.iter())
            .map(|(name, value)| (&**name, value))
    }

    /// The value of a property.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.iter()
            .find(|(candidate, _)| *candidate == name)
            .map(|(_, value)| value)
    }

    /// Sets a property and returns the value it had.
    pub fn insert(&mut self, name: impl Into<String>, value: V) -> Option<V> {
        let name = name.into();
        let all = self.0.get_or_insert_default();
        match all.iter_mut().find(|(candidate, _)| *candidate == name) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                all.push((name, value));
                None
            }
        }
    }

    /// Takes a property out.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        let all = self.0.as_mut()?;
        let index = all.iter().position(|(candidate, _)| candidate == name)?;
        let (_, value) = all.remove(index);
        if all.is_empty() {
            self.0 = None;
        }
        Some(value)
    }

    /// Adds a property that may be there already; [`Extra::settle`] must follow.
    #[cold]
    pub(crate) fn push(&mut self, name: String, value: V) {
        self.0.get_or_insert_default().push((name, value));
    }

    /// Of properties pushed twice the last value counts, in the place of the first.
    pub(crate) fn settle(&mut self) {
        if let Some(all) = &mut self.0
            && all.len() > 1
        {
            settle(all);
        }
    }
}

impl<V: ExtraValue> Extra<V> {
    /// Writes all but the names that `index` knows: those are the fields' own, so no name is ever written twice.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn write<M: SerializeMap>(&self, map: &mut M, index: fn(&str) -> u16) -> Result<(), M::Error> {
        for (name, value) in self.iter() {
            if index(name) == UNKNOWN {
                map.serialize_entry(name, value)?;
            }
        }
        Ok(())
    }
}

/// Few names are compared with each other; more are looked up, so that a hundred thousand take no quadratic time.
fn settle<V>(all: &mut Vec<(String, V)>) {
    const FEW: usize = 16;
    let few = all.len() <= FEW;
    if few
        && all
            .iter()
            .enumerate()
            .all(|(index, (name, _))| all[..index].iter().all(|(other, _)| other != name))
    {
        return;
    }
    let mut kept: Vec<Option<(String, V)>> = Vec::new();
    let places = places(all.iter().map(|(name, _)| &**name));
    for (place, property) in places.into_iter().zip(std::mem::take(all)) {
        kept.resize_with(kept.len().max(place + 1), || None);
        kept[place] = Some(property);
    }
    all.extend(kept.into_iter().flatten());
}

/// Where each name was met first.
fn places<'a>(names: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let mut first = BTreeMap::new();
    names
        .enumerate()
        .map(|(place, name)| *first.entry(name).or_insert(place))
        .collect()
}

impl<V> Default for Extra<V> {
    fn default() -> Self {
        Extra::new()
    }
}

/// Equality of JSON objects: the order of the names doesn't matter.
impl<V: PartialEq> PartialEq for Extra<V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

/// Prints a map; values under names that look secret, at any depth, are redacted.
impl<V: ExtraValue> fmt::Debug for Extra<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.iter() {
            if secret_name(name) {
                map.entry(&name, &Redacted);
            } else {
                map.entry(&name, &Show(value));
            }
        }
        map.finish()
    }
}

struct Show<'a, V>(&'a V);

impl<V: ExtraValue> fmt::Debug for Show<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}

/// Of a name that comes twice the last value counts.
impl<K: Into<String>, V> FromIterator<(K, V)> for Extra<V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(properties: I) -> Self {
        let mut extra = Extra::new();
        extra.extend(properties);
        extra
    }
}

impl<K: Into<String>, V> Extend<(K, V)> for Extra<V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, properties: I) {
        for (name, value) in properties {
            self.push(name.into(), value);
        }
        self.settle();
    }
}

impl<V> IntoIterator for Extra<V> {
    type Item = (String, V);
    type IntoIter = std::vec::IntoIter<(String, V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.map(|all| *all).unwrap_or_default().into_iter()
    }
}
