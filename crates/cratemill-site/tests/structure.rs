//! What holds for every page, seen without a browser.

mod shared;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use cratemill::file_tree::FileTree;
use cratemill::provider::ProviderSource;
use html5gum::{Token, Tokenizer};
use shared::{corpus, site_of, surveyed, text, workspace};

/// A tag with its attributes, and the text up to the next tag.
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

fn elements(html: &str) -> Vec<Element> {
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut found: Vec<Element> = Vec::new();
    for token in Tokenizer::new(html) {
        match token.expect("HTML") {
            Token::StartTag(tag) => found.push(Element {
                name: lossy(&tag.name),
                attributes: tag
                    .attributes
                    .iter()
                    .map(|(name, value)| (lossy(name), lossy(value)))
                    .collect(),
                text: String::new(),
            }),
            Token::String(text) => found.last_mut().into_iter().for_each(|one| one.text += &lossy(&text)),
            Token::Error(error) => panic!("{error:?} in {}", &html[..html.len().min(300)]),
            _ => {}
        }
    }
    found
}

/// The path that an address leads to from a page of the site, and the place on that page.
fn target(page: &str, address: &str) -> (String, Option<String>) {
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.to_owned())),
        None => (address, None),
    };
    if path.is_empty() {
        return (page.to_owned(), fragment);
    }
    let mut at: Vec<&str> = page.split('/').collect();
    at.pop();
    for step in path.split('/') {
        match step {
            ".." => assert!(at.pop().is_some(), "{address} on {page} leaves the site"),
            step => at.push(step),
        }
    }
    (at.join("/"), fragment)
}

/// Every page, but of those of types one of so many.
fn check(site: &FileTree, every: usize) {
    let pages: Vec<(&str, &str)> = site
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, std::str::from_utf8(bytes).expect("text")))
        .collect();
    let mut reached = BTreeSet::from(["index.html".to_owned()]);
    for (index, (page, html)) in pages.iter().enumerate() {
        let size = html.len();
        assert!(size < cratemill_site::PAGE_BYTES, "{page} has {size} bytes");
        if page.contains("/type/") && index % every != 0 {
            continue;
        }
        reached.extend(check_page(site, page, html));
    }
    let lost: Vec<_> = pages.iter().filter(|(page, _)| !reached.contains(*page)).collect();
    assert!(
        lost.is_empty(),
        "nothing leads to {:?}",
        lost.iter().map(|(page, _)| page).collect::<Vec<_>>()
    );
}

/// Whether one page is as it should be; where it leads.
fn check_page(site: &FileTree, page: &str, html: &str) -> Vec<String> {
    let all = elements(html);
    let count = |name: &str| all.iter().filter(|one| one.name == name).count();
    for landmark in ["header", "main", "footer", "h1", "title"] {
        assert_eq!(count(landmark), 1, "{landmark} on {page}");
    }
    let ids: Vec<&String> = all.iter().filter_map(|one| one.attributes.get("id")).collect();
    assert_eq!(
        ids.iter().collect::<BTreeSet<_>>().len(),
        ids.len(),
        "an id twice on {page}"
    );
    let mut level = 1;
    let mut reached = Vec::new();
    for one in &all {
        let get = |name: &str| one.attributes.get(name).map(String::as_str);
        assert!(
            get("style").is_none() && !one.attributes.keys().any(|name| name.starts_with("on")),
            "{page}"
        );
        match one.name.as_str() {
            "script" => assert!(one.text.trim().is_empty() && get("src").is_some(), "a script in {page}"),
            "style" | "img" | "iframe" | "object" | "base" | "embed" => panic!("<{}> on {page}", one.name),
            "html" => assert_eq!(get("lang"), Some("en")),
            "input" => {
                let id = get("id").expect("an id");
                assert!(
                    all.iter()
                        .any(|label| label.attributes.get("for").is_some_and(|it| it == id)),
                    "{page}"
                );
            }
            "h1" | "h2" | "h3" => {
                let next = usize::from(one.name.as_bytes()[1] - b'0');
                assert!(next <= level + 1, "a heading of level {next} after {level} on {page}");
                level = next;
            }
            "section" | "nav" | "pre" | "svg" => {
                let named = get("aria-label").is_some_and(|label| !label.is_empty())
                    || get("aria-labelledby").is_some_and(|id| ids.iter().any(|it| *it == id));
                assert!(named, "<{}> without a name on {page}", one.name);
            }
            _ => {}
        }
        for address in [get("href"), get("src"), get("action")].into_iter().flatten() {
            if address.contains(':') {
                let is_link = one.name == "a" && (address.starts_with("https://") || address.starts_with("http://"));
                assert!(is_link, "{page} asks for {address}");
                continue;
            }
            let (path, fragment) = target(page, address);
            let there = site
                .get(&path)
                .unwrap_or_else(|| panic!("{address} on {page} leads nowhere"));
            if let Some(fragment) = fragment {
                let there = String::from_utf8_lossy(there);
                assert!(there.contains(&format!("id=\"{fragment}\"")), "{address} on {page}");
            }
            reached.push(path);
        }
    }
    reached
}

