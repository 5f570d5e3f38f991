//! `cargo xtask` alone: how the providers and their crates stand, and what to do next.
//!
//! Nothing is generated: that a crate is stale is told by the digest of its schemas that it carries, that its files are others
//! by the digest of those that were written. It fails where a provider
//! can't be generated, and for nothing else; `codegen --check` is what fails where a crate is stale.

use std::fs;
use std::path::{Path, PathBuf};

use cratemill::diagnostic::{Code, Diagnostic, Severity};
use cratemill::package::TYPES_ONLY;
use cratemill::provider::{Manifest, SourceLock};

use crate::codegen::{pool, written};
use crate::providers::{self, Provider};
use crate::{Exit, Failure, Terminal, page, panics, paths, program, progress, report, update};

/// The line of EVIDENCE.md that counts the examples which contradict their schemas.
const CONTRADICTING: &str = "| of these contradicting | ";

/// Whose state is shown.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Args {
    /// The folder of the providers [default: the workspace's schemas/]
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
    /// The folder of the crates [default: the workspace's generated/]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// How a crate stands to what it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was made of these schemas, patches and choices, by this generator.
    Fresh,
    /// So it was, by `--types-only`: without what proves the types.
    TypesAlone,
    /// The schemas, patches or choices are others.
    Stale,
    /// Files of it were changed, added or removed since it was written.
    Edited,
    /// It was made by a generator of this version.
    ByAnother(String),
    /// There is none.
    Missing,
    /// There is a crate that no generator of this kind has made.
    Foreign,
    /// The provider can't be read.
    Unknown(String),
}

/// The state of one provider.
#[derive(Clone, Debug)]
pub struct State {
    /// The provider.
    pub name: String,
    /// Its crate.
    pub standing: Standing,
    /// What its files were fetched from.
    pub upstream: String,
    /// Whether `update` can fetch them.
    pub has_source: bool,
    /// What is wrong with its files, without a look at its examples.
    pub diagnostics: Vec<Diagnostic>,
    /// How many of its examples contradict their schemas, as its crate says.
    pub contradicting: Option<usize>,
}

