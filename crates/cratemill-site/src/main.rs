//! `cargo xtask site`: the catalog of a workspace's providers as a folder of pages.

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use cratemill_cli::{on_process, paths};

/// Writes a static site about the providers: types, schemas, evidence
#[derive(Parser)]
#[command(name = "cargo xtask site", bin_name = "cargo xtask site")]
struct Cli {
    #[command(flatten)]
    args: cratemill_site::Args,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = paths::checkout(here.ancestors().nth(2).unwrap_or(here));
    on_process(|terminal| cratemill_site::run(&cli.args, &root, terminal))
}
