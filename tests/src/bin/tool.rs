//! `cargo xtask` of whatever workspace it is run in, as a program that tests start, with the allocator of the programs.

use std::path::Path;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cratemill_cli::main(Path::new("."))
}
