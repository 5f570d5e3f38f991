//! Alternatives: which of them one type holds, which make a union, and what tells the union's alternatives apart.

use super::apart::agrees;
use super::joined::{self, Candidate};
use super::{Draft, Shaper, sorted, tags};
use crate::bundle::SchemaId;
use crate::normalize::TypeSet;
use crate::normalize::merge::{Alternative, Alternatives, Conjunction};
use crate::normalize::{Role, Shape, Unexpressed, Union, UnionAlternative, Use};
use std::collections::BTreeSet;

/// What is left of a union's alternatives once those that one type can hold are one.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Object(Alternative),
    Array(Alternative),
    Strings(Vec<Alternative>),
    Numbers(Vec<Alternative>),
    Booleans(Vec<Alternative>),
}

impl Shaper<'_> {
    pub(super) fn choose(&mut self, found: Alternatives, atoms: &Conjunction, home: SchemaId) -> Use {
        let (open, is_implied) = (found.open, found.implied);
        let nothing = found.all.is_empty();
        let (pieces, nullable, unknown) = pieces(found.all);
        let value = match (pieces.len(), &unknown[..]) {
            (0, []) if nullable => return Use::Null,
            (0, []) => {
                if nothing || atoms.len() > 1 {
                    self.unsatisfiable(atoms, home);
                }
                return Use::Any;
            }
            (0, [one]) if self.is_opaque(one) => self.opaque(one.atoms[0].id),
            (0, _) => return Use::Any,
            (1, []) => self.piece(&pieces[0], home, Role::Whole),
            (1, [one]) if self.is_guess(one) => {
                let reason = "the value of `type` is not what it must be; what it seems to mean is read, and any other value kept";
                self.schema
                    .unexpressed
                    .push(Unexpressed::at(self.bundle, home, "type", reason));
                // A document's root is a type of its own around it.
                let is_root = self.roots.contains(&sorted(atoms));
                let role = if is_root { part(&pieces[0]) } else { Role::Whole };
                let value = self.piece(&pieces[0], home, role);
                return Use::Open(Box::new(if nullable {
                    Use::Nullable(Box::new(value))
                } else {
                    value
                }));
            }
            (1, _) => {
                let value = self.piece(&pieces[0], home, part(&pieces[0]));
                return Use::Open(Box::new(value));
            }
            (_, _) => {
                let catch_all = !unknown.is_empty();
                let has_structure = pieces.iter().any(|p| matches!(p, Piece::Object(_) | Piece::Array(_)));
                // An alternative that only implies its type lets values of the others' types pass as well.
                let open = open && has_structure || catch_all || is_implied;
                let draft = Draft::Union { pieces, open, unknown };
                let value = self.declare(sorted(atoms), Role::Whole, home, draft);
                if catch_all {
                    return value;
                }
                value
            }
        };
        if nullable {
            Use::Nullable(Box::new(value))
        } else {
            value
        }
    }

    fn is_opaque(&mut self, alternative: &Alternative) -> bool {
        matches!(alternative.atoms[..], [only] if self.merger.keywords(only.id).unresolved.is_some())
    }

    /// Whether an alternative is there only because the type of another is a guess.
    fn is_guess(&mut self, alternative: &Alternative) -> bool {
        alternative
            .atoms
            .iter()
            .any(|atom| self.merger.keywords(atom.id).is_guess)
    }

    fn piece(&mut self, piece: &Piece, home: SchemaId, role: Role) -> Use {
        if let [one] = parts(piece)
            && let Some(value) = self.foreign_piece(&sorted(&one.atoms), kind(piece))
        {
            return value;
        }
        if let [one] = parts(piece)
            && let Some(value) = self.merger.constant(&one.atoms)
        {
            let role = if role == Role::Whole { role } else { Role::Constant };
            return self.leaf(
                sorted(&one.atoms),
                Role::Constant,
                role,
                home,
                Shape::Constant(value.clone()),
            );
        }
        let value = match piece {
            Piece::Object(one) => self.object_use(one, home, role),
            Piece::Array(one) => self.array(one, home, role),
            Piece::Strings(all) => self.strings(all, home, role),
            Piece::Numbers(all) => self.number(all, home, role),
            Piece::Booleans(_) => Use::Boolean,
        };
        if !matches!(value, Use::Definition(_)) {
            self.account_joined(parts(piece));
        }
        value
    }

    /// Lists each `oneOf` whose alternatives have become one scalar type, which does not say that only one of them may hold.
    fn account_joined(&mut self, parts: &[Alternative]) {
        let arms = parts
            .iter()
            .filter_map(|one| one.arms.last())
            .filter(|_| parts.len() > 1);
        for (owner, arm) in arms {
            if self.merger.keywords(*owner).one_of.contains(arm) {
                let reason = "its alternatives are one type; judged by `validate()`, never by reading";
                let unexpressed = Unexpressed::at(self.bundle, *owner, "oneOf", reason);
                self.schema.unexpressed.push(unexpressed);
            }
        }
    }

    /// A union of alternatives that no `oneOf` holds together: the values of several patterns, the items of a tuple.
    pub(super) fn mixture(&mut self, found: Alternatives, atoms: &Conjunction, home: SchemaId, role: Role) -> Use {
        let is_implied = found.implied;
        let (pieces, nullable, unknown) = pieces(dedup(found.all));
        let value = match &pieces[..] {
            _ if !unknown.is_empty() => return Use::Any,
            [] if nullable => return Use::Null,
            [] => return Use::Any,
            [one] => {
                // A list or map that is its own only content goes round in circles; what comes by again is any value.
                let key = (sorted(atoms), role);
                if !self.mixing.insert(key.clone()) {
                    return Use::Any;
                }
                let value = self.piece(one, home, role);
                self.mixing.remove(&key);
                value
            }
            _ => {
                let key = (sorted(atoms), role);
                match self.made.get(&key) {
                    Some(known) => Use::Definition(*known),
                    None => {
                        let id = self.reserve(home, role);
                        self.made.insert(key, id);
                        self.pending.push_back((
                            id,
                            Draft::Union {
                                pieces,
                                open: false,
                                unknown: Vec::new(),
                            },
                        ));
                        Use::Definition(id)
                    }
                }
            }
        };
        match (is_implied, nullable) {
            // What one alternative implies is what another may not speak of.
            (true, _) => open(value),
            (false, true) => Use::Nullable(Box::new(value)),
            (false, false) => value,
        }
    }

    pub(super) fn union(&mut self, pieces: Vec<Piece>, open: bool, unknown: &[Alternative], home: SchemaId) -> Shape {
        let catch_all = !unknown.is_empty();
        let shared = shared_kinds(&pieces);
        let untyped = if open {
            self.untyped(&pieces, unknown)
        } else {
            Vec::new()
        };
        // What one alternative does not hold may be valid under one that asks for no type.
        let is_judged = catch_all || !untyped.is_empty();
        let mut candidates: Vec<Candidate> = Vec::new();
        for piece in &pieces {
            let kind = kind(piece);
            let arm = match parts(piece) {
                [one] => one.arm(),
                _ => None,
            };
            let (place, role) = match arm {
                Some(arm) => (arm, Role::Whole),
                None => (home, part(piece)),
            };
            let mut branches: Vec<Vec<SchemaId>> = parts(piece)
                .iter()
                .map(|one| one.arms.iter().map(|(_, arm)| *arm).collect())
                .collect();
            // What needs no choice is valid by its type alone.
            if branches.iter().any(Vec::is_empty) {
                branches.clear();
            }
            candidates.push(Candidate {
                value: self.piece(piece, place, role),
                kind,
                schema: arm,
                rule: (is_judged || !shared.intersection(kind).is_empty()).then(|| self.rule(piece)),
                branches,
                object: match piece {
                    Piece::Object(one) => Some(one),
                    _ => None,
                },
            });
        }
        let variants = joined::variants(self.bundle, candidates);
        if variants.iter().any(|one| one.is_mixed) {
            let reason = "alternatives of one type are one: no title and no key tells them apart";
            self.schema
                .unexpressed
                .push(Unexpressed::at(self.bundle, home, "", reason));
        }
        let mut alternatives: Vec<UnionAlternative> = Vec::new();
        let mut objects: Vec<Option<&Alternative>> = Vec::new();
        let mut rules: Vec<Vec<String>> = Vec::new();
        for one in variants {
            alternatives.push(one.alternative);
            objects.push(one.object);
            rules.push(one.rules);
        }
        if let ([one], false) = (&alternatives[..], open) {
            return Shape::Alias(one.value.clone());
        }
        let mut discriminations = tags::discriminations(self, &objects);
        let is_whole = open && !catch_all && alternatives.len() == pieces.len();
        let tag = if is_whole { self.tag(&pieces) } else { None };
        let tag = tag.filter(|tag| discriminations.iter().all(|one| agrees(one, tag)));
        let is_decided = tag.is_some() || !is_judged && self.is_decided(&objects, &discriminations);
        if tag.is_some() {
            discriminations.clear();
        }
        let overlapping = !is_decided && self.overlap(&objects);
        if !is_decided {
            for (alternative, rules) in alternatives.iter_mut().zip(rules) {
                alternative.rule = (!rules.is_empty()).then(|| self.rules.any(&rules));
            }
            self.account(&alternatives, home);
        }
        let untyped = if tag.is_none() { untyped } else { Vec::new() };
        Shape::Union(Union {
            alternatives,
            tag,
            discriminations,
            open,
            catch_all,
            untyped,
            overlapping,
            blank: 0,
        })
    }

    /// Whether several objects are alternatives of an `anyOf`, of which more than one may hold.
    fn overlap(&mut self, objects: &[Option<&Alternative>]) -> bool {
        let mut listed = 0;
        for object in objects.iter().flatten() {
            let arms = object.arms.iter();
            let mut by_any_of = arms.map(|(owner, arm)| self.merger.keywords(*owner).any_of.contains(arm));
            listed += usize::from(by_any_of.any(|listed| listed));
        }
        listed > 1
    }
}

