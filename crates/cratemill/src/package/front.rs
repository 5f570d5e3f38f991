//! The front page of a crate's documentation: what it is, its components, and how its types are used, by tested examples.

use super::building::built;
use super::shown::{Candidate, candidates};
use super::{Contents, crate_name};
use crate::budget;
use crate::convert::{Field, Kind, RustType, Type};
use crate::evidence::Subject;
use crate::render::{doc_text, json_text};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Some of the page, which names types.
pub(super) struct Part {
    /// In Markdown, for rustdoc.
    pub(super) text: String,
    /// The features with which the types that it names are there.
    pub(super) features: BTreeSet<String>,
}

impl Part {
    fn plain(text: String) -> Part {
        Part {
            text,
            features: BTreeSet::new(),
        }
    }

    fn of(contents: &Contents<'_>, one: &Type, text: String) -> Part {
        let features = contents.types.features.of_type(one);
        Part {
            text,
            features: features.into_iter().map(str::to_owned).collect(),
        }
    }
}

/// The page, from its beginning to its end.
pub(super) fn page(contents: &Contents<'_>) -> Vec<Part> {
    let mut text = introduction(contents);
    let manifest = contents.manifest;
    if let Some(homepage) = &manifest.homepage {
        let _ = write!(text, "\nThe provider's own documentation: <{homepage}>.\n");
    }
    if let Some(repository) = &manifest.source.repository {
        let _ = write!(text, "\nThe schemas come from <{repository}>.\n");
    }
    let mut parts = vec![Part::plain(text)];
    components(contents, &mut parts);
    let found = contents
        .evidence
        .map(|evidence| candidates(contents.types, contents.subject, evidence));
    let found = found.unwrap_or_default();
    let mut section = |title: &str, words: &str, one: &Candidate<'_>, example: String| {
        parts.push(Part::plain(format!("\n# {title}\n{words}")));
        parts.push(Part::of(contents, &contents.types.types[one.id], example));
    };
    if let Some(first) = found.first() {
        section("Reading", READING, first, Sample::new(contents, first).reading());
        if let Some((one, example)) = building(contents, &found) {
            section("Building", BUILDING, one, example);
        }
        if let Some(grown) = found.iter().find(|one| one.can_grow(contents)) {
            section("Evolving", EVOLVING, grown, Sample::new(contents, grown).evolving());
        }
        if let Some(judged) = found.iter().find(|one| one.is_judged(contents)) {
            section(
                "Validating",
                VALIDATING,
                judged,
                Sample::new(contents, judged).validating(),
            );
        }
        if let Some(one) = found.iter().find(|one| one.is_secret(contents)) {
            section("Secrets", SECRETS, one, Sample::new(contents, one).secret());
        }
    }
    parts.push(Part::plain(format!("\n# Features\n{}", features(contents))));
    parts
}

/// In Markdown, for the README: what it is, and one example.
pub(super) fn short(contents: &Contents<'_>) -> String {
    let mut text = introduction(contents);
    let found = contents
        .evidence
        .map(|evidence| candidates(contents.types, contents.subject, evidence));
    if let Some(first) = found.unwrap_or_default().first() {
        let code = Sample::new(contents, first).reading();
        let lines = code.lines().filter(|line| !line.starts_with("# "));
        let lines: Vec<&str> = lines.collect();
        let _ = writeln!(text, "{}", lines.join("\n").replacen("```", "```rust", 1));
    }
    text + READING
}

const READING: &str = "
Reading keeps everything: properties, enum values and alternatives that the schema does not name, the text of
dates and identifiers, `null` apart from absent. What reading does not check, `validate()` does (feature `validate`).
";
const BUILDING: &str = "
A setter takes what its field can be made of; `build()` names what is required and missing, and can't fail where nothing is.
";
const EVOLVING: &str = "
What a newer server sends is kept, written again, and told by `unknowns()`.
";
const VALIDATING: &str = "
With the feature `validate` every type has `validate()`, the schema's own word on patterns, lengths, ranges and whatever else
reading does not ask for; `validate_with()` asserts formats too.
";
const SECRETS: &str = "
`Debug` hides tokens, passwords and keys, so that none gets into a log. The fields are plain.
";
const FEATURES: &str = "
| feature | what it adds |
|---|---|
| `validate` | `validate()` on every type: the schema's own word, by the `jsonschema` crate; `validate_with()` asserts formats too |
| `jiff`, `chrono`, `time`, `uuid`, `url`, `uri` | where the types hold such texts: conversion from and to the types of these crates |
";
const MODULES: &str = "
Those of modules are on by default; with `default-features = false` no more is compiled than what is named, and what that reaches.
";
/// The name of a property that no provider has.
const NEW: &str = "addedTomorrow";

