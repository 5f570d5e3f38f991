//! Schemas whose every text tries something: the crate compiles, without a warning of rustc, clippy or rustdoc.

use cratemill_cli::Exit;
use end_to_end::{House, cargo, files};
use serde_json::{Map, Value, json};

/// Texts that mean something to Rust, Markdown, HTML, TOML or a terminal.
const TEXTS: [&str; 14] = [
    "```\npanic!(\"ran\");\n```",
    "~~~rust\nlet x: u8 = 256;\n~~~",
    "    indented();\n\n\tcode();",
    "*/ */ } } /* //! /// \"\"\" \"# \"##",
    "[link] [`crate::Nothing`] [a](b) <https://e.com> https://e.com [x]: y\n[x]: z",
    "<script>alert(1)</script> <b> </p> <!-- & &amp; Vec<String> HashMap<K, V",
    "\u{202e}gnp.exe\u{202c} \u{2066}\u{200b}\u{feff}\u{0}\u{1b}[2J",
    "../../etc/passwd",
    "| a | b |\n|---|---|\n# title\n> quote\n- list\n1. list\n***",
    "`open and ``two",
    "\\ \\\" \\n \\u{41} {} {{}} #[doc = include_str!(\"x\")] $crate #![feature(x)]",
    "\r\n\r line \u{2028} separators \u{85}",
    "'''\n[dependencies]\nevil = \"1\"\n\"\"\"",
    "\n\n   \n",
];

const NAMES: &[&str] = &[
    "",
    "self",
    "Self",
    "super",
    "crate",
    "type",
    "fn",
    "match",
    "async",
    "gen",
    "try",
    "_",
    "__",
    "r#type",
    "foo-bar",
    "foo_bar",
    "fooBar",
    "foo.bar",
    "FOO BAR",
    "extra",
    "extra_",
    "build",
    "builder",
    "validate",
    "clone",
    "default",
    "0",
    "0a",
    "-1",
    "é",
    "日本",
    "🦀",
    "a/b",
    "a~b",
    "$ref",
    "a\"b",
    "a\\b",
    "a\nb",
    "\u{202e}x",
    "../../x",
    "{}",
    "*/",
    "index",
    "new",
    "from_str",
    "to_string",
    "is_ok",
    "into_iter",
    "as_ref",
    "fmt",
    "eq",
    "drop",
    "read",
    "@type",
    "@id",
    "$id",
    "T",
    "t",
    "t_2",
    "Größe",
    "größe",
    "日本語",
    "Ω",
    "\u{2126}",
    "e\u{301}",
    "ab",
    "\u{430}b",
    "ｶﾅ",
    "ﬁ",
    "1.0",
    "10",
    "C",
    "C++",
    "C#",
];

const VALUES: &[&str] = &[
    "",
    " ",
    "a",
    "A",
    "á",
    "self",
    "Self",
    "Unknown",
    "unknown",
    "type",
    "*",
    "**",
    "+1",
    "-1",
    "1",
    "a b",
    "a\"\\\n`",
    "🦀",
    "10",
    "1.0",
    "v1",
    "V1",
    "Größe",
    "日本語",
    "Ω",
    "\u{2126}",
    "ab",
    "\u{430}b",
    "Ab",
    "ｶﾅ",
    "ﬁ",
    "C",
    "C++",
    "C#",
    "`",
    "ß",
    "ŉ",
    "हिन्दी",
];