#[test]
fn the_site_of_the_workspace_holds_together() {
    let site = site_of(&workspace().join("schemas"));
    check(&site, 1);
    assert_eq!(site_of(&workspace().join("schemas")), site, "the same bytes each time");
    for path in ["style.css", "site.js", "icon.svg"] {
        let outside = text(&site, path).replace("http://www.w3.org/2000/svg", "");
        assert!(
            !outside.contains("http:") && !outside.contains("https:") && !outside.contains("url("),
            "{path}"
        );
    }
    let user = text(&site, "nhost/type/User.html");
    for said in [
        "use nhost_types::User;",
        "displayName",
        "in Rust <code>display_name</code>",
        "format uuid",
        "optional, may be null",
        "pub struct User",
        "as a part of a valid example",
        "Jane Doe",
        "nhost-session-schema.json#/$defs/User",
        "<code>Session</code>",
    ] {
        assert!(user.contains(said), "no {said:?}");
    }
    let session = text(&site, "nhost/type/Session.html");
    assert!(session.contains(">secret</strong>") && session.contains("but for a format"));
    assert!(session.contains("<strong>Published</strong> in <code>examples/nhost-auth-signin-example.json"));
    let index = text(&site, "nhost/search.js");
    assert!(index.contains("\"User\"") && index.contains("displayName"));
}

#[test]
fn the_corpus_gives_a_site_of_small_pages() {
    let Some(folder) = corpus() else { return };
    let start = Instant::now();
    let site = site_of(folder.path());
    println!("{} files in {:.1} s", site.len(), start.elapsed().as_secs_f64());
    check(&site, 12);
    let stytch = text(&site, "stytch/index.html");
    assert!(stytch.contains("716") && stytch.contains("<svg") && stytch.contains("group-"));
}

const HOSTILE: &str = r##"{
  "title": "</title><script>alert(1)</script>",
  "description": "<img src=x onerror=alert(1)> </pre></script> \u202e [x](javascript:alert(1))",
  "type": "object",
  "examples": [{"<script>alert(2)</script>": "</script>"}],
  "properties": {
    "<script>alert(2)</script>": {"type": "string", "pattern": "^</script>$", "default": "\"onmouseover=alert(3)"},
    "../../x": {"enum": ["</script><!--", "\u2028"]},
    "con": {"$ref": "#/$defs/..~1..~1..~1x"}
  },
  "$defs": {
    "../../../x": {"type": "object", "properties": {"a": {"type": "string"}}},
    "ünïcode": {"type": "object", "properties": {"b": {"type": "string"}}},
    "Unicode": {"type": "object", "properties": {"c": {"type": "string"}}}
  }
}"##;

#[test]
fn upstream_text_is_text() {
    let mut source = ProviderSource {
        name: "../<b>".to_owned(),
        manifest: Some("display_name = '<b>&\"'\n[crate]\nname = 'hostile-types'\n".to_owned()),
        ..ProviderSource::default()
    };
    source.schemas.insert("hostile.json", HOSTILE).expect("a path");
    let all = [("../<b>".to_owned(), surveyed(&source))];
    let site = cratemill_site::site(&all).expect("paths in the folder");
    check(&site, 1);
    for (path, bytes) in site.iter().filter(|(path, _)| *path != "site.js") {
        let page = std::str::from_utf8(bytes).expect("text");
        assert!(
            !page.contains("<script>") && !page.contains("</script><!--") && !page.contains('\u{202e}'),
            "{path}"
        );
        assert!(!page.contains("<img") && !page.contains('\u{2028}'), "{path}");
    }
    let pages = site.iter().filter(|(path, _)| path.contains("/type/")).count();
    assert_eq!(pages, all[0].1.types.types.len());
}

