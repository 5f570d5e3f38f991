//! The rules of the house that no compiler checks.

use end_to_end::files;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};
use xtask::{paths, providers};

/// Rust files by hand that are longer than [`LONGEST`], and why.
const LONG: [(&str, &str); 0] = [];
const LONGEST: usize = 400;

#[test]
fn a_module_imports_only_those_above_it() {
    let root = parse(&workspace("crates/cratemill/src/lib.rs"));
    let modules: Vec<String> = root.items.iter().filter_map(module_name).collect();
    assert!(modules.len() > 10, "{modules:?}");
    let mut wrong = BTreeSet::new();
    // Tests may look at a stage from where they like.
    let is_test = |file: &std::path::PathBuf| file.iter().any(|part| part == "tests" || part == "tests.rs");
    for file in rust_files("crates/cratemill/src")
        .into_iter()
        .filter(|file| !is_test(file))
    {
        let path = module_path(&file);
        let Some(place) = modules.iter().position(|name| Some(name) == path.first()) else {
            continue;
        };
        for used in uses(&file)
            .into_iter()
            .filter(|used| used.first().is_some_and(|first| first == "crate"))
        {
            let below = |name: &String| {
                modules
                    .iter()
                    .position(|module| module == name)
                    .is_some_and(|at| at > place)
            };
            if used.get(1).is_some_and(below) {
                wrong.insert(format!("{} imports {}", shown(&file), used.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Another crate of a program may turn a feature on; no expression may mean something else then. So no method comes to a type
/// that is there without the feature: neither behind a `cfg`, nor behind a trait that has implementations with it alone.
#[test]
fn a_feature_adds_no_method_to_a_type() {
    let mut features = Features::default();
    for file in rust_files("crates/lossless/src") {
        features.visit_file(&parse(&file));
    }
    let only_with = |name: &String| features.with.contains(name) && !features.without.contains(name);
    assert!(features.with.iter().any(|name| name == "Parsed"), "{:?}", features.with);
    let bound: Vec<_> = features.bounds.iter().filter(|(name, _)| only_with(name)).collect();
    assert!(
        bound.is_empty() && features.methods.is_empty(),
        "{bound:?} {:?}",
        features.methods
    );
    // `validate()` is the one that generated types gain; nothing that they deref to has a method of this name.
    for file in rust_files("generated")
        .iter()
        .filter(|file| file.ends_with("validate.rs"))
    {
        let mut methods = Features {
            gated: 1,
            ..Features::default()
        };
        methods.visit_file(&parse(file));
        assert!(
            methods.methods.iter().all(|name| name == "validate"),
            "{:?}",
            methods.methods
        );
    }
}

/// What depends on a feature.
#[derive(Default)]
struct Features {
    /// How many `cfg`s of a feature enclose what is looked at.
    gated: usize,
    /// The traits that have an implementation with a feature.
    with: BTreeSet<String>,
    /// The traits that have one without any, or of their own crate's generic types.
    without: BTreeSet<String>,
    /// The traits that an inherent `impl` asks of its parameters.
    bounds: Vec<(String, usize)>,
    /// The inherent methods that are there with a feature only.
    methods: Vec<String>,
}

fn is_gated(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|one| {
        let text = match &one.meta {
            syn::Meta::List(list) => list.tokens.to_string(),
            _ => String::new(),
        };
        one.path().is_ident("cfg") && text.contains("feature")
    })
}

impl<'ast> Visit<'ast> for Features {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let gated = usize::from(is_gated(&module.attrs));
        self.gated += gated;
        visit::visit_item_mod(self, module);
        self.gated -= gated;
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let gated = self.gated > 0 || is_gated(&item.attrs);
        if let Some((path, _)) = &item.trait_ {
            let name = path.segments.last().map(|segment| segment.ident.to_string());
            let traits = if gated { &mut self.with } else { &mut self.without };
            traits.extend(name);
            return;
        }
        let methods = item.items.iter().filter_map(|item| match item {
            syn::ImplItem::Fn(method) if gated || is_gated(&method.attrs) => Some(method.sig.ident.to_string()),
            _ => None,
        });
        self.methods.extend(methods);
        let parameters = item.generics.params.iter().filter_map(|parameter| match parameter {
            syn::GenericParam::Type(one) => Some(&one.bounds),
            _ => None,
        });
        let clauses = item.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let clauses = clauses.filter_map(|predicate| match predicate {
            syn::WherePredicate::Type(one) => Some(&one.bounds),
            _ => None,
        });
        for bound in parameters.chain(clauses).flatten() {
            if let syn::TypeParamBound::Trait(one) = bound
                && let Some(segment) = one.path.segments.last()
            {
                self.bounds.push((segment.ident.to_string(), item.items.len()));
            }
        }
    }
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
        for used in uses(&file) {
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
    for file in rust_files("crates").into_iter().chain(rust_files("xtask")) {
        if file.components().any(|part| part.as_os_str() == "tests") || file.ends_with("tests.rs") {
            continue;
        }
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
    paths::workspace().join(path)
}

fn shown(file: &Path) -> String {
    file.strip_prefix(paths::workspace())
        .unwrap_or(file)
        .display()
        .to_string()
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

/// Every path that a file names, those that lead through `super` and `self` from the crate's root.
fn uses(file: &Path) -> Vec<Vec<String>> {
    let mut paths = Paths {
        module: module_path(file),
        found: Vec::new(),
    };
    paths.visit_file(&parse(file));
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

    /// Tokens are no paths yet: each run of names between `::` is taken for one.
    fn visit_macro(&mut self, of: &'ast syn::Macro) {
        visit::visit_macro(self, of);
        let text = of.tokens.to_string().replace(" :: ", "::");
        let runs = text
            .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
            .filter(|run| run.contains("::"));
        runs.for_each(|run| self.add(run.split("::").map(str::to_owned).collect()));
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
