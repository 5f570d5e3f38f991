//! Where shaping ends: what is too deep, has too many alternatives, or combines schemas in too many ways becomes an untyped
//! value, aloud.

use super::Shaper;
use crate::budget::{
    ALTERNATIVES_FLOOR, ALTERNATIVES_FOR_A_LISTED, COMBINED_FLOOR, FIELDS_FLOOR, FIELDS_FOR_A_PROPERTY, NAMED_VALUES,
    PROPERTIES_OF_A_TYPE, SCHEMAS_FOR_A_COMBINED,
};
use crate::bundle::{Bundle, SchemaId};
use crate::diagnostic::{Code, Diagnostic};
use crate::normalize::merge::Conjunction;
use crate::normalize::{DefinitionId, Unexpressed};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

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

/// How many fields all structs together may have.
pub(super) fn most_fields(bundle: &Bundle) -> usize {
    let properties = |id| {
        bundle
            .value(id)
            .get("properties")
            .and_then(Value::as_object)
            .map_or(0, Map::len)
    };
    FIELDS_FLOOR + FIELDS_FOR_A_PROPERTY * bundle.schemas().map(properties).sum::<usize>()
}

/// How many alternatives all unions together may have.
pub(super) fn most_alternatives(bundle: &Bundle) -> usize {
    let listed = |id| {
        let lists = ["oneOf", "anyOf"]
            .into_iter()
            .filter_map(|keyword| bundle.value(id).get(keyword)?.as_array());
        lists.map(Vec::len).sum::<usize>()
    };
    ALTERNATIVES_FLOOR + ALTERNATIVES_FOR_A_LISTED * bundle.schemas().map(listed).sum::<usize>()
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

    /// Tells where schemas lead to each other in too many ways to be followed: once in each document, at the first.
    pub(super) fn tell_unmerged(&mut self) {
        let mut files: BTreeMap<String, (SchemaId, usize)> = BTreeMap::new();
        for id in self.merger.beyond() {
            if let Some(location) = self.bundle.location(*id, &[]) {
                files.entry(location.file).or_insert((*id, 0)).1 += 1;
            }
        }
        for (first, count) in files.into_values() {
            self.schema.diagnostics.push(Diagnostic {
                code: Code::TooComplex,
                message: format!(
                    "schemas hold together by too many references and `allOf`; in {count} places any value is read"
                ),
                location: self.bundle.location(first, &[]),
                help: "let fewer of them hold at once, with a patch; all values are still read, written and validated"
                    .to_owned(),
            });
        }
        let reason = "too many references and `allOf` lead from here; any value is read";
        let lines = self.merger.beyond().iter();
        let lines = lines.map(|id| Unexpressed::at(self.bundle, *id, "", reason));
        self.schema.unexpressed.extend(lines);
    }

    pub(super) fn too_complex(&mut self, home: SchemaId) {
        self.widened(home, "too many shapes", "any value is read");
    }

    /// Whether a union may have so many alternatives beside those of all others; where not, that is told.
    pub(super) fn has_room_for_alternatives(&mut self, count: usize, home: SchemaId) -> bool {
        if count > 1 && self.alternatives.0 + count > self.alternatives.1 {
            self.widened(
                home,
                "more alternatives than all unions together can have",
                "any value is read",
            );
            return false;
        }
        self.alternatives.0 += count;
        true
    }

    /// Whether a struct may have so many fields; where not, that is told.
    pub(super) fn has_room(&mut self, count: usize, home: SchemaId) -> bool {
        self.fields.0 += count;
        let reason = match count > PROPERTIES_OF_A_TYPE {
            true => "more properties than a struct can have",
            false if self.fields.0 > self.fields.1 => "more properties than all structs together can have",
            false => return true,
        };
        self.fields.0 -= count;
        self.widened(home, reason, "any object is read");
        false
    }

    fn widened(&mut self, home: SchemaId, reason: &str, instead: &'static str) {
        self.schema.diagnostics.push(Diagnostic {
            code: Code::TooComplex,
            message: format!("the schema has {reason}; it became an untyped value"),
            location: self.bundle.location(home, &[]),
            help: "split the schema with a patch; its values are still read, written and validated".to_owned(),
        });
        let line = Unexpressed::at(self.bundle, home, "", &format!("{reason}; {instead}"));
        self.schema.unexpressed.push(line);
    }

    /// Tells of a keyword of one of the schemas that would make too large a type: any string is read.
    pub(super) fn too_large(&mut self, atoms: &Conjunction, keyword: &str, home: SchemaId) {
        let (what, help) = match keyword {
            "pattern" => (
                "the pattern is larger than any engine takes".to_owned(),
                "write it with fewer counted repetitions or alternatives, or take it out with a patch",
            ),
            _ => (
                format!("there are more than {NAMED_VALUES} values"),
                "take the list out with a patch; `validate()` judges it",
            ),
        };
        let mut ids = atoms.iter().map(|atom| atom.id);
        let owner = ids.find(|id| self.bundle.value(*id).get(keyword).is_some());
        let (id, keywords) = match owner {
            Some(id) => (id, &[keyword][..]),
            None => (home, &[][..]),
        };
        self.schema.diagnostics.push(Diagnostic {
            code: Code::TooLarge,
            message: format!("{what}; any string is read"),
            location: self.bundle.location(id, keywords),
            help: help.to_owned(),
        });
        if keyword == "enum" {
            let line = Unexpressed::at(self.bundle, id, keyword, &format!("{what}; any string is read"));
            self.schema.unexpressed.push(line);
        }
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
