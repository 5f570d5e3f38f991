//! Which type of the old version is which of the new one.

use crate::convert::{RustType, Type, Types, type_text};
use std::collections::BTreeMap;

/// Two versions, and the types that are in both.
pub(super) struct Pairs<'a> {
    pub(super) old: &'a Types,
    pub(super) new: &'a Types,
    /// For each old type, the new one.
    forth: Vec<Option<usize>>,
}

/// The Rust path of a type.
pub(super) fn path(one: &Type) -> String {
    one.name.clone()
}

impl<'a> Pairs<'a> {
    /// Types are the same that have one address and one name; else that have one name, because names are kept where a shape
    /// is found in another place; else that have one address; else that stand for one place.
    pub(super) fn new(old: &'a Types, new: &'a Types) -> Self {
        let mut forth: Vec<Option<usize>> = vec![None; old.types.len()];
        let mut taken = vec![false; new.types.len()];
        let keys: [fn(&Type) -> Vec<String>; 4] = [
            |one| vec![format!("{} {}", path(one), one.address)],
            |one| vec![path(one)],
            |one| vec![one.address.clone()],
            |one| one.stands_for.clone(),
        ];
        for keys in keys {
            let mut known: BTreeMap<String, usize> = BTreeMap::new();
            for (id, one) in new.types.iter().enumerate().filter(|(id, _)| !taken[*id]) {
                keys(one).into_iter().for_each(|key| {
                    known.entry(key).or_insert(id);
                });
            }
            for (id, one) in old.types.iter().enumerate() {
                let mut found = keys(one).into_iter().filter_map(|key| known.get(&key).copied());
                if forth[id].is_none()
                    && let Some(other) = found.find(|other| !taken[*other])
                {
                    forth[id] = Some(other);
                    taken[other] = true;
                }
            }
        }
        Pairs { old, new, forth }
    }

    /// The pairs, in the order of the old version.
    pub(super) fn both(&self) -> impl Iterator<Item = (usize, usize)> {
        self.forth
            .iter()
            .enumerate()
            .filter_map(|(old, new)| Some((old, (*new)?)))
    }

    /// The old types that have no new one.
    pub(super) fn removed(&self) -> impl Iterator<Item = &'a Type> {
        self.old
            .types
            .iter()
            .zip(&self.forth)
            .filter(|(_, new)| new.is_none())
            .map(|(one, _)| one)
    }

    /// The new types that have no old one.
    pub(super) fn added(&self) -> impl Iterator<Item = &'a Type> {
        let new = self.new.types.iter().enumerate();
        new.filter(|(id, _)| !self.forth.contains(&Some(*id)))
            .map(|(_, one)| one)
    }

    /// Whether an old type is this new one.
    pub(super) fn is_pair(&self, old: usize, new: usize) -> bool {
        self.forth[old] == Some(new)
    }

    /// Whether two type expressions are the same but for new names of types.
    pub(super) fn equal(&self, old: &RustType, new: &RustType) -> bool {
        use RustType::{Boxed, Deep, Implied, Map, Named, Open, Option, Vec};
        match (old, new) {
            (Named(old), Named(new)) => self.is_pair(*old, *new),
            (Boxed(old), Boxed(new))
            | (Deep(old), Deep(new))
            | (Vec(old), Vec(new))
            | (Map(old), Map(new))
            | (Option(old), Option(new))
            | (Open(old), Open(new))
            | (Implied(old), Implied(new)) => self.equal(old, new),
            (old, new) => old == new,
        }
    }

    /// Both type expressions for people; of two types with one name, the old one is told as such.
    pub(super) fn texts(&self, old: &RustType, new: &RustType) -> (String, String) {
        let (old, new) = (type_text(&self.old.types, old), type_text(&self.new.types, new));
        if old == new {
            (format!("{old}, another type of that name"), new)
        } else {
            (old, new)
        }
    }
}
