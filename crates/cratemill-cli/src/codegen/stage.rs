//! A folder in which files wait until all of them are written; it goes with its owner.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::{fs, process};

/// The folder.
pub(super) struct Stage(PathBuf);

impl Stage {
    /// Makes one inside of a folder, under a name that nothing there has.
    pub(super) fn inside(folder: &Path) -> io::Result<Stage> {
        // Another thread may stage here as well, and what a run left that was killed may have this process's number.
        let taken = |made: &io::Result<()>| {
            made.as_ref()
                .is_err_and(|cause| cause.kind() == ErrorKind::AlreadyExists)
        };
        let mut number = 0;
        loop {
            let path = folder.join(format!(".cratemill-{}-{number}", process::id()));
            match fs::create_dir(&path) {
                made if taken(&made) => number += 1,
                made => return made.map(|()| Stage(path)),
            }
        }
    }

    /// The path of something in it.
    pub(super) fn join(&self, path: impl AsRef<Path>) -> PathBuf {
        self.0.join(path)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What can't be removed does no harm.
        fs::remove_dir_all(&self.0).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_stages_are_apart_and_leave_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let count = || fs::read_dir(folder.path()).expect("the folder").count();
        let (one, other) = (Stage::inside(folder.path()), Stage::inside(folder.path()));
        let (one, other) = (one.expect("a stage"), other.expect("another"));
        fs::write(one.join("file"), "x").expect("a file");
        assert!(!other.join("file").exists());
        assert_eq!(count(), 2);
        drop((one, other));
        assert_eq!(count(), 0);
        assert!(Stage::inside(&folder.path().join("none")).is_err());
    }
}
