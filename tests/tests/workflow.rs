//! The workflow that updates one provider after the other, its steps executed here.

use end_to_end::House;
use end_to_end::upstream::Repository;
use end_to_end::workflow::{self, git};
use std::fs;

const OLD: &str = r#"{ "type": "object", "properties": { "x": { "type": "string" } } }"#;
const NEW: &str = r#"{ "type": "object", "properties": { "x": { "type": "integer" } } }"#;

/// Runs the workflow in a checkout with an origin.
fn run(house: &House, checkout: &str) -> (bool, String) {
    let steps = workflow::steps("update.yml");
    assert_eq!(steps.len(), 2, "{steps:?}");
    let value = |expression: &str| match expression {
        "${{ github.token }}" => "a token".to_owned(),
        "${{ github.ref_name }}" => "main".to_owned(),
        other => panic!("{other}"),
    };
    let mut told = String::new();
    for step in &steps {
        let (fine, text) = workflow::run(house, checkout, env!("CARGO_BIN_EXE_tool"), step, &value);
        told += &text;
        if !fine {
            return (false, told);
        }
    }
    (true, told)
}

#[test]
fn each_provider_with_news_gets_one_pull_request() {
    let house = House::new(&[]);
    let tool = env!("CARGO_BIN_EXE_tool");
    let [up, same] = workflow::three_providers(&house, "work", tool, OLD);
    house.put("work/Cargo.lock", "version = 4\n");
    let work = Repository::new(&house.at("work"), &[]);
    git(
        &house.at(""),
        &["init", "--quiet", "--bare", "--initial-branch", "main", "origin"],
    );
    work.git(&["remote", "add", "origin", &house.at("origin").display().to_string()]);
    work.git(&["push", "--quiet", "origin", "main"]);
    let main = work.git(&["rev-parse", "main"]);

    let (fine, told) = run(&house, "work");
    assert!(fine && told.contains("nothing to propose"), "{told}");
    assert!(!house.at("temp/asked").exists(), "there was no news");

    up.commit(&[("a.json", NEW)], "2026-02-03");
    let (fine, told) = run(&house, "work");
    assert!(fine, "{told}");
    let asked = house.text("temp/asked");
    assert_eq!(asked.lines().count(), 2, "{asked}");
    assert!(
        asked.contains("pr create --head update/changed --base main --title Update changed"),
        "{asked}"
    );
    let body = house.text("temp/asked.body");
    for expected in [
        "# changed-types",
        "of 2026-02-03",
        "| Rust code | **breaking** |",
        "## Breaking (1)",
        "The tests of the crate pass.",
    ] {
        assert!(body.contains(expected), "{expected:?} is not in\n{body}");
    }
    assert!(house.text("temp/summary.md").contains("# changed-types"));
    let origin = house.at("origin");
    assert_eq!(git(&origin, &["rev-parse", "main"]), main);
    assert!(workflow::proposed(&origin).contains("schemas/changed/history/0.2.0.json"));

    // A week later the pull request is still open, there is more news, and another source has gone.
    up.commit(&[("a.json", &NEW.replace("integer", "boolean"))], "2026-02-10");
    same.git(&["checkout", "--quiet", "--detach"]);
    fs::remove_dir_all(house.at("same/.git")).expect("a folder");
    work.git(&["switch", "--quiet", "main"]);
    let (fine, told) = run(&house, "work");
    assert!(!fine && told.contains("::error::same could not be updated"), "{told}");
    let asked = house.text("temp/asked");
    assert_eq!(
        asked
            .lines()
            .last()
            .map(|line| line.starts_with("pr edit 7 --body-file")),
        Some(true),
        "{asked}"
    );
    assert!(house.text("temp/asked.body").contains("of 2026-02-10"));
    assert_eq!(git(&origin, &["rev-list", "--count", "main..update/changed"]), "1");
}
