//! The numbers, texts and names that schemas speak of: what is tried is around these.

use crate::drift::inclusion::{Assertion, Conjunction, Id, Prover, told};
use serde_json::Value;
use std::collections::BTreeSet;

/// How deep alternatives and conditions are looked into.
const DEEPEST: usize = 4;
/// How much is taken of one kind.
const MOST: usize = 48;

/// What schemas speak of.
#[derive(Clone, Debug, Default)]
pub(super) struct Hints {
    pub values: Vec<Value>,
    pub numbers: Vec<f64>,
    pub lengths: BTreeSet<u64>,
    pub counts: BTreeSet<u64>,
    pub patterns: Vec<String>,
    pub name_patterns: Vec<String>,
    pub name_lengths: BTreeSet<u64>,
    pub names: BTreeSet<String>,
}

impl Hints {
    /// Adds what a conjunction speaks of.
    pub fn add(&mut self, prover: &Prover<'_, '_>, side: usize, conjunction: &Conjunction) {
        self.collect(prover, side, conjunction, 0);
        self.values.truncate(MOST);
        self.numbers.truncate(MOST);
        self.patterns.truncate(MOST);
    }

    fn collect(&mut self, prover: &Prover<'_, '_>, side: usize, conjunction: &Conjunction, depth: usize) {
        let summary = prover.summary(side, conjunction);
        let mut inner: Vec<Id> = Vec::new();
        for one in &summary.all {
            match &one.what {
                Assertion::Values(values) => {
                    self.values.extend(values.iter().take(MOST).map(|one| (*one).clone()));
                    self.numbers
                        .extend(values.iter().take(MOST).filter_map(|one| one.as_f64()));
                }
                Assertion::Least(bound) | Assertion::Most(bound) => self.numbers.extend(bound.value.as_f64()),
                Assertion::MultipleOf(factor) => {
                    let factor = factor.as_f64().unwrap_or(1.0);
                    self.numbers.extend([factor, 2.0 * factor, 3.0 * factor, factor / 2.0]);
                }
                Assertion::MinLength(length) | Assertion::MaxLength(length) => drop(self.lengths.insert(*length)),
                Assertion::Pattern(pattern) => self.patterns.push((*pattern).to_owned()),
                Assertion::MinItems(count)
                | Assertion::MaxItems(count)
                | Assertion::MinProperties(count)
                | Assertion::MaxProperties(count) => drop(self.counts.insert(*count)),
                Assertion::Contains(_, least, most) => {
                    self.counts.insert(*least);
                    self.counts.extend(*most);
                }
                Assertion::Items(items) => drop(self.counts.insert(items.prefix.len() as u64)),
                Assertion::Group(arms, _) => inner.extend(arms),
                Assertion::Not(id) => inner.push(*id),
                Assertion::If(condition, then, otherwise) => {
                    inner.push(*condition);
                    inner.extend(then.iter().chain(otherwise));
                }
                Assertion::DependentSchema(_, id) => inner.push(*id),
                Assertion::PropertyNames(id) => {
                    let names = prover.summary(side, &Conjunction::of([*id]));
                    let patterns = names.each(|one| match one {
                        Assertion::Pattern(pattern) => Some((*pattern).to_owned()),
                        _ => None,
                    });
                    self.name_patterns.extend(patterns);
                    let lengths = names.each(|one| match one {
                        Assertion::MinLength(length) | Assertion::MaxLength(length) => Some(*length),
                        _ => None,
                    });
                    self.name_lengths.extend(lengths);
                    let values = names.values.iter().flatten().filter_map(|one| one.as_str());
                    self.names.extend(values.take(MOST).map(str::to_owned));
                }
                _ => {}
            }
        }
        for one in told(&summary) {
            self.name_patterns
                .extend(one.patterns.iter().map(|(pattern, _)| (*pattern).to_owned()));
        }
        if depth < DEEPEST {
            for id in inner.into_iter().take(MOST) {
                self.collect(prover, side, &Conjunction::of([id]), depth + 1);
            }
        }
    }
}
