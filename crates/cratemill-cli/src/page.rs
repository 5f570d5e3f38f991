//! Lines of a terminal: how wide they are, and words that are wrapped into them.

/// How many characters a line of standard output has, if that is a terminal.
pub fn width() -> Option<usize> {
    let size = console::Term::stdout().size_checked();
    size.map(|(_, columns)| usize::from(columns))
}

/// How many lines a terminal shows at once, if standard output is one.
pub fn height() -> Option<usize> {
    let size = console::Term::stdout().size_checked();
    size.map(|(lines, _)| usize::from(lines))
}

/// Words behind a heading, and below each other where they have no room in one line.
pub fn wrapped(heading: &str, words: &str, width: usize) -> String {
    let indent = heading.chars().count();
    let mut text = String::new();
    let mut line = heading.to_owned();
    let mut is_empty = true;
    for word in words.split_whitespace() {
        let length = line.chars().count() + usize::from(!is_empty) + word.chars().count();
        if !is_empty && length > width {
            text.push_str(line.trim_end());
            text.push('\n');
            line = " ".repeat(indent);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    text.push_str(line.trim_end());
    text.push('\n');
    text
}

/// Rows below each other, their columns as wide as they must be.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        let line = cells.collect::<Vec<_>>().join("  ");
        format!("{}\n", line.trim_end())
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn words_stand_below_each_other() {
        let text = wrapped("  old  ", "one two three a-word-without-room four", 16);
        assert_eq!(
            text,
            "  old  one two\n       three\n       a-word-without-room\n       four\n"
        );
        assert_eq!(wrapped("x ", "", 10), "x\n");
    }
}
