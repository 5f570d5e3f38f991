//! What the crates on disk were made of, remembered between runs: what is of the same files, by the same build of the
//! generator, is not made again.
//!
//! **Architecture Invariant:** a memo is asked, never believed: all that goes into a crate and all that lies in its folder is
//! read again and compared by digest. So an edit by hand is found, and a memo that is lost, stale or cut short costs a run
//! and never gives a wrong crate. It lies below `target/`, so no commit holds it and a fresh clone has none.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use cratemill::diagnostic::{Diagnostic, Location};
use cratemill::file_tree::FileTree;
use cratemill::{Generated, Kept, Options, Summary};
use serde_json::{Value, json};

use super::crates;
use super::digest::Digest;
use crate::paths;
use crate::providers::Provider;

/// Below the root of the workspace, which every `.gitignore` of a Rust project passes over.
const FOLDER: &str = "target/cratemill";
/// The file of a folder of memos that says whose crates they are about.
const ABOUT: &str = "about";

/// The memos about one folder of crates.
pub(crate) struct Memos {
    folder: PathBuf,
    out: PathBuf,
    /// Whether they are asked, and not only written.
    pub(super) are_asked: bool,
    /// What decides about every crate besides its provider: the generator's build, and what it is told.
    terms: String,
}

/// The digests of all that a crate is made of, and of all its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Made {
    of: String,
    files: String,
}

impl Memos {
    /// The memos about the crates in `out`, made by this program under these options; none where it can't tell its own build.
    pub(crate) fn new(root: &Path, out: &Path, options: &Options, types_only: bool, are_asked: bool) -> Option<Memos> {
        Some(Memos {
            folder: folder(root, out),
            terms: format!("{} {options:?} {types_only}", build()?),
            out: out.to_owned(),
            are_asked,
        })
    }

    /// What was found when the crate in `folder` was made, if it was made of what the provider is now.
    pub(super) fn recall(&self, provider: &Provider, folder: &Path) -> Option<Generated> {
        let text = fs::read_to_string(self.path(&provider.source.name)).ok()?;
        let memo: Value = serde_json::from_str(&text).ok()?;
        let lock = provider.source.lock.as_deref()?;
        if memo["of"] != self.of(provider, lock).as_str() || memo["files"] != crates::digest(folder)?.as_str() {
            return None;
        }
        let diagnostics = memo["diagnostics"].as_array()?.iter().map(diagnostic);
        Some(Generated {
            crate_files: None,
            lock: lock.to_owned(),
            diagnostics: diagnostics.collect::<Option<_>>()?,
            summary: serde_json::from_value(memo["summary"].clone()).ok()?,
            kept: Kept::default(),
        })
    }

    /// What a crate is made of that another run would make again, to the byte and with the same findings: none where this
    /// one changes the lock, by which the next may say something else.
    pub(super) fn made(&self, provider: &Provider, generated: &Generated) -> Option<Made> {
        let lock = provider.source.lock.as_deref();
        let files = generated.crate_files.as_ref()?;
        lock.is_none_or(|lock| lock == generated.lock).then(|| Made {
            of: self.of(provider, &generated.lock),
            files: of_tree(files),
        })
    }

    /// Remembers a crate that lies in its place. A memo that can't be written is none.
    pub(super) fn keep(&self, provider: &str, made: &Made, diagnostics: &[Diagnostic], summary: Summary) {
        let diagnostics: Vec<Value> = diagnostics.iter().map(noted).collect();
        let memo = json!({
            "of": made.of,
            "files": made.files,
            "summary": summary,
            "diagnostics": diagnostics,
        });
        begin(&self.folder, &self.out);
        crates::replace(&self.path(provider), format!("{memo:#}\n").as_bytes()).ok();
    }

    /// Forgets folders of crates that are gone.
    pub(super) fn sweep(&self) {
        let all = self.folder.parent().and_then(|all| fs::read_dir(all).ok());
        for folder in all.into_iter().flatten().flatten().map(|entry| entry.path()) {
            let about = fs::read_to_string(folder.join(ABOUT));
            if about.is_ok_and(|out| !out.is_empty() && !Path::new(&out).exists()) {
                fs::remove_dir_all(folder).ok();
            }
        }
    }

    fn path(&self, provider: &str) -> PathBuf {
        self.folder.join(format!("{provider}.json"))
    }

    /// The digest of all that decides about a provider's crate, under a lock.
    fn of(&self, provider: &Provider, lock: &str) -> String {
        let source = &provider.source;
        let mut digest = Digest::default();
        digest.part(self.terms.as_bytes());
        digest.part(source.name.as_bytes());
        digest.part(format!("{} {:?}", provider.flat, provider.skipped).as_bytes());
        for text in [&source.manifest, &source.source_lock] {
            digest.part(&[u8::from(text.is_some())]);
            digest.part(text.as_deref().unwrap_or_default().as_bytes());
        }
        digest.part(lock.as_bytes());
        for tree in [&source.schemas, &source.examples, &source.patches, &source.history] {
            digest.part(of_tree(tree).as_bytes());
        }
        digest.text()
    }
}

/// Where it is remembered what the crates in `out` are.
pub(super) fn folder(root: &Path, out: &Path) -> PathBuf {
    let mut digest = Digest::default();
    digest.part(paths::canonical(out).as_os_str().as_encoded_bytes());
    root.join(FOLDER).join(digest.text())
}

