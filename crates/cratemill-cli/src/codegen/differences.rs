//! How the crates on disk differ from what would be written, in the manner of `diff -u`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use cratemill::file_tree::Change;
use similar::TextDiff;

use super::crates;
use super::run::{Outcome, Run};
use super::summary::counted;
use crate::{Failure, Terminal, page, paths};

/// How many lines are shown of one file.
const OF_FILE: usize = 60;
/// How many lines are shown, and how many files are listed, where no terminal says how many it has.
const SCREEN: usize = 40;

/// What is stale, by path.
struct Stale {
    path: String,
    change: Change,
    before: Vec<u8>,
    after: Vec<u8>,
}

/// What is stale of all providers so far, as rows, and how many lines of it were shown.
#[derive(Debug, Default)]
pub(super) struct Differences {
    lines: usize,
    rows: Vec<Vec<String>>,
}

impl Differences {
    /// Prints how a provider's files on disk differ from what would be written, no more than a screen of it for all
    /// providers together unless all is asked for.
    pub(super) fn print(
        &mut self,
        run: &Run,
        out: &Path,
        all: bool,
        terminal: &mut Terminal<'_>,
    ) -> Result<(), Failure> {
        let most = match page::height() {
            _ if all => usize::MAX,
            Some(lines) => lines.saturating_sub(8).max(SCREEN / 4),
            None => SCREEN,
        };
        for one in of_run(run, out)? {
            let left = most.saturating_sub(self.lines);
            if left > 0 {
                let text = one.difference(if all { usize::MAX } else { left.min(OF_FILE) });
                self.lines += text.lines().count();
                write!(terminal.out, "{text}")?;
            }
            self.rows.push(one.row());
        }
        Ok(())
    }

    /// Prints each stale file with how many of its lines come and go.
    pub(super) fn close(self, all: bool, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
        let count = self.rows.len();
        if count == 0 {
            return Ok(());
        }
        let differ = if count == 1 { "differs" } else { "differ" };
        writeln!(terminal.out, "\n{} {differ}:", counted(count, "file"))?;
        let listed = if all { count } else { count.min(SCREEN) };
        write!(terminal.out, "{}", page::table(&self.rows[..listed]))?;
        if listed < count {
            writeln!(terminal.out, "  ... and {} more", counted(count - listed, "file"))?;
        }
        if !all {
            writeln!(terminal.out, "`--verbose` shows every difference")?;
        }
        writeln!(terminal.out)?;
        Ok(())
    }
}

fn of_run(run: &Run, out: &Path) -> Result<Vec<Stale>, Failure> {
    let mut stale = Vec::new();
    if run.lock_changed {
        let before = run.provider.source.lock.as_ref();
        stale.push(Stale {
            path: paths::shown(&run.provider.folder.join(cratemill::provider::LOCK)),
            change: if before.is_some() {
                Change::Changed
            } else {
                Change::Added
            },
            before: before.map(|text| text.clone().into_bytes()).unwrap_or_default(),
            after: run.generated.lock.clone().into_bytes(),
        });
    }
    if let (Ok(Outcome::Stale(_)), Some(files)) = (&run.outcome, &run.generated.crate_files) {
        let folder = out.join(&run.name);
        for (path, change) in crates::plan(&folder, files)? {
            let is_there = change != Change::Added;
            stale.push(Stale {
                path: paths::shown(&folder.join(&path)),
                change,
                before: if is_there {
                    crates::contents(&folder, &path)
                } else {
                    Vec::new()
                },
                after: files.get(&path).unwrap_or_default().to_vec(),
            });
        }
    }
    Ok(stale)
}

impl Stale {
    fn difference(&self, most: usize) -> String {
        let before = (self.change != Change::Added).then_some(self.before.as_slice());
        let after = (self.change != Change::Removed).then_some(self.after.as_slice());
        file(&self.path, before, after, most)
    }

    /// What becomes of the file, and how many lines come and go, wherever they stand.
    fn row(&self) -> Vec<String> {
        let mut lines: BTreeMap<&[u8], (usize, usize)> = BTreeMap::new();
        for line in lines_of(&self.before) {
            lines.entry(line).or_default().0 += 1;
        }
        for line in lines_of(&self.after) {
            lines.entry(line).or_default().1 += 1;
        }
        let gone: usize = lines
            .values()
            .map(|(before, after)| before.saturating_sub(*after))
            .sum();
        let come: usize = lines
            .values()
            .map(|(before, after)| after.saturating_sub(*before))
            .sum();
        let word = match self.change {
            Change::Added => "new",
            Change::Removed => "gone",
            Change::Changed => "changed",
        };
        vec![format!("  {word}"), self.path.clone(), format!("+{come} -{gone}")]
    }
}

fn lines_of(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    lines.map(|line| line.strip_suffix(b"\n").unwrap_or(line))
}

/// The difference of one file; `None` where there is none before or after.
fn file(path: &str, before: Option<&[u8]>, after: Option<&[u8]>, most: usize) -> String {
    // What follows a tab is no part of the path, as `patch` and editors read it.
    let name = |side: &str, there: bool| match there {
        true => format!("{path}\t{side}"),
        false => "/dev/null".to_owned(),
    };
    let heading = (name("on disk", before.is_some()), name("as generated", after.is_some()));
    let text = |bytes: Option<&[u8]>| std::str::from_utf8(bytes.unwrap_or_default()).map(str::to_owned);
    let (Ok(old), Ok(new)) = (text(before), text(after)) else {
        return format!("--- {}\n+++ {}\nnot text\n", heading.0, heading.1);
    };
    let mut configuration = TextDiff::configure();
    let diff = configuration.timeout(Duration::from_secs(2)).diff_lines(&old, &new);
    let mut unified = diff.unified_diff();
    let full = unified.context_radius(3).header(&heading.0, &heading.1).to_string();
    trimmed(&full, most)
}

fn trimmed(full: &str, most: usize) -> String {
    let mut text = String::new();
    for line in full.lines().take(most) {
        let short: String = line.chars().take(200).collect();
        let dots = if short.len() < line.len() { "..." } else { "" };
        // Writing to a text can't fail.
        writeln!(text, "{short}{dots}").ok();
    }
    match full.lines().count().saturating_sub(most) {
        0 => text,
        more => text + &format!("... {more} more lines\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::{OF_FILE, file};

    #[test]
    fn changed_new_and_gone_files() {
        let changed = file("p/a.rs", Some(b"one\ntwo\n"), Some(b"one\n2\n"), OF_FILE);
        assert_eq!(
            changed,
            "--- p/a.rs\ton disk\n+++ p/a.rs\tas generated\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n"
        );
        let new = file("a", None, Some(b"x\n"), OF_FILE);
        assert_eq!(new, "--- /dev/null\n+++ a\tas generated\n@@ -0,0 +1 @@\n+x\n");
        let gone = file("a", Some(b"x\n"), None, OF_FILE);
        assert_eq!(gone, "--- a\ton disk\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n");
        assert!(file("a", Some(b"\xff"), Some(b"x"), OF_FILE).ends_with("not text\n"));
    }

    #[test]
    fn what_is_long_is_trimmed() {
        let long = "line\n".repeat(500) + &"x".repeat(1000);
        let text = file("a", None, Some(long.as_bytes()), OF_FILE);
        assert_eq!(text.lines().count(), 61);
        assert!(text.ends_with("... 445 more lines\n"), "{text}");
    }
}
