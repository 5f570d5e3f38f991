//! The program `cratemill`, for workspaces without a `cargo xtask` of their own.

use std::process::ExitCode;

#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cratemill_cli::installed()
}
