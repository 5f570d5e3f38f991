//! What the evidence found that the provider's maintainers are told: examples that contradict their schemas.

use crate::bundle::Bundle;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::Document;
use crate::evidence::{self, Evidence, Example, Fault, Subject};
use crate::provider::{EXAMPLES, ProviderSource};
use serde_json::Value;
use std::collections::BTreeMap;

/// A text of more characters is not repeated in a message.
const SHOWN: usize = 60;

/// The examples that the evidence found to be invalid: what was expected, what was found, and where it stands.
pub(super) fn contradictions(
    source: &ProviderSource,
    bundle: &Bundle,
    subject: &Subject,
    evidence: &Evidence,
) -> Vec<Diagnostic> {
    let mut files = Files {
        source,
        bundle,
        examples: BTreeMap::new(),
    };
    let contradicting = evidence.examples().filter_map(|(tested, one)| match &one.verdict {
        evidence::Verdict::Contradicts(fault) => Some((tested, one, fault)),
        _ => None,
    });
    contradicting
        .map(|(tested, one, fault)| Diagnostic {
            code: Code::ContradictingExample,
            message: format!(
                "the example {} `{}`: {}",
                match one.reading {
                    evidence::Reading::Equal => "breaks a limit of",
                    evidence::Reading::Refused(_) => "contradicts",
                },
                local(&subject.targets[tested.target].type_path),
                told(one, fault)
            ),
            location: Some(files.location(one, fault)),
            help: "EVIDENCE.md lists it; correct the example or the schema upstream, or with a patch".to_owned(),
        })
        .collect()
}

/// The keyword and the place, what the keyword asks for, and what stands there.
fn told(one: &Example, fault: &Fault) -> String {
    let place = format!("`{}` at `{}`", fault.keyword, fault.pointer.escape_debug());
    let found = one.instance.pointer(&fault.pointer).map(found);
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

/// The files in which examples stand, read when they are asked for.
struct Files<'a> {
    source: &'a ProviderSource,
    bundle: &'a Bundle,
    examples: BTreeMap<String, Option<Document>>,
}

impl Files<'_> {
    /// Where the value at fault stands; where the example does, if that is not what the file says, but was put together.
    fn location(&mut self, one: &Example, fault: &Fault) -> Location {
        let (file, pointer) = (&one.location.file, &one.location.pointer);
        let exact = format!("{pointer}{}", fault.pointer);
        let at = |document: &Document| {
            let stands = document.value.pointer(pointer) == Some(&one.instance);
            document.location(if stands { &exact } else { pointer })
        };
        let unknown = || Location {
            file: file.clone(),
            pointer: pointer.clone(),
            span: None,
        };
        if !file.starts_with(EXAMPLES) {
            let document = self.bundle.documents().iter().find(|document| document.file == *file);
            return document.map_or_else(unknown, at);
        }
        let read = || Document::parse(file, self.source.file(file)?).0;
        let document = self.examples.entry(file.clone()).or_insert_with(read);
        document.as_ref().map_or_else(unknown, at)
    }
}

/// A path without the crate.
fn local(path: &str) -> &str {
    path.split_once("::").map_or(path, |(_, local)| local)
}
