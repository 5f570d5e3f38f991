//! What is not as one would wish: contradictions, what the types do not express, fields of any value.

use std::collections::BTreeMap;

use cratemill::convert::{Field, Kind};
use cratemill::evidence::{Fault, Reading, Verdict};
use maud::{Markup, html};

use crate::catalog::{self, Catalog};
use crate::page::page as shell;
use crate::words::{beginning, counted, plain};

/// So many lines of each kind are shown.
const SHOWN: usize = 200;
/// So many places of one keyword and reason.
const PLACES: usize = 12;
/// So many keywords and reasons.
const REASONS: usize = 60;
/// A place in a schema is shown to this length.
const WIDTH: usize = 200;

/// `<provider>/evidence.html`.
pub fn page(catalog: &Catalog<'_>) -> String {
    let mut trail = crate::provider_page::trail();
    trail.push((catalog.display.clone(), "index.html".to_owned()));
    let main = html! {
        h1 { "Evidence: " (catalog.display) }
        section aria-labelledby="contradictions" {
            h2 #contradictions { "Published examples that contradict their schema" }
            (contradictions(catalog))
        }
        section aria-labelledby="untyped" {
            h2 #untyped { "Fields that hold any value" }
            (untyped_fields(catalog))
        }
        section aria-labelledby="fidelity" {
            h2 #fidelity { "What the types do not express" }
            p { "Nothing of it is lost: values are read, kept and written back, and " code { "validate()" } " judges them." }
            (fidelity(catalog))
        }
    };
    shell("../", "Evidence", &trail, &main)
}

fn contradictions(catalog: &Catalog<'_>) -> Markup {
    let survey = catalog.survey;
    let all: Vec<_> = survey
        .evidence
        .examples()
        .filter(|(_, one)| catalog::is_published(one))
        .filter_map(|(tested, one)| match &one.verdict {
            Verdict::Contradicts(fault) => Some((survey.subject.targets[tested.target].index, one, fault)),
            _ => None,
        })
        .collect();
    html! {
        @if all.is_empty() { p { "None." } }
        ul {
            @for (id, example, fault) in all.iter().take(SHOWN) {
                li {
                    (link(catalog, *id)) ": " code { (beginning(&example.location.file, WIDTH)) "#" (beginning(&example.location.pointer, WIDTH)) }
                    " breaks " (words(fault)) "; "
                    @match &example.reading {
                        Reading::Equal => "it is read all the same, and comes back equal",
                        Reading::Refused(_) => "reading refuses it",
                    }
                }
            }
        }
        (more(all.len(), SHOWN, "EVIDENCE.md"))
    }
}

/// A fault in words.
pub fn words(fault: &Fault) -> Markup {
    html! {
        code { (plain(&fault.keyword)) }
        @if let Some(subject) = &fault.subject { " " code { (beginning(subject, WIDTH)) } }
        " at " code { @if fault.pointer.is_empty() { "the root" } @else { (beginning(&fault.pointer, WIDTH)) } }
    }
}

/// The fields in which any value is taken, each with the reason.
pub fn untyped(catalog: &Catalog<'_>) -> Vec<(usize, String, String)> {
    let mut reasons: BTreeMap<&str, &str> = BTreeMap::new();
    for one in &catalog.survey.unexpressed {
        reasons.entry(&one.address).or_insert(&one.reason);
    }
    let reason = |id: usize, field: &Field| {
        let name = field.name.replace('~', "~0").replace('/', "~1");
        let one = &catalog.types()[id];
        let places = one.stands_for.iter().chain([&one.address]);
        let mut said = places.filter_map(|place| reasons.get(format!("{place}/properties/{name}").as_str()));
        match said.next() {
            Some(reason) => (*reason).to_owned(),
            None => "the schema does not say what it holds".to_owned(),
        }
    };
    let of = |id: usize| {
        let fields = match &catalog.types()[id].kind {
            Kind::Object(object) => object.fields.as_slice(),
            Kind::Tuple(tuple) => tuple.fields.as_slice(),
            _ => &[],
        };
        let untyped = fields.iter().filter(|field| field.value.is_untyped());
        untyped
            .map(|field| (id, field.name.clone(), reason(id, field)))
            .collect::<Vec<_>>()
    };
    (0..catalog.types().len()).flat_map(of).collect()
}

fn untyped_fields(catalog: &Catalog<'_>) -> Markup {
    let all = untyped(catalog);
    html! {
        @if all.is_empty() { p { "None." } }
        ul {
            @for (id, field, reason) in all.iter().take(SHOWN) {
                li { (link(catalog, *id)) " · " code { (beginning(field, WIDTH)) } ": " (beginning(reason, WIDTH)) }
            }
        }
        (more(all.len(), SHOWN, "the types' pages"))
    }
}

fn fidelity(catalog: &Catalog<'_>) -> Markup {
    let mut places: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for one in &catalog.survey.unexpressed {
        let of = places.entry((&one.keyword, &one.reason)).or_default();
        of.push(&one.address);
    }
    html! {
        @if places.is_empty() { p { "The types express every keyword." } }
        @for ((keyword, reason), addresses) in places.iter().take(REASONS) {
            h3 {
                @if keyword.is_empty() { "The schema" } @else { code { (plain(keyword)) } }
                ": " (beginning(reason, WIDTH)) " (" (counted(addresses.len(), "place")) ")"
            }
            ul {
                @for address in addresses.iter().take(PLACES) { li { code { (beginning(address, WIDTH)) } } }
            }
            (more(addresses.len(), PLACES, "FIDELITY.md"))
        }
        (more(places.len(), REASONS, "FIDELITY.md"))
    }
}

fn more(all: usize, shown: usize, place: &str) -> Markup {
    html! { @if all > shown { p { "And " (crate::words::figure(all - shown)) " more: see " (place) "." } } }
}

/// A link from a provider's page to a type.
pub fn link(catalog: &Catalog<'_>, id: usize) -> Markup {
    html! { a href=(catalog.pages[id]) { code { (catalog.types()[id].path()) } } }
}
