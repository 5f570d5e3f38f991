//! All that holds at once for a value, gathered.

use super::assertion::{Assertion, Bound};
use super::schemas::{Id, Schemas};
use crate::normalize::TypeSet;
use serde_json::Value;
use std::collections::BTreeSet;

/// Schemas that hold at once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::drift) struct Conjunction {
    /// The schemas, each once, in order.
    pub ids: Vec<Id>,
    /// The groups of alternatives of which one is chosen already: the schema, and the group's number there.
    pub chosen: Vec<(Id, usize)>,
    /// The types that are left.
    pub types: TypeSet,
}

impl Conjunction {
    pub fn of(ids: impl IntoIterator<Item = Id>) -> Self {
        let ids: BTreeSet<Id> = ids.into_iter().collect();
        Conjunction {
            ids: ids.into_iter().collect(),
            chosen: Vec::new(),
            types: TypeSet::ALL,
        }
    }

    /// The same values, of these types alone.
    pub fn only(&self, types: TypeSet) -> Self {
        let mut only = self.clone();
        only.types = types;
        only
    }

    /// The values that are valid under another schema too.
    pub fn and(&self, id: Id) -> Self {
        let mut both = self.clone();
        if let Err(at) = both.ids.binary_search(&id) {
            both.ids.insert(at, id);
        }
        both
    }

    /// With an alternative of a group.
    pub fn choosing(&self, group: (Id, usize), arm: Id) -> Self {
        let mut chosen = self.and(arm);
        chosen.chosen.push(group);
        chosen.chosen.sort_unstable();
        chosen
    }
}

/// How many integers are looked at one by one.
const FEW: i64 = 32;

/// An assertion, and the schema that makes it.
pub(in crate::drift) struct Asserted<'a> {
    pub owner: Id,
    /// Its number there.
    pub index: usize,
    pub what: Assertion<'a>,
}

/// What a conjunction asserts, references and `allOf` followed.
pub(in crate::drift) struct Summary<'a> {
    pub all: Vec<Asserted<'a>>,
    /// The types that are left.
    pub types: TypeSet,
    /// The values, where they are counted.
    pub values: Option<Vec<&'a Value>>,
}

impl<'a> Summary<'a> {
    pub fn new(schemas: &Schemas<'a>, conjunction: &Conjunction) -> Self {
        let mut summary = Summary {
            all: Vec::new(),
            types: conjunction.types,
            values: None,
        };
        let mut seen = BTreeSet::new();
        let mut pending: Vec<Id> = conjunction.ids.iter().rev().copied().collect();
        while let Some(id) = pending.pop() {
            if !seen.insert(id) {
                continue;
            }
            let read = schemas.read(id);
            pending.extend(read.all_of.iter().rev());
            pending.extend(read.reference);
            for (index, what) in read.assertions.iter().enumerate() {
                if !conjunction.chosen.contains(&(id, index)) {
                    summary.add(id, index, what);
                }
            }
        }
        summary
    }

    fn add(&mut self, owner: Id, index: usize, what: &Assertion<'a>) {
        match what {
            Assertion::Never => self.types = TypeSet::NONE,
            Assertion::Types(types) => self.types = self.types.intersection(*types),
            Assertion::Values(values) => {
                let both = match &self.values {
                    None => values.clone(),
                    Some(known) => known.iter().copied().filter(|one| has(values, one)).collect(),
                };
                self.values = Some(both);
            }
            _ => {}
        }
        self.all.push(Asserted {
            owner,
            index,
            what: what.clone(),
        });
    }

    /// Whether every number of the values is an integer.
    pub fn is_integral(&self) -> bool {
        self.types.intersection(TypeSet::NUMBER) == TypeSet::INTEGER
    }

    /// Whether the types and values that are left are all that is asked.
    pub fn is_plain(&self) -> bool {
        let plain =
            |one: &Asserted<'_>| matches!(one.what, Assertion::Never | Assertion::Types(_) | Assertion::Values(_));
        self.all.iter().all(plain)
    }

    /// The values, if they are known to be no others.
    pub fn finite(&self) -> Option<Vec<Value>> {
        if let Some(values) = &self.values {
            let left = values.iter().filter(|value| self.types.contains(TypeSet::of(value)));
            return Some(left.map(|value| (*value).clone()).collect());
        }
        if self.types == TypeSet::INTEGER {
            return self.counted();
        }
        let few = TypeSet::NULL.union(TypeSet::BOOLEAN);
        few.contains(self.types).then(|| {
            let all = [Value::Null, Value::Bool(false), Value::Bool(true)];
            all.into_iter()
                .filter(|value| self.types.contains(TypeSet::of(value)))
                .collect()
        })
    }

    /// The integers between the bounds, if they are few.
    fn counted(&self) -> Option<Vec<Value>> {
        let near = |bounds: Vec<Bound<'_>>| -> Vec<i64> {
            let values = bounds.into_iter().filter_map(|one| one.value.as_f64());
            let values = values.filter(|value| value.abs() < f64::from(i32::MAX));
            values.map(|value| value.floor() as i64).collect()
        };
        let (least, most) = (
            near(self.least()).into_iter().max()?,
            near(self.most()).into_iter().min()?,
        );
        // Whoever asks judges each of them, so that bounds may be taken one too wide.
        (most - least <= FEW).then(|| (least..=most + 1).map(Value::from).collect())
    }

    pub fn each<T>(&self, pick: impl Fn(&Assertion<'a>) -> Option<T>) -> Vec<T> {
        self.all.iter().filter_map(|one| pick(&one.what)).collect()
    }

    pub fn min_length(&self) -> u64 {
        let all = self.each(|one| {
            if let Assertion::MinLength(n) = one {
                Some(*n)
            } else {
                None
            }
        });
        all.into_iter().max().unwrap_or(0)
    }

    pub fn max_length(&self) -> Option<u64> {
        let all = self.each(|one| {
            if let Assertion::MaxLength(n) = one {
                Some(*n)
            } else {
                None
            }
        });
        all.into_iter().min()
    }

    pub fn min_items(&self) -> u64 {
        let all = self.each(|one| {
            if let Assertion::MinItems(n) = one {
                Some(*n)
            } else {
                None
            }
        });
        all.into_iter().max().unwrap_or(0)
    }

    pub fn required(&self) -> BTreeSet<&'a str> {
        let all = self.each(|one| {
            if let Assertion::Required(name) = one {
                Some(*name)
            } else {
                None
            }
        });
        all.into_iter().collect()
    }

    /// The lower bounds.
    pub fn least(&self) -> Vec<Bound<'a>> {
        self.each(|one| {
            if let Assertion::Least(bound) = one {
                Some(*bound)
            } else {
                None
            }
        })
    }

    /// The upper bounds.
    pub fn most(&self) -> Vec<Bound<'a>> {
        self.each(|one| {
            if let Assertion::Most(bound) = one {
                Some(*bound)
            } else {
                None
            }
        })
    }

    /// The groups of alternatives: owner, number, alternatives, and whether exactly one is to hold.
    pub fn groups(&self) -> Vec<((Id, usize), Vec<Id>, bool)> {
        let all = self.all.iter().filter_map(|one| match &one.what {
            Assertion::Group(arms, exactly_one) => Some(((one.owner, one.index), arms.clone(), *exactly_one)),
            _ => None,
        });
        all.collect()
    }
}

/// Whether a value is among others, equal as JSON.
pub(in crate::drift) fn has(values: &[&Value], value: &Value) -> bool {
    values.iter().any(|one| lossless::equal(one, value))
}