/// The JSON types that more than one of the pieces has.
fn shared_kinds(pieces: &[Piece]) -> TypeSet {
    let (mut once, mut twice) = (TypeSet::NONE, TypeSet::NONE);
    for piece in pieces {
        twice = twice.union(once.intersection(kind(piece)));
        once = once.union(kind(piece));
    }
    twice
}

pub(super) fn kind(piece: &Piece) -> TypeSet {
    match piece {
        Piece::Object(_) => TypeSet::OBJECT,
        Piece::Array(_) => TypeSet::ARRAY,
        Piece::Strings(_) => TypeSet::STRING,
        Piece::Numbers(all) if all.iter().all(|one| one.kind == Some(TypeSet::INTEGER)) => TypeSet::INTEGER,
        Piece::Numbers(_) => TypeSet::NUMBER,
        Piece::Booleans(_) => TypeSet::BOOLEAN,
    }
}

pub(super) fn parts(piece: &Piece) -> &[Alternative] {
    match piece {
        Piece::Object(one) | Piece::Array(one) => std::slice::from_ref(one),
        Piece::Strings(all) | Piece::Numbers(all) | Piece::Booleans(all) => all,
    }
}

pub(super) fn open(value: Use) -> Use {
    match value {
        Use::Any | Use::Open(_) => value,
        Use::Implied(inner) => Use::Open(inner),
        value => Use::Open(Box::new(value)),
    }
}

