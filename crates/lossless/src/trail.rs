//! Where an error happened.
//!
//! A visitor of serde can't attach a path to an error without losing its line and column, and a second pass through a
//! tracking deserializer would compile every reader twice. So a reader that passes an error on leaves its own segment on
//! a trail of the thread, while a [`Recording`] lives; there is no cost while all goes well.

use std::cell::{Cell, RefCell};
use std::fmt;

/// The way to an error, innermost segment first; `Display` is the JSON Pointer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path(Vec<String>);

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for segment in self.0.iter().rev() {
            f.write_str(&self::segment(segment))?;
        }
        Ok(())
    }
}

/// A segment of a JSON Pointer.
pub(crate) fn segment(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

thread_local! {
    /// The segments of all that is recorded, each recording's after those of the one around it.
    static TRAIL: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    /// How many segments there are, and where those of the innermost recording begin: without a look at the trail itself, which
    /// reading that goes well never takes.
    static LENGTH: Cell<usize> = const { Cell::new(0) };
    static START: Cell<usize> = const { Cell::new(NEVER) };
}

/// Where nothing is recorded.
const NEVER: usize = usize::MAX;

/// While it lives, errors of this thread leave a trail; the trail that was recorded before goes on afterwards.
pub(crate) struct Recording {
    outer: usize,
}

impl Recording {
    #[inline]
    pub(crate) fn start() -> Self {
        Recording {
            outer: START.replace(LENGTH.get()),
        }
    }

    /// The path of the error, below the point where the recording began.
    #[cold]
    pub(crate) fn path(self) -> Path {
        ended()
    }
}

/// The path of an error that goes no further.
#[cold]
pub(crate) fn ended() -> Path {
    let start = START.get();
    if start >= LENGTH.get() {
        return Path::default();
    }
    LENGTH.set(start);
    Path(TRAIL.with_borrow_mut(|trail| trail.split_off(start)))
}

impl Drop for Recording {
    #[inline]
    fn drop(&mut self) {
        if LENGTH.get() > START.get() {
            ended();
        }
        START.set(self.outer);
    }
}

/// Passes an error on from the property `name`.
#[cold]
pub(crate) fn under<E>(name: &str, error: E) -> E {
    leave(|| [name.to_owned()]);
    error
}

/// Passes an error on from the item `index`.
#[cold]
pub(crate) fn at<E>(index: usize, error: E) -> E {
    leave(|| [index.to_string()]);
    error
}

/// Passes an error on that was recorded on its own.
#[cold]
pub(crate) fn along<E>(inner: Path, error: E) -> E {
    leave(|| inner.0);
    error
}

fn leave<I: IntoIterator<Item = String>>(segments: impl FnOnce() -> I) {
    if START.get() == NEVER {
        return;
    }
    let length = TRAIL.with_borrow_mut(|trail| {
        trail.extend(segments());
        trail.len()
    });
    LENGTH.set(length);
}
