//! Descriptions as documentation: the Markdown of the publisher, read and written anew, so that lists, emphasis, tables
//! and links stay what they are and nothing else comes in: no HTML, no reference to an item, no code that is run.

use super::docs::{code_span, doc_text, push_text};
use crate::budget;
use crate::text::plain_text;
use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeStream};
use std::iter::Peekable;

/// A description (CommonMark, with tables) as Markdown for rustdoc. Links lead to web addresses or are text, blocks of code
/// are text, HTML is shown as it was written. Text that nests deeper than anybody means is text throughout.
pub fn markdown(text: &str) -> String {
    let text = plain_text(text);
    if is_prose(&text) {
        return text;
    }
    read_anew(&text)
}

/// Whether a text is paragraphs of words and of signs that mean nothing in Markdown, wherever they stand: it is itself, read
/// and written anew.
fn is_prose(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" .,;:()'\"/?%@=-".contains(&byte);
    let is_line = |line: &str| {
        line.starts_with(|c: char| c.is_ascii_alphabetic()) && !line.ends_with(' ') && line.bytes().all(is_plain)
    };
    text.split("\n\n").all(|paragraph| paragraph.split('\n').all(is_line)) && !text.contains("://")
}

fn read_anew(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    if may_be_deep(text) && depth(Parser::new_ext(text, options)) > budget::NESTED_MARKDOWN {
        return doc_text(text);
    }
    let written = blocks(
        &mut TextMergeStream::new(Parser::new_ext(text, options)).peekable(),
        false,
    );
    if is_harmless(&written) { written } else { doc_text(text) }
}

/// Whether a text has the signs that it takes to nest too deep: a block or a span begins with one at least, and an item of a
/// list is two levels; a paragraph, or a cell in its row and table, comes besides.
fn may_be_deep(text: &str) -> bool {
    let signs = text.bytes().filter(u8::is_ascii_punctuation).count();
    2 * signs + 4 > budget::NESTED_MARKDOWN
}

fn depth(events: Parser<'_>) -> usize {
    let mut depth = 0_usize;
    let depths = events.map(|event| {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        depth
    });
    depths.max().unwrap_or(0)
}

/// Whether rustdoc, which reads with more extensions, finds text, code that is text and links to the web, and nothing else.
fn is_harmless(written: &str) -> bool {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let mut refers = false;
    let note = |_: BrokenLink<'_>| {
        refers = true;
        None
    };
    let mut events = Parser::new_with_broken_link_callback(written, options, Some(note));
    let harmless = |event: Event<'_>| match event {
        Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => false,
        Event::Start(Tag::CodeBlock(kind)) => kind == CodeBlockKind::Fenced("text".into()),
        Event::Start(Tag::Link { dest_url, .. }) => is_web_address(&dest_url),
        Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_) | Tag::HtmlBlock) => false,
        _ => true,
    };
    let all = events.all(harmless);
    all && !refers
}

type Events<'a> = Peekable<TextMergeStream<'a, Parser<'a>>>;

/// The blocks up to the end of what holds them, and that end.
fn blocks(events: &mut Events<'_>, in_item: bool) -> String {
    let mut out = String::new();
    while let Some(event) = events.peek() {
        let is_list = matches!(event, Event::Start(Tag::List(_)));
        let block = match event {
            Event::End(_) => {
                events.next();
                break;
            }
            Event::Start(tag) if is_block(tag) => {
                let tag = tag.clone();
                events.next();
                block(tag, events)
            }
            Event::Html(_) | Event::Text(_) | Event::Start(_) | Event::Code(_) | Event::InlineHtml(_) => {
                inline(events, Style::default())
            }
            Event::Rule => {
                events.next();
                "* * *".to_owned()
            }
            _ => {
                events.next();
                continue;
            }
        };
        if block.trim().is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str(if in_item && is_list { "\n" } else { "\n\n" });
        }
        out.push_str(block.trim_end());
    }
    out
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
    )
}

/// A block whose start was taken, up to its end.
fn block(tag: Tag<'_>, events: &mut Events<'_>) -> String {
    match tag {
        Tag::Heading { .. } => {
            let text = inline(
                events,
                Style {
                    plain: true,
                    ..Style::default()
                },
            );
            events.next();
            if text.is_empty() { text } else { format!("**{text}**") }
        }
        Tag::BlockQuote(_) => prefixed(&blocks(events, false), "> ", "> "),
        Tag::CodeBlock(kind) => code_block(&kind, events),
        Tag::List(start) => list(start, events),
        Tag::Table(columns) => table(columns.len(), events),
        // A paragraph, and HTML, which is text.
        _ => blocks(events, false),
    }
}

