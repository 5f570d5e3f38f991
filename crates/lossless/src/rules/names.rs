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

/// A set of places, of which most are few.
#[derive(Default)]
pub(super) struct Places {
    first: u64,
    others: Vec<u64>,
}

impl Places {
    pub(super) fn add(&mut self, place: usize) {
        let bit = 1 << (place % 64);
        match place / 64 {
            0 => self.first |= bit,
            word => {
                if self.others.len() < word {
                    self.others.resize(word, 0);
                }
                self.others[word - 1] |= bit;
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        let others = self.others.iter().map(|word| word.count_ones());
        (self.first.count_ones() + others.sum::<u32>()) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_once_wherever_it_lies() {
        let mut places = Places::default();
        for place in [0, 63, 64, 64, 200, 0] {
            places.add(place);
        }
        assert_eq!(places.len(), 4);
    }

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
