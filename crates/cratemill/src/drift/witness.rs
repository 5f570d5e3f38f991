//! The search for a witness: a value that the one version finds valid and the other does not take.
//!
//! Values are made at the place where the schemas part, around every number and text that either of them speaks of, and
//! what is found is put into an instance of the whole type. A judge has the last word on both sides.

mod hints;
mod make;
mod scalars;

use super::differences::Leaf;
use super::inclusion::{Conjunction, Inner, Prover, Step};
use crate::budget::WITNESS_VALUES;
use make::Maker;
pub(super) use make::Samples;
use serde_json::{Map, Value};

/// A value that is valid under `narrow` of the version `side`, and that `wide` of the other version does not take, whose
/// cause is a leaf.
pub(super) fn witness(
    prover: &Prover<'_, '_>,
    side: usize,
    samples: &Samples,
    leaf: &Leaf,
    [narrow, wide]: [&Conjunction; 2],
) -> Option<Value> {
    let maker = Maker::new(prover, side, samples);
    let is_proof = |value: &Value| prover.accepts(side, narrow, value) && refuses(prover, 1 - side, wide, value);
    let hints = maker.hints(&leaf.narrow, &leaf.wide);
    let candidates = maker.candidates(&leaf.narrow, &hints, 0);
    let is_local = |value: &&Value| prover.accepts(side, &leaf.narrow, value);
    let (mut sure, others): (Vec<Value>, Vec<Value>) = candidates
        .iter()
        .filter(is_local)
        .cloned()
        .partition(|value| refuses(prover, 1 - side, &leaf.wide, value));
    sure.extend(others);
    let mut tries = 0;
    for value in sure {
        for whole in around(&maker, &leaf.around, value) {
            tries += 1;
            if is_proof(&whole) {
                return Some(whole);
            }
            if tries >= WITNESS_VALUES {
                return None;
            }
        }
    }
    None
}

/// Whether a value is refused by a schema that can be judged at all.
fn refuses(prover: &Prover<'_, '_>, side: usize, conjunction: &Conjunction, value: &Value) -> bool {
    let world = prover.worlds[side];
    let mut verdicts = conjunction.ids.iter().map(|id| world.accepts(*id, value));
    verdicts.any(|verdict| verdict == Some(false))
}

/// Instances of the whole that hold a value at its place.
fn around(maker: &Maker<'_, '_, '_>, levels: &[Inner], value: Value) -> Vec<Value> {
    let mut all = vec![value];
    for level in levels.iter().rev() {
        let mut next = Vec::new();
        for value in all {
            next.extend(container(maker, level, value));
        }
        next.truncate(8);
        all = next;
    }
    all
}

fn container(maker: &Maker<'_, '_, '_>, level: &Inner, value: Value) -> Vec<Value> {
    match &level.step {
        Step::Item(index) => {
            let mut items: Vec<Value> = (0..*index).map(|at| maker.item(&level.narrow, at)).collect();
            items.push(value.clone());
            let least = maker.least_items(&level.narrow);
            let longer: Vec<Value> = items
                .iter()
                .cloned()
                .chain((items.len()..least).map(|at| maker.item(&level.narrow, at)))
                .collect();
            vec![Value::Array(items), Value::Array(longer)]
        }
        step => {
            let name = match step {
                Step::Property(name) => name.clone(),
                Step::Matching(pattern) => match maker.name(&level.narrow, Some(pattern)) {
                    Some(name) => name,
                    None => return Vec::new(),
                },
                _ => maker.name(&level.narrow, None).unwrap_or_default(),
            };
            let with = |mut object: Map<String, Value>| {
                object.insert(name.clone(), value.clone());
                Value::Object(object)
            };
            let bases = [maker.least(&level.narrow), maker.fullest(&level.narrow)];
            let mut all: Vec<Value> = bases.into_iter().flatten().map(with).collect();
            all.dedup();
            all
        }
    }
}
