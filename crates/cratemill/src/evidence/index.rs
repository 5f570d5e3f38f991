//! Which types a JSON object could be an instance of, by the names of its properties.

use super::Subject;
use super::place::{Documents, Place};
use crate::budget::INDEXED_SCHEMAS;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A schema without required properties is a candidate from so many shared names on.
const ENOUGH: usize = 3;

/// Targets by property name.
pub(super) struct Index<'a> {
    profiles: Vec<Profile<'a>>,
    holders: BTreeMap<&'a str, Vec<Holder>>,
    /// How many of an object's names each target has; all zero between two objects.
    tallies: RefCell<Vec<Tally>>,
}

/// A target that names a property, requires it, or both.
struct Holder {
    target: usize,
    names: bool,
    requires: bool,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    named: usize,
    required: usize,
}

/// The targets that describe an object best and equally well; each names at least as many of its properties as it
/// leaves unnamed.
#[derive(Default)]
pub(super) struct Candidates {
    /// Those of which all that they require is there.
    pub complete: Vec<usize>,
    /// Those of which one property is missing, which they require.
    pub incomplete: Vec<usize>,
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
        let mut holders: BTreeMap<&'a str, Vec<Holder>> = BTreeMap::new();
        for (target, profile) in profiles.iter().enumerate() {
            for name in profile.named.union(&profile.required) {
                holders.entry(name).or_default().push(Holder {
                    target,
                    names: profile.named.contains(name),
                    requires: profile.required.contains(name),
                });
            }
        }
        let tallies = RefCell::new(vec![Tally::default(); profiles.len()]);
        Index {
            profiles,
            holders,
            tallies,
        }
    }

    /// The targets that `object` could be an instance of, in one pass over its names.
    pub fn candidates(&self, object: &Map<String, Value>) -> Candidates {
        let mut tallies = self.tallies.borrow_mut();
        let mut touched = Vec::new();
        for holder in object
            .keys()
            .filter_map(|name| self.holders.get(name.as_str()))
            .flatten()
        {
            let tally = &mut tallies[holder.target];
            if tally.named + tally.required == 0 {
                touched.push(holder.target);
            }
            tally.named += usize::from(holder.names);
            tally.required += usize::from(holder.requires);
        }
        touched.sort_unstable();
        let mut best = [Best::default(), Best::default()];
        for target in touched {
            let Tally { named, required } = std::mem::take(&mut tallies[target]);
            let all = self.profiles[target].required.len();
            let missing = all - required;
            let unknown = object.len() - named;
            if let Some(best) = best.get_mut(missing)
                && (named >= ENOUGH || all > missing && named > missing)
                && unknown <= named
            {
                best.add((unknown, Reverse(named), Reverse(all)), target);
            }
        }
        let [complete, incomplete] = best.map(|best| best.targets);
        Candidates { complete, incomplete }
    }

    /// How many of the object's properties the target names.
    pub fn shared(&self, target: usize, object: &Map<String, Value>) -> usize {
        let named = &self.profiles[target].named;
        object.keys().filter(|name| named.contains(name.as_str())).count()
    }
}

/// How well a target describes an object, the best first: what it leaves unnamed, what it names, what it requires.
type Rank = (usize, Reverse<usize>, Reverse<usize>);

/// The targets of the best rank so far.
#[derive(Default)]
struct Best {
    rank: Option<Rank>,
    targets: Vec<usize>,
}

impl Best {
    fn add(&mut self, rank: Rank, target: usize) {
        if self.rank.is_none_or(|best| rank < best) {
            self.rank = Some(rank);
            self.targets.clear();
        }
        if self.rank == Some(rank) {
            self.targets.push(target);
        }
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
