//! `cargo xtask add` and `update` on repositories and folders made here: each ends as a user would want, and nothing is half-written.

use cratemill_cli::Exit;
use cratemill_cli::update::Means;
use end_to_end::House;
use end_to_end::upstream::{Repository, tells};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;

const OLD: &str = r#"{ "type": "object", "properties": { "x": { "type": "string" } } }"#;
const NEW: &str = r#"{ "type": "object", "properties": { "x": { "type": "integer" } } }"#;

/// Every file that is vendored, with its text.
fn vendored(house: &House, provider: &str) -> Vec<(PathBuf, String)> {
    let mut files = house.texts(&format!("schemas/{provider}"));
    files.retain(|(path, _)| !path.ends_with("names.lock") && !path.ends_with("provider.toml"));
    files.retain(|(path, _)| !path.starts_with(house.at(&format!("schemas/{provider}/history"))));
    files
}

#[test]
fn a_repository_is_added_followed_and_pinned() {
    let house = House::with_crates(&[]);
    let files = [
        ("json-schema/a.json", OLD),
        ("examples/a.json", r#"{"x": "y"}"#),
        ("package.json", "{}"),
    ];
    let upstream = Repository::new(&house.at("up"), &files);
    let first = upstream.git(&["rev-parse", "HEAD"]);
    let from = house.at("up").display().to_string();
    tells(
        house.xtask(&["add", "p", "--from", &from]),
        Exit::Fine,
        &["p: 2 files", "of 2026-01-02", "1 provider: done"],
    );
    assert_eq!(
        house.text("schemas/p/provider.toml"),
        "[source]\ngit = \"../../up\"\nschemas = \"json-schema\"\nexamples = \"examples\"\n"
    );
    assert_eq!(house.text("schemas/p/json-schema/a.json"), OLD);
    assert!(house.text("schemas/p/source.lock").contains(&first));
    assert!(house.at("generated/p/Cargo.toml").is_file());
    tells(
        house.xtask(&["add", "p", "--from", &from]),
        Exit::Usage,
        &["there is a provider `p` already"],
    );
    tells(house.xtask(&["update"]), Exit::Fine, &["p: up to date, revision"]);

    // A commit elsewhere in the repository is no news, and moves nothing.
    upstream.commit(&[("package.json", "{ }")], "2026-02-03");
    let before = house.texts("");
    tells(
        house.xtask(&["update"]),
        Exit::Fine,
        &["up to date: the files of revision", "of 2026-02-03"],
    );
    let without_git = |files: Vec<(PathBuf, String)>| -> Vec<_> {
        files
            .into_iter()
            .filter(|(path, _)| !path.starts_with(house.at("up")))
            .collect()
    };
    assert!(without_git(house.texts("")) == without_git(before));

    let second = upstream.commit(
        &[("json-schema/a.json", NEW), ("json-schema/b.json", OLD)],
        "2026-03-04",
    );
    let told = [
        "p: files: 1 added, 1 changed; revision",
        "of 2026-03-04",
        "2 breaking",
        "breaking: `A",
    ];
    let before = house.texts("schemas");
    tells(house.xtask(&["update", "--dry-run"]), Exit::Fine, &told);
    assert!(house.texts("schemas") == before, "nothing is written");
    tells(house.xtask(&["update", "p"]), Exit::Fine, &told);
    assert_eq!(house.text("schemas/p/json-schema/a.json"), NEW);
    let lock = house.text("schemas/p/source.lock");
    assert!(lock.contains(&second) && lock.contains("2026-03-04"), "{lock}");
    assert!(house.text("generated/p/src/a.rs").contains("i64"));
    tells(house.xtask(&["codegen", "--check"]), Exit::Fine, &["up to date"]);

    upstream.commit(&[("json-schema/b.json", "")], "2026-03-05");
    tells(house.xtask(&["update"]), Exit::Fine, &["p: files: 1 gone"]);
    assert!(!house.at("schemas/p/json-schema/b.json").exists());
}

#[test]
fn a_branch_a_tag_or_a_commit_is_followed() {
    let house = House::with_crates(&[]);
    let upstream = Repository::new(&house.at("up"), &[("v1/a.json", OLD)]);
    let first = upstream.git(&["rev-parse", "HEAD"]);
    upstream.git(&["tag", "--annotate", "v1", "--message", "v1"]);
    upstream.git(&["branch", "feature/main"]);
    upstream.commit(&[("v1/a.json", NEW)], "2026-02-03");
    let from = house.at("up").display().to_string();
    for (name, follow, text) in [
        ("tag", "v1", OLD),
        ("commit", first.as_str(), OLD),
        ("branch", "main", NEW),
    ] {
        let words = ["add", name, "--from", &from, "--follow", follow, "--path", "v1/a.json"];
        tells(house.xtask(&words), Exit::Fine, &["1 provider: done"]);
        assert_eq!(
            house.text(&format!("schemas/{name}/json-schema/a.json")),
            text,
            "{follow}"
        );
        tells(house.xtask(&["update", name]), Exit::Fine, &["up to date, revision"]);
    }
    let words = ["add", "none", "--from", &from, "--follow", "v9"];
    tells(house.xtask(&words), Exit::Found, &["v9", "nothing was written"]);
    assert!(!house.at("schemas/none").exists());
}

#[test]
fn a_repository_that_cannot_be_had_changes_nothing() {
    let manifest = "[source]\ngit = \"../../gone\"\n";
    let house = House::with_crates(&[("p/json-schema/a.json", OLD), ("p/provider.toml", manifest)]);
    let before = house.texts("schemas");
    tells(
        house.xtask(&["update"]),
        Exit::Found,
        &["error: `p`:", "gone", "nothing of it was written"],
    );
    assert!(house.texts("schemas") == before);
    // Neither does one whose schemas can't be read any more.
    let upstream = Repository::new(&house.at("gone"), &[("a.json", OLD)]);
    tells(house.xtask(&["update"]), Exit::Fine, &["1 provider: done"]);
    upstream.commit(&[("a.json", "<<<<")], "2026-02-03");
    let before = (house.texts("schemas"), house.texts("generated"));
    tells(
        house.xtask(&["update"]),
        Exit::Found,
        // The file that is at fault is upstream's, and not the one on disk.
        &[
            "error[CM0008]",
            "../../gone, revision ",
            " of 2026-02-03: a.json:1:",
            "left as it was",
        ],
    );
    assert!((house.texts("schemas"), house.texts("generated")) == before);
}

#[test]
fn links_in_a_repository_or_a_folder_are_left_out() {
    let house = House::with_crates(&[]);
    let upstream = Repository::new(&house.at("up"), &[("a.json", OLD)]);
    std::os::unix::fs::symlink("/etc/hostname", house.at("up/link.json")).expect("a link");
    upstream.commit(&[], "2026-02-03");
    for (name, from) in [("git", "up"), ("folder", "plain")] {
        if name == "folder" {
            std::fs::rename(house.at("up"), house.at("plain")).expect("moved");
            std::fs::remove_dir_all(house.at("plain/.git")).expect("removed");
        }
        let from = house.at(from).display().to_string();
        tells(
            house.xtask(&["add", name, "--from", &from]),
            Exit::Fine,
            &["left out: `link.json`"],
        );
        let files: Vec<_> = vendored(&house, name).into_iter().map(|(path, _)| path).collect();
        let expected = ["json-schema/a.json", "source.lock"].map(|file| house.at(&format!("schemas/{name}/{file}")));
        assert_eq!(files, expected);
    }
    house.put("plain/a.json", NEW);
    tells(house.xtask(&["update", "folder"]), Exit::Fine, &["files: 1 changed"]);
    tells(
        house.xtask(&["update", "folder"]),
        Exit::Fine,
        &["up to date, revision"],
    );
}

#[test]
fn what_was_changed_by_hand_is_told_and_not_lost() {
    let house = House::with_crates(&[]);
    let upstream = Repository::new(&house.at("up"), &[("a.json", OLD)]);
    let from = house.at("up").display().to_string();
    tells(house.xtask(&["add", "p", "--from", &from]), Exit::Fine, &[]);
    house.put("schemas/p/json-schema/a.json", &OLD.replace("string", "boolean"));
    house.put("schemas/p/json-schema/own.json", OLD);
    tells(
        house.xtask(&["codegen"]),
        Exit::Fine,
        &[
            "warning[CM0020]: the file is not what was fetched",
            "the file was not fetched",
        ],
    );
    upstream.commit(&[("a.json", NEW)], "2026-02-03");
    let before = house.texts("schemas");
    let told = [
        "would be lost",
        "json-schema/a.json",
        "json-schema/own.json",
        "--discard",
    ];
    tells(house.xtask(&["update"]), Exit::Found, &told);
    assert!(house.texts("schemas") == before);
    tells(house.xtask(&["update", "--discard"]), Exit::Fine, &[]);
    assert_eq!(house.text("schemas/p/json-schema/a.json"), NEW);
    assert!(!house.at("schemas/p/json-schema/own.json").exists());
}

#[test]
fn a_provider_without_a_source_is_told_so() {
    let house = House::with_crates(&[("p/json-schema/a.json", OLD)]);
    tells(house.xtask(&["update"]), Exit::Fine, &["`p`: no source to update from"]);
    tells(
        house.xtask(&["update", "p"]),
        Exit::Usage,
        &["`p`: no source to update from", "`[source]`"],
    );
}

/// The environment of the process that is killed: the house, the words of its command, and at which step.
const HOUSE: &str = "HOUSE_OF_THE_KILLED";
const WORDS: &str = "WORDS_OF_THE_KILLED";
const STEP: &str = "STEP_OF_THE_KILLED";

/// This test runs itself as another process, which a signal ends that no program can catch.
#[test]
fn an_update_that_is_killed_at_any_step_leaves_the_old_files_or_the_new_ones() {
    if be_killed() {
        return;
    }
    let (mut old_left, mut new_left) = (0, 0);
    for step in 0.. {
        let house = House::with_crates(&[]);
        let files = [("json-schema/a.json", OLD), ("examples/a.json", r#"{"x": "y"}"#)];
        let upstream = Repository::new(&house.at("up"), &files);
        let from = house.at("up").display().to_string();
        tells(house.xtask(&["add", "p", "--from", &from]), Exit::Fine, &[]);
        let old = vendored(&house, "p");
        upstream.commit(
            &[("json-schema/a.json", NEW), ("examples/a.json", r#"{"x": 1}"#)],
            "2026-02-03",
        );
        let killed = killed(&house, step, "update");
        // Whoever only looks does not write.
        let looked = house.xtask(&["codegen", "--check"]);
        let unfinished = house.at("schemas/p/.cratemill.update").exists();
        assert!(looked.exit == Exit::Found || !unfinished, "{step}: {}", looked.err);
        assert_eq!(
            unfinished,
            looked.err.contains("was cut short"),
            "{step}: {}",
            looked.err
        );
        tells(house.xtask(&["codegen"]), Exit::Fine, &[]);
        let left = vendored(&house, "p");
        tells(house.xtask(&["codegen", "--check"]), Exit::Fine, &["up to date"]);
        tells(house.xtask(&["update"]), Exit::Fine, &[]);
        let new = vendored(&house, "p");
        assert_eq!(house.text("schemas/p/json-schema/a.json"), NEW, "{step}");
        assert!(left == old || left == new, "{step}: {left:#?}");
        assert!(old != new && !house.at("schemas/p/.cratemill.update").exists());
        // However often it was begun, it is one change.
        let changelog = house.text("generated/p/CHANGELOG.md");
        assert_eq!(changelog.matches("\n## ").count(), 2, "{step}: {changelog}");
        assert!(changelog.contains("\n## 0.2.0\n"), "{step}: {changelog}");
        left_over(&house);
        if !killed {
            break;
        }
        old_left += usize::from(left == old);
        new_left += usize::from(left == new);
    }
    assert!(old_left >= 4 && new_left >= 12, "{old_left} {new_left}");
}

#[test]
fn a_provider_whose_adding_is_killed_at_any_step_is_there_or_is_not() {
    if be_killed() {
        return;
    }
    let (mut without, mut with) = (0, 0);
    for step in 0.. {
        let house = House::with_crates(&[]);
        Repository::new(&house.at("up"), &[("a.json", OLD)]);
        let words = format!("add p --from {}", house.at("up").display());
        let killed = killed(&house, step, &words);
        if house.at("schemas/p").exists() {
            with += 1;
            tells(house.xtask(&["codegen"]), Exit::Fine, &["1 provider: done"]);
        } else {
            without += 1;
            let words: Vec<&str> = words.split(' ').collect();
            tells(house.xtask(&words), Exit::Fine, &["1 provider: done"]);
        }
        let files: Vec<_> = vendored(&house, "p").into_iter().map(|(path, _)| path).collect();
        let expected = ["json-schema/a.json", "source.lock"].map(|file| house.at(&format!("schemas/p/{file}")));
        assert_eq!(files, expected, "{step}");
        tells(house.xtask(&["update"]), Exit::Fine, &["p: up to date"]);
        left_over(&house);
        if !killed {
            break;
        }
    }
    assert!(without >= 3 && with >= 2, "{without} {with}");
}

/// Expects that nothing is left of runs that were cut short.
#[track_caller]
fn left_over(house: &House) {
    for folder in ["", "schemas", "schemas/p", "generated"] {
        let entries = std::fs::read_dir(house.at(folder)).expect("a folder").flatten();
        let hidden = entries
            .map(|entry| entry.file_name())
            .filter(|name| name.to_string_lossy().starts_with('.'));
        assert_eq!(hidden.collect::<Vec<_>>(), Vec::<std::ffi::OsString>::new(), "{folder}");
    }
}

/// Runs the present test as another process; whether it was killed before its end.
fn killed(house: &House, step: usize, words: &str) -> bool {
    use std::os::unix::process::ExitStatusExt;
    let this = std::env::current_exe().expect("this program");
    let name = std::thread::current().name().expect("a test's name").to_owned();
    let output = Command::new(this)
        .args(["--exact", &name])
        .env(HOUSE, house.at(""))
        .env(WORDS, words)
        .env(STEP, step.to_string())
        .output()
        .expect("a process");
    let status = output.status;
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        status.success() && told.contains("1 passed") || status.signal() == Some(9),
        "{status}: {told}"
    );
    !status.success()
}

/// Does the work of the process that is killed, if this is it.
fn be_killed() -> bool {
    let [Ok(root), Ok(words), Ok(at)] = [HOUSE, WORDS, STEP].map(std::env::var) else {
        return false;
    };
    let at: usize = at.parse().expect("a number");
    let done = Mutex::new(0);
    let step = |_: &str| {
        let mut done = done.lock().expect("a number");
        if *done == at {
            let me = std::process::id().to_string();
            Command::new("kill").args(["-9", &me]).status().expect("the end");
        }
        *done += 1;
    };
    let means = Means {
        step: &step,
        ..Means::default()
    };
    let words: Vec<&str> = words.split(' ').collect();
    assert_eq!(House::of(&root).xtask_by(&words, &means).exit, Exit::Fine);
    true
}

/// Examples that lie beside schemas, without a folder of schemas, are examples.
#[test]
fn examples_among_schemas_are_none() {
    let house = House::with_crates(&[]);
    house.put("up/a.json", OLD);
    house.put("up/more/b.json", OLD);
    house.put("up/examples/a.json", r#"{"x": "y"}"#);
    let from = house.at("up").display().to_string();
    tells(
        house.xtask(&["add", "p", "--from", &from]),
        Exit::Fine,
        &["1 provider: done"],
    );
    assert_eq!(house.text("schemas/p/examples/a.json"), r#"{"x": "y"}"#);
    assert_eq!(house.text("schemas/p/json-schema/more/b.json"), OLD);
    assert!(!house.at("schemas/p/json-schema/examples").exists());
    tells(house.xtask(&["update"]), Exit::Fine, &["p: up to date"]);
}
