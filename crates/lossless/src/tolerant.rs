//! Reading that loses nothing over a value of another shape.
//!
//! A provider that sends one wrong value should not cost the whole response. [`from_str`], [`from_slice`] and [`from_value`] read
//! what fits. What does not fit is kept as it came, inside of the object around it, and is written back in its place:
//!
//! | of another shape | what becomes of it |
//! |---|---|
//! | an optional property | absent |
//! | an item of a list, a value of a map | left out of the list or map |
//! | the item at a position of a tuple | left out with all that follow it, since an array has no holes |
//! | the alternative that a discriminator names | the union's `Unknown` |
//!
//! Each such value is told as a [`Misfit`], with the first fault in it. What nothing can stand in for is an error: a required
//! property that is missing or of another shape costs the object around it, up to a place of the table; at the root it costs all,
//! and so does a misfit that no generated object is around: of a list that may hold misfits itself, a `Vec<Open<User>>` is read.
//! Where the schema allows values of other shapes, in an [`Open`](crate::Open) of a generated type, nothing is a misfit: what does
//! not fit is `Unknown`, as it is to a strict reader. Reading with [`from_str`](crate::from_str) and serde knows nothing of all
//! this.
//!
//! ```
//! # mod demo {
//! #[derive(Clone)]
//! pub struct User { pub name: String, pub roles: Option<Vec<String>>, pub age: Option<i64>, pub extra: lossless::Extra }
//! # lossless::slots! { User, "User", lossless::Value, 1 [1];
//! #     0 "name" name required; 1 "roles" roles optional; 2 "age" age optional;
//! # }
//! # }
//! # use demo::User;
//! let text = r#"{"name":"Ada","roles":["admin",7,"me"],"age":"36"}"#;
//! assert!(lossless::from_str::<User>(text).is_err());
//!
//! let (user, misfits) = lossless::tolerant::from_str::<User>(text)?;
//! assert_eq!((&*user.name, user.age), ("Ada", None));
//! assert_eq!(user.roles.as_deref(), Some(&["admin".to_owned(), "me".to_owned()][..]));
//! assert_eq!(misfits[0].to_string(), "/roles/1: integer instead of string");
//! assert_eq!((misfits[1].path(), misfits[1].expected(), misfits[1].found()), ("/age", "integer", "string"));
//! assert_eq!(lossless::to_value(&user)?, text.parse::<lossless::Value>()?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::depth::{self, Tolerance};
use crate::error::Error;
use crate::extra::Displaced;
use crate::tape::{self, Cursor, Here, Parents};
use crate::trail;
use crate::value::{self, ByReference};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::cell::RefCell;
use std::fmt;

/// A value of another shape than its place asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    path: String,
    expected: String,
    found: &'static str,
    reason: String,
}

impl Misfit {
    /// The JSON Pointer of the value.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected there: a JSON type, or a type of the schema by its name.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// The JSON type that was there.
    pub fn found(&self) -> &'static str {
        self.found
    }

    /// Why the value does not fit: its first fault, and where in the value that is. No text of the value is in it.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl Misfit {
    /// What is wrong, without the path.
    pub(crate) fn message(&self) -> String {
        if self.reason.is_empty() {
            format!("{} instead of {}", self.found, self.expected)
        } else {
            self.reason.clone()
        }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message())
    }
}

/// Reads JSON text, and tells what does not fit.
///
/// # Errors
/// The text is no JSON, or something is missing or of another shape that nothing can stand in for.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<(T, Vec<Misfit>), Error> {
    let whole = crate::error::with_text(text, |deserializer| tape::capture(deserializer))?;
    read(whole)
}

/// Reads JSON text in UTF-8, and tells what does not fit.
///
/// # Errors
/// As [`from_str`], or the bytes are no UTF-8.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<(T, Vec<Misfit>), Error> {
    from_str(crate::error::utf8(bytes)?)
}

