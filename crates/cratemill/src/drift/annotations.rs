//! What annotations say that no type shows.

use super::Version;
use super::fact::Fact;
use super::pairs::{Pairs, path};
use super::spot::Found;
use crate::bundle::push_token;
use crate::convert::{Kind, Type};
use serde_json::Value;
use std::collections::BTreeMap;

/// The properties that are only read, and were not, or the other way round.
pub(super) fn found(old: Version<'_>, new: Version<'_>, pairs: &Pairs<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let documents = [old, new].map(documents);
    for (before, after) in pairs.both() {
        let (before, after) = (&old.types.types[before], &new.types.types[after]);
        let (Kind::Object(one), Kind::Object(other)) = (&before.kind, &after.kind) else {
            continue;
        };
        for field in &other.fields {
            let Some(was) = one.fields.iter().find(|one| one.name == field.name) else {
                continue;
            };
            let addresses = [property(before, &field.name), property(after, &field.name)];
            let [Some(first), Some(second)] = addresses else {
                continue;
            };
            let on = is_read_only(&documents[1], &second);
            if is_read_only(&documents[0], &first) != on {
                found.push(Found {
                    is_apart: false,
                    path: format!("{}::{}", path(after), field.identifier),
                    old_path: format!("{}::{}", path(before), was.identifier),
                    what: Fact::ReadOnlyChanged { on },
                    old: Some(first),
                    new: Some(second),
                });
            }
        }
    }
    found
}

fn property(one: &Type, name: &str) -> Option<String> {
    let mut address = one.exact.clone()?;
    address.push_str("/properties");
    push_token(&mut address, name);
    Some(address)
}

/// The documents of a version by their names.
fn documents(version: Version<'_>) -> BTreeMap<&str, &Value> {
    let documents = version.bundle.documents().iter();
    documents.map(|document| (document.name(), &document.value)).collect()
}

fn is_read_only(documents: &BTreeMap<&str, &Value>, address: &str) -> bool {
    let value = || {
        let (file, pointer) = address.split_once('#')?;
        documents.get(file)?.pointer(pointer)?.get("readOnly")
    };
    value() == Some(&Value::Bool(true))
}
