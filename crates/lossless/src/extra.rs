//! The properties of an object that its type has no field for.

use crate::instance::Written;
use crate::secret::{Redacted, Shown, secret_name};
use crate::{Instance, UNKNOWN};
use indexmap::IndexMap;
use serde::ser::SerializeMap;
use serde_json::Value;
use std::borrow::Borrow;
use std::fmt;

/// What [`Extra`] holds: an untyped value, or one that `additionalProperties` types.
pub trait ExtraValue: Instance {
    /// An explicit `null`.
    fn null() -> Self {
        Self::untyped(Value::Null)
    }
    /// A value as it came.
    fn untyped(value: Value) -> Self;
    /// Whether this is an explicit `null`.
    fn is_null(&self) -> bool;
    /// `Debug` without secrets.
    ///
    /// # Errors
    /// Those of the formatter.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl ExtraValue for Value {
    fn untyped(value: Value) -> Self {
        value
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
/// property's name, and written as long as the field is `None`; so is a value of another type than the schema of an optional
/// property speaks of, where it does not ask for that type. A value under the name of a field is not written
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

    fn as_slice(&self) -> &[(String, V)] {
        self.0.as_ref().map_or(&[], |all| all)
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

    /// Adds a property that may be there already, see [`Extra::repeated`].
    #[cold]
    pub(crate) fn push(&mut self, name: String, value: V) {
        self.0.get_or_insert_default().push((name, value));
    }

    /// A name that is there more than once.
    #[inline]
    pub(crate) fn repeated(&self) -> Option<&str> {
        let all = self.0.as_ref()?;
        if all.len() > 1 { repeated(all) } else { None }
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
                map.serialize_entry(name, &Written(value))?;
            }
        }
        Ok(())
    }
}

/// So many names are compared with each other; more are sorted, so that a hundred thousand take no quadratic time.
const FEW: usize = 16;

fn repeated<N: Ord + Borrow<str>, V>(all: &[(N, V)]) -> Option<&str> {
    if all.len() <= FEW {
        let mut names = all.iter().enumerate();
        let again = names.find(|(index, (name, _))| all[..*index].iter().any(|(other, _)| other == name));
        return again.map(|(_, (name, _))| name.borrow());
    }
    let names = sorted(all);
    let again = names.windows(2).find(|pair| pair[0].0 == pair[1].0);
    again.map(|pair| pair[0].0.borrow())
}

/// The properties by name.
fn sorted<N: Ord, V>(all: &[(N, V)]) -> Vec<&(N, V)> {
    let mut sorted: Vec<_> = all.iter().collect();
    sorted.sort_by(|left, right| left.0.cmp(&right.0));
    sorted
}

/// Whether two lists of properties, of which neither repeats a name, are equal but for their order. Most often they are in
/// the same order.
fn equal<N: Ord, V: PartialEq>(left: &[(N, V)], right: &[(N, V)]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let same = left.iter().zip(right).take_while(|(left, right)| left.0 == right.0);
    let same = same.count();
    let (begin, rest) = (left[..same].iter().zip(&right[..same]), (&left[same..], &right[same..]));
    begin
        .map(|(left, right)| (&left.1, &right.1))
        .all(|(left, right)| left == right)
        && sorted(rest.0).into_iter().eq(sorted(rest.1))
}

impl<V> Default for Extra<V> {
    fn default() -> Self {
        Extra::new()
    }
}

/// Equality of JSON objects: the order of the names doesn't matter.
impl<V: PartialEq> PartialEq for Extra<V> {
    fn eq(&self, other: &Self) -> bool {
        equal(self.as_slice(), other.as_slice())
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
        let own = std::mem::take(self).into_iter();
        let new = properties.into_iter().map(|(name, value)| (name.into(), value));
        let all: IndexMap<String, V> = own.chain(new).collect();
        if !all.is_empty() {
            self.0 = Some(Box::new(all.into_iter().collect()));
        }
    }
}

impl<V> IntoIterator for Extra<V> {
    type Item = (String, V);
    type IntoIter = std::vec::IntoIter<(String, V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.map(|all| *all).unwrap_or_default().into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::{equal, repeated};
    use std::borrow::Borrow;
    use std::cell::Cell;
    use std::cmp::Ordering;

    thread_local! {
        static COMPARISONS: Cell<usize> = const { Cell::new(0) };
    }

    /// A name that counts how often it is compared.
    struct Counted(String);

    impl Ord for Counted {
        fn cmp(&self, other: &Self) -> Ordering {
            COMPARISONS.set(COMPARISONS.get() + 1);
            self.0.cmp(&other.0)
        }
    }
    impl PartialOrd for Counted {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }
    impl PartialEq for Counted {
        fn eq(&self, other: &Self) -> bool {
            self.cmp(other).is_eq()
        }
    }
    impl Eq for Counted {}
    impl Borrow<str> for Counted {
        fn borrow(&self) -> &str {
            &self.0
        }
    }

    const MANY: usize = 1 << 14;

    fn names(order: impl Iterator<Item = usize>) -> Vec<(Counted, usize)> {
        order.map(|index| (Counted(format!("x{index}")), index)).collect()
    }

    fn counted<T>(work: impl FnOnce() -> T) -> (T, usize) {
        COMPARISONS.set(0);
        (work(), COMPARISONS.get())
    }

    #[test]
    fn many_properties_are_compared_in_less_than_quadratic_time() {
        let (all, again) = (names(0..MANY), names(0..MANY));
        assert_eq!(counted(|| equal(&all, &again)), (true, MANY));
        let scattered = names((0..MANY).map(|index| index * 5 % MANY));
        for other in [names((0..MANY).rev()), scattered] {
            let (same, comparisons) = counted(|| equal(&all, &other));
            assert!(same && comparisons < 3 * MANY * MANY.ilog2() as usize, "{comparisons}");
        }
    }

    #[test]
    fn a_repeated_name_is_found_in_less_than_quadratic_time() {
        let mut all = names((0..MANY).map(|index| index * 5 % MANY));
        let (found, comparisons) = counted(|| repeated(&all).map(str::to_owned));
        assert!(
            found.is_none() && comparisons < 3 * MANY * MANY.ilog2() as usize,
            "{comparisons}"
        );
        all.push((Counted("x77".to_owned()), 0));
        assert_eq!(repeated(&all), Some("x77"));
    }
}
