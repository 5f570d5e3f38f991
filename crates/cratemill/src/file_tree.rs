//! Relative paths and their contents: what a provider folder holds, and what a generated crate is.

use std::collections::{BTreeMap, BTreeSet};

/// Files by relative path (`/` separated, no `.` or `..` segment), sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTree(BTreeMap<String, Vec<u8>>);

/// A path that would leave the root of its tree, or that no portable file system takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPath(pub String);

impl std::fmt::Display for InvalidPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "`{}` is not a relative path inside its folder",
            self.0.escape_debug()
        )
    }
}

impl std::error::Error for InvalidPath {}

/// How one path differs between two trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the new tree has the file.
    Added,
    /// Only the old tree has the file.
    Removed,
    /// Both have the file, with other contents.
    Changed,
}

impl FileTree {
    /// An empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds or replaces a file; refuses a path that is absolute, empty, or leaves the root.
    pub fn insert(&mut self, path: &str, contents: impl Into<Vec<u8>>) -> Result<(), InvalidPath> {
        if !path.split('/').all(portable) {
            return Err(InvalidPath(path.to_owned()));
        }
        self.0.insert(path.to_owned(), contents.into());
        Ok(())
    }

    /// The contents of one file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// All files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0
            .iter()
            .map(|(path, contents)| (path.as_str(), contents.as_slice()))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Every path in which `new` differs from `old`, sorted; empty exactly when the trees are equal.
pub fn compare(old: &FileTree, new: &FileTree) -> BTreeMap<String, Change> {
    let paths: BTreeSet<&String> = old.0.keys().chain(new.0.keys()).collect();
    paths
        .into_iter()
        .filter_map(|path| {
            let change = match (old.0.get(path), new.0.get(path)) {
                (None, _) => Change::Added,
                (_, None) => Change::Removed,
                (before, after) if before != after => Change::Changed,
                _ => return None,
            };
            Some((path.clone(), change))
        })
        .collect()
}

/// Whether one segment of a path is a plain name on every common file system.
fn portable(segment: &str) -> bool {
    let forbidden = |c: char| c.is_control() || r#"\:<>"|?*"#.contains(c);
    !matches!(segment, "" | "." | "..") && !segment.contains(forbidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> FileTree {
        let mut tree = FileTree::new();
        for (path, contents) in files {
            tree.insert(path, *contents).expect("a portable path");
        }
        tree
    }

    #[test]
    fn refuses_what_leaves_the_root() {
        for path in [
            "",
            "/",
            "/etc/passwd",
            "..",
            "../x",
            "a/../../x",
            "a//b",
            "./a",
            "a/",
            "c:\\x",
            "a\0b",
        ] {
            let refused = FileTree::new().insert(path, "");
            assert_eq!(refused, Err(InvalidPath(path.to_owned())));
        }
    }

    #[test]
    fn takes_names_that_only_look_odd() {
        for path in ["...", "a/..b", "größe.json", "a b/c.json", ".hidden"] {
            assert_eq!(FileTree::new().insert(path, ""), Ok(()), "{path}");
        }
    }

    #[test]
    fn comparing_lists_every_difference_once() {
        let old = tree(&[("same", "1"), ("gone", "1"), ("other", "1")]);
        let new = tree(&[("same", "1"), ("other", "2"), ("fresh", "1")]);
        let expected = [
            ("fresh", Change::Added),
            ("gone", Change::Removed),
            ("other", Change::Changed),
        ];
        assert_eq!(
            compare(&old, &new),
            expected.map(|(path, change)| (path.to_owned(), change)).into()
        );
        assert!(compare(&new, &new).is_empty());
    }
}
