//! Which documents take part in dynamic scoping (2020-12, core, section 7.1): those that mention it, where more than one
//! schema has an anchor of one name, else a dynamic reference is one like any other; and where the anchors are few, since
//! a validator makes a schema anew for each way that leads to it through their resources.

use super::{Bundle, Place, SchemaId};
use crate::budget::{DYNAMIC_ANCHORS, DYNAMIC_STEPS};
use crate::diagnostic::{Code, Diagnostic};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn scope(bundle: &mut Bundle) -> BTreeSet<usize> {
    let keywords = ["$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor"];
    let all = bundle.documents.iter().enumerate();
    let documents: BTreeSet<usize> = all
        .filter(|(_, document)| mentions(&document.value, &keywords))
        .map(|(index, _)| index)
        .collect();
    if documents.is_empty() {
        return documents;
    }
    let mut anchors: BTreeMap<&str, Vec<SchemaId>> = BTreeMap::new();
    let mut is_recursive = false;
    for id in bundle.schemas() {
        let value = bundle.value(id);
        if let Some(name) = value.get("$dynamicAnchor").and_then(Value::as_str) {
            anchors.entry(name).or_default().push(id);
        }
        if value.get("$recursiveAnchor") == Some(&Value::Bool(true)) {
            anchors.entry("$recursiveAnchor").or_default().push(id);
        }
        is_recursive |= value.get("$recursiveRef").is_some();
    }
    let several: Vec<&Vec<SchemaId>> = anchors.values().filter(|ids| ids.len() > 1).collect();
    let count: usize = several.iter().map(|ids| ids.len()).sum();
    let leads_on = |id: &SchemaId| {
        let value = bundle.value(*id);
        let mut own = ["$ref", "$dynamicRef", "$recursiveRef"]
            .into_iter()
            .filter_map(|keyword| value.get(keyword)?.as_str());
        matches!(bundle.place(*id), Place::Document(document, _) if documents.contains(document))
            && own.any(|reference| !reference.starts_with('#'))
    };
    let is_small = count <= DYNAMIC_ANCHORS || bundle.schemas().filter(leads_on).count() <= DYNAMIC_STEPS;
    if is_small {
        return if count == 0 && !is_recursive {
            BTreeSet::new()
        } else {
            documents
        };
    }
    let location = several.first().and_then(|ids| bundle.location(ids[0], &[]));
    bundle.diagnostics.push(Diagnostic {
        code: Code::TooComplex,
        message: format!("{count} schemas have dynamic anchors of equal names; what refers to them may be anything"),
        location,
        help: "let references name the schemas that they mean, with a patch; all values are still read and written"
            .to_owned(),
    });
    BTreeSet::new()
}

fn mentions(value: &Value, keywords: &[&str]) -> bool {
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(object) if object.keys().any(|key| keywords.contains(&key.as_str())) => return true,
            Value::Object(object) => pending.extend(object.values()),
            Value::Array(items) => pending.extend(items),
            _ => {}
        }
    }
    false
}
