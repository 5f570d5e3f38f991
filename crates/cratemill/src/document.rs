//! JSON text with a name, a draft, and the byte span of every pointer.

mod draft;
mod lenient;
mod scan;
mod spans;
mod walk;

use std::ops::Range;
use std::sync::OnceLock;

use indexmap::IndexSet;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

pub use draft::Draft;
pub use spans::child;

use crate::budget::{DOCUMENT_DEPTH, EXAMPLES_OF_A_SCHEMA};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::provider::{EXAMPLES, PATCHES};
use spans::{Oddities, Spans};
use walk::Position;

/// One JSON file of a provider.
#[derive(Clone, Debug)]
pub struct Document {
    /// Path relative to the provider's folder, `json-schema/session.json`.
    pub file: String,
    /// The text as published, without a byte order mark; spaces where a comment or a trailing comma stands.
    pub text: String,
    /// What the text means; patches change this and not the text.
    pub value: Value,
    /// How many examples are in the text and, because there are too many, not in the value.
    pub surplus: usize,
    /// The pointers of the schemas by name, in a document whose root is no schema but holds such.
    pub definitions: IndexSet<String>,
    spans: OnceLock<Spans>,
    lines: OnceLock<Vec<usize>>,
}

/// Whether the numbers of a value are for sure those of its text. A double of many digits, or of a great or small exponent,
/// may stand for a number that it can't be.
pub fn is_exact(value: &Value) -> bool {
    match value {
        Value::Number(number) if number.is_i64() || number.is_u64() => true,
        Value::Number(number) => {
            let size = number.as_f64().unwrap_or_default().abs();
            let text = number.to_string();
            let digits: String = text
                .split('e')
                .next()
                .into_iter()
                .flat_map(str::chars)
                .filter(char::is_ascii_digit)
                .collect();
            size == 0.0 || (1e-300..1e300).contains(&size) && digits.trim_matches('0').len() <= f64::DIGITS as usize
        }
        Value::Array(items) => items.iter().all(is_exact),
        Value::Object(object) => object.values().all(is_exact),
        _ => true,
    }
}

impl Document {
    /// Reads a file: the document if it is JSON, and everything odd that was met.
    ///
    /// Findings are [`Code::MalformedJson`] and [`Code::TooDeep`], without a document, and
    /// [`Code::DuplicateName`], [`Code::NumberOutOfRange`], [`Code::TooManyExamples`] and [`Code::Comments`], with one.
    pub fn parse(file: &str, bytes: &[u8]) -> (Option<Self>, Vec<Diagnostic>) {
        match read(file, bytes) {
            Ok((document, warnings)) => (Some(document), warnings),
            Err(error) => (None, vec![*error]),
        }
    }

    /// The path below the file's top folder, `session.json`: the name by which manifest, lock and
    /// patches know the document.
    pub fn name(&self) -> &str {
        self.file.split_once('/').map_or(&self.file, |(_, name)| name)
    }

    /// The draft that `$schema` names, or that the form of an OpenAPI document implies.
    pub fn draft(&self) -> Draft {
        Draft::of(&self.value)
    }

    /// The byte range in the text of the value at a JSON Pointer; of a repeated name, the last.
    pub fn span(&self, pointer: &str) -> Option<Range<usize>> {
        self.spans().get(pointer)
    }

    /// The place of the value at a JSON Pointer. Where the text has no such value (a patch has added
    /// it), the span is that of the nearest value around it.
    pub fn location(&self, pointer: &str) -> Location {
        let around = std::iter::successors(Some(pointer), |inner| inner.rfind('/').map(|end| &inner[..end]));
        Location {
            file: self.file.clone(),
            pointer: pointer.to_owned(),
            span: around.into_iter().find_map(|pointer| self.span(pointer)),
        }
    }

    /// The line of a place in the text, counted from 1.
    pub fn line(&self, offset: usize) -> usize {
        let ends = || self.text.match_indices('\n').map(|(end, _)| end).collect();
        let ends = self.lines.get_or_init(ends);
        ends.partition_point(|end| *end < offset) + 1
    }

    fn spans(&self) -> &Spans {
        self.spans.get_or_init(|| Spans::of(&self.text, position(&self.file)))
    }
}

/// What the whole of a file is, by its folder.
fn position(file: &str) -> Position {
    match file.split('/').next() {
        Some(EXAMPLES | PATCHES) => Position::Data,
        _ => Position::Schema,
    }
}

