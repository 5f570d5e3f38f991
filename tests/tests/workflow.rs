//! The workflow that GitHub runs, its steps executed here: `gh` and the tests of crates stand in, all else is real.

use end_to_end::upstream::Repository;
use end_to_end::{House, workspace};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const OLD: &str = r#"{ "type": "object", "properties": { "x": { "type": "string" } } }"#;
const NEW: &str = r#"{ "type": "object", "properties": { "x": { "type": "integer" } } }"#;

/// What stands for `cargo`: the tool itself, and tests that pass.
const CARGO: &str = "#!/usr/bin/env bash\nif [ \"$1\" = xtask ]; then shift; exec \"$TOOL\" \"$@\"; fi\n\
                     [ \"$1\" = test ] && [ -f \"$3\" ]\n";

/// What stands for `gh`: it writes down what it is asked, and knows the pull request that it was asked to create.
const GH: &str = "#!/usr/bin/env bash\nset -e\n[ -n \"$GH_TOKEN\" ]\necho \"$*\" >> \"$ASKED\"\ncase \"$2\" in\n\
                  list) [ ! -f \"$ASKED.pr\" ] || echo 7 ;;\n\
                  create) touch \"$ASKED.pr\"; cp \"${@: -1}\" \"$ASKED.body\" ;;\n\
                  edit) cp \"${@: -1}\" \"$ASKED.body\" ;;\nesac\n";

/// One step of the workflow that runs a script.
#[derive(Debug, Default)]
struct Step {
    name: String,
    env: BTreeMap<String, String>,
    script: String,
}

/// The steps, as far as this workflow uses YAML: by indentation.
fn steps(workflow: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let (mut inside, mut env) = (false, false);
    for line in workflow.lines() {
        let indent = line.len() - line.trim_start().len();
        let words = line.trim();
        if line.starts_with("      - ") {
            steps.push(Step::default());
            (inside, env) = (false, false);
        }
        let Some(step) = steps.last_mut() else { continue };
        if inside && (indent >= 10 || words.is_empty()) {
            step.script.push_str(line.get(10..).unwrap_or_default());
            step.script.push('\n');
            continue;
        }
        inside = words == "run: |";
        if env && indent == 10 {
            let (key, value) = words.split_once(": ").expect("a variable");
            step.env.insert(key.to_owned(), value.to_owned());
            continue;
        }
        env = words == "env:";
        if let Some(name) = words.trim_start_matches("- ").strip_prefix("name: ") {
            step.name = name.to_owned();
        }
    }
    steps.retain(|step| !step.script.is_empty());
    steps
}

/// A checkout with an origin, and what GitHub gives a run.
fn run(house: &House, checkout: &str) -> (bool, String) {
    let workflow = fs::read_to_string(workspace().join(".github/workflows/update.yml")).expect("the workflow");
    let steps = steps(&workflow);
    assert_eq!(steps.len(), 2, "{steps:?}");
    for (name, text) in [("cargo", CARGO), ("gh", GH)] {
        house.put(&format!("bin/{name}"), text);
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(house.at(&format!("bin/{name}")), mode).expect("a program");
    }
    fs::create_dir_all(house.at("temp")).expect("a folder");
    let path = std::env::var("PATH").expect("a path");
    let mut told = String::new();
    for step in steps {
        assert!(
            !step.script.contains("${{"),
            "an expression in a script can be anything: {}",
            step.name
        );
        house.put("temp/script", &step.script);
        let mut command = Command::new("bash");
        command
            .args(["--noprofile", "--norc", "-eo", "pipefail"])
            .arg(house.at("temp/script"));
        for (key, value) in &step.env {
            let value = match value.as_str() {
                "${{ github.token }}" => "a token",
                "${{ github.ref_name }}" => "main",
                other => panic!("{key}: {other}"),
            };
            command.env(key, value);
        }
        let output = command
            .current_dir(house.at(checkout))
            .env("PATH", format!("{}:{path}", house.at("bin").display()))
            .env("TOOL", env!("CARGO_BIN_EXE_tool"))
            .env("ASKED", house.at("temp/asked"))
            .env("RUNNER_TEMP", house.at("temp"))
            .env("GITHUB_STEP_SUMMARY", house.at("temp/summary.md"))
            .env_remove("CARGO_MANIFEST_DIR")
            .output()
            .expect("bash");
        told += &String::from_utf8_lossy(&output.stdout);
        told += &String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return (false, told);
        }
    }
    (true, told)
}

/// What `git` prints in a folder.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("git");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn each_provider_with_news_gets_one_pull_request() {
    let house = House::new(&[]);
    let [up, same] = ["up", "same"].map(|name| Repository::new(&house.at(name), &[("a.json", OLD)]));
    let file = |text: &str| format!("[source]\ngit = \"{}\"\n", house.at(text).display());
    house.put(
        "work/Cargo.toml",
        "[workspace]\nmembers = [\"generated/*\"]\nexclude = [\"generated/README.md\"]\n",
    );
    house.put("work/Cargo.lock", "version = 4\n");
    house.put("work/generated/README.md", "");
    for (provider, source) in [
        ("changed", file("up")),
        ("same", file("same")),
        ("by-hand", String::new()),
    ] {
        house.put(&format!("work/schemas/{provider}/provider.toml"), &source);
        house.put(&format!("work/schemas/{provider}/json-schema/a.json"), OLD);
    }
    let tool = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tool"));
        command
            .args(words)
            .current_dir(house.at("work"))
            .env_remove("CARGO_MANIFEST_DIR");
        command.output().expect("the tool").status.success()
    };
    assert!(tool(&["update"]) && tool(&["codegen"]));
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
    assert_eq!(
        git(&origin, &["branch", "--format=%(refname:short)"]),
        "main\nupdate/changed"
    );
    let files = git(&origin, &["diff", "--name-only", "main", "update/changed"]);
    let ours = |file: &str| file.starts_with("schemas/changed/") || file.starts_with("generated/changed/");
    assert!(
        files.lines().all(ours) && files.contains("schemas/changed/history/0.2.0.json"),
        "{files}"
    );

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
