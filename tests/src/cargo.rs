//! Cargo as a user runs it: outside the workspace, without a network, on the workspace's versions.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs Cargo in a folder, all warnings being errors; what it printed, if it failed.
///
/// `tmp` is the folder that Cargo gives to tests. What was built for the workspace in the folder around it serves here as
/// well, as long as features, profile and compiler flags are the same.
///
/// # Panics
/// Cargo can't be started.
pub fn cargo(folder: &Path, tmp: &str, arguments: &[&str]) -> Result<(), String> {
    fs::copy(crate::workspace().join("Cargo.lock"), folder.join("Cargo.lock")).expect("the workspace's Cargo.lock");
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .arg("--offline")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", Path::new(tmp).parent().expect("the target folder"))
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("CARGO_TERM_COLOR", "never")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .expect("cargo");
    let [printed, told] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    // The flag that makes warnings errors would build all that the crate depends on again.
    let warned = told.lines().any(|line| line.starts_with("warning"));
    if output.status.success() && !warned {
        Ok(())
    } else {
        Err(format!("cargo {}\n{printed}{told}", arguments.join(" ")))
    }
}
