//! `cargo xtask update`: what upstream has published, brought in, told and generated.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cratemill::diagnostic::Diagnostic;
use cratemill::file_tree::{self, Change, FileTree};
use cratemill::provider::{EXAMPLES as PAYLOADS, Manifest, Origin, SCHEMAS, SOURCE_LOCK, SourceLock};

use crate::codegen::{self, Generate, Settings, Supply};
use crate::providers::{self, Elsewhere, Provider};
use crate::sources::swap::{self, Parcel, Step};
use crate::sources::{self, Fetched, Patience};
use crate::{Exit, Failure, Terminal};

const EXAMPLES: &str = "\
Examples:
  cargo xtask update
      every provider whose provider.toml names a source

  cargo xtask update nhost --dry-run
      fetch and tell what would change; write nothing

  cargo xtask update nhost --summary report.md
      also write what a pull request should say, in Markdown

A source is told by `[source]` of provider.toml, one of:
  git = \"https://github.com/acme/api\"       with `follow`, `schemas` and `examples`
  url = \"https://acme.example/schema.json\"  or a folder, `https://acme.example/v1/`, and its `files`
  folder = \"../../acme/json-schema\"

What was fetched is pinned in source.lock: revision, date, and the digest of every file. If anything goes wrong, the files
are the old ones; where a run was killed, the next run finishes it or takes it back. `codegen` never touches the network.";

/// What to update.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Providers to update [default: all that name a source]
    #[arg(value_name = "PROVIDER")]
    pub providers: Vec<String>,
    /// Fetch and tell what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print the names of the providers that name a source, one a line, and do nothing
    #[arg(long)]
    pub list: bool,
    /// Replace files that were changed or added by hand
    #[arg(long)]
    pub discard: bool,
    /// Write what changes into a file, as Markdown for a pull request
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// The folder of the providers, or of one [default: the workspace's schemas/]
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
    /// The folder of the crates [default: the workspace's generated/]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How the crates depend on lossless and round-trip, as for `codegen`
    #[arg(long, value_name = "VERSION|DIR|path")]
    pub runtime: Option<String>,
    /// Print every diagnostic and every change in full
    #[arg(long, short)]
    pub verbose: bool,
}

/// By what the command does its work; a test has its own.
pub struct Means<'a> {
    /// The generator.
    pub generate: &'a Generate<'a>,
    /// What fetching may take.
    pub patience: Patience<'a>,
    /// What is called before each step that writes.
    pub step: &'a Step<'a>,
}

impl Default for Means<'_> {
    fn default() -> Self {
        Self {
            generate: &cratemill::generate,
            patience: Patience::default(),
            step: &|_| {},
        }
    }
}

/// Runs the command in the workspace whose root is `root`.
pub fn run(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Exit {
    run_by(args, root, &Means::default(), terminal)
}

/// Runs the command by other means.
pub fn run_by(args: &Args, root: &Path, means: &Means<'_>, terminal: &mut Terminal<'_>) -> Exit {
    let result = update(args, root, means, terminal);
    terminal.finish(result)
}

/// What became of asking a provider's origin.
enum News {
    /// `provider.toml` names none.
    NoOrigin,
    /// The files are those that are there.
    Same(String),
    /// Others.
    Fresh(Box<(Provider, Fetched)>),
}

fn update(args: &Args, root: &Path, means: &Means<'_>, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let for_codegen = codegen::Args {
        providers: args.providers.clone(),
        schemas: args.schemas.clone(),
        out: args.out.clone(),
        runtime: args.runtime.clone(),
        verbose: args.verbose,
        ..codegen::Args::default()
    };
    let mut settings = codegen::settings(&for_codegen, root)?;
    let names = providers::select(&settings.schemas, &settings.asked)?;
    if args.list {
        return list(&settings, &names, terminal);
    }
    let count = names.len();
    let mut exit = Exit::Fine;
    let mut fresh = BTreeMap::new();
    let mut without = Vec::new();
    for name in names {
        match news(args, &settings, &name, means) {
            Ok(News::NoOrigin) => without.push(name),
            Ok(News::Same(what)) => writeln!(terminal.out, "{name}: {what}")?,
            Ok(News::Fresh(found)) => {
                writeln!(terminal.out, "{name}: {}", told(&found.0, &found.1))?;
                fresh.insert(name, *found);
            }
            Err(failure) => {
                exit = exit.max(failure.exit);
                terminal.fail(&failure)?;
            }
        }
    }
    let is_only_without = without.len() == count;
    if !settings.asked.is_empty() || is_only_without {
        tell_without(&without, !settings.asked.is_empty(), terminal)?;
    }
    if !without.is_empty() && !settings.asked.is_empty() {
        exit = exit.max(Exit::Usage);
    }
    settings.summary = args.summary.clone();
    settings.are_noted = true;
    if fresh.is_empty() {
        if let Some(path) = &settings.summary {
            codegen::write_nothing(path)?;
        }
        return Ok(exit);
    }
    settings.asked = fresh.keys().cloned().collect();
    let provider = |name: &str| match fresh.get(name) {
        Some((provider, fetched)) => {
            let mut provider = with(provider, fetched);
            if let Some(elsewhere) = &mut provider.elsewhere {
                elsewhere.comes = !args.dry_run;
            }
            Ok(provider)
        }
        None => providers::read(&settings.schemas, name),
    };
    let place = |name: &str| match fresh.get(name) {
        Some((provider, fetched)) => swap::put(&provider.folder, &parcel(fetched), means.step),
        None => Ok(()),
    };
    let supply = Supply {
        read: &provider,
        place: &place,
        step: means.step,
        dry: args.dry_run,
    };
    let generated = codegen::codegen(&for_codegen, &settings, &supply, means.generate, terminal)?;
    Ok(exit.max(generated))
}

