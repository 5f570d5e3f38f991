//! By what name the program is run, which what it says repeats.

use std::borrow::Cow;
use std::sync::OnceLock;

/// The name in the texts of this crate: that of a workspace's own command.
const XTASK: &str = "cargo xtask";

static NAME: OnceLock<&'static str> = OnceLock::new();

/// Says, once for the process, that the program is run as `name` and not as `cargo xtask`.
pub fn is_called(name: &'static str) {
    // Whoever says it first is the program's `main`.
    NAME.set(name).ok();
}

/// `text` with the name by which this program is run in place of `cargo xtask`.
pub fn named(text: &str) -> Cow<'_, str> {
    named_as(text, NAME.get().copied().unwrap_or(XTASK))
}

/// `text` with another name in place of `cargo xtask`.
pub(crate) fn named_as<'a>(text: &'a str, name: &str) -> Cow<'a, str> {
    match name == XTASK || !text.contains(XTASK) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.replace(XTASK, name)),
    }
}

#[cfg(test)]
mod tests {
    use super::{named, named_as};

    #[test]
    fn what_is_said_has_the_name_of_the_program() {
        assert_eq!(named("run `cargo xtask codegen`"), "run `cargo xtask codegen`");
        assert_eq!(
            named_as("run `cargo xtask codegen`", "cratemill"),
            "run `cratemill codegen`"
        );
    }
}
