use std::fmt;

/// A set of code points, as ranges; those of surrogates are numbers that no text holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Class(Vec<(u32, u32)>);

const LAST: u32 = 0x10_ffff;
const SURROGATES: (u32, u32) = (0xd800, 0xdfff);

impl Class {
    pub(super) fn of(one: char) -> Self {
        Class::unit(one.into())
    }

    pub(super) fn unit(one: u32) -> Self {
        Class::range(one, one)
    }

    pub(super) fn range(first: u32, last: u32) -> Self {
        Class(vec![(first, last)])
    }

    pub(super) fn digits() -> Self {
        Class::range('0'.into(), '9'.into())
    }

    pub(super) fn words() -> Self {
        Class::from_chars(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')])
    }

    /// White space and line terminators.
    pub(super) fn spaces() -> Self {
        Class::from_chars(&[
            ('\t', '\r'),
            (' ', ' '),
            ('\u{a0}', '\u{a0}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{2000}', '\u{200a}'),
            ('\u{2028}', '\u{2029}'),
            ('\u{202f}', '\u{202f}'),
            ('\u{205f}', '\u{205f}'),
            ('\u{3000}', '\u{3000}'),
            ('\u{feff}', '\u{feff}'),
        ])
    }

    /// What has a Unicode property, `Letter` or `Script=Greek`.
    pub(super) fn property(name: &str) -> Option<Self> {
        let is_plain = name
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || "_=".contains(one));
        let name = name
            .replace("Script_Extensions=", "scx=")
            .replace("General_Category=", "gc=");
        let hir = regex_syntax::parse(&format!("\\p{{{name}}}"))
            .ok()
            .filter(|_| is_plain)?;
        match hir.kind() {
            regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) => {
                let ranges = class
                    .ranges()
                    .iter()
                    .map(|range| (range.start().into(), range.end().into()));
                Some(Class(ranges.collect()))
            }
            _ => None,
        }
    }

    fn from_chars(ranges: &[(char, char)]) -> Self {
        Class(
            ranges
                .iter()
                .map(|(first, last)| ((*first).into(), (*last).into()))
                .collect(),
        )
    }

    /// The one code point that it holds.
    pub(super) fn single(&self) -> Option<u32> {
        match self.0[..] {
            [(first, last)] if first == last => Some(first),
            _ => None,
        }
    }

    pub(super) fn add(&mut self, other: &Class) {
        self.0.extend(&other.0);
    }

    /// The ranges in order, none touching another.
    fn ranges(&self) -> Vec<(u32, u32)> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (first, last) in sorted {
            match ranges.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => ranges.push((first, last)),
            }
        }
        ranges
    }

    pub(super) fn inverted(&self) -> Self {
        let mut gaps = Vec::new();
        let mut next = 0;
        for (first, last) in self.ranges() {
            if first > next {
                gaps.push((next, first - 1));
            }
            next = last + 1;
        }
        if next <= LAST {
            gaps.push((next, LAST));
        }
        Class(gaps)
    }

    /// The ranges as those of characters, which go over surrogates and neither begin nor end with one.
    fn characters(&self) -> Vec<(u32, u32)> {
        let surrogates = SURROGATES.0..=SURROGATES.1;
        let trimmed = |(first, last): (u32, u32)| {
            let first = if surrogates.contains(&first) {
                SURROGATES.1 + 1
            } else {
                first
            };
            let last = if surrogates.contains(&last) {
                SURROGATES.0 - 1
            } else {
                last
            };
            (first, last)
        };
        let ranges = self.ranges().into_iter().map(trimmed);
        ranges.filter(|(first, last)| first <= last).collect()
    }
}

/// The class in brackets; most are shorter by what they don't hold, if that is little.
impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (ranges, gaps) = (self.characters(), self.inverted().characters());
        if ranges.is_empty() {
            return f.write_str(r"[^\x{0}-\x{10FFFF}]");
        }
        let is_shorter = !gaps.is_empty() && gaps.len() < ranges.len();
        f.write_str(if is_shorter { "[^" } else { "[" })?;
        for (first, last) in if is_shorter { gaps } else { ranges } {
            write_one(first, f)?;
            if last > first {
                if last > first + 1 {
                    f.write_str("-")?;
                }
                write_one(last, f)?;
            }
        }
        f.write_str("]")
    }
}

fn write_one(one: u32, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match char::from_u32(one) {
        Some(one @ ('\\' | '[' | ']' | '^' | '-' | '&' | '~')) => write!(f, "\\{one}"),
        Some(one @ '!'..='~') => write!(f, "{one}"),
        _ => write!(f, "\\x{{{one:X}}}"),
    }
}
