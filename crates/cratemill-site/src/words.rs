//! Upstream text on a page, and names as paths of pages.

use cratemill::convert::{Documentation, Limit};

use crate::description;

/// Text whose characters neither reorder nor hide what stands around it (Unicode Technical Report 36, section 3).
pub fn plain(text: &str) -> String {
    let is_odd = |c: char| {
        c.is_control() && c != '\n' && c != '\t'
            || matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
    };
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match is_odd(c) {
            true => out.push_str(&format!("U+{:04X}", c as u32)),
            false => out.push(c),
        }
    }
    out
}

/// The beginning of a text, of at most so many characters.
pub fn beginning(text: &str, most: usize) -> String {
    let text = plain(text);
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

/// One line that says what something is: the first sentence of its description, else its title.
pub fn summary(documentation: &Documentation, most: usize) -> String {
    let paragraph = documentation
        .description
        .as_deref()
        .map(description::line)
        .unwrap_or_default();
    let sentence = paragraph.split_inclusive(". ").next().unwrap_or_default().trim();
    let text = match sentence.is_empty() {
        true => documentation.title.as_deref().unwrap_or_default(),
        false => sentence,
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    beginning(&text, most)
}

/// A constraint as people say it.
pub fn limit(limit: &Limit) -> String {
    match &limit.code {
        Some(code) => format!("{} {}", plain(&limit.words), plain(code)),
        None => plain(&limit.words),
    }
}

/// A name as a part of a path: ASCII letters, digits, `.`, `-` and `_`.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || "-_.".contains(c) => out.push(c),
            ' ' => out.push('-'),
            c => out.push_str(&format!("-{:x}", c as u32)),
        }
    }
    let out: String = out.chars().take(120).collect();
    match out.trim_matches('.').is_empty() {
        true => format!("x{}", out.len()),
        false => out.trim_matches('.').to_owned(),
    }
}

/// `1,681`.
pub fn figure(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 type`, `2 types`.
pub fn counted(count: usize, noun: &str) -> String {
    let plural = match noun.strip_suffix('y') {
        _ if count == 1 => noun.to_owned(),
        Some(stem) => format!("{stem}ies"),
        None => format!("{noun}s"),
    };
    format!("{} {plural}", figure(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_paths_and_text_is_plain() {
        assert_eq!(slug("../a b/c"), "-2fa-b-2fc");
        assert_eq!(slug("..."), "x3");
        assert_eq!(slug("ü"), "-fc");
        assert_eq!(plain("a\u{202e}b"), "aU+202Eb");
        assert_eq!(figure(1_234_567), "1,234,567");
        assert_eq!(counted(2, "property"), "2 properties");
        assert_eq!(beginning("abcdef", 3), "abc…");
    }
}
