//! A judge apart from the generator's own: the `jsonschema` crate on the schemas as they were published.

use jsonschema::{Draft, Registry, Retrieve, Uri, Validator};
use referencing::SPECIFICATIONS;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The documents of one provider.
pub struct Judge {
    registry: Registry<'static>,
}

/// Nothing is fetched: a schema that is not published accepts anything.
struct Offline;

impl Retrieve for Offline {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Value::Bool(true))
    }
}

impl Judge {
    /// A judge on documents by file name.
    ///
    /// # Panics
    /// The documents can't be read together.
    pub fn new(mut documents: BTreeMap<String, Value>) -> Judge {
        let ids: BTreeMap<String, String> = documents
            .iter()
            .filter_map(|(name, document)| {
                let id = document.get("$id")?.as_str()?;
                Some((id.to_owned(), uri(name)))
            })
            .collect();
        let metaschemas = SPECIFICATIONS.add("judge:///", Value::Bool(true)).expect("a URI");
        let mut registry = metaschemas.retriever(Offline);
        for (name, document) in &mut documents {
            point_to(document, &ids);
            document.as_object_mut().and_then(|object| object.shift_remove("$id"));
            let draft = match Draft::default().detect(document) {
                Draft::Unknown => Draft::default(),
                draft => draft,
            };
            registry = registry
                .add(uri(name), draft.create_resource(document.clone()))
                .expect("a document");
        }
        Judge {
            registry: registry.prepare().expect("documents that fit together"),
        }
    }

    /// Everything that is wrong with an instance, under the schema at `session.json#/$defs/User`.
    ///
    /// # Panics
    /// There is no such schema.
    pub fn faults(&self, place: &str, instance: &Value) -> Vec<String> {
        let errors: Vec<String> = self
            .validator(place)
            .iter_errors(instance)
            .map(|error| error.to_string())
            .collect();
        errors
    }

    fn validator(&self, place: &str) -> Validator {
        let (name, pointer) = place.split_once('#').unwrap_or((place, ""));
        jsonschema::options()
            .with_registry(&self.registry)
            .with_base_uri("published:///judge")
            .offline()
            .should_validate_formats(false)
            .build(&json!({ "$ref": format!("{}#{pointer}", uri(name)) }))
            .unwrap_or_else(|error| panic!("{place}: {error}"))
    }
}

fn uri(name: &str) -> String {
    format!("published:///{name}")
}

/// Rewrites references to an `$id` of any form, as `#/components/schemas/X`, to the URI of its document; what is
/// published nowhere becomes a URI that the judge finds no document for.
fn point_to(value: &mut Value, ids: &BTreeMap<String, String>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| point_to(item, ids)),
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get_mut("$ref") {
                match ids.get(reference) {
                    Some(uri) => uri.clone_into(reference),
                    None if reference.starts_with("#/components/") => *reference = "published:///nowhere".to_owned(),
                    None => {}
                }
            }
            object.values_mut().for_each(|value| point_to(value, ids));
        }
        _ => {}
    }
}
