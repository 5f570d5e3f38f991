//! The texts of a crate beside its documentation: README.md and FIDELITY.md.

use super::{Contents, crate_name, front, package_name};
use crate::provider::Source;
use crate::text::plain_text;
use std::collections::BTreeMap;
use std::fmt::Write;

/// README.md of the crate.
pub(super) fn readme(contents: &Contents<'_>) -> String {
    let name = package_name(contents.provider, contents.manifest).unwrap_or_default();
    let mut text = format!("# {name}\n\n{}\n", front::short(contents));
    text.push_str("## Types\n\n| schema | type |\n|---|---|\n");
    for one in &contents.types.types {
        for place in one.stands_for.iter().filter(|place| place.ends_with('#')) {
            let _ = writeln!(text, "| `{}` | `{}` |", cell(place), one.path());
        }
    }
    let _ = write!(text, "\n## Features\n{}", front::features(contents));
    if let Some(address) = contents.manifest.source.web_address() {
        let _ = write!(text, "\nThe schemas come from <{address}>.\n");
    }
    text.push_str(match contents.evidence {
        Some(_) => "\nFIDELITY.md lists what the types do not express, EVIDENCE.md every example and its judgment.\n",
        None => "\nFIDELITY.md lists what the types do not express.\n",
    });
    text + &license(&contents.manifest.source)
}

/// What is licensed how: of the publisher's part no more is said than the manifest knows.
fn license(source: &Source) -> String {
    let publishers = match &source.license {
        Some(license) => format!("licensed under `{license}`"),
        None => "under the terms of that publisher, which are not part of this crate".to_owned(),
    };
    format!(
        "\n## License\n\nThe code that Cratemill writes is licensed under MIT (LICENSE-MIT) or Apache-2.0 (LICENSE-APACHE), at your \
         option. What it takes over from the publisher of the schemas (names, descriptions, examples, `src/schema.json`) is \
         {publishers}.\n"
    )
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
