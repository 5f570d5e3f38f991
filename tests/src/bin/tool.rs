//! `cargo xtask` of whatever workspace it is run in, as a program that tests start.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    cratemill_cli::main(Path::new("."))
}
