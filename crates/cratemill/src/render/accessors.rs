//! A value of a union as each of its alternatives, where several may hold at once.

use super::{Scope, ident};
use crate::convert::{AlternativeType, Alternatives, RustType, Type};
use crate::normalize::TypeSet;
use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

/// `as_cat()` for each object among the alternatives: a value that is read as one of them may be others as well.
pub(super) fn accessors(scope: &Scope<'_>, one: &Type, union: &Alternatives) -> TokenStream {
    let objects = objects(union);
    let all = objects.iter().map(|alternative| {
        let method = ident(&accessor(&alternative.identifier, &objects));
        let value = scope.type_of(unboxed(&alternative.value));
        let doc = format!(
            " The value as [`{0}`](Self::{0}), whichever alternative it was read as, if it has the shape of that: several may hold at once.",
            alternative.identifier
        );
        quote! {
            #[doc = #doc]
            pub fn #method(&self) -> Option<#value> { lossless::union::read_as(self) }
        }
    });
    let name = ident(&one.name);
    quote!(impl #name { #(#all)* })
}

fn objects(union: &Alternatives) -> Vec<&AlternativeType> {
    let all = union.all.iter();
    all.filter(|alternative| alternative.kind.contains(TypeSet::OBJECT))
        .collect()
}

/// The names of these methods.
pub(super) fn names(union: &Alternatives) -> Vec<String> {
    let objects = objects(union);
    let all = objects
        .iter()
        .map(|alternative| accessor(&alternative.identifier, &objects));
    all.collect()
}

/// The method named after a variant; with the letters of the variant apart, where another's would be the same.
fn accessor(identifier: &str, all: &[&AlternativeType]) -> String {
    let snake = |text: &str| text.to_snake_case();
    let shared = all.iter().filter(|other| snake(&other.identifier) == snake(identifier));
    let mut same: Vec<&str> = shared.map(|other| other.identifier.as_str()).collect();
    same.sort_unstable();
    match same.iter().position(|other| *other == identifier) {
        Some(0) | None => format!("as_{}", snake(identifier)),
        Some(number) => format!("as_{}_{}", snake(identifier), number + 1),
    }
}

fn unboxed(value: &RustType) -> &RustType {
    match value {
        RustType::Boxed(inner) | RustType::Deep(inner) => unboxed(inner),
        value => value,
    }
}
