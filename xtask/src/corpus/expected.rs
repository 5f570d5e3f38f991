//! The faults that are known, each class with its reason: `tests/corpus-expected.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::board::Fault;
use crate::Failure;

/// The file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expected {
    /// The classes.
    #[serde(default, rename = "expected")]
    pub classes: Vec<Class>,
}

/// Faults with one reason.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Class {
    /// The class of the faults.
    pub class: String,
    /// Why they are as they must be.
    pub reason: String,
    /// Cases, with the instance after a `#`.
    pub cases: Vec<String>,
}

/// Reads the file; an absent file expects nothing.
///
/// # Errors
///
/// It is not what it should be.
pub(super) fn read(path: &Path) -> Result<Expected, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| Failure::usage(format!("`{}`: {error}", path.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Expected::default()),
        Err(error) => Err(Failure::io("read", path, error)),
    }
}

/// Marks the faults that are expected; a line for each expectation about a case that was tried and has no such fault.
pub(super) fn mark(expected: &Expected, faults: &mut [Fault], tried: &BTreeSet<String>) -> Vec<String> {
    let mut open = BTreeMap::new();
    for class in &expected.classes {
        open.extend(
            class
                .cases
                .iter()
                .map(|case| ((class.class.as_str(), case.as_str()), (false, class.reason.as_str()))),
        );
    }
    for fault in faults {
        if let Some((met, _)) = open.get_mut(&(fault.class.as_str(), fault.case.as_str())) {
            *met = true;
            fault.expected = true;
        }
    }
    let passed = open
        .iter()
        .filter(|((_, case), (met, _))| !met && tried.contains(*case));
    passed
        .map(|((class, case), (_, reason))| format!("{case}: no longer `{class}` ({reason}); take it off the list"))
        .collect()
}
