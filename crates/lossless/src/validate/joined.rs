//! Documents joined into one, as far as they can be.
//!
//! A validator compiles a schema once for each dynamic scope, the row of documents through which it is reached: of types
//! that refer to each other across documents that makes a number exponential in how deep they lie. Within one document
//! the scope stays the same. So all documents of one draft that do nothing dynamic become the definitions of one.

use crate::pattern_size::{counted, is_bounded};
use jsonschema::Draft;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The URI of a joined document, before its number.
const JOINED: &str = "lossless:///joined/";

/// Keywords that depend on the document or on the dynamic scope.
const SCOPED: [&str; 7] = [
    "$id",
    "id",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$recursiveRef",
    "$recursiveAnchor",
];
/// Keywords whose members are schemas, whatever their names.
const NAMED: [&str; 6] = [
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
    "dependencies",
];
/// Keywords that hold instances.
const INSTANCES: [&str; 2] = ["const", "enum"];
/// Keywords that judge nothing, and of which validators keep copies.
const ANNOTATIONS: [&str; 6] = ["$comment", "title", "description", "default", "example", "examples"];

/// Documents by URI, some of which are joined into one.
#[derive(Debug)]
pub struct Joined {
    /// The documents as a validator takes them.
    pub documents: Vec<(String, Value)>,
    /// Where the joined ones are: the URI of the whole, and the number there.
    places: BTreeMap<String, (String, usize)>,
    /// Their URIs by the URI of the whole.
    parts: BTreeMap<String, Vec<String>>,
    /// The annotations that references lead into.
    referred: Vec<&'static str>,
}

impl Joined {
    /// Joins documents in which every reference is absolute or a JSON Pointer.
    pub fn new(documents: Vec<(String, Value)>) -> Self {
        let mut joined = Joined {
            documents: Vec::new(),
            places: BTreeMap::new(),
            parts: BTreeMap::new(),
            referred: Vec::new(),
        };
        for (_, document) in &documents {
            refer(document, &mut joined.referred);
        }
        let mut drafts: Vec<Draft> = Vec::new();
        for (uri, document) in &documents {
            if !can_move(document) {
                continue;
            }
            let draft = draft(document);
            let number = drafts.iter().position(|known| *known == draft).unwrap_or(drafts.len());
            if number == drafts.len() {
                drafts.push(draft);
            }
            let whole = format!("{JOINED}{number}");
            let parts = joined.parts.entry(whole.clone()).or_default();
            joined.places.insert(uri.clone(), (whole, parts.len()));
            parts.push(uri.clone());
        }
        let mut wholes: Vec<Map<String, Value>> = drafts.iter().map(|_| Map::new()).collect();
        for (uri, mut document) in documents {
            joined.rewrite(&mut document, &uri);
            let place = joined.places.get(&uri).cloned();
            match place.and_then(|(whole, part)| Some((whole.strip_prefix(JOINED)?.parse::<usize>().ok()?, part))) {
                Some((whole, part)) => {
                    if let Value::Object(keywords) = &mut document {
                        keywords.remove("$schema");
                    }
                    wholes[whole].insert(part.to_string(), document);
                }
                None => joined.documents.push((uri, document)),
            }
        }
        for (number, (draft, parts)) in drafts.iter().zip(wholes).enumerate() {
            let whole = json!({ "$schema": specification(*draft), "definitions": parts });
            joined.documents.push((format!("{JOINED}{number}"), whole));
        }
        joined
    }

