//! The proof itself: each assertion of the wider schema follows from those of the narrower one, or the values of that are
//! taken apart until it does.

use super::assertion::{Assertion, Bound};
use super::schemas::Id;
use super::summary::{Asserted, Conjunction, Summary, has};
use super::world::World;
use crate::normalize::TypeSet;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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

    /// The one schema of a conjunction, or the one of them that says anything, references followed.
    pub fn lone(&self, side: usize, conjunction: &Conjunction) -> Option<Id> {
        let schemas = &self.worlds[side].schemas;
        let says = |id: &Id| {
            let read = schemas.read(*id);
            let mut left = (0..read.assertions.len()).filter(|index| !conjunction.chosen.contains(&(*id, *index)));
            left.next().is_some() || !read.all_of.is_empty() || read.reference.is_some()
        };
        let mut all = conjunction.ids.iter().filter(|id| says(id));
        match (all.next(), all.next(), &conjunction.ids[..]) {
            (Some(only), None, _) | (None, None, [only]) => Some(schemas.resolved(*only)),
            _ => None,
        }
    }

    /// Whether a value is valid under all schemas of a conjunction, for sure.
    pub fn accepts(&self, side: usize, conjunction: &Conjunction, value: &Value) -> bool {
        self.verdict(side, conjunction, value) == Some(true)
    }

    /// Whether a value may be valid: a schema that no judge can use may take anything.
    pub(super) fn may_accept(&self, side: usize, conjunction: &Conjunction, value: &Value) -> bool {
        self.verdict(side, conjunction, value) != Some(false)
    }

    fn verdict(&self, side: usize, conjunction: &Conjunction, value: &Value) -> Option<bool> {
        if !conjunction.types.contains(TypeSet::of(value)) {
            return Some(false);
        }
        let world = self.worlds[side];
        let summary = self.summary(side, conjunction);
        if summary.is_plain() {
            let known = summary.values.as_ref();
            return Some(summary.types.contains(TypeSet::of(value)) && known.is_none_or(|known| has(known, value)));
        }
        let mut verdict = Some(true);
        for id in &conjunction.ids {
            match world.accepts(*id, value) {
                Some(false) => return Some(false),
                Some(true) => {}
                None => verdict = None,
            }
        }
        verdict
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
                .filter(|one| self.may_accept(side, narrow, one))
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
                same.any(|one| {
                    let is_told = *keyword == "unevaluatedProperties";
                    self.same(side, one.owner, asked.owner)
                        || is_told && self.is_unevaluated(side, one.owner, asked.owner)
                })
            }
        }
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
