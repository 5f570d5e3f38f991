//! What tells the alternatives of unions apart when they are read: their schemas in the words of draft 2020-12, without
//! what only describes, under names that are addresses.
//!
//! The law: a rule accepts what is valid under the published schema, and as little else as it can; what it can't say is
//! counted, so that the account of the crate tells of it.

mod evaluated;
mod writer;

use crate::budget::PARTS_OF_A_RULE;
use crate::bundle::{Bundle, SchemaId};
use crate::text::hex;
use hmac_sha256::Hash;
use serde_json::{Value, json};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Rules by name; a `$ref` is a name.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    bundle: &'a Bundle,
    rules: BTreeMap<String, Value>,
    pending: Vec<SchemaId>,
    /// Rules that leave a keyword out, and the keyword.
    incomplete: BTreeMap<String, &'static str>,
    /// The rules of long ways, by the schemas on them.
    chains: BTreeMap<Vec<SchemaId>, String>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(bundle: &'a Bundle) -> Self {
        Rules {
            bundle,
            rules: BTreeMap::new(),
            pending: Vec::new(),
            incomplete: BTreeMap::new(),
            chains: BTreeMap::new(),
        }
    }

    /// The name of the rule that asks for all of `ids`.
    pub(super) fn all(&mut self, ids: &[SchemaId]) -> String {
        if ids.len() > PARTS_OF_A_RULE {
            return self.chain(ids);
        }
        let names: Vec<String> = ids.iter().map(|id| self.name(*id)).collect();
        self.combined(&names, " & ", "allOf")
    }

    /// The rule of a long way to an alternative, made of that of its beginning, which the alternatives beside it have too.
    fn chain(&mut self, ids: &[SchemaId]) -> String {
        let known = (PARTS_OF_A_RULE + 1..=ids.len()).rev();
        let known = known.map(|count| (count, self.chains.get(&ids[..count])));
        let known = known.filter_map(|(count, name)| Some((count, name?.clone()))).next();
        let (count, mut name) = known.unwrap_or_else(|| (PARTS_OF_A_RULE, self.all(&ids[..PARTS_OF_A_RULE])));
        for end in count..ids.len() {
            let parts = [name, self.name(ids[end])];
            name = digest(&parts);
            let parts: Vec<Value> = parts.iter().map(|name| json!({ "$ref": name })).collect();
            self.rules.insert(name.clone(), json!({ "allOf": parts }));
            self.chains.insert(ids[..=end].to_vec(), name.clone());
        }
        name
    }

    /// The name of the rule that asks for one of the rules `names`.
    pub(super) fn any(&mut self, names: &[String]) -> String {
        self.combined(names, " | ", "anyOf")
    }

    fn combined(&mut self, names: &[String], between: &str, keyword: &str) -> String {
        if let [only] = names {
            return only.clone();
        }
        let name = names.join(between);
        let parts: Vec<Value> = names.iter().map(|name| json!({ "$ref": name })).collect();
        self.rules.insert(name.clone(), json!({ keyword: parts }));
        name
    }

    fn name(&mut self, id: SchemaId) -> String {
        let name = self.bundle.address(id);
        if !self.rules.contains_key(&name) {
            self.rules.insert(name.clone(), Value::Bool(true));
            self.pending.push(id);
            self.work();
        }
        name
    }

    /// Writes the rules that were asked for; a queue instead of recursion, so that references may go round.
    fn work(&mut self) {
        let mut pending = std::mem::take(&mut self.pending);
        while let Some(id) = pending.pop() {
            let name = self.bundle.address(id);
            let mut writer = writer::Writer {
                bundle: self.bundle,
                references: Vec::new(),
                incomplete: None,
            };
            let rule = writer.schema(id, 0);
            if let Some(keyword) = writer.incomplete {
                self.incomplete.insert(name.clone(), keyword);
            }
            for target in writer.references {
                let name = self.bundle.address(target);
                if let Entry::Vacant(place) = self.rules.entry(name) {
                    place.insert(Value::Bool(true));
                    pending.push(target);
                }
            }
            self.rules.insert(name, rule);
        }
    }

    /// A keyword that one of the rules behind `name` leaves out.
    pub(super) fn left_out(&self, name: &str) -> Option<&'static str> {
        let mut seen = BTreeSet::new();
        let mut pending = vec![name];
        while let Some(name) = pending.pop() {
            if !seen.insert(name) {
                continue;
            }
            if let Some(keyword) = self.incomplete.get(name) {
                return Some(keyword);
            }
            if let Some(rule) = self.rules.get(name) {
                references(rule, &mut pending);
            }
        }
        None
    }

    /// The rules that those of `names` need.
    pub(super) fn into_needed<'n>(self, names: impl Iterator<Item = &'n str>) -> BTreeMap<String, Value> {
        needed(self.rules, names)
    }
}

/// A name for what is made of two rules that is no longer than each.
fn digest(parts: &[String; 2]) -> String {
    hex(&Hash::hash(parts.join(" & ").as_bytes())[..8])
}

/// Those of `rules` that the ones of `names` need.
pub(super) fn needed<'n>(
    mut rules: BTreeMap<String, Value>,
    names: impl Iterator<Item = &'n str>,
) -> BTreeMap<String, Value> {
    let mut needed = BTreeMap::new();
    let mut pending: Vec<String> = names.map(str::to_owned).collect();
    while let Some(name) = pending.pop() {
        let Some(rule) = rules.remove(&name) else { continue };
        let mut found = Vec::new();
        references(&rule, &mut found);
        pending.extend(found.into_iter().map(str::to_owned));
        needed.insert(name, rule);
    }
    needed
}

fn references<'v>(rule: &'v Value, found: &mut Vec<&'v str>) {
    match rule {
        Value::Object(keywords) => {
            for (keyword, value) in keywords {
                match (keyword.as_str(), value) {
                    ("$ref", Value::String(name)) => found.push(name),
                    ("enum", Value::Array(_)) => {}
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
