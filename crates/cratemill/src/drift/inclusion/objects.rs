//! What objects hold, property by property.

use super::assertion::{Assertion, Properties};
use super::schemas::Id;
use super::summary::{Conjunction, Summary};
use super::takes::{Inner, Prover, Step};
use serde_json::Value;
use std::collections::BTreeSet;

impl<'a> Prover<'_, 'a> {
    /// The places of an object at which its values are to be compared.
    pub(super) fn properties(&mut self, side: usize, summary: &Summary<'a>, wide: &Properties<'a>) -> Vec<Inner> {
        let known = told(summary);
        let mut places = Vec::new();
        let mut spoken = names(summary);
        spoken.extend(self.conditional_names(side, summary));
        for name in spoken {
            let narrow = self.property(side, &known, name);
            let wide = self.property(1 - side, std::slice::from_ref(wide), name);
            if !wide.ids.is_empty() {
                places.push(Inner {
                    step: Step::Property(name.to_owned()),
                    narrow,
                    wide,
                });
            }
        }
        // What matches a pattern is of the schema of that, of whatever other pattern it matches too, or of the rest.
        let rest = Conjunction::of(known.iter().filter_map(|one| one.additional));
        let patterns: BTreeSet<&str> = known.iter().flat_map(|one| &one.patterns).map(|one| one.0).collect();
        let matching = |pattern: &str| {
            let all = known.iter().filter_map(|one| {
                let own = one.patterns.iter().find(|(text, _)| *text == pattern);
                own.map(|(_, id)| *id)
            });
            Conjunction::of(all)
        };
        for (pattern, id) in &wide.patterns {
            let step = Step::Matching((*pattern).to_owned());
            let asked = Conjunction::of([*id]);
            if patterns.contains(pattern) {
                places.push(inner(step, matching(pattern), asked));
                continue;
            }
            places.push(inner(step.clone(), rest.clone(), asked.clone()));
            for other in &patterns {
                places.push(inner(step.clone(), matching(other), asked.clone()));
            }
        }
        if let Some(additional) = wide.additional {
            let asked = Conjunction::of([additional]);
            places.push(inner(Step::Additional, rest, asked.clone()));
            for pattern in patterns {
                if wide.patterns.iter().all(|(text, _)| *text != pattern) {
                    let step = Step::Matching(pattern.to_owned());
                    places.push(inner(step, matching(pattern), asked.clone()));
                }
            }
        }
        places
    }

    /// The names that a conjunction speaks of where it says what must not be, or what follows from what.
    fn conditional_names(&self, side: usize, summary: &Summary<'a>) -> BTreeSet<&'a str> {
        let conditions = summary.each(|one| match one {
            Assertion::Not(id) => Some(vec![*id]),
            Assertion::If(condition, then, otherwise) => {
                let branches = then.iter().chain(otherwise).copied();
                Some(std::iter::once(*condition).chain(branches).collect())
            }
            _ => None,
        });
        let ids: Vec<Id> = conditions.into_iter().flatten().collect();
        match ids.is_empty() {
            true => BTreeSet::new(),
            false => self.spoken(side, &Conjunction::of(ids)),
        }
    }

    /// What holds for the property of a name.
    pub(in crate::drift) fn property(&self, side: usize, known: &[Properties<'a>], name: &str) -> Conjunction {
        let world = self.worlds[side];
        let mut ids = Vec::new();
        for one in known {
            let named = one.named.iter().filter(|(known, _)| *known == name);
            let matching = one.patterns.iter().filter(|(pattern, _)| world.matches(pattern, name));
            let before = ids.len();
            ids.extend(named.chain(matching).map(|(_, id)| *id));
            if ids.len() == before {
                ids.extend(one.additional);
            }
        }
        Conjunction::of(ids)
    }

    /// Whether no value of a conjunction has a property.
    pub(super) fn never_has(&mut self, side: usize, summary: &Summary<'a>, name: &str) -> bool {
        let held = self.property(side, &told(summary), name);
        self.is_impossible(side, &held)
    }

    pub(super) fn implies_of_object(
        &mut self,
        side: usize,
        narrow: &Conjunction,
        summary: &Summary<'a>,
        what: &Assertion<'a>,
    ) -> bool {
        let required = summary.required();
        match what {
            Assertion::Required(name) => required.contains(name),
            Assertion::MinProperties(least) => {
                let known = summary.each(|one| match one {
                    Assertion::MinProperties(least) => Some(*least),
                    _ => None,
                });
                known.into_iter().max().unwrap_or(0).max(required.len() as u64) >= *least
            }
            Assertion::MaxProperties(most) => {
                let known = summary.each(|one| match one {
                    Assertion::MaxProperties(most) => Some(*most),
                    _ => None,
                });
                let closed = self.all_names(side, summary).map(|names| names.len() as u64);
                known.into_iter().chain(closed).any(|known| known <= *most)
            }
            Assertion::PropertyNames(id) => {
                let asked = Conjunction::of([*id]);
                let known = summary.each(|one| match one {
                    Assertion::PropertyNames(id) => Some(*id),
                    _ => None,
                });
                let closed = self.all_names(side, summary);
                let valid = |name: &&str| self.accepts(1 - side, &asked, &Value::from(*name));
                closed.is_some_and(|names| names.iter().all(valid))
                    || known
                        .into_iter()
                        .any(|other| self.takes(side, &Conjunction::of([other]), &asked))
            }
            Assertion::DependentRequired(name, other) => {
                let same = summary.each(|one| match one {
                    Assertion::DependentRequired(first, second) => (first == name && second == other).then_some(()),
                    _ => None,
                });
                let by_schema = summary.each(|one| match one {
                    Assertion::DependentSchema(first, id) => (first == name).then_some(*id),
                    _ => None,
                });
                let requires = |id: Id| self.summary(side, &Conjunction::of([id])).required().contains(other);
                !same.is_empty()
                    || required.contains(other)
                    || by_schema.into_iter().any(requires)
                    || self.never_has(side, summary, name)
            }
            Assertion::DependentSchema(name, id) => {
                let asked = Conjunction::of([*id]);
                let known = summary.each(|one| match one {
                    Assertion::DependentSchema(other, id) => (other == name).then_some(*id),
                    _ => None,
                });
                self.never_has(side, summary, name)
                    || self.takes(side, narrow, &asked)
                    || self.requires_alone(side, summary, name, &asked)
                    || known
                        .into_iter()
                        .any(|other| self.takes(side, &narrow.and(other), &asked))
            }
            _ => false,
        }
    }

    /// Whether what `unevaluatedProperties` says of one schema follows from what it says of the other: where the same is
    /// evaluated or less, and nothing depends on the value.
    pub(super) fn is_unevaluated(&mut self, side: usize, one: Id, asked: Id) -> bool {
        let evaluated = (self.evaluated(side, one), self.evaluated(1 - side, asked));
        let (Some(less), Some(more)) = evaluated else {
            return false;
        };
        let left = |side: usize, id: Id| self.worlds[side].schemas.child(id, &["unevaluatedProperties"]);
        let (narrow, wide) = (left(side, one), left(1 - side, asked));
        less.is_subset(&more) && self.takes(side, &Conjunction::of(narrow), &Conjunction::of(wide))
    }

    /// The names and patterns that a schema evaluates, whatever the value is; none where that depends on it.
    fn evaluated(&self, side: usize, id: Id) -> Option<BTreeSet<(bool, &'a str)>> {
        let summary = self.summary(side, &Conjunction::of([id]));
        let mut evaluated = BTreeSet::new();
        for one in &summary.all {
            match &one.what {
                Assertion::Properties(properties) if properties.additional.is_none() => {
                    evaluated.extend(properties.named.iter().map(|(name, _)| (true, *name)));
                    evaluated.extend(properties.patterns.iter().map(|(pattern, _)| (false, *pattern)));
                }
                Assertion::Whole("unevaluatedProperties") if one.owner == id => {}
                Assertion::Properties(_)
                | Assertion::Whole(_)
                | Assertion::Group(..)
                | Assertion::If(..)
                | Assertion::DependentSchema(..) => return None,
                _ => {}
            }
        }
        Some(evaluated)
    }

    /// Whether a schema asks for nothing but properties that a name requires anyway.
    fn requires_alone(&self, side: usize, summary: &Summary<'a>, name: &str, asked: &Conjunction) -> bool {
        let given = summary.each(|one| match one {
            Assertion::DependentRequired(first, second) => (*first == name).then_some(*second),
            _ => None,
        });
        let is_given = |name: &str| given.contains(&name) || summary.required().contains(name);
        let asked = self.summary(1 - side, asked);
        asked
            .all
            .iter()
            .all(|one| matches!(&one.what, Assertion::Required(other) if is_given(other)))
    }

    /// The names that properties can have, where there are no others.
    fn all_names(&mut self, side: usize, summary: &Summary<'a>) -> Option<BTreeSet<&'a str>> {
        let known = told(summary);
        let mut closed = None;
        for one in known.iter().filter(|one| one.patterns.is_empty()) {
            let additional = one.additional.map(|id| Conjunction::of([id]));
            if additional.is_some_and(|additional| self.is_impossible(side, &additional)) {
                closed = Some(one.named.iter().map(|(name, _)| *name).collect());
            }
        }
        closed
    }
}

fn inner(step: Step, narrow: Conjunction, wide: Conjunction) -> Inner {
    Inner { step, narrow, wide }
}

/// All that a conjunction says of properties.
pub(in crate::drift) fn told<'a>(summary: &Summary<'a>) -> Vec<Properties<'a>> {
    summary.each(|one| match one {
        Assertion::Properties(properties) => Some(properties.clone()),
        _ => None,
    })
}

/// The names of properties that a conjunction speaks of.
pub(in crate::drift) fn names<'a>(summary: &Summary<'a>) -> BTreeSet<&'a str> {
    let mut names = summary.required();
    for one in told(summary) {
        names.extend(one.named.iter().map(|(name, _)| *name));
    }
    for one in &summary.all {
        match &one.what {
            Assertion::DependentRequired(name, other) => names.extend([*name, *other]),
            Assertion::DependentSchema(name, _) => drop(names.insert(*name)),
            _ => {}
        }
    }
    names
}
