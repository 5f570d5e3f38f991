//! What the setters of a property take.

use crate::convert::{Field, Kind, Presence, RustType};
use crate::render::{Scope, types};
use proc_macro2::TokenStream;

/// How a property is set, a word of `lossless::object!`, and the type that is set.
pub(super) fn taken(scope: &Scope<'_>, field: &Field) -> (&'static str, TokenStream) {
    match field.presence {
        Presence::Required | Presence::OptionalAny => (of_value(scope, field.held()), scope.type_of(field.held())),
        Presence::Nullable | Presence::Optional | Presence::OptionalImplied | Presence::Maybe => {
            ("set", types::field_type(scope, field))
        }
    }
}

fn of_value(scope: &Scope<'_>, value: &RustType) -> &'static str {
    match value {
        RustType::Null | RustType::Boolean | RustType::Integer(_) => "same",
        RustType::Value
        | RustType::Number
        | RustType::String
        | RustType::Text(_)
        | RustType::Foreign(..)
        | RustType::Deep(_) => "into",
        RustType::Named(id) => match &scope.types.types[*id].kind {
            Kind::Alias(inner) => of_value(scope, inner),
            Kind::Object(_) | Kind::Constant(_) | Kind::Pattern(_) => "set",
            // A builder of an alternative sets it.
            Kind::Union(union) if union.all.iter().any(|one| is_object(scope, &one.value)) => "set",
            Kind::Enumeration(_) | Kind::Integers(_) | Kind::Tuple(_) | Kind::Union(_) | Kind::Newtype(_) => "into",
        },
        RustType::Boxed(_)
        | RustType::Vec(_)
        | RustType::Map(_)
        | RustType::Option(_)
        | RustType::Open(_)
        | RustType::Implied(_) => "set",
    }
}

fn is_object(scope: &Scope<'_>, value: &RustType) -> bool {
    match value {
        RustType::Boxed(inner) => is_object(scope, inner),
        RustType::Named(id) => match &scope.types.types[*id].kind {
            Kind::Alias(inner) => is_object(scope, inner),
            kind => matches!(kind, Kind::Object(_)),
        },
        _ => false,
    }
}
