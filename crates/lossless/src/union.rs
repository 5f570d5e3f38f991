//! Unions: `oneOf` and `anyOf`, with a discriminating property ([`Tagged`]) or without ([`Untagged`]).

mod tagged;
mod untagged;

pub use tagged::{Buffered, Tagged, read_tagged, resume, resume_tagged, unknown};
pub use untagged::{
    ANY, ARRAY, Alternative, BOOLEAN, Candidate, INTEGER, Mismatch, NULL, NUMBER, OBJECT, STRING, Types, Untagged,
    choose, read, read_untagged, types_of_union, unknown_properties,
};

/// `Serialize` of a union: each alternative writes itself. `union_serialize! { Pet: Cat, Dog, Unknown }`.
#[macro_export]
macro_rules! union_serialize {
    ($union:ident: $($alternative:ident),* $(,)?) => {
        impl $crate::serde::Serialize for $union {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self {
                    $( Self::$alternative(value) => $crate::serde::Serialize::serialize(value, serializer), )*
                }
            }
        }
    };
}
