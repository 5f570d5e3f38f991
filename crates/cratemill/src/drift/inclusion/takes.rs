//! The proof itself: each assertion of the wider schema follows from those of the narrower one, or the values of that are
//! taken apart until it does.

use super::assertion::{Assertion, Bound, Items};
use super::schemas::{Id, Schemas};
use super::summary::{Asserted, Conjunction, Summary, has};
use crate::evidence::Judge;
use crate::normalize::TypeSet;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One version: its schemas, and who judges by them.
pub(in crate::drift) struct World<'a> {
    pub schemas: Schemas<'a>,
    pub judge: &'a Judge,
}

/// Who proves that one version's schema takes the values of the other's.
pub(in crate::drift) struct Prover<'w, 'a> {
    pub worlds: [&'w World<'a>; 2],
    known: BTreeMap<Key, bool>,
    /// What was proven, in order, while something else was still assumed.
    trail: Vec<Key>,
    /// What is being proven: where a schema contains itself, it is included if the rest is.
    open: BTreeSet<Key>,
    pub(super) emptied: BTreeSet<(usize, Conjunction)>,
    /// The schemas that are the same word by word, and those that are not.
    pub(super) matched: BTreeSet<(usize, Id, Id)>,
    pub(super) different: BTreeSet<(usize, Id, Id)>,
    steps: usize,
    limit: usize,
    /// Whether something was left unproven because it was too much or too deep.
    cut: bool,
}

/// How deep one proof may lie in another: each takes some of the stack.
const DEEPEST: usize = 96;

/// The side of the narrower schema, what it says, and what the wider one says.
type Key = (usize, Conjunction, Conjunction);

/// Where inside of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::drift) enum Step {
    /// A property.
    Property(String),
    /// Any property that no schema names.
    Additional,
    /// Any property that matches a pattern.
    Matching(String),
    /// An item.
    Item(usize),
}

/// A place inside a value, where what the one schema says is not proven to follow from the other.
#[derive(Clone, Debug)]
pub(in crate::drift) struct Inner {
    pub step: Step,
    pub narrow: Conjunction,
    pub wide: Conjunction,
}

/// An assertion of the wider schema that is not proven.
pub(in crate::drift) struct Miss<'a> {
    pub owner: Id,
    pub what: Assertion<'a>,
    /// For an assertion about what is inside: where.
    pub inner: Vec<Inner>,
}

impl<'w, 'a> Prover<'w, 'a> {
    /// A prover for two versions that takes no more than so many steps for each thing it is asked.
    pub fn new(worlds: [&'w World<'a>; 2], limit: usize) -> Self {
        Prover {
            worlds,
            known: BTreeMap::new(),
            trail: Vec::new(),
            open: BTreeSet::new(),
            emptied: BTreeSet::new(),
            matched: BTreeSet::new(),
            different: BTreeSet::new(),
            steps: 0,
            limit,
            cut: false,
        }
    }

    /// From here on as many steps as at first.
    pub fn refresh(&mut self) {
        self.steps = 0;
    }

    /// Whether all values of `narrow`, of the version `side`, are proven to be values of `wide`, of the other.
    pub fn takes(&mut self, side: usize, narrow: &Conjunction, wide: &Conjunction) -> bool {
        if wide.ids.is_empty() {
            return true;
        }
        let key = (side, narrow.clone(), wide.clone());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        if self.open.contains(&key) {
            return true;
        }
        if self.steps >= self.limit || self.open.len() >= DEEPEST {
            self.cut = true;
            return false;
        }
        self.steps += 1;
        let start = self.trail.len();
        self.open.insert(key.clone());
        let proven = self.proves(side, narrow, wide);
        self.open.remove(&key);
        if proven {
            self.trail.push(key.clone());
        } else {
            // What was proven on the way may rest on what turned out not to be.
            for other in self.trail.split_off(start) {
                self.known.remove(&other);
            }
        }
        if self.open.is_empty() {
            self.trail.clear();
        }
        if proven || !self.cut {
            self.known.insert(key, proven);
        }
        self.cut &= !self.open.is_empty();
        proven
    }

