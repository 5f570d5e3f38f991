//! `cargo xtask codegen`: schemas in, crates out.

pub(crate) mod alone;
mod announcement;
mod crates;
mod desk;
mod differences;
mod digest;
mod drift;
mod emit;
mod generated;
pub(crate) mod memo;
mod packages;
mod part;
pub mod pool;
pub(crate) mod program;
mod record;
mod results;
mod run;
mod runtime;
mod summary;
pub(crate) mod written;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use cratemill::diagnostic::Diagnostic;
use cratemill::provider::ProviderSource;
use cratemill::{Generated, Options};

use crate::cache::Cache;
use crate::providers::{self, Provider};
use crate::sources::swap::{self, Step};
use crate::{Exit, Failure, Terminal, paths, progress, report, watch};
use desk::Desk;
use memo::Memos;
use run::{Outcome, Run};

pub(crate) use announcement::write_nothing;
pub(crate) use crates::{files as crate_files, is_ours, plan, put_crate, put_folder, replace as put_file};
pub use emit::EmitStage;
pub(crate) use generated::generated;
pub(crate) use packages::clash;
pub use part::Part;
pub(crate) use summary::counted;

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
    /// Generate again whenever something in the folder of the providers is saved; of a program built with the feature `watch`
    #[arg(long, conflicts_with_all = ["check", "emit"])]
    pub watch: bool,
    /// Print an intermediate form instead of writing anything
    #[arg(long, value_name = "STAGE", conflicts_with = "check")]
    pub emit: Option<EmitStage>,
    /// Leave out tests, examples and EVIDENCE.md: the types and nothing that proves them
    #[arg(long)]
    pub types_only: bool,
    /// Generate also what was made of the same files by this build of the generator, as target/cratemill/ remembers
    #[arg(long)]
    pub fresh: bool,
    /// Which of many providers, and what is shared with other runs.
    #[command(flatten)]
    pub part: Part,
    /// Print every diagnostic in full, and with `--check` every difference
    #[arg(long, short)]
    pub verbose: bool,
    /// How diagnostics are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: report::Format,
}

/// The generator: [`cratemill::generate`], or a stand-in for tests of this command.
pub type Generate<'a> = dyn Fn(&ProviderSource, &Options) -> Generated + Sync + 'a;

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
    let cache = args
        .part
        .cache
        .as_ref()
        .map(|folder| Cache::new(folder, args.types_only));
    let cached = |source: &ProviderSource, options: &Options| match &cache {
        Some(cache) => cache.generate(source, options, &generate),
        None => generate(source, options),
    };
    let round = |terminal: &mut Terminal<'_>| {
        let settings = settings(args, root).map(|settings| Settings {
            memos: Memos::new(root, &settings.out, &settings.options, args.types_only, !args.fresh),
            are_noted: true,
            ..settings
        });
        let exit = run_under(args, settings, &cached, terminal);
        let told = cache.as_ref().map_or(Ok(()), |cache| cache.tell(terminal));
        terminal.finish(told.map(|()| exit))
    };
    if !args.watch {
        return round(terminal);
    }
    let schemas = args.schemas.clone().unwrap_or_else(|| root.join("schemas"));
    let result = watch::rounds(&schemas, terminal, &mut |terminal| Some(round(terminal)));
    terminal.finish(result)
}

/// Runs the command with another generator, of whose crates nothing is remembered.
pub fn run_with(args: &Args, root: &Path, generate: &Generate<'_>, terminal: &mut Terminal<'_>) -> Exit {
    run_under(args, settings(args, root), generate, terminal)
}

/// Runs the command with another generator, and notes the files of its crates.
pub(crate) fn run_noted(args: &Args, root: &Path, generate: &Generate<'_>, terminal: &mut Terminal<'_>) -> Exit {
    let settings = settings(args, root).map(|settings| Settings {
        are_noted: true,
        ..settings
    });
    run_under(args, settings, generate, terminal)
}

fn run_under(
    args: &Args,
    settings: Result<Settings, Failure>,
    generate: &Generate<'_>,
    terminal: &mut Terminal<'_>,
) -> Exit {
    let result = settings.and_then(|mut settings| match args.emit {
        Some(stage) => emit::emit(&settings, stage.into(), terminal),
        None if part::narrow(&args.part, &mut settings)? || args.part.list => part::list(args, &settings, terminal),
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
    /// What is remembered of the crates.
    memos: Option<Memos>,
    /// Whether the files that are written are noted, by which the state knows them again.
    pub(crate) are_noted: bool,
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
        memos: None,
        are_noted: false,
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
    let writes = !args.check && !supply.dry;
    if writes {
        crates::sweep(out)?;
        crates::clear(&settings.schemas)?;
        let folders = names.iter().map(|name| settings.schemas.join(name));
        folders
            .into_iter()
            .try_for_each(|folder| swap::mend(&folder, &|_| {}))?;
    }
    let runs = run_all(args, settings, supply, &names, &clashes, generate, terminal)?;
    let mut nowhere = io::sink();
    let terminal = &mut args.format.beside(terminal, &mut nowhere);
    for run in &runs {
        if let Err(failure) = &run.outcome {
            terminal.fail(failure)?;
        }
    }
    let locks = args.check && runs.iter().any(|run| run.lock_changed);
    let strays = match settings.asked.is_empty() && !supply.dry {
        true => strays(out, &names, args.check, terminal)?,
        false => false,
    };
    if !supply.dry {
        summary::print(&runs, args.check, terminal)?;
        results::write(args, out, &runs)?;
    }
    if let (true, Some(memos)) = (writes, &settings.memos) {
        memos.sweep();
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

/// Generates providers, tells what is found, and writes; the results in the order of names.
fn run_all(
    args: &Args,
    settings: &Settings,
    supply: &Supply<'_>,
    names: &[String],
    clashes: &BTreeMap<String, Diagnostic>,
    generate: &Generate<'_>,
    terminal: &mut Terminal<'_>,
) -> Result<Vec<Run>, Failure> {
    let stages = progress::Stages::new(names.len(), terminal.progress);
    // One alone waits for none.
    let weighed = names.iter().filter(|_| names.len() > 1);
    let weights: Vec<u64> = weighed
        .map(|name| providers::bytes(&settings.schemas.join(name)))
        .collect();
    let work = |name: &String| {
        let stage = stages.begin(name);
        stage.now("reading");
        run::run_provider(settings, name, (supply.read)(name), clashes.get(name), generate, &stage)
    };
    pool::stream(names, &weights, &work, |results| {
        let mut desk = Desk::new(args, settings, supply);
        for (number, run, load) in results {
            stages.suspend(|| desk.take(number, run, load, terminal))?;
        }
        desk.close(terminal)
    })
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
