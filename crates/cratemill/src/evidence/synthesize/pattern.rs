//! Texts that match a `pattern`, the shortest first.

use crate::budget::MADE_MATCH_BYTES;
use regex_syntax::hir::{Class, Hir, HirKind};

/// So many lengths are tried; a repetition of more characters than this may not come to any of them.
const LONGEST_UNIT: usize = 16;
/// By how much the open repetitions of a pattern are drawn out, one text each.
const STRETCHES: [u32; 10] = [0, 1, 2, 4, 8, 12, 16, 32, 64, 128];

/// Texts that are meant to match `pattern`, none where it can't be read. A look-around adds nothing to them, so
/// whoever takes one asks the judge first.
pub(crate) fn witnesses(pattern: &str) -> Vec<String> {
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

/// Texts of at least `least` and at most `most` characters that are meant to match `pattern`, as short as they can be; the
/// first open repetitions are drawn out for it.
pub(in crate::evidence) fn witnesses_of_length(pattern: &str, least: u64, most: u64) -> Vec<String> {
    let Some(hir) = parse(pattern) else { return Vec::new() };
    let mut found = Vec::new();
    for branch in 0..2 {
        let mut shortest = String::new();
        if !write(&hir, 0, branch, &mut shortest) {
            continue;
        }
        let missing = least.saturating_sub(shortest.chars().count() as u64);
        // A repetition of several characters may not come to the very length.
        let lengths = (missing..=most).take(LONGEST_UNIT).map(|missing| missing as usize);
        found.extend(
            lengths
                .filter(|missing| *missing <= MADE_MATCH_BYTES)
                .find_map(|missing| {
                    let mut text = String::new();
                    let mut left = missing;
                    let fits = draw_out(&hir, &mut left, branch, &mut text) && left == 0;
                    fits.then_some(text)
                }),
        );
    }
    found
}

/// Writes as [`write`] does, with `left` more characters as far as the repetitions take them.
fn draw_out(hir: &Hir, left: &mut usize, branch: usize, text: &mut String) -> bool {
    match hir.kind() {
        HirKind::Repetition(repetition) => {
            let mut unit = String::new();
            if !write(&repetition.sub, 0, branch, &mut unit) {
                return repetition.min == 0;
            }
            let length = unit.chars().count();
            let room = repetition.max.unwrap_or(u32::MAX) - repetition.min;
            let more = left.checked_div(length).unwrap_or(0).min(room as usize);
            *left -= more * length;
            let times = repetition.min as usize + more;
            text.extend((0..times.min(MADE_MATCH_BYTES)).map(|_| unit.as_str()));
            times * unit.len() <= MADE_MATCH_BYTES
        }
        HirKind::Capture(capture) => draw_out(&capture.sub, left, branch, text),
        HirKind::Concat(parts) => parts.iter().all(|part| draw_out(part, left, branch, text)),
        _ => write(hir, 0, branch, text),
    }
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
    use super::{witnesses, witnesses_of_length};

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
    fn repetitions_are_drawn_out_to_a_length() {
        for (pattern, least, most, expected) in [
            ("^[0-9]+$", 4, 4, "1111"),
            ("^[A-Za-z0-9_-]*$", 19, 19, "aaaaaaaaaaaaaaaaaaa"),
            ("^[a-z]+-[0-9]+$", 12, 12, "aaaaaaaaaa-1"),
            ("^[a-z]{1,3}-[0-9]+$", 8, 9, "aaa-1111"),
            ("^(ab)+$", 5, 7, "ababab"),
            ("^(ab)+c{0,1}$", 5, 5, "ababc"),
            ("^x$", 1, 9, "x"),
        ] {
            assert_eq!(witnesses_of_length(pattern, least, most)[0], expected, "{pattern}");
        }
        for (pattern, least, most) in [("^x$", 2, 9), ("^(ab)+$", 5, 5), ("(", 0, 9), ("^[a-z]{9}$", 1, 4)] {
            let found = witnesses_of_length(pattern, least, most);
            assert!(
                found.iter().all(|text| text.len() as u64 > most),
                "{pattern}: {found:?}"
            );
        }
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
