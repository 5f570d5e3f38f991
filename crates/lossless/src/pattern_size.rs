//! How large a regular expression becomes once its counted repetitions are written out, found without writing them out.

use std::iter::Peekable;
use std::str::Chars;

/// Bytes of a pattern, as it is written.
const MOST_TEXT: usize = 1 << 16;
/// Steps of the machine that an engine makes of a pattern: an engine takes a second for some hundred thousand, and holds
/// some hundred bytes for each.
const MOST_STEPS: u64 = 1 << 18;
/// Counts beyond this are limits of length: [`counted`].
const FEW: u64 = 1_000;
/// Steps for one character of a set that is not of ASCII alone: sequences of bytes, shared.
const WIDE: u64 = 8;
/// Steps for one character of a Unicode property.
const PROPERTY: u64 = 512;

/// Whether an engine makes a machine of a pattern that is no larger than a program can afford; of one that is no pattern as
/// well. It takes a time that grows with the text.
pub fn is_bounded(pattern: &str) -> bool {
    pattern.len() <= MOST_TEXT && size(pattern) <= MOST_STEPS
}

/// About how many steps the machine has that an engine makes of a pattern, [`counted`] ones being read as a length; [`u64::MAX`] of
/// one that is not bounded, of which no machine is made.
#[cfg(feature = "pattern")]
pub fn steps(pattern: &str) -> u64 {
    match counted(pattern) {
        Some((characters, ..)) => size(&characters),
        None if is_bounded(pattern) => size(pattern),
        None => u64::MAX,
    }
}

/// A pattern that says which characters a text has and how many, such as `^.{0,262144}$`, which providers write: the pattern
/// of the characters, `^.*$`, and the least and most length in code points. None for any other, and where the numbers are
/// small.
pub fn counted(pattern: &str) -> Option<(String, u64, Option<u64>)> {
    let inner = pattern.strip_prefix('^')?.strip_suffix('$')?;
    let mut rest = inner.chars().peekable();
    match rest.next()? {
        '(' | ')' | '|' | '*' | '+' | '?' | '{' | '}' | '^' | '$' => return None,
        '[' if inner.contains("[^]") || inner.starts_with("[]") => return None,
        '[' => drop(class(&mut rest)),
        '\\' if !inner[1..].starts_with(['d', 'D', 'w', 'W', 's', 'S', 'p', 'P']) => return None,
        '\\' => drop(escape(&mut rest)),
        _ => {}
    }
    let left: String = rest.clone().collect();
    let one = inner.strip_suffix(&left)?;
    rest.next_if_eq(&'{')?;
    let (least, most) = times(&mut rest)?;
    let is_whole = rest.next().is_none();
    (is_whole && least.max(most.unwrap_or(0)) > FEW && most.is_none_or(|most| least <= most))
        .then(|| (format!("^{one}*$"), least, most))
}

/// What is between two brackets, so far.
#[derive(Default)]
struct Group {
    /// Of all terms but the last.
    size: u64,
    /// Of the last, which a quantifier repeats.
    last: u64,
}

fn size(pattern: &str) -> u64 {
    let mut open: Vec<Group> = Vec::new();
    let mut group = Group::default();
    let mut rest = pattern.chars().peekable();
    while let Some(one) = rest.next() {
        let term = match one {
            '(' => {
                open.push(std::mem::take(&mut group));
                continue;
            }
            ')' => {
                let inner = group.size.saturating_add(group.last).max(1);
                group = open.pop().unwrap_or_default();
                inner
            }
            '{' => match times(&mut rest) {
                Some((least, most)) => {
                    let times = most.unwrap_or(least.saturating_add(1)).max(least).max(1);
                    group.last = group.last.saturating_mul(times);
                    continue;
                }
                None => 1,
            },
            '\\' => escape(&mut rest),
            '[' => class(&mut rest),
            '.' => WIDE,
            _ => 1,
        };
        group.size = group.size.saturating_add(group.last);
        group.last = term;
    }
    let open = open.into_iter().chain([group]);
    open.fold(0, |sum, group| {
        sum.saturating_add(group.size).saturating_add(group.last)
    })
}

