//! Upstream text in documentation: read as text, never as markup, code or a comment's end.

use crate::convert::Documentation;
use crate::text::plain_text;
use proc_macro2::TokenStream;
use quote::quote;

/// The documentation attributes of an item.
pub(super) fn attributes(documentation: &Documentation, fallback: &str) -> TokenStream {
    let text = documentation.description.as_deref().or(documentation.title.as_deref());
    let mut text = text.map_or_else(|| fallback.to_owned(), doc_text);
    if let Some(default) = documentation.default.as_ref().map(serde_json::Value::to_string)
        && default.len() <= 200
    {
        text.push_str(&format!("\n\nDefault: {}", code_span(&plain_text(&default))));
    }
    let lines = text.lines().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    let deprecated = documentation
        .deprecated
        .then(|| quote!(#[doc = ""] #[doc = " Deprecated by the provider."]));
    let read_only = documentation
        .read_only
        .then(|| quote!(#[doc = ""] #[doc = " Read-only: the server sets it."]));
    let write_only = documentation
        .write_only
        .then(|| quote!(#[doc = ""] #[doc = " Write-only: the server never sends it."]));
    quote!(#(#[doc = #lines])* #read_only #write_only #deprecated)
}

/// The documentation of a variant: title and description of its value, and the value itself.
pub(super) fn variant(documentation: &Documentation, value: &str) -> TokenStream {
    let texts = [&documentation.title, &documentation.description];
    let mut texts: Vec<String> = texts.into_iter().flatten().map(|text| doc_text(text)).collect();
    texts.dedup();
    if texts.is_empty() {
        let line = format!(" {value}");
        return quote!(#[doc = #line]);
    }
    let said = Documentation {
        deprecated: documentation.deprecated,
        ..Documentation::default()
    };
    texts.push(format!("The value {value}."));
    attributes(&said, &texts.join("\n\n"))
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
    let mut rest = line;
    let mut first = true;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        if c == '`'
            && let Some(end) = rest[1..].find('`').filter(|end| *end > 0)
            && !rest[1..=end].starts_with(' ')
            && !rest[end + 2..].starts_with('`')
        {
            taken = end + 2;
            out.push_str(&rest[..taken]);
        } else if let Some(address) = web_address(rest) {
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
