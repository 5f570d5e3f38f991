//! `cargo xtask codegen`: schemas in, crates out.

mod announcement;
mod crates;
mod differences;
mod drift;
mod emit;
mod packages;
pub mod pool;
mod record;
mod runtime;
mod summary;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use cratemill::diagnostic::{Code, Diagnostic, Severity};
use cratemill::provider::{LOCK, NamesLock, ProviderSource, SCHEMAS};
use cratemill::{Generated, Options};

use crate::providers::{self, Provider};
use crate::sources::swap::{self, Step};
use crate::{Exit, Failure, Terminal, panics, paths, progress, report};

pub(crate) use announcement::write_nothing;
pub(crate) use crates::put_folder;
pub use emit::EmitStage;

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
    /// The folder of the providers, or of one [default: the workspace's schemas/]
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
    /// Leave out tests, examples and EVIDENCE.md: the types and nothing that proves them
    #[arg(long)]
    pub types_only: bool,
    /// Print every diagnostic in full
    #[arg(long, short)]
    pub verbose: bool,
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
    /// What is to be recorded of it.
    record: Option<record::Record>,
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

/// Where providers are read from, and what is done before the crate of one is written.
pub(crate) struct Supply<'a> {
    pub read: &'a (dyn Fn(&str) -> Result<Provider, Failure> + Sync),
    pub place: &'a dyn Fn(&str) -> Result<(), Failure>,
    /// What is called before each step that writes.
    pub step: &'a Step<'a>,
    /// Whether everything is told, and nothing written.
    pub dry: bool,
}