fn list(settings: &Settings, names: &[String], terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    for name in names {
        let text = providers::manifest(&settings.schemas.join(name)).unwrap_or_default();
        let manifest = Manifest::parse(&text).ok();
        if manifest.is_some_and(|it| it.source.origin().is_ok_and(|origin| origin.is_some())) {
            writeln!(terminal.out, "{name}")?;
        }
    }
    Ok(Exit::Fine)
}

/// Asks a provider's origin.
fn news(args: &Args, settings: &Settings, name: &str, means: &Means<'_>) -> Result<News, Failure> {
    let folder = settings.schemas.join(name);
    if !args.dry_run {
        swap::mend(&folder, means.step)?;
    }
    let provider = providers::read(&settings.schemas, name)?;
    let failed = |message: String| Failure {
        exit: Exit::Found,
        message: format!("`{name}`: {message}\nnothing of it was written"),
    };
    let Some(origin) = origin(&provider).map_err(failed)? else {
        return Ok(News::NoOrigin);
    };
    let lock = provider.source.source_lock.as_deref().map(SourceLock::parse);
    let lock = match (lock, args.discard) {
        (Some(Err(fault)), false) => return Err(failed(format!("`{SOURCE_LOCK}` can't be read: {}", fault.message))),
        (lock, _) => lock.and_then(Result::ok),
    };
    let fetched = sources::fetch(&origin, &provider, lock.as_ref(), &means.patience).map_err(failed)?;
    let revision = |lock: &SourceLock| shown_revision(lock);
    let Some(fetched) = fetched else {
        let at = lock.as_ref().map(revision).unwrap_or_default();
        return Ok(News::Same(format!("up to date, {at}")));
    };
    let named = sources::described(&origin);
    if let Some(lock) = lock.as_ref().filter(|lock| lock.origin == named)
        && sources::is_same(&fetched, &provider)
    {
        let (old, new) = (revision(lock), revision(&fetched.lock));
        return Ok(News::Same(match old == new {
            true => format!("up to date, {old}"),
            false => format!("up to date: the files of {new} are those of {old}"),
        }));
    }
    let by_hand = by_hand(&provider, lock.as_ref(), &fetched);
    if !args.discard && !by_hand.is_empty() {
        return Err(failed(format!(
            "files were changed or added by hand, and would be lost:\n{}\nput a correction into `patches/` \
             (`cargo xtask patch`), or take what is upstream with --discard",
            by_hand.join("\n")
        )));
    }
    Ok(News::Fresh(Box::new((provider, fetched))))
}

/// What a provider's manifest names as its origin.
fn origin(provider: &Provider) -> Result<Option<Origin>, String> {
    let text = provider.source.manifest.as_deref().unwrap_or_default();
    let manifest =
        Manifest::parse(text).map_err(|fault| format!("`provider.toml` can't be read: {}", fault.message))?;
    manifest.source.origin().map_err(|fault| fault.message)
}

