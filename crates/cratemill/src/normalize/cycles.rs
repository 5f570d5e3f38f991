//! Cycles of required properties: no finite value has them, no Rust value could be built.

use super::{NormalizedSchema, Shape, Unexpressed, Use};
use crate::bundle::Bundle;

/// Makes a property optional in each cycle of required ones, so that every definition has a finite value. Also tells
/// for each union which alternative is finite.
pub(super) fn break_required_cycles(bundle: &Bundle, schema: &mut NormalizedSchema) {
    let count = schema.definitions.len();
    let mut finite = vec![false; count];
    loop {
        settle(schema, &mut finite);
        let Some(stuck) = finite.iter().position(|finite| !finite) else {
            return;
        };
        match &mut schema.definitions[stuck].shape {
            Shape::Object { properties, .. } => {
                let endless = properties
                    .iter_mut()
                    .find(|p| p.required && !is_finite(&p.value, &finite));
                match endless {
                    Some(property) => {
                        property.required = false;
                        let reason = "a value that must hold itself has no end; the property may be missing";
                        let home = schema.definitions[stuck].home.schema;
                        schema
                            .unexpressed
                            .push(Unexpressed::at(bundle, home, "required", reason));
                    }
                    None => finite[stuck] = true,
                }
            }
            Shape::Union(union) => {
                // A union that only holds itself: an unknown value is the one finite value it can have.
                union.open = true;
                finite[stuck] = true;
            }
            Shape::Alias(value) | Shape::Name(value) => {
                *value = Use::Nullable(Box::new(value.clone()));
                finite[stuck] = true;
            }
            _ => finite[stuck] = true,
        }
    }
}

/// The least fixed point: what is finite because all that it needs is.
fn settle(schema: &mut NormalizedSchema, finite: &mut [bool]) {
    loop {
        let mut changed = false;
        for id in 0..finite.len() {
            if finite[id] {
                continue;
            }
            let now = match &mut schema.definitions[id].shape {
                Shape::Object { properties, .. } => properties
                    .iter()
                    .all(|property| !property.required || is_finite(&property.value, finite)),
                Shape::Union(union) if union.open => true,
                Shape::Union(union) => {
                    let found = union.alternatives.iter().position(|one| is_finite(&one.value, finite));
                    union.blank = found.unwrap_or(union.blank);
                    found.is_some()
                }
                Shape::Alias(value) | Shape::Name(value) => is_finite(value, finite),
                _ => true,
            };
            finite[id] = now;
            changed |= now;
        }
        if !changed {
            return;
        }
    }
}

fn is_finite(value: &Use, finite: &[bool]) -> bool {
    match value {
        Use::Definition(id) => finite[*id],
        _ => true,
    }
}
