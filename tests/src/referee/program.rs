//! Programs that use crates, and the compiler that judges them.

use super::{Step, Use, uses};
use cratemill::file_tree::FileTree;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How often what does not compile is left out, until all that is left does: some errors hide others.
const ROUNDS: usize = 12;
/// About how much goes into one crate: rustc's memory is a few thousand times as much.
const BYTES: usize = 2 << 20;
/// What only a crate can say, and no module.
const CRATE_LINES: [&str; 2] = [
    "#![recursion_limit = \"2048\"]",
    "#![allow(uncommon_codepoints, confusable_idents, mixed_script_confusables)]",
];
/// The first line of each use: what comes before it is the head of a module.
const HEAD: &str = "#![allow(warnings)] use VERSION as types; use lossless;\n";

/// Where versions and programs are compiled.
pub struct House {
    /// What the crates are called: Cargo takes those of another folder for the same.
    pub name: &'static str,
    /// The folder of both.
    pub folder: PathBuf,
    /// Cargo's folder.
    pub target: PathBuf,
}

/// The crates of all steps, and for each step every use that the old crate takes, with whether the new one takes it.
///
/// # Panics
/// A file can't be written, Cargo can't be started, or a crate does not compile by itself.
pub fn compile(house: &House, steps: &[Step]) -> Vec<Vec<(Use, bool)>> {
    let places = house.versions(steps);
    let side = |new: bool| -> Vec<&str> {
        let all = places.iter();
        all.map(|[a, b]| if new { b.as_str() } else { a.as_str() }).collect()
    };
    let all: Vec<Vec<Use>> = steps.iter().map(|step| uses(&step.old)).collect();
    let everything = all.iter().map(|uses| (0..uses.len()).collect()).collect();
    let fits = house.fitting(&side(false), &all, everything);
    for ((step, uses), fits) in steps.iter().zip(&all).zip(&fits) {
        assert!(
            uses.is_empty() || !fits.is_empty(),
            "{}: the old crate takes nothing",
            step.name
        );
    }
    let still = house.fitting(&side(true), &all, fits.clone());
    let ruled = |(index, uses): (usize, Vec<Use>)| {
        let known = uses.into_iter().enumerate().filter(|(at, _)| fits[index].contains(at));
        known.map(|(at, one)| (one, still[index].contains(&at))).collect()
    };
    all.into_iter().enumerate().map(ruled).collect()
}

