//! A provider's page: counts, evidence, fidelity, coverage, where the schemas come from, a picture of the types.

use cratemill::provider::{Origin, Source, SourceLock};
use cratemill::record::{Entry, Line};
use maud::{Markup, html};

use crate::catalog::Catalog;
use crate::groups::{self, Groups};
use crate::page::{count, page as shell};
use crate::words::{beginning, counted, figure, plain};

/// `<provider>/index.html`.
pub fn page(catalog: &Catalog<'_>, groups: &Groups) -> String {
    let survey = catalog.survey;
    let (published, contradicting) = catalog.published();
    let untyped = crate::evidence_page::untyped(catalog).len();
    let main = html! {
        h1 { (catalog.display) }
        @if let Some(description) = &survey.manifest.description { p.lead { (plain(description)) } }
        p {
            "Crate " code { (catalog.crate_name.replace('_', "-")) }
            @if let Some(homepage) = &survey.manifest.homepage {
                " · " a href=(homepage) rel="noreferrer" { "provider's documentation" }
            }
        }
        dl.counts {
            (count(&figure(survey.summary.schemas), "schema documents"))
            (count(&figure(catalog.types().len()), "Rust types"))
            (count(&figure(catalog.coverage.fields), "fields"))
            (count(&figure(published), "published examples, defaults and constants"))
            (count(&figure(survey.summary.tests), "tests"))
        }
        section aria-labelledby="picture" {
            h2 #picture { "Types and what they refer to" }
            (groups::overview(catalog, groups))
        }
        section aria-labelledby="evidence" {
            h2 #evidence { "Evidence" }
            ul {
                li { (counted(published, "example")) " published, " (figure(contradicting)) " contradicting the schema" }
                li { (counted(survey.evidence.part_count, "example")) " of single properties" }
                li {
                    (figure(catalog.coverage.seen.len())) " of " (counted(catalog.coverage.fields, "field")) " seen in a valid "
                    "published example: " (catalog.coverage.percent()) " %"
                }
                li { (counted(survey.unexpressed.len(), "keyword")) " that the types do not express; " code { "validate()" } " judges them" }
                li { (counted(untyped, "field")) " that hold any value" }
            }
            p { a href="evidence.html" { "Contradictions, fidelity and untyped fields, one by one" } }
        }
        section aria-labelledby="upstream" {
            h2 #upstream { "Upstream" }
            (upstream(catalog))
        }
    };
    shell("../", &catalog.display, &trail(), &main)
}

/// The pages above a provider's.
pub fn trail() -> Vec<(String, String)> {
    vec![("Catalog".to_owned(), "../index.html".to_owned())]
}

fn upstream(catalog: &Catalog<'_>) -> Markup {
    let survey = catalog.survey;
    let source = &survey.manifest.source;
    let lock = survey.source_lock.as_ref();
    html! {
        (origin(source, lock))
        @if let Some(license) = &source.license { p { "Their publisher licenses them under " code { (plain(license)) } "." } }
        @match (lock, &source.revision) {
            (Some(lock), _) => p { "Taken at " (plain(&cratemill_cli::update::shown_revision(lock))) "." }
            (None, Some(revision)) => p { "Taken at " code { (plain(revision)) } "." }
            (None, None) => p { "At which revision they were taken is not recorded." }
        }
        @match survey.history.last() {
            Some(entry) => (drift(entry)),
            None => p { "No change has been recorded yet." }
        }
    }
}

/// Where the schemas come from, as far as the manifest or the lock says.
fn origin(source: &Source, lock: Option<&SourceLock>) -> Markup {
    let recorded = source.origin().ok().flatten().map(|origin| match origin {
        Origin::Git { address, .. } => address,
        Origin::Folder { path, .. } => path,
        Origin::Web { documents, .. } => documents
            .into_iter()
            .map(|(_, address)| address)
            .next()
            .unwrap_or_default(),
    });
    let recorded = recorded.or_else(|| lock.map(|lock| lock.origin.clone()));
    html! {
        @match (source.web_address(), recorded) {
            (Some(address), _) => {
                p { "The schemas come from " a href=(address) rel="noreferrer" { (plain(address)) } "." }
            }
            (None, Some(recorded)) => p { "The schemas come from " code { (plain(&recorded)) } "." }
            (None, None) => p { "Where the schemas come from is not recorded." }
        }
    }
}

fn drift(entry: &Entry) -> Markup {
    let told = &entry.told;
    html! {
        p {
            "Version " code { (plain(&entry.version)) }
            @if let Some(revision) = &entry.revision { ", of revision " code { (beginning(revision, 16)) } }
            @if let Some(date) = &entry.date { " of " (plain(date)) }
            ": " (counted(told.changes.len(), "change")) "."
        }
        dl.counts {
            (count(told.reader.as_str(), "to readers"))
            (count(told.writer.as_str(), "to writers"))
            (count(told.rust.as_str(), "to Rust code"))
        }
        (changes(&told.changes.iter().collect::<Vec<_>>(), 60))
    }
}

/// Changes as a list, the first of them.
pub fn changes(all: &[&Line], most: usize) -> Markup {
    html! {
        ul.changes {
            @for change in all.iter().take(most) {
                li { code { (plain(&change.path)) } ": " (plain(&change.message)) " (" (change.gravest().as_str()) ")" }
            }
        }
        @if all.len() > most { p { "And " (counted(all.len() - most, "change")) " more: see CHANGELOG.md of the crate." } }
    }
}
