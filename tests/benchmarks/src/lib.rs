//! What the benchmarks share: counting, the figures that are kept, and the pages that show them.

pub mod callgrind;
pub mod figures;
pub mod house;
pub mod page;
pub mod peers;
pub mod process;
pub mod rows;

use figures::Measured;
use std::process::ExitCode;

/// What a benchmark found: its figures, and its own tables in Markdown.
pub struct Found {
    /// What was measured, by name.
    pub measured: Measured,
    /// The tables.
    pub text: String,
}

/// Runs a benchmark and keeps what it finds: BENCHMARKS.md has it under `name`. With `--check` nothing is written, and a count of
/// instructions that differs from the one that is kept by more than it may is an error. The other words are the benchmark's own.
pub fn run(name: &str, measure: impl FnOnce(&[String]) -> Result<Found, String>) -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let is_check = words.iter().any(|word| word == "--check");
    let own: Vec<String> = words
        .into_iter()
        .filter(|word| !["--bench", "--check"].contains(&&**word))
        .collect();
    ended(measure(&own).and_then(|found| finish(name, &found, is_check)))
}

/// Whether `cargo bench` calls; `cargo test --benches` only asks whether it works.
pub fn is_asked() -> bool {
    std::env::args().any(|word| word == "--bench")
}

/// The end of a process.
pub fn ended(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(101)
        }
    }
}

fn finish(name: &str, found: &Found, is_check: bool) -> Result<(), String> {
    println!("{}", found.text);
    let kept = figures::kept()?;
    let moved = figures::moved(&kept, &found.measured);
    moved.iter().for_each(|line| println!("{line}"));
    if is_check {
        return match moved.len() {
            0 => Ok(()),
            count => Err(format!("{count} counts are not what they were")),
        };
    }
    let all = figures::keep(kept, &found.measured)?;
    page::write(&[
        (name, &found.text),
        ("rows", &rows::table(&all.measured)),
        ("machine", &all.machine),
    ])
}
