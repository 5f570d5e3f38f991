//! The flag `--runtime`.

use std::path::Path;

use cratemill::Runtime;

use crate::{Failure, paths};

/// Reads the flag, for crates below `out` in the workspace whose root is `root`.
///
/// # Errors
///
/// A usage failure: neither a version requirement nor a folder that holds the runtime.
pub(super) fn parse(flag: Option<&str>, root: &Path, out: &Path) -> Result<Runtime, Failure> {
    let version = |text: &str| {
        let digits = text.trim_start_matches(['^', '~', '=', '>', '<', ' ']);
        digits.starts_with(|c: char| c.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "^~=<>., +-*".contains(c))
    };
    let own = root.join("crates");
    let folder = match flag {
        None if !holds_the_runtime(&own) => return Ok(Runtime::Version(env!("CARGO_PKG_VERSION").to_owned())),
        None | Some("path") => own,
        Some(text) if version(text) => return Ok(Runtime::Version(text.to_owned())),
        Some(text) => text.into(),
    };
    if !holds_the_runtime(&folder) {
        return Err(Failure::usage(format!(
            "`{}` is no folder that holds lossless/ and round-trip/, and no version requirement",
            folder.display()
        )));
    }
    // Every crate lies directly in `out`, so any name gives the same path.
    Ok(Runtime::Path(paths::relative(&out.join("crate"), &folder)))
}

fn holds_the_runtime(folder: &Path) -> bool {
    folder.join("lossless/Cargo.toml").is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_a_folder_or_the_workspace() {
        let house = tempfile::tempdir().expect("a folder");
        let root = house.path();
        let (here, crates) = (&root.join("elsewhere"), &root.join("crates"));
        std::fs::create_dir_all(crates.join("lossless")).expect("a folder");
        std::fs::write(crates.join("lossless/Cargo.toml"), "").expect("a file");
        let out = root.join("generated");
        let parse = |flag, out| parse(flag, root, out);
        let version = |text: &str| Ok(Runtime::Version(text.to_owned()));
        let path = |text: &str| Ok(Runtime::Path(text.to_owned()));
        assert_eq!(parse(None, &out), path("../../crates"));
        assert_eq!(parse(Some("path"), &out), path("../../crates"));
        assert_eq!(parse(Some("0.1"), &out), version("0.1"));
        assert_eq!(parse(Some(">=0.1, <0.3"), &out), version(">=0.1, <0.3"));
        assert_eq!(parse(crates.to_str(), &out), path("../../crates"));
        assert!(parse(Some("nowhere"), &out).is_err());
        assert!(parse(Some("1\"\n[evil]"), &out).is_err());
        assert_eq!(
            super::parse(None, here, &out),
            version(env!("CARGO_PKG_VERSION")),
            "elsewhere"
        );
        assert!(super::parse(Some("path"), here, &out).is_err());
    }
}
