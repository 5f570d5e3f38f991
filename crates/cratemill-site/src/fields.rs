//! What a type is made of, as a tree: each field with its name in JSON, its type, whether it can be missing, and its limits.

use cratemill::convert::{Alternatives, Documentation, Field, Kind, Presence, RustType, Variant, type_text};
use maud::{Markup, html};
use serde_json::Value;

use crate::catalog::Catalog;
use crate::description;
use crate::words::{beginning, counted, limit, plain};

/// So many rows a tree has.
const ROWS: usize = 220;
/// So deep it goes into types that lie inside of the component.
const DEPTH: usize = 3;
/// So much of a description is shown.
const DESCRIPTION: usize = 300;
/// So many properties that tell alternatives apart are named, and so many values of one.
const PROPERTIES: usize = 2;
const VALUES: usize = 6;

/// What a type holds.
pub fn tree(catalog: &Catalog<'_>, id: usize) -> Markup {
    let mut room = ROWS;
    content(catalog, id, 0, &mut vec![id], &mut room)
}

fn content(catalog: &Catalog<'_>, id: usize, depth: usize, above: &mut Vec<usize>, room: &mut usize) -> Markup {
    let one = &catalog.types()[id];
    match &one.kind {
        Kind::Object(object) => {
            let hold = object.additional.as_ref().map(|value| text(catalog, value));
            let note = html! {
                "Properties that the schema does not name"
                @if let Some(hold) = hold { " hold " code { (hold) } "; they" }
                " are kept in " code { "extra" } "."
            };
            fields(catalog, id, &object.fields, &note, depth, above, room)
        }
        Kind::Tuple(tuple) => {
            let note =
                html! { "Items that follow are " code { (text(catalog, &tuple.rest)) } ", in " code { "rest" } "." };
            fields(catalog, id, &tuple.fields, &note, depth, above, room)
        }
        Kind::Enumeration(variants) | Kind::Integers(variants) => values(variants, one.closed, room),
        Kind::Constant(value) => html! { p { "Always " code { (beginning(&value.to_string(), DESCRIPTION)) } "." } },
        Kind::Pattern(pattern) => html! {
            p { "A string; construction checks " code { (beginning(pattern, DESCRIPTION)) } ", reading keeps what came." }
        },
        Kind::Union(union) => html! {
            ul.tree {
                @for (index, alternative) in union.all.iter().enumerate().take(*room) {
                    li {
                        div.field {
                            code.name { (plain(&alternative.identifier)) } " "
                            (value_link(catalog, &alternative.value))
                            (decided(union, index))
                            (description(&alternative.documentation))
                        }
                    }
                }
            }
            (rest(union.all.len().saturating_sub(*room)))
            p.quiet { (told_apart(union)) }
            p.quiet {
                @if union.open { "A value that is none of these is kept as " code { "Unknown" } "." } @else { "Any other value is refused." }
            }
        },
        Kind::Newtype(inner) | Kind::Alias(inner) => html! { p { "Holds " (value_link(catalog, inner)) "." } },
    }
}

/// The properties whose values tell alternatives apart, each with the values of every alternative.
fn deciding(union: &Alternatives) -> Vec<(&str, Vec<Vec<Value>>)> {
    if let Some(tag) = &union.tag {
        let texts = tag.values.iter();
        let values = texts.map(|texts| texts.iter().map(|text| Value::from(text.as_str())).collect());
        return vec![(&tag.property, values.collect())];
    }
    let some = union.discriminations.iter().take(PROPERTIES);
    some.map(|one| (&*one.property, one.values.clone())).collect()
}

/// By which values an alternative is known.
fn decided(union: &Alternatives, index: usize) -> Markup {
    let all = deciding(union);
    let of = all
        .iter()
        .filter_map(|(property, values)| Some((property, values.get(index).filter(|own| !own.is_empty())?)));
    html! {
        @for (property, own) in of {
            " " span.presence {
                "where " code { (beginning(property, 100)) } " is "
                @for (at, value) in own.iter().take(VALUES).enumerate() {
                    @if at > 0 { " or " }
                    code { (beginning(&value.to_string(), 100)) }
                }
                @if own.len() > VALUES { " or " (counted(own.len() - VALUES, "value")) " more" }
            }
        }
    }
}

