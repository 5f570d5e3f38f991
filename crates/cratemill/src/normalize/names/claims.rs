//! Who has a right to a name: an alternative that moved, keys that are one name in Rust.

use super::casing::numbered;
use crate::bundle::{Bundle, Place, SchemaId, pointer_tokens};
use crate::normalize::NormalizedSchema;
use std::collections::{BTreeMap, BTreeSet};

/// What the lock calls definitions inside of alternatives that stand at another position than they did: each has the name
/// that is one of its own, and what stands at its old position has not.
pub(super) fn moved<'a>(
    addresses: &[String],
    lock: &'a BTreeMap<String, String>,
    settled: &BTreeSet<String>,
    candidates: &[Vec<String>],
) -> BTreeMap<usize, Option<&'a str>> {
    let held: BTreeSet<&String> = settled.iter().filter_map(|address| lock.get(address)).collect();
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let open = addresses
        .iter()
        .enumerate()
        .filter(|(_, address)| !settled.contains(*address));
    for (id, address) in open {
        if let Some(group) = without_positions(address) {
            groups.entry(group).or_default().push(id);
        }
    }
    let mut locked: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (address, name) in lock.iter().filter(|(_, name)| !held.contains(name)) {
        if let Some(group) = without_positions(address) {
            locked.entry(group).or_default().insert(name);
        }
    }
    let mut moved = BTreeMap::new();
    for (group, ids) in groups {
        let Some(names) = locked.get(&group) else { continue };
        let claimed: BTreeSet<&str> = ids.iter().flat_map(|id| forms(&candidates[*id])).collect();
        for id in ids {
            let own = forms(&candidates[id]).find_map(|one| names.get(one).copied());
            match (own, lock.get(&addresses[id])) {
                (Some(own), _) => moved.insert(id, Some(own)),
                (None, Some(here)) if claimed.contains(here.as_str()) => moved.insert(id, None),
                (None, _) => None,
            };
        }
    }
    moved
}

/// The names that a definition can have, and what they are at the root of a crate, where names were before they were paths.
fn forms(candidates: &[String]) -> impl Iterator<Item = &str> {
    let last = |path| str::rsplit(path, "::").next().unwrap_or(path);
    let paths = candidates.iter().map(String::as_str);
    paths.clone().chain(paths.map(last))
}

/// An address without the positions of alternatives in it, if there are any.
pub(super) fn without_positions(address: &str) -> Option<String> {
    let mut found = false;
    let mut after = "";
    let tokens: Vec<&str> = address
        .split('/')
        .map(|token| {
            let is_position = ["oneOf", "anyOf"].contains(&after) && token.starts_with(|c: char| c.is_ascii_digit());
            found |= is_position;
            after = token;
            if is_position {
                token.trim_start_matches(|c: char| c.is_ascii_digit())
            } else {
                token
            }
        })
        .collect();
    found.then(|| tokens.join("/"))
}

/// Definitions whose every name is the same, as those of the keys `foo-bar` and `foo_bar`: the plain names belong to the one
/// that has its name already, else to the one whose key is the name, and the others get a number. The last names of each are
/// `digests`, by which it always can be told apart.
pub(super) fn number_twins(
    bundle: &Bundle,
    schema: &NormalizedSchema,
    addresses: &[String],
    fixed: &[Option<String>],
    candidates: &mut [Vec<String>],
    digests: usize,
) {
    let spoken = |names: &[String]| names.len().saturating_sub(digests);
    let mut twins: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (id, names) in candidates.iter().enumerate() {
        let names: Vec<String> = names[..spoken(names)].iter().map(|name| name.to_lowercase()).collect();
        if !names.is_empty() {
            twins.entry(names).or_default().push(id);
        }
    }
    for mut ids in twins.into_values().filter(|ids| ids.len() > 1) {
        ids.sort_by_key(|id| {
            let key = own_key(bundle, schema.definitions[*id].home.schema);
            let plain = candidates[*id][0].rsplit("::").next();
            let is_exact = key.is_some_and(|key| Some(key.as_str()) == plain);
            (fixed[*id].is_none(), !is_exact, &addresses[*id])
        });
        for (rank, id) in ids.into_iter().enumerate().skip(1) {
            let last = spoken(&candidates[id]);
            for name in &mut candidates[id][..last] {
                *name = numbered(name, rank + 1);
            }
        }
    }
}

/// The last step of the way to a schema.
fn own_key(bundle: &Bundle, id: SchemaId) -> Option<String> {
    match bundle.place(id) {
        Place::Document(_, pointer) => pointer_tokens(pointer).last(),
        _ => None,
    }
}
