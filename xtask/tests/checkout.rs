//! The built command works on the checkout that it is run in, not on the one that it was compiled in.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_checkout_around_the_current_folder_is_generated() {
    let house = tempfile::tempdir().expect("a folder");
    let root = house.path();
    let schemas = root.join("schemas/elsewhere/json-schema");
    fs::create_dir_all(&schemas).expect("a folder");
    fs::write(root.join("Cargo.toml"), "[workspace]\n").expect("a file");
    fs::write(schemas.join("a.json"), r#"{ "type": "object" }"#).expect("a file");
    for folder in [root, &schemas] {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["codegen", "elsewhere"])
            .current_dir(folder)
            .output()
            .expect("the command");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(root.join("generated/elsewhere/src/a.rs").is_file());
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/elsewhere");
    assert!(!here.exists());
}
