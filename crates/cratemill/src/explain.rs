//! How a schema became a Rust type, told to a person.

use crate::convert::{Alternatives, Field, Kind, Presence, RustType, Type, type_text};
use crate::package::crate_name;
use crate::pipeline::{Journey, travel};
use crate::provider::ProviderSource;
use crate::text::meant;
use std::fmt::Write;

/// How a schema location became a Rust type: `place` is a type's path, with or without the crate's name, or a schema pointer,
/// `session.json#/properties/user`. `None` if the provider has no such place, or can't be generated.
pub fn explain(source: &ProviderSource, place: &str) -> Option<String> {
    let journey = travel(source).ok()?;
    let own = format!("{}::", crate_name(&source.name, &journey.manifest));
    explain_place(&journey, place.strip_prefix(&own).unwrap_or(place))
}

/// The types and places of a provider that may have been meant by one that it does not have, the nearest first; none if it
/// can't be generated.
pub fn places_like(source: &ProviderSource, place: &str) -> Vec<String> {
    let Ok(journey) = travel(source) else {
        return Vec::new();
    };
    let mut all: Vec<String> = Vec::new();
    for one in &journey.types.types {
        let places = one.stands_for.iter().chain([&one.address]);
        if let Kind::Object(object) = &one.kind {
            let fields = object.fields.iter().map(|field| property(&field.name));
            all.extend(fields.flat_map(|field| places.clone().map(move |place| format!("{place}{field}"))));
        }
        all.extend(places.cloned());
        all.extend([one.path(), one.name.clone()]);
        all.extend(defined_at(one));
    }
    all.extend(journey.lock.renamed.keys().cloned());
    let near = meant(place, all.iter().map(String::as_str));
    near.into_iter().map(str::to_owned).collect()
}

