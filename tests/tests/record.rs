//! The record of a crate: each change upstream is a version with its entry in CHANGELOG.md, the same whenever the crate is
//! generated.

use cratemill_cli::Exit;
use end_to_end::House;
use end_to_end::upstream::Repository;

const OLD: &str = r#"{ "type": "object", "properties": { "x": { "type": "string" } } }"#;

/// The version in a crate's Cargo.toml.
#[track_caller]
fn version(house: &House) -> String {
    let manifest: toml::Table = house.text("generated/p/Cargo.toml").parse().expect("TOML");
    manifest["package"]["version"].as_str().expect("a version").to_owned()
}

#[track_caller]
fn codegen(house: &House) -> String {
    let outcome = house.xtask(&["codegen"]);
    assert_eq!(outcome.exit, Exit::Fine, "{}{}", outcome.err, outcome.out);
    let check = house.xtask(&["codegen", "--check"]);
    assert_eq!(check.exit, Exit::Fine, "{}{}", check.err, check.out);
    outcome.out
}

fn house() -> House {
    let house = House::with_crates(&[("p/json-schema/a.json", OLD)]);
    codegen(&house);
    house
}

fn entries(house: &House) -> Vec<String> {
    let files = house.texts("schemas/p/history").into_iter();
    let names = files.map(|(path, _)| path.file_stem().expect("a name").to_string_lossy().into_owned());
    names.collect()
}

#[test]
fn each_change_is_a_version_by_its_verdict_and_told_in_the_changelog() {
    let house = house();
    assert_eq!(version(&house), "0.1.0");
    assert_eq!(
        house.text("generated/p/CHANGELOG.md"),
        "# Changelog of p-types\n\n## 0.1.0\n\nThe first version.\n"
    );
    let addition = OLD.replace("\"x\"", "\"y\": { \"type\": \"string\" }, \"x\"");
    let documented = addition.replace(
        "{ \"type\": \"object\"",
        "{ \"description\": \"A.\", \"type\": \"object\"",
    );
    let breaking = documented.replacen("string", "integer", 1);
    for (schema, expected, told) in [
        (
            &addition,
            "0.1.1",
            "### Compatible\n\n- `A::y` (`a.json#/properties/y`): ",
        ),
        (&documented, "0.1.2", "documentation only"),
        (
            &breaking,
            "0.2.0",
            "### Breaking\n\n- `A::y` (`a.json#/properties/y`): ",
        ),
    ] {
        house.put("schemas/p/json-schema/a.json", schema);
        let out = codegen(&house);
        assert_eq!(version(&house), expected, "{out}");
        assert!(out.contains(&format!(" -> {expected})")), "{out}");
        let changelog = house.text("generated/p/CHANGELOG.md");
        let section = changelog.split("\n## ").nth(1).expect("a section");
        assert!(section.starts_with(expected) && section.contains(told), "{changelog}");
    }
    assert_eq!(entries(&house), ["0.1.1", "0.1.2", "0.2.0"]);
    // The report can be had again, and what is rendered does not depend on when it is.
    let before = house.texts("generated");
    std::fs::remove_dir_all(house.at("generated/p")).expect("a folder");
    codegen(&house);
    assert!(house.texts("generated") == before);
    let text = house.text("schemas/p/history/0.2.0.json");
    let entry: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(entry["told"]["rust"], "breaking");
    assert_eq!(entry["told"]["changes"][0]["path"], "A::y");
}

#[test]
fn what_can_not_be_told_is_recorded_as_that_and_counts_as_breaking() {
    let house = house();
    house.put("generated/p/src/schema.json", "trunc{");
    house.put("schemas/p/json-schema/a.json", &OLD.replace("string", "integer"));
    let out = codegen(&house);
    assert!(out.contains("can't be told"), "{out}");
    assert_eq!(version(&house), "0.2.0");
    let changelog = house.text("generated/p/CHANGELOG.md");
    assert!(
        changelog.contains("can't be told") && !changelog.contains("documentation only"),
        "{changelog}"
    );
    let entry: serde_json::Value = serde_json::from_str(&house.text("schemas/p/history/0.2.0.json")).expect("JSON");
    for who in ["reader", "writer", "rust"] {
        assert_eq!(entry["told"][who], "unknown", "{entry}");
    }
}

