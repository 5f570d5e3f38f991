//! Processes, and what they cost.

use std::fmt::{self, Display};
use std::fs;
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
///
/// # Errors
/// It does not.
pub fn succeeds(command: &mut Command) -> Result<(), String> {
    output(command).map(drop)
}

/// What a command that must succeed prints.
///
/// # Errors
/// It does not succeed; what it says is told.
pub fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => {
            let said = String::from_utf8_lossy(&output.stderr);
            Err(format!("{command:?}: {}\n{said}", output.status))
        }
    }
}

/// The user time, in seconds, of a command that must succeed and of all processes that it starts and waits for.
///
/// # Errors
/// As [`succeeds`], and where there is no `/proc`.
pub fn seconds(command: &mut Command) -> Result<f64, String> {
    let before = of_children()?;
    succeeds(command)?;
    Ok(of_children()? - before)
}

/// The user time, in seconds, of one of some runs, each after what must be done before it. Time is told in hundredths of a second,
/// so short runs are measured together.
///
/// # Errors
/// As [`seconds`].
pub fn mean_seconds(
    times: u32,
    mut prepare: impl FnMut() -> Result<(), String>,
    command: impl Fn() -> Command,
) -> Result<f64, String> {
    let mut total = 0.0;
    for _ in 0..times {
        prepare()?;
        total += seconds(&mut command())?;
    }
    Ok(total / f64::from(times))
}

fn of_children() -> Result<f64, String> {
    let stat = fs::read_to_string("/proc/self/stat").map_err(|error| format!("no times of processes: {error}"))?;
    let ticks: Option<f64> = fields(&stat).nth(13).and_then(|field| field.parse().ok());
    Ok(ticks.ok_or("no times of processes")? / 100.0)
}

/// The fields after the name of the program, which may hold spaces and ends with the last parenthesis.
fn fields(stat: &str) -> impl Iterator<Item = &str> {
    stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace()
}

/// What a command takes.
///
/// # Errors
/// It does not succeed.
pub fn peak(command: &mut Command) -> Result<Peak, String> {
    let silent = command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = silent.spawn().map_err(|error| error.to_string())?;
    let mut peak = Peak::default();
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return match status.success() {
                true => Ok(peak),
                false => Err(format!("{command:?}: {status}")),
            };
        }
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let memory = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let memory = memory.and_then(|text| text.trim().trim_end_matches(" kB").parse().ok());
        peak.kilobytes = peak.kilobytes.max(memory.unwrap_or_default());
        let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
        let ticks = fields(&stat)
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<u64>().ok());
        peak.ticks = peak.ticks.max(ticks.sum());
        thread::sleep(EACH);
    }
}
