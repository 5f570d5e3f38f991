//! A rule of the house, by its own sources: features are additive.

use end_to_end::files;
use end_to_end::workspace as root;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let all = files(&root().join(folder)).into_iter();
    all.filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect()
}

fn parse(file: &Path) -> syn::File {
    let text = fs::read_to_string(file).expect("a file");
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// Another crate of a program may turn a feature on; no expression may mean something else then. So no method comes to a type
/// that is there without the feature: neither behind a `cfg`, nor behind a trait that has implementations with it alone.
#[test]
fn a_feature_adds_no_method_to_a_type() {
    let mut features = Features::default();
    for file in rust_files("crates/lossless/src") {
        features.look_at(&parse(&file).items);
    }
    let only_with = |name: &String| features.with.contains(name) && !features.without.contains(name);
    assert!(features.with.iter().any(|name| name == "Parsed"), "{:?}", features.with);
    let bound: Vec<_> = features.bounds.iter().filter(|(name, _)| only_with(name)).collect();
    assert!(
        bound.is_empty() && features.methods.is_empty(),
        "{bound:?} {:?}",
        features.methods
    );
    // `validate()` and `validate_with()` are those that generated types gain; nothing that they deref to has methods of these
    // names.
    let macros = fs::read_to_string(root().join("crates/lossless/src/emitted.rs")).expect("a file");
    let (_, gated) = macros.split_once("#[cfg(feature = \"validate\")]\n").expect("a macro");
    let methods = gated.split("fn ").skip(1);
    let methods: Vec<&str> = methods.filter_map(|one| one.split('(').next()).collect();
    assert!(gated.starts_with("macro_rules! validated {"), "{gated}");
    assert_eq!(methods, ["validate", "validate_with"]);
    for file in rust_files("generated") {
        let gated = parse(&file).items.into_iter().filter_map(|item| match item {
            syn::Item::Macro(call) if is_gated(&call.attrs) => Some(call.mac.path.segments[1].ident.to_string()),
            syn::Item::Impl(one) if is_gated(&one.attrs) => Some("an impl".to_owned()),
            syn::Item::Mod(one) if is_gated(&one.attrs) => Some("a module".to_owned()),
            _ => None,
        });
        let others: Vec<String> = gated.filter(|one| one != "validated").collect();
        assert!(others.is_empty(), "{}: {others:?}", file.display());
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

impl Features {
    fn look_at(&mut self, items: &[syn::Item]) {
        for item in items {
            match item {
                syn::Item::Mod(module) => {
                    let gated = usize::from(is_gated(&module.attrs));
                    self.gated += gated;
                    self.look_at(module.content.as_ref().map_or(&[], |(_, items)| items));
                    self.gated -= gated;
                }
                syn::Item::Impl(item) => self.look_at_impl(item),
                _ => {}
            }
        }
    }

    fn look_at_impl(&mut self, item: &syn::ItemImpl) {
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

/// What users need stands on the front page, and what only generated code calls is not shown.
#[test]
fn the_page_of_the_runtime_shows_what_its_users_use() {
    let hidden = |attrs: &[syn::Attribute]| {
        let word = |one: &syn::Attribute| one.parse_args::<syn::Ident>().is_ok_and(|word| word == "hidden");
        attrs.iter().any(|one| one.path().is_ident("doc") && word(one))
    };
    for file in rust_files("crates/lossless/src") {
        for item in parse(&file).items {
            if let syn::Item::Macro(one) = &item
                && one.attrs.iter().any(|one| one.path().is_ident("macro_export"))
            {
                assert!(hidden(&one.attrs), "{} shows {:?}", file.display(), one.ident);
            }
        }
    }
    let root_file = root().join("crates/lossless/src/lib.rs");
    let page = fs::read_to_string(root().join("crates/lossless/src/front.md")).expect("the page");
    let mut shown = Vec::new();
    for item in parse(&root_file).items {
        match item {
            syn::Item::Use(one) if is_public(&one.vis) && !hidden(&one.attrs) => names(&one.tree, &mut shown),
            syn::Item::Mod(one) if is_public(&one.vis) && !hidden(&one.attrs) => shown.push(one.ident.to_string()),
            _ => {}
        }
    }
    assert!(shown.len() > 40, "{shown:?}");
    let missing: Vec<_> = shown
        .iter()
        .filter(|name| !page.contains(&format!("`{name}`")) && !page.contains(&format!("`{name}<T>`")))
        .collect();
    assert!(missing.is_empty(), "the page says nothing of {missing:?}");
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// The names that an import gives.
fn names(tree: &syn::UseTree, all: &mut Vec<String>) {
    match tree {
        syn::UseTree::Path(path) => names(&path.tree, all),
        syn::UseTree::Group(group) => group.items.iter().for_each(|one| names(one, all)),
        syn::UseTree::Name(name) => all.push(name.ident.to_string()),
        syn::UseTree::Rename(name) => all.push(name.rename.to_string()),
        syn::UseTree::Glob(_) => {}
    }
}
