//! `cargo scoreboard` as a maintainer runs it.

mod corpus;
mod schemas;
mod unions;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};
use tempfile::TempDir;

/// The runs share a folder, in which what they depend on is compiled once.
static TURN: Mutex<()> = Mutex::new(());

/// The workspace's root.
pub fn workspace() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("the workspace's root")
}

/// How a run ended.
pub struct Run {
    /// The exit code.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// What `--json` wrote.
    pub board: Value,
}

impl Run {
    /// Figures of a corpus by name.
    pub fn figures(&self, corpus: &str, names: &[&str]) -> Vec<u64> {
        let figure = |name: &&str| self.board["scores"][corpus][*name].as_u64();
        names.iter().map(|name| figure(name).expect("a figure")).collect()
    }
}

/// Runs `cargo scoreboard`.
pub fn run(folder: &Path, arguments: &[&str]) -> Run {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let json = folder.join("board.json");
    let output = Command::new(env!("CARGO_BIN_EXE_scoreboard"))
        .args(arguments)
        .arg("--json")
        .arg(&json)
        .output()
        .expect("scoreboard");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let board = fs::read_to_string(&json).ok();
    Run {
        code: output.status.code(),
        out: text(&output.stdout),
        err: text(&output.stderr),
        board: board
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default(),
    }
}

/// A folder with a corpus of schemas that have instances.
pub fn corpus(cases: &[(&str, Value, &[Value])]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let line = |(name, schema, valid): &(&str, Value, &[Value])| {
        let tests = valid.iter().map(|data| json!({ "valid": true, "data": data }));
        json!({ "name": name, "schema": schema, "tests": tests.collect::<Vec<_>>() }).to_string()
    };
    let lines: Vec<String> = cases.iter().map(line).collect();
    let file = folder.path().join("cases.jsonl");
    fs::write(&file, lines.join("\n")).expect("a file");
    (folder, file)
}

/// Runs `cargo scoreboard` on schemas that were made, each with a name and instances.
pub fn run_made(made: &[(String, Value, Vec<Value>)]) -> Run {
    let cases: Vec<(&str, Value, &[Value])> = made
        .iter()
        .map(|(name, schema, all)| (name.as_str(), schema.clone(), all.as_slice()))
        .collect();
    let (folder, file) = corpus(&cases);
    run(folder.path(), &[&file.to_string_lossy()])
}

/// The command has a name of its own, and `cargo xtask corpus` leads to it.
#[test]
fn the_command_has_a_name_of_its_own_and_one_among_the_others() {
    let read = |path: &str| fs::read_to_string(workspace().join(path)).expect("a file");
    assert!(read(".cargo/config.toml").contains("\nscoreboard = \"run "));
    assert!(read("xtask/src/main.rs").contains("\"scoreboard\""));
}
