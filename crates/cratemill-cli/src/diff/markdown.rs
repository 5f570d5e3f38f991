//! Changes for pull requests.

use cratemill::record::{Line, Told, Word, code, escaped, sentence};
use serde_json::Value;

use super::{Compared, report};

/// How many changes of one gravity are told: a pull request's text has an end.
const LONGEST: usize = 50;
/// A witness that is longer is told in `diff --format json` alone.
const LONGEST_WITNESS: usize = 2_000;

/// A section with a title.
pub(super) fn section(compared: &Compared) -> String {
    format!("# {}\n{}", escaped(&compared.title), told(&report::told(compared)))
}

/// The verdicts, and the changes in groups, the gravest first.
pub fn told(told: &Told) -> String {
    if let Some(sentence) = told.without_changes() {
        return format!("\n{sentence}\n");
    }
    let mut text = "\n| who | verdict |\n|---|---|\n".to_owned();
    for (who, word) in [
        ("who reads documents", told.reader),
        ("who writes documents", told.writer),
        ("Rust code", told.rust),
    ] {
        text.push_str(&format!("| {who} | {} |\n", verdict(word)));
    }
    for (word, heading) in [
        (Word::Breaking, "Breaking"),
        (Word::Unknown, "May break"),
        (Word::Compatible, "Compatible"),
    ] {
        let lines: Vec<&Line> = told.changes.iter().filter(|line| line.gravest() == word).collect();
        if lines.is_empty() {
            continue;
        }
        text.push_str(&format!("\n## {heading} ({})\n\n", lines.len()));
        lines.iter().take(LONGEST).for_each(|one| text.push_str(&line(one)));
        if lines.len() > LONGEST {
            text.push_str(&format!("- ... and {} more\n", lines.len() - LONGEST));
        }
    }
    text
}

fn verdict(word: Word) -> &'static str {
    match word {
        Word::Compatible => "compatible",
        Word::Unknown => "**may break**",
        Word::Breaking => "**breaking**",
    }
}

fn line(line: &Line) -> String {
    let mut text = format!("- {}", sentence(line));
    if !line.rule.is_empty() {
        text.push_str(&format!(" ({})", line.rule));
    }
    text.push('\n');
    if !line.used_by.is_empty() {
        let names: Vec<String> = line
            .used_by
            .iter()
            .take(10)
            .map(|name| format!("`{}`", code(name)))
            .collect();
        text.push_str(&format!("  Used by {}.\n", names.join(", ")));
    }
    let Some(witness) = &line.witness else { return text };
    for (who, json) in [("reader", &witness.reader), ("writer", &witness.writer)] {
        let json = json.as_ref().map(Value::to_string);
        if let Some(json) = json.filter(|json| json.len() <= LONGEST_WITNESS) {
            text.push_str(&format!("  Proof for the {who}: `{}`\n", code(&json)));
        }
    }
    if let Some(rust) = &witness.rust {
        text.push_str(&format!("  No longer compiles: `{}`\n", code(rust)));
    }
    text
}
