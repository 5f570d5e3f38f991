//! Instructions of a case, counted by valgrind's callgrind: exact on a loaded machine, and nearly the same on any.

use crate::cases::Case;
use std::io::ErrorKind;
use std::process::Command;

const FEW: u32 = 10;
const MANY: u32 = 110;

/// The instructions of doing the case's work once. What the process does besides falls out of the difference of two runs.
pub fn instructions(case: usize) -> Result<f64, String> {
    let difference = total(case, MANY)?.saturating_sub(total(case, FEW)?);
    Ok(difference as f64 / f64::from(MANY - FEW))
}

fn total(case: usize, times: u32) -> Result<u64, String> {
    let this = std::env::current_exe().map_err(|error| format!("no path of this program: {error}"))?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(this)
        .args(["case", &case.to_string(), &times.to_string()])
        .output()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => "valgrind is not installed, and it counts the instructions\n  \
                 install it, `apt-get install valgrind` for one, and run `cargo bench -p benchmarks` again"
                .to_owned(),
            _ => format!("valgrind did not start: {error}"),
        })?;
    let report = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("valgrind failed:\n{report}"));
    }
    report
        .lines()
        .find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
        .ok_or_else(|| format!("valgrind reported no count:\n{report}"))
}

/// Does the work of a case in this process, which runs under valgrind.
pub fn child(cases: &[Case], arguments: &[String]) -> Result<(), String> {
    let [case, times] = arguments else {
        return Err("expected the number of a case and how often to do it".to_owned());
    };
    let case = case
        .parse()
        .ok()
        .and_then(|case: usize| cases.get(case))
        .ok_or("no such case")?;
    let times = times.parse().map_err(|_| "not a number of times")?;
    case.run(times).map_err(|error| error.to_string())
}
