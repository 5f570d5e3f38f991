//! Types as generated code writes them, as code elsewhere does.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;

/// Where a type is written.
pub(super) struct Scope {
    /// The module.
    pub module: Vec<String>,
    /// The module whose names are all known there.
    pub file: Vec<String>,
    /// The types of that.
    pub locals: BTreeSet<String>,
    /// The path of `Self`.
    pub owner: String,
}

/// The text of a type, with paths that begin at `types`.
pub(super) fn absolute(stream: TokenStream, scope: &Scope) -> String {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut text = String::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(_) => {
                let mut path = Vec::new();
                while let Some(TokenTree::Ident(name)) = tokens.get(at) {
                    path.push(name.to_string());
                    at += 1;
                    let is_sign =
                        |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(sign)) if sign.as_char() == ':');
                    if !(is_sign(at) && is_sign(at + 1) && matches!(tokens.get(at + 2), Some(TokenTree::Ident(_)))) {
                        break;
                    }
                    at += 2;
                }
                let spaced = text.ends_with(|last: char| last.is_alphanumeric());
                text.push_str(if spaced { " " } else { "" });
                text.push_str(&resolved(&path, scope));
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    proc_macro2::Delimiter::Parenthesis => ("(", ")"),
                    proc_macro2::Delimiter::Bracket => ("[", "]"),
                    _ => ("", ""),
                };
                text.push_str(open);
                text.push_str(&absolute(group.stream(), scope));
                text.push_str(close);
                at += 1;
            }
            other => {
                text.push_str(&other.to_string());
                at += 1;
            }
        }
    }
    text
}

fn resolved(path: &[String], scope: &Scope) -> String {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let first = path.first().map(String::as_str).unwrap_or_default();
    let below = |module: &[String], rest: &[String]| {
        let parts: Vec<&str> = ["types"]
            .into_iter()
            .chain(module.iter().chain(rest).map(String::as_str))
            .collect();
        parts.join("::")
    };
    match first {
        "super" => below(&scope.module[..scope.module.len().saturating_sub(ups)], &path[ups..]),
        "self" => below(&scope.module, &path[1..]),
        "Self" if !scope.owner.is_empty() => scope.owner.clone(),
        _ if scope.locals.contains(first) => below(&scope.file, path),
        _ => path.join("::"),
    }
}

/// What lies between signs, but those inside of groups.
pub(super) fn split(stream: TokenStream, sign: char) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    for token in stream {
        match &token {
            TokenTree::Punct(one) if one.as_char() == sign => parts.push(Vec::new()),
            _ => parts.last_mut().expect("there is one").push(token),
        }
    }
    parts
}
