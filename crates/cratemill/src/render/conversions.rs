//! From an alternative to its union and back: `From`, `TryFrom`, `is_cat()`, `as_cat()`, `into_cat()`.

use super::{Scope, accessors, ident};
use crate::convert::{Alternatives, Kind, RustType, Type};
use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::collections::BTreeSet;

pub(super) fn of(scope: &Scope<'_>, one: &Type, union: &Alternatives, path: &TokenStream) -> TokenStream {
    let is_alone = union.all.len() + usize::from(union.open) == 1;
    if is_alone {
        return TokenStream::new();
    }
    let whole: Vec<RustType> = union.all.iter().map(|one| plain(scope, &one.value)).collect();
    let (mut from, mut into) = (Vec::new(), Vec::new());
    for (alternative, value) in union.all.iter().zip(&whole) {
        let is_only = whole.iter().filter(|other| *other == value).count() == 1;
        if !is_only || !converts(scope, one, value) {
            continue;
        }
        let (how, variant) = (how(scope, &alternative.value), ident(&alternative.identifier));
        let inside = scope.type_of(value);
        let conversion = quote!(#how #variant(#inside));
        if !makes(scope, one, value) {
            into.push(conversion.clone());
        }
        from.push(conversion);
    }
    let call = |name: &str, all: Vec<TokenStream>| {
        let name = ident(name);
        (!all.is_empty()).then(|| quote!(lossless::#name! { #path #(#all)* }))
    };
    let (from, into) = (call("union_from", from), call("union_into", into));
    let text = text(scope, union, &whole).map(|variant| quote!(lossless::union_from_text! { #path #variant }));
    let methods = methods(scope, union);
    quote! {
        #from
        #into
        #text
        lossless::union_methods! { #path; #methods }
    }
}

/// `is_cat()`, `into_cat()` and `as_cat()` for each alternative; of two that would share a name the first has it, and an alternative
/// that is read anew whichever was chosen has its `as_cat()` already.
fn methods(scope: &Scope<'_>, union: &Alternatives) -> TokenStream {
    let read_anew = match union.overlapping {
        true => accessors::names(union),
        false => Vec::new(),
    };
    let mut taken = BTreeSet::new();
    let unknown = ("Unknown", RustType::Value);
    let all = union.all.iter().map(|one| (&*one.identifier, one.value.clone()));
    let all = all.chain(union.open.then_some(unknown));
    let methods = all.map(|(identifier, value)| {
        let name = identifier.trim_start_matches("r#").to_snake_case();
        if name.is_empty() || !taken.insert(name.clone()) {
            return TokenStream::new();
        }
        let [is, r#as, into] = ["is", "as", "into"].map(|word| format_ident!("{word}_{name}"));
        let as_method = (!read_anew.iter().any(|name| r#as == name)).then_some(r#as);
        let variant = ident(identifier);
        let how = how(scope, &value);
        let inside = match &value {
            RustType::Boxed(inner) => scope.type_of(inner),
            other if is_boxed(scope, other) => scope.type_of(&plain(scope, other)),
            other => scope.type_of(other),
        };
        quote!(#how #variant(#inside) #is #into #as_method;)
    });
    quote!(#(#methods)*)
}

/// How an alternative is held: a word of `lossless::union_from!`.
fn how(scope: &Scope<'_>, value: &RustType) -> proc_macro2::Ident {
    ident(if is_boxed(scope, value) { "boxed" } else { "plain" })
}

/// A type expression without other names of types, and without the box that is around it all.
fn plain(scope: &Scope<'_>, value: &RustType) -> RustType {
    let inside = |inner: &RustType| Box::new(resolved(scope, inner));
    match value {
        RustType::Boxed(inner) => *inside(inner),
        other => resolved(scope, other),
    }
}

fn is_boxed(scope: &Scope<'_>, value: &RustType) -> bool {
    matches!(resolved(scope, value), RustType::Boxed(_))
}

fn resolved(scope: &Scope<'_>, value: &RustType) -> RustType {
    let inside = |inner: &RustType| Box::new(resolved(scope, inner));
    match value {
        RustType::Named(id) => match &scope.types.types[*id].kind {
            Kind::Alias(inner) => resolved(scope, inner),
            _ => value.clone(),
        },
        RustType::Boxed(inner) => RustType::Boxed(inside(inner)),
        RustType::Deep(inner) => RustType::Deep(inside(inner)),
        RustType::Vec(inner) => RustType::Vec(inside(inner)),
        RustType::Map(inner) => RustType::Map(inside(inner)),
        RustType::Option(inner) => RustType::Option(inside(inner)),
        RustType::Open(inner) => RustType::Open(inside(inner)),
        RustType::Implied(inner) => RustType::Implied(inside(inner)),
        other => other.clone(),
    }
}

/// Whether a type says enough to be converted, and is not the union itself.
fn converts(scope: &Scope<'_>, union: &Type, value: &RustType) -> bool {
    match value {
        RustType::Named(id) => scope.types.types[*id].path() != union.path(),
        RustType::Boolean
        | RustType::Integer(_)
        | RustType::Number
        | RustType::String
        | RustType::Text(_)
        | RustType::Foreign(..)
        | RustType::Vec(_)
        | RustType::Map(_) => true,
        RustType::Value
        | RustType::Null
        | RustType::Boxed(_)
        | RustType::Deep(_)
        | RustType::Option(_)
        | RustType::Open(_)
        | RustType::Implied(_) => false,
    }
}

/// Whether a value of the type is made of the union: then it has a `From` already.
fn makes(scope: &Scope<'_>, union: &Type, value: &RustType) -> bool {
    let RustType::Named(id) = value else { return false };
    let is_union = |value: &RustType| matches!(plain(scope, value), RustType::Named(id) if scope.types.types[id].path() == union.path());
    match &scope.types.types[*id].kind {
        Kind::Union(other) => other.all.iter().any(|one| is_union(&one.value)),
        Kind::Newtype(inner) => is_union(inner),
        _ => false,
    }
}

/// The alternative that any text is: none where another has texts too.
fn text(scope: &Scope<'_>, union: &Alternatives, whole: &[RustType]) -> Option<proc_macro2::Ident> {
    let takes_text = |value: &&RustType| match value {
        RustType::String | RustType::Text(_) | RustType::Foreign(..) => true,
        RustType::Named(id) => match &scope.types.types[*id].kind {
            Kind::Enumeration(_) | Kind::Pattern(_) | Kind::Union(_) | Kind::Newtype(_) => true,
            Kind::Constant(value) => value.is_string(),
            Kind::Object(_) | Kind::Tuple(_) | Kind::Integers(_) | Kind::Alias(_) => false,
        },
        RustType::Value | RustType::Option(_) | RustType::Open(_) | RustType::Implied(_) => true,
        _ => false,
    };
    let mut texts = whole.iter().enumerate().filter(|(_, value)| takes_text(value));
    match (texts.next(), texts.next()) {
        (Some((index, RustType::String)), None) => Some(ident(&union.all[index].identifier)),
        _ => None,
    }
}
