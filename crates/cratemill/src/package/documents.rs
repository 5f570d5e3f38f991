//! The texts of a crate: its documentation, README.md and FIDELITY.md.

use super::{Contents, crate_name, package_name};
use crate::budget::SHOWN_EXAMPLE_BYTES;
use crate::evidence::{Example, Origin, Reading, Tested, Verdict};
use crate::render::doc_text;
use crate::text::plain_text;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The crate's documentation in Markdown: what it is, how to read a real example, what is promised.
pub(super) fn crate_doc(contents: &Contents<'_>) -> String {
    let display = doc_text(contents.manifest.display_name.as_deref().unwrap_or(contents.provider));
    let mut text = format!("Types of the {display} API, generated from its JSON Schema files.\n");
    if let Some(description) = &contents.manifest.description {
        let _ = write!(text, "\n{}\n", doc_text(description));
    }
    if let Some(example) = shown_example(contents) {
        text.push_str(&reading(contents, example));
    }
    text.push_str(
        "\nReading keeps everything: properties, enum values and alternatives that the schema does not name, the text of\n\
         dates and identifiers, `null` apart from absent. What reading does not check, `validate()` does (feature `validate`).\n",
    );
    text
}

/// A test of the documentation that reads an instance and writes it back.
fn reading(contents: &Contents<'_>, (one, example): (&Tested, &Example)) -> String {
    let path = &contents.subject.targets[one.target].type_path;
    let json = escaped_json(&example.instance);
    let import = match super::runtime(contents.types) {
        true => format!(
            "use {}::lossless;\n\n",
            crate_name(contents.provider, contents.manifest)
        ),
        false => String::new(),
    };
    // The raw string ends behind a quote and more number signs than the text has in a row.
    let longest = json.split(|c| c != '#').map(str::len).max().unwrap_or(0);
    let fence = "#".repeat(longest + 1);
    format!(
        "\n```\n{import}let text = r{fence}\"{json}\"{fence};\n\
         let value: {path} = lossless::from_str(text)?;\n\
         assert_eq!(lossless::to_value(&value)?, text.parse::<lossless::Value>()?);\n\
         # Ok::<(), Box<dyn std::error::Error>>(())\n```\n"
    )
}

/// JSON text in ASCII but for letters: nothing in it can hide or reorder what stands around it.
fn escaped_json(value: &Value) -> String {
    let mut text = String::new();
    for c in format!("{value:#}").chars() {
        let plain = c == '\n' || c.is_ascii_graphic() && c != '`' || c == ' ' || c.is_alphanumeric();
        if plain {
            text.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    text
}

/// The example a reader learns most from: a published one of a document's root, else any that is not too long.
fn shown_example<'a>(contents: &Contents<'a>) -> Option<(&'a Tested, &'a Example)> {
    let candidates = contents.evidence?.examples().filter(|(_, example)| {
        example.reading == Reading::Equal
            && !matches!(example.verdict, Verdict::Contradicts(_) | Verdict::Unjudged)
            && example.instance.to_string().len() < SHOWN_EXAMPLE_BYTES
    });
    candidates.min_by_key(|(one, example)| {
        let target = &contents.subject.targets[one.target];
        (
            example.origin > Origin::File,
            !target.is_root,
            example.origin,
            one.target,
        )
    })
}

/// The features that the example of the crate's documentation asks for.
pub(super) fn example_features<'a>(contents: &Contents<'a>) -> &'a [String] {
    let shown = shown_example(contents);
    shown.map_or(&[], |(one, _)| &contents.subject.targets[one.target].features)
}

