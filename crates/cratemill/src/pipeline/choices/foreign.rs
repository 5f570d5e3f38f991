//! Types of other crates, derives and attributes: what the manifest asks for, and whether it applies to something.

use super::unused;
use crate::bundle::{Bundle, SchemaId};
use crate::convert::{Kind, Types};
use crate::diagnostic::{Code, Diagnostic};
use crate::normalize::{Foreign, NormalizedSchema};
use crate::provider::{EVERY_TYPE, Manifest};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};

/// The types of other crates that the manifest asks for, by schema.
pub(in crate::pipeline) fn foreign(manifest: &Manifest, bundle: &Bundle) -> Foreign {
    let mut foreign = Foreign {
        formats: manifest.formats.clone(),
        schemas: BTreeMap::new(),
    };
    let chosen = manifest.types.iter().filter(|(_, choice)| choice.path.is_some());
    if chosen.clone().next().is_some() {
        let ids: BTreeMap<String, SchemaId> = bundle.schemas().map(|id| (bundle.address(id), id)).collect();
        let found = chosen.filter_map(|(place, choice)| Some((*ids.get(place)?, choice.path.clone()?)));
        foreign.schemas.extend(found);
    }
    foreign
}

/// The replacements that stand for nothing, and the crates that are not declared or not used.
pub(in crate::pipeline) fn faults(
    text: &str,
    manifest: &Manifest,
    bundle: &Bundle,
    schema: &NormalizedSchema,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for format in manifest
        .formats
        .keys()
        .filter(|format| !schema.met.formats.contains(*format))
    {
        found.push(unused(
            text,
            &["formats", format],
            format!(
                "no string has the format `{}`, or all of them are enumerations",
                format.escape_debug()
            ),
            "delete the entry of `[formats]`, or correct it: it is a value of `format`",
        ));
    }
    let met: BTreeSet<String> = schema.met.schemas.iter().map(|id| bundle.address(*id)).collect();
    let chosen = manifest.types.iter().filter(|(_, choice)| choice.path.is_some());
    for (place, _) in chosen.filter(|(place, _)| !met.contains(*place)) {
        found.push(unused(
            text,
            &["types", place],
            format!(
                "no type or property is made of `{}` that another type could stand for",
                place.escape_debug()
            ),
            "correct the place in `[types]`: it is that of a type, as in names.lock, or of a property's own schema",
        ));
    }
    found.extend(crates(text, manifest));
    found
}

/// What the manifest names of other crates, with the entry that names it.
fn named(manifest: &Manifest) -> Vec<(Vec<&str>, String, &'static str)> {
    let mut all: Vec<(Vec<&str>, String, &'static str)> = Vec::new();
    for (format, path) in &manifest.formats {
        all.push((vec!["formats", format], path.clone(), "type"));
    }
    for (place, choice) in &manifest.types {
        let path = choice.path.iter().map(|path| (path.clone(), "type"));
        let derive = choice.derive.iter().map(|path| (path.clone(), "trait"));
        let attributes = choice.attributes.iter().map(|text| (text.clone(), "attribute"));
        let every = path.chain(derive).chain(attributes);
        all.extend(every.map(|(text, what)| (vec!["types", place.as_str()], text, what)));
    }
    all
}

/// The first names of the paths in a text of Rust.
fn roots(text: &str) -> BTreeSet<String> {
    fn walk(stream: TokenStream, found: &mut BTreeSet<String>) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let is = |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(one)) if one.as_char() == sign);
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => walk(group.stream(), found),
                TokenTree::Ident(name) if is(at + 1, ':') && is(at + 2, ':') && (at == 0 || !is(at - 1, ':')) => {
                    found.insert(name.to_string());
                }
                _ => {}
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(text.parse().unwrap_or_default(), &mut found);
    found
}

fn crates(text: &str, manifest: &Manifest) -> Vec<Diagnostic> {
    const ALWAYS: [&str; 3] = ["std", "core", "alloc"];
    let declared: BTreeMap<String, &String> = manifest
        .dependencies
        .keys()
        .map(|name| (name.replace('-', "_"), name))
        .collect();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut found = Vec::new();
    for (entry, path, what) in named(manifest) {
        let roots = roots(&path);
        let undeclared = roots
            .iter()
            .find(|root| !ALWAYS.contains(&&***root) && !declared.contains_key(*root));
        if let Some(root) = undeclared {
            found.push(Diagnostic {
                code: Code::InvalidManifest,
                message: format!(
                    "the {what} `{}` is of a crate that `[dependencies]` does not have",
                    path.escape_debug()
                ),
                location: Manifest::place(text, &entry),
                help: format!("declare it: `[dependencies]`, `{root} = \"1\"`"),
            });
        }
        used.extend(roots);
    }
    let idle = declared.iter().filter(|(name, _)| !used.contains(*name));
    found.extend(idle.map(|(_, name)| {
        unused(
            text,
            &["dependencies", name],
            format!("no type, trait or attribute of `{name}` is named"),
            "delete the entry of `[dependencies]`, or name what it is for by its whole path",
        )
    }));
    found
}

/// Puts the manifest's derives and attributes on the types; a place of no type that could have them is told.
pub(in crate::pipeline) fn dress(text: &str, manifest: &Manifest, types: &mut Types) -> Vec<Diagnostic> {
    let mut met: BTreeSet<&str> = BTreeSet::new();
    let chosen = manifest.types.iter();
    let chosen: Vec<_> = chosen
        .filter(|(_, choice)| !choice.derive.is_empty() || !choice.attributes.is_empty())
        .collect();
    for one in types.types.iter_mut().filter(|_| !chosen.is_empty()) {
        // Another name of a type has neither.
        if matches!(one.kind, Kind::Alias(_)) {
            continue;
        }
        for (place, choice) in &chosen {
            let is_it = *place == EVERY_TYPE
                || one.address == **place
                || one.stands_for.contains(place)
                || one.copies.iter().any(|copy| copy.address == **place);
            if is_it {
                met.insert(place);
                let of_both = |own: &mut Vec<String>, more: &[String]| {
                    let new: Vec<String> = more.iter().filter(|text| !own.contains(text)).cloned().collect();
                    own.extend(new);
                };
                of_both(&mut one.derives, &choice.derive);
                of_both(&mut one.attributes, &choice.attributes);
            }
        }
    }
    let others = chosen.into_iter().filter(|(place, _)| !met.contains(place.as_str()));
    others
        .map(|(place, _)| {
            unused(
                text,
                &["types", place],
                format!(
                    "`{}` is no type that could have derives and attributes",
                    place.escape_debug()
                ),
                "correct the place in `[types]`: names.lock lists those of all types, of which an alias has none",
            )
        })
        .collect()
}
