//! Where an error happened.
//!
//! A visitor of serde can't attach a path to an error without losing its line and column, and a second pass through a
//! tracking deserializer would compile every reader twice. So a reader that passes an error on leaves its own segment on
//! a trail of the thread, while a [`Recording`] lives; there is no cost while all goes well.

use std::cell::RefCell;
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
    static TRAIL: RefCell<Option<Path>> = const { RefCell::new(None) };
}

/// While it lives, errors of this thread leave a trail; the trail that was recorded before goes on afterwards.
pub(crate) struct Recording {
    outer: Option<Path>,
}

impl Recording {
    pub(crate) fn start() -> Self {
        Recording {
            outer: TRAIL.replace(Some(Path::default())),
        }
    }

    /// The path of the error, below the point where the recording began.
    #[cold]
    pub(crate) fn path(self) -> Path {
        TRAIL.take().unwrap_or_default()
    }
}

/// The path of an error that goes no further.
#[cold]
pub(crate) fn ended() -> Path {
    TRAIL.with_borrow_mut(|trail| trail.as_mut().map(std::mem::take).unwrap_or_default())
}

impl Drop for Recording {
    fn drop(&mut self) {
        TRAIL.set(self.outer.take());
    }
}

/// Passes an error on from the property `name`.
#[cold]
pub(crate) fn under<E>(name: &str, error: E) -> E {
    leave(|path| path.0.push(name.to_owned()));
    error
}

/// Passes an error on from the item `index`.
#[cold]
pub(crate) fn at<E>(index: usize, error: E) -> E {
    leave(|path| path.0.push(index.to_string()));
    error
}

/// Passes an error on that was recorded on its own.
#[cold]
pub(crate) fn along<E>(inner: Path, error: E) -> E {
    leave(|path| path.0.extend(inner.0));
    error
}

fn leave(segment: impl FnOnce(&mut Path)) {
    TRAIL.with_borrow_mut(|trail| trail.as_mut().map(segment));
}
