//! `cargo xtask diff`: what the change from one version to another does to those who depend on the crate.

mod human;
pub mod markdown;
mod report;
mod version;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use cratemill::Kept;
use cratemill::diagnostic::{Diagnostic, Severity};
use cratemill::drift::{Change, Verdict, verdicts};

use crate::codegen::pool;
use crate::{Exit, Failure, Terminal, panics, providers};
use version::Version;

const EXAMPLES: &str = "\
Examples:
  cargo xtask diff nhost
      the schemas as they lie, against those of the crate that was generated last

  cargo xtask diff nhost --from HEAD~3
  cargo xtask diff nhost --from v1.2 --to v1.3
      git revisions of schemas/nhost

  cargo xtask diff --from old.json --to new.json
      two documents

  cargo xtask diff nhost --from ~/.cargo/registry/src/.../nhost-types-0.1.0
      a published crate; or the folder of a provider, or of its schema files

  cargo xtask diff nhost --format json | jq .writer
      for programs; `--schema` prints what that JSON holds

For each change it is told what becomes of who reads documents with a crate of the other version, of who writes documents, and
of Rust code. `cargo xtask explain CM-D201` tells of a kind of change.

Exit codes:
  0  nothing changed that anybody meets
  1  all changes are compatible
  2  something breaks, or may break
  101  the versions can't be compared";

/// What to compare.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The provider; none where two documents are compared [default: all]
    #[arg(value_name = "PROVIDER")]
    pub provider: Option<String>,
    /// The older version [default: the generated crate]
    #[arg(long, value_name = "REV|DIR|FILE")]
    pub from: Option<String>,
    /// The newer version [default: the schemas as they lie]
    #[arg(long, value_name = "REV|DIR|FILE")]
    pub to: Option<String>,
    /// How it is told
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Print the JSON Schema of what `--format json` prints, and compare nothing
    #[arg(long)]
    pub schema: bool,
    /// The folder of the providers, or of one [default: the workspace's schemas/]
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
    /// The folder of the crates [default: the workspace's generated/]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// How changes are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
    /// For pull requests
    Markdown,
}

/// What came of comparing two versions.
pub struct Compared {
    /// What was compared, in a few words.
    pub title: String,
    /// The changes, the gravest first.
    pub changes: Vec<Change>,
    /// The components that each change reaches.
    pub users: Vec<Vec<String>>,
}

