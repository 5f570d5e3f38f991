//! What annotations say that no type shows.

use super::Version;
use super::fact::Fact;
use super::pairs::{Pairs, path};
use super::spot::Found;
use crate::bundle::push_token;
use crate::convert::{Kind, Type};
use serde_json::Value;

/// The properties that are only read, and were not, or the other way round.
pub(super) fn found(old: Version<'_>, new: Version<'_>, pairs: &Pairs<'_>) -> Vec<Found> {
    let mut found = Vec::new();
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
            let on = is_read_only(new, &second);
            if is_read_only(old, &first) != on {
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

fn is_read_only(version: Version<'_>, address: &str) -> bool {
    let value = || {
        let (file, pointer) = address.split_once('#')?;
        let mut all = version.bundle.documents().iter();
        let document = all.find(|document| document.name() == file)?;
        document.value.pointer(pointer)?.get("readOnly")
    };
    value() == Some(&Value::Bool(true))
}
