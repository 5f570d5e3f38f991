//! Edits of an instance that show a law: what must still read, what must be refused, what only `validate()` may object
//! to.
//!
//! Each is proposed from the schema, then put to two judges, the schema and its shape; one on which they do not say what
//! was expected is dropped. So a wrong proposal costs a test, and never makes a wrong one.

mod broken;
mod evolved;
mod reshaped;
mod varied;

use super::judge::Judge;
use super::names::Names;
use super::place::{Documents, Place, split_last};
use super::shape::Shapes;
use super::spots::{Spot, Walk};
use super::{Edit, Edits, Example, Origin, Reading, Subject, Verdict};
use serde_json::Value;
use std::collections::BTreeSet;

/// How many edits of one kind a type gets.
const MOST_EDITS: usize = 96;

/// What judging an edit needs.
pub(super) struct Room<'a, 'd> {
    pub subject: &'d Subject,
    pub documents: &'d Documents<'a>,
    pub judge: &'d Judge,
    pub shapes: &'d Shapes,
}

/// A change of one value, by pointer; `None` removes it.
type Proposal = (String, Option<Value>);

/// The edits of every target that has a valid instance to edit.
pub(super) fn edits(room: &Room<'_, '_>, examples: &[Example], names: &mut Names) -> Vec<Edits> {
    let find = |target: &super::Target| Some(room.documents.find(&target.schema)?.reference());
    let open = room.subject.targets.iter().filter(|target| !target.opaque);
    let targets: BTreeSet<String> = open.filter_map(find).collect();
    let walk = Walk {
        documents: room.documents,
        judge: room.judge,
        targets: &targets,
    };
    let mut all = Vec::new();
    for (target, base) in bases(room.subject, examples) {
        let Some(root) = room.documents.find(&room.subject.targets[target].schema) else {
            continue;
        };
        let spots = walk.spots(&root, &examples[base].instance);
        let validates = room.subject.targets[target].validates && room.judge.is_usable(&root.reference());
        let trial = Trial {
            room,
            root: &root,
            base: &examples[base].instance,
            validates,
        };
        let mut edits = trial.run(&spots);
        let is_secret = |spot: &&Spot<'_, '_>| {
            let property = split_last(&spot.pointer).filter(|(parent, _)| parent.is_empty());
            property.is_some_and(|(_, name)| room.subject.targets[target].secrets.contains(&name))
        };
        edits.secrets = spots
            .iter()
            .filter(is_secret)
            .map(|spot| spot.pointer.clone())
            .collect();
        edits.target = target;
        edits.example = base;
        edits.name = names.base(target).to_owned();
        if !edits.is_empty() {
            all.push(edits);
        }
    }
    all
}

/// For each target the example that shows most of it, by index.
fn bases(subject: &Subject, examples: &[Example]) -> Vec<(usize, usize)> {
    let valid = |example: &Example| matches!(example.verdict, Verdict::Valid | Verdict::BreaksFormat(_));
    let best = |target: usize| {
        let own = examples
            .iter()
            .enumerate()
            .filter(|(_, example)| example.target == target && valid(example));
        own.max_by_key(|(index, example)| {
            (
                example.origin == Origin::Fullest,
                size(&example.instance),
                usize::MAX - index,
            )
        })
    };
    let open = subject.targets.iter().enumerate().filter(|(_, target)| !target.opaque);
    open.filter_map(|(target, _)| Some((target, best(target)?.0))).collect()
}

fn size(value: &Value) -> usize {
    match value {
        Value::Object(object) => 1 + object.values().map(size).sum::<usize>(),
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        _ => 1,
    }
}

impl Edits {
    /// Whether there is nothing to test.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.varied, &self.evolved, &self.reshaped, &self.broken];
        lists.iter().all(|list| list.is_empty()) && self.secrets.is_empty()
    }
}

struct Trial<'a, 'r> {
    room: &'r Room<'a, 'r>,
    root: &'r Place<'a>,
    base: &'r Value,
    validates: bool,
}

impl<'a> Trial<'a, '_> {
    fn run(&self, spots: &[Spot<'a, '_>]) -> Edits {
        let mut edits = Edits::default();
        let reference = self.root.reference();
        let valid = |value: &Value| self.room.judge.accepts(&reference, value);
        let shape = |value: &Value| self.room.shapes.reading(self.root, value);
        let varied = spots.iter().flat_map(|spot| varied::proposals(self.room, spot));
        edits.varied = self.take(varied, &mut edits.capped, |value, _| {
            (valid(value) == Some(true) && shape(value) == Reading::Equal).then(Vec::new)
        });
        let evolved = spots.iter().flat_map(evolved::proposals);
        edits.evolved = self.take(evolved, &mut edits.capped, |value, _| {
            (shape(value) == Reading::Equal).then(Vec::new)
        });
        let reshaped = spots.iter().flat_map(reshaped::proposals);
        edits.reshaped = self.take(reshaped, &mut edits.capped, |value, edit| {
            let expected = if edit.1.is_none() {
                split_last(&edit.0)?.0.to_owned()
            } else {
                edit.0.clone()
            };
            match shape(value) {
                Reading::Refused(at) if valid(value) == Some(false) && at.contains(&expected) => Some(at),
                _ => None,
            }
        });
        if !self.validates {
            return edits;
        }
        let broken = spots.iter().flat_map(broken::proposals);
        edits.broken = self.take(broken, &mut edits.capped, |value, edit| {
            let faults = self.room.judge.faults(&reference, value)?;
            let named = faults.iter().any(|fault| fault.pointer == edit.0);
            (named && shape(value) == Reading::Equal).then(|| vec![edit.0.clone()])
        });
        edits
    }

    /// The proposals that pass, up to [`MOST_EDITS`]; `judge` says where an error is expected.
    fn take(
        &self,
        proposals: impl Iterator<Item = Proposal>,
        capped: &mut usize,
        judge: impl Fn(&Value, &Proposal) -> Option<Vec<String>>,
    ) -> Vec<Edit> {
        let mut taken: Vec<Edit> = Vec::new();
        for proposal in proposals {
            if taken.len() >= MOST_EDITS {
                *capped += 1;
                continue;
            }
            let Some(edited) = edited(self.base, &proposal) else {
                continue;
            };
            if let Some(at) = judge(&edited, &proposal) {
                let (pointer, value) = proposal;
                taken.push(Edit { pointer, value, at });
            }
        }
        taken
    }
}

/// The base with one value replaced, added to an object, or removed from one; none where that changes nothing.
fn edited(base: &Value, (pointer, value): &Proposal) -> Option<Value> {
    let mut edited = base.clone();
    match (split_last(pointer), value) {
        (None, Some(value)) => edited = value.clone(),
        (None, None) => return None,
        (Some((parent, token)), value) => match (edited.pointer_mut(parent)?, value) {
            (Value::Object(object), Some(value)) => drop(object.insert(token, value.clone())),
            (Value::Object(object), None) => drop(object.shift_remove(&token)?),
            (Value::Array(items), Some(value)) => *items.get_mut(token.parse::<usize>().ok()?)? = value.clone(),
            _ => return None,
        },
    }
    (edited != *base).then_some(edited)
}
