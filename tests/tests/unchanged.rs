//! What is made of the same files by the same build of the generator is not made again, and nobody can tell the difference.

use cratemill_cli::Exit;
use end_to_end::{House, Outcome, files};
use std::fs;
use std::path::PathBuf;

const SCHEMA: &str =
    r##"{ "type": "object", "properties": { "x": { "$ref": "#/nowhere" }, "y": { "type": "string" } } }"##;

fn house() -> House {
    let house = House::with_crates(&[("p/json-schema/a.json", SCHEMA), ("q/json-schema/a.json", "{}")]);
    fine(&house, &[]);
    house
}

#[track_caller]
fn fine(house: &House, flags: &[&str]) -> Outcome {
    let outcome = house.codegen_remembering(flags);
    assert_eq!(outcome.exit, Exit::Fine, "{}{}", outcome.err, outcome.out);
    outcome
}

/// The file in which the run before remembers a provider.
fn memo(house: &House, provider: &str) -> PathBuf {
    let below = fs::read_dir(house.at("target/cratemill")).expect("memos");
    let mut folders = below.flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
    let folder = folders.next().expect("a folder of memos");
    folder.join(format!("{provider}.json"))
}

/// Makes what is remembered of `p` tell itself apart from what is found.
fn mark(house: &House) {
    let path = memo(house, "p");
    let text = fs::read_to_string(&path).expect("a memo");
    let (before, after) = text.split_once("\"types\": ").expect("a count");
    let (_, after) = after.split_once(',').expect("the end of a count");
    fs::write(path, format!("{before}\"types\": 77,{after}")).expect("a memo");
}

/// Whether the row of `p` is what was remembered.
#[track_caller]
fn is_remembered(outcome: &Outcome) -> bool {
    let row = outcome.out.lines().find(|line| line.starts_with("p "));
    let row = row.unwrap_or_else(|| panic!("no row: {}", outcome.out));
    row.split_whitespace().nth(2) == Some("77")
}

#[test]
fn what_is_unchanged_is_not_made_again() {
    let house = house();
    let crates = house.texts("generated");
    mark(&house);
    for flags in [&[][..], &["--check"], &["p"]] {
        let again = fine(&house, flags);
        assert!(is_remembered(&again), "{flags:?}: {}", again.out);
        assert!(again.err.contains("warning[CM0201]"), "it is told again: {}", again.err);
    }
    assert_eq!(house.texts("generated"), crates);
    assert!(
        !is_remembered(&fine(&house, &["--check", "--fresh"])),
        "a check that trusts nothing"
    );
    assert!(is_remembered(&fine(&house, &[])), "a check writes nothing");
    assert!(!is_remembered(&fine(&house, &["--fresh"])));
}

#[test]
fn a_change_of_anything_that_goes_in_is_seen() {
    for (path, text) in [
        ("schemas/p/json-schema/a.json", SCHEMA.replace("string", "integer")),
        ("schemas/p/json-schema/b.json", "{}".to_owned()),
        ("schemas/p/json-schema/b.yaml", "a: b".to_owned()),
        ("schemas/p/examples/a.json", "{}".to_owned()),
        ("schemas/p/provider.toml", "[crate]\nname = \"other\"\n".to_owned()),
        (
            "schemas/p/patches/a.json",
            r#"{ "file": "a.json", "reason": "r", "link": "https://a.example", "patch": [
                { "op": "test", "path": "/type", "value": "object" },
                { "op": "add", "path": "/title", "value": "B" }] }"#
                .to_owned(),
        ),
    ] {
        let house = house();
        mark(&house);
        house.put(path, &text);
        assert_eq!(house.codegen_remembering(&["--check"]).exit, Exit::Found, "{path}");
        assert!(!is_remembered(&fine(&house, &[])), "{path}");
    }
}

#[test]
fn an_edit_of_what_comes_out_is_found_and_repaired() {
    let house = house();
    let crates = house.texts("generated");
    let all: Vec<PathBuf> = files(&house.at("generated/p"));
    assert!(all.len() > 5, "{all:?}");
    for file in all {
        mark(&house);
        let mut bytes = fs::read(&file).expect("a file");
        match bytes.last_mut() {
            Some(last) => *last ^= 1,
            None => bytes.push(b' '),
        }
        fs::write(&file, bytes).expect("a file");
        assert_eq!(
            house.codegen_remembering(&["--check"]).exit,
            Exit::Found,
            "{}",
            file.display()
        );
        assert!(!is_remembered(&fine(&house, &[])), "{}", file.display());
        assert_eq!(house.texts("generated"), crates, "{}", file.display());
    }
    for path in ["generated/p/src/more.rs", "generated/p/more/x"] {
        house.put(path, "");
        fine(&house, &[]);
        assert_eq!(house.texts("generated"), crates, "{path}");
    }
    fs::remove_file(house.at("schemas/p/names.lock")).expect("a lock");
    fine(&house, &[]);
    assert!(house.at("schemas/p/names.lock").exists());
}

#[test]
fn types_alone_are_another_crate() {
    let house = house();
    let crates = house.texts("generated");
    mark(&house);
    assert!(!is_remembered(&fine(&house, &["--types-only"])));
    assert!(!house.at("generated/p/tests").exists());
    mark(&house);
    assert!(is_remembered(&fine(&house, &["--types-only"])));
    assert!(!is_remembered(&fine(&house, &[])));
    assert_eq!(house.texts("generated"), crates);
}

#[test]
fn a_memo_that_is_lost_or_cut_short_costs_a_run() {
    let house = house();
    let crates = house.texts("generated");
    let text = fs::read(memo(&house, "p")).expect("a memo");
    for length in [0, 1, text.len() / 2, text.len() - 3] {
        fs::write(memo(&house, "p"), &text[..length]).expect("a memo");
        fine(&house, &[]);
        assert_eq!(
            fs::read(memo(&house, "p")).expect("a memo"),
            text,
            "it is written anew, the same"
        );
    }
    fs::remove_dir_all(house.at("target")).expect("memos");
    fine(&house, &[]);
    assert_eq!(house.texts("generated"), crates);
}

/// A provider that fails, and one whose crate is called as another's, are never taken from memory.
#[test]
fn what_is_at_fault_is_told_each_time() {
    let house = house();
    house.put("schemas/q/provider.toml", "[crate]\nname = \"p-types\"\n");
    for _ in 0..2 {
        let outcome = house.codegen_remembering(&[]);
        assert_eq!(outcome.exit, Exit::Found, "{}", outcome.out);
        assert_eq!(outcome.err.matches("error[CM0010]").count(), 2, "{}", outcome.err);
    }
}
