//! Whether `[names.override]` and `[names] modules` of the manifest do what they say.

use crate::bundle::Bundle;
use crate::diagnostic::{Code, Diagnostic};
use crate::normalize::NormalizedSchema;
use crate::normalize::names::{self, Naming, identifier, is_reserved, module};
use crate::provider::{Manifest, NameRules};
use crate::text::did_you_mean;
use std::collections::{BTreeMap, BTreeSet};

/// Every entry that names no type or key, or gives a name that its type can't have; each points at the entry in `text`.
pub(super) fn faults(
    text: &str,
    manifest: &Manifest,
    naming: &Naming<'_>,
    bundle: &Bundle,
    schema: &NormalizedSchema,
) -> Vec<Diagnostic> {
    let overrides = &manifest.names.overrides;
    let mut found: Vec<Diagnostic> = names::unused_modules(bundle, naming)
        .into_iter()
        .map(|prefix| Diagnostic {
            location: Manifest::place(text, &["names", "modules", prefix]),
            ..no_key(prefix)
        })
        .collect();
    if overrides.is_empty() {
        return found;
    }
    let places = places(bundle, schema);
    let others = others(naming, bundle, schema, overrides, &places);
    let mut given: BTreeMap<String, &str> = BTreeMap::new();
    let mut named: BTreeMap<usize, (&str, &str)> = BTreeMap::new();
    for (place, name) in overrides {
        let id = places.get(place);
        let folded = name.to_lowercase();
        let fault = match id {
            None => Some(unused(place, places.keys())),
            Some(id) => unfit(name)
                .or_else(|| {
                    let first = given.get(&folded).filter(|first| places.get(**first) != Some(id))?;
                    Some(in_use(name, &format!("`{}` is given it too", first.escape_debug())))
                })
                .or_else(|| {
                    let (first, other) = named.get(id).filter(|(_, other)| other != name)?;
                    Some(twice(first, other))
                })
                .or_else(|| {
                    let holder = others.get(&folded)?;
                    Some(in_use(name, &format!("it is that of `{}`", holder.escape_debug())))
                }),
        };
        given.entry(folded).or_insert(place);
        id.map(|id| named.entry(*id).or_insert((place, name)));
        found.extend(fault.map(|fault| Diagnostic {
            location: Manifest::place(text, &["names", "override", place]),
            ..fault
        }));
    }
    found
}

/// The definition that each place can stand for.
fn places(bundle: &Bundle, schema: &NormalizedSchema) -> BTreeMap<String, usize> {
    let mut places = BTreeMap::new();
    for (id, one) in schema.definitions.iter().enumerate() {
        let copies = one.copies.iter().map(|copy| copy.address.clone());
        for place in copies.chain(one.sites.iter().map(|site| bundle.address(*site))) {
            places.entry(place).or_insert(id);
        }
    }
    places.extend(names::addresses(bundle, schema).into_iter().zip(0..));
    places
}

/// The names that the types without an override would have if there were none, and the places of those types.
fn others(
    naming: &Naming<'_>,
    bundle: &Bundle,
    schema: &NormalizedSchema,
    overrides: &BTreeMap<String, String>,
    places: &BTreeMap<String, usize>,
) -> BTreeMap<String, String> {
    let rules = NameRules {
        overrides: BTreeMap::new(),
        ..naming.rules.clone()
    };
    // What was given by an override before is no claim of the type's own.
    let given: BTreeSet<usize> = overrides
        .keys()
        .filter_map(|place| places.get(place).copied())
        .collect();
    let lock: BTreeMap<String, String> = naming
        .lock
        .iter()
        .filter(|(place, _)| !places.get(*place).is_some_and(|id| given.contains(id)))
        .map(|(place, name)| (place.clone(), name.clone()))
        .collect();
    let naming = Naming {
        provider: naming.provider,
        rules: &rules,
        lock: &lock,
        settled: naming.settled,
        fields: naming.fields,
    };
    let mut plain = schema.clone();
    names::name(bundle, &naming, &mut plain);
    let all = names::lock_entries(bundle, &plain).into_iter();
    all.filter(|(place, _)| !places.get(place).is_some_and(|id| given.contains(id)))
        .map(|(place, name)| (name.to_lowercase(), place))
        .collect()
}

fn fault(code: Code, message: String, help: &str) -> Diagnostic {
    Diagnostic {
        code,
        message,
        location: None,
        help: help.to_owned(),
    }
}

fn unused<'a>(place: &str, known: impl Iterator<Item = &'a String>) -> Diagnostic {
    let meant = did_you_mean(place, known.map(String::as_str));
    fault(
        Code::UnusedOverride,
        format!("the name for `{}` applies to no type", place.escape_debug()),
        &format!("{meant}correct the place in `[names.override]`: names.lock lists those that have a type"),
    )
}

fn no_key(prefix: &str) -> Diagnostic {
    fault(
        Code::UnusedOverride,
        format!("no component's key begins with `{}`", prefix.escape_debug()),
        "correct the beginning in `[names] modules`: it is that of a key less what `strip_prefix` cuts off",
    )
}

/// A path of modules that would hide another name of Rust's, or of a name that would.
fn unfit(path: &str) -> Option<Diagnostic> {
    let (modules, name) = path.rsplit_once("::").unwrap_or(("", path));
    let mut parents: Vec<String> = Vec::new();
    for given in modules.split("::").filter(|_| !modules.is_empty()) {
        let own = module(given, &parents);
        if own != given {
            let message = format!("the module `{given}` can't be called so; it would become `{own}`");
            return Some(fault(
                Code::InvalidManifest,
                message,
                "write it in snake_case, and not as a crate or a keyword",
            ));
        }
        parents.push(own);
    }
    let own = identifier(name);
    if is_reserved(name) || is_reserved(&own) {
        return Some(fault(
            Code::InvalidManifest,
            format!("`{name}` would hide a name of Rust's or of the runtime's"),
            "give the type a name that is nobody's",
        ));
    }
    (own != name).then(|| {
        let message = format!("`{name}` is not how a type is written; it would become `{own}`");
        fault(Code::InvalidManifest, message, "write it in UpperCamelCase")
    })
}

/// Places that say the same under the same name have one type.
fn twice(place: &str, name: &str) -> Diagnostic {
    fault(
        Code::InvalidManifest,
        format!(
            "the type is that of `{}`, which is called `{name}`",
            place.escape_debug()
        ),
        "name one of the places; FIDELITY.md lists those of each type",
    )
}

fn in_use(name: &str, by: &str) -> Diagnostic {
    fault(
        Code::InvalidManifest,
        format!("the name `{name}` is in use: {by}"),
        "give each type a name of its own; names.lock lists those in use",
    )
}