fn code_block(kind: &CodeBlockKind<'_>, events: &mut Events<'_>) -> String {
    let mut code = String::new();
    for event in events.by_ref() {
        match event {
            Event::Text(text) => code.push_str(&text),
            Event::End(_) => break,
            _ => {}
        }
    }
    // What is indented is rarely code, where people write schemas.
    if *kind == CodeBlockKind::Indented {
        return doc_text(&code);
    }
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}", code.trim_end_matches('\n'))
}

fn list(start: Option<u64>, events: &mut Events<'_>) -> String {
    let mut items = Vec::new();
    // Up to the list's end, each event is the start of an item.
    while let Some(Event::Start(_)) = events.next() {
        let marker = match start {
            Some(start) => format!("{}. ", start.saturating_add(items.len() as u64)),
            None => "- ".to_owned(),
        };
        items.push(prefixed(&blocks(events, true), &marker, &" ".repeat(marker.len())));
    }
    items.join("\n")
}

/// Each line behind a prefix; what would be trailing blanks is left out.
fn prefixed(text: &str, first: &str, others: &str) -> String {
    let lines = text.split('\n').enumerate().map(|(index, line)| {
        let prefix = if index == 0 { first } else { others };
        format!("{prefix}{line}").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn table(columns: usize, events: &mut Events<'_>) -> String {
    let style = Style {
        cell: true,
        ..Style::default()
    };
    let mut rows = Vec::new();
    let mut row = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::TableCell) => {
                row.push(inline(events, style));
                events.next();
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                rows.push(format!("| {} |", std::mem::take(&mut row).join(" | ")));
                if rows.len() == 1 {
                    rows.push(format!("|{}", "---|".repeat(columns)));
                }
            }
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    rows.join("\n")
}

/// Where inline text stands.
#[derive(Clone, Copy, Default)]
struct Style {
    /// In a heading, which is emphasized as a whole.
    plain: bool,
    /// In a table's cell, which is one line.
    cell: bool,
    /// In a link, which holds no other.
    link: bool,
}

/// Inline text up to a block, or to the end of what holds it, which is left.
fn inline(events: &mut Events<'_>, style: Style) -> String {
    let mut out = String::new();
    let one_line = style.cell || style.plain;
    loop {
        match events.peek() {
            None | Some(Event::End(_)) => return out,
            Some(Event::Start(tag)) if is_block(tag) => return out,
            Some(_) => {}
        }
        match events.next() {
            Some(Event::Text(text) | Event::Html(text) | Event::InlineHtml(text)) => {
                for (index, line) in text.split('\n').enumerate() {
                    if index > 0 && !out.is_empty() {
                        out.push(if one_line { ' ' } else { '\n' });
                    }
                    // Blanks at the start of a line would be code.
                    let at_start = out.is_empty() || out.ends_with('\n');
                    let line = if at_start { line.trim_start() } else { line };
                    push_text(&mut out, line, at_start, !style.link);
                }
            }
            Some(Event::Code(code)) => {
                let span = code_span(&code);
                out.push_str(&if style.cell { span.replace('|', "\\|") } else { span });
            }
            Some(Event::SoftBreak | Event::HardBreak) => out.push(if one_line { ' ' } else { '\n' }),
            Some(Event::Start(tag)) => {
                let within = Style {
                    link: style.link || matches!(tag, Tag::Link { .. }),
                    ..style
                };
                let text = inline(events, within);
                events.next();
                out.push_str(&spanned(&tag, &text, style));
            }
            _ => {}
        }
    }
}

/// Text as what a tag makes of it.
fn spanned(tag: &Tag<'_>, text: &str, style: Style) -> String {
    let mark = match tag {
        Tag::Emphasis if !style.plain => "*",
        Tag::Strong if !style.plain => "**",
        Tag::Strikethrough => "~~",
        Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } if !style.link => return link(dest_url, text),
        _ => "",
    };
    if text.trim().is_empty() {
        return text.to_owned();
    }
    format!("{mark}{text}{mark}")
}

/// A link to a web address; any other destination means nothing where documentation is read.
fn link(destination: &str, text: &str) -> String {
    match (is_web_address(destination), text.trim().is_empty()) {
        (false, _) => text.to_owned(),
        (true, true) => format!("<{destination}>"),
        (true, false) => format!("[{text}](<{destination}>)"),
    }
}

fn is_web_address(destination: &str) -> bool {
    let is_web = destination.starts_with("https://") || destination.starts_with("http://");
    is_web && !destination.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\\`|".contains(c))
}

#[cfg(test)]
mod tests;
