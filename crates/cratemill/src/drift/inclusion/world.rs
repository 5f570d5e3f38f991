//! A version's schemas, and a judge of values by them.

use super::schemas::{Id, Schemas};
use crate::evidence::Judge;
use serde_json::Value;
use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// One version: its schemas, and who judges by them.
pub(in crate::drift) struct World<'a> {
    pub schemas: Schemas<'a>,
    /// Most is proven without a judge, who is made for the first question; there is none where a document's URI is none.
    judge: LazyCell<Option<Judge>, Box<dyn FnOnce() -> Option<Judge> + 'a>>,
}

impl<'a> World<'a> {
    /// The world of these documents; `asked` are references to the schemas that a judge is asked for most.
    pub fn new(documents: &'a [(String, Value)], asked: BTreeSet<String>) -> Self {
        World {
            schemas: Schemas::new(documents),
            judge: LazyCell::new(Box::new(|| Judge::new(documents.to_vec(), asked, &Rc::default()).ok())),
        }
    }

    /// Whether a value is valid under a schema; `None` where that can't be judged.
    pub fn accepts(&self, id: Id, value: &Value) -> Option<bool> {
        self.judge.as_ref()?.accepts(&self.schemas.reference(id), value)
    }

    /// Whether a pattern matches somewhere in `text`.
    pub fn matches(&self, pattern: &str, text: &str) -> bool {
        self.judge.as_ref().is_some_and(|judge| judge.matches(pattern, text))
    }
}
