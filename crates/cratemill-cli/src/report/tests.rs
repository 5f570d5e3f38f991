use expect_test::{Expect, expect};

use super::*;

const SCHEMA: &str = "\u{feff}{\n  \"properties\": {\n    \"größe\": { \"$ref\": \"#/nowhere\" }\n  }\n}\n";

fn provider() -> Provider {
    let mut provider = Provider {
        folder: "schemas/nhost".into(),
        ..Provider::default()
    };
    provider.source.name = "nhost".to_owned();
    let schemas = &mut provider.source.schemas;
    schemas.insert("a.json", SCHEMA).expect("a path");
    provider
}

/// A diagnostic at the first place of `excerpt` in the schema.
fn at(code: Code, excerpt: &str, pointer: &str) -> Diagnostic {
    let start = SCHEMA.trim_start_matches('\u{feff}').find(excerpt).expect("an excerpt");
    Diagnostic {
        code,
        message: "the reference resolves nowhere".to_owned(),
        location: Some(Location {
            file: "json-schema/a.json".to_owned(),
            pointer: pointer.to_owned(),
            span: Some(start..start + excerpt.len()),
        }),
        help: "add the file".to_owned(),
    }
}

fn check(diagnostics: &[Diagnostic], all: bool, expected: &Expect) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal = Terminal {
        out: &mut out,
        err: &mut err,
        colour: false,
        progress: false,
    };
    print(&provider(), diagnostics, all, &mut terminal).expect("printed");
    expected.assert_eq(&String::from_utf8(err).expect("a text"));
}

