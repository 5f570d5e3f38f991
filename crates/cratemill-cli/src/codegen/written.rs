//! Whether the files of a crate are those that were written, told without generating it.
//!
//! The digest of what was written is noted beside the memos, whatever becomes of these. Where there is no note, as in a fresh
//! clone, the crate is asked for the files that its own modules name.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cratemill::file_tree::FileTree;
use serde_json::{Value, json};

use super::{crates, memo};

/// The files that every crate has.
const ALWAYS: [&str; 5] = [
    "Cargo.toml",
    "README.md",
    "FIDELITY.md",
    "types.json",
    "src/schema.json",
];

/// Notes the files of a crate in `out` that was made of `inputs`, the digest of its provider. A note that can't be written is
/// none.
pub(super) fn note(root: &Path, out: &Path, provider: &str, inputs: &str, files: &FileTree) {
    let folder = memo::folder(root, out);
    let text = format!("{:#}\n", json!({ "inputs": inputs, "files": memo::of_tree(files) }));
    let path = place(&folder, provider);
    if fs::read_to_string(&path).is_ok_and(|noted| noted == text) {
        return;
    }
    memo::begin(&folder, out);
    crates::replace(&path, text.as_bytes()).ok();
}

/// Whether files of the crate in `out` that was made of `inputs` were changed, added or removed since.
pub(crate) fn is_changed(root: &Path, out: &Path, provider: &str, inputs: &str) -> bool {
    let noted = fs::read_to_string(place(&memo::folder(root, out), provider)).ok();
    let noted: Option<Value> = noted.and_then(|text| serde_json::from_str(&text).ok());
    let crate_folder = out.join(provider);
    match noted.filter(|noted| noted["inputs"] == inputs) {
        Some(noted) => crates::digest(&crate_folder).is_none_or(|found| noted["files"] != found.as_str()),
        None => crates::files(&crate_folder).map_or(true, |files| !is_whole(&files)),
    }
}

fn place(folder: &Path, provider: &str) -> PathBuf {
    folder.join(format!("{provider}.written"))
}

/// Whether the crate has the files that each has, and those of its modules, and no other source.
fn is_whole(files: &FileTree) -> bool {
    let mut named = BTreeSet::new();
    let mut open = vec![("src/lib.rs".to_owned(), "src".to_owned())];
    while let Some((path, below)) = open.pop() {
        let Some(text) = files.get(&path) else { return false };
        open.extend(modules(&String::from_utf8_lossy(text)).map(|name| {
            let below = format!("{below}/{name}");
            (format!("{below}.rs"), below)
        }));
        named.insert(path);
    }
    let mut sources = files.iter().map(|(path, _)| path);
    ALWAYS.iter().all(|path| files.get(path).is_some())
        && sources.all(|path| !path.starts_with("src/") || !path.ends_with(".rs") || named.contains(path))
}

/// The modules of a source that lie in files of their own.
fn modules(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter_map(|line| {
        let line = line.trim();
        let item = line.strip_prefix("pub ").unwrap_or(line);
        let name = item.strip_prefix("mod ")?.strip_suffix(';')?;
        Some(name.trim_start_matches("r#").to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(paths: &[&str], text: &str) -> FileTree {
        let mut files = FileTree::new();
        for path in ALWAYS.iter().chain(paths) {
            files.insert(path, text).expect("a path");
        }
        files
    }

    #[test]
    fn a_crate_is_whole_with_the_files_of_its_modules() {
        let mut files = tree(&["src/a.rs", "src/a/type.rs", "tests/round_trip.rs"], "");
        let lib = "pub mod a;\nmod inside {\n}\n/// mod b;\n";
        files.insert("src/lib.rs", lib).expect("a path");
        assert!(!is_whole(&files), "a file that no module names");
        files.insert("src/a.rs", "    mod r#type;\n").expect("a path");
        assert!(is_whole(&files));
        files.insert("src/lib.rs", "pub mod a;\npub mod b;\n").expect("a path");
        assert!(!is_whole(&files), "a module without its file");
        files.insert("src/b.rs", "").expect("a path");
        assert!(is_whole(&files));
        let bare = tree(&["src/lib.rs"], "");
        assert!(is_whole(&bare));
        let mut less = FileTree::new();
        bare.iter()
            .filter(|(path, _)| *path != "types.json")
            .for_each(|(path, bytes)| {
                less.insert(path, bytes).expect("a path");
            });
        assert!(!is_whole(&less), "a file that every crate has");
    }
}
