//! The state as `cargo xtask` alone shows it.

use cratemill_cli::Exit;
use end_to_end::{House, Outcome};
use std::fs;

const SCHEMA: &str = r#"{ "type": "object", "properties": { "x": { "type": "string" } } }"#;
/// A schema with a slip of the pen, and an example of it.
const SLIPS: &str = r##"{
  "properties": {
    "user": { "$ref": "#/$defs/Usr" },
    "kind": { "enum": ["a", "b"] }
  },
  "examples": [{ "kind": "a" }, { "kind": 7 }],
  "$defs": { "User": { "type": "object" } }
}"##;

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

/// The state as `cargo xtask` alone shows it.
fn status(house: &House) -> Outcome {
    house.xtask(&[])
}

#[test]
fn the_state_tells_what_is_stale_and_what_to_do_next() {
    let house = House::with_crates(&[]);
    says(
        &status(&house).out,
        &["there is no provider in", "cargo xtask add NAME --from SOURCE"],
    );
    house.put("schemas/p/json-schema/a.json", SCHEMA);
    house.put("schemas/q/json-schema/a.json", SLIPS);
    let begun = status(&house);
    assert_eq!(begun.exit, Exit::Fine, "{}", begun.err);
    says(
        &begun.out,
        &[
            "2 providers in `",
            "p         not generated yet  none, by hand  none",
            "cargo xtask codegen  ",
        ],
    );
    assert!(!house.at("generated/p").exists(), "nothing is written");
    assert_eq!(house.xtask(&["codegen", "--runtime", "0.1"]).exit, Exit::Fine);
    let fresh = status(&house).out;
    says(
        &fresh,
        &[
            "p         up to date  none, by hand  none         0",
            "q         up to date  none, by hand  1 warning    1",
        ],
    );
    says(
        &fresh,
        &[
            "codegen --check --verbose q",
            "explain CM0201",
            "generated/q/EVIDENCE.md",
            "cargo test --workspace",
        ],
    );

    // A schema is edited; a crate is another generator's; a crate is nobody's.
    house.put("schemas/p/json-schema/a.json", &SCHEMA.replace("string", "integer"));
    let stale = status(&house).out;
    says(
        &stale,
        &["p         stale", "q         up to date", "cargo xtask codegen p  "],
    );
    let manifest = house.text("generated/q/Cargo.toml");
    let digest = manifest.find("inputs = ").expect("a digest");
    let of_another = manifest[digest..].replacen("version = \"", "version = \"0.0.7-", 1);
    house.put(
        "generated/q/Cargo.toml",
        &format!("{}{of_another}", &manifest[..digest]),
    );
    says(&status(&house).out, &["q         of cratemill 0.0.7-"]);
    house.put("generated/q/Cargo.toml", "[package]\nname = \"q\"\n");
    says(&status(&house).out, &["q         not written by cratemill"]);
}

