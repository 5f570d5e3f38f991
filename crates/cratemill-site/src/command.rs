//! The command: reads the providers, writes the site.

use std::fs;
use std::path::{Path, PathBuf};

use cratemill::file_tree::FileTree;
use cratemill::{Options, Runtime, Survey, survey};
use cratemill_cli::codegen::pool;
use cratemill_cli::{Exit, Failure, Terminal, panics, paths, providers};

/// What to show, and where to.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Args {
    /// Providers to show [default: all]
    #[arg(value_name = "PROVIDER")]
    pub providers: Vec<String>,
    /// The folder of the providers, or of one [default: the workspace's schemas/]
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
    /// The folder of the site; what a run before wrote there and this one does not is removed [default: target/site]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// By this file a folder is known to be a site's.
const MARK: &str = ".cratemill-site";

/// Runs the command in the workspace whose root is `root`.
pub fn run(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Exit {
    let done = write_site(args, root, terminal);
    terminal.finish(done)
}

fn write_site(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let (schemas, asked) = match &args.schemas {
        Some(given) => providers::of_one(given, &args.providers)?,
        None => (root.join("schemas"), args.providers.clone()),
    };
    let out = args.out.clone().unwrap_or_else(|| root.join("target/site"));
    let is_ours = out.join(MARK).exists();
    let is_empty = !out.exists() || fs::read_dir(&out).is_ok_and(|mut entries| entries.next().is_none());
    if !is_ours && !is_empty {
        return Err(Failure::usage(format!(
            "`{}` holds files and no site\ngive an empty folder with `--out`",
            paths::shown(&out)
        )));
    }
    let names = providers::select(&schemas, &asked)?;
    let options = Options {
        runtime: Runtime::Version(env!("CARGO_PKG_VERSION").to_owned()),
    };
    let surveys = pool::map(&names, &|_| {}, &|name| -> Result<Survey, Failure> {
        let provider = providers::read(&schemas, name)?;
        let surveyed = panics::catch(|| survey(&provider.source, &options)).map_err(|message| Failure {
            exit: Exit::Found,
            message: format!("the generator failed on `{name}`: {message}"),
        })?;
        surveyed.map_err(|_| Failure {
            exit: Exit::Found,
            message: format!("`{name}` can't be generated\n`cargo xtask codegen {name}` says why"),
        })
    })?;
    let mut shown = Vec::new();
    let mut exit = Exit::Fine;
    for (name, survey) in names.into_iter().zip(surveys) {
        match survey {
            Ok(survey) => shown.push((name, survey)),
            Err(failure) => {
                terminal.fail(&failure)?;
                exit = exit.max(failure.exit);
            }
        }
    }
    let files = crate::site(&shown).map_err(|error| Failure {
        exit: Exit::CouldNotRun,
        message: format!("a page has a path that leads out of the site: {error}"),
    })?;
    write(&out, &files)?;
    let (pages, bytes) = figures(&files);
    writeln!(
        terminal.out,
        "{pages} pages, {:.1} MB: open `{}`",
        bytes as f64 / 1e6,
        paths::shown(&out.join("index.html"))
    )?;
    Ok(exit)
}

fn figures(files: &FileTree) -> (usize, usize) {
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html")).count();
    (pages, files.iter().map(|(_, bytes)| bytes.len()).sum())
}

/// Writes the files; what a site had besides goes.
fn write(out: &Path, files: &FileTree) -> Result<(), Failure> {
    let mut old = Vec::new();
    if out.exists() {
        collect(out, &mut old).map_err(|cause| Failure::io("read", out, cause))?;
    }
    fs::create_dir_all(out).map_err(|cause| Failure::io("write", out, cause))?;
    put(&out.join(MARK), b"Written by `cargo xtask site`.\n")?;
    for (path, bytes) in files.iter() {
        put(&out.join(path), bytes)?;
    }
    let stale = old.iter().filter_map(|path| {
        let below = path.strip_prefix(out).ok()?.to_str()?.replace('\\', "/");
        (below != MARK && files.get(&below).is_none()).then_some(path)
    });
    for path in stale {
        fs::remove_file(path).map_err(|cause| Failure::io("remove", path, cause))?;
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, bytes));
    written.map_err(|cause| Failure::io("write", path, cause))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => collect(&entry.path(), files)?,
            false => files.push(entry.path()),
        }
    }
    Ok(())
}
