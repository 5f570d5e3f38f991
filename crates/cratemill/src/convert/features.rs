//! Which parts of a large crate can be compiled alone: a feature for each module at its root, with what that reaches.

use super::{Type, Types};
use crate::budget::{FEATURES, TYPES_WITHOUT_FEATURES};
use std::collections::{BTreeMap, BTreeSet};

/// The features that a crate has beside those of its modules.
const RESERVED: [&str; 9] = [
    "chrono", "default", "jiff", "pattern", "time", "uri", "url", "uuid", "validate",
];
/// The feature of modules that share none with others.
const OTHERS: &str = "others";

/// The features of modules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features {
    /// The feature of each module at the crate's root.
    modules: BTreeMap<String, String>,
    /// The features that each needs.
    pub needs: BTreeMap<String, BTreeSet<String>>,
}

impl Features {
    /// Whether everything is compiled always.
    pub fn is_empty(&self) -> bool {
        self.needs.is_empty()
    }

    /// The feature of what a module defines.
    pub fn of(&self, module: &[String]) -> Option<&str> {
        self.modules.get(module.first()?).map(String::as_str)
    }

    /// The features that a type can be named with.
    pub fn of_type(&self, one: &Type) -> BTreeSet<&str> {
        let both = [self.of(&one.file), self.of(&one.modules)];
        both.into_iter().flatten().collect()
    }
}

/// The features of the modules of a crate; none where it is small, unless they are asked for. `taken` are the names of other crates.
pub fn features(types: &Types, asked: Option<bool>, taken: &[&str]) -> Features {
    if !asked.unwrap_or(types.types.len() > TYPES_WITHOUT_FEATURES) {
        return Features::default();
    }
    let tops: BTreeSet<&String> = types.modules.iter().filter_map(|module| module.path.first()).collect();
    let Some(names) = groups(&tops) else {
        return Features::default();
    };
    let mut features = Features::default();
    for (top, name) in names {
        let is_taken = RESERVED.contains(&&*name) || taken.contains(&&*name);
        let name = if is_taken { format!("{name}-types") } else { name };
        features.needs.entry(name.clone()).or_default();
        features.modules.insert(top, name);
    }
    let mut needs: BTreeMap<String, BTreeSet<String>> = std::mem::take(&mut features.needs);
    for one in &types.types {
        let Some(own) = features.of(&one.file) else { continue };
        for id in one.kind.values().into_iter().filter_map(|value| value.type_inside()) {
            let others = features.of_type(&types.types[id]);
            let others = others.into_iter().filter(|other| *other != own).map(str::to_owned);
            needs.entry(own.to_owned()).or_default().extend(others);
        }
    }
    features.needs = needs;
    features
}

/// The feature of each module: its name, or, where they are many, the first word of it, if others begin with it too. None
/// where these are too many as well.
fn groups(tops: &BTreeSet<&String>) -> Option<BTreeMap<String, String>> {
    let first = |top: &str| {
        top.split('_')
            .find(|word| !word.is_empty())
            .unwrap_or(OTHERS)
            .to_owned()
    };
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    tops.iter().for_each(|top| *count.entry(first(top)).or_default() += 1);
    let is_many = tops.len() > FEATURES;
    let name = |top: &str| {
        let name = if is_many { first(top) } else { top.to_owned() };
        let is_alone = is_many && count.get(&name) == Some(&1);
        match name.is_ascii() && !is_alone {
            true => name,
            false => OTHERS.to_owned(),
        }
    };
    let names: BTreeMap<String, String> = tops.iter().map(|top| ((*top).clone(), name(top))).collect();
    let distinct: BTreeSet<&String> = names.values().collect();
    (distinct.len() <= 2 * FEATURES).then_some(names)
}
