//! Everything that can go wrong on many machines, from a seed: orders, threads, kills, half-written files, a cache that forgets
//! or lies, shards of any number in any order, another folder. What comes out is always the same, to the byte.

use cratemill_cli::{Exit, Terminal, action};
use end_to_end::{House, files};
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Each is another world; with shards, each of which is a process, there are half as many.
const SEEDS: u64 = 24;

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }

    fn shuffled<T>(&mut self, mut items: Vec<T>) -> Vec<T> {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
        items
    }
}

/// Six small providers: alone, with examples, with names that are locked, with what is faulty.
fn providers() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let object = r#"{ "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } }"#;
    vec![
        ("alone", vec![("json-schema/a.json", object)]),
        (
            "shown",
            vec![
                ("json-schema/b.json", object),
                ("examples/b.json", r#"{ "id": "x", "more": [1] }"#),
            ],
        ),
        (
            "union",
            vec![(
                "json-schema/c.json",
                r#"{ "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "number" } }] }"#,
            )],
        ),
        (
            "faulty",
            vec![(
                "json-schema/d.json",
                r##"{ "type": "object", "properties": { "x": { "$ref": "#/gone" } } }"##,
            )],
        ),
        (
            "failed",
            vec![("json-schema/e.json", object), ("provider.toml", "<<<<")],
        ),
        (
            "locked",
            vec![
                ("json-schema/f.json", object),
                ("names.lock", "version = 1\n\n[names]\n\"f.json#\" = \"Kept\"\n"),
            ],
        ),
    ]
}

fn house() -> House {
    let house = House::with_crates(&[]);
    house.put("Cargo.toml", "[workspace]\n");
    for (name, files) in providers() {
        for (path, text) in files {
            house.put(&format!("schemas/{name}/{path}"), text);
        }
    }
    house
}

/// All files below a folder with their bytes, by their path from there.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let of = |path: &Path| path.strip_prefix(folder).expect("below").display().to_string();
    files(folder)
        .iter()
        .map(|path| (of(path), fs::read(path).expect("a file")))
        .collect()
}

/// Runs the action of a provider, until it is done or killed before the step of this number; whether it was done.
fn act(house: &House, name: &str, killed_at: Option<usize>) -> bool {
    let folder = house.at("schemas").join(name);
    let lock = folder.join("names.lock");
    let at = |path: &str| Some(house.at(&format!("o/{name}/{path}")));
    let args = action::Args {
        lock: if lock.exists() { lock } else { "none".into() },
        provider: folder,
        previous: "none".into(),
        out: at("out"),
        depfile: at("d"),
        result: at("r.json"),
        ..action::Args::default()
    };
    let steps = AtomicUsize::new(0);
    let step = |_: &str| {
        if Some(steps.fetch_add(1, Ordering::Relaxed)) == killed_at {
            // No message: nothing is wrong with it.
            resume_unwind(Box::new("killed"));
        }
    };
    let run = || {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        action::run_by(
            &args,
            &step,
            &mut Terminal {
                out: &mut out,
                err: &mut err,
                colour: false,
                progress: false,
            },
        )
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(exit) => {
            let expected = if name == "failed" { Exit::Found } else { Exit::Fine };
            assert_eq!(exit, expected, "{name}");
            true
        }
        Err(_) => false,
    }
}

/// What all actions wrote; only a rule of Make says where the house is.
fn written(house: &House) -> BTreeMap<String, String> {
    let here = house.at("").display().to_string();
    let text = |path: &str, bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).expect("a text");
        match path.ends_with("/d") {
            true => text.replace(&here, ""),
            false => text,
        }
    };
    contents(&house.at("o"))
        .into_iter()
        .map(|(path, bytes)| (path.clone(), text(&path, bytes)))
        .collect()
}

#[test]
fn actions_write_the_same_whatever_happens_to_them() {
    let calm = house();
    providers().iter().for_each(|(name, _)| assert!(act(&calm, name, None)));
    let expected = written(&calm);
    assert!(expected.len() > 60, "{}", expected.len());
    let kills = AtomicUsize::new(0);
    for seed in 0..SEEDS {
        let mut dice = Dice(seed);
        let house = house();
        // For each provider the steps before which it is killed, and how much of a file stays then.
        let plan = providers().into_iter().map(|(name, _)| {
            let deaths: Vec<(usize, usize)> = (0..dice.below(4)).map(|_| (dice.below(16), dice.below(100))).collect();
            (name, deaths)
        });
        let plan = plan.collect();
        let queue = Mutex::new(dice.shuffled(plan));
        let threads = 1 + dice.below(8);
        let worker = || {
            while let Some((name, deaths)) = { queue.lock().expect("the queue").pop() } {
                for (step, rest) in deaths {
                    if !act(&house, name, Some(step)) {
                        kills.fetch_add(1, Ordering::Relaxed);
                        cut(&house.at(&format!("o/{name}/out")), step, rest);
                    }
                }
                assert!(act(&house, name, None));
            }
        };
        std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(worker))));
        assert!(written(&house) == expected, "seed {seed}");
    }
    assert!(kills.into_inner() > SEEDS as usize, "the seeds kill often");
}