/// Errors are boxed: they are large and rare.
fn read(file: &str, bytes: &[u8]) -> Result<(Document, Vec<Diagnostic>), Box<Diagnostic>> {
    let finding = |code, message, pointer: &str, span, help: &str| {
        Box::new(Diagnostic {
            code,
            message,
            location: Some(Location {
                file: file.to_owned(),
                pointer: pointer.to_owned(),
                span,
            }),
            help: help.to_owned(),
        })
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let message = "the text is UTF-16, not UTF-8".to_owned();
        Err(finding(
            Code::MalformedJson,
            message,
            "",
            None,
            "save the file as UTF-8",
        ))?;
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let start = error.valid_up_to();
        let span = Some(start..start + error.error_len().unwrap_or(1));
        let message = "the text is not UTF-8".to_owned();
        finding(Code::MalformedJson, message, "", span, "save the file as UTF-8")
    })?;
    if text.trim().is_empty() {
        let message = "the file is empty".to_owned();
        let help = "fetch the file again, or delete it; the rest of the provider goes on";
        Err(finding(Code::MalformedJson, message, "", Some(0..0), help))?;
    }
    let scan::Scan { too_deep, huge_numbers } = scan::scan(text);
    if let Some(start) = too_deep {
        let message = format!("arrays and objects lie more than {DOCUMENT_DEPTH} deep in each other");
        let help = "split the file, and use `$ref` where a schema repeats itself";
        Err(finding(Code::TooDeep, message, "", Some(start..start + 1), help))?;
    }
    let clamped = scan::clamped(text, &huge_numbers);
    let malformed = |error: serde_json::Error| {
        let message = message_of(&error);
        let span = offset(text, error.line(), error.column());
        // A comma is missing behind what comes before it, and not before what comes behind it.
        let span = match message.starts_with("expected `,`") {
            true => behind(text, span.start),
            false => span,
        };
        let help = "fetch the file again, or correct it; the rest of the provider goes on";
        finding(Code::MalformedJson, message, "", Some(span), help)
    };
    // What is no JSON may be so anywhere, and the value of the whole tells best what is wrong.
    if serde_json::from_str::<IgnoredAny>(&clamped).is_err() {
        if let Some((strict, first)) = lenient::strict(text)
            && let Ok((document, mut findings)) = read(file, strict.as_bytes())
        {
            let message = "comments and trailing commas are no JSON; they are read over".to_owned();
            let help = "remove them, if other tools are to read the file";
            findings.push(*finding(Code::Comments, message, "", Some(first), help));
            return Ok((document, findings));
        }
        parse_value(&clamped).map_err(malformed)?;
    }
    let Oddities {
        duplicates,
        numbers,
        surplus,
    } = spans::oddities(text, position(file), &huge_numbers);
    let kept = spans::without(&clamped, surplus.iter().map(|(_, _, range)| range));
    let value = match parse_value(&kept) {
        Ok(value) => value,
        Err(_) => parse_value(&clamped).map_err(malformed)?,
    };
    let duplicates = duplicates.into_iter().map(|(pointer, span)| {
        let message = "a property name stands twice in one object".to_owned();
        let help = "the last one counts; remove the others, or correct the value with a patch";
        *finding(Code::DuplicateName, message, &pointer, Some(span), help)
    });
    let huge = huge_numbers.iter().map(|span| {
        let message = format!("`{}` is beyond the range of numbers", shortened(&text[span.clone()]));
        let pointer = numbers.get(&span.start).map_or("", String::as_str);
        let help = "it is read as 1e308 with the same sign";
        *finding(Code::NumberOutOfRange, message, pointer, Some(span.clone()), help)
    });
    let beyond = surplus.iter().map(|(pointer, count, range)| {
        let message = format!("the schema has {count} examples; the first {EXAMPLES_OF_A_SCHEMA} are taken");
        let help = "the others are no part of the crate; what they show can be shown with fewer";
        let span = range.start..range.start;
        *finding(Code::TooManyExamples, message, pointer, Some(span), help)
    });
    let warnings = duplicates.chain(huge).chain(beyond).collect();
    let document = Document {
        file: file.to_owned(),
        text: text.to_owned(),
        value,
        surplus: surplus.iter().map(|(_, count, _)| count - EXAMPLES_OF_A_SCHEMA).sum(),
        definitions: IndexSet::new(),
        spans: OnceLock::new(),
        lines: OnceLock::new(),
    };
    Ok((document, warnings))
}

/// The depth has been checked, so the reader's own, lower limit is off.
fn parse_value(text: &str) -> serde_json::Result<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    let value = Value::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// The reader's message without the place, which the location tells.
fn message_of(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    message.strip_suffix(&place).unwrap_or(&message).to_owned()
}

/// The character at a line and column, both counted from 1, the column in bytes.
fn offset(text: &str, line: usize, column: usize) -> Range<usize> {
    let before = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start = before.map(str::len).sum::<usize>() + column.saturating_sub(1);
    let start = (0..=start.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let start = start.unwrap_or_default();
    let width = text[start..].chars().next().map_or(0, char::len_utf8);
    start..start + width
}

/// The empty place behind the last token that ends before another place.
fn behind(text: &str, start: usize) -> Range<usize> {
    let end = text.get(..start).map_or(start, |before| before.trim_end().len());
    end..end
}

/// A literal that may be thousands of digits long, for a message.
fn shortened(literal: &str) -> String {
    match literal.char_indices().nth(24) {
        Some((end, _)) => format!("{}...", &literal[..end]),
        None => literal.to_owned(),
    }
}

#[cfg(test)]
mod tests;