/// The table of the crate's features.
pub(super) fn features(contents: &Contents<'_>) -> String {
    let names = contents.types.features.needs.keys();
    let names: Vec<String> = names.map(|name| format!("`{}`", doc_text(name))).collect();
    match names.is_empty() {
        true => format!("\nNone is on by default.\n{FEATURES}"),
        false => format!(
            "{MODULES}{FEATURES}| {} | the modules of that name, or that begin with it |\n",
            names.join(", ")
        ),
    }
}

fn introduction(contents: &Contents<'_>) -> String {
    let display = doc_text(contents.manifest.display_name.as_deref().unwrap_or(contents.provider));
    let mut text = format!("Types of the {display} API, generated from its JSON Schema files.\n");
    if let Some(description) = &contents.manifest.description {
        let _ = write!(text, "\n{}\n", doc_text(description));
    }
    text
}

/// A table of the components, those that most types hold first.
fn components(contents: &Contents<'_>, parts: &mut Vec<Part>) {
    let types = contents.types;
    let components = types.modules.iter().map(|module| module.component.as_str());
    let components: BTreeSet<&str> = components.collect();
    let mut all: Vec<(usize, &Type)> = types
        .types
        .iter()
        .enumerate()
        .filter(|(_, one)| components.contains(one.address.as_str()))
        .collect();
    if all.is_empty() {
        return;
    }
    let held = crate::convert::holders(types);
    let count = all.len();
    if count > budget::SHOWN_COMPONENTS {
        all.sort_by_key(|(id, _)| (std::cmp::Reverse(held[*id].len()), *id));
        all.truncate(budget::SHOWN_COMPONENTS);
    }
    parts.push(Part::plain("\n# Components\n\n| type | |\n|---|---|\n".to_owned()));
    for (_, one) in &all {
        let path = one.path();
        let summary = summary(one).replace('|', "\\|");
        let row = format!("| [`{path}`](type@{path}) | {summary} |\n");
        parts.push(Part::of(contents, one, row));
    }
    if count > all.len() {
        parts.push(Part::plain(format!(
            "\nThese are what others refer to most; there are {} more.\n",
            count - all.len()
        )));
    }
}

/// The first sentence of what is said of a type, in one line of text.
fn summary(one: &Type) -> String {
    let said = one.documentation.description.as_deref();
    let said = said.or(one.documentation.title.as_deref()).unwrap_or_default().trim();
    let paragraph = said.split("\n\n").next().unwrap_or_default();
    let sentence = paragraph.split_inclusive(". ").next().unwrap_or_default();
    let line = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = match line.char_indices().nth(budget::SHOWN_LIMIT_BYTES) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    };
    // Backticks that are cut apart, or a pipe between them, would spoil the row.
    let line = line.replace('`', "'");
    match line.is_empty() {
        true => String::new(),
        false => doc_text(&line).replace('\n', " ").replace("\\|", "|"),
    }
}

/// A value that is built, or else changed.
fn building<'f, 'a>(contents: &Contents<'_>, found: &'f [Candidate<'a>]) -> Option<(&'f Candidate<'a>, String)> {
    let name = crate_name(contents.provider, contents.manifest);
    let chains = found.iter().take(budget::SHOWN_COMPONENTS).find_map(|one| {
        let own = &contents.types.types[one.id].name;
        Some((one, built(contents.types, one.id, own, one.instance, &name)?))
    });
    let Some((one, chain)) = chains else {
        return found
            .iter()
            .find_map(|one| Some((one, Sample::new(contents, one).changed()?)));
    };
    let import = Sample::new(contents, one).import();
    let example = format!(
        "\n```\n{import}\nlet value = {chain};\nlet text = lossless::to_string(&value)?;\n\
         # assert_eq!(lossless::from_str::<{}>(&text)?, value);\n{END}```\n",
        one.name(contents)
    );
    Some((one, example))
}

impl Candidate<'_> {
    fn name<'t>(&self, contents: &Contents<'t>) -> &'t str {
        &contents.types.types[self.id].name
    }

    fn fields<'t>(&self, contents: &Contents<'t>) -> &'t [Field] {
        match &contents.types.types[self.id].kind {
            Kind::Object(object) => &object.fields,
            _ => &[],
        }
    }

    /// Whether a new property is one that the schema says nothing of.
    fn can_grow(&self, contents: &Contents<'_>) -> bool {
        let kind = &contents.types.types[self.id].kind;
        matches!(kind, Kind::Object(object) if object.additional.is_none())
    }

    /// Whether it has a secret.
    fn is_secret(&self, contents: &Contents<'_>) -> bool {
        self.fields(contents).iter().any(|field| {
            let value = self.instance.get(&field.name);
            field.secret && value.is_some_and(|value| !value.is_null())
        })
    }

    /// Whether its own schema was the judge.
    fn is_judged(&self, contents: &Contents<'_>) -> bool {
        let Subject { targets, .. } = contents.subject;
        let is_own = targets.iter().any(|target| target.index == self.id && target.validates);
        is_own && !self.is_part && contents.types.types[self.id].schema.is_some()
    }
}

