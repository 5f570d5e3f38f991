//! The evidence of one type: what is published, what is made, and the edits of the instance that shows most.

use super::allowance::{Allowance, size};
use super::edits;
use super::find::{self, Payload};
use super::judge::Judge;
use super::place::Place;
use super::room::Room;
use super::synthesize::{Mode, Most, synthesize};
use super::{Evidence, Example, Location, Origin, Reading, Subject, Tested, Verdict};
use crate::budget::{EXAMPLES_OF_A_SCHEMA, INSTANCE_VALUES, OWN_VALUES, VALUE_BYTES};
use crate::text::json_length;
use serde_json::Value;
use std::collections::BTreeSet;

/// The bytes of an instance's line besides the instance and its label.
const LINE: usize = 20;
/// The bytes of the lines that name a type, and the laws of its tests, besides the names.
const TEST: usize = 52;

/// What is made, in the order of its worth.
const MADE: [(Origin, Mode, &str); 3] = [
    (Origin::Fullest, Mode::Fullest, "fullest"),
    (Origin::Composed, Mode::Composed, "composed"),
    (Origin::Least, Mode::Least, "least"),
];

/// All evidence of one target; `None` where its schema is not there.
pub(super) fn tested(
    room: &Room<'_, '_>,
    target: usize,
    name: String,
    payloads: &[Payload],
    allowance: &Allowance<'_>,
    evidence: &mut Evidence,
) -> Option<Tested> {
    let place = room.place(target)?;
    let path = room.subject.targets[target].type_path.len();
    allowance.pays_at_last(2 * name.len() + path + TEST);
    let mut one = One {
        room,
        target,
        place,
        allowance,
        examples: Vec::new(),
    };
    one.publish(payloads, evidence);
    one.make(evidence);
    one.examples.sort_by_key(|example| example.origin);
    let mut tested = Tested {
        target,
        name,
        ..Tested::default()
    };
    if !room.subject.targets[target].opaque
        && let Some(base) = one.base()
    {
        for index in 0..one.examples.len() {
            if is_valid(&one.examples[index]) {
                let instance = &one.examples[index].instance;
                one.examples[index].choices = room.choices(target, instance, None, allowance);
            }
        }
        let base = one.examples.remove(base);
        let (edits, left_out) = edits::edits(room, target, &one.place, &base.instance, allowance);
        evidence.left_out.edits += left_out;
        one.examples.push(base);
        tested.edits = Some(edits);
    }
    tested.examples = one.examples;
    Some(tested)
}

struct One<'a, 'r> {
    room: &'r Room<'a, 'r>,
    target: usize,
    place: Place<'a>,
    allowance: &'r Allowance<'r>,
    examples: Vec<Example>,
}

impl One<'_, '_> {
    /// The examples that the provider gives: they are no larger than what it published.
    fn publish(&mut self, payloads: &[Payload], evidence: &mut Evidence) {
        let target = &self.room.subject.targets[self.target];
        let own = find::published(&self.place).into_iter();
        let own = own.map(|(keyword, value)| (format!("/{keyword}"), self.location(&format!("/{keyword}")), value));
        let mut stated: Vec<(String, Location, &Value)> = own.collect();
        // What several places state alike is stated once.
        let mut seen: BTreeSet<String> = stated.iter().map(|(.., value)| value.to_string()).collect();
        for copy in &target.copies {
            let Some(place) = self.room.documents.find(&copy.schema) else {
                continue;
            };
            let of_copy = find::published(&place).into_iter().map(|(keyword, value)| {
                let pointer = format!("{}/{keyword}", copy.pointer);
                let file = copy.file.clone();
                (format!("{file}#{pointer}"), Location { file, pointer }, value)
            });
            stated.extend(of_copy.filter(|(.., value)| seen.insert(value.to_string())));
        }
        evidence.left_out.examples += stated.len().saturating_sub(EXAMPLES_OF_A_SCHEMA);
        for (label, location, value) in stated.into_iter().take(EXAMPLES_OF_A_SCHEMA) {
            self.allowance.pays_at_last(json_length(value) + label.len() + LINE);
            if self.room.doubt(&self.place, value, &location, evidence) {
                self.add(Origin::Schema, label, location, value.clone());
            }
        }
        for payload in payloads {
            let file = &self.room.subject.files[payload.file];
            let Some(instance) = file.value.pointer(&payload.pointer) else {
                continue;
            };
            let location = Location {
                file: file.path.clone(),
                pointer: payload.pointer.clone(),
            };
            let label = format!("{}#{}", file.path, payload.pointer);
            if !self.room.doubt(&self.place, instance, &location, evidence) {
                evidence.files[payload.file].located += 1;
                continue;
            }
            let verdict = self.add(Origin::File, label, location, instance.clone());
            let account = &mut evidence.files[payload.file];
            account.located += 1;
            account.contradicting += usize::from(matches!(verdict, Verdict::Contradicts(_)));
        }
    }

