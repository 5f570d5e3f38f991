//! What has a name of its own: the documents' roots and the named definitions.

use super::Shaper;
use crate::bundle::SchemaId;
use crate::normalize::{DefinitionId, Role, Shape, Use};

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
        for id in roots.iter().chain(&named) {
            let value = self.use_of(&[*id], *id);
            if let Some(definition) = self.named_type(*id, &value, roots.contains(id)) {
                self.schema.types.insert(*id, definition);
            } else {
                let name = self.reserve(*id, Role::Whole);
                self.schema.definitions[name].shape = Shape::Name(value);
                self.schema.types.insert(*id, name);
            }
            self.fill_pending();
        }
        let all: Vec<SchemaId> = self.bundle.schemas().collect();
        for id in all {
            let key = self.key(&[id]);
            let definition = match self.uses.get(&key) {
                Some(Use::Definition(definition)) => *definition,
                _ => continue,
            };
            self.schema.types.entry(id).or_insert(definition);
        }
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
                let role = if matches!(value, Use::Nullable(_)) {
                    Role::Nullable
                } else {
                    Role::Whole
                };
                let alias = self.reserve(id, role);
                self.schema.definitions[alias].shape = Shape::Alias(value.clone());
                Some(alias)
            }
            _ => None,
        }
    }
}
