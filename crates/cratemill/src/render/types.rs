//! The types as a person would write them.

use super::{Scope, docs, ident};
use crate::convert::{Alternatives, Field, Kind, Object, Presence, RustType, Type, Variant};
use crate::normalize::Width;
use crate::text::plain_text;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

pub(super) fn module(scope: &Scope<'_>) -> TokenStream {
    let document = &scope.module().document;
    let of = if document.is_empty() {
        "schemas that are not published".to_owned()
    } else {
        format!("`{}`", plain_text(document))
    };
    let head = format!(" Types of {of}.");
    let items = scope.own().map(|one| item(scope, one));
    quote! {
        #![doc = #head]
        #[rustfmt::skip]
        pub mod builder;
        #[rustfmt::skip]
        mod serde;
        #[cfg(feature = "validate")]
        #[rustfmt::skip]
        mod validate;
        #(#items)*
    }
}

/// The derives of a type, without `Debug` where that hides what the type holds, and is written out. Equality and hash are the
/// runtime's: they are those of JSON.
fn derives(one: &Type, names: &[&str]) -> (TokenStream, TokenStream) {
    let derived = names
        .iter()
        .filter(|name| !one.secret || **name != "Debug")
        .map(|name| ident(name));
    let derive = quote!(#[derive(#(#derived),*)]);
    if !one.secret || !names.contains(&"Debug") {
        return (derive, TokenStream::new());
    }
    let (name, text) = (ident(&one.name), &one.name);
    let debug = quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(#text).field(&lossless::Redacted).finish()
            }
        }
    };
    (derive, debug)
}

/// Objects and unions: the rest is a loop of the runtime over what they hold.
const PLAIN: &[&str] = &["Clone"];
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
const INSIDE: &[&str] = &["Clone", "Debug"];

