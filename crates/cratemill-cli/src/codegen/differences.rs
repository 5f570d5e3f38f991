//! How the crates on disk differ from what would be written, in the manner of `diff -u`.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use cratemill::file_tree::Change;
use similar::TextDiff;

use super::{Outcome, Run, crates};
use crate::{Failure, Terminal, paths};

/// How many lines are shown of one file, and of all files together.
const OF_FILE: usize = 60;
const OF_ALL: usize = 400;

/// The differences of all stale files, trimmed to a length that can be read.
#[derive(Debug, Default)]
pub(super) struct Differences {
    text: String,
    lines: usize,
    /// The files that are not shown.
    untold: usize,
}

impl Differences {
    /// Adds those of one provider.
    pub fn add(&mut self, run: &Run, out: &Path) -> Result<(), Failure> {
        if run.lock_changed {
            let lock = run.provider.folder.join(cratemill::provider::LOCK);
            let before = run.provider.source.lock.as_deref().unwrap_or_default();
            let after = &run.generated.lock;
            self.text += &file(&paths::shown(&lock), Some(before.as_bytes()), Some(after.as_bytes()));
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
            self.text += &text;
        }
        Ok(())
    }

    /// Prints them.
    pub fn print(&self, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
        write!(terminal.out, "{}", self.text)?;
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