/// Reads a JSON value, and tells what does not fit.
///
/// # Errors
/// As [`from_str`].
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<(T, Vec<Misfit>), Error> {
    let whole = tape::capture(ByReference(&value)).map_err(|error| Error::of_whole(&error));
    value::take_apart(value);
    read(whole?)
}

/// What is found while a thread reads a tape tolerantly.
struct Session {
    whole: Here,
    parents: Option<Parents>,
    /// The value whose reading has failed last.
    failed: Option<u32>,
    found: Vec<Found>,
    /// How many of those found no object has taken yet.
    waiting: Vec<Waiting>,
}

struct Found {
    at: u32,
    misfit: Misfit,
}

/// A value that goes into the object around it when that is read.
struct Waiting {
    at: u32,
    /// How deep the array or object that it was in is nested.
    depth: usize,
    path: Vec<String>,
    value: Value,
}

thread_local! {
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
}

/// A session, while it lives; another that was open before goes on afterwards.
struct Open {
    outer: Option<Session>,
    _tolerance: Tolerance,
}

impl Open {
    fn begin(whole: Here) -> Self {
        let session = Session {
            whole,
            parents: None,
            failed: None,
            found: Vec::new(),
            waiting: Vec::new(),
        };
        Open {
            outer: SESSION.replace(Some(session)),
            _tolerance: Tolerance::begin(),
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        SESSION.set(self.outer.take());
    }
}

fn read<T: DeserializeOwned>(whole: Here) -> Result<(T, Vec<Misfit>), Error> {
    let _open = Open::begin(whole.cursor().share());
    let value = crate::error::recorded(|| T::deserialize(whole.cursor())).map_err(below_the_failed)?;
    let Some(session) = SESSION.take() else {
        return Ok((value, Vec::new()));
    };
    if let Some(first) = session.waiting.first() {
        let mut found = session.found.iter();
        let misfit = found.find(|found| found.at == first.at).map(|found| &found.misfit);
        return Err(Error::homeless(misfit));
    }
    Ok((value, session.found.into_iter().map(|found| found.misfit).collect()))
}

/// An error of a generated value, with the way to it through what is around it.
#[cold]
fn below_the_failed(error: Error) -> Error {
    let way = with_taken(|session| {
        let failed = session.failed.take()?;
        Some(session.path(failed))
    });
    let way = way.flatten().unwrap_or_default();
    // The trail of the error begins at the generated value around it.
    let known = (0..way.len()).find(|from| {
        let end: String = way[*from..].iter().map(|name| trail::segment(name)).collect();
        error
            .path()
            .strip_prefix(&end)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let around = &way[..known.unwrap_or(way.len())];
    around.iter().rev().fold(error, |error, name| error.under(name))
}

fn with<R>(work: impl FnOnce(&mut Session) -> R) -> Option<R> {
    SESSION.with_borrow_mut(|session| session.as_mut().map(work))
}

/// Reads what no misfit can be in, since a value of another shape may be valid there.
#[inline]
pub(crate) fn strictly<R>(read: impl FnOnce() -> R) -> R {
    match Tolerance::end() {
        None => read(),
        Some(tolerance) => {
            let _open = Open {
                outer: SESSION.take(),
                _tolerance: tolerance,
            };
            read()
        }
    }
}

/// How many values wait for the object around them.
#[cold]
pub(crate) fn count() -> usize {
    with(|session| session.waiting.len()).unwrap_or_default()
}

/// Notes that a value could not be read.
#[cold]
pub(crate) fn failed(value: Cursor<'_>) {
    with(|session| {
        if session.whole.is_on_tape_of(value) {
            session.failed = Some(value.at());
        }
    });
}

/// Forgets what was found inside of a value, which is read in another way.
#[cold]
pub(crate) fn forget(value: Cursor<'_>) {
    with(|session| {
        if session.whole.is_on_tape_of(value) {
            session.forget(value);
        }
    });
}

/// Whether the value that failed last can be done without, because it is kept apart.
#[cold]
pub(crate) fn stand_in(error: &dyn fmt::Display) -> bool {
    put_aside(Some(error))
}

/// Whether the value that failed last is kept apart, of which nothing is to be told.
#[cold]
pub(crate) fn set_aside() -> bool {
    put_aside(None)
}

fn put_aside(error: Option<&dyn fmt::Display>) -> bool {
    let attempt = |session: &mut Session| {
        let at = session.failed.take()?;
        let depth = depth::now();
        let failed = session.whole.clone_at(at);
        let value = kept(failed.cursor())?;
        if let Some(error) = error {
            session.note(failed.cursor(), error);
        }
        let path = session.path(at);
        session.waiting.push(Waiting { at, depth, path, value });
        Some(())
    };
    // Keeping a value is reading too, and must not find the session in use.
    with_taken(attempt).flatten().is_some()
}

/// Whether a union may keep a value that it can't read as its alternative.
#[cold]
pub(crate) fn keep(value: Cursor<'_>, error: &dyn fmt::Display) -> bool {
    let attempt = |session: &mut Session| {
        let is_ours = session.whole.is_on_tape_of(value) && kept(value).is_some();
        if is_ours {
            session.note(value, error);
        }
        is_ours
    };
    with_taken(attempt).unwrap_or_default()
}

fn with_taken<R>(work: impl FnOnce(&mut Session) -> R) -> Option<R> {
    let mut session = SESSION.take()?;
    let result = work(&mut session);
    SESSION.set(Some(session));
    Some(result)
}

fn kept(value: Cursor<'_>) -> Option<Value> {
    let recording = trail::Recording::start();
    let kept = tape::kept::<serde_json::Error>(value).ok();
    drop(recording);
    kept
}

/// What was displaced since there were `before`, and belongs to the object that ends here.
#[cold]
pub(crate) fn displaced(before: usize) -> Vec<Displaced> {
    let depth = depth::now();
    let taken = with(|session| session.waiting.split_off(before.min(session.waiting.len())));
    let inside = |one: Waiting| {
        let above = one.path.len().saturating_sub((one.depth + 1).saturating_sub(depth));
        Displaced {
            path: one.path[above..].to_vec(),
            value: one.value,
        }
    };
    taken.into_iter().flatten().map(inside).collect()
}

impl Session {
    fn forget(&mut self, value: Cursor<'_>) {
        self.failed.take_if(|failed| value.holds(*failed));
        // What was found last is the last of the document.
        while self.found.pop_if(|found| value.holds(found.at)).is_some() {}
        while self.waiting.pop_if(|waiting| value.holds(waiting.at)).is_some() {}
    }

    /// Tells a misfit; what was told of the inside of it is told no more.
    fn note(&mut self, value: Cursor<'_>, error: &dyn fmt::Display) {
        self.forget(value);
        let inside = trail::ended().to_string();
        let message = error.to_string();
        let (plain, expected) = match message.rsplit_once(", expected ") {
            Some((_, expected)) => (true, expected),
            None => (false, message.rsplit_once(" of ").map_or(&*message, |(_, name)| name)),
        };
        let expected = expected.to_owned();
        let reason = match (plain, inside.is_empty()) {
            (true, true) => String::new(),
            (false, true) => message,
            (_, false) => format!("{message} at {inside}"),
        };
        let path: String = self.path(value.at()).iter().map(|name| trail::segment(name)).collect();
        self.found.push(Found {
            at: value.at(),
            misfit: Misfit {
                path,
                expected,
                found: value.type_name(),
                reason,
            },
        });
    }

    /// The names and indexes that lead to a node.
    fn path(&mut self, at: u32) -> Vec<String> {
        let whole = self.whole.cursor();
        self.parents.get_or_insert_with(|| Parents::of(whole)).path(whole, at)
    }
}
