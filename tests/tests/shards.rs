//! Many providers in parts: by shard, by what a change affects, from a cache; and the parts as one.

use cratemill_cli::Exit;
use end_to_end::upstream::{Repository, tells};
use end_to_end::{House, files};
use std::fs;
use std::path::PathBuf;

const PROVIDERS: [&str; 5] = ["a", "b", "c", "d", "e"];

fn schema(name: &str) -> String {
    format!(r#"{{ "type": "object", "required": ["{name}"], "properties": {{ "{name}": {{ "type": "string" }} }} }}"#)
}

fn house() -> House {
    let house = House::with_crates(&[]);
    for name in PROVIDERS {
        house.put(&format!("schemas/{name}/json-schema/{name}.json"), &schema(name));
    }
    house
}

/// All crates, by their path from the house.
fn crates(house: &House) -> Vec<(PathBuf, String)> {
    let of = |(path, text): (PathBuf, String)| (path.strip_prefix(house.at("")).expect("below").to_owned(), text);
    house.texts("generated").into_iter().map(of).collect()
}

fn entries(house: &House) -> Vec<PathBuf> {
    files(&house.at("cache"))
}

fn cached(house: &House, cache: &House) -> String {
    let folder = cache.at("cache").display().to_string();
    tells(house.xtask(&["codegen", "--cache", &folder]), Exit::Fine, &[])
}

#[test]
fn what_was_generated_elsewhere_is_served_and_what_is_broken_is_made_anew() {
    let [one, two] = [house(), house()];
    let told = cached(&one, &one);
    assert!(told.contains("cache: 0 served, 5 generated\n"), "{told}");
    assert_eq!(entries(&one).len(), PROVIDERS.len());
    let told = cached(&two, &one);
    assert!(told.contains("cache: 5 served, 0 generated\n"), "{told}");
    assert_eq!(crates(&two), crates(&one));

    let whole: Vec<Vec<u8>> = entries(&one)
        .iter()
        .map(|path| fs::read(path).expect("an entry"))
        .collect();
    let paths = entries(&one);
    fs::write(&paths[0], &whole[0][..whole[0].len() / 2]).expect("cut short");
    fs::write(&paths[1], &whole[0]).expect("another's");
    let mut changed = whole[2].clone();
    let end = changed.len() - 1;
    changed[end] ^= 1;
    fs::write(&paths[2], changed).expect("a bit changed");
    fs::write(&paths[3], "").expect("empty");
    let three = house();
    let told = cached(&three, &one);
    assert!(
        told.contains("cache: 1 served, 4 generated, 4 of them for an entry that was broken\n"),
        "{told}"
    );
    assert_eq!(crates(&three), crates(&one));
    let again: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("an entry")).collect();
    assert_eq!(again, whole, "and the entries are whole again");
}

#[test]
fn a_cache_that_can_not_be_written_costs_nothing_but_time() {
    let house = house();
    house.put("cache", "a file in its place");
    let told = cached(&house, &house);
    assert!(told.contains("5 could not be kept"), "{told}");
    assert_eq!(
        crates(&house)
            .iter()
            .filter(|(path, _)| path.ends_with("Cargo.toml"))
            .count(),
        5
    );
}

