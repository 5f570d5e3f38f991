//! Arrays whose positions have types of their own: a struct with a field for each, and how it is read and written.

use super::types::{INSIDE, derives, field_type};
use super::{Scope, docs, ident};
use crate::convert::{Presence, RustType, Tuple, Type};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A function of more arguments is no help to anybody.
const MOST_ARGUMENTS: usize = 7;

pub(super) fn tuple(scope: &Scope<'_>, one: &Type, tuple: &Tuple, doc: TokenStream) -> TokenStream {
    let name = ident(&one.name);
    let fields = tuple.fields.iter().enumerate().map(|(position, field)| {
        let doc = docs::attributes(&field.documentation, &format!("The item at {position}."), &[]);
        let (name, value) = (ident(&field.identifier), field_type(scope, field));
        quote!(#doc pub #name: #value,)
    });
    let rest = scope.type_of(&tuple.rest);
    let has_secret = tuple.fields.iter().any(|field| field.secret);
    let is_untyped = one.kind.values().into_iter().any(RustType::is_untyped);
    let (derive, debug) = match (has_secret || is_untyped) && !one.secret {
        false => derives(one, &[INSIDE, &["Default"]].concat()),
        true => (quote!(#[derive(Clone, Default)]), debug(one, tuple)),
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
            true => quote!(.field(#label, &lossless::Hidden(&self.#name))),
            false => quote!(.field(#label, &lossless::Visible(&self.#name))),
        }
    });
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#text)#(#fields)*.field("rest", &lossless::Visible(&self.rest)).finish()
            }
        }
    }
}

/// How a tuple is read and written.
pub(super) fn reading(scope: &Scope<'_>, one: &Type, tuple: &Tuple, path: &TokenStream) -> TokenStream {
    let (name, rest) = (one.path(), scope.type_of(&tuple.rest));
    let count = Literal::usize_unsuffixed(tuple.fields.len());
    let positions = tuple.fields.iter().enumerate().map(|(position, field)| {
        let (position, name) = (Literal::usize_unsuffixed(position), ident(&field.identifier));
        let way = ident(if field.presence == Presence::Maybe {
            "maybe"
        } else {
            "item"
        });
        quote!(#position #name #way;)
    });
    quote!(lossless::tuple! { #path #name #rest, #count; #(#positions)* })
}
