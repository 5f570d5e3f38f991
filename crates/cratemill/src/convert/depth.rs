//! How far rustc follows types into each other.
//!
//! Whether a type can be sent and dropped hangs on the types inside it; rustc asks them one within the other, and gives up
//! at a depth of 128 (`recursion_limit`). So does whoever uses the type, whose own types count too.

use super::{Kind, Presence, RustType, Type};
use crate::budget::{DEPTH_STEPS, TYPES_WITHIN_EACH_OTHER};
use std::collections::BTreeSet;

/// A type used inside another.
struct Edge {
    /// Which field, alternative or inside uses it.
    slot: usize,
    target: usize,
    /// How many types rustc goes through on the way.
    weight: usize,
}

/// Puts types behind `Deep` so that none is farther than [`TYPES_WITHIN_EACH_OTHER`] from any that it is inside of; the types put so.
pub(super) fn bound(types: &mut [Type]) -> BTreeSet<usize> {
    let edges: Vec<Vec<Edge>> = types.iter().map(|one| edges(types, one)).collect();
    let mut cuts = BTreeSet::new();
    let mut steps = 0;
    // A cut makes some types be met on another, longer way first.
    while cut(&edges, &mut cuts, &mut steps) && steps < DEPTH_STEPS {}
    let mut enclosed = BTreeSet::new();
    for (id, slot) in cuts {
        if let Some(value) = slots(&mut types[id].kind).nth(slot) {
            deepen(value, &mut enclosed);
        }
    }
    enclosed
}

/// Walks from every type, in rustc's order: depth first, each type once. Whether there was something to cut.
fn cut(edges: &[Vec<Edge>], cuts: &mut BTreeSet<(usize, usize)>, steps: &mut usize) -> bool {
    let before = cuts.len();
    let mut met = vec![usize::MAX; edges.len()];
    for start in 0..edges.len() {
        let mut path = vec![(start, 0, 0)];
        met[start] = start;
        while let Some((id, depth, next)) = path.pop() {
            let Some(edge) = edges[id].get(next) else { continue };
            path.push((id, depth, next + 1));
            *steps += 1;
            if *steps > DEPTH_STEPS {
                return false;
            }
            if met[edge.target] == start || cuts.contains(&(id, edge.slot)) {
                continue;
            }
            if depth + edge.weight > TYPES_WITHIN_EACH_OTHER {
                cuts.insert((id, edge.slot));
                continue;
            }
            met[edge.target] = start;
            path.push((edge.target, depth + edge.weight, 0));
        }
    }
    cuts.len() > before
}

fn edges(types: &[Type], one: &Type) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut add = |slot: usize, value: &RustType, around: usize| {
        let (target, weight) = inside(value);
        let target = target.filter(|id| {
            let kind = &types[*id].kind;
            matches!(
                kind,
                Kind::Object(_) | Kind::Tuple(_) | Kind::Union(_) | Kind::Newtype(_)
            )
        });
        edges.extend(target.map(|target| Edge {
            slot,
            target,
            weight: weight + around + 1,
        }));
    };
    match &one.kind {
        Kind::Object(object) => {
            for (slot, field) in object.fields.iter().enumerate() {
                add(slot, &field.value, usize::from(field.presence != Presence::Required));
            }
            if let Some(additional) = &object.additional {
                // An `Extra` is an option of a box of a list of pairs of a text and an `Open`.
                add(object.fields.len(), additional, 9);
            }
        }
        Kind::Tuple(tuple) => {
            tuple
                .fields
                .iter()
                .enumerate()
                .for_each(|(slot, field)| add(slot, &field.value, 1));
            add(tuple.fields.len(), &tuple.rest, 3);
        }
        Kind::Union(union) => {
            for (slot, one) in union.all.iter().enumerate() {
                add(slot, &one.value, 0);
            }
        }
        Kind::Newtype(value) | Kind::Alias(value) => add(0, value, 0),
        Kind::Enumeration(_) | Kind::Integers(_) | Kind::Constant(_) | Kind::Pattern(_) => {}
    }
    edges
}

/// The type of the crate inside a type expression, and how many types rustc goes through to come there.
fn inside(value: &RustType) -> (Option<usize>, usize) {
    let (inner, weight) = match value {
        RustType::Named(id) => return (Some(*id), 0),
        RustType::Boxed(inner) => (inner, 2),
        RustType::Vec(inner) => (inner, 3),
        RustType::Map(inner) => (inner, 7),
        RustType::Option(inner) | RustType::Open(inner) | RustType::Implied(inner) => (inner, 1),
        _ => return (None, 0),
    };
    let (target, within) = inside(inner);
    (target, weight + within)
}

/// The type expressions of a type, in the order of [`edges`].
fn slots(kind: &mut Kind) -> Box<dyn Iterator<Item = &mut RustType> + '_> {
    match kind {
        Kind::Object(object) => {
            let fields = object.fields.iter_mut().map(|field| &mut field.value);
            Box::new(fields.chain(&mut object.additional))
        }
        Kind::Tuple(tuple) => {
            let fields = tuple.fields.iter_mut().map(|field| &mut field.value);
            Box::new(fields.chain(std::iter::once(&mut tuple.rest)))
        }
        Kind::Union(union) => Box::new(union.all.iter_mut().map(|one| &mut one.value)),
        Kind::Newtype(value) | Kind::Alias(value) => Box::new(std::iter::once(value)),
        Kind::Enumeration(_) | Kind::Integers(_) | Kind::Constant(_) | Kind::Pattern(_) => Box::new(std::iter::empty()),
    }
}

fn deepen(value: &mut RustType, enclosed: &mut BTreeSet<usize>) {
    match value {
        RustType::Named(id) => {
            enclosed.insert(*id);
            *value = RustType::Deep(Box::new(value.clone()));
        }
        RustType::Boxed(inner) => {
            deepen(inner, enclosed);
            *value = (**inner).clone();
        }
        RustType::Vec(inner)
        | RustType::Map(inner)
        | RustType::Option(inner)
        | RustType::Open(inner)
        | RustType::Implied(inner) => deepen(inner, enclosed),
        _ => {}
    }
}
