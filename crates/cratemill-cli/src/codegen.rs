//! `cargo xtask codegen`: schemas in, crates out.

mod crates;
mod differences;
mod drift;
mod pool;
mod runtime;
mod stage;
mod summary;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use cratemill::diagnostic::{Code, Diagnostic, Severity};
use cratemill::provider::ProviderSource;
use cratemill::{Generated, Options, Stage};

use crate::providers::{self, Provider};
use crate::{Exit, Failure, Terminal, panics, paths, progress, report};

const EXAMPLES: &str = "\
Examples:
  cargo xtask codegen
      every provider of schemas/, into generated/

  cargo xtask codegen nhost --check
      write nothing; show how generated/nhost differs from what would be written

  cargo xtask codegen --schemas ~/my/schemas --out ~/my/crates --runtime 0.1
      outside the workspace; the crates take lossless 0.1 from the registry

  cargo xtask codegen stytch --emit normalized
      print the form of the schemas that the type engine is given

A provider is a folder of schemas/:
  provider.toml       names, secrets, identity; optional, see `cargo xtask manifest-schema`
  json-schema/**      the schemas as published (without this folder: the *.json beside provider.toml)
  examples/**         example payloads as published; tests are made from them
  patches/*.json      corrections of upstream bugs
  names.lock          the Rust names so far; written by this command";

/// What to generate, from where, to where.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Providers to generate [default: all]
    #[arg(value_name = "PROVIDER")]
    pub providers: Vec<String>,
    /// Write nothing; show what is stale and exit with 1 if anything is
    #[arg(long)]
    pub check: bool,
    /// The folder of the providers [default: the workspace's schemas/]
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
    /// The folder of the crates [default: the workspace's generated/]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How the crates depend on lossless and round-trip: a version requirement, a folder that holds
    /// both, or `path` for the workspace's crates/ by relative path [default: path where that holds
    /// them, else this version]
    #[arg(long, value_name = "VERSION|DIR|path")]
    pub runtime: Option<String>,
    /// Print an intermediate form instead of writing anything
    #[arg(long, value_name = "STAGE", conflicts_with = "check")]
    pub emit: Option<EmitStage>,
    /// Print every diagnostic in full
    #[arg(long, short)]
    pub verbose: bool,
}

/// The intermediate forms, in the order in which they are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EmitStage {
    /// The documents after patching
    Document,
    /// The compound schema with every reference resolved
    Bundle,
    /// The form that the type engine takes
    Normalized,
    /// The Rust types
    Types,
    /// The files of the crate
    Files,
}

impl From<EmitStage> for Stage {
    fn from(stage: EmitStage) -> Self {
        match stage {
            EmitStage::Document => Stage::Document,
            EmitStage::Bundle => Stage::Bundle,
            EmitStage::Normalized => Stage::Normalized,
            EmitStage::Types => Stage::Types,
            EmitStage::Files => Stage::Files,
        }
    }
}

/// The generator: [`cratemill::generate`], or a stand-in for tests of this command.
pub type Generate<'a> = dyn Fn(&ProviderSource, &Options) -> Generated + Sync + 'a;

/// Everything about one provider's run.
struct Run {
    name: String,
    provider: Provider,
    generated: Generated,
    time: Duration,
    drift: drift::Drift,
    outcome: Result<Outcome, Failure>,
}

/// What became of a provider's crate.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    /// The crate on disk is what was generated.
    Unchanged,
    /// So many files were written or removed.
    Written(usize),
    /// So many files differ, and nothing was written.
    Stale(usize),
    /// The provider failed, and its crate was left as it is.
    Failed,
}

/// Runs the command in the workspace whose root is `root`.
pub fn run(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Exit {
    run_with(args, root, &cratemill::generate, terminal)
}

/// Runs the command with another generator.
pub fn run_with(args: &Args, root: &Path, generate: &Generate<'_>, terminal: &mut Terminal<'_>) -> Exit {
    let result = settings(args, root).and_then(|settings| match args.emit {
        Some(stage) => emit(args, &settings, stage.into(), terminal),
        None => codegen(args, &settings, generate, terminal),
    });
    terminal.finish(result)
}

/// The folder of schemas, the folder of crates, and what the generator is told.
struct Settings {
    schemas: PathBuf,
    out: PathBuf,
    options: Options,
}

fn settings(args: &Args, root: &Path) -> Result<Settings, Failure> {
    let folder = |given: &Option<PathBuf>, default: &str| given.clone().unwrap_or_else(|| root.join(default));
    let out = folder(&args.out, "generated");
    let runtime = runtime::parse(args.runtime.as_deref(), root, &out)?;
    Ok(Settings {
        schemas: folder(&args.schemas, "schemas"),
        out,
        options: Options { runtime },
    })
}

fn emit(args: &Args, settings: &Settings, stage: Stage, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let Settings { schemas, options, .. } = settings;
    let names = providers::select(schemas, &args.providers)?;
    let texts = pool::map(&names, &|_| {}, &|name| -> Result<String, Failure> {
        let provider = providers::read(schemas, name)?;
        let text = panics::catch(|| cratemill::emit(&provider.source, options, stage));
        text.map_err(|message| Failure {
            exit: Exit::Found,
            message: format!("the generator failed on `{name}`: {message}"),
        })
    })?;
    for (name, text) in names.iter().zip(texts) {
        if names.len() > 1 {
            writeln!(terminal.out, "// {name}")?;
        }
        terminal.out.write_all(text?.as_bytes())?;
    }
    Ok(Exit::Fine)
}

fn codegen(
    args: &Args,
    settings: &Settings,
    generate: &Generate<'_>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    let out = &settings.out;
    let names = providers::select(&settings.schemas, &args.providers)?;
    let progress = progress::line(names.len(), terminal.progress);
    let started = |name: &String| progress.set_message(name.clone());
    let runs = pool::map(&names, &started, &|name| {
        let run = run_provider(settings, name, args.check, generate);
        progress.inc(1);
        run
    });
    progress.finish_and_clear();
    let runs = runs?;

    for run in &runs {
        report::print(&run.provider, &run.generated.diagnostics, args.verbose, terminal)?;
    }
    drift::print(&runs, args.verbose, terminal)?;
    for run in &runs {
        if let Err(failure) = &run.outcome {
            terminal.fail(failure)?;
        }
    }
    let locks = locks(&runs, args.check, terminal)?;
    let strays = match args.providers.is_empty() {
        true => strays(out, &names, args.check, terminal)?,
        false => false,
    };
    if args.check {
        differences::print(&runs, out, terminal)?;
    }
    summary::print(&runs, args.check, terminal)?;
    let exits = runs.iter().map(|run| match &run.outcome {
        Ok(Outcome::Stale(_) | Outcome::Failed) => Exit::Found,
        Ok(_) => Exit::Fine,
        Err(failure) => failure.exit,
    });
    let rest = if locks || strays { Exit::Found } else { Exit::Fine };
    Ok(exits.fold(rest, Exit::max))
}

/// Reads, generates, and writes or compares one provider.
fn run_provider(settings: &Settings, name: &str, check: bool, generate: &Generate<'_>) -> Run {
    let start = Instant::now();
    let (provider, mut generated, drift, outcome) = match providers::read(&settings.schemas, name) {
        Err(failure) => (
            Provider::default(),
            Generated::default(),
            drift::Drift::None,
            Err(failure),
        ),
        Ok(provider) => {
            let generated = panics::catch(|| generate(&provider.source, &settings.options));
            let generated = generated.unwrap_or_else(|message| failed(&message));
            let folder = settings.out.join(name);
            let drift = drift::find(&folder, &provider, &generated);
            let outcome = settle(&folder, &generated, check);
            (provider, generated, drift, outcome)
        }
    };
    generated.diagnostics.extend(provider.skipped.iter().cloned());
    generated.diagnostics.sort();
    Run {
        name: name.to_owned(),
        provider,
        generated,
        time: start.elapsed(),
        drift,
        outcome,
    }
}

/// Brings the crate in line with what was generated, or counts where it isn't.
fn settle(folder: &Path, generated: &Generated, check: bool) -> Result<Outcome, Failure> {
    let errors = generated.diagnostics.iter().any(|it| it.severity() == Severity::Error);
    let (Some(files), false) = (&generated.crate_files, errors) else {
        return Ok(Outcome::Failed);
    };
    Ok(match (crates::plan(folder, files)?, check) {
        (plan, _) if plan.is_empty() => Outcome::Unchanged,
        (plan, true) => Outcome::Stale(plan.len()),
        (plan, false) => {
            crates::write(folder, files, &plan)?;
            Outcome::Written(plan.len())
        }
    })
}

fn failed(message: &str) -> Generated {
    Generated {
        diagnostics: vec![Diagnostic {
            code: Code::GeneratorFailed,
            message: format!("the generator panicked: {message}"),
            location: None,
            help: "please report it with this message and the schemas".to_owned(),
        }],
        ..Generated::default()
    }
}

/// Writes every lock that changed; whether one is stale, in check mode.
fn locks(runs: &[Run], check: bool, terminal: &mut Terminal<'_>) -> Result<bool, Failure> {
    let mut stale = false;
    for run in runs.iter().filter(|run| run.lock_changed()) {
        let path = run.provider.folder.join(cratemill::provider::LOCK);
        if check {
            stale = true;
        } else if let Err(failure) = crates::replace(&path, run.generated.lock.as_bytes()) {
            let warning = terminal.paint("warning", "33;1");
            let message = failure.message;
            writeln!(
                terminal.err,
                "{warning}: {message}\nnew types may get other names next time"
            )?;
        }
    }
    Ok(stale)
}

impl Run {
    /// Whether the names that were given are not those on disk.
    fn lock_changed(&self) -> bool {
        let settled = matches!(
            self.outcome,
            Ok(Outcome::Unchanged | Outcome::Written(_) | Outcome::Stale(_))
        );
        let before = self.provider.source.lock.as_deref().unwrap_or_default();
        settled && before != self.generated.lock
    }
}

/// Removes the crates that no provider stands for any more; in check mode, whether there are any.
fn strays(out: &Path, names: &[String], check: bool, terminal: &mut Terminal<'_>) -> Result<bool, Failure> {
    let mut stale = false;
    for (folder, ours) in crates::strays(out, names)? {
        let shown = paths::shown(&folder);
        if check {
            writeln!(terminal.out, "stray: `{shown}` stands for no provider")?;
            stale = true;
        } else if ours {
            crates::remove(&folder)?;
            writeln!(terminal.out, "removed `{shown}`: no provider stands for it any more")?;
        } else {
            let warning = terminal.paint("warning", "33;1");
            let why = "it stands for no provider, and was not written by cratemill";
            writeln!(terminal.err, "{warning}: left `{shown}` alone: {why}")?;
        }
    }
    Ok(stale)
}
