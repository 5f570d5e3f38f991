//! A crate of types alone is the same crate without what proves it.

use cratemill::file_tree::FileTree;
use cratemill::{Options, Runtime, generate, generate_types};
use end_to_end::founding;

fn text<'a>(files: &'a FileTree, path: &str) -> &'a str {
    let bytes = files.get(path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(bytes).expect("text")
}

#[test]
fn the_types_are_the_same() {
    let options = Options {
        runtime: Runtime::Version("0.1".to_owned()),
    };
    for source in founding() {
        let (whole, types) = (generate(&source, &options), generate_types(&source, &options));
        assert_eq!(whole.lock, types.lock);
        assert_eq!(
            (types.summary.examples, types.summary.tests, types.summary.steps),
            (0, 0, 0)
        );
        let (whole, types) = (whole.crate_files.expect("a crate"), types.crate_files.expect("a crate"));
        let told = ["Cargo.toml", "README.md", "src/lib.rs"];
        for (path, contents) in whole.iter() {
            let is_proof = path == "EVIDENCE.md" || path.starts_with("tests/");
            assert_eq!(types.get(path).is_none(), is_proof, "{path}");
            if !is_proof && !told.contains(&path) {
                // The pages of types show examples, where there are any.
                let items = |bytes: &[u8]| {
                    let text = String::from_utf8_lossy(bytes).into_owned();
                    let lines = text.lines().filter(|line| !line.starts_with("///"));
                    lines.map(str::to_owned).collect::<Vec<_>>()
                };
                let types = types.get(path).unwrap_or_else(|| panic!("no {path}"));
                assert_eq!(items(types), items(contents), "{path}");
            }
        }
        assert_eq!(types.iter().filter(|(path, _)| whole.get(path).is_none()).count(), 0);
        // An example that is not there is in no documentation, and what no test asks for is no dependency.
        assert!(
            text(&whole, "Cargo.toml").contains("round-trip") && !text(&types, "Cargo.toml").contains("round-trip")
        );
        assert!(text(&whole, "src/lib.rs").contains("//! ```") && !text(&types, "src/lib.rs").contains("//! ```"));
        assert!(!text(&types, "README.md").contains("EVIDENCE.md"));
        let items = |files: &FileTree| {
            let lines = text(files, "src/lib.rs")
                .lines()
                .filter(|line| !line.starts_with("//!"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(items(&whole), items(&types));
    }
}