#[test]
fn a_change_that_was_not_committed_is_no_version_of_its_own() {
    let house = house();
    let repository = Repository::new(&house.at(""), &[]);
    let schema = |kind: &str| house.put("schemas/p/json-schema/a.json", &OLD.replace("string", kind));
    schema("integer");
    codegen(&house);
    schema("boolean");
    codegen(&house);
    assert_eq!(
        (version(&house).as_str(), entries(&house)),
        ("0.2.0", vec!["0.2.0".to_owned()])
    );
    let changelog = house.text("generated/p/CHANGELOG.md");
    assert!(changelog.contains("held `String` and holds `bool`"), "{changelog}");
    // What is taken back has never been.
    schema("string");
    codegen(&house);
    assert_eq!((version(&house).as_str(), entries(&house)), ("0.1.0", vec![]));

    schema("boolean");
    codegen(&house);
    repository.commit(&[], "2026-02-03");
    schema("number");
    codegen(&house);
    assert_eq!(version(&house), "0.3.0");
    assert_eq!(entries(&house), ["0.2.0", "0.3.0"]);
}

#[test]
fn what_is_told_is_what_is_recorded() {
    let house = house();
    let repository = Repository::new(&house.at(""), &[]);
    let schema = |kind: &str| house.put("schemas/p/json-schema/a.json", &OLD.replace("string", kind));
    for kind in ["integer", "boolean"] {
        schema(kind);
        let out = codegen(&house);
        assert!(out.contains("(0.1.0 -> 0.2.0): 1 breaking, 0 compatible"), "{out}");
        let told = "the property held `String` and holds";
        assert!(
            out.contains(told) && house.text("generated/p/CHANGELOG.md").contains(told),
            "{out}"
        );
    }
    schema("string");
    let out = codegen(&house);
    assert!(!out.contains("holds"), "{out}");
    repository.commit(&[], "2026-02-03");
}

#[test]
fn no_path_of_a_machine_is_published() {
    let house = House::with_crates(&[]);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let lamp = elsewhere.path().join("lamp");
    std::fs::create_dir(&lamp).expect("a folder");
    std::fs::write(lamp.join("a.json"), OLD).expect("a file");
    let from = lamp.display().to_string();
    assert_eq!(house.xtask(&["add", "p", "--from", &from]).exit, Exit::Fine);
    let parent = elsewhere
        .path()
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    for path in [
        "schemas/p/source.lock",
        "schemas/p/history/0.1.0.json",
        "generated/p/CHANGELOG.md",
    ] {
        let text = house.text(path);
        assert!(text.contains("lamp") && !text.contains(&parent), "{path}: {text}");
    }
    let update = house.xtask(&["update"]);
    assert!(update.out.contains("p: up to date"), "{}{}", update.out, update.err);
}

#[test]
fn a_crate_that_was_never_committed_stays_at_its_first_version() {
    let house = House::with_crates(&[]);
    Repository::new(&house.at(""), &[("README.md", "a workspace")]);
    house.put("up/a.json", OLD);
    let from = house.at("up").display().to_string();
    assert_eq!(house.xtask(&["add", "p", "--from", &from]).exit, Exit::Fine);
    house.put("schemas/p/json-schema/a.json", &OLD.replace("string", "integer"));
    codegen(&house);
    assert_eq!(
        (version(&house).as_str(), entries(&house)),
        ("0.1.0", vec!["0.1.0".to_owned()])
    );
    // One that a repository ignores is used as it lies there.
    house.put(".gitignore", "generated/\n");
    house.put("schemas/p/json-schema/a.json", OLD);
    codegen(&house);
    assert_eq!(version(&house), "0.2.0");
}

#[test]
fn an_update_tells_the_revision_and_its_day() {
    let house = House::with_crates(&[]);
    let upstream = Repository::new(&house.at("up"), &[("a.json", OLD)]);
    let from = house.at("up").display().to_string();
    assert_eq!(house.xtask(&["add", "p", "--from", &from]).exit, Exit::Fine);
    let first = upstream.git(&["rev-parse", "HEAD"]);
    let second = upstream.commit(&[("a.json", &OLD.replace("string", "integer"))], "2026-03-04");
    assert_eq!(house.xtask(&["update"]).exit, Exit::Fine);
    let changelog = house.text("generated/p/CHANGELOG.md");
    let [newer, older] = [(&second, "2026-03-04"), (&first, "2026-01-02")]
        .map(|(revision, day)| format!("Revision `{revision}` of {day}, from `../../up`."));
    let at = |text: &str| {
        changelog
            .find(text)
            .unwrap_or_else(|| panic!("{text} is not in\n{changelog}"))
    };
    assert!(at("## 0.2.0") < at(&newer) && at(&newer) < at("## 0.1.0") && at("## 0.1.0") < at(&older));
    codegen(&house);
    assert_eq!(house.text("generated/p/CHANGELOG.md"), changelog);
}

