//! Diagnostics as rustc would print them: what, where, the line of the source, what to do.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str as harmless};
use cratemill::diagnostic::{Code, Diagnostic, Location, Severity};
use cratemill::provider::SCHEMAS;

use crate::providers::Provider;
use crate::{Failure, Terminal, paths, program};

mod machine;

pub use machine::Format;

/// Prints a provider's diagnostics in a format: for people as [`print()`] does, for programs each in one line.
pub fn tell(
    provider: &Provider,
    diagnostics: &[Diagnostic],
    format: Format,
    all: bool,
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    match format {
        Format::Human => print(provider, diagnostics, all, terminal),
        _ => machine::print(provider, diagnostics, format, terminal),
    }
}

/// How many there are of each severity: `2 errors, 1 note`, or `none`.
pub fn counts(diagnostics: &[Diagnostic]) -> String {
    let words = [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Note, "note"),
    ];
    let parts = words.iter().filter_map(|(severity, word)| {
        let count = diagnostics.iter().filter(|it| it.severity() == *severity).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {word}{plural}"))
    });
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() {
        "none".to_owned()
    } else {
        parts.join(", ")
    }
}

/// How many different findings of one provider are shown in full.
const SHOWN: usize = 20;
/// How many of them of one kind.
const SHOWN_OF_A_KIND: usize = 5;
/// A line of more bytes is not shown, not even in part: a file can be one line of many megabytes.
const LONGEST_LINE: usize = 1 << 21;

/// Prints a provider's diagnostics, sorted as they are given. Equal ones are shown once with their number; beyond the first
/// 20, and the first 5 of a kind, only how many there are of a kind and in how many files, unless all are asked for.
pub fn print(
    provider: &Provider,
    diagnostics: &[Diagnostic],
    all: bool,
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    let renderer = match terminal.colour {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    let mut alike: BTreeMap<(Code, &str, &str), Places<'_>> = BTreeMap::new();
    let mut kinds: BTreeMap<Code, usize> = BTreeMap::new();
    let mut hidden: BTreeMap<Code, Places<'_>> = BTreeMap::new();
    for diagnostic in diagnostics {
        alike.entry(key(diagnostic)).or_default().add(diagnostic);
    }
    let mut shown = 0;
    for diagnostic in diagnostics {
        let places = match all {
            true => Some(1),
            false => alike.get(&key(diagnostic)).map(|places| places.count),
        };
        let Some(places) = places else { continue };
        let of_kind = kinds.entry(diagnostic.code).or_default();
        if !all && (shown >= SHOWN || *of_kind >= SHOWN_OF_A_KIND) {
            let others = alike.remove(&key(diagnostic)).unwrap_or_default();
            hidden.entry(diagnostic.code).or_default().join(others);
            continue;
        }
        alike.remove(&key(diagnostic));
        (shown, *of_kind) = (shown + 1, *of_kind + 1);
        writeln!(
            terminal.err,
            "{}\n",
            render(provider, diagnostic, places - 1, &renderer)
        )?;
    }
    if !hidden.is_empty() {
        write!(terminal.err, "{}", rest(&provider.source.name, &hidden))?;
    }
    Ok(())
}

/// One diagnostic, with the number of further places where the same is to be said.
pub fn render(provider: &Provider, diagnostic: &Diagnostic, elsewhere: usize, renderer: &Renderer) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    match &diagnostic.location {
        Some(location) => {
            group = place(group, provider, location);
            if !location.pointer.is_empty() {
                group = group.element(Level::NOTE.with_name("at").message(harmless(&location.pointer)));
            }
        }
        None => group = group.element(Origin::path(harmless(&paths::shown(&provider.folder)))),
    }
    if elsewhere > 0 {
        let places = if elsewhere == 1 { "place" } else { "places" };
        let more = format!("the same at {elsewhere} more {places}, all with `--verbose`");
        group = group.element(Level::NOTE.message(more));
    }
    if !diagnostic.help.is_empty() {
        group = group.element(Level::HELP.message(harmless(&program::named(&diagnostic.help))));
    }
    renderer.render(&[group])
}

