//! The names of fields, of variants and of values in `names.lock`.

use super::{Kind, Types, identifiers};
use crate::normalize::Naming;
use std::collections::BTreeMap;

/// The names of the fields that are called otherwise than their properties, of the variants of unions by what they
/// hold, and of the values of an enumeration whose names another would have too, as `names.lock` holds them: what comes
/// later can take none of them away.
pub fn lock_entries(types: &Types) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut entries = BTreeMap::new();
    for one in &types.types {
        let names: Vec<(&String, &String)> = match &one.kind {
            Kind::Object(object) => object
                .fields
                .iter()
                .filter(|field| !identifiers::is_called(&field.name, &field.identifier))
                .map(|field| (&field.name, &field.identifier))
                .collect(),
            Kind::Union(union) => union
                .all
                .iter()
                .filter(|variant| !variant.held.is_empty())
                .map(|variant| (&variant.held, &variant.identifier))
                .collect(),
            Kind::Enumeration(values) | Kind::Integers(values) => values
                .iter()
                .filter(|value| value.is_contested)
                .map(|value| (&value.text, &value.identifier))
                .collect(),
            _ => continue,
        };
        let names: BTreeMap<String, String> = names.into_iter().map(|(a, b)| (a.clone(), b.clone())).collect();
        if !names.is_empty() {
            entries.insert(one.path(), names);
        }
    }
    entries
}

/// The fields or variants that the lock knows of a type, by its path of today or that of before.
pub(super) fn fields<'a>(naming: &Naming<'a>, path: &str, address: &str) -> Option<&'a BTreeMap<String, String>> {
    let old = || naming.lock.get(address).and_then(|old| naming.fields.get(old));
    naming.fields.get(path).or_else(old)
}
