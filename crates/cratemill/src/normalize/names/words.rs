//! The words that files and keys go by.

use super::Naming;
use crate::provider::without_ending;

/// A file name without its endings.
pub fn file_stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = without_ending(name);
    let stem = name
        .strip_suffix("-schema")
        .or_else(|| name.strip_suffix(".schema"))
        .or_else(|| name.strip_suffix("_schema"));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// A key or file name less the provider's prefix and what the manifest strips.
pub fn short(naming: &Naming<'_>, name: &str) -> String {
    let mut rest = name;
    let provider = rest
        .get(..naming.provider.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(naming.provider));
    if provider && let Some(after) = rest.get(naming.provider.len()..) {
        let after_separator = after.trim_start_matches(['-', '_', '.']);
        if after_separator.len() < after.len() && !after_separator.is_empty() {
            rest = after_separator;
        }
    }
    naming.rules.strip(rest).to_owned()
}
