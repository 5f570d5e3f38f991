//! The types as a person would write them.

use super::plain::literal;
use super::{
    GENERATED, Scope, accessors, add_items, docs, dress, gate, ident, module_path, needs_path, page, structs, tuples,
    word,
};
use crate::convert::{Alternatives, Field, Kind, Module, Presence, RustType, Type, Variant};
use crate::text::plain_text;
use proc_macro2::TokenStream;
use quote::quote;

/// The text of a module, with the types that it defines.
///
/// # Errors
///
/// What was made is no Rust.
pub(super) fn module(scope: &Scope<'_>) -> Result<String, syn::Error> {
    let mut text = format!("{GENERATED}//!{}\n", head(scope.module()));
    if scope.has_machine() {
        line("#[rustfmt::skip]\nmod machine;\n", &mut text);
    }
    if scope.has_builders() {
        line("pub use self::machine::builder;\n", &mut text);
    }
    children(scope, &mut text)?;
    for one in scope.own() {
        match &one.kind {
            Kind::Object(object) => structs::object(scope, one, object, &mut text)?,
            _ => add_items(item(scope, one), &mut text)?,
        }
    }
    Ok(text)
}

fn head(module: &Module) -> String {
    let component = module.component.trim_end_matches('#');
    match component.strip_prefix(['?', '!']) {
        Some(reference) => format!(" `{}`, which is not published.", code(reference)),
        None if component.is_empty() => format!(" The namespace `{}`.", module.name()),
        None => format!(" Types of `{}`.", code(component)),
    }
}

/// Text between backticks.
fn code(text: &str) -> String {
    plain_text(text).replace(['`', '\n'], " ")
}

/// What another feature has is there with that alone.
pub(super) fn of_another_feature(scope: &Scope<'_>, id: usize) -> Option<TokenStream> {
    let here = scope.types.features.of(&scope.module().path);
    let features = scope.types.features.of_type(&scope.types.types[id]);
    gate(features.into_iter().filter(|feature| Some(*feature) != here))
}

/// Adds an item of one line: those stand together.
fn line(item: &str, text: &mut String) {
    if !text.ends_with(";\n") {
        text.push('\n');
    }
    text.push_str(item);
}

/// Adds the modules in a module, the types below them that stand in it, and the names that these had there.
///
/// # Errors
///
/// What was made is no Rust.
pub(super) fn children(scope: &Scope<'_>, text: &mut String) -> Result<(), syn::Error> {
    let module = scope.module();
    let folder = match module.path.last() {
        // The file of such a module lies among those of its own modules.
        Some(last) if !needs_path(last) => format!("{last}/"),
        _ => String::new(),
    };
    for name in &module.modules {
        let path = needs_path(name).then(|| {
            let path = format!("{folder}{}", module_path(std::slice::from_ref(name)));
            format!("#[path = {}]\n", literal(&path))
        });
        let cfg = match module.path.is_empty() {
            true => gate(scope.types.features.of(std::slice::from_ref(name))),
            false => None,
        };
        let (path, name) = (path.unwrap_or_default(), word(name));
        line(
            &format!("{}#[rustfmt::skip]\n{path}pub mod {name};\n", attribute(cfg)?),
            text,
        );
    }
    for id in &module.exports {
        let one = &scope.types.types[*id];
        let own = if one.file.starts_with(&module.path) {
            "self::"
        } else {
            ""
        };
        let path = scope.path_from_here(&one.file, &one.name).to_string().replace(' ', "");
        let cfg = attribute(of_another_feature(scope, *id))?;
        line(&format!("{cfg}#[doc(inline)]\npub use {own}{path};\n"), text);
    }
    for (old, id) in &module.aliases {
        let note = format!("renamed to `{}`", scope.types.types[*id].path());
        let (old, new) = (ident(old), scope.path(*id));
        let cfg = of_another_feature(scope, *id);
        let alias = quote! {
            #cfg
            #[doc = " The old name."]
            #[deprecated(note = #note)]
            pub type #old = #new;
        };
        add_items(alias, text)?;
    }
    Ok(())
}

