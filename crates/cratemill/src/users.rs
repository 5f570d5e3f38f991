//! Which components a type is part of.

use crate::convert::{Types, holders};
use crate::pipeline::travel;
use crate::provider::ProviderSource;
use std::collections::{BTreeMap, BTreeSet};

/// The components, roots of documents, whose values can hold what each Rust path names: a type, or a field or variant of
/// one. Sorted by name; none for a path that the provider does not have.
pub fn users(source: &ProviderSource, paths: &[&str]) -> Vec<Vec<String>> {
    let Ok(journey) = travel(source) else {
        return vec![Vec::new(); paths.len()];
    };
    let types = &journey.types;
    let holders = holders(types);
    let all = types.types.iter().enumerate();
    let names: BTreeMap<String, usize> = all.map(|(id, one)| (one.path(), id)).collect();
    let mut known: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let of = |path: &&str| {
        let Some(id) = type_of(&names, path) else {
            return Vec::new();
        };
        let found = known.entry(id).or_insert_with(|| roots(types, &holders, id));
        found.clone()
    };
    paths.iter().map(of).collect()
}

/// The type that a path names, or begins with.
fn type_of(names: &BTreeMap<String, usize>, path: &str) -> Option<usize> {
    let mut path = path;
    loop {
        if let Some(id) = names.get(path) {
            return Some(*id);
        }
        path = path.rsplit_once("::")?.0;
    }
}

fn roots(types: &Types, holders: &[Vec<usize>], id: usize) -> Vec<String> {
    let mut seen = BTreeSet::from([id]);
    let mut open = vec![id];
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        let one = &types.types[id];
        if one.stands_for.iter().any(|place| place.ends_with('#')) {
            found.insert(one.path());
        }
        open.extend(holders[id].iter().filter(|holder| seen.insert(**holder)));
    }
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_used_by_the_components_that_can_hold_it() {
        let mut source = ProviderSource::default();
        let files = [
            (
                "order.json",
                r##"{"type": "object", "properties": {"by": {"$ref": "user.json"}}}"##,
            ),
            (
                "user.json",
                r##"{"type": "object", "properties": {"at": {"type": "array", "items": {"$ref": "#/$defs/Place"}}},
                    "$defs": {"Place": {"type": "object", "properties": {"city": {"type": "string"}, "on": {"enum": ["map"]}}}}}"##,
            ),
            (
                "other.json",
                r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#,
            ),
        ];
        for (path, text) in files {
            source.schemas.insert(path, text).expect("a path");
        }
        let found = users(&source, &["Place::city", "Order", "Other::a", "Gone", "place::On::Map"]);
        let place = vec!["Order", "User"];
        assert_eq!(found, [place.clone(), vec!["Order"], vec!["Other"], vec![], place]);
    }
}
