//! EVIDENCE.md: where the instances come from, and which examples contradict their schemas.

use crate::evidence::{Edits, Evidence, Example, Fault, Location, Origin, Reading, Subject, Verdict};
use std::fmt::Write;

/// The whole file.
pub(super) fn markdown(subject: &Subject, evidence: &Evidence, line: &dyn Fn(&Location) -> Option<usize>) -> String {
    let mut text = String::from(
        "# Evidence\n\nThe examples from which the types of this crate are tested, and what became of each that was published.\n\n",
    );
    summary(&mut text, subject, evidence);
    let published = || evidence.examples.iter().filter(|example| is_published(example));
    let contradicting = published().filter_map(|example| match &example.verdict {
        Verdict::Contradicts(fault) => Some(entry(&example.location, line, fault, &outcome(example))),
        _ => None,
    });
    section(
        &mut text,
        "Examples that contradict their schema",
        "Each has a test that pins what reading does with it, so that a corrected example shows up.",
        contradicting,
    );
    let unjudged = published().filter(|example| example.verdict == Verdict::Unjudged);
    let unjudged = unjudged.map(|example| {
        format!(
            "{}: the schema can't be used{}",
            place(&example.location, line),
            outcome(example)
        )
    });
    section(&mut text, "Examples that could not be judged", "", unjudged);
    let formats = published().filter_map(|example| match &example.verdict {
        Verdict::BreaksFormat(fault) => Some(entry(&example.location, line, fault, "")),
        _ => None,
    });
    section(
        &mut text,
        "Valid examples that break a format",
        "A format is an annotation: they are read and come back equal.",
        formats,
    );
    let parts = evidence.parts.iter().map(|part| match &part.verdict {
        Verdict::Contradicts(fault) | Verdict::BreaksFormat(fault) => entry(&part.location, line, fault, ""),
        Verdict::Valid | Verdict::Unjudged => format!("{}: the schema can't be used", place(&part.location, line)),
    });
    section(
        &mut text,
        "Examples of properties that contradict their schema or break a format",
        "Instances are not composed of the former.",
        parts,
    );
    let partly = evidence
        .files
        .iter()
        .filter(|file| file.located > 0 && !file.unlocated.is_empty());
    let partly = partly.map(|file| format!("{}: {}", code(&file.path), list(&file.unlocated)));
    section(&mut text, "Parts of example files that no schema describes", "", partly);
    let unlocated = evidence
        .files
        .iter()
        .filter(|file| file.located == 0)
        .map(|file| code(&file.path));
    section(&mut text, "Example files that no schema describes", "", unlocated);
    let untested = evidence.untested.iter().filter_map(|index| subject.targets.get(*index));
    let untested = untested.map(|target| {
        let location = Location {
            file: target.file.clone(),
            pointer: target.pointer.clone(),
        };
        format!("{}: {}", code(&target.type_path), place(&location, line))
    });
    section(
        &mut text,
        "Types without an instance",
        "No instance that was tried is valid under the schema.",
        untested,
    );
    text
}

fn summary(text: &mut String, subject: &Subject, evidence: &Evidence) {
    let of = |origin: Origin| {
        evidence
            .examples
            .iter()
            .filter(|example| example.origin == origin)
            .count()
    };
    let contradicting = evidence
        .examples
        .iter()
        .filter(|example| matches!(example.verdict, Verdict::Contradicts(_)))
        .count();
    let files = evidence.files.len();
    let edits = |edits: &Edits| {
        [&edits.varied, &edits.evolved, &edits.reshaped, &edits.broken]
            .map(Vec::len)
            .iter()
            .sum::<usize>()
    };
    let located = evidence.files.iter().filter(|file| file.located > 0).count();
    let rows = [
        ("examples in schemas", of(Origin::Schema)),
        ("examples in example files", of(Origin::File)),
        ("of these contradicting", contradicting),
        ("example files", files),
        ("of these with an example of a type", located),
        ("examples of properties", evidence.part_count),
        ("instances composed of examples", of(Origin::Composed)),
        ("instances made from a schema", of(Origin::Least) + of(Origin::Fullest)),
        ("edits of instances", evidence.edits.iter().map(edits).sum()),
        (
            "edits left out, to keep the tests quick",
            evidence.edits.iter().map(|edits| edits.capped).sum(),
        ),
        ("tests", crate::proof::count(subject, evidence)),
    ];
    text.push_str("| what | how many |\n|---|---|\n");
    for (name, count) in rows {
        let _ = writeln!(text, "| {name} | {count} |");
    }
}

fn section(text: &mut String, title: &str, note: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    let _ = write!(text, "\n## {title}\n\n");
    if !note.is_empty() {
        let _ = write!(text, "{note}\n\n");
    }
    for line in lines {
        let _ = writeln!(text, "- {line}");
    }
}

fn is_published(example: &Example) -> bool {
    matches!(example.origin, Origin::Schema | Origin::File)
}

fn entry(location: &Location, line: &dyn Fn(&Location) -> Option<usize>, fault: &Fault, outcome: &str) -> String {
    let at = if fault.pointer.is_empty() {
        "the whole".to_owned()
    } else {
        code(&fault.pointer)
    };
    let subject = fault
        .subject
        .as_ref()
        .map(|subject| format!(" {}", code(subject)))
        .unwrap_or_default();
    format!(
        "{}: {at} breaks {}{subject}{outcome}",
        place(location, line),
        code(&fault.keyword)
    )
}

fn outcome(example: &Example) -> String {
    match &example.reading {
        Reading::Equal => format!("; reads and comes back equal (test {})", code(&example.name)),
        Reading::Refused(at) => format!("; refused at {} (test {})", list(at), code(&example.name)),
    }
}

fn place(location: &Location, line: &dyn Fn(&Location) -> Option<usize>) -> String {
    let line = line(location).map(|line| format!(":{line}")).unwrap_or_default();
    let pointer = if location.pointer.is_empty() {
        String::new()
    } else {
        format!(" {}", code(&location.pointer))
    };
    format!("{}{pointer}", code(&format!("{}{line}", location.file)))
}

fn list(pointers: &[String]) -> String {
    let shown = |pointer: &String| {
        if pointer.is_empty() {
            "the whole".to_owned()
        } else {
            code(pointer)
        }
    };
    pointers.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// Upstream text as a code span that it can't leave.
fn code(text: &str) -> String {
    let plain = |character: char| {
        if character == '`' || character.is_control() {
            ' '
        } else {
            character
        }
    };
    format!("`{}`", text.chars().map(plain).collect::<String>())
}
