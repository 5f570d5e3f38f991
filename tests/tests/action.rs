//! One provider as an action of a build engine: what it writes follows from what it is given, and it writes nowhere else.

use cratemill::provider::sha256;
use cratemill_cli::Exit;
use end_to_end::upstream::tells;
use end_to_end::{House, files};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

const OLD: &str = r#"{ "type": "object", "properties": { "x": { "type": "string", "examples": ["a"] } } }"#;
const NEW: &str = r#"{ "type": "object", "properties": { "x": { "type": "integer" } } }"#;

fn house() -> House {
    House::with_crates(&[
        ("p/json-schema/a.json", OLD),
        ("p/examples/a.json", r#"{ "x": "b" }"#),
        ("p/provider.toml", "display_name = \"Pea\"\n"),
    ])
}

/// Runs the action of `p` in a house, with more words.
fn action(house: &House, previous: &str, lock: &str, more: &[&str]) -> end_to_end::Outcome {
    let at = |path: &str| match path {
        "none" => path.to_owned(),
        path => house.at(path).display().to_string(),
    };
    let words = [
        ["--provider", &at("schemas/p")],
        ["--previous", &at(previous)],
        ["--lock", &at(lock)],
        ["--out", &at("o/out")],
        ["--depfile", &at("o/result.d")],
        ["--result", &at("o/result.json")],
    ];
    let words: Vec<&str> = words.iter().flatten().copied().collect();
    house.xtask(&[&["action"], &words[..], more].concat())
}

fn result(house: &House) -> serde_json::Value {
    serde_json::from_str(&house.text("o/result.json")).expect("a result")
}

/// All files below a folder, by their path from there.
fn below(folder: &Path) -> BTreeMap<String, String> {
    let of = |path: &Path| path.strip_prefix(folder).expect("a file below").display().to_string();
    files(folder)
        .iter()
        .map(|path| (of(path), fs::read_to_string(path).expect("a file")))
        .collect()
}

#[test]
fn an_action_writes_what_codegen_writes_and_says_all_of_it() {
    let house = house();
    tells(action(&house, "none", "none", &[]), Exit::Fine, &[]);
    assert!(
        !house.at("schemas/p/names.lock").exists(),
        "its own folder stays as it is"
    );
    assert_eq!(below(&house.at("generated")).len(), 1, "and the crates do");
    tells(house.xtask(&["codegen"]), Exit::Fine, &[]);
    assert_eq!(below(&house.at("o/out/crate")), below(&house.at("generated/p")));
    assert_eq!(house.text("o/out/names.lock"), house.text("schemas/p/names.lock"));

    let result = result(&house);
    assert_eq!((&result["status"], &result["provider"]), (&"made".into(), &"p".into()));
    assert_eq!(
        (&result["crate"], &result["version"]),
        (&"p-types".into(), &"0.1.0".into())
    );
    assert_eq!(result["counts"]["schemas"], 1);
    assert_eq!(result["drift"]["changes"], serde_json::json!([]));
    let said = result["outputs"].as_object().expect("outputs");
    let there = below(&house.at("o/out"));
    assert_eq!(
        said.keys().collect::<BTreeSet<_>>(),
        there.keys().collect::<BTreeSet<_>>()
    );
    for (path, bytes) in &there {
        assert_eq!(said[path]["sha256"], sha256(bytes.as_bytes()).as_str(), "{path}");
        assert_eq!(said[path]["bytes"], bytes.len(), "{path}");
    }
    let depfile = house
        .text("o/result.d")
        .replace(&format!("{}/", house.at("").display()), "");
    let read: Vec<&str> = depfile
        .split_whitespace()
        .filter(|word| *word != "\\")
        .skip(1)
        .collect();
    let inputs = ["examples/a.json", "json-schema/a.json", "provider.toml"].map(|path| format!("/schemas/p/{path}"));
    assert_eq!(read.len(), 3, "{depfile}");
    assert!(
        read.iter().zip(&inputs).all(|(read, input)| read.ends_with(input)),
        "{depfile}"
    );
}

/// Runs the action of `p` of a house as a process of its own, in a folder and with variables; the files that it wrote.
fn elsewhere(house: &House, here: &Path, variables: &[(&str, &str)]) -> BTreeMap<String, String> {
    let at = |path: &str| house.at(path).into_os_string();
    let output = Command::new(env!("CARGO_BIN_EXE_tool"))
        .args(["action", "--lock", "none", "--provider"])
        .arg(at("schemas/p"))
        .args(["--previous", "none", "--out"])
        .arg(at("o/out"))
        .arg("--depfile")
        .arg(at("o/result.d"))
        .arg("--result")
        .arg(at("o/result.json"))
        .current_dir(here)
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .expect("the tool");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let depfile = house
        .text("o/result.d")
        .replace(&house.at("").display().to_string(), "");
    house.put("o/result.d", &depfile);
    below(&house.at("o"))
}

#[test]
fn nothing_but_what_the_depfile_lists_decides() {
    let house = house();
    for decoy in [
        "names.lock",
        "README.md",
        "json-schema/.hidden.json",
        "examples/notes.txt",
        "more/a.json",
    ] {
        house.put(&format!("schemas/p/{decoy}"), "{ not read");
    }
    let first = elsewhere(&house, &house.at(""), &[]);
    let only = House::new(&[]);
    let depfile = house.text("o/result.d");
    for path in depfile.split_whitespace().filter(|word| word.starts_with("schemas/")) {
        only.put(path, &house.text(path));
    }
    assert_eq!(files(&only.at("schemas")).len(), 3);
    let variables = [
        ("TZ", "Asia/Tokyo"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("HOME", "/nowhere"),
        ("SOURCE_DATE_EPOCH", "1"),
        ("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR")),
        ("RUST_BACKTRACE", "1"),
    ];
    assert_eq!(elsewhere(&only, Path::new("/"), &variables), first);
}

#[test]
fn the_key_is_that_of_the_inputs_wherever_they_lie() {
    let key = |house: &House, lock: &str, more: &[&str]| {
        let outcome = action(house, "none", lock, &[&["--key"], more].concat());
        assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
        outcome.out.trim().to_owned()
    };
    let [one, two] = [house(), house()];
    let first = key(&one, "none", &[]);
    assert_eq!(first.len(), 64);
    assert!(!one.at("o").exists(), "nothing is written");
    assert_eq!(key(&two, "none", &[]), first, "another folder");
    tells(action(&one, "none", "none", &[]), Exit::Fine, &[]);
    assert_eq!(result(&one)["key"], first.as_str());

    two.put("schemas/p/names.lock", "[names]\n");
    assert_eq!(key(&two, "none", &[]), first, "the folder's lock is none of its inputs");
    let mut seen = BTreeSet::from([
        first,
        key(&two, "schemas/p/names.lock", &[]),
        key(&two, "none", &["--runtime", "0.2"]),
        key(&two, "none", &["--runtime", "path:../x"]),
        key(&two, "none", &["--types-only"]),
        key(&two, "none", &["--name", "q"]),
    ]);
    two.put("schemas/p/json-schema/a.json", NEW);
    seen.insert(key(&two, "none", &[]));
    two.put("schemas/p/json-schema/pipe.json", "");
    seen.insert(key(&two, "none", &[]));
    assert_eq!(seen.len(), 8);
}

#[test]
fn a_version_follows_from_the_one_before() {
    let house = house();
    tells(house.xtask(&["codegen"]), Exit::Fine, &[]);
    for (path, text) in house.texts("generated/p") {
        let path = path.strip_prefix(house.at("generated")).expect("a crate").to_owned();
        house.put(&format!("before/{}", path.display()), &text);
    }
    house.put("before/names.lock", &house.text("schemas/p/names.lock"));
    house.put("schemas/p/json-schema/a.json", NEW);
    tells(action(&house, "before/p", "before/names.lock", &[]), Exit::Fine, &[]);
    let result = result(&house);
    assert_eq!(result["version"], "0.2.0");
    assert_eq!(result["drift"]["rust"], "breaking", "{}", result["drift"]);
    tells(house.xtask(&["codegen"]), Exit::Fine, &["0.1.0 -> 0.2.0"]);
    assert_eq!(below(&house.at("o/out/crate")), below(&house.at("generated/p")));
    assert_eq!(below(&house.at("o/out/history")), below(&house.at("schemas/p/history")));

    // Of the schemas alone the same is known but for the examples.
    let schemas = "before/p/src/schema.json";
    let of_folder = result["drift"]["changes"].as_array().expect("changes").len();
    tells(action(&house, schemas, "before/names.lock", &[]), Exit::Fine, &[]);
    let result = self::result(&house);
    let of_file = result["drift"]["changes"].as_array().expect("changes").len();
    assert_eq!((of_folder, of_file, &result["version"]), (2, 1, &"0.2.0".into()));

    house.put(schemas, "<<<<<<<");
    let outcome = action(&house, schemas, "before/names.lock", &[]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    assert!(
        self::result(&house)["drift"].is_null(),
        "what is not known is not told as nothing"
    );
}

#[test]
fn what_can_not_be_made_is_a_result_too_and_only_what_an_action_wrote_goes() {
    let house = house();
    house.put("schemas/p/provider.toml", "<<<<");
    house.put("o/out/crate/old.rs", "half of");
    house.put("o/out/names.lock", "a crate");
    tells(action(&house, "none", "none", &[]), Exit::Found, &[]);
    let result = result(&house);
    assert_eq!(result["status"], "failed");
    assert_eq!(result["diagnostics"][0]["code"], "CM0002");
    assert_eq!(result["diagnostics"][0]["severity"], "error");
    assert!(below(&house.at("o/out")).is_empty());

    house.put("o/out/mine.txt", "kept");
    tells(
        action(&house, "none", "none", &[]),
        Exit::Usage,
        &["mine.txt", "empty folder"],
    );
    assert_eq!(house.text("o/out/mine.txt"), "kept");
    tells(action(&house, "gone", "none", &[]), Exit::CouldNotRun, &["can't read"]);
    tells(
        action(&house, "none", "none", &["--runtime", "x"]),
        Exit::Usage,
        &["`path:DIR`"],
    );
    tells(
        action(&house, "none", "none", &["--memory", "1"]),
        Exit::Usage,
        &["too little"],
    );
}

/// Runs the action of `p` as a process of its own, since its limits are those of a process; the status that it tells.
fn confined(house: &House, limit: [&str; 2]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_tool"))
        .args([
            "action",
            "--provider",
            "schemas/p",
            "--previous",
            "none",
            "--lock",
            "none",
        ])
        .args(["--out", "out", "--depfile", "d", "--result", "r.json"])
        .args(limit)
        .current_dir(house.at(""))
        .output()
        .expect("the tool");
    let text = String::from_utf8_lossy(&output.stderr);
    let result = fs::read_to_string(house.at("r.json")).unwrap_or_else(|_| panic!("no result: {text}"));
    let result: serde_json::Value = serde_json::from_str(&result).expect("a result");
    (
        output.status.code(),
        result["status"].as_str().expect("a status").to_owned(),
    )
}

#[cfg(target_os = "linux")]
#[test]
fn a_hostile_provider_takes_no_more_than_it_may() {
    let house = house();
    let status = |limit| confined(&house, limit);
    for memory in ["4096", "512"] {
        assert_eq!(status(["--memory", memory]), (Some(0), "made".to_owned()));
    }
    assert_eq!(status(["--seconds", "600"]), (Some(0), "made".to_owned()));
    // Alone it is more than half of what is left beside the stack.
    let file = fs::File::create(house.at("schemas/p/json-schema/b.json")).expect("a file");
    file.set_len(140 << 20).expect("a sparse file");
    assert_eq!(status(["--memory", "512"]), (Some(1), "out of memory".to_owned()));
    // The digest of so much alone takes longer.
    assert_eq!(status(["--seconds", "1"]), (Some(1), "out of time".to_owned()));
}
