//! What the rules of a union's alternatives say of a value.

use super::Untagged;
use crate::rules::{Required, Rules};
use crate::small_set::SmallSet;
use crate::tape::{Cursor, Kind};
use std::sync::OnceLock;

/// What the rules of a union's alternatives are and require, in their order, once it was looked for.
pub struct Places(OnceLock<Found>);

#[derive(Default)]
struct Found {
    places: Vec<Option<u32>>,
    required: Option<Required>,
}

impl Places {
    /// Nothing was looked for yet.
    #[allow(clippy::new_without_default, reason = "it is what a static begins with")]
    pub const fn new() -> Self {
        Places(OnceLock::new())
    }

    #[inline]
    fn of<T: Untagged>(&self, rules: &Rules) -> &Found {
        self.0.get_or_init(|| {
            let places: Vec<_> = T::ALTERNATIVES.iter().map(|one| rules.place(one.rule)).collect();
            let required = rules.required(&places);
            Found { places, required }
        })
    }
}

/// The rules of the alternatives of `T`.
pub(super) struct Judged {
    rules: &'static Rules,
    found: Option<&'static Found>,
}

impl Judged {
    pub(super) fn of<T: Untagged>() -> Option<Self> {
        let rules = T::rules()?;
        let found = T::places().map(|places| places.of::<T>(rules));
        Some(Judged { rules, found })
    }

    /// Where the rule of an alternative is; none where any value may be valid.
    fn place<T: Untagged>(&self, index: usize) -> Option<u32> {
        match self.found {
            Some(found) => found.places[index],
            None => self.rules.place(T::ALTERNATIVES[index].rule),
        }
    }

    pub(super) fn accepts<T: Untagged>(&self, index: usize, value: Cursor<'_>, shape: bool) -> bool {
        self.rules.accepts(self.place::<T>(index), value, shape)
    }

    /// Leaves the alternatives all of whose required properties are there: what rules most out, and asks for no judgement of what
    /// is inside.
    pub(super) fn leave_complete<T: Untagged>(&self, left: &mut SmallSet, value: Cursor<'_>) {
        match self.found.and_then(|found| found.required.as_ref()) {
            _ if value.kind() != Kind::Object => {}
            Some(required) => {
                let found = required.found(value);
                left.retain(|index| required.is_complete(index, found));
            }
            None => left.retain(|index| self.rules.is_complete(self.place::<T>(index), value)),
        }
    }

    /// Whether a value is valid under a rule that is no alternative's.
    pub(super) fn accepts_under(&self, rule: &str, value: Cursor<'_>) -> bool {
        self.rules.accepts(self.rules.place(rule), value, false)
    }
}
