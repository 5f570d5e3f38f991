//! What a schema leads to by references and `allOf`, kept, and how many steps all schemas of a provider have for it.
//!
//! Schemas that refer to each other crosswise lead to all of them by as many ways as there are references, from each of
//! them again: what is kept is not followed twice, and what is left has an end.

use super::Conjunction;
use crate::budget::{CLOSURES_KEPT, MERGE_STEPS_FLOOR, MERGE_STEPS_IN_ANY_CASE, MERGE_STEPS_OF_A_SCHEMA};
use crate::bundle::SchemaId;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub(super) struct Closures {
    known: BTreeMap<SchemaId, Rc<[super::Atom]>>,
    kept: usize,
    steps: u64,
    most: u64,
    /// The schemas that would have asked for more.
    pub beyond: BTreeSet<SchemaId>,
}

impl Closures {
    pub fn new(schemas: usize) -> Self {
        Closures {
            known: BTreeMap::new(),
            kept: 0,
            steps: 0,
            most: MERGE_STEPS_FLOOR + MERGE_STEPS_OF_A_SCHEMA * schemas as u64,
            beyond: BTreeSet::new(),
        }
    }

    pub fn known(&mut self, id: SchemaId) -> Option<Conjunction> {
        let known = self.known.get(&id)?;
        Some(known.to_vec())
    }

    pub fn keep(&mut self, id: SchemaId, found: &Conjunction) {
        if self.kept + found.len() <= CLOSURES_KEPT {
            self.kept += found.len();
            self.known.insert(id, found.as_slice().into());
        }
    }

    /// Counts steps, of which what is being done has taken `own` so far; whether they may be taken.
    pub fn take(&mut self, steps: u64, own: u64) -> bool {
        self.steps += steps;
        self.steps <= self.most || own <= MERGE_STEPS_IN_ANY_CASE
    }
}

#[cfg(test)]
mod tests {
    use super::super::Merger;
    use crate::bundle::{Bundle, SchemaId, bundle};
    use crate::document::Document;
    use serde_json::{Map, Value, json};

    /// Each schema is all others, and one of them.
    fn web(size: usize) -> Bundle {
        let one = |own: usize| {
            let others = (0..size).filter(|index| *index != own);
            let others: Vec<Value> = others
                .map(|index| json!({ "$ref": format!("#/$defs/d{index}") }))
                .collect();
            let keyword = if own.is_multiple_of(2) { "allOf" } else { "anyOf" };
            json!({ "properties": { format!("p{own}"): {} }, keyword: others })
        };
        let all: Map<String, Value> = (0..size).map(|index| (format!("d{index}"), one(index))).collect();
        let text = json!({ "$defs": all }).to_string();
        let document = Document::parse("web.json", text.as_bytes()).0.expect("a document");
        bundle(vec![document], "p")
    }

    fn steps(bundle: &Bundle, most: u64) -> (u64, usize) {
        let mut merger = Merger::new(bundle);
        merger.closures.most = most;
        let all: Vec<SchemaId> = bundle.schemas().collect();
        for _ in 0..3 {
            for id in &all {
                let atoms = merger.conjunction(&[*id]);
                merger.alternatives(&atoms);
            }
        }
        (merger.closures.steps, merger.beyond().len())
    }

    #[test]
    fn what_a_schema_leads_to_is_followed_once() {
        let [small, large] = [10, 20].map(|size| {
            let bundle = web(size);
            let mut merger = Merger::new(&bundle);
            let all: Vec<SchemaId> = bundle.schemas().collect();
            for _ in 0..100 {
                all.iter().for_each(|id| drop(merger.conjunction(&[*id])));
            }
            assert_eq!(merger.beyond().len(), 0);
            merger.closures.steps
        });
        assert!(large < 10 * small && large < 20_000, "{small} and {large} steps");
    }

    #[test]
    fn steps_have_an_end_and_each_schema_its_own() {
        let bundle = web(24);
        let (spent, beyond) = steps(&bundle, 2_000);
        let own = 3 * 2 * super::MERGE_STEPS_IN_ANY_CASE * 2 * bundle.schemas().count() as u64;
        assert!(beyond > 3 && spent < 2_000 + own, "{spent} steps, {beyond} beyond");
        let mut merger = Merger::new(&bundle);
        merger.closures.most = 0;
        let property = bundle.id(0, "/$defs/d3/properties/p3").expect("a schema");
        merger.conjunction(&[property]);
        assert_eq!(merger.beyond().len(), 0);
    }
}
