//! Cycles of required properties: no finite value has them, no Rust value could be built. And what is finite, but so large
//! that none should be.

use super::{NormalizedSchema, Shape, Unexpressed, Use};
use crate::budget::BLANK_VALUES;
use crate::bundle::Bundle;

/// How many values the least value of each definition has, where that is known.
type Sizes = [Option<usize>];

/// Makes a property optional in each cycle of required ones, so that every definition has a finite value, and lets those
/// hold any value whose own least is too large. Also tells for each union which alternative is finite.
pub(super) fn break_required_cycles(bundle: &Bundle, schema: &mut NormalizedSchema) {
    let count = schema.definitions.len();
    let mut sizes = vec![None; count];
    let mut pending: Vec<usize> = (0..count).collect();
    loop {
        settle(bundle, schema, &mut sizes, &mut pending);
        let Some(stuck) = pending.first().copied() else {
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
        pending.retain(|id| sizes[*id].is_none());
    }
}

/// The least fixed point: what is finite because all that it needs is.
fn settle(bundle: &Bundle, schema: &mut NormalizedSchema, sizes: &mut Sizes, pending: &mut Vec<usize>) {
    loop {
        let before = pending.len();
        pending.retain(|id| {
            let found = match &mut schema.definitions[*id].shape {
                Shape::Object { .. } => object(bundle, schema, *id, sizes),
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
            sizes[*id] = found;
            found.is_none()
        });
        if pending.len() == before {
            return;
        }
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