/// The path of a place's file, as a person would type it; of what is not on disk, where it was fetched from.
fn path(provider: &Provider, location: &Location) -> String {
    let (top, file) = location.file.split_once('/').unwrap_or(("", &location.file));
    let mut places = provider.elsewhere.iter().flat_map(|elsewhere| &elsewhere.places);
    if let Some((_, place)) = places.find(|(folder, _)| *folder == top) {
        return format!("{place}{file}");
    }
    let below = match location.file.strip_prefix(SCHEMAS) {
        Some(below) if provider.flat => below.trim_start_matches('/'),
        _ => &location.file,
    };
    paths::shown(&provider.folder.join(below))
}

/// Adds the file, line and column, and the line itself, as far as they are known.
fn place<'a>(group: Group<'a>, provider: &Provider, location: &Location) -> Group<'a> {
    let path = harmless(&path(provider, location));
    let (Some(span), Some(bytes)) = (&location.span, provider.source.file(&location.file)) else {
        return group.element(Origin::path(path));
    };
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let excerpt = Excerpt::of(&text, span);
    if excerpt.text.len() > LONGEST_LINE {
        let column = excerpt.text[..excerpt.span.start].chars().count() + 1;
        return group.element(Origin::path(path).line(excerpt.line).char_column(column));
    }
    let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).path(path);
    group.element(snippet.annotation(AnnotationKind::Primary.span(excerpt.span)))
}

/// The one line of a source that is shown.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt {
    line: usize,
    text: String,
    span: Range<usize>,
}

impl Excerpt {
    /// The line on which the span begins. Of a value over several lines, all of that line is marked:
    /// it has the name as well as the brace.
    fn of(text: &str, span: &Range<usize>) -> Self {
        let start = floor(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |length| start + length);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let indent = line.len() - line.trim_start().len();
        let (from, to) = match span.end > line_end {
            true => (indent.min(start - line_start), line.len()),
            false => (start - line_start, floor(text, span.end) - line_start),
        };
        Self {
            line: text[..line_start].matches('\n').count() + 1,
            text: line.to_owned(),
            span: from..to.clamp(from, line.len()),
        }
    }
}

/// The nearest place between two characters, not after `index`.
fn floor(text: &str, index: usize) -> usize {
    let index = index.min(text.len());
    (0..=index)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or_default()
}

fn key(diagnostic: &Diagnostic) -> (Code, &str, &str) {
    (diagnostic.code, &diagnostic.message, &diagnostic.help)
}

/// Findings, and the files that they are in.
#[derive(Default)]
struct Places<'a> {
    count: usize,
    files: BTreeSet<&'a str>,
}

impl<'a> Places<'a> {
    fn add(&mut self, diagnostic: &'a Diagnostic) {
        self.count += 1;
        self.files
            .extend(diagnostic.location.as_ref().map(|at| at.file.as_str()));
    }

    fn join(&mut self, others: Places<'a>) {
        self.count += others.count;
        self.files.extend(others.files);
    }
}

/// What was not shown, by kind.
fn rest(name: &str, hidden: &BTreeMap<Code, Places<'_>>) -> String {
    let count: usize = hidden.values().map(|places| places.count).sum();
    let mut text = format!("{name}: {count} more, not shown\n");
    for (code, Places { count, files }) in hidden {
        let files = match files.len() {
            0 => String::new(),
            1 => " in 1 file".to_owned(),
            many => format!(" in {many} files"),
        };
        text.push_str(&format!("... and {count} more{files} ({code})  {}\n", code.title()));
    }
    let first = hidden
        .keys()
        .next()
        .map_or(Cow::from("CODE"), |code| code.to_string().into());
    let more = format!("`--verbose` shows all, `cargo xtask explain {first}` says more\n\n");
    text.push_str(&program::named(&more));
    text
}

#[cfg(test)]
mod tests;
