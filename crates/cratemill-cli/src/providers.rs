//! The providers of a schemas folder, and what each holds.

use std::fs;
use std::path::{Path, PathBuf};

use cratemill::budget::FILE_BYTES;
use cratemill::diagnostic::{Code, Diagnostic, Location};
use cratemill::file_tree::FileTree;
use cratemill::provider::{EXAMPLES, LOCK, MANIFEST, PATCHES, ProviderSource, SCHEMAS};

use crate::{Failure, paths};

/// What was read of one provider's folder.
#[derive(Clone, Debug, Default)]
pub struct Provider {
    /// The folder.
    pub folder: PathBuf,
    /// Whether the schemas lie directly in the folder, without a `json-schema/`.
    pub flat: bool,
    /// All that the generator sees.
    pub source: ProviderSource,
    /// The files that were left out, and why.
    pub skipped: Vec<Diagnostic>,
}

/// The names of all providers below a folder, sorted: its subfolders, save the hidden.
pub fn list(schemas: &Path) -> Result<Vec<String>, Failure> {
    let failed = |cause| Failure::io("read", schemas, cause);
    let mut names = Vec::new();
    for entry in fs::read_dir(schemas).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if let Ok(name) = entry.file_name().into_string()
            && !name.starts_with('.')
            && entry.path().is_dir()
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The providers that were asked for, each once and sorted; all if none was.
///
/// # Errors
///
/// A usage failure that names what may have been meant, if one doesn't exist.
pub fn select(schemas: &Path, asked: &[String]) -> Result<Vec<String>, Failure> {
    let all = list(schemas)?;
    if all.is_empty() {
        let place = paths::shown(schemas);
        return Err(Failure::usage(format!(
            "there is no provider in `{place}`\na provider is a folder: {place}/<provider>/json-schema/*.json"
        )));
    }
    let unknown: Vec<_> = asked.iter().filter(|name| !all.contains(name)).collect();
    if !unknown.is_empty() {
        let lines = unknown.into_iter().map(|name| no_such_provider(name, &all, schemas));
        return Err(Failure::usage(lines.collect::<Vec<_>>().join("\n")));
    }
    let wanted = |name: &String| asked.is_empty() || asked.contains(name);
    Ok(all.into_iter().filter(wanted).collect())
}

fn no_such_provider(name: &str, all: &[String], schemas: &Path) -> String {
    let likeness = |other: &str| strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase());
    let mut near: Vec<_> = all.iter().map(|other| (likeness(other), other)).collect();
    near.retain(|(likeness, _)| *likeness > 0.75);
    near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let quoted = |names: Vec<&String>| {
        let names = names.iter().map(|name| format!("`{name}`"));
        names.collect::<Vec<_>>().join(", ")
    };
    let advice = match (near.len(), all.len()) {
        (0, ..=20) => format!("there are {}", quoted(all.iter().collect())),
        (0, count) => format!("there are {count}"),
        _ => {
            let names = near.into_iter().take(3).map(|(_, name)| name);
            format!("did you mean {}?", quoted(names.collect()))
        }
    };
    let place = paths::shown(schemas);
    format!("there is no provider `{}` in `{place}`; {advice}", name.escape_debug())
}

/// Reads one provider's folder.
///
/// Links to files are followed as long as they stay in the folder; what is left out is told in
/// [`Provider::skipped`].
///
/// # Errors
///
/// A file or folder that can't be read.
pub fn read(schemas: &Path, name: &str) -> Result<Provider, Failure> {
    let folder = schemas.join(name);
    let root = folder
        .canonicalize()
        .map_err(|cause| Failure::io("read", &folder, cause))?;
    let flat = !folder.join(SCHEMAS).is_dir();
    let mut provider = Provider {
        flat,
        source: ProviderSource {
            name: name.to_owned(),
            manifest: text(&folder.join(MANIFEST))?,
            lock: text(&folder.join(LOCK))?,
            ..ProviderSource::default()
        },
        folder,
        skipped: Vec::new(),
    };
    for (top, deep) in [(SCHEMAS, true), (EXAMPLES, true), (PATCHES, false)] {
        let start = match (top, flat) {
            (SCHEMAS, true) => root.clone(),
            _ => root.join(top),
        };
        let mut reading = Reading {
            root: &root,
            top,
            deep: deep && start != root,
            tree: FileTree::new(),
            skipped: Vec::new(),
        };
        if start.is_dir() && reading.inside(&start) {
            reading.folder(&start, "")?;
        }
        provider.skipped.append(&mut reading.skipped);
        let tree = match top {
            SCHEMAS => &mut provider.source.schemas,
            EXAMPLES => &mut provider.source.examples,
            _ => &mut provider.source.patches,
        };
        *tree = reading.tree;
    }
    Ok(provider)
}

