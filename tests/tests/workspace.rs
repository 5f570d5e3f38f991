//! The workspace survives: what would stop it from loading is refused before anything is written, and a run that is cut
//! short leaves it whole.

use cratemill_cli::Exit;
use cratemill_cli::codegen::Args;
use end_to_end::{House, codegen};
use std::fs;

const SCHEMA: &str = r#"{ "type": "object", "properties": { "x": { "type": "string" } } }"#;

/// Generates, and expects that nothing is written and that these texts are told.
#[track_caller]
fn refused(house: &House, expected: &[&str]) {
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Found, "{}", outcome.err);
    for text in expected {
        assert!(outcome.err.contains(text), "{text:?} is not in\n{}", outcome.err);
    }
    assert!(!house.at("out").exists(), "something was written");
    assert!(
        house
            .texts("schemas")
            .iter()
            .all(|(path, _)| !path.ends_with("names.lock"))
    );
}

#[test]
fn two_folders_of_one_crate_name_are_refused() {
    for [one, other] in [["acme.io", "acme-io"], ["a b", "a.b"], ["Acme", "acme"]] {
        let files = [one, other].map(|name| format!("{name}/json-schema/a.json"));
        let house = House::new(&[(&files[0], SCHEMA), (&files[1], SCHEMA)]);
        let folders = [one, other].map(|name| format!("`schemas/{name}`"));
        refused(&house, &["error[CM0010]", &folders[0], &folders[1], "-types`"]);
        // Of one alone it is not asked whether the other is to be written too.
        assert_eq!(house.codegen(&[one]).exit, Exit::Found);
    }
    let house = House::new(&[
        ("a/json-schema/a.json", SCHEMA),
        ("b/json-schema/a.json", SCHEMA),
        ("b/provider.toml", "[crate]\nname = \"a_types\"\n"),
    ]);
    refused(
        &house,
        &[
            "--> schemas/b/provider.toml:2:1",
            "`schemas/a`",
            "`schemas/b`",
            "2 | name = \"a_types\"",
        ],
    );
    house.put("schemas/b/provider.toml", "[crate]\nname = \"other-types\"\n");
    assert_eq!(house.codegen(&[]).exit, Exit::Fine);
}

#[test]
fn the_names_of_the_workspaces_own_crates_and_of_known_ones_are_refused() {
    // The last three are packages of this workspace alone, and known from its manifests.
    let names = [
        "lossless",
        "round-trip",
        "core",
        "std",
        "serde",
        "serde-json",
        "end-to-end",
        "scoreboard",
        "xtask",
    ];
    for name in names {
        let manifest = format!("[crate]\nname = \"{name}\"\n");
        let house = House::new(&[("p/json-schema/a.json", SCHEMA), ("p/provider.toml", &manifest)]);
        refused(&house, &["--> schemas/p/provider.toml:2:", &format!("`{name}`")]);
    }
}

#[test]
fn a_folder_whose_name_gives_no_crate_name_is_asked_for_one() {
    for name in ["Ünïcode", "日本語", "_"] {
        let file = format!("{name}/json-schema/a.json");
        let house = House::new(&[(&file, SCHEMA)]);
        refused(&house, &["error[CM0010]: the folder's name", name, "`[crate]`"]);
        house.put(
            &format!("schemas/{name}/provider.toml"),
            "[crate]\nname = \"x-types\"\n",
        );
        assert_eq!(house.codegen(&[]).exit, Exit::Fine);
        assert!(
            house
                .text(&format!("out/{name}/Cargo.toml"))
                .contains("name = \"x-types\"")
        );
    }
}

const WIDE: &str = r#"{ "type": "object", "required": ["x"], "properties": {
  "x": { "type": "string" }, "q": { "enum": ["a"] }, "r": { "enum": ["b"] }
} }"#;