/// Leaves so many hundredths of one of the files that are there, as a process that dies while it writes.
fn cut(folder: &Path, which: usize, rest: usize) {
    let there = files(folder);
    if let Some(path) = there.get(which % there.len().max(1)) {
        let bytes = fs::read(path).expect("a file");
        fs::write(path, &bytes[..bytes.len() * rest / 100]).expect("a file");
    }
}

/// Does to the entries of a cache what disks, networks and other processes do.
fn harm(folder: &Path, dice: &mut Dice) {
    let there = files(folder);
    for path in &there {
        let bytes = fs::read(path).expect("an entry");
        match dice.below(8) {
            0 => fs::remove_file(path).expect("lost"),
            1 => fs::write(path, &bytes[..dice.below(bytes.len().max(1))]).expect("cut short"),
            2 if !bytes.is_empty() => {
                let mut bytes = bytes;
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
                fs::write(path, bytes).expect("a bit changed");
            }
            3 => {
                let other = fs::read(&there[dice.below(there.len())]).unwrap_or_default();
                fs::write(path, other).expect("another's entry");
            }
            4 => fs::write(path.with_extension("half"), &bytes[..bytes.len() / 2]).expect("what a kill leaves"),
            _ => {}
        }
    }
}

/// Runs `cargo xtask` as a process of its own, as each shard is; what it printed.
fn tool(house: &House, words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_tool"))
        .args(words)
        .current_dir(house.at(""))
        .env_remove("CARGO_MANIFEST_DIR")
        .output()
        .expect("the tool");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// All crates and locks, and the catalog of the results.
fn made(house: &House, results: &[String]) -> BTreeMap<String, Vec<u8>> {
    let merged = house.at("merged").display().to_string();
    let words: Vec<&str> = results.iter().map(String::as_str).collect();
    house.xtask(&[&["merge", "--out", &merged], &words[..]].concat());
    ["generated", "schemas", "merged"]
        .iter()
        .flat_map(|top| {
            contents(&house.at(top))
                .into_iter()
                .map(move |(path, bytes)| (format!("{top}/{path}"), bytes))
        })
        .collect()
}

#[test]
fn shards_and_a_cache_give_what_one_run_gives() {
    let calm = house();
    let results = calm.at("all.json").display().to_string();
    tool(&calm, &["codegen", "--results", &results]);
    let expected = made(&calm, &[results]);
    assert!(
        expected.len() > 60 && expected.contains_key("merged/catalog.json"),
        "{}",
        expected.len()
    );
    let shared = House::new(&[]);
    let cache = shared.at("cache");
    let folder = cache.display().to_string();
    let mut told = String::new();
    for seed in 0..SEEDS / 2 {
        let mut dice = Dice(seed);
        harm(&cache, &mut dice);
        let house = house();
        let count = 1 + dice.below(8);
        let order = dice.shuffled((1..=count).collect());
        let run = |index: &usize| {
            let results = house.at(&format!("r{index}.json")).display().to_string();
            let shard = format!("{index}/{count}");
            let out = tool(
                &house,
                &["codegen", "--cache", &folder, "--shard", &shard, "--results", &results],
            );
            (out, results)
        };
        // All at once on one disk, or one after the other.
        let runs: Vec<(String, String)> = match dice.below(2) {
            0 => order.iter().map(run).collect(),
            _ => std::thread::scope(|scope| {
                let threads: Vec<_> = order.iter().map(|index| scope.spawn(move || run(index))).collect();
                threads
                    .into_iter()
                    .map(|thread| thread.join().expect("a shard"))
                    .collect()
            }),
        };
        let (outs, results): (Vec<String>, Vec<String>) = runs.into_iter().unzip();
        told.extend(outs);
        let found = made(&house, &dice.shuffled(results));
        for (path, bytes) in &expected {
            assert!(found.get(path) == Some(bytes), "seed {seed}: {path}");
        }
        assert_eq!(found.len(), expected.len(), "seed {seed}");
    }
    for met in ["1 served", "1 generated", "for an entry that was broken"] {
        assert!(told.contains(met), "no seed met {met:?}");
    }
}
