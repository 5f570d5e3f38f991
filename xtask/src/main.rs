//! `cargo xtask`: see the library for what it does.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Parser;
use xtask::cli::{Cli, Command};
use xtask::{Terminal, codegen, corpus, explain, panics};

fn main() -> ExitCode {
    panics::keep_generators_quiet();
    let cli = Cli::parse();
    let colour = anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
    let mut terminal = Terminal {
        out: &mut anstream::stdout(),
        err: &mut anstream::stderr(),
        colour,
        progress: io::stderr().is_terminal(),
    };
    let exit = match &cli.command {
        Command::Codegen(args) => codegen::run(args, &mut terminal),
        Command::Explain(args) => explain::run(args, &mut terminal),
        Command::Corpus(args) => corpus::run(args, &mut terminal),
        Command::CorpusMill => corpus::mill(&mut terminal),
        Command::ManifestSchema => explain::manifest_schema(&mut terminal),
    };
    ExitCode::from(exit as u8)
}