#[test]
fn an_override_that_its_type_cannot_have_is_refused_at_its_entry() {
    let one = |name: &str| format!("\"a.json#\" = \"{name}\"\n");
    let q = |name: &str| format!("\"a.json#/properties/q\" = \"{name}\"\n");
    let mut cases: Vec<(String, usize, &str)> = vec![
        (
            one("Foo") + &q("Foo"),
            3,
            "the name `Foo` is in use: `a.json#` is given it too",
        ),
        (one("Foo") + &q("FOO"), 3, "`FOO`"),
        (
            q("a::R"),
            2,
            "the name `a::R` is in use: it is that of `a.json#/properties/r`",
        ),
        (
            q("std::Q"),
            2,
            "the module `std` can't be called so; it would become `std_`",
        ),
        (q("a_::fooBar"), 2, "the module `a_` can't be called so"),
        (q("B"), 2, "the name `B` is in use: it is that of `b.json#`"),
        ("\"a.json#/properties/x\" = \"X\"\n".to_owned(), 2, "applies to no type"),
    ];
    for name in [
        "Option",
        "String",
        "Vec",
        "Result",
        "Box",
        "Self_",
        "Unknown",
        "Serialize",
    ] {
        cases.push((one(name), 2, "would hide a name"));
    }
    for name in ["Foo_", "foo", "_Foo", "Foo__Bar", "i64"] {
        cases.push((one(name), 2, "it would become"));
    }
    for (entries, line, message) in cases {
        let manifest = format!("[names.override]\n{entries}");
        let house = House::new(&[
            ("p/json-schema/a.json", WIDE),
            ("p/json-schema/b.json", SCHEMA),
            ("p/provider.toml", &manifest),
        ]);
        refused(&house, &[&format!("--> schemas/p/provider.toml:{line}:1"), message]);
        house.put("schemas/p/provider.toml", "");
        assert_eq!(house.codegen(&[]).exit, Exit::Fine);
        house.put("schemas/p/provider.toml", &manifest);
        let before = house.texts("out");
        assert_eq!(house.codegen(&[]).exit, Exit::Found, "{manifest}");
        assert!(house.texts("out") == before, "{manifest}");
    }
}

#[test]
fn names_that_change_places_are_no_clash() {
    let house = House::new(&[
        ("p/json-schema/a.json", SCHEMA),
        ("p/json-schema/b.json", SCHEMA),
        (
            "p/provider.toml",
            "[names.override]\n\"a.json#\" = \"B\"\n\"b.json#\" = \"A\"\n",
        ),
    ]);
    for _ in 0..2 {
        let outcome = house.codegen(&[]);
        assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    }
    assert!(house.text("out/p/types.json").contains("\"a.json#\": \"p_types::B\""));
}

#[test]
fn one_providers_folder_is_known_as_such() {
    let house = House::new(&[
        ("p/json-schema/a.json", SCHEMA),
        ("p/examples/a.json", "{}"),
        ("q/json-schema/a.json", SCHEMA),
    ]);
    assert_eq!(house.codegen(&[]).exit, Exit::Fine);
    let before = house.texts("out");
    let outcome = codegen(&Args {
        schemas: Some(house.at("schemas/p")),
        out: Some(house.at("out")),
        ..Args::default()
    });
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    assert!(outcome.out.contains("1 provider: done"), "{}", outcome.out);
    assert!(house.texts("out") == before, "no other crate comes or goes");
}

/// What a run leaves that is killed between its two renames, or before its end.
#[test]
fn a_run_that_was_cut_short_is_mended_and_its_report_can_be_had_again() {
    let house = House::new(&[("p/json-schema/a.json", SCHEMA), ("q/json-schema/a.json", SCHEMA)]);
    assert_eq!(house.codegen(&[]).exit, Exit::Fine);
    let sources = |house: &House| [house.texts("out/p/src"), house.texts("out/q")].concat();
    let before = sources(&house);
    house.put("schemas/p/json-schema/a.json", &SCHEMA.replace("string", "integer"));
    let report = house.codegen(&["--check"]).out;
    assert!(report.contains("1 breaking, 0 compatible"), "{report}");

    // No process has a number this high.
    let stage = house.at(".cratemill-4294967295-abc");
    let cut: [&dyn Fn(); 3] = [
        &|| fs::create_dir_all(stage.join("new/p/src")).expect("a folder"),
        &|| {
            fs::create_dir_all(stage.join("old")).expect("a folder");
            fs::rename(house.at("out/p"), stage.join("old/p")).expect("moved away");
        },
        &|| {
            house.put(".cratemill-old-way/crate/src/lib.rs", "");
            house.put("schemas/p/.cratemill-4294967295-abc/file", "");
        },
    ];
    for cut in cut {
        cut();
        let outcome = house.codegen(&[]);
        assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
        assert!(outcome.out.contains("1 breaking, 0 compatible"), "{}", outcome.out);
        let mut left: Vec<_> = fs::read_dir(house.at(""))
            .expect("the house")
            .flatten()
            .map(|it| it.file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["out", "schemas"]);
        assert!(house.text("out/p/src/a.rs").contains("i64"));

        // As it was.
        house.put("schemas/p/json-schema/a.json", SCHEMA);
        house.codegen(&[]);
        assert!(sources(&house) == before);
        house.put("schemas/p/json-schema/a.json", &SCHEMA.replace("string", "integer"));
    }
}
