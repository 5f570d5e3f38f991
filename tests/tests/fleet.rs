//! The workflow for very many providers, its steps executed here: a plan, shards, and what they found proposed.

use end_to_end::House;
use end_to_end::upstream::Repository;
use end_to_end::workflow::{self, Step, git};
use std::collections::BTreeMap;
use std::fs;

const OLD: &str = r#"{ "type": "object", "properties": { "x": { "type": "string" } } }"#;
const NEW: &str = r#"{ "type": "object", "properties": { "x": { "type": "integer" } } }"#;
const TOOL: &str = env!("CARGO_BIN_EXE_tool");

fn steps() -> BTreeMap<(String, usize), Step> {
    let mut steps = BTreeMap::new();
    for step in workflow::steps("fleet.yml") {
        let number = (0..)
            .find(|number| !steps.contains_key(&(step.job.clone(), *number)))
            .expect("a number");
        steps.insert((step.job.clone(), number), step);
    }
    steps
}

/// Runs the steps of a job in a fresh checkout, as each job has one.
fn job(house: &House, name: &str, value: &dyn Fn(&str) -> String) -> (bool, String) {
    let folder = house.at("work");
    fs::remove_dir_all(&folder).ok();
    git(&house.at(""), &["clone", "--quiet", "origin", "work"]);
    for (key, text) in [("user.name", "a shard"), ("user.email", "shard@example.com")] {
        git(&folder, &["config", key, text]);
    }
    let mut told = String::new();
    for (_, step) in steps().into_iter().filter(|((job, _), _)| job == name) {
        let (fine, text) = workflow::run(house, "work", TOOL, &step, value);
        told += &text;
        if !fine {
            return (false, told);
        }
    }
    (true, told)
}

/// One run of the workflow: what each job said, and whether all went well. Of the shards the last comes first.
fn run(house: &House) -> (bool, String) {
    fs::remove_dir_all(house.at("temp")).ok();
    fs::create_dir_all(house.at("temp")).expect("a folder");
    let none = |expression: &str| panic!("{expression}");
    let (mut fine, mut told) = job(house, "plan", &none);
    assert!(fine, "{told}");
    let output = house.text("temp/output");
    let said = |key: &str| {
        let found = output
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        found.unwrap_or_else(|| panic!("no {key}: {output}")).to_owned()
    };
    let count = said("count");
    let shards = said("shards");
    let shards: Vec<&str> = shards.trim_matches(['[', ']']).split(',').collect();
    assert_eq!(shards.len().to_string(), count, "{output}");
    for shard in shards.iter().rev() {
        let value = |expression: &str| match expression {
            "${{ matrix.shard }}" => (*shard).to_owned(),
            "${{ needs.plan.outputs.count }}" => count.clone(),
            other => panic!("{other}"),
        };
        let (well, text) = job(house, "shard", &value);
        fine &= well;
        told += &text;
    }
    let value = |expression: &str| match expression {
        "${{ github.token }}" => "a token".to_owned(),
        "${{ github.ref_name }}" => "main".to_owned(),
        other => panic!("{other}"),
    };
    let (well, text) = job(house, "merge", &value);
    (fine && well, told + &text)
}

#[test]
fn shards_find_what_is_new_and_only_their_providers_files_are_proposed() {
    let house = House::new(&[]);
    let [up, same] = workflow::three_providers(&house, "first", TOOL, OLD);
    let first = Repository::new(&house.at("first"), &[]);
    git(
        &house.at(""),
        &["init", "--quiet", "--bare", "--initial-branch", "main", "origin"],
    );
    first.git(&["remote", "add", "origin", &house.at("origin").display().to_string()]);
    first.git(&["push", "--quiet", "origin", "main"]);
    let origin = house.at("origin");
    let main = git(&origin, &["rev-parse", "main"]);

    let (fine, told) = run(&house);
    assert!(
        fine && told.contains("2 providers in 1 shards") && told.contains("0 proposed"),
        "{told}"
    );
    assert!(!house.at("temp/asked").exists(), "there was no news");
    let summary = house.text("temp/summary.md");
    assert!(
        summary.contains("# 2 providers\n") && summary.contains("| made | 2 |"),
        "{summary}"
    );

    up.commit(&[("a.json", NEW)], "2026-02-03");
    let (fine, told) = run(&house);
    assert!(fine && told.contains("1 proposed"), "{told}");
    let asked = house.text("temp/asked");
    assert!(asked.contains("pr create --head update/changed --base main"), "{asked}");
    let body = house.text("temp/asked.body");
    for expected in ["# changed-types", "## Breaking (1)", "The tests of the crate pass."] {
        assert!(body.contains(expected), "{expected:?} is not in\n{body}");
    }
    assert_eq!(git(&origin, &["rev-parse", "main"]), main);
    assert!(workflow::proposed(&origin).contains("generated/changed/Cargo.toml"));

    // A source is gone, and what a shard says of another provider's files, or of a script, is not believed.
    same.git(&["checkout", "--quiet", "--detach"]);
    fs::remove_dir_all(house.at("same/.git")).expect("a folder");
    let (fine, told) = run(&house);
    assert!(!fine && told.contains("::error::same could not be updated"), "{told}");
    let patch = house.text("temp/news/changed.patch");
    let evil = "diff --git a/.github/x.yml b/.github/x.yml\nnew file mode 100644\n--- /dev/null\n+++ b/.github/x.yml\n\
                @@ -0,0 +1 @@\n+on: push\n";
    house.put("temp/news/changed.patch", &format!("{patch}{evil}"));
    house.put("temp/news/other.patch", evil);
    let value = |expression: &str| match expression {
        "${{ github.token }}" => "a token".to_owned(),
        _ => "main".to_owned(),
    };
    let (fine, told) = job(&house, "merge", &value);
    assert!(
        !fine && told.contains("::error::the patch of other does not apply"),
        "{told}"
    );
    workflow::proposed(&origin);
}

#[test]
fn a_plan_has_no_more_shards_than_a_matrix_takes() {
    let house = House::new(&[]);
    let plan = steps().remove(&("plan".to_owned(), 0)).expect("a plan");
    let none = |expression: &str| panic!("{expression}");
    for (providers, expected) in [(0, "count=0\nshards=[]\n"), (41, "count=2\nshards=[1,2]\n")] {
        house.put(
            "tool",
            &format!("#!/usr/bin/env bash\n[ \"$*\" = 'update --list' ] && seq {providers}\n"),
        );
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(house.at("tool"), mode).expect("a program");
        house.put("temp/output", "");
        let tool = house.at("tool").display().to_string();
        let (fine, told) = workflow::run(&house, "", &tool, &plan, &none);
        assert!(fine, "{told}");
        assert_eq!(house.text("temp/output"), expected);
    }
    house.put("tool", "#!/usr/bin/env bash\nseq 20000\n");
    house.put("temp/output", "");
    workflow::run(&house, "", &house.at("tool").display().to_string(), &plan, &none);
    let output = house.text("temp/output");
    assert!(
        output.starts_with("count=256\n") && output.ends_with(",256]\n"),
        "{output}"
    );
}
