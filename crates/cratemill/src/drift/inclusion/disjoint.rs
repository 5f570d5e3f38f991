//! That no value is valid, or none under two schemas at once: a proof, or none.

use super::objects::told;
use super::summary::{Conjunction, Summary};
use super::takes::Prover;
use serde_json::Value;

/// How deep two schemas are looked into for what keeps them apart.
const DEEPEST: usize = 8;
/// How many schemas are looked into at once.
const MOST_OPEN: usize = 32;

impl<'a> Prover<'_, 'a> {
    /// Whether no value is valid under a conjunction.
    pub(in crate::drift) fn is_impossible(&mut self, side: usize, conjunction: &Conjunction) -> bool {
        let summary = self.summary(side, conjunction);
        self.is_empty(side, conjunction, &summary)
    }

    pub(super) fn is_empty(&mut self, side: usize, conjunction: &Conjunction, summary: &Summary<'a>) -> bool {
        if summary.types.is_empty() {
            return true;
        }
        if let Some(values) = summary.finite() {
            return !values.iter().any(|value| self.may_accept(side, conjunction, value));
        }
        // A schema that contains itself is not looked at again on the way.
        let key = (side, conjunction.clone());
        if self.emptied.len() > MOST_OPEN || !self.emptied.insert(key.clone()) {
            return false;
        }
        let empty = self.is_contradictory(side, conjunction, summary);
        self.emptied.remove(&key);
        empty
    }

    fn is_contradictory(&mut self, side: usize, conjunction: &Conjunction, summary: &Summary<'a>) -> bool {
        use crate::normalize::TypeSet;
        if TypeSet::STRING.contains(summary.types) {
            return summary.max_length().is_some_and(|most| most < summary.min_length());
        }
        if TypeSet::NUMBER.contains(summary.types) {
            let [least, most] = [summary.least(), summary.most()].map(|all| {
                let values = all.into_iter().filter_map(|one| one.value.as_f64());
                values.collect::<Vec<f64>>()
            });
            return least.iter().any(|low| most.iter().any(|high| low > high));
        }
        if TypeSet::OBJECT.contains(summary.types) {
            let required = summary.required();
            if required.into_iter().any(|name| self.never_has(side, summary, name)) {
                return true;
            }
        }
        summary.groups().into_iter().any(|(group, arms, _)| {
            arms.iter()
                .all(|arm| self.is_impossible(side, &conjunction.choosing(group, *arm)))
        })
    }

    /// Whether no value of `one`, of the version `side`, is one of `other`, of the other version.
    pub(super) fn is_disjoint(&mut self, side: usize, one: &Conjunction, other: &Conjunction) -> bool {
        self.are_apart(side, one, other, 0)
    }

    fn are_apart(&mut self, side: usize, one: &Conjunction, other: &Conjunction, depth: usize) -> bool {
        let (left, right) = (self.summary(side, one), self.summary(1 - side, other));
        if left.types.intersection(right.types).is_empty() || self.is_empty(side, one, &left) {
            return true;
        }
        if depth > DEEPEST {
            return false;
        }
        if let Some(values) = left.finite() {
            return !self.meets(side, one, &values, other);
        }
        if let Some(values) = right.finite() {
            return !self.meets(1 - side, other, &values, one);
        }
        if self.objects_are_apart(side, &left, &right, depth) {
            return true;
        }
        let by_right = right.groups().into_iter().any(|(group, arms, _)| {
            arms.iter()
                .all(|arm| self.are_apart(side, one, &other.choosing(group, *arm), depth + 1))
        });
        by_right
            || left.groups().into_iter().any(|(group, arms, _)| {
                arms.iter()
                    .all(|arm| self.are_apart(side, &one.choosing(group, *arm), other, depth + 1))
            })
    }

    /// Whether one of some values may be valid under both.
    fn meets(&self, side: usize, one: &Conjunction, values: &[Value], other: &Conjunction) -> bool {
        values
            .iter()
            .any(|value| self.may_accept(side, one, value) && self.may_accept(1 - side, other, value))
    }

    /// Whether two schemas of objects ask for different values of one property, or for one that the other forbids.
    fn objects_are_apart(&mut self, side: usize, left: &Summary<'a>, right: &Summary<'a>, depth: usize) -> bool {
        use crate::normalize::TypeSet;
        if !TypeSet::OBJECT.contains(left.types.intersection(right.types)) {
            return false;
        }
        let (mine, theirs) = (left.required(), right.required());
        mine.union(&theirs).any(|name| {
            let held = self.property(side, &told(left), name);
            let asked = self.property(1 - side, &told(right), name);
            self.is_impossible(side, &held)
                || self.is_impossible(1 - side, &asked)
                || self.are_apart(side, &held, &asked, depth + 1)
        })
    }
}