/// Runs the command in the workspace whose root is `root`.
pub fn run(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Exit {
    let result = diff(args, root, terminal).map_err(|failure| Failure {
        // What is wrong with the command line must not be taken for a verdict.
        exit: Exit::CouldNotRun,
        ..failure
    });
    terminal.finish(result)
}

fn diff(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    if args.schema {
        terminal.out.write_all(report::schema().as_bytes())?;
        return Ok(Exit::Fine);
    }
    let out = args.out.clone().unwrap_or_else(|| root.join("generated"));
    let pairs = pairs(args, root, &out)?;
    if args.format == Format::Json && pairs.len() > 1 {
        return Err(Failure::usage("`--format json` tells of one provider: name it"));
    }
    let compared = pool::map(&pairs, &|_| {}, &|(old, new)| compare(old, new))?;
    let mut gravest = Exit::Fine;
    for (compared, (old, new)) in compared.into_iter().zip(&pairs) {
        let compared = compared.map_err(|(side, found)| cannot(if side { new } else { old }, &found))?;
        let text = match args.format {
            Format::Human => human::text(&compared, terminal),
            Format::Json => report::text(&compared),
            Format::Markdown => markdown::section(&compared),
        };
        terminal.out.write_all(text.as_bytes())?;
        gravest = gravest.max(exit(&compared.changes));
    }
    Ok(gravest)
}

/// What is compared with what.
fn pairs(args: &Args, root: &Path, out: &Path) -> Result<Vec<(Version, Version)>, Failure> {
    let is_path = |given: &Option<String>| given.as_deref().is_some_and(|it| Path::new(it).exists());
    if args.provider.is_none() && is_path(&args.from) && is_path(&args.to) {
        let [from, to] = [&args.from, &args.to].map(|given| given.as_deref().unwrap_or_default());
        return Ok(vec![version::of_paths(Path::new(from), Path::new(to))?]);
    }
    let asked: Vec<String> = args.provider.iter().cloned().collect();
    let (schemas, asked) = match &args.schemas {
        Some(given) => providers::of_one(given, &asked)?,
        None => (root.join("schemas"), asked),
    };
    // A provider that is gone, or not there yet, has other versions all the same.
    let names = match args.provider.is_some() && args.from.is_some() && args.to.is_some() {
        true => asked,
        false => providers::select(&schemas, &asked)?,
    };
    let place = version::Place {
        schemas,
        out: out.to_owned(),
    };
    let pairs = names.iter().map(|name| {
        let old = match &args.from {
            Some(given) => version::named(given, &place, name)?,
            None => match version::generated(&place, name)? {
                Some(version) => version,
                // Of many, those that have no crate yet have nothing to compare with.
                None if args.provider.is_none() => return Ok(None),
                None => {
                    let message = format!("there is no crate of `{name}` yet\nname the older version with --from");
                    return Err(Failure::usage(message));
                }
            },
        };
        let new = match &args.to {
            Some(given) => version::named(given, &place, name)?,
            None => version::folder(&place.schemas, name)?,
        };
        Ok(Some((old, new)))
    });
    let pairs: Result<Vec<_>, Failure> = pairs.collect();
    Ok(pairs?.into_iter().flatten().collect())
}

/// The changes; where a version can't be generated, whether it is the newer one, and why.
fn compare(old: &Version, new: &Version) -> Result<Compared, (bool, Vec<Diagnostic>)> {
    let (before, after) = (old.source(), new.source());
    let failed = |message: String| vec![version::failed(&message)];
    let compared = panics::catch(|| match old.schema_json() {
        // What was generated is compared by what was generated then.
        Some((schema_json, lock)) if new.schema_json().is_none() => {
            let changes = cratemill::drift(&after, &Kept::default(), schema_json, lock).unwrap_or_default();
            // There may be none for want of a version.
            if changes.is_empty() {
                cratemill::compare(&before, &after).map(|_| changes)
            } else {
                Ok(changes)
            }
        }
        _ => cratemill::compare(&before, &after),
    });
    let mut changes = match compared {
        Ok(Ok(changes)) => changes,
        Ok(Err(found)) => {
            let is_new = cratemill::compare(&before, &before).is_ok();
            return Err((is_new, found));
        }
        Err(message) => return Err((true, failed(message))),
    };
    for change in &mut changes {
        for (place, version) in [(&mut change.old, old), (&mut change.new, new)] {
            place.iter_mut().for_each(|place| version.show(place));
        }
    }
    let paths: Vec<&str> = changes.iter().map(|one| one.path.as_str()).collect();
    let of = |source| panics::catch(|| cratemill::users(source, &paths)).unwrap_or_default();
    let (of_new, of_old) = (of(&after), of(&before));
    let both = of_new.into_iter().zip(of_old);
    let users = both.map(|(new, old)| if new.is_empty() { old } else { new }).collect();
    Ok(Compared {
        title: format!("{}, from {} to {}", new.name, old.label, new.label),
        changes,
        users,
    })
}

fn cannot(version: &Version, found: &[Diagnostic]) -> Failure {
    let errors = found.iter().filter(|one| one.severity() == Severity::Error);
    let lines = errors.take(5).map(|one| {
        let file = one.location.as_ref().map_or("", |at| at.file.as_str());
        format!("\n  {}: {file}: {}", one.code, one.message)
    });
    Failure {
        exit: Exit::CouldNotRun,
        message: format!("{} can't be generated:{}", version.label, lines.collect::<String>()),
    }
}

/// The exit code that tells what the changes mean.
fn exit(changes: &[Change]) -> Exit {
    let all = verdicts(changes);
    match [all.reader, all.writer, all.rust].into_iter().max() {
        _ if changes.is_empty() => Exit::Fine,
        None | Some(Verdict::Compatible) => Exit::COMPATIBLE,
        Some(_) => Exit::BREAKING,
    }
}
