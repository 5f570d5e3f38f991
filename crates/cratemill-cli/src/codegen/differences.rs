//! How the crates on disk differ from what would be written, in the manner of `diff -u`.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use cratemill::file_tree::Change;
use similar::TextDiff;

use super::crates;
use super::run::{Outcome, Run};
use crate::{Failure, Terminal, paths};

/// How many lines are shown of one file, and of all files together.
const OF_FILE: usize = 60;
const OF_ALL: usize = 400;

/// What was shown, and what was too much.
#[derive(Debug, Default)]
pub(super) struct Differences {
    lines: usize,
    untold: usize,
}

impl Differences {
    /// Prints the difference of every stale file of a provider, trimmed to a length that can be read.
    pub(super) fn print(&mut self, run: &Run, out: &Path, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
        if run.lock_changed {
            let lock = run.provider.folder.join(cratemill::provider::LOCK);
            let before = run.provider.source.lock.as_deref().unwrap_or_default();
            let after = &run.generated.lock;
            let text = file(&paths::shown(&lock), Some(before.as_bytes()), Some(after.as_bytes()));
            write!(terminal.out, "{text}")?;
        }
        let (Ok(Outcome::Stale(_)), Some(files)) = (&run.outcome, &run.generated.crate_files) else {
            return Ok(());
        };
        let folder = out.join(&run.name);
        for (path, change) in crates::plan(&folder, files)? {
            if self.lines >= OF_ALL {
                self.untold += 1;
                continue;
            }
            let before = (change != Change::Added).then(|| crates::contents(&folder, &path));
            let name = paths::shown(&folder.join(&path));
            let text = file(&name, before.as_deref(), files.get(&path));
            self.lines += text.lines().count();
            write!(terminal.out, "{text}")?;
        }
        Ok(())
    }

    /// Prints how many files were too many to be shown.
    pub(super) fn close(self, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
        if self.untold > 0 {
            writeln!(terminal.out, "... and {} more files", self.untold)?;
        }
        Ok(())
    }
}

/// The difference of one file; `None` where there is none before or after.
fn file(path: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> String {
    let name = |side: &str, there: bool| match there {
        true => format!("{side}/{path}"),
        false => "/dev/null".to_owned(),
    };
    let heading = (name("on-disk", before.is_some()), name("generated", after.is_some()));
    let text = |bytes: Option<&[u8]>| std::str::from_utf8(bytes.unwrap_or_default()).map(str::to_owned);
    let (Ok(old), Ok(new)) = (text(before), text(after)) else {
        return format!("--- {}\n+++ {}\nnot text\n", heading.0, heading.1);
    };
    let mut configuration = TextDiff::configure();
    let diff = configuration.timeout(Duration::from_secs(2)).diff_lines(&old, &new);
    let mut unified = diff.unified_diff();
    let full = unified.context_radius(3).header(&heading.0, &heading.1).to_string();
    trimmed(&full)
}

fn trimmed(full: &str) -> String {
    let mut text = String::new();
    for line in full.lines().take(OF_FILE) {
        let short: String = line.chars().take(200).collect();
        let dots = if short.len() < line.len() { "..." } else { "" };
        // Writing to a text can't fail.
        writeln!(text, "{short}{dots}").ok();
    }
    match full.lines().count().saturating_sub(OF_FILE) {
        0 => text,
        more => text + &format!("... {more} more lines\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::file;

    #[test]
    fn changed_new_and_gone_files() {
        let changed = file("p/a.rs", Some(b"one\ntwo\n"), Some(b"one\n2\n"));
        assert_eq!(
            changed,
            "--- on-disk/p/a.rs\n+++ generated/p/a.rs\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n"
        );
        let new = file("a", None, Some(b"x\n"));
        assert_eq!(new, "--- /dev/null\n+++ generated/a\n@@ -0,0 +1 @@\n+x\n");
        let gone = file("a", Some(b"x\n"), None);
        assert_eq!(gone, "--- on-disk/a\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n");
        assert!(file("a", Some(b"\xff"), Some(b"x")).ends_with("not text\n"));
    }

    #[test]
    fn what_is_long_is_trimmed() {
        let long = "line\n".repeat(500) + &"x".repeat(1000);
        let text = file("a", None, Some(long.as_bytes()));
        assert_eq!(text.lines().count(), 61);
        assert!(text.ends_with("... 445 more lines\n"), "{text}");
    }
}