/// What tells the alternatives apart.
fn told_apart(union: &Alternatives) -> Markup {
    let all = deciding(union);
    html! {
        @if all.is_empty() {
            "No property tells the alternatives apart: a value is one that it is valid under."
        } @else {
            "What decides: "
            @for (at, (property, _)) in all.iter().enumerate() {
                @if at > 0 { ", " }
                code { (beginning(property, 100)) }
            }
            "."
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "what a row is made of, and where it stands")]
fn fields(
    catalog: &Catalog<'_>,
    id: usize,
    all: &[Field],
    note: &Markup,
    depth: usize,
    above: &mut Vec<usize>,
    room: &mut usize,
) -> Markup {
    let shown = all.len().min(*room);
    *room -= shown;
    html! {
        ul.tree {
            @for (index, field) in all[..shown].iter().enumerate() {
                li { (row(catalog, id, index, field)) (inside(catalog, id, field, depth, above, room)) }
            }
        }
        (rest(all.len() - shown))
        p.quiet { (note) }
    }
}

fn rest(count: usize) -> Markup {
    html! { @if count > 0 { p { "And " (counted(count, "row")) " more: see the schema." } } }
}

/// What a field's own type holds, where that lies inside of the same component.
fn inside(
    catalog: &Catalog<'_>,
    id: usize,
    field: &Field,
    depth: usize,
    above: &mut Vec<usize>,
    room: &mut usize,
) -> Markup {
    let inner = field.value.type_inside().filter(|inner| {
        let lies_inside = !catalog.is_component(*inner) && catalog.owner[*inner] == catalog.owner[id];
        lies_inside && !above.contains(inner) && depth < DEPTH && *room > 0
    });
    let Some(inner) = inner else { return Markup::default() };
    above.push(inner);
    let shown = content(catalog, inner, depth + 1, above, room);
    above.pop();
    html! { details open[depth == 0] { summary { "What " code { (plain(&field.name)) } " holds" } (shown) } }
}

fn row(catalog: &Catalog<'_>, id: usize, index: usize, field: &Field) -> Markup {
    let documentation = &field.documentation;
    let renamed = field.identifier.trim_start_matches("r#") != field.name;
    let presence = match field.presence {
        Presence::Required => "required",
        Presence::Nullable => "required, may be null",
        Presence::Optional | Presence::OptionalImplied => "optional",
        Presence::OptionalAny => "optional, null is a value",
        Presence::Maybe => "optional, may be null",
    };
    let seen = catalog.coverage.seen.contains(&(id, index));
    let default = documentation
        .default
        .as_ref()
        .map(|value| beginning(&value.to_string(), 100));
    html! {
        div.field {
            code.name { (beginning(&field.name, 200)) } " "
            (value_link(catalog, field.held())) " "
            span.presence { (presence) }
            @if documentation.deprecated { " " strong.mark.deprecated { "deprecated" } }
            @if field.secret { " " strong.mark.secret { "secret" } }
            @if documentation.read_only { " " strong.mark { "read-only" } }
            @if documentation.write_only { " " strong.mark { "write-only" } }
            @if seen { " " span.seen { "seen in a real example" } }
            @if renamed { " " span.quiet { "in Rust " code { (plain(&field.identifier)) } } }
            @for limits in documentation.limits.iter().take(12) { " " span.limit { (beginning(&limit(limits), 200)) } }
            @if let Some(default) = default { " " span.limit { "default " (default) } }
            (description(documentation))
        }
    }
}

fn description(documentation: &Documentation) -> Markup {
    let text = documentation.description.as_deref().or(documentation.title.as_deref());
    text.map_or_else(Markup::default, |text| description::description(text, DESCRIPTION))
}

fn values(variants: &[Variant], closed: bool, room: &mut usize) -> Markup {
    let shown = variants.len().min(*room);
    *room -= shown;
    html! {
        ul.values {
            @for variant in &variants[..shown] {
                li {
                    code { (beginning(&variant.text, 100)) }
                    @if let Some(text) = &variant.documentation.description { " " span.quiet { (beginning(&description::line(text), 160)) } }
                }
            }
        }
        (rest(variants.len() - shown))
        p.quiet { @if closed { "Any other value is refused." } @else { "Any other value is kept as " code { "Unknown" } "." } }
    }
}

fn text(catalog: &Catalog<'_>, value: &RustType) -> String {
    type_text(catalog.types(), value)
}

/// A type expression that leads to the type inside of it.
fn value_link(catalog: &Catalog<'_>, value: &RustType) -> Markup {
    let text = plain(&text(catalog, value));
    html! {
        @match value.type_inside() {
            Some(id) => a href=(format!("../{}", catalog.pages[id])) { code { (text) } },
            None => code { (text) },
        }
    }
}
