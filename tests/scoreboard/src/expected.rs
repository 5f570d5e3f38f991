//! The faults that are known, each class with its reason: `tests/scoreboard/expected.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use crate::board::Fault;
use cratemill_cli::Failure;

/// The file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// The classes.
    #[serde(default, rename = "expected")]
    pub classes: Vec<Class>,
}

/// Faults with one reason.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Class {
    /// The class of the faults.
    pub class: String,
    /// Why they are as they must be.
    pub reason: String,
    /// How many such faults each case has.
    pub cases: BTreeMap<String, usize>,
}

/// Reads the file; an absent file expects nothing.
///
/// # Errors
///
/// It is not what it should be, or names a case of a class twice.
pub(crate) fn read(path: &Path) -> Result<Expected, Failure> {
    let wrong = |why: String| Failure::usage(format!("`{}`: {why}", path.display()));
    let expected: Expected = match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| wrong(error.to_string()))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Expected::default(),
        Err(error) => return Err(Failure::io("read", path, error)),
    };
    let mut seen = BTreeSet::new();
    for class in &expected.classes {
        for case in class.cases.keys() {
            if !seen.insert((&class.class, case)) {
                return Err(wrong(format!("`{case}` stands twice under `{}`", class.class)));
            }
        }
    }
    Ok(expected)
}

/// Marks the faults that are expected, as many of each case as are listed; a line for each case among `tried` that has
/// fewer.
pub(crate) fn mark(expected: &Expected, faults: &mut [Fault], tried: &BTreeSet<&str>) -> Vec<String> {
    let mut open: BTreeMap<(&str, &str), (usize, &Class)> = BTreeMap::new();
    for class in &expected.classes {
        for (case, count) in &class.cases {
            open.insert((&class.class, case), (*count, class));
        }
    }
    for fault in faults {
        if let Some((left, _)) = open.get_mut(&(fault.class.as_str(), fault.case.as_str()))
            && *left > 0
        {
            *left -= 1;
            fault.expected = true;
        }
    }
    let passed = open
        .into_iter()
        .filter(|((_, case), (left, _))| *left > 0 && tried.contains(case));
    passed
        .map(|((name, case), (left, class))| {
            let all = class.cases[case];
            let reason = &class.reason;
            format!(
                "{case}: `{name}` {} times instead of {all} ({reason}); correct the list",
                all - left
            )
        })
        .collect()
}
