//! What types and type expressions have inside.

use super::{Kind, RustType};

impl Kind {
    /// The type expressions that a type is made of: of its fields, of what it has besides, of its alternatives.
    pub fn values(&self) -> Vec<&RustType> {
        match self {
            Kind::Object(object) => {
                let fields = object.fields.iter().map(|field| &field.value);
                fields.chain(&object.additional).collect()
            }
            Kind::Tuple(tuple) => {
                let fields = tuple.fields.iter().map(|field| &field.value);
                fields.chain([&tuple.rest]).collect()
            }
            Kind::Union(union) => union.all.iter().map(|alternative| &alternative.value).collect(),
            Kind::Newtype(inner) | Kind::Alias(inner) => vec![inner],
            Kind::Enumeration(_) | Kind::Integers(_) | Kind::Constant(_) | Kind::Pattern(_) => Vec::new(),
        }
    }
}

impl RustType {
    /// What is left without all that wraps it: boxes, options, lists, maps.
    pub fn inmost(&self) -> &RustType {
        match self {
            RustType::Boxed(inner)
            | RustType::Deep(inner)
            | RustType::Vec(inner)
            | RustType::Map(inner)
            | RustType::Option(inner)
            | RustType::Open(inner)
            | RustType::Implied(inner) => inner.inmost(),
            other => other,
        }
    }

    /// The type of the crate that is inside, by its index.
    pub fn type_inside(&self) -> Option<usize> {
        match self.inmost() {
            RustType::Named(id) => Some(*id),
            _ => None,
        }
    }

    /// Whether values without a type are inside, other than in a type of its own.
    pub fn is_untyped(&self) -> bool {
        *self.inmost() == RustType::Value
    }
}
