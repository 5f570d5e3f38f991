//! `cargo xtask explain`, and that codes and explanations belong together.

use cratemill::diagnostic::Code;
use cratemill_cli::explain::{Args, run};
use cratemill_cli::{Exit, Terminal};
use std::path::{Path, PathBuf};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs the command: the exit, standard output, standard error.
fn explain(words: &[&str]) -> (Exit, String, String) {
    let mut words = words.iter().map(|word| (*word).to_owned());
    let args = Args {
        subject: words.next(),
        place: words.next(),
        schemas: None,
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal = Terminal {
        out: &mut out,
        err: &mut err,
        colour: false,
        progress: false,
    };
    let exit = run(&args, &workspace(), &mut terminal);
    let text = |bytes| String::from_utf8(bytes).expect("a text");
    (exit, text(out), text(err))
}

#[test]
fn a_code_is_explained_in_any_case() {
    let (exit, out, _) = explain(&["cm0201"]);
    assert_eq!(exit, Exit::Fine);
    assert!(out.starts_with("# A `$ref` resolves nowhere\n"), "{out}");
}

#[test]
fn without_a_subject_all_codes_are_listed() {
    let (exit, out, _) = explain(&[]);
    assert_eq!(exit, Exit::Fine);
    assert_eq!(out.lines().count(), Code::ALL.len() + cratemill::drift::RULES.len());
    assert!(
        out.starts_with("CM0001  error    The provider folder holds no schema\n"),
        "{out}"
    );
}

#[test]
fn what_is_unknown_is_wrong_usage() {
    assert_eq!(explain(&["CM9999"]).0, Exit::Usage);
    assert_eq!(explain(&["nobody", "Session"]).0, Exit::Usage);
}

#[test]
fn every_explanation_belongs_to_a_code() {
    let folder = workspace().join("crates/cratemill/src/explanations");
    let files = std::fs::read_dir(folder).expect("the explanations");
    let mut codes: Vec<_> = files
        .map(|file| file.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    codes.sort();
    let expected: Vec<_> = Code::ALL.iter().map(|code| format!("{code}.md")).collect();
    assert_eq!(codes, expected);
}
