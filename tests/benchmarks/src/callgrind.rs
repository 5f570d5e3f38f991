//! Instructions, counted by valgrind's callgrind: exact on a loaded machine, and nearly the same on any.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::process::Command;

const FEW: u32 = 10;
const MANY: u32 = 110;

/// A program to be run under callgrind.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program);
    command
}

/// The instructions of a [`command`].
///
/// # Errors
/// valgrind is missing, or the program fails.
pub fn instructions(command: &mut Command) -> Result<u64, String> {
    let output = command.output().map_err(|error| match error.kind() {
        ErrorKind::NotFound => "valgrind is not installed, and it counts the instructions\n  \
             install it, `apt-get install valgrind` for one, and run this again"
            .to_owned(),
        _ => format!("{command:?}: {error}"),
    })?;
    let report = String::from_utf8_lossy(&output.stderr);
    let count = |line: &str| line.split_once("Collected :")?.1.trim().parse().ok();
    let counted = report.lines().find_map(count).filter(|_| output.status.success());
    counted.ok_or_else(|| format!("{command:?}: {}\n{report}", output.status))
}

/// The instructions of doing a case of this program once, which it does with `case CASE TIMES`. What the process does besides
/// falls out of the difference of two runs.
///
/// # Errors
/// As [`instructions`].
pub fn once(case: &str) -> Result<f64, String> {
    let this = std::env::current_exe().map_err(|error| format!("no path of this program: {error}"))?;
    let total = |times: u32| instructions(command(&this).args(["case", case, &times.to_string()]));
    let difference = total(MANY)?.saturating_sub(total(FEW)?);
    Ok(difference as f64 / f64::from(MANY - FEW))
}
