//! Arrays whose positions have types of their own: a struct with a field for each, and how it is read and written.

use super::types::{PLAIN, derives, field_type};
use super::{Scope, docs, ident};
use crate::convert::{Field, Presence, Tuple, Type};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A function of more arguments is no help to anybody.
const MOST_ARGUMENTS: usize = 7;

pub(super) fn tuple(scope: &Scope<'_>, one: &Type, tuple: &Tuple, doc: TokenStream) -> TokenStream {
    let name = ident(&one.name);
    let fields = tuple.fields.iter().enumerate().map(|(position, field)| {
        let doc = docs::attributes(&field.documentation, &format!("The item at {position}."));
        let (name, value) = (ident(&field.identifier), field_type(scope, field));
        quote!(#doc pub #name: #value,)
    });
    let rest = scope.type_of(&tuple.rest);
    let has_secret = tuple.fields.iter().any(|field| field.secret);
    let (derive, debug) = match has_secret && !one.secret {
        false => derives(one, &[PLAIN, &["Default"]].concat()),
        true => (quote!(#[derive(Clone, PartialEq, Default)]), debug(one, tuple)),
    };
    let new = (tuple.fields.len() <= MOST_ARGUMENTS).then(|| new(scope, one, tuple));
    quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            /// The items that follow.
            pub rest: Vec<#rest>,
        }
        #new
        #debug
    }
}

fn new(scope: &Scope<'_>, one: &Type, tuple: &Tuple) -> TokenStream {
    let name = ident(&one.name);
    let names: Vec<_> = tuple.fields.iter().map(|field| ident(&field.identifier)).collect();
    let arguments = tuple.fields.iter().zip(&names).map(|(field, name)| {
        let value = scope.type_of(&field.value);
        match field.presence {
            Presence::Maybe => quote!(#name: impl Into<lossless::Maybe<#value>>),
            _ => quote!(#name: impl Into<#value>),
        }
    });
    let values = tuple
        .fields
        .iter()
        .zip(&names)
        .map(|(field, name)| match field.presence {
            Presence::Maybe => quote!(#name: #name.into()),
            _ => quote!(#name: Some(#name.into())),
        });
    quote! {
        impl #name {
            /// An array of these items.
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* rest: Vec::new() }
            }
        }
    }
}

fn debug(one: &Type, tuple: &Tuple) -> TokenStream {
    let (name, text) = (ident(&one.name), &one.name);
    let fields = tuple.fields.iter().map(|field| {
        let (name, label) = (ident(&field.identifier), field.identifier.trim_start_matches("r#"));
        match field.secret {
            true => quote!(.field(#label, &lossless::Redacted)),
            false => quote!(.field(#label, &self.#name)),
        }
    });
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#text)#(#fields)*.field("rest", &self.rest).finish()
            }
        }
    }
}

/// How a tuple is read and written.
pub(super) fn reading(scope: &Scope<'_>, one: &Type, tuple: &Tuple, path: &TokenStream) -> TokenStream {
    let name = &one.name;
    let count = Literal::usize_unsuffixed(tuple.fields.len());
    let rest = scope.type_of(&tuple.rest);
    let each = |write: &dyn Fn(&Field) -> TokenStream| {
        let arms = tuple.fields.iter().enumerate().map(|(position, field)| {
            let (position, arm) = (Literal::usize_unsuffixed(position), write(field));
            quote!(#position => #arm,)
        });
        quote!(#(#arms)*)
    };
    let is_maybe = |field: &Field| field.presence == Presence::Maybe;
    let blanks = each_name(tuple);
    let reads = each(&|field| {
        let name = ident(&field.identifier);
        match is_maybe(field) {
            true => quote!(lossless::tuple::maybe(&mut self.#name, items)),
            false => quote!(lossless::tuple::item(&mut self.#name, items)),
        }
    });
    let has = each(&|field| {
        let name = ident(&field.identifier);
        match is_maybe(field) {
            true => quote!(self.#name != lossless::Maybe::Absent),
            false => quote!(self.#name.is_some()),
        }
    });
    let writes = each(&|field| {
        let name = ident(&field.identifier);
        match is_maybe(field) {
            true => quote!(lossless::tuple::write_maybe(&self.#name, items)),
            false => quote!(lossless::tuple::write_item(&self.#name, items)),
        }
    });
    quote! {
        impl lossless::Tuple for #path {
            const NAME: &'static str = #name;
            const LENGTH: usize = #count;
            type Rest = #rest;
            fn blank() -> Self { #path { #(#blanks: Default::default(),)* rest: Vec::new() } }
            fn read<'de, __A: lossless::serde::de::SeqAccess<'de>>(
                &mut self,
                position: usize,
                items: &mut __A,
            ) -> Result<bool, __A::Error> {
                match position { #reads _ => Ok(false) }
            }
            fn has(&self, position: usize) -> bool {
                match position { #has _ => false }
            }
            fn write<__S: lossless::serde::ser::SerializeSeq>(
                &self,
                position: usize,
                items: &mut __S,
            ) -> Result<(), __S::Error> {
                match position { #writes _ => Ok(()) }
            }
            fn rest(&self) -> &[#rest] { &self.rest }
            fn rest_mut(&mut self) -> &mut Vec<#rest> { &mut self.rest }
        }
    }
}

fn each_name(tuple: &Tuple) -> impl Iterator<Item = proc_macro2::Ident> {
    tuple.fields.iter().map(|field| ident(&field.identifier))
}
