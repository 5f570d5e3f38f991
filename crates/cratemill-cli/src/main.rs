//! The program `cratemill`, for workspaces without a `cargo xtask` of their own.

use std::process::ExitCode;

fn main() -> ExitCode {
    cratemill_cli::installed()
}
