//! A Rust name for every definition.
//!
//! A name is the manifest's override, else the lock's, else the shortest that is nobody else's: the component key, the
//! file name or the property's name. Where two would have one name, both take a longer path; what is locked stays. So
//! a name never depends on the order of anything.

mod arms;
mod claims;
#[cfg(test)]
mod tests;
mod words;

use super::{Home, NormalizedSchema, Role};
use crate::bundle::{Bundle, Place, SchemaId, pointer_tokens};
use crate::provider::NameRules;
use hmac_sha256::Hash;
use std::collections::{BTreeMap, BTreeSet};
use words::parts;

pub use words::{file_stem, identifier, is_word, numbered, short};

/// What decides about names besides the schemas.
pub struct Naming<'a> {
    /// The provider's id, left out at the beginning of a file name.
    pub provider: &'a str,
    /// What the manifest cuts off and overrides.
    pub rules: &'a NameRules,
    /// Names that were given before, by address.
    pub lock: &'a BTreeMap<String, String>,
    /// Names of fields that were given before, by type and property.
    pub fields: &'a BTreeMap<String, BTreeMap<String, String>>,
}

/// Names that would hide one of the prelude's or the runtime's.
const RESERVED: &[&str] = &[
    "Self",
    "String",
    "Option",
    "Vec",
    "Box",
    "Result",
    "Some",
    "None",
    "Ok",
    "Err",
    "Value",
    "Map",
    "Maybe",
    "Extra",
    "Open",
    "Number",
    "Unknown",
    "Builder",
    "Uuid",
    "Uri",
    "Date",
    "DateTime",
    "Time",
    "NaiveDate",
    "IpAddr",
    "Ipv4Addr",
    "Ipv6Addr",
    "Debug",
    "Clone",
    "Copy",
    "Default",
    "Display",
    "PartialEq",
    "Eq",
    "Hash",
    "Ord",
    "PartialOrd",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "FromStr",
    "AsRef",
    "Iterator",
    "Send",
    "Sync",
    "Sized",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "ToString",
    "ToOwned",
    "Instance",
    "Object",
    "Serialize",
    "Deserialize",
    "Serializer",
    "Deserializer",
    "Schemas",
];

/// Whether a name would hide one of the prelude's or the runtime's.
pub fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

/// Names beyond this length give way to a short one with a digest.
const LONGEST_NAME: usize = 120;

