//! One builder for each struct, and its setters on the struct: the structs can grow without breaking who builds them.

use super::{Scope, asks, conversions, ident, is_constant, types};
use crate::convert::{Field, Kind, Object, Presence, RustType};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

pub(super) fn module(scope: &Scope<'_>) -> TokenStream {
    let items: Vec<TokenStream> = scope
        .module()
        .types
        .iter()
        .filter_map(|id| match &scope.types.types[*id].kind {
            Kind::Object(object) => Some(builder(scope, *id, object)),
            Kind::Union(union) => Some(conversions::of(scope, *id, union)),
            _ => None,
        })
        .collect();
    let is_object = |id: &usize| matches!(scope.types.types[*id].kind, Kind::Object(_));
    let import = scope.module().types.iter().any(is_object).then(|| {
        quote!(
            use lossless::set::{Set, Sure};
        )
    });
    quote! {
        //! Builders, setters and conversions: a setter goes by its property's name, whatever a method of that name usually does.
        #![allow(
            unused_imports,
            clippy::wrong_self_convention,
            clippy::should_implement_trait,
            clippy::unit_arg
        )]
        #import
        #(#items)*
    }
}

fn builder(scope: &Scope<'_>, id: usize, object: &Object) -> TokenStream {
    let text = &scope.types.types[id].name;
    let path = scope.path(id);
    let name = format_ident!("{}Builder", text);
    let doc = format!(" Builds a [`{text}`](super::{text}).");
    let asks = asks(scope, object);
    let setters = object
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| setter(scope, asks.then_some(index), field));
    let changes = object.fields.iter().filter(|field| !is_constant(scope, field));
    let changes = changes.map(|field| change(scope, field));
    let extra = scope.extra(object.additional.as_ref());
    let build = if asks {
        quote! {
            /// The finished value; an error names every required property that was not set.
            pub fn build(self) -> Result<#path, lossless::MissingProperties> { self.0.build() }
        }
    } else {
        quote! {
            /// The finished value.
            pub fn build(self) -> #path { self.0.finish() }
        }
    };
    let how = if asks {
        quote!(lossless::set::Asking)
    } else {
        quote!(())
    };
    let unbuilt = quote! {
        impl lossless::set::Unbuilt for #name {
            type Object = #path;
            type How = #how;
            fn unbuilt(self) -> lossless::Builder<#path> { self.0 }
        }
    };
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug)]
        pub struct #name(lossless::Builder<#path>);
        impl #path {
            /// A builder: set what is required, and whatever else there is.
            pub fn builder() -> #name { #name(lossless::Builder::new()) }
            /// A builder that has all of this set, to change some of it.
            pub fn to_builder(&self) -> #name { #name(lossless::Builder::of(self.clone())) }
            #(#changes)*
        }
        impl #name {
            #(#setters)*
            /// Sets the properties that the schema does not name.
            pub fn extra(mut self, extra: lossless::Extra<#extra>) -> Self {
                self.0.value.extra = extra;
                self
            }
            #build
        }
        #unbuilt
    }
}

/// How a setter's argument becomes what the field holds.
enum Argument {
    /// It is that.
    Same,
    /// It converts into that.
    Into,
    /// It is one of the things that `lossless::set` lists.
    Set,
}

fn argument(scope: &Scope<'_>, field: &Field) -> Argument {
    match field.presence {
        Presence::Required | Presence::OptionalAny => of_value(scope, &field.value),
        Presence::Nullable | Presence::Optional | Presence::Maybe => Argument::Set,
    }
}

fn of_value(scope: &Scope<'_>, value: &RustType) -> Argument {
    match value {
        RustType::Null | RustType::Boolean | RustType::Integer(_) => Argument::Same,
        RustType::Value | RustType::Number | RustType::String | RustType::Text(_) | RustType::Deep(_) => Argument::Into,
        RustType::Named(id) => match &scope.types.types[*id].kind {
            Kind::Alias(inner) => of_value(scope, inner),
            Kind::Object(_) | Kind::Constant(_) => Argument::Set,
            Kind::Enumeration(_) | Kind::Pattern(_) | Kind::Union(_) | Kind::Newtype(_) => Argument::Into,
        },
        RustType::Boxed(_)
        | RustType::Vec(_)
        | RustType::Map(_)
        | RustType::Option(_)
        | RustType::Open(_)
        | RustType::Implied(_) => Argument::Set,
    }
}

/// A setter of the builder; `required` is the property's index where the builder must keep account.
fn setter(scope: &Scope<'_>, index: Option<usize>, field: &Field) -> TokenStream {
    let name = ident(&field.identifier);
    let doc = format!(
        " Sets `{}`.",
        crate::text::plain_text(&field.name).replace(['`', '\n'], " ")
    );
    let index = index.map(Literal::usize_unsuffixed);
    let argument = argument(scope, field);
    let (generics, input) = input(scope, field, &argument, index.is_none());
    let is_required = matches!(field.presence, Presence::Required | Presence::Nullable);
    let (mark, value) = match (argument, &index) {
        (Argument::Set, Some(index)) => (None, quote!(value.set(self.0.at(#index)))),
        (argument, index) => {
            let mark = index.as_ref().filter(|_| is_required);
            (mark.map(|index| quote!(self.0.at(#index);)), converted(&argument))
        }
    };
    let value = some(field, value);
    quote! {
        #[doc = #doc]
        pub fn #name #generics(mut self, value: #input) -> Self {
            #mark
            self.0.value.#name = #value;
            self
        }
    }
}

/// The same on the value itself.
fn change(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let name = ident(&field.identifier);
    let method = format_ident!("with_{}", field.identifier.trim_start_matches("r#"));
    let doc = format!(
        " This with another `{}`.",
        crate::text::plain_text(&field.name).replace(['`', '\n'], " ")
    );
    let argument = argument(scope, field);
    let (generics, input) = input(scope, field, &argument, true);
    let value = some(field, converted(&argument));
    quote! {
        #[doc = #doc]
        pub fn #method #generics(mut self, value: #input) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// The generic parameters and the type of a setter's argument. Only a builder that keeps account takes another unbuilt.
fn input(scope: &Scope<'_>, field: &Field, argument: &Argument, sure: bool) -> (Option<TokenStream>, TokenStream) {
    let value = match field.presence {
        Presence::OptionalAny => scope.type_of(&field.value),
        _ => types::field_type(scope, field),
    };
    match argument {
        Argument::Same => (None, value),
        Argument::Into => (None, quote!(impl Into<#value>)),
        Argument::Set => {
            let how = if sure { quote!(<How: Sure>) } else { quote!(<How>) };
            (Some(how), quote!(impl Set<#value, How>))
        }
    }
}

fn converted(argument: &Argument) -> TokenStream {
    match argument {
        Argument::Same => quote!(value),
        Argument::Into => quote!(value.into()),
        Argument::Set => quote!(lossless::set::to(value)),
    }
}

fn some(field: &Field, value: TokenStream) -> TokenStream {
    match field.presence {
        Presence::OptionalAny => quote!(Some(#value)),
        _ => value,
    }
}
