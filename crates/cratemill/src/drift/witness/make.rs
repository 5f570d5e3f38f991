//! Values of a conjunction, the plainest first.

use super::hints::Hints;
use super::scalars::{LONGEST, near, numbers, strings};
use crate::budget::WITNESS_VALUES;
use crate::drift::inclusion::{Assertion, Conjunction, Id, Prover, Summary, names, told, types};
use crate::evidence::witnesses;
use crate::normalize::TypeSet;
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// How deep values are made.
const DEEPEST: usize = 10;
/// Alternatives of one group that are tried.
const MOST_ARMS: usize = 24;
/// Values of one property or item that are tried in their place.
const MOST_INNER: usize = 6;

/// The values that were made of one version's schemas: what lies in many places is made once.
#[derive(Default)]
pub(in crate::drift) struct Samples {
    /// A valid value, or the depth at which none was found.
    one: RefCell<BTreeMap<Conjunction, Result<Value, usize>>>,
    /// Some valid values, by the depth at which they were made.
    some: RefCell<BTreeMap<(usize, Conjunction), Vec<Value>>>,
}

pub(super) struct Maker<'p, 'w, 'a> {
    prover: &'p Prover<'w, 'a>,
    side: usize,
    samples: &'p Samples,
}

impl<'p, 'w, 'a> Maker<'p, 'w, 'a> {
    pub fn new(prover: &'p Prover<'w, 'a>, side: usize, samples: &'p Samples) -> Self {
        Maker { prover, side, samples }
    }

    /// What both versions speak of at a place.
    pub fn hints(&self, narrow: &Conjunction, wide: &Conjunction) -> Hints {
        let mut hints = Hints::default();
        hints.add(self.prover, self.side, narrow);
        hints.add(self.prover, 1 - self.side, wide);
        hints
    }

    /// Values that may be valid under a conjunction.
    pub fn candidates(&self, conjunction: &Conjunction, hints: &Hints, depth: usize) -> Vec<Value> {
        let mut found = Vec::new();
        if depth > DEEPEST {
            return found;
        }
        let summary = self.prover.summary(self.side, conjunction);
        if let Some(values) = summary.finite() {
            return values;
        }
        for arms in self.chosen_from(conjunction) {
            found.extend(self.estranged(&arms, depth));
        }
        for (group, arms, _) in summary.groups().into_iter().take(2) {
            found.extend(self.merged(&arms, depth));
            for arm in arms.into_iter().take(MOST_ARMS) {
                let chosen = conjunction.choosing(group, arm);
                let mut hints = hints.clone();
                hints.add(self.prover, self.side, &chosen);
                found.extend(self.candidates(&chosen, &hints, depth + 1));
            }
        }
        for both in conditional(conjunction, &summary).into_iter().take(MOST_INNER) {
            found.extend(self.candidates(&both, hints, depth + 1));
        }
        for kind in types(summary.types) {
            match kind {
                TypeSet::NULL => found.push(Value::Null),
                TypeSet::BOOLEAN => found.extend([json!(true), json!(false)]),
                TypeSet::STRING => found.extend(strings(hints)),
                TypeSet::ARRAY => found.extend(self.arrays(conjunction, &summary, hints, depth)),
                TypeSet::OBJECT => found.extend(self.objects(conjunction, &summary, hints, depth)),
                _ => found.extend(numbers(hints, summary.is_integral())),
            }
        }
        found.extend(hints.values.iter().cloned());
        let mut seen = BTreeSet::new();
        found.retain(|value| seen.len() < WITNESS_VALUES && seen.insert(value.to_string()));
        found
    }

    /// Objects that are several of some alternatives at once.
    fn merged(&self, arms: &[Id], depth: usize) -> Vec<Value> {
        let parts: Vec<Map<String, Value>> = arms
            .iter()
            .take(MOST_INNER)
            .filter_map(|arm| match self.sample(&Conjunction::of([*arm]), depth + 1) {
                Some(Value::Object(object)) => Some(object),
                _ => None,
            })
            .collect();
        let mut found = Vec::new();
        for (index, one) in parts.iter().enumerate() {
            for other in &parts[index + 1..] {
                let both = one.iter().chain(other);
                found.push(both.map(|(name, value)| (name.clone(), value.clone())).collect());
            }
        }
        found
    }

    /// The alternatives of which one was chosen.
    fn chosen_from(&self, conjunction: &Conjunction) -> Vec<Vec<Id>> {
        let schemas = &self.prover.worlds[self.side].schemas;
        let arms = |(owner, index): &(Id, usize)| match &schemas.read(*owner).assertions[*index] {
            Assertion::Group(arms, true) => Some(arms.clone()),
            _ => None,
        };
        conjunction.chosen.iter().filter_map(arms).collect()
    }

