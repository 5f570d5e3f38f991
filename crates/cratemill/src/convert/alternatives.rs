//! The alternatives of a union as variants.

use super::expression::rust_type;
use super::{AlternativeType, Alternatives, describe, engine, identifiers};
use crate::bundle::{Bundle, SchemaId};
use crate::normalize::{NormalizedSchema, Union};

/// The Rust side of a union's alternatives.
pub(super) fn alternatives(
    bundle: &Bundle,
    schema: &NormalizedSchema,
    union: &Union,
    id: usize,
    engine: &engine::Engine,
) -> Alternatives {
    let identifiers = identifiers::alternatives(schema, union);
    let all = union
        .alternatives
        .iter()
        .zip(identifiers)
        .enumerate()
        .map(|(index, (one, identifier))| AlternativeType {
            identifier,
            value: rust_type(&one.value, engine.field_boxed(id, index)),
            kind: one.kind,
            rule: one.rule.clone(),
            branches: one.branches.iter().map(|way| judged(bundle, way)).collect(),
            documentation: describe::schema(bundle, one.schema),
        });
    Alternatives {
        all: all.collect(),
        tag: union.tag.clone(),
        discriminations: union.discriminations.clone(),
        open: union.open,
        catch_all: union.catch_all,
        overlapping: union.overlapping,
        blank: union.blank,
    }
}

fn judged(bundle: &Bundle, schemas: &[SchemaId]) -> Vec<String> {
    schemas.iter().filter_map(|id| bundle.judged_by(*id)).collect()
}
