//! What publishers mark as secret: by OpenAPI's `format: password`, and by `writeOnly`.

use crate::bundle::{Bundle, SchemaId};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Keywords whose schema holds for the value itself or for all that it holds.
const SINGLE: [&str; 2] = ["items", "additionalProperties"];
/// The same, of several schemas.
const SEVERAL: [&str; 5] = ["allOf", "anyOf", "oneOf", "prefixItems", "items"];

/// The schemas that are marked, with the references to them, the alternatives and conjunctions that they are part of, and the
/// lists and maps of them.
pub(in crate::normalize) fn marked(bundle: &Bundle) -> BTreeSet<SchemaId> {
    let mut found: Vec<SchemaId> = bundle.schemas().filter(|id| is_marked(bundle.value(*id))).collect();
    if found.is_empty() {
        return BTreeSet::new();
    }
    let mut holders: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    for id in bundle.schemas() {
        for part in parts(bundle, id) {
            holders.entry(part).or_default().push(id);
        }
    }
    let mut all = BTreeSet::new();
    while let Some(id) = found.pop() {
        if all.insert(id) {
            found.extend(holders.get(&id).into_iter().flatten());
        }
    }
    all
}

fn is_marked(schema: &Value) -> bool {
    schema.get("format").and_then(Value::as_str) == Some("password")
        || schema.get("writeOnly") == Some(&Value::Bool(true))
}

fn parts(bundle: &Bundle, id: SchemaId) -> Vec<SchemaId> {
    let schema = bundle.value(id);
    let count = |keyword: &str| schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
    let single = SINGLE.iter().filter_map(|keyword| bundle.child(id, &[keyword]));
    let several = SEVERAL.iter().flat_map(|keyword| {
        let all = 0..count(keyword);
        all.filter_map(|index| bundle.child(id, &[keyword, &index.to_string()]))
    });
    let named = schema.get("patternProperties").and_then(Value::as_object);
    let named = named.into_iter().flat_map(|all| all.keys());
    let named = named.filter_map(|name| bundle.child(id, &["patternProperties", name]));
    let all = single.chain(several).chain(named);
    all.chain(bundle.targets(id).iter().copied()).collect()
}
