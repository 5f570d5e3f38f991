//! The rules of the house that no compiler checks.

use cratemill_cli::providers;
use end_to_end::code;
use end_to_end::files;
use end_to_end::workspace as root;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rust files by hand that are longer than [`LONGEST`], and why.
const LONG: [(&str, &str); 0] = [];
const LONGEST: usize = 400;

#[test]
fn a_module_imports_only_those_above_it_and_nothing_of_the_root() {
    let root = text(&workspace("crates/cratemill/src/lib.rs"));
    let module = |line: &str| {
        Some(
            line.trim_start_matches("pub ")
                .strip_prefix("mod ")?
                .trim_end_matches(';')
                .to_owned(),
        )
    };
    let modules: Vec<String> = root.lines().filter_map(module).collect();
    assert!(modules.len() > 10, "{modules:?}");
    let mut wrong = BTreeSet::new();
    // Tests may look at a stage from where they like.
    let is_test = |file: &PathBuf| file.iter().any(|part| part == "tests" || part == "tests.rs");
    for file in rust_files("crates/cratemill/src")
        .into_iter()
        .filter(|file| !is_test(file))
    {
        let imports = wrong_imports(&modules, module_path(&file), &text(&file));
        wrong.extend(
            imports
                .into_iter()
                .map(|import| format!("{} imports {import}", shown(&file))),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a file of one of the modules, which are in their order, imports from a later one or from the crate's root.
fn wrong_imports(modules: &[String], path: Vec<String>, text: &str) -> Vec<String> {
    let place = |name: &String| modules.iter().position(|module| module == name);
    let Some(own) = path.first().and_then(place) else {
        return Vec::new();
    };
    let upwards = |used: &Vec<String>| used.get(1).and_then(place).is_some_and(|at| at <= own);
    let inner = code::paths(path, text)
        .into_iter()
        .filter(|used| used.first().is_some_and(|first| first == "crate"));
    inner
        .filter(|used| !upwards(used))
        .map(|used| used.join("::"))
        .collect()
}

#[test]
fn an_import_from_below_or_from_the_root_is_seen() {
    let modules = ["run", "bundle", "render"].map(str::to_owned);
    let wrong = |module: &[&str], text: &str| {
        let path = module.iter().map(|name| (*name).to_owned()).collect();
        !wrong_imports(&modules, path, text).is_empty()
    };
    for text in [
        "use crate::render::unparse;",
        "use crate::{run, render};",
        "use super::render;",
        "fn f() { crate::render::unparse() }",
        "fn f() { println!(\"{}\", crate::render::unparse()) }",
        "use crate::Options;",
        "use crate::{run::Stage, Options};",
        "use crate::*;",
        "use crate as root;",
        "use crate::{self as root};",
        "use super::generate;",
        "use super::*;",
        "fn f(options: &crate::Options) {}",
        "fn f() { format!(\"{:?}\", crate::Stage::Types) }",
    ] {
        assert!(wrong(&["bundle"], text), "{text}");
    }
    assert!(wrong(&["bundle", "judge"], "use super::super::Options;"));
    for text in [
        "use crate::run::Options;",
        "use crate::bundle::judge;",
        "use self::judge::Judge; pub(crate) fn f() {} pub(super) struct S;",
        "mod tests { use super::*; use crate::run; }",
        "fn f() { quote!(crate::SCHEMAS) }",
    ] {
        assert!(!wrong(&["bundle"], text), "{text}");
    }
    assert!(!wrong(&["bundle", "judge"], "use super::Bundle;"));
}

#[test]
fn the_generator_knows_no_file_clock_environment_network_or_random_order() {
    const FORBIDDEN: [&str; 6] = ["fs", "env", "net", "process", "thread", "time"];
    const NAMES: [&str; 7] = [
        "HashMap",
        "HashSet",
        "RandomState",
        "Instant",
        "SystemTime",
        "println",
        "eprintln",
    ];
    let mut wrong = BTreeSet::new();
    for file in rust_files("crates/cratemill/src") {
        for used in code::paths(module_path(&file), &text(&file)) {
            let outside = used.len() > 1 && used[0] == "std" && FORBIDDEN.contains(&used[1].as_str());
            if outside || used.iter().any(|name| NAMES.contains(&name.as_str())) {
                wrong.insert(format!("{} uses {}", shown(&file), used.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A provider is data. The help of the command line shows its use on one; tests are made of examples.
#[test]
fn no_code_knows_a_provider() {
    let names = providers::list(&workspace("schemas")).expect("providers");
    let mut wrong = BTreeSet::new();
    let scoreboard = rust_files("tests/scoreboard/src").into_iter();
    let is_test =
        |file: &PathBuf| file.components().any(|part| part.as_os_str() == "tests") || file.ends_with("tests.rs");
    let ours = rust_files("crates").into_iter().chain(rust_files("xtask"));
    for file in ours.filter(|file| !is_test(file)).chain(scoreboard) {
        // The examples in the help of the command line.
        let words = code::words(&text(&file), "EXAMPLES");
        let known = |word: &String| names.iter().any(|name| word.to_lowercase().contains(name));
        wrong.extend(
            words
                .iter()
                .filter(|word| known(word))
                .map(|word| format!("{}: {word}", shown(&file))),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_words_of_code_are_its_names_and_texts() {
    let text = "#![doc = \"outer\"] /// documented\n #[cfg(x)] fn named() { call(\"said\", 1) } \
                pub const EXAMPLES: &str = \"shown\"; const OTHER: u8 = 2; mod tests { fn tested() {} } struct Last;";
    let words = code::words(text, "EXAMPLES").join(" ");
    assert_eq!(words, "fn named call \"said\" 1 pub const OTHER u8 2 struct Last");
}

#[test]
fn a_provider_has_one_name_everywhere() {
    let names = providers::list(&workspace("schemas")).expect("providers");
    assert_eq!(providers::list(&workspace("generated")).expect("crates"), names);
    for name in names {
        let manifest = fs::read_to_string(workspace(&format!("generated/{name}/Cargo.toml"))).expect("a manifest");
        let manifest: toml::Table = manifest.parse().expect("TOML");
        let package = manifest["package"]["name"].as_str().expect("a name");
        assert_eq!(package, format!("{name}-types"));
        let types = fs::read_to_string(workspace(&format!("generated/{name}/types.json"))).expect("types.json");
        let types: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&types).expect("an object");
        let prefix = format!("{}::", package.replace('-', "_"));
        assert!(
            types
                .values()
                .all(|path| path.as_str().is_some_and(|path| path.starts_with(&prefix))),
            "{types:?}"
        );
    }
}

#[test]
fn files_by_hand_are_short() {
    let mut wrong = BTreeSet::new();
    for file in ["crates", "xtask", "tests"]
        .iter()
        .flat_map(|folder| rust_files(folder))
    {
        let lines = fs::read_to_string(&file).expect("a file").lines().count();
        let excepted = LONG.iter().any(|(path, _)| file == workspace(path));
        if (lines > LONGEST) != excepted {
            wrong.insert(format!("{}: {lines} lines", shown(&file)));
        }
    }
    let table = fs::read_to_string(workspace("crates/cratemill/src/lib.rs"))
        .expect("a file")
        .lines()
        .count();
    assert!(table <= 100, "the table of contents has {table} lines");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A function that takes no type is compiled in every crate that has it, used or not, unless it is `#[inline]`; what is behind a
/// `Deep` must not be, since rustc would follow it.
#[test]
fn what_macros_emit_is_compiled_where_it_is_used() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in rust_files("crates/lossless/src") {
        let text = text(&file);
        let macros = text.split("#[macro_export]").skip(1);
        let bodies = macros.map(|rest| rest.split("\n}\n").next().unwrap_or(rest));
        for body in bodies {
            let is_deep = body.contains("macro_rules! deep ");
            let lines: Vec<&str> = body.lines().map(str::trim).collect();
            for pair in lines.windows(2) {
                let head = pair[1].strip_prefix("pub ").unwrap_or(pair[1]);
                let name = head
                    .strip_prefix("fn ")
                    .filter(|_| !head.contains("impl ") && head.ends_with('{'));
                let Some(name) = name.filter(|name| name.find('(') < name.find('<').or(Some(usize::MAX))) else {
                    continue;
                };
                seen += 1;
                if pair[0].starts_with("#[inline]") == is_deep {
                    wrong.push(format!("{}: {name}", shown(&file)));
                }
            }
        }
    }
    assert!(seen > 100 && wrong.is_empty(), "{seen} {wrong:#?}");
}

#[test]
fn no_module_is_named_after_nothing() {
    const NAMES: [&str; 8] = [
        "util", "utils", "helper", "helpers", "manager", "context", "info", "common",
    ];
    let found = ["crates", "xtask", "tests"]
        .iter()
        .flat_map(|folder| rust_files(folder))
        .filter(|file| {
            let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            NAMES.contains(&stem)
        });
    assert_eq!(found.collect::<Vec<_>>(), Vec::<PathBuf>::new());
}

fn workspace(path: &str) -> PathBuf {
    root().join(path)
}

fn shown(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).display().to_string()
}

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut files = files(&workspace(folder));
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    assert!(!files.is_empty(), "{folder}");
    files
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).expect("a file")
}

/// `crates/cratemill/src/normalize/names.rs` as `["normalize", "names"]`.
fn module_path(file: &Path) -> Vec<String> {
    let below = file
        .strip_prefix(workspace("crates/cratemill/src"))
        .expect("a file of cratemill")
        .with_extension("");
    below.iter().map(|part| part.to_string_lossy().into_owned()).collect()
}
