//! `cargo xtask registry`: the crates as a registry of files, which Cargo takes from any file server.
//!
//! **Architecture Invariant:** the same crates give the same bytes, and a version that was written once is never written with
//! other contents: who has it in a lock file would be refused.

mod manifest;
mod packed;

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use cratemill::file_tree::FileTree;
use cratemill::provider::sha256;
use cratemill::record;
use serde_json::Value;

use crate::codegen::{crate_files, is_ours};
use crate::{Exit, Failure, Terminal, paths};
use manifest::Published;

const HELP: &str = "\
Below --out come index/ (the sparse index) and crates/ (the .crate files). Put both on a file server under the address that
--url names, and name the registry to Cargo, in .cargo/config.toml of whoever uses the crates:

  [registries.api]
  index = \"sparse+https://example.com/api/index/\"

Then `acme-types = { version = \"0.1\", registry = \"api\" }` is a dependency. Versions that are there already stay; a version
that is there with other contents is an error. Tests and their examples are left out.

Exit codes: 0 written; 1 a version is there with other contents; 2 wrong usage; 101 could not run.";

/// Which crates to write, and where.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = HELP)]
pub struct Args {
    /// The folder of the registry
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The address at which that folder will be served
    #[arg(long, value_name = "URL")]
    pub url: String,
    /// The folder of the generated crates [default: the workspace's generated/]
    #[arg(long, value_name = "DIR")]
    pub crates: Option<PathBuf>,
}

/// The runtime of generated crates, below the workspace's `crates/`.
const RUNTIME: [&str; 2] = ["lossless", "round-trip"];
/// What of a crate is not published.
const LEFT_OUT: [&str; 3] = ["tests/", "benches/", "examples/"];

