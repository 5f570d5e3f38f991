//! Some components of a provider, and what they reach.

use crate::bundle::{self, Bundle, Place, SchemaId, pointer_tokens, subschemas};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::provider::Manifest;
use serde_json::Value;
use std::collections::BTreeSet;

/// What a root that is not selected keeps beside the components in it: what it is called, and how it is read.
const KEPT: [&str; 10] = [
    "$schema",
    "$id",
    "id",
    "openapi",
    "swagger",
    "title",
    "description",
    "$defs",
    "definitions",
    "components",
];

/// The bundle of what `[select]` names and reaches; entries that name nothing are told. What else the manifest says of what is
/// left out is dropped from it.
pub(super) fn select(
    text: &str,
    manifest: &mut Manifest,
    whole: Bundle,
    provider: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Bundle {
    if manifest.select.components.is_empty() {
        let place = Manifest::place(text, &["select", "components"]);
        diagnostics.extend(place.map(|place| Diagnostic {
            code: Code::UnusedOverride,
            message: "`components` selects none, and there is no crate without a type".to_owned(),
            location: Some(place),
            help: "name components, or delete `[select]`, and all are generated".to_owned(),
        }));
        return whole;
    }
    let is_component = |id: &SchemaId| match whole.place(*id) {
        Place::Document(_, pointer) => pointer.is_empty() || whole.is_definition(*id),
        _ => false,
    };
    let components: Vec<SchemaId> = whole.schemas().filter(is_component).collect();
    let mut chosen: Vec<SchemaId> = Vec::new();
    for entry in &manifest.select.components {
        let is_chosen = |id: &&SchemaId| {
            let address = whole.address(**id);
            match entry.strip_suffix('*') {
                Some(beginning) => address.starts_with(beginning),
                None => address == *entry || address.strip_suffix('#') == Some(entry),
            }
        };
        let before = chosen.len();
        chosen.extend(components.iter().filter(is_chosen));
        if chosen.len() == before {
            diagnostics.push(Diagnostic {
                code: Code::UnusedOverride,
                message: format!("`{}` selects no component", entry.escape_debug()),
                location: Manifest::place(text, &["select", "components"]),
                help: "correct the place: a file below `json-schema/`, `#` and a JSON Pointer to an entry of `$defs`, or a \
                       beginning of that and `*`"
                    .to_owned(),
            });
        }
    }
    let kept = reached(&whole, chosen);
    let documents = whole.documents().iter().enumerate();
    let documents = documents.filter_map(|(index, document)| pruned(&whole, index, document, &kept));
    let selected = bundle::bundle(documents.collect(), provider);
    let there: BTreeSet<String> = selected.schemas().map(|id| selected.address(id)).collect();
    let all: BTreeSet<String> = whole.schemas().map(|id| whole.address(id)).collect();
    let stays = |place: &String| {
        let schema = place.split(' ').next().unwrap_or_default();
        there.contains(schema) || !all.contains(schema)
    };
    manifest.types.retain(|place, _| stays(place));
    manifest.names.overrides.retain(|place, _| stays(place));
    manifest.secrets.places.retain(|place, _| stays(place));
    selected
}

/// The components that are reached from some of them, those included.
fn reached(bundle: &Bundle, chosen: Vec<SchemaId>) -> BTreeSet<SchemaId> {
    let mut kept = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut pending = chosen;
    while let Some(id) = pending.pop() {
        let around = components_around(bundle, id);
        pending.extend(around.iter().filter(|one| kept.insert(**one)));
        if !seen.insert(id) {
            continue;
        }
        pending.extend(bundle.targets(id));
        for tokens in subschemas(bundle.value(id)) {
            let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
            let child = bundle.child(id, &tokens);
            pending.extend(child.filter(|child| !bundle.is_definition(*child)));
        }
    }
    kept
}

/// The component that a schema is in, and the definitions that this is in; a document's root only where no definition is.
fn components_around(bundle: &Bundle, id: SchemaId) -> Vec<SchemaId> {
    let Place::Document(document, pointer) = bundle.place(id) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut at = pointer.as_str();
    loop {
        let own = bundle.id(*document, at).filter(|own| bundle.is_definition(*own));
        found.extend(own);
        match at.rsplit_once('/') {
            Some((parent, _)) => at = parent,
            None => break,
        }
    }
    if found.is_empty() {
        found.push(bundle.root(*document));
    }
    found
}

/// A document without the components that are not kept; none of it if none is.
fn pruned(bundle: &Bundle, index: usize, document: &Document, kept: &BTreeSet<SchemaId>) -> Option<Document> {
    let root = bundle.root(index);
    let is_here = |id: &SchemaId| matches!(bundle.place(*id), Place::Document(own, _) if *own == index);
    if !kept.iter().any(is_here) {
        return None;
    }
    let mut document = document.clone();
    let gone: Vec<String> = bundle
        .schemas()
        .filter(|id| is_here(id) && bundle.is_definition(*id) && !kept.contains(id))
        .filter_map(|id| match bundle.place(id) {
            Place::Document(_, pointer) => Some(pointer.clone()),
            _ => None,
        })
        .collect();
    for pointer in gone {
        let Some((parent, _)) = pointer.rsplit_once('/') else {
            continue;
        };
        let name = pointer_tokens(&pointer).last().unwrap_or_default();
        if let Some(Value::Object(parent)) = document.value.pointer_mut(parent) {
            parent.shift_remove(&name);
        }
        document.definitions.shift_remove(&pointer);
    }
    if !kept.contains(&root)
        && document.definitions.is_empty()
        && let Value::Object(keywords) = &mut document.value
    {
        keywords.retain(|keyword, _| KEPT.contains(&keyword.as_str()));
    }
    Some(document)
}
