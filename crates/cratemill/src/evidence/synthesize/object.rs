//! Objects and arrays.

use super::{Draft, Mode};
use crate::budget::MADE_ITEMS;
use crate::evidence::place::Place;
use indexmap::IndexSet;
use serde_json::{Map, Value};

impl<'a> Draft<'a, '_> {
    pub(super) fn object(&mut self, places: &[Place<'a>], depth: usize) -> Option<Value> {
        let mut named: IndexSet<&'a str> = IndexSet::new();
        let mut required: IndexSet<&'a str> = IndexSet::new();
        for place in places {
            named.extend(place.names("properties"));
            required.extend(place.texts("required"));
        }
        let has_optional = named.iter().any(|name| !required.contains(name));
        let all = has_optional && self.shows(depth);
        let mut wanted: IndexSet<&'a str> = if all { named.clone() } else { IndexSet::new() };
        wanted.extend(required.iter().copied());
        // Properties in the order of the schema, required ones that it does not describe last.
        wanted.sort_by_cached_key(|name| named.get_index_of(name).unwrap_or(usize::MAX));
        let all = self.mode == Mode::Fullest && depth <= self.reach;
        add_dependents(places, &mut wanted, &mut required, all);
        let least = places
            .iter()
            .filter_map(|place| place.keyword("minProperties")?.as_u64())
            .max();
        let least = usize::try_from(least.unwrap_or(0))
            .ok()
            .filter(|least| *least <= MADE_ITEMS)?;
        wanted.extend(named.iter().copied().take(least));
        let most = places
            .iter()
            .filter_map(|place| place.keyword("maxProperties")?.as_u64())
            .min();
        let mut optional = most.map_or(usize::MAX, |most| (most as usize).saturating_sub(required.len()));
        let mut object = Map::new();
        for name in wanted {
            let is_required = required.contains(name);
            if !is_required && optional == 0 {
                continue;
            }
            let examples = self.examples;
            let asked: Vec<Place<'a>> = places
                .iter()
                .filter_map(|place| place.member("properties", name))
                .collect();
            let value = if asked.is_empty() {
                self.unnamed(places, name, depth)
            } else {
                self.value(&asked, name, depth + 1)
            };
            let given = self.mode != Mode::Composed || self.examples > examples || object.len() < least;
            match value {
                Some(value) if is_required || given => {
                    object.insert(name.to_owned(), value);
                    optional -= usize::from(!is_required);
                }
                None if is_required => return None,
                Some(_) | None => {}
            }
        }
        self.fill(places, &mut object, named.is_empty(), least, depth)?;
        Some(Value::Object(object))
    }

    /// Entries of maps: one where a map is to be shown, more where `minProperties` asks for them.
    fn fill(
        &mut self,
        places: &[Place<'a>],
        object: &mut Map<String, Value>,
        is_map: bool,
        least: usize,
        depth: usize,
    ) -> Option<()> {
        let closed = |place: &Place<'_>| place.keyword("additionalProperties") == Some(&Value::Bool(false));
        let shown = is_map
            && self.mode == Mode::Fullest
            && object.is_empty()
            && places
                .iter()
                .all(|place| !closed(place) || !place.map("patternProperties").is_empty())
            && self.shows(depth);
        let wanted = least.max(usize::from(shown));
        for index in 0..MADE_ITEMS {
            if object.len() >= wanted {
                return Some(());
            }
            let name = self.name(places, index)?;
            if object.contains_key(&name) {
                continue;
            }
            match self.unnamed(places, &name, depth) {
                Some(value) => drop(object.insert(name, value)),
                None if object.len() < least => return None,
                None => return Some(()),
            }
        }
        (object.len() >= least).then_some(())
    }

    /// A name for an entry of a map.
    fn name(&mut self, places: &[Place<'a>], index: usize) -> Option<String> {
        let patterns = places
            .iter()
            .flat_map(|place| place.map("patternProperties"))
            .map(|(pattern, _)| pattern);
        let mut names: Vec<String> = patterns
            .flat_map(|pattern| self.room.witnesses(pattern).to_vec())
            .collect();
        if let Some(rule) = places.iter().find_map(|place| place.child("propertyNames")) {
            let target = self.room.documents.resolve(&rule);
            let listed = target.texts("enum").map(str::to_owned);
            names.extend(listed);
            let made = self
                .text(&[target], "key")
                .and_then(|name| name.as_str().map(str::to_owned));
            names.extend(made);
            let reference = rule.reference();
            names.retain(|name| self.room.judge.accepts(&reference, &Value::from(name.as_str())) != Some(false));
        }
        if names.is_empty() {
            let suffix = if index == 0 { String::new() } else { format!("_{index}") };
            return Some(format!("key{suffix}"));
        }
        names.dedup();
        names.get(index).cloned()
    }

    /// A value under a name that `properties` does not hold.
    fn unnamed(&mut self, places: &[Place<'a>], name: &str, depth: usize) -> Option<Value> {
        let matching = places.iter().flat_map(|place| place.map("patternProperties"));
        let matching = matching.filter(|(pattern, _)| self.room.judge.matches(pattern, name));
        let mut asked: Vec<Place<'a>> = matching.map(|(_, place)| place).collect();
        if asked.is_empty() {
            asked.extend(places.iter().filter_map(|place| place.child("additionalProperties")));
        }
        if asked.iter().all(|place| place.schema == &Value::Bool(true)) {
            return Some(Value::from("value"));
        }
        self.value(&asked, name, depth + 1)
    }

    pub(super) fn array(&mut self, places: &[Place<'a>], hint: &str, depth: usize) -> Option<Value> {
        let count = |keyword: &'static str| places.iter().filter_map(move |place| place.keyword(keyword)?.as_u64());
        let least = usize::try_from(count("minItems").max().unwrap_or(0))
            .ok()
            .filter(|least| *least <= MADE_ITEMS)?;
        let most = count("maxItems")
            .min()
            .map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
        let first: Vec<Vec<Place<'a>>> = places
            .iter()
            .map(|place| {
                if place.keyword("items").is_some_and(Value::is_array) {
                    "items"
                } else {
                    "prefixItems"
                }
            })
            .zip(places)
            .map(|(keyword, place)| place.list(keyword))
            .collect();
        let contained: Vec<Place<'a>> = places.iter().filter_map(|place| place.child("contains")).collect();
        let longest_prefix = first.iter().map(Vec::len).max().unwrap_or(0);
        let all = self.shows(depth);
        let shown = if all {
            longest_prefix.max(1)
        } else {
            usize::from(!contained.is_empty())
        };
        let wanted = least.max(shown);
        let mut items = Vec::new();
        for index in 0..wanted.min(most) {
            let mut asked: Vec<Place<'a>> = first.iter().filter_map(|prefix| prefix.get(index).cloned()).collect();
            if asked.is_empty() {
                let rest = places
                    .iter()
                    .filter_map(|place| place.child("items").or(place.child("additionalItems")));
                asked.extend(rest);
            }
            if index == 0 {
                asked.extend(contained.iter().cloned());
            }
            let name = if index == 0 {
                hint.to_owned()
            } else {
                format!("{hint} {index}")
            };
            let seed = self.seed;
            // Items of one array take other values of an `enum`, so that they can be unique.
            self.seed += index;
            let examples = self.examples;
            let value = self.value(&asked, &name, depth + 1);
            self.seed = seed;
            let given = self.mode != Mode::Composed || self.examples > examples || index < least;
            match value {
                Some(value) if given => items.push(value),
                None if index < least => return None,
                Some(_) | None => break,
            }
        }
        Some(Value::Array(items))
    }
}

/// Names that the presence of others asks for (`dependentRequired`, and `dependencies` before 2019-09).
fn add_dependents<'a>(
    places: &[Place<'a>],
    wanted: &mut IndexSet<&'a str>,
    required: &mut IndexSet<&'a str>,
    all: bool,
) {
    for place in places {
        for keyword in ["dependentRequired", "dependencies"] {
            let entries = place.keyword(keyword).and_then(Value::as_object);
            for (name, dependents) in entries.into_iter().flatten() {
                if wanted.contains(name.as_str()) {
                    let dependents = dependents.as_array().into_iter().flatten().filter_map(Value::as_str);
                    let dependents: Vec<&str> = dependents.collect();
                    wanted.extend(dependents.iter().copied());
                    required.extend(dependents.iter().copied().filter(|_| all));
                }
            }
        }
    }
}