/// The type for a schema that does not ask for it. `null` is another type than any that keywords speak of.
pub(super) fn implied(value: Use) -> Use {
    match value {
        Use::Any | Use::Open(_) | Use::Implied(_) => value,
        // Which JSON types another crate's type reads is known to its own code alone.
        Use::Foreign(..) => open(value),
        Use::Nullable(inner) => implied(*inner),
        value => Use::Implied(Box::new(value)),
    }
}

fn dedup(all: Vec<Alternative>) -> Vec<Alternative> {
    let mut known = BTreeSet::new();
    let is_new = |one: &Alternative| known.insert((sorted(&one.atoms), one.kind));
    all.into_iter().filter(is_new).collect()
}

fn part(piece: &Piece) -> Role {
    match piece {
        Piece::Object(_) => Role::Object,
        Piece::Strings(_) => Role::Text,
        Piece::Array(_) => Role::Tuple,
        Piece::Numbers(_) => Role::Integer,
        Piece::Booleans(_) => Role::Constant,
    }
}

/// Joins the alternatives that one Rust type holds; also whether `null` is one, and those of which nothing is known.
fn pieces(all: Vec<Alternative>) -> (Vec<Piece>, bool, Vec<Alternative>) {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut nullable, mut unknown) = (false, Vec::new());
    for one in all {
        let Some(kind) = one.kind else {
            unknown.push(one);
            continue;
        };
        let joined = pieces.iter_mut().find_map(|piece| match piece {
            Piece::Strings(all) if kind == TypeSet::STRING => Some(all),
            Piece::Numbers(all) if TypeSet::NUMBER.contains(kind) => Some(all),
            Piece::Booleans(all) if kind == TypeSet::BOOLEAN => Some(all),
            _ => None,
        });
        match joined {
            Some(all) => all.push(one),
            None if kind == TypeSet::NULL => nullable = true,
            None if kind == TypeSet::OBJECT => pieces.push(Piece::Object(one)),
            None if kind == TypeSet::ARRAY => pieces.push(Piece::Array(one)),
            None if kind == TypeSet::STRING => pieces.push(Piece::Strings(vec![one])),
            None if kind == TypeSet::BOOLEAN => pieces.push(Piece::Booleans(vec![one])),
            None => pieces.push(Piece::Numbers(vec![one])),
        }
    }
    (pieces, nullable, unknown)
}
