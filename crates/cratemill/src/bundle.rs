//! Every reference of every document resolved: one compound schema.

mod alike;
mod dialect;
mod dynamic;
mod judge;
mod malformed;
mod names;
mod patterns;
mod resolve;
mod scan;
#[cfg(test)]
mod tests;
mod uri;

use crate::diagnostic::{Diagnostic, Location};
use crate::document::{Document, Draft};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use judge::UNRESOLVED;
pub(crate) use patterns::{faulty, mended};
pub use scan::subschemas;
pub use uri::{below, decode, document_uri, fragment, member, pointer_tokens, push_token, reference_to, value_at};

/// A schema of the bundle: a document's root, a subschema, or what an unresolvable reference stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(u32);

impl SchemaId {
    /// Its place among [`Bundle::schemas`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where a schema lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In a document, at a JSON Pointer.
    Document(usize, String),
    /// Nowhere: the text of a reference that names no schema of the provider.
    Unresolved(String),
    /// A meta-schema of the specification, by its URI.
    MetaSchema(String),
}

/// All documents of a provider, with every reference resolved to a schema.
#[derive(Debug)]
pub struct Bundle {
    documents: Vec<Document>,
    drafts: Vec<Draft>,
    places: Vec<Place>,
    /// The schemas of each document, by their pointers.
    ids: Vec<BTreeMap<String, SchemaId>>,
    /// Those that lie in none.
    strangers: BTreeMap<Place, SchemaId>,
    references: BTreeMap<SchemaId, Vec<SchemaId>>,
    /// The documents with a dynamic scope.
    dynamic: BTreeSet<usize>,
    /// The patterns for which there is no room.
    beyond: BTreeSet<String>,
    validation: Arc<Vec<(String, Value)>>,
    diagnostics: Vec<Diagnostic>,
}

/// Resolves every reference of `documents` (sorted by name). `provider` is left out where names are compared.
pub fn bundle(documents: Vec<Document>, provider: &str) -> Bundle {
    let bundle = Bundle {
        drafts: documents.iter().map(Document::draft).collect(),
        ids: documents.iter().map(|_| BTreeMap::new()).collect(),
        documents,
        places: Vec::new(),
        strangers: BTreeMap::new(),
        references: BTreeMap::new(),
        dynamic: BTreeSet::new(),
        beyond: BTreeSet::new(),
        validation: Arc::default(),
        diagnostics: Vec::new(),
    };
    let mut bundle = resolve::resolved(bundle, provider);
    let dynamic = dynamic::scope(&mut bundle);
    bundle.dynamic = dynamic;
    bundle.validation = Arc::new(bundle.rewritten());
    malformed::leave_out(&mut bundle);
    patterns::leave_out(&mut bundle);
    bundle
}

impl Bundle {
    /// The documents, sorted by file.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// What was found on the way: unresolved and guessed references, duplicate ids.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The documents by URI, as a validator takes them. Every `$ref` names `cratemill:///<file>#<pointer>`; identifiers
    /// are gone, but where the dynamic scope needs them; a reference that names nothing means a schema that is `true`;
    /// keywords whose values the draft does not allow are left out.
    pub fn validation_documents(&self) -> &Arc<Vec<(String, Value)>> {
        &self.validation
    }

    /// Whether a pattern has an effect; there is room for so many.
    pub fn takes_pattern(&self, pattern: &str) -> bool {
        !self.beyond.contains(pattern)
    }

    /// Where a schema lies.
    pub fn place(&self, id: SchemaId) -> &Place {
        &self.places[id.0 as usize]
    }

    /// The schema at a place, where one was registered.
    pub fn id(&self, document: usize, pointer: &str) -> Option<SchemaId> {
        self.ids[document].get(pointer).copied()
    }

    /// The root schema of a document.
    pub fn root(&self, document: usize) -> SchemaId {
        self.ids[document][""]
    }

    /// All schemas, in the order in which they were met.
    pub fn schemas(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..self.places.len() as u32).map(SchemaId)
    }

    /// The keywords of a schema; `true` for what lies outside the bundle.
    pub fn value(&self, id: SchemaId) -> &Value {
        match self.place(id) {
            Place::Document(document, pointer) => {
                value_at(&self.documents[*document].value, pointer).unwrap_or(&Value::Bool(true))
            }
            Place::Unresolved(_) | Place::MetaSchema(_) => &Value::Bool(true),
        }
    }

    /// The draft that gives a schema's keywords their meaning.
    pub fn draft(&self, id: SchemaId) -> Draft {
        match self.place(id) {
            Place::Document(document, _) => self.drafts[*document],
            Place::Unresolved(_) | Place::MetaSchema(_) => Draft::Draft202012,
        }
    }

    /// Whether a schema is of the dialect of OpenAPI 3.0.
    pub fn is_openapi(&self, id: SchemaId) -> bool {
        matches!(self.place(id), Place::Document(document, _) if dialect::is_openapi(&self.documents[*document].value))
    }

    /// The schema directly below `parent` at `tokens`, unescaped JSON Pointer tokens.
    pub fn child(&self, parent: SchemaId, tokens: &[&str]) -> Option<SchemaId> {
        let Place::Document(document, pointer) = self.place(parent) else {
            return None;
        };
        self.id(*document, &below(pointer, tokens))
    }

    /// What the reference of a schema (`$ref`, `$dynamicRef`, `$recursiveRef`) stands for; several where the dynamic
    /// scope decides. Empty where the schema has no reference.
    pub fn targets(&self, id: SchemaId) -> &[SchemaId] {
        self.references.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The place of a schema in the provider's folder, for a diagnostic.
    pub fn location(&self, id: SchemaId, keyword: &[&str]) -> Option<Location> {
        let Place::Document(document, pointer) = self.place(id) else {
            return None;
        };
        let mut pointer = pointer.clone();
        keyword.iter().for_each(|token| push_token(&mut pointer, token));
        Some(self.documents[*document].location(&pointer))
    }

    /// `file.json#/pointer`, the name of a schema in `names.lock` and `types.json`.
    pub fn address(&self, id: SchemaId) -> String {
        match self.place(id) {
            Place::Document(document, pointer) => format!("{}#{pointer}", self.documents[*document].name()),
            Place::Unresolved(reference) => format!("?{reference}"),
            Place::MetaSchema(uri) => format!("!{uri}"),
        }
    }

    /// Whether a schema is an entry of a container of definitions: `$defs`, `definitions`, `components`, or a document that is
    /// nothing else.
    pub fn is_definition(&self, id: SchemaId) -> bool {
        let Place::Document(document, pointer) = self.place(id) else {
            return false;
        };
        let is_named = self.documents[*document].definitions.contains(pointer);
        is_named || scan::is_definition(pointer)
    }

    fn intern(&mut self, place: Place) -> SchemaId {
        let known = match &place {
            Place::Document(document, pointer) => self.id(*document, pointer),
            place => self.strangers.get(place).copied(),
        };
        if let Some(id) = known {
            return id;
        }
        let id = SchemaId(self.places.len() as u32);
        self.places.push(place.clone());
        match place {
            Place::Document(document, pointer) => self.ids[document].insert(pointer, id),
            place => self.strangers.insert(place, id),
        };
        id
    }
}