const EVENT: &str = r##"{
  "description": "What **happened**:\n\n- one\n- two\n\nSee [more](https://example.com/a).",
  "oneOf": [
    {"title": "Paid", "type": "object", "required": ["kind"], "properties": {
      "kind": {"const": "paid"}, "by": {"type": "string", "description": "Who `paid`.\n\n| a |\n|---|\n| b |"}}},
    {"title": "Sent", "type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["sent", "posted"]}}}
  ]
}"##;

#[test]
fn a_page_tells_what_decides_what_is_described_and_where_it_is_from() {
    let page = |manifest: &str, lock: Option<&str>, path: &str| {
        let mut source = ProviderSource {
            name: "p".to_owned(),
            manifest: Some(manifest.to_owned()),
            source_lock: lock.map(str::to_owned),
            ..ProviderSource::default()
        };
        source.schemas.insert("event.json", EVENT).expect("a path");
        let site = cratemill_site::site(&[("p".to_owned(), surveyed(&source))]).expect("paths in the folder");
        check(&site, 1);
        text(&site, path).to_owned()
    };
    let event = page("", None, "p/type/Event.html");
    for said in [
        "<p>What <strong>happened</strong>:</p><ul><li>one</li><li>two</li></ul>",
        "<a href=\"https://example.com/a\" rel=\"noreferrer\">more</a>",
        "What decides: <code>kind</code>.",
        "where <code>kind</code> is <code>&quot;paid&quot;</code>",
        "<code>&quot;sent&quot;</code> or <code>&quot;posted&quot;</code>",
    ] {
        assert!(event.contains(said), "no {said:?} in {event}");
    }
    let paid = page("", None, "p/type/event.Paid.html");
    assert!(
        paid.contains("Who <code>paid</code>.") && paid.contains("<td>b</td>"),
        "{paid}"
    );
    let lock = "origin = \"../up\"\nrevision = \"sha256:0123456789abcdef\"\n[files]\n";
    for (manifest, lock, said) in [
        ("", None, "is not recorded"),
        (
            "[source]\ngit = 'git@example.com:a/b'",
            None,
            "<code>git@example.com:a/b</code>",
        ),
        ("[source]\nfolder = '../up'", Some(lock), "<code>../up</code>"),
        ("[source]\nfolder = '../up'", Some(lock), "revision 0123456789ab"),
        (
            "[source]\ngit = 'https://example.com/a'",
            None,
            "<a href=\"https://example.com/a\"",
        ),
        (
            "[source]\nlicense = 'MIT'",
            None,
            "licenses them under <code>MIT</code>",
        ),
    ] {
        let home = page(manifest, lock, "p/index.html");
        assert!(home.contains(said), "{manifest}: no {said:?} in {home}");
    }
}

/// The relative luminance of a colour (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = u8::from_str_radix(&colour[at..at + 2], 16).expect("hexadecimal");
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[test]
fn every_text_has_contrast() {
    let site = site_of(&workspace().join("schemas"));
    let css = text(&site, "style.css");
    let colours: BTreeMap<&str, [&str; 2]> = css
        .lines()
        .filter_map(|line| {
            let (name, rest) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
            let (light, dark) = rest.strip_suffix(");")?.split_once(", ")?;
            Some((name, [light, dark]))
        })
        .collect();
    let contrast = |a: &str, b: &str| {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    };
    let texts = ["text", "quiet", "link", "good", "warn"].map(|name| (name, 4.5));
    // What is no text but must be seen: edges of fields and buttons, arrows, the mark of focus.
    let marks = ["edge", "focus"].map(|name| (name, 3.0));
    for (name, least) in texts.into_iter().chain(marks) {
        for ground in ["page", "card"] {
            for scheme in [0, 1] {
                let found = contrast(colours[name][scheme], colours[ground][scheme]);
                assert!(found >= least, "{name} on {ground}: {found:.2}");
            }
        }
    }
    // Colours stand where they are named, and nowhere else.
    let elsewhere = css
        .lines()
        .filter(|line| !line.contains("light-dark("))
        .filter(|line| line.contains(": #"));
    assert_eq!(elsewhere.count(), 0);
    assert!(css.contains(":focus-visible { outline: 3px solid var(--focus)"));
}
