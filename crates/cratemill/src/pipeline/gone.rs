//! Files that are gone, and what went with them.

use super::documents::whole;
use crate::convert::{Kind, RustType, Type, Types};
use crate::diagnostic::{Code, Diagnostic};
use crate::provider::{LOCK, NamesLock, ProviderSource, SCHEMAS};
use std::collections::{BTreeMap, BTreeSet};

/// The files that names in the lock came from and that are there no more, each with those names.
pub(super) fn files(source: &ProviderSource, lock: &NamesLock) -> BTreeMap<String, Vec<String>> {
    let mut gone: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (place, name) in lock.names.iter().filter(|(place, _)| !place.starts_with(['?', '!'])) {
        if let Some((file, _)) = place.split_once('#')
            && source.schemas.get(file).is_none()
        {
            gone.entry(file.to_owned()).or_default().push(name.clone());
        }
    }
    gone
}

/// What is told of files that are gone, where types went with them. A type that lives on in another file has its name; one that
/// only stands where a reference now leads nowhere is another.
pub(super) fn told(files: BTreeMap<String, Vec<String>>, types: &Types) -> Vec<Diagnostic> {
    let is_known = |one: &&Type| !matches!(one.kind, Kind::Newtype(RustType::Value));
    let alive: BTreeSet<String> = types.types.iter().filter(is_known).map(Type::path).collect();
    let mut told = Vec::new();
    for (file, names) in files {
        let count = names.iter().filter(|name| !alive.contains(*name)).count();
        let types = match (count, names.len()) {
            (0, _) => continue,
            (1, 1) => "its type".to_owned(),
            (count, all) if count == all => "its types".to_owned(),
            (count, all) => format!("{count} of its {all} types; the others are in another file"),
        };
        told.push(Diagnostic {
            code: Code::GoneFile,
            message: format!("the file is gone, and with it {types}"),
            location: Some(whole(format!("{SCHEMAS}/{file}"))),
            help: format!("{LOCK} keeps the names as retired: should the file return, so do they"),
        });
    }
    told
}