#[test]
fn a_value_on_one_line() {
    let diagnostic = at(Code::UnresolvedReference, "\"#/nowhere\"", "/properties/größe/$ref");
    check(
        &[diagnostic],
        false,
        &expect![[r##"
        warning[CM0201]: the reference resolves nowhere
         --> schemas/nhost/json-schema/a.json:3:24
          |
        3 |     "größe": { "$ref": "#/nowhere" }
          |                        ^^^^^^^^^^^
          |
          = at: /properties/größe/$ref
          = help: add the file

    "##]],
    );
}

#[test]
fn a_value_over_several_lines() {
    let excerpt = "{\n    \"größe\": { \"$ref\": \"#/nowhere\" }\n  }";
    let diagnostic = at(Code::InvalidKeyword, excerpt, "/properties");
    check(
        &[diagnostic],
        false,
        &expect![[r#"
        warning[CM0301]: the reference resolves nowhere
         --> schemas/nhost/json-schema/a.json:2:3
          |
        2 |   "properties": {
          |   ^^^^^^^^^^^^^^^
          |
          = at: /properties
          = help: add the file

    "#]],
    );
}

#[test]
fn without_a_span_or_a_place() {
    let mut no_span = at(Code::SkippedFile, "{", "");
    no_span.location.as_mut().expect("a location").span = None;
    let mut nowhere = at(Code::NoSchemas, "{", "");
    nowhere.location = None;
    check(
        &[nowhere, no_span],
        false,
        &expect![[r#"
        error[CM0001]: the reference resolves nowhere
        --> schemas/nhost
         = help: add the file

        warning[CM0007]: the reference resolves nowhere
        --> schemas/nhost/json-schema/a.json
         = help: add the file

    "#]],
    );
}

#[test]
fn equal_findings_are_folded_and_many_are_counted() {
    let diagnostic = at(Code::UnresolvedReference, "\"#/nowhere\"", "");
    check(
        &[diagnostic.clone(), diagnostic.clone()],
        false,
        &expect![[r##"
        warning[CM0201]: the reference resolves nowhere
         --> schemas/nhost/json-schema/a.json:3:24
          |
        3 |     "größe": { "$ref": "#/nowhere" }
          |                        ^^^^^^^^^^^
          |
          = note: the same at 1 more place, all with `--verbose`
          = help: add the file

    "##]],
    );

    let text = printed(&many(25, &[Code::UnresolvedReference]), false);
    let tail = text.split("number 4").nth(1).expect("the fifth");
    expect![[r#"

        --> schemas/nhost

        nhost: 20 more, not shown
        ... and 20 more (CM0201)  A `$ref` resolves nowhere
        `--verbose` shows all, `cargo xtask explain CM0201` says more

    "#]]
    .assert_eq(tail);
    assert!(!text.contains("number 5"));
}

fn printed(diagnostics: &[Diagnostic], all: bool) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal = Terminal {
        out: &mut out,
        err: &mut err,
        colour: false,
        progress: false,
    };
    print(&provider(), diagnostics, all, &mut terminal).expect("printed");
    String::from_utf8(err).expect("a text")
}

/// So many different findings, of these kinds in turn.
fn many(count: usize, codes: &[Code]) -> Vec<Diagnostic> {
    let one = |index: usize| Diagnostic {
        code: codes[index % codes.len()],
        message: format!("number {index}"),
        location: None,
        help: String::new(),
    };
    (0..count).map(one).collect()
}

#[test]
fn findings_of_one_kind_are_folded_across_files() {
    let mut all = many(20_000, &[Code::UnresolvedReference, Code::InvalidKeyword]);
    for (index, one) in all.iter_mut().enumerate() {
        one.location = Some(Location {
            file: format!("json-schema/{}.json", index % 300),
            pointer: String::new(),
            span: None,
        });
    }
    let text = printed(&all, false);
    assert_eq!(text.matches("warning[CM0201]").count(), 5, "{text}");
    assert_eq!(text.matches("warning[CM0301]").count(), 5, "{text}");
    assert!(text.contains("... and 9995 more in 150 files (CM0201)"), "{text}");
    assert!(text.contains("... and 9995 more in 150 files (CM0301)"), "{text}");
    assert!(text.lines().count() < 60, "{text}");
    // No more than a screen of different kinds either; and all if all are asked for.
    let codes = &Code::ALL[10..];
    assert_eq!(printed(&many(100, codes), false).matches("]: number ").count(), 20);
    assert_eq!(printed(&all, true).matches("]: number ").count(), 20_000);
}

#[test]
fn hostile_text_reaches_no_terminal() {
    let mut diagnostic = at(Code::NotASchema, "{", "/\u{202e}/\u{1b}[2J");
    diagnostic.message = "evil \u{1b}[31m \u{202e} text".to_owned();
    check(
        &[diagnostic],
        false,
        &expect![[r#"
        warning[CM0102]: evil ␛[31m � text
         --> schemas/nhost/json-schema/a.json:1:1
          |
        1 | {
          | ^
          |
          = at: /�/␛[2J
          = help: add the file

    "#]],
    );
}

#[test]
fn a_long_line_is_shown_in_part() {
    let line = format!("{{{}\"x\":1}}", "\"é\":0,".repeat(200_000));
    let mut provider = provider();
    provider
        .source
        .schemas
        .insert("long.json", line.as_str())
        .expect("a path");
    let mut diagnostic = at(Code::UnresolvedReference, "{", "/x");
    diagnostic.location = Some(Location {
        file: "json-schema/long.json".to_owned(),
        pointer: "/x".to_owned(),
        span: Some(line.len() - 2..line.len() - 1),
    });
    expect![[r#"
        warning[CM0201]: the reference resolves nowhere
         --> schemas/nhost/json-schema/long.json:1:1200006
          |
        1 | ..."é":0,"é":0,"é":0,"é":0,"é":0,"é":0,"é":0,"é":0,"é":0,"é":0,"x":1}
          |                                                                    ^
          |
          = at: /x
          = help: add the file"#]]
    .assert_eq(&render(&provider, &diagnostic, 0, &Renderer::plain()));
}

#[test]
fn of_a_line_of_megabytes_only_the_place_is_shown() {
    let line = format!("{{\"é\":[{}0]}}", "0,".repeat(2_000_000));
    let mut provider = provider();
    let schemas = &mut provider.source.schemas;
    schemas.insert("long.json", line.as_str()).expect("a path");
    let mut diagnostic = at(Code::UnresolvedReference, "{", "/é");
    diagnostic.location = Some(Location {
        file: "json-schema/long.json".to_owned(),
        pointer: "/é".to_owned(),
        span: Some(line.len() - 2..line.len() - 1),
    });
    expect![[r#"
        warning[CM0201]: the reference resolves nowhere
        --> schemas/nhost/json-schema/long.json:1:4000008
         = at: /é
         = help: add the file"#]]
    .assert_eq(&render(&provider, &diagnostic, 0, &Renderer::plain()));
}

#[test]
fn a_span_beyond_the_text_is_its_end() {
    let excerpt = Excerpt::of("{\n", &(100..200));
    assert_eq!((excerpt.line, excerpt.span), (2, 0..0));
    assert_eq!(Excerpt::of("", &(0..0)).line, 1);
}