fn item(scope: &Scope<'_>, one: &Type) -> TokenStream {
    let name = ident(&one.name);
    let fallback = match &one.kind {
        Kind::Object(_) => "An object.",
        Kind::Enumeration(_) => "One of several strings; a newer one is kept.",
        Kind::Constant(_) => "A constant.",
        Kind::Pattern(_) => "A string with a pattern.",
        Kind::Union(_) => "One of several alternatives.",
        Kind::Newtype(RustType::Value) => "Any value: the schema does not say more.",
        Kind::Newtype(_) | Kind::Alias(_) => "A value of its own name.",
    };
    let doc = docs::attributes(&one.documentation, fallback);
    match &one.kind {
        Kind::Object(object) => self::object(scope, one, object, doc),
        Kind::Enumeration(variants) => enumeration(one, variants, doc),
        Kind::Constant(value) => {
            let text = value.to_string();
            let line = (text.len() <= 200).then(|| format!(" Always `{}`.", plain_text(&text).replace('`', "'")));
            let line = line.map(|line| quote!(#[doc = ""] #[doc = #line]));
            let (derive, debug) = derives(one, CONSTANT);
            quote! {
                #doc
                #line
                #derive
                pub struct #name;
                #debug
            }
        }
        Kind::Pattern(pattern) => {
            let line = format!(
                " Pattern, checked on construction: {}",
                docs::doc_text(pattern).replace('\n', " ")
            );
            let (derive, debug) = derives(one, INSIDE);
            quote! {
                #doc
                #[doc = ""]
                #[doc = #line]
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
            let inner = scope.type_of(inner);
            let (derive, debug) = derives(one, INSIDE);
            quote! {
                #doc
                #derive
                pub struct #name(pub #inner);
                #debug
            }
        }
    }
}

fn object(scope: &Scope<'_>, one: &Type, object: &Object, doc: TokenStream) -> TokenStream {
    let name = ident(&one.name);
    let fields = object.fields.iter().map(|field| {
        let doc = docs::attributes(&field.documentation, &fallback(field));
        let name = ident(&field.identifier);
        let value = field_type(scope, field);
        let alias = alias(field);
        quote!(#doc #alias pub #name: #value,)
    });
    let extra = match &object.additional {
        None => quote!(lossless::Extra),
        some => {
            let value = scope.extra(some.as_ref());
            quote!(lossless::Extra<#value>)
        }
    };
    let (derive, _) = derives(one, PLAIN);
    let accessors: Vec<TokenStream> = object
        .fields
        .iter()
        .filter_map(|field| default_accessor(scope, object, field))
        .collect();
    let accessors = (!accessors.is_empty()).then(|| quote!(impl #name { #(#accessors)* }));
    quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// Properties that the schema does not name, in the order they came.
            pub extra: #extra,
        }
        #accessors
    }
}

/// A field that goes by another name than its property is found by that in the documentation.
fn alias(field: &Field) -> Option<TokenStream> {
    let plain = |name: &str| name.replace(['_', '-'], "").to_lowercase();
    let own = field.identifier.trim_start_matches("r#");
    let name = &field.name;
    let is_same = plain(own) == plain(name) && !own.ends_with('_');
    let is_searched = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-$@.".contains(c));
    (is_searched && !is_same).then(|| quote!(#[doc(alias = #name)]))
}

fn fallback(field: &Field) -> String {
    format!("The property `{}`.", plain_text(&field.name).replace(['`', '\n'], " "))
}

/// The type of a field, presence included.
pub(super) fn field_type(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let value = scope.type_of(&field.value);
    match field.presence {
        Presence::Required => value,
        Presence::Nullable | Presence::Optional | Presence::OptionalAny => quote!(Option<#value>),
        Presence::Maybe => quote!(lossless::Maybe<#value>),
    }
}

/// `timeout_or_default()`, where the schema has a default that the field's type can hold.
fn default_accessor(scope: &Scope<'_>, object: &Object, field: &Field) -> Option<TokenStream> {
    if field.presence != Presence::Optional {
        return None;
    }
    let default = field.documentation.default.as_ref()?;
    let name = ident(&field.identifier);
    let method = format_ident!(
        "{}_or_default",
        field.identifier.trim_start_matches("r#").trim_end_matches('_')
    );
    // The setter of a field `x_or_default` has the name that the accessor of a field `with_x` would have.
    let is_setter = |other: &Field| method == format!("with_{}", other.identifier.trim_start_matches("r#"));
    if object.fields.iter().any(is_setter) {
        return None;
    }
    let doc = format!(
        " The property `{}`, or the schema's default.",
        plain_text(&field.name).replace(['`', '\n'], " ")
    );
    let (output, body) = match (&field.value, default) {
        (RustType::Boolean, Value::Bool(default)) => (quote!(bool), quote!(self.#name.unwrap_or(#default))),
        (RustType::Integer(width), Value::Number(default)) => {
            let default = default.as_i128()?;
            let fits = match width {
                Width::Signed64 => i64::try_from(default).is_ok(),
                Width::Unsigned64 => u64::try_from(default).is_ok(),
                Width::Signed128 => true,
            };
            if !fits {
                return None;
            }
            let literal = proc_macro2::Literal::i128_unsuffixed(default);
            (scope.type_of(&field.value), quote!(self.#name.unwrap_or(#literal)))
        }
        (RustType::String, Value::String(default)) => (quote!(&str), quote!(self.#name.as_deref().unwrap_or(#default))),
        (RustType::Named(id), Value::String(default)) => match scope.types.types[*id].kind {
            Kind::Enumeration(_) => {
                let output = scope.path(*id);
                let body = quote!(self.#name.clone().unwrap_or_else(|| #output::from(#default)));
                (output, body)
            }
            _ => return None,
        },
        _ => return None,
    };
    Some(quote! {
        #[doc = #doc]
        pub fn #method(&self) -> #output { #body }
    })
}

fn enumeration(one: &Type, variants: &[Variant], doc: TokenStream) -> TokenStream {
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
    let (derive, debug) = derives(one, INSIDE);
    quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#items)*
            /// A value that the schema does not name.
            Unknown(lossless::Unknown),
        }
        #debug
    }
}

fn union(scope: &Scope<'_>, one: &Type, union: &Alternatives, doc: TokenStream) -> TokenStream {
    let name = ident(&one.name);
    let items = union.all.iter().map(|alternative| {
        let identifier = ident(&alternative.identifier);
        let value = scope.type_of(&alternative.value);
        let doc = docs::attributes(&alternative.documentation, "One of the alternatives.");
        quote!(#doc #identifier(#value),)
    });
    let unknown = union.open.then(|| {
        quote! {
            /// A value that is none of the alternatives, as it came.
            Unknown(lossless::Value),
        }
    });
    let (derive, _) = derives(one, PLAIN);
    quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#items)*
            #unknown
        }
    }
}
