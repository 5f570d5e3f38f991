//! Changes for people: in groups, the gravest first, wrapped at words.

use cratemill::record::{Line, Side, Word};

use super::{Compared, report};
use crate::{Terminal, page};

/// The width where the terminal tells none, and the widest that is still read with ease.
const WIDTH: usize = 100;
/// How many components are named that a change reaches.
const USERS: usize = 8;
/// How much of a witness is shown.
const WITNESS: usize = 300;

/// The whole report.
pub(super) fn text(compared: &Compared, terminal: &Terminal<'_>) -> String {
    let told = report::told(compared);
    let page = Page {
        paint: &|text, code| terminal.paint(text, code),
        width: page::width().unwrap_or(WIDTH).clamp(40, WIDTH),
    };
    let mut text = format!("{}\n", terminal.paint(&compared.title, "1"));
    if told.changes.is_empty() {
        return text + "  nothing changes for a reader, a writer or Rust code\n";
    }
    let all = [
        ("readers", told.reader),
        ("writers", told.writer),
        ("Rust code", told.rust),
    ];
    let all = all.map(|(who, word)| format!("{who}: {}", page.word(word)));
    text.push_str(&format!("  {}\n", all.join(", ")));
    for word in [Word::Breaking, Word::Unknown, Word::Compatible] {
        let lines: Vec<&Line> = told.changes.iter().filter(|line| line.gravest() == word).collect();
        if !lines.is_empty() {
            text.push_str(&format!("\n{} ({})\n", page.word(word), lines.len()));
            lines.iter().for_each(|line| page.line(line, &mut text));
        }
    }
    text
}

struct Page<'a> {
    paint: &'a dyn Fn(&str, &str) -> String,
    width: usize,
}

impl Page<'_> {
    fn word(&self, word: Word) -> String {
        match word {
            Word::Compatible => (self.paint)("compatible", "32;1"),
            Word::Unknown => (self.paint)("may break", "33;1"),
            Word::Breaking => (self.paint)("breaking", "31;1"),
        }
    }

    fn line(&self, line: &Line, text: &mut String) {
        let rule = match line.rule.is_empty() {
            true => String::new(),
            false => format!(" [{}]", line.rule),
        };
        text.push_str(&format!("\n  {}{rule}\n", (self.paint)(&line.path, "1")));
        self.wrapped(text, "    ", &line.message);
        for (word, side) in [("old", &line.old), ("new", &line.new)] {
            if let Some(side) = side {
                self.wrapped(text, &format!("    {word:<8}"), &place(side));
            }
        }
        let effects = &line.effects;
        let witness = line.witness.clone().unwrap_or_default();
        let json = |value: &Option<serde_json::Value>| value.as_ref().map(serde_json::Value::to_string);
        for (who, word, sentence, proof) in [
            ("reader", line.reader, &effects.reader, json(&witness.reader)),
            ("writer", line.writer, &effects.writer, json(&witness.writer)),
            ("code", line.rust, &effects.rust, witness.rust),
        ] {
            if sentence.is_empty() && word == Word::Compatible {
                continue;
            }
            let said = if sentence.is_empty() { "see the rule" } else { sentence };
            self.wrapped(text, &format!("    {who:<8}"), said);
            let proof = proof.map(|proof| match proof.chars().count() > WITNESS {
                true => proof.chars().take(WITNESS).chain("...".chars()).collect(),
                false => proof,
            });
            if let Some(proof) = proof {
                self.wrapped(text, "            proof: ", &proof);
            }
        }
        if !line.used_by.is_empty() {
            let more = line.used_by.len().saturating_sub(USERS);
            let mut names = line.used_by.iter().take(USERS).cloned().collect::<Vec<_>>().join(", ");
            if more > 0 {
                names.push_str(&format!(" and {more} more"));
            }
            self.wrapped(text, "    used by ", &names);
        }
    }

    fn wrapped(&self, text: &mut String, heading: &str, words: &str) {
        text.push_str(&page::wrapped(heading, words, self.width));
    }
}

/// A place as editors and terminals follow it, and the pointer.
fn place(side: &Side) -> String {
    let line = side.line.map(|line| format!(":{line}")).unwrap_or_default();
    match side.pointer.is_empty() {
        true => format!("{}{line}", side.file),
        false => format!("{}{line} {}", side.file, side.pointer),
    }
}
