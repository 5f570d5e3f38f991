//! Cratemill's command line: flags, files and exit codes, and no thought about schemas.
//!
//! A workspace that holds `schemas/` and `generated/` has its own `cargo xtask` by a `main` like this, and by the alias
//! `xtask = "run --package xtask --"` in its `.cargo/config.toml`:
//!
//! ```no_run
//! use std::path::Path;
//! use std::process::ExitCode;
//!
//! fn main() -> ExitCode {
//!     let here = Path::new(env!("CARGO_MANIFEST_DIR"));
//!     cratemill_cli::main(here.parent().unwrap_or(here))
//! }
//! ```
//!
//! A `main` with commands of its own takes [`cli::Command`] in among them (`#[command(flatten)]`) and gives it to [`run`],
//! with the root that [`paths::checkout`] finds. [`parts`] has the single steps of generating. Whoever installs the program
//! `cratemill` needs no `xtask`.
//!
//! **Architecture Invariant:** what a schema means is decided in `cratemill`, which reads and writes
//! no file; which file is read and written is decided here. Nothing here depends on a generated
//! crate, so a broken one can always be generated again.

pub mod action;
pub mod add;
pub mod cache;
pub mod cli;
pub mod codegen;
pub mod completions;
pub mod diff;
pub mod drift_table;
pub mod explain;
pub mod merge;
pub mod page;
pub mod panics;
pub mod patch;
pub mod parts;
pub mod paths;
pub mod program;
pub mod progress;
pub mod providers;
pub mod registry;
pub mod report;
pub mod shard;
pub mod sources;
pub mod status;
pub mod update;
mod watch;

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{FromArgMatches, Parser};
use cli::{Cli, Command};

/// The whole program of a workspace: of the one that it is run in, else of `compiled`, where it was compiled.
pub fn main(compiled: &Path) -> ExitCode {
    let command = Cli::parse().command.unwrap_or_default();
    on_process(|terminal| run(&command, &paths::checkout(compiled), terminal))
}

/// The whole program `cratemill`, which is installed and works on the folder that it is run in: on the nearest one around it
/// that holds `schemas/`, else on that very folder.
pub fn installed() -> ExitCode {
    const NAME: &str = "cratemill";
    program::is_called(NAME);
    let matches = cli::command(NAME).get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let command = cli.command.unwrap_or_default();
    on_process(|terminal| run(&command, &paths::nearest(), terminal))
}

/// Runs a command in the workspace whose root is `root`.
pub fn run(command: &Command, root: &Path, terminal: &mut Terminal<'_>) -> Exit {
    match command {
        Command::Status(args) => status::run(args, root, terminal),
        Command::Codegen(args) => codegen::run(args, root, terminal),
        Command::Diff(args) => diff::run(args, root, terminal),
        Command::Update(args) => update::run(args, root, terminal),
        Command::Add(args) => add::run(args, root, terminal),
        Command::Action(args) => action::run(args, terminal),
        Command::Merge(args) => merge::run(args, terminal),
        Command::Registry(args) => registry::run(args, root, terminal),
        Command::Patch(args) => patch::run(args, root, terminal),
        Command::DriftTable(args) => drift_table::run(args, terminal),
        Command::Explain(args) => explain::run(args, root, terminal),
        Command::ManifestSchema => explain::manifest_schema(terminal),
        Command::Completions(args) => completions::run(args, terminal),
    }
}

/// Does the work of a process, on its own standard output and standard error.
pub fn on_process(work: impl FnOnce(&mut Terminal<'_>) -> Exit) -> ExitCode {
    panics::keep_generators_quiet();
    let colour = anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
    let exit = work(&mut Terminal {
        out: &mut anstream::stdout(),
        err: &mut anstream::stderr(),
        colour,
        progress: io::stderr().is_terminal(),
    });
    ExitCode::from(exit as u8)
}

/// How a command ends; the value is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Everything is as asked for.
    Fine = 0,
    /// The output is stale, or a provider's input is bad.
    Found = 1,
    /// The command line asks for something that doesn't exist.
    Usage = 2,
    /// The command could not do its work, whatever the input: a disk or a permission is in the way.
    CouldNotRun = 101,
}

impl Exit {
    /// Of a comparison: something changed, and nothing breaks.
    pub const COMPATIBLE: Exit = Exit::Found;
    /// Of a comparison: something breaks, or may break.
    pub const BREAKING: Exit = Exit::Usage;
}

/// Why a command stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// How it ends.
    pub exit: Exit,
    /// Why, in lower case and without a full stop; more lines are advice.
    pub message: String,
}

/// Where a command prints.
pub struct Terminal<'a> {
    /// Results: summaries, differences, intermediate forms.
    pub out: &'a mut dyn Write,
    /// Everything about the run: diagnostics and failures.
    pub err: &'a mut dyn Write,
    /// Whether `err` takes colours.
    pub colour: bool,
    /// Whether to draw progress on the process's standard error.
    pub progress: bool,
}

impl Failure {
    /// The file system is in the way: `doing` is a verb, `read`.
    pub fn io(doing: &str, path: &Path, cause: impl Display) -> Self {
        Self {
            exit: Exit::CouldNotRun,
            message: format!("can't {doing} `{}`: {cause}", path.display()),
        }
    }

    /// The command line asks for something that doesn't exist.
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            message: message.into(),
        }
    }
}

impl From<std::io::Error> for Failure {
    /// Printing failed: usually the reader of a pipe went away.
    fn from(cause: std::io::Error) -> Self {
        Self {
            exit: Exit::CouldNotRun,
            message: format!("can't print: {cause}"),
        }
    }
}

impl Terminal<'_> {
    /// Ends a command: tells the failure, if there is one.
    pub fn finish(&mut self, result: Result<Exit, Failure>) -> Exit {
        match result {
            Ok(exit) => exit,
            Err(failure) => {
                // Nobody is left to be told if this fails too; the exit code still tells.
                self.fail(&failure).ok();
                failure.exit
            }
        }
    }

    /// Prints a failure.
    pub fn fail(&mut self, failure: &Failure) -> std::io::Result<()> {
        let message = program::named(&failure.message);
        writeln!(self.err, "{}: {message}", self.paint("error", "31;1"))
    }

    /// `text` in the colour of an SGR code, where colours are taken.
    pub fn paint(&self, text: &str, code: &str) -> String {
        match self.colour {
            true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }
}

/// The examples of the package's README.md are tested.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
