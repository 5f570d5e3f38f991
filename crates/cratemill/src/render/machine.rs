//! How the types are read, written, built and judged: what differs from type to type, the rest is the runtime's.

mod closed;
mod setters;
mod unions;

use super::plain::{self, Before};
use super::{Scope, ident, tuples, types, word};
use crate::convert::{Field, Kind, Object, Presence, RustType, Type, Variant, asks, is_constant};
use crate::normalize::translate;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

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
    let mut text = plain::head("Reading, writing, building and judging.");
    let front = quote! {
        // Without the feature `validate` not all machinery names the types.
        #[allow(unused_imports)]
        use super::*;
    };
    plain::items(front, &mut text);
    if scope.has_builders() {
        let objects: Vec<String> = objects.collect();
        let front = quote! {
            #[doc = " Builders: each setter goes by its property's name, whatever a method of that name usually does."]
            pub mod builder
        };
        plain::items(front, &mut text);
        text.push_str("{\n");
        let all = (!objects.is_empty()).then(|| {
            quote!(
                use super::super::*;
            )
        });
        let front = quote! {
            #![allow(clippy::wrong_self_convention, clippy::should_implement_trait, clippy::unit_arg)]
            #all
        };
        plain::items(front, &mut text);
        objects.iter().for_each(|object| text.push_str(object));
        plain::items(former(&inner), &mut text);
        text.push_str("}\n");
    }
    own().for_each(|id| plain::items(item(scope, *id), &mut text));
    plain::items(calls(scope), &mut text);
    plain::items(validated(scope), &mut text);
    text
}