/// The end of the place of a property's schema.
fn property(name: &str) -> String {
    format!("/properties/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn explain_place(journey: &Journey, place: &str) -> Option<String> {
    let types = &journey.types.types;
    let wanted = if place.contains('#') {
        place.to_owned()
    } else {
        format!("{place}#")
    };
    let by_path = types.iter().find(|one| one.path() == place);
    let by_file = || types.iter().find(|one| defined_at(one).as_deref() == Some(place));
    let now = journey.lock.renamed.get(place);
    let by_old_path = now.and_then(|now| types.iter().find(|one| one.path() == *now));
    // A name alone will do where one type has it.
    let mut namesakes = types.iter().filter(|one| one.name == place);
    let by_name = namesakes.next().filter(|_| namesakes.next().is_none());
    let by_place = types
        .iter()
        .find(|one| [&one.stands_for, &one.partly].iter().any(|all| all.contains(&wanted)) || one.address == wanted);
    match by_path.or_else(by_file).or(by_old_path).or(by_name).or(by_place) {
        Some(one) => Some(explain_type(journey, one)),
        None => explain_property(journey, &wanted),
    }
}

fn explain_type(journey: &Journey, one: &Type) -> String {
    let mut text = format!("{} is {}.\n\nNamed after {}.\n", one.path(), kind(one), one.address);
    if let Some(path) = defined_at(one) {
        let _ = writeln!(text, "Defined as {path}.");
    }
    let also: Vec<&String> = one.stands_for.iter().filter(|place| **place != one.address).collect();
    if !also.is_empty() {
        text.push_str("Also stands for:\n");
        also.iter().for_each(|place| {
            let says = if one.copies.iter().any(|copy| copy.exact.as_ref() == Some(*place)) {
                ", which says the same"
            } else {
                ""
            };
            let _ = writeln!(text, "  {place}{says}");
        });
    }
    match &one.kind {
        Kind::Object(object) => {
            text.push_str("\nProperties:\n");
            for field in &object.fields {
                let _ = writeln!(text, "  {}", explain_field(journey, field));
            }
            text.push_str("  any other: kept in `extra`\n");
        }
        Kind::Union(union) => {
            let how = match &union.tag {
                Some(tag) => format!("told apart by the property `{}`", tag.property),
                None => told_apart(union),
            };
            let _ = writeln!(text, "\nAlternatives, {how}:");
            for alternative in &union.all {
                let _ = writeln!(
                    text,
                    "  {}: {}",
                    alternative.identifier,
                    type_text(&journey.types.types, &alternative.value)
                );
            }
            if union.open {
                text.push_str("  Unknown: a value that is none of these is kept\n");
            }
        }
        Kind::Enumeration(variants) => {
            text.push_str(if one.closed {
                "\nValues, others are refused:\n"
            } else {
                "\nValues, others are kept as `Unknown`:\n"
            });
            for variant in variants {
                let _ = writeln!(text, "  {:?}: {}", variant.text, variant.identifier);
            }
        }
        Kind::Tuple(tuple) => {
            text.push_str("\nItems, each of them may be missing:\n");
            for field in &tuple.fields {
                let _ = writeln!(text, "  {}", explain_field(journey, field));
            }
            let _ = writeln!(
                text,
                "  any other: {}, in `rest`",
                type_text(&journey.types.types, &tuple.rest)
            );
        }
        Kind::Integers(variants) => {
            text.push_str(if one.closed {
                "\nValues, others are refused:\n"
            } else {
                "\nValues, others are kept as `Unknown`:\n"
            });
            for variant in variants {
                let _ = writeln!(text, "  {}: {}", variant.text, variant.identifier);
            }
        }
        Kind::Newtype(inner) | Kind::Alias(inner) => {
            let _ = writeln!(text, "\nHolds {}.", type_text(&journey.types.types, inner));
        }
        Kind::Constant(value) => {
            let _ = writeln!(text, "\nReading refuses any value but {value}.");
        }
        Kind::Pattern(pattern) => {
            let _ = writeln!(text, "\nConstruction checks {pattern}; reading keeps what came.");
        }
    }
    push_unexpressed(journey, one, &mut text);
    text
}

fn push_unexpressed(journey: &Journey, one: &Type, text: &mut String) {
    let below = |address: &str| {
        one.stands_for.iter().chain([&one.address]).any(|place| {
            address == place
                || address
                    .strip_prefix(place.as_str())
                    .is_some_and(|rest| rest.starts_with('/'))
        })
    };
    let all: Vec<_> = journey
        .schema
        .unexpressed
        .iter()
        .filter(|found| below(&found.address))
        .collect();
    if all.is_empty() {
        text.push_str("\nThe type expresses every keyword of the schema.\n");
        return;
    }
    text.push_str("\nNot expressed by the type:\n");
    for found in all {
        let _ = writeln!(text, "  {} {}: {}", found.address, found.keyword, found.reason);
    }
}

/// A place that is no type of its own, but a property of one.
fn explain_property(journey: &Journey, place: &str) -> Option<String> {
    let (parent, name) = place.rsplit_once("/properties/")?;
    let name = name.replace("~1", "/").replace("~0", "~");
    let parent = if parent.ends_with('#') || parent.contains('#') {
        parent.to_owned()
    } else {
        format!("{parent}#")
    };
    let one = journey
        .types
        .types
        .iter()
        .find(|one| one.stands_for.contains(&parent) || one.address == parent)?;
    let Kind::Object(object) = &one.kind else { return None };
    let field = object.fields.iter().find(|field| field.name == name)?;
    let mut text = format!("A field of {}:\n  {}\n", one.path(), explain_field(journey, field));
    let unexpressed = journey.schema.unexpressed.iter().filter(|found| found.address == place);
    for found in unexpressed {
        let _ = writeln!(text, "  {}: {}", found.keyword, found.reason);
    }
    Some(text)
}

/// In words, what decides which alternative of a union a value is read into.
fn told_apart(union: &Alternatives) -> String {
    let mut by: Vec<String> = union
        .discriminations
        .iter()
        .map(|one| match one.is_discriminator {
            true => format!("by the discriminator `{}`", one.property),
            false => format!("by the property `{}`", one.property),
        })
        .collect();
    if union.all.iter().any(|one| one.rule.is_some()) {
        by.push("by the one that the value is valid under, else the only one whose shape it has".to_owned());
    } else if by.is_empty() {
        by.push("by JSON type".to_owned());
    }
    let others = match union.overlapping {
        true => "; several objects may hold at once, and `as_...()` gives the value as each",
        false => "",
    };
    format!("told apart {}{others}", by.join(", then "))
}

fn explain_field(journey: &Journey, field: &Field) -> String {
    let value = type_text(&journey.types.types, field.held());
    let (written, when) = match field.presence {
        Presence::Required => (value, "required: reading refuses a value without it"),
        Presence::Nullable => (format!("Option<{value}>"), "required, `None` is null"),
        Presence::Optional => (format!("Option<{value}>"), "optional"),
        Presence::OptionalImplied => (
            format!("Option<{value}>"),
            "optional; a value of another JSON type is kept in `extra`",
        ),
        Presence::OptionalAny => (format!("Option<{value}>"), "optional, null is a value"),
        Presence::Maybe => (format!("Maybe<{value}>"), "optional, null apart from absent"),
    };
    let secret = if field.secret { ", hidden by `Debug`" } else { "" };
    format!("{:?} -> {}: {written} ({when}{secret})", field.name, field.identifier)
}

/// The path through the module that defines a type, where that is another than its own.
fn defined_at(one: &Type) -> Option<String> {
    (one.file != one.modules).then(|| format!("{}::{}", one.file.join("::"), one.name))
}

fn kind(one: &Type) -> &'static str {
    match &one.kind {
        Kind::Enumeration(_) if one.closed => "a closed enum of strings",
        Kind::Integers(_) if one.closed => "a closed enum of integers",
        Kind::Object(_) => "a struct",
        Kind::Enumeration(_) => "an open enum of strings",
        Kind::Tuple(_) => "a struct for an array",
        Kind::Integers(_) => "an open enum of integers",
        Kind::Constant(_) => "a constant",
        Kind::Pattern(_) => "a string with a pattern",
        Kind::Union(_) => "an enum of alternatives",
        Kind::Newtype(RustType::Value) => "an opaque value",
        Kind::Newtype(_) => "a newtype",
        Kind::Alias(_) => "another name of a type",
    }
}
