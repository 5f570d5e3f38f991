//! Search without a server: a page, and for each provider an index that it loads as a script, so that it works from a folder.

use cratemill::convert::Kind;
use maud::html;
use serde_json::{Value, json};

use crate::catalog::Catalog;
use crate::page::page as shell;
use crate::words::{beginning, plain};

/// So much of a description is searched.
const DESCRIPTION: usize = 240;
/// So many names of properties.
const FIELDS: usize = 80;

/// `search.html`.
pub fn page(catalogs: &[Catalog<'_>]) -> String {
    let main = html! {
        h1 { "Search" }
        p #count role="status" { "Type into the field above: names, paths, properties, descriptions." }
        noscript { p { "The search is a script of this folder. Without it, each provider's page lists its types." } }
        ol #results {}
        @for catalog in catalogs { script src=(format!("{}/search.js", catalog.folder)) defer {} }
    };
    shell("", "Search", &[("Catalog".to_owned(), "index.html".to_owned())], &main)
}

/// `<provider>/search.js`: a call with the provider's name, its folder and a line for each type: path, page, description,
/// properties, place of the schema.
pub fn index(catalog: &Catalog<'_>) -> String {
    let line = |id: usize| {
        let one = &catalog.types()[id];
        let names: Vec<String> = match &one.kind {
            Kind::Object(object) => object.fields.iter().map(|field| field.name.clone()).collect(),
            Kind::Enumeration(variants) | Kind::Integers(variants) => {
                variants.iter().map(|variant| variant.text.clone()).collect()
            }
            Kind::Union(union) => union.all.iter().map(|one| one.identifier.clone()).collect(),
            _ => Vec::new(),
        };
        let names: Vec<String> = names.iter().take(FIELDS).map(|name| beginning(name, 60)).collect();
        let text = one
            .documentation
            .description
            .as_deref()
            .or(one.documentation.title.as_deref());
        let text = beginning(text.unwrap_or_default().trim(), DESCRIPTION);
        let place = beginning(&one.address, 120);
        script(&json!([one.path(), catalog.pages[id], text, names.join(" "), place]))
    };
    let lines: Vec<String> = (0..catalog.types().len()).map(line).collect();
    format!(
        "catalog.add({}, {}, [\n{}\n]);\n",
        script(&json!(plain(&catalog.display))),
        script(&json!(catalog.folder)),
        lines.join(",\n")
    )
}

/// JSON that is a script too, and ends none.
fn script(value: &Value) -> String {
    let text = value.to_string();
    text.replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}
