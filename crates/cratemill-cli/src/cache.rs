//! What was generated before, by the key of the action: a folder that may lie on a shared disk or come from a CI's cache.
//!
//! **Architecture Invariant:** an entry is asked, never believed: it holds its own key and the digest of all its bytes, so
//! one that is cut short, changed or in the wrong place is found, and made anew. Whoever may write a consistent entry may
//! say what is generated, so the folder is as trusted as the program is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

use cratemill::file_tree::FileTree;
use cratemill::provider::{ProviderSource, sha256};
use cratemill::{Generated, Kept, Options};
use serde_json::{Value, json};

use crate::action::key;
use crate::codegen::Generate;
use crate::codegen::memo::{diagnostic, noted};
use crate::{Failure, Terminal};

/// A folder of entries.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    types_only: bool,
    served: AtomicUsize,
    made: AtomicUsize,
    broken: AtomicUsize,
    unwritten: AtomicUsize,
}

/// What is there under a key.
enum Found {
    /// What was generated.
    Whole(Box<Generated>),
    /// Nothing.
    Nothing,
    /// Something that is not what was written.
    Broken,
}

impl Cache {
    /// The cache in a folder, which is made with the first entry.
    pub fn new(folder: &Path, types_only: bool) -> Self {
        Self {
            folder: folder.to_owned(),
            types_only,
            served: AtomicUsize::default(),
            made: AtomicUsize::default(),
            broken: AtomicUsize::default(),
            unwritten: AtomicUsize::default(),
        }
    }

    /// What was generated of the same inputs, or else what is generated now, and kept.
    pub fn generate(&self, source: &ProviderSource, options: &Options, generate: &Generate<'_>) -> Generated {
        let terms = key::Terms {
            options,
            types_only: self.types_only,
            previous: None,
        };
        let Some(key) = key::key(source, "", terms) else {
            return generate(source, options);
        };
        let count = |counter: &AtomicUsize| counter.fetch_add(1, Ordering::Relaxed);
        match self.find(&key) {
            Found::Whole(generated) => {
                count(&self.served);
                return *generated;
            }
            Found::Broken => drop(count(&self.broken)),
            Found::Nothing => {}
        }
        let generated = generate(source, options);
        count(&self.made);
        if let Some(bytes) = entry(&key, &generated)
            && self.keep(&key, &bytes).is_err()
        {
            count(&self.unwritten);
        }
        generated
    }

    /// Says in one line what came from where.
    pub(crate) fn tell(&self, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
        let [served, made, broken, unwritten] =
            [&self.served, &self.made, &self.broken, &self.unwritten].map(|counter| counter.load(Ordering::Relaxed));
        let mut line = format!("cache: {served} served, {made} generated");
        if broken > 0 {
            line += &format!(", {broken} of them for an entry that was broken");
        }
        if unwritten > 0 {
            line += &format!("; {unwritten} could not be kept in `{}`", self.folder.display());
        }
        writeln!(terminal.out, "{line}")?;
        Ok(())
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(&key[..2]).join(key)
    }

    fn find(&self, key: &str) -> Found {
        match fs::read(self.path(key)) {
            Ok(bytes) => read(key, &bytes).map_or(Found::Broken, |generated| Found::Whole(Box::new(generated))),
            Err(_) => Found::Nothing,
        }
    }

    /// Puts an entry in its place by one rename, so that nobody reads a part of it.
    fn keep(&self, key: &str, bytes: &[u8]) -> std::io::Result<()> {
        let path = self.path(key);
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder)?;
        let stage = tempfile::Builder::new()
            .prefix(&format!(".{}-", process::id()))
            .tempfile_in(folder)?;
        fs::write(stage.path(), bytes)?;
        stage.persist(path)?;
        Ok(())
    }
}

/// An entry: the digest of the rest; the length of the head; the head as JSON; the files, one after the other. What failed
/// has none.
fn entry(key: &str, generated: &Generated) -> Option<Vec<u8>> {
    let files = generated.crate_files.as_ref()?;
    let sizes: Vec<Value> = files.iter().map(|(path, bytes)| json!([path, bytes.len()])).collect();
    let head = json!({
        "key": key,
        "lock": generated.lock,
        "summary": generated.summary,
        "diagnostics": generated.diagnostics.iter().map(noted).collect::<Vec<_>>(),
        "files": sizes,
    });
    let head = head.to_string();
    let mut rest = format!("{}\n{head}", head.len()).into_bytes();
    files.iter().for_each(|(_, bytes)| rest.extend_from_slice(bytes));
    let mut all = format!("{}\n", sha256(&rest)).into_bytes();
    all.append(&mut rest);
    Some(all)
}

/// What an entry holds, if it is the one of the key and whole.
fn read(key: &str, bytes: &[u8]) -> Option<Generated> {
    let (digest, rest) = line(bytes)?;
    if digest != sha256(rest) {
        return None;
    }
    let (length, rest) = line(rest)?;
    let (head, mut rest) = rest.split_at_checked(length.parse().ok()?)?;
    let head: Value = serde_json::from_slice(head).ok()?;
    if head["key"] != key {
        return None;
    }
    let mut files = FileTree::new();
    for file in head["files"].as_array()? {
        let (bytes, after) = rest.split_at_checked(usize::try_from(file[1].as_u64()?).ok()?)?;
        files.insert(file[0].as_str()?, bytes).ok()?;
        rest = after;
    }
    let diagnostics = head["diagnostics"].as_array()?.iter().map(diagnostic);
    rest.is_empty().then_some(())?;
    Some(Generated {
        crate_files: Some(files),
        lock: head["lock"].as_str()?.to_owned(),
        diagnostics: diagnostics.collect::<Option<_>>()?,
        summary: serde_json::from_value(head["summary"].clone()).ok()?,
        kept: Kept::default(),
    })
}

fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cratemill::Runtime;

    fn generated() -> Generated {
        let mut source = ProviderSource {
            name: "p".to_owned(),
            ..ProviderSource::default()
        };
        let schema = r#"{"type": "object", "properties": {"a": {"$ref": "gone.json"}}}"#;
        source.schemas.insert("a.json", schema).expect("a path");
        let runtime = Runtime::Version("0.1".to_owned());
        cratemill::generate(&source, &Options { runtime })
    }

    #[test]
    fn an_entry_is_what_was_generated_and_no_byte_of_it_can_be_another() {
        let generated = generated();
        assert!(!generated.diagnostics.is_empty(), "there is something to keep");
        let bytes = entry("k", &generated).expect("an entry");
        let again = read("k", &bytes).expect("what was generated");
        assert_eq!(again.crate_files, generated.crate_files);
        assert_eq!(again.lock, generated.lock);
        assert_eq!(again.diagnostics, generated.diagnostics);
        assert_eq!(again.summary, generated.summary);
        assert!(read("other", &bytes).is_none(), "an entry in the wrong place");
        // Steps that meet every part of it, and are no multiple of anything.
        for at in (0..bytes.len()).step_by(bytes.len() / 97 + 1) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(read("k", &changed).is_none(), "byte {at}");
            assert!(read("k", &bytes[..at]).is_none(), "cut at {at}");
        }
        assert!(read("k", &[bytes, b"x".to_vec()].concat()).is_none(), "a byte too many");
    }
}
