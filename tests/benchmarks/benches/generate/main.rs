//! What generating costs: `cargo bench -p benchmarks --bench generate`.
//!
//! Builds `xtask` in release and runs it on real providers, those of `../shared/corpus/providers.tar.gz`: the largest alone
//! under valgrind's callgrind, which counts its instructions whatever else the machine does, and all of them for the peak of
//! memory. The table goes to standard output; BENCHMARKS.md keeps it. Flags after `--` are Cargo's for `xtask`:
//! `-- --features mimalloc`.

use benchmarks::callgrind::{self, instructions};
use benchmarks::figures::Measured;
use benchmarks::process::{self, Peak, peak};
use benchmarks::{Found, is_asked};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    match is_asked() {
        true => benchmarks::run("generate", measure),
        // `cargo test --benches` only asks whether it compiles.
        false => ExitCode::SUCCESS,
    }
}

/// A folder of providers and the one of crates, which every run but one begins without.
struct House {
    xtask: PathBuf,
    folder: PathBuf,
}

impl House {
    fn run(&self, providers: &str, flags: &[&str]) -> Command {
        self.finish(callgrind::command(&self.xtask), providers, flags)
    }

    fn run_bare(&self, providers: &str, flags: &[&str]) -> Command {
        self.finish(Command::new(&self.xtask), providers, flags)
    }

    /// Runs in a workspace of its own, in which what is remembered lies too.
    fn finish(&self, mut command: Command, providers: &str, flags: &[&str]) -> Command {
        command.current_dir(&self.folder).env_remove("CARGO_MANIFEST_DIR");
        command.args(["codegen", "--runtime", "0.1", "--schemas", providers]);
        command.args(flags);
        command
    }

    fn clear(&self) -> Result<(), String> {
        for name in ["generated", "target"] {
            let path = self.folder.join(name);
            if path.exists() {
                fs::remove_dir_all(&path).map_err(|error| format!("can't remove {}: {error}", path.display()))?;
            }
        }
        for lock in ["all", "one"].map(|providers| self.folder.join(providers)) {
            let below = fs::read_dir(lock).into_iter().flatten().flatten();
            below.for_each(|provider| drop(fs::remove_file(provider.path().join("names.lock"))));
        }
        Ok(())
    }
}

fn measure(flags: &[String]) -> Result<Found, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .ok_or("no workspace")?;
    let archive = root.join("../shared/corpus/providers.tar.gz");
    if !archive.exists() {
        return Err(format!(
            "no providers at {}: there is nothing to measure",
            archive.display()
        ));
    }
    let folder = std::env::temp_dir().join(format!("cratemill-generate-{}", std::process::id()));
    let table = build(root, flags).and_then(|xtask| {
        table(
            &archive,
            &House {
                xtask,
                folder: folder.clone(),
            },
        )
    });
    fs::remove_dir_all(folder).ok();
    table
}

/// Builds `xtask`, by these flags of Cargo besides.
fn build(root: &Path, flags: &[String]) -> Result<PathBuf, String> {
    let mut command = Command::new(env!("CARGO"));
    command
        .args(["build", "--release", "--package", "xtask"])
        .args(flags)
        .current_dir(root);
    process::succeeds(&mut command)?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    Ok(target.join("release/xtask"))
}

fn table(archive: &Path, house: &House) -> Result<Found, String> {
    let path = |name: &str| house.folder.join(name);
    let io = |error: std::io::Error| format!("can't write into {}: {error}", house.folder.display());
    for folder in ["all", "one", "schemas"] {
        fs::create_dir_all(path(folder)).map_err(io)?;
    }
    fs::write(path("Cargo.toml"), "[workspace]\n").map_err(io)?;
    process::succeeds(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(path("all")))?;
    let largest = largest(&path("all"))?;
    process::succeeds(
        Command::new("cp")
            .arg("-r")
            .arg(path("all").join(&largest))
            .arg(path("one")),
    )?;

    let one = |flags: &[&str]| -> Result<(u64, Peak), String> {
        house.clear()?;
        let peak = peak(&mut house.run_bare("one", flags))?;
        house.clear()?;
        Ok((instructions(&mut house.run("one", flags))?, peak))
    };
    let cold = one(&[])?;
    let unchanged = (
        instructions(&mut house.run("one", &[]))?,
        peak(&mut house.run_bare("one", &[]))?,
    );
    let types = one(&["--types-only"])?;
    house.clear()?;
    let all = peak(&mut house.run_bare("all", &[]))?;

    let mut text = format!("| {largest} | instructions | to cold | CPU | peak memory |\n|---|---|---|---|---|\n");
    let mut measured = Measured::new();
    for (name, key, (count, peak)) in [
        ("cold, tests and documents included", "cold", cold),
        ("`--types-only`", "types", types),
        ("nothing changed", "unchanged", unchanged),
    ] {
        let (giga, ratio) = (count as f64 / 1e9, count as f64 / cold.0 as f64);
        text.push_str(&format!("| {name} | {giga:.3} G | {ratio:.3} | {peak} |\n"));
        measured.insert(format!("generate.{key}.instructions"), count as f64);
        measured.insert(format!("generate.{key}.kilobytes"), peak.kilobytes as f64);
    }
    measured.insert("generate.all.kilobytes".to_owned(), all.kilobytes as f64);
    let ratio = all.kilobytes as f64 / cold.1.kilobytes as f64;
    text.push_str(&format!(
        "| all providers, memory to {largest} alone {ratio:.2} | | | {all} |\n"
    ));
    Ok(Found { measured, text })
}

/// The provider with most bytes.
fn largest(all: &Path) -> Result<String, String> {
    let providers = fs::read_dir(all).map_err(|error| error.to_string())?.flatten();
    let sized = providers.map(|provider| (bytes(&provider.path()), provider.file_name()));
    let (_, name) = sized.max().ok_or("no providers")?;
    Ok(name.to_string_lossy().into_owned())
}

fn bytes(path: &Path) -> u64 {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let of = |entry: fs::DirEntry| match entry.metadata() {
        Ok(it) if it.is_dir() => bytes(&entry.path()),
        it => it.map_or(0, |it| it.len()),
    };
    entries.map(of).sum()
}
