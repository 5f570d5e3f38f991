//! What `cargo xtask add` refuses, before anything is fetched, and what it leaves.

use cratemill_cli::Exit;
use end_to_end::House;
use end_to_end::upstream::tells;

const OLD: &str = r#"{ "type": "object", "properties": { "x": { "type": "string" } } }"#;
const NEW: &str = r#"{ "type": "object", "properties": { "x": { "type": "integer" } } }"#;

#[test]
fn what_can_not_be_added_is_told_before_anything_is_fetched_or_written() {
    let house = House::with_crates(&[("acme.io/json-schema/a.json", OLD)]);
    house.put("up/a.json", OLD);
    let from = house.at("up").display().to_string();
    let before = house.texts("schemas");
    let names = [
        ("", "it is empty"),
        ("a/b", "it is a path"),
        (".a", "hidden"),
        ("a:b", "file system"),
        ("Gr\u{f6}\u{df}e", "no crate can be called after it"),
        ("acme-io", "would be called `acme-io-types`, as that of"),
    ];
    for (name, told) in names {
        tells(house.xtask(&["add", name, "--from", &from]), Exit::Usage, &[told]);
    }
    let gone = house.at("gone").display().to_string();
    for source in [gone.as_str(), "../no-such-folder", "no-such"] {
        let told = ["there is no `", "neither a folder nor a file"];
        tells(house.xtask(&["add", "p", "--from", source]), Exit::Usage, &told);
    }
    assert!(house.texts("schemas") == before, "nothing is written");
    assert!(!house.at("schemas/p").exists());
}

#[test]
fn one_file_is_added_and_followed() {
    let house = House::with_crates(&[]);
    house.put("up/a.json", OLD);
    house.put("up/b.json", OLD);
    let from = house.at("up/a.json").display().to_string();
    tells(house.xtask(&["add", "p", "--from", &from]), Exit::Fine, &["p: 1 file"]);
    assert_eq!(house.text("schemas/p/json-schema/a.json"), OLD);
    assert!(!house.at("schemas/p/json-schema/b.json").exists());
    house.put("up/a.json", NEW);
    tells(house.xtask(&["update", "p"]), Exit::Fine, &["1 changed"]);
    assert_eq!(house.text("schemas/p/json-schema/a.json"), NEW);
}

#[test]
fn what_was_fetched_and_gives_no_crate_is_left_to_be_mended() {
    let house = House::with_crates(&[]);
    house.put("up/a.json", "{");
    let from = house.at("up").display().to_string();
    let told = [
        "CM0001",
        "what was fetched stays in",
        "cargo xtask codegen p",
        "remove the folder",
    ];
    tells(house.xtask(&["add", "p", "--from", &from]), Exit::Found, &told);
    house.put("schemas/p/json-schema/a.json", OLD);
    tells(house.xtask(&["codegen", "p"]), Exit::Fine, &["1 provider: done"]);
}
