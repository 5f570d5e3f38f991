//! What "equal", "lossless" and "rejected" mean, written once for the tests of generated crates.
//!
//! The functions named by a verb panic, as tests do, at the line of the test: [`check`], [`rejects`], [`hides`].
//! [`verdict()`] gives the same answer as a value.
//!
//! A generated crate's tests are lists: [`evidence!`] names the types, and which laws each shows. The instances and edits
//! that show them lie in `tests/evidence/`, a line each, which a failure names.

mod alternatives;
mod difference;
mod json;
mod verdict;

mod evidence;
pub mod laws;
mod lists;

pub use alternatives::{Chosen, alternatives};
pub use difference::{Difference, equal};
pub use verdict::{Failure, verdict};

use lossless::Instance;

/// The law of every instance: it reads, it is written as an equal value, and what is written is a fixed point.
///
/// # Panics
/// The law is broken; the message says how, and at which path first.
#[track_caller]
pub fn check<T: Instance>(instance: &str) {
    if let Err(failure) = verdict::<T>(instance) {
        panic!("{}: {failure}", std::any::type_name::<T>());
    }
}

/// The law of an instance of another shape: it is not read, and the error names the path.
///
/// # Panics
/// The instance is read, or the error names another path.
#[track_caller]
pub fn rejects<T: Instance>(instance: &str, expected_path: &str) {
    let name = std::any::type_name::<T>();
    match lossless::instance::<T>(instance) {
        Ok(_) => panic!("{name}: read an instance that should be rejected at `{expected_path}`"),
        Err(error) if error.path() == expected_path => {}
        Err(error) => panic!("{name}: should be rejected at `{expected_path}`, is rejected with: {error}"),
    }
}

/// The law of secrets: no part of the instance that holds `canary` is in the `Debug` output.
///
/// # Panics
/// The instance is not read, does not hold the canary, or the canary is printed.
#[track_caller]
pub fn hides<T: Instance>(instance: &str, canary: &str) {
    let name = std::any::type_name::<T>();
    assert!(
        instance.contains(canary),
        "{name}: the instance does not hold the canary"
    );
    match lossless::instance::<T>(instance) {
        Ok(value) => {
            assert!(
                !format!("{value:?}").contains(canary),
                "{name}: a secret is in the `Debug` output"
            );
            assert!(
                !format!("{value:#?}").contains(canary),
                "{name}: a secret is in the `Debug` output"
            );
        }
        Err(error) => panic!("{name}: {error}"),
    }
}