    /// Objects that are one of some alternatives, and hold what no other allows under the names that only others know.
    fn estranged(&self, arms: &[Id], depth: usize) -> Vec<Value> {
        let arms: Vec<(Conjunction, BTreeSet<&str>)> = arms
            .iter()
            .take(MOST_INNER)
            .map(|arm| Conjunction::of([*arm]))
            .map(|arm| (arm.clone(), self.prover.spoken(self.side, &arm)))
            .collect();
        let mut found = Vec::new();
        for (arm, own) in &arms {
            let foreign = arms
                .iter()
                .flat_map(|(_, names)| names)
                .filter(|name| !own.contains(*name));
            if let Some(Value::Object(mut object)) = self.sample(arm, depth + 1) {
                object.extend(foreign.map(|name| ((*name).to_owned(), Value::Null)));
                found.push(Value::Object(object));
            }
        }
        found
    }

    /// A valid value.
    fn sample(&self, conjunction: &Conjunction, depth: usize) -> Option<Value> {
        if conjunction.ids.is_empty() {
            return Some(json!("x"));
        }
        match self.samples.one.borrow().get(conjunction) {
            Some(Ok(known)) => return Some(known.clone()),
            Some(Err(known)) if depth >= *known => return None,
            _ => {}
        }
        if depth > DEEPEST {
            return None;
        }
        let mut hints = Hints::default();
        hints.add(self.prover, self.side, conjunction);
        let all = self.candidates(conjunction, &hints, depth + 1);
        let found = all
            .into_iter()
            .find(|one| self.prover.accepts(self.side, conjunction, one));
        let mut samples = self.samples.one.borrow_mut();
        samples.insert(conjunction.clone(), found.clone().ok_or(depth));
        found
    }

    /// Some valid values that are not alike.
    fn samples(&self, conjunction: &Conjunction, depth: usize) -> Vec<Value> {
        if conjunction.ids.is_empty() {
            return vec![json!("x"), json!(1), json!({}), Value::Null];
        }
        let key = (depth, conjunction.clone());
        if let Some(known) = self.samples.some.borrow().get(&key) {
            return known.clone();
        }
        let mut hints = Hints::default();
        hints.add(self.prover, self.side, conjunction);
        let all = self.candidates(conjunction, &hints, depth + 1).into_iter();
        let found: Vec<Value> = all
            .filter(|one| self.prover.accepts(self.side, conjunction, one))
            .take(MOST_INNER)
            .collect();
        self.samples.some.borrow_mut().insert(key, found.clone());
        found
    }

    /// An item that may stand at a place of an array.
    pub fn item(&self, conjunction: &Conjunction, index: usize) -> Value {
        let summary = self.prover.summary(self.side, conjunction);
        self.sample(&item(&summary, index), 0).unwrap_or(Value::Null)
    }

    /// How many items an array has at least.
    pub fn least_items(&self, conjunction: &Conjunction) -> usize {
        let summary = self.prover.summary(self.side, conjunction);
        summary.min_items().min(LONGEST) as usize
    }

    /// A name that no schema names; or one that matches a pattern.
    pub fn name(&self, conjunction: &Conjunction, pattern: Option<&str>) -> Option<String> {
        let summary = self.prover.summary(self.side, conjunction);
        let known = names(&summary);
        let mut tried: Vec<String> = ["zzz", "x-zzz", "_z", "Z9"].map(str::to_owned).to_vec();
        let mut hints = Hints::default();
        hints.add(self.prover, self.side, conjunction);
        let patterns = hints.name_patterns.iter().map(String::as_str).chain(pattern);
        patterns.for_each(|pattern| tried.extend(witnesses(pattern).into_iter().take(4)));
        let world = self.prover.worlds[self.side];
        let fits = |name: &&String| {
            !known.contains(name.as_str()) && pattern.is_none_or(|pattern| world.matches(pattern, name))
        };
        tried.iter().find(fits).cloned()
    }

    /// The object with nothing but what is required.
    pub fn least(&self, conjunction: &Conjunction) -> Option<Map<String, Value>> {
        let summary = self.prover.summary(self.side, conjunction);
        self.with(&summary, &summary.required().into_iter().collect::<Vec<_>>(), 0)
    }

    /// The object with every property that has a name.
    pub fn fullest(&self, conjunction: &Conjunction) -> Option<Map<String, Value>> {
        let summary = self.prover.summary(self.side, conjunction);
        self.with(&summary, &names(&summary).into_iter().collect::<Vec<_>>(), 0)
    }

    fn property(&self, summary: &Summary<'a>, name: &str) -> Conjunction {
        self.prover.property(self.side, &told(summary), name)
    }

