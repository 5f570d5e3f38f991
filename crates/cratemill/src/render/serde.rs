//! How the types are read and written: what differs from type to type, the loop is the runtime's.

mod unions;

use super::{Scope, ident};
use crate::convert::{Field, Kind, Object, Presence, RustType, Type, Variant};
use crate::normalize::translate;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

pub(super) fn module(scope: &Scope<'_>) -> TokenStream {
    let mut items: Vec<TokenStream> = scope.module().types.iter().map(|id| item(scope, *id)).collect();
    let objects = scope.names(|kind| matches!(kind, Kind::Object(_)));
    let defaults = scope.names(|kind| matches!(kind, Kind::Object(object) if !super::asks(scope, object)));
    let enumerations = scope.names(|kind| matches!(kind, Kind::Enumeration(_)));
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
        call("defaults", defaults),
        call("enumerations", enumerations),
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

fn item(scope: &Scope<'_>, id: usize) -> TokenStream {
    let one = &scope.types.types[id];
    let path = scope.path(id);
    match &one.kind {
        Kind::Object(object) => self::object(scope, one, object, &path),
        Kind::Enumeration(variants) => enumeration(one, variants, &path),
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
        Kind::Newtype(inner) => newtype(inner, &path),
        Kind::Alias(_) => TokenStream::new(),
    }
}

/// A list of lists of itself could be set in two ways, if a list would do.
fn newtype(inner: &RustType, path: &TokenStream) -> TokenStream {
    if *inner == RustType::Value {
        return quote!(lossless::whole! { #path });
    }
    quote! {
        impl lossless::set::Set<#path, lossless::set::Same> for #path {
            fn set(self, _: &mut lossless::set::Missing) -> Self { self }
        }
    }
}

fn object(scope: &Scope<'_>, one: &Type, object: &Object, path: &TokenStream) -> TokenStream {
    let name = &one.name;
    let fields = &object.fields;
    let extra = scope.extra(object.additional.as_ref());
    let words = fields.len().div_ceil(64).max(1);
    let required = set(fields, |field| {
        matches!(field.presence, Presence::Required | Presence::Nullable)
    });
    let own = |name: &str, set: TokenStream| {
        let name = ident(name);
        let words = Literal::usize_unsuffixed(words);
        quote!(const #name: [u64; #words] = #set;)
    };
    let constants = |field: &Field| super::is_constant(scope, field);
    let constants = fields
        .iter()
        .any(constants)
        .then(|| own("CONSTANTS", set(fields, constants)));
    let secrets = fields.iter().any(|field| field.secret);
    let secrets = secrets.then(|| own("SECRETS", set(fields, |field| field.secret)));
    let secret = one.secret.then(|| {
        quote!(
            const SECRET: bool = true;
        )
    });
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let labels: Vec<&str> = fields
        .iter()
        .map(|field| field.identifier.trim_start_matches("r#"))
        .collect();
    let labels = (labels != names).then(|| quote!(const FIELDS: &'static [&'static str] = &[#(#labels),*];));
    let indexes: Vec<Literal> = (0..fields.len()).map(Literal::usize_unsuffixed).collect();
    let identifiers = fields.iter().map(|field| ident(&field.identifier));
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
            Presence::Required | Presence::Nullable => quote!(to.required(#wire, &self.#name);),
            Presence::Optional => quote!(to.optional(#wire, &self.#name);),
            Presence::OptionalAny => quote!(to.some(#wire, &self.#name);),
            Presence::Maybe => quote!(to.maybe(#wire, &self.#name);),
        }
    });
    let new = match fields.is_empty() {
        true => quote!(let to = lossless::property::Writer::new(map, &self.extra);),
        false => quote!(let mut to = lossless::property::Writer::new(map, &self.extra);),
    };
    let words = Literal::usize_unsuffixed(words);
    quote! {
        impl lossless::Object for #path {
            type Extra = #extra;
            type Seen = [u64; #words];
            const NAME: &'static str = #name;
            const PROPERTIES: &'static [&'static str] = &[#(#names),*];
            #labels
            const REQUIRED: [u64; #words] = #required;
            #constants
            #secrets
            #secret
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
                #new
                #(#writes)*
                to.end(<Self as lossless::Object>::index)
            }
            fn field(&self, index: u16) -> &dyn lossless::Field {
                match index {
                    #(#indexes => &self.#identifiers,)*
                    _ => &self.extra,
                }
            }
            fn extra(&self) -> &lossless::Extra<#extra> { &self.extra }
            fn extra_mut(&mut self) -> &mut lossless::Extra<#extra> { &mut self.extra }
        }
    }
}

/// The indexes of some fields, a bit for each.
fn set(fields: &[Field], is_in: impl Fn(&Field) -> bool) -> TokenStream {
    let mut words = vec![0u64; fields.len().div_ceil(64).max(1)];
    for (index, _) in fields.iter().enumerate().filter(|(_, field)| is_in(field)) {
        words[index / 64] |= 1 << (index % 64);
    }
    let words = words.into_iter().map(|word| {
        let hex = format!("0x{word:x}");
        hex.parse::<Literal>().unwrap_or_else(|_| Literal::u64_unsuffixed(word))
    });
    quote!([#(#words),*])
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
            const KNOWN: &'static [Self] = &[#(Self::#identifiers),*];
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
            fn is_unknown(&self) -> bool { matches!(self, Self::Unknown(_)) }
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
