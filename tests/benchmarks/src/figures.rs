//! The figures that are kept, in `figures.json`, so that the next run can be compared with them.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// How far a count of instructions may lie from the one that is kept.
const TOLERANCE: f64 = 0.02;
/// How the names of such counts end; others are of seconds and bytes, and depend on what else the machine does.
pub const COUNT: &str = "instructions";

/// What was measured, by name.
pub type Measured = BTreeMap<String, f64>;

/// What is kept.
#[derive(Default)]
pub struct Kept {
    /// The figures.
    pub measured: Measured,
    /// Where they come from: the versions of what measured, and the machine.
    pub machine: String,
}

/// What is kept by now; nothing where there is no file.
///
/// # Errors
/// The file is none of ours.
pub fn kept() -> Result<Kept, String> {
    let Ok(text) = fs::read_to_string(file()) else {
        return Ok(Kept::default());
    };
    let value: Value = serde_json::from_str(&text).map_err(|error| format!("figures.json: {error}"))?;
    let figures = value["figures"].as_object().into_iter().flatten();
    Ok(Kept {
        measured: figures
            .filter_map(|(name, value)| Some((name.clone(), value.as_f64()?)))
            .collect(),
        machine: value["machine"].as_str().unwrap_or_default().to_owned(),
    })
}

/// A line for each count that is another than the one that is kept.
pub fn moved(kept: &Kept, new: &Measured) -> Vec<String> {
    let counts = new.iter().filter(|(name, _)| name.ends_with(COUNT));
    let changes = counts.filter_map(|(name, now)| {
        let before = *kept.measured.get(name)?;
        let ratio = now / before;
        ((ratio - 1.0).abs() > TOLERANCE).then(|| format!("{name}: {ratio:.3} of what it was"))
    });
    let mut lines: Vec<String> = changes.collect();
    if !lines.is_empty() && kept.machine != machine() {
        lines.push(format!(
            "what is kept is of another machine or compiler: {}",
            kept.machine
        ));
    }
    lines
}

/// Keeps the new figures beside those of other benchmarks.
///
/// # Errors
/// The file can't be written.
pub fn keep(kept: Kept, new: &Measured) -> Result<Kept, String> {
    let mut measured = kept.measured;
    measured.extend(new.clone());
    let machine = machine();
    let rounded: BTreeMap<&String, f64> = measured
        .iter()
        .map(|(name, value)| (name, (value * 1000.0).round() / 1000.0))
        .collect();
    let text = format!("{:#}\n", json!({ "machine": machine, "figures": rounded }));
    fs::write(file(), text).map_err(|error| format!("figures.json: {error}"))?;
    Ok(Kept { measured, machine })
}

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("figures.json")
}

/// The versions of what measures, and the machine.
pub fn machine() -> String {
    let says = |program: &str| {
        let output = Command::new(program).arg("--version").output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout);
        Some(text.lines().next()?.split(" (").next()?.to_owned())
    };
    let versions = ["rustc", "valgrind"].map(|program| says(program).unwrap_or_else(|| format!("no {program}")));
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "{}, {} {}, {cores} cores of {}",
        versions.join(", "),
        std::env::consts::OS,
        std::env::consts::ARCH,
        model.map_or("a processor", |(_, model)| model.trim())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(all: &[(&str, f64)]) -> Measured {
        all.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect()
    }

    #[test]
    fn counts_that_moved_are_told_and_times_are_not() {
        let kept = Kept {
            measured: measured(&[("a.instructions", 100.0), ("b.instructions", 100.0), ("c.seconds", 1.0)]),
            machine: machine(),
        };
        let new = measured(&[
            ("a.instructions", 101.9),
            ("b.instructions", 97.0),
            ("c.seconds", 2.0),
            ("d.instructions", 1.0),
        ]);
        assert_eq!(moved(&kept, &new), ["b.instructions: 0.970 of what it was"]);
    }
}
