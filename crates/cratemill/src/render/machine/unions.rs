//! How unions are read: by a property that decides alone, or by what else tells their alternatives apart.

use super::constant;
use crate::convert::{Alternatives, Field, Kind, Presence, RustType, Type};
use crate::normalize::{Tag, TypeSet};
use crate::render::{Scope, conversions, ident};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn union(scope: &Scope<'_>, one: &Type, union: &Alternatives, path: &TokenStream) -> TokenStream {
    let reading = match &union.tag {
        Some(tag) => tagged(scope, one, union, tag, path),
        None => untagged(scope, one, union, path),
    };
    let conversions = conversions::of(scope, one, union, path);
    quote!(#reading #conversions)
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
    let (name, property, secret) = (one.path(), &tag.property, one.secret);
    let alternatives = union.all.iter().zip(&tag.values).map(|(alternative, values)| {
        let (variant, value) = (ident(&alternative.identifier), scope.type_of(&alternative.value));
        quote!(#variant: #value = #(#values)|*;)
    });
    let blank = blank(union);
    quote!(
        lossless::tagged_union! { #path #name #property { fn blank() -> Self { #blank } } #secret; #(#alternatives)* }
    )
}

fn untagged(scope: &Scope<'_>, one: &Type, union: &Alternatives, path: &TokenStream) -> TokenStream {
    let (name, secret) = (one.path(), one.secret);
    let mut order: Vec<usize> = (0..union.all.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(specificity(scope, &union.all[*index].value)));
    let alternatives = order.iter().map(|index| {
        let alternative = &union.all[*index];
        let rule = alternative.rule.as_deref().unwrap_or_default();
        let (variant, types) = (ident(&alternative.identifier), types(alternative.kind));
        let value = scope.type_of(&alternative.value);
        quote!(#variant: #value = #types #rule;)
    });
    let other = union.open.then(|| ident("Unknown"));
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
    let untyped = &union.untyped;
    let untyped = (!untyped.is_empty()).then(|| quote!(const UNTYPED: &'static [&'static str] = &[#(#untyped),*];));
    let has_rules = untyped.is_some() || union.all.iter().any(|one| one.rule.is_some());
    let rules = has_rules.then(|| {
        let rules = scope.path_from_here(&[], "RULES");
        quote!(
            fn rules() -> Option<&'static lossless::Rules> {
                Some(&#rules)
            }
        )
    });
    let blank = blank(union);
    quote! {
        lossless::untagged_union! {
            #path #name #other { #tags #anything #untyped #rules #unknown fn blank() -> Self { #blank } } #secret; #(#alternatives)*
        }
    }
}

/// What asks most of a value is tried first: constants, then named strings, then objects by how much they require.
fn specificity(scope: &Scope<'_>, value: &RustType) -> (u8, usize, usize) {
    match value {
        RustType::Named(id) => match &scope.types.types[*id].kind {
            Kind::Constant(_) => (5, 0, 0),
            Kind::Enumeration(_) | Kind::Integers(_) => (4, 0, 0),
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
    quote!(#name)
}
