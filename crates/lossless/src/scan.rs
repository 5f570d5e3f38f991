//! Going over JSON text that was found well-formed before, several bytes at a time.

/// Where the next quote or backslash is from `at` on; the end of the text, or a place beyond it, where there is none.
// Most strings are short, and a loop would cost them more than it does.
#[inline(always)]
pub(crate) fn quote(bytes: &[u8], at: usize) -> usize {
    let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) else {
        return far_quote(bytes, at);
    };
    match quotes_and_escapes(u64::from_le_bytes(*eight)) {
        0 => far_quote(bytes, at + 8),
        found => at + (found.trailing_zeros() / 8) as usize,
    }
}

#[inline(never)]
fn far_quote(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let found = quotes_and_escapes(u64::from_le_bytes(*eight));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.len().saturating_sub(at);
    if let (Some(last), true) = (bytes.last_chunk(), rest > 0) {
        let found = quotes_and_escapes(u64::from_le_bytes(*last) >> (64 - 8 * rest));
        return at + (found.trailing_zeros() as usize / 8).min(rest);
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let found = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'));
    at + found.unwrap_or(rest.len())
}

/// The highest bit of each of eight bytes that is a quote or a backslash, and of some above the first of these.
#[inline]
fn quotes_and_escapes(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    const QUOTES: u64 = ONES * b'"' as u64;
    const ESCAPES: u64 = ONES * b'\\' as u64;
    let zeros = |word: u64| word.wrapping_sub(ONES);
    (zeros(word ^ QUOTES) | zeros(word ^ ESCAPES)) & !word & (ONES << 7)
}

/// Whether there is a backslash.
#[inline]
pub(crate) fn has_escape(bytes: &[u8]) -> bool {
    if bytes.len() < 8 {
        return bytes.contains(&b'\\');
    }
    let (words, _) = bytes.as_chunks();
    let last = bytes.last_chunk().into_iter();
    last.chain(words).any(|word| escapes(u64::from_le_bytes(*word)) != 0)
}

/// As [`quotes_and_escapes`], of backslashes alone.
#[inline]
fn escapes(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    const ESCAPES: u64 = ONES * b'\\' as u64;
    (word ^ ESCAPES).wrapping_sub(ONES) & !word & (ONES << 7)
}

/// The last quote of a string that has an escape, the first of which is at `found`.
#[cold]
pub(crate) fn quote_after_escapes(bytes: &[u8], mut found: usize) -> usize {
    while let Some(b'\\') = bytes.get(found) {
        found = quote(bytes, found + 2);
    }
    found
}

/// The next byte that is no white space, and where it is; zero after the last.
#[inline(always)]
pub(crate) fn solid(bytes: &[u8], at: usize) -> (usize, u8) {
    match bytes.get(at) {
        Some(byte) if *byte > b' ' => (at, *byte),
        _ => after_space(bytes, at),
    }
}

#[inline(never)]
fn after_space(bytes: &[u8], mut at: usize) -> (usize, u8) {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    (at, bytes.get(at).copied().unwrap_or_default())
}

/// Where a number ends.
#[inline]
pub(crate) fn after_number(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') = bytes.get(at) {
        at += 1;
    }
    at
}

/// An integer from zero on of few digits, and where it ends; none of any other number.
#[inline]
pub(crate) fn natural(bytes: &[u8], start: usize) -> Option<(u64, usize)> {
    let (mut at, mut value) = (start, 0_u64);
    while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        at += 1;
    }
    let goes_on = matches!(bytes.get(at), Some(b'.' | b'e' | b'E' | b'+' | b'-'));
    let is_short = (1..=18).contains(&(at - start));
    let is_padded = at - start > 1 && bytes[start] == b'0';
    (is_short && !is_padded && !goes_on).then_some((value, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each text of some bytes of which each means something to a scanner, or is next to one that does.
    fn texts() -> impl Iterator<Item = Vec<u8>> {
        let bytes = [b'"', b'\\', b'#', b']', b'!', b'[', 0x80, 0xa2, 0xdc, 0xff, b'a'];
        (0..bytes.len().pow(3)).flat_map(move |number| {
            let three = [number % 11, number / 11 % 11, number / 121].map(|at| bytes[at]);
            let around = |before: usize, after: usize| {
                let spaces = |count| std::iter::repeat_n(b' ', count);
                spaces(before).chain(three).chain(spaces(after)).collect()
            };
            [around(0, 0), around(5, 0), around(6, 3), around(7, 9), around(17, 8)]
        })
    }

    #[test]
    fn a_quote_is_found_wherever_it_is() {
        for text in texts() {
            for at in 0..=text.len() {
                let found = text[at..].iter().position(|byte| matches!(byte, b'"' | b'\\'));
                assert_eq!(
                    quote(&text, at),
                    at + found.unwrap_or(text.len() - at),
                    "{text:?} from {at}"
                );
            }
        }
    }

    #[test]
    fn white_space_is_passed_and_nothing_else() {
        for (text, expected) in [
            ("", (0, 0)),
            (" \n\t\r", (4, 0)),
            (" x", (1, b'x')),
            ("\u{b}", (0, 0xb)),
            (" \u{a0}", (1, 0xc2)),
        ] {
            assert_eq!(solid(text.as_bytes(), 0), expected, "{text:?}");
        }
        assert_eq!(after_number(b" -1.5e+7]", 1), 8);
    }

    #[test]
    fn a_short_natural_number_is_read_and_no_other() {
        for (text, expected) in [
            ("0", Some(0)),
            ("7,", Some(7)),
            ("120]", Some(120)),
            ("999999999999999999", Some(999_999_999_999_999_999)),
            ("1000000000000000000", None),
            ("00", None),
            ("1.0", None),
            ("1e3", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(natural(text.as_bytes(), 0).map(|(value, _)| value), expected, "{text}");
        }
    }
}
