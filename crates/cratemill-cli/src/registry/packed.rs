//! A crate as one file: a tar of its files, compressed, with nothing in it of when or where it was made.

use std::io;

use cratemill::file_tree::FileTree;
use flate2::{Compression, GzBuilder};
use tar::{Builder, EntryType, Header};

/// Some archivers refuse the year 1970.
const MOMENT: u64 = 1_000_000_000;

/// The bytes of a `.crate` file; `stem` is the crate's name and version, the folder in it.
pub(super) fn pack(stem: &str, files: &FileTree) -> io::Result<Vec<u8>> {
    let gzip = GzBuilder::new().mtime(0).operating_system(255);
    let mut archive = Builder::new(gzip.write(Vec::new(), Compression::new(6)));
    for (path, bytes) in files.iter() {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(MOMENT);
        archive.append_data(&mut header, format!("{stem}/{path}"), bytes)?;
    }
    archive.into_inner()?.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_same_files_are_the_same_bytes_and_come_out_again() {
        let mut files = FileTree::new();
        let long = format!("src/{}.rs", "a".repeat(150));
        for (path, text) in [("Cargo.toml", "[package]\n"), ("src/lib.rs", ""), (long.as_str(), "x")] {
            files.insert(path, text).expect("a path");
        }
        let packed = pack("a-0.1.0", &files).expect("packed");
        assert_eq!(packed, pack("a-0.1.0", &files).expect("packed"));
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(&packed[..]));
        let mut found = FileTree::new();
        for entry in archive.entries().expect("entries") {
            let mut entry = entry.expect("an entry");
            let path = entry.path().expect("a path").display().to_string();
            let mut text = Vec::new();
            entry.read_to_end(&mut text).expect("a text");
            found
                .insert(path.strip_prefix("a-0.1.0/").expect("its folder"), text)
                .expect("a path");
        }
        assert_eq!(found, files);
    }
}
