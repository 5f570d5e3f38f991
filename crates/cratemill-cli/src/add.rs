//! `cargo xtask add`: a provider begun with what its source holds.

use std::fs;
use std::path::{Path, PathBuf};

use cratemill::file_tree::FileTree;
use cratemill::package;
use cratemill::provider::{MANIFEST, Manifest, Origin, ProviderSource};

use crate::providers::Provider;
use crate::sources::{self, Fetched};
use crate::update::{self, Means};
use crate::{Exit, Failure, Terminal, codegen, paths, program};

const EXAMPLES: &str = "\
Examples:
  cargo xtask add acme --from https://github.com/acme/api
      a Git repository: its folder `json-schema`, or all of it; and its folder `examples`

  cargo xtask add acme --from git@example.com:acme/api.git --follow v2 --path schemas/public
      a branch, tag or commit, and the folder or file in it

  cargo xtask add acme --from https://acme.example/schema.json
      one document of the web

  cargo xtask add acme --from https://acme.example/v1/ --file user.json --file order.json
      documents below a web address

  cargo xtask add acme --from ../acme/json-schema
      a folder of this machine

It writes schemas/NAME/provider.toml, brings the files in, and generates the crate. From then on `cargo xtask update` does.";

/// What to begin, and where its schemas come from.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The provider's name: that of its folder, and of its crate with `-types`
    #[arg(value_name = "NAME")]
    pub name: String,
    /// A Git repository, a web address, a folder or a file
    #[arg(long, value_name = "SOURCE")]
    pub from: String,
    /// The branch, tag or commit of a repository [default: its own branch]
    #[arg(long, value_name = "REV")]
    pub follow: Option<String>,
    /// Where in a repository or folder the schemas lie [default: json-schema/ if there is one, else all]
    #[arg(long, value_name = "PATH")]
    pub path: Option<String>,
    /// Where in a repository or folder examples lie [default: examples/ if there is one]
    #[arg(long, value_name = "PATH")]
    pub examples: Option<String>,
    /// A document below a web address that ends with `/`; as often as there are
    #[arg(long = "file", value_name = "PATH")]
    pub files: Vec<String>,
    /// The folder of the providers [default: the workspace's schemas/]
    #[arg(long, value_name = "DIR")]
    pub schemas: Option<PathBuf>,
    /// The folder of the crates [default: the workspace's generated/]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How the crate depends on lossless and round-trip, as for `codegen`
    #[arg(long, value_name = "VERSION|DIR|path")]
    pub runtime: Option<String>,
}

/// Runs the command in the workspace whose root is `root`.
pub fn run(args: &Args, root: &Path, terminal: &mut Terminal<'_>) -> Exit {
    run_by(args, root, &Means::default(), terminal)
}

/// Runs the command by other means.
pub fn run_by(args: &Args, root: &Path, means: &Means<'_>, terminal: &mut Terminal<'_>) -> Exit {
    let result = add(args, root, means, terminal);
    terminal.finish(result)
}

