//! Paths of this machine: how they look to a person and to Cargo.

use std::path::{Component, Path, PathBuf};

/// The root of the checkout that a workspace's own command is run in: the nearest workspace around the current folder that
/// holds `schemas/`; else that of the package by which Cargo runs the command, else `compiled`, where it was compiled.
pub fn checkout(compiled: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let found = around(&here).or_else(|| around(&package?));
    found.unwrap_or_else(|| compiled.to_owned())
}

/// The nearest folder around the current one that holds `schemas/`, whether it is a workspace or not; else the current one.
pub fn nearest() -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    nearest_to(&here).unwrap_or(here)
}

fn nearest_to(folder: &Path) -> Option<PathBuf> {
    let holds = |folder: &&Path| folder.join("schemas").is_dir();
    folder.ancestors().find(holds).map(Path::to_owned)
}

fn around(folder: &Path) -> Option<PathBuf> {
    let is_root = |folder: &&Path| {
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml"));
        folder.join("schemas").is_dir() && manifest.is_ok_and(|text| text.contains("[workspace"))
    };
    folder.ancestors().find(is_root).map(Path::to_owned)
}

/// `path` as a person would type it: relative to the current folder if it lies below.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let short = path.strip_prefix(&here).unwrap_or(path);
    let short = if short.as_os_str().is_empty() {
        Path::new(".")
    } else {
        short
    };
    short.display().to_string()
}

/// The absolute path without links; the part that doesn't exist yet stays as it is.
pub fn canonical(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let existing = absolute.ancestors().find_map(|ancestor| {
        let rest = absolute.strip_prefix(ancestor).ok()?;
        Some((ancestor.canonicalize().ok()?, rest))
    });
    match existing {
        Some((ancestor, rest)) if rest.as_os_str().is_empty() => ancestor,
        Some((ancestor, rest)) => ancestor.join(rest),
        None => absolute,
    }
}

/// What a path relative to a folder names, though the folder itself may not exist yet.
pub fn beneath(folder: &Path, path: &str) -> PathBuf {
    let mut at = canonical(folder);
    for component in Path::new(path).components() {
        match component {
            Component::ParentDir => drop(at.pop()),
            Component::CurDir => {}
            component => at.push(component),
        }
    }
    at
}

/// The path from one folder to another, `/` separated as Cargo takes it everywhere; the absolute
/// path where there is none, as between two drives.
pub fn relative(from: &Path, to: &Path) -> String {
    let (from, to) = (canonical(from), canonical(to));
    let common = from.components().zip(to.components());
    let common = common.take_while(|(a, b)| a == b).count();
    if common == 0 {
        return to.display().to_string();
    }
    let up = from.components().skip(common).map(|_| "..".to_owned());
    let down = to.components().skip(common).filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    let segments: Vec<_> = up.chain(down).collect();
    if segments.is_empty() {
        ".".to_owned()
    } else {
        segments.join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkout_is_found_from_anywhere_in_it() {
        let house = tempfile::tempdir().expect("a folder");
        let root = house.path().join("checkout");
        let deep = root.join("schemas/p/json-schema");
        std::fs::create_dir_all(&deep).expect("a folder");
        std::fs::create_dir_all(root.join("xtask")).expect("a folder");
        assert_eq!(around(&deep), None, "there is no workspace yet");
        std::fs::write(root.join("xtask/Cargo.toml"), "[package]\n").expect("a file");
        std::fs::write(root.join("Cargo.toml"), "[workspace]\n").expect("a file");
        for folder in [&root, &root.join("xtask"), &deep] {
            assert_eq!(around(folder), Some(root.clone()));
        }
        assert_eq!(around(house.path()), None);
        assert_eq!(nearest_to(&deep), Some(root.clone()));
        std::fs::remove_file(root.join("Cargo.toml")).expect("a file");
        assert_eq!(nearest_to(&root.join("xtask")), Some(root), "no workspace is needed");
    }

    #[test]
    fn a_path_leads_on_from_a_folder_that_is_not_there() {
        let root = canonical(Path::new(env!("CARGO_MANIFEST_DIR")));
        assert_eq!(beneath(&root.join("no/such"), "../../a/./b"), root.join("a/b"));
        assert_eq!(beneath(&root, "/elsewhere"), Path::new("/elsewhere"));
    }

    #[test]
    fn from_a_generated_crate_to_the_runtime() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = relative(&root.join("generated/nhost"), &root.join("crates"));
        assert_eq!(path, "../../crates");
        assert_eq!(relative(root, root), ".");
        assert_eq!(relative(&root.join("a"), &root.join("a/b")), "b");
    }
}
