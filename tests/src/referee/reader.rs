//! Documents of the newer version, read by the older crate.

use super::program::House;
use super::{Step, Use, renamed};
use cratemill::drift::{Change, Verdict};
use cratemill::file_tree::FileTree;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Stdio};

/// The instances of a crate's evidence that are read and come back equal, each with the path of its type.
pub fn reading(files: &FileTree) -> Vec<(String, Value)> {
    let text = |path: &str| {
        let bytes = files.get(path).unwrap_or_default();
        String::from_utf8_lossy(bytes).into_owned()
    };
    let mut found = Vec::new();
    for list in text("tests/round_trip.rs").split("round_trip::evidence! { ").skip(1) {
        let mut lines = list.lines();
        let evidence = text(&format!("tests/evidence/{}.jsonl", lines.next().unwrap_or_default()));
        let path = |line: &str| {
            let (name, rest) = line.trim().split_once(": ")?;
            let (_, path) = rest.split_once(',')?.0.split_once("::")?;
            Some((name.to_owned(), path.to_owned()))
        };
        let paths: BTreeMap<String, String> = lines.filter_map(path).collect();
        let mut name = String::new();
        for line in evidence.lines() {
            let line: Value = serde_json::from_str(line).unwrap_or_default();
            if let Some(of) = line.get("type").and_then(Value::as_str) {
                of.clone_into(&mut name);
            }
            if let (true, Some(value), Some(path)) = (line.get("equal").is_some(), line.get("is"), paths.get(&name)) {
                found.push((path.clone(), value.clone()));
            }
        }
    }
    found
}

/// How many documents of the newer versions the older crates were given, and those that they refuse although nothing is told
/// to a reader of their types, or of the types inside of these.
///
/// # Panics
/// The crates do not compile, or the program can't be run.
pub fn refused(house: &House, steps: &[Step], uses: &[Vec<Use>]) -> Vec<(usize, Vec<String>)> {
    let places = house.versions(steps);
    let (mut rows, mut lines, mut counts) = (String::new(), String::new(), Vec::new());
    for (index, step) in steps.iter().enumerate() {
        let inside = inside(&uses[index]);
        let told = told(&step.changes);
        let back: BTreeMap<String, String> = renamed(&step.changes)
            .into_iter()
            .map(|(old, new)| (new, old))
            .collect();
        let mut paths = BTreeSet::new();
        let mut count = 0;
        for (path, instance) in reading(&step.new) {
            let path = back.get(&path).cloned().unwrap_or(path);
            let is_safe = inside.contains_key(&path) && !reaches(&path, &inside, &told);
            if is_safe {
                count += 1;
                lines.push_str(&format!("{index} {path}\t{instance}\n"));
                paths.insert(path);
            }
        }
        counts.push(count);
        for path in paths {
            let old = &places[index][0];
            rows.push_str(&format!("    (\"{index} {path}\", read::<{old}::{path}>),\n"));
        }
    }
    fs::write(
        house.at("program/src/main.rs"),
        format!("{DRIVER}static TYPES: &[(&str, fn(&str) -> Option<String>)] = &[\n{rows}];\n"),
    )
    .expect("a file");
    fs::write(house.at("documents"), lines).expect("a file");
    let program = format!("{}-program", house.name);
    let (_, told) = house.cargo(&["build", "--package", &program, "--bin", &program, "--quiet"]);
    let documents = fs::File::open(house.at("documents")).expect("a file");
    let output = Command::new(house.target.join("debug").join(&program))
        .stdin(Stdio::from(documents))
        .output()
        .unwrap_or_else(|error| panic!("{error}: {told}"));
    assert!(output.status.success(), "the program ends in the middle");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let of = |index: usize| {
        let mine = printed.lines().filter(|line| line.starts_with(&format!("{index} ")));
        mine.map(str::to_owned).collect()
    };
    counts
        .into_iter()
        .enumerate()
        .map(|(index, count)| (count, of(index)))
        .collect()
}

const DRIVER: &str = r#"#![allow(warnings)]
fn read<T: lossless::serde::de::DeserializeOwned + 'static>(text: &str) -> Option<String> {
    lossless::from_str::<T>(text).err().map(|error| error.to_string())
}
fn main() {
    let types: std::collections::BTreeMap<_, _> = TYPES.iter().copied().collect();
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let (path, text) = line.split_once('\t').unwrap();
        if let Some(error) = types[path](text) {
            println!("{path}: {error}: {text}");
        }
    }
}
"#;

/// The types that hold something else to a reader.
fn told(changes: &[Change]) -> BTreeSet<String> {
    let breaks = changes.iter().filter(|one| one.reader.verdict != Verdict::Compatible);
    breaks.map(|one| one.path.clone()).collect()
}

/// What each old type names.
fn inside(uses: &[Use]) -> BTreeMap<String, BTreeSet<String>> {
    let modules: BTreeMap<String, String> = uses
        .iter()
        .filter(|one| one.what == super::What::Module)
        .filter_map(|one| {
            let (_, rest) = one.code.split_once("types::")?;
            Some((rest.split(')').next()?.to_owned(), one.owner.clone()))
        })
        .collect();
    let owners: BTreeSet<&str> = uses.iter().map(|one| one.owner.as_str()).collect();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in uses {
        let named = one.code.split("types::").skip(1).filter_map(|rest| {
            let end = rest.find(|sign: char| !(sign.is_alphanumeric() || "_:#".contains(sign)));
            let path = rest[..end.unwrap_or(rest.len())].trim_end_matches(':');
            let known = owners.contains(path).then(|| path.to_owned());
            modules.get(path).cloned().or(known)
        });
        found.entry(one.owner.clone()).or_default().extend(named);
    }
    found
}

fn reaches(path: &str, inside: &BTreeMap<String, BTreeSet<String>>, told: &BTreeSet<String>) -> bool {
    let (mut seen, mut left) = (BTreeSet::from([path]), vec![path]);
    while let Some(one) = left.pop() {
        let is_told = |path: &String| path == one || path.strip_prefix(one).is_some_and(|rest| rest.starts_with("::"));
        if told.iter().any(is_told) {
            return true;
        }
        let next = inside.get(one).into_iter().flatten();
        left.extend(next.map(String::as_str).filter(|path| seen.insert(path)));
    }
    false
}
