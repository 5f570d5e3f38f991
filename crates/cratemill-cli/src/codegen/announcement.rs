//! What a pull request says about an update, in Markdown.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cratemill::diagnostic::Severity;
use cratemill::package;
use cratemill::provider::{Manifest, SourceLock};
use cratemill::record::{Line, Told, code, escaped};

use super::drift;
use super::run::Run;
use crate::diff::markdown;
use crate::{Failure, update};

/// How many lines a list has, at most: a pull request's text has an end.
const LONGEST: usize = 50;

/// Writes what an update found where nothing is to be changed.
pub(crate) fn write_nothing(path: &Path) -> Result<(), Failure> {
    put(path, "Nothing changed upstream.\n")
}

/// Writes what changes in the providers so far.
pub(super) fn write(path: &Path, sections: &[String]) -> Result<(), Failure> {
    put(path, &sections.join("\n"))
}

/// What a pull request may have of text, with room for more.
const ROOM: usize = 60_000;

fn put(path: &Path, text: &str) -> Result<(), Failure> {
    let mut kept = String::new();
    for line in text.lines() {
        if kept.len() + line.len() > ROOM {
            kept.push_str("\n... and more: see CHANGELOG.md of the crates\n");
            break;
        }
        kept.push_str(line);
        kept.push('\n');
    }
    fs::write(path, kept).map_err(|cause| Failure::io("write", path, cause))
}

/// What changes in one provider, before the crate in `folder` is replaced.
pub(super) fn section(run: &Run, folder: &Path) -> String {
    let manifest = run.provider.source.manifest.as_deref();
    let manifest = manifest.and_then(|text| Manifest::parse(text).ok()).unwrap_or_default();
    let name = package::package_name(&run.name, &manifest).unwrap_or_else(|| run.name.clone());
    let mut text = format!("# {}\n\n", escaped(&name));
    if let Some(lock) = run
        .provider
        .source
        .source_lock
        .as_deref()
        .map(SourceLock::parse)
        .and_then(Result::ok)
    {
        text.push_str(&format!(
            "From `{}`, {}.\n",
            code(&lock.origin),
            update::shown_revision(&lock)
        ));
    }
    if !run.is_settled() {
        text.push_str("\n**The crate can't be generated, and was left as it is:**\n\n");
        let errors = run
            .generated
            .diagnostics
            .iter()
            .filter(|one| one.severity() == Severity::Error);
        let lines = errors.map(|one| {
            let file = one.location.as_ref().map_or("", |at| at.file.as_str());
            format!("{} `{}`: {}", one.code, code(file), escaped(&one.message))
        });
        let failure = run.outcome.as_ref().err().map(|failure| escaped(&failure.message));
        list(&mut text, lines.chain(failure).collect());
        return text;
    }
    match &run.drift {
        drift::Drift::None => text.push_str("\nNothing changes for those who depend on the crate.\n"),
        drift::Drift::Unknown => text.push_str(&markdown::told(&Told::unknown())),
        drift::Drift::Known(changes) => {
            text.push_str(&markdown::told(&Told::new(changes.iter().map(Line::from).collect())))
        }
    }
    let old = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let new = |file: &str| {
        let files = run.generated.crate_files.as_ref()?;
        Some(String::from_utf8_lossy(files.get(file)?).into_owned())
    };
    let sets = |file: &str, of: fn(&str) -> BTreeSet<String>| {
        // Of a crate that is new all is new, and not worth a line.
        let (old, new) = (old(file)?, new(file)?);
        Some((of(&old), of(&new)))
    };
    let mut compared = |file, of, gone: &str, come: &str| {
        let Some((old, new)) = sets(file, of) else { return };
        for (heading, lines) in [(gone, old.difference(&new)), (come, new.difference(&old))] {
            let lines: Vec<String> = lines.cloned().collect();
            if !heading.is_empty() && !lines.is_empty() {
                text.push_str(&format!("\n## {heading}\n\n"));
                list(&mut text, lines);
            }
        }
    };
    compared("EVIDENCE.md", contradicting, "", "Examples that no longer fit");
    compared("FIDELITY.md", unexpressed, "Fidelity won", "Fidelity lost");
    compared("types.json", types, "Types gone", "Types added");
    text
}

/// A list, as far as it is read.
fn list(text: &mut String, lines: Vec<String>) {
    let more = lines.len().saturating_sub(LONGEST);
    for line in lines.into_iter().take(LONGEST) {
        text.push_str(&format!("- {}\n", line.replace('\n', " ")));
    }
    if more > 0 {
        text.push_str(&format!("- ... and {more} more\n"));
    }
}

/// The examples that EVIDENCE.md says contradict their schema.
fn contradicting(evidence: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut found = BTreeSet::new();
    for line in evidence.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            inside = heading.contains("contradict");
        } else if let Some(example) = line.strip_prefix("- ").filter(|_| inside) {
            found.insert(escaped(example));
        }
    }
    found
}

/// The rows of FIDELITY.md.
fn unexpressed(fidelity: &str) -> BTreeSet<String> {
    let rows = fidelity.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| escaped(row.trim_matches(['|', ' ']).replace(" | ", ": ").as_str()))
        .collect()
}

/// The Rust paths of types.json.
fn types(json: &str) -> BTreeSet<String> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    let paths = object.values().filter_map(serde_json::Value::as_str);
    paths.map(|path| format!("`{}`", code(path))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_contradicts_stands_below_its_heading() {
        let evidence =
            "## Valid\n\n- `a`\n\n## Examples that contradict their schema\n\n- `b` x\n\n## Parts\n\n- `c`\n";
        assert_eq!(contradicting(evidence), ["`b` x".to_owned()].into());
    }

    #[test]
    fn a_list_has_an_end() {
        let mut text = String::new();
        list(&mut text, vec!["x\ny".to_owned(); 60]);
        assert_eq!(text.lines().count(), 51);
        assert!(text.starts_with("- x y\n") && text.ends_with("- ... and 10 more\n"));
    }
}
