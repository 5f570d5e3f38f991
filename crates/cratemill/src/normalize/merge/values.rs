//! The values that a conjunction names.

use super::{Atom, Merger};
use crate::document::is_exact;
use serde_json::Value;
use std::collections::BTreeSet;

impl<'a> Merger<'a> {
    /// The strings that a conjunction names: those of its first `enum` that every other one has too.
    pub fn strings(&mut self, atoms: &[Atom]) -> Option<Vec<&'a str>> {
        let mut all: Option<Vec<&'a str>> = None;
        for atom in atoms {
            let read = self.keywords(atom.id);
            let Some(values) = &read.values else { continue };
            let strings: Vec<&'a str> = values.iter().filter_map(|value| value.as_str()).collect();
            all = Some(match all {
                None => strings,
                Some(first) => {
                    let known: BTreeSet<&str> = strings.into_iter().collect();
                    let both: Vec<&'a str> = first.iter().copied().filter(|text| known.contains(text)).collect();
                    if both.is_empty() { first } else { both }
                }
            });
        }
        let mut seen = BTreeSet::new();
        all.map(|mut all| {
            all.retain(|text| seen.insert(*text));
            all
        })
    }

    /// The values that a conjunction names: those of its first `enum` or `const` that every other one has too.
    pub fn values(&mut self, atoms: &[Atom]) -> Option<Vec<&'a Value>> {
        let mut all: Option<Vec<&'a Value>> = None;
        for atom in atoms {
            let read = self.keywords(atom.id);
            let Some(values) = &read.values else { continue };
            match &mut all {
                None => all = Some(values.clone()),
                Some(all) => {
                    // Equal scalars have equal texts.
                    let (scalars, others): (Vec<&Value>, Vec<&Value>) =
                        values.iter().partition(|value| is_scalar(value));
                    let texts: BTreeSet<String> = scalars.iter().map(|value| value.to_string()).collect();
                    all.retain(|value| match is_scalar(value) {
                        true => texts.contains(&value.to_string()),
                        false => others.contains(value),
                    });
                }
            }
        }
        all.filter(|all| !all.is_empty())
    }

    /// The `const` of a conjunction, if it is for sure what is written there: what is not equal to it will be refused.
    pub fn constant(&mut self, atoms: &[Atom]) -> Option<&'a Value> {
        let mut constants = atoms.iter().filter_map(|atom| self.keywords(atom.id).constant);
        constants.find(|value| is_exact(value))
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}
