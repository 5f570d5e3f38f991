//! What a newcomer does: generates a provider into a folder of their own, tests it, and uses it from a crate of theirs; and
//! what README says of the first ten minutes, by README's own lines.

use cratemill_cli::Exit;
use end_to_end::{House, Outcome, cargo, files, workspace};
use std::fs;

const MANIFEST: &str = r#"
[package]
name = "app"
version = "0.1.0"
edition = "2024"

[dependencies]
nhost-types = { path = "../out/nhost" }
serde_json = "1"
"#;

const LIBRARY: &str = r##"
#[test]
fn a_session_reads_and_comes_back() -> Result<(), Box<dyn std::error::Error>> {
    let file = include_str!("../../schemas/nhost/examples/nhost-auth-signin-example.json");
    let file: serde_json::Value = serde_json::from_str(file)?;
    let sent = &file["response"]["body"]["session"];
    let session: nhost_types::Session = serde_json::from_value(sent.clone())?;
    assert_eq!(session.user.display_name, "Jane Doe");
    assert!(session.user.active_mfa_type.is_null());
    assert_eq!(serde_json::to_value(&session)?, *sent);
    let token = session.access_token.as_str();
    assert!(!format!("{session:?}").contains(token));
    Ok(())
}

#[test]
fn a_user_is_built() -> Result<(), Box<dyn std::error::Error>> {
    let missing = nhost_types::User::builder().locale("en").build();
    assert!(missing.is_err_and(|error| error.to_string().contains("email")));
    let mfa: nhost_types::user::ActiveMfaType = "totp".parse()?;
    assert_eq!(mfa, nhost_types::user::ActiveMfaType::Totp);
    Ok(())
}
"##;