/// README.md of the crate.
pub(super) fn readme(contents: &Contents<'_>) -> String {
    let name = package_name(contents.provider, contents.manifest).unwrap_or_default();
    let mut text = format!(
        "# {name}\n\n{}\n",
        crate_doc(contents)
            .replace("\n# Ok::<(), Box<dyn std::error::Error>>(())", "")
            .replace("\n```\nlet", "\n```rust\nlet")
            .replace("\n```\nuse", "\n```rust\nuse")
    );
    text.push_str("## Types\n\n| schema | type |\n|---|---|\n");
    for one in &contents.types.types {
        for place in one.stands_for.iter().filter(|place| place.ends_with('#')) {
            let _ = writeln!(text, "| `{}` | `{}` |", cell(place), one.path());
        }
    }
    let parts = &contents.types.features.needs;
    text.push_str(match parts.is_empty() {
        true => "\n## Features\n\nNone is on by default.\n\n| feature | what it adds |\n|---|---|\n",
        false => {
            "\n## Features\n\nThose of modules are on by default; with `default-features = false` no more is compiled than what is \
             named, and what that reaches.\n\n| feature | what it adds |\n|---|---|\n"
        }
    });
    if !parts.is_empty() {
        let names: Vec<String> = parts.keys().map(|name| format!("`{}`", cell(name))).collect();
        let _ = writeln!(
            text,
            "| {} | the modules of that name, or that begin with it |",
            names.join(", ")
        );
    }
    text.push_str("| `validate` | `validate()` on every type: the schema's own word, by the `jsonschema` crate; `validate_with()` asserts formats too |\n");
    text.push_str(
        "| `jiff`, `chrono`, `time`, `uuid`, `url`, `uri` | where the types hold such texts: conversion from and to the types of \
         these crates |\n",
    );
    if let Some(repository) = &contents.manifest.source.repository {
        let _ = write!(text, "\nThe schemas come from <{repository}>.\n");
    }
    text.push_str(match contents.evidence {
        Some(_) => "\nFIDELITY.md lists what the types do not express, EVIDENCE.md every example and its judgment.\n",
        None => "\nFIDELITY.md lists what the types do not express.\n",
    });
    text
}

/// FIDELITY.md: every keyword, with its pointer, that the types do not express.
pub(super) fn fidelity(contents: &Contents<'_>) -> String {
    let mut text = format!(
        "# What the types of `{}` do not express\n\nNothing here is lost: values are read, kept and written back, and `validate()` judges \
         them by the whole schema.\n\n",
        crate_name(contents.provider, contents.manifest)
    );
    if contents.unexpressed.is_empty() {
        text.push_str("The types express every keyword.\n");
        return text + &shared(contents);
    }
    // One sentence for all places of which it is said: documents have thousands of each.
    let mut places: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for one in contents.unexpressed {
        let of = places.entry((&one.keyword, &one.reason)).or_default();
        of.push(&one.address);
    }
    for ((keyword, reason), addresses) in places {
        let keyword = if keyword.is_empty() {
            "The schema".to_owned()
        } else {
            format!("`{}`", code(keyword))
        };
        let _ = writeln!(text, "## {keyword}: {reason}\n");
        for address in addresses {
            let _ = writeln!(text, "- `{}`", code(address));
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text + &shared(contents)
}

/// The types that stand for several schemas of one name, which say the same.
fn shared(contents: &Contents<'_>) -> String {
    let mut text = String::new();
    for one in contents.types.types.iter().filter(|one| !one.copies.is_empty()) {
        if text.is_empty() {
            text.push_str(
                "\n## Types of several schemas\n\nThey say the same but for annotations, and go by the same name.\n\n\
                 | type | schemas |\n|---|---|\n",
            );
        }
        let copies = one.copies.iter().map(|copy| &copy.address);
        let places = std::iter::once(&one.address).chain(copies);
        let places = places.map(|place| format!("`{}`", cell(place)));
        let _ = writeln!(text, "| `{}` | {} |", one.name, places.collect::<Vec<_>>().join(", "));
    }
    text
}

/// Text inside a code span of a table's cell.
fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// Text inside a code span.
fn code(text: &str) -> String {
    plain_text(text).replace('\n', " ").replace('`', "'")
}
