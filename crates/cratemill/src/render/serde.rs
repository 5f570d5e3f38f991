//! How the types are read and written: what differs from type to type, the loop is the runtime's.

use super::{Scope, ident};
use crate::convert::{AlternativeType, Alternatives, Field, Kind, Object, Presence, RustType, Type, Variant};
use crate::normalize::{Tag, TypeSet, translate};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

pub(super) fn module(scope: &Scope<'_>) -> TokenStream {
    let mut items: Vec<TokenStream> = scope.module().types.iter().map(|id| item(scope, *id)).collect();
    let objects = scope.names(|kind| matches!(kind, Kind::Object(_)));
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
            quote! {
                impl lossless::Const for #path {
                    const NAME: &'static str = #name;
                    const VALUE: lossless::Constant = #value;
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
        Kind::Union(union) => self::union(scope, one, union, &path),
        Kind::Newtype(_) => TokenStream::new(),
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

fn union(scope: &Scope<'_>, one: &Type, union: &Alternatives, path: &TokenStream) -> TokenStream {
    let reading = match &union.tag {
        Some(tag) => tagged(scope, one, union, tag, path),
        None => untagged(scope, one, union, path),
    };
    let mut variants: Vec<_> = union
        .all
        .iter()
        .map(|alternative| ident(&alternative.identifier))
        .collect();
    if union.open {
        variants.push(ident("Unknown"));
    }
    let conversions = conversions(scope, union, path);
    quote! {
        #reading
        lossless::union_serialize! { #path: #(#variants),* }
        #conversions
    }
}

/// `From` for each alternative whose type no other alternative has.
fn conversions(scope: &Scope<'_>, union: &Alternatives, path: &TokenStream) -> TokenStream {
    let all = union.all.iter().filter_map(|one| {
        let (RustType::Named(id), 1) = (
            &one.value,
            union.all.iter().filter(|other| other.value == one.value).count(),
        ) else {
            return None;
        };
        let (value, variant) = (scope.path(*id), ident(&one.identifier));
        Some(quote!(impl From<#value> for #path { fn from(value: #value) -> Self { Self::#variant(value) } }))
    });
    quote!(#(#all)*)
}

fn blank(union: &Alternatives) -> TokenStream {
    if union.open {
        return quote!(Self::Unknown(lossless::Value::Null));
    }
    let variant = union
        .all
        .get(union.blank)
        .or(union.all.first())
        .map(|one| ident(&one.identifier));
    quote!(Self::#variant(lossless::Instance::blank()))
}

fn tagged(scope: &Scope<'_>, one: &Type, union: &Alternatives, tag: &Tag, path: &TokenStream) -> TokenStream {
    let (name, property) = (&one.name, &tag.property);
    let arms = union.all.iter().zip(&tag.values).map(|(alternative, values)| {
        let (variant, value) = (ident(&alternative.identifier), scope.type_of(&alternative.value));
        quote!(#(#values)|* => lossless::union::resume::<#value, __A>(buffered, map).map(Self::#variant),)
    });
    let blank = blank(union);
    quote! {
        impl lossless::Tagged for #path {
            const NAME: &'static str = #name;
            const TAG: &'static str = #property;
            fn read_alternative<'de, __A: lossless::serde::de::MapAccess<'de>>(
                tag: &str,
                buffered: lossless::union::Buffered,
                map: __A,
            ) -> Result<Self, __A::Error> {
                match tag {
                    #(#arms)*
                    _ => lossless::union::unknown(buffered, map).map(Self::Unknown),
                }
            }
            fn blank() -> Self { #blank }
        }
    }
}

fn untagged(scope: &Scope<'_>, one: &Type, union: &Alternatives, path: &TokenStream) -> TokenStream {
    let name = &one.name;
    let mut order: Vec<&AlternativeType> = union.all.iter().collect();
    order.sort_by_key(|alternative| std::cmp::Reverse(specificity(scope, &alternative.value)));
    let alternatives = order.iter().map(|alternative| {
        let variant = ident(&alternative.identifier);
        let (text, types) = (&alternative.identifier, types(alternative.kind));
        let value = scope.type_of(&alternative.value);
        quote! {
            lossless::union::Alternative {
                name: #text,
                types: #types,
                read: |value| lossless::union::read::<#value>(value).map(|(value, unknown)| (Self::#variant(value), unknown)),
            }
        }
    });
    let unknown = match union.open {
        true => quote!(
            fn unknown(value: lossless::Value) -> Option<Self> {
                Some(Self::Unknown(value))
            }
        ),
        false => quote!(
            fn unknown(_: lossless::Value) -> Option<Self> {
                None
            }
        ),
    };
    let anything = union.catch_all.then(|| {
        quote!(
            const CATCH_ALL: bool = true;
        )
    });
    let blank = blank(union);
    quote! {
        impl lossless::Untagged for #path {
            const NAME: &'static str = #name;
            const ALTERNATIVES: &'static [lossless::union::Alternative<Self>] = &[#(#alternatives),*];
            #anything
            #unknown
            fn blank() -> Self { #blank }
        }
    }
}

/// What asks most of a value is tried first: constants, then named strings, then objects by how much they require.
fn specificity(scope: &Scope<'_>, value: &RustType) -> (u8, usize, usize) {
    match value {
        RustType::Named(id) => match &scope.types.types[*id].kind {
            Kind::Constant(_) => (5, 0, 0),
            Kind::Enumeration(_) => (4, 0, 0),
            Kind::Object(object) => {
                let is_constant = |field: &&Field| matches!(field.value, RustType::Named(id) if matches!(scope.types.types[id].kind, Kind::Constant(_)));
                let required = |field: &&Field| matches!(field.presence, Presence::Required | Presence::Nullable);
                let constants = object.fields.iter().filter(required).filter(is_constant).count();
                (3, constants, object.fields.iter().filter(required).count())
            }
            Kind::Newtype(inner) => specificity(scope, inner),
            _ => (2, 0, 0),
        },
        RustType::Boxed(inner)
        | RustType::Deep(inner)
        | RustType::Option(inner)
        | RustType::Open(inner)
        | RustType::Implied(inner) => specificity(scope, inner),
        RustType::Value => (0, 0, 0),
        RustType::Map(inner) | RustType::Vec(inner) => (1, 0, usize::from(**inner != RustType::Value)),
        _ => (2, 0, 0),
    }
}

fn types(kind: TypeSet) -> TokenStream {
    let names = [
        (TypeSet::NUMBER, "NUMBER"),
        (TypeSet::INTEGER, "INTEGER"),
        (TypeSet::NULL, "NULL"),
        (TypeSet::BOOLEAN, "BOOLEAN"),
        (TypeSet::STRING, "STRING"),
        (TypeSet::ARRAY, "ARRAY"),
    ];
    let name = names
        .iter()
        .find(|(set, _)| kind.contains(*set))
        .map_or("OBJECT", |(_, name)| name);
    let name = ident(name);
    quote!(lossless::union::#name)
}
