//! Values that hold values: objects and their properties, maps, the items of arrays.

use super::unions::open;
use super::{Draft, Shaper, sorted};
use crate::bundle::SchemaId;
use crate::normalize::merge::{Alternative, Alternatives, Conjunction};
use crate::normalize::{DefinitionId, Property, Role, Shape, Use, matches_every_name};
use indexmap::IndexMap;
use std::collections::BTreeSet;

impl Shaper<'_> {
    pub(super) fn object_use(&mut self, one: &Alternative, home: SchemaId, role: Role) -> Use {
        let named = one.atoms.iter().any(|atom| {
            let read = self.merger.keywords(atom.id);
            !read.properties.is_empty() || !read.required.is_empty() || !read.conditional.is_empty()
        });
        if named {
            return self.declare(sorted(&one.atoms), role, home, Draft::Object(one.atoms.clone()));
        }
        let additional = self.additional(&one.atoms, home).map(|(value, exact)| match exact {
            true => value,
            false => open(value),
        });
        Use::Map(Box::new(additional.unwrap_or(Use::Any)))
    }

    pub(super) fn object(&mut self, id: DefinitionId, atoms: &Conjunction, home: SchemaId) -> Shape {
        let mut named: IndexMap<&str, (Vec<SchemaId>, bool)> = IndexMap::new();
        for atom in atoms {
            let read = self.merger.keywords(atom.id);
            for (name, id) in &read.properties {
                named.entry(name).or_default().0.push(*id);
            }
        }
        for atom in atoms {
            let read = self.merger.keywords(atom.id);
            for name in &read.required {
                let entry = named.entry(name).or_default();
                entry.1 = true;
                if entry.0.is_empty() && read.pattern_properties.is_empty() {
                    entry.0.extend(read.additional_properties);
                }
            }
        }
        if !self.has_room(named.len(), home) {
            return Shape::Alias(Use::Map(Box::new(Use::Any)));
        }
        let known: BTreeSet<String> = named.keys().map(|name| (*name).to_owned()).collect();
        let mut properties = Vec::with_capacity(named.len());
        for (name, (schemas, required)) in named {
            self.context = Some((id, name.to_owned()));
            // The last one is the most particular: that of a chosen alternative, behind what all of them share.
            let value = match schemas.last() {
                Some(site) => self.use_of(&schemas, *site),
                None => Use::Any,
            };
            properties.push(Property {
                name: name.to_owned(),
                required,
                value,
                schemas,
            });
        }
        let conditional = self.conditional(id, atoms, &known);
        if conditional.is_empty() || self.has_room(conditional.len(), home) {
            properties.extend(conditional);
        }
        let additional = self
            .additional(atoms, home)
            .map(|(value, _)| value)
            .filter(|value| *value != Use::Any);
        Shape::Object { properties, additional }
    }

    /// The properties that only branches list: `then`, `else`, what depends on a property. Where a branch does not hold, they
    /// may hold anything.
    fn conditional(&mut self, id: DefinitionId, atoms: &Conjunction, known: &BTreeSet<String>) -> Vec<Property> {
        let mut named: IndexMap<String, (Vec<SchemaId>, bool)> = IndexMap::new();
        let mut pending: Vec<(SchemaId, bool)> = Vec::new();
        for atom in atoms {
            pending.extend(self.merger.keywords(atom.id).conditional.iter());
        }
        let mut seen = BTreeSet::new();
        pending.reverse();
        while let Some((branch, always)) = pending.pop() {
            if !seen.insert(branch) {
                continue;
            }
            for atom in self.merger.conjunction(&[branch]) {
                let read = self.merger.keywords(atom.id);
                pending.extend(read.conditional.iter().rev().map(|(inner, _)| (*inner, false)));
                for (name, schema) in read.properties.iter().filter(|(name, _)| !known.contains(*name)) {
                    let (schemas, holds) = named.entry((*name).to_owned()).or_default();
                    schemas.push(*schema);
                    *holds |= always;
                }
            }
        }
        let mut properties = Vec::with_capacity(named.len());
        for (name, (schemas, always)) in named {
            self.context = Some((id, name.clone()));
            let value = self.one_of_branches(&schemas);
            properties.push(Property {
                name,
                required: false,
                value: if always && schemas.len() == 1 {
                    value
                } else {
                    open(value)
                },
                schemas,
            });
        }
        properties
    }

    /// What the value of a property is that several branches list: that of one of them.
    fn one_of_branches(&mut self, schemas: &[SchemaId]) -> Use {
        let mut values: Vec<Use> = Vec::new();
        let mut found = Alternatives::default();
        for schema in schemas {
            let value = self.use_of(&[*schema], *schema);
            if !values.contains(&value) {
                values.push(value);
                let atoms = self.merger.conjunction(&[*schema]);
                let own = self.merger.alternatives(&atoms);
                found.all.extend(own.all);
                found.implied |= own.implied;
            }
        }
        match (&values[..], schemas.last()) {
            ([one], _) => one.clone(),
            (_, Some(site)) if !values.contains(&Use::Any) => {
                let atoms = self.merger.conjunction(schemas);
                self.mixture(found, &atoms, *site, Role::Branches)
            }
            _ => Use::Any,
        }
    }

    /// What a schema says of the values of unnamed properties, and whether it says so of each of them.
    fn additional(&mut self, atoms: &Conjunction, home: SchemaId) -> Option<(Use, bool)> {
        let mut every: Vec<SchemaId> = Vec::new();
        let mut some: Vec<SchemaId> = Vec::new();
        for atom in atoms {
            let read = self.merger.keywords(atom.id);
            let (all, matching): (Vec<_>, Vec<_>) = read
                .pattern_properties
                .iter()
                .partition(|(pattern, _)| matches_every_name(pattern));
            every.extend(all.iter().map(|(_, id)| *id));
            if matching.is_empty() {
                if all.is_empty() {
                    every.extend(read.additional_properties);
                }
            } else {
                some.extend(matching.iter().map(|(_, id)| *id));
                some.extend(read.additional_properties);
            }
        }
        if some.is_empty() {
            let site = *every.first()?;
            return Some((self.use_of(&every, site), true));
        }
        let mut values: BTreeSet<Use> = BTreeSet::new();
        let mut alternatives = Alternatives::default();
        for id in &some {
            let value = self.use_of(&[*id], *id);
            if values.insert(value) {
                let atoms = self.merger.conjunction(&[*id]);
                let own = self.merger.alternatives(&atoms);
                alternatives.all.extend(own.all);
                alternatives.implied |= own.implied;
            }
        }
        if let (1, Some(one)) = (values.len(), values.first()) {
            return Some((one.clone(), false));
        }
        if values.contains(&Use::Any) {
            return Some((Use::Any, false));
        }
        Some((self.mixture(alternatives, atoms, home, Role::Additional), false))
    }

    pub(super) fn items(&mut self, one: &Alternative, home: SchemaId) -> Use {
        let mut every: Vec<SchemaId> = Vec::new();
        let mut placed: Vec<SchemaId> = Vec::new();
        let mut closed = true;
        for atom in &one.atoms {
            let read = self.merger.keywords(atom.id);
            every.extend(read.items);
            if !read.prefix_items.is_empty() {
                placed.extend(&read.prefix_items);
                placed.extend(read.rest_items.filter(|_| !read.closed_items));
                closed &= read.closed_items || read.rest_items.is_some();
            }
        }
        if placed.is_empty() || !every.is_empty() {
            return match every.first() {
                Some(site) => self.use_of(&every, *site),
                None => Use::Any,
            };
        }
        let mut found = Alternatives::default();
        let mut values: BTreeSet<Use> = BTreeSet::new();
        for id in &placed {
            let value = self.use_of(&[*id], *id);
            if value == Use::Any {
                closed = false;
            } else if values.insert(value) {
                let atoms = self.merger.conjunction(&[*id]);
                let own = self.merger.alternatives(&atoms);
                found.all.extend(own.all);
                found.implied |= own.implied;
            }
        }
        let value = match (values.len(), values.pop_first()) {
            (_, None) => Use::Any,
            (1, Some(one)) => one,
            _ => self.mixture(found, &one.atoms, home, Role::Items),
        };
        if closed { value } else { open(value) }
    }
}
