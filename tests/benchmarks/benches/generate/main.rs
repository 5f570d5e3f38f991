//! What generating costs: `cargo bench -p benchmarks --bench generate`.
//!
//! Builds `xtask` in release and runs it on real providers, those of `../shared/corpus/providers.tar.gz`: the largest alone
//! under valgrind's callgrind, which counts its instructions whatever else the machine does, and all of them for the peak of
//! memory; and other generators on the schemas of the largest. The table goes to standard output; BENCHMARKS.md keeps it. Flags
//! after `--` are Cargo's for `xtask`: `-- --no-default-features`.

mod copies;

use benchmarks::figures::Measured;
use benchmarks::house::{House, house, read, write};
use benchmarks::process::{self, Peak, peak};
use benchmarks::{Found, is_asked, peers};
use std::process::ExitCode;

/// How often what takes a second is run, to be timed.
const RUNS: u32 = 5;
/// How many copies of a provider the many schemas are.
const COPIES: usize = 4;

fn main() -> ExitCode {
    match is_asked() {
        true => benchmarks::run("generate", |flags| measure(&house("generate", flags)?)),
        // `cargo test --benches` only asks whether it compiles.
        false => ExitCode::SUCCESS,
    }
}

/// What generating took, in one way.
struct Taken {
    name: &'static str,
    key: &'static str,
    count: u64,
    seconds: f64,
    peak: Peak,
}

fn measure(house: &House) -> Result<Found, String> {
    let mut found = Found {
        measured: Measured::new(),
        text: format!(
            "| {}, {} schemas | instructions | to cold | user time | with the kernel's | peak memory |\n|---|---|---|---|---|---|\n",
            house.largest,
            house.schemas("one").len()
        ),
    };
    let cold = cold(house, "cold, tests and documents included", "cold", "one", &[])?;
    let few = house.schemas("one").len() as f64;
    let all = [
        cold_of_many(house)?,
        self::cold(house, "`--types-only`", "types", "one", &["--types-only"])?,
        unchanged(house)?,
        one_changed(house)?,
    ];
    found.measured.insert(
        "generate.cold.each.megabytes".to_owned(),
        cold.peak.kilobytes as f64 / 1000.0 / few,
    );
    found
        .measured
        .insert("generate.few.each.instructions".to_owned(), cold.count as f64 / few);
    let many = house.schemas("many").len() as f64;
    found
        .measured
        .insert("generate.many.each.instructions".to_owned(), all[0].count as f64 / many);
    for taken in std::iter::once(&cold).chain(&all) {
        tell(&mut found, taken, &cold);
    }
    house.clear()?;
    let all = peak(&mut house.codegen("all", &[]))?;
    found
        .measured
        .insert("generate.all.kilobytes".to_owned(), all.kilobytes as f64);
    found
        .text
        .push_str(&format!("| all providers of the corpus | | | | {all} |\n"));
    others(house, &mut found)?;
    Ok(found)
}

fn tell(found: &mut Found, taken: &Taken, cold: &Taken) {
    let (giga, ratio) = (taken.count as f64 / 1e9, taken.count as f64 / cold.count as f64);
    let Taken {
        name, seconds, peak, ..
    } = taken;
    found.text.push_str(&format!(
        "| {name} | {giga:.3} G | {ratio:.3} | {seconds:.2} s | {peak} |\n"
    ));
    for (unit, value) in [
        ("instructions", taken.count as f64),
        ("seconds", *seconds),
        ("kilobytes", peak.kilobytes as f64),
    ] {
        found.measured.insert(format!("generate.{}.{unit}", taken.key), value);
    }
}

fn cold(
    house: &House,
    name: &'static str,
    key: &'static str,
    providers: &str,
    flags: &[&str],
) -> Result<Taken, String> {
    house.clear()?;
    let peak = peak(&mut house.codegen(providers, flags))?;
    house.clear()?;
    let count = house.count(providers, flags)?;
    let seconds = process::mean_seconds(RUNS, || house.clear(), || house.codegen(providers, flags))?;
    Ok(Taken {
        name,
        key,
        count,
        seconds,
        peak,
    })
}

fn cold_of_many(house: &House) -> Result<Taken, String> {
    copies::lay(house, COPIES)?;
    cold(house, "cold, the same schemas under four names", "many", "many", &[])
}

/// Nothing changed since the last run.
fn unchanged(house: &House) -> Result<Taken, String> {
    house.clear()?;
    process::succeeds(&mut house.codegen("one", &[]))?;
    Ok(Taken {
        name: "nothing changed",
        key: "unchanged",
        count: house.count("one", &[])?,
        seconds: process::mean_seconds(RUNS, || Ok(()), || house.codegen("one", &[]))?,
        peak: peak(&mut house.codegen("one", &[]))?,
    })
}

/// One schema has another description with each run.
fn one_changed(house: &House) -> Result<Taken, String> {
    house.clear()?;
    process::succeeds(&mut house.codegen("one", &[]))?;
    let schemas = house.schemas("one");
    let path = &schemas[schemas.len() / 2];
    let text = read(path)?;
    let mut edits = 0;
    let mut edit = || {
        edits += 1;
        let start = text.find('{').ok_or("a schema that is no object")? + 1;
        let (before, after) = text.split_at(start);
        write(
            path,
            &format!("{before}\"description\": \"Edited {edits} times.\",{after}"),
        )
    };
    edit()?;
    let count = house.count("one", &[])?;
    let seconds = process::mean_seconds(RUNS, &mut edit, || house.codegen("one", &[]))?;
    edit()?;
    let peak = peak(&mut house.codegen("one", &[]))?;
    write(path, &text)?;
    Ok(Taken {
        name: "one file changed",
        key: "one-changed",
        count,
        seconds,
        peak,
    })
}

fn others(house: &House, found: &mut Found) -> Result<(), String> {
    let schemas = peers::schemas(house)?;
    for peer in peers::peers(house, &schemas)? {
        let (name, version) = (peer.name, peer.version);
        let seconds = process::mean_seconds(RUNS, || Ok(()), || peer.command())?;
        let peak = peak(&mut peer.command())?;
        found.measured.insert(format!("peer.{name}.seconds"), seconds);
        let line = format!("| {name} {version}, types only | | | {seconds:.2} s | {peak} |\n");
        found.text.push_str(&line);
    }
    Ok(())
}
