//! A workspace of its own with real providers, and the generator built in release, which works there.

use crate::{callgrind, process};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder in which the generator works; it is gone when this is dropped.
pub struct House {
    xtask: PathBuf,
    /// The workspace.
    pub folder: PathBuf,
    /// The provider with most bytes.
    pub largest: String,
}

impl Drop for House {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// The folder of this project.
pub fn root() -> PathBuf {
    let this = Path::new(env!("CARGO_MANIFEST_DIR"));
    this.ancestors().nth(2).unwrap_or(this).to_path_buf()
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Builds the generator, by these flags of Cargo besides, and lays out the providers of `../shared/corpus`: `all` of them, and
/// `one`, the largest.
///
/// # Errors
/// There is no corpus, or a command fails.
pub fn house(name: &str, flags: &[String]) -> Result<House, String> {
    let archive = root().join("../shared/corpus/providers.tar.gz");
    if !archive.exists() {
        return Err(format!(
            "no providers at {}: there is nothing to measure",
            archive.display()
        ));
    }
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--release", "--package", "xtask"]).args(flags);
    process::succeeds(build.current_dir(root()))?;
    let folder = std::env::temp_dir().join(format!("cratemill-{name}-{}", std::process::id()));
    let mut house = House {
        xtask: target().join("release/xtask"),
        folder,
        largest: String::new(),
    };
    house.furnish(&archive)?;
    Ok(house)
}

impl House {
    fn furnish(&mut self, archive: &Path) -> Result<(), String> {
        // The generator takes a workspace with `schemas` for the one that it works in.
        for folder in ["schemas", "all", "one", "many"] {
            make(&self.path(folder))?;
        }
        write(&self.path("Cargo.toml"), "[workspace]\n")?;
        let mut unpack = Command::new("tar");
        process::succeeds(unpack.arg("-xzf").arg(archive).arg("-C").arg(self.path("all")))?;
        self.largest = largest(&self.path("all"))?;
        copy(&self.path("all").join(&self.largest), &self.path("one"))
    }

    /// A path in the workspace.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// `codegen` of a folder of providers, by these flags. What it remembers lies in the workspace too.
    pub fn codegen(&self, providers: &str, flags: &[&str]) -> Command {
        self.finish(Command::new(&self.xtask), providers, flags)
    }

    /// The instructions of [`House::codegen`].
    ///
    /// # Errors
    /// Those of [`callgrind::instructions`].
    pub fn count(&self, providers: &str, flags: &[&str]) -> Result<u64, String> {
        callgrind::instructions(&mut self.finish(callgrind::command(&self.xtask), providers, flags))
    }

    fn finish(&self, mut command: Command, providers: &str, flags: &[&str]) -> Command {
        command.current_dir(&self.folder).env_remove("CARGO_MANIFEST_DIR");
        command.args(["codegen", "--schemas", providers]).args(flags);
        if !flags.contains(&"--runtime") {
            command.args(["--runtime", "0.1"]);
        }
        command
    }

    /// Forgets all that was generated.
    ///
    /// # Errors
    /// Something can't be removed.
    pub fn clear(&self) -> Result<(), String> {
        for name in ["generated", "target"] {
            let path = self.path(name);
            if path.exists() {
                fs::remove_dir_all(&path).map_err(|error| format!("can't remove {}: {error}", path.display()))?;
            }
        }
        for folder in ["all", "one", "many"] {
            let providers = fs::read_dir(self.path(folder)).into_iter().flatten().flatten();
            providers.for_each(|provider| drop(fs::remove_file(provider.path().join("names.lock"))));
        }
        Ok(())
    }

    /// The files of schemas of the largest provider, in order.
    pub fn schemas(&self, providers: &str) -> Vec<PathBuf> {
        self.files(providers, "json-schema")
    }

    /// The files in a folder of the largest provider, in order.
    pub fn files(&self, providers: &str, folder: &str) -> Vec<PathBuf> {
        let mut all = Vec::new();
        collect(&self.path(providers).join(&self.largest).join(folder), &mut all);
        all.sort();
        all
    }
}

/// Writes a file.
///
/// # Errors
/// It can't be written.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("can't write {}: {error}", path.display()))
}

/// Reads a file.
///
/// # Errors
/// It can't be read.
pub fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("can't read {}: {error}", path.display()))
}

/// Makes a folder, where there is none.
///
/// # Errors
/// It can't be made.
pub fn make(path: &Path) -> Result<(), String> {
    fs::create_dir_all(path).map_err(|error| format!("can't make {}: {error}", path.display()))
}

/// Copies a folder into another.
///
/// # Errors
/// It can't be copied.
pub fn copy(from: &Path, into: &Path) -> Result<(), String> {
    process::succeeds(Command::new("cp").arg("-r").arg(from).arg(into))
}

fn collect(folder: &Path, all: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
    {
        match path.is_dir() {
            true => collect(&path, all),
            false => all.push(path),
        }
    }
}

fn largest(all: &Path) -> Result<String, String> {
    let providers = fs::read_dir(all).map_err(|error| error.to_string())?.flatten();
    let sized = providers.map(|provider| {
        let mut files = Vec::new();
        collect(&provider.path(), &mut files);
        let bytes: u64 = files
            .iter()
            .filter_map(|file| Some(fs::metadata(file).ok()?.len()))
            .sum();
        (bytes, provider.file_name())
    });
    let (_, name) = sized.max().ok_or("no providers")?;
    Ok(name.to_string_lossy().into_owned())
}
