//! What a reader of a crate's documentation is shown.

use cratemill::file_tree::FileTree;
use cratemill::provider::{Manifest, ProviderSource};
use cratemill::{Options, Runtime, generate};
use end_to_end::{founding, workspace};
use std::collections::BTreeSet;

fn crate_of(source: &ProviderSource) -> FileTree {
    let options = Options {
        runtime: Runtime::Version("0.1".to_owned()),
    };
    generate(source, &options).crate_files.expect("a crate")
}

fn text<'a>(files: &'a FileTree, path: &str) -> &'a str {
    let bytes = files.get(path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(bytes).expect("text")
}

/// The documentation of the crate itself, in Markdown.
fn front(files: &FileTree) -> String {
    let lines = text(files, "src/lib.rs").lines();
    let lines = lines.filter_map(|line| line.strip_prefix("//!"));
    lines
        .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
        .collect()
}

/// The title and the code of each section with code.
fn examples(front: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let (mut title, mut is_code) = ("", false);
    for line in front.lines() {
        match line {
            "```" if !is_code => found.push((title.to_owned(), String::new())),
            "```" => {}
            line if is_code => found
                .last_mut()
                .into_iter()
                .for_each(|(_, code)| *code += &format!("{line}\n")),
            line => title = line.strip_prefix("# ").unwrap_or(title),
        }
        is_code ^= line == "```";
    }
    found
}

#[test]
fn the_front_page_shows_components_and_each_use_on_a_real_type() {
    for source in founding().into_iter().filter(|source| source.name == "nhost") {
        let files = crate_of(&source);
        let front = front(&files);
        for row in [
            "| [`Session`](type@Session) | An authenticated user session returned by Nhost Auth sign-in and sign-up operations. |",
            "| [`User`](type@User) | An authenticated Nhost user account. |",
            "<https://docs.nhost.io>",
        ] {
            assert!(front.contains(row), "no {row}");
        }
        let examples = examples(&front);
        let titles: Vec<&str> = examples.iter().map(|(title, _)| title.as_str()).collect();
        assert_eq!(titles, ["Reading", "Building", "Evolving", "Validating", "Secrets"]);
        // What most types hold, and somebody published: a part of the session's example.
        assert!(examples[0].1.starts_with("use nhost_types::{User, lossless};\n"));
        assert!(examples[0].1.contains("\"displayName\": \"Jane Doe\"") && examples[0].1.lines().count() < 30);
        assert!(
            examples[1]
                .1
                .contains("User::builder()\n    .id(\"1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d\")")
        );
        assert!(examples[1].1.contains(".allowed_roles([\"user\", \"me\"])") && examples[1].1.contains(".build()?;"));
        assert!(
            examples[3]
                .1
                .contains("# #[cfg(feature = \"validate\")]\nvalue.validate()?;")
        );
        assert!(examples[4].1.contains("Session") && examples[4].1.contains("[redacted]"));
        // Whatever is code on this page is run by the crate's tests.
        assert_eq!(front.matches("\n```").count(), 2 * examples.len());
    }
}

#[test]
fn a_value_that_has_no_literal_is_shown_with_a_setter() {
    let mut source = ProviderSource::default();
    let schema = r#"{"type": "object", "required": ["name", "shape"], "properties": {"name": {"type": "string"},
        "shape": {"oneOf": [{"type": "number"}, {"type": "array"}]}}, "examples": [{"name": "x", "shape": 1.5}]}"#;
    source.schemas.insert("a.json", schema).expect("a path");
    let front = front(&crate_of(&source));
    let building = examples(&front)
        .into_iter()
        .find(|(title, _)| title == "Building")
        .expect("a section");
    assert!(building.1.contains("value.with_name(\"another\")"), "{}", building.1);
}

#[test]
fn a_page_says_where_its_schema_lies_and_links_there() {
    let source = founding()
        .into_iter()
        .find(|source| source.name == "nhost")
        .expect("a provider");
    let user = text(&crate_of(&source), "src/user.rs").to_owned();
    assert!(user.contains("/// Schema: `nhost-session-schema.json#/$defs/User`.\n"));
    assert!(
        user.contains("/// Published, as a part of a larger example:\n///\n/// ```json\n/// {\n///   \"id\": \"1a2b")
    );
    let mut fetched = source.clone();
    fetched.manifest = Some("[source]\ngit = 'https://github.com/x/y'\nschemas = 'schemas'\n".to_owned());
    let bytes = fetched.schemas.get("nhost-session-schema.json").expect("a schema");
    let digest = cratemill::provider::sha256(bytes);
    fetched.source_lock = Some(format!(
        "origin = 'https://github.com/x/y'\nrevision = 'abc'\n[files.'json-schema/nhost-session-schema.json']\nsha256 = '{digest}'\n"
    ));
    let linked =
        "[`nhost-session-schema.json#/$defs/User`](https://github.com/x/y/blob/abc/schemas/nhost-session-schema.json)";
    assert!(text(&crate_of(&fetched), "src/user.rs").contains(linked));
}

