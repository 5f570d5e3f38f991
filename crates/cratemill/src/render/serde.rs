//! How the types are read and written: what differs from type to type, the loop is the runtime's.

mod closed;
mod unions;

use super::{Scope, ident, tuples};
use crate::convert::{Field, Kind, Object, Presence, Type, Variant};
use crate::normalize::translate;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

pub(super) fn module(scope: &Scope<'_>) -> TokenStream {
    let mut items: Vec<TokenStream> = scope.module().types.iter().map(|id| item(scope, *id)).collect();
    let objects = scope.names(|kind| matches!(kind, Kind::Object(_)));
    let enumerations = named(scope, false, |kind| matches!(kind, Kind::Enumeration(_)));
    let closed_enumerations = named(scope, true, |kind| matches!(kind, Kind::Enumeration(_)));
    let tuples = scope.names(|kind| matches!(kind, Kind::Tuple(_)));
    let integers = named(scope, false, |kind| matches!(kind, Kind::Integers(_)));
    let closed_integers = named(scope, true, |kind| matches!(kind, Kind::Integers(_)));
    let constants = scope.names(|kind| matches!(kind, Kind::Constant(_)));
    let patterns = scope.names(|kind| matches!(kind, Kind::Pattern(_)));
    let tagged = scope.names(|kind| matches!(kind, Kind::Union(union) if union.tag.is_some()));
    let untagged = scope.names(|kind| matches!(kind, Kind::Union(union) if union.tag.is_none()));
    let newtypes: Vec<TokenStream> = scope
        .module()
        .types
        .iter()
        .filter_map(|id| match &scope.types.types[*id].kind {
            Kind::Newtype(inner) => {
                let (name, inner) = (scope.path(*id), scope.type_of(inner));
                Some(quote!(#name(#inner)))
            }
            _ => None,
        })
        .collect();
    let own = scope.module().types.iter();
    let enclosed = own
        .filter(|id| scope.types.enclosed.contains(id))
        .map(|id| scope.path(*id));
    let enclosed = enclosed.collect();
    let call = |name: &str, all: Vec<TokenStream>| {
        let name = ident(name);
        (!all.is_empty()).then(|| quote!(lossless::#name! { #(#all),* }))
    };
    let calls = [
        call("objects", objects),
        call("enumerations", enumerations),
        call("tuples", tuples),
        call("integer_enumerations", integers),
        call("closed_enumerations", closed_enumerations),
        call("closed_integers", closed_integers),
        call("constants", constants),
        call("patterns", patterns),
        call("tagged", tagged),
        call("untagged", untagged),
        call("newtypes", newtypes),
        call("deep", enclosed),
    ];
    items.extend(calls.into_iter().flatten());
    let items = scope.inside(items);
    quote! {
        //! Reading and writing.
        #items
    }
}

/// The own enumerations that are closed, or those that are not.
fn named(scope: &Scope<'_>, closed: bool, choose: impl Fn(&Kind) -> bool) -> Vec<TokenStream> {
    let types = &scope.types.types;
    let own = scope.module().types.iter();
    own.filter(|id| choose(&types[**id].kind) && types[**id].closed == closed)
        .map(|id| scope.path(*id))
        .collect()
}

fn item(scope: &Scope<'_>, id: usize) -> TokenStream {
    let one = &scope.types.types[id];
    let path = scope.path(id);
    match &one.kind {
        Kind::Object(object) => self::object(scope, one, object, &path),
        Kind::Enumeration(variants) | Kind::Integers(variants) if one.closed => closed::closed(one, variants, &path),
        Kind::Enumeration(variants) => enumeration(one, variants, &path),
        Kind::Tuple(tuple) => tuples::reading(scope, one, tuple, &path),
        Kind::Integers(variants) => self::integers(one, variants, &path),
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
        Kind::Union(union) => unions::union(scope, one, union, &path),
        Kind::Newtype(_) | Kind::Alias(_) => TokenStream::new(),
    }
}

fn object(scope: &Scope<'_>, one: &Type, object: &Object, path: &TokenStream) -> TokenStream {
    let name = &one.name;
    let fields = &object.fields;
    let extra = scope.extra(object.additional.as_ref());
    let words = fields.len().div_ceil(64).max(1);
    let mut required = vec![0u64; words];
    for (index, field) in fields.iter().enumerate() {
        if matches!(field.presence, Presence::Required | Presence::Nullable) {
            required[index / 64] |= 1 << (index % 64);
        }
    }
    let required = required.into_iter().map(|word| {
        let hex = format!("0x{word:x}");
        hex.parse::<Literal>().unwrap_or_else(|_| Literal::u64_unsuffixed(word))
    });
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let indexes: Vec<Literal> = (0..fields.len()).map(Literal::usize_unsuffixed).collect();
    let blanks = fields.iter().map(|field| {
        let name = ident(&field.identifier);
        let blank = match field.presence {
            Presence::Required => quote!(lossless::Instance::blank()),
            Presence::Maybe => quote!(lossless::Maybe::Absent),
            _ => quote!(None),
        };
        quote!(#name: #blank,)
    });
    let reads = fields.iter().zip(&indexes).map(|(field, index)| {
        let read = read(field);
        quote!(#index => #read,)
    });
    let writes = fields.iter().map(|field| {
        let (name, wire) = (ident(&field.identifier), &field.name);
        match field.presence {
            Presence::Required | Presence::Nullable => quote!(lossless::property::write(map, #wire, &self.#name)?;),
            Presence::Optional => quote!(lossless::property::write_optional(map, #wire, &self.#name, &self.extra)?;),
            Presence::OptionalAny => quote!(lossless::property::write_some(map, #wire, &self.#name)?;),
            Presence::Maybe => quote!(lossless::property::write_maybe(map, #wire, &self.#name)?;),
        }
    });
    let words = Literal::usize_unsuffixed(words);
    quote! {
        impl lossless::Object for #path {
            type Extra = #extra;
            type Seen = [u64; #words];
            const NAME: &'static str = #name;
            const PROPERTIES: &'static [&'static str] = &[#(#names),*];
            const REQUIRED: [u64; #words] = [#(#required),*];
            fn index(name: &str) -> u16 {
                match name {
                    #(#names => #indexes,)*
                    _ => lossless::UNKNOWN,
                }
            }
            fn blank() -> Self {
                #path { #(#blanks)* extra: lossless::Extra::new() }
            }
            fn read<'de, __A: lossless::serde::de::MapAccess<'de>>(&mut self, index: u16, map: &mut __A) -> Result<(), __A::Error> {
                match index {
                    #(#reads)*
                    _ => Ok(()),
                }
            }
            fn write<__M: lossless::serde::ser::SerializeMap>(&self, map: &mut __M) -> Result<(), __M::Error> {
                #(#writes)*
                self.extra.write(map, <Self as lossless::Object>::index)
            }
            fn extra(&self) -> &lossless::Extra<#extra> { &self.extra }
            fn extra_mut(&mut self) -> &mut lossless::Extra<#extra> { &mut self.extra }
        }
    }
}

fn read(field: &Field) -> TokenStream {
    let (name, wire) = (ident(&field.identifier), &field.name);
    match field.presence {
        Presence::Required | Presence::Nullable => quote!(lossless::property::required(&mut self.#name, map)),
        Presence::Optional => quote!(lossless::property::optional(&mut self.#name, #wire, &mut self.extra, map)),
        Presence::OptionalAny => quote!(lossless::property::optional_any(&mut self.#name, map)),
        Presence::Maybe => quote!(lossless::property::maybe(&mut self.#name, map)),
    }
}

fn enumeration(one: &Type, variants: &[Variant], path: &TokenStream) -> TokenStream {
    let name = &one.name;
    let texts: Vec<&str> = variants.iter().map(|variant| variant.text.as_str()).collect();
    let identifiers: Vec<_> = variants.iter().map(|variant| ident(&variant.identifier)).collect();
    quote! {
        impl lossless::Enumeration for #path {
            const NAME: &'static str = #name;
            const VALUES: &'static [&'static str] = &[#(#texts),*];
            fn from_text(text: &str) -> Self {
                match text {
                    #(#texts => Self::#identifiers,)*
                    _ => Self::Unknown(lossless::Unknown::__new(text)),
                }
            }
            fn as_str(&self) -> &str {
                match self {
                    #(Self::#identifiers => #texts,)*
                    Self::Unknown(text) => text.as_str(),
                }
            }
        }
        impl #path {
            /// The text on the wire.
            pub fn as_str(&self) -> &str { lossless::Enumeration::as_str(self) }
        }
    }
}

fn integers(one: &Type, variants: &[Variant], path: &TokenStream) -> TokenStream {
    let name = &one.name;
    let values = variants
        .iter()
        .map(|variant| variant.text.parse::<i64>().unwrap_or_default());
    let values: Vec<Literal> = values.map(Literal::i64_unsuffixed).collect();
    let identifiers: Vec<_> = variants.iter().map(|variant| ident(&variant.identifier)).collect();
    quote! {
        impl lossless::IntegerEnumeration for #path {
            const NAME: &'static str = #name;
            const VALUES: &'static [i64] = &[#(#values),*];
            fn from_integer(value: i64) -> Self {
                match value {
                    #(#values => Self::#identifiers,)*
                    _ => Self::Unknown(lossless::UnknownInteger::__new(value)),
                }
            }
            fn as_integer(&self) -> i64 {
                match self {
                    #(Self::#identifiers => #values,)*
                    Self::Unknown(value) => value.get(),
                }
            }
        }
        impl #path {
            /// The integer on the wire.
            pub fn as_i64(&self) -> i64 { lossless::IntegerEnumeration::as_integer(self) }
        }
    }
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
