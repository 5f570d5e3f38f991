//! The catalog: what is known of providers, as pages that people look at. No page asks for anything outside of its folder.
//!
//! **Architecture Invariant:** the pages are a pure function of the providers' files: same bytes in, same bytes out. Text from
//! upstream reaches a page only through `maud`, which escapes it, and the search index only as JSON.

mod catalog;
mod command;
mod coverage;
mod description;
mod evidence_page;
mod fields;
mod front;
mod groups;
mod page;
mod picture;
mod provider_page;
mod search;
mod type_page;
mod words;

pub use command::{Args, run};

use catalog::Catalog;
use cratemill::Survey;
use cratemill::file_tree::{FileTree, InvalidPath};

/// No page is larger, in bytes.
pub const PAGE_BYTES: usize = 300_000;

/// The site of some providers, each with its name: page by page, by the path in the site's folder.
///
/// # Errors
///
/// A path that leaves the folder: a fault of this crate.
pub fn site(providers: &[(String, Survey)]) -> Result<FileTree, InvalidPath> {
    let catalogs = catalog::catalogs(providers);
    let mut files = FileTree::new();
    files.insert("style.css", include_str!("../assets/style.css"))?;
    files.insert("site.js", include_str!("../assets/site.js"))?;
    files.insert("icon.svg", include_str!("../assets/icon.svg"))?;
    files.insert("index.html", front::page(&catalogs))?;
    files.insert("search.html", search::page(&catalogs))?;
    for catalog in &catalogs {
        provider(catalog, &mut files)?;
    }
    Ok(files)
}

fn provider(catalog: &Catalog<'_>, files: &mut FileTree) -> Result<(), InvalidPath> {
    let folder = &catalog.folder;
    let groups = groups::groups(catalog);
    files.insert(&format!("{folder}/index.html"), provider_page::page(catalog, &groups))?;
    files.insert(&format!("{folder}/evidence.html"), evidence_page::page(catalog))?;
    files.insert(&format!("{folder}/search.js"), search::index(catalog))?;
    // Where there is one group alone, the provider's page shows it.
    for group in groups.all.iter().filter(|_| groups.all.len() > 1) {
        let path = format!("{folder}/{}", group.page);
        files.insert(&path, groups::page(catalog, &groups, group))?;
    }
    for id in 0..catalog.types().len() {
        let path = format!("{folder}/{}", catalog.pages[id]);
        files.insert(&path, type_page::page(catalog, &groups, id))?;
    }
    Ok(())
}
