//! Conjunctions: what `allOf`, `$ref` and its siblings say together, and the alternatives that are left once every
//! `oneOf` and `anyOf` is chosen.
//!
//! A conjunction is a set of schemas that hold at once. Sets are finite, so recursion through references and `allOf`
//! ends: whoever comes by the same set again has come round.

mod closures;
mod essential;
mod values;

use super::TypeSet;
use super::dialect::{Keywords, group, keywords};
use crate::budget::{ALTERNATIVES_OF_A_SCHEMA, MERGED_PROPERTIES, PRODUCT_OF_ALTERNATIVES};
use crate::bundle::{Bundle, SchemaId};
use closures::Closures;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A schema of a conjunction, and which of its groups of alternatives are chosen already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Atom {
    /// The schema.
    pub id: SchemaId,
    /// The groups that no longer count, as bits of [`group`].
    pub expanded: u8,
}

/// Schemas that hold at once, in the order in which they were met.
pub type Conjunction = Vec<Atom>;

/// One way in which a value can be valid: the schemas that hold, and the one JSON type it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// What holds.
    pub atoms: Conjunction,
    /// The type; `None` for a value of which nothing is known.
    pub kind: Option<TypeSet>,
    /// The alternatives that were chosen, from the outside in, each with the schema whose `oneOf` or `anyOf` lists it.
    pub arms: Vec<(SchemaId, SchemaId)>,
}

/// All ways in which a value can be valid.
#[derive(Clone, Debug, Default)]
pub struct Alternatives {
    /// The ways, each once.
    pub all: Vec<Alternative>,
    /// Whether they come from a `oneOf` or `anyOf`, which a newer server may extend.
    pub open: bool,
    /// Whether one of them has its type only because its keywords speak of it.
    pub implied: bool,
    /// Groups that were too many to be told apart, and only validate.
    pub given_up: Vec<(SchemaId, u8)>,
    /// The ways by what distinguishes them.
    known: BTreeSet<(Conjunction, Option<TypeSet>)>,
    /// How many alternatives the largest group has.
    widest: usize,
    /// The conjunctions that were taken apart.
    seen: BTreeSet<Conjunction>,
    /// Schemas that were looked at, those of each conjunction again.
    steps: u64,
    /// Whether there was no room for more of them.
    is_spent: bool,
}

/// Reads and merges the schemas of a bundle; remembers what it read.
pub struct Merger<'a> {
    bundle: &'a Bundle,
    /// By schema.
    read: Vec<Option<Rc<Keywords<'a>>>>,
    /// What the chains of references that were followed lead to.
    ends: Vec<Option<SchemaId>>,
    closures: Closures,
    /// Whether a group of alternatives only limits values of these types.
    limiting: BTreeMap<(SchemaId, u8, Option<TypeSet>), bool>,
}

impl<'a> Merger<'a> {
    /// A merger for the schemas of `bundle`.
    pub fn new(bundle: &'a Bundle) -> Self {
        Merger {
            bundle,
            read: bundle.schemas().map(|_| None).collect(),
            ends: bundle.schemas().map(|_| None).collect(),
            closures: Closures::new(bundle.schemas().count()),
            limiting: BTreeMap::new(),
        }
    }

