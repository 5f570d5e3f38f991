//! Rust that only machines read, as text: short, a line for each item and for each part of one.

use super::GENERATED;
use proc_macro2::{Delimiter, Group, Literal, Spacing, TokenStream, TokenTree};
use std::fmt::Write;

/// The beginning of a file whose documentation is `doc`.
pub(super) fn head(doc: &str) -> String {
    format!("{GENERATED}//! {doc}\n")
}

/// Adds items. Their tokens are not looked at again: rustc does that.
pub(super) fn items(tokens: TokenStream, text: &mut String) {
    print(Before::Nothing, tokens, 0, text);
}

/// Text as a literal of Rust.
pub(super) fn literal(text: &str) -> String {
    match text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\')
    {
        true => format!("\"{text}\""),
        false => Literal::string(text).to_string(),
    }
}

/// What stands before a token, as far as it decides whether a space is due.
#[derive(Clone, Copy)]
pub(super) enum Before {
    Nothing,
    Word,
    Comma,
    Sign(char),
}

/// Adds tokens behind others; `depth` counts the delimiters around, but for those of modules.
pub(super) fn print(mut before: Before, tokens: TokenStream, depth: usize, text: &mut String) {
    // How long ago the word `mod` was read: the braces after its name hold items.
    let mut since_mod = 3;
    for token in tokens {
        if is_space_due(before, &token) {
            text.push(' ');
        }
        since_mod += 1;
        before = match token {
            TokenTree::Group(group) => {
                let is_attribute = depth == 0 && group.delimiter() == Delimiter::Bracket;
                let before = print_group(&group, if since_mod == 2 { 0 } else { depth + 1 }, text);
                if is_attribute {
                    text.push('\n');
                }
                if is_attribute { Before::Nothing } else { before }
            }
            TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                match (punct.as_char(), punct.spacing()) {
                    (_, Spacing::Joint) => Before::Nothing,
                    (';', _) if depth < 2 => {
                        text.push('\n');
                        Before::Nothing
                    }
                    (',' | ';', _) => Before::Comma,
                    (sign, _) => Before::Sign(sign),
                }
            }
            TokenTree::Ident(word) => {
                if word == "mod" {
                    since_mod = 0;
                }
                // Writing to a text can't fail.
                write!(text, "{word}").ok();
                Before::Word
            }
            TokenTree::Literal(word) => {
                write!(text, "{word}").ok();
                Before::Word
            }
        };
    }
}

/// A group whose inside has this depth.
fn print_group(group: &Group, depth: usize, text: &mut String) -> Before {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    };
    let is_block = group.delimiter() == Delimiter::Brace;
    text.push_str(open);
    if is_block && depth < 2 {
        text.push('\n');
    }
    print(Before::Nothing, group.stream(), depth, text);
    text.push_str(close);
    if is_block && depth < 3 {
        text.push('\n');
        return Before::Nothing;
    }
    Before::Word
}

/// Whether two tokens would be read as others without a space between, or a number as part of what stands before its sign.
fn is_space_due(before: Before, token: &TokenTree) -> bool {
    match (before, token) {
        (Before::Comma, _) => true,
        (Before::Word, TokenTree::Ident(_) | TokenTree::Literal(_)) => true,
        (Before::Word, TokenTree::Punct(sign)) => sign.as_char() == '-' && sign.spacing() == Spacing::Alone,
        (Before::Sign(sign), TokenTree::Punct(next)) => {
            "=<>&|+-*/%^!:.".contains(sign) && "=<>&|+-:.".contains(next.as_char())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn the_text_is_of_the_same_tokens() {
        let tokens = quote! {
            use super::*;
            impl<'a, T: Iterator<Item = Vec<Vec<i64>>>> X for Y<'a, T> where T: 'a {
                const A: &'static [&'static str] = &["a b", r#"c"#];
                fn f(&self) -> bool { let x = -1; x == - -1 && 1 < 2 || !(x >= 0x3) }
                fn r#type(r: &mut &&str) -> u8 { match r { "a" | "b" => 1, _ => 1 - 1.0 as u8 } }
            }
            #[doc = "b"]
            pub mod b { lossless::object! { A lossless::Value, 1 [0x1]; 0 "a" a required; 1 "b" r#b optional; } }
        };
        let mut text = head("Doc.");
        items(tokens.clone(), &mut text);
        assert!(text.contains("\n1 \"b\" r#b optional;\n}\n"), "{text}");
        let again = text.parse().expect("tokens");
        let printed = signs(again).split_off(signs(quote!(#![doc = " Doc."])).len());
        assert_eq!(printed, signs(tokens), "{text}");
    }

    #[test]
    fn a_literal_is_that_of_its_tokens() {
        for it in [
            "",
            "a b",
            "it's",
            "say \"a\"",
            "a\\b",
            "a\nb",
            "\t",
            "\u{7f}",
            "größe",
            "\u{200b}",
        ] {
            assert_eq!(literal(it), Literal::string(it).to_string());
        }
    }

    /// Each token by itself: whether signs touch says nothing where none can be joined.
    fn signs(tokens: TokenStream) -> Vec<String> {
        let each = tokens.into_iter().flat_map(|token| match token {
            TokenTree::Group(group) => {
                let mut inside = signs(group.stream());
                inside.insert(0, format!("{:?}", group.delimiter()));
                inside.push("end".to_owned());
                inside
            }
            TokenTree::Punct(sign) => vec![sign.as_char().to_string()],
            word => vec![word.to_string()],
        });
        each.collect()
    }
}
