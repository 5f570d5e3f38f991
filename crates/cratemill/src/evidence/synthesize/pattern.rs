//! Texts that match a `pattern`, the shortest first.

use crate::budget::MADE_MATCH_BYTES;
use regex_syntax::hir::{Class, Hir, HirKind};

/// By how much the open repetitions of a pattern are drawn out, one text each.
const STRETCHES: [u32; 10] = [0, 1, 2, 4, 8, 12, 16, 32, 64, 128];

/// Texts that are meant to match `pattern`, none where it can't be read. A look-around adds nothing to them, so
/// whoever takes one asks the judge first.
pub(in crate::evidence) fn witnesses(pattern: &str) -> Vec<String> {
    let Some(hir) = parse(pattern) else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for stretch in STRETCHES {
        for branch in 0..2 {
            let mut text = String::new();
            if write(&hir, stretch, branch, &mut text) && !found.contains(&text) {
                found.push(text);
            }
        }
    }
    found
}

fn parse(pattern: &str) -> Option<Hir> {
    let parse = |pattern: &str| regex_syntax::parse(&jsonschema_regex::to_rust_regex(pattern).ok()?).ok();
    parse(pattern).or_else(|| parse(&without_look_around(pattern)))
}

/// The pattern without what it asks of its surroundings, which takes up no text.
fn without_look_around(pattern: &str) -> String {
    let mut kept = String::new();
    let (mut rest, mut in_class, mut depth, mut skipped) = (pattern, false, 0, None);
    while let Some(first) = rest.chars().next() {
        let opens_look = ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|look| rest.starts_with(look));
        let length = if first == '\\' {
            1 + rest[1..].chars().next().map_or(0, char::len_utf8)
        } else {
            first.len_utf8()
        };
        match first {
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => {
                skipped = skipped.or(opens_look.then_some(depth));
                depth += 1;
            }
            ')' if !in_class => depth -= 1,
            _ => {}
        }
        if skipped.is_none() {
            kept.push_str(&rest[..length]);
        }
        if first == ')' && skipped == Some(depth) {
            skipped = None;
        }
        rest = &rest[length..];
    }
    kept
}

fn write(hir: &Hir, stretch: u32, branch: usize, text: &mut String) -> bool {
    if text.len() > MADE_MATCH_BYTES {
        return false;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(literal) => {
                text.push_str(literal);
                true
            }
            Err(_) => false,
        },
        HirKind::Class(class) => match pick(class) {
            Some(character) => {
                text.push(character);
                true
            }
            None => false,
        },
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            let times = repetition.min.saturating_add(stretch).min(most);
            times as usize <= MADE_MATCH_BYTES && (0..times).all(|_| write(&repetition.sub, stretch, branch, text))
        }
        HirKind::Capture(capture) => write(&capture.sub, stretch, branch, text),
        HirKind::Concat(parts) => parts.iter().all(|part| write(part, stretch, branch, text)),
        HirKind::Alternation(branches) => {
            let start = text.len();
            (0..branches.len()).any(|offset| {
                text.truncate(start);
                write(&branches[(branch + offset) % branches.len()], stretch, branch, text)
            })
        }
    }
}

/// A character of a class that reads well: a letter, a digit, else the first that prints.
fn pick(class: &Class) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class
            .ranges()
            .iter()
            .map(|range| (range.start(), range.end()))
            .collect(),
        Class::Bytes(class) => class
            .ranges()
            .iter()
            .map(|range| (char::from(range.start()), char::from(range.end())))
            .collect(),
    };
    // The ranges of a class are sorted, and there may be hundreds.
    let holds = |character: &char| {
        let after = ranges.partition_point(|(start, _)| start <= character);
        after > 0 && *character <= ranges[after - 1].1
    };
    let readable = ('a'..='z')
        .chain('A'..='Z')
        .chain('1'..='9')
        .chain(['0', '-', '_', '.', '/', ' ']);
    let starts = ranges.iter().map(|(start, _)| *start);
    readable
        .into_iter()
        .find(holds)
        .or_else(|| starts.clone().find(|c| !c.is_control()))
        .or(ranges.first().map(|r| r.0))
}

#[cfg(test)]
mod tests {
    use super::witnesses;

    #[test]
    fn the_shortest_comes_first() {
        assert_eq!(witnesses("^[a-z]{2,4}-?$"), ["aa", "aaa-", "aaaa-"]);
        assert_eq!(witnesses(r"^(cat|dog)\d$")[0], "cat1");
        assert_eq!(witnesses(r"^\S+@\S+$")[0], "a@a");
        assert_eq!(
            witnesses(r"^(?!x[)])[a-z](?:[0-9]|-(?=[a(-z]))\)$")[..2],
            ["a1)", "a-)"]
        );
    }

    #[test]
    fn what_can_not_be_read_has_no_witness() {
        assert!(witnesses("(").is_empty());
    }

    #[test]
    fn nested_repetitions_stay_bounded() {
        assert!(witnesses("^((a{1000}){1000}){1000}$").is_empty());
    }
}