fn add(args: &Args, root: &Path, means: &Means<'_>, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let schemas = args.schemas.clone().unwrap_or_else(|| root.join("schemas"));
    let folder = schemas.join(&args.name);
    check_name(&args.name)?;
    if fs::symlink_metadata(&folder).is_ok() {
        return Err(Failure::usage(format!(
            "there is a provider `{0}` already\nname its source in `{1}`, `[source]`, and run `cargo xtask update {0}`",
            args.name,
            paths::shown(&folder.join(MANIFEST))
        )));
    }
    let out = args.out.clone().unwrap_or_else(|| root.join("generated"));
    if let Some(clash) = codegen::clash(&schemas, &args.name, root, &out)? {
        return Err(Failure::usage(format!(
            "{}\nanother name gives another crate",
            clash.message
        )));
    }
    let (manifest, fetched) = fetch(args, &folder, means)?;
    let mut files = FileTree::new();
    let trees = update::parcel(&fetched);
    let below = |top: &str, tree: &FileTree| -> Vec<(String, Vec<u8>)> {
        tree.iter()
            .map(|(path, bytes)| (format!("{top}/{path}"), bytes.to_owned()))
            .collect()
    };
    let mut all = vec![(MANIFEST.to_owned(), manifest.into_bytes())];
    trees
        .folders
        .iter()
        .for_each(|(top, tree)| all.extend(below(top, tree)));
    all.extend(trees.files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)));
    for (path, bytes) in all {
        files
            .insert(&path, bytes)
            .map_err(|error| Failure::usage(error.to_string()))?;
    }
    codegen::put_folder(&folder, &files, means.step)?;
    writeln!(
        terminal.out,
        "{}: {} from `{}`, {}",
        args.name,
        codegen::counted(fetched.lock.files.len(), "file"),
        fetched.lock.origin,
        update::shown_revision(&fetched.lock)
    )?;
    fetched
        .left_out
        .iter()
        .try_for_each(|one| writeln!(terminal.out, "  left out: {one}"))?;
    let for_codegen = codegen::Args {
        providers: vec![args.name.clone()],
        schemas: Some(schemas),
        out: args.out.clone(),
        runtime: args.runtime.clone(),
        ..codegen::Args::default()
    };
    let exit = codegen::run_noted(&for_codegen, root, means.generate, terminal);
    if exit != Exit::Fine {
        let place = paths::shown(&folder);
        writeln!(
            terminal.err,
            "what was fetched stays in `{place}`: mend it there and run `{}`, or remove the folder to begin again",
            program::named(&format!("cargo xtask codegen {}", args.name))
        )?;
    }
    Ok(exit)
}

/// Whether a folder can be called so, and a crate after it.
fn check_name(name: &str) -> Result<(), Failure> {
    let refused = |why: &str| {
        Err(Failure::usage(format!(
            "`{}` can't be the name of a provider: {why}\nit names the folder and the crate: letters of ASCII, digits, `-` and `_`",
            name.escape_debug()
        )))
    };
    if name.is_empty() {
        return refused("it is empty");
    }
    if name.contains(['/', '\\']) {
        return refused("it is a path; `--schemas` says where the folder of the providers is");
    }
    if name.starts_with('.') {
        return refused("what begins with a dot is hidden");
    }
    if FileTree::new().insert(name, "").is_err() {
        return refused("it has characters that not every file system takes");
    }
    if package::package_name(name, &Manifest::default()).is_none() {
        return refused("no crate can be called after it");
    }
    Ok(())
}

/// The manifest, and what its source holds.
fn fetch(args: &Args, folder: &Path, means: &Means<'_>) -> Result<(String, Fetched), Failure> {
    check_source(&args.from)?;
    let mut source = source(args, folder);
    let mut found = of(&source, args, folder, means)?;
    let tops = |top: &str| {
        found
            .1
            .schemas
            .iter()
            .any(|(path, _)| path.starts_with(&format!("{top}/")))
    };
    let guessed = [("schemas", args.path.is_none() && tops("json-schema"), "json-schema")];
    let others = found.1.schemas.iter().any(|(path, _)| !path.starts_with("examples/"));
    let examples = args.examples.is_none() && args.path.is_none() && tops("examples") && others;
    let guessed = guessed.into_iter().chain([("examples", examples, "examples")]);
    let guessed: Vec<_> = guessed.filter(|(_, is_there, _)| *is_there).collect();
    if !guessed.is_empty() && matches!(found.0, Origin::Git { .. } | Origin::Folder { .. }) {
        source.extend(guessed.into_iter().map(|(key, _, place)| (key, place.into())));
        found = of(&source, args, folder, means)?;
    }
    Ok((text(&source), found.1))
}

