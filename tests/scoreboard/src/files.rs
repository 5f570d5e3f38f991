//! Archives and folders as one map of files; what a file is, its first bytes say.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;

use cratemill_cli::Failure;

/// Contents by relative path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// All files of a path: of a folder, with the archives in it unpacked, or of an archive.
///
/// # Errors
///
/// Something can't be read.
pub(crate) fn read(path: &Path) -> Result<Files, Failure> {
    let mut files = Files::new();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let kind =
        fs::metadata(path).map_err(|cause| Failure::usage(format!("can't read `{}`: {cause}", path.display())))?;
    if kind.is_dir() {
        folder(path, "", &mut files)?;
    } else {
        file(path, &name, &mut files)?;
    }
    Ok(files)
}

/// Links are not followed: an archive's could lead anywhere, and a corpus needs none.
fn folder(path: &Path, below: &str, files: &mut Files) -> Result<(), Failure> {
    let failed = |cause| Failure::io("read", path, cause);
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = if below.is_empty() {
            name
        } else {
            format!("{below}/{name}")
        };
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            folder(&entry.path(), &name, files)?;
        } else if kind.is_file() {
            file(&entry.path(), &name, files)?;
        }
    }
    Ok(())
}

fn file(path: &Path, name: &str, files: &mut Files) -> Result<(), Failure> {
    let failed = |cause: std::io::Error| Failure::io("read", path, cause);
    let mut bytes = fs::read(path).map_err(failed)?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        files.insert(name.to_owned(), bytes);
        return Ok(());
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(&bytes[..])
        .read_to_end(&mut plain)
        .map_err(failed)?;
    bytes = plain;
    let stem = name
        .trim_end_matches(".gz")
        .trim_end_matches(".tgz")
        .trim_end_matches(".tar");
    if bytes.get(257..262) != Some(b"ustar") {
        files.insert(stem.to_owned(), bytes);
        return Ok(());
    }
    let mut archive = tar::Archive::new(&bytes[..]);
    for entry in archive.entries().map_err(failed)? {
        let mut entry = entry.map_err(failed)?;
        if entry.header().entry_type().is_file() {
            let below = entry.path().map_err(failed)?.to_string_lossy().into_owned();
            let mut contents = Vec::new();
            entry.read_to_end(&mut contents).map_err(failed)?;
            files.insert(format!("{stem}/{below}"), contents);
        }
    }
    Ok(())
}
