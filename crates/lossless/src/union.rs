//! Unions: `oneOf` and `anyOf`, with a discriminating property ([`Tagged`]) or without ([`Untagged`]).

mod also;
mod judged;
mod tagged;
mod untagged;

use crate::field::Field;
use crate::secret::{Redacted, Visible};
use crate::unknowns::{UnknownKind, Walk};
pub use also::read_as;
pub use judged::Places;
use serde::Serialize;
use std::fmt;
use std::hash::Hasher;

pub(crate) use tagged::rest;
pub use tagged::{Buffered, Tagged, read_tagged, resume, resume_tagged, unknown};
pub(crate) use untagged::FRACTION;
pub use untagged::{
    ANY, ARRAY, Alternative, BOOLEAN, INTEGER, Mismatch, NULL, NUMBER, OBJECT, STRING, Tag, Types, Untagged, choose,
    note_unknowns_untagged, read, read_untagged, types_of_union, unknown_properties,
};

/// What a union of either kind has: an alternative, and what that holds.
pub trait Union: Sized + Clone + Serialize + 'static {
    /// The type's name, for `Debug`.
    const TYPE: &'static str;
    /// Whether `Debug` hides all of it.
    const SECRET: bool = false;
    /// The alternative's name, and what it holds. `Unknown` is the one that holds what is none of the others.
    fn alternative(&self) -> (&'static str, &dyn Field);
}

/// Whether two unions hold the same of the same alternative.
pub fn equal<T: Union>(left: &T, right: &T) -> bool {
    let ((left_name, left), (right_name, right)) = (left.alternative(), right.alternative());
    left_name == right_name && left.same(right)
}

/// Feeds a hasher with what the alternative holds.
pub fn hash<T: Union, H: Hasher>(union: &T, state: &mut H) {
    union.alternative().1.digest(state);
}

/// `Debug`, as `#[derive]` writes it.
///
/// # Errors
/// Those of the formatter.
pub fn show<T: Union>(union: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if T::SECRET {
        return f.debug_tuple(T::TYPE).field(&Redacted).finish();
    }
    let (name, value) = union.alternative();
    f.debug_tuple(name).field(&Visible(value)).finish()
}

/// Notes what of a union its schema does not name.
pub fn note_unknowns<T: Union>(union: &T, walk: &mut Walk) {
    match union.alternative() {
        (UNKNOWN, _) => walk.note(UnknownKind::Alternative),
        (_, value) => value.note_unknowns(walk),
    }
}

/// The alternative that holds what is none of the others.
const UNKNOWN: &str = "Unknown";

/// What unions have: writing, equality, hash and `Debug`. Each alternative writes itself, as a newtype struct named `Pet::Cat`.
/// JSON has no names for these, and a serializer of one's own learns from them which alternative was chosen.
/// `alternatives! { Pet: Cat, Dog, Unknown }`; `Pet in "shop::Pet" true: …` for a union in a module, and whether `Debug` hides all of it.
#[doc(hidden)]
#[macro_export]
macro_rules! alternatives {
    ($union:ident: $($alternative:ident),* $(,)?) => {
        $crate::alternatives! { @ $union, ::core::stringify!($union), false; $($alternative),* }
    };
    ($union:ident in $path:literal $secret:literal: $($alternative:ident),* $(,)?) => {
        $crate::alternatives! { @ $union, $path, $secret; $($alternative),* }
    };
    (@ $union:ident, $path:expr, $secret:literal; $($alternative:ident),*) => {
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
        impl $crate::union::Union for $union {
            const TYPE: &'static str = ::core::stringify!($union);
            const SECRET: bool = $secret;
            #[inline]
            fn alternative(&self) -> (&'static str, &dyn $crate::Field) {
                match self {
                    $( Self::$alternative(value) => (::core::stringify!($alternative), value), )*
                }
            }
        }
        impl ::core::cmp::PartialEq for $union {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::union::equal(self, other)
            }
        }
        impl ::core::cmp::Eq for $union {}
        impl ::core::hash::Hash for $union {
            fn hash<__H: ::core::hash::Hasher>(&self, state: &mut __H) {
                $crate::union::hash(self, state)
            }
        }
        impl ::core::fmt::Debug for $union {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::union::show(self, f)
            }
        }
        impl $union {
            /// What of the value its schema does not name, by its JSON Pointer.
            #[inline]
            pub fn unknowns(&self) -> ::std::vec::Vec<$crate::UnknownPart> {
                $crate::unknowns::of(self)
            }
        }
        $crate::whole! { $union }
    };
}
