//! The commands of `cratemill-cli`, for this workspace.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    cratemill_cli::main(here.parent().unwrap_or(here))
}