/// Runs the command in the workspace whose root is `root`.
pub fn run(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Exit {
    let printed = print(args, root, terminal);
    terminal.finish(printed)
}

/// Prints the state; it is [`Exit::Found`] where a provider has an error.
fn print(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    let folder = |given: &Option<PathBuf>, default: &str| given.clone().unwrap_or_else(|| root.join(default));
    let (schemas, out) = (&folder(&args.schemas, "schemas"), &folder(&args.out, "generated"));
    let is_given = args.schemas.is_some();
    let place = paths::shown(schemas);
    let names = match schemas.is_dir() {
        true => providers::list(schemas)?,
        false if is_given => {
            let message = format!("there is no folder `{place}`");
            return Err(Failure::usage(message));
        }
        false => Vec::new(),
    };
    if names.is_empty() {
        writeln!(
            terminal.out,
            "cratemill {version}: there is no provider in `{place}`\n\nNext:"
        )?;
        let next = [
            (
                "cargo xtask add NAME --from SOURCE",
                "begin one: a repository, a web address or a folder",
            ),
            ("cargo xtask --help", "what else there is"),
        ];
        write!(terminal.out, "{}", steps(&next.map(owned)))?;
        return Ok(Exit::Fine);
    }
    let progress = progress::line(names.len(), terminal.progress);
    let started = |name: &String| progress.set_message(format!("{name}: reading"));
    let states = pool::map(&names, &started, &|name| {
        let state = state(root, schemas, out, name);
        progress.inc(1);
        state
    });
    progress.finish_and_clear();
    let states = states?;
    let what = if names.len() == 1 {
        "1 provider".to_owned()
    } else {
        format!("{} providers", names.len())
    };
    let crates = paths::shown(out);
    writeln!(
        terminal.out,
        "cratemill {version}: {what} in `{place}`, crates in `{crates}`\n"
    )?;
    let heading = ["provider", "crate", "upstream", "diagnostics", "contradicting examples"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    rows.extend(states.iter().map(row));
    write!(terminal.out, "{}\nNext:\n{}", page::table(&rows), steps(&next(&states)))?;
    Ok(match states.iter().any(State::is_wrong) {
        true => Exit::Found,
        false => Exit::Fine,
    })
}

impl State {
    /// Whether the provider can't be generated. What is stale or told by a warning is work, and nothing wrong.
    fn is_wrong(&self) -> bool {
        let is_error = |one: &Diagnostic| one.severity() == Severity::Error;
        matches!(self.standing, Standing::Unknown(_)) || self.diagnostics.iter().any(is_error)
    }
}

/// The state of one provider, in the workspace whose root is `root`.
pub fn state(root: &Path, schemas: &Path, out: &Path, name: &str) -> State {
    let folder = out.join(name);
    let mut state = State {
        name: name.to_owned(),
        standing: Standing::Missing,
        upstream: String::new(),
        has_source: false,
        diagnostics: Vec::new(),
        contradicting: contradicting(&folder),
    };
    let provider = match providers::read(schemas, name) {
        Ok(provider) => provider,
        Err(failure) => {
            let message = failure.message.lines().next().unwrap_or_default().to_owned();
            return State {
                standing: Standing::Unknown(message),
                ..state
            };
        }
    };
    state.standing = standing(&folder, &provider);
    let is_fit = matches!(state.standing, Standing::Fresh | Standing::TypesAlone);
    if is_fit && written::is_changed(root, out, name, &provider.source.digest()) {
        state.standing = Standing::Edited;
    }
    let found = panics::catch(|| cratemill::check(&provider.source));
    state.diagnostics = found.unwrap_or_else(|message| {
        vec![Diagnostic {
            code: Code::GeneratorFailed,
            message,
            location: None,
            help: String::new(),
        }]
    });
    state.diagnostics.extend(provider.skipped.iter().cloned());
    (state.upstream, state.has_source) = upstream(&provider);
    state
}

/// How the crate in a folder stands to the provider, by the digest and the version that it carries.
fn standing(folder: &Path, provider: &Provider) -> Standing {
    let Ok(manifest) = fs::read_to_string(folder.join("Cargo.toml")) else {
        return Standing::Missing;
    };
    let manifest: Option<toml::Table> = manifest.parse().ok();
    let said = manifest.and_then(|manifest| {
        let metadata = manifest.get("package")?.get("metadata")?.get("cratemill")?;
        let text = |key| metadata.get(key)?.as_str().map(str::to_owned);
        let types_only = metadata.get(TYPES_ONLY).and_then(toml::Value::as_bool);
        Some((text("inputs")?, text("version")?, types_only == Some(true)))
    });
    match said {
        None => Standing::Foreign,
        Some((inputs, ..)) if inputs != provider.source.digest() => Standing::Stale,
        Some((_, version, _)) if version != env!("CARGO_PKG_VERSION") => Standing::ByAnother(version),
        Some((.., true)) => Standing::TypesAlone,
        Some(_) => Standing::Fresh,
    }
}

/// What a provider's files were fetched from, and whether they can be fetched.
fn upstream(provider: &Provider) -> (String, bool) {
    let manifest = Manifest::parse(provider.source.manifest.as_deref().unwrap_or_default());
    let origin = manifest
        .ok()
        .and_then(|manifest| manifest.source.origin().ok().flatten());
    let text = match provider.source.source_lock.as_deref().map(SourceLock::parse) {
        Some(Ok(lock)) => update::shown_revision(&lock),
        Some(Err(_)) => "source.lock can't be read".to_owned(),
        None if origin.is_some() => "not fetched yet".to_owned(),
        None => "none, by hand".to_owned(),
    };
    (text, origin.is_some())
}

fn contradicting(folder: &Path) -> Option<usize> {
    let account = fs::read_to_string(folder.join("EVIDENCE.md")).ok()?;
    let count = account.lines().find_map(|line| line.strip_prefix(CONTRADICTING))?;
    count.trim_end_matches([' ', '|']).parse().ok()
}

fn row(state: &State) -> Vec<String> {
    let standing = match &state.standing {
        Standing::Fresh => "up to date".to_owned(),
        Standing::TypesAlone => "types alone".to_owned(),
        Standing::Stale => "stale".to_owned(),
        Standing::Edited => "changed since it was written".to_owned(),
        Standing::ByAnother(version) => format!("of cratemill {version}"),
        Standing::Missing => "not generated yet".to_owned(),
        Standing::Foreign => "not written by cratemill".to_owned(),
        Standing::Unknown(message) => message.clone(),
    };
    let contradicting = state.contradicting.map_or("?".to_owned(), |count| count.to_string());
    vec![
        state.name.clone(),
        standing,
        state.upstream.clone(),
        report::counts(&state.diagnostics),
        contradicting,
    ]
}

/// What to do next: commands, and why.
fn next(states: &[State]) -> Vec<(String, String)> {
    let of = |wanted: &dyn Fn(&State) -> bool| -> Vec<&str> {
        let wanted = states.iter().filter(|state| wanted(state));
        wanted.map(|state| state.name.as_str()).collect()
    };
    let command = |verb: &str, names: &[&str]| match names.len() == states.len() && names.len() > 1 {
        true => format!("cargo xtask {verb}"),
        false => format!("cargo xtask {verb} {}", names.join(" ")),
    };
    let mut all = Vec::new();
    let unfit = of(&|state| {
        let stands = [Standing::Fresh, Standing::TypesAlone, Standing::Foreign];
        !stands.contains(&state.standing)
    });
    if !unfit.is_empty() {
        let why = "write the crates that are not what their schemas say";
        all.push((command("codegen", &unfit), why.to_owned()));
    }
    let unproven = of(&|state| state.standing == Standing::TypesAlone);
    if !unproven.is_empty() {
        let why = "write the tests too, which `--types-only` left out";
        all.push((command("codegen", &unproven), why.to_owned()));
    }
    let troubled = of(&|state| !state.diagnostics.is_empty());
    if !troubled.is_empty() {
        let why = "see what is wrong, in full";
        all.push((command("codegen --check --verbose", &troubled), why.to_owned()));
    }
    let code = states
        .iter()
        .flat_map(|state| &state.diagnostics)
        .min()
        .map(|one| one.code);
    all.extend(code.map(|code| {
        let why = format!("read what that means: {}", code.title());
        (format!("cargo xtask explain {code}"), why)
    }));
    let told = of(&|state| state.contradicting.is_some_and(|count| count > 0));
    if let Some(first) = told.first() {
        let why = "are listed there, each with the keyword that it breaks".to_owned();
        all.push((
            format!("generated/{first}/EVIDENCE.md"),
            format!("contradicting examples {why}"),
        ));
    }
    let sources = of(&|state| state.has_source);
    if !sources.is_empty() {
        let why = "see what upstream has published since";
        all.push((command("update --dry-run", &sources), why.to_owned()));
    }
    if unfit.is_empty() {
        all.push((
            "cargo test --workspace".to_owned(),
            "try every example of every provider".to_owned(),
        ));
        let why = "begin another provider";
        all.push(("cargo xtask add NAME --from SOURCE".to_owned(), why.to_owned()));
    }
    all
}

fn owned((command, why): (&str, &str)) -> (String, String) {
    (command.to_owned(), why.to_owned())
}

fn steps(all: &[(String, String)]) -> String {
    let rows = all
        .iter()
        .map(|(command, why)| vec![format!("  {}", program::named(command)), why.clone()]);
    page::table(&rows.collect::<Vec<_>>())
}
