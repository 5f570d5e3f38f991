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
    Known(Box<cli::Command>),
    /// Try the generator on many real schemas: `cargo scoreboard`, which is built when it is first called
    #[command(disable_help_flag = true)]
    Corpus {
        /// What `cargo scoreboard` takes
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<OsString>,
    },
    /// Write the catalog of the providers, a folder of pages: `cargo site`, which is built when it is first called
    #[command(disable_help_flag = true)]
    Site {
        /// What `cargo site` takes
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = Cli::parse().words.unwrap_or(Words::Known(Box::default()));
    match words {
        Words::Known(command) => {
            let root = paths::checkout(xtask.parent().unwrap_or(xtask));
            on_process(|terminal| run(&command, &root, terminal))
        }
        Words::Corpus { words } => pass_on(&mut command("scoreboard", &words)),
        Words::Site { words } => pass_on(&mut command("site", &words)),
    }
}

/// The command of another package: an alias in `.cargo/config.toml`, so that this one is built without it.
fn command(alias: &str, words: &[OsString]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.arg(alias).args(words);
    command
}

fn pass_on(command: &mut Command) -> ExitCode {
    match command.status() {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(101)),
        Err(cause) => on_process(|terminal| terminal.finish(Err(Failure::io("run", Path::new("cargo"), cause)))),
    }
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
    fn another_packages_command_gets_every_word() {
        let words = |given: &[&str]| {
            let cli = Cli::try_parse_from(given).expect("words");
            let passed = match cli.words.expect("a command") {
                Words::Corpus { words } => command("scoreboard", &words),
                Words::Site { words } => command("site", &words),
                Words::Known(_) => panic!("another command"),
            };
            let passed: Vec<String> = passed
                .get_args()
                .map(|word| word.to_string_lossy().into_owned())
                .collect();
            passed
        };
        assert_eq!(
            words(&["xtask", "corpus", "--only", "x", "a.jsonl", "--help"]),
            ["scoreboard", "--only", "x", "a.jsonl", "--help"]
        );
        assert_eq!(
            words(&["xtask", "site", "--out", "x", "--help"]),
            ["site", "--out", "x", "--help"]
        );
    }
}
