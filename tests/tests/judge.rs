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
    let instances = files(&generated.join("tests/instances"));
    assert!(!instances.is_empty(), "{provider} has no instances");
    for file in instances {
        let name = file.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let path = types
            .get(name)
            .unwrap_or_else(|| panic!("no test of {provider} uses `{name}`"));
        let instance: Value = serde_json::from_str(&read(&file)).expect("JSON");
        let mut stands_for = places.iter().filter(|(_, of)| *of == path).map(|(place, _)| place);
        let place = stands_for
            .next()
            .unwrap_or_else(|| panic!("`{path}` is not in types.json"));
        for place in [place].into_iter().chain(stands_for) {
            let faults = judge.faults(place, &instance);
            assert!(
                faults.is_empty() || evidence.contains(name),
                "{provider}: {name} under {place}: {faults:#?}"
            );
        }
    }
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

/// The names of instances to the types that read them, from the lists of a crate's tests.
fn types(tests: &str) -> BTreeMap<&str, &str> {
    let lines = tests
        .lines()
        .filter_map(|line| line.trim().strip_suffix(';')?.split_once(": "));
    lines
        .filter(|(name, path)| !name.contains(' ') && !path.contains(' '))
        .collect()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
