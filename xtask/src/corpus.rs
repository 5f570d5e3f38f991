//! `cargo xtask corpus`: what becomes of many real schemas and their instances.

mod batch;
mod board;
mod case;
mod child;
mod expected;
mod files;
mod implied;
mod judge;
mod mill;
mod recognize;
mod trials;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use board::{Board, Fault, Score};
use case::{Case, Corpus, Milled};

use crate::{Exit, Failure, Terminal, paths};

const EXAMPLES: &str = "\
Examples:
  cargo xtask corpus ../shared/corpus
      everything in the folder, archives and folders

  cargo xtask corpus maskbench.jsonl.gz --json target/maskbench.json
      one archive; every fault into a file, a JSON object with `scores` and `faults`

  cargo xtask corpus schemastore.tar.gz --only package --only deno
      the cases whose names hold one of the texts

What a path holds is told by its layout, not by its name:
  <provider>/json-schema/*.json, <provider>/examples/*.json    providers
  schemas/X.json, valid/X/*.json, invalid/X/*.json             schemas with instances (SchemaStore)
  tests/<draft>/*.json, remotes/                               the official test suite
  *.jsonl, a line {name, schema, tests: [{valid, data}]}       schemas with instances (MaskBench)

Each schema is generated in a child process, many are compiled as modules of few crates, and a program reads, writes
and validates every instance. The judge is the jsonschema crate on the schema as published.

Faults that are known stand in tests/corpus-expected.toml, with their reasons:
  [[expected]]
  class = \"valid refused\"
  reason = \"an integer beyond 64 bits\"
  cases = [\"draft4/optional/bignum/integer#a bignum is an integer\"]

Exit codes:
  0  every fault is among the expected
  1  there are others, or an expected one did not happen
  2  wrong usage
  101  could not run";

/// What to try.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Archives (.tar.gz, .jsonl.gz) and folders
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Try only the cases whose names hold this text
    #[arg(long, value_name = "TEXT")]
    pub only: Vec<String>,
    /// Try only every so many-th case of each corpus
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    pub every: usize,
    /// Write figures and faults to a file
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// The known faults [default: the workspace's tests/corpus-expected.toml]
    #[arg(long, value_name = "FILE")]
    pub expected: Option<PathBuf>,
    /// How many kinds of faults to print
    #[arg(long, value_name = "COUNT", default_value_t = 60)]
    pub most: usize,
}

/// Runs the command.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Exit {
    let result = corpus(args, terminal);
    terminal.finish(result)
}

/// Runs the child process that generates; see [`Args`].
pub fn mill(terminal: &mut Terminal<'_>) -> Exit {
    let result = mill::serve().map(|()| Exit::Fine);
    terminal.finish(result)
}

fn corpus(args: &Args, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let expected = args
        .expected
        .clone()
        .unwrap_or_else(|| paths::workspace().join("tests/corpus-expected.toml"));
    let expected = expected::read(&expected)?;
    let corpora = read(args)?;
    let folder = folder();
    fs::create_dir_all(&folder).map_err(|cause| Failure::io("make", &folder, cause))?;
    let start = Instant::now();

    let cases: Vec<(&str, &Case)> = corpora
        .iter()
        .flat_map(|one| one.cases.iter().map(|case| (one.name.as_str(), case)))
        .collect();
    stage(terminal, start, &format!("generating {} crates", cases.len()))?;
    let bar = crate::codegen::progress(cases.len(), terminal.progress);
    let milled = trials::mill(&cases, &folder, &bar)?;
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
    let bar = crate::codegen::progress(0, terminal.progress);
    let compiled = batch::compile(&folder, &modules, &|name| bar.set_message(name.to_owned()))?;
    bar.finish_and_clear();

    stage(
        terminal,
        start,
        &format!(
            "reading {} instances",
            milled.iter().map(|one| one.trials.len()).sum::<usize>()
        ),
    )?;
    let bar = crate::codegen::progress(cases.len(), terminal.progress);
    let answers = trials::drive(&milled, &compiled.programs, &bar)?;
    bar.finish_and_clear();

    let mut board = Board::default();
    for (i, (corpus, case)) in cases.iter().enumerate() {
        let score = board.scores.entry((*corpus).to_owned()).or_default();
        let mut report = Report {
            corpus,
            case,
            score,
            faults: &mut board.faults,
            unjudged: &mut board.unjudged,
        };
        report.generation(&milled[i]);
        if report.compilation(&milled[i], &name(i), &compiled) {
            report.trials(&milled[i], &answers[i]);
        }
    }
    let tried = tried(&cases, &milled);
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
            "no corpus is there; `cargo xtask corpus --help` shows the layouts",
        ));
    }
    Ok(corpora
        .into_iter()
        .map(|(name, cases)| Corpus { name, cases })
        .collect())
}

/// Where everything is kept between runs, so that what did not change is not compiled again.
fn folder() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| paths::workspace().join("target"), PathBuf::from);
    paths::canonical(&target).join("corpus")
}

fn name(index: usize) -> String {
    format!("s{index:05}")
}

fn module(index: usize, milled: &Milled) -> Option<batch::Module> {
    let name = name(index);
    milled.failed.is_none().then(|| batch::Module {
        name,
        types: milled.types,
        deep: milled.deep,
        paths: milled.paths.clone(),
    })
}

/// The names of all cases, and of all instances of those that were tried.
fn tried(cases: &[(&str, &Case)], milled: &[Milled]) -> BTreeSet<String> {
    let mut tried = BTreeSet::new();
    for ((_, case), milled) in cases.iter().zip(milled) {
        tried.insert(case.name.clone());
        tried.extend(
            milled
                .trials
                .iter()
                .map(|trial| format!("{}#{}", case.name, trial.instance.name)),
        );
    }
    tried
}

/// Counts a case and notes its faults.
struct Report<'a> {
    corpus: &'a str,
    case: &'a Case,
    score: &'a mut Score,
    faults: &'a mut Vec<Fault>,
    unjudged: &'a mut BTreeMap<String, String>,
}

impl Report<'_> {
    fn fault(&mut self, class: &str, instance: Option<&str>, why: &str) {
        let case = match instance {
            Some(instance) => format!("{}#{instance}", self.case.name),
            None => self.case.name.clone(),
        };
        let (corpus, class, why) = (self.corpus.to_owned(), class.to_owned(), why.to_owned());
        self.faults.push(Fault {
            corpus,
            class,
            case,
            why,
            expected: false,
        });
    }

    fn generation(&mut self, milled: &Milled) {
        self.score.cases += 1;
        self.score.schemas += milled.schemas;
        self.score.types += milled.types;
        self.score.properties += milled.properties;
        self.score.untyped += milled.untyped.len();
        for place in &milled.untyped {
            self.fault("untyped property", None, place);
        }
        match &milled.failed {
            Some(why) => self.fault("not generated", None, why),
            None => self.score.generated += 1,
        }
    }

    /// Whether there is something to try.
    fn compilation(&mut self, milled: &Milled, name: &str, compiled: &batch::Compiled) -> bool {
        if milled.failed.is_some() {
            return false;
        }
        if let Some(errors) = compiled.errors.get(name) {
            self.fault("does not compile", None, &errors.join("\n"));
            return false;
        }
        match compiled.warnings.get(name) {
            Some(warnings) => self.fault("compiles with warnings", None, &warnings.join("\n")),
            None => self.score.compiled += 1,
        }
        true
    }

    fn trials(&mut self, milled: &Milled, answers: &[Result<case::Answer, String>]) {
        for (trial, answer) in milled.trials.iter().zip(answers) {
            let name = Some(trial.instance.name.as_str());
            let Some(valid) = trial.valid else {
                self.score.unjudged += 1;
                let place = format!("{}#{}", self.case.name, trial.instance.name);
                let why = match trial.why.is_empty() {
                    true => "hangs on what no document holds".to_owned(),
                    false => trial.why.clone(),
                };
                self.unjudged.insert(place, why);
                continue;
            };
            self.score.disputed += usize::from(trial.instance.claimed.is_some_and(|claimed| claimed != valid));
            let counted = if valid {
                &mut self.score.valid
            } else {
                &mut self.score.invalid
            };
            *counted += 1;
            let answer = match answer {
                Ok(answer) => answer,
                Err(why) => {
                    self.fault("abort or hang", name, why);
                    continue;
                }
            };
            if let Some(why) = &answer.panicked {
                self.fault("panic", name, why);
            }
            match (&answer.refused, valid) {
                (Some(why), true) if trial.implied => self.fault("valid refused for an implied type", name, why),
                (Some(why), true) => self.fault("valid refused", name, why),
                (Some(_), false) => self.score.rejected += 1,
                (None, true) => self.score.accepted += 1,
                (None, false) => {}
            }
            match &answer.differs {
                Some(why) => self.fault(
                    if valid {
                        "valid comes back different"
                    } else {
                        "invalid comes back different"
                    },
                    name,
                    why,
                ),
                None if valid && answer.refused.is_none() && answer.panicked.is_none() => self.score.equal += 1,
                None => {}
            }
            let Some(violations) = answer.violations.as_ref().filter(|_| answer.refused.is_none()) else {
                continue;
            };
            self.score.judged += 1;
            match (valid, violations.is_empty()) {
                (true, true) => self.score.agreed += 1,
                (false, false) => {
                    self.score.agreed += 1;
                    self.score.found += 1;
                }
                (true, false) => self.fault("validate() finds too much", name, violations),
                (false, true) => self.fault(
                    "validate() finds too little",
                    name,
                    &trial.instance.text.chars().take(300).collect::<String>(),
                ),
            }
        }
    }
}

/// The path of a case's sources.
fn sources(folder: &Path, index: usize) -> PathBuf {
    folder.join("sources").join(name(index))
}
