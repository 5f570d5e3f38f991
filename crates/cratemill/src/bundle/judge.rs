//! The compound schema in the form a validator takes: every reference an absolute one, no `$id` that a draft forbids.

use super::{Bundle, Place, SchemaId, document_uri, push_token, reference_to};
use serde_json::{Map, Value, json};

/// The document that stands for what no document holds; each member is `true`.
pub const UNRESOLVED: &str = "unresolved";

/// Keywords that identify a schema.
const IDS: [&str; 3] = ["$id", "id", "$anchor"];

impl Bundle {
    /// The documents by URI with every reference absolute.
    pub(super) fn rewritten(&self) -> Vec<(String, Value)> {
        let mut values: Vec<Value> = self.documents.iter().map(|document| document.value.clone()).collect();
        let mut unresolved = Map::new();
        for id in self.schemas() {
            let Place::Document(document, pointer) = self.place(id) else {
                continue;
            };
            let keeps_ids = self.is_dynamic(*document);
            let reference = self.reference(id, &mut unresolved);
            let Some(Value::Object(schema)) = values[*document].pointer_mut(pointer) else {
                continue;
            };
            if let Some(reference) = reference
                && let Some(slot) = schema.get_mut("$ref")
            {
                *slot = Value::String(reference);
            }
            // A root goes by the document's URI alone; within it, resources bound the dynamic scope.
            let dropped = match (keeps_ids, pointer.is_empty()) {
                (false, _) => &IDS[..],
                (true, true) => &IDS[..2],
                (true, false) => &[],
            };
            for keyword in dropped {
                if schema.get(*keyword).is_some_and(Value::is_string) {
                    schema.shift_remove(*keyword);
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

    fn reference(&self, id: SchemaId, unresolved: &mut Map<String, Value>) -> Option<String> {
        let target = *self.targets(id).first()?;
        match self.place(target) {
            Place::Document(document, pointer) => Some(reference_to(self.documents[*document].name(), pointer)),
            Place::MetaSchema(_) => None,
            Place::Unresolved(text) => {
                unresolved.insert(text.clone(), Value::Bool(true));
                let mut pointer = "/$defs".to_owned();
                push_token(&mut pointer, text);
                Some(reference_to(UNRESOLVED, &pointer))
            }
        }
    }

    /// Whether a document takes part in dynamic scoping, which is a matter of resources and so of `$id`s.
    fn is_dynamic(&self, document: usize) -> bool {
        let keywords = ["$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor"];
        mentions(&self.documents[document].value, &keywords)
    }
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
