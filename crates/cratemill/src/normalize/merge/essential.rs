//! What a conjunction says once what is said twice is left out.

use super::{Atom, Conjunction, Merger};
use crate::bundle::SchemaId;
use crate::normalize::TypeSet;
use std::collections::BTreeSet;

impl Merger<'_> {
    /// A conjunction without the schemas that repeat what the others say: a `type` that they have already, names that they
    /// require. Also whether a
    /// schema that says no more than OpenAPI 3.0's `nullable` lets the others be null.
    pub fn essential(&mut self, atoms: Conjunction) -> (Conjunction, bool) {
        let content: Conjunction = atoms.iter().copied().filter(|atom| !self.is_bare(atom)).collect();
        let required: BTreeSet<&str> = content
            .iter()
            .flat_map(|atom| self.keywords(atom.id).required.clone())
            .collect();
        let repeats = |merger: &mut Self, atom: &Atom| {
            merger.is_bare(atom)
                && merger
                    .keywords(atom.id)
                    .required
                    .iter()
                    .all(|name| required.contains(*name))
        };
        let (bare, others): (Conjunction, Conjunction) = atoms.iter().partition(|atom| repeats(self, atom));
        if bare.is_empty() || others.is_empty() {
            return (atoms, false);
        }
        let Some(kinds) = self.kinds(&others) else {
            return (atoms, false);
        };
        let mut nullable = false;
        for atom in &bare {
            let read = self.keywords(atom.id);
            if read.types.is_some_and(|own| !own.contains(kinds)) {
                return (atoms, false);
            }
            nullable |= read.nullable;
        }
        (others, nullable && !kinds.contains(TypeSet::NULL))
    }

    /// Whether a schema says nothing but a type, that it may be null, and names that are required.
    fn is_bare(&mut self, atom: &Atom) -> bool {
        let read = self.keywords(atom.id);
        let says_more = read.never
            || read.unresolved.is_some()
            || read.values.is_some()
            || read.has_content()
            || read.is_guess
            || read.integers.is_wide()
            || !read.groups(0).is_empty();
        !says_more && (read.types.is_some() || read.nullable || !read.required.is_empty())
    }

    /// The types that the values of a conjunction have, where its schemas write them down.
    fn kinds(&mut self, atoms: &[Atom]) -> Option<TypeSet> {
        if let Some(types) = self.types(atoms).filter(|_| !self.has_groups(atoms)) {
            return Some(types).filter(|types| !types.is_empty());
        }
        let found = self.alternatives(atoms);
        if found.implied || found.all.is_empty() || found.is_cut_short() {
            return None;
        }
        let kinds = found.all.iter().map(|one| one.kind);
        kinds.reduce(|all, one| Some(all?.union(one?))).flatten()
    }

    /// The one alternative of a schema that says nothing else than that its values are of this one, or null: what stands
    /// beside it is `null`, or an object that may be null and says no more. Also whether null is among the values.
    pub fn lone_alternative(&mut self, atoms: &[Atom]) -> Option<(SchemaId, bool)> {
        let [atom] = atoms else { return None };
        let read = self.keywords(atom.id);
        let [(_, arms)] = read.groups(atom.expanded)[..] else {
            return None;
        };
        if read.values.is_some()
            || !read.required.is_empty()
            || read.has_content()
            || read.is_guess
            || !read.references.is_empty()
        {
            return None;
        }
        let mut nullable = read.nullable;
        let mut lone = None;
        for arm in arms {
            let own = self.conjunction(&[*arm]);
            let says_nothing = |merger: &mut Self| matches!(own[..], [only] if only.id == *arm && merger.is_bare(&only) && merger.keywords(only.id).required.is_empty());
            let types = self.types(&own);
            if types == Some(TypeSet::NULL) || says_nothing(self) && self.is_nullable_type(*arm) {
                nullable = true;
            } else if lone.replace(*arm).is_some() {
                return None;
            }
        }
        let own = self.conjunction(&[lone?]);
        let kinds = self.kinds(&own)?;
        let narrows = read.types.is_some_and(|types| !types.contains(kinds));
        let others = arms.iter().filter(|arm| Some(**arm) != lone);
        let mut alike = others.map(|arm| self.keywords(*arm).types);
        let alike = alike.all(|types| types.is_none_or(|types| types == TypeSet::NULL || kinds.contains(types)));
        (!narrows && alike && !kinds.contains(TypeSet::NULL)).then_some((lone?, nullable))
    }

    fn is_nullable_type(&mut self, id: SchemaId) -> bool {
        let read = self.keywords(id);
        read.nullable && read.types.is_some()
    }
}
