//! Type expressions: a use of the normal form in Rust.

use super::{Presence, RustType};
use crate::normalize::{NormalizedSchema, Use};

/// How a property's type and its being required or nullable meet in Rust.
pub(super) fn presence(schema: &NormalizedSchema, required: bool, value: &Use, boxed: bool) -> (Presence, RustType) {
    match (required, value) {
        (true, Use::Nullable(inner)) => (Presence::Nullable, rust_type(inner, boxed)),
        (false, Use::Nullable(inner)) => (Presence::Maybe, rust_type(inner, boxed)),
        (false, Use::Implied(_)) => (Presence::OptionalImplied, rust_type(value, boxed)),
        (true, value) => (Presence::Required, rust_type(value, boxed)),
        (false, value) if schema.reads_null(value) => (Presence::OptionalAny, rust_type(value, boxed)),
        (false, value) => (Presence::Optional, rust_type(value, boxed)),
    }
}

/// The Rust type of a use; `boxed` where the engine found that its definition would else contain itself.
pub(super) fn rust_type(value: &Use, boxed: bool) -> RustType {
    match value {
        Use::Any => RustType::Value,
        Use::Null => RustType::Null,
        Use::Boolean => RustType::Boolean,
        Use::Integer(width) => RustType::Integer(*width),
        Use::Number => RustType::Number,
        Use::String => RustType::String,
        Use::Text(format) => RustType::Text(*format),
        Use::Foreign(path, kind) => RustType::Foreign(path.clone(), *kind),
        Use::Definition(id) if boxed => RustType::Boxed(Box::new(RustType::Named(*id))),
        Use::Definition(id) => RustType::Named(*id),
        Use::Array(item) => RustType::Vec(Box::new(rust_type(item, false))),
        Use::Map(value) => RustType::Map(Box::new(rust_type(value, false))),
        Use::Nullable(inner) => RustType::Option(Box::new(rust_type(inner, boxed))),
        Use::Open(inner) => RustType::Open(Box::new(rust_type(inner, boxed))),
        Use::Implied(inner) => RustType::Implied(Box::new(rust_type(inner, boxed))),
    }
}
