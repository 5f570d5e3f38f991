use crate::depth::Level;
use crate::instance::{Seed, Written};
use crate::mismatch::{mismatch, refuse};
use crate::secret::{Redacted, Visible, secret_name, show_properties};
use crate::tolerant::stand_in;
use crate::union::{self, Types};
use crate::unknowns::Walk;
use crate::value::{self, repeated};
use crate::{Instance, raw, trail};
use indexmap::IndexMap;
use indexmap::map::Entry;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

/// An object whose property names are data, in the order they came.
///
/// `Debug` redacts the values under names that look secret, see [`secret_name`].
#[derive(Clone)]
pub struct Map<T>(pub IndexMap<String, T>);

impl<T> Map<T> {
    /// An empty map.
    pub fn new() -> Self {
        Map(IndexMap::new())
    }
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Map::new()
    }
}

/// Equality of JSON objects: the order of the names doesn't matter.
impl<T: Instance> PartialEq for Map<T> {
    fn eq(&self, other: &Self) -> bool {
        let is_in_other = |(name, value): (&String, &T)| other.0.get(name).is_some_and(|other| value.same(other));
        self.0.len() == other.0.len() && self.0.iter().all(is_in_other)
    }
}

impl<T: Instance> Eq for Map<T> {}

/// As equality, whatever the order of the names.
impl<T: Instance> Hash for Map<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        value::digest_properties(self.0.iter().map(|(name, value)| (&**name, value)), state);
    }
}

impl<T: Instance> fmt::Debug for Map<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in &self.0 {
            if secret_name(name) {
                map.entry(name, &Redacted);
            } else {
                map.entry(name, &Visible(value));
            }
        }
        map.finish()
    }
}

impl<T> Deref for Map<T> {
    type Target = IndexMap<String, T>;
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T> DerefMut for Map<T> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<T> From<IndexMap<String, T>> for Map<T> {
    fn from(map: IndexMap<String, T>) -> Self {
        Map(map)
    }
}

impl<K: Into<String>, T> FromIterator<(K, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(entries: I) -> Self {
        Map(entries.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }
}

impl<K: Into<String>, T, const N: usize> From<[(K, T); N]> for Map<T> {
    fn from(entries: [(K, T); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<T> IntoIterator for Map<T> {
    type Item = (String, T);
    type IntoIter = indexmap::map::IntoIter<String, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<K: Into<String>, T> From<HashMap<K, T>> for Map<T> {
    fn from(entries: HashMap<K, T>) -> Self {
        entries.into_iter().collect()
    }
}

impl<K: Into<String>, T> From<BTreeMap<K, T>> for Map<T> {
    fn from(entries: BTreeMap<K, T>) -> Self {
        entries.into_iter().collect()
    }
}

impl<K: Into<String>, T> Extend<(K, T)> for Map<T> {
    fn extend<I: IntoIterator<Item = (K, T)>>(&mut self, entries: I) {
        self.0
            .extend(entries.into_iter().map(|(name, value)| (name.into(), value)));
    }
}

impl<'a, T> IntoIterator for &'a mut Map<T> {
    type Item = (&'a String, &'a mut T);
    type IntoIter = indexmap::map::IterMut<'a, String, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter_mut()
    }
}

impl<'a, T> IntoIterator for &'a Map<T> {
    type Item = (&'a String, &'a T);
    type IntoIter = indexmap::map::Iter<'a, String, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: Serialize> Serialize for Map<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.0)
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Instance> Visitor<'de> for MapVisitor<T> {
    type Value = IndexMap<String, T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("object")
    }
    refuse! { boolean integer float string null array }
    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<Self::Value, A::Error> {
        let _level = Level::enter()?;
        let mut all = IndexMap::new();
        while let Some(name) = properties.next_key::<String>()? {
            if raw::is_number(&name) {
                return Err(mismatch("number", &self));
            }
            let value = match properties.next_value_seed(Seed::new()) {
                Ok(value) => value,
                Err(error) if stand_in(&error) => continue,
                Err(error) => return Err(trail::under(&name, error)),
            };
            match all.entry(name) {
                Entry::Vacant(place) => place.insert(value),
                Entry::Occupied(place) => return Err(repeated(place.key())),
            };
        }
        Ok(all)
    }
}

impl<T: Instance> Instance for Map<T> {
    type Kind = crate::Plain;
    const TYPES: Types = union::OBJECT;
    fn blank() -> Self {
        Map::new()
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MapVisitor(PhantomData)).map(Map)
    }
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, Written(value))))
    }
    fn note_unknowns(&self, walk: &mut Walk) {
        for (name, value) in &self.0 {
            walk.under(name, |walk| value.note_unknowns(walk));
        }
    }
}

impl<'de, T: Instance> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }
}

struct UntypedVisitor;

impl<'de> Visitor<'de> for UntypedVisitor {
    type Value = serde_json::Map<String, Value>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("object")
    }
    refuse! { boolean integer float string null array }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        value::map(map, &self)
    }
}

impl Instance for serde_json::Map<String, Value> {
    type Kind = crate::Plain;
    const TYPES: Types = union::OBJECT;
    fn blank() -> Self {
        serde_json::Map::new()
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(raw::TOKEN, UntypedVisitor)
    }
    fn same(&self, other: &Self) -> bool {
        let is_in_other = |(name, value): (&String, &Value)| other.get(name).is_some_and(|other| value.same(other));
        self.len() == other.len() && self.iter().all(is_in_other)
    }
    fn digest<H: Hasher>(&self, state: &mut H) {
        value::digest_properties(self.iter().map(|(name, value)| (&**name, value)), state);
    }
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show_properties(self, f)
    }
}