/// A text file that may be missing; bytes that are not UTF-8 are the parser's to refuse.
fn text(path: &Path) -> Result<Option<String>, Failure> {
    if fs::metadata(path).is_ok_and(|it| !it.is_file()) {
        return Err(Failure::io("read", path, std::io::Error::other("it is no plain file")));
    }
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Failure::io("read", path, cause)),
    }
}

/// One of a provider's trees while it is read.
struct Reading<'a> {
    root: &'a Path,
    top: &'a str,
    deep: bool,
    tree: FileTree,
    skipped: Vec<Diagnostic>,
}

impl Reading<'_> {
    /// Reads the `.json` files of a folder.
    fn folder(&mut self, at: &Path, below: &str) -> Result<(), Failure> {
        let failed = |cause| Failure::io("read", at, cause);
        let entries: Result<Vec<_>, _> = fs::read_dir(at).map_err(failed)?.collect();
        let mut paths: Vec<_> = entries.map_err(failed)?.iter().map(fs::DirEntry::path).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default();
            let shown = format!("{below}{}", name.to_string_lossy());
            let json = path.extension().is_some_and(|extension| extension == "json");
            let folder = path.is_dir();
            if name.to_string_lossy().starts_with('.') || !(json || folder && self.deep) {
                continue;
            }
            let Ok(real) = path.canonicalize() else {
                self.skip(&shown, "the link leads nowhere");
                continue;
            };
            if !self.inside(&real) {
                self.skip(&shown, "the link leads out of the provider's folder");
            } else if folder && path.is_symlink() {
                self.skip(&shown, "links to folders are not followed");
            } else if folder && self.deep {
                self.folder(&path, &format!("{shown}/"))?;
            } else if !real.is_file() {
                // A pipe has no end, and nothing is said by opening it.
                self.skip(
                    &shown,
                    "it is no plain file, but a folder, a pipe, a socket or a device",
                );
            } else if fs::metadata(&real).is_ok_and(|it| it.len() > FILE_BYTES) {
                self.skip(&shown, "the file is larger than 256 MiB");
            } else if name.to_str().is_none() {
                self.skip(&shown, "the file's name is not valid Unicode");
            } else {
                let bytes = fs::read(&path).map_err(|cause| Failure::io("read", &path, cause))?;
                if self.tree.insert(&shown, bytes).is_err() {
                    self.skip(&shown, "not every file system takes the file's name");
                }
            }
        }
        Ok(())
    }

    fn inside(&self, real: &Path) -> bool {
        real.canonicalize().is_ok_and(|real| real.starts_with(self.root))
    }

    fn skip(&mut self, file: &str, message: &str) {
        self.skipped.push(Diagnostic {
            code: Code::SkippedFile,
            message: message.to_owned(),
            location: Some(Location {
                file: format!("{}/{}", self.top, file.escape_debug()),
                pointer: String::new(),
                span: None,
            }),
            help: "put a plain file with a plain name in its place".to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(tree: &FileTree) -> Vec<&str> {
        tree.iter().map(|(path, _)| path).collect()
    }

    fn put(root: &Path, files: &[&str]) {
        for file in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "{}").expect("a file");
        }
    }

    #[test]
    fn json_schema_counts_alone_where_it_is() {
        let root = tempfile::tempdir().expect("a folder");
        put(
            root.path(),
            &[
                "p/loose.json",
                "p/json-schema/b.json",
                "p/json-schema/deep/er/a.json",
                "p/json-schema/README.md",
                "p/json-schema/.hidden.json",
                "p/examples/v1/x.json",
                "p/patches/fix.json",
                "p/patches/old/fix.json",
            ],
        );
        let provider = read(root.path(), "p").expect("a provider");
        assert!(!provider.flat);
        assert_eq!(names(&provider.source.schemas), ["b.json", "deep/er/a.json"]);
        assert_eq!(names(&provider.source.examples), ["v1/x.json"]);
        assert_eq!(names(&provider.source.patches), ["fix.json"]);
        assert_eq!(provider.skipped, []);
    }

    #[test]
    fn without_it_the_folder_itself_counts() {
        let root = tempfile::tempdir().expect("a folder");
        put(root.path(), &["p/a.json", "p/sub/b.json", "p/examples/x.json"]);
        let provider = read(root.path(), "p").expect("a provider");
        assert!(provider.flat);
        assert_eq!(names(&provider.source.schemas), ["a.json"]);
        assert_eq!(names(&provider.source.examples), ["x.json"]);
        assert_eq!(provider.source.manifest, None);
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_in_the_folder() {
        use std::os::unix::fs::symlink;
        let root = tempfile::tempdir().expect("a folder");
        put(
            root.path(),
            &["outside.json", "p/json-schema/a.json", "p/json-schema/s/b.json"],
        );
        let at = |path: &str| root.path().join("p/json-schema").join(path);
        symlink("a.json", at("inside.json")).expect("a link");
        symlink("../../outside.json", at("out.json")).expect("a link");
        symlink("../..", at("up")).expect("a link");
        symlink("..", at("s/loop")).expect("a link");
        symlink("nowhere", at("dangling.json")).expect("a link");
        let provider = read(root.path(), "p").expect("a provider");
        assert_eq!(names(&provider.source.schemas), ["a.json", "inside.json", "s/b.json"]);
        let skipped = provider.skipped.iter().map(|it| {
            let file = it.location.as_ref().map(|at| at.file.as_str());
            (file.unwrap_or_default(), it.message.as_str())
        });
        assert_eq!(
            skipped.collect::<Vec<_>>(),
            [
                ("json-schema/dangling.json", "the link leads nowhere"),
                ("json-schema/out.json", "the link leads out of the provider's folder"),
                ("json-schema/s/loop", "links to folders are not followed"),
                ("json-schema/up", "the link leads out of the provider's folder"),
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_plain_file_is_told_and_never_opened() {
        let root = tempfile::tempdir().expect("a folder");
        put(
            root.path(),
            &[
                "p/json-schema/a.json",
                "p/patches/x.json/y.json",
                "q/b.json",
                "q/c.json/d.json",
            ],
        );
        let at = |path: &str| root.path().join(path);
        for pipe in ["p/json-schema/pipe.json", "p/examples.json", "q/pipe.json"] {
            let made = std::process::Command::new("mkfifo").arg(at(pipe)).status();
            assert!(made.is_ok_and(|status| status.success()), "no pipe at {pipe}");
        }
        let _socket = std::os::unix::net::UnixListener::bind(at("p/json-schema/socket.json")).expect("a socket");
        let large = fs::File::create(at("p/json-schema/large.json")).expect("a file");
        large.set_len(FILE_BYTES + 1).expect("a file without data");
        let skipped = |name: &str| -> Vec<(String, String)> {
            let skipped = read(root.path(), name).expect("a provider").skipped.into_iter();
            skipped
                .map(|it| (it.location.expect("a place").file, it.message))
                .collect()
        };
        let plain = "it is no plain file, but a folder, a pipe, a socket or a device";
        let expected = |files: &[(&str, &str)]| -> Vec<(String, String)> {
            files
                .iter()
                .map(|(file, why)| ((*file).to_owned(), (*why).to_owned()))
                .collect()
        };
        assert_eq!(
            skipped("p"),
            expected(&[
                ("json-schema/large.json", "the file is larger than 256 MiB"),
                ("json-schema/pipe.json", plain),
                ("json-schema/socket.json", plain),
                ("patches/x.json", plain),
            ])
        );
        assert_eq!(
            skipped("q"),
            expected(&[("json-schema/c.json", plain), ("json-schema/pipe.json", plain)])
        );
        fs::remove_file(at("p/json-schema/pipe.json")).expect("removed");
        let made = std::process::Command::new("mkfifo").arg(at("p/provider.toml")).status();
        assert!(made.is_ok_and(|status| status.success()), "no pipe");
        let failure = read(root.path(), "p").expect_err("no manifest");
        assert!(failure.message.contains("it is no plain file"), "{}", failure.message);
    }

    #[test]
    fn a_slip_is_met_with_what_was_meant() {
        let root = tempfile::tempdir().expect("a folder");
        put(
            root.path(),
            &["nhost/a.json", "stytch/a.json", "atproto/a.json", ".git/x.json"],
        );
        let select = |asked: &[&str]| {
            let asked: Vec<_> = asked.iter().map(|name| (*name).to_owned()).collect();
            super::select(root.path(), &asked).map_err(|failure| failure.message)
        };
        assert_eq!(
            select(&[]),
            Ok(["atproto", "nhost", "stytch"].map(str::to_owned).into())
        );
        assert_eq!(
            select(&["stytch", "nhost", "stytch"]),
            Ok(["nhost", "stytch"].map(str::to_owned).into())
        );
        let message = select(&["stitch", "nhost"]).expect_err("an error");
        assert!(message.contains("no provider `stitch`"), "{message}");
        assert!(message.ends_with("did you mean `stytch`?"), "{message}");
        let message = select(&["qqq"]).expect_err("an error");
        assert!(message.ends_with("there are `atproto`, `nhost`, `stytch`"), "{message}");
    }
}