impl House {
    /// Writes the crates as modules of few, and gives their paths, the older and the newer of each step.
    pub(super) fn versions(&self, steps: &[Step]) -> Vec<[String; 2]> {
        let mut crates: Vec<(usize, String)> = vec![(0, String::new())];
        let mut parts = BTreeSet::new();
        let mut places: Vec<[String; 2]> = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            let mut place = |side: &str, files: &FileTree| {
                let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
                if crates
                    .last()
                    .is_some_and(|(bytes, _)| *bytes > 0 && bytes + size > BYTES)
                {
                    crates.push((0, String::new()));
                }
                let (number, name) = (crates.len() - 1, format!("{side}{index}"));
                parts.extend(features(files));
                self.module(&format!("{}{number}/src/{name}", self.name), files);
                crates[number].0 += size;
                crates[number].1.push_str(&format!("pub mod {name};\n"));
                format!("{}{number}::{name}", self.name)
            };
            // A version is the newer one of a step, and the older one of the next.
            let known = index.checked_sub(1).filter(|last| steps[*last].new == step.old);
            let old = match known {
                Some(last) => places[last][1].clone(),
                None => place("a", &step.old),
            };
            let new = place("b", &step.new);
            places.push([old, new]);
        }
        let lines = CRATE_LINES.join("\n");
        for (number, (_, modules)) in crates.iter().enumerate() {
            self.write(
                &format!("{}{number}/src/lib.rs", self.name),
                &format!("{lines}\n#![allow(warnings)]\n{modules}"),
            );
        }
        self.manifests(crates.len(), &parts);
        places
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return;
        }
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// A crate as a module.
    fn module(&self, folder: &str, files: &FileTree) {
        for (path, bytes) in files.iter() {
            let Some(inner) = path.strip_prefix("src/") else {
                continue;
            };
            let mut text = String::from_utf8_lossy(bytes).into_owned();
            if inner == "lib.rs" {
                CRATE_LINES.iter().for_each(|line| text = text.replacen(line, "", 1));
            }
            let inner = if inner == "lib.rs" { "mod.rs" } else { inner };
            self.write(&format!("{folder}/{inner}"), &text);
        }
    }

    /// The manifests; every part of every version is compiled.
    fn manifests(&self, count: usize, parts: &BTreeSet<String>) {
        let program = format!("{}-program", self.name);
        let lossless = crate::workspace().join("crates/lossless");
        let dependency = format!(
            "lossless = {{ path = {:?}, features = [\"pattern\"] }}\n",
            lossless.display()
        );
        let listed: String = parts.iter().map(|part| format!("{part} = []\n")).collect();
        let package = |folder: &str, name: &str, more: &str| {
            let text = format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[features]\nvalidate = []\n\
                 default = {parts:?}\n{listed}\n[dependencies]\n{dependency}{more}",
                parts = parts.iter().collect::<Vec<_>>(),
            );
            self.write(&format!("{folder}/Cargo.toml"), &text);
        };
        let names: Vec<String> = (0..count).map(|number| format!("{}{number}", self.name)).collect();
        names.iter().for_each(|name| package(name, name, ""));
        let needed: String = names
            .iter()
            .map(|name| format!("{name} = {{ path = \"../{name}\" }}\n"))
            .collect();
        package("program", &program, &needed);
        self.write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"program\"]\n");
        fs::copy(crate::workspace().join("Cargo.lock"), self.folder.join("Cargo.lock"))
            .expect("the workspace's Cargo.lock");
    }

    /// Those of the uses that compile with the versions in these places.
    fn fitting(&self, places: &[&str], all: &[Vec<Use>], mut left: Vec<BTreeSet<usize>>) -> Vec<BTreeSet<usize>> {
        for _ in 0..ROUNDS {
            let mut modules = String::new();
            for (index, uses) in all.iter().enumerate() {
                let mut text = HEAD.replace("VERSION", places[index]);
                for at in &left[index] {
                    text.push_str(&format!("pub fn f{at}{}\n", uses[*at].code));
                }
                self.write(&format!("program/src/p{index}.rs"), &text);
                modules.push_str(&format!("mod p{index};\n"));
            }
            self.write("program/src/lib.rs", &format!("#![allow(warnings)]\n{modules}"));
            let faults = self.faults();
            if faults.is_empty() {
                return left;
            }
            for (module, lines) in faults {
                let index: usize = module.parse().expect("a program's number");
                let order: Vec<usize> = left[index].iter().copied().collect();
                for line in lines {
                    let at = line
                        .checked_sub(2)
                        .unwrap_or_else(|| panic!("{}: {modules}", places[index]));
                    left[index].remove(&order[at]);
                }
            }
        }
        panic!("what does not compile is not found in {ROUNDS} rounds")
    }

    /// The lines of each program that have errors.
    fn faults(&self) -> BTreeMap<String, BTreeSet<usize>> {
        let program = format!("{}-program", self.name);
        let (printed, told) = self.cargo(&[
            "check",
            "--package",
            &program,
            "--lib",
            "--message-format=json",
            "--quiet",
        ]);
        let mut faults: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut failed = true;
        for line in printed.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
            let message = &line["message"];
            let is_error = message["level"] == "error";
            if line["reason"] == "build-finished" {
                failed = line["success"] == false;
            }
            let spans = message["spans"].as_array().filter(|_| is_error).into_iter().flatten();
            for span in spans.filter(|span| span["is_primary"] == true) {
                let file = span["file_name"].as_str().unwrap_or_default();
                let number = file
                    .strip_prefix("program/src/p")
                    .and_then(|rest| rest.strip_suffix(".rs"));
                let number = number.unwrap_or_else(|| panic!("a version does not compile: {}", message["rendered"]));
                let line = span["line_start"].as_u64().unwrap_or_default() as usize;
                assert!(line > 1, "{number}: {}", message["rendered"]);
                faults.entry(number.to_owned()).or_default().insert(line);
            }
        }
        assert!(!failed || !faults.is_empty(), "cargo failed: {told}");
        faults
    }

    /// Runs Cargo; what it prints, and what it tells.
    ///
    /// # Panics
    /// It can't be started.
    pub(super) fn cargo(&self, arguments: &[&str]) -> (String, String) {
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(arguments)
            .arg("--offline")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .output()
            .expect("cargo");
        let [printed, told] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        (printed, told)
    }

    /// Where a file lies.
    pub(super) fn at(&self, path: &str) -> PathBuf {
        Path::join(&self.folder, path)
    }
}

/// The features that a crate has on by itself.
fn features(files: &FileTree) -> Vec<String> {
    let manifest = String::from_utf8_lossy(files.get("Cargo.toml").unwrap_or_default()).into_owned();
    let manifest: toml::Table = manifest.parse().expect("a manifest");
    let on = manifest.get("features").and_then(|all| all.get("default"));
    let names = on.and_then(toml::Value::as_array).into_iter().flatten();
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
}
