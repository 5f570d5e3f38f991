//! `cargo xtask action`: one provider, as an action that a build engine runs, caches and spreads over machines.
//!
//! **Architecture Invariant:** what is written follows from the program, the words of the command and the files that they
//! name, and from nothing else: no clock, network, environment, working folder, or place of anything. So two actions with
//! one key write the same bytes.

pub(crate) mod key;
mod limits;
pub(crate) mod result;

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use cratemill::file_tree::FileTree;
use cratemill::provider::{HISTORY, LOCK};
use cratemill::{Options, Runtime};
use serde_json::Value;

use crate::codegen::alone::{self, Alone};
use crate::codegen::{Generate, pool};
use crate::providers::{self, Provider};
use crate::sources::swap::Step;
use crate::{Exit, Failure, Terminal, report};

/// The crate, below `--out`.
const CRATE: &str = "crate";
/// In place of a file that is not there.
const NONE: &str = "none";

const HELP: &str = "\
Below --out come the crate (crate/**), names.lock, and where there is a new version its entry (history/<version>.json): the
crate's folder below generated/, and what is to lie in the provider's folder.

Example:
  cargo xtask action --provider schemas/acme --previous generated/acme --lock schemas/acme/names.lock \\
      --out o --depfile o.d --result o.json --runtime path:../../crates --memory 4096 --seconds 600

What the result says:
  status       made, failed (the diagnostics say why), out of memory, out of time, or killed
  key          the digest of all that decides about the outputs: generator, options, paths and digests of inputs
  outputs      the SHA-256 digest and the length of each file below --out
  counts, diagnostics, drift (as `diff --format json` prints it; null where it is not known), crate, version

Exit codes: 0 made; 1 failed, or out of memory or time; 2 wrong usage; 101 could not run.";

/// What to make, of what, and where.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = HELP)]
pub struct Args {
    /// The provider's folder
    #[arg(long, value_name = "DIR")]
    pub provider: PathBuf,
    /// The crate's version before, by which drift and version are told: its folder, or its `src/schema.json` alone, which
    /// tells nothing of examples
    #[arg(long, value_name = "FILE|DIR|none")]
    pub previous: PathBuf,
    /// The names so far; that of the provider's folder is not read
    #[arg(long, value_name = "FILE|none")]
    pub lock: PathBuf,
    /// Where to write; a folder that is not there, is empty, or holds what an action wrote
    #[arg(long, value_name = "DIR", required_unless_present = "key")]
    pub out: Option<PathBuf>,
    /// Where to write what was read, as a rule of Make
    #[arg(long, value_name = "FILE", required_unless_present = "key")]
    pub depfile: Option<PathBuf>,
    /// Where to write what is to be said of it, as JSON
    #[arg(long, value_name = "FILE", required_unless_present = "key")]
    pub result: Option<PathBuf>,
    /// Only print the key
    #[arg(long)]
    pub key: bool,
    /// The provider's name [default: that of its folder]
    #[arg(long)]
    pub name: Option<String>,
    /// How the crate depends on lossless and round-trip: a version requirement, or `path:` and the folder of both as it is
    /// seen from the crate [default: this version]
    #[arg(long, value_name = "VERSION|path:DIR")]
    pub runtime: Option<String>,
    /// Leave out tests, examples and EVIDENCE.md
    #[arg(long)]
    pub types_only: bool,
    /// How much address space it may take
    #[arg(long, value_name = "MIB")]
    pub memory: Option<u64>,
    /// How much processor time it may take
    #[arg(long, value_name = "SECONDS")]
    pub seconds: Option<u64>,
    /// Said by the command to itself: the limits are for this process
    #[arg(long, hide = true)]
    pub confined: bool,
}

/// Runs the command.
pub fn run(args: &Args, terminal: &mut Terminal<'_>) -> Exit {
    run_by(args, &|_| {}, terminal)
}

