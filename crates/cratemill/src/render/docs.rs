//! Upstream text in documentation: read as text, never as markup, code or a comment's end.

use super::markdown::markdown;
use super::plain::literal;
use crate::budget;
use crate::convert::{Documentation, Field, Limit};
use crate::text::plain_text;
use proc_macro2::TokenStream;
use quote::quote;

/// The documentation of an item: what its schema says, else `fallback`, which may be nothing, and more paragraphs.
pub(super) fn item(documentation: &Documentation, fallback: &str, more: &[String]) -> Docs {
    let text = said(documentation).unwrap_or_else(|| fallback.to_owned());
    let own = [text, remarks(documentation).join(" ")];
    paragraphs(&[&own, more].concat())
}

/// The documentation attributes of an item.
pub(super) fn attributes(documentation: &Documentation, fallback: &str, more: &[String]) -> TokenStream {
    item(documentation, fallback, more).attributes()
}

/// Lines of documentation, each as it stands behind `///`, and another name that a search finds.
#[derive(Default)]
pub(super) struct Docs {
    lines: Vec<String>,
    alias: Option<String>,
}

impl Docs {
    pub(super) fn line(text: &str) -> Self {
        paragraphs(&[text.to_owned()])
    }

    pub(super) fn attributes(&self) -> TokenStream {
        let (lines, alias) = (self.lines.iter(), self.alias.iter());
        quote!(#(#[doc = #lines])* #(#[doc(alias = #alias)])*)
    }

    /// As comments, each behind the indentation.
    pub(super) fn write(&self, indentation: &str, text: &mut String) {
        for line in &self.lines {
            for part in [indentation, "///", line.trim_end_matches(' '), "\n"] {
                text.push_str(part);
            }
        }
        if let Some(alias) = &self.alias {
            for part in [indentation, "#[doc(alias = ", &literal(alias), ")]\n"] {
                text.push_str(part);
            }
        }
    }
}

/// The documentation of a field: what its schema says, its name in JSON, where that is another, and whether it is hidden;
/// nothing where there is nothing to say.
pub(super) fn field(field: &Field) -> Docs {
    let documentation = &field.documentation;
    let is_called_so = field.identifier.trim_start_matches("r#") == field.name;
    let name = (!is_called_so).then(|| format!("JSON: {}.", code_span(&plain_text(&field.name))));
    let secret = field.secret.then(|| "Secret: `{:?}` hides it.".to_owned());
    let remarks: Vec<String> = name.into_iter().chain(secret).chain(remarks(documentation)).collect();
    Docs {
        alias: (!is_called_so && is_search_word(&field.name)).then(|| field.name.clone()),
        ..paragraphs(&[said(documentation).unwrap_or_default(), remarks.join(" ")])
    }
}

/// The description, else the title, as Markdown.
fn said(documentation: &Documentation) -> Option<String> {
    let description = documentation.description.as_deref().map(markdown);
    description.or_else(|| documentation.title.as_deref().map(doc_text))
}

/// What `validate()` asks for, the default, and whether it is deprecated, each a sentence.
fn remarks(documentation: &Documentation) -> Vec<String> {
    let limits: Vec<String> = documentation.limits.iter().map(limit).collect();
    let limits = (!limits.is_empty()).then(|| format!("Valid: {}.", limits.join("; ")));
    let default = documentation.default.as_ref().map(serde_json::Value::to_string);
    let default = default.filter(|default| default.len() <= budget::SHOWN_LIMIT_BYTES);
    let default = default.map(|default| format!("Default: {}.", code_span(&plain_text(&default))));
    let deprecated = documentation
        .deprecated
        .then(|| "Deprecated by the provider.".to_owned());
    let said = |is: bool, words: &str| is.then(|| words.to_owned());
    let read_only = said(documentation.read_only, "Read-only: the server sets it.");
    let write_only = said(documentation.write_only, "Write-only: the server never sends it.");
    let all = [read_only, write_only, limits, default, deprecated];
    all.into_iter().flatten().collect()
}

fn paragraphs(texts: &[String]) -> Docs {
    let texts: Vec<&str> = texts
        .iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    let text = texts.join("\n\n");
    let lines = text.lines().map(|line| match line {
        "" => String::new(),
        line => format!(" {line}"),
    });
    Docs {
        lines: lines.collect(),
        alias: None,
    }
}

fn limit(limit: &Limit) -> String {
    match &limit.code {
        Some(code) => format!("{} {}", limit.words, code_span(&plain_text(code))),
        None => limit.words.clone(),
    }
}

/// Whether rustdoc takes a text as an alias.
fn is_search_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_-.:/@$".contains(c))
}