#[test]
fn the_state_tells_what_upstream_is_pinned_to() {
    let house = House::with_crates(&[]);
    house.put("origin/a.json", SCHEMA);
    let from = house.at("origin").display().to_string();
    let outcome = house.xtask(&["new", "acme", "--from", &from, "--runtime", "0.1"]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    says(
        &status(&house).out,
        &["acme      up to date  revision ", "cargo xtask update --dry-run acme"],
    );
    fs::remove_file(house.at("schemas/acme/source.lock")).expect("a lock");
    says(&status(&house).out, &["not fetched yet"]);
}

#[test]
fn the_state_fails_where_a_provider_can_not_be_generated_and_nowhere_else() {
    let house = House::with_crates(&[("p/json-schema/a.json", SLIPS), ("q/json-schema/a.json", SCHEMA)]);
    let is_fine = |why: &str| assert_eq!(status(&house).exit, Exit::Fine, "{why}");
    is_fine("nothing is generated yet, and a warning is told");
    house.put("schemas/q/provider.toml", "[namse]\n");
    let wrong = status(&house);
    assert_eq!(wrong.exit, Exit::Found, "{}", wrong.out);
    says(&wrong.out, &["1 error", "codegen --check --verbose"]);
    house.put("schemas/q/provider.toml", "");
    is_fine("the error is gone");
    house.put("schemas/q/json-schema/a.json", "{");
    assert_eq!(status(&house).exit, Exit::Found, "no schema is left");
}

#[test]
fn the_state_tells_a_crate_of_types_alone_as_the_check_does() {
    let house = House::with_crates(&[("p/json-schema/a.json", SCHEMA)]);
    let codegen = |more: &[&str]| house.xtask(&[&["codegen", "--runtime", "0.1"], more].concat()).exit;
    assert_eq!(codegen(&["--types-only"]), Exit::Fine);
    assert_eq!(codegen(&["--check"]), Exit::Found);
    let told = status(&house);
    assert_eq!(told.exit, Exit::Fine);
    says(&told.out, &["p         types alone", "cargo xtask codegen p"]);
    assert_eq!(codegen(&[]), Exit::Fine);
    says(&status(&house).out, &["p         up to date"]);
}

/// Every way by which a crate is no longer what was written; `noted` is whether the run that wrote it is remembered here.
fn is_told_what_changes(noted: bool) {
    let house = House::with_crates(&[("p/json-schema/a.json", SCHEMA)]);
    assert_eq!(house.xtask(&["codegen", "--runtime", "0.1"]).exit, Exit::Fine);
    let is_changed = |why: &str, expected: bool| {
        if !noted {
            fs::remove_dir_all(house.at("target")).ok();
        }
        let told = status(&house);
        assert_eq!(told.exit, Exit::Fine, "{why}");
        let standing = ["up to date", "changed since it was written"][usize::from(expected)];
        says(&told.out, &[&format!("p         {standing}")]);
        assert_eq!(
            told.out.contains("cargo xtask codegen p  "),
            expected,
            "{why}: {}",
            told.out
        );
    };
    is_changed("it was just written", false);
    for path in ["src/a.rs", "types.json", "Cargo.toml"] {
        let path = format!("generated/p/{path}");
        let text = house.text(&path);
        fs::remove_file(house.at(&path)).expect("a file");
        match path.ends_with("Cargo.toml") {
            true => says(&status(&house).out, &["p         not generated yet"]),
            false => is_changed(&format!("{path} is gone"), true),
        }
        house.put(&path, &text.replace("lossless", "lossles"));
        is_changed(&format!("{path} is another"), noted && text.contains("lossless"));
        house.put(&path, &text);
        is_changed(&format!("{path} is back"), false);
    }
    house.put("generated/p/src/b.rs", "");
    is_changed("a source more", true);
    fs::remove_file(house.at("generated/p/src/b.rs")).expect("a file");
    house.put("generated/p/target/debug/x", "");
    house.put("generated/p/Cargo.lock", "");
    is_changed("what Cargo leaves", false);
    house.put("generated/p/src/a.rs", "");
    assert_eq!(house.xtask(&["codegen", "--runtime", "0.1"]).exit, Exit::Fine);
    is_changed("it is written again", false);
}

#[test]
fn the_state_tells_a_crate_whose_files_were_changed_by_hand() {
    is_told_what_changes(true);
}

#[test]
fn in_a_fresh_clone_the_state_tells_files_that_are_gone_or_came() {
    is_told_what_changes(false);
}

#[test]
fn a_folder_of_providers_that_is_not_there_is_told() {
    let house = House::with_crates(&[]);
    let nowhere = house.at("nowhere").display().to_string();
    let told = house.xtask(&["status", "--schemas", &nowhere]);
    assert_eq!(told.exit, Exit::Usage, "{}", told.out);
    says(&told.err, &["there is no folder `nowhere`"]);
    fs::create_dir(&nowhere).expect("a folder");
    let told = house.xtask(&["status", "--schemas", &nowhere]);
    assert_eq!(told.exit, Exit::Fine, "{}", told.err);
    says(&told.out, &["there is no provider in `nowhere`"]);
}
