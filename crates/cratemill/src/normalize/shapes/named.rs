//! What has a name of its own: the documents' roots and the named definitions.

use super::Shaper;
use super::tags::name;
use crate::bundle::{Bundle, Place, SchemaId};
use crate::normalize::keywords::{is_annotation, names_schemas};
use crate::normalize::{DefinitionId, Role, Shape, Use};
use heck::ToUpperCamelCase;
use serde_json::Value;
use std::collections::BTreeSet;

impl Shaper<'_> {
    pub(super) fn shape_all(&mut self) {
        let roots: Vec<SchemaId> = (0..self.bundle.documents().len())
            .map(|index| self.bundle.root(index))
            .collect();
        let named: Vec<SchemaId> = self
            .bundle
            .schemas()
            .filter(|id| self.bundle.is_definition(*id))
            .collect();
        // A root that is nothing but a reference to a named definition goes by the definition's name.
        let is_reference = |id: &SchemaId| self.bundle.targets(*id).len() == 1;
        let (references, own): (Vec<SchemaId>, Vec<SchemaId>) = roots.iter().copied().partition(is_reference);
        for id in own.iter().chain(&named).chain(&references) {
            let key = self.key(&[*id]);
            if !key.is_empty() {
                self.canonical.entry(key).or_insert(*id);
            }
        }
        for root in &roots {
            let key = self.key(&[*root]);
            self.roots.insert(key);
        }
        let only_holds = self.containers(&roots);
        for id in roots.iter().chain(&named).filter(|id| !only_holds.contains(id)) {
            let value = self.use_of(&[*id], *id);
            if let Some(definition) = self.named_type(*id, &value, roots.contains(id)) {
                self.schema.types.insert(*id, definition);
            } else {
                let name = self.reserve(*id, role_of(&value));
                self.schema.definitions[name].shape = Shape::Name(value);
                self.schema.types.insert(*id, name);
            }
            self.fill_pending();
        }
        let all: Vec<SchemaId> = self.bundle.schemas().collect();
        for id in all {
            let key = self.key(&[id]);
            match self.uses.get(&key) {
                Some(Use::Definition(definition)) => {
                    self.schema.types.entry(id).or_insert(*definition);
                }
                Some(value) => {
                    let inside = inside(value).map(|definition| (id, definition));
                    self.schema.partly.extend(inside);
                }
                None => {}
            }
        }
    }

    /// The roots of documents that are there for their definitions alone: they say nothing of a value, give no example of one,
    /// and nothing refers to them. Such a root has no type, since no value is meant by it. The only document of a provider is
    /// what its values are of, and has one that takes any, unless one of its definitions goes by its name.
    fn containers(&mut self, roots: &[SchemaId]) -> BTreeSet<SchemaId> {
        let bundle = self.bundle;
        if let [root] = roots
            && !["openapi", "swagger"]
                .iter()
                .any(|word| bundle.value(*root).get(word).is_some())
            && !is_called_as_a_definition(bundle, *root)
        {
            return BTreeSet::new();
        }
        let holds: BTreeSet<usize> = bundle
            .schemas()
            .filter(|id| bundle.is_definition(*id))
            .filter_map(|id| document(bundle, id))
            .collect();
        let mut found: BTreeSet<SchemaId> = roots.iter().copied().collect();
        found.retain(|root| {
            let Some(schema) = bundle.value(*root).as_object() else {
                return false;
            };
            let gives = ["default", "example", "examples"]
                .iter()
                .any(|word| schema.contains_key(*word));
            let is_said = |keyword: &String| !is_annotation(schema, keyword) && !names_schemas(bundle, *root, keyword);
            let says = schema.keys().any(is_said);
            !gives && !says && document(bundle, *root).is_some_and(|document| holds.contains(&document))
        });
        if !found.is_empty() {
            for target in bundle.schemas().flat_map(|id| bundle.targets(id)) {
                found.remove(target);
            }
        }
        found
    }

    /// The definition that stands for a schema by itself; a root that is no definition becomes one.
    fn named_type(&mut self, id: SchemaId, value: &Use, is_root: bool) -> Option<DefinitionId> {
        // A document's root is read as the type that its keywords imply, and so has that type's name.
        let value = match value {
            Use::Implied(inner) => inner,
            value => value,
        };
        // What is dynamic in it means what it means from this root, and something else from where it is defined.
        let is_other = |definition: &DefinitionId| {
            self.bundle.opens_dynamic_scope(id) && self.schema.definitions[*definition].home.schema != id
        };
        match value {
            Use::Definition(definition) if !(is_root && is_other(definition)) => Some(*definition),
            // What another crate defines has another name here.
            Use::Foreign(..) => None,
            value if is_root => {
                let alias = self.reserve(id, role_of(value));
                self.schema.definitions[alias].shape = Shape::Alias(value.clone());
                Some(alias)
            }
            _ => None,
        }
    }
}

/// The definition that some values of a type are: all but `null`, or all of one JSON type.
fn inside(value: &Use) -> Option<DefinitionId> {
    match value {
        Use::Definition(definition) => Some(*definition),
        Use::Nullable(inner) | Use::Implied(inner) | Use::Open(inner) => inside(inner),
        _ => None,
    }
}

/// What a name for a whole value stands for: its type alone has the plain name where `null` is beside it.
fn role_of(value: &Use) -> Role {
    match value {
        Use::Nullable(_) => Role::Nullable,
        _ => Role::Whole,
    }
}

/// Whether a definition has the name of the document's file, or its title.
fn is_called_as_a_definition(bundle: &Bundle, root: SchemaId) -> bool {
    let word = |text: &str| text.to_upper_camel_case();
    let file = document(bundle, root).map(|document| word(name(bundle.documents()[document].name())));
    let title = bundle.value(root).get("title").and_then(Value::as_str).map(word);
    let mut definitions = bundle.schemas().filter(|id| bundle.is_definition(*id));
    definitions.any(|id| match bundle.place(id) {
        Place::Document(_, pointer) => {
            let key = Some(word(name(pointer)));
            key == file || key == title
        }
        Place::Unresolved(_) | Place::MetaSchema(_) => false,
    })
}

fn document(bundle: &Bundle, id: SchemaId) -> Option<usize> {
    match bundle.place(id) {
        Place::Document(document, _) => Some(*document),
        Place::Unresolved(_) | Place::MetaSchema(_) => None,
    }
}