    /// The instances that the schema itself gives.
    fn make(&mut self, evidence: &mut Evidence) {
        for (origin, mode, name) in MADE {
            let most = Most {
                own: (16 + self.allowance.affords() / 8).min(OWN_VALUES),
                all: (self.allowance.share / 2 / VALUE_BYTES).min(INSTANCE_VALUES),
            };
            let Some(mut instance) = synthesize(self.room, &self.place, mode, most, self.allowance) else {
                continue;
            };
            let is_known = self.examples.iter().any(|known| known.instance == instance);
            let is_read = !self.room.shapes.narrows || self.room.shapes.read(&self.place, &mut instance);
            if is_known || !is_read {
                continue;
            }
            let bytes = json_length(&instance) + name.len() + LINE;
            let needed = !self.examples.iter().any(is_valid);
            let is_paid = if needed {
                self.allowance.pays_at_last(bytes)
            } else {
                self.allowance.pays_half(bytes)
            };
            if is_paid {
                let location = self.location("");
                self.add(origin, name.to_owned(), location, instance);
            } else {
                evidence.left_out.instances += 1;
            }
        }
    }

    fn location(&self, tail: &str) -> Location {
        let target = &self.room.subject.targets[self.target];
        Location {
            file: target.file.clone(),
            pointer: format!("{}{tail}", target.pointer),
        }
    }

    fn add(&mut self, origin: Origin, label: String, location: Location, instance: Value) -> Verdict {
        let schema = &self.room.subject.targets[self.target].schema;
        // What is made from the schema alone was judged when it was made, and keeps to the formats that are known.
        let verdict = if origin > Origin::Composed {
            Verdict::Valid
        } else {
            self.room.judge.verdict_without_formats(schema, &instance)
        };
        let reading = match verdict {
            Verdict::Valid | Verdict::BreaksFormat(_) if !self.room.shapes.narrows => Reading::Equal,
            Verdict::Valid | Verdict::BreaksFormat(_) => self.room.shapes.reading(&self.place, &instance),
            Verdict::Contradicts(_) | Verdict::Unjudged => self.room.shapes.reading(&self.place, &instance),
        };
        self.examples.push(Example {
            label,
            origin,
            location,
            instance,
            verdict: verdict.clone(),
            reading,
            choices: Vec::new(),
        });
        verdict
    }

    /// The instance that shows most of the type, by index.
    fn base(&self) -> Option<usize> {
        let valid = self
            .examples
            .iter()
            .enumerate()
            .filter(|(_, example)| is_valid(example));
        let best = valid.max_by_key(|(index, example)| {
            (
                example.origin == Origin::Fullest,
                size(&example.instance),
                usize::MAX - index,
            )
        });
        best.map(|(index, _)| index)
    }
}

/// Whether an instance is valid, and is read.
fn is_valid(example: &Example) -> bool {
    matches!(example.verdict, Verdict::Valid | Verdict::BreaksFormat(_)) && example.reading == Reading::Equal
}

/// Judges by formats what is valid without them. What was made from a schema alone keeps to those that are known.
pub(super) fn judge_formats(subject: &Subject, judge: &Judge, evidence: &mut Evidence) {
    for tested in &mut evidence.types {
        let schema = &subject.targets[tested.target].schema;
        let valid = |one: &&mut Example| one.origin <= Origin::Composed && one.verdict == Verdict::Valid;
        for example in tested.examples.iter_mut().filter(valid) {
            example.verdict = judge.verdict_on_formats(schema, &example.instance);
        }
    }
}
