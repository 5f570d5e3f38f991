//! What a type is made of, as a tree: each field with its name in JSON, its type, whether it can be missing, and its limits.

use cratemill::convert::{Documentation, Field, Kind, Presence, RustType, Variant, type_text};
use maud::{Markup, html};

use crate::catalog::Catalog;
use crate::words::{beginning, counted, limit, plain};

/// So many rows a tree has.
const ROWS: usize = 220;
/// So deep it goes into types that lie inside of the component.
const DEPTH: usize = 3;
/// So much of a description is shown.
const DESCRIPTION: usize = 300;

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
                @for alternative in union.all.iter().take(*room) {
                    li {
                        div.field {
                            code.name { (plain(&alternative.identifier)) } " "
                            (value_link(catalog, &alternative.value))
                            (description(&alternative.documentation))
                        }
                    }
                }
            }
            (rest(union.all.len().saturating_sub(*room)))
            p.quiet {
                @if union.open { "A value that is none of these is kept as " code { "Unknown" } "." } @else { "Any other value is refused." }
            }
        },
        Kind::Newtype(inner) | Kind::Alias(inner) => html! { p { "Holds " (value_link(catalog, inner)) "." } },
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
    html! { @if let Some(text) = text { p.text { (beginning(text.trim(), DESCRIPTION)) } } }
}

fn values(variants: &[Variant], closed: bool, room: &mut usize) -> Markup {
    let shown = variants.len().min(*room);
    *room -= shown;
    html! {
        ul.values {
            @for variant in &variants[..shown] {
                li {
                    code { (beginning(&variant.text, 100)) }
                    @if let Some(text) = &variant.documentation.description { " " span.quiet { (beginning(text, 160)) } }
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
