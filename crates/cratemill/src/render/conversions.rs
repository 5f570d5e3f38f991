//! From an alternative to its union and back: `From`, `TryFrom`, `is_cat()`, `as_cat()`, `into_cat()`.

use super::{Scope, ident};
use crate::convert::{Alternatives, Kind, RustType, Type};
use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::collections::BTreeSet;

pub(super) fn of(scope: &Scope<'_>, id: usize, union: &Alternatives) -> TokenStream {
    let (one, path) = (&scope.types.types[id], scope.path(id));
    let is_alone = union.all.len() + usize::from(union.open) == 1;
    if is_alone {
        return TokenStream::new();
    }
    let accessors = accessors(scope, union);
    let whole: Vec<RustType> = union.all.iter().map(|one| plain(scope, &one.value)).collect();
    let conversions = union.all.iter().zip(&whole).map(|(alternative, value)| {
        let is_only = whole.iter().filter(|other| *other == value).count() == 1;
        if !is_only || !converts(scope, one, value) {
            return TokenStream::new();
        }
        let variant = ident(&alternative.identifier);
        let inside = scope.type_of(value);
        let (put, take) = match plain_box(scope, &alternative.value) {
            true => (quote!(Box::new(value)), quote!(*value)),
            false => (quote!(value), quote!(value)),
        };
        let back = (!makes(scope, one, value)).then(|| {
            quote! {
                impl TryFrom<#path> for #inside {
                    type Error = #path;
                    fn try_from(value: #path) -> Result<Self, #path> {
                        match value {
                            #path::#variant(value) => Ok(#take),
                            other => Err(other),
                        }
                    }
                }
            }
        });
        quote! {
            impl From<#inside> for #path {
                fn from(value: #inside) -> Self { Self::#variant(#put) }
            }
            #back
        }
    });
    let text = text(scope, union, &whole).map(|variant| {
        quote! {
            impl From<&str> for #path {
                fn from(value: &str) -> Self { Self::#variant(value.into()) }
            }
        }
    });
    quote! {
        impl #path { #accessors }
        #(#conversions)*
        #text
    }
}

/// `is_cat()`, `as_cat()` and `into_cat()` for each alternative; of two that would share a name the first has it.
fn accessors(scope: &Scope<'_>, union: &Alternatives) -> TokenStream {
    let mut taken = BTreeSet::new();
    let unknown = ("Unknown", RustType::Value);
    let all = union.all.iter().map(|one| (&*one.identifier, one.value.clone()));
    let all = all.chain(union.open.then_some(unknown));
    let accessors = all.map(|(identifier, value)| {
        let name = identifier.trim_start_matches("r#").to_snake_case();
        if name.is_empty() || !taken.insert(name.clone()) {
            return TokenStream::new();
        }
        let [is, r#as, into] = ["is", "as", "into"].map(|word| format_ident!("{word}_{name}"));
        let variant = ident(identifier);
        let (inside, borrow, take) = match &value {
            RustType::Boxed(inner) => (scope.type_of(inner), quote!(&**value), quote!(*value)),
            other => (scope.type_of(other), quote!(value), quote!(value)),
        };
        let [is_doc, as_doc, into_doc] = [
            format!(" Whether it is `{identifier}`."),
            format!(" What it holds, if it is `{identifier}`."),
            format!(" What it holds itself, if it is `{identifier}`."),
        ];
        quote! {
            #[doc = #is_doc]
            pub fn #is(&self) -> bool { matches!(self, Self::#variant(_)) }
            #[doc = #as_doc]
            pub fn #r#as(&self) -> Option<&#inside> {
                match self {
                    Self::#variant(value) => Some(#borrow),
                    _ => None,
                }
            }
            #[doc = #into_doc]
            pub fn #into(self) -> Option<#inside> {
                match self {
                    Self::#variant(value) => Some(#take),
                    _ => None,
                }
            }
        }
    });
    quote!(#(#accessors)*)
}

/// A type expression without other names of types, and without the box that is around it all.
fn plain(scope: &Scope<'_>, value: &RustType) -> RustType {
    let inside = |inner: &RustType| Box::new(resolved(scope, inner));
    match value {
        RustType::Boxed(inner) => *inside(inner),
        other => resolved(scope, other),
    }
}

fn plain_box(scope: &Scope<'_>, value: &RustType) -> bool {
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
        RustType::Named(id) => scope.types.types[*id].name != union.name,
        RustType::Boolean
        | RustType::Integer(_)
        | RustType::Number
        | RustType::String
        | RustType::Text(_)
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
    let is_union = |value: &RustType| matches!(plain(scope, value), RustType::Named(id) if scope.types.types[id].name == union.name);
    match &scope.types.types[*id].kind {
        Kind::Union(other) => other.all.iter().any(|one| is_union(&one.value)),
        Kind::Newtype(inner) => is_union(inner),
        _ => false,
    }
}

/// The alternative that any text is: none where another has texts too.
fn text(scope: &Scope<'_>, union: &Alternatives, whole: &[RustType]) -> Option<proc_macro2::Ident> {
    let takes_text = |value: &&RustType| match value {
        RustType::String | RustType::Text(_) => true,
        RustType::Named(id) => match &scope.types.types[*id].kind {
            Kind::Enumeration(_) | Kind::Pattern(_) | Kind::Union(_) | Kind::Newtype(_) => true,
            Kind::Constant(value) => value.is_string(),
            Kind::Object(_) | Kind::Alias(_) => false,
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
