//! How deep a value may nest.
//!
//! Reading, cloning, comparing, printing, writing and dropping a value follow it down, and the stack is as deep as it is.

use crate::tolerant;
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

/// Added to the depth while a thread reads tolerantly, so that who goes into an array or object comes by
/// [`Level::out_of_the_ordinary`], and who reads strictly never asks.
const TOLERANT: usize = 1 << 16;

/// An array or object that is being read, while it lives. It knows how many misfits there were when it was entered, and one
/// more; zero where all are errors.
pub(crate) struct Level(usize);

impl Level {
    /// Goes into an array or object.
    ///
    /// # Errors
    /// It is too deep.
    #[inline]
    pub(crate) fn enter<E: Error>() -> Result<Level, E> {
        let depth = DEPTH.get();
        if depth >= MAX_DEPTH {
            return Level::out_of_the_ordinary(depth);
        }
        DEPTH.set(depth + 1);
        Ok(Level(0))
    }

    #[cold]
    fn out_of_the_ordinary<E: Error>(depth: usize) -> Result<Level, E> {
        if depth < TOLERANT || now() >= MAX_DEPTH {
            return Err(too_deep());
        }
        DEPTH.set(depth + 1);
        Ok(Level(tolerant::count() + 1))
    }

    /// How many misfits there were when it was entered, where misfits are not errors.
    #[inline]
    pub(crate) fn misfits(&self) -> Option<usize> {
        self.0.checked_sub(1)
    }
}

/// Tolerant reading, or strict reading inside of it, while it lives.
pub(crate) struct Tolerance(usize);

impl Tolerance {
    pub(crate) fn begin() -> Self {
        Tolerance(DEPTH.replace(TOLERANT))
    }

    /// Nothing, where reading is strict already.
    #[inline]
    pub(crate) fn end() -> Option<Self> {
        let depth = DEPTH.get();
        (depth >= TOLERANT).then(|| Tolerance(DEPTH.replace(depth % TOLERANT)))
    }
}

impl Drop for Tolerance {
    fn drop(&mut self) {
        DEPTH.set(self.0);
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
    DEPTH.get() % TOLERANT
}

#[cold]
pub(crate) fn too_deep<E: Error>() -> E {
    E::custom(format_args!("arrays and objects nest deeper than {MAX_DEPTH}"))
}
