//! What a change upstream does to those who depend on a crate, as far as the schemas tell.

use std::fs;
use std::path::Path;

use cratemill::drift::{self, Change, Verdict};
use cratemill::file_tree::FileTree;
use cratemill::provider::Manifest;
use cratemill::{Generated, package};

use super::run::Run;
use super::summary::counted;
use crate::providers::Provider;
use crate::sources::repository;
use crate::{Failure, Terminal, page, panics};

/// The schemas inside a crate, by which the version on disk is known.
pub(super) const SCHEMAS: &str = "src/schema.json";
/// What a crate says of itself.
pub(super) const MANIFEST: &str = "Cargo.toml";
/// The account of the examples in a crate, and the folder of those that its tests are made from.
const ACCOUNT: &str = "EVIDENCE.md";
const EVIDENCE: &str = "tests/evidence";
/// How many changes are shown, unless all are asked for.
const SHOWN: usize = 20;

/// What became of the provider since the crate in `folder` was written.
#[derive(Debug, Default)]
pub(super) enum Drift {
    /// There is no crate yet, or its schemas and names are those of today.
    #[default]
    None,
    /// The crate's schemas can't be read.
    Unknown,
    /// The schemas or names are others; the changes that the types show.
    Known(Vec<Change>),
}

/// Compares the crate on disk, before it is replaced, with the schemas and examples of today.
pub(super) fn find(folder: &Path, provider: &Provider, generated: &Generated) -> Drift {
    let lock = provider.source.lock.as_deref().unwrap_or_default();
    since(&of_crate(folder), lock, provider, generated)
}

/// Compares the crate before with the schemas and examples of today, by those files of it that [`of_crate`] gives, and by the
/// names that it had.
pub(super) fn since(before: &FileTree, lock: &str, provider: &Provider, generated: &Generated) -> Drift {
    let of_schemas = of_schemas(before, lock, provider, generated);
    let of_examples = match &generated.crate_files {
        Some(new) => drift::examples(before, new, &provider.source.examples),
        None => Vec::new(),
    };
    match of_schemas {
        same if of_examples.is_empty() => same,
        Drift::None => Drift::Known(of_examples),
        Drift::Known(changes) => Drift::Known(of_examples.into_iter().chain(changes).collect()),
        Drift::Unknown => Drift::Unknown,
    }
}

/// The files of the crate on disk by which it is compared: its schemas, its examples, and what it says of itself.
pub(super) fn of_crate(folder: &Path) -> FileTree {
    let below = fs::read_dir(folder.join(EVIDENCE)).into_iter().flatten().flatten();
    let names = below.map(|entry| entry.file_name().to_string_lossy().into_owned());
    files_of(names, |name| fs::read(folder.join(name)).ok())
}

/// The same files of a crate as a revision has it.
pub(super) fn of_commit(folder: &Path, revision: &str) -> FileTree {
    let evidence = repository::tree(folder, revision, EVIDENCE).unwrap_or_default().0;
    let names = evidence.iter().map(|(name, _)| name.to_owned());
    files_of(names, |path| {
        let known = path
            .strip_prefix(EVIDENCE)
            .and_then(|rest| evidence.get(rest.strip_prefix('/')?));
        known.map_or_else(
            || repository::show(folder, revision, path),
            |bytes| Some(bytes.to_vec()),
        )
    })
}

fn files_of(evidence: impl Iterator<Item = String>, read: impl Fn(&str) -> Option<Vec<u8>>) -> FileTree {
    let mut files = FileTree::new();
    let names = evidence.map(|name| format!("{EVIDENCE}/{name}"));
    for name in names.chain([ACCOUNT, SCHEMAS, MANIFEST].map(str::to_owned)) {
        if let Some(bytes) = read(&name) {
            // A name that no tree takes is none that was written.
            files.insert(&name, bytes).ok();
        }
    }
    files
}

fn of_schemas(before: &FileTree, lock: &str, provider: &Provider, generated: &Generated) -> Drift {
    let new = generated.crate_files.as_ref().and_then(|files| files.get(SCHEMAS));
    let (Some(new), Some(old)) = (new, before.get(SCHEMAS)) else {
        return Drift::None;
    };
    let source = &provider.source;
    if old == new && lock == generated.lock {
        return Drift::None;
    }
    match panics::catch(|| cratemill::drift(source, &generated.kept, old, lock)) {
        Ok(Some(changes)) if changes.is_empty() && old == new => Drift::None,
        Ok(Some(changes)) => Drift::Known(changes),
        Ok(None) | Err(_) => Drift::Unknown,
    }
}

