//! The names by which a reference may mean a schema although it matches nothing exactly.

use super::{Bundle, Place, SchemaId, pointer_tokens};
use crate::provider::without_ending;
use serde_json::Value;
use std::collections::BTreeMap;

/// Schemas by folded name; `None` where a name is not unique.
pub(super) struct Names {
    schemas: BTreeMap<String, Option<SchemaId>>,
    provider: String,
}

impl Names {
    pub(super) fn new(bundle: &Bundle, provider: &str) -> Names {
        let mut names = Names {
            schemas: BTreeMap::new(),
            provider: fold(provider),
        };
        for id in bundle.schemas() {
            let Place::Document(document, pointer) = bundle.place(id) else {
                continue;
            };
            let mut own: Vec<String> = Vec::new();
            if pointer.is_empty() {
                own.extend(names.folded(bundle.documents()[*document].name()));
                let title = bundle.value(id).get("title").and_then(Value::as_str);
                own.extend(title.and_then(|title| names.folded(title)));
            } else {
                let tokens: Vec<String> = pointer_tokens(pointer).collect();
                if let [.., container, key] = tokens.as_slice()
                    && matches!(container.as_str(), "$defs" | "definitions" | "schemas")
                {
                    own.extend(names.folded(key));
                }
            }
            own.sort();
            own.dedup();
            for name in own {
                names
                    .schemas
                    .entry(name)
                    .and_modify(|first| *first = None)
                    .or_insert(Some(id));
            }
        }
        names
    }

    /// The one schema whose name is the last segment of a reference.
    pub(super) fn unique(&self, reference: &str) -> Option<SchemaId> {
        let last = reference.trim_end_matches(['/', '#']).rsplit(['/', '#']).next()?;
        self.schemas.get(&self.folded(last)?).copied().flatten()
    }

    /// A name without its case, punctuation, ending and the provider's name.
    fn folded(&self, name: &str) -> Option<String> {
        let name = name.rsplit('/').next()?;
        let name = without_ending(name);
        let folded = fold(name);
        let folded = folded.strip_prefix(self.provider.as_str()).unwrap_or(&folded);
        let folded = folded.strip_suffix("schema").unwrap_or(folded);
        (!folded.is_empty()).then(|| folded.to_owned())
    }
}

fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
