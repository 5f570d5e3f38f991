//! One builder for each struct: the structs can grow without breaking who builds them.

use super::{Scope, ident};
use crate::convert::{Field, Kind, Object, Presence, RustType};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

pub(super) fn module(scope: &Scope<'_>) -> TokenStream {
    let items = scope
        .module()
        .types
        .iter()
        .filter_map(|id| match &scope.types.types[*id].kind {
            Kind::Object(object) => Some(builder(scope, *id, object)),
            _ => None,
        });
    quote! {
        //! Builders: each setter goes by its property's name, whatever a method of that name usually does.
        #![allow(clippy::wrong_self_convention, clippy::should_implement_trait, clippy::unit_arg)]
        #(#items)*
    }
}

fn builder(scope: &Scope<'_>, id: usize, object: &Object) -> TokenStream {
    let text = &scope.types.types[id].name;
    let path = scope.path(id);
    let name = format_ident!("{}Builder", text);
    let doc = format!(" Builds a [`{text}`](super::{text}).");
    let left = left_to_the_server(object);
    let setters = object
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| setter(scope, index, field));
    let extra = scope.extra(object.additional.as_ref());
    let constants = object
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| is_constant(scope, field))
        .map(|(index, _)| {
            let index = Literal::usize_unsuffixed(index);
            quote!(builder.mark(#index);)
        });
    let constants: Vec<TokenStream> = constants.collect();
    let new = match constants.is_empty() {
        true => quote!(#name(lossless::Builder::new())),
        false => quote!({ let mut builder = lossless::Builder::new(); #(#constants)* #name(builder) }),
    };
    quote! {
        #[doc = #doc]
        #left
        #[derive(Clone, Debug)]
        pub struct #name(lossless::Builder<#path>);
        impl #path {
            /// A builder: set what is required, and whatever else there is.
            pub fn builder() -> #name { #new }
        }
        impl #name {
            #(#setters)*
            /// Sets the properties that the schema does not name.
            pub fn extra(mut self, extra: lossless::Extra<#extra>) -> Self {
                self.0.value.extra = extra;
                self
            }
            /// The finished value; an error names every required property that was not set.
            pub fn build(self) -> Result<#path, lossless::MissingProperties> { self.0.build() }
        }
    }
}

/// Which setters are there for the sake of tests and servers alone.
fn left_to_the_server(object: &Object) -> Option<TokenStream> {
    let fields = object.fields.iter().filter(|field| field.documentation.read_only);
    let names: Vec<String> = fields.map(|field| format!("`{}`", field.identifier)).collect();
    let line = format!(" Leave to the server what is read-only: {}.", names.join(", "));
    (!names.is_empty()).then(|| quote!(#[doc = ""] #[doc = #line]))
}

fn setter(scope: &Scope<'_>, index: usize, field: &Field) -> TokenStream {
    let name = ident(&field.identifier);
    let doc = format!(
        " Sets `{}`.",
        crate::text::plain_text(&field.name).replace(['`', '\n'], " ")
    );
    let value = scope.type_of(field.held());
    let (input, set) = match field.presence {
        Presence::Required => (quote!(impl Into<#value>), quote!(value.into())),
        Presence::Nullable => (quote!(impl Into<Option<#value>>), quote!(value.into())),
        Presence::Optional | Presence::OptionalAny | Presence::OptionalImplied => {
            (quote!(impl Into<#value>), quote!(Some(value.into())))
        }
        Presence::Maybe => (quote!(impl Into<lossless::Maybe<#value>>), quote!(value.into())),
    };
    let mark = matches!(field.presence, Presence::Required | Presence::Nullable).then(|| {
        let index = Literal::usize_unsuffixed(index);
        quote!(self.0.mark(#index);)
    });
    let read_only = field
        .documentation
        .read_only
        .then(|| quote!(#[doc = ""] #[doc = " Read-only: leave it to the server."]));
    quote! {
        #[doc = #doc]
        #read_only
        pub fn #name(mut self, value: #input) -> Self {
            self.0.value.#name = #set;
            #mark
            self
        }
    }
}

fn is_constant(scope: &Scope<'_>, field: &Field) -> bool {
    field.presence == Presence::Required
        && matches!(field.value, RustType::Named(id) if matches!(scope.types.types[id].kind, Kind::Constant(_)))
}