#[test]
fn every_text_is_only_a_text() {
    let house = House::new(&[("p/provider.toml", &manifest())]);
    for (path, schema) in schemas() {
        house.put(&format!("schemas/p/json-schema/{path}"), &format!("{schema:#}"));
    }
    house.put("schemas/p/examples/e.json", &example().to_string());
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    let here = house.at("");
    assert!(files(&here).iter().all(|file| file.starts_with(&here)));
    for (file, text) in house.texts("out") {
        let at = text.find(hidden).filter(|_| {
            file.extension()
                .is_none_or(|extension| extension != "json" && extension != "jsonl")
        });
        let excerpt: String = at
            .map(|at| text[..at].lines().last().unwrap_or_default().to_owned())
            .unwrap_or_default();
        assert_eq!(at, None, "{} hides something after {excerpt:?}", file.display());
    }
    let krate = house.at("out/p");
    let commands = [
        &["clippy", "--all-targets", "--all-features"][..],
        &["doc", "--no-deps", "--all-features"],
        &["test"],
    ];
    let failures: Vec<String> = commands
        .iter()
        .filter_map(|command| cargo(&krate, env!("CARGO_TARGET_TMPDIR"), command).err())
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The manifest is written by people who are trusted, but need not know what breaks TOML or Markdown.
fn manifest() -> String {
    let visible = TEXTS
        .iter()
        .filter(|text| !text.contains(hidden))
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    let mut manifest = toml::Table::new();
    manifest.insert("display_name".to_owned(), visible.replace('\n', " ").into());
    manifest.insert("description".to_owned(), visible.into());
    manifest.to_string()
}

/// Characters that show nothing, or something else than is there.
fn hidden(c: char) -> bool {
    c.is_control() && c != '\n' || "\u{202a}\u{202e}\u{2066}\u{200b}\u{2028}\u{feff}".contains(c)
}

fn schemas() -> Vec<(String, Value)> {
    let mut schemas = vec![
        ("texts.json".to_owned(), texts()),
        ("names.json".to_owned(), names()),
        ("wide.json".to_owned(), wide()),
        ("values.json".to_owned(), values()),
        ("unions.json".to_owned(), unions()),
    ];
    // File names that are modules, keywords, or equal once they are Rust.
    let files = [
        "type",
        "self",
        "lib",
        "main",
        "mod",
        "builder",
        "serde",
        "validate",
        "unpublished",
        "std",
        "core",
        "lossless",
        "tests",
        "1",
        "foo-bar",
        "foo_bar",
        "Foo Bar",
        "größe",
        "版本",
        "\u{430}b",
        "ab",
        "🦀",
        "-",
        "_",
        "crate",
        "super/type",
        "nul",
        "String",
        "Option",
        "Vec",
        "schema",
    ];
    for (index, file) in files.iter().enumerate() {
        let id = [
            "../../../etc/passwd",
            "file:///etc/passwd",
            "#/components/schemas/../x",
            "",
            "%2e%2e/%00",
            "urn:x:y",
        ][index % 6];
        let schema = json!({ "$id": format!("{id}{index}"), "title": TEXTS[index % 14], "type": "object", "properties": { "next": { "$ref": "#" } } });
        schemas.push((format!("{file}.json"), schema));
    }
    schemas
}

/// Each text in each place that reaches documentation.
fn texts() -> Value {
    let mut properties = Map::new();
    for (index, text) in TEXTS.iter().enumerate() {
        let property = json!({
            "title": text, "description": text, "$comment": text, "default": text, "examples": [text], "pattern": text,
            "type": "string", "format": text,
        });
        properties.insert(format!("string{index}"), property);
        properties.insert(
            format!("enum{index}"),
            json!({ "title": text, "description": text, "enum": [text, "other"] }),
        );
        properties.insert(
            format!("const{index}"),
            json!({ "title": text, "description": text, "const": text }),
        );
        properties.insert(
            format!("object{index}"),
            json!({ "title": text, "description": text, "type": "object", "properties": { *text: {} } }),
        );
    }
    json!({ "title": TEXTS[7], "description": TEXTS.join("\n\n"), "type": "object", "properties": properties })
}

fn names() -> Value {
    let of = |schema: &Value| {
        NAMES
            .iter()
            .map(|name| ((*name).to_owned(), schema.clone()))
            .collect::<Map<_, _>>()
    };
    json!({
        "type": "object",
        "required": NAMES,
        "properties": of(&json!({ "type": "integer" })),
        "$defs": of(&json!({ "type": "object", "properties": { "x": { "type": "string" } } })),
        "additionalProperties": { "$ref": "#/$defs/nothing" },
    })
}

/// More properties than a machine word has bits, and more than a byte counts.
fn wide() -> Value {
    let properties = (0..300)
        .map(|index| (format!("p{index}"), json!({ "type": ["string", "null"] })))
        .collect::<Map<_, _>>();
    let required: Vec<String> = (0..300).step_by(7).map(|index| format!("p{index}")).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn values() -> Value {
    json!({ "type": "object", "properties": {
        "values": { "enum": VALUES },
        "mixed": { "enum": [1, "1", true, null, [], {}, "a"] },
        "empty": { "enum": [] },
        "one": { "enum": ["only"] },
        "nothing": false,
        "null": { "type": "null" },
        "nil": { "const": null },
        "numbers": { "enum": [1, 1.0, 1e300] },
    } })
}

fn unions() -> Value {
    let tagged = |tag: &str| json!({ "type": "object", "required": ["t"], "properties": { "t": { "const": tag } } });
    let alternatives: Vec<Value> = VALUES.iter().map(|value| tagged(value)).collect();
    let untagged: Vec<Value> = NAMES
        .iter()
        .map(|name| json!({ "title": name, "type": "object", "required": [name] }))
        .collect();
    json!({ "type": "object", "properties": {
        "tagged": { "oneOf": alternatives },
        "untagged": { "anyOf": untagged },
        "told": { "oneOf": VALUES.iter().map(|value| json!({ "const": value, "title": value, "description": TEXTS[0] })).collect::<Vec<_>>() },
        "untold": { "oneOf": NAMES.iter().map(|name| json!({ "type": "array", "items": { "type": "object", "properties": { *name: {} } } })).collect::<Vec<_>>() },
        "itself": { "anyOf": [{ "$ref": "#/properties/itself" }, { "type": "string" }] },
        "never": { "oneOf": [] },
    } })
}

fn example() -> Value {
    let mut session = Map::new();
    NAMES
        .iter()
        .for_each(|name| drop(session.insert((*name).to_owned(), json!(1))));
    json!({ "response": { "body": session, "```": "\"#### */" } })
}
