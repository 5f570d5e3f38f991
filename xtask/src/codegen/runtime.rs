//! The flag `--runtime`.

use std::path::Path;

use cratemill::Runtime;

use crate::{Failure, paths};

/// Reads the flag, for crates below `out`.
///
/// # Errors
///
/// A usage failure: neither a version requirement nor a folder that holds the runtime.
pub(super) fn parse(flag: Option<&str>, out: &Path) -> Result<Runtime, Failure> {
    let version = |text: &str| {
        let digits = text.trim_start_matches(['^', '~', '=', '>', '<', ' ']);
        digits.starts_with(|c: char| c.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "^~=<>., +-*".contains(c))
    };
    let folder = match flag {
        None | Some("path") => paths::workspace().join("crates"),
        Some(text) if version(text) => return Ok(Runtime::Version(text.to_owned())),
        Some(text) => text.into(),
    };
    if !folder.join("lossless/Cargo.toml").is_file() {
        return Err(Failure::usage(format!(
            "`{}` is no folder that holds lossless/ and round-trip/, and no version requirement",
            folder.display()
        )));
    }
    // Every crate lies directly in `out`, so any name gives the same path.
    Ok(Runtime::Path(paths::relative(&out.join("crate"), &folder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_a_folder_or_the_workspace() {
        let out = paths::workspace().join("generated");
        let version = |text: &str| Ok(Runtime::Version(text.to_owned()));
        let path = |text: &str| Ok(Runtime::Path(text.to_owned()));
        assert_eq!(parse(None, &out), path("../../crates"));
        assert_eq!(parse(Some("path"), &out), path("../../crates"));
        assert_eq!(parse(Some("0.1"), &out), version("0.1"));
        assert_eq!(parse(Some(">=0.1, <0.3"), &out), version(">=0.1, <0.3"));
        let crates = paths::workspace().join("crates");
        assert_eq!(parse(crates.to_str(), &out), path("../../crates"));
        assert!(parse(Some("nowhere"), &out).is_err());
        assert!(parse(Some("1\"\n[evil]"), &out).is_err());
    }
}
