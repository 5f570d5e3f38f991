//! The front page: what is promised, the evidence in numbers, and what it does not prove.

use maud::{Markup, html};

use crate::catalog::Catalog;
use crate::page::{count, page as shell, table};
use crate::words::figure;

/// The promises, as README gives them: name, sentence.
const PROMISES: [(&str, &str); 8] = [
    (
        "Accept",
        "Every instance that is valid under the published schema is read.",
    ),
    (
        "Lossless",
        "Writing gives back an equal JSON value: unknown properties, null against absent against empty, the text of dates, the digits of numbers.",
    ),
    (
        "Evolve",
        "New properties, enum values and alternatives of a newer server are kept and written again.",
    ),
    (
        "Shape rejects, constraints validate",
        "Patterns, lengths, ranges and formats never make reading fail; validate() judges them all.",
    ),
    (
        "No secret in a log",
        "Debug of a token, password, key or JWT prints [redacted].",
    ),
    (
        "Never silent",
        "What the types do not express is listed, and so is every example with its judgment.",
    ),
    ("Never panic, always compile", "Whatever the schemas hold."),
    (
        "Right alternative",
        "Where a value is valid under some alternatives of a union, the one that reading chooses is one of them.",
    ),
];

/// `index.html`.
pub fn page(catalogs: &[Catalog<'_>]) -> String {
    let sum = |count: &dyn Fn(&Catalog<'_>) -> usize| figure(catalogs.iter().map(count).sum());
    let main = html! {
        h1 { "Typed Rust crates from published JSON Schema" }
        p.lead {
            "One crate per provider, generated from the schemas that the provider publishes, and tested with the provider's own "
            "examples. This catalog shows each type beside its schema, and what is known about both."
        }
        dl.counts {
            (count(&figure(catalogs.len()), "providers"))
            (count(&sum(&|one| one.survey.summary.schemas), "schema documents"))
            (count(&sum(&|one| one.types().len()), "Rust types"))
            (count(&sum(&|one| one.survey.summary.examples), "instances in tests"))
            (count(&sum(&|one| one.survey.summary.tests), "tests"))
        }
        section aria-labelledby="providers" {
            h2 #providers { "Providers" }
            (providers(catalogs))
        }
        section aria-labelledby="promised" {
            h2 #promised { "What is promised" }
            p { "Each is tested in every crate." }
            dl.promises {
                @for (name, sentence) in PROMISES { div { dt { (name) } dd { (sentence) } } }
            }
        }
        section aria-labelledby="unproven" {
            h2 #unproven { "What the evidence does not prove" }
            (unproven(catalogs))
        }
    };
    shell("", "Catalog", &[], &main)
}

fn providers(catalogs: &[Catalog<'_>]) -> Markup {
    let head = [
        "Provider",
        "Schemas",
        "Types",
        "Published examples",
        "Contradicting",
        "Composed or made instances",
        "Fields seen in real examples",
    ];
    let rows = catalogs.iter().map(|one| {
        let (published, contradicting) = one.published();
        let made = one.survey.evidence.examples().count() - published;
        vec![
            html! { a href=(format!("{}/index.html", one.folder)) { (one.display) } },
            html! { (figure(one.survey.summary.schemas)) },
            html! { (figure(one.types().len())) },
            html! { (figure(published)) },
            html! { (figure(contradicting)) },
            html! { (figure(made)) },
            html! { (one.coverage.percent()) " %" },
        ]
    });
    table("Providers in numbers", &head, &rows.collect::<Vec<_>>())
}

fn unproven(catalogs: &[Catalog<'_>]) -> Markup {
    let all = || {
        catalogs
            .iter()
            .flat_map(|one| (0..one.types().len()).map(move |id| one.examples(id)))
    };
    let real = all()
        .filter(|examples| examples.iter().any(crate::catalog::is_published))
        .count();
    let types = all().count();
    let fields: usize = catalogs.iter().map(|one| one.coverage.fields).sum();
    let seen: usize = catalogs.iter().map(|one| one.coverage.seen.len()).sum();
    let (published, contradicting) = catalogs
        .iter()
        .map(Catalog::published)
        .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    html! {
        ul {
            li {
                "An instance that was made from a schema shows that the type agrees with the schema, not that a server sends such "
                "a document. Only " (figure(real)) " of " (figure(types)) " types have an example that somebody published."
            }
            li {
                "Published examples have " (figure(seen)) " of the " (figure(fields)) " fields. What the others hold in real "
                "documents is known from the schema alone."
            }
            li {
                (figure(contradicting)) " of " (figure(published)) " published examples contradict their own schema. Which of the "
                "two is wrong, only the provider knows; both are shown."
            }
            li { "A schema is what a provider says, at the revision that was fetched. The servers may have moved on." }
        }
    }
}
