//! The rows that the project asks for: a ratio of two figures, and what it must be.

use crate::figures::Measured;

struct Row {
    what: &'static str,
    of: &'static str,
    to: &'static str,
    goal: f64,
}

const fn row(what: &'static str, of: &'static str, to: &'static str, goal: f64) -> Row {
    Row { what, of, to, goal }
}

/// A figure by itself.
const ALONE: &str = "";

const ROWS: &[Row] = &[
    row(
        "generate Stytch cold, tests and documents included, to quicktype (types only)",
        "generate.cold.seconds",
        "peer.quicktype.seconds",
        0.15,
    ),
    row(
        "the same, to openapi-to-rust (types only)",
        "generate.cold.seconds",
        "peer.openapi-to-rust.seconds",
        4.0,
    ),
    row(
        "`--types-only`, to openapi-to-rust",
        "generate.types.seconds",
        "peer.openapi-to-rust.seconds",
        1.2,
    ),
    row(
        "nothing changed, to cold",
        "generate.unchanged.instructions",
        "generate.cold.instructions",
        0.03,
    ),
    row(
        "one file changed, to cold",
        "generate.one-changed.instructions",
        "generate.cold.instructions",
        0.15,
    ),
    row(
        "four times the schemas, under names of their own, per schema",
        "generate.many.each.instructions",
        "generate.few.each.instructions",
        1.1,
    ),
    row(
        "memory over 12 providers, to the largest alone",
        "generate.all.kilobytes",
        "generate.cold.kilobytes",
        1.2,
    ),
    row("peak memory per schema, MB", "generate.cold.each.megabytes", ALONE, 0.1),
    row(
        "`cargo check`, default features, to typify + builders",
        "compile.check.seconds",
        "compile.typify.seconds",
        0.25,
    ),
    row(
        "`cargo check`, default features, to derive",
        "compile.check.seconds",
        "compile.derive.seconds",
        0.33,
    ),
    row(
        "`cargo build --release`, to derive",
        "compile.release.seconds",
        "compile.release-derive.seconds",
        0.7,
    ),
    row(
        "`cargo test --no-run` of Stytch's emitted tests, to `cargo check` of the crate",
        "compile.test.seconds",
        "compile.check.seconds",
        1.5,
    ),
    row(
        "tagged union, tag first, to serde's internally tagged",
        "tag-first.generated.instructions",
        "tag-first.serde.instructions",
        0.75,
    ),
    row(
        "tagged union, tag last",
        "tag-last.generated.instructions",
        "tag-last.serde.instructions",
        1.0,
    ),
    row(
        "untagged of 6 objects, mixed, to serde's untagged",
        "mixed.generated.instructions",
        "mixed.serde.instructions",
        0.6,
    ),
    row(
        "untagged of 6 objects, first fits",
        "first-fits.generated.instructions",
        "first-fits.serde.instructions",
        0.9,
    ),
    row(
        "array of small structs, read, to derive",
        "array-read.generated.instructions",
        "array-read.serde.instructions",
        1.02,
    ),
    row(
        "array of small structs, write, to derive",
        "array-write.generated.instructions",
        "array-write.serde.instructions",
        1.02,
    ),
    row(
        "unknown data, to derive + flatten",
        "unknown.generated.instructions",
        "unknown.flatten.instructions",
        0.8,
    ),
    row(
        "growth of reading, tag after 4 times the properties",
        "grow-tag.large.instructions",
        "grow-tag.small.instructions",
        4.4,
    ),
    row(
        "growth of reading, unions 4 times as deep",
        "grow-nested.large.instructions",
        "grow-nested.small.instructions",
        4.4,
    ),
    row(
        "growth of `==`, 4 times the unknown properties",
        "grow-equal.large.instructions",
        "grow-equal.small.instructions",
        4.4,
    ),
    row(
        "`size_of` of an open enum of strings",
        "size.open-enum.bytes",
        ALONE,
        16.0,
    ),
    row(
        "`size_of` of a nullable number",
        "size.nullable-number.bytes",
        ALONE,
        16.0,
    ),
];

/// The rows as a table in Markdown.
pub fn table(measured: &Measured) -> String {
    let mut text = String::from("| | measured | must be | |\n|---|---|---|---|\n");
    for row in ROWS {
        let of = measured.get(row.of).copied();
        let to = if row.to == ALONE {
            Some(1.0)
        } else {
            measured.get(row.to).copied()
        };
        let (value, reached) = match (of, to) {
            (Some(of), Some(to)) => (number(of / to), if of / to <= row.goal { "reached" } else { "missed" }),
            _ => ("not measured".to_owned(), ""),
        };
        text.push_str(&format!("| {} | {value} | {} | {reached} |\n", row.what, row.goal));
    }
    text
}

fn number(value: f64) -> String {
    format!("{value:.3}")
}
