//! The program `cratemill`, in folders that are no workspace.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, words: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cratemill"));
    // Cargo says it of this package, and not of what is installed.
    let Output { status, stdout, stderr } = command
        .args(words)
        .current_dir(folder)
        .env_remove("CARGO_MANIFEST_DIR")
        .output()
        .expect("a program");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn it_works_on_the_nearest_folder_that_holds_schemas() {
    let house = tempfile::tempdir().expect("a folder");
    let deep = house.path().join("schemas/acme/json-schema");
    fs::create_dir_all(&deep).expect("a folder");
    fs::write(
        deep.join("user.json"),
        r##"{ "properties": { "x": { "$ref": "#/no" } } }"##,
    )
    .expect("a file");
    let (exit, out, err) = run(&deep, &["codegen", "--verbose"]);
    assert_eq!(exit, Some(0), "{out}{err}");
    let manifest = fs::read_to_string(house.path().join("generated/acme/Cargo.toml")).expect("a crate");
    assert!(
        manifest.contains(concat!("version = \"", env!("CARGO_PKG_VERSION"), "\"")),
        "{manifest}"
    );
    let (_, state, _) = run(house.path(), &[]);
    assert!(state.contains("acme      up to date"), "{state}");
    assert!(state.contains("  cratemill codegen --check --verbose acme"), "{state}");
    assert!(!state.contains("cargo xtask"), "{state}");
}

#[test]
fn no_command_and_no_file_speaks_of_another_program() {
    let house = tempfile::tempdir().expect("a folder");
    let up = house.path().join("up");
    fs::create_dir_all(&up).expect("a folder");
    fs::write(up.join("a.json"), r#"{ "properties": { "x": {} } }"#).expect("a file");
    fs::create_dir_all(house.path().join("schemas")).expect("a folder");
    for words in [
        &["add", "acme", "--from", "up"][..],
        &["patch", "acme", "a.json", "/properties/x"],
        &["patch", "acme", "a.json", "/properties/y"],
        &["codegen"],
        &["update"],
        &["explain", "CM0020"],
        &["explain"],
        &["diff", "acme"],
    ] {
        let (_, out, err) = run(house.path(), words);
        assert!(!out.is_empty() || !err.is_empty(), "{words:?}");
        let told = format!("{out}{err}");
        assert!(!told.contains("cargo xtask"), "{words:?}: {told}");
    }
    for file in ["names.lock", "source.lock"] {
        let text = fs::read_to_string(house.path().join("schemas/acme").join(file)).expect("a lock");
        assert!(
            text.contains("Written by cratemill") && !text.contains("xtask"),
            "{text}"
        );
    }
}

#[test]
fn it_says_its_own_name() {
    let house = tempfile::tempdir().expect("a folder");
    let (exit, _, err) = run(house.path(), &["codegen"]);
    assert_eq!(exit, Some(2));
    assert!(
        err.contains("`cratemill add NAME --from SOURCE` begins one") && !err.contains("cargo xtask"),
        "{err}"
    );
    let (_, version, _) = run(house.path(), &["--version"]);
    assert_eq!(version.trim_end(), concat!("cratemill ", env!("CARGO_PKG_VERSION")));
    let (_, help, _) = run(house.path(), &["--help"]);
    assert!(
        help.contains("Usage: cratemill [COMMAND]") && !help.contains("cargo xtask"),
        "{help}"
    );
}
