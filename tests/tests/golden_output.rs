//! One feature, one small schema: the Rust that comes of it is as committed.
//!
//! `goldens/<feature>/schema.json`, and a `provider.toml` where a maintainer chooses something, is the input, the Rust beside it the output. `UPDATE_EXPECT=1` writes the output
//! anew. That what is committed compiles and works is shown by the test `goldens`.

use cratemill::{Options, Runtime, generate_types};
use end_to_end::{files, provider};
use expect_test::expect_file;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn the_output_is_as_committed() {
    for folder in features() {
        let schema = fs::read_to_string(folder.join("schema.json")).expect("a schema");
        let mut source = provider("golden", &[("json-schema/schema.json", &schema)]);
        // Every golden's root has one name, whatever its title.
        source.lock = Some("[names]\n\"schema.json#\" = \"Schema\"\n".to_owned());
        let manifest = folder.join("provider.toml");
        source.manifest = fs::read_to_string(&manifest).ok();
        // Types alone: what examples their pages show is another test's.
        let options = Options {
            runtime: Runtime::Version("0.1".to_owned()),
        };
        let generated = generate_types(&source, &options);
        let crate_files = generated
            .crate_files
            .unwrap_or_else(|| panic!("{folder:?}: {:#?}", generated.diagnostics));
        let mut expected = vec![folder.join("schema.json")];
        expected.extend(source.manifest.is_some().then_some(manifest));
        for (path, text) in crate_files.iter() {
            let Some(below) = path.strip_prefix("src/") else {
                continue;
            };
            // A golden is a crate's modules without its root and what the root alone can carry.
            if below == "schema.json" || below == "lib.rs" {
                continue;
            }
            let file = folder.join(below);
            fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
            expect_file![&file].assert_eq(&String::from_utf8_lossy(text));
            expected.push(file);
        }
        expected.sort();
        assert_eq!(files(&folder), expected);
    }
}

#[test]
fn goldens_are_small() {
    for folder in features() {
        for file in ["schema.json", "schema.rs"] {
            let lines = fs::read_to_string(folder.join(file)).expect("a file").lines().count();
            assert!(lines < 100, "{} of {} has {lines} lines", file, folder.display());
        }
    }
}

fn features() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens");
    let entries = fs::read_dir(folder)
        .expect("the goldens")
        .flatten()
        .map(|entry| entry.path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(folders.len() > 10);
    folders
}
