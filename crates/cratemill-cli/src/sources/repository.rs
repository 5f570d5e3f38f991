//! Files of a Git repository, by the `git` command: it knows the user's credentials, keys and proxies.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use cratemill::file_tree::FileTree;

use super::program::{self, Bounds, Printed, Stopped};
use super::{Patience, Trees, Wanted};
use crate::paths;

/// How much of a listing is read.
const LISTING: u64 = 256 << 20;
/// What Git says where another try may help.
const PASSING: [&str; 9] = [
    "could not resolve host",
    "couldn't connect",
    "connection",
    "timed out",
    "early eof",
    "rpc failed",
    "unexpected disconnect",
    "returned error: 5",
    "returned error: 429",
];
/// What Git takes from its surroundings and would mislead it here, as when this runs in one of its hooks.
const SURROUNDINGS: [&str; 7] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
];

/// What is followed: the repository's own branch, if nothing is named.
pub(super) fn followed(follow: Option<&str>) -> &str {
    follow.unwrap_or("HEAD")
}

/// The commit that a repository has under a name, as far as it tells without giving anything else.
pub(super) fn revision(address: &str, follow: Option<&str>, patience: &Patience<'_>) -> Result<Option<String>, String> {
    let name = followed(follow);
    if is_commit(name) {
        return Ok(Some(name.to_owned()));
    }
    let arguments = ["ls-remote", "--quiet", "--", address, name];
    let printed = persistently(Path::new("."), &arguments, patience)?;
    let text = String::from_utf8_lossy(&printed.out).into_owned();
    let lines = text.lines().filter_map(|line| line.split_once('\t'));
    let lines: Vec<(&str, &str)> = lines.collect();
    // `main` is also the end of `refs/heads/feature/main`; an annotated tag stands for what it names.
    let wanted = ["", "refs/heads/", "refs/tags/"].map(|prefix| format!("{prefix}{name}"));
    let found = wanted.iter().find_map(|wanted| {
        let of = |other: &str| lines.iter().find(|(_, name)| *name == other).map(|(commit, _)| *commit);
        of(&format!("{wanted}^{{}}")).or_else(|| of(wanted))
    });
    match found {
        Some(commit) => Ok(Some(commit.to_owned())),
        None if follow.is_none() => Err(format!("`{address}`: the repository is empty")),
        None => Err(format!(
            "`{address}` has no branch and no tag `{name}`; a commit is named in full"
        )),
    }
}

/// Whether a name is that of a commit, in full.
fn is_commit(name: &str) -> bool {
    matches!(name.len(), 40 | 64) && name.chars().all(|c| c.is_ascii_hexdigit())
}

/// The files of a revision that are wanted, the commit, and its day.
pub(super) fn fetch(
    address: &str,
    follow: Option<&str>,
    wanted: &Wanted<'_>,
    patience: &Patience<'_>,
) -> Result<(Trees, String, Option<String>), String> {
    let system = |cause: std::io::Error| format!("can't keep what is fetched: {cause}");
    let folder = tempfile::tempdir().map_err(system)?;
    let at = folder.path();
    once(at, &["init", "--quiet", "--bare", "."], patience)?;
    let fetch = [
        "fetch",
        "--quiet",
        "--depth=1",
        "--no-tags",
        "--no-recurse-submodules",
        "--",
        address,
        followed(follow),
    ];
    persistently(at, &fetch, patience)?;
    let shown = once(
        at,
        &["show", "--no-patch", "--format=%H %cs", "FETCH_HEAD^{commit}"],
        patience,
    )?;
    let shown = String::from_utf8_lossy(&shown.out).into_owned();
    let (commit, date) = shown.trim().split_once(' ').unwrap_or((shown.trim(), ""));
    let trees = files(at, commit, wanted, patience)?;
    Ok((
        trees,
        commit.to_owned(),
        Some(date.to_owned()).filter(|date| !date.is_empty()),
    ))
}

