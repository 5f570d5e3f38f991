//! What the evidence of each type may cost, in bytes and in steps.
//!
//! A share depends on the type's own schema and, coarsely, on how many types there are: the evidence of a type does not
//! change because that of another does. Only what is too large for its share takes from what all have in common, as long
//! as there is any.

use super::Subject;
use super::place::Documents;
use crate::budget::{BYTES_FOR_A_STEP, EVIDENCE_FLOOR, EVIDENCE_FOR_FOUR, EVIDENCE_OF_A_TYPE, STEPS_FLOOR};
use crate::bundle::push_token;
use crate::text::json_length;
use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeMap;

/// How many values were judged or drafted so far.
#[derive(Debug, Default)]
pub(crate) struct Steps(Cell<u64>);

impl Steps {
    pub fn add(&self, steps: usize) {
        self.0.set(self.0.get().saturating_add(steps as u64));
    }

    pub fn count(&self) -> u64 {
        self.0.get()
    }
}

/// What the evidence of all types may cost.
pub(super) struct Budget<'s> {
    /// The bytes of each type's own schema, without those of the types inside.
    own: Vec<usize>,
    /// Bytes for four bytes of schema.
    for_four: usize,
    /// Bytes and steps for each type besides.
    floor: usize,
    steps_floor: u64,
    common: Cell<usize>,
    steps: &'s Steps,
}

/// What the evidence of one type may cost.
pub(super) struct Allowance<'s> {
    /// All that it may cost by itself, whatever has been paid.
    pub share: usize,
    left: Cell<usize>,
    common: &'s Cell<usize>,
    until: u64,
    steps: &'s Steps,
}

impl<'s> Budget<'s> {
    pub fn new(subject: &Subject, documents: &Documents<'_>, steps: &'s Steps) -> Self {
        let own = own_bytes(subject, documents);
        let (all, count) = (own.iter().sum::<usize>().max(1), own.len().max(1));
        // Rounded, so that one type more or less changes nothing for most providers.
        let floor: usize = (EVIDENCE_FLOOR / count).checked_ilog2().map_or(0, |log| 1 << log);
        let rest = EVIDENCE_FLOOR.saturating_sub(floor * count);
        let for_four =
            (EVIDENCE_FOR_FOUR * subject.published / all).clamp(EVIDENCE_FOR_FOUR - 1, 2 * EVIDENCE_FOR_FOUR);
        Budget {
            for_four: for_four - 1,
            floor: floor.max(EVIDENCE_OF_A_TYPE),
            steps_floor: STEPS_FLOOR / count as u64,
            common: Cell::new(all / 4 + rest),
            own,
            steps,
        }
    }

    /// The allowance of a type; its steps count from now on.
    pub fn of(&self, target: usize) -> Allowance<'_> {
        let own = self.own[target];
        let share = own * self.for_four / 4 + self.floor;
        Allowance {
            share,
            left: Cell::new(share),
            common: &self.common,
            until: self.steps.count() + self.steps_floor + own as u64 / BYTES_FOR_A_STEP,
            steps: self.steps,
        }
    }
}

impl Allowance<'_> {
    /// Whether so much is left of the share.
    pub fn has(&self, bytes: usize) -> bool {
        bytes <= self.left.get()
    }

    /// Pays from the share; false, and nothing is paid, where too little is left.
    pub fn pays(&self, bytes: usize) -> bool {
        let left = self.left.get().checked_sub(bytes);
        left.inspect(|left| self.left.set(*left)).is_some()
    }

    /// Pays from the share what is no more than half of the rest: something is left for others.
    pub fn pays_half(&self, bytes: usize) -> bool {
        2 * bytes <= self.left.get() && self.pays(bytes)
    }

    /// Pays from the share, and the rest from what all types have in common.
    pub fn pays_at_last(&self, bytes: usize) -> bool {
        let (left, common) = (self.left.get(), self.common.get());
        let missing = bytes.saturating_sub(left);
        if missing <= common {
            self.left.set(left.saturating_sub(bytes));
            self.common.set(common - missing);
        }
        missing <= common
    }

    /// How much can be paid at last.
    pub fn affords(&self) -> usize {
        self.left.get() + self.common.get()
    }

    /// Whether there are steps left.
    pub fn may_work(&self) -> bool {
        self.steps.count() < self.until
    }
}

/// How many values a value is made of, itself included.
pub(super) fn size(value: &Value) -> usize {
    match value {
        Value::Object(object) => 1 + object.values().map(size).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// For each target the bytes of its schema, without the schemas of the targets inside.
fn own_bytes(subject: &Subject, documents: &Documents<'_>) -> Vec<usize> {
    let mut own = vec![0; subject.targets.len()];
    let mut known: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for (index, target) in subject.targets.iter().enumerate() {
        if let Some(place) = documents.find(&target.schema) {
            let pointers = known.entry(place.uri.to_string()).or_default();
            pointers.entry(place.pointer).or_insert(index);
        }
    }
    for root in documents.roots() {
        if let Some(known) = known.get(&*root.uri) {
            weigh(root.schema, &mut String::new(), known, &mut own);
        }
    }
    own
}

/// The bytes of a value that are no target's.
fn weigh(value: &Value, pointer: &mut String, known: &BTreeMap<String, usize>, own: &mut [usize]) -> usize {
    let length = pointer.len();
    let mut below = |token: &str, value: &Value, own: &mut [usize]| {
        push_token(pointer, token);
        let bytes = 1 + weigh(value, pointer, known, own);
        pointer.truncate(length);
        bytes
    };
    let bytes = match value {
        Value::Object(object) => {
            let member = |(name, value): (&String, &Value)| name.len() + 3 + below(name, value, own);
            2 + object.iter().map(member).sum::<usize>()
        }
        Value::Array(items) => {
            let item = |(index, value): (usize, &Value)| below(&index.to_string(), value, own);
            2 + items.iter().enumerate().map(item).sum::<usize>()
        }
        other => json_length(other),
    };
    match known.get(pointer.as_str()) {
        Some(target) => {
            own[*target] = bytes;
            0
        }
        None => bytes,
    }
}