/// The files that an update would lose, each with what is odd about it.
fn by_hand(provider: &Provider, lock: Option<&SourceLock>, fetched: &Fetched) -> Vec<String> {
    let source = &provider.source;
    let line = |file: &str, message: &str| format!("  {file}: {message}");
    if let Some(lock) = lock {
        let differences = lock.differences(&source.schemas, &source.examples);
        let is_lost = |one: &&Diagnostic| !one.message.contains("is not there");
        let place = |one: &Diagnostic| one.location.as_ref().map(|at| at.file.clone()).unwrap_or_default();
        let lost = differences.iter().filter(is_lost);
        return lost.map(|one| line(&place(one), &one.message)).collect();
    }
    let trees = [
        (SCHEMAS, &source.schemas, Some(&fetched.schemas)),
        (PAYLOADS, &source.examples, fetched.examples.as_ref()),
    ];
    let mut lost = Vec::new();
    for (top, old, new) in trees {
        let Some(new) = new else { continue };
        let gone = old.iter().filter(|(path, _)| new.get(path).is_none());
        lost.extend(gone.map(|(path, _)| line(&format!("{top}/{path}"), "the source has no such file")));
    }
    if provider.flat && !source.schemas.is_empty() {
        lost.push(line(
            "*.json",
            &format!("what is fetched goes into `{SCHEMAS}/`, and these would be read no more"),
        ));
    }
    lost
}

/// A provider with what was fetched, and not yet written.
pub(crate) fn with(provider: &Provider, fetched: &Fetched) -> Provider {
    let mut provider = provider.clone();
    provider.flat = false;
    provider.source.schemas = fetched.schemas.clone();
    provider.source.source_lock = Some(fetched.lock.to_text());
    provider.elsewhere = Some(Elsewhere {
        places: fetched.places.clone(),
        comes: true,
    });
    if let Some(examples) = &fetched.examples {
        provider.source.examples = examples.clone();
    }
    let fetched_from = |one: &Diagnostic| {
        let file = one.location.as_ref().map_or("", |at| at.file.as_str());
        let of = |top: &str| file.strip_prefix(top).is_some_and(|rest| rest.starts_with('/'));
        of(SCHEMAS) || fetched.examples.is_some() && of(PAYLOADS)
    };
    provider.skipped.retain(|one| !fetched_from(one));
    provider
}

/// What was fetched, as it is put into a provider's folder.
pub(crate) fn parcel(fetched: &Fetched) -> Parcel {
    let mut folders = vec![(SCHEMAS, fetched.schemas.clone())];
    folders.extend(fetched.examples.clone().map(|examples| (PAYLOADS, examples)));
    Parcel {
        folders,
        files: vec![(SOURCE_LOCK, fetched.lock.to_text().into_bytes())],
    }
}

/// How the files differ from those that are there, and of which revision they are.
fn told(provider: &Provider, fetched: &Fetched) -> String {
    let mut counts: BTreeMap<Change, usize> = BTreeMap::new();
    let empty = FileTree::new();
    let trees = [
        (&provider.source.schemas, &fetched.schemas),
        (&provider.source.examples, fetched.examples.as_ref().unwrap_or(&empty)),
    ];
    let taken = if fetched.examples.is_some() { 2 } else { 1 };
    for (old, new) in trees.into_iter().take(taken) {
        for change in file_tree::compare(old, new).into_values() {
            *counts.entry(change).or_default() += 1;
        }
    }
    let words = [
        (Change::Added, "added"),
        (Change::Changed, "changed"),
        (Change::Removed, "gone"),
    ];
    let words = words
        .iter()
        .filter_map(|(change, word)| Some(format!("{} {word}", counts.get(change)?)));
    let words: Vec<String> = words.collect();
    let files = match words.is_empty() {
        true => "the files are the same".to_owned(),
        false => format!("files: {}", words.join(", ")),
    };
    let mut text = format!("{files}; {}", shown_revision(&fetched.lock));
    for one in &fetched.left_out {
        text.push_str(&format!("\n  left out: {one}"));
    }
    text
}

/// A revision as a person reads it, with its day.
pub fn shown_revision(lock: &SourceLock) -> String {
    let revision = lock.revision.strip_prefix("sha256:").unwrap_or(&lock.revision);
    let short: String = revision.chars().take(12).collect();
    match &lock.date {
        Some(date) => format!("revision {short} of {date}"),
        None => format!("revision {short}"),
    }
}

fn tell_without(names: &[String], asked: bool, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    if names.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let message = format!(
        "{}: no source to update from; name one in `[source]` of provider.toml: `git`, `url` or `folder`",
        names.join(", ")
    );
    match asked {
        true => terminal.fail(&Failure::usage(message))?,
        false => writeln!(terminal.out, "{message}")?,
    }
    Ok(())
}
