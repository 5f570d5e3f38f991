//! Cargo as a user runs it: outside the workspace, without a network, on the workspace's versions.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs Cargo in a folder, all warnings being errors; what it printed, if it failed.
///
/// `target` is kept between runs, so that only the first builds the dependencies.
///
/// # Panics
/// Cargo can't be started.
pub fn cargo(folder: &Path, target: &Path, arguments: &[&str]) -> Result<(), String> {
    fs::copy(crate::workspace().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the workspace's Cargo.lock");
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .arg("--offline")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("CARGO_TERM_COLOR", "never")
        .env("RUSTFLAGS", "-D warnings")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .expect("cargo");
    let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    if output.status.success() {
        Ok(())
    } else {
        Err(format!("cargo {}\n{}", arguments.join(" "), printed.concat()))
    }
}
