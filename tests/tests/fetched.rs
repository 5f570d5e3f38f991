//! What is told of files that were fetched: advice that can be followed where `update` brings the files, and where a person does.

use cratemill_cli::Exit;
use end_to_end::House;
use end_to_end::upstream::{Repository, tells};
use std::fs;

const OLD: &str = r#"{ "type": "object", "properties": { "x": { "type": "string" } } }"#;
const NEW: &str = r#"{ "type": "object", "properties": { "x": { "type": "integer" } } }"#;
/// How a file in another language is told.
const YAML: &str = "warning[CM0107]: the file is YAML";

#[test]
fn the_advice_for_another_language_can_be_followed_without_a_source() {
    let house = House::with_crates(&[
        ("p/json-schema/a.json", OLD),
        ("p/json-schema/b.yaml", "type: string\n"),
    ]);
    let told = tells(
        house.xtask(&["codegen"]),
        Exit::Fine,
        &[YAML, "and put that here in its place"],
    );
    assert!(!told.contains("[source]"), "{told}");
    fs::remove_file(house.at("schemas/p/json-schema/b.yaml")).expect("a file");
    house.put("schemas/p/json-schema/b.json", r#"{"type": "string"}"#);
    let told = tells(house.xtask(&["codegen"]), Exit::Fine, &["1 provider: done"]);
    assert!(!told.contains("CM0107"), "{told}");
}

#[test]
fn the_advice_for_another_language_can_be_followed_with_a_source() {
    let house = House::with_crates(&[]);
    Repository::new(&house.at("up"), &[("a.json", OLD), ("b.yaml", "type: string\n")]);
    let from = house.at("up").display().to_string();
    let advice = "in a folder of your own, and have `[source]` name that: `folder = \"...\"`";
    let told = tells(house.xtask(&["add", "p", "--from", &from]), Exit::Fine, &[YAML, advice]);
    assert!(!told.contains("put that here"), "{told}");
    house.put("own/a.json", OLD);
    house.put("own/b.json", r#"{"type": "string"}"#);
    house.put("schemas/p/provider.toml", "[source]\nfolder = \"../../own\"\n");
    let told = tells(
        house.xtask(&["update"]),
        Exit::Fine,
        &["1 added, 1 gone", "1 provider: done"],
    );
    assert!(!told.contains("CM0107"), "{told}");
    tells(house.xtask(&["codegen", "--check"]), Exit::Fine, &["up to date"]);
}

#[test]
fn a_fetched_file_that_can_not_be_read_is_told_with_a_place_and_what_can_be_done() {
    let house = House::with_crates(&[]);
    let upstream = Repository::new(&house.at("up"), &[("json/a.json", OLD)]);
    house.put("own/a.json", OLD);
    for name in ["up", "own"] {
        let from = house.at(name).display().to_string();
        tells(house.xtask(&["add", name, "--from", &from]), Exit::Fine, &[]);
    }
    let commit = upstream.commit(&[("json/a.json", "{\n\"type\" 1 }")], "2026-03-04");
    house.put("own/a.json", "{\n\"type\" 1 }");
    let why = "run `cargo xtask update` when upstream has corrected it: 1 of the names in names.lock came from it";
    let of_the_repository = format!(
        "--> ../../up, revision {} of 2026-03-04: json/a.json:2:8",
        &commit[..12]
    );
    let told = tells(
        house.xtask(&["update"]),
        Exit::Found,
        &["error[CM0008]", why, "--> own/a.json:2:8", &of_the_repository],
    );
    assert!(!told.contains("delete it"), "{told}");
}

#[test]
fn without_names_only_those_with_a_source_are_spoken_of_and_changes_have_their_codes() {
    let house = House::with_crates(&[("man/json-schema/a.json", OLD)]);
    tells(
        house.xtask(&["update"]),
        Exit::Fine,
        &["`man`: no source to update from"],
    );
    house.put("own/a.json", OLD);
    let from = house.at("own").display().to_string();
    tells(house.xtask(&["add", "p", "--from", &from]), Exit::Fine, &[]);
    let is_seen = |command: &str| {
        tells(house.xtask(&[]), Exit::Fine, &["p         up to date"]);
        let text = house.text("generated/p/src/a.rs");
        house.put("generated/p/src/a.rs", &format!("{text}// by hand\n"));
        let told = tells(house.xtask(&[]), Exit::Fine, &[]);
        assert!(
            told.contains("p         changed since it was written"),
            "after {command}: {told}"
        );
        house.put("generated/p/src/a.rs", &text);
    };
    is_seen("add");
    house.put("own/a.json", NEW);
    let told = tells(house.xtask(&["update"]), Exit::Fine, &["breaking: `A::x`", "[CM-D"]);
    assert!(!told.contains("man"), "{told}");
    is_seen("update");
    let code = told.split('[').find(|rest| rest.starts_with("CM-D")).expect("a code");
    tells(house.xtask(&["explain", &code[..7]]), Exit::Fine, &[&code[..7]]);
    tells(house.xtask(&["update", "man"]), Exit::Usage, &["`man`: no source"]);
}

#[test]
fn what_a_fetched_api_has_outside_of_its_schemas_gets_a_type_as_the_advice_says() {
    let house = House::with_crates(&[]);
    let api = r#"{"openapi": "3.1.0", "paths": {"/x": {"get": {"responses": {"200": {"content": {"j": {"schema":
        {"type": "object", "properties": {"n": {"type": "string"}}}}}}}}}}, "components": {"schemas": {"A": {"type": "string"}}}}"#;
    house.put("own/api.json", api);
    let from = house.at("own").display().to_string();
    let advice = "copy those that need one to `components/schemas` with a patch";
    let told = tells(
        house.xtask(&["add", "p", "--from", &from]),
        Exit::Fine,
        &["CM0107", advice],
    );
    assert!(!told.contains("of your own"), "{told}");
    let patch = r#"{"file": "api.json", "reason": "r", "link": "https://a.example", "patch": [
        {"op": "test", "path": "/openapi", "value": "3.1.0"},
        {"op": "copy", "from": "/paths/~1x/get/responses/200/content/j/schema", "path": "/components/schemas/X"}]}"#;
    house.put("schemas/p/patches/api.json", patch);
    tells(house.xtask(&["codegen"]), Exit::Fine, &[]);
    assert!(house.text("generated/p/types.json").contains("p_types::X\""));
    tells(house.xtask(&["update"]), Exit::Fine, &["up to date"]);
    assert!(house.at("schemas/p/patches/api.json").exists());
}
