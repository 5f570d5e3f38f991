//! The same schemas give the same crate, to the byte, in whatever order they come.

use cratemill::file_tree::{FileTree, compare};
use cratemill::provider::ProviderSource;
use end_to_end::mutate::Seeds;
use end_to_end::{founding, generate, provider, read, workspace};
use std::process::Command;

#[test]
fn the_workspaces_providers_come_out_equal() {
    founding().iter().for_each(check);
}

/// The largest provider of the corpus, where there is a corpus.
#[test]
fn hundreds_of_schemas_come_out_equal() {
    let archive = workspace().join("../shared/corpus/providers.tar.gz");
    if !archive.exists() {
        println!("no corpus at {}: no large provider is generated", archive.display());
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let unpack = Command::new("tar")
        .arg("-xzf")
        .arg(&archive)
        .arg("-C")
        .arg(folder.path())
        .arg("stytch")
        .status();
    assert!(
        unpack.is_ok_and(|status| status.success()),
        "tar can't read the archive"
    );
    check(&read(folder.path(), "stytch"));
}

/// One of so many schemas of the corpus is generated twice.
const EVERY: usize = 16;

/// A run finds the names that the run before it locked, and gives them again.
#[test]
fn real_schemas_come_out_equal_under_their_own_lock() {
    let Some(seeds) = Seeds::corpus(EVERY) else {
        println!("no corpus beside the workspace: no real schemas are generated");
        return;
    };
    for schema in &seeds.schemas {
        let source = provider("acme", &[("json-schema/schema.json", &schema.to_string())]);
        let once = generate(&source);
        let Some(files) = &once.crate_files else { continue };
        let again = generate(&ProviderSource {
            lock: Some(once.lock.clone()),
            ..source
        });
        let again_files = again.crate_files.as_ref().expect("a crate");
        let difference = compare(files, again_files);
        assert!(difference.is_empty(), "{schema}: {difference:#?}");
        assert_eq!(again.lock, once.lock, "{schema}");
    }
}

fn check(source: &ProviderSource) {
    let once = generate(source);
    let files = once.crate_files.as_ref().expect("a crate");
    for other in [source.clone(), reinserted(source)] {
        let again = generate(&other);
        let difference = compare(files, again.crate_files.as_ref().expect("a crate"));
        assert!(difference.is_empty(), "{}: {difference:#?}", source.name);
        assert_eq!(again.lock, once.lock, "{}", source.name);
        assert_eq!(again.diagnostics, once.diagnostics, "{}", source.name);
    }
}

/// The provider, with its files added in another order.
fn reinserted(source: &ProviderSource) -> ProviderSource {
    let reordered = |tree: &FileTree| {
        let mut entries: Vec<_> = tree.iter().collect();
        entries.reverse();
        let (odd, even): (Vec<_>, Vec<_>) = entries.into_iter().enumerate().partition(|(index, _)| index % 2 == 1);
        let mut shuffled = FileTree::new();
        for (_, (path, bytes)) in odd.into_iter().chain(even) {
            shuffled.insert(path, bytes).expect("a portable path");
        }
        shuffled
    };
    ProviderSource {
        schemas: reordered(&source.schemas),
        examples: reordered(&source.examples),
        patches: reordered(&source.patches),
        ..source.clone()
    }
}