    /// An object with these properties; the required ones must be had.
    fn with(&self, summary: &Summary<'a>, names: &[&str], depth: usize) -> Option<Map<String, Value>> {
        let required = summary.required();
        let mut object = Map::new();
        for name in names {
            match self.sample(&self.property(summary, name), depth + 1) {
                Some(value) => drop(object.insert((*name).to_owned(), value)),
                None if required.contains(name) => return None,
                None => {}
            }
        }
        Some(object)
    }

    fn objects(&self, conjunction: &Conjunction, summary: &Summary<'a>, hints: &Hints, depth: usize) -> Vec<Value> {
        let required: Vec<&str> = summary.required().into_iter().collect();
        let Some(least) = self.with(summary, &required, depth) else {
            return Vec::new();
        };
        let all: Vec<&str> = names(summary).into_iter().collect();
        let mut found = vec![least.clone()];
        let mut with = |name: &str, value: Value| {
            let mut object = least.clone();
            object.insert(name.to_owned(), value);
            found.push(object);
        };
        for name in &all {
            for value in self.samples(&self.property(summary, name), depth + 1) {
                with(name, value);
            }
        }
        let mut fresh: Vec<String> = self.name(conjunction, None).into_iter().collect();
        for pattern in &hints.name_patterns {
            fresh.extend(self.name(conjunction, Some(pattern)));
        }
        let lengths = near(&hints.name_lengths).into_iter();
        fresh.extend(
            lengths
                .map(|length| "z".repeat(length))
                .filter(|name| !all.contains(&name.as_str())),
        );
        fresh.extend(hints.names.iter().filter(|name| !all.contains(&name.as_str())).cloned());
        for name in &fresh {
            for value in self.samples(&self.property(summary, name), depth + 1) {
                with(name, value);
            }
        }
        if depth <= 1 {
            for (index, name) in all.iter().enumerate() {
                let pair = all[index + 1..].iter().take(MOST_INNER);
                let objects = pair.filter_map(|other| {
                    let names: Vec<&str> = required.iter().copied().chain([*name, *other]).collect();
                    self.with(summary, &names, depth)
                });
                found.extend(objects.take(4));
            }
        }
        found.extend(self.with(summary, &all, depth));
        for count in near(&hints.counts) {
            let mut object = least.clone();
            for number in object.len()..count {
                let name = all.iter().find(|name| !object.contains_key(**name));
                let name = name.map_or_else(|| format!("z{number}"), |name| (*name).to_owned());
                let value = self.sample(&self.property(summary, &name), depth + 1);
                object.extend(value.map(|value| (name, value)));
            }
            found.push(object);
        }
        found.into_iter().map(Value::Object).collect()
    }

    fn arrays(&self, _: &Conjunction, summary: &Summary<'a>, hints: &Hints, depth: usize) -> Vec<Value> {
        let mut found = vec![json!([])];
        let at = |index: usize| self.sample(&item(summary, index), depth + 1);
        let first = self.samples(&item(summary, 0), depth + 1);
        found.extend(first.iter().map(|one| json!([one])));
        let contained = summary.each(|one| match one {
            Assertion::Contains(id, _, _) => Some(*id),
            _ => None,
        });
        for id in contained {
            let both = item(summary, 0).and(id);
            found.extend(self.samples(&both, depth + 1).into_iter().map(|one| json!([one])));
        }
        let mut counts = hints.counts.clone();
        counts.insert(2);
        counts.insert(summary.min_items());
        for count in near(&counts) {
            let plain: Vec<Value> = (0..count).map_while(at).collect();
            if plain.len() < count {
                continue;
            }
            found.push(Value::Array(plain.clone()));
            let rest = self.samples(&item(summary, count), depth + 1);
            for last in &rest {
                let mut longer = plain.clone();
                longer.push(last.clone());
                found.push(Value::Array(longer));
            }
            if !first.is_empty() {
                let varied = (0..count).map(|index| first[index % first.len()].clone());
                found.push(Value::Array(varied.collect()));
            }
            let numbers = (0..count).map(|index| json!(index));
            found.push(Value::Array(numbers.clone().collect()));
            found.push(Value::Array(numbers.map(|one| json!(one.to_string())).collect()));
        }
        found
    }
}

/// What holds where a condition does.
fn conditional(conjunction: &Conjunction, summary: &Summary<'_>) -> Vec<Conjunction> {
    let all = summary.all.iter().filter_map(|one| match &one.what {
        Assertion::If(condition, Some(then), _) => {
            Some(conjunction.choosing((one.owner, one.index), *condition).and(*then))
        }
        _ => None,
    });
    all.collect()
}

/// What holds for an item.
fn item(summary: &Summary<'_>, index: usize) -> Conjunction {
    let all = summary.each(|one| match one {
        Assertion::Items(items) => Some(items.prefix.get(index).copied().or(items.rest)),
        _ => None,
    });
    Conjunction::of(all.into_iter().flatten())
}
