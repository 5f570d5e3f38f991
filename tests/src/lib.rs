//! End-to-end tests of Cratemill: what they share.

mod cargo;
pub mod code;
pub mod judge;
pub mod mutate;
mod sound;

pub use cargo::cargo;
pub use sound::sound;

use cratemill::provider::ProviderSource;
use cratemill::{Generated, Options, Runtime};
use cratemill_cli::codegen::{Args, run};
use cratemill_cli::{Exit, Terminal, providers};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// As much as the command line gives the generator.
const STACK: usize = 256 << 20;

/// A folder of providers, `schemas`, and a folder of crates, `out`, that go when the test ends.
pub struct House(TempDir);

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
        let house = House(tempfile::tempdir().expect("a temporary folder"));
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

    /// The path of a file or folder.
    pub fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
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
            schemas: Some(self.at("schemas")),
            out: Some(self.at("out")),
            ..Args::default()
        };
        let mut outcome = codegen(&args);
        let here = format!("{}/", self.0.path().display());
        outcome.out = outcome.out.replace(&here, "");
        outcome.err = outcome.err.replace(&here, "");
        outcome
    }
}

/// Runs `cargo xtask codegen`.
pub fn codegen(args: &Args) -> Outcome {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = run(
        args,
        workspace(),
        &mut Terminal {
            out: &mut out,
            err: &mut err,
            colour: false,
            progress: false,
        },
    );
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
