//! What a type of another crate stands for.

use super::unions::open;
use super::{Conjunction, Shaper, nullable_of};
use crate::bundle::SchemaId;
use crate::normalize::merge::Alternative;
use crate::normalize::{TypeSet, Use};

impl Shaper<'_> {
    /// Notes the conjunctions that are replaced wherever they are met. A schema that only refers to another is replaced where it
    /// stands, and not what it refers to.
    pub(super) fn note_foreign(&mut self) {
        for (id, path) in &self.foreign.schemas {
            if self.bundle.targets(*id).is_empty() {
                let key = self.key(&[*id]);
                self.replaced.insert(key, (*id, path.clone()));
            }
        }
    }

    /// The type of another crate that stands for `ids`, which are asked for together.
    pub(super) fn foreign_use(&mut self, atoms: &Conjunction, ids: &[SchemaId]) -> Option<Use> {
        if self.foreign.schemas.is_empty() {
            return None;
        }
        let here = ids
            .iter()
            .find_map(|id| Some((*id, self.foreign.schemas.get(id)?.clone())));
        let (id, path) = match here {
            Some(here) => here,
            None => self.replaced.get(&super::sorted(atoms))?.clone(),
        };
        self.schema.met.schemas.insert(id);
        let found = self.merger.alternatives(atoms);
        let kinds = |one: &Alternative| one.kind.unwrap_or(TypeSet::ALL);
        let kind = match found.is_cut_short() {
            true => TypeSet::ALL,
            false => found.all.iter().map(kinds).fold(TypeSet::NONE, TypeSet::union),
        };
        let is_nullable = kind != TypeSet::ALL && kind.contains(TypeSet::NULL) && kind != TypeSet::NULL;
        let value = Use::Foreign(path, kind);
        Some(match (found.implied, is_nullable) {
            (true, _) => open(value),
            (false, true) => nullable_of(value),
            (false, false) => value,
        })
    }

    /// The same of one of several alternatives.
    pub(super) fn foreign_piece(&mut self, atoms: &Conjunction, kind: TypeSet) -> Option<Use> {
        let (id, path) = self.replaced.get(atoms)?.clone();
        self.schema.met.schemas.insert(id);
        Some(Use::Foreign(path, kind))
    }

    /// The type of another crate that stands for the format of all of some strings.
    pub(super) fn foreign_format(&mut self, all: &[Alternative]) -> Option<Use> {
        let mut formats = all.iter().map(|one| {
            let mut atoms = one.atoms.iter();
            atoms.find_map(|atom| {
                let format = self.merger.keywords(atom.id).format?;
                self.foreign.formats.get_key_value(format)
            })
        });
        let (format, path) = formats.next()??;
        if formats.any(|other| other.is_none_or(|(_, other)| other != path)) {
            return None;
        }
        self.schema.met.formats.insert(format.clone());
        Some(Use::Foreign(path.clone(), TypeSet::STRING))
    }
}
