//! Properties whose values tell the alternatives of a union apart: constants, enumerations, OpenAPI's `discriminator`.

use super::Shaper;
use crate::bundle::SchemaId;
use crate::normalize::merge::Alternative;
use crate::normalize::{Discrimination, TypeSet};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The properties that tell `alternatives` apart, those that say most first; `None` stands for one that is no object.
///
/// A discriminator says which values mean an alternative. Without one, a property is taken whose values are named in
/// several alternatives, so that no two of them name some of the same: else a newer value would be one of another.
pub(super) fn discriminations(shaper: &mut Shaper<'_>, alternatives: &[Option<&Alternative>]) -> Vec<Discrimination> {
    let mut found: Vec<Discrimination> = Vec::new();
    for owner in owners(alternatives) {
        found.extend(discriminator(shaper, owner, alternatives));
    }
    let mut constant: Vec<Discrimination> = properties(shaper, alternatives)
        .into_iter()
        .filter_map(|name| by_values(shaper, &name, alternatives))
        .collect();
    constant.sort_by_cached_key(|one| {
        let named = one.values.iter().filter(|values| !values.is_empty()).count();
        let different: BTreeSet<String> = one.values.iter().map(|values| text(values)).collect();
        (std::cmp::Reverse(named), std::cmp::Reverse(different.len()))
    });
    found.extend(constant);
    found
}

/// The schemas whose `oneOf` or `anyOf` lead to the alternatives, in their order.
fn owners(alternatives: &[Option<&Alternative>]) -> Vec<SchemaId> {
    let mut known = BTreeSet::new();
    let owners = alternatives.iter().flatten().flat_map(|one| &one.arms);
    owners
        .map(|(owner, _)| *owner)
        .filter(|owner| known.insert(*owner))
        .collect()
}

/// What a `discriminator` says (OpenAPI 3.1, section 4.8.25): `mapping`, else the names of the schemas, else, where an
/// alternative names its values itself, these.
fn discriminator(
    shaper: &mut Shaper<'_>,
    owner: SchemaId,
    alternatives: &[Option<&Alternative>],
) -> Option<Discrimination> {
    let bundle = shaper.bundle;
    let keyword = bundle.value(owner).get("discriminator")?;
    let property = keyword.get("propertyName")?.as_str()?;
    // The values of each target, by the name of its schema, which its reference has as well.
    let mut mapping: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (value, target) in keyword.get("mapping").and_then(Value::as_object).into_iter().flatten() {
        if let Some(target) = target.as_str() {
            mapping.entry(name(target)).or_default().push(value);
        }
    }
    let values: Vec<Vec<Value>> = alternatives
        .iter()
        .map(|one| {
            let Some(one) = one else { return Vec::new() };
            let Some((_, arm)) = one.arms.iter().find(|(own, _)| *own == owner) else {
                return Vec::new();
            };
            let reference = reference(bundle.value(*arm));
            let mapped = reference.and_then(|own| mapping.get(name(own))).into_iter().flatten();
            let mut values: Vec<Value> = mapped.map(|value| Value::from(*value)).collect();
            values.extend(values_of(shaper, one, property).unwrap_or_default());
            let mut known = BTreeSet::new();
            values.retain(|value| known.insert(value.to_string()));
            if let ([], Some(reference)) = (&values[..], reference) {
                values.push(name(reference).into());
            }
            values
        })
        .collect();
    let named = values.iter().any(|values| !values.is_empty());
    named.then(|| Discrimination {
        property: property.to_owned(),
        is_discriminator: true,
        values,
    })
}

/// The reference that a schema is, alone or as the one part of an `allOf`.
fn reference(schema: &Value) -> Option<&str> {
    let direct = schema.get("$ref").and_then(Value::as_str);
    direct.or_else(|| match schema.get("allOf")?.as_array()?.as_slice() {
        [only] => only.get("$ref")?.as_str(),
        _ => None,
    })
}

/// The name of a schema in a reference to it: what follows the last `/` or `#`, without the ending of a file.
fn name(reference: &str) -> &str {
    let last = reference
        .rsplit(['/', '#'])
        .find(|part| !part.is_empty())
        .unwrap_or_default();
    last.strip_suffix(".json").unwrap_or(last)
}

fn properties(shaper: &mut Shaper<'_>, alternatives: &[Option<&Alternative>]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for one in alternatives.iter().flatten() {
        let mut own = BTreeSet::new();
        for atom in &one.atoms {
            let read = shaper.merger.keywords(atom.id);
            own.extend(read.properties.iter().map(|(name, _)| *name));
        }
        for name in own {
            let count = counts.entry(name).or_insert_with(|| {
                order.push(name);
                0
            });
            *count += 1;
        }
    }
    order.retain(|name| counts[name] > 1);
    order.into_iter().map(str::to_owned).collect()
}

fn by_values(shaper: &mut Shaper<'_>, name: &str, alternatives: &[Option<&Alternative>]) -> Option<Discrimination> {
    let values: Vec<Vec<Value>> = alternatives
        .iter()
        .map(|one| one.and_then(|one| values_of(shaper, one, name)).unwrap_or_default())
        .collect();
    let mut sets: BTreeMap<String, usize> = BTreeMap::new();
    let mut owner: BTreeMap<String, usize> = BTreeMap::new();
    for own in values.iter().filter(|own| !own.is_empty()) {
        let next = sets.len();
        let set = *sets.entry(text(own)).or_insert(next);
        for value in own {
            if *owner.entry(value.to_string()).or_insert(set) != set {
                return None;
            }
        }
    }
    (sets.len() > 1).then(|| Discrimination {
        property: name.to_owned(),
        is_discriminator: false,
        values,
    })
}

fn text(values: &[Value]) -> String {
    let mut texts: Vec<String> = values.iter().map(Value::to_string).collect();
    texts.sort();
    texts.join(",")
}

/// The values that an alternative names for a property, where all of them are scalars.
pub(super) fn values_of(shaper: &mut Shaper<'_>, one: &Alternative, name: &str) -> Option<Vec<Value>> {
    let mut schemas: Vec<SchemaId> = Vec::new();
    for atom in &one.atoms {
        let read = shaper.merger.keywords(atom.id);
        let own = read.properties.iter().filter(|(own, _)| *own == name);
        schemas.extend(own.map(|(_, id)| *id));
    }
    let atoms = shaper.merger.conjunction(&schemas);
    let types = shaper.merger.types(&atoms);
    let mut values = shaper.merger.values(&atoms)?;
    if values.iter().any(|value| value.is_array() || value.is_object()) {
        return None;
    }
    if types.is_some_and(|types| types.contains(TypeSet::NULL)) && !values.contains(&&Value::Null) {
        values.push(&Value::Null);
    }
    Some(values.into_iter().cloned().collect())
}
