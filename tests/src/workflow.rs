//! Workflows that GitHub runs, their scripts executed here: `gh` and the tests of crates stand in, all else is real.

use crate::upstream::Repository;
use crate::{House, workspace};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What stands for `cargo`: the tool itself, and tests that pass.
const CARGO: &str = "#!/usr/bin/env bash\nif [ \"$1\" = xtask ]; then shift; exec \"$TOOL\" \"$@\"; fi\n\
                     [ \"$1\" = test ] && [ -f \"$3\" ]\n";

/// What stands for `gh`: it writes down what it is asked, and knows the pull request that it was asked to create.
const GH: &str = "#!/usr/bin/env bash\nset -e\n[ -n \"$GH_TOKEN\" ]\necho \"$*\" >> \"$ASKED\"\ncase \"$2\" in\n\
                  list) [ ! -f \"$ASKED.pr\" ] || echo 7 ;;\n\
                  create) touch \"$ASKED.pr\"; cp \"${@: -1}\" \"$ASKED.body\" ;;\n\
                  edit) cp \"${@: -1}\" \"$ASKED.body\" ;;\nesac\n";

/// One step of a workflow that runs a script.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// The job that it is of.
    pub job: String,
    /// Its name.
    pub name: String,
    /// Its variables, as they are written.
    pub env: BTreeMap<String, String>,
    /// What it runs.
    pub script: String,
}

/// The steps of a workflow of this workspace, as far as they use YAML: by indentation.
///
/// # Panics
/// There is no such file, or a line that is not read here.
pub fn steps(file: &str) -> Vec<Step> {
    let workflow = fs::read_to_string(workspace().join(".github/workflows").join(file)).expect("the workflow");
    let mut steps: Vec<Step> = Vec::new();
    let (mut inside, mut env, mut job) = (false, false, "");
    for line in workflow.lines() {
        let indent = line.len() - line.trim_start().len();
        let words = line.trim();
        if indent == 2 && words.ends_with(':') {
            job = words.trim_end_matches(':');
        }
        if line.starts_with("      - ") {
            steps.push(Step {
                job: job.to_owned(),
                ..Step::default()
            });
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
            if !words.starts_with('#') {
                let (key, value) = words.split_once(": ").expect("a variable");
                step.env.insert(key.to_owned(), value.trim_matches('"').to_owned());
            }
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

/// Runs a step in a checkout below a house, by the program `tool`; `value` says what an expression is. Whether it ended well,
/// and what it printed.
///
/// # Panics
/// The script holds an expression, which could be anything, or `bash` can't be started.
pub fn run(house: &House, checkout: &str, tool: &str, step: &Step, value: &dyn Fn(&str) -> String) -> (bool, String) {
    for (name, text) in [("cargo", CARGO), ("gh", GH)] {
        house.put(&format!("bin/{name}"), text);
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(house.at(&format!("bin/{name}")), mode).expect("a program");
    }
    let path = std::env::var("PATH").expect("a path");
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
    for (key, given) in &step.env {
        let given = match given.starts_with("${{") {
            true => value(given),
            false => given.clone(),
        };
        command.env(key, given);
    }
    let output = command
        .current_dir(house.at(checkout))
        .env("PATH", format!("{}:{path}", house.at("bin").display()))
        .env("TOOL", tool)
        .env("ASKED", house.at("temp/asked"))
        .env("RUNNER_TEMP", house.at("temp"))
        .env("GITHUB_STEP_SUMMARY", house.at("temp/summary.md"))
        .env("GITHUB_OUTPUT", house.at("temp/output"))
        .env_remove("CARGO_MANIFEST_DIR")
        .output()
        .expect("bash");
    let told = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (output.status.success(), told.concat())
}

/// What `git` prints in a folder.
///
/// # Panics
/// It can't be started.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("git");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The sources `up` and `same` below a house, each of the one file `a.json`, and in the folder `checkout` three generated
/// providers: `changed` and `same`, which follow them, and `by-hand`, which has no source. `tool` is the program.
///
/// # Panics
/// The tool fails.
pub fn three_providers(house: &House, checkout: &str, tool: &str, schema: &str) -> [Repository; 2] {
    let sources = ["up", "same"].map(|name| Repository::new(&house.at(name), &[("a.json", schema)]));
    let source = |folder: &str| format!("[source]\ngit = \"{}\"\n", house.at(folder).display());
    let workspace = "[workspace]\nmembers = [\"generated/*\"]\nexclude = [\"generated/README.md\"]\n";
    house.put(&format!("{checkout}/Cargo.toml"), workspace);
    house.put(&format!("{checkout}/generated/README.md"), "");
    for (provider, source) in [
        ("changed", source("up")),
        ("same", source("same")),
        ("by-hand", String::new()),
    ] {
        let folder = format!("{checkout}/schemas/{provider}");
        house.put(&format!("{folder}/provider.toml"), &source);
        house.put(&format!("{folder}/json-schema/a.json"), schema);
    }
    for words in ["update", "codegen"] {
        let mut command = Command::new(tool);
        command
            .arg(words)
            .current_dir(house.at(checkout))
            .env_remove("CARGO_MANIFEST_DIR");
        let output = command.output().expect("the tool");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    sources
}

/// That a branch for the provider `changed` is the only one beside `main`, and changes its files alone; these files.
///
/// # Panics
/// It is not so.
pub fn proposed(origin: &Path) -> String {
    let branches = git(origin, &["branch", "--format=%(refname:short)"]);
    assert_eq!(branches, "main\nupdate/changed");
    let files = git(origin, &["diff", "--name-only", "main", "update/changed"]);
    let ours = |file: &str| file.starts_with("schemas/changed/") || file.starts_with("generated/changed/");
    assert!(!files.is_empty() && files.lines().all(ours), "{files}");
    files
}