/// Runs the command; `step` is called before each file is written, by which a test ends it there.
pub fn run_by(args: &Args, step: &Step<'_>, terminal: &mut Terminal<'_>) -> Exit {
    let result = act(args, step, terminal);
    terminal.finish(result)
}

fn act(args: &Args, step: &Step<'_>, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    limits::check(args.memory)?;
    if args.memory.is_some() || args.seconds.is_some() {
        if !args.confined {
            return supervised(args);
        }
        limits::confine(args.memory, args.seconds)?;
    }
    let provider = read(args)?;
    let previous = match args.previous == Path::new(NONE) {
        true => None,
        false => Some(alone::previous(&args.previous)?),
    };
    let options = Options {
        runtime: runtime(args.runtime.as_deref())?,
    };
    let terms = key::Terms {
        options: &options,
        types_only: args.types_only,
        previous: previous.as_ref(),
    };
    let key = key::key(&provider.source, &key::skipped(&provider), terms).ok_or_else(|| Failure {
        exit: Exit::CouldNotRun,
        message: "the system does not tell which program this is".to_owned(),
    })?;
    if args.key {
        writeln!(terminal.out, "{key}")?;
        return Ok(Exit::Fine);
    }
    let generate: &Generate<'_> = match args.types_only {
        true => &cratemill::generate_types,
        false => &cratemill::generate,
    };
    let work = |_: &()| alone::alone(&provider, &options, terms.previous, generate);
    let mut made = pool::map(&[()], &|_| {}, &work)?;
    let Some(alone) = made.pop() else {
        return Ok(Exit::CouldNotRun);
    };
    report::print(&provider, &alone.generated.diagnostics, false, terminal)?;
    let outputs = outputs(&alone);
    let said = result::of(&provider.source.name, &key, &alone, &outputs);
    if let Some(out) = &args.out {
        clear(out)?;
        for (path, bytes) in &outputs {
            step(path);
            put(&out.join(path), bytes)?;
        }
    }
    if let (Some(depfile), Some(result)) = (&args.depfile, &args.result) {
        step("depfile");
        put(
            depfile,
            dependencies(args, &provider, previous.as_ref(), result).as_bytes(),
        )?;
        step("result");
        put(result, text(&said).as_bytes())?;
    }
    Ok(match alone.generated.crate_files {
        Some(_) => Exit::Fine,
        None => Exit::Found,
    })
}

/// Runs the action in a process of its own, under the limits, and says so where they ended it.
fn supervised(args: &Args) -> Result<Exit, Failure> {
    let status = match limits::supervise("--confined")? {
        limits::End::Itself(exit) => return Ok(exit),
        limits::End::Memory => "out of memory",
        limits::End::Time => "out of time",
        limits::End::Killed => "killed",
    };
    if let Some(result) = &args.result {
        put(result, text(&result::ended(&name(args)?, status)).as_bytes())?;
    }
    Err(Failure {
        exit: Exit::Found,
        message: format!("`{}`: {status}", args.provider.display()),
    })
}

fn text(result: &Value) -> String {
    format!("{result:#}\n")
}

fn name(args: &Args) -> Result<String, Failure> {
    let folder = args.provider.file_name().and_then(|name| name.to_str());
    let name = args.name.as_deref().or(folder);
    name.map(str::to_owned).ok_or_else(|| {
        let shown = args.provider.display();
        Failure::usage(format!("`{shown}` says no provider's name\ngive it with --name"))
    })
}

/// The provider under the names that are given.
fn read(args: &Args) -> Result<Provider, Failure> {
    let name = name(args)?;
    let (parent, folder) = match (
        args.provider.parent(),
        args.provider.file_name().and_then(|it| it.to_str()),
    ) {
        (Some(parent), Some(folder)) => (parent, folder),
        _ => (args.provider.as_path(), "."),
    };
    let mut provider = providers::read(parent, folder)?;
    provider.source.name = name;
    let lock = optional(&args.lock)?;
    provider.source.lock = lock.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok(provider)
}

