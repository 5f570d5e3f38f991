//! Diagnostics for programs: each in one line.

use std::io::Write;

use cratemill::diagnostic::{Diagnostic, Location, Severity};
use serde_json::{Value, json};

use super::path;
use crate::providers::Provider;
use crate::{Failure, Terminal, program};

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: the line of the source, and what to do; alike ones are folded
    #[default]
    Human,
    /// `file:line:column: severity[code]: message`, as editors take it
    Short,
    /// An object of JSON each, on standard output and nothing else there
    Json,
    /// Annotations, as workflows of GitHub take them
    Github,
}

impl Format {
    /// A terminal for what is no diagnostic: its results go `nowhere` where those of the command are diagnostics alone.
    pub(crate) fn beside<'t>(self, terminal: &'t mut Terminal<'_>, nowhere: &'t mut dyn Write) -> Terminal<'t> {
        Terminal {
            out: match self {
                Format::Json => nowhere,
                _ => &mut *terminal.out,
            },
            err: &mut *terminal.err,
            colour: terminal.colour,
            progress: terminal.progress,
        }
    }
}

/// Where a diagnostic points to, lines and columns counted from 1, columns in characters.
struct Span {
    start: (usize, usize),
    end: (usize, usize),
}

/// Prints all diagnostics, each in one line of the format.
pub(super) fn print(
    provider: &Provider,
    diagnostics: &[Diagnostic],
    format: Format,
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    for one in diagnostics {
        match format {
            Format::Json => writeln!(terminal.out, "{}", object(provider, one))?,
            Format::Github => writeln!(terminal.err, "{}", annotation(provider, one))?,
            Format::Short | Format::Human => writeln!(terminal.err, "{}", line(provider, one))?,
        }
    }
    Ok(())
}

fn line(provider: &Provider, one: &Diagnostic) -> String {
    let (file, span) = place(provider, one);
    let at = span.map_or_else(String::new, |span| format!(":{}:{}", span.start.0, span.start.1));
    let text = format!("{file}{at}: {}[{}]: {}", word(one.severity()), one.code, one.message);
    text.chars()
        .map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c })
        .collect()
}

fn object(provider: &Provider, one: &Diagnostic) -> Value {
    let (file, span) = place(provider, one);
    let mut object = json!({
        "provider": provider.source.name,
        "code": one.code.as_str(),
        "severity": word(one.severity()),
        "message": one.message,
        "help": program::named(&one.help),
        "file": file,
    });
    if let Some(at) = &one.location {
        object["pointer"] = Value::from(at.pointer.as_str());
    }
    if let Some(Span { start, end }) = span {
        object["start"] = json!({ "line": start.0, "column": start.1 });
        object["end"] = json!({ "line": end.0, "column": end.1 });
    }
    object
}

/// A command of GitHub's workflows: data and properties are escaped in ways of their own.
fn annotation(provider: &Provider, one: &Diagnostic) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let command = match one.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let (file, span) = place(provider, one);
    let mut properties = format!("file={}", property(&file));
    if let Some(Span { start, end }) = span {
        properties.push_str(&format!(",line={},endLine={}", start.0, end.0));
        if start.0 == end.0 {
            properties.push_str(&format!(",col={},endColumn={}", start.1, end.1));
        }
    }
    let title = format!("{}: {}", one.code, one.code.title());
    let text = format!("{}\n{}", one.message, program::named(&one.help));
    format!(
        "::{command} {properties},title={}::{}",
        property(&title),
        data(text.trim_end())
    )
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The file of a diagnostic, and where in it; the provider's folder, if it is of no file.
fn place(provider: &Provider, one: &Diagnostic) -> (String, Option<Span>) {
    match &one.location {
        Some(at) => (path(provider, at), span(provider, at)),
        None => (crate::paths::shown(&provider.folder), None),
    }
}

fn span(provider: &Provider, at: &Location) -> Option<Span> {
    let range = at.span.as_ref()?;
    let bytes = provider.source.file(&at.file)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    let position = |offset: usize| {
        let before = &text[..super::floor(&text, offset)];
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        (before.matches('\n').count() + 1, before[line..].chars().count() + 1)
    };
    Some(Span {
        start: position(range.start),
        end: position(range.end),
    })
}
