//! Processes, and what they cost.

use std::fmt::{self, Display};
use std::fs;
use std::io::ErrorKind;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// How often a process is asked what it has taken.
const EACH: Duration = Duration::from_millis(2);

/// What a process took by the time it was last asked, as Linux tells.
#[derive(Clone, Copy, Default)]
pub struct Peak {
    /// The most memory that it had at once.
    pub kilobytes: u64,
    /// User and kernel time, in hundredths of a second.
    pub ticks: u64,
}

impl Display for Peak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} s | {} MB", self.ticks as f64 / 100.0, self.kilobytes / 1000)
    }
}

/// Runs a command that must succeed.
pub fn succeeds(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?}: {status}")),
        Err(error) => Err(format!("{command:?}: {error}")),
    }
}

/// The instructions of a command that runs under callgrind.
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

/// What a command takes.
pub fn peak(command: &mut Command) -> Result<Peak, String> {
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut peak = Peak::default();
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return match status.success() {
                true => Ok(peak),
                false => Err(status.to_string()),
            };
        }
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let memory = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let memory = memory.and_then(|text| text.trim().trim_end_matches(" kB").parse().ok());
        peak.kilobytes = peak.kilobytes.max(memory.unwrap_or_default());
        let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
        // The name of the program, which may hold spaces, ends with the last parenthesis; the times are fields 14 and 15.
        let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
        let ticks = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
        peak.ticks = peak.ticks.max(ticks.sum());
        thread::sleep(EACH);
    }
}
