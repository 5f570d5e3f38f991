use crate::instance::Seed;
use crate::mismatch::refuse;
use crate::union::{self, Types};
use crate::{Instance, trail};
use crate::{Redacted, secret_name};
use indexmap::IndexMap;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

/// An object whose property names are data, in the order they came. Of a name that came twice the last value counts.
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
impl<T: PartialEq> PartialEq for Map<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Map<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in &self.0 {
            if secret_name(name) {
                map.entry(name, &Redacted);
            } else {
                map.entry(name, value);
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

/// What a map of untyped or typed values is read into.
trait Entries: Default {
    type Value: Instance;
    fn put(&mut self, name: String, value: Self::Value);
}

impl<T: Instance> Entries for Map<T> {
    type Value = T;
    fn put(&mut self, name: String, value: T) {
        self.0.insert(name, value);
    }
}

impl Entries for serde_json::Map<String, Value> {
    type Value = Value;
    fn put(&mut self, name: String, value: Value) {
        self.insert(name, value);
    }
}

struct MapVisitor<M>(PhantomData<M>);

impl<'de, M: Entries> Visitor<'de> for MapVisitor<M> {
    type Value = M;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("object")
    }
    refuse! { boolean integer float string null array }
    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<M, A::Error> {
        let mut all = M::default();
        while let Some(name) = properties.next_key::<String>()? {
            match properties.next_value_seed(Seed::new()) {
                Ok(value) => all.put(name, value),
                Err(error) => return Err(trail::under(&name, error)),
            }
        }
        Ok(all)
    }
}

impl<T: Instance> Instance for Map<T> {
    const TYPES: Types = union::OBJECT;
    fn blank() -> Self {
        Map::new()
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MapVisitor(PhantomData))
    }
}

impl<'de, T: Instance> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }
}

impl Instance for serde_json::Map<String, Value> {
    const TYPES: Types = union::OBJECT;
    fn blank() -> Self {
        serde_json::Map::new()
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MapVisitor(PhantomData))
    }
}
