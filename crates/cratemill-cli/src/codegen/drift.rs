//! What a change upstream does to those who depend on a crate, as far as the schemas tell.

use std::fs;
use std::path::Path;

use cratemill::drift::{self, Change};
use cratemill::provider::Manifest;
use cratemill::{Generated, package};

use super::Run;
use super::summary::counted;
use crate::providers::Provider;
use crate::{Failure, Terminal, panics};

/// The schemas inside a crate, by which the version on disk is known.
const SCHEMAS: &str = "src/schema.json";
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

/// Compares the crate on disk, before it is replaced, with the schemas of today.
pub(super) fn find(folder: &Path, provider: &Provider, generated: &Generated) -> Drift {
    let new = generated.crate_files.as_ref().and_then(|files| files.get(SCHEMAS));
    let (Some(new), Ok(old)) = (new, fs::read(folder.join(SCHEMAS))) else {
        return Drift::None;
    };
    let source = &provider.source;
    let lock = source.lock.as_deref().unwrap_or_default();
    if old == new && lock == generated.lock {
        return Drift::None;
    }
    if drift::previous(source, &old, lock).is_none() {
        return Drift::Unknown;
    }
    match panics::catch(|| cratemill::drift(source, &old, lock)) {
        Ok(changes) if changes.is_empty() && old == new => Drift::None,
        Ok(changes) => Drift::Known(changes),
        Err(_) => Drift::Unknown,
    }
}

/// Prints the changes of a provider that has any, the gravest first.
pub(super) fn print(run: &Run, all: bool, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let changes = match &run.drift {
        Drift::None => return Ok(()),
        Drift::Unknown => None,
        Drift::Known(changes) => Some(changes),
    };
    let manifest = run.provider.source.manifest.as_deref();
    let manifest = manifest.and_then(|text| Manifest::parse(text).ok());
    let name = package::package_name(&run.name, &manifest.unwrap_or_default()).unwrap_or_default();
    let text = match changes {
        None => format!("can't be told: `{SCHEMAS}` of the crate on disk can't be read\n"),
        Some(changes) => section(changes, all),
    };
    writeln!(terminal.out, "what changes for those who depend on {name}: {text}")?;
    Ok(())
}

/// The counts, and a line for each change.
fn section(changes: &[Change], all: bool) -> String {
    if changes.is_empty() {
        return "nothing that a reader, a writer or Rust code meets\n".to_owned();
    }
    let breaking = changes.iter().filter(|it| it.is_breaking()).count();
    let mut text = format!("{breaking} breaking, {} compatible\n", changes.len() - breaking);
    let shown = if all { changes.len() } else { SHOWN };
    for change in changes.iter().take(shown) {
        text.push_str(&format!("  {change}\n"));
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
    use cratemill::{Options, Runtime};

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
        assert!(section(&changes, false).starts_with("1 breaking, 0 compatible\n  breaking: `A.a`"));

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
        let changes = cratemill::drift(&new.source, schemas, &first.lock);
        let lines = |all| section(&changes, all).lines().count();
        assert!(changes.len() >= 30, "{changes:?}");
        assert_eq!(lines(false), 1 + SHOWN + 1);
        assert_eq!(lines(true), 1 + changes.len());
        assert!(section(&[], true).starts_with("nothing"));
    }
}
