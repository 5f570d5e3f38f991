//! Sites that the tests look at.

#![allow(dead_code, missing_docs, reason = "each test takes a part of it")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use cratemill::file_tree::FileTree;
use cratemill::provider::ProviderSource;
use cratemill::{Options, Runtime, Survey, survey};
use cratemill_cli::{codegen::pool, providers};

pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The site of all providers of a folder.
pub fn site_of(schemas: &Path) -> FileTree {
    let names = providers::list(schemas).expect("a folder of providers");
    let read = |name: &String| {
        let provider = providers::read(schemas, name).expect("a provider");
        surveyed(&provider.source)
    };
    let surveys = pool::map(&names, &|_| {}, &read).expect("threads");
    let all: Vec<(String, Survey)> = names.into_iter().zip(surveys).collect();
    let site = cratemill_site::site(&all).expect("paths in the site's folder");
    assert_eq!(
        cratemill_site::site(&all).expect("again"),
        site,
        "the same bytes each time"
    );
    site
}

pub fn surveyed(source: &ProviderSource) -> Survey {
    let options = Options {
        runtime: Runtime::Version("0.1.0".to_owned()),
    };
    survey(source, &options).expect("a provider that can be generated")
}

/// The providers of the corpus, unpacked into a folder that goes with what is given back; none where there is no corpus.
pub fn corpus() -> Option<tempfile::TempDir> {
    let archive = workspace().join("../shared/corpus/providers.tar.gz");
    let Ok(file) = File::open(&archive) else {
        println!(
            "no corpus at {}: only the workspace's own site is looked at",
            archive.display()
        );
        return None;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let unpacked = tar::Archive::new(flate2::read::GzDecoder::new(file)).unpack(folder.path());
    unpacked.expect("an archive of providers");
    Some(folder)
}

pub fn write(files: &FileTree, folder: &Path) {
    for (path, bytes) in files.iter() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
}

pub fn text<'a>(files: &'a FileTree, path: &str) -> &'a str {
    let bytes = files.get(path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(bytes).expect("text")
}
