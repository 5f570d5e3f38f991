//! The properties that a schema names, found by length and text: schemas name few, and a hash costs more than it saves.

use super::Property;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Names in the order of [`order`], and what the schema says of each.
#[derive(Default)]
pub(super) struct Names(Vec<(Box<str>, Property)>);

fn order(left: &str, right: &str) -> Ordering {
    let lengths = left.len().cmp(&right.len());
    lengths.then_with(|| left.cmp(right))
}

impl Names {
    pub(super) fn new(properties: BTreeMap<String, Property>) -> Self {
        let mut all: Vec<(Box<str>, Property)> = properties
            .into_iter()
            .map(|(name, property)| (name.into(), property))
            .collect();
        all.sort_by(|(left, _), (right, _)| order(left, right));
        Names(all)
    }

    /// The place of a name, and what the schema says of it.
    #[inline]
    pub(super) fn get(&self, name: &str) -> Option<(usize, Property)> {
        let place = self.0.binary_search_by(|(own, _)| order(own, name)).ok()?;
        Some((place, self.0[place].1))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Property> {
        self.0.iter().map(|(_, property)| *property)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_no_other() {
        let names = ["", "b", "a", "bb", "ab", "abc", "é"];
        let property = |named| Property {
            required: named,
            ..Property::default()
        };
        let all = names.map(|name| (name.to_owned(), property(name.len() == 2)));
        let table = Names::new(all.into_iter().collect());
        for name in names {
            assert_eq!(
                table.get(name).map(|(_, own)| own.required),
                Some(name.len() == 2),
                "{name}"
            );
        }
        assert!(table.get("c").is_none() && table.get("abcd").is_none());
    }
}