    /// The keywords of a schema.
    pub fn keywords(&mut self, id: SchemaId) -> Rc<Keywords<'a>> {
        let bundle = self.bundle;
        Rc::clone(self.read[id.index()].get_or_insert_with(|| Rc::new(keywords(bundle, id))))
    }

    /// All that holds where each of `ids` holds: references and `allOf` followed, what shapes nothing left out. Nothing,
    /// where the provider's schemas lead to each other in so many ways that there is no room for this one.
    pub fn conjunction(&mut self, ids: &[SchemaId]) -> Conjunction {
        let [id] = ids else {
            return self.close(ids);
        };
        let id = self.end(*id);
        if let Some(known) = self.closures.known(id) {
            return known;
        }
        let found = self.close(&[id]);
        self.closures.keep(id, &found);
        found
    }

    fn close(&mut self, ids: &[SchemaId]) -> Conjunction {
        let mut strong: Conjunction = Vec::new();
        let mut weak: Conjunction = Vec::new();
        let mut visited = BTreeSet::new();
        let mut pending: Vec<SchemaId> = ids.iter().rev().copied().collect();
        let mut steps = 0;
        while let Some(id) = pending.pop() {
            steps += 1;
            if !self.closures.take(1, steps) {
                self.closures.beyond.extend(ids.first());
                return Conjunction::new();
            }
            let id = self.end(id);
            if !visited.insert(id) {
                continue;
            }
            let read = self.keywords(id);
            let atom = Atom { id, expanded: 0 };
            if read.has_shape() || read.nullable || read.integers.is_wide() {
                strong.push(atom);
            } else if !read.implied.is_empty() {
                weak.push(atom);
            }
            pending.extend(read.all_of.iter().rev());
            if let [target] = read.references[..] {
                pending.push(target);
            }
        }
        // What only limits a value (a length, a range) says no more about its shape once another schema gives a type.
        if strong.is_empty() || self.types(&strong).is_none() && !self.has_groups(&strong) {
            strong.extend(weak);
        }
        if strong.iter().any(|atom| self.keywords(atom.id).unresolved.is_none()) {
            strong.retain(|atom| self.keywords(atom.id).unresolved.is_none());
        }
        strong
    }

    /// What a chain of references leads to: the first schema that says more than where to go.
    fn end(&mut self, id: SchemaId) -> SchemaId {
        let mut chain: Vec<SchemaId> = Vec::new();
        let mut at = id;
        while self.ends[at.index()].is_none() {
            self.ends[at.index()] = Some(at);
            chain.push(at);
            let read = self.keywords(at);
            let says_more = read.has_shape() || read.nullable || read.integers.is_wide() || !read.implied.is_empty();
            match read.references[..] {
                [target] if !says_more && read.all_of.is_empty() => at = target,
                _ => break,
            }
        }
        let end = self.ends[at.index()].unwrap_or(at);
        chain.into_iter().for_each(|one| self.ends[one.index()] = Some(end));
        end
    }

    fn has_groups(&mut self, atoms: &[Atom]) -> bool {
        atoms
            .iter()
            .any(|atom| !self.keywords(atom.id).groups(atom.expanded).is_empty())
    }

    /// The types that a conjunction's `type`, `enum` and `const` leave; `None` where none of them says any.
    pub fn types(&mut self, atoms: &[Atom]) -> Option<TypeSet> {
        let mut types: Option<TypeSet> = None;
        let mut nullable = false;
        for atom in atoms {
            let read = self.keywords(atom.id);
            nullable |= read.nullable;
            if read.never {
                return Some(TypeSet::NONE);
            }
            let values = read.values.as_ref().map(|values| {
                values
                    .iter()
                    .fold(TypeSet::NONE, |all, value| all.union(TypeSet::of(value)))
            });
            for set in [read.types, values].into_iter().flatten() {
                types = Some(types.map_or(set, |types| types.intersection(set)));
            }
        }
        types.map(|types| if nullable { types.union(TypeSet::NULL) } else { types })
    }

    /// All ways in which a value of the conjunction can be valid.
    pub fn alternatives(&mut self, atoms: &[Atom]) -> Alternatives {
        let mut found = Alternatives::default();
        self.expand(atoms.to_vec(), &[], &mut found);
        found
    }

    fn expand(&mut self, mut atoms: Conjunction, chosen: &[(SchemaId, SchemaId)], found: &mut Alternatives) {
        if found.is_cut_short() {
            return;
        }
        found.steps += atoms.len() as u64;
        found.is_spent |= !self.closures.take(atoms.len() as u64, found.steps);
        if found.is_spent {
            return;
        }
        let Some((position, bit, arms)) = self.next_group(&mut atoms, found) else {
            return self.push_types(atoms, chosen, found);
        };
        let mut key = atoms.clone();
        key.sort();
        // What was taken apart before, or is being taken apart, adds nothing.
        if !found.seen.insert(key) {
            return;
        }
        let mut rest = atoms;
        let owner = rest[position].id;
        rest[position].expanded |= bit;
        let read = self.keywords(rest[position].id);
        if !read.has_own_shape() && !read.nullable && read.groups(rest[position].expanded).is_empty() {
            rest.remove(position);
        }
        found.open |= bit != group::REFERENCE;
        found.widest = found.widest.max(arms.len());
        for arm in arms {
            let mut atoms = rest.clone();
            for atom in self.conjunction(&[arm]) {
                match atoms.iter_mut().find(|known| known.id == atom.id) {
                    Some(known) => known.expanded |= atom.expanded,
                    None => atoms.push(atom),
                }
            }
            let arms: Vec<(SchemaId, SchemaId)> = chosen.iter().copied().chain([(owner, arm)]).collect();
            self.expand(atoms, &arms, found);
        }
    }

    /// The first group that shapes a value; groups that only limit it, or would multiply beyond measure, are marked
    /// as chosen.
    fn next_group(&mut self, atoms: &mut [Atom], found: &mut Alternatives) -> Option<(usize, u8, Vec<SchemaId>)> {
        let types = self.types(atoms);
        let mut shaping: Vec<(usize, u8, Vec<SchemaId>)> = Vec::new();
        for (position, atom) in atoms.iter_mut().enumerate() {
            let read = self.keywords(atom.id);
            for (bit, arms) in read.groups(atom.expanded) {
                if self.group_only_limits((atom.id, bit, types), arms) {
                    atom.expanded |= bit;
                } else {
                    shaping.push((position, bit, arms.to_vec()));
                }
            }
        }
        let properties: usize = atoms.iter().map(|atom| self.keywords(atom.id).properties.len()).sum();
        let mut product = 1usize;
        let mut first = None;
        for (position, bit, arms) in shaping {
            product = product.saturating_mul(arms.len());
            let merged = properties.saturating_mul(arms.len());
            if first.is_some() && product > PRODUCT_OF_ALTERNATIVES || merged > MERGED_PROPERTIES {
                atoms[position].expanded |= bit;
                found.given_up.push((atoms[position].id, bit));
            } else if first.is_none() {
                first = Some((position, bit, arms));
            }
        }
        first
    }

    fn group_only_limits(&mut self, key: (SchemaId, u8, Option<TypeSet>), arms: &[SchemaId]) -> bool {
        if let Some(known) = self.limiting.get(&key) {
            return *known;
        }
        let limits = arms.iter().all(|arm| self.only_limits(*arm, key.2));
        self.limiting.insert(key, limits);
        limits
    }

    /// The schemas for whose conjunction there was no room.
    pub fn beyond(&self) -> &BTreeSet<SchemaId> {
        &self.closures.beyond
    }

    /// Whether an alternative adds no more to values of `types` than limits and required names.
    fn only_limits(&mut self, arm: SchemaId, types: Option<TypeSet>) -> bool {
        self.conjunction(&[arm]).iter().all(|atom| {
            let read = self.keywords(atom.id);
            let same_types = match (read.types, types) {
                (None, _) => true,
                (Some(own), Some(types)) => own.contains(types),
                (Some(_), None) => false,
            };
            let shapes = read.never || read.values.is_some() || read.unresolved.is_some() || read.has_content();
            same_types && !shapes && read.groups(0).is_empty()
        })
    }

    fn push_types(&mut self, atoms: Conjunction, chosen: &[(SchemaId, SchemaId)], found: &mut Alternatives) {
        let arms = || chosen.to_vec();
        let explicit = self.types(&atoms);
        let implied = atoms
            .iter()
            .fold(TypeSet::NONE, |all, atom| all.union(self.keywords(atom.id).implied));
        let types = match explicit {
            Some(types) => types,
            None if implied.is_empty() || atoms.iter().any(|atom| self.keywords(atom.id).unresolved.is_some()) => {
                return found.push(Alternative {
                    atoms,
                    kind: None,
                    arms: arms(),
                });
            }
            None => {
                found.implied = true;
                implied
            }
        };
        let number = if types.contains(TypeSet::NUMBER) {
            TypeSet::NUMBER
        } else {
            TypeSet::INTEGER
        };
        let order = [
            TypeSet::OBJECT,
            TypeSet::ARRAY,
            TypeSet::STRING,
            number,
            TypeSet::BOOLEAN,
            TypeSet::NULL,
        ];
        for kind in order {
            if types.contains(kind) {
                found.push(Alternative {
                    atoms: atoms.clone(),
                    kind: Some(kind),
                    arms: arms(),
                });
            }
        }
        // What a guess leaves out may be valid.
        if atoms.iter().any(|atom| self.keywords(atom.id).is_guess) {
            found.push(Alternative {
                atoms,
                kind: None,
                arms: arms(),
            });
        }
    }
}

impl Alternative {
    /// The alternative of a `oneOf` or `anyOf` that was chosen last.
    pub fn arm(&self) -> Option<SchemaId> {
        self.arms.last().map(|(_, arm)| *arm)
    }
}

impl Alternatives {
    /// Whether there are more than were looked at: then they say nothing.
    pub fn is_cut_short(&self) -> bool {
        let most = ALTERNATIVES_OF_A_SCHEMA + 4 * self.widest;
        self.is_spent || self.all.len() > most || self.seen.len() > most
    }

    fn push(&mut self, alternative: Alternative) {
        let mut key = alternative.atoms.clone();
        key.sort();
        if self.known.insert((key, alternative.kind)) {
            self.all.push(alternative);
        }
    }
}
