//! Descriptions on a page: the Markdown that the documentation of a crate has of them, in which no HTML and no link but to the
//! web is left, as elements.

use cratemill::render::markdown;
use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::words::beginning;

/// A description, of which so many characters are shown.
pub fn description(text: &str, most: usize) -> Markup {
    let text = markdown(&beginning(text.trim(), most));
    let mut written = Written::default();
    events(&text).for_each(|event| written.push(event));
    html! { div.text { (PreEscaped(written.html)) } }
}

/// The beginning of a description as plain text in one line: what its first paragraph says, without its markup.
pub fn line(text: &str) -> String {
    let text = markdown(text);
    let mut line = String::new();
    for event in events(&text) {
        match event {
            Event::Text(text) | Event::Code(text) => line.push_str(&text),
            Event::SoftBreak | Event::HardBreak => line.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) if !line.trim().is_empty() => break,
            _ => {}
        }
    }
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn events(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// HTML so far.
#[derive(Default)]
struct Written {
    html: String,
    is_head: bool,
}

impl Written {
    fn push(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.add(html! { (&*text) }),
            Event::Code(text) => self.add(html! { code { (&*text) } }),
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>"),
            Event::Rule => self.html.push_str("<hr>"),
            _ => {}
        }
    }

    fn add(&mut self, markup: Markup) {
        self.html.push_str(&markup.into_string());
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::CodeBlock(_) => self
                .html
                .push_str("<pre tabindex=\"0\" role=\"region\" aria-label=\"Text\"><code>"),
            Tag::List(Some(first)) => self.add(html! { (PreEscaped(format!("<ol start=\"{first}\">"))) }),
            Tag::Link { dest_url, .. } => {
                let address = html! { (&**dest_url) }.into_string();
                self.html
                    .push_str(&format!("<a href=\"{address}\" rel=\"noreferrer\">"));
            }
            Tag::Table(_) => self
                .html
                .push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>"),
            Tag::TableHead => {
                self.is_head = true;
                self.html.push_str("<thead><tr>");
            }
            Tag::TableCell => self
                .html
                .push_str(if self.is_head { "<th scope=\"col\">" } else { "<td>" }),
            tag => {
                if let Some(name) = name(tag.to_end()) {
                    self.html.push_str(&format!("<{name}>"));
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => self.html.push_str("</code></pre>"),
            TagEnd::Link => self.html.push_str("</a>"),
            TagEnd::Table => self.html.push_str("</table></div>"),
            TagEnd::TableHead => {
                self.is_head = false;
                self.html.push_str("</tr></thead>");
            }
            TagEnd::TableCell => self.html.push_str(if self.is_head { "</th>" } else { "</td>" }),
            tag => {
                if let Some(name) = name(tag) {
                    self.html.push_str(&format!("</{name}>"));
                }
            }
        }
    }
}

/// The element that a tag is, where that has no attributes.
fn name(tag: TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph => "p",
        TagEnd::Emphasis => "em",
        TagEnd::Strong | TagEnd::Heading(_) => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::TableRow => "tr",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_shown_and_nothing_else_comes_in() {
        let shown = |text: &str| description(text, 1000).into_string();
        assert_eq!(
            shown("# A\n\n*b* **c** `d` [e](https://example.com/?a=1&b=\"2)\n\n1. f\n2. g"),
            "<div class=\"text\"><p><strong>A</strong></p><p><em>b</em> <strong>c</strong> <code>d</code> \
             <a href=\"https://example.com/?a=1&amp;b=&quot;2\" rel=\"noreferrer\">e</a></p>\
             <ol start=\"1\"><li>f</li><li>g</li></ol></div>"
        );
        let table = shown("| a | b |\n|---|---|\n| 1 | <b> |");
        assert!(
            table.contains("<th scope=\"col\">a</th>") && table.contains("<td>&lt;b&gt;</td>"),
            "{table}"
        );
        for text in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<img src=x onerror=alert(1)>",
            "```html\n</code></pre><script>\n```",
            "[x](https://a\"onmouseover=alert(1))",
        ] {
            let shown = shown(text);
            let is_tame = ["<script", "<img", "href=\"javascript", "\"onmouseover"]
                .iter()
                .all(|odd| !shown.contains(odd));
            assert!(is_tame, "{shown}");
        }
    }

    #[test]
    fn a_line_has_no_markup() {
        assert_eq!(
            line("The *first* `one`,\nand [more](https://e.com).\n\nNot this."),
            "The first one, and more."
        );
        assert_eq!(line("- a\n- b"), "a");
        assert_eq!(line(""), "");
    }
}
