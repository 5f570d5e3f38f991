//! Writing an object in which tolerant reading has kept something apart: everything goes back to its place.

use super::Object;
use crate::extra::Displaced;
use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::Value;

/// Writes an object with what was displaced in it.
///
/// # Errors
/// Those of the serializer; a number beyond a `Value` is in a list or map that something is to be put into.
#[cold]
pub(super) fn write<T: Object, S: Serializer>(
    object: &T,
    displaced: &[Displaced],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = Patched {
        map: serializer.serialize_map(None)?,
        names: Vec::new(),
        displaced,
    };
    object.write(&mut map)?;
    for one in displaced {
        if let [name] = &one.path[..]
            && !map.names.contains(name)
        {
            map.map.serialize_entry(name, &one.value)?;
        }
    }
    map.map.end()
}

/// Puts into each property what belongs inside of it.
struct Patched<'a, M> {
    map: M,
    names: Vec<String>,
    displaced: &'a [Displaced],
}

impl<M: SerializeMap> SerializeMap for Patched<'_, M> {
    type Ok = M::Ok;
    type Error = M::Error;
    fn serialize_key<K: ?Sized + Serialize>(&mut self, key: &K) -> Result<(), M::Error> {
        self.map.serialize_key(key)
    }
    fn serialize_value<V: ?Sized + Serialize>(&mut self, value: &V) -> Result<(), M::Error> {
        self.map.serialize_value(value)
    }
    fn serialize_entry<K: ?Sized + Serialize, V: ?Sized + Serialize>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), M::Error> {
        let name = match serde_json::to_value(key) {
            Ok(Value::String(name)) => name,
            _ => return self.map.serialize_entry(key, value),
        };
        let is_inside = |one: &&Displaced| one.path.len() > 1 && one.path.first() == Some(&name);
        let inside: Vec<&Displaced> = self.displaced.iter().filter(is_inside).collect();
        self.names.push(name);
        if inside.is_empty() {
            return self.map.serialize_entry(key, value);
        }
        let mut value = serde_json::to_value(value).map_err(M::Error::custom)?;
        for one in inside {
            put(&mut value, &one.path[1..], &one.value);
        }
        self.map.serialize_entry(key, &value)
    }
    fn end(self) -> Result<M::Ok, M::Error> {
        self.map.end()
    }
}

/// Puts a value back, unless another has its place by now, or the place is gone. What was displaced first comes first, so
/// that the indexes of a list are right as the list grows.
fn put(into: &mut Value, path: &[String], value: &Value) {
    let Some((step, rest)) = path.split_first() else { return };
    match into {
        Value::Array(items) => {
            let Ok(index) = step.parse::<usize>() else { return };
            if rest.is_empty() {
                items.insert(index.min(items.len()), value.clone());
            } else if let Some(item) = items.get_mut(index) {
                put(item, rest, value);
            }
        }
        Value::Object(properties) if rest.is_empty() => {
            properties.entry(step.as_str()).or_insert_with(|| value.clone());
        }
        Value::Object(properties) => {
            if let Some(inside) = properties.get_mut(step) {
                put(inside, rest, value);
            }
        }
        _ => {}
    }
}
