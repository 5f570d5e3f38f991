//! What the evidence found that the provider's maintainers are told: examples that contradict their schemas.

mod hiding;

use super::Journey;
use crate::bundle::Bundle;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::Document;
use crate::evidence::{self, Evidence, Example, Fault, Subject};
use crate::provider::{EXAMPLES, ProviderSource};
use hiding::Hiding;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// A text of more characters is not repeated in a message.
const SHOWN: usize = 60;

/// The examples that the evidence found to be invalid: what was expected, what was found, and where it stands.
/// Of a secret the JSON type is told, and no span, so that no line of the file is shown.
pub(super) fn contradictions(
    source: &ProviderSource,
    journey: &Journey,
    subject: &Subject,
    evidence: &Evidence,
) -> Vec<Diagnostic> {
    let mut files = Files {
        source,
        bundle: &journey.bundle,
        hiding: Hiding::new(&journey.types, &journey.manifest.secrets),
        examples: BTreeMap::new(),
    };
    let contradicting = evidence.examples().filter_map(|(tested, one)| match &one.verdict {
        evidence::Verdict::Contradicts(fault) => Some((tested, one, fault)),
        _ => None,
    });
    contradicting
        .map(|(tested, one, fault)| {
            let id = subject.targets[tested.target].index;
            let is_secret = files.is_secret(id, one, fault);
            Diagnostic {
                code: Code::ContradictingExample,
                message: format!(
                    "the example {} `{}`: {}",
                    match one.reading {
                        evidence::Reading::Equal => "breaks a limit of",
                        evidence::Reading::Refused(_) => "contradicts",
                    },
                    local(&subject.targets[tested.target].type_path),
                    told(one, fault, is_secret)
                ),
                location: Some(files.location(id, one, fault, is_secret)),
                help: "EVIDENCE.md lists it; correct the example or the schema upstream, or with a patch".to_owned(),
            }
        })
        .collect()
}

/// The keyword and the place, what the keyword asks for, and what stands there.
fn told(one: &Example, fault: &Fault, is_secret: bool) -> String {
    let place = format!("`{}` at `{}`", fault.keyword, fault.pointer.escape_debug());
    let found = one.instance.pointer(&fault.pointer).map(|value| match is_secret {
        true => kind(value).to_owned(),
        false => found(value),
    });
    match (&fault.expected, found) {
        (Some(expected), _) if fault.keyword == "required" => format!("{place}, expected {expected}"),
        (Some(expected), Some(found)) => format!("{place}, expected {expected}, found {found}"),
        (None, Some(found)) => format!("{place}, found {found}"),
        (Some(expected), None) => format!("{place}, expected {expected}"),
        (None, None) => place,
    }
}

/// A value in a few words.
fn found(value: &Value) -> String {
    match value {
        Value::Null => "`null`".to_owned(),
        Value::Array(items) => format!("an array of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) if text.chars().count() > SHOWN => format!("a string of {}", text.chars().count()),
        Value::String(text) => format!("the string `{:?}`", text),
        scalar => format!("`{scalar}`"),
    }
}

/// The JSON type of a value.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "`null`",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The files in which examples stand, read when they are asked for.
struct Files<'a> {
    source: &'a ProviderSource,
    bundle: &'a Bundle,
    hiding: Hiding<'a>,
    examples: BTreeMap<String, Option<Document>>,
}

impl Files<'_> {
    /// Whether the value at fault is a secret, or lies inside one.
    fn is_secret(&mut self, id: usize, one: &Example, fault: &Fault) -> bool {
        if self.hiding.is_at(id, &one.instance, &fault.pointer) {
            return true;
        }
        let hiding = &self.hiding;
        let document = document(self.source, self.bundle, &mut self.examples, &one.location.file);
        document.is_some_and(|document| hiding.is_place(document, &one.location.pointer))
    }

    /// Where the value at fault stands; where the example does, if that is not what the file says, but was put together.
    fn location(&mut self, id: usize, one: &Example, fault: &Fault, is_secret: bool) -> Location {
        let (file, pointer) = (&one.location.file, &one.location.pointer);
        let unknown = || Location {
            file: file.clone(),
            pointer: pointer.clone(),
            span: None,
        };
        let hiding = &self.hiding;
        let Some(document) = document(self.source, self.bundle, &mut self.examples, file) else {
            return unknown();
        };
        let exact = format!("{pointer}{}", fault.pointer);
        let stands = document.value.pointer(pointer) == Some(&one.instance);
        let mut location = document.location(if stands { &exact } else { pointer });
        let line = |span: &Range<usize>| line(&document.text, span.start);
        let shows = |line: Range<usize>| hiding.is_on_line(document, &line, id, pointer);
        if is_secret || location.span.as_ref().map(line).is_some_and(shows) {
            location.span = None;
        }
        location
    }
}

/// The document of a schema or an example.
fn document<'d>(
    source: &ProviderSource,
    bundle: &'d Bundle,
    examples: &'d mut BTreeMap<String, Option<Document>>,
    file: &str,
) -> Option<&'d Document> {
    if !file.starts_with(EXAMPLES) {
        return bundle.documents().iter().find(|document| document.file == file);
    }
    let read = || Document::parse(file, source.file(file)?).0;
    examples.entry(file.to_owned()).or_insert_with(read).as_ref()
}

/// The line around a place in a text.
fn line(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let start = bytes[..at]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1);
    let end = bytes[at..].iter().position(|byte| *byte == b'\n');
    start..end.map_or(bytes.len(), |length| at + length)
}

/// A path without the crate.
fn local(path: &str) -> &str {
    path.split_once("::").map_or(path, |(_, local)| local)
}
