//! The compound schema in the form a validator takes: every reference an absolute one, no `$id` that a draft forbids.

use super::{Bundle, Place, SchemaId, dialect, document_uri, fragment, push_token, reference_to};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The document that stands for what no document holds; each member is `true`.
pub const UNRESOLVED: &str = "unresolved";

/// Keywords that identify a schema.
const IDS: [&str; 3] = ["$id", "id", "$anchor"];

/// Keywords that refer, of which the dynamic ones stay what they are within their resource.
const REFERENCES: [&str; 2] = ["$ref", "$dynamicRef"];

/// Keywords that mean nothing more where there is no dynamic scope: what they refer to is said by `$ref`, if it is one.
const DYNAMIC: [&str; 4] = ["$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor"];

impl Bundle {
    /// The documents by URI with every reference absolute.
    pub(super) fn rewritten(&self) -> Vec<(String, Value)> {
        let mut values: Vec<Value> = self.documents.iter().map(|document| document.value.clone()).collect();
        let mut unresolved = Map::new();
        let openapi: BTreeSet<usize> = (0..values.len())
            .filter(|index| dialect::is_openapi(&values[*index]))
            .collect();
        for index in &openapi {
            dialect::name_draft(&mut values[*index]);
        }
        for id in self.schemas() {
            let Place::Document(document, pointer) = self.place(id) else {
                continue;
            };
            let is_said = |word: &String| word.starts_with('$') || IDS.contains(&word.as_str());
            let speaks_of_places = self
                .value(id)
                .as_object()
                .is_some_and(|schema| schema.keys().any(is_said));
            if !speaks_of_places && !openapi.contains(document) {
                continue;
            }
            let reference = self.reference(id, &mut unresolved);
            let resource = self.is_resource(*document, pointer);
            let Some(Value::Object(schema)) = values[*document].pointer_mut(pointer) else {
                continue;
            };
            if openapi.contains(document) {
                dialect::plain(schema);
            }
            let is_dynamic = self.dynamic.contains(document);
            let means_one = self.targets(id).len() == 1;
            if !is_dynamic {
                DYNAMIC.iter().for_each(|keyword| drop(schema.shift_remove(*keyword)));
            }
            if let Some((keyword, reference)) = reference
                && (is_dynamic || keyword == "$ref" || means_one)
            {
                let keyword = if is_dynamic { keyword } else { "$ref" };
                schema.insert(keyword.to_owned(), Value::String(reference));
            }
            for keyword in IDS {
                if !schema.get(keyword).is_some_and(Value::is_string) {
                    continue;
                }
                if keyword == "$id" && resource {
                    schema.insert("$id".to_owned(), Value::String(self.resource_uri(*document, pointer)));
                } else if keyword != "$anchor" || !is_dynamic {
                    schema.shift_remove(keyword);
                }
            }
        }
        let uris = self.documents.iter().map(|document| document_uri(document.name()));
        let mut documents: Vec<(String, Value)> = uris.zip(values).collect();
        if !unresolved.is_empty() {
            documents.push((document_uri(UNRESOLVED), json!({ "$defs": unresolved })));
        }
        documents
    }

    /// The reference by which a validator finds a schema in the rewritten documents.
    pub fn judged_by(&self, id: SchemaId) -> Option<String> {
        match self.place(id) {
            Place::Document(document, pointer) => Some(self.absolute(*document, pointer)),
            _ => None,
        }
    }

    /// Whether a schema is the root of a document with dynamic references, which mean what they mean from there.
    pub fn opens_dynamic_scope(&self, id: SchemaId) -> bool {
        matches!(self.place(id), Place::Document(document, pointer) if pointer.is_empty() && self.dynamic.contains(document))
    }

    fn reference(&self, id: SchemaId, unresolved: &mut Map<String, Value>) -> Option<(&'static str, String)> {
        let target = *self.targets(id).first()?;
        let value = self.value(id);
        let is_dynamic = matches!(self.place(id), Place::Document(own, _) if self.dynamic.contains(own));
        let words: &[&str] = if is_dynamic {
            &REFERENCES
        } else {
            &["$ref", "$dynamicRef", "$recursiveRef"]
        };
        let mut words = words.iter().copied();
        let keyword = words.find(|keyword| value.get(keyword).is_some_and(Value::is_string))?;
        let reference = match self.place(target) {
            Place::Document(document, pointer) if keyword == "$ref" || !is_dynamic => self.absolute(*document, pointer),
            Place::Document(document, pointer) => {
                let (path, anchor) = value.get(keyword)?.as_str()?.split_once('#')?;
                let (resource, _) = self.resource(*document, pointer);
                if path.is_empty() || anchor.starts_with('/') {
                    return None;
                }
                format!("{resource}#{anchor}")
            }
            Place::MetaSchema(_) => return None,
            Place::Unresolved(text) => {
                unresolved.insert(text.clone(), Value::Bool(true));
                let mut pointer = "/$defs".to_owned();
                push_token(&mut pointer, text);
                reference_to(UNRESOLVED, &pointer)
            }
        };
        Some((keyword, reference))
    }

    fn absolute(&self, document: usize, pointer: &str) -> String {
        let (resource, pointer) = self.resource(document, pointer);
        // The validator takes no dynamic scope along through an empty fragment.
        if pointer.is_empty() && self.dynamic.contains(&document) {
            return resource;
        }
        format!("{resource}#{}", fragment(pointer))
    }

    /// The resource that a schema is part of, and its pointer there. Resources matter, and are kept, where there is a
    /// dynamic scope, whose steps they are; a document's root goes by the document's URI alone.
    fn resource<'p>(&self, document: usize, pointer: &'p str) -> (String, &'p str) {
        let mut end = pointer.len();
        while end > 0 {
            if self.is_resource(document, &pointer[..end]) {
                return (self.resource_uri(document, &pointer[..end]), &pointer[end..]);
            }
            end = pointer[..end].rfind('/').unwrap_or(0);
        }
        (document_uri(self.documents[document].name()), pointer)
    }

    fn is_resource(&self, document: usize, pointer: &str) -> bool {
        if pointer.is_empty() || !self.dynamic.contains(&document) {
            return false;
        }
        let id = self.id(document, pointer).map(|id| self.value(id));
        id.and_then(|schema| schema.get("$id")?.as_str())
            .is_some_and(|id| !id.starts_with('#'))
    }

    fn resource_uri(&self, document: usize, pointer: &str) -> String {
        format!("{}{}", document_uri(self.documents[document].name()), fragment(pointer))
    }
}
