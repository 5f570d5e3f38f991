//! A workspace of somebody's own, with its providers and its `xtask`, and the steps that a program of one's own takes.

use cratemill::{Options, Runtime};
use cratemill_cli::report::Format;
use cratemill_cli::{Exit, Terminal, parts};
use end_to_end::{House, files, workspace};
use std::fs;
use std::process::Command;

/// The example, with the places of what it depends on, where the test may write.
fn example() -> House {
    let house = House::new(&[]);
    let from = workspace().join("tests/elsewhere");
    for file in files(&from) {
        let below = file.strip_prefix(&from).expect("a file of the example");
        let crates = workspace().join("crates");
        let text = fs::read_to_string(&file).expect("a text");
        let text = text.replace("../../crates", &crates.display().to_string());
        house.put(&below.display().to_string(), &text);
    }
    house
}

/// Runs Cargo in the example; what was printed on standard output.
#[track_caller]
fn cargo(house: &House, below: &str, words: &[&str]) -> String {
    // Versions as the workspace has them, so that nothing is fetched and what is built serves other tests too.
    if !house.at("Cargo.lock").is_file() {
        fs::copy(workspace().join("Cargo.lock"), house.at("Cargo.lock")).expect("a lock");
    }
    let target = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(words)
        .current_dir(house.at(below))
        .env("CARGO_TARGET_DIR", target.parent().expect("the target folder"))
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_INCREMENTAL", "0")
        // As what the workspace depends on is built, which then serves here too.
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("CARGO_TERM_COLOR", "never");
    printed(&mut command)
}

/// What a command prints on standard output.
#[track_caller]
fn printed(command: &mut Command) -> String {
    let output = command.output().expect("a program");
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(output.status.success(), "{command:?}\n{out}{err}");
    out
}

/// Runs the example's `xtask` below it; what was printed on standard output.
#[track_caller]
fn xtask(house: &House, below: &str, words: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_elsewhere-xtask"));
    // Cargo says it of the package that is run, and here of the tests.
    command
        .args(words)
        .current_dir(house.at(below))
        .env_remove("CARGO_MANIFEST_DIR");
    printed(&mut command)
}

#[test]
fn a_workspace_of_somebodys_own_generates_and_tests_its_crates() {
    let house = example();
    let main = house.text("xtask/src/main.rs");
    assert!(main.lines().count() <= 10, "{main}");
    let before = xtask(&house, "schemas/weather", &[]);
    assert!(before.contains("weather   not generated yet"), "{before}");
    assert!(before.contains("cargo xtask codegen weather"), "{before}");
    let written = xtask(&house, "", &["codegen"]);
    assert!(written.contains("1 provider: done"), "{written}");
    let checked = xtask(&house, "generated", &["codegen", "--check"]);
    assert!(checked.contains("1 provider: up to date"), "{checked}");
    let after = xtask(&house, "xtask", &[]);
    assert!(after.contains("weather   up to date"), "{after}");
    let manifest = house.text("generated/weather/Cargo.toml");
    assert!(
        manifest.contains("version = \"0.1.0\"") && !manifest.contains("path ="),
        "{manifest}"
    );
    let tested = cargo(&house, "", &["test", "--package", "weather-types", "--tests"]);
    assert!(tested.contains("test result: ok"), "{tested}");
    // Its own `xtask` resolves to the library that was run here: with it, all but compiling again is tried.
    let tree = cargo(
        &house,
        "",
        &["tree", "--package", "xtask", "--depth", "1", "--prefix", "none"],
    );
    let ours = workspace().join("crates/cratemill-cli").display().to_string();
    assert!(
        tree.lines()
            .any(|line| line.starts_with("cratemill-cli ") && line.contains(&ours)),
        "{tree}"
    );
    let alias: toml::Table = house.text(".cargo/config.toml").parse().expect("TOML");
    assert_eq!(alias["alias"]["xtask"].as_str(), Some("run --package xtask --"));
}

#[test]
fn the_steps_of_generating_are_there_one_by_one() {
    let house = House::new(&[(
        "p/json-schema/a.json",
        r#"{ "properties": { "x": { "$ref": "no.json" } } }"#,
    )]);
    let (schemas, folder) = (house.at("schemas"), house.at("out/p"));
    let runtime = Runtime::Version("0.1".to_owned());
    let provider = parts::read(&schemas, "p").expect("a provider");
    let generated = parts::generate(
        &provider,
        &Options {
            runtime: runtime.clone(),
        },
    )
    .expect("a thread");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal = Terminal {
        out: &mut out,
        err: &mut err,
        colour: false,
        progress: false,
    };
    parts::tell(&provider, &generated, Format::Short, false, &mut terminal).expect("printed");
    let told = String::from_utf8_lossy(&err);
    assert!(told.contains("json-schema/a.json:1:34: warning[CM0201]"), "{told}");
    let plan = parts::compare(&folder, &generated).expect("a plan");
    assert!(plan.contains_key("src/lib.rs"), "{plan:?}");
    assert!(!folder.exists(), "comparing writes nothing");
    parts::write(&provider, &folder, &generated).expect("written");
    assert!(house.at("schemas/p/names.lock").is_file());
    assert_eq!(parts::compare(&folder, &generated).expect("a plan").len(), 0);

    // A provider that fails leaves its crate as it was.
    house.put("schemas/p/provider.toml", "nothing = 1");
    let provider = parts::read(&schemas, "p").expect("a provider");
    let generated = parts::generate(&provider, &Options { runtime }).expect("a thread");
    let before = house.texts("out");
    assert_eq!(
        parts::write(&provider, &folder, &generated).expect_err("an error").exit,
        Exit::Found
    );
    assert!(house.texts("out") == before);
}
