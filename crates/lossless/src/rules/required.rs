//! Which of some rules an object can be valid under, by the names that they require: one look at each of its properties.

use super::{Id, Table};
use crate::tape::Cursor;

/// So many names are told apart; unions of whose alternatives more are required are rare.
const MOST: usize = 64;

/// The names that some rules require, as a table that a name is found in by [`hash`].
#[derive(Default)]
pub(crate) struct Required {
    /// A name with its bit, or no bit. A power of two of them, and at least half have none.
    slots: Vec<(Box<str>, u64)>,
    /// The bits that each rule asks for.
    needs: Vec<u64>,
}

/// What tells most names apart.
#[inline]
fn hash(name: &[u8]) -> usize {
    let (Some(first), Some(last)) = (name.first(), name.last()) else {
        return 0;
    };
    let (first, last) = (usize::from(*first), usize::from(*last));
    name.len() ^ (first << 2) ^ (last << 4) ^ (last >> 2)
}

impl Required {
    /// Of rules that are told by their places; none where they require too many names.
    pub(super) fn new(table: &Table, places: &[Option<Id>]) -> Option<Self> {
        let of = |place: &Option<Id>| place.and_then(|id| table.rules[id as usize].objects.as_deref());
        let names = |place: &Option<Id>| of(place).into_iter().flat_map(|objects| objects.required.iter());
        let mut all: Vec<&Box<str>> = places.iter().flat_map(names).collect();
        all.sort_unstable();
        all.dedup();
        if all.len() > MOST {
            return None;
        }
        let mut required = Required {
            slots: vec![Default::default(); (4 * all.len()).next_power_of_two()],
            needs: Vec::new(),
        };
        for (bit, name) in all.into_iter().enumerate() {
            let (free, _) = required.find(name.as_bytes());
            required.slots[free] = (name.clone(), 1 << bit);
        }
        let bits = |place| names(place).fold(0, |bits, name| bits | required.find(name.as_bytes()).1);
        required.needs = places.iter().map(bits).collect();
        Some(required)
    }

    /// Where a name is and its bit, or the free slot where it would be.
    #[inline]
    fn find(&self, name: &[u8]) -> (usize, u64) {
        let mask = self.slots.len() - 1;
        let mut at = hash(name) & mask;
        loop {
            let (own, bit) = &self.slots[at];
            if *bit == 0 || own.as_bytes() == name {
                return (at, *bit);
            }
            at = (at + 1) & mask;
        }
    }

    /// The bits of the names that an object has.
    #[inline]
    pub(crate) fn found(&self, value: Cursor<'_>) -> u64 {
        value.names().fold(0, |found, name| found | self.find(name).1)
    }

    /// Whether those names are all that a rule requires.
    #[inline]
    pub(crate) fn is_complete(&self, rule: usize, found: u64) -> bool {
        self.needs[rule] & !found == 0
    }
}

#[cfg(test)]
mod tests {
    use super::super::Rules;
    use super::MOST;
    use crate::tape::capture;
    use serde_json::json;

    /// Up to as many names as a word has bits, and one more, for which there is no table.
    #[test]
    fn as_many_names_are_told_apart_as_a_word_has_bits() {
        for count in [1, MOST - 1, MOST, MOST + 1] {
            let names: Vec<String> = (0..count).map(|index| format!("name{index}")).collect();
            let (all, last) = (json!({ "required": names }), json!({ "required": [names[count - 1]] }));
            let text = json!({ "all": all, "last": last, "none": {} }).to_string();
            let rules = Rules::new(Box::leak(text.into_boxed_str()));
            let places = ["all", "last", "none"].map(|name| rules.place(name));
            let required = rules.required(&places);
            assert_eq!(required.is_some(), count <= MOST, "{count}");
            let Some(required) = required else { continue };
            for (without, expected) in [(None, [true; 3]), (Some(count - 1), [false, false, true])] {
                let kept = names.iter().enumerate().filter(|(index, _)| Some(*index) != without);
                let object: serde_json::Map<_, _> = kept.map(|(_, name)| (name.clone(), json!(1))).collect();
                let text = json!(object).to_string();
                let tape = capture(&mut serde_json::Deserializer::from_str(&text)).expect("JSON");
                let found = required.found(tape.cursor());
                assert_eq!(
                    [0, 1, 2].map(|rule| required.is_complete(rule, found)),
                    expected,
                    "{count}"
                );
            }
        }
    }
}
