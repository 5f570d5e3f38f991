//! The paths of a generated crate's types.

use std::collections::BTreeMap;

use cratemill::bundle::decode;
use cratemill::file_tree::FileTree;
use cratemill::normalize::names::lies_inside;
use cratemill::provider::NamesLock;

use crate::validated;

/// The paths in a lock, and whether each stands at the root and lies inside a component.
pub(crate) fn names(lock: &str) -> BTreeMap<String, bool> {
    let names = NamesLock::parse(lock).map(|lock| lock.names).unwrap_or_default();
    let is_stray = |address: &str, path: &str| !path.contains("::") && lies_inside(address);
    let all = names.into_iter();
    all.map(|(address, path)| (path.clone(), is_stray(&address, &path)))
        .collect()
}

/// The types that have `validate()`, and the schema that it asks.
pub(crate) fn validated(files: &FileTree, types: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for uri in validated::schemas(files) {
        let address = decode(uri.strip_prefix("cratemill:///").unwrap_or(&uri));
        if let Some((_, path)) = types.get(&address).and_then(|path| path.split_once("::")) {
            found.insert(path.to_owned(), uri);
        }
    }
    found
}
