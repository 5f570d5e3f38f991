//! The key of an action: all that decides about its outputs, as text, and the digest of that text.

use cratemill::file_tree::FileTree;
use cratemill::provider::{EXAMPLES, HISTORY, MANIFEST, PATCHES, ProviderSource, SCHEMAS, SOURCE_LOCK, sha256};
use cratemill::{Options, Runtime};

use crate::codegen::program;
use crate::providers::Provider;

/// What this text means changes with this number.
const FORM: &str = "cratemill action 1";

/// What an action is besides its provider.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms<'a> {
    pub(crate) options: &'a Options,
    pub(crate) types_only: bool,
    /// Files of the version before.
    pub(crate) previous: Option<&'a FileTree>,
}

/// All that decides about the outputs, a line each: the generator's build, the options, the digest of each input by its path.
/// Nothing of where anything lies.
///
/// `None` where the system does not tell which program this is.
pub(crate) fn text(source: &ProviderSource, skipped: &str, terms: Terms<'_>) -> Option<String> {
    let runtime = match &terms.options.runtime {
        Runtime::Path(path) => format!("path:{path}"),
        Runtime::Version(version) => version.clone(),
    };
    let name = source.name.escape_debug();
    let proof = if terms.types_only {
        "types only"
    } else {
        "types and proof"
    };
    let mut lines = vec![
        FORM.to_owned(),
        format!("generator {} {}", env!("CARGO_PKG_VERSION"), program::digest()?),
        format!("runtime {}", runtime.escape_debug()),
        format!("contents {proof}"),
        format!("provider {name}"),
        format!("skipped {}", sha256(skipped.as_bytes())),
        format!("lock {}", of(source.lock.as_deref().map(str::as_bytes))),
        format!("previous {}", if terms.previous.is_some() { "given" } else { "none" }),
    ];
    let previous = terms.previous.into_iter().flat_map(FileTree::iter);
    lines.extend(previous.map(|(path, bytes)| format!("previous {} {path}", sha256(bytes))));
    lines.extend(inputs(source).map(|(path, bytes)| format!("input {} {path}", sha256(bytes))));
    Some(lines.join("\n") + "\n")
}

/// The digest of that text.
pub(crate) fn key(source: &ProviderSource, skipped: &str, terms: Terms<'_>) -> Option<String> {
    text(source, skipped, terms).map(|text| sha256(text.as_bytes()))
}

/// What was left out when a provider was read, as far as it decides about anything.
pub(crate) fn skipped(provider: &Provider) -> String {
    format!("{:?}", provider.skipped)
}

/// The files of a provider but for its lock, by the path that diagnostics have for them, sorted within each folder.
pub(crate) fn inputs(source: &ProviderSource) -> impl Iterator<Item = (String, &[u8])> {
    let single = [(MANIFEST, &source.manifest), (SOURCE_LOCK, &source.source_lock)];
    let single = single
        .into_iter()
        .filter_map(|(path, text)| Some((path.to_owned(), text.as_deref()?.as_bytes())));
    let trees: [(&str, &FileTree); 4] = [
        (EXAMPLES, &source.examples),
        (HISTORY, &source.history),
        (SCHEMAS, &source.schemas),
        (PATCHES, &source.patches),
    ];
    let files = trees
        .into_iter()
        .flat_map(|(top, tree)| tree.iter().map(move |(path, bytes)| (format!("{top}/{path}"), bytes)));
    single.chain(files)
}

fn of(bytes: Option<&[u8]>) -> String {
    bytes.map_or_else(|| "none".to_owned(), sha256)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn all_that_decides_makes_another_key() {
        let options = |version: &str| Options {
            runtime: Runtime::Version(version.to_owned()),
        };
        let [one, two] = ["0.1", "0.2"].map(options);
        let terms = Terms {
            options: &one,
            types_only: false,
            previous: None,
        };
        let mut source = ProviderSource {
            name: "p".to_owned(),
            ..ProviderSource::default()
        };
        source.schemas.insert("a.json", "{}").expect("a path");
        let of = |change: &dyn Fn(&mut ProviderSource)| {
            let mut other = source.clone();
            change(&mut other);
            key(&other, "", terms).expect("a key")
        };
        let keys = [
            of(&|_| {}),
            of(&|it| it.name = "q".to_owned()),
            of(&|it| it.lock = Some(String::new())),
            of(&|it| it.manifest = Some(String::new())),
            of(&|it| it.source_lock = Some(String::new())),
            of(&|it| it.schemas.insert("a.json", "{ }").expect("a path")),
            of(&|it| it.schemas.insert("b.json", "{}").expect("a path")),
            of(&|it| it.examples.insert("a.json", "{}").expect("a path")),
            of(&|it| it.patches.insert("a.json", "{}").expect("a path")),
            of(&|it| it.history.insert("a.json", "{}").expect("a path")),
            key(&source, "a file", terms).expect("a key"),
            key(&source, "", Terms { options: &two, ..terms }).expect("a key"),
            key(
                &source,
                "",
                Terms {
                    types_only: true,
                    ..terms
                },
            )
            .expect("a key"),
            key(
                &source,
                "",
                Terms {
                    previous: Some(&FileTree::new()),
                    ..terms
                },
            )
            .expect("a key"),
        ];
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{keys:#?}");
        assert_eq!(of(&|_| {}), keys[0]);
    }
}
