//! `cargo xtask diff`: any two versions, for people and for programs, and nothing is written.

use cratemill_cli::Exit;
use end_to_end::upstream::{Repository, tells};
use end_to_end::{House, workspace};
use serde_json::Value;

const OLD: &str = r#"{
  "type": "object",
  "properties": {
    "id": { "type": "string" },
    "kind": { "enum": ["a", "b"] }
  }
}"#;

/// `OLD` with a property more.
fn compatible() -> String {
    OLD.replace("\"id\"", "\"more\": { \"type\": \"boolean\" },\n    \"id\"")
}

/// `OLD` with a property of another type.
fn breaking() -> String {
    OLD.replace("\"string\"", "\"integer\"")
}

fn house() -> House {
    let house = House::with_crates(&[("p/json-schema/a.json", OLD)]);
    tells(house.xtask(&["codegen"]), Exit::Fine, &[]);
    house
}

/// Runs `diff` with `--format json`, and expects that it writes nothing and that the JSON is what its schema says.
#[track_caller]
fn json(house: &House, words: &[&str], exit: Exit) -> Value {
    let before = house.texts("");
    let outcome = house.xtask(&[&["diff", "--format", "json"], words].concat());
    assert_eq!(outcome.exit, exit, "{}{}", outcome.err, outcome.out);
    assert!(house.texts("") == before);
    let value: Value = serde_json::from_str(&outcome.out).expect("JSON");
    let schema: Value = serde_json::from_str(&house.xtask(&["diff", "--schema"]).out).expect("JSON");
    jsonschema::validate(&schema, &value).expect("as the schema says");
    value
}

#[test]
fn the_exit_code_tells_what_the_changes_mean() {
    let house = house();
    tells(house.xtask(&["diff", "p"]), Exit::Fine, &["nothing changes"]);
    house.put("schemas/p/json-schema/a.json", &compatible());
    tells(
        house.xtask(&["diff", "p"]),
        Exit::COMPATIBLE,
        &["compatible (1)", "A::more"],
    );
    house.put("schemas/p/json-schema/a.json", &breaking());
    tells(house.xtask(&["diff"]), Exit::BREAKING, &["breaking (1)", "A::id"]);
    assert_eq!(
        [Exit::Fine, Exit::COMPATIBLE, Exit::BREAKING].map(|exit| exit as u8),
        [0, 1, 2]
    );
    for words in [
        &["diff", "q"][..],
        &["diff", "p", "--from", "nowhere"],
        &["diff", "--from", "x", "--to", "y"],
    ] {
        assert_eq!(house.xtask(words).exit, Exit::CouldNotRun, "{words:?}");
    }
    house.put("schemas/p/json-schema/a.json", "<<<<");
    let told = ["`schemas/p` can't be generated", "CM0008: json-schema/a.json"];
    tells(house.xtask(&["diff", "p"]), Exit::CouldNotRun, &told);
}

#[test]
fn a_change_is_told_with_both_places_its_rule_its_proof_and_who_uses_it() {
    let house = house();
    house.put("old.json", OLD);
    house.put("new.json", &breaking());
    let [old, new] = ["old.json", "new.json"].map(|file| house.at(file).display().to_string());
    let words = ["diff", "--from", &old, "--to", &new];
    let text = tells(
        house.xtask(&words),
        Exit::BREAKING,
        &["readers: breaking, writers: breaking, Rust code: breaking"],
    );
    let expected = [
        "New::id [CM-D",
        "\n    old     old.json:4 /properties/id\n",
        "\n    new     new.json:4 /properties/id\n",
        "\n    reader  ",
        "\n    writer  ",
        "\n    code    ",
        "\n            proof: {\"id\":",
        "\n    used by New\n",
    ];
    for one in expected {
        assert!(text.contains(one), "{one:?} is not in\n{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    let markdown = house.xtask(&[&words[..], &["--format", "markdown"]].concat()).out;
    for one in [
        "| Rust code | **breaking** |",
        "## Breaking (1)",
        "- `New::id` (`",
        "Used by `New`.",
    ] {
        assert!(markdown.contains(one), "{one:?} is not in\n{markdown}");
    }

    let told = json(&house, &["--from", &old, "--to", &new], Exit::BREAKING);
    assert_eq!([&told["reader"], &told["writer"], &told["rust"]], ["breaking"; 3]);
    let change = &told["changes"][0];
    let keys: Vec<&str> = change
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    for key in [
        "rule", "reader", "writer", "rust", "path", "old", "new", "message", "witness",
    ] {
        assert!(keys.contains(&key), "{keys:?}");
    }
    assert_eq!(
        (&change["old"]["line"], &change["new"]["pointer"]),
        (&4.into(), &"/properties/id".into())
    );
    assert!(
        change["old"]["file"]
            .as_str()
            .is_some_and(|file| file.ends_with("old.json")),
        "{change}"
    );
    assert!(change["witness"]["reader"].is_object(), "{change}");
}

#[test]
fn any_two_versions_are_compared() {
    let house = house();
    let repository = Repository::new(&house.at(""), &[]);
    let first = repository.git(&["rev-parse", "HEAD"]);
    repository.git(&["tag", "v1"]);
    house.put("schemas/p/json-schema/a.json", &compatible());
    repository.commit(&[], "2026-02-03");
    house.put("schemas/p/json-schema/a.json", &breaking());

    let count = |words: &[&str], exit| json(&house, words, exit)["changes"].as_array().expect("a list").len();
    assert_eq!(count(&["p", "--from", "v1", "--to", "HEAD"], Exit::COMPATIBLE), 1);
    assert_eq!(count(&["p", "--from", &first], Exit::BREAKING), 1);
    assert_eq!(count(&["p", "--from", "HEAD"], Exit::BREAKING), 2);
    assert_eq!(count(&["p", "--from", "HEAD~1", "--to", &first], Exit::Fine), 0);
    let place = json(&house, &["p", "--from", "v1"], Exit::BREAKING)["changes"][0]["old"]["file"].clone();
    assert_eq!(place, "v1:schemas/p/json-schema/a.json");

    // Folders: a provider's, one of schema files, one of providers, and a published crate.
    house.put("other/json-schema/a.json", OLD);
    house.put("plain/a.json", OLD);
    house.put("all/p/json-schema/a.json", OLD);
    for folder in ["other", "plain", "all", "generated/p"] {
        let folder = house.at(folder).display().to_string();
        assert_eq!(count(&["p", "--from", &folder], Exit::BREAKING), 1, "{folder}");
    }
    let [plain, schemas] = ["plain", "schemas/p"].map(|folder| house.at(folder).display().to_string());
    assert_eq!(count(&["--from", &plain, "--to", &schemas], Exit::BREAKING), 1);
    // A provider that is gone has versions all the same.
    std::fs::remove_dir_all(house.at("schemas/p")).expect("a folder");
    assert_eq!(count(&["p", "--from", "v1", "--to", "HEAD"], Exit::COMPATIBLE), 1);
}

#[test]
fn the_schema_of_the_json_is_published() {
    let path = workspace().join("crates/cratemill-cli/diff.schema.json");
    let schema = house().xtask(&["diff", "--schema"]).out;
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &schema).expect("a file");
    }
    let published = std::fs::read_to_string(path).expect("a file");
    assert!(published == schema, "run with UPDATE_EXPECT=1");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema));
}