/// Runs the command in the workspace whose root is `root`.
pub fn run(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Exit {
    let generate = match args.types_only {
        true => cratemill::generate_types,
        false => cratemill::generate,
    };
    run_with(args, root, &generate, terminal)
}

/// Runs the command with another generator.
pub fn run_with(args: &Args, root: &Path, generate: &Generate<'_>, terminal: &mut Terminal<'_>) -> Exit {
    let result = settings(args, root).and_then(|settings| match args.emit {
        Some(stage) => emit::emit(&settings, stage.into(), terminal),
        None => {
            let supply = Supply {
                read: &|name| providers::read(&settings.schemas, name),
                place: &|_| Ok(()),
                step: &|_| {},
                dry: false,
            };
            codegen(args, &settings, &supply, generate, terminal)
        }
    });
    terminal.finish(result)
}

/// The folder of schemas, the folder of crates, and what the generator is told.
pub(crate) struct Settings {
    root: PathBuf,
    pub(crate) schemas: PathBuf,
    /// The providers that are asked for; all if none is.
    pub(crate) asked: Vec<String>,
    out: PathBuf,
    options: Options,
    /// Where to write what changes, in Markdown.
    pub(crate) summary: Option<PathBuf>,
}

pub(crate) fn settings(args: &Args, root: &Path) -> Result<Settings, Failure> {
    let folder = |given: &Option<PathBuf>, default: &str| given.clone().unwrap_or_else(|| root.join(default));
    let out = folder(&args.out, "generated");
    let runtime = runtime::parse(args.runtime.as_deref(), root, &out)?;
    let (schemas, asked) = match &args.schemas {
        Some(given) => providers::of_one(given, &args.providers)?,
        None => (root.join("schemas"), args.providers.clone()),
    };
    Ok(Settings {
        root: root.to_owned(),
        schemas,
        asked,
        out,
        options: Options { runtime },
        summary: None,
    })
}

pub(crate) fn codegen(
    args: &Args,
    settings: &Settings,
    supply: &Supply<'_>,
    generate: &Generate<'_>,
    terminal: &mut Terminal<'_>,
) -> Result<Exit, Failure> {
    let out = &settings.out;
    let names = providers::select(&settings.schemas, &settings.asked)?;
    let all = providers::list(&settings.schemas)?;
    let clashes = packages::clashes(&settings.schemas, &all, &settings.root, out);
    if !args.check && !supply.dry {
        crates::sweep(out)?;
        crates::clear(&settings.schemas)?;
        let folders = names.iter().map(|name| settings.schemas.join(name));
        folders
            .into_iter()
            .try_for_each(|folder| swap::mend(&folder, &|_| {}))?;
    }
    let progress = progress::line(names.len(), terminal.progress);
    let started = |name: &String| progress.set_message(name.clone());
    let runs = pool::map(&names, &started, &|name| {
        let run = run_provider(settings, name, (supply.read)(name), clashes.get(name), generate);
        progress.inc(1);
        run
    });
    progress.finish_and_clear();
    let mut runs = runs?;

    for run in &runs {
        report::print(&run.provider, &run.generated.diagnostics, args.verbose, terminal)?;
    }
    // What changes is told before anything is written: a run that is cut short has told it, or finds it again.
    drift::print(&runs, args.verbose, terminal)?;
    if let Some(path) = &settings.summary {
        announcement::write(path, &runs, out)?;
    }
    if !args.check && !supply.dry {
        for run in &mut runs {
            if run.is_settled() {
                (supply.place)(&run.name)?;
                (supply.step)("record");
                run.record.iter().try_for_each(record::Record::write)?;
            }
            write(out, run, supply.step, terminal)?;
        }
    }
    for run in &runs {
        if let Err(failure) = &run.outcome {
            terminal.fail(failure)?;
        }
    }
    let locks = args.check && runs.iter().any(Run::lock_changed);
    let strays = match settings.asked.is_empty() && !supply.dry {
        true => strays(out, &names, args.check, terminal)?,
        false => false,
    };
    if args.check {
        differences::print(&runs, out, terminal)?;
    }
    if !supply.dry {
        summary::print(&runs, args.check, terminal)?;
    }
    let exits = runs.iter().map(|run| match &run.outcome {
        Ok(Outcome::Stale(_)) if supply.dry => Exit::Fine,
        Ok(Outcome::Stale(_) | Outcome::Failed) => Exit::Found,
        Ok(_) => Exit::Fine,
        Err(failure) => failure.exit,
    });
    let rest = if locks || strays { Exit::Found } else { Exit::Fine };
    Ok(exits.fold(rest, Exit::max))
}

/// Reads, generates and compares one provider.
fn run_provider(
    settings: &Settings,
    name: &str,
    read: Result<Provider, Failure>,
    clash: Option<&Diagnostic>,
    generate: &Generate<'_>,
) -> Run {
    let start = Instant::now();
    let (provider, mut generated, drift, record, outcome) = match read {
        Err(failure) => (
            Provider::default(),
            Generated::default(),
            drift::Drift::None,
            None,
            Err(failure),
        ),
        Ok(provider) => {
            let generated = panics::catch(|| generate(&provider.source, &settings.options));
            let mut generated = generated.unwrap_or_else(|message| failed(&message));
            tell_skipped(&provider, &mut generated);
            generated.diagnostics.extend(clash.cloned());
            let folder = settings.out.join(name);
            let drift = drift::find(&folder, &provider, &generated);
            let record = record::find(&folder, &provider, &mut generated, &drift);
            let outcome = settle(&folder, &generated);
            (provider, generated, drift, record, outcome)
        }
    };
    generated.diagnostics.sort();
    Run {
        name: name.to_owned(),
        provider,
        generated,
        time: start.elapsed(),
        drift,
        record,
        outcome,
    }
}

/// Adds what was left out; an error if names in the lock came from it, as if it could not be parsed.
fn tell_skipped(provider: &Provider, generated: &mut Generated) {
    let lock = provider.source.lock.as_deref().map(NamesLock::parse);
    let lock = lock.and_then(Result::ok).unwrap_or_default();
    for mut skipped in provider.skipped.iter().cloned() {
        let file = skipped
            .location
            .as_ref()
            .and_then(|at| at.file.strip_prefix(SCHEMAS)?.strip_prefix('/'));
        if file.is_some_and(|file| lock.names_of(file) > 0) {
            let is_gone = |one: &Diagnostic| one.code == Code::GoneFile && one.location == skipped.location;
            generated.diagnostics.retain(|one| !is_gone(one));
            skipped.code = Code::UnreadableSchema;
        }
        generated.diagnostics.push(skipped);
    }
}

/// Whether the crate is what was generated, or in how many files it isn't.
fn settle(folder: &Path, generated: &Generated) -> Result<Outcome, Failure> {
    let errors = generated.diagnostics.iter().any(|it| it.severity() == Severity::Error);
    let (Some(files), false) = (&generated.crate_files, errors) else {
        return Ok(Outcome::Failed);
    };
    let plan = crates::plan(folder, files)?;
    Ok(match plan.len() {
        0 => Outcome::Unchanged,
        count => Outcome::Stale(count),
    })
}

/// Writes the crate and the lock of a provider, where they are not what is on disk.
fn write(out: &Path, run: &mut Run, step: &Step<'_>, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    if let (Ok(Outcome::Stale(count)), Some(files)) = (&run.outcome, &run.generated.crate_files) {
        let written = crates::write(&out.join(&run.name), files, step);
        run.outcome = written.map(|()| Outcome::Written(*count));
    }
    if !run.lock_changed() {
        return Ok(());
    }
    step("names");
    let path = run.provider.folder.join(LOCK);
    let path = path.canonicalize().unwrap_or(path);
    if let Err(failure) = crates::replace(&path, run.generated.lock.as_bytes()) {
        let warning = terminal.paint("warning", "33;1");
        let message = failure.message;
        writeln!(
            terminal.err,
            "{warning}: {message}\nnew types may get other names next time"
        )?;
    }
    Ok(())
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

impl Run {
    /// Whether there is a crate.
    fn is_settled(&self) -> bool {
        !matches!(self.outcome, Ok(Outcome::Failed) | Err(_))
    }

    /// Whether the names that were given are not those on disk.
    fn lock_changed(&self) -> bool {
        let before = self.provider.source.lock.as_deref().unwrap_or_default();
        self.is_settled() && before != self.generated.lock
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
