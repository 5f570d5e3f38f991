//! How the types are read, written, built and judged: what differs from type to type, the rest is the runtime's.

mod unions;

use super::{Scope, ident, plain};
use crate::convert::{Field, Kind, Object, Presence, RustType, Variant};
use crate::normalize::translate;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use std::collections::BTreeMap;

/// The machinery of a module: builders in a module of their own, which defines names besides the types.
pub(super) fn module(scope: &Scope<'_>) -> String {
    let inner = Scope {
        depth: scope.depth + 1,
        beside_builders: true,
        ..*scope
    };
    let own = || scope.module().types.iter();
    let objects = own().filter_map(|id| match &scope.types.types[*id].kind {
        Kind::Object(object) => Some(self::object(&inner, *id, object)),
        _ => None,
    });
    let objects: Vec<TokenStream> = objects.collect();
    let import = (!objects.is_empty()).then(|| {
        quote!(
            use super::super::*;
        )
    });
    let items = own().map(|id| item(scope, *id));
    let calls = calls(scope);
    let validated = validated(scope);
    let tokens = quote! {
        // Without the feature `validate` not all machinery names the types.
        #[allow(unused_imports)]
        use super::*;
        #[doc = " Builders: each setter goes by its property's name, whatever a method of that name usually does."]
        pub mod builder {
            #![allow(clippy::wrong_self_convention, clippy::should_implement_trait)]
            #import
            #(#objects)*
        }
        #(#items)*
        #calls
        #validated
    };
    plain::text("Reading, writing, building and judging.", tokens)
}

