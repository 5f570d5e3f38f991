//! Unions: `oneOf` and `anyOf`, with a discriminating property ([`Tagged`]) or without ([`Untagged`]).

mod also;
mod tagged;
mod untagged;

pub use also::read_as;
pub(crate) use tagged::rest;
pub use tagged::{Buffered, Tagged, read_tagged, resume, resume_tagged, unknown};
pub(crate) use untagged::FRACTION;
pub use untagged::{
    ANY, ARRAY, Alternative, BOOLEAN, INTEGER, Mismatch, NULL, NUMBER, OBJECT, STRING, Tag, Types, Untagged, choose,
    read, read_untagged, types_of_union, unknown_properties,
};

/// `Serialize` of a union: each alternative writes itself, as a newtype struct named `Pet::Cat`. JSON has no names for
/// these, and a serializer of one's own learns from them which alternative was chosen.
/// `union_serialize! { Pet: Cat, Dog, Unknown }`, or `Pet in "shop::Pet": …` for a union in a module.
#[macro_export]
macro_rules! union_serialize {
    ($union:ident: $($alternative:ident),* $(,)?) => {
        $crate::union_serialize! { @ $union, ::core::stringify!($union), $($alternative),* }
    };
    ($union:ident in $path:literal: $($alternative:ident),* $(,)?) => {
        $crate::union_serialize! { @ $union, $path, $($alternative),* }
    };
    (@ $union:ident, $path:expr, $($alternative:ident),*) => {
        impl $crate::serde::Serialize for $union {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                match self {
                    $( Self::$alternative(value) => serializer.serialize_newtype_struct(
                        ::core::concat!($path, "::", ::core::stringify!($alternative)),
                        &$crate::written(value),
                    ), )*
                }
            }
        }
    };
}
