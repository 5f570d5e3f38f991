//! What all of the evidence is gathered with.

use super::allowance::{Allowance, Steps};
use super::find::stated;
use super::judge::Judge;
use super::place::{Documents, Place};
use super::shape::Shapes;
use super::synthesize::witnesses;
use super::{Choice, Subject, choices};
use crate::budget::CHOICES_OF_AN_INSTANCE;
use crate::convert::Types;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The provider, and who judges.
pub(super) struct Room<'a, 'd> {
    pub subject: &'d Subject,
    pub types: &'d Types,
    pub documents: &'d Documents<'a>,
    pub judge: &'d Judge,
    pub shapes: &'d Shapes,
    pub steps: &'d Steps,
    /// Whether any schema states an example.
    pub has_examples: bool,
    pub made: Made,
    /// References to the targets that do not take any value.
    pub targets: BTreeSet<String>,
}

/// Texts that were made before.
#[derive(Default)]
pub(super) struct Made {
    /// By the schemas whose patterns they match.
    pub texts: RefCell<BTreeMap<String, Option<Value>>>,
    /// By pattern.
    witnesses: RefCell<BTreeMap<String, Rc<[String]>>>,
}

impl<'a> Room<'a, '_> {
    /// Texts that are meant to match a pattern, the shortest first.
    pub fn witnesses(&self, pattern: &str) -> Rc<[String]> {
        if let Some(known) = self.made.witnesses.borrow().get(pattern) {
            return Rc::clone(known);
        }
        let made: Rc<[String]> = witnesses(pattern).into();
        let mut known = self.made.witnesses.borrow_mut();
        known.insert(pattern.to_owned(), Rc::clone(&made));
        made
    }

    /// The unions in a valid instance of a target, as far as it pays for them.
    pub fn choices(
        &self,
        target: usize,
        instance: &Value,
        along: Option<&str>,
        allowance: &Allowance<'_>,
    ) -> Vec<Choice> {
        if !allowance.may_work() {
            return Vec::new();
        }
        let mut valid = |reference: &str, value: &Value| self.judge.accepts(reference, value);
        let index = self.subject.targets[target].index;
        let mut found = choices(self.types, index, instance, along, &mut valid);
        found.truncate(CHOICES_OF_AN_INSTANCE);
        let bytes = |one: &Choice| one.pointer.len() + one.allowed.iter().map(|name| name.len() + 3).sum::<usize>() + 6;
        let paid = found.iter().take_while(|one| allowance.pays(bytes(one))).count();
        found.truncate(paid);
        found
    }

    /// The schema of a target.
    pub fn place(&self, target: usize) -> Option<Place<'a>> {
        self.documents.find(&self.subject.targets[target].schema)
    }
}

/// References to the targets that do not take any value.
pub(super) fn open_targets(subject: &Subject, documents: &Documents<'_>) -> BTreeSet<String> {
    let open = subject.targets.iter().filter(|target| !target.opaque);
    open.filter_map(|target| Some(documents.find(&target.schema)?.reference()))
        .collect()
}

/// The schemas that a judge is asked about.
#[derive(Default)]
pub(super) struct Asked {
    /// The targets, and all that choose, combine, match patterns or give instances.
    pub references: BTreeSet<String>,
    /// Whether any schema states an example.
    pub has_examples: bool,
}

pub(super) fn asked(subject: &Subject, documents: &Documents<'_>) -> Asked {
    const KEYWORDS: [&str; 9] = [
        "pattern",
        "const",
        "default",
        "example",
        "examples",
        "allOf",
        "oneOf",
        "anyOf",
        "$dynamicRef",
    ];
    let mut asked = Asked {
        references: subject.targets.iter().map(|target| target.schema.clone()).collect(),
        has_examples: false,
    };
    let mut pending: Vec<Place<'_>> = documents.roots().collect();
    while let Some(place) = pending.pop() {
        if KEYWORDS.iter().any(|keyword| place.keyword(keyword).is_some()) {
            asked.references.insert(place.reference());
            asked.has_examples |= !stated(&place).is_empty();
        }
        let parts = ["allOf", "oneOf", "anyOf"]
            .iter()
            .flat_map(|keyword| place.list(keyword));
        let parts = parts.chain(place.child("propertyNames"));
        asked.references.extend(parts.map(|part| part.reference()));
        pending.extend(place.subschemas());
    }
    asked
}