/// The files of a commit that are wanted.
pub(super) fn files(at: &Path, commit: &str, wanted: &Wanted<'_>, patience: &Patience<'_>) -> Result<Trees, String> {
    let listing = once(at, &["ls-tree", "-r", "-l", "-z", "--full-tree", commit], patience)?;
    let mut trees = Trees::default();
    let mut blobs: Vec<(&'static str, String, String)> = Vec::new();
    for entry in listing.out.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
        let Some((facts, path)) = std::str::from_utf8(entry).ok().and_then(|entry| entry.split_once('\t')) else {
            continue;
        };
        let facts: Vec<&str> = facts.split_whitespace().collect();
        let [mode, _, object, size] = facts[..] else { continue };
        for (top, below) in wanted.places(path) {
            if !mode.starts_with("100") {
                trees
                    .left_out
                    .push(format!("`{path}`: a link or another repository, and no file"));
                continue;
            }
            let size = size.parse().unwrap_or(u64::MAX);
            trees.count(size, path, patience)?;
            blobs.push((top, below, object.to_owned()));
        }
    }
    let contents = contents(at, &blobs, patience)?;
    for ((top, below, _), bytes) in blobs.into_iter().zip(contents) {
        trees.insert(top, &below, bytes);
    }
    Ok(trees)
}

/// The contents of objects, in their order.
fn contents(at: &Path, blobs: &[(&str, String, String)], patience: &Patience<'_>) -> Result<Vec<Vec<u8>>, String> {
    let system = |cause: std::io::Error| format!("can't keep what is fetched: {cause}");
    let mut list = tempfile::NamedTempFile::new().map_err(system)?;
    for (_, _, object) in blobs {
        writeln!(list, "{object}").map_err(system)?;
    }
    let input = File::open(list.path()).map_err(system)?;
    let bytes = patience.all_bytes.saturating_add(100 * blobs.len() as u64);
    let printed = run(at, &["cat-file", "--batch"], Some(input), bytes, patience)?;
    let mut rest = printed.out.as_slice();
    let mut contents = Vec::with_capacity(blobs.len());
    for (_, below, _) in blobs {
        let odd = || format!("`git` does not give the contents of `{below}`");
        let end = rest.iter().position(|byte| *byte == b'\n').ok_or_else(odd)?;
        let header = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size = header
            .rsplit(' ')
            .next()
            .and_then(|size| size.parse::<usize>().ok())
            .ok_or_else(odd)?;
        let content = rest.get(end + 1..end + 1 + size).ok_or_else(odd)?;
        contents.push(content.to_owned());
        rest = rest.get(end + 2 + size..).unwrap_or_default();
    }
    Ok(contents)
}

/// The contents of one file of a revision of the repository around a folder; `None` if it has none.
pub fn show(folder: &Path, revision: &str, path: &str) -> Option<Vec<u8>> {
    let patience = Patience::default();
    let printed = run(
        folder,
        &["show", &format!("{revision}:./{path}")],
        None,
        patience.file_bytes,
        &patience,
    );
    printed.ok().map(|printed| printed.out)
}

/// Whether there is a repository around a folder, which does not ignore it.
pub(crate) fn takes(folder: &Path) -> bool {
    let answers = |arguments: &[&str]| once(folder, arguments, &Patience::default()).is_ok();
    answers(&["rev-parse", "--show-cdup"]) && !answers(&["check-ignore", "--quiet", "."])
}

/// The paths, from `root` on, of the files that differ from a revision, or are not committed.
///
/// # Errors
///
/// No repository, or no such revision.
pub(crate) fn changed(root: &Path, revision: &str) -> Result<Vec<String>, String> {
    let patience = Patience::default();
    let name = format!("{revision}^{{commit}}");
    let commit = ["rev-parse", "--verify", "--quiet", "--end-of-options", &name];
    let shown = root.display();
    let commit = once(root, &commit, &patience)
        .map_err(|_| format!("`{revision}` is no revision of the repository around `{shown}`"))?;
    let commit = String::from_utf8_lossy(&commit.out).trim().to_owned();
    let differ = ["diff", "--name-only", "--no-renames", "--relative", "-z", &commit, "--"];
    let others = ["ls-files", "--others", "--exclude-standard", "-z"];
    let mut paths = Vec::new();
    for arguments in [&differ[..], &others[..]] {
        let printed = once(root, arguments, &patience)?;
        let names = printed.out.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        paths.extend(names.map(|name| String::from_utf8_lossy(name).into_owned()));
    }
    Ok(paths)
}

