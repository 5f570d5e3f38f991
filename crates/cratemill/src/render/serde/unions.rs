//! How unions are read: by a property that decides alone, or by what else tells their alternatives apart.

use super::constant;
use crate::convert::{Alternatives, Field, Kind, Presence, RustType, Type};
use crate::normalize::{Tag, TypeSet};
use crate::render::{Scope, ident};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn union(scope: &Scope<'_>, one: &Type, union: &Alternatives, path: &TokenStream) -> TokenStream {
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
    let secret = one.secret.then(|| quote!(secret));
    quote! {
        #reading
        lossless::alternatives! { #secret #path: #(#variants),* }
    }
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
    let mut order: Vec<usize> = (0..union.all.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(specificity(scope, &union.all[*index].value)));
    let alternatives = order.iter().map(|index| {
        let alternative = &union.all[*index];
        let rule = alternative.rule.as_deref().unwrap_or_default();
        let variant = ident(&alternative.identifier);
        let (text, types) = (&alternative.identifier, types(alternative.kind));
        let value = scope.type_of(&alternative.value);
        quote! {
            lossless::union::Alternative {
                name: #text,
                types: #types,
                rule: #rule,
                read: |value| lossless::union::read::<#value>(value).map(Self::#variant),
                unknown: <#value as lossless::Instance>::unknown_properties,
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
    let tags = union.discriminations.iter().map(|one| {
        let (property, is_discriminator) = (&one.property, one.is_discriminator);
        let values = order.iter().map(|index| {
            let values = one.values[*index].iter().map(constant);
            quote!(&[#(#values),*])
        });
        quote!(lossless::union::Tag { property: #property, discriminator: #is_discriminator, values: &[#(#values),*] })
    });
    let tags = (!union.discriminations.is_empty())
        .then(|| quote!(const TAGS: &'static [lossless::union::Tag] = &[#(#tags),*];));
    let rules = union.all.iter().any(|one| one.rule.is_some()).then(|| {
        quote!(
            fn rules() -> Option<&'static lossless::Rules> {
                Some(&super::super::RULES)
            }
        )
    });
    let blank = blank(union);
    quote! {
        impl lossless::Untagged for #path {
            const NAME: &'static str = #name;
            const ALTERNATIVES: &'static [lossless::union::Alternative<Self>] = &[#(#alternatives),*];
            #tags
            #anything
            #rules
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
            Kind::Newtype(inner) | Kind::Alias(inner) => specificity(scope, inner),
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