    /// Where what a reference names is now.
    pub fn reference(&self, reference: &str) -> String {
        let (uri, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        match self.places.get(uri) {
            Some((whole, part)) => format!("{whole}#/definitions/{part}{pointer}"),
            None => reference.to_owned(),
        }
    }

    /// Where something was that is there now: the inverse of [`Joined::reference`].
    pub fn published(&self, reference: &str) -> String {
        let known = || {
            let (whole, pointer) = reference.split_once("#/definitions/")?;
            let (part, rest) = pointer.split_at(pointer.find('/').unwrap_or(pointer.len()));
            let uri = self.parts.get(whole)?.get(part.parse::<usize>().ok()?)?;
            Some(format!("{uri}#{rest}"))
        };
        known().unwrap_or_else(|| reference.to_owned())
    }

    /// Lets the references of a schema lead to where everything is now; annotations go.
    fn rewrite(&self, schema: &mut Value, uri: &str) {
        match schema {
            Value::Object(keywords) => {
                bound_patterns(keywords);
                keywords.retain(|keyword, value| {
                    let keyword = keyword.as_str();
                    !ANNOTATIONS.contains(&keyword) || is_no_annotation(value) || self.referred.contains(&keyword)
                });
                for (keyword, value) in keywords.iter_mut() {
                    match value {
                        Value::String(reference) if keyword == "$ref" => {
                            *reference = match reference.strip_prefix('#') {
                                // What stays where it is may hold resources, to which a fragment alone refers.
                                Some(pointer) if self.places.contains_key(uri) => {
                                    self.reference(&format!("{uri}#{pointer}"))
                                }
                                _ => self.reference(reference),
                            };
                        }
                        _ if INSTANCES.contains(&keyword.as_str()) => {}
                        Value::Object(named) if NAMED.contains(&keyword.as_str()) => {
                            named.values_mut().for_each(|value| self.rewrite(value, uri));
                        }
                        value => self.rewrite(value, uri),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.rewrite(item, uri)),
            _ => {}
        }
    }
}

/// A pattern that no engine takes.
const NONE: &str = "(";

/// Puts a pattern that no engine takes in the place of one that an engine would take too long for, and lengths in the place
/// of a pattern that is one.
fn bound_patterns(keywords: &mut Map<String, Value>) {
    if let Some(pattern) = keywords.get("pattern").and_then(Value::as_str) {
        if let Some((characters, least, most)) = counted(pattern) {
            let limit = |keyword: &str| keywords.get(keyword).and_then(Value::as_f64);
            let is_lower = |keyword: &str, value: u64| limit(keyword).is_none_or(|known| value as f64 > known);
            let is_upper = |keyword: &str, value: u64| limit(keyword).is_none_or(|known| (value as f64) < known);
            let least = (least > 0 && is_lower("minLength", least)).then_some(("minLength", least));
            let most = most.filter(|most| is_upper("maxLength", *most));
            let most = most.map(|most| ("maxLength", most));
            keywords.insert("pattern".to_owned(), characters.into());
            let lengths = least.into_iter().chain(most);
            keywords.extend(lengths.map(|(keyword, length)| (keyword.to_owned(), length.into())));
        } else if !is_bounded(pattern) {
            keywords.insert("pattern".to_owned(), NONE.into());
        }
    }
    if let Some(Value::Object(named)) = keywords.get_mut("patternProperties")
        && named.keys().any(|pattern| !is_bounded(pattern))
    {
        named.retain(|pattern, _| is_bounded(pattern));
        named.insert(NONE.to_owned(), Value::Bool(true));
    }
}

/// Adds the annotations that the references of a schema lead into.
fn refer(schema: &Value, referred: &mut Vec<&'static str>) {
    match schema {
        Value::Object(keywords) => {
            if let Some(Value::String(reference)) = keywords.get("$ref") {
                let leads_into = |keyword: &&str| reference.contains(&format!("/{keyword}/"));
                referred.extend(ANNOTATIONS.into_iter().filter(leads_into));
            }
            keywords.values().for_each(|value| refer(value, referred));
        }
        Value::Array(items) => items.iter().for_each(|item| refer(item, referred)),
        _ => {}
    }
}

/// What stands where an annotation would may be a property's schema.
fn is_no_annotation(value: &Value) -> bool {
    value.is_object()
}

/// The draft of a document, as a validator finds it.
pub fn draft(document: &Value) -> Draft {
    match Draft::Draft202012.detect(document) {
        Draft::Unknown => Draft::Draft202012,
        draft => draft,
    }
}

fn specification(draft: Draft) -> &'static str {
    match draft {
        Draft::Draft4 => "http://json-schema.org/draft-04/schema#",
        Draft::Draft6 => "http://json-schema.org/draft-06/schema#",
        Draft::Draft7 => "http://json-schema.org/draft-07/schema#",
        Draft::Draft201909 => "https://json-schema.org/draft/2019-09/schema",
        _ => "https://json-schema.org/draft/2020-12/schema",
    }
}

/// Whether a schema means the same wherever it stands.
fn can_move(schema: &Value) -> bool {
    match schema {
        Value::Object(keywords) => keywords.iter().all(|(keyword, value)| match value {
            Value::String(reference) if keyword == "$ref" => {
                let is_local = reference == "#" || reference.starts_with("#/");
                is_local
                    || reference.contains("://") && !reference.contains('#')
                    || reference
                        .split_once("://")
                        .is_some_and(|(_, rest)| rest.contains("#/") || rest.ends_with('#'))
            }
            Value::String(_) if SCOPED.contains(&keyword.as_str()) => false,
            Value::Bool(_) if keyword == "$recursiveAnchor" => false,
            _ if INSTANCES.contains(&keyword.as_str()) => true,
            Value::Object(named) if NAMED.contains(&keyword.as_str()) => named.values().all(can_move),
            value => can_move(value),
        }),
        Value::Array(items) => items.iter().all(can_move),
        _ => true,
    }
}
