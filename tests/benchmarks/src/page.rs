//! BENCHMARKS.md, in which what is measured stands between marks.

use std::fs;
use std::path::Path;

/// Replaces what stands under these names.
///
/// # Errors
/// The page can't be read or written, or has no such mark.
pub fn write(parts: &[(&str, &str)]) -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../BENCHMARKS.md");
    let mut page = fs::read_to_string(&path).map_err(|error| format!("BENCHMARKS.md: {error}"))?;
    for (name, text) in parts {
        page = replaced(&page, name, text).ok_or_else(|| format!("BENCHMARKS.md has no `{}`", begin(name)))?;
    }
    fs::write(&path, page).map_err(|error| format!("BENCHMARKS.md: {error}"))
}

fn begin(name: &str) -> String {
    format!("<!-- measured: {name} -->")
}

const END: &str = "<!-- end -->";

fn replaced(page: &str, name: &str, text: &str) -> Option<String> {
    let begin = begin(name);
    let (before, rest) = page.split_once(&begin)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{begin}\n\n{}\n\n{END}{after}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let page = "a\n<!-- measured: x -->\n\nold\n\n<!-- end -->\nb\n<!-- measured: y -->\n<!-- end -->\n";
        let new = "a\n<!-- measured: x -->\n\nnew\n\n<!-- end -->\nb\n<!-- measured: y -->\n<!-- end -->\n";
        assert_eq!(replaced(page, "x", "new\n").as_deref(), Some(new));
        assert_eq!(replaced(page, "z", "new"), None);
    }
}
