//! End-to-end tests of Cratemill: what they share.

mod cargo;
pub mod code;
pub mod judge;
pub mod mutate;
pub mod referee;
mod sound;
pub mod upstream;
pub mod workflow;

pub use cargo::cargo;
pub use sound::sound;

use clap::Parser;
use cratemill::provider::ProviderSource;
use cratemill::{Generated, Options, Runtime};
use cratemill_cli::cli::{Cli, Command};
use cratemill_cli::codegen::{Args, run};
use cratemill_cli::update::Means;
use cratemill_cli::{Exit, Terminal, add, providers, update};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// As much as the command line gives the generator.
const STACK: usize = 256 << 20;

/// A folder of providers, `schemas`, and a folder of crates, `out`, that go when the test ends.
pub struct House(
    PathBuf,
    #[expect(dead_code, reason = "it is there to go")] Option<TempDir>,
);

/// What a run of `cargo xtask codegen` gave.
pub struct Outcome {
    /// How it ended.
    pub exit: Exit,
    /// What it printed as its result: differences and the summary.
    pub out: String,
    /// What it printed about the run: diagnostics and failures.
    pub err: String,
}

impl House {
    /// A house of these files, each a path below `schemas` and a text.
    ///
    /// # Panics
    /// A file can't be written.
    pub fn new(files: &[(&str, &str)]) -> House {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let house = House(folder.path().to_owned(), Some(folder));
        fs::create_dir_all(house.at("schemas")).expect("a folder");
        files
            .iter()
            .for_each(|(path, text)| house.put(&format!("schemas/{path}"), text));
        house
    }

    /// A house with the workspace's own providers.
    ///
    /// # Panics
    /// A file can't be copied.
    pub fn of_the_workspace() -> House {
        let house = House::new(&[]);
        copy(&workspace().join("schemas"), &house.at("schemas"));
        house
    }

    /// A house of these files, with a folder of crates as a workspace has it.
    ///
    /// # Panics
    /// A file can't be written.
    pub fn with_crates(files: &[(&str, &str)]) -> House {
        let house = House::new(files);
        house.put("generated/README.md", "");
        house
    }

    /// A house that another process has, and that stays when this one is done.
    pub fn of(root: &str) -> House {
        House(PathBuf::from(root), None)
    }

    /// The path of a file or folder.
    pub fn at(&self, path: &str) -> PathBuf {
        self.0.join(path)
    }

    /// Writes a file, with the folders above it.
    ///
    /// # Panics
    /// It can't be written.
    pub fn put(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// The text of a file.
    ///
    /// # Panics
    /// There is no such file.
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every file below a folder, with its text.
    pub fn texts(&self, path: &str) -> Vec<(PathBuf, String)> {
        files(&self.at(path))
            .into_iter()
            .map(|file| (file.clone(), fs::read_to_string(file).unwrap_or_default()))
            .collect()
    }

    /// Runs `cargo xtask codegen` on this house; its path is gone from what was printed.
    pub fn codegen(&self, flags: &[&str]) -> Outcome {
        let (options, names): (Vec<&str>, Vec<&str>) = flags.iter().partition(|flag| flag.starts_with('-'));
        let args = Args {
            providers: names.into_iter().map(str::to_owned).collect(),
            check: options.contains(&"--check"),
            verbose: options.contains(&"--verbose"),
            fresh: true,
            schemas: Some(self.at("schemas")),
            out: Some(self.at("out")),
            ..Args::default()
        };
        self.without_its_path(codegen(&args))
    }

    /// Runs `cargo xtask` with these words on this house; its path is gone from what was printed. What `codegen` remembers
    /// is not asked.
    ///
    /// # Panics
    /// The words are no command.
    pub fn xtask(&self, words: &[&str]) -> Outcome {
        let fresh = (words.first() == Some(&"codegen")).then_some("--fresh");
        let words: Vec<&str> = words.iter().copied().chain(fresh).collect();
        self.xtask_by(&words, &Means::default())
    }

    /// Runs `cargo xtask codegen` with these flags, and asks what it remembers of earlier runs.
    ///
    /// # Panics
    /// The flags are none.
    pub fn codegen_remembering(&self, flags: &[&str]) -> Outcome {
        self.xtask_by(&[&["codegen"], flags].concat(), &Means::default())
    }

    /// Runs `cargo xtask` by other means than the usual.
    ///
    /// # Panics
    /// The words are no command.
    pub fn xtask_by(&self, words: &[&str], means: &Means<'_>) -> Outcome {
        let cli = Cli::try_parse_from([&["cargo xtask"], words].concat()).unwrap_or_else(|error| panic!("{error}"));
        let root = self.0.as_path();
        let command = cli.command.unwrap_or_default();
        let outcome = printed(|terminal| match &command {
            Command::Update(args) => update::run_by(args, root, means, terminal),
            Command::Add(args) => add::run_by(args, root, means, terminal),
            command => cratemill_cli::run(command, root, terminal),
        });
        self.without_its_path(outcome)
    }

    fn without_its_path(&self, outcome: Outcome) -> Outcome {
        let here = format!("{}/", self.0.display());
        Outcome {
            exit: outcome.exit,
            out: outcome.out.replace(&here, ""),
            err: outcome.err.replace(&here, ""),
        }
    }
}

/// Runs `cargo xtask codegen`.
pub fn codegen(args: &Args) -> Outcome {
    printed(|terminal| run(args, workspace(), terminal))
}

/// Runs a command on a terminal that keeps what is printed.
fn printed(command: impl FnOnce(&mut Terminal<'_>) -> Exit) -> Outcome {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = command(&mut Terminal {
        out: &mut out,
        err: &mut err,
        colour: false,
        progress: false,
    });
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Outcome {
        exit,
        out: text(out),
        err: text(err),
    }
}