/// The text of an attribute, if there is one.
fn attribute(tokens: Option<TokenStream>) -> Result<String, syn::Error> {
    tokens.map_or_else(|| Ok(String::new()), structs::attributes)
}

/// The derives of a type, without `Debug` where that hides what the type holds, and is written out. Equality and hash are the
/// runtime's: they are those of JSON.
pub(super) fn derives(one: &Type, names: &[&str]) -> (TokenStream, TokenStream) {
    let derived = names
        .iter()
        .filter(|name| !one.secret || **name != "Debug")
        .map(|name| ident(name));
    let derive = quote!(#[derive(#(#derived),*)]);
    if !one.secret || !names.contains(&"Debug") {
        return (derive, TokenStream::new());
    }
    let (name, text) = (ident(&one.name), &one.name);
    let shown = match &one.kind {
        Kind::Enumeration(variants) | Kind::Integers(variants) => known(one, variants),
        _ => quote!(f.debug_tuple(#text).field(&lossless::Redacted).finish()),
    };
    let debug = quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #shown
            }
        }
    };
    (derive, debug)
}

/// What a hidden enumeration shows: the values that the schema names are published, any other is the secret.
fn known(one: &Type, variants: &[Variant]) -> TokenStream {
    let shown = variants.iter().map(|variant| {
        let (name, text) = (ident(&variant.identifier), variant.identifier.trim_start_matches("r#"));
        quote!(Self::#name => f.write_str(#text),)
    });
    let unknown = (!one.closed)
        .then(|| quote!(Self::Unknown(_) => f.debug_tuple("Unknown").field(&lossless::Redacted).finish(),));
    quote!(match self { #(#shown)* #unknown })
}

/// `Debug` of a newtype around values without a type, whose names say what is a secret.
fn debug_inside(one: &Type) -> TokenStream {
    let (name, text) = (ident(&one.name), &one.name);
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(#text).field(&lossless::Visible(&self.0)).finish()
            }
        }
    }
}

/// Objects and unions: the rest is a loop of the runtime over what they hold.
pub(super) const PLAIN: &[&str] = &["Clone"];
const CONSTANT: &[&str] = &[
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "PartialEq",
    "Eq",
    "Hash",
    "PartialOrd",
    "Ord",
];
/// Strings and newtypes.
pub(super) const INSIDE: &[&str] = &["Clone", "Debug"];
/// An integer is ordered by its value, whatever the order of the schema.
const INTEGER: &[&str] = &["Clone", "Copy", "Debug", "PartialEq", "Eq", "Hash"];
const CLOSED: &[&str] = &["Clone", "Copy", "Debug", "PartialEq", "Eq", "Hash", "PartialOrd", "Ord"];

/// What is said of a type.
pub(super) fn documentation(one: &Type) -> docs::Docs {
    let fallback = match &one.kind {
        Kind::Tuple(_) => "An array of several items.",
        Kind::Newtype(RustType::Value) => "Any value: the schema does not say more.",
        // What the item shows by itself, or its variants say, is not said again.
        _ => "",
    };
    let mut documentation = one.documentation.clone();
    if let Kind::Pattern(pattern) = &one.kind {
        documentation
            .limits
            .retain(|limit| limit.code.as_ref() != Some(pattern));
    }
    let more: Vec<String> = always(&one.kind).into_iter().chain(page::paragraphs(one)).collect();
    docs::item(&documentation, fallback, &more)
}

/// A type that is no struct of properties.
fn item(scope: &Scope<'_>, one: &Type) -> TokenStream {
    let name = ident(&one.name);
    let (doc, dress) = (documentation(one).attributes(), dress(one));
    let doc = quote!(#doc #dress);
    match &one.kind {
        // `structs` prints it.
        Kind::Object(_) => TokenStream::new(),
        Kind::Enumeration(variants) if one.closed => enumeration(one, variants, doc, CLOSED, None),
        Kind::Integers(variants) if one.closed => enumeration(one, variants, doc, INTEGER, None),
        Kind::Enumeration(variants) => enumeration(one, variants, doc, INSIDE, Some(quote!(lossless::Unknown))),
        Kind::Tuple(tuple) => tuples::tuple(scope, one, tuple, doc),
        Kind::Integers(variants) => enumeration(one, variants, doc, INTEGER, Some(quote!(lossless::UnknownInteger))),
        Kind::Constant(_) => {
            let (derive, debug) = derives(one, CONSTANT);
            quote! {
                #doc
                #derive
                pub struct #name;
                #debug
            }
        }
        Kind::Pattern(_) => {
            let (derive, debug) = derives(one, INSIDE);
            quote! {
                #doc
                #derive
                pub struct #name(pub(super) String);
                #debug
            }
        }
        Kind::Union(union) => self::union(scope, one, union, doc),
        Kind::Alias(inner) => {
            let inner = scope.type_of(inner);
            quote!(#doc pub type #name = #inner;)
        }
        Kind::Newtype(inner) => {
            let (derive, debug) = match inner.is_untyped() && !one.secret {
                true => (quote!(#[derive(Clone)]), debug_inside(one)),
                false => derives(one, INSIDE),
            };
            let inner = scope.type_of(inner);
            quote! {
                #doc
                #derive
                pub struct #name(pub #inner);
                #debug
            }
        }
    }
}

/// What all values of a type are, where a constant or a pattern says so.
fn always(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Constant(value) => {
            let text = value.to_string();
            let is_short = text.len() <= 200;
            is_short.then(|| format!("Always `{}`.", plain_text(&text).replace('`', "'")))
        }
        Kind::Pattern(pattern) => Some(format!(
            "Checked on construction: {}",
            docs::code_span(&plain_text(pattern))
        )),
        _ => None,
    }
}

/// The type of a field, presence included.
pub(super) fn field_type(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let value = scope.type_of(field.held());
    match field.presence {
        Presence::Required => value,
        Presence::Nullable | Presence::Optional | Presence::OptionalAny | Presence::OptionalImplied => {
            quote!(Option<#value>)
        }
        Presence::Maybe => quote!(lossless::Maybe<#value>),
    }
}

fn enumeration(
    one: &Type,
    variants: &[Variant],
    doc: TokenStream,
    derived: &[&str],
    unknown: Option<TokenStream>,
) -> TokenStream {
    let name = ident(&one.name);
    let items = variants.iter().map(|variant| {
        let identifier = ident(&variant.identifier);
        let shown = plain_text(&variant.text);
        let line = if shown.trim().is_empty() {
            "An empty or blank text.".to_owned()
        } else {
            docs::code_span(&shown)
        };
        let doc = docs::variant(&variant.documentation, &line);
        quote!(#doc #identifier,)
    });
    let (derive, debug) = derives(one, derived);
    let grows = unknown.is_some().then(|| quote!(#[non_exhaustive]));
    let unknown = unknown.map(|unknown| quote!(#[doc = " A value that the schema does not name."] Unknown(#unknown),));
    quote! {
        #doc
        #derive
        #grows
        pub enum #name {
            #(#items)*
            #unknown
        }
        #debug
    }
}

fn union(scope: &Scope<'_>, one: &Type, union: &Alternatives, doc: TokenStream) -> TokenStream {
    let name = ident(&one.name);
    let items = union.all.iter().map(|alternative| {
        let identifier = ident(&alternative.identifier);
        let value = scope.type_of(&alternative.value);
        let doc = docs::attributes(&alternative.documentation, "", &[]);
        quote!(#doc #identifier(#value),)
    });
    let unknown = union.open.then(|| {
        let text = match union.untyped.is_empty() {
            true => " A value that is none of the alternatives, as it came.",
            false => " A value that no other variant holds, as it came.",
        };
        quote! {
            #[doc = #text]
            Unknown(lossless::Value),
        }
    });
    let (derive, _) = derives(one, PLAIN);
    let accessors = union.overlapping.then(|| accessors::accessors(scope, one, union));
    quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#items)*
            #unknown
        }
        #accessors
    }
}