/// The least and the most of `{m}`, `{m,}` and `{m,n}`; none where the brace is itself.
fn times(rest: &mut Peekable<Chars<'_>>) -> Option<(u64, Option<u64>)> {
    let mut ahead = rest.clone();
    let (mut numbers, mut at) = ([None, None], 0);
    loop {
        match ahead.next()? {
            ',' if at == 0 => at = 1,
            '}' => break,
            digit => {
                let number = numbers[at].unwrap_or(0_u64);
                numbers[at] = Some(number.saturating_mul(10).saturating_add(digit.to_digit(10)?.into()));
            }
        }
    }
    let least = numbers[0]?;
    *rest = ahead;
    Some((least, if at == 0 { Some(least) } else { numbers[1] }))
}

fn escape(rest: &mut Peekable<Chars<'_>>) -> u64 {
    match rest.next() {
        Some(property @ ('p' | 'P' | 'x' | 'u')) if rest.peek() == Some(&'{') => {
            while rest.next().is_some_and(|one| one != '}') {}
            if property.eq_ignore_ascii_case(&'p') {
                PROPERTY
            } else {
                1
            }
        }
        Some('S' | 'W' | 'D' | 's') => WIDE,
        _ => 1,
    }
}

fn class(rest: &mut Peekable<Chars<'_>>) -> u64 {
    let mut size: u64 = if rest.peek() == Some(&'^') { WIDE } else { 1 };
    while let Some(one) = rest.next() {
        match one {
            ']' => break,
            '\\' => size += escape(rest) - 1,
            one if !one.is_ascii() => size += 2,
            _ => {}
        }
    }
    size
}

#[cfg(test)]
mod tests {
    use super::{counted, is_bounded, size};

    #[test]
    fn repetitions_multiply() {
        for (pattern, expected) in [
            ("", 0),
            ("^abc$", 5),
            ("a{3}", 3),
            ("a{3,}", 4),
            ("ab{2,5}c", 7),
            ("(a{10}b){10}", 110),
            ("((a{100}){100}){100}", 1_000_000),
            ("(a|bc){7}", 28),
            ("a{x}", 5 - 1),
            ("[a-z]{9}", 9),
            ("[^a]{2}", 16),
            (r"\p{L}{2}", 1024),
            (r"\u{1F600}{2}", 2),
            (r"\{3\}", 3),
            ("a{99999999999999999999999}{99999999999999999999999}", u64::MAX),
            ("((a{5}", 5),
            ("a)b{2}", 3),
        ] {
            assert_eq!(size(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn what_is_published_is_bounded_and_a_bomb_is_not() {
        for pattern in [r"^[\p{L}\p{N}]{1,64}$", "^((a{1,50}){1,50}){1,50}$", "(", "", "^(a+)+$"] {
            assert!(is_bounded(pattern), "{pattern}");
        }
        let alternatives: Vec<String> = (0..100_000).map(|index| format!("ab{index}c")).collect();
        for pattern in [
            "^.{0,262144}$",
            "^((((((((a{1,100}){1,100}){1,100})))))$",
            &alternatives.join("|"),
            r"(\p{L}{1,1000}){1,1000}",
        ] {
            assert!(!is_bounded(pattern), "{} bytes", pattern.len());
        }
    }

    #[test]
    fn a_count_of_characters_is_a_length() {
        for (pattern, expected) in [
            ("^.{0,262144}$", Some(("^.*$", 0, Some(262_144)))),
            (r"^[\]a-z]{2,5000}$", Some((r"^[\]a-z]*$", 2, Some(5_000)))),
            (r"^\p{L}{3000}$", Some((r"^\p{L}*$", 3_000, Some(3_000)))),
            (r"^\S{1001,}$", Some((r"^\S*$", 1_001, None))),
            ("^x{0,2000}$", Some(("^x*$", 0, Some(2_000)))),
            ("^.{0,10}$", None),
            (".{0,262144}$", None),
            ("^.{0,262144}", None),
            ("^a.{0,262144}$", None),
            ("^(ab){0,262144}$", None),
            ("^.{0,262144}?$", None),
            ("^.{5000,2000}$", None),
            (r"^\1{0,2000}$", None),
            (r"^\u0041{0,2000}$", None),
            (r"^.{0,2000}\$", None),
            ("^[^]{0,2000}$", None),
        ] {
            let found = counted(pattern);
            let found = found.as_ref().map(|(text, least, most)| (text.as_str(), *least, *most));
            assert_eq!(found, expected, "{pattern}");
        }
    }
}
