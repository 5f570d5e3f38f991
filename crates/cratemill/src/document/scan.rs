//! One look over a text before it is parsed, for the two things that no JSON reader survives:
//! depth without end, and numbers without end.

use std::borrow::Cow;
use std::ops::Range;

use crate::budget::DOCUMENT_DEPTH;

/// What was seen.
pub(super) struct Scan {
    /// Where the first array or object begins that lies too deep.
    pub too_deep: Option<usize>,
    /// The number literals that are greater than every `f64`.
    pub huge_numbers: Vec<Range<usize>>,
}

/// Looks over a text that need not be JSON. It doesn't recurse.
pub(super) fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut found = Scan {
        too_deep: None,
        huge_numbers: Vec::new(),
    };
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'"' => at = end_of_string(bytes, at),
            b'[' | b'{' => {
                depth += 1;
                if depth > DOCUMENT_DEPTH {
                    found.too_deep = Some(start);
                    return found;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'-' | b'0'..=b'9' => {
                let part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
                at += bytes[at..].iter().take_while(|byte| part(byte)).count();
                if text[start..at].parse::<f64>().is_ok_and(f64::is_infinite) {
                    found.huge_numbers.push(start..at);
                }
            }
            _ => {}
        }
    }
    found
}

/// `text` with every huge number replaced by one of the same length and sign that an `f64` holds, so
/// that lines and columns stay. The shortest huge numbers, such as `2e308`, have just the room.
pub(super) fn clamped<'a>(text: &'a str, huge_numbers: &[Range<usize>]) -> Cow<'a, str> {
    let mut clamped = Cow::Borrowed(text);
    for span in huge_numbers {
        let sign = if text[span.clone()].starts_with('-') { "-" } else { "" };
        let number = format!("{:<width$}", format!("{sign}1e308"), width = span.len());
        clamped.to_mut().replace_range(span.clone(), &number);
    }
    clamped
}

/// The index after the closing quote of a string whose first character is at `at`.
pub(super) fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'"' => return at,
            _ => {}
        }
    }
    bytes.len()
}
