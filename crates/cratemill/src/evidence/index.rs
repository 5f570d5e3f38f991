//! Which types a JSON object could be an instance of, by the names of its properties.

use super::Subject;
use super::place::{Documents, Place};
use crate::budget::INDEXED_SCHEMAS;
use serde_json::{Map, Value};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A schema without required properties is a candidate from so many shared names on.
const ENOUGH: usize = 3;

/// Targets by property name.
pub(super) struct Index<'a> {
    profiles: Vec<Profile<'a>>,
    holders: BTreeMap<&'a str, Vec<usize>>,
}

/// What a schema says about the names of properties.
#[derive(Clone, Default)]
struct Profile<'a> {
    named: BTreeSet<&'a str>,
    required: BTreeSet<&'a str>,
}

impl<'a> Index<'a> {
    pub fn new(subject: &Subject, documents: &Documents<'a>) -> Index<'a> {
        let profile = |target: &super::Target| match documents.find(&target.schema) {
            Some(place) if !target.opaque => Profile::of(documents, &place, &mut Vec::new()),
            _ => Profile::default(),
        };
        let profiles: Vec<Profile<'a>> = subject.targets.iter().map(profile).collect();
        let mut holders: BTreeMap<&'a str, Vec<usize>> = BTreeMap::new();
        for (target, profile) in profiles.iter().enumerate() {
            for name in &profile.named {
                holders.entry(name).or_default().push(target);
            }
        }
        Index { profiles, holders }
    }

    /// The targets that describe `object` best and equally well; each names at least as many of its properties as it
    /// leaves unnamed, and all that it requires is there.
    pub fn candidates(&self, object: &Map<String, Value>) -> Vec<usize> {
        self.ranked(object, 0)
    }

    /// The targets that describe `object` best but for one property, which they require and which is not there.
    pub fn incomplete(&self, object: &Map<String, Value>) -> Vec<usize> {
        self.ranked(object, 1)
    }

    /// How many of the object's properties the target names.
    pub fn shared(&self, target: usize, object: &Map<String, Value>) -> usize {
        let named = &self.profiles[target].named;
        object.keys().filter(|name| named.contains(name.as_str())).count()
    }

    /// The best of the targets of whose required properties so many are missing.
    fn ranked(&self, object: &Map<String, Value>, missing: usize) -> Vec<usize> {
        let mut hits: BTreeMap<usize, usize> = BTreeMap::new();
        for name in object.keys() {
            for target in self.holders.get(name.as_str()).into_iter().flatten() {
                *hits.entry(*target).or_default() += 1;
            }
        }
        let mut ranked: Vec<_> = hits
            .into_iter()
            .filter(|(target, hits)| {
                let required = &self.profiles[*target].required;
                let unknown = object.len() - hits;
                let absent = required.iter().filter(|name| !object.contains_key(**name)).count();
                (*hits >= ENOUGH || required.len() > missing && *hits > missing)
                    && unknown <= *hits
                    && absent == missing
            })
            .map(|(target, hits)| {
                let required = self.profiles[target].required.len();
                ((object.len() - hits, Reverse(hits), Reverse(required)), target)
            })
            .collect();
        ranked.sort();
        let best = ranked.first().map(|(rank, _)| *rank);
        ranked
            .into_iter()
            .take_while(|(rank, _)| Some(*rank) == best)
            .map(|(_, target)| target)
            .collect()
    }
}

impl<'a> Profile<'a> {
    fn of(documents: &Documents<'a>, place: &Place<'a>, seen: &mut Vec<*const Value>) -> Profile<'a> {
        let mut profile = Profile::default();
        let address: *const Value = place.schema;
        if seen.len() >= INDEXED_SCHEMAS || seen.contains(&address) {
            return profile;
        }
        seen.push(address);
        profile
            .named
            .extend(place.map("properties").into_iter().map(|(name, _)| name));
        profile.required.extend(place.texts("required"));
        for part in documents.follow(place).into_iter().chain(place.list("allOf")) {
            let part = Profile::of(documents, &part, seen);
            profile.named.extend(part.named);
            profile.required.extend(part.required);
        }
        for keyword in ["oneOf", "anyOf"] {
            let branches = place.list(keyword);
            let branches: Vec<Profile<'a>> = branches
                .iter()
                .map(|branch| Profile::of(documents, branch, seen))
                .collect();
            let always = |name: &&&str| branches.iter().all(|branch| branch.required.contains(**name));
            let first = branches.first().map(|branch| &branch.required);
            profile.required.extend(first.into_iter().flatten().filter(always));
            profile
                .named
                .extend(branches.into_iter().flat_map(|branch| branch.named));
        }
        profile
    }
}
