//! Arrays: lists, and tuples, whose positions have types of their own.

use super::unions::open;
use super::{Draft, Shaper, sorted};
use crate::budget::TUPLE_POSITIONS;
use crate::bundle::SchemaId;
use crate::normalize::merge::{Alternative, Conjunction};
use crate::normalize::{DefinitionId, Property, Role, Shape, Use};
use std::collections::BTreeSet;

/// Names of positions beyond which they are counted.
const ORDINALS: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];
/// Titles beyond this length are sentences, and no names.
const LONGEST_TITLE: usize = 40;

impl Shaper<'_> {
    pub(super) fn array(&mut self, one: &Alternative, home: SchemaId, role: Role) -> Use {
        if self.is_tuple(&one.atoms) {
            return self.declare(sorted(&one.atoms), role, home, Draft::Tuple(one.atoms.clone()));
        }
        Use::Array(Box::new(self.items(one, home)))
    }

    fn is_tuple(&mut self, atoms: &Conjunction) -> bool {
        (1..=TUPLE_POSITIONS).contains(&self.positions(atoms))
    }

    fn positions(&mut self, atoms: &Conjunction) -> usize {
        let lengths = atoms
            .iter()
            .map(|atom| self.merger.keywords(atom.id).prefix_items.len());
        lengths.max().unwrap_or(0)
    }

    pub(super) fn tuple(&mut self, id: DefinitionId, atoms: &Conjunction) -> Shape {
        let mut items: Vec<Property> = Vec::new();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for position in 0..self.positions(atoms) {
            let (mut schemas, mut is_strange) = (Vec::new(), false);
            for atom in atoms {
                let read = self.merger.keywords(atom.id);
                let listed = read.prefix_items.get(position).copied();
                schemas.extend(listed.or(read.rest_items.filter(|_| !read.prefix_items.is_empty())));
                schemas.extend(read.items);
                is_strange |= read.strange_items;
            }
            let name = self.position(position, &schemas, &mut taken);
            self.context = Some((id, name.clone()));
            let value = schemas.last().map_or(Use::Any, |site| self.use_of(&schemas, *site));
            items.push(Property {
                name,
                required: false,
                // Where the draft does not know the keyword, other items are valid.
                value: if is_strange { open(value) } else { value },
                schemas,
            });
        }
        let (mut rest, mut is_strange) = (Vec::new(), false);
        for atom in atoms {
            let read = self.merger.keywords(atom.id);
            rest.extend(read.rest_items.or(read.items));
            is_strange |= read.strange_items;
        }
        let value = rest.last().map_or(Use::Any, |site| self.use_of(&rest, *site));
        Shape::Tuple {
            items,
            rest: if is_strange { open(value) } else { value },
        }
    }

    /// What the item at a position is called: its title, if that is a name, else its ordinal.
    fn position(&self, position: usize, schemas: &[SchemaId], taken: &mut BTreeSet<String>) -> String {
        let title = schemas
            .iter()
            .find_map(|id| self.bundle.value(*id).get("title")?.as_str());
        let title = title.filter(|title| {
            let folded = title.to_lowercase();
            title.len() <= LONGEST_TITLE
                && title.starts_with(char::is_alphabetic)
                && !["new", "rest", "extra"].contains(&folded.as_str())
                && taken.insert(folded)
        });
        let ordinal = || match ORDINALS.get(position) {
            Some(ordinal) => (*ordinal).to_owned(),
            None => format!("item_{}", position + 1),
        };
        title.map_or_else(ordinal, str::to_owned)
    }
}
