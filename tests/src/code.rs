//! Rust source as tokens: what it names, whoever names it. Where types and macros lead is not known.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Every path that a file of a module names, those that lead through `super` and `self` from the crate's root.
///
/// # Panics
/// The text is no Rust.
pub fn paths(module: Vec<String>, text: &str) -> Vec<Vec<String>> {
    let mut paths = Paths {
        module,
        quoted: false,
        found: Vec::new(),
    };
    paths.walk(tokens(text));
    paths.found
}

/// The names and texts of a file's code, without its attributes and documentation, its tests, and the constants of a name.
///
/// # Panics
/// The text is no Rust.
pub fn words(text: &str, without: &str) -> Vec<String> {
    let mut words = Vec::new();
    add_words(tokens(text), without, &mut words);
    words
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("Rust")
}

fn name(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

fn group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<TokenStream> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group.stream()),
        _ => None,
    }
}

fn is(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// The index after the next semicolon.
fn end_of_item(tokens: &[TokenTree], at: usize) -> usize {
    let rest = tokens[at..].iter().position(|token| is(Some(token), ';'));
    rest.map_or(tokens.len(), |length| at + length + 1)
}

struct Paths {
    module: Vec<String>,
    /// Whether this is code of a generated crate, in which `crate` and `super` lead elsewhere.
    quoted: bool,
    found: Vec<Vec<String>>,
}

impl Paths {
    fn walk(&mut self, stream: TokenStream) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = self.step(&tokens, at);
        }
    }

    /// Takes what begins at an index; the index after it.
    fn step(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let Some(word) = name(tokens.get(at)) else {
            if let TokenTree::Group(group) = &tokens[at] {
                self.walk(group.stream());
            }
            return at + 1;
        };
        let next = tokens.get(at + 1);
        match word.as_str() {
            // `pub(crate)` names no thing of the crate.
            "pub" if group(next, Delimiter::Parenthesis).is_some() => at + 2,
            "use" => {
                let end = end_of_item(tokens, at);
                let item: TokenStream = tokens[at..end].iter().cloned().collect();
                match syn::parse2::<syn::ItemUse>(item) {
                    Ok(item) => self.add_tree(&[], &item.tree),
                    Err(_) => return at + 1,
                }
                end
            }
            "mod" if group(tokens.get(at + 2), Delimiter::Brace).is_some() => {
                self.module.extend(name(next));
                self.walk(group(tokens.get(at + 2), Delimiter::Brace).unwrap_or_default());
                self.module.pop();
                at + 3
            }
            "quote" if is(next, '!') => {
                let before = std::mem::replace(&mut self.quoted, true);
                let end = self.step(tokens, at + 2);
                self.quoted = before;
                end
            }
            _ => self.path(tokens, at),
        }
    }

    /// Names between `::`.
    fn path(&mut self, tokens: &[TokenTree], mut at: usize) -> usize {
        let mut path = Vec::new();
        while let Some(word) = name(tokens.get(at)) {
            path.push(word);
            at += 1;
            if is(tokens.get(at), ':') && is(tokens.get(at + 1), ':') && name(tokens.get(at + 2)).is_some() {
                at += 2;
            } else {
                break;
            }
        }
        self.add(path);
        at
    }

    fn add(&mut self, mut path: Vec<String>) {
        if self.quoted {
            path.retain(|part| part != "crate" && part != "super");
            return self.found.push(path);
        }
        let ups = path.iter().take_while(|part| *part == "super").count();
        let from_here = ups > 0 || path.first().is_some_and(|first| first == "self");
        if !from_here {
            return self.found.push(path);
        }
        let kept = self.module.len().saturating_sub(ups);
        let rest = path.into_iter().skip(ups.max(1));
        let whole = ["crate".to_owned()]
            .into_iter()
            .chain(self.module[..kept].iter().cloned())
            .chain(rest);
        self.found.push(whole.collect());
    }

    fn add_tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| before.iter().cloned().chain([name.to_string()]).collect::<Vec<_>>();
        match tree {
            syn::UseTree::Path(path) => self.add_tree(&with(&path.ident), &path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_tree(before, tree)),
            syn::UseTree::Name(name) => self.add(with(&name.ident)),
            syn::UseTree::Rename(rename) => self.add(with(&rename.ident)),
            syn::UseTree::Glob(_) => self.add(before.to_vec()),
        }
    }
}

fn add_words(stream: TokenStream, without: &str, words: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let left_out = left_out(&tokens[at..], without);
        match token {
            _ if left_out > 0 => {}
            TokenTree::Group(group) => add_words(group.stream(), without, words),
            TokenTree::Ident(_) | TokenTree::Literal(_) => words.push(token.to_string()),
            TokenTree::Punct(_) => {}
        }
        at += left_out.max(1);
    }
}

/// How many tokens are an attribute, the module of the tests, or a constant of the name.
fn left_out(tokens: &[TokenTree], without: &str) -> usize {
    let named = |wanted: &str| name(tokens.get(1)).is_some_and(|name| name == wanted);
    match name(tokens.first()).as_deref() {
        Some("const") if named(without) => end_of_item(tokens, 0),
        Some("mod") if named("tests") => 3,
        None if is(tokens.first(), '#') => {
            let length = 1 + usize::from(is(tokens.get(1), '!'));
            group(tokens.get(length), Delimiter::Bracket).map_or(0, |_| length + 1)
        }
        _ => 0,
    }
}