/// The documentation of a variant: title and description of its value, and the value itself.
pub(super) fn variant(documentation: &Documentation, value: &str) -> TokenStream {
    let title = documentation.title.as_deref().map(doc_text);
    let description = documentation.description.as_deref().map(markdown);
    let mut texts: Vec<String> = title.into_iter().chain(description).collect();
    texts.dedup();
    if texts.is_empty() {
        let line = format!(" {value}");
        return quote!(#[doc = #line]);
    }
    texts.push(format!("The value {value}."));
    texts.extend(
        documentation
            .deprecated
            .then(|| "Deprecated by the provider.".to_owned()),
    );
    paragraphs(&texts).attributes()
}

/// Text as Markdown that means just the text: no headings, lists, links, HTML, code blocks or doctests. Code spans in
/// single backticks stay, and web addresses become links.
pub fn doc_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut blank = true;
    for line in plain_text(text).split('\n') {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            blank = true;
            continue;
        }
        let item = line.starts_with(['-', '*', '+', '#', '|', '•']) || line.starts_with(|c: char| c.is_ascii_digit());
        if !out.is_empty() {
            out.push_str(if blank || item { "\n\n" } else { "\n" });
        }
        blank = false;
        push_line(&mut out, &line);
    }
    if out.is_empty() {
        out.push_str("Not documented.");
    }
    out
}

fn push_line(out: &mut String, line: &str) {
    let mut first = true;
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let behind = &rest[start + 1..];
        let end = behind.find('`').filter(|end| *end > 0);
        let end = end.filter(|end| !behind.starts_with(' ') && !behind[end + 1..].starts_with('`'));
        let taken = end.map_or(start + 1, |end| start + end + 2);
        match end {
            Some(_) => {
                push_text(out, &rest[..start], first, true);
                out.push_str(&rest[start..taken]);
            }
            None => push_text(out, &rest[..taken], first, true),
        }
        first = false;
        rest = &rest[taken..];
    }
    push_text(out, rest, first, true);
}

/// Adds a piece of a line as text; `first` where it begins the line, `links` where web addresses become links.
pub(super) fn push_text(out: &mut String, text: &str, mut first: bool, links: bool) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        if let Some(address) = web_address(rest).filter(|_| links) {
            taken = address.len();
            out.push('<');
            out.push_str(address);
            out.push('>');
        } else if first && c.is_ascii_digit() {
            // A number and a dot would begin an ordered list.
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            out.push_str(&rest[..digits]);
            taken = digits;
            if rest[digits..].starts_with(['.', ')']) {
                out.push('\\');
            }
        } else {
            if "\\`*_[]<>#~|&$!".contains(c) || first && "-+=:".contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
        first = false;
        rest = &rest[taken..];
    }
}

/// The web address at the beginning of a text, of characters that end no link.
fn web_address(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.starts_with(scheme))?;
    let end = text[scheme.len()..]
        .find(|c: char| !(c.is_ascii_alphanumeric() || "-._~/?#@!$&+,;=%:".contains(c)))
        .map_or(text.len(), |end| end + scheme.len());
    let address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    (address.len() > scheme.len()).then_some(address)
}

/// A code span of any text: its fence is longer than any run of backticks inside.
pub(super) fn code_span(text: &str) -> String {
    let text = text.replace('\n', " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest == 0 {
        format!("{fence}{text}{fence}")
    } else {
        format!("{fence} {text} {fence}")
    }
}