/// A provider of these files, each a path below its folder and a text.
///
/// # Panics
/// A path is none of a provider's.
pub fn provider(name: &str, files: &[(&str, &str)]) -> ProviderSource {
    let mut source = ProviderSource {
        name: name.to_owned(),
        ..ProviderSource::default()
    };
    for (path, text) in files {
        let (tree, below) = match path.split_once('/') {
            Some(("json-schema", below)) => (&mut source.schemas, below),
            Some(("examples", below)) => (&mut source.examples, below),
            _ => panic!("`{path}` is no file of a provider"),
        };
        tree.insert(below, *text).expect("a portable path");
    }
    source
}

/// The workspace's root.
///
/// # Panics
/// This package lies in no folder.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace's root")
}

/// The workspace's providers, by name.
///
/// # Panics
/// One can't be read.
pub fn founding() -> Vec<ProviderSource> {
    let schemas = workspace().join("schemas");
    let names = providers::list(&schemas).expect("the providers' folder");
    names.iter().map(|name| read(&schemas, name)).collect()
}

/// One provider's folder.
///
/// # Panics
/// It can't be read.
pub fn read(schemas: &Path, name: &str) -> ProviderSource {
    providers::read(schemas, name)
        .unwrap_or_else(|failure| panic!("{}", failure.message))
        .source
}

/// Generates a crate as the command line does, with room for deep schemas.
///
/// # Panics
/// The generator panics.
pub fn generate(source: &ProviderSource) -> Generated {
    let options = Options {
        runtime: Runtime::Path("../../crates".to_owned()),
    };
    roomy(|| cratemill::generate(source, &options))
}

/// Does work that may recurse deeply.
///
/// # Panics
/// The work panics.
pub fn roomy<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let work = thread.spawn_scoped(scope, work).expect("a thread");
        work.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The text of a generated file.
///
/// # Panics
/// The provider failed, or has no such file.
pub fn file<'a>(generated: &'a Generated, path: &str) -> &'a str {
    let bytes = generated.crate_files.as_ref().and_then(|files| files.get(path));
    let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
    text.unwrap_or_else(|| panic!("no file `{path}`: {:#?}", generated.diagnostics))
}

/// Every file below a folder, sorted; not those that Cargo or Git keep.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        match path.file_name().and_then(|name| name.to_str()) {
            Some("target" | ".git") | None => {}
            Some(_) if path.is_dir() => found.extend(files(&path)),
            Some(_) => found.push(path),
        }
    }
    found.sort();
    found
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).expect("a file below the folder"));
        fs::create_dir_all(target.parent().expect("a parent")).expect("a folder");
        fs::copy(file, target).expect("a copy");
    }
}
