//! `cargo xtask`: the commands of `cratemill-cli` in this workspace, and a way to those of its developers.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

use clap::{Parser, Subcommand};
use cratemill_cli::{Failure, cli, on_process, paths, run};

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turns the JSON Schema files that API providers publish into typed Rust crates
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, after_help = cli::EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    words: Option<Words>,
}

#[derive(Subcommand)]
enum Words {
    #[command(flatten)]
    Known(cli::Command),
    /// Try the generator on many real schemas: `cargo scoreboard`, which is built when it is first called
    #[command(disable_help_flag = true)]
    Corpus {
        /// What `cargo scoreboard` takes
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = Cli::parse().words.unwrap_or(Words::Known(cli::Command::default()));
    match words {
        Words::Known(command) => {
            let root = paths::checkout(xtask.parent().unwrap_or(xtask));
            on_process(|terminal| run(&command, &root, terminal))
        }
        Words::Corpus { words } => match scoreboard(&words).status() {
            Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(101)),
            Err(cause) => on_process(|terminal| terminal.finish(Err(Failure::io("run", Path::new("cargo"), cause)))),
        },
    }
}

fn scoreboard(words: &[OsString]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.arg("scoreboard").args(words);
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_flags_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_developers_command_gets_every_word() {
        let cli = Cli::try_parse_from(["xtask", "corpus", "--only", "x", "a.jsonl", "--help"]).expect("words");
        let Some(Words::Corpus { words }) = cli.words else {
            panic!("another command");
        };
        let command = scoreboard(&words);
        let words: Vec<_> = command.get_args().collect();
        assert_eq!(words, ["scoreboard", "--only", "x", "a.jsonl", "--help"]);
    }
}