    pub fn summary(&self, side: usize, conjunction: &Conjunction) -> Summary<'a> {
        Summary::new(&self.worlds[side].schemas, conjunction)
    }

    /// The one schema of a conjunction that says anything, references followed.
    pub fn lone(&self, side: usize, conjunction: &Conjunction) -> Option<Id> {
        let schemas = &self.worlds[side].schemas;
        let says = |id: &Id| {
            let read = schemas.read(*id);
            let mut left = (0..read.assertions.len()).filter(|index| !conjunction.chosen.contains(&(*id, *index)));
            left.next().is_some() || !read.all_of.is_empty() || read.reference.is_some()
        };
        let mut all = conjunction.ids.iter().filter(|id| says(id));
        match (all.next(), all.next()) {
            (Some(only), None) => Some(schemas.resolved(*only)),
            _ => None,
        }
    }

    /// Whether a value is valid under all schemas of a conjunction.
    pub fn accepts(&self, side: usize, conjunction: &Conjunction, value: &Value) -> bool {
        let world = self.worlds[side];
        let summary = self.summary(side, conjunction);
        if summary.is_plain() {
            let known = summary.values.as_ref();
            return summary.types.contains(TypeSet::of(value)) && known.is_none_or(|known| has(known, value));
        }
        let valid = |id: &Id| world.judge.accepts(&world.schemas.reference(*id), value) == Some(true);
        conjunction.types.contains(TypeSet::of(value)) && conjunction.ids.iter().all(valid)
    }

    fn proves(&mut self, side: usize, narrow: &Conjunction, wide: &Conjunction) -> bool {
        if let ([one], [other]) = (&narrow.ids[..], &wide.ids[..])
            && wide.chosen.is_empty()
            && wide.types == TypeSet::ALL
            && self.same(side, *one, *other)
        {
            return true;
        }
        let summary = self.summary(side, narrow);
        if self.is_empty(side, narrow, &summary) {
            return true;
        }
        if let Some(values) = summary.finite() {
            let valid: Vec<Value> = values
                .into_iter()
                .filter(|one| self.accepts(side, narrow, one))
                .collect();
            return valid.iter().all(|one| self.accepts(1 - side, wide, one));
        }
        let asked = self.summary(1 - side, wide);
        let implied = asked.all.iter().all(|one| self.implies(side, narrow, &summary, one));
        implied || self.proves_apart(side, narrow, &summary, wide)
    }

    /// What of `wide` is not proven to follow from `narrow` as it stands.
    pub fn misses(&mut self, side: usize, narrow: &Conjunction, wide: &Conjunction) -> Vec<Miss<'a>> {
        let summary = self.summary(side, narrow);
        let asked = self.summary(1 - side, wide);
        let mut misses = Vec::new();
        for one in &asked.all {
            if !self.implies(side, narrow, &summary, one) {
                misses.push(Miss {
                    owner: one.owner,
                    what: one.what.clone(),
                    inner: self.inner(side, &summary, &one.what),
                });
            }
        }
        misses
    }

    /// The places inside at which an assertion about contents is not proven.
    fn inner(&mut self, side: usize, summary: &Summary<'a>, what: &Assertion<'a>) -> Vec<Inner> {
        let places = match what {
            Assertion::Items(items) => self.items(side, summary, items),
            Assertion::Properties(properties) => self.properties(side, summary, properties),
            _ => Vec::new(),
        };
        places
            .into_iter()
            .filter(|one| !self.takes(side, &one.narrow, &one.wide))
            .collect()
    }

    fn implies(&mut self, side: usize, narrow: &Conjunction, summary: &Summary<'a>, asked: &Asserted<'a>) -> bool {
        let what = &asked.what;
        if summary.types.intersection(what.speaks_of()).is_empty() {
            return true;
        }
        match what {
            Assertion::Never => false,
            Assertion::Types(types) => types.contains(summary.types),
            Assertion::Values(values) => {
                let known = summary.values.as_ref();
                known.is_some_and(|known| known.iter().all(|one| has(values, one)))
            }
            Assertion::Least(bound) => is_bound(&summary.least(), *bound, true, summary.is_integral()),
            Assertion::Most(bound) => is_bound(&summary.most(), *bound, false, summary.is_integral()),
            Assertion::MultipleOf(factor) => is_multiple(summary, factor),
            Assertion::MinLength(least) => summary.min_length() >= *least,
            Assertion::MaxLength(most) => summary.max_length().is_some_and(|known| known <= *most),
            Assertion::Pattern(pattern) => {
                let known = summary.each(|one| {
                    if let Assertion::Pattern(text) = one {
                        Some(*text)
                    } else {
                        None
                    }
                });
                ["", "^", "$", ".*", "^.*"].contains(pattern) || known.contains(pattern)
            }
            Assertion::Items(items) => {
                let places = self.items(side, summary, items);
                places.iter().all(|one| self.takes(side, &one.narrow, &one.wide))
            }
            Assertion::MinItems(least) => self.least_items(summary) >= *least,
            Assertion::MaxItems(most) => self.most_items(side, summary).is_some_and(|known| known <= *most),
            Assertion::UniqueItems => {
                let known = summary.each(|one| matches!(one, Assertion::UniqueItems).then_some(()));
                !known.is_empty() || self.most_items(side, summary).is_some_and(|known| known <= 1)
            }
            Assertion::Contains(item, least, most) => self.contains(side, summary, *item, *least, *most),
            Assertion::Properties(properties) => {
                let places = self.properties(side, summary, properties);
                places.iter().all(|one| self.takes(side, &one.narrow, &one.wide))
            }
            Assertion::Required(_)
            | Assertion::MinProperties(_)
            | Assertion::MaxProperties(_)
            | Assertion::PropertyNames(_)
            | Assertion::DependentRequired(..)
            | Assertion::DependentSchema(..) => self.implies_of_object(side, narrow, summary, what),
            Assertion::Group(..) | Assertion::Not(_) | Assertion::If(..) => {
                self.implies_logic(side, narrow, summary, what)
            }
            Assertion::Whole(keyword) => {
                let all = summary.all.iter();
                let mut same = all.filter(|one| matches!(one.what, Assertion::Whole(other) if other == *keyword));
                same.any(|one| self.same(side, one.owner, asked.owner))
            }
        }
    }

    /// The places of an array at which the items are to be compared.
    fn items(&mut self, side: usize, summary: &Summary<'a>, wide: &Items) -> Vec<Inner> {
        let known = summary.each(|one| {
            if let Assertion::Items(items) = one {
                Some(items.clone())
            } else {
                None
            }
        });
        let longest = known
            .iter()
            .chain([wide])
            .map(|one| one.prefix.len())
            .max()
            .unwrap_or(0);
        let most = self.most_items(side, summary);
        let at = |items: &Items, index: usize| items.prefix.get(index).copied().or(items.rest);
        let places = (0..=longest).filter(|index| most.is_none_or(|most| (*index as u64) < most));
        places
            .map(|index| Inner {
                step: Step::Item(index),
                narrow: Conjunction::of(known.iter().filter_map(|items| at(items, index))),
                wide: Conjunction::of(at(wide, index)),
            })
            .collect()
    }

    fn least_items(&self, summary: &Summary<'a>) -> u64 {
        let contained = summary.each(|one| match one {
            Assertion::Contains(_, least, _) => Some(*least),
            _ => None,
        });
        contained.into_iter().max().unwrap_or(0).max(summary.min_items())
    }

    /// How many items there can be.
    fn most_items(&mut self, side: usize, summary: &Summary<'a>) -> Option<u64> {
        let mut most = summary.each(|one| match one {
            Assertion::MaxItems(most) => Some(*most),
            _ => None,
        });
        for items in summary.each(|one| {
            if let Assertion::Items(items) = one {
                Some(items.clone())
            } else {
                None
            }
        }) {
            let mut all = items.prefix.iter().chain(&items.rest).enumerate();
            let closed = all.find(|(_, id)| self.is_impossible(side, &Conjunction::of([**id])));
            most.extend(closed.map(|(index, _)| index as u64));
        }
        most.into_iter().min()
    }

    fn contains(&mut self, side: usize, summary: &Summary<'a>, item: Id, least: u64, most: Option<u64>) -> bool {
        let known = summary.each(|one| match one {
            Assertion::Contains(item, least, most) => Some((*item, *least, *most)),
            _ => None,
        });
        let wanted = Conjunction::of([item]);
        let mut enough = least == 0;
        let mut few = most.is_none_or(|most| self.most_items(side, summary).is_some_and(|known| known <= most));
        for (other, other_least, other_most) in known {
            let other = Conjunction::of([other]);
            enough |= other_least >= least && self.takes(side, &other, &wanted);
            let no_more = other_most.is_some_and(|known| most.is_some_and(|most| known <= most));
            few |= no_more && self.takes(1 - side, &wanted, &other);
        }
        if !enough && summary.min_items() >= least {
            let rest = Items {
                prefix: Vec::new(),
                rest: Some(item),
            };
            let places = self.items(side, summary, &rest);
            enough = places.iter().all(|one| self.takes(side, &one.narrow, &one.wide));
        }
        enough && few
    }
}