/// The address of a definition in `names.lock`: that of its schema, and the part of it that is meant.
fn address(bundle: &Bundle, home: Home) -> String {
    let part = match home.role {
        Role::Whole => "",
        Role::Object => " (object)",
        Role::Text => " (string)",
        Role::Integer => " (integer)",
        Role::Constant => " (constant)",
        Role::Additional => " (additional properties)",
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

/// The name of each definition by its address, as `names.lock` holds it.
pub fn lock_entries(bundle: &Bundle, schema: &NormalizedSchema) -> BTreeMap<String, String> {
    let own = addresses(bundle, schema);
    let own = own
        .into_iter()
        .zip(schema.definitions.iter().map(|one| one.name.clone()));
    let copies = schema.definitions.iter();
    let copies = copies.flat_map(|one| one.copies.iter().map(|copy| (copy.address.clone(), one.name.clone())));
    copies.chain(own).collect()
}

/// Gives every definition its name.
pub fn name(bundle: &Bundle, naming: &Naming<'_>, schema: &mut NormalizedSchema) {
    let addresses = addresses(bundle, schema);
    let mut arms = arms::Known::new();
    let mut candidates: Vec<Vec<String>> = schema
        .definitions
        .iter()
        .zip(&addresses)
        .map(|(one, address)| {
            let parts = parts(bundle, naming, &mut arms, one.home.schema);
            let mut names = candidates(bundle, naming, one.home, &parts, address);
            let called = one
                .called
                .as_ref()
                .map(|name| identifier(&format!("{name}{}", suffix(one.home.role))));
            if let Some(called) = called.filter(|called| !names.contains(called)) {
                names.insert(0, called);
            }
            names
        })
        .collect();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let mut fixed: Vec<Option<String>> = vec![None; addresses.len()];
    let moved = claims::moved(&addresses, naming.lock, &candidates);
    for (names, is_lock) in [(&naming.rules.overrides, false), (naming.lock, true)] {
        for (id, one) in schema.definitions.iter().enumerate() {
            let sites = one.sites.iter().map(|site| bundle.address(*site));
            let copies = one.copies.iter().map(|copy| copy.address.clone());
            let mut known = std::iter::once(addresses[id].clone()).chain(copies).chain(sites);
            let known = match moved.get(&id) {
                Some(name) if is_lock => *name,
                _ => known.find_map(|address| names.get(&address)),
            };
            let Some(name) = known else {
                continue;
            };
            let name = identifier(name);
            if fixed[id].is_none() && !taken.contains_key(&name.to_lowercase()) {
                taken.insert(name.to_lowercase(), id);
                fixed[id] = Some(name);
            }
        }
    }
    let mut homes: BTreeMap<Home, usize> = BTreeMap::new();
    schema
        .definitions
        .iter()
        .for_each(|one| *homes.entry(one.home).or_default() += 1);
    claims::number_twins(bundle, schema, &addresses, &fixed, &mut candidates);
    // Where several merged definitions have one home, each is named after the object that holds it, once that has a name.
    let is_shared = |id: usize| homes[&schema.definitions[id].home] > 1 && schema.definitions[id].context.is_some();
    let is_key = |id: &usize| {
        let home = schema.definitions[*id].home;
        home.role == Role::Whole && homes[&home] == 1 && is_key(bundle, home.schema)
    };
    let mut levels = vec![0usize; candidates.len()];
    loop {
        let mut claims: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for id in (0..candidates.len()).filter(|id| fixed[*id].is_none() && !is_shared(*id)) {
            claims
                .entry(candidates[id][levels[id]].to_lowercase())
                .or_default()
                .push(id);
        }
        let mut moved = false;
        for (name, ids) in &claims {
            let reserved = RESERVED.iter().any(|reserved| reserved.to_lowercase() == *name);
            if ids.len() == 1 && !taken.contains_key(name) && !reserved {
                continue;
            }
            // A document or a definition with a key has more right to its name than what lies inside another schema.
            let keys: Vec<usize> = ids
                .iter()
                .copied()
                .filter(|id| levels[*id] == 0 && is_key(id))
                .collect();
            let free = !reserved && !taken.contains_key(name);
            for id in ids.iter().filter(|id| !free || keys.len() != 1 || keys[0] != **id) {
                if levels[*id] + 1 < candidates[*id].len() {
                    levels[*id] += 1;
                    moved = true;
                }
            }
        }
        if !moved {
            break;
        }
    }
    for id in (0..candidates.len()).filter(|id| !is_shared(*id)) {
        let name = fixed[id].get_or_insert_with(|| candidates[id][levels[id]].clone());
        taken.insert(name.to_lowercase(), id);
    }
    for id in (0..candidates.len()).filter(|id| is_shared(*id)) {
        let one = &schema.definitions[id];
        let holder = one
            .context
            .as_ref()
            .and_then(|(parent, property)| Some((fixed[*parent].as_ref()?, property)));
        let held = holder.map(|(name, property)| identifier(&format!("{name} {property}{}", suffix(one.home.role))));
        let held = held.filter(|name| name.len() <= LONGEST_NAME && !taken.contains_key(&name.to_lowercase()));
        let name =
            fixed[id].get_or_insert_with(|| held.unwrap_or_else(|| candidates[id].last().cloned().unwrap_or_default()));
        taken.insert(name.to_lowercase(), id);
    }
    for (one, name) in schema.definitions.iter_mut().zip(fixed) {
        one.name = name.unwrap_or_default();
    }
}

/// Names of properties that say nothing without the object that has them.
const SHORT: &[&str] = &[
    "id",
    "ids",
    "status",
    "type",
    "types",
    "kind",
    "state",
    "item",
    "items",
    "value",
    "values",
    "name",
    "key",
    "code",
    "mode",
    "data",
    "meta",
    "metadata",
    "info",
    "result",
    "results",
    "reason",
    "level",
    "object",
    "body",
    "payload",
    "content",
    "details",
    "options",
    "params",
    "properties",
    "attributes",
    "settings",
    "config",
    "source",
    "target",
    "format",
    "unit",
    "size",
    "scope",
    "role",
    "category",
    "label",
    "version",
    "text",
    "url",
    "href",
    "list",
    "entry",
];

/// Whether a name means nothing at the root of a crate.
fn is_short(name: &str) -> bool {
    let word = name.trim_end_matches(|c: char| c.is_numeric() || c == '_');
    let is_one_word = word.chars().filter(|c| c.is_uppercase()).count() <= 1;
    SHORT.contains(&word.to_lowercase().as_str()) || is_one_word && word.len() < name.len()
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
        Role::Items => "Item",
        Role::Tuple => "Tuple",
        Role::Nullable => "OrNull",
    }
}

/// The names a definition can have, the shortest first; the last is nobody else's.
fn candidates(bundle: &Bundle, naming: &Naming<'_>, home: Home, parts: &[String], address: &str) -> Vec<String> {
    let suffix = suffix(home.role);
    let mut found: Vec<String> = Vec::new();
    for first in (0..parts.len()).rev() {
        found.push(identifier(&format!("{}{suffix}", parts[first..].join(" "))));
    }
    let longest = match bundle.place(home.schema) {
        Place::Document(document, pointer) => {
            let file = bundle.documents()[*document]
                .name()
                .trim_end_matches(".json")
                .to_owned();
            let tokens: Vec<String> = pointer_tokens(pointer).collect();
            format!("{file} {} {suffix}", tokens.join(" "))
        }
        Place::Unresolved(text) => text.clone(),
        Place::MetaSchema(uri) => uri.clone(),
    };
    found.push(identifier(&format!("{} {}", naming.provider, parts.join(" "))));
    found.push(identifier(&longest));
    let digest = Hash::hash(address.as_bytes());
    let hash: String = digest.iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    let shortest: String = found
        .first()
        .into_iter()
        .flat_map(|name| name.chars())
        .take(LONGEST_NAME / 2)
        .collect();
    found.push(identifier(&format!("{shortest} H{hash}")));
    found.retain(|name| name.len() <= LONGEST_NAME);
    found.dedup();
    if !is_key(bundle, home.schema) && found.len() > 2 && is_short(&found[0]) {
        found.remove(0);
    }
    found
}

/// Whether a schema is a document's root, or goes by the key of a definition.
fn is_key(bundle: &Bundle, id: SchemaId) -> bool {
    let Place::Document(_, pointer) = bundle.place(id) else {
        return true;
    };
    let tokens: Vec<String> = pointer_tokens(pointer).collect();
    match tokens.as_slice() {
        [] => true,
        [.., container, _] => matches!(container.as_str(), "$defs" | "definitions" | "schemas"),
        _ => false,
    }
}