/// The files of a subfolder of `folder` in a revision of the repository around it, and that subfolder's path in it.
///
/// # Errors
///
/// No repository, or no such revision.
pub(crate) fn tree(folder: &Path, revision: &str, subfolder: &str) -> Result<(FileTree, String), String> {
    let patience = Patience::default();
    let name = format!("{revision}^{{commit}}");
    let commit = ["rev-parse", "--verify", "--quiet", "--end-of-options", &name];
    let shown = folder.display();
    let commit = once(folder, &commit, &patience)
        .map_err(|_| format!("`{revision}` is no revision of the repository around `{shown}`"))?;
    let commit = String::from_utf8_lossy(&commit.out).trim().to_owned();
    let prefix = once(folder, &["rev-parse", "--show-prefix"], &patience)?;
    let prefix = String::from_utf8_lossy(&prefix.out).trim_end_matches('\n').to_owned();
    let below = format!("{prefix}{subfolder}");
    let trees = files(folder, &commit, &Wanted::everything(&below), &patience)?;
    Ok((trees.schemas, below))
}

/// Runs Git until another try would not help, or there is no patience left.
fn persistently(at: &Path, arguments: &[&str], patience: &Patience<'_>) -> Result<Printed, String> {
    let mut pause = Duration::from_secs(1);
    for attempt in 1.. {
        let message = match once(at, arguments, patience) {
            Ok(printed) => return Ok(printed),
            Err(message) => message,
        };
        let passing = message.to_lowercase();
        if !PASSING.iter().any(|one| passing.contains(one)) {
            return Err(message);
        }
        if attempt >= patience.attempts {
            return Err(format!("{message}, after {attempt} tries"));
        }
        (patience.pause)(pause);
        pause *= 2;
    }
    Err("it was not asked for".to_owned())
}

fn once(at: &Path, arguments: &[&str], patience: &Patience<'_>) -> Result<Printed, String> {
    run(at, arguments, None, LISTING, patience)
}

fn run(
    at: &Path,
    arguments: &[&str],
    input: Option<File>,
    bytes: u64,
    patience: &Patience<'_>,
) -> Result<Printed, String> {
    let mut command = Command::new("git");
    for name in SURROUNDINGS {
        command.env_remove(name);
    }
    // No question on the terminal, no program that an address names, and messages that can be told apart.
    command
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_ALLOW_PROTOCOL", "https:ssh:file")
        .env("LC_ALL", "C");
    command.args([
        "-c",
        "http.lowSpeedLimit=100",
        "-c",
        "http.lowSpeedTime=60",
        "-c",
        "gc.auto=0",
    ]);
    command.current_dir(at).args(arguments);
    let bounds = Bounds {
        bytes,
        time: patience.time * 10,
    };
    let printed = program::run(&mut command, input, bounds).map_err(|stopped| match stopped {
        Stopped::Missing => "repositories are fetched by the program `git`, which is not there".to_owned(),
        Stopped::TooMuch => "the repository is too large".to_owned(),
        Stopped::TooLong => "`git` takes too long: timed out".to_owned(),
        Stopped::System(cause) => format!("can't run `git`: {cause}"),
    })?;
    match printed.code {
        Some(0) => Ok(printed),
        _ => Err(said(&printed.err)),
    }
}

/// The line that says what is wrong, of all that Git says.
fn said(text: &str) -> String {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let fatal = lines().find(|line| line.starts_with("fatal:") || line.starts_with("error:"));
    let line = fatal.or_else(|| lines().next()).unwrap_or("`git` failed");
    line.trim_start_matches("fatal: ")
        .trim_start_matches("error: ")
        .to_owned()
}

/// What Git is told: an address, or the path of a folder relative to `base`.
pub(super) fn address(base: &Path, given: &str) -> String {
    let remote = given.contains("://") || given.split('/').next().is_some_and(|first| first.contains(':'));
    let local = paths::beneath(base, given);
    match remote && fs::symlink_metadata(&local).is_err() {
        true => given.to_owned(),
        false => local.display().to_string(),
    }
}
