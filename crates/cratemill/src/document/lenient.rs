//! JSON with comments and trailing commas, which many editors take.

use std::ops::Range;

/// The text with spaces in the place of each comment and trailing comma, so that every other place stays, and where the
/// first of them stands; `None` if there is none, or a comment has no end.
pub(super) fn strict(text: &str) -> Option<(String, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut strict = bytes.to_vec();
    let mut blanked: Vec<Range<usize>> = Vec::new();
    let mut comma = None;
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        at += 1;
        match bytes[start] {
            b'"' => {
                comma = None;
                at = end_of_string(bytes, at);
            }
            b'/' if bytes.get(at) == Some(&b'/') => {
                at = bytes[at..]
                    .iter()
                    .position(|byte| *byte == b'\n')
                    .map_or(bytes.len(), |end| at + end);
                blanked.push(start..at);
            }
            b'/' if bytes.get(at) == Some(&b'*') => {
                at += 1 + text.get(at + 1..)?.find("*/")? + 2;
                blanked.push(start..at);
            }
            b',' => comma = Some(start),
            b']' | b'}' => blanked.extend(comma.take().map(|comma| comma..comma + 1)),
            byte if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
    }
    for range in &blanked {
        let kept = |byte: &u8| matches!(byte, b'\n' | b'\r');
        strict[range.clone()]
            .iter_mut()
            .filter(|byte| !kept(byte))
            .for_each(|byte| *byte = b' ');
    }
    let first = blanked.into_iter().min_by_key(|range| range.start)?;
    Some((String::from_utf8(strict).ok()?, first))
}

/// The place behind the quote that ends a string.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        at += if *byte == b'\\' { 2 } else { 1 };
        if *byte == b'"' {
            break;
        }
    }
    at.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_trailing_commas_become_spaces() {
        let check = |text: &str, expected: Option<&str>| {
            let found = strict(text);
            assert_eq!(found.as_ref().map(|(text, _)| text.as_str()), expected, "{text}");
            assert!(found.is_none_or(|(strict, first)| strict.len() == text.len() && first.end <= text.len()));
        };
        check("{}", None);
        check("// a\n{}", Some("    \n{}"));
        check("[1, /* ä\n */ 2,\n]", Some("[1,      \n    2 \n]"));
        check("{\"a\": 1, // x\n }", Some("{\"a\": 1      \n }"));
        check(r#"["// \" /* ,]", "a"]"#, None);
        check("[1,,]", Some("[1, ]"));
        check("/* without an end", None);
        check("[1] /", None);
    }
}
