//! `cargo xtask merge`: the results of actions and of shards, as one.

mod board;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::action::result::MADE;
use crate::{Exit, Failure, Terminal};
use board::Board;

const HELP: &str = "\
RESULTS are files that `action --result` or `codegen --results` wrote, or folders of such, in any order.
A provider that several of them speak of must be the same in all; a crate's name must be that of one provider.

Below --out come catalog.json, a line for each provider that was made, and SUMMARY.md, with all counts, what failed and
why, and the kinds of diagnostics.

Exit codes: 0 all were made; 1 one failed, or two contradict each other; 101 a result can't be read.";

/// What to merge, into what.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = HELP)]
pub struct Args {
    /// Results, or folders of them
    #[arg(value_name = "RESULTS", required = true)]
    pub results: Vec<PathBuf>,
    /// Where to write catalog.json and SUMMARY.md
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Exit {
    let result = merge(args, terminal);
    terminal.finish(result)
}

fn merge(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let mut results: BTreeMap<String, Value> = BTreeMap::new();
    let mut contradictions = Vec::new();
    for file in files(&args.results)? {
        for result in read(&file)? {
            let name = result["provider"].as_str().unwrap_or_default().to_owned();
            match results.get(&name) {
                Some(other) if *other != result => contradictions.push(format!(
                    "two results of `{}` differ: the same action was given different inputs, or is not the same program",
                    name.escape_debug()
                )),
                _ => drop(results.insert(name, result)),
            }
        }
    }
    contradictions.extend(clashes(&results));
    let board = Board::of(&results, &contradictions);
    let summary = board.to_markdown();
    if let Some(out) = &args.out {
        fs::create_dir_all(out).map_err(|cause| Failure::io("create", out, cause))?;
        write(&out.join("catalog.json"), &catalog(&results))?;
        write(&out.join("SUMMARY.md"), &summary)?;
    }
    write!(terminal.out, "{summary}")?;
    Ok(match board.is_fine() {
        true => Exit::Fine,
        false => Exit::Found,
    })
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|cause| Failure::io("write", path, cause))
}

/// The files that are meant, those of folders sorted.
fn files(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for path in given {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let failed = |cause| Failure::io("read", path, cause);
        let entries: Result<Vec<_>, _> = fs::read_dir(path).map_err(failed)?.collect();
        let mut below: Vec<PathBuf> = entries.map_err(failed)?.iter().map(fs::DirEntry::path).collect();
        below.retain(|path| path.is_dir() || path.extension().is_some_and(|it| it == "json"));
        below.sort();
        found.extend(files(&below)?);
    }
    Ok(found)
}

/// The results in a file: one, or a list.
fn read(path: &Path) -> Result<Vec<Value>, Failure> {
    let text = fs::read_to_string(path).map_err(|cause| Failure::io("read", path, cause))?;
    let value: Value = serde_json::from_str(&text).map_err(|cause| Failure::io("read", path, cause))?;
    let all = match value {
        Value::Array(all) => all,
        one => vec![one],
    };
    match all
        .iter()
        .all(|one| one["provider"].is_string() && one["status"].is_string())
    {
        true => Ok(all),
        false => Err(Failure::io("read", path, "it is no result of an action")),
    }
}

/// Providers whose crates would have one name, which Cargo takes `-` and `_` for the same in.
fn clashes(results: &BTreeMap<String, Value>) -> Vec<String> {
    let mut names: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (provider, result) in results {
        if let Some(name) = result["crate"].as_str() {
            names.entry(name.replace('_', "-")).or_default().push(provider);
        }
    }
    let clashes = names.into_iter().filter(|(_, providers)| providers.len() > 1);
    clashes
        .map(|(name, providers)| format!("the crates of {} would all be called `{name}`", providers.join(", ")))
        .collect()
}

/// What there is: for each provider that was made its crate, its version, how much there is of everything, and one digest of
/// all that was written.
fn catalog(results: &BTreeMap<String, Value>) -> String {
    let made = results.iter().filter(|(_, result)| result["status"] == MADE);
    let entries: Map<String, Value> = made
        .map(|(provider, result)| {
            let entry = json!({
                "crate": result["crate"],
                "version": result["version"],
                "schemas": result["counts"]["schemas"],
                "types": result["counts"]["types"],
                "tests": result["counts"]["tests"],
                "outputs": cratemill::provider::sha256(result["outputs"].to_string().as_bytes()),
            });
            (provider.clone(), entry)
        })
        .collect();
    format!("{:#}\n", Value::Object(entries))
}
