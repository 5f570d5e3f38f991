//! Where shaping ends: what is too deep, has too many alternatives, or combines schemas in too many ways becomes an untyped
//! value, aloud.

use super::Shaper;
use crate::budget::{COMBINED_FLOOR, SCHEMAS_FOR_A_COMBINED};
use crate::bundle::{Bundle, SchemaId};
use crate::diagnostic::{Code, Diagnostic};
use crate::normalize::merge::Conjunction;
use crate::normalize::{DefinitionId, Unexpressed};
use std::collections::BTreeSet;

/// The definitions that no schema stands for by itself: those made of several that hold at once.
pub(super) struct Combined {
    pub definitions: BTreeSet<DefinitionId>,
    most: usize,
    /// The schemas that would have asked for more.
    pub beyond: BTreeSet<SchemaId>,
}

impl Combined {
    pub fn new(bundle: &Bundle) -> Self {
        Combined {
            definitions: BTreeSet::new(),
            most: COMBINED_FLOOR + bundle.schemas().count() / SCHEMAS_FOR_A_COMBINED,
            beyond: BTreeSet::new(),
        }
    }

    pub fn is_spent(&self) -> bool {
        self.definitions.len() >= self.most
    }
}

impl Shaper<'_> {
    /// Whether a conjunction is of several schemas, and no document or named definition is that conjunction.
    pub(super) fn is_combined(&self, atoms: &Conjunction) -> bool {
        atoms.len() > 1 && !self.canonical.contains_key(atoms)
    }

    pub(super) fn count_combined(&mut self, id: DefinitionId, atoms: &Conjunction) {
        if self.is_combined(atoms) {
            self.combined.definitions.insert(id);
        }
    }

    /// Tells once where combinations ended, at the first schema that asked for more, and lists the others.
    pub(super) fn tell_combined(&mut self) {
        let Some(first) = self.combined.beyond.first() else {
            return;
        };
        let (most, count) = (self.combined.most, self.combined.beyond.len());
        self.schema.diagnostics.push(Diagnostic {
            code: Code::TooManyCombinations,
            message: format!("schemas hold together in more than {most} ways; in {count} places any value is read"),
            location: self.bundle.location(*first, &[]),
            help:
                "name the combinations that are meant, with a patch; all values are still read, written and validated"
                    .to_owned(),
        });
        let reason = "schemas hold together in too many ways; any value is read";
        let lines = self.combined.beyond.iter();
        let lines = lines.map(|id| Unexpressed::at(self.bundle, *id, "", reason));
        self.schema.unexpressed.extend(lines);
    }

    pub(super) fn too_complex(&mut self, home: SchemaId) {
        self.schema.diagnostics.push(Diagnostic {
            code: Code::TooComplex,
            message: "the schema has too many shapes; it became an untyped value".to_owned(),
            location: self.bundle.location(home, &[]),
            help: "split the schema with a patch; its values are still read, written and validated".to_owned(),
        });
        self.schema.unexpressed.push(Unexpressed::at(
            self.bundle,
            home,
            "",
            "too many shapes; any value is read",
        ));
    }

    pub(super) fn unsatisfiable(&mut self, atoms: &Conjunction, home: SchemaId) {
        if atoms.iter().any(|atom| self.merger.keywords(atom.id).never) {
            return;
        }
        self.schema.diagnostics.push(Diagnostic {
            code: Code::Unsatisfiable,
            message: "no value is valid under this schema; it became an untyped value".to_owned(),
            location: self.bundle.location(home, &[]),
            help: "its parts ask for different types; correct one of them with a patch".to_owned(),
        });
        self.schema.unexpressed.push(Unexpressed::at(
            self.bundle,
            home,
            "",
            "no value is valid; any value is read",
        ));
    }
}
