//! What kinds of types and presences are called in a sentence.

use crate::convert::{Kind, Presence, RustType};

pub(super) fn word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Object(_) => "a struct",
        Kind::Enumeration(_) => "an enum of strings",
        Kind::Tuple(_) => "a struct for an array",
        Kind::Integers(_) => "an enum of integers",
        Kind::Constant(_) => "a constant",
        Kind::Pattern(_) => "a string with a pattern",
        Kind::Union(_) => "an enum of alternatives",
        Kind::Newtype(RustType::Value) => "an opaque value",
        Kind::Newtype(_) => "a newtype",
        Kind::Alias(_) => "another name of a type",
    }
}

pub(super) fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "required",
        Presence::Nullable => "required or null",
        Presence::Optional | Presence::OptionalAny | Presence::OptionalImplied => "optional",
        Presence::Maybe => "optional or null",
    }
}