/// Prints the changes of a provider, if it has any, the gravest first.
pub(super) fn print(run: &Run, all: bool, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let changes = match &run.drift {
        Drift::None => return Ok(()),
        Drift::Unknown => None,
        Drift::Known(changes) => Some(changes),
    };
    let manifest = run.provider.source.manifest.as_deref();
    let manifest = manifest.and_then(|text| Manifest::parse(text).ok());
    let name = package::package_name(&run.provider.source.name, &manifest.unwrap_or_default()).unwrap_or_default();
    let versions = run.record.as_ref().map(|record| &record.versions);
    let versions = versions.filter(|(before, now)| before != now);
    let versions = versions
        .map(|(before, now)| format!(" ({before} -> {now})"))
        .unwrap_or_default();
    let text = match changes {
        None => format!("can't be told: `{SCHEMAS}` of the crate on disk can't be read\n"),
        Some(changes) => section(changes, all),
    };
    writeln!(
        terminal.out,
        "what changes for those who depend on {name}{versions}: {text}"
    )?;
    Ok(())
}

/// The counts, and a line for each change.
fn section(changes: &[Change], all: bool) -> String {
    if changes.is_empty() {
        return "nothing that a reader, a writer or Rust code meets\n".to_owned();
    }
    let count = |verdict: Verdict| changes.iter().filter(|it| it.verdict() == verdict).count();
    let mut text = format!("{} breaking, ", count(Verdict::Breaking));
    if count(Verdict::Unknown) > 0 {
        text.push_str(&format!("{} may break, ", count(Verdict::Unknown)));
    }
    text.push_str(&format!("{} compatible\n", count(Verdict::Compatible)));
    let shown = if all { changes.len() } else { SHOWN };
    for change in changes.iter().take(shown) {
        let change = format!("{change} [{}]", change.rule);
        match page::width() {
            Some(width) => text.push_str(&page::wrapped("  ", &change, width.max(40))),
            None => text.push_str(&format!("  {change}\n")),
        }
    }
    match changes.len().saturating_sub(shown) {
        0 => text,
        rest => text + &format!("  ... and {}; see --verbose\n", counted(rest, "more change")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cratemill::provider::ProviderSource;
    use cratemill::{Kept, Options, Runtime};

    fn provider(schema: &str) -> Provider {
        let mut source = ProviderSource::default();
        source.schemas.insert("a.json", schema).expect("a path");
        Provider {
            source,
            ..Provider::default()
        }
    }

    fn generated(provider: &Provider) -> Generated {
        let runtime = Runtime::Version("0.1".to_owned());
        cratemill::generate(&provider.source, &Options { runtime })
    }

    #[test]
    fn the_crate_on_disk_is_the_older_version() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = folder.path();
        let old = provider(r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#);
        let first = generated(&old);
        assert!(matches!(find(at, &old, &first), Drift::None), "no crate");

        let files = first.crate_files.as_ref().expect("a crate");
        fs::create_dir(at.join("src")).expect("a folder");
        fs::write(at.join(SCHEMAS), files.get(SCHEMAS).expect("schemas")).expect("a file");
        let with_lock = |mut provider: Provider| {
            provider.source.lock = Some(first.lock.clone());
            provider
        };
        let same = with_lock(old);
        assert!(matches!(find(at, &same, &generated(&same)), Drift::None));

        let new = with_lock(provider(
            r#"{"type": "object", "properties": {"a": {"type": "integer"}}}"#,
        ));
        let Drift::Known(changes) = find(at, &new, &generated(&new)) else {
            panic!("a known drift");
        };
        assert_eq!(changes.len(), 1, "{changes:?}");
        assert!(section(&changes, false).starts_with("1 breaking, 0 compatible\n  breaking: `A::a`"));

        // What the manifest alone changes is told as well.
        let mut open = same;
        open.source.manifest = Some("[crate]\nname = \"other-types\"\n".to_owned());
        let Drift::Known(changes) = find(at, &open, &generated(&open)) else {
            panic!("a known drift");
        };
        assert_eq!(changes.iter().map(|one| one.rule).collect::<Vec<_>>(), ["CM-D107"]);

        fs::write(at.join(SCHEMAS), "<<<<<<< HEAD").expect("a file");
        assert!(matches!(find(at, &new, &generated(&new)), Drift::Unknown));
    }

    #[test]
    fn what_is_long_is_counted() {
        let properties: Vec<_> = (0..30)
            .map(|number| format!(r#""p{number}": {{"type": "string"}}"#))
            .collect();
        let old = provider(r#"{"type": "object", "properties": {"q": {"type": "string"}}}"#);
        let new = provider(&format!(
            r#"{{"type": "object", "properties": {{{}}}}}"#,
            properties.join(", ")
        ));
        let first = generated(&old);
        let files = first.crate_files.as_ref().expect("a crate");
        let schemas = files.get(SCHEMAS).expect("schemas");
        let changes = cratemill::drift(&new.source, &Kept::default(), schemas, &first.lock).expect("schemas");
        let lines = |all| section(&changes, all).lines().count();
        assert!(changes.len() >= 30, "{changes:?}");
        assert_eq!(lines(false), 1 + SHOWN + 1);
        assert_eq!(lines(true), 1 + changes.len());
        assert!(section(&[], true).starts_with("nothing"));
    }
}
