//! The properties of an object that its type has no field for.

mod compare;
mod iter;

use crate::instance::Written;
use crate::secret::{Redacted, Visible, secret_name};
use crate::value::digest_properties;
use crate::{Error, Instance, UNKNOWN};
use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde::ser::SerializeMap;
use serde_json::Value;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Index, IndexMut};

pub use iter::{Iter, IterMut};

/// What [`Extra`] holds: an untyped value, or one that `additionalProperties` types.
pub trait ExtraValue: Instance {
    /// Whether the schema says what the properties hold: then none of them is unknown.
    const TYPED: bool = false;
    /// Any value.
    fn kept(value: Value) -> Self;
    /// An explicit `null`.
    fn null() -> Self {
        Self::kept(Value::Null)
    }
    /// Whether this is an explicit `null`.
    fn is_null(&self) -> bool;
}

impl ExtraValue for Value {
    fn kept(value: Value) -> Self {
        value
    }
    fn is_null(&self) -> bool {
        self.is_null()
    }
}

/// Properties the schema does not name, in input order; one word while empty.
///
/// An explicit `null` of an optional property that the schema does not let be null is kept here too, under that
/// property's name, and written as long as the field is `None`; so is a value of another type than the schema of an optional
/// property speaks of, where it does not ask for that type. A value under the name of a field is not written
/// otherwise: the field is. What [`tolerant`](crate::tolerant) reading keeps apart is here as well, see
/// [`Extra::displaced`].
///
/// ```
/// use lossless::{Extra, Value};
///
/// let mut extra: Extra = Extra::from_iter([("beta", Value::from(true))]);
/// assert_eq!(extra["beta"], true);
/// assert_eq!(extra.get_as::<bool>("beta")?, Some(true));
/// assert!(extra.get_as::<u8>("beta").is_err());
/// extra.insert("gamma", 1.into());
/// for (name, value) in &mut extra {
///     *value = format!("{name} was {value}").into();
/// }
/// assert_eq!(extra.keys().collect::<Vec<_>>(), ["beta", "gamma"]);
/// assert_eq!(extra["gamma"], "gamma was 1");
/// # Ok::<(), lossless::Error>(())
/// ```
#[derive(Clone)]
// In a box it is one word in each object that has no unknown property, which is most of them.
pub struct Extra<V = Value>(Option<Box<Contents<V>>>);

/// There is room for so many properties, as soon as there is one.
const FEW: usize = 4;

#[derive(Clone)]
struct Contents<V> {
    all: Vec<(String, V)>,
    displaced: Vec<Displaced>,
}

impl<V> Default for Contents<V> {
    fn default() -> Self {
        Contents {
            all: Vec::new(),
            displaced: Vec::new(),
        }
    }
}

/// A value inside of an object that is no value of the type that stands there.
#[derive(Clone, PartialEq)]
pub(crate) struct Displaced {
    /// The names and indexes that lead from the object to it, never none.
    pub(crate) path: Vec<String>,
    pub(crate) value: Value,
}

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
        self.as_slice().len()
    }

    fn as_slice(&self) -> &[(String, V)] {
        self.0.as_ref().map_or(&[], |contents| &contents.all)
    }

    fn as_mut_slice(&mut self) -> &mut [(String, V)] {
        self.0.as_mut().map_or(&mut [], |contents| &mut contents.all)
    }

    /// Name and value of each property, in order.
    pub fn iter(&self) -> Iter<'_, V> {
        Iter(self.as_slice().iter())
    }

    /// Name and value of each property, in order, the values to change.
    pub fn iter_mut(&mut self) -> IterMut<'_, V> {
        IterMut(self.as_mut_slice().iter_mut())
    }

    /// The names, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(name, _)| name)
    }

    /// The values, in order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// Whether a property is there.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The value of a property.
    pub fn get(&self, name: &str) -> Option<&V> {
        let mut all = self.as_slice().iter();
        all.find(|(candidate, _)| candidate == name).map(|(_, value)| value)
    }

    /// The value of a property, to change.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        let mut all = self.as_mut_slice().iter_mut();
        all.find(|(candidate, _)| candidate == name).map(|(_, value)| value)
    }

    /// Sets a property and returns the value it had.
    pub fn insert(&mut self, name: impl Into<String>, value: V) -> Option<V> {
        let name = name.into();
        match self.get_mut(&name) {
            Some(old) => Some(std::mem::replace(old, value)),
            None => {
                self.push(name, value);
                None
            }
        }
    }

    /// Takes a property out.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        let contents = self.0.as_mut()?;
        let index = contents.all.iter().position(|(candidate, _)| candidate == name)?;
        let (_, value) = contents.all.remove(index);
        if contents.all.is_empty() && contents.displaced.is_empty() {
            self.0 = None;
        }
        Some(value)
    }

    /// Takes all out, what tolerant reading kept apart too.
    pub fn clear(&mut self) {
        self.0 = None;
    }

    /// Adds a property that may be there already, see [`Extra::repeated`].
    #[cold]
    pub(crate) fn push(&mut self, name: String, value: V) {
        let contents = self.0.get_or_insert_with(|| {
            Box::new(Contents {
                all: Vec::with_capacity(FEW),
                displaced: Vec::new(),
            })
        });
        contents.all.push((name, value));
    }

    /// What [`tolerant`](crate::tolerant) reading found inside this object and could not put into a field: the JSON Pointer
    /// that leads from the object to it, and the value. It is written in its place, unless something else is there by then.
    pub fn displaced(&self) -> impl Iterator<Item = (String, &Value)> {
        let pointer = |path: &[String]| path.iter().map(|name| crate::trail::segment(name)).collect();
        self.displaced_values()
            .iter()
            .map(move |one| (pointer(&one.path), &one.value))
    }

    /// Whether there is anything in it.
    #[inline]
    pub(crate) fn has_contents(&self) -> bool {
        self.0.is_some()
    }

    pub(crate) fn displaced_values(&self) -> &[Displaced] {
        self.0.as_ref().map_or(&[], |contents| &contents.displaced)
    }

    #[cold]
    pub(crate) fn displace(&mut self, values: Vec<Displaced>) {
        if !values.is_empty() {
            self.0.get_or_insert_default().displaced.extend(values);
        }
    }

    /// A name that is there more than once.
    #[inline]
    pub(crate) fn repeated(&self) -> Option<&str> {
        let all = &self.0.as_ref()?.all;
        if all.len() > 1 { compare::repeated(all) } else { None }
    }
}

