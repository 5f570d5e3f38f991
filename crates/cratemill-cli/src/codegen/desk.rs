//! What is done with each provider's result: told in the order of names, written, and let go.

use std::collections::BTreeMap;
use std::io;

use cratemill::provider::LOCK;

use super::pool::Load;
use super::run::{Outcome, Run};
use super::{Args, Settings, Supply, announcement, crates, differences, drift, record, written};
use crate::{Failure, Terminal, report};

/// The results so far.
///
/// What changes is told before it is written: a run that is cut short has told it, or finds it again. So a result with
/// news waits for those before it; any other is written at once, and what it says is told in its turn.
pub(super) struct Desk<'a, 'l> {
    args: &'a Args,
    settings: &'a Settings,
    supply: &'a Supply<'a>,
    waiting: BTreeMap<usize, Result<Waiting<'l>, Told>>,
    sections: Vec<String>,
    differences: differences::Differences,
    done: Vec<Run>,
}

/// A result that is not written yet.
struct Waiting<'l> {
    run: Run,
    _load: Load<'l>,
}

/// A result that is written, and what is to be said of it.
struct Told {
    run: Run,
    /// For standard output and for standard error.
    text: [Vec<u8>; 2],
}

impl<'a, 'l> Desk<'a, 'l> {
    pub(super) fn new(args: &'a Args, settings: &'a Settings, supply: &'a Supply<'a>) -> Self {
        Desk {
            args,
            settings,
            supply,
            waiting: BTreeMap::new(),
            sections: Vec::new(),
            differences: differences::Differences::default(),
            done: Vec::new(),
        }
    }

    /// Takes the result of a number, and does what it makes possible.
    pub(super) fn take(
        &mut self,
        number: usize,
        mut run: Run,
        load: Load<'l>,
        terminal: &mut Terminal<'_>,
    ) -> Result<(), Failure> {
        let writes = !self.args.check && !self.supply.dry;
        let waits = run.has_news() || self.settings.summary.is_some() || !writes;
        let entry = if number == self.done.len() || waits {
            Ok(Waiting { run, _load: load })
        } else {
            let text = self.findings(&run, terminal.colour)?;
            self.write(&mut run, terminal)?;
            run.lighten();
            Err(Told { run, text })
        };
        self.waiting.insert(number, entry);
        while let Some(next) = self.waiting.remove(&self.done.len()) {
            let run = match next {
                Err(Told { run, text }) => {
                    terminal.out.write_all(&text[0])?;
                    terminal.err.write_all(&text[1])?;
                    run
                }
                Ok(Waiting { mut run, .. }) => {
                    self.tell(&run, terminal)?;
                    if writes {
                        self.write(&mut run, terminal)?;
                    }
                    run.lighten();
                    run
                }
            };
            self.done.push(run);
        }
        Ok(())
    }

    /// All results, when there is none to come.
    pub(super) fn close(self, terminal: &mut Terminal<'_>) -> Result<Vec<Run>, Failure> {
        let mut nowhere = io::sink();
        let terminal = &mut self.args.format.beside(terminal, &mut nowhere);
        self.differences.close(self.args.verbose, terminal)?;
        Ok(self.done)
    }

    fn tell(&mut self, run: &Run, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
        let Args { verbose, format, .. } = *self.args;
        report::tell(&run.provider, &run.generated.diagnostics, format, verbose, terminal)?;
        let mut nowhere = io::sink();
        let terminal = &mut format.beside(terminal, &mut nowhere);
        drift::print(run, verbose, terminal)?;
        if let Some(path) = &self.settings.summary {
            let folder = self.settings.out.join(&run.name);
            self.sections.push(announcement::section(run, &folder));
            announcement::write(path, &self.sections)?;
        }
        if self.args.check {
            self.differences.print(run, &self.settings.out, verbose, terminal)?;
        }
        Ok(())
    }

    /// The diagnostics as text.
    fn findings(&self, run: &Run, colour: bool) -> Result<[Vec<u8>; 2], Failure> {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut aside = Terminal {
            out: &mut out,
            err: &mut err,
            colour,
            progress: false,
        };
        let Args { verbose, format, .. } = *self.args;
        report::tell(&run.provider, &run.generated.diagnostics, format, verbose, &mut aside)?;
        Ok([out, err])
    }

    /// Writes the crate, the record and the lock of a provider, where they are not what is on disk, and remembers of what.
    fn write(&self, run: &mut Run, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
        let Supply { place, step, .. } = self.supply;
        if run.is_settled() {
            place(&run.name)?;
            step("record");
            run.record.iter().try_for_each(record::Record::write)?;
        }
        if let (Ok(Outcome::Stale(count)), Some(files)) = (&run.outcome, &run.generated.crate_files) {
            let written = crates::write(&self.settings.out.join(&run.name), files, step);
            run.outcome = written.map(|()| Outcome::Written(*count));
        }
        if run.lock_changed {
            self.write_lock(run, terminal)?;
        }
        if let (true, Some(files)) = (run.is_settled() && self.settings.are_noted, &run.generated.crate_files) {
            step("note");
            let Settings { root, out, .. } = self.settings;
            let cargo_toml = String::from_utf8_lossy(files.get("Cargo.toml").unwrap_or_default());
            let inputs = record::inputs(&cargo_toml, &run.provider.source);
            written::note(root, out, &run.name, &inputs, files);
        }
        if let (true, Some(memos), Some(made)) = (run.is_settled(), &self.settings.memos, &run.made) {
            step("memo");
            memos.keep(&run.name, made, &run.generated.diagnostics, run.generated.summary);
        }
        Ok(())
    }

    fn write_lock(&self, run: &Run, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
        (self.supply.step)("names");
        let path = run.provider.folder.join(LOCK);
        let path = path.canonicalize().unwrap_or(path);
        if let Err(failure) = crates::replace(&path, run.generated.lock.as_bytes()) {
            let warning = terminal.paint("warning", "33;1");
            let message = failure.message;
            writeln!(
                terminal.err,
                "{warning}: {message}\nnew types may get other names next time"
            )?;
        }
        Ok(())
    }
}