/// Runs the command in the workspace whose root is `root`.
pub fn run(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Exit {
    let result = publish(args, root, terminal);
    terminal.finish(result)
}

fn publish(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let url = args.url.trim_end_matches('/');
    if !url.contains("://") || url.contains(['"', '{', '\n']) {
        return Err(Failure::usage(format!("`{}` is no address", args.url.escape_debug())));
    }
    let workspace = manifest::table(&root.join("Cargo.toml"))?;
    let (index, crates) = (args.out.join("index"), args.out.join("crates"));
    let (mut added, mut there) = (0, 0);
    let mut lines: BTreeMap<PathBuf, Vec<Value>> = BTreeMap::new();
    for folder in folders(args, root)? {
        let (published, packed) = pack(&folder, &workspace, url)?;
        let path = index.join(place(&published.name));
        let digest = sha256(&packed);
        let mut known = match lines.remove(&path) {
            Some(known) => known,
            None => versions(&path)?,
        };
        match known.iter().find(|line| line["vers"] == published.version.as_str()) {
            Some(line) if line["cksum"] == digest.as_str() => there += 1,
            Some(_) => return Err(other_contents(&published, &path)),
            None => {
                known.push(published.line(&digest));
                added += 1;
            }
        }
        // A crate lies there before the index speaks of it, so that a server may serve the folder meanwhile.
        let file = format!("{}.crate", published.stem());
        put(&crates.join(&published.name).join(file), &packed)?;
        known.sort_by_key(|line| line["vers"].as_str().and_then(record::parts));
        lines.insert(path, known);
    }
    for (path, known) in &lines {
        let text: String = known.iter().map(|line| format!("{line}\n")).collect();
        put(path, text.as_bytes())?;
    }
    let dl = format!("{url}/crates/{{crate}}/{{crate}}-{{version}}.crate");
    let config = format!("{:#}\n", serde_json::json!({ "dl": dl, "api": null }));
    put(&index.join("config.json"), config.as_bytes())?;
    writeln!(terminal.out, "{added} versions added, {there} there already")?;
    Ok(Exit::Fine)
}

/// What is published of the crate in a folder, and its `.crate` file.
fn pack(folder: &Path, workspace: &toml::Table, url: &str) -> Result<(Published, Vec<u8>), Failure> {
    let files = crate_files(folder)?;
    let text = files.get("Cargo.toml").map(String::from_utf8_lossy).unwrap_or_default();
    let terms = manifest::Terms {
        workspace,
        ours: &RUNTIME,
        index: &format!("sparse+{url}/index/"),
    };
    let published = manifest::published(&text, terms).map_err(|message| Failure {
        exit: Exit::CouldNotRun,
        message: format!("can't publish `{}`: {message}", paths::shown(folder)),
    })?;
    let packed = packed::pack(&published.stem(), &kept(&files, &published));
    let packed = packed.map_err(|cause| Failure::io("pack", folder, cause))?;
    Ok((published, packed))
}

fn other_contents(published: &Published, path: &Path) -> Failure {
    Failure {
        exit: Exit::Found,
        message: format!(
            "`{}` {} is in `{}` with other contents\nwhat was published stays: the crate needs another version",
            published.name,
            published.version,
            paths::shown(path)
        ),
    }
}

/// The runtime's folders, and those of the generated crates.
fn folders(args: &Args, root: &Path) -> Result<Vec<PathBuf>, Failure> {
    let generated = args.crates.clone().unwrap_or_else(|| root.join("generated"));
    let failed = |cause| Failure::io("read", &generated, cause);
    let entries: Result<Vec<_>, _> = fs::read_dir(&generated).map_err(failed)?.collect();
    let mut folders: Vec<PathBuf> = entries.map_err(failed)?.iter().map(fs::DirEntry::path).collect();
    folders.retain(|folder| is_ours(folder));
    folders.sort();
    let runtime = RUNTIME.map(|name| root.join("crates").join(name));
    Ok(runtime
        .into_iter()
        .filter(|folder| folder.is_dir())
        .chain(folders)
        .collect())
}

/// What is published of a crate's files, its Cargo.toml as Cargo itself writes it there: without the workspace around it.
fn kept(files: &FileTree, published: &Published) -> FileTree {
    let mut kept = FileTree::new();
    let goes = |path: &str| LEFT_OUT.iter().any(|folder| path.starts_with(folder));
    for (path, bytes) in files.iter().filter(|(path, _)| !goes(path)) {
        let bytes = match path {
            "Cargo.toml" => published.text.as_bytes(),
            _ => bytes,
        };
        // The path comes from such a tree.
        kept.insert(path, bytes).ok();
    }
    kept
}

/// Where the index keeps a crate.
fn place(name: &str) -> String {
    let name = name.to_lowercase();
    match name.chars().count() {
        1 => format!("1/{name}"),
        2 => format!("2/{name}"),
        3 => format!("3/{}/{name}", &name[..1]),
        _ => format!("{}/{}/{name}", &name[..2], &name[2..4]),
    }
}

/// The versions that a file of the index holds.
fn versions(path: &Path) -> Result<Vec<Value>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => {
            let lines: Result<Vec<Value>, _> = text.lines().map(serde_json::from_str).collect();
            lines.map_err(|cause| Failure::io("read", path, cause))
        }
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(cause) => Err(Failure::io("read", path, cause)),
    }
}

/// Writes a file by one rename; one that is there with these contents stays.
fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(|cause| Failure::io("create", parent, cause))?;
    let failed = |cause| Failure::io("write", path, cause);
    let stage = tempfile::Builder::new()
        .prefix(".new-")
        .tempfile_in(parent)
        .map_err(failed)?;
    fs::write(stage.path(), bytes).map_err(failed)?;
    readable(stage.path()).map_err(failed)?;
    stage.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// A temporary file is its owner's alone; what is served is for all.
#[cfg(unix)]
fn readable(path: &Path) -> std::io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_crate_lies_where_cargo_looks_for_it() {
        for (name, expected) in [
            ("a", "1/a"),
            ("ab", "2/ab"),
            ("abc", "3/a/abc"),
            ("acme-types", "ac/me/acme-types"),
            ("Serde", "se/rd/serde"),
        ] {
            assert_eq!(super::place(name), expected);
        }
    }
}