const END: &str = "# Ok::<(), Box<dyn std::error::Error>>(())\n";

/// An instance in a program.
struct Sample<'a> {
    contents: &'a Contents<'a>,
    one: &'a Candidate<'a>,
    name: &'a str,
}

impl<'a> Sample<'a> {
    fn new(contents: &'a Contents<'a>, one: &'a Candidate<'a>) -> Self {
        Sample {
            contents,
            one,
            name: one.name(contents),
        }
    }

    fn import(&self) -> String {
        let krate = crate_name(self.contents.provider, self.contents.manifest);
        let path = self.contents.types.types[self.one.id].path();
        match super::runtime(self.contents.types) {
            true => format!("use {krate}::{{{path}, lossless}};\n"),
            false => format!("use {krate}::{path};\n"),
        }
    }

    /// The text as a raw string, which ends behind a quote and more number signs than the text has in a row.
    fn raw(json: &str) -> String {
        let longest = json.split(|c| c != '#').map(str::len).max().unwrap_or(0);
        let fence = "#".repeat(longest + 1);
        format!("r{fence}\"{json}\"{fence}")
    }

    /// The instance in one line that rustdoc does not show.
    fn hidden(&self) -> String {
        let json = json_text(self.one.instance);
        let json: Vec<&str> = json.lines().map(str::trim_start).collect();
        format!("# let text = {};\n", Self::raw(&json.join(" ")))
    }

    fn reading(&self) -> String {
        let text = Self::raw(&json_text(self.one.instance));
        format!(
            "\n```\n{}\nlet text = {text};\nlet value: {} = lossless::from_str(text)?;\n{}\
             assert_eq!(lossless::to_value(&value)?, text.parse::<lossless::Value>()?);\n{END}```\n",
            self.import(),
            self.name,
            self.field()
        )
    }

    /// A line that looks at a property.
    fn field(&self) -> String {
        let plain =
            |text: &str| text.len() < 40 && text.chars().all(|c| c.is_ascii_alphanumeric() || " .@_-".contains(c));
        let mut lines = self.one.fields(self.contents).iter().filter_map(|field| {
            let text = self
                .one
                .instance
                .get(&field.name)?
                .as_str()
                .filter(|text| plain(text))?;
            let is_text = field.presence == crate::convert::Presence::Required && field.value == RustType::String;
            (is_text && !field.secret).then(|| format!("assert_eq!(value.{}, {text:?});\n", field.identifier))
        });
        lines.next().unwrap_or_default()
    }

    /// A copy with another text, where a whole value can't be written in a line each.
    fn changed(&self) -> Option<String> {
        let is_text = |field: &&Field| {
            let plain = field.presence == crate::convert::Presence::Required && field.value == RustType::String;
            plain && !field.secret
        };
        let field = self.one.fields(self.contents).iter().find(is_text)?;
        let name = field.identifier.trim_start_matches("r#");
        Some(format!(
            "\n```\n{}\n{}let value: {} = lossless::from_str(text)?;\nlet value = value.with_{name}(\"another\");\n\
             assert_eq!(value.{}, \"another\");\n{END}```\n",
            self.import(),
            self.hidden(),
            self.name,
            field.identifier
        ))
    }

    fn evolving(&self) -> String {
        format!(
            "\n```\n{}\n{}let mut newer: lossless::Value = text.parse()?;\nnewer[\"{NEW}\"] = true.into();\n\
             let value: {} = lossless::from_value(newer.clone())?;\n\
             assert!(value.unknowns().iter().any(|unknown| unknown.path() == \"/{NEW}\"));\n\
             assert_eq!(lossless::to_value(&value)?, newer);\n{END}```\n",
            self.import(),
            self.hidden(),
            self.name
        )
    }

    fn validating(&self) -> String {
        format!(
            "\n```\n{}\n{}let value: {} = lossless::from_str(text)?;\n# #[cfg(feature = \"validate\")]\nvalue.validate()?;\n{END}```\n",
            self.import(),
            self.hidden(),
            self.name
        )
    }

    fn secret(&self) -> String {
        format!(
            "\n```\n{}\n{}let value: {} = lossless::from_str(text)?;\n\
             assert!(format!(\"{{value:?}}\").contains(\"[redacted]\"));\n{END}```\n",
            self.import(),
            self.hidden(),
            self.name
        )
    }
}
