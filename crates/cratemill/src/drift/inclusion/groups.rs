//! Alternatives, conditions, and what is the same word by word.

use super::assertion::Assertion;
use super::objects::names;
use super::schemas::Id;
use super::summary::{Conjunction, Summary};
use super::takes::Prover;
use crate::bundle::subschemas;
use crate::normalize::TypeSet;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The types into which values are taken apart.
pub(in crate::drift) const SINGLE: [TypeSet; 6] = [
    TypeSet::NULL,
    TypeSet::BOOLEAN,
    TypeSet::NUMBER,
    TypeSet::STRING,
    TypeSet::ARRAY,
    TypeSet::OBJECT,
];

/// Keywords that say nothing of which values are valid, or are looked at by another way.
const SILENT: &[&str] = &[
    "$schema",
    "$id",
    "id",
    "$anchor",
    "$comment",
    "$defs",
    "definitions",
    "components",
    "title",
    "description",
    "default",
    "deprecated",
    "example",
    "examples",
    "format",
    "readOnly",
    "writeOnly",
    "$ref",
];

/// Keywords that mean something else in another draft.
const DRAFTED: &[&str] = &[
    "$ref",
    "additionalItems",
    "const",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "if",
    "items",
    "prefixItems",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
];

impl<'a> Prover<'_, 'a> {
    /// The values of `narrow` taken apart: by type, else by one group of alternatives.
    pub(super) fn proves_apart(
        &mut self,
        side: usize,
        narrow: &Conjunction,
        summary: &Summary<'a>,
        wide: &Conjunction,
    ) -> bool {
        let parts: Vec<Conjunction> = types(summary.types).map(|one| narrow.only(one)).collect();
        if parts.len() > 1 {
            return parts.iter().all(|part| self.takes(side, part, wide));
        }
        summary.groups().into_iter().any(|(group, arms, _)| {
            arms.iter()
                .all(|arm| self.takes(side, &narrow.choosing(group, *arm), wide))
        })
    }

    pub(super) fn implies_logic(
        &mut self,
        side: usize,
        narrow: &Conjunction,
        summary: &Summary<'a>,
        what: &Assertion<'a>,
    ) -> bool {
        let one = |id: Id| Conjunction::of([id]);
        match what {
            Assertion::Group(arms, false) => arms.iter().any(|arm| self.takes(side, narrow, &one(*arm))),
            Assertion::Group(arms, true) => self.is_exactly_one(side, narrow, summary, arms),
            Assertion::Not(id) => {
                let known = summary.each(|one| if let Assertion::Not(id) = one { Some(*id) } else { None });
                self.is_disjoint(side, narrow, &one(*id))
                    || known
                        .into_iter()
                        .any(|other| self.takes(1 - side, &one(*id), &one(other)))
            }
            Assertion::If(condition, then, otherwise) => {
                self.is_conditional(side, narrow, summary, (*condition, *then, *otherwise))
            }
            _ => false,
        }
    }

    fn is_exactly_one(&mut self, side: usize, narrow: &Conjunction, summary: &Summary<'a>, arms: &[Id]) -> bool {
        let one = |id: Id| Conjunction::of([id]);
        let known = self.spoken(side, narrow);
        let chosen: Vec<Id> = self.not_chosen(side, narrow);
        let apart = |prover: &mut Self, narrow: &Conjunction, chosen: usize, others: &[Id]| {
            let mut rest = arms.iter().enumerate().filter(|(index, _)| *index != chosen);
            rest.all(|(_, arm)| {
                // A value of none of the others is none of what they take.
                let excluded = others
                    .iter()
                    .any(|other| prover.takes(1 - side, &one(*arm), &one(*other)));
                excluded
                    || prover.asks_for_unknown(1 - side, *arm, &known)
                    || prover.is_disjoint(side, narrow, &one(*arm))
            })
        };
        for (index, arm) in arms.iter().enumerate() {
            if self.takes(side, narrow, &one(*arm))
                && !self.may_be_another(side, narrow, *arm, &chosen)
                && apart(self, narrow, index, &chosen)
            {
                return true;
            }
        }
        // Alternative by alternative: what is exactly one of the old is exactly one of the new.
        let groups = summary.groups();
        groups.into_iter().any(|(group, known, exactly_one)| {
            known.iter().enumerate().all(|(at, old)| {
                let mut others = known.clone();
                others.remove(at);
                if !exactly_one {
                    others.clear();
                }
                let part = narrow.choosing(group, *old);
                let own = one(*old);
                (0..arms.len()).any(|index| {
                    self.takes(side, &part, &one(arms[index]))
                        && !self.may_be_another(side, &own, arms[index], &others)
                        && apart(self, &part, index, &others)
                })
            })
        })
    }

    /// Whether an alternative names what of the older ones only the others do, which nothing but such names tell it apart from:
    /// that values don't have what their schema does not name can't be agreed there.
    fn may_be_another(&mut self, side: usize, own: &Conjunction, arm: Id, others: &[Id]) -> bool {
        let arm = Conjunction::of([arm]);
        let named = self.spoken(1 - side, &arm);
        // Of the alternatives that were chosen from, the one that was chosen alone.
        let summary = self.summary(side, own);
        let mut known = names(&summary);
        for (_, arms, _) in summary.groups() {
            known.extend(self.spoken(side, &Conjunction::of(arms)));
        }
        others.iter().any(|other| {
            let other = Conjunction::of([*other]);
            let foreign = self.spoken(side, &other);
            let leans = foreign.iter().any(|name| named.contains(name) && !known.contains(name));
            leans && !self.is_disjoint(1 - side, &arm, &other)
        })
    }

    /// The alternatives that a value is none of, because another was chosen and exactly one is to hold.
    fn not_chosen(&self, side: usize, narrow: &Conjunction) -> Vec<Id> {
        let mut others = Vec::new();
        for (owner, index) in &narrow.chosen {
            if let Assertion::Group(arms, true) = &self.worlds[side].schemas.read(*owner).assertions[*index] {
                others.extend(arms.iter().filter(|arm| !narrow.ids.contains(arm)));
            }
        }
        others
    }

    /// The names of properties that a conjunction or any of its alternatives speaks of.
    pub(in crate::drift) fn spoken(&self, side: usize, conjunction: &Conjunction) -> BTreeSet<&'a str> {
        let schemas = &self.worlds[side].schemas;
        let mut spoken = BTreeSet::new();
        let mut seen: BTreeSet<Id> = BTreeSet::new();
        let mut pending = conjunction.ids.clone();
        pending.extend(conjunction.chosen.iter().map(|(owner, _)| *owner));
        while let Some(id) = pending.pop() {
            if !seen.insert(id) {
                continue;
            }
            let read = schemas.read(id);
            pending.extend(read.all_of.iter().chain(&read.reference));
            for one in &read.assertions {
                match one {
                    Assertion::Group(arms, _) => pending.extend(arms),
                    Assertion::Not(id) | Assertion::DependentSchema(_, id) => pending.push(*id),
                    Assertion::If(condition, then, otherwise) => {
                        pending.push(*condition);
                        pending.extend(then.iter().chain(otherwise));
                    }
                    Assertion::Properties(properties) => spoken.extend(properties.named.iter().map(|(name, _)| *name)),
                    Assertion::Required(name) => drop(spoken.insert(*name)),
                    _ => {}
                }
            }
        }
        spoken
    }

    /// Whether a schema asks for a property that the other version does not speak of: by the agreement none of its values
    /// has it.
    fn asks_for_unknown(&self, side: usize, arm: Id, known: &BTreeSet<&'a str>) -> bool {
        let summary = self.summary(side, &Conjunction::of([arm]));
        let required = summary.required();
        TypeSet::OBJECT.contains(summary.types) && required.iter().any(|name| !known.contains(name))
    }

    fn is_conditional(
        &mut self,
        side: usize,
        narrow: &Conjunction,
        summary: &Summary<'a>,
        (condition, then, otherwise): (Id, Option<Id>, Option<Id>),
    ) -> bool {
        let asked = |id: Option<Id>| Conjunction::of(id);
        let always = |prover: &mut Self, narrow: &Conjunction, id: Option<Id>| prover.takes(side, narrow, &asked(id));
        let wanted = Conjunction::of([condition]);
        let then_holds = always(self, narrow, then) || self.is_disjoint(side, narrow, &wanted);
        let else_holds = always(self, narrow, otherwise) || self.takes(side, narrow, &wanted);
        if then_holds && else_holds {
            return true;
        }
        let known = summary.each(|one| match one {
            Assertion::If(condition, then, otherwise) => Some((*condition, *then, *otherwise)),
            _ => None,
        });
        known.into_iter().any(|(other, other_then, other_else)| {
            let other = Conjunction::of([other]);
            let and = |id: Option<Id>| id.map_or_else(|| narrow.clone(), |id| narrow.and(id));
            self.takes(side, &other, &wanted)
                && self.takes(1 - side, &wanted, &other)
                && always(self, &and(other_then), then)
                && always(self, &and(other_else), otherwise)
        })
    }

    /// Whether a schema of one side and one of the other are the same word by word, but for what says nothing.
    pub(super) fn same(&mut self, side: usize, one: Id, other: Id) -> bool {
        if self.different.contains(&(side, one, other)) {
            return false;
        }
        let mut met: BTreeSet<(usize, Id, Id)> = BTreeSet::new();
        let mut pending = vec![(one, other)];
        while let Some((mine, theirs)) = pending.pop() {
            let key = (side, mine, theirs);
            if self.matched.contains(&key) || !met.insert(key) {
                continue;
            }
            let Some(inner) = self.same_words(side, mine, theirs) else {
                self.different.extend([key, (side, one, other)]);
                return false;
            };
            pending.extend(inner);
        }
        self.matched.extend(met);
        true
    }

    /// The schemas inside two schemas whose own words are the same; `None` where these are others.
    fn same_words(&self, side: usize, one: Id, other: Id) -> Option<Vec<(Id, Id)>> {
        let (schemas, others) = (&self.worlds[side].schemas, &self.worlds[1 - side].schemas);
        let (place, with) = (schemas.place(one), others.place(other));
        let (Value::Object(left), Value::Object(right)) = (place.value, with.value) else {
            return (place.value == with.value).then(Vec::new);
        };
        let drafted = |map: &Map<String, Value>| map.keys().any(|key| DRAFTED.contains(&key.as_str()));
        if place.draft != with.draft && (drafted(left) || drafted(right)) {
            return None;
        }
        let mut found = match (schemas.target(one), others.target(other)) {
            (None, None) if left.get("$ref") == right.get("$ref") => Vec::new(),
            (Some(one), Some(other)) => vec![(one, other)],
            _ => return None,
        };
        let loud = |tokens: &Vec<String>| !SILENT.contains(&tokens[0].as_str());
        let inner = |value: &Value| -> BTreeSet<Vec<String>> { subschemas(value).into_iter().filter(loud).collect() };
        let (mine, theirs) = (inner(place.value), inner(with.value));
        let holds: BTreeSet<&str> = mine.iter().map(|tokens| tokens[0].as_str()).collect();
        let plain = |map: &Map<String, Value>| -> BTreeSet<String> {
            let names = map.keys().filter(|name| !SILENT.contains(&name.as_str()));
            names.cloned().collect()
        };
        let names = plain(left);
        let equal =
            |name: &String| holds.contains(name.as_str()) && name != "dependencies" || left[name] == right[name];
        if mine != theirs || names != plain(right) || !names.iter().all(equal) {
            return None;
        }
        for tokens in &mine {
            let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
            found.push((schemas.child(one, &tokens)?, others.child(other, &tokens)?));
        }
        Some(found)
    }
}

/// The single types of a set.
pub(in crate::drift) fn types(set: TypeSet) -> impl Iterator<Item = TypeSet> {
    let single = SINGLE.into_iter().map(move |one| one.intersection(set));
    single.filter(|one| !one.is_empty())
}