fn optional(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    if path == Path::new(NONE) {
        return Ok(None);
    }
    let bytes = fs::read(path).map_err(|cause| Failure::io("read", path, cause))?;
    Ok(Some(bytes))
}

fn runtime(given: Option<&str>) -> Result<Runtime, Failure> {
    let Some(given) = given else {
        return Ok(Runtime::Version(env!("CARGO_PKG_VERSION").to_owned()));
    };
    if let Some(path) = given.strip_prefix("path:") {
        return Ok(Runtime::Path(path.to_owned()));
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "^~=<>., +-*".contains(c);
    match given.contains(|c: char| c.is_ascii_digit()) && given.chars().all(is_plain) {
        true => Ok(Runtime::Version(given.to_owned())),
        false => Err(Failure::usage(format!(
            "`{}` is no version requirement, and no `path:DIR`",
            given.escape_debug()
        ))),
    }
}

/// All files that are written below `--out`.
fn outputs(alone: &Alone) -> BTreeMap<String, Vec<u8>> {
    let Some(files) = &alone.generated.crate_files else {
        return BTreeMap::new();
    };
    let files = files
        .iter()
        .map(|(path, bytes)| (format!("{CRATE}/{path}"), bytes.to_vec()));
    let lock = (LOCK.to_owned(), alone.generated.lock.clone().into_bytes());
    let entry = alone.entry.iter().map(|entry| {
        let path = format!("{HISTORY}/{}", entry.file_name());
        (path, entry.to_text().into_bytes())
    });
    files.chain([lock]).chain(entry).collect()
}

/// Removes what an action that came before, or that was killed, has written; refuses a folder with anything else in it.
fn clear(out: &Path) -> Result<(), Failure> {
    let entries = match fs::read_dir(out) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|cause| Failure::io("read", out, cause))?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|cause| Failure::io("read", out, cause))?;
        if ![CRATE, LOCK, HISTORY].iter().any(|ours| entry.file_name() == *ours) {
            let shown = entry.path().display().to_string();
            return Err(Failure::usage(format!(
                "`{shown}` was not written by an action\ngive an empty folder with --out"
            )));
        }
        paths.push(entry.path());
    }
    for path in paths {
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|it| it.is_dir());
        let removed = match is_folder {
            true => fs::remove_dir_all(&path),
            false => fs::remove_file(&path),
        };
        removed.map_err(|cause| Failure::io("remove", &path, cause))?;
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |cause| Failure::io("write", path, cause);
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => fs::create_dir_all(parent).map_err(failed)?,
        _ => {}
    }
    fs::write(path, bytes).map_err(failed)
}

/// A rule of Make: the result depends on these files.
fn dependencies(args: &Args, provider: &Provider, previous: Option<&FileTree>, result: &Path) -> String {
    let inside = key::inputs(&provider.source).map(|(path, _)| {
        let path = match provider.flat {
            true => path.strip_prefix("json-schema/").unwrap_or(&path).to_owned(),
            false => path,
        };
        args.provider.join(path)
    });
    let before = previous.into_iter().flat_map(FileTree::iter);
    let before = before.map(|(path, _)| match args.previous.is_dir() {
        true => args.previous.join(path),
        false => args.previous.clone(),
    });
    let lock = [&args.lock]
        .into_iter()
        .filter(|path| *path != Path::new(NONE))
        .cloned();
    let mut all: Vec<String> = inside.chain(before).chain(lock).map(|path| escaped(&path)).collect();
    all.sort();
    all.dedup();
    format!("{}: \\\n  {}\n", escaped(result), all.join(" \\\n  "))
}

/// As Make reads names: `$` twice, a backslash before spaces and `#`.
fn escaped(path: &Path) -> String {
    let text = path.display().to_string().replace('$', "$$");
    text.replace(' ', "\\ ").replace('#', "\\#")
}
