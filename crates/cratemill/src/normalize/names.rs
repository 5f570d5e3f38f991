//! A Rust path for every definition.
//!
//! A component (a document's root, an entry of a container of definitions) is a type at the root of the crate, or in the
//! module of its namespace; what is defined inside a component lies in the module that is named after it.
//!
//! A path is the manifest's override, else the lock's, else the shortest that is nobody else's: of a component its key, of
//! what lies inside the last steps of the way to it. Where two would have one path, both take a longer one; what is locked
//! stays. So a path never depends on the order of anything.

mod arms;
mod casing;
mod claims;
mod keys;
mod parts;
mod paths;
mod reserved;
mod stood;
#[cfg(test)]
mod tests;
mod words;

use super::{Definition, Home, NormalizedSchema, Role};
use crate::bundle::{Bundle, Place, SchemaId};
use crate::provider::NameRules;
use keys::Keys;
pub use keys::unused_modules;
use paths::Paths;
use std::collections::{BTreeMap, BTreeSet};

pub use arms::{ArmName, Known, arm, in_order, list};
pub use casing::{identifier, is_word, numbered};
use parts::{split_place, split_pointer};
pub use reserved::{is_reserved, module};
pub use stood::{restored, stood};
pub use words::{file_stem, short};

/// What decides about names besides the schemas.
pub struct Naming<'a> {
    /// The provider's id, left out at the beginning of a file name.
    pub provider: &'a str,
    /// What the manifest cuts off and overrides.
    pub rules: &'a NameRules,
    /// Paths that were given before, by address.
    pub lock: &'a BTreeMap<String, String>,
    /// Addresses inside of alternatives at which stands what the lock means, as its shape tells.
    pub settled: &'a BTreeSet<String>,
    /// Names of fields that were given before, by type and property.
    pub fields: &'a BTreeMap<String, BTreeMap<String, String>>,
}

/// The address of a definition in `names.lock`: that of its schema, and the part of it that is meant.
fn address(bundle: &Bundle, home: Home) -> String {
    let part = match home.role {
        Role::Whole => "",
        Role::Object => " (object)",
        Role::Text => " (string)",
        Role::Integer => " (integer)",
        Role::Constant => " (constant)",
        Role::Additional => " (additional properties)",
        Role::Branches => " (branches)",
        Role::Items => " (items)",
        Role::Tuple => " (tuple)",
        Role::Nullable => " (nullable)",
    };
    format!("{}{part}", bundle.address(home.schema))
}

/// The address of each definition; one that shares its home with another has the schemas it is made of added.
pub fn addresses(bundle: &Bundle, schema: &NormalizedSchema) -> Vec<String> {
    let mut count: BTreeMap<Home, usize> = BTreeMap::new();
    schema
        .definitions
        .iter()
        .for_each(|one| *count.entry(one.home).or_default() += 1);
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut all = Vec::with_capacity(schema.definitions.len());
    for one in &schema.definitions {
        let mut address = address(bundle, one.home);
        if count[&one.home] > 1 {
            let parts = one
                .parts
                .iter()
                .filter(|part| **part != one.home.schema)
                .map(|part| bundle.address(*part));
            let parts: BTreeSet<String> = parts.collect();
            if !parts.is_empty() {
                address.push_str(&format!(" with {}", parts.into_iter().collect::<Vec<_>>().join(", ")));
            }
        }
        while !taken.insert(address.clone()) {
            address.push_str(" (again)");
        }
        all.push(address);
    }
    all
}

/// The path of each definition by its address, as `names.lock` holds it.
pub fn lock_entries(bundle: &Bundle, schema: &NormalizedSchema) -> BTreeMap<String, String> {
    let own = addresses(bundle, schema);
    let own = own.into_iter().zip(schema.definitions.iter().map(Definition::path));
    let copies = schema.definitions.iter();
    let copies = copies.flat_map(|one| one.copies.iter().map(|copy| (copy.address.clone(), one.path())));
    copies.chain(own).collect()
}

/// Which definitions are components: documents' roots, entries of containers of definitions, what is not published.
pub fn components(bundle: &Bundle, schema: &NormalizedSchema) -> Vec<bool> {
    let mut homes: BTreeMap<Home, usize> = BTreeMap::new();
    schema
        .definitions
        .iter()
        .for_each(|one| *homes.entry(one.home).or_default() += 1);
    let is_component = |(id, one): (usize, &Definition)| {
        let stands_for = schema.types.get(&one.home.schema) == Some(&id);
        let is_whole = matches!(one.home.role, Role::Whole | Role::Nullable) && homes[&one.home] == 1;
        is_component(bundle, one.home.schema) && (stands_for || is_whole)
    };
    schema.definitions.iter().enumerate().map(is_component).collect()
}

fn is_component(bundle: &Bundle, id: SchemaId) -> bool {
    match bundle.place(id) {
        Place::Document(document, pointer) => split_place(bundle, *document, pointer).1.is_empty(),
        Place::Unresolved(_) | Place::MetaSchema(_) => true,
    }
}

/// Whether an address in `names.lock` is that of a schema inside a component.
pub fn lies_inside(address: &str) -> bool {
    let pointer = address.split_once('#').map_or("", |(_, pointer)| pointer);
    let pointer = pointer.split_once(" (").map_or(pointer, |(pointer, _)| pointer);
    let pointer = pointer.split_once(" with ").map_or(pointer, |(pointer, _)| pointer);
    !address.starts_with(['?', '!']) && !split_pointer(pointer).1.is_empty()
}

/// Gives every definition its path.
pub fn name(bundle: &Bundle, naming: &Naming<'_>, schema: &mut NormalizedSchema) {
    let components = components(bundle, schema);
    let inside = schema
        .definitions
        .iter()
        .map(|one| owner(bundle, one.home.schema))
        .collect::<BTreeSet<SchemaId>>();
    let keys = Keys::new(bundle, naming, inside.into_iter());
    let mut paths = Paths::new(bundle, naming, schema, components);
    paths.override_all();
    paths.name_components(&keys);
    paths.name_the_rest(&keys);
    let found = paths.into_places();
    for (one, place) in schema.definitions.iter_mut().zip(found) {
        (one.modules, one.name, one.file) = (place.modules, place.name, place.file);
    }
}

/// The component that a schema lies in, or is.
fn owner(bundle: &Bundle, id: SchemaId) -> SchemaId {
    match bundle.place(id) {
        Place::Document(document, pointer) => {
            let owner = bundle.id(*document, split_place(bundle, *document, pointer).0);
            owner.unwrap_or_else(|| bundle.root(*document))
        }
        Place::Unresolved(_) | Place::MetaSchema(_) => id,
    }
}

/// What a part of a schema adds to the schema's name.
fn suffix(role: Role) -> &'static str {
    match role {
        Role::Whole => "",
        Role::Object => "Object",
        Role::Text => "Text",
        Role::Integer => "Integer",
        Role::Constant => "Constant",
        Role::Additional => "Value",
        Role::Branches => "Either",
        Role::Items => "Item",
        Role::Tuple => "Tuple",
        Role::Nullable => "OrNull",
    }
}
