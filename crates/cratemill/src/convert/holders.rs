//! Which types hold which.

use super::{Kind, RustType, Types};

/// The types that hold each type, by their indexes; one that holds it twice is there twice.
pub fn holders(types: &Types) -> Vec<Vec<usize>> {
    let mut holders = vec![Vec::new(); types.types.len()];
    for (id, one) in types.types.iter().enumerate() {
        let mut held = |value: &RustType| {
            if let Some(inner) = named(value) {
                holders[inner].push(id);
            }
        };
        match &one.kind {
            Kind::Object(object) => {
                object.fields.iter().for_each(|field| held(&field.value));
                object.additional.iter().for_each(held);
            }
            Kind::Union(union) => union.all.iter().for_each(|alternative| held(&alternative.value)),
            Kind::Newtype(inner) | Kind::Alias(inner) => held(inner),
            Kind::Tuple(tuple) => {
                tuple.fields.iter().for_each(|field| held(&field.value));
                held(&tuple.rest);
            }
            Kind::Enumeration(_) | Kind::Integers(_) | Kind::Constant(_) | Kind::Pattern(_) => {}
        }
    }
    holders
}

fn named(value: &RustType) -> Option<usize> {
    match value {
        RustType::Named(id) => Some(*id),
        RustType::Boxed(inner)
        | RustType::Deep(inner)
        | RustType::Vec(inner)
        | RustType::Map(inner)
        | RustType::Option(inner)
        | RustType::Open(inner)
        | RustType::Implied(inner) => named(inner),
        _ => None,
    }
}
