//! How deep a value may nest.
//!
//! Reading, cloning, comparing, printing, writing and dropping a value follow it down, and the stack is as deep as it is.

use serde::de::Error;
use std::cell::Cell;

/// No value is read whose arrays and objects nest deeper than this, wherever it comes from. serde_json reads no deeper from
/// a text; a `Value`, other formats, and a reader whose limit was lifted know other limits or none.
///
/// A program may build a value as deep as it likes, level by level, and must see to the stack itself: cloning, comparing,
/// printing, writing, judging and dropping the value are recursive.
pub const MAX_DEPTH: usize = 127;

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// An array or object that is being read, while it lives.
pub(crate) struct Level(());

impl Level {
    /// Goes into an array or object.
    ///
    /// # Errors
    /// It is too deep.
    #[inline]
    pub(crate) fn enter<E: Error>() -> Result<Level, E> {
        let depth = DEPTH.get();
        if depth == MAX_DEPTH {
            return Err(too_deep());
        }
        DEPTH.set(depth + 1);
        Ok(Level(()))
    }
}

impl Drop for Level {
    #[inline]
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}

/// How many arrays and objects are being read.
pub(crate) fn now() -> usize {
    DEPTH.get()
}

#[cold]
pub(crate) fn too_deep<E: Error>() -> E {
    E::custom(format_args!("arrays and objects nest deeper than {MAX_DEPTH}"))
}
