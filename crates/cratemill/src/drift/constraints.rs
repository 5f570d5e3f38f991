//! What no type expresses: the keywords that `validate()` judges by.

use super::Version;
use super::fact::Fact;
use super::kinds::Found;
use crate::bundle::{document_uri, pointer_tokens};
use crate::convert::{Kind, Type, Types};
use crate::normalize::is_constraint;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Adds every constraint that was added, removed or changed on a schema that is in both versions.
pub(super) fn add(found: &mut Vec<Found>, old: Version<'_>, new: Version<'_>) {
    let [old_documents, new_documents] =
        [old, new].map(|one| one.bundle.validation_documents().iter().map(pair).collect());
    let all = old
        .schema
        .unexpressed
        .iter()
        .chain(&new.schema.unexpressed)
        .filter(|one| is_constraint(&one.keyword));
    let all: BTreeSet<(&str, &str)> = all.map(|one| (one.address.as_str(), one.keyword.as_str())).collect();
    for (address, keyword) in all {
        let (Some(before), Some(after)) = (schema(&old_documents, address), schema(&new_documents, address)) else {
            continue;
        };
        let (before, after) = (before.get(keyword).cloned(), after.get(keyword).cloned());
        let expressed = || keyword == "pattern" && [old, new].iter().any(|one| is_pattern(one.types, address));
        if before != after && !expressed() {
            let what = Fact::ConstraintChanged {
                keyword: keyword.to_owned(),
                old: before,
                new: after,
            };
            found.push(Found {
                path: place(new.types, address),
                what,
                old: Some(address.to_owned()),
                new: Some(address.to_owned()),
            });
        }
    }
}

fn pair((uri, document): &(String, Value)) -> (&str, &Value) {
    (uri, document)
}

fn schema<'a>(documents: &BTreeMap<&str, &'a Value>, address: &str) -> Option<&'a Value> {
    let (file, pointer) = address.split_once('#')?;
    documents.get(document_uri(file).as_str())?.pointer(pointer)
}

fn type_at<'a>(types: &'a Types, address: &str) -> Option<&'a Type> {
    types
        .types
        .iter()
        .find(|one| one.stands_for.iter().any(|place| place == address))
}

fn is_pattern(types: &Types, address: &str) -> bool {
    type_at(types, address).is_some_and(|one| matches!(one.kind, Kind::Pattern(_)))
}

/// The type or property that a schema describes; else its address.
fn place(types: &Types, address: &str) -> String {
    if let Some(one) = type_at(types, address) {
        return one.name.clone();
    }
    let property = address
        .rsplit_once("/properties/")
        .filter(|(_, name)| !name.contains('/'));
    let owner = property
        .and_then(|(parent, name)| Some((type_at(types, parent)?, pointer_tokens(&format!("/{name}")).next()?)));
    owner.map_or_else(
        || address.to_owned(),
        |(one, name)| format!("{}::{}", one.name, field(one, &name)),
    )
}

/// The Rust name of a property.
fn field(one: &Type, name: &str) -> String {
    let Kind::Object(object) = &one.kind else {
        return name.to_owned();
    };
    let field = object.fields.iter().find(|field| field.name == name);
    field.map_or_else(|| name.to_owned(), |field| field.identifier.clone())
}
