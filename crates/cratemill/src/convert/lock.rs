//! The names of fields in `names.lock`.

use super::{Kind, Types, identifiers};
use crate::normalize::Naming;
use std::collections::BTreeMap;

/// The names of the fields that are called otherwise than their properties, as `names.lock` holds them: a property that
/// comes later can take none of them away.
pub fn lock_entries(types: &Types) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut entries = BTreeMap::new();
    for one in &types.types {
        let Kind::Object(object) = &one.kind else { continue };
        let others = object
            .fields
            .iter()
            .filter(|field| !identifiers::is_called(&field.name, &field.identifier));
        let others: BTreeMap<String, String> = others
            .map(|field| (field.name.clone(), field.identifier.clone()))
            .collect();
        if !others.is_empty() {
            entries.insert(one.path(), others);
        }
    }
    entries
}

/// The fields that the lock knows of a type, by its path of today or that of before.
pub(super) fn fields<'a>(naming: &Naming<'a>, path: &str, address: &str) -> Option<&'a BTreeMap<String, String>> {
    let old = || naming.lock.get(address).and_then(|old| naming.fields.get(old));
    naming.fields.get(path).or_else(old)
}
