//! What it costs to compile a generated crate: `cargo bench -p benchmarks --bench compile`.
//!
//! The largest provider of `../shared/corpus/providers.tar.gz` is generated, and the same schemas by typify as a library, with
//! builders, and as what a person would write: its structs and enums with serde's derives alone. All three are packages of one
//! workspace, so that they have the same dependencies; these are built first. Seconds are of user time, the least of some runs,
//! which take turns.

mod twins;

use benchmarks::figures::Measured;
use benchmarks::house::{House, copy, house, make, root, write};
use benchmarks::{Found, is_asked, peers, process};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const ROUNDS: usize = 3;

fn main() -> ExitCode {
    match is_asked() {
        true => benchmarks::run("compile", |flags| measure(&house("compile", flags)?)),
        false => ExitCode::SUCCESS,
    }
}

/// Something that cargo does to a package.
struct Job {
    key: &'static str,
    what: &'static str,
    package: &'static str,
    words: &'static [&'static str],
}

const fn job(key: &'static str, what: &'static str, package: &'static str, words: &'static [&'static str]) -> Job {
    Job {
        key,
        what,
        package,
        words,
    }
}

const CHECK: &[&str] = &["check"];
const RELEASE: &[&str] = &["build", "--release"];
const TEST: &[&str] = &["test", "--no-run"];
const GENERATED: &str = "generated";

const JOBS: &[Job] = &[
    job("check", "`cargo check`, generated, default features", GENERATED, CHECK),
    job("typify", "`cargo check`, typify with builders", "twin-typify", CHECK),
    job("derive", "`cargo check`, serde's derives", "twin-derive", CHECK),
    job("release", "`cargo build --release`, generated", GENERATED, RELEASE),
    job(
        "release-derive",
        "`cargo build --release`, serde's derives",
        "twin-derive",
        RELEASE,
    ),
    job(
        "test",
        "`cargo test --no-run`, generated, the library among it",
        GENERATED,
        TEST,
    ),
];

fn measure(house: &House) -> Result<Found, String> {
    let (folder, generated) = lay(house)?;
    let name = |job: &Job| match job.package {
        GENERATED => generated.clone(),
        twin => twin.to_owned(),
    };
    let mut least: Vec<(f64, f64)> = vec![(f64::INFINITY, 0.0); JOBS.len()];
    // What is built first is what all depend on.
    for round in 0..=ROUNDS {
        for (job, (least, most)) in JOBS.iter().zip(&mut least) {
            eprintln!("{round} of {ROUNDS}: {}", job.what);
            for profile in ["dev", "release"] {
                process::succeeds(&mut cargo(
                    &folder,
                    &["clean", "--profile", profile, "--package", &name(job)],
                ))?;
            }
            let mut words = job.words.to_vec();
            let name = name(job);
            words.extend(["--package", &name]);
            let seconds = process::seconds(&mut cargo(&folder, &words))?;
            if round > 0 {
                *least = least.min(seconds);
                *most = most.max(seconds);
            }
        }
    }
    let mut text = format!("| {} | user time | spread |\n|---|---|---|\n", house.largest);
    let mut measured = Measured::new();
    for (job, (least, most)) in JOBS.iter().zip(least) {
        measured.insert(format!("compile.{}.seconds", job.key), least);
        let spread = (most / least - 1.0) * 100.0;
        text.push_str(&format!("| {} | {least:.2} s | {spread:.0}% |\n", job.what));
    }
    Ok(Found { measured, text })
}

/// One job of rustc at a time, from nothing, so that user time tells what was done.
fn cargo(folder: &Path, words: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(words).current_dir(folder);
    cargo
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", folder.join("target"));
    cargo
}

/// Lays out the workspace of the three packages; its folder, and what the generated one is called.
fn lay(house: &House) -> Result<(PathBuf, String), String> {
    let folder = house.path("compile");
    make(&folder)?;
    let runtime = root().join("crates");
    let runtime = runtime.to_str().ok_or("a path that is no text")?;
    process::succeeds(&mut house.codegen("one", &["--runtime", runtime, "--out", "compile"]))?;
    let schemas = peers::schemas(house)?;
    let twins = twins::twins(&schemas)?;
    for (name, source) in [("twin-typify", &twins.typify), ("twin-derive", &twins.derive)] {
        make(&folder.join(name).join("src"))?;
        write(&folder.join(name).join("src/lib.rs"), source)?;
        write(&folder.join(name).join("Cargo.toml"), &manifest(name))?;
    }
    let largest = &house.largest;
    write(
        &folder.join("Cargo.toml"),
        &format!("[workspace]\nresolver = \"3\"\nmembers = [\"{largest}\", \"twin-typify\", \"twin-derive\"]\n"),
    )?;
    copy(&root().join("Cargo.lock"), &folder)?;
    Ok((folder, format!("{largest}-types")))
}

fn manifest(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n"
    )
}
