//! Every public item of a generated crate, each with a line of Rust that uses it.

mod machine;

use super::tokens::{Scope, absolute};
use cratemill::file_tree::FileTree;
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};

/// A use of a public item, as code that depends on the crate has it.
#[derive(Clone, Debug)]
pub struct Use {
    /// The path of the type, as reports tell it.
    pub owner: String,
    /// The field, variant or method; empty where it is the type itself.
    pub member: String,
    /// What is used.
    pub what: What,
    /// One line: a function that uses it, in a module where `types` is the crate.
    pub code: String,
}

/// What is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The type by the path that reports tell.
    Type,
    /// The type by the path of its module.
    Module,
    /// A field, with its type.
    Field,
    /// A variant, with what it holds.
    Variant,
    /// The builder, and how it ends.
    Builder,
    /// A setter of the builder or of the type.
    Setter,
    /// A method, or a conversion.
    Method,
    /// A trait that the type may implement.
    Trait,
}

/// What every type may implement.
const TRAITS: &[&str] = &[
    "Clone",
    "std::fmt::Debug",
    "PartialEq",
    "Eq",
    "std::hash::Hash",
    "lossless::serde::Serialize",
    "lossless::serde::de::DeserializeOwned",
];

/// All uses of a crate's public items, those of one type together. Some are guesses, which the crate itself may refuse.
///
/// # Panics
/// A file is no Rust.
pub fn uses(files: &FileTree) -> Vec<Use> {
    let mut sources = BTreeMap::new();
    for (path, bytes) in files.iter() {
        let inner = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs"));
        if let Some(inner) = inner {
            let module: Vec<String> = inner
                .split('/')
                .filter(|part| *part != "lib")
                .map(str::to_owned)
                .collect();
            let text = std::str::from_utf8(bytes).expect("text");
            sources.insert(
                module,
                syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}")),
            );
        }
    }
    let mut house = House::default();
    for (module, file) in &sources {
        house.names(module, &file.items);
    }
    for (module, file) in &sources {
        // What the machine of a module says, it says in the words of the module.
        let outer = match module.split_last() {
            Some((last, outer)) if last == "machine" => outer,
            _ => module,
        };
        house.file(module, outer, &file.items);
    }
    house.found
}

#[derive(Default)]
struct House {
    /// The types of each module.
    types: BTreeMap<Vec<String>, BTreeSet<String>>,
    /// The path by which a type is known, by that of its module.
    known_as: BTreeMap<String, String>,
    found: Vec<Use>,
}

impl House {
    fn names(&mut self, module: &[String], items: &[syn::Item]) {
        for item in items {
            let name = match item {
                syn::Item::Struct(one) => &one.ident,
                syn::Item::Enum(one) => &one.ident,
                syn::Item::Type(one) => &one.ident,
                syn::Item::Use(one) if matches!(one.vis, syn::Visibility::Public(_)) => {
                    self.known(module, &one.tree.to_token_stream().to_string());
                    continue;
                }
                _ => continue,
            };
            self.types.entry(module.to_vec()).or_default().insert(name.to_string());
        }
    }

    /// `pub use self::a::B` in a module: `B` is known there.
    fn known(&mut self, module: &[String], tree: &str) {
        let tree = tree.replace(' ', "");
        let Some(inner) = tree.strip_prefix("self::") else {
            return;
        };
        let name = inner.rsplit("::").next().unwrap_or(inner);
        self.known_as.insert(joined(module, inner), joined(module, name));
    }

    fn file(&mut self, module: &[String], file: &[String], items: &[syn::Item]) {
        let scope = |this: &House, owner: &str| Scope {
            module: module.to_vec(),
            file: file.to_vec(),
            locals: this.types.get(file).cloned().unwrap_or_default(),
            owner: owner.to_owned(),
        };
        for item in items {
            match item {
                syn::Item::Struct(one) => {
                    let path = self.type_of(file, &one.ident.to_string(), &[]);
                    self.structure(&path, &scope(self, &path), one);
                }
                syn::Item::Enum(one) => {
                    let path = self.type_of(file, &one.ident.to_string(), &[]);
                    self.enumeration(&path, &scope(self, &path), one);
                }
                syn::Item::Type(one) => {
                    let path = self.type_of(file, &one.ident.to_string(), &[]);
                    let held = absolute(one.ty.to_token_stream(), &scope(self, &path));
                    self.add(&path, "", What::Type, &format!("(it: {path}) -> {held} {{ it }}"));
                }
                syn::Item::Impl(one) if one.trait_.is_none() => {
                    let path = absolute(one.self_ty.to_token_stream(), &scope(self, ""));
                    self.methods(&path, &scope(self, &path), one);
                }
                syn::Item::Macro(one) => {
                    let name = one.mac.path.segments.last().map(|last| last.ident.to_string());
                    self.call(&name.unwrap_or_default(), &scope(self, ""), one.mac.tokens.clone());
                }
                syn::Item::Mod(one) => {
                    let inner: Vec<String> = module.iter().cloned().chain([one.ident.to_string()]).collect();
                    let items = one.content.as_ref().map_or(&[][..], |(_, items)| items);
                    self.file(&inner, file, items);
                }
                _ => {}
            }
        }
    }

    /// The path of a type, with what all types have.
    fn type_of(&mut self, file: &[String], name: &str, more: &[&str]) -> String {
        let path = format!("types::{}", joined(file, name));
        let known = self.known_as.get(&joined(file, name)).cloned();
        let taken = |path: &str| format!("(_: {path}) {{}}");
        self.add(&path, "", What::Module, &taken(&path));
        if let Some(known) = known {
            self.add(&path, "", What::Type, &taken(&format!("types::{known}")));
        }
        for one in TRAITS.iter().chain(more) {
            self.add(
                &path,
                "",
                What::Trait,
                &format!("() {{ fn is<T: {one}>() {{}} is::<{path}>() }}"),
            );
        }
        path
    }

