//! Properties whose values tell the alternatives of a union apart: constants, enumerations, OpenAPI's `discriminator`.

use super::Shaper;
use crate::bundle::{Bundle, Place, SchemaId};
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
    let mut heard: Vec<(SchemaId, String)> = Vec::new();
    for owner in owners(alternatives) {
        let Some(one) = discriminator(shaper, owner, alternatives) else {
            continue;
        };
        let is_part = |(outer, property): &(SchemaId, String)| {
            *property == one.property && lies_within(owner, *outer, alternatives)
        };
        if !heard.iter().any(is_part) {
            heard.push((owner, one.property.clone()));
            found.push(one);
        }
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

/// Whether all alternatives of a schema are alternatives of another, outer one.
fn lies_within(inner: SchemaId, outer: SchemaId, alternatives: &[Option<&Alternative>]) -> bool {
    alternatives.iter().flatten().all(|one| {
        let position = |owner: SchemaId| one.arms.iter().position(|(own, _)| *own == owner);
        position(inner).is_none_or(|inner| position(outer).is_some_and(|outer| outer < inner))
    })
}

/// What a `discriminator` says (OpenAPI 3.1, section 4.8.25): `mapping`, else the names of the schemas, else, where an
/// alternative names its values itself, these. Where alternatives have alternatives, what is said of the outer ones and of
/// the inner ones counts, the inner unions' own discriminators of that property too.
fn discriminator(
    shaper: &mut Shaper<'_>,
    owner: SchemaId,
    alternatives: &[Option<&Alternative>],
) -> Option<Discrimination> {
    let bundle = shaper.bundle;
    let (property, _) = keyword(bundle.value(owner))?;
    let mut mappings: BTreeMap<SchemaId, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    let values: Vec<Vec<Value>> = alternatives
        .iter()
        .map(|one| {
            let Some(one) = one else { return Vec::new() };
            let Some(outermost) = one.arms.iter().position(|(own, _)| *own == owner) else {
                return Vec::new();
            };
            let mut values: Vec<Value> = Vec::new();
            for (at, (owner, _)) in one.arms.iter().enumerate().skip(outermost) {
                let mapping = mappings
                    .entry(*owner)
                    .or_insert_with(|| mapping(bundle.value(*owner), property));
                let inner = one.arms[at..].iter().map(|(_, arm)| *arm);
                let inner: BTreeSet<&str> = inner.flat_map(|arm| called(bundle, arm)).collect();
                let meant = inner.into_iter().filter_map(|own| mapping.get(own)).flatten();
                values.extend(meant.map(|value| Value::from(*value)));
            }
            values.extend(values_of(shaper, one, property).unwrap_or_default());
            let mut references = one
                .arms
                .iter()
                .rev()
                .filter_map(|(_, arm)| reference(bundle.value(*arm)));
            if let ([], Some(reference)) = (&values[..], references.next()) {
                values.push(name(reference).into());
            }
            let mut seen = BTreeSet::new();
            values.retain(|value| seen.insert(value.to_string()));
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

/// The property of a schema's `discriminator`, and its `mapping`.
pub(in crate::normalize) fn keyword(schema: &Value) -> Option<(&str, Vec<(&str, &str)>)> {
    let keyword = schema.get("discriminator")?;
    let mapping = keyword.get("mapping").and_then(Value::as_object);
    let mapping = mapping.into_iter().flatten();
    let mapping = mapping.filter_map(|(value, target)| Some((value.as_str(), target.as_str()?)));
    Some((keyword.get("propertyName")?.as_str()?, mapping.collect()))
}

/// What a schema's `discriminator` of a property maps to each target, by the name of its schema, which its reference has as
/// well.
fn mapping<'a>(schema: &'a Value, property: &str) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let (_, mapping) = keyword(schema).filter(|(own, _)| *own == property).unwrap_or_default();
    for (value, target) in mapping {
        found.entry(name(target)).or_default().push(value);
    }
    found
}

/// The reference that a schema is, alone or as the only one among the parts of an `allOf`.
pub(in crate::normalize) fn reference(schema: &Value) -> Option<&str> {
    let direct = schema.get("$ref").and_then(Value::as_str);
    direct.or_else(|| {
        let parts = schema.get("allOf")?.as_array()?.iter();
        let mut references = parts.filter_map(|part| part.get("$ref")?.as_str());
        let first = references.next()?;
        references.next().is_none().then_some(first)
    })
}

/// What a `mapping` may call an alternative by: the name of what it refers to, and its place among the others.
fn called(bundle: &Bundle, arm: SchemaId) -> impl Iterator<Item = &str> {
    let position = match bundle.place(arm) {
        Place::Document(_, pointer) => position(pointer),
        _ => None,
    };
    reference(bundle.value(arm)).map(name).into_iter().chain(position)
}

/// The `oneOf/1` that a JSON Pointer to an alternative ends with.
fn position(pointer: &str) -> Option<&str> {
    let (rest, index) = pointer.rsplit_once('/')?;
    let word = rest
        .rsplit(['/', '#'])
        .next()
        .filter(|word| ["oneOf", "anyOf"].contains(word))?;
    let is_index = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
    is_index.then(|| &pointer[rest.len() - word.len()..])
}

/// The name of a schema in a reference to it: what follows the last `/` or `#`, without the ending of a file; of an
/// alternative without a name its place among the others, `oneOf/1`.
pub(in crate::normalize) fn name(reference: &str) -> &str {
    if let Some(position) = position(reference) {
        return position;
    }
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