/// What is the same for all types of a kind.
fn calls(scope: &Scope<'_>) -> TokenStream {
    let constants = scope.names(|kind| matches!(kind, Kind::Constant(_)));
    let patterns = scope.names(|kind| matches!(kind, Kind::Pattern(_)));
    let own = || scope.module().types.iter();
    let newtypes = own().filter_map(|id| match &scope.types.types[*id].kind {
        Kind::Newtype(inner) => {
            let (name, inner) = (scope.path(*id), scope.type_of(inner));
            Some(quote!(#name(#inner)))
        }
        _ => None,
    });
    let enclosed = own().filter(|id| scope.types.enclosed.contains(id));
    let calls = [
        ("constants", constants),
        ("patterns", patterns),
        ("newtypes", newtypes.collect()),
        ("deep", enclosed.map(|id| scope.path(*id)).collect()),
    ];
    let calls = calls.into_iter().filter(|(_, all)| !all.is_empty());
    let calls = calls.map(|(name, all)| {
        let name = ident(name);
        quote!(lossless::#name! { #(#all),* })
    });
    calls.collect()
}

/// `validate()`: the schema's own word on a value, constraints and all. The schemas of a document stand together.
fn validated(scope: &Scope<'_>) -> TokenStream {
    let mut documents: BTreeMap<&str, Vec<TokenStream>> = BTreeMap::new();
    for id in &scope.module().types {
        if let Some(schema) = &scope.types.types[*id].schema {
            let (document, pointer) = schema.split_at(schema.find('#').unwrap_or(schema.len()));
            let name = scope.path(*id);
            documents.entry(document).or_default().push(quote!(#name #pointer;));
        }
    }
    let calls = documents.into_iter().map(|(document, types)| {
        quote! {
            #[cfg(feature = "validate")]
            lossless::validated! { super::super::SCHEMAS, #document; #(#types)* }
        }
    });
    calls.collect()
}

fn item(scope: &Scope<'_>, id: usize) -> TokenStream {
    let one = &scope.types.types[id];
    let path = scope.path(id);
    match &one.kind {
        Kind::Enumeration(variants) => enumeration(variants, &path),
        Kind::Constant(value) => {
            let (name, value) = (&one.name, constant(value));
            let secret = one.secret.then(|| {
                quote!(
                    const SECRET: bool = true;
                )
            });
            quote! {
                impl lossless::Const for #path {
                    const NAME: &'static str = #name;
                    const VALUE: lossless::Constant = #value;
                    #secret
                }
            }
        }
        Kind::Pattern(pattern) => {
            let name = &one.name;
            let other = translate(pattern).filter(|regex| regex != pattern);
            let regex = other.map(|regex| quote!(const REGEX: &'static str = #regex;));
            quote! {
                impl lossless::Pattern for #path {
                    const NAME: &'static str = #name;
                    const PATTERN: &'static str = #pattern;
                    #regex
                    fn from_unchecked(text: String) -> Self { #path(text) }
                    fn as_str(&self) -> &str { &self.0 }
                    fn into_string(self) -> String { self.0 }
                }
            }
        }
        Kind::Union(union) => unions::union(scope, union, &path),
        Kind::Object(_) | Kind::Newtype(_) | Kind::Alias(_) => TokenStream::new(),
    }
}

/// A struct and its builder.
fn object(scope: &Scope<'_>, id: usize, object: &Object) -> TokenStream {
    let (path, name) = (scope.path(id), &scope.types.types[id].name);
    let builder = format_ident!("{}Builder", name);
    let extra = scope.extra(object.additional.as_ref());
    let words = object.fields.len().div_ceil(64).max(1);
    let mut required = vec![0u64; words];
    let mut constants = Vec::new();
    let mut properties = TokenStream::new();
    for (index, field) in object.fields.iter().enumerate() {
        let number = Literal::usize_unsuffixed(index);
        let value = scope.type_of(&field.value);
        let (way, taken) = match field.presence {
            Presence::Required => ("required", value),
            Presence::Nullable => ("required", quote!(Option<#value>)),
            Presence::Optional => ("optional", value),
            Presence::OptionalAny => ("optional_any", value),
            Presence::Maybe => ("maybe", quote!(lossless::Maybe<#value>)),
        };
        if way == "required" {
            required[index / 64] |= 1 << (index % 64);
        }
        if is_constant(scope, field) {
            constants.push(number.clone());
        }
        let (way, wire, field) = (ident(way), &field.name, ident(&field.identifier));
        properties.extend(quote!(#number #wire #field #way #taken;));
    }
    let required = required.into_iter().map(|word| {
        let hex = format!("0x{word:x}");
        hex.parse::<Literal>().unwrap_or_else(|_| Literal::u64_unsuffixed(word))
    });
    let words = Literal::usize_unsuffixed(words);
    quote! {
        lossless::object! { #path, #name #builder #extra, #words [#(#required)*] [#(#constants)*]; #properties }
    }
}

fn is_constant(scope: &Scope<'_>, field: &Field) -> bool {
    field.presence == Presence::Required
        && matches!(field.value, RustType::Named(id) if matches!(scope.types.types[id].kind, Kind::Constant(_)))
}

fn enumeration(variants: &[Variant], path: &TokenStream) -> TokenStream {
    let variants = variants.iter().map(|variant| {
        let (name, text) = (ident(&variant.identifier), &variant.text);
        quote!(#name #text;)
    });
    quote!(lossless::enumeration! { #path; #(#variants)* })
}

fn constant(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(lossless::Constant::Null),
        Value::Bool(value) => quote!(lossless::Constant::Bool(#value)),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(value), _, _) => {
                let literal = Literal::i64_unsuffixed(value);
                quote!(lossless::Constant::Integer(#literal))
            }
            (_, Some(value), _) => {
                let literal = Literal::u64_unsuffixed(value);
                quote!(lossless::Constant::Unsigned(#literal))
            }
            (_, _, value) => {
                let literal = Literal::f64_unsuffixed(value.unwrap_or_default());
                quote!(lossless::Constant::Float(#literal))
            }
        },
        Value::String(text) => quote!(lossless::Constant::Text(#text)),
        other => {
            let text = other.to_string();
            quote!(lossless::Constant::Json(#text))
        }
    }
}
