//! EVIDENCE.md: where the instances come from, and which examples contradict their schemas.

use crate::evidence::{Edits, Evidence, Example, Fault, Location, Origin, Reading, Subject, Tested, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const CONTRADICTING: &str = "Examples that contradict their schema";
const BREAKING: &str = "Examples that break a limit of their schema";
const UNDESCRIBED_PARTS: &str = "Parts of example files that no schema describes";
const UNDESCRIBED: &str = "Example files that no schema describes";

/// What an EVIDENCE.md says of examples that are not valid.
#[derive(Debug, Default)]
pub(crate) struct Unfit {
    /// What each contradicting example breaks, be it a limit alone, by file and pointer.
    pub(crate) contradicting: BTreeMap<(String, String), String>,
    /// The values that no schema describes, by file and pointer.
    pub(crate) undescribed: BTreeSet<(String, String)>,
}

/// Reads what [`markdown`] wrote.
pub(crate) fn unfit(markdown: &str) -> Unfit {
    let lines = |title: &str| {
        let head = format!("\n## {title}\n");
        let begin = markdown.find(&head).map_or(markdown.len(), |at| at + head.len());
        let section = markdown[begin..].split("\n## ").next().unwrap_or_default();
        section.lines().filter_map(|line| line.strip_prefix("- `"))
    };
    let mut unfit = Unfit::default();
    for line in lines(CONTRADICTING).chain(lines(BREAKING)) {
        let Some((file, rest)) = line.split_once('`') else {
            continue;
        };
        let (name, number) = file.rsplit_once(':').unwrap_or((file, ""));
        let has_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let file = if has_number { name } else { file };
        let pointer = rest.strip_prefix(" `").and_then(|rest| rest.split_once('`'));
        let (pointer, rest) = pointer.unwrap_or(("", rest));
        let fault = rest.trim_start_matches(": ").split("; re").next().unwrap_or_default();
        unfit
            .contradicting
            .insert((file.to_owned(), pointer.to_owned()), fault.replace('`', ""));
    }
    for file in lines(UNDESCRIBED) {
        let file = file.trim_end_matches('`');
        unfit.undescribed.insert((file.to_owned(), String::new()));
    }
    for line in lines(UNDESCRIBED_PARTS) {
        let Some((file, parts)) = line.split_once("`: ") else {
            continue;
        };
        let parts = parts.split('`').filter(|part| part.starts_with('/'));
        unfit
            .undescribed
            .extend(parts.map(|part| (file.to_owned(), part.to_owned())));
    }
    unfit
}

/// The whole file.
pub(super) fn markdown(subject: &Subject, evidence: &Evidence, line: &dyn Fn(&Location) -> Option<usize>) -> String {
    let mut text = String::from(
        "# Evidence\n\nThe examples from which the types of this crate are tested, and what became of each that was published.\n\n",
    );
    summary(&mut text, subject, evidence);
    let published = || evidence.examples().filter(|(_, example)| is_published(example));
    let at_fault = |limits: bool| {
        published().filter_map(move |(one, example)| match &example.verdict {
            Verdict::Contradicts(fault) if (example.reading == Reading::Equal) == limits => {
                Some(entry(&example.location, line, fault, &outcome(one, example)))
            }
            _ => None,
        })
    };
    section(
        &mut text,
        CONTRADICTING,
        "Each has a test that pins what reading does with it, so that a corrected example shows up.",
        at_fault(false),
    );
    section(
        &mut text,
        BREAKING,
        "They are of the shape that the schema asks for, and tested as its examples: they are read and come back equal.",
        at_fault(true),
    );
    let unjudged = published().filter(|(_, example)| example.verdict == Verdict::Unjudged);
    let unjudged = unjudged.map(|(one, example)| {
        format!(
            "{}: the schema can't be used{}",
            place(&example.location, line),
            outcome(one, example)
        )
    });
    section(&mut text, "Examples that could not be judged", "", unjudged);
    let formats = published().filter_map(|(_, example)| match &example.verdict {
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
    let partly = partly.map(|file| {
        let more = match file.more_unlocated {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("{}: {}{more}", code(&file.path), list(&file.unlocated))
    });
    section(&mut text, UNDESCRIBED_PARTS, "", partly);
    let unlocated = evidence
        .files
        .iter()
        .filter(|file| file.located == 0)
        .map(|file| code(&file.path));
    section(&mut text, UNDESCRIBED, "", unlocated);
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
        "No instance that was tried is valid under the schema, or the least of them is too large.",
        untested,
    );
    text
}

fn summary(text: &mut String, subject: &Subject, evidence: &Evidence) {
    let of = |origin: Origin| {
        let examples = evidence.examples();
        examples.filter(|(_, example)| example.origin == origin).count()
    };
    let contradicts = |(_, example): &(_, &Example)| matches!(example.verdict, Verdict::Contradicts(_));
    let breaks_limits = |(_, example): &(_, &Example)| {
        matches!(example.verdict, Verdict::Contradicts(_)) && example.reading == Reading::Equal
    };
    let edits = |edits: &Edits| edits.lists().iter().map(|(_, list)| list.len()).sum::<usize>();
    let located = evidence.files.iter().filter(|file| file.located > 0).count();
    let left_out = evidence.left_out;
    let rows = [
        ("types", subject.targets.len()),
        ("examples, defaults and constants in schemas", of(Origin::Schema)),
        ("examples in example files", of(Origin::File)),
        (
            "of these contradicting",
            evidence.examples().filter(contradicts).count(),
        ),
        (
            "of these breaking no more than a limit",
            evidence.examples().filter(breaks_limits).count(),
        ),
        ("example files", evidence.files.len()),
        ("of these with an example of a type", located),
        ("examples of properties", evidence.part_count),
        (
            "instances composed of examples of properties, the rest made",
            of(Origin::Composed),
        ),
        ("instances made from a schema", of(Origin::Least) + of(Origin::Fullest)),
        (
            "edits of instances",
            evidence
                .types
                .iter()
                .filter_map(|one| one.edits.as_ref())
                .map(edits)
                .sum(),
        ),
        ("tests", crate::proof::count(evidence)),
    ];
    text.push_str("| what | how many |\n|---|---|\n");
    for (name, count) in rows {
        let _ = writeln!(text, "| {name} | {count} |");
    }
    let rows = [
        ("examples, defaults and constants in schemas", left_out.examples),
        ("examples in example files", left_out.payloads),
        ("instances made from a schema", left_out.instances),
        ("edits of instances, and builders", left_out.edits),
    ];
    if rows.iter().any(|(_, count)| *count > 0) {
        text.push_str("\nLeft out, so that the evidence stays in proportion to the schemas:\n\n");
        text.push_str("| what | how many |\n|---|---|\n");
        for (name, count) in rows.iter().filter(|(_, count)| *count > 0) {
            let _ = writeln!(text, "| {name} | {count} |");
        }
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

fn outcome(one: &Tested, example: &Example) -> String {
    let test = |law: &str| code(&format!("{}::{law}", one.name));
    match &example.reading {
        Reading::Equal => format!("; reads and comes back equal (test {})", test("equal")),
        Reading::Refused(at) => format!("; refused at {} (test {})", list(at), test("refused")),
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
