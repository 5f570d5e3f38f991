//! What need not be made again: a provider whose files, options and generator are those of a run before, and whose crate lies
//! on the disk as that run left it.
//!
//! **Architecture Invariant:** a record says nothing that a run without it would not say. It lies in Cargo's target folder, a
//! matter of this machine; the crate is read and compared with it in full; one that is cut short, or of another build of
//! the generator, is none; and `--check` looks at none.

use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{env, fs};

use cratemill::diagnostic::{Code, Diagnostic, Location};
use cratemill::file_tree::FileTree;
use cratemill::{Generated, Summary};
use hmac_sha256::Hash;
use serde_json::{Value, json};

use super::{Settings, crates};
use crate::paths;
use crate::providers::Provider;

/// Where the records of a workspace lie, and what they hold of the generator; none where they can't lie anywhere.
#[derive(Debug)]
pub(super) struct Records {
    folder: PathBuf,
    generator: String,
}

impl Records {
    /// The records of a workspace.
    pub fn of(root: &Path) -> Option<Records> {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let program = env::current_exe().ok()?;
        let built = fs::metadata(&program).ok()?;
        let time = built.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        // Where there is no workspace, there is no target folder of one.
        root.join("Cargo.toml").is_file().then(|| Records {
            folder: target.join("cratemill"),
            generator: format!("{} {} {}", program.display(), built.len(), time.as_nanos()),
        })
    }

    /// What was generated of the provider before, all but the crate, if that is on the disk.
    pub fn find(&self, settings: &Settings, provider: &Provider) -> Option<Generated> {
        let lock = provider.source.lock.clone()?;
        let folder = settings.out.join(&provider.source.name);
        let record: Value = serde_json::from_slice(&fs::read(self.file(&folder)).ok()?).ok()?;
        let key = self.key(settings, provider, &lock);
        let is_same = record["key"] == key && record["crate"] == digest_of(&crates::files(&folder)?);
        is_same.then(|| generated(&record, lock)).flatten()
    }

    /// Notes what was generated of a provider, whose crate and lock are on the disk. Nothing depends on it, so nothing is said
    /// where it can't be written.
    pub fn keep(&self, settings: &Settings, provider: &Provider, generated: &Generated) {
        let Some(files) = &generated.crate_files else { return };
        let Summary {
            schemas,
            types,
            examples,
            tests,
            steps,
        } = generated.summary;
        let record = json!({
            "key": self.key(settings, provider, &generated.lock),
            "crate": digest_of(files),
            "summary": [schemas, types, examples, tests, steps],
            "diagnostics": generated.diagnostics.iter().map(said).collect::<Vec<_>>(),
        });
        let file = self.file(&settings.out.join(&provider.source.name));
        fs::create_dir_all(&self.folder).ok();
        crates::replace(&file, record.to_string().as_bytes()).ok();
    }

    fn file(&self, folder: &Path) -> PathBuf {
        let place = paths::canonical(folder);
        let name = hex(Hash::hash(place.to_string_lossy().as_bytes()));
        self.folder.join(format!("{name}.json"))
    }

    /// A digest of all that a crate is made from.
    fn key(&self, settings: &Settings, provider: &Provider, lock: &str) -> String {
        let source = &provider.source;
        let mut hash = Hash::new();
        let words = [
            &self.generator,
            &format!("{:?} {}", settings.options, settings.types_only),
            &source.name,
            &format!("{:?} {}", provider.skipped, provider.flat),
            &format!("{:?}", source.manifest),
            lock,
        ];
        words.into_iter().for_each(|word| add(&mut hash, word.as_bytes()));
        for files in [&source.schemas, &source.examples, &source.patches] {
            add(&mut hash, digest_of(files).as_bytes());
        }
        hex(hash.finalize())
    }
}

fn digest_of(files: &FileTree) -> String {
    let mut hash = Hash::new();
    for (path, bytes) in files.iter() {
        add(&mut hash, path.as_bytes());
        add(&mut hash, bytes);
    }
    hex(hash.finalize())
}

/// With its length, so that where one text ends and the next begins is part of the digest.
fn add(hash: &mut Hash, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

fn hex(digest: [u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A diagnostic as a record holds it.
fn said(one: &Diagnostic) -> Value {
    let place = one.location.as_ref().map(|at| {
        let span = at.span.as_ref().map(|span| [span.start, span.end]);
        json!([at.file, at.pointer, span])
    });
    json!([one.code.as_str(), one.message, one.help, place])
}

/// What a record holds, but for the crate; `None` where it holds something else.
fn generated(record: &Value, lock: String) -> Option<Generated> {
    let summary: [usize; 5] = serde_json::from_value(record["summary"].clone()).ok()?;
    let [schemas, types, examples, tests, steps] = summary;
    let diagnostics = record["diagnostics"].as_array()?.iter().map(diagnostic);
    Some(Generated {
        crate_files: None,
        lock,
        diagnostics: diagnostics.collect::<Option<_>>()?,
        summary: Summary {
            schemas,
            types,
            examples,
            tests,
            steps: steps as u64,
        },
    })
}

type Place = (String, String, Option<[usize; 2]>);

fn diagnostic(said: &Value) -> Option<Diagnostic> {
    let (code, message, help, place): (String, String, String, Option<Place>) =
        serde_json::from_value(said.clone()).ok()?;
    Some(Diagnostic {
        code: code.parse::<Code>().ok()?,
        message,
        location: place.map(|(file, pointer, span)| Location {
            file,
            pointer,
            span: span.map(|[start, end]| start..end),
        }),
        help,
    })
}
