//! Which type of the old version is which of the new one.

use crate::convert::{RustType, Type, Types, type_text};
use std::collections::{BTreeMap, BTreeSet};

/// Two versions, and the types that are in both.
pub(super) struct Pairs<'a> {
    pub(super) old: &'a Types,
    pub(super) new: &'a Types,
    /// For each old type, the new one; several old ones have one where their schemas came to say the same.
    forth: Vec<Option<usize>>,
    /// The new types whose schemas said the same as others, with the old type of all.
    parted: Vec<(usize, usize)>,
}

/// The Rust path of a type.
pub(super) fn path(one: &Type) -> String {
    one.path()
}

impl<'a> Pairs<'a> {
    /// Types are the same that have one address and one path; else that have one path, because paths are kept where a shape
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
        let copied = |types: &'a Types| -> BTreeMap<&'a str, usize> {
            let copies = types.types.iter().enumerate();
            copies
                .flat_map(|(id, one)| one.copies.iter().map(move |copy| (copy.address.as_str(), id)))
                .collect()
        };
        let joins = copied(new);
        for (id, one) in old.types.iter().enumerate() {
            forth[id] = forth[id].or_else(|| joins.get(one.address.as_str()).copied());
        }
        let parts = copied(old);
        let fresh = new.types.iter().enumerate().filter(|(id, _)| !taken[*id]);
        let parted = fresh.filter_map(|(id, one)| Some((*parts.get(one.address.as_str())?, id)));
        Pairs {
            old,
            new,
            parted: parted.collect(),
            forth,
        }
    }

    /// The types that parted, old and new.
    pub(super) fn parted(&self) -> impl Iterator<Item = (usize, usize)> {
        self.parted.iter().copied()
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
        let parted = self.parted.iter().map(|(_, new)| *new);
        let known: BTreeSet<usize> = self.forth.iter().flatten().copied().chain(parted).collect();
        new.filter(move |(id, _)| !known.contains(id)).map(|(_, one)| one)
    }

    /// Whether an old type is this new one.
    pub(super) fn is_pair(&self, old: usize, new: usize) -> bool {
        self.forth[old] == Some(new)
    }

    /// Whether an old type and a new one are versions of one; none where they were one and have parted.
    pub(super) fn kin(&self, old: usize, new: usize) -> Option<bool> {
        (!self.parted.contains(&(old, new))).then(|| self.is_pair(old, new))
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
