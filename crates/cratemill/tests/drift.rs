//! Six versions that a provider published, one after the other.

use cratemill::drift::{Change, Verdict};
use cratemill::provider::{NamesLock, ProviderSource, SCHEMAS};
use cratemill::{Generated, Kept, Options, Runtime};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Breaking and compatible changes from each version to the next.
const COUNTS: [(usize, usize); 5] = [(335, 0), (19, 54), (3, 8), (0, 2), (1, 1)];

#[test]
fn a_provider_goes_from_version_to_version() {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/stytch-history.tar.gz");
    if !archive.exists() {
        eprintln!("skipped: there is no {}", archive.display());
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let unpack = Command::new("tar")
        .arg("-xzf")
        .arg(&archive)
        .arg("-C")
        .arg(folder.path())
        .status();
    assert!(
        unpack.is_ok_and(|status| status.success()),
        "tar can't read the archive"
    );
    let mut versions: Vec<_> = fs::read_dir(folder.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    versions.retain(|path| path.join(SCHEMAS).is_dir());
    versions.sort();
    assert_eq!(versions.len(), COUNTS.len() + 1);

    let mut source = read(&versions[0]);
    let mut generated = generate(&source);
    for (folder, counts) in versions[1..].iter().zip(COUNTS) {
        source = ProviderSource {
            lock: Some(generated.lock.clone()),
            ..read(folder)
        };
        let next = generate(&source);
        let changes = drift(&source, &next.kept, &generated);
        let breaking = changes.iter().filter(|one| one.is_breaking()).count();
        assert_eq!((breaking, changes.len() - breaking), counts, "{}", folder.display());
        for one in &changes {
            assert_ne!(one.verdict(), Verdict::Unknown, "{one}");
            assert_eq!(one.reader.is_breaking(), one.witness.reader.is_some(), "{one}");
            assert_eq!(one.writer.is_breaking(), one.witness.writer.is_some(), "{one}");
            assert_eq!(one.rust.is_breaking(), one.witness.rust.is_some(), "{one}");
        }
        assert!(changes.is_sorted_by_key(|one| !one.is_breaking()));
        assert!(changes.iter().all(|one| !one.to_string().contains('\n')));

        // The types are made again where none were kept.
        let again = drift(&source, &Kept::default(), &generated);
        assert_eq!(again, changes, "{}", folder.display());
        check_names(&generated.lock, &next.lock, &changes);
        for kept in [&next.kept, &Kept::default()] {
            assert_eq!(drift(&source, kept, &next), [], "{}", folder.display());
        }
        generated = next;
    }
}

/// A place that is in both versions has one name; a type that is named otherwise lies in another file.
fn check_names(old: &str, new: &str, changes: &[Change]) {
    let [old, new] = [old, new].map(|text| NamesLock::parse(text).expect("a lock"));
    for (place, name) in &old.names {
        assert_eq!(new.names.get(place).unwrap_or(name), name, "{place}");
    }
    let kept = |one: &Change| one.rule == "CM-D103";
    assert!(!changes.iter().any(kept), "{changes:#?}");
}

fn read(folder: &Path) -> ProviderSource {
    let mut source = ProviderSource {
        name: "stytch".to_owned(),
        ..ProviderSource::default()
    };
    for entry in fs::read_dir(folder.join(SCHEMAS)).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        source
            .schemas
            .insert(name, fs::read(&path).expect("a file"))
            .expect("a portable path");
    }
    source
}

fn drift(source: &ProviderSource, kept: &Kept, before: &Generated) -> Vec<Change> {
    cratemill::drift(source, kept, schema_json(before), &before.lock).expect("the schemas of a crate")
}

fn generate(source: &ProviderSource) -> Generated {
    cratemill::generate(
        source,
        &Options {
            runtime: Runtime::Version("0.1".to_owned()),
        },
    )
}

fn schema_json(generated: &Generated) -> &[u8] {
    let files = generated
        .crate_files
        .as_ref()
        .unwrap_or_else(|| panic!("{:#?}", generated.diagnostics));
    files.get("src/schema.json").expect("the schemas")
}
