//! Files of a folder of this machine.

use std::fs;
use std::path::Path;

use super::{Patience, Trees, Wanted};

/// The files of a folder that are wanted; links are not followed.
pub(super) fn folder(root: &Path, wanted: &Wanted<'_>, patience: &Patience<'_>) -> Result<Trees, String> {
    let mut trees = Trees::default();
    let mut open = vec![(root.to_owned(), String::new())];
    while let Some((at, below)) = open.pop() {
        let failed = |cause| format!("can't read `{}`: {cause}", at.display());
        for entry in fs::read_dir(&at).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{below}{name}");
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() && !name.starts_with('.') {
                open.push((entry.path(), format!("{path}/")));
                continue;
            }
            for (top, below) in wanted.places(&path) {
                if !kind.is_file() {
                    trees
                        .left_out
                        .push(format!("`{path}`: a link, a pipe or a device, and no file"));
                    continue;
                }
                let size = entry.metadata().map_err(failed)?.len();
                trees.count(size, &path, patience)?;
                let bytes = fs::read(entry.path()).map_err(|cause| format!("can't read `{path}`: {cause}"))?;
                trees.insert(top, &below, bytes);
            }
        }
    }
    trees.left_out.sort();
    Ok(trees)
}
