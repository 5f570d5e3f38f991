//! Cycles of required properties: no finite value has them, no Rust value could be built. And what is finite, but so large
//! that none should be.

use super::{NormalizedSchema, Shape, Unexpressed, Use};
use crate::budget::BLANK_VALUES;
use crate::bundle::Bundle;
use std::collections::BTreeSet;

/// How many values the least value of each definition has, where that is known.
type Sizes = [Option<usize>];

/// What is still to be found out.
struct Search {
    /// The definitions without a size.
    pending: BTreeSet<usize>,
    /// Those of them of which something is known that was not when they were looked at.
    open: BTreeSet<usize>,
    /// By definition, those that wait for its size.
    waiting: Vec<Vec<usize>>,
}

impl Search {
    fn found(&mut self, id: usize) {
        self.pending.remove(&id);
        self.open.remove(&id);
        let waiting = std::mem::take(&mut self.waiting[id]).into_iter();
        self.open.extend(waiting.filter(|id| self.pending.contains(id)));
    }
}

/// Makes a property optional in each cycle of required ones, so that every definition has a finite value, and lets those
/// hold any value whose own least is too large. Also tells for each union which alternative is finite.
pub(super) fn break_required_cycles(bundle: &Bundle, schema: &mut NormalizedSchema) {
    let count = schema.definitions.len();
    let mut sizes = vec![None; count];
    let mut search = Search {
        pending: (0..count).collect(),
        open: (0..count).collect(),
        waiting: vec![Vec::new(); count],
    };
    loop {
        settle(bundle, schema, &mut sizes, &mut search);
        let Some(stuck) = search.pending.first().copied() else {
            return;
        };
        match &mut schema.definitions[stuck].shape {
            Shape::Object { properties, .. } => {
                let endless = properties
                    .iter_mut()
                    .find(|p| p.required && size(&p.value, &sizes).is_none());
                match endless {
                    Some(property) => {
                        property.required = false;
                        let reason = "a value that must hold itself has no end; the property may be missing";
                        let home = schema.definitions[stuck].home.schema;
                        schema
                            .unexpressed
                            .push(Unexpressed::at(bundle, home, "required", reason));
                    }
                    None => sizes[stuck] = Some(1),
                }
            }
            Shape::Union(union) => {
                // A union that only holds itself: an unknown value is the one finite value it can have.
                union.open = true;
                sizes[stuck] = Some(1);
            }
            Shape::Alias(value) | Shape::Name(value) => {
                *value = Use::Nullable(Box::new(value.clone()));
                sizes[stuck] = Some(1);
            }
            _ => sizes[stuck] = Some(1),
        }
        if sizes[stuck].is_some() {
            search.found(stuck);
        } else {
            search.open.insert(stuck);
        }
    }
}

/// The least fixed point: what is finite because all that it needs is. Definitions are looked at in rounds, and again only
/// where one that they wait for was found.
fn settle(bundle: &Bundle, schema: &mut NormalizedSchema, sizes: &mut Sizes, search: &mut Search) {
    let mut at = 0;
    while let Some(id) = search.open.range(at..).next().or_else(|| search.open.first()).copied() {
        search.open.remove(&id);
        at = id + 1;
        let found = match &mut schema.definitions[id].shape {
            Shape::Object { .. } => object(bundle, schema, id, sizes),
            Shape::Union(union) if union.open => Some(1),
            Shape::Union(union) => {
                let alternatives = union.alternatives.iter().map(|one| size(&one.value, sizes));
                let found = alternatives.enumerate().find_map(|(at, size)| Some((at, size?)));
                union.blank = found.map_or(union.blank, |(at, _)| at);
                found.map(|(_, size)| size)
            }
            Shape::Alias(value) | Shape::Name(value) => size(value, sizes),
            _ => Some(1),
        };
        sizes[id] = found;
        if found.is_some() {
            search.found(id);
            continue;
        }
        for needed in missing(&schema.definitions[id].shape, sizes) {
            search.waiting[needed].push(id);
        }
    }
}

/// The definitions without a size of which one more would tell something of a shape: the first that an object needs, each
/// alternative of a union.
fn missing(shape: &Shape, sizes: &Sizes) -> Vec<usize> {
    let direct = |value: &Use| match value {
        Use::Definition(id) if sizes[*id].is_none() => Some(*id),
        _ => None,
    };
    match shape {
        Shape::Object { properties, .. } => {
            let mut required = properties.iter().filter(|property| property.required);
            required
                .find_map(|property| direct(&property.value))
                .into_iter()
                .collect()
        }
        Shape::Union(union) => union.alternatives.iter().filter_map(|one| direct(&one.value)).collect(),
        Shape::Alias(value) | Shape::Name(value) => direct(value).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The size of an object's least value, once that of each required property is known.
fn object(bundle: &Bundle, schema: &mut NormalizedSchema, id: usize, sizes: &Sizes) -> Option<usize> {
    let definition = &mut schema.definitions[id];
    let Shape::Object { properties, .. } = &mut definition.shape else {
        return None;
    };
    let required = || properties.iter().filter(|property| property.required);
    let all = required().try_fold(1_usize, |sum, property| {
        Some(sum.saturating_add(size(&property.value, sizes)?))
    })?;
    if all <= BLANK_VALUES {
        return Some(all);
    }
    let mut sum = 1;
    for property in properties.iter_mut().filter(|property| property.required) {
        let own = size(&property.value, sizes)?;
        if own > 1 && sum + own > BLANK_VALUES {
            property.value = Use::Open(Box::new(property.value.clone()));
            let reason = "the least value has thousands of values; a value that does not fit is kept as it came";
            let line = Unexpressed::at(bundle, definition.home.schema, "required", reason);
            schema.unexpressed.push(line);
            sum += 1;
        } else {
            sum += own;
        }
    }
    Some(sum)
}

fn size(value: &Use, sizes: &Sizes) -> Option<usize> {
    match value {
        Use::Definition(id) => sizes[*id],
        _ => Some(1),
    }
}