#[test]
fn shards_make_together_what_one_run_makes() {
    let [whole, parts] = [house(), house()];
    let all = whole.at("all.json").display().to_string();
    tells(whole.xtask(&["codegen", "--results", &all]), Exit::Fine, &[]);
    let mut listed = Vec::new();
    for shard in ["3/3", "1/3", "2/3"] {
        let results = parts.at(&format!("results/{}.json", &shard[..1]));
        fs::create_dir_all(results.parent().expect("a parent")).expect("a folder");
        let results = results.display().to_string();
        let words = ["codegen", "--shard", shard, "--results", &results];
        listed.extend(
            parts
                .xtask(&["codegen", "--list", "--shard", shard])
                .out
                .lines()
                .map(str::to_owned),
        );
        tells(parts.xtask(&words), Exit::Fine, &[]);
    }
    listed.sort();
    assert_eq!(listed, PROVIDERS, "each is in one shard");
    assert_eq!(crates(&parts), crates(&whole));

    let merged = |house: &House, results: &[&str]| {
        let results: Vec<String> = results.iter().map(|it| house.at(it).display().to_string()).collect();
        let out = house.at("merged").display().to_string();
        let results: Vec<&str> = results.iter().map(String::as_str).collect();
        let outcome = house.xtask(&[&["merge", "--out", &out], &results[..]].concat());
        assert_eq!(outcome.exit, Exit::Fine, "{}{}", outcome.err, outcome.out);
        (house.text("merged/catalog.json"), house.text("merged/SUMMARY.md"))
    };
    let expected = merged(&whole, &["all.json"]);
    assert_eq!(merged(&parts, &["results"]), expected);
    let backwards = ["results/3.json", "results/2.json", "results/1.json", "results/2.json"];
    assert_eq!(merged(&parts, &backwards), expected, "in any order, and twice");
    assert!(expected.0.contains("\"crate\": \"e-types\""), "{}", expected.0);
    assert!(
        expected.1.starts_with("# 5 providers\n") && expected.1.contains("| made | 5 |"),
        "{}",
        expected.1
    );
}

#[test]
fn results_that_do_not_fit_together_are_told() {
    let house = House::new(&[]);
    let result = |name: &str, krate: &str, steps: u32| {
        format!(r#"{{"provider": "{name}", "status": "made", "crate": "{krate}", "counts": {{"steps": {steps}}}}}"#)
    };
    let merge = || house.xtask(&["merge", &house.at("r").display().to_string()]);
    house.put("r/a.json", &result("a", "a-types", 1));
    house.put("r/b.json", &format!("[{}]", result("a", "a-types", 2)));
    tells(merge(), Exit::Found, &["two results of `a` differ"]);
    house.put("r/b.json", &result("b", "a_types", 2));
    tells(merge(), Exit::Found, &["crates of a, b would all be called `a-types`"]);
    let failed = r#"{"provider": "b", "status": "failed", "diagnostics": [
        {"code": "CM0001", "message": "no `schema`", "severity": "error"}]}"#;
    house.put("r/b.json", failed);
    tells(
        merge(),
        Exit::Found,
        &["- b: `CM0001 no schema`", "| CM0001 | 1 | 1 |", "| failed | 1 |"],
    );
    for broken in ["{\"provider\": ", "{}", "[1]"] {
        house.put("r/b.json", broken);
        tells(merge(), Exit::CouldNotRun, &["b.json"]);
    }
}

#[test]
fn only_what_a_change_affects_is_generated() {
    let house = house();
    let repository = Repository::new(&house.at(""), &[("Cargo.toml", "[workspace]\n")]);
    tells(house.xtask(&["codegen"]), Exit::Fine, &[]);
    repository.commit(&[], "2026-01-03");
    let affected = || {
        let outcome = house.xtask(&["codegen", "--list", "--affected-since", "HEAD"]);
        assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
        outcome.out.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(affected().is_empty());
    tells(
        house.xtask(&["codegen", "--affected-since", "HEAD"]),
        Exit::Fine,
        &["0 providers"],
    );
    house.put("tests/a.rs", "// no part of the generator");
    house.put("schemas/b/json-schema/b.json", &schema("bee"));
    house.put("schemas/d/json-schema/more.json", &schema("dee"));
    house.put("generated/e/src/lib.rs", "// by hand");
    assert_eq!(affected(), ["b", "d", "e"], "changed, not yet committed, made by hand");
    let outcome = house.xtask(&["codegen", "--affected-since", "HEAD", "--shard", "1/1"]);
    assert!(
        outcome.out.contains("3 providers: done"),
        "{}{}",
        outcome.err,
        outcome.out
    );
    let commit = repository.commit(&[], "2026-01-04");
    assert!(affected().is_empty());
    house.put("Cargo.lock", "version = 4\n");
    assert_eq!(affected(), PROVIDERS, "the generator may be another");
    tells(
        house.xtask(&["codegen", "--affected-since", "gone"]),
        Exit::Usage,
        &["`gone` is no revision"],
    );
    assert_eq!(commit.len(), 40);
}
