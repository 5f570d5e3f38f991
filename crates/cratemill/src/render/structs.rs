//! Structs, of which most of what people read consists: as prettyplease prints them, and asked of it where a line may be too
//! long.

use super::docs::{self, Docs};
use super::types::{documentation, field_type};
use super::{Scope, add_items, dress, ident, part, word};
use crate::convert::{self, Default, Field, Object, Type};
use crate::text::plain_text;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

/// A line of so many bytes is never divided.
const SHORT_LINE: usize = 80;
const INDENTATION: &str = "    ";

/// Adds a struct, and what gives the defaults of its fields.
///
/// # Errors
///
/// What was made is no Rust.
pub(super) fn object(scope: &Scope<'_>, one: &Type, object: &Object, text: &mut String) -> Result<(), syn::Error> {
    text.push('\n');
    documentation(one).write("", text);
    let dress = dress(one);
    if !dress.is_empty() {
        text.push_str(&attributes(dress)?);
    }
    // All else that structs have is a loop of the runtime over what they hold.
    text.push_str("#[derive(Clone)]\n#[non_exhaustive]\npub struct ");
    text.push_str(&word(&one.name));
    text.push_str(" {\n");
    for one in &object.fields {
        field(&docs::field(one), &one.identifier, field_type(scope, one), text)?;
    }
    let extra = match &object.additional {
        None => quote!(lossless::Extra),
        some => {
            let value = scope.extra(some.as_ref());
            quote!(lossless::Extra<#value>)
        }
    };
    field(
        &Docs::line("Properties that the schema does not name, in the order they came."),
        "extra",
        extra,
        text,
    )?;
    text.push_str("}\n");
    let defaults = object
        .fields
        .iter()
        .filter_map(|field| default_accessor(scope, object, field));
    let defaults: Vec<TokenStream> = defaults.collect();
    if !defaults.is_empty() {
        let name = ident(&one.name);
        add_items(quote!(impl #name { #(#defaults)* }), text)?;
    }
    Ok(())
}

/// Attributes of an item as text.
///
/// # Errors
///
/// The tokens are no attributes.
pub(super) fn attributes(tokens: TokenStream) -> Result<String, syn::Error> {
    let mut text = printed(quote!(#tokens struct A;))?;
    text.truncate(text.len() - "struct A;\n".len());
    Ok(text)
}

fn field(docs: &Docs, name: &str, value: TokenStream, text: &mut String) -> Result<(), syn::Error> {
    docs.write(INDENTATION, text);
    let start = text.len();
    for part in [INDENTATION, "pub ", &word(name), ": "] {
        text.push_str(part);
    }
    if simple(value.clone(), text) && text.len() - start < SHORT_LINE {
        text.push_str(",\n");
        return Ok(());
    }
    text.truncate(start);
    let name = ident(name);
    let printed = printed(quote!(struct A { pub #name: #value }))?;
    let inside = printed
        .strip_prefix("struct A {\n")
        .and_then(|rest| rest.strip_suffix("}\n"));
    text.push_str(inside.unwrap_or_default());
    Ok(())
}

fn printed(item: TokenStream) -> Result<String, syn::Error> {
    Ok(part(Vec::new(), vec![syn::parse2(item)?]))
}

/// Adds a type of names and of types for them alone, in which no sign but the comma has a space beside it; whether it is one.
fn simple(value: TokenStream, text: &mut String) -> bool {
    let mut after_word = false;
    for token in value {
        let is_word = matches!(token, TokenTree::Ident(_));
        if is_word && after_word {
            return false;
        }
        after_word = is_word;
        match token {
            TokenTree::Ident(word) => text.push_str(&word.to_string()),
            TokenTree::Punct(sign) if sign.as_char() == ',' => text.push_str(", "),
            TokenTree::Punct(sign) if matches!(sign.as_char(), '<' | '>' | ':') => text.push(sign.as_char()),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis && group.stream().is_empty() => {
                text.push_str("()");
            }
            _ => return false,
        }
    }
    true
}

/// `timeout_or_default()`, where the schema has a default that the field's type can hold.
fn default_accessor(scope: &Scope<'_>, object: &Object, field: &Field) -> Option<TokenStream> {
    let default = convert::default(scope.types, object, field)?;
    let (name, method) = (ident(&field.identifier), ident(&convert::default_name(field)));
    let code = |text: &str| docs::code_span(&plain_text(text));
    let value = field
        .documentation
        .default
        .as_ref()
        .map_or_else(String::new, ToString::to_string);
    let value = match value.len() <= crate::budget::SHOWN_LIMIT_BYTES {
        true => format!("the schema's default {}", code(&value)),
        false => "the schema's default".to_owned(),
    };
    let doc = format!(" {}, or {value}.", code(&field.name));
    let (output, body) = match default {
        Default::Boolean(default) => (quote!(bool), quote!(self.#name.unwrap_or(#default))),
        Default::Integer(default) => {
            let literal = proc_macro2::Literal::i128_unsuffixed(default);
            (scope.type_of(&field.value), quote!(self.#name.unwrap_or(#literal)))
        }
        Default::Text(default) => (quote!(&str), quote!(self.#name.as_deref().unwrap_or(#default))),
        Default::Variant(id, variant) => {
            let (output, variant) = (scope.path(id), ident(variant));
            let body = quote!(self.#name.unwrap_or(#output::#variant));
            (output, body)
        }
        Default::OfText(id, default) => {
            let output = scope.path(id);
            let body = quote!(self.#name.clone().unwrap_or_else(|| #output::from(#default)));
            (output, body)
        }
        Default::OfInteger(id, default) => {
            let (output, default) = (scope.path(id), proc_macro2::Literal::i64_suffixed(default));
            let body = quote!(self.#name.unwrap_or_else(|| #output::from(#default)));
            (output, body)
        }
    };
    Some(quote! {
        #[doc = #doc]
        pub fn #method(&self) -> #output { #body }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_as_prettyplease_prints_it() {
        let long = format!("Option<Vec<super::super::{}::Name>>", "module".repeat(9));
        let types = [
            "String",
            "()",
            "Option<Vec<super::a::B>>",
            "lossless::Map<lossless::Open<Option<i64>>>",
            "lossless::serde_json::Map<String, lossless::Value>",
            "lossless::Foreign<::a::B<[u8; 4], &'static str>>",
            "lossless::Foreign<fn(u8) -> u8>",
            &long,
        ];
        for (name, value) in ["a", "r#type", "größe", &"name_".repeat(12)]
            .into_iter()
            .flat_map(|name| types.map(|value| (name, value)))
        {
            let tokens: TokenStream = value.parse().expect("a type");
            let mut text = String::new();
            field(&Docs::line("Said."), name, tokens.clone(), &mut text).expect("a field");
            let name = ident(name);
            let whole = printed(quote!(struct A { #[doc = " Said."] pub #name: #tokens })).expect("a struct");
            assert_eq!(format!("struct A {{\n{text}}}\n"), whole);
        }
    }
}
