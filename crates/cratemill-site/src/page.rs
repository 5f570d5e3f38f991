//! What all pages have: head, navigation, search, foot.

use maud::{DOCTYPE, Markup, html};

/// A page: `up` leads from it to the site's folder, `""` or `"../"`; `trail` are the pages above it, each with its address.
pub fn page(up: &str, title: &str, trail: &[(String, String)], main: &Markup) -> String {
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (title) " · Cratemill" }
                link rel="icon" href=(format!("{up}icon.svg"));
                link rel="stylesheet" href=(format!("{up}style.css"));
                script src=(format!("{up}site.js")) {}
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header {
                    a.home href=(format!("{up}index.html")) { "Cratemill" }
                    button.theme type="button" hidden { "Theme: system" }
                    form.find role="search" action=(format!("{up}search.html")) {
                        label.hidden for="q" { "Search types, properties and descriptions" }
                        input #q type="search" name="q" placeholder="Search types" autocomplete="off";
                        button type="submit" { "Search" }
                    }
                }
                @if !trail.is_empty() {
                    nav.trail aria-label="Where this page is" {
                        ol {
                            @for (name, address) in trail {
                                li { a href=(address) { (name) } }
                            }
                            li aria-current="page" { (title) }
                        }
                    }
                }
                main #main tabindex="-1" { (main) }
                footer { p { "Made by " code { "cargo xtask site" } ". Nothing on this page comes from elsewhere." } }
            }
        }
    };
    document.into_string()
}

/// A block of code that scrolls in itself, and that a keyboard reaches.
pub fn code(label: &str, text: &str) -> Markup {
    html! {
        div.code {
            button.copy type="button" hidden { "Copy" span.hidden { " " (label) } }
            pre tabindex="0" role="region" aria-label=(label) { code { (text) } }
        }
    }
}

/// A table that scrolls in itself where it is wider than the screen.
pub fn table(label: &str, head: &[&str], rows: &[Vec<Markup>]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table {
                caption.hidden { (label) }
                thead { tr { @for cell in head { th scope="col" { (cell) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (index, cell) in row.iter().enumerate() {
                                @if index == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A figure and what it counts.
pub fn count(figure: &str, what: &str) -> Markup {
    html! { div { dt { (what) } dd { (figure) } } }
}