/// From here on a double does not hold every integer.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Whether one of some limits makes sure of another.
fn is_bound(known: &[Bound<'_>], asked: Bound<'_>, lower: bool, integral: bool) -> bool {
    let place = |bound: &Bound<'_>| {
        let value = bound.value.as_f64().unwrap_or(f64::NAN);
        if !integral || value.abs() >= EXACT {
            return (value, bound.exclusive);
        }
        let whole = match (lower, bound.exclusive) {
            (true, true) => value.floor() + 1.0,
            (true, false) => value.ceil(),
            (false, true) => value.ceil() - 1.0,
            (false, false) => value.floor(),
        };
        (whole, false)
    };
    let (wanted, strict) = place(&asked);
    known.iter().any(|bound| {
        let (value, exclusive) = place(bound);
        let beyond = if lower { value > wanted } else { value < wanted };
        let exact = value.abs() < EXACT || lossless::equal(bound.value, asked.value);
        beyond || value == wanted && exact && (!strict || exclusive)
    })
}

fn is_multiple(summary: &Summary<'_>, factor: &Value) -> bool {
    let factor = factor.as_f64().unwrap_or(f64::NAN);
    let known = summary.each(|one| {
        if let Assertion::MultipleOf(value) = one {
            value.as_f64()
        } else {
            None
        }
    });
    let whole = summary.is_integral().then_some(1.0);
    known.into_iter().chain(whole).any(|one| (one / factor).fract() == 0.0)
}