impl<V: ExtraValue> Extra<V> {
    /// Writes all but the names that `index` knows: those are the fields' own, so no name is ever written twice.
    ///
    /// # Errors
    /// Those of the serializer.
    #[inline]
    pub(crate) fn write<M: SerializeMap>(&self, map: &mut M, index: fn(&str) -> u16) -> Result<(), M::Error> {
        match self.as_slice() {
            [] => Ok(()),
            all => Extra::write_all(all, map, index),
        }
    }

    #[inline(never)]
    fn write_all<M: SerializeMap>(all: &[(String, V)], map: &mut M, index: fn(&str) -> u16) -> Result<(), M::Error> {
        for (name, value) in all {
            if index(name) == UNKNOWN {
                map.serialize_entry(name, &Written(value))?;
            }
        }
        Ok(())
    }

    /// The value of a property as another type; `None` if it is not there.
    ///
    /// # Errors
    /// The value has another shape.
    pub fn get_as<T: DeserializeOwned + 'static>(&self, name: &str) -> Result<Option<T>, Error> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let value = crate::error::instance_to_value(value)?;
        crate::from_value(value)
            .map(Some)
            .map_err(|error: Error| error.under(name))
    }
}

/// # Panics
/// The property is not there; [`Extra::get`] tells.
impl<V> Index<&str> for Extra<V> {
    type Output = V;
    fn index(&self, name: &str) -> &V {
        match self.get(name) {
            Some(value) => value,
            None => panic!("no property `{name}`"),
        }
    }
}

/// # Panics
/// The property is not there; [`Extra::insert`] puts it there.
impl<V> IndexMut<&str> for Extra<V> {
    fn index_mut(&mut self, name: &str) -> &mut V {
        match self.get_mut(name) {
            Some(value) => value,
            None => panic!("no property `{name}`"),
        }
    }
}

impl<V> Default for Extra<V> {
    fn default() -> Self {
        Extra::new()
    }
}

/// Equality of JSON objects: the order of the names doesn't matter.
impl<V: ExtraValue> PartialEq for Extra<V> {
    fn eq(&self, other: &Self) -> bool {
        let equal = compare::equal(self.as_slice(), other.as_slice(), Instance::same);
        equal && self.displaced_values() == other.displaced_values()
    }
}

impl<V: ExtraValue> Eq for Extra<V> {}

/// As equality, whatever the order of the names.
impl<V: ExtraValue> Hash for Extra<V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        digest_properties(self.iter(), state);
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
                map.entry(&name, &Visible(value));
            }
        }
        // Of a misfit the shape may be any, so its value is told by its type alone.
        for (path, value) in self.displaced() {
            map.entry(&path, &format_args!("[{}]", crate::error::kind_of(value)));
        }
        map.finish()
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
        let new = properties.into_iter().map(|(name, value)| (name.into(), value));
        let own = self.0.as_mut().map(|contents| std::mem::take(&mut contents.all));
        let all: IndexMap<String, V> = own.into_iter().flatten().chain(new).collect();
        if !all.is_empty() {
            self.0.get_or_insert_default().all = all.into_iter().collect();
        }
    }
}

impl<K: Into<String>, V, const N: usize> From<[(K, V); N]> for Extra<V> {
    fn from(properties: [(K, V); N]) -> Self {
        properties.into_iter().collect()
    }
}

impl<V> IntoIterator for Extra<V> {
    type Item = (String, V);
    type IntoIter = std::vec::IntoIter<(String, V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.map(|contents| contents.all).unwrap_or_default().into_iter()
    }
}