fn of(
    source: &[(&'static str, toml::Value)],
    args: &Args,
    folder: &Path,
    means: &Means<'_>,
) -> Result<(Origin, Fetched), Failure> {
    let manifest = Manifest::parse(&text(source)).map_err(|fault| Failure::usage(fault.message))?;
    let origin = manifest
        .source
        .origin()
        .map_err(|fault| Failure::usage(fault.message))?;
    let origin = origin.ok_or_else(|| Failure::usage("no source"))?;
    let provider = Provider {
        folder: folder.to_owned(),
        source: ProviderSource {
            name: args.name.clone(),
            ..ProviderSource::default()
        },
        ..Provider::default()
    };
    let failed = |message: String| Failure {
        exit: Exit::Found,
        message: format!("{message}\nnothing was written"),
    };
    let fetched = sources::fetch(&origin, &provider, None, &means.patience).map_err(failed)?;
    let fetched = fetched.ok_or_else(|| failed("nothing was fetched".to_owned()))?;
    Ok((origin, fetched))
}

/// Whether there is what looks like a path of this machine.
fn check_source(given: &str) -> Result<(), Failure> {
    let is_address = given.starts_with("git+") || given.contains(':');
    if is_address || Path::new(given).exists() {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "there is no `{}`: neither a folder nor a file of this machine, and no address (`https://...`, `git@host:path`)",
        given.escape_debug()
    )))
}

/// The keys of `[source]`.
fn source(args: &Args, folder: &Path) -> Vec<(&'static str, toml::Value)> {
    let given = args.from.as_str();
    let local = Path::new(given);
    let mut keys: Vec<(&'static str, toml::Value)> = Vec::new();
    if local.is_file() && args.path.is_none() {
        let parent = local.parent().filter(|parent| !parent.as_os_str().is_empty());
        let name = local.file_name().unwrap_or_default().to_string_lossy();
        keys.push((
            "folder",
            paths::relative(folder, parent.unwrap_or(Path::new("."))).into(),
        ));
        keys.push(("schemas", name.into_owned().into()));
    } else if local.exists() {
        let repository = local.join(".git").exists() || local.join("HEAD").is_file() && local.join("objects").is_dir();
        let key = if repository { "git" } else { "folder" };
        keys.push((key, paths::relative(folder, local).into()));
    } else if let Some(address) = repository(given) {
        keys.push(("git", address.into()));
    } else {
        keys.push(("url", given.into()));
    }
    let texts = [
        ("follow", &args.follow),
        ("schemas", &args.path),
        ("examples", &args.examples),
    ];
    keys.extend(
        texts
            .into_iter()
            .filter_map(|(key, text)| Some((key, text.clone()?.into()))),
    );
    if !args.files.is_empty() {
        keys.push(("files", args.files.clone().into()));
    }
    keys
}

/// The address of a repository, if it looks like one: by its scheme, its ending, or a house of repositories.
fn repository(given: &str) -> Option<String> {
    if let Some(address) = given.strip_prefix("git+") {
        return Some(address.to_owned());
    }
    let Some((scheme, rest)) = given.split_once("://") else {
        return Some(given.to_owned());
    };
    let path: Vec<&str> = rest.trim_end_matches('/').split('/').collect();
    let house = matches!(path[0], "github.com" | "gitlab.com" | "codeberg.org" | "bitbucket.org") && path.len() == 3;
    let is_one = given.ends_with(".git") || house || matches!(scheme, "ssh" | "git" | "file");
    is_one.then(|| given.to_owned())
}

fn text(source: &[(&'static str, toml::Value)]) -> String {
    let lines = source.iter().map(|(key, value)| format!("{key} = {value}\n"));
    format!("[source]\n{}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::repository;

    #[test]
    fn a_repository_is_known_by_its_address() {
        let is_one = |given: &str| repository(given).is_some();
        for given in [
            "https://github.com/acme/api",
            "https://github.com/acme/api/",
            "https://example.com/acme/api.git",
            "ssh://git@example.com/acme",
            "git@example.com:acme/api",
            "git+https://example.com/api",
        ] {
            assert!(is_one(given), "{given}");
        }
        for given in [
            "https://example.com/schema.json",
            "https://example.com/v1/",
            "https://github.com/acme/api/raw/main/a.json",
            "http://localhost/a.json",
        ] {
            assert!(!is_one(given), "{given}");
        }
    }
}