#[test]
fn nothing_is_said_where_there_is_nothing_to_say() {
    for source in founding() {
        for (path, bytes) in crate_of(&source).iter().filter(|(path, _)| path.ends_with(".rs")) {
            let text = std::str::from_utf8(bytes).expect("text");
            assert!(!text.contains("The property `"), "{path}");
        }
    }
    let mut source = ProviderSource::default();
    let schema = r#"{"type": "object", "properties": {"plain": {"type": "string"}, "limit": {"type": "integer", "default": 5}}}"#;
    source.schemas.insert("a.json", schema).expect("a path");
    let files = crate_of(&source);
    let page = text(&files, "src/a.rs");
    assert!(page.contains("{\n    pub plain: Option<String>,"), "{page}");
    assert!(page.contains("/// `limit`, or the schema's default `5`.\n"), "{page}");
}

#[test]
fn upstream_text_stays_in_its_place_on_the_front_page() {
    let mut source = ProviderSource::default();
    let schema = r###"{"title": "T", "description": "a | b `c | [d](javascript:x) <script> \u202e ```rust panic!() ``` # e.\n\nmore",
        "type": "object", "properties": {"a": {"type": "string"}}, "examples": [{"a": "``` \"## # \u202e"}]}"###;
    source.schemas.insert("a.json", schema).expect("a path");
    let front = front(&crate_of(&source));
    let row = front.lines().find(|line| line.starts_with("| [`T`]")).expect("a row");
    assert_eq!(row.replace("\\|", "").matches('|').count(), 3, "{row}");
    assert!(!row.contains('`') || row.matches('`').count() == 2, "{row}");
    assert!(row.contains("\\<script\\>") && !front.contains('\u{202e}'), "{row}");
    assert_eq!(front.matches("\n```").count(), 2 * examples(&front).len(), "{front}");
}

/// What a crate is under is said by its files, and of the publisher's part no more than the manifest knows.
#[test]
fn a_crate_has_the_licenses_that_it_names() {
    let made = |manifest: &str| {
        let mut source = ProviderSource {
            name: "p".to_owned(),
            manifest: Some(manifest.to_owned()),
            ..ProviderSource::default()
        };
        source
            .schemas
            .insert("a.json", "{ \"type\": \"object\" }")
            .expect("a path");
        crate_of(&source)
    };
    for (source, license, publishers) in [
        ("", "MIT OR Apache-2.0", "under the terms of that publisher"),
        (
            "[source]\nlicense = 'CC0-1.0'",
            "(MIT OR Apache-2.0) AND CC0-1.0",
            "licensed under `CC0-1.0`",
        ),
        (
            "[source]\nlicense = 'A OR B'",
            "(MIT OR Apache-2.0) AND (A OR B)",
            "licensed under `A OR B`",
        ),
    ] {
        let files = made(source);
        let said = format!("license = \"{license}\"\n");
        assert!(text(&files, "Cargo.toml").contains(&said), "{source}");
        assert!(text(&files, "README.md").contains(publishers), "{source}");
        for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let own = std::fs::read_to_string(workspace().join(name)).expect("a license");
            assert_eq!(text(&files, name), own);
        }
    }
    let refused = Manifest::parse("[source]\nlicense = \"MIT`\"").expect_err("no expression");
    assert!(refused.message.contains("SPDX"), "{}", refused.message);
}

/// What shows itself is not said: documentation that every type has tells nobody anything.
#[test]
fn nothing_is_said_where_the_schema_says_nothing() {
    let mut source = ProviderSource {
        name: "p".to_owned(),
        ..ProviderSource::default()
    };
    let schema = r##"{ "oneOf": [{ "$ref": "#/$defs/A" }, { "$ref": "#/$defs/B" }], "$defs": {
        "A": { "type": "object", "required": ["a"], "properties": { "a": { "enum": ["x"] } } },
        "B": { "type": "object", "required": ["b"], "properties": { "b": { "type": "integer" } } } } }"##;
    source.schemas.insert("a.json", schema).expect("a path");
    let files = crate_of(&source);
    let types = files
        .iter()
        .filter(|(path, _)| path.starts_with("src/") && !path.contains("lib.rs"));
    let sources: String = types
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    let said: BTreeSet<&str> = sources
        .lines()
        .filter_map(|line| line.trim().strip_prefix("/// "))
        .collect();
    for filler in ["An object.", "One of the alternatives.", "One of several alternatives."] {
        assert!(!said.contains(filler), "{filler}");
    }
    assert!(said.contains("Schema: `a.json#/$defs/A`."), "{said:?}");
}
