//! A type's page: how it is used, schema beside Rust, its fields, a real example, who uses it, what changed.

use cratemill::evidence::{Example, Origin, Reading, Verdict};
use cratemill::record::Line;
use maud::{Markup, html};
use serde_json::Value;

use crate::catalog::{self, Catalog};
use crate::description::description;
use crate::evidence_page;
use crate::fields;
use crate::groups::Groups;
use crate::page::{code, page as shell};
use crate::words::{beginning, counted, plain};

/// So many characters of a schema, of Rust, of an example are shown.
const SHOWN: usize = 24_000;
/// So many types that use one are listed.
const USERS: usize = 150;
/// Of a description.
const DESCRIPTION: usize = 8_000;

/// `<provider>/type/<path>.html`.
pub fn page(catalog: &Catalog<'_>, groups: &Groups, id: usize) -> String {
    let one = &catalog.types()[id];
    let path = format!("{}::{}", catalog.crate_name, one.path());
    let group = &groups.all[groups.of[id]];
    let mut trail = vec![
        ("Catalog".to_owned(), "../../index.html".to_owned()),
        (catalog.display.clone(), "../index.html".to_owned()),
    ];
    if groups.all.len() > 1 {
        trail.push((group.name.clone(), format!("../{}", group.page)));
    }
    if !catalog.is_component(id) {
        let owner = catalog.owner[id];
        trail.push((catalog.types()[owner].path(), format!("../{}", catalog.pages[owner])));
    }
    let documentation = &one.documentation;
    let main = html! {
        h1 { (one.name) @if documentation.deprecated { " " strong.mark.deprecated { "deprecated" } } @if one.secret { " " strong.mark.secret { "secret" } } }
        @match documentation.description.as_deref().or(documentation.title.as_deref()) {
            Some(text) => div.lead { (description(text, DESCRIPTION)) },
            None => {}
        }
        (code("use line", &format!("use {path};")))
        section aria-labelledby="fields" { h2 #fields { "What it holds" } (fields::tree(catalog, id)) }
        section aria-labelledby="example" { h2 #example { "Example" } (example(catalog, id)) }
        section aria-labelledby="source" {
            h2 #source { "Schema and Rust" }
            div.beside {
                div { h3 { "Schema" } p { code { (plain(&one.address)) } } (code("JSON Schema", &schema(catalog, id))) }
                div { h3 { "Rust" } p { code { (path) } } (code("Rust", &rust(catalog, id))) }
            }
            @if one.stands_for.len() > 1 { (places(&one.stands_for)) }
        }
        section aria-labelledby="users" { h2 #users { "Used by" } (users(catalog, id)) }
        section aria-labelledby="history" { h2 #history { "History" } (history(catalog, id)) }
    };
    shell("../../", &one.name, &trail, &main)
}

fn places(places: &[String]) -> Markup {
    html! {
        details {
            summary { "Stands for " (counted(places.len(), "schema")) }
            ul { @for place in places.iter().take(USERS) { li { code { (beginning(place, 240)) } } } }
            @if places.len() > USERS { p { "And " (places.len() - USERS) " more: see types.json of the crate." } }
        }
    }
}

/// The beginning of a text, by whole lines.
fn cut(text: &str) -> String {
    let text = plain(text);
    if text.len() <= SHOWN {
        return text;
    }
    let mut shown = String::new();
    for line in text.lines() {
        if shown.len() + line.len() > SHOWN {
            break;
        }
        shown.push_str(line);
        shown.push('\n');
    }
    let left = text.lines().count() - shown.lines().count();
    format!("{shown}… {} more", counted(left, "line"))
}

fn schema(catalog: &Catalog<'_>, id: usize) -> String {
    let one = &catalog.types()[id];
    let place = one.exact.as_ref().unwrap_or(&one.address);
    let (file, pointer) = place.split_once('#').unwrap_or((place, ""));
    let documents = catalog.survey.bundle.documents();
    let found = documents.iter().find(|document| document.name() == file);
    match found.and_then(|document| document.value.pointer(pointer)) {
        Some(value) => cut(&format!("{value:#}")),
        None => "No single schema: the type is made of several, or of what is not published.".to_owned(),
    }
}

/// The type's item of its module's file.
fn rust(catalog: &Catalog<'_>, id: usize) -> String {
    let one = &catalog.types()[id];
    let path = cratemill::render::module_path(&one.file);
    let files = catalog.survey.files.as_ref();
    let bytes = files.and_then(|files| files.get(&format!("src/{path}")));
    let text = String::from_utf8_lossy(bytes.unwrap_or_default());
    let found = text.split("\n\n").scan(0, |at, block| {
        let start = *at;
        *at += block.len() + 2;
        Some((start, block))
    });
    let begins = |line: &str| {
        let item = ["pub struct ", "pub enum ", "pub type "].iter();
        item.filter_map(|word| line.strip_prefix(word)).any(|rest| {
            let end = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(rest.len());
            rest[..end] == one.name
        })
    };
    let mut blocks = found.filter(|(_, block)| block.lines().any(begins));
    let Some((start, block)) = blocks.next() else {
        return "Not in a file of its own.".to_owned();
    };
    // An item ends with the first line that begins with its closing brace; a blank line inside does not end it.
    let head = block
        .lines()
        .take_while(|line| !begins(line))
        .map(|line| line.len() + 1)
        .sum::<usize>();
    let rest = &text[start + head..];
    let first = rest.lines().next().unwrap_or_default();
    let item = match first.ends_with('{') {
        true => rest.split_inclusive("\n}").next().unwrap_or(rest),
        false => rest.split_inclusive(';').next().unwrap_or(rest),
    };
    cut(&format!("{}{item}", &block[..head]))
}

fn example(catalog: &Catalog<'_>, id: usize) -> Markup {
    let examples = catalog.examples(id);
    let real = examples.iter().find(|one| catalog::is_published(one));
    if let (None, Some((value, place))) = (real, catalog.coverage.parts.get(&id)) {
        return html! {
            p { strong { "Published" } " as a part of a valid example, " code { (beginning(place, 240)) } "." }
            (code("example", &cut(&format!("{value:#}"))))
        };
    }
    let Some(one) = real.or_else(|| examples.iter().max_by_key(|one| one.origin)) else {
        return html! { p { "None: no instance of its own is known." } };
    };
    let text = match &one.instance {
        Value::String(text) if text.len() > SHOWN => "A long text.".to_owned(),
        value => cut(&format!("{value:#}")),
    };
    html! {
        p { (origin(one)) " " (judgment(one)) }
        (code("example", &text))
        @if examples.len() > 1 { p.quiet { "One of " (counted(examples.len(), "instance")) " that the type is tested with." } }
    }
}

fn origin(one: &Example) -> Markup {
    let place = format!("{}#{}", one.location.file, one.location.pointer);
    html! {
        @match one.origin {
            Origin::File => { strong { "Published" } " in " code { (beginning(&place, 240)) } "." }
            Origin::Schema => { strong { "Published" } " in the schema, " code { (beginning(&place, 240)) } "." }
            Origin::Composed => { strong { "Composed" } " of published examples of its properties; what has none is made from the schema." }
            Origin::Least => { strong { "Made" } " from the schema: what is required, and nothing else." }
            Origin::Fullest => { strong { "Made" } " from the schema: every property." }
        }
    }
}

fn judgment(one: &Example) -> Markup {
    html! {
        @match &one.verdict {
            Verdict::Valid => "It is valid",
            Verdict::BreaksFormat(fault) => { "It is valid, but for a format, which is an annotation: " (evidence_page::words(fault)) }
            Verdict::Contradicts(fault) => { "It contradicts the schema: " (evidence_page::words(fault)) }
            Verdict::Unjudged => "No validator takes the schema",
        }
        @match &one.reading {
            Reading::Equal => "; it is read, and comes back equal.",
            Reading::Refused(_) => "; reading refuses it.",
        }
    }
}

fn users(catalog: &Catalog<'_>, id: usize) -> Markup {
    let all = &catalog.holders[id];
    html! {
        @if all.is_empty() { p { "No other type." } }
        ul.columns {
            @for user in all.iter().take(USERS) {
                li { a href=(format!("../{}", catalog.pages[*user])) { code { (catalog.types()[*user].path()) } } }
            }
        }
        @if all.len() > USERS { p { "And " (counted(all.len() - USERS, "type")) " more." } }
    }
}

fn history(catalog: &Catalog<'_>, id: usize) -> Markup {
    let path = catalog.types()[id].path();
    let is_of =
        |line: &&Line| line.path == path || line.path.strip_prefix(&path).is_some_and(|rest| rest.starts_with("::"));
    let entries = catalog.survey.history.iter().rev();
    let entries: Vec<_> = entries
        .map(|entry| (entry, entry.told.changes.iter().filter(is_of).collect::<Vec<_>>()))
        .filter(|(_, changes)| !changes.is_empty())
        .take(20)
        .collect();
    html! {
        @if entries.is_empty() { p { "No change has been recorded." } }
        @for (entry, changes) in entries {
            h3 { "Version " (plain(&entry.version)) @if let Some(date) = &entry.date { ", " (plain(date)) } }
            (crate::provider_page::changes(&changes, 30))
        }
    }
}
