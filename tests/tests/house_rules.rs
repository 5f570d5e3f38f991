//! The rules of the house that no compiler checks.

use cratemill_cli::providers;
use end_to_end::files;
use end_to_end::workspace as root;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// Rust files by hand that are longer than [`LONGEST`], and why.
const LONG: [(&str, &str); 0] = [];
const LONGEST: usize = 400;

#[test]
fn a_module_imports_only_those_above_it_and_nothing_of_the_root() {
    let root = parse(&workspace("crates/cratemill/src/lib.rs"));
    let modules: Vec<String> = root.items.iter().filter_map(module_name).collect();
    assert!(modules.len() > 10, "{modules:?}");
    let mut wrong = BTreeSet::new();
    // Tests may look at a stage from where they like.
    let is_test = |file: &PathBuf| file.iter().any(|part| part == "tests" || part == "tests.rs");
    for file in rust_files("crates/cratemill/src")
        .into_iter()
        .filter(|file| !is_test(file))
    {
        let imports = wrong_imports(&modules, module_path(&file), &parse(&file));
        wrong.extend(
            imports
                .into_iter()
                .map(|import| format!("{} imports {import}", shown(&file))),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a file of one of the modules, which are in their order, imports from a later one or from the crate's root.
fn wrong_imports(modules: &[String], path: Vec<String>, file: &syn::File) -> Vec<String> {
    let place = |name: &String| modules.iter().position(|module| module == name);
    let Some(own) = path.first().and_then(place) else {
        return Vec::new();
    };
    let upwards = |used: &Vec<String>| used.get(1).and_then(place).is_some_and(|at| at <= own);
    let inner = uses(path, file)
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
        !wrong_imports(&modules, path, &syn::parse_str(text).expect("a file")).is_empty()
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
        for used in uses(module_path(&file), &parse(&file)) {
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
        let mut words = Words::default();
        words.visit_file(&parse(&file));
        let known = |word: &String| names.iter().any(|name| word.to_lowercase().contains(name));
        wrong.extend(
            words
                .0
                .iter()
                .filter(|word| known(word))
                .map(|word| format!("{}: {word}", shown(&file))),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
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

fn parse(file: &Path) -> syn::File {
    let text = fs::read_to_string(file).expect("a file");
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn module_name(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Mod(module) => Some(module.ident.to_string()),
        _ => None,
    }
}

/// `crates/cratemill/src/normalize/names.rs` as `["normalize", "names"]`.
fn module_path(file: &Path) -> Vec<String> {
    let below = file
        .strip_prefix(workspace("crates/cratemill/src"))
        .expect("a file of cratemill")
        .with_extension("");
    below.iter().map(|part| part.to_string_lossy().into_owned()).collect()
}

/// Every path that a file of a module names, those that lead through `super` and `self` from the crate's root.
fn uses(module: Vec<String>, file: &syn::File) -> Vec<Vec<String>> {
    let mut paths = Paths {
        module,
        found: Vec::new(),
    };
    paths.visit_file(file);
    paths.found
}

struct Paths {
    module: Vec<String>,
    found: Vec<Vec<String>>,
}

impl Paths {
    fn add(&mut self, path: Vec<String>) {
        let ups = path.iter().take_while(|part| *part == "super").count();
        let from_here = ups > 0 || path.first().is_some_and(|first| first == "self");
        if !from_here {
            return self.found.push(path);
        }
        let kept = self.module.len().saturating_sub(ups);
        let rest = path.into_iter().skip(ups.max(1));
        let whole = ["crate".to_owned()]
            .into_iter()
            .chain(self.module[..kept].iter().cloned())
            .chain(rest);
        self.found.push(whole.collect());
    }

    fn add_tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
        match tree {
            syn::UseTree::Path(path) => self.add_tree(&with(&path.ident), &path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_tree(before, tree)),
            syn::UseTree::Name(name) => self.add(with(&name.ident)),
            syn::UseTree::Rename(rename) => self.add(with(&rename.ident)),
            syn::UseTree::Glob(_) => self.add(before.to_vec()),
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    /// `pub(crate)` names no thing of the crate.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.add(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.module.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.module.pop();
    }

    /// Tokens are no paths yet: each run of names between `::` is taken for one. What is quoted is code of a generated
    /// crate, in which `crate` and `super` lead elsewhere.
    fn visit_macro(&mut self, of: &'ast syn::Macro) {
        visit::visit_macro(self, of);
        let text = of.tokens.to_string().replace(" :: ", "::");
        let runs = text
            .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
            .filter(|run| run.contains("::"));
        let names = runs.map(|run| run.split("::").map(str::to_owned));
        match of.path.is_ident("quote") {
            true => {
                let outside = |name: &String| !matches!(name.as_str(), "crate" | "super");
                self.found.extend(names.map(|names| names.filter(outside).collect()));
            }
            false => names.for_each(|names| self.add(names.collect())),
        }
    }
}

/// The names and texts of a file's code, without its tests, its documentation and the command line's examples.
#[derive(Default)]
struct Words(Vec<String>);

impl<'ast> Visit<'ast> for Words {
    fn visit_ident(&mut self, ident: &'ast syn::Ident) {
        self.0.push(ident.to_string());
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.0.push(text.value());
    }

    fn visit_macro(&mut self, of: &'ast syn::Macro) {
        self.0.push(of.tokens.to_string());
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        if item.ident != "EXAMPLES" {
            visit::visit_item_const(self, item);
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }
}