    fn add(&mut self, path: &str, member: &str, what: What, code: &str) {
        let path = path.strip_prefix("types::").unwrap_or(path);
        let owner = self.known_as.get(path).map_or(path, String::as_str).to_owned();
        self.found.push(Use {
            owner,
            member: member.to_owned(),
            what,
            code: code.to_owned(),
        });
    }

    fn structure(&mut self, path: &str, scope: &Scope, one: &syn::ItemStruct) {
        for (index, field) in one.fields.iter().enumerate() {
            if !matches!(field.vis, syn::Visibility::Public(_)) {
                continue;
            }
            let name = field
                .ident
                .as_ref()
                .map_or_else(|| index.to_string(), ToString::to_string);
            let held = absolute(field.ty.to_token_stream(), scope);
            self.add(
                path,
                &name,
                What::Field,
                &format!("(it: {path}) -> {held} {{ it.{name} }}"),
            );
            if field.ident.is_none() {
                self.add(
                    path,
                    "",
                    What::Method,
                    &format!("(it: {held}) -> {path} {{ {path}(it) }}"),
                );
            }
        }
        match &one.fields {
            syn::Fields::Unit => self.add(path, "", What::Type, &format!("() -> {path} {{ {path} }}")),
            syn::Fields::Unnamed(_) => {
                let text = format!("() -> bool {{ \"\".parse::<{path}>().is_ok() }}");
                self.add(path, "", What::Method, &text);
                self.add(
                    path,
                    "",
                    What::Method,
                    &format!("(it: &{path}) -> &str {{ it.as_str() }}"),
                );
            }
            syn::Fields::Named(_) => {
                self.add(path, "", What::Trait, &format!("() -> {path} {{ Default::default() }}"));
            }
        }
    }

    fn enumeration(&mut self, path: &str, scope: &Scope, one: &syn::ItemEnum) {
        let is_text = one
            .variants
            .iter()
            .all(|variant| variant.fields.is_empty() || variant.ident == "Unknown");
        for variant in &one.variants {
            let name = &variant.ident;
            match variant.fields.iter().next() {
                None => {
                    self.add(
                        path,
                        &name.to_string(),
                        What::Variant,
                        &format!("() -> {path} {{ {path}::{name} }}"),
                    );
                }
                Some(field) => {
                    let held = absolute(field.ty.to_token_stream(), scope);
                    let code = format!(
                        "(it: {path}) -> Option<{held}> {{ match it {{ {path}::{name}(inner) => Some(inner), _ => None }} }}"
                    );
                    self.add(path, &name.to_string(), What::Variant, &code);
                    if !is_text {
                        let code = format!("(it: {held}) -> {path} {{ {path}::{name}(it) }}");
                        self.add(path, &name.to_string(), What::Variant, &code);
                    }
                }
            }
        }
        if !one.attrs.iter().any(|one| one.path().is_ident("non_exhaustive")) {
            let arms = one.variants.iter().map(|variant| match variant.fields.is_empty() {
                true => format!("{path}::{} => 0, ", variant.ident),
                false => format!("{path}::{}(_) => 0, ", variant.ident),
            });
            let code = format!("(it: {path}) -> u8 {{ match it {{ {} }} }}", arms.collect::<String>());
            self.add(path, "", What::Variant, &code);
        }
        if is_text {
            let method = |body: &str| format!("(it: &{path}) {body}");
            for code in [
                method("-> &str { it.as_str() }"),
                method("-> i64 { it.as_i64() }"),
                method("-> String { it.to_string() }"),
                format!("() -> bool {{ \"\".parse::<{path}>().is_ok() }}"),
                format!("() {{ fn is<T: Ord>() {{}} is::<{path}>() }}"),
            ] {
                self.add(path, "", What::Method, &code);
            }
        }
    }

    /// The methods that are written out.
    fn methods(&mut self, path: &str, scope: &Scope, one: &syn::ItemImpl) {
        for item in &one.items {
            let syn::ImplItem::Fn(method) = item else { continue };
            if !matches!(method.vis, syn::Visibility::Public(_)) {
                continue;
            }
            let name = method.sig.ident.to_string();
            let (mut taken, mut given) = (Vec::new(), Vec::new());
            for (index, input) in method.sig.inputs.iter().enumerate() {
                match input {
                    syn::FnArg::Receiver(own) => {
                        let sign = if matches!(own.kind, syn::ReceiverKind::Reference(..)) {
                            "&"
                        } else {
                            ""
                        };
                        taken.push(format!("a{index}: {sign}{path}"));
                    }
                    syn::FnArg::Typed(own) => {
                        taken.push(format!("a{index}: {}", absolute(own.ty.to_token_stream(), scope)));
                    }
                }
                given.push(format!("a{index}"));
            }
            let gives = match &method.sig.output {
                syn::ReturnType::Default => "()".to_owned(),
                syn::ReturnType::Type(_, gives) => absolute(gives.to_token_stream(), scope),
            };
            let code = format!(
                "({}) -> {gives} {{ {path}::{name}({}) }}",
                taken.join(", "),
                given.join(", ")
            );
            // What stands for a property that is not there belongs to its field.
            let member = match name.strip_suffix("_or_default") {
                Some(field) => field,
                // What makes a value takes all that it holds.
                None if name == "new" => "",
                None => &name,
            };
            let member = member.to_owned();
            self.add(path, &member, What::Method, &code);
        }
    }
}

fn joined(module: &[String], name: &str) -> String {
    let parts: Vec<&str> = module.iter().map(String::as_str).chain([name]).collect();
    parts.join("::")
}
