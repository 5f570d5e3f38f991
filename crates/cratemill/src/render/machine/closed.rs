//! How closed enumerations are read.

use crate::convert::{Kind, Type, Variant};
use crate::render::ident;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn closed(one: &Type, variants: &[Variant], path: &TokenStream) -> TokenStream {
    let name = &one.path();
    let is_text = matches!(one.kind, Kind::Enumeration(_));
    let values: Vec<Literal> = variants
        .iter()
        .map(|variant| match is_text {
            true => Literal::string(&variant.text),
            false => Literal::i64_unsuffixed(variant.text.parse().unwrap_or_default()),
        })
        .collect();
    let identifiers: Vec<_> = variants.iter().map(|variant| ident(&variant.identifier)).collect();
    let (tr, value, parameter, getter, own, doc) = match is_text {
        true => (
            quote!(lossless::ClosedEnumeration),
            quote!(&'static str),
            quote!(text: &str),
            quote!(as_str),
            quote!(as_str),
            " The text on the wire.",
        ),
        false => (
            quote!(lossless::ClosedIntegers),
            quote!(i64),
            quote!(text: i64),
            quote!(as_integer),
            quote!(as_i64),
            " The integer on the wire.",
        ),
    };
    quote! {
        impl #tr for #path {
            const NAME: &'static str = #name;
            const VALUES: &'static [(#value, Self)] = &[#((#values, Self::#identifiers)),*];
            fn named(#parameter) -> Option<Self> {
                match text {
                    #(#values => Some(Self::#identifiers),)*
                    _ => None,
                }
            }
            fn #getter(&self) -> #value {
                match self {
                    #(Self::#identifiers => #values,)*
                }
            }
        }
        impl #path {
            #[doc = #doc]
            pub fn #own(&self) -> #value { #tr::#getter(self) }
        }
    }
}