/// The names that builders had in the module.
fn former(scope: &Scope<'_>) -> TokenStream {
    let aliases = scope.module().builders.iter().map(|(old, id)| {
        let one = &scope.types.types[*id];
        let modules: Vec<String> = one.file.iter().cloned().chain(["builder".to_owned()]).collect();
        let new = scope.path_from_here(&modules, &format!("{}Builder", one.name));
        let old = format_ident!("{old}Builder");
        let note = format!("renamed to `{}::{}Builder`", modules.join("::"), one.name);
        let cfg = types::of_another_feature(scope, *id);
        quote! {
            #cfg
            #[doc = " The old name."]
            #[deprecated(note = #note)]
            pub type #old = #new;
        }
    });
    quote!(#(#aliases)*)
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
    // A list of lists of itself could be set in two ways, if a list would do.
    let is_value =
        |id: &&usize| matches!(&scope.types.types[**id].kind, Kind::Newtype(inner) if *inner == RustType::Value);
    let is_newtype = |kind: &Kind| matches!(kind, Kind::Newtype(inner) if *inner != RustType::Value);
    let enclosed = own().filter(|id| scope.types.enclosed.contains(id));
    let closed = |choose: fn(&Kind) -> bool| -> Vec<TokenStream> {
        let chosen = own().filter(|id| scope.types.types[**id].closed && choose(&scope.types.types[**id].kind));
        chosen.map(|id| scope.path(*id)).collect()
    };
    let calls = [
        (
            "closed_enumerations",
            closed(|kind| matches!(kind, Kind::Enumeration(_))),
        ),
        ("closed_integers", closed(|kind| matches!(kind, Kind::Integers(_)))),
        ("constants", constants),
        ("patterns", patterns),
        ("newtypes", newtypes.collect()),
        ("same", scope.names(is_newtype)),
        ("wholes", own().filter(is_value).map(|id| scope.path(*id)).collect()),
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
    let schemas = scope.path_from_here(&[], "SCHEMAS");
    let calls = documents.into_iter().map(|(document, types)| {
        quote! {
            #[cfg(feature = "validate")]
            lossless::validated! { #schemas, #document; #(#types)* }
        }
    });
    calls.collect()
}

fn item(scope: &Scope<'_>, id: usize) -> TokenStream {
    let one = &scope.types.types[id];
    let path = scope.path(id);
    match &one.kind {
        Kind::Enumeration(variants) | Kind::Integers(variants) if one.closed => closed::closed(one, variants, &path),
        Kind::Enumeration(variants) => enumeration(one, variants, &path),
        Kind::Tuple(tuple) => tuples::reading(scope, one, tuple, &path),
        Kind::Integers(variants) => integers(one, variants, &path),
        Kind::Constant(value) => {
            let (name, value) = (one.path(), constant(value));
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
            let name = one.path();
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
        Kind::Union(union) => unions::union(scope, one, union, &path),
        Kind::Object(_) | Kind::Newtype(_) | Kind::Alias(_) => TokenStream::new(),
    }
}

/// A struct and its builder, with a line for each property.
fn object(scope: &Scope<'_>, id: usize, object: &Object) -> String {
    let one = &scope.types.types[id];
    let fields = &object.fields;
    let mut text = "lossless::object!{\n".to_owned();
    plain::print(Before::Nothing, scope.path(id), 1, &mut text);
    // Writing to a text can't fail.
    write!(text, ", {} {}Builder", plain::literal(&one.path()), one.name).ok();
    plain::print(Before::Word, scope.extra(object.additional.as_ref()), 1, &mut text);
    let required = bits(fields, |field| {
        matches!(field.presence, Presence::Required | Presence::Nullable)
    });
    let how = if asks(scope.types, object) { "asking" } else { "sure" };
    let words = fields.len().div_ceil(64).max(1);
    write!(text, ", {words}{required} {how}").ok();
    let mut some = |word: &str, is_in: &dyn Fn(&Field) -> bool| {
        if fields.iter().any(is_in) {
            write!(text, " {word}{}", bits(fields, is_in)).ok();
        }
    };
    some("constants", &|field| is_constant(scope.types, field));
    some("secrets", &|field| field.secret);
    if one.secret {
        text.push_str(" secret true");
    }
    if let Some(left) = left_to_the_server(object) {
        write!(text, " {}", plain::literal(&left)).ok();
    }
    text.push_str(";\n");
    for (index, field) in fields.iter().enumerate() {
        property(scope, index, field, &mut text);
    }
    text.push_str("}\n");
    text
}

/// What the machinery of an object knows of a property.
fn property(scope: &Scope<'_>, index: usize, field: &Field, text: &mut String) {
    let way = match field.presence {
        Presence::Required | Presence::Nullable => "required",
        Presence::Optional => "optional",
        Presence::OptionalAny => "optional_any",
        Presence::OptionalImplied => "optional_implied",
        Presence::Maybe => "maybe",
    };
    let (set, taken) = setters::taken(scope, field);
    let (wire, name) = (plain::literal(&field.name), word(&field.identifier));
    // Writing to a text can't fail.
    write!(text, "{index} {wire} {name} {way} {set}[").ok();
    if !is_constant(scope.types, field) {
        write!(text, "with_{}", field.identifier.trim_start_matches("r#")).ok();
    }
    text.push(']');
    plain::print(Before::Word, taken, 1, text);
    text.push_str(if field.documentation.read_only {
        ", read_only;\n"
    } else {
        ";\n"
    });
}

/// The indexes of some fields, a bit for each.
fn bits(fields: &[Field], is_in: impl Fn(&Field) -> bool) -> String {
    let mut words = vec![0u64; fields.len().div_ceil(64).max(1)];
    for (index, _) in fields.iter().enumerate().filter(|(_, field)| is_in(field)) {
        words[index / 64] |= 1 << (index % 64);
    }
    let words: Vec<String> = words.iter().map(|word| format!("0x{word:x}")).collect();
    format!("[{}]", words.join(" "))
}

/// Which setters are there for the sake of tests and servers alone.
fn left_to_the_server(object: &Object) -> Option<String> {
    let fields = object.fields.iter().filter(|field| field.documentation.read_only);
    let names: Vec<String> = fields.map(|field| format!("`{}`", field.identifier)).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn enumeration(one: &Type, variants: &[Variant], path: &TokenStream) -> TokenStream {
    let name = one.path();
    let variants = variants.iter().map(|variant| {
        let (variant, text) = (ident(&variant.identifier), &variant.text);
        quote!(#variant #text;)
    });
    quote!(lossless::enumeration! { #path #name; #(#variants)* })
}

fn integers(one: &Type, variants: &[Variant], path: &TokenStream) -> TokenStream {
    let name = one.path();
    let variants = variants.iter().map(|variant| {
        let value = Literal::i64_unsuffixed(variant.text.parse().unwrap_or_default());
        let variant = ident(&variant.identifier);
        quote!(#variant #value;)
    });
    quote!(lossless::integer_enumeration! { #path #name; #(#variants)* })
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