/// Makes the folder of what is remembered of the crates in `out`, and says in it whose it is.
pub(super) fn begin(folder: &Path, out: &Path) {
    let about = folder.join(ABOUT);
    if !about.exists() {
        fs::create_dir_all(folder).ok();
        // A repository need not pass over `target/`, and what is remembered here is of no use to another checkout.
        let all = folder.parent().unwrap_or(folder);
        fs::write(all.join(".gitignore"), "*\n").ok();
        fs::write(about, paths::canonical(out).as_os_str().as_encoded_bytes()).ok();
    }
}

/// The digest of files and their paths.
pub(super) fn of_tree(files: &FileTree) -> String {
    let mut digest = Digest::default();
    for (path, bytes) in files.iter() {
        digest.part(path.as_bytes());
        digest.part(bytes);
    }
    digest.text()
}

/// What tells this build of the generator from any other: the program's file, as Cargo itself tells whether it is fresh.
fn build() -> Option<String> {
    let program = std::env::current_exe().ok()?;
    let metadata = fs::metadata(&program).ok()?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let version = env!("CARGO_PKG_VERSION");
    let length = metadata.len();
    Some(format!(
        "{version} {} {length} {}",
        program.display(),
        modified.as_nanos()
    ))
}

/// A diagnostic as JSON.
pub(crate) fn noted(one: &Diagnostic) -> Value {
    let at = one.location.as_ref().map(|at| {
        let span = at.span.as_ref().map(|span| [span.start, span.end]);
        json!({ "file": at.file, "pointer": at.pointer, "span": span })
    });
    json!({ "code": one.code.as_str(), "message": one.message, "help": one.help, "at": at })
}

/// The diagnostic that is noted.
pub(crate) fn diagnostic(noted: &Value) -> Option<Diagnostic> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let location = match &noted["at"] {
        Value::Null => None,
        at => Some(Location {
            file: text(&at["file"])?,
            pointer: text(&at["pointer"])?,
            span: match &at["span"] {
                Value::Null => None,
                span => Some(span[0].as_u64()? as usize..span[1].as_u64()? as usize),
            },
        }),
    };
    Some(Diagnostic {
        code: noted["code"].as_str()?.parse().ok()?,
        message: text(&noted["message"])?,
        location,
        help: text(&noted["help"])?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cratemill::Runtime;
    use cratemill::diagnostic::Code;

    fn memos(root: &Path, types_only: bool) -> Memos {
        let runtime = Runtime::Version("0.1".to_owned());
        Memos::new(root, &root.join("out"), &Options { runtime }, types_only, true).expect("a build")
    }

    #[test]
    fn what_is_kept_is_recalled_until_anything_changes() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        let mut provider = Provider::default();
        provider.source.name = "p".to_owned();
        provider.source.schemas.insert("a.json", "{}").expect("a path");
        let mut generated = Generated {
            lock: "[names]\n".to_owned(),
            ..Generated::default()
        };
        let mut files = FileTree::new();
        files.insert("src/lib.rs", "one").expect("a path");
        generated.crate_files = Some(files.clone());
        generated.diagnostics = [None, Some(3..5)]
            .map(|span| Diagnostic {
                code: Code::UnresolvedReference,
                message: "\"a\"".to_owned(),
                location: span.map(|span| Location {
                    file: "json-schema/a.json".to_owned(),
                    pointer: "/b".to_owned(),
                    span: Some(span),
                }),
                help: String::new(),
            })
            .into();
        let folder = root.join("out/p");
        let memos_now = memos(root, false);
        let made = memos_now.made(&provider, &generated).expect("a crate");
        memos_now.keep("p", &made, &generated.diagnostics, generated.summary);
        assert!(memos_now.recall(&provider, &folder).is_none(), "there is no crate");

        fs::create_dir_all(folder.join("src")).expect("a folder");
        fs::write(folder.join("src/lib.rs"), "one").expect("a file");
        assert!(memos_now.recall(&provider, &folder).is_none(), "there is no lock");
        provider.source.lock = Some(generated.lock.clone());
        let recalled = memos_now.recall(&provider, &folder).expect("the same");
        assert_eq!(recalled.diagnostics, generated.diagnostics);

        assert!(memos(root, true).recall(&provider, &folder).is_none(), "another output");
        fs::write(folder.join("src/lib.rs"), "two").expect("a file");
        assert!(memos_now.recall(&provider, &folder).is_none(), "an edit");
        fs::write(folder.join("src/lib.rs"), "one").expect("a file");
        fs::write(folder.join("src/more.rs"), "").expect("a file");
        assert!(memos_now.recall(&provider, &folder).is_none(), "a file more");
        fs::remove_file(folder.join("src/more.rs")).expect("removed");
        assert!(memos_now.recall(&provider, &folder).is_some());
        provider.source.examples.insert("a.json", "1").expect("a path");
        assert!(memos_now.recall(&provider, &folder).is_none(), "another input");

        provider.source.lock = Some("[names]\na = \"B\"\n".to_owned());
        assert_eq!(memos_now.made(&provider, &generated), None, "a lock that changes");
    }

    #[test]
    fn memos_of_what_is_gone_go() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        fs::create_dir(root.join("out")).expect("a folder");
        let memos = memos(root, false);
        let made = Made {
            of: String::new(),
            files: String::new(),
        };
        memos.keep("p", &made, &[], Summary::default());
        memos.sweep();
        assert!(memos.path("p").exists());
        fs::remove_dir(root.join("out")).expect("removed");
        memos.sweep();
        assert!(!memos.path("p").exists());
    }
}
