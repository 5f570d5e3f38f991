//! `cargo scoreboard`: what becomes of many real schemas and their instances.

mod batch;
mod board;
mod case;
mod child;
mod expected;
mod files;
mod implied;
mod judge;
mod mill;
mod paths;
mod recognize;
mod report;
mod trials;
mod validated;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs};

use board::Board;
use case::{Case, Corpus, Milled};
use clap::Parser;
use cratemill_cli::{Exit, Failure, Terminal, on_process, progress};
use report::Report;

const EXAMPLES: &str = "\
Examples:
  cargo scoreboard ../shared/corpus
      everything in the folder, archives and folders

  cargo scoreboard maskbench.jsonl.gz --json target/maskbench.json
      one archive; every fault into a file, a JSON object with `scores` and `faults`

  cargo scoreboard schemastore.tar.gz --only package --only deno
      the cases whose names hold one of the texts

What a path holds is told by its layout, not by its name:
  <provider>/json-schema/*.json, <provider>/examples/*.json    providers
  schemas/X.json, valid/X/*.json, invalid/X/*.json             schemas with instances (SchemaStore)
  tests/<draft>/*.json, remotes/                               the official test suite
  *.jsonl, a line {name, schema, tests: [{valid, data}]}       schemas with instances (MaskBench)

Each schema is generated in a child process, many are compiled as modules of few crates, and a program reads, writes
and validates every instance. The judge is the jsonschema crate on the schema as published.

Faults that are known stand in tests/scoreboard/expected.toml, with their reasons, and how many of them a case has; a case
that has more or fewer fails the run:
  [[expected]]
  class = \"valid refused\"
  reason = \"an integer beyond 64 bits\"
  cases = { \"draft4/optional/bignum/integer\" = 2 }

Exit codes:
  0  every fault is among the expected
  1  there are others, or an expected one did not happen
  2  wrong usage
  101  could not run";

/// Tries the generator on many real schemas and their instances, and prints the scoreboard
#[derive(Debug, Parser)]
#[command(name = "cargo scoreboard", bin_name = "cargo scoreboard", after_help = EXAMPLES)]
struct Args {
    /// Archives (.tar.gz, .jsonl.gz) and folders
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Try only the cases whose names hold this text
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,
    /// Try only every so many-th case of each corpus
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    every: usize,
    /// Write figures and faults to a file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The known faults [default: the workspace's tests/scoreboard/expected.toml]
    #[arg(long, value_name = "FILE")]
    expected: Option<PathBuf>,
    /// How many kinds of faults to print
    #[arg(long, value_name = "COUNT", default_value_t = 60)]
    most: usize,
    /// Be the child process that generates
    #[arg(long, hide = true, exclusive = true)]
    mill: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    on_process(|terminal| {
        let result = match args.mill {
            true => mill::serve().map(|()| Exit::Fine),
            false => corpus(&args, terminal),
        };
        terminal.finish(result)
    })
}

/// The workspace's root.
fn workspace() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

fn corpus(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let expected = args
        .expected
        .clone()
        .unwrap_or_else(|| workspace().join("tests/scoreboard/expected.toml"));
    let expected = expected::read(&expected)?;
    let corpora = read(args)?;
    let workshop = workshop()?;
    let folder = &workshop.folder;
    fs::create_dir_all(folder).map_err(|cause| Failure::io("make", folder, cause))?;
    let start = Instant::now();

    let cases: Vec<(&str, &Case)> = corpora
        .iter()
        .flat_map(|one| one.cases.iter().map(|case| (one.name.as_str(), case)))
        .collect();
    stage(terminal, start, &format!("generating {} crates", cases.len()))?;
    let bar = progress::line(cases.len(), terminal.progress);
    let milled = trials::mill(&cases, folder, &bar)?;
    bar.finish_and_clear();

    let modules: Vec<batch::Module> = cases
        .iter()
        .zip(&milled)
        .enumerate()
        .filter_map(|(i, (_, milled))| module(i, milled))
        .collect();
    stage(
        terminal,
        start,
        &format!("compiling {} types", modules.iter().map(|one| one.types).sum::<usize>()),
    )?;
    let bar = progress::line(0, terminal.progress);
    let compiled = batch::compile(&workshop, &modules, &|name| bar.set_message(name.to_owned()))?;
    bar.finish_and_clear();

    stage(
        terminal,
        start,
        &format!(
            "reading {} instances",
            milled.iter().map(|one| one.trials.len()).sum::<usize>()
        ),
    )?;
    let bar = progress::line(cases.len(), terminal.progress);
    let answers = trials::drive(&milled, &compiled.programs, &bar)?;
    bar.finish_and_clear();

    let mut board = Board::default();
    for (i, (corpus, case)) in cases.iter().enumerate() {
        let mut report = Report::new(corpus, case, &mut board);
        report.generation(&milled[i]);
        if report.compilation(&milled[i], &name(i), &compiled) {
            report.trials(&milled[i], &answers[i]);
        }
    }
    let tried = cases.iter().map(|(_, case)| case.name.as_str()).collect();
    let passed = expected::mark(&expected, &mut board.faults, &tried);
    writeln!(terminal.out, "{}", board.table())?;
    write!(terminal.out, "{}", board.classes(args.most))?;
    for line in &passed {
        writeln!(terminal.out, "{line}")?;
    }
    if let Some(file) = &args.json {
        let text = serde_json::to_string_pretty(&board).unwrap_or_default();
        fs::write(file, text + "\n").map_err(|cause| Failure::io("write", file, cause))?;
    }
    let seconds = start.elapsed().as_secs();
    let unexpected = board.faults.iter().filter(|fault| !fault.expected).count();
    writeln!(
        terminal.out,
        "{unexpected} faults, and {} expected, in {}:{:02}",
        board.faults.len() - unexpected,
        seconds / 60,
        seconds % 60
    )?;
    Ok(if unexpected > 0 || !passed.is_empty() {
        Exit::Found
    } else {
        Exit::Fine
    })
}

fn stage(terminal: &mut Terminal<'_>, start: Instant, doing: &str) -> Result<(), Failure> {
    let seconds = start.elapsed().as_secs();
    Ok(writeln!(
        terminal.err,
        "{:>3}:{:02}  {doing}",
        seconds / 60,
        seconds % 60
    )?)
}

/// The corpora of all paths, with unique names of cases.
fn read(args: &Args) -> Result<Vec<Corpus>, Failure> {
    let mut corpora = BTreeMap::<String, Vec<Case>>::new();
    for path in &args.paths {
        for corpus in recognize::corpora(&files::read(path)?) {
            corpora.entry(corpus.name).or_default().extend(corpus.cases);
        }
    }
    let mut seen = BTreeMap::<String, usize>::new();
    for case in corpora.values_mut().flatten() {
        let count = seen.entry(case.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            case.name = format!("{} ({count})", case.name);
        }
    }
    let wanted = |case: &Case| args.only.is_empty() || args.only.iter().any(|text| case.name.contains(text));
    corpora.values_mut().for_each(|cases| cases.retain(&wanted));
    for cases in corpora.values_mut() {
        let mut count = 0;
        cases.retain(|_| {
            count += 1;
            (count - 1) % args.every.max(1) == 0
        });
    }
    corpora.retain(|_, cases| !cases.is_empty());
    if corpora.is_empty() {
        return Err(Failure::usage(
            "no corpus is there; `cargo scoreboard --help` shows the layouts",
        ));
    }
    Ok(corpora
        .into_iter()
        .map(|(name, cases)| Corpus { name, cases })
        .collect())
}

/// Where crates are compiled: where this program was, and as it was, as what they depend on is built there already.
struct Workshop {
    /// Cargo's folder.
    target: PathBuf,
    /// The profile.
    profile: String,
    /// What is kept between runs, so that what did not change is not compiled again.
    folder: PathBuf,
}

fn workshop() -> Result<Workshop, Failure> {
    let program = program()?;
    let mut around = program.ancestors().skip(1);
    let profile = around.next().and_then(Path::file_name).unwrap_or_default();
    let target = around.next().unwrap_or(&program).to_owned();
    Ok(Workshop {
        folder: target.join("corpus").join(profile),
        profile: match profile.to_string_lossy().as_ref() {
            "debug" => "dev".to_owned(),
            name => name.to_owned(),
        },
        target,
    })
}

/// This program.
fn program() -> Result<PathBuf, Failure> {
    env::current_exe().map_err(|cause| Failure::io("find", Path::new("scoreboard"), cause))
}

fn name(index: usize) -> String {
    format!("s{index:05}")
}

fn module(index: usize, milled: &Milled) -> Option<batch::Module> {
    let name = name(index);
    milled.failed.is_none().then(|| batch::Module {
        name,
        types: milled.types,
        crate_lines: milled.crate_lines.clone(),
        paths: milled.paths.clone(),
    })
}

/// The path of a case's sources.
fn sources(folder: &Path, index: usize) -> PathBuf {
    folder.join("sources").join(name(index))
}
