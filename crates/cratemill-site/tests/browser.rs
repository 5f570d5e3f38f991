//! The site in a real browser, from a folder: navigation, search, theme, a phone's width, errors, requests.

mod shared;

#[path = "shared/chromium.rs"]
mod chromium;

use std::fs;
use std::path::Path;

use chromium::{Browser, Tab};
use serde_json::json;
use shared::{site_of, workspace, write};

/// Pages on which every width, theme and check is tried.
const PAGES: [&str; 6] = [
    "index.html",
    "search.html?q=session",
    "nhost/index.html",
    "nhost/evidence.html",
    "nhost/type/User.html",
    "nhost/type/Session.html",
];

/// A phone and a desk.
const WIDTHS: [(u32, u32); 2] = [(360, 780), (1200, 900)];

#[test]
fn a_browser_shows_the_site() {
    let Some(mut browser) = Browser::start() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    write(&site_of(&workspace().join("schemas")), folder.path());
    let root = format!("file://{}", folder.path().canonicalize().expect("a path").display());
    let shots = Path::new(env!("CARGO_TARGET_TMPDIR")).join("site");
    fs::create_dir_all(&shots).expect("a folder");
    let mut tab = browser.tab();
    for page in PAGES {
        for (width, height) in WIDTHS {
            for dark in [false, true] {
                look(&mut tab, &root, page, (width, height), dark, &shots);
            }
        }
    }
    tab.size(1200, 900);
    navigation(&mut tab, &root);
    search(&mut tab, &root);
    theme(&mut tab, &root);
    zoom(&mut tab, &root);
    assert_eq!(tab.errors(), Vec::<String>::new());
    let outside: Vec<String> = tab
        .requests()
        .into_iter()
        .filter(|url| !url.starts_with(&root))
        .collect();
    assert_eq!(outside, Vec::<String>::new(), "requests out of the folder");
    println!("screenshots: {}", shots.display());
}

fn look(tab: &mut Tab<'_>, root: &str, page: &str, (width, height): (u32, u32), dark: bool, shots: &Path) {
    tab.size(width, height);
    tab.scheme(dark);
    tab.open(&format!("{root}/{page}"));
    let overflow = tab.ask("document.documentElement.scrollWidth - innerWidth");
    assert!(overflow.as_i64() <= Some(0), "{page} is {overflow} wider than {width}");
    let ground = tab.ask("getComputedStyle(document.body).backgroundColor");
    assert_eq!(ground == "rgb(22, 24, 28)", dark, "{page}: {ground}");
    let name = page
        .split('?')
        .next()
        .unwrap_or(page)
        .replace('/', "-")
        .replace(".html", "");
    let scheme = if dark { "dark" } else { "light" };
    let shot = shots.join(format!("{name}-{width}-{scheme}.png"));
    fs::write(&shot, tab.screenshot()).expect("a screenshot");
    // Whatever can be clicked can be reached and has a name that a screen reader says.
    let nameless = tab.ask(
        "[...document.querySelectorAll('a, button, input, summary')].filter((one) => one.checkVisibility())
          .filter((one) => !(one.textContent.trim() || one.labels?.length)).length",
    );
    assert_eq!(nameless, json!(0), "{page}");
    // Where something scrolls in itself, the keyboard reaches it.
    let unreachable = tab.ask(
        "[...document.querySelectorAll('pre, .scroll, .canvas')].filter((one) => one.scrollWidth > one.clientWidth && one.tabIndex < 0).length",
    );
    assert_eq!(unreachable, json!(0), "{page}");
}

fn navigation(tab: &mut Tab<'_>, root: &str) {
    tab.open(&format!("{root}/index.html"));
    tab.key("Tab");
    assert_eq!(tab.ask("document.activeElement.textContent"), "Skip to the content");
    tab.key("Enter");
    assert_eq!(tab.ask("document.activeElement.id"), "main");
    tab.click("main table a[href^='nhost']");
    assert_eq!(tab.ask("document.querySelector('h1').textContent"), "Nhost");
    tab.click("figure.picture a[href='type/User.html']");
    assert_eq!(tab.ask("document.querySelector('h1').textContent"), "User");
    tab.click("nav.trail a[href='../index.html']");
    assert_eq!(tab.ask("document.querySelector('h1').textContent"), "Nhost");
}

fn search(tab: &mut Tab<'_>, root: &str) {
    let first = "document.querySelector('#results a')?.textContent";
    tab.open(&format!("{root}/nhost/index.html"));
    tab.focus("#q");
    tab.write("allowedroles");
    tab.submit("Enter");
    assert_eq!(tab.ask("location.pathname.split('/').pop()"), "search.html");
    assert_eq!(tab.ask(first), "User", "by the name of a property");
    tab.ask("document.querySelector('#q').value = ''");
    tab.focus("#q");
    tab.write("authenticated user account");
    assert_eq!(tab.ask(first), "User", "by a description");
    assert_eq!(
        tab.ask("document.querySelector('#count').textContent.includes('found')"),
        json!(true)
    );
    tab.ask("document.querySelector('#q').value = ''");
    tab.focus("#q");
    tab.write("<img src=x>nothing");
    assert_eq!(tab.ask("document.querySelectorAll('#results li').length"), json!(0));
    tab.ask("document.querySelector('#q').value = ''");
    tab.focus("#q");
    tab.write("member");
    tab.click("#results a");
    assert_eq!(tab.ask("document.querySelector('h1').textContent"), "MemberSession");
}

fn theme(tab: &mut Tab<'_>, root: &str) {
    let ground = "getComputedStyle(document.body).backgroundColor";
    tab.scheme(true);
    tab.open(&format!("{root}/index.html"));
    let dark = tab.ask(ground);
    tab.click("button.theme");
    assert_eq!(
        tab.ask("document.querySelector('button.theme').textContent"),
        "Theme: light"
    );
    let light = tab.ask(ground);
    assert_ne!(light, dark);
    tab.open(&format!("{root}/nhost/type/User.html"));
    assert_eq!(tab.ask(ground), light, "the choice stays on the next page");
    tab.click("button.theme");
    assert_eq!(tab.ask(ground), dark);
    tab.click("button.theme");
}

fn zoom(tab: &mut Tab<'_>, root: &str) {
    tab.open(&format!("{root}/nhost/index.html"));
    let width = "document.querySelector('.picture svg').getBoundingClientRect().width";
    let before = tab.ask(width).as_f64();
    tab.click("[data-zoom='1.25']");
    assert!(tab.ask(width).as_f64() > before);
}
