//! What an error says about a value of the wrong type: its JSON type, never its text.

use serde::de::{Deserializer, Error, Expected, Unexpected, Visitor};

/// The error for a value of the JSON type `found`.
#[cold]
pub(crate) fn mismatch<E: Error>(found: &'static str, expected: &dyn Expected) -> E {
    E::invalid_type(Unexpected::Other(found), expected)
}

/// Reads a string. Asked for one, serde_json would print what it finds instead: it is asked for anything.
///
/// # Errors
/// Those of the deserializer and the visitor.
#[inline]
pub(crate) fn string<'de, D: Deserializer<'de>, V: Visitor<'de>>(
    deserializer: D,
    visitor: V,
) -> Result<V::Value, D::Error> {
    if deserializer.is_human_readable() {
        deserializer.deserialize_any(visitor)
    } else {
        deserializer.deserialize_string(visitor)
    }
}

/// Overrides the `visit_*` methods of a [`serde::de::Visitor`] that it does not take. The defaults of serde would print
/// the value, and so a secret that came where an object was due.
macro_rules! refuse {
    ($($kind:ident)*) => { $($crate::mismatch::refuse!{ @ $kind })* };
    (@ boolean) => {
        fn visit_bool<E: ::serde::de::Error>(self, _: bool) -> Result<Self::Value, E> {
            Err($crate::mismatch::mismatch("boolean", &self))
        }
    };
    (@ integer) => {
        fn visit_i64<E: ::serde::de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Err($crate::mismatch::mismatch("integer", &self))
        }
        fn visit_u64<E: ::serde::de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Err($crate::mismatch::mismatch("integer", &self))
        }
        fn visit_i128<E: ::serde::de::Error>(self, _: i128) -> Result<Self::Value, E> {
            Err($crate::mismatch::mismatch("integer", &self))
        }
        fn visit_u128<E: ::serde::de::Error>(self, _: u128) -> Result<Self::Value, E> {
            Err($crate::mismatch::mismatch("integer", &self))
        }
    };
    (@ float) => {
        fn visit_f64<E: ::serde::de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Err($crate::mismatch::mismatch("number", &self))
        }
    };
    (@ string) => {
        fn visit_str<E: ::serde::de::Error>(self, _: &str) -> Result<Self::Value, E> {
            Err($crate::mismatch::mismatch("string", &self))
        }
    };
    (@ null) => {
        fn visit_unit<E: ::serde::de::Error>(self) -> Result<Self::Value, E> {
            Err($crate::mismatch::mismatch("null", &self))
        }
        fn visit_none<E: ::serde::de::Error>(self) -> Result<Self::Value, E> {
            Err($crate::mismatch::mismatch("null", &self))
        }
    };
    (@ array) => {
        fn visit_seq<A: ::serde::de::SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
            Err($crate::mismatch::mismatch("array", &self))
        }
    };
    (@ object) => {
        fn visit_map<A: ::serde::de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            Err($crate::raw::refuse(map, &self))
        }
    };
}
pub(crate) use refuse;
