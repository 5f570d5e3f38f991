//! The vendored files of a provider, replaced as a whole.
//!
//! **Architecture Invariant:** everything new lies beside the old, complete, before one rename says that it is to be taken;
//! a run that is cut short before that rename has changed nothing, and one that is cut short after it is finished by the
//! next run.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process;

use cratemill::file_tree::FileTree;

use crate::{Exit, Failure};

/// Where the new files are put together, in the provider's folder. It is passed over as all hidden folders are.
const STAGE: &str = ".cratemill.update";
const NEW: &str = "new";
const OLD: &str = "old";
/// What says that all of it is there.
const READY: &str = "ready";
/// Whose it is.
const PROCESS: &str = "process";

/// What is put into a provider's folder.
#[derive(Debug, Default)]
pub(crate) struct Parcel {
    /// Whole folders, by their names.
    pub folders: Vec<(&'static str, FileTree)>,
    /// Single files, by their names.
    pub files: Vec<(&'static str, Vec<u8>)>,
}

/// What is called before each step, by the step's name: a test ends its process there.
pub type Step<'a> = dyn Fn(&str) + 'a;

/// Puts a parcel into a provider's folder.
///
/// # Errors
///
/// The file system is in the way, or another process is at it.
pub(crate) fn put(folder: &Path, parcel: &Parcel, step: &Step<'_>) -> Result<(), Failure> {
    mend(folder, step)?;
    let stage = folder.join(STAGE);
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause: io::Error| Failure::io("write", &path, cause)
    };
    step("stage");
    fs::create_dir(&stage).map_err(failed(&stage))?;
    fs::write(stage.join(PROCESS), process::id().to_string()).map_err(failed(&stage))?;
    let new = stage.join(NEW);
    fs::create_dir(&new).map_err(failed(&new))?;
    for (name, files) in &parcel.folders {
        step(name);
        write(&new.join(name), files)?;
    }
    for (name, bytes) in &parcel.files {
        step(name);
        fs::write(new.join(name), bytes).map_err(failed(&new))?;
    }
    step("ready");
    let draft = stage.join("draft");
    fs::write(&draft, "").map_err(failed(&draft))?;
    fs::rename(&draft, stage.join(READY)).map_err(failed(&draft))?;
    finish(folder, step)
}

/// A folder of these files, that is not there yet.
pub(crate) fn write(folder: &Path, files: &FileTree) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|cause| Failure::io("create", folder, cause))?;
    for (path, bytes) in files.iter() {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|cause| Failure::io("create", parent, cause))?;
        fs::write(&path, bytes).map_err(|cause| Failure::io("write", &path, cause))?;
    }
    Ok(())
}

/// Whether an update of the provider was cut short, or is under way.
pub(crate) fn is_unfinished(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(STAGE)).is_ok()
}

/// Finishes an update that was cut short when all of it was there, and takes back any other.
pub(crate) fn mend(folder: &Path, step: &Step<'_>) -> Result<(), Failure> {
    let stage = folder.join(STAGE);
    if !is_unfinished(folder) {
        return Ok(());
    }
    let owner = fs::read_to_string(stage.join(PROCESS)).ok();
    let owner = owner.and_then(|text| text.parse::<u32>().ok());
    if let Some(owner) = owner.filter(|owner| *owner != process::id() && is_running(*owner)) {
        return Err(Failure {
            exit: Exit::CouldNotRun,
            message: format!(
                "process {owner} is updating `{}`\nwait for it, or remove `{STAGE}` there if it is another program's",
                folder.display()
            ),
        });
    }
    match stage.join(READY).exists() {
        true => finish(folder, step),
        false => remove(&stage),
    }
}

/// Moves what is new to its place, and what is there away before it. Each move is done once, however often this begins.
fn finish(folder: &Path, step: &Step<'_>) -> Result<(), Failure> {
    let stage = folder.join(STAGE);
    let old = stage.join(OLD);
    fs::create_dir_all(&old).map_err(|cause| Failure::io("create", &old, cause))?;
    for new in below(&stage.join(NEW)) {
        let name = new.file_name().unwrap_or_default();
        let place = folder.join(name);
        step("move the old away");
        if fs::symlink_metadata(&place).is_ok() {
            let away = (0..).map(|number| old.join(format!("{number}-{}", name.to_string_lossy())));
            let mut away = away.filter(|path| fs::symlink_metadata(path).is_err());
            let away = away.next().unwrap_or_else(|| old.join(name));
            fs::rename(&place, away).map_err(|cause| Failure::io("replace", &place, cause))?;
        }
        step("move the new to its place");
        fs::rename(&new, &place).map_err(|cause| Failure::io("write", &place, cause))?;
    }
    step("clean up");
    // What is left is of no use: the old files, and a mark that it was used up.
    remove(&stage)
}

fn remove(stage: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(stage) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => Err(Failure::io("remove", stage, cause)),
        _ => Ok(()),
    }
}

/// Whether there is a process of this number, where the system tells; else none is taken to be there.
fn is_running(process: u32) -> bool {
    Path::new("/proc").join(process.to_string()).is_dir()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
