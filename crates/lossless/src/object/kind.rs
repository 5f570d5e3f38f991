//! What types with named properties have in common.

use super::Object;
use crate::Instance;
use crate::instance::Kind;
use crate::tape::Cursor;
use crate::union::{self, Buffered, Types};
use crate::unknowns::Walk;
use serde::de::MapAccess;

/// The kind of type that has named properties.
#[derive(Debug)]
pub enum Objects {}

impl<T: Object + Instance> Kind<T> for Objects {
    const TYPES: Types = union::OBJECT;
    #[inline]
    fn unknown_properties(value: Cursor<'_>) -> usize {
        super::unknown_properties(value, T::index)
    }
    #[inline]
    fn note_unknowns(value: &T, walk: &mut Walk) {
        super::note_unknowns(value, walk);
    }
    #[inline]
    fn resume<'de, A: MapAccess<'de>>(buffered: Buffered, map: A) -> Result<T, A::Error> {
        super::resume(buffered, map)
    }
}