#[test]
fn another_generator_is_told_apart_from_another_schema() {
    let house = house();
    let as_before = |text: &str| {
        // As a generator before this one would have left it.
        let manifest = house.text("generated/p/Cargo.toml");
        let this = format!("version = \"{}\"", env!("CARGO_PKG_VERSION"));
        let (head, tail) = manifest
            .split_once("[package.metadata.cratemill]")
            .expect("who made it");
        let tail = tail.replace(&this, "version = \"0.0.9\"");
        house.put(
            "generated/p/Cargo.toml",
            &format!("{head}[package.metadata.cratemill]{tail}"),
        );
        let lib = house.text("generated/p/src/a.rs");
        house.put("generated/p/src/a.rs", &format!("{lib}{text}"));
    };
    // Where it writes the same Rust, nothing is to be told.
    as_before("");
    codegen(&house);
    assert_eq!((version(&house).as_str(), entries(&house)), ("0.1.0", vec![]));
    as_before("// otherwise\n");
    codegen(&house);
    assert_eq!(version(&house), "0.2.0");
    let changelog = house.text("generated/p/CHANGELOG.md");
    assert!(
        changelog.contains("The schemas are the same. The crate is generated by Cratemill"),
        "{changelog}"
    );
    assert!(changelog.contains("was by 0.0.9"), "{changelog}");
    as_before("// otherwise\n");
    house.put("schemas/p/json-schema/a.json", &OLD.replace("string", "integer"));
    codegen(&house);
    assert_eq!(version(&house), "0.3.0");
    let changelog = house.text("generated/p/CHANGELOG.md");
    assert!(
        changelog.contains("The generator changed too, from Cratemill 0.0.9"),
        "{changelog}"
    );
}

#[test]
fn the_version_begins_where_the_manifest_says() {
    let house = House::with_crates(&[
        ("p/json-schema/a.json", OLD),
        ("p/provider.toml", "[crate]\nversion = \"1.0.0\"\n"),
    ]);
    codegen(&house);
    assert_eq!(version(&house), "1.0.0");
    house.put("schemas/p/json-schema/a.json", &OLD.replace("string", "integer"));
    codegen(&house);
    assert_eq!(version(&house), "2.0.0");
    house.put("schemas/p/history/2.0.0.json", "<<<<<<< HEAD");
    let outcome = house.xtask(&["codegen"]);
    assert_eq!(outcome.exit, Exit::Found);
    assert!(
        outcome.err.contains("error[CM0003]") && outcome.err.contains("history/2.0.0.json"),
        "{}",
        outcome.err
    );
}

/// What a run that was cut short has recorded, and what then did not come to be, is no version.
#[test]
fn a_change_that_was_taken_back_before_it_was_written_is_forgotten() {
    let house = house();
    let manifest = house.text("generated/p/Cargo.toml");
    let never = OLD.replacen("string", "integer", 1);
    house.put("schemas/p/json-schema/a.json", &never);
    codegen(&house);
    assert_eq!(
        (version(&house), entries(&house)),
        ("0.2.0".to_owned(), vec!["0.2.0".to_owned()])
    );
    // The crate is the one before, with an entry of one that was never written.
    let entry = house.text("schemas/p/history/0.2.0.json");
    house.put("schemas/p/json-schema/a.json", OLD);
    codegen(&house);
    for file in house.texts("schemas/p/history") {
        std::fs::remove_file(file.0).expect("a file");
    }
    house.put("generated/p/Cargo.toml", &manifest);
    codegen(&house);
    house.put("schemas/p/history/0.2.0.json", &entry);
    codegen(&house);
    assert_eq!(version(&house), "0.1.0");
    assert!(entries(&house).is_empty(), "{:?}", entries(&house));
    assert!(!house.text("generated/p/CHANGELOG.md").contains("0.2.0"));
}