#[test]
fn a_provider_is_generated_tested_and_used_outside_the_workspace() {
    let house = House::of_the_workspace();
    let outcome = house.codegen(&["nhost"]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    house.put("app/Cargo.toml", MANIFEST);
    house.put("app/src/lib.rs", LIBRARY);
    for folder in ["out/nhost", "app"] {
        cargo(&house.at(folder), env!("CARGO_TARGET_TMPDIR"), &["test"]).unwrap_or_else(|printed| panic!("{printed}"));
    }
}

/// The fenced blocks below a heading of README, each with its language.
fn blocks(heading: &str) -> Vec<(String, String)> {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("README.md");
    let (_, section) = readme.split_once(&format!("\n## {heading}\n")).expect("the section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let parts: Vec<&str> = section.split("```").collect();
    let fenced = parts.iter().skip(1).step_by(2);
    fenced
        .map(|block| block.split_once('\n').expect("a language"))
        .map(|(language, text)| (language.to_owned(), text.to_owned()))
        .collect()
}

fn block<'a>(blocks: &'a [(String, String)], language: &str) -> &'a str {
    let found = blocks.iter().find(|(one, _)| one == language);
    &found.unwrap_or_else(|| panic!("no block of {language}")).1
}

/// A line of a shell as words: quotes hold together, what follows `#` is for people.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quoted, mut begun) = (String::new(), false, false);
    for c in line.chars() {
        match c {
            '\'' => (quoted, begun) = (!quoted, true),
            c if quoted => word.push(c),
            '#' if !begun => break,
            ' ' if begun => {
                words.push(std::mem::take(&mut word));
                begun = false;
            }
            ' ' => {}
            c => {
                begun = true;
                word.push(c);
            }
        }
    }
    words.extend(begun.then_some(word));
    words
}

/// A clone in a folder where nothing else is: schemas, no crate, and the runtime where it is built already.
#[cfg(unix)]
struct Clone(House);

#[cfg(unix)]
impl Clone {
    fn new() -> Clone {
        let house = House::new(&[]);
        let schemas = workspace().join("schemas");
        for file in files(&schemas) {
            let path = file.strip_prefix(workspace()).expect("a file of the workspace");
            let text = fs::read_to_string(&file).expect("a text");
            house.put(&format!("cratemill/{}", path.display()), &text);
        }
        house.put("cratemill/generated/README.md", "");
        let crates = house.at("cratemill/crates");
        std::os::unix::fs::symlink(workspace().join("crates"), crates).expect("a link");
        Clone(house)
    }

    /// Runs a line of README that is a `cargo xtask`, in the clone.
    fn runs(&self, line: &str) -> Outcome {
        let beside = self.0.at("");
        let words: Vec<String> = words(line)
            .into_iter()
            .map(|word| {
                word.replacen(
                    "../",
                    &format!("{}/", beside.display()),
                    usize::from(word.starts_with("../")),
                )
            })
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (start, rest) = words.split_at(2);
        assert_eq!(start, ["cargo", "xtask"], "{line}");
        House::of(&self.0.at("cratemill").display().to_string()).xtask(rest)
    }

    /// Runs the lines of a block, each of which succeeds; what the last one printed.
    #[track_caller]
    fn script(&self, block: &str) -> Outcome {
        let block = block.replace("\\\n", " ");
        let mut last = None;
        for line in block.lines() {
            let outcome = self.runs(line);
            assert_eq!(outcome.exit, Exit::Fine, "{line}\n{}{}", outcome.out, outcome.err);
            last = Some(outcome);
        }
        last.expect("a line")
    }
}

#[cfg(unix)]
#[test]
fn the_first_ten_minutes_go_as_readme_says() {
    let clone = Clone::new();
    assert_eq!(clone.runs("cargo xtask codegen").exit, Exit::Fine);
    for name in end_to_end::founding().iter().map(|source| &source.name) {
        let [ours, theirs] = [workspace().join("generated"), clone.0.at("cratemill/generated")].map(|it| it.join(name));
        let is_same = |path: &str| fs::read(ours.join(path)).ok() == fs::read(theirs.join(path)).ok();
        assert!(
            is_same("src/lib.rs") && is_same("EVIDENCE.md"),
            "{name} is not what is committed"
        );
    }
    let minutes = blocks("The first ten minutes");
    let scripts: Vec<&str> = minutes
        .iter()
        .filter(|(one, _)| one == "sh")
        .map(|(_, text)| text.as_str())
        .collect();
    let [add, mend, close] = scripts[..] else {
        panic!("other steps: {scripts:?}");
    };

    // A provider from a local folder, and a diagnostic that says what to do.
    clone.0.put("lamp/lamp.json", block(&minutes, "json"));
    let added = clone.script(add);
    assert!(added.err.contains("warning[CM0201]") && added.err.contains("did you mean `lamp.json#/$defs/Room`?"));
    let (explain, patch) = mend.split_once('\n').expect("two lines");
    assert!(clone.script(explain).out.contains("## What to do"));
    clone.script(patch);
    let mended = clone.runs("cargo xtask codegen lamp");
    assert_eq!((mended.exit, mended.err.as_str()), (Exit::Fine, ""));
    let module = "cratemill/generated/lamp/src/lamp.rs";
    assert!(clone.0.text(module).contains("Unknown(") && clone.0.text(module).contains("room: Option<super::Room>"));

    // An enumeration is closed.
    let manifest = clone.0.text("cratemill/schemas/lamp/provider.toml");
    clone.0.put(
        "cratemill/schemas/lamp/provider.toml",
        &format!("{manifest}\n{}", block(&minutes, "toml")),
    );
    let state = clone.script(close);
    assert!(state.out.contains("lamp      up to date"), "{}", state.out);
    assert!(!clone.0.text(module).contains("Unknown("), "{}", clone.0.text(module));

    // A program of one's own, with one dependency.
    let using = blocks("For who uses a generated crate");
    let dependencies = block(&using, "toml");
    assert_eq!(
        dependencies.lines().filter(|line| line.contains('=')).count(),
        1,
        "{dependencies}"
    );
    let package = "[package]\nname = \"program\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n";
    clone.0.put("program/Cargo.toml", &format!("{package}{dependencies}"));
    clone.0.put("program/src/main.rs", block(&using, "rust"));
    let example = "nhost-auth-signin-example.json";
    let published = clone.0.text(&format!("cratemill/schemas/nhost/examples/{example}"));
    clone.0.put(&format!("program/{example}"), &published);
    cargo(&clone.0.at("program"), env!("CARGO_TARGET_TMPDIR"), &["run", "--quiet"])
        .unwrap_or_else(|printed| panic!("{printed}"));
}
