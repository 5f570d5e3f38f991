//! Every committed instance is judged again, by the schema as it was published and not as the generator read it.

use cratemill_cli::providers;
use end_to_end::judge::Judge;
use end_to_end::{files, workspace};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[test]
fn every_committed_instance_is_valid_as_published() {
    let names = providers::list(&workspace().join("generated")).expect("the crates");
    assert!(names.len() >= 3, "{names:?}");
    names.iter().for_each(|name| judge(name));
}

fn judge(provider: &str) {
    let schemas = workspace().join("schemas").join(provider).join("json-schema");
    let judge = Judge::new(documents(&schemas));
    let generated = workspace().join("generated").join(provider);
    let evidence = read(&generated.join("EVIDENCE.md"));
    let places: BTreeMap<String, String> =
        serde_json::from_str(&read(&generated.join("types.json"))).expect("types.json");
    let tests = read(&generated.join("tests/round_trip.rs"));
    let types = types(&tests);
    let mut judged = 0;
    for file in files(&generated.join("tests/evidence")) {
        let mut name = String::new();
        for line in read(&file).lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            if let Some(of) = line["type"].as_str() {
                of.clone_into(&mut name);
            }
            let label = line["equal"].as_str().or(line["refused"].as_str());
            if let (Some(label), Some(instance)) = (label, line.get("is")) {
                let path = types
                    .get(name.as_str())
                    .unwrap_or_else(|| panic!("no test of {provider} is for `{name}`"));
                let (place, _) = label.split_once('#').unwrap_or((label, ""));
                let is_told = place.contains('/') && evidence.contains(place);
                let faults = faults(&judge, &places, path, instance);
                assert!(
                    faults.is_empty() || is_told,
                    "{provider}: {name} {label} under {path}: {faults:#?}"
                );
                judged += 1;
            }
        }
    }
    assert!(
        judged > types.len(),
        "{provider} has {judged} instances of {} types",
        types.len()
    );
}

/// What is wrong with an instance under any schema that the type at `path` stands for.
fn faults(judge: &Judge, places: &BTreeMap<String, String>, path: &str, instance: &Value) -> Vec<String> {
    let stands_for: Vec<&String> = places
        .iter()
        .filter(|(_, of)| *of == path)
        .map(|(place, _)| place)
        .collect();
    assert!(!stands_for.is_empty(), "`{path}` is not in types.json");
    let all = stands_for.into_iter().flat_map(|place| judge.faults(place, instance));
    all.collect()
}

/// The schema files by their path below the folder.
fn documents(folder: &Path) -> BTreeMap<String, Value> {
    let below = |file: &Path| {
        file.strip_prefix(folder)
            .expect("a file below")
            .to_string_lossy()
            .into_owned()
    };
    let parsed = |file: &Path| serde_json::from_str(&read(file)).expect("JSON");
    files(folder).iter().map(|file| (below(file), parsed(file))).collect()
}

/// The names of types in the evidence to their paths, from the lists of a crate's tests.
fn types(tests: &str) -> BTreeMap<&str, &str> {
    let lines = tests
        .lines()
        .filter_map(|line| line.strip_prefix("    ")?.split_once(": "));
    lines
        .filter_map(|(name, rest)| Some((name, rest.split_once(',')?.0)))
        .collect()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
