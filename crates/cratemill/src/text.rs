//! Upstream text that is shown, and how long JSON text is.

use serde_json::Value;
use std::io;

/// Text without characters that change how other text looks: controls and bidirectional marks are spelled out.
pub(crate) fn plain_text(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").replace('\r', "\n").chars() {
        match c {
            '\n' => out.push('\n'),
            '\t' => out.push(' '),
            c if c.is_control() || is_format_control(c) => out.push_str(&format!("U+{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or_default();
    let digits = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    digits.collect()
}

/// The words that are no identifiers, as `syn` has them.
const KEYWORDS: [&str; 52] = [
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether a name is an identifier of Rust, raw or not, and no keyword.
pub(crate) fn is_identifier(name: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_plain = !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty() && name.bytes().all(is_sign);
    // A raw one, or one of other letters, is the parser's to know.
    match is_plain {
        true => KEYWORDS.binary_search(&name).is_err(),
        false => syn::parse_str::<syn::Ident>(name).is_ok(),
    }
}

/// Characters that reorder or hide text (Unicode Technical Report 36, section 3).
fn is_format_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

/// The bytes of a value's JSON text.
pub(crate) fn json_length(value: &Value) -> usize {
    struct Count(usize);
    impl io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    // Writing into a count does not fail.
    serde_json::to_writer(&mut count, value).map_or(usize::MAX, |()| count.0)
}

/// Whether a text may be a slip of the pen for another: one letter in four, at least one and at most three, is another, is
/// left out, or has changed its place.
fn is_near(given: &str, other: &str) -> Option<usize> {
    let length = other.chars().count();
    let most = (length / 4).clamp(1, 3);
    if length.abs_diff(given.chars().count()) > most {
        return None;
    }
    let distance = strsim::osa_distance(&given.to_lowercase(), &other.to_lowercase());
    (distance <= most && distance < length).then_some(distance)
}

/// Of `all`, what `given` may have been meant for: the nearest, no more than three.
pub fn meant<'a>(given: &str, all: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let near = |other: &'a str| is_near(given, other).map(|distance| (distance, other));
    let mut near: Vec<(usize, &str)> = all.into_iter().filter_map(near).collect();
    near.sort();
    near.dedup();
    let nearest = near.first().map(|(distance, _)| *distance);
    let nearest = near.into_iter().filter(|(distance, _)| Some(*distance) == nearest);
    nearest.take(3).map(|(_, other)| other).collect()
}

/// The question after what may have been meant, with a semicolon behind it; nothing where there is nothing to ask.
pub(crate) fn did_you_mean<'a>(given: &str, all: impl IntoIterator<Item = &'a str>) -> String {
    let meant: Vec<String> = meant(given, all)
        .into_iter()
        .map(|other| format!("`{}`", other.escape_debug()))
        .collect();
    match meant.is_empty() {
        true => String::new(),
        false => format!("did you mean {}? ", meant.join(" or ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, did_you_mean, is_identifier, meant};

    #[test]
    fn an_identifier_is_what_the_parser_takes_for_one() {
        let others = [
            "", "a", "A1", "_a", "__", "1a", "a b", "a-b", "a ", "gen", "union", "r#type", "r#self", "größe", "版",
        ];
        for name in KEYWORDS.iter().chain(&others) {
            assert_eq!(
                is_identifier(name),
                syn::parse_str::<syn::Ident>(name).is_ok(),
                "{name:?}"
            );
        }
        assert!(KEYWORDS.is_sorted());
        assert!(!KEYWORDS.iter().any(|word| is_identifier(word)));
    }

    #[test]
    fn slips_of_the_pen_are_known_and_other_words_are_not() {
        let keys = ["names", "secrets", "descriptions", "types", "crate"];
        assert_eq!(meant("namse", keys), ["names"]);
        assert_eq!(meant("Secret", keys), ["secrets"]);
        assert_eq!(meant("dsecritpion", keys), ["descriptions"]);
        assert_eq!(meant("tpes", keys), ["types"]);
        for other in ["", "n", "source", "description_of_it", "version"] {
            assert!(meant(other, keys).is_empty(), "{other}");
        }
        assert_eq!(meant("ab", ["ax", "ay", "az", "ac", "b"]), ["ac", "ax", "ay"]);
        assert_eq!(
            meant("propertie", ["property", "properties"]),
            ["properties"],
            "only the nearest"
        );
        assert_eq!(did_you_mean("typs", keys), "did you mean `types`? ");
        assert_eq!(did_you_mean("anything", keys), "");
    }
}
