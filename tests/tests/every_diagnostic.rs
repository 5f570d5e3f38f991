//! Every kind of finding is made by some input: a code that nothing makes is a promise that nobody can test.

use cratemill::diagnostic::{Code, Severity};
use cratemill_cli::Exit;
use end_to_end::{House, workspace};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;

/// What only a fault of the generator makes, and the test that makes it with one.
const FAULTS: [(Code, &str); 5] = [
    (Code::InvalidPath, "crates/cratemill/src/pipeline/unpacked.rs"),
    (Code::EngineRefused, "crates/cratemill/src/convert/engine.rs"),
    (Code::GeneratorFailed, "crates/cratemill-cli/tests/codegen.rs"),
    (Code::SourceChanged, "tests/tests/sources.rs"),
    (Code::IdlePatch, "tests/tests/patches.rs"),
];

/// Paths below a provider's folder, and texts.
type Files = Vec<(&'static str, String)>;

/// The files that make a finding of each kind, and those that the same folder has had before, where that counts.
fn inputs() -> Vec<(Code, Files, Files)> {
    let a = "json-schema/a.json";
    let one = |code, text: &str| (code, vec![(a, text.to_owned())], Vec::new());
    let beside = |code, path: &'static str, text: &str| {
        let files = vec![(a, r#"{ "type": "object" }"#.to_owned()), (path, text.to_owned())];
        (code, files, Vec::new())
    };
    let two = || {
        vec![
            (a, "{}".to_owned()),
            ("json-schema/b.json", r#"{ "type": "object" }"#.to_owned()),
        ]
    };
    let texts: Vec<String> = (0..=10_000).map(|index| format!("v{index}")).collect();
    let examples: Vec<u32> = (0..300).collect();
    vec![
        (
            Code::NoSchemas,
            vec![("json-schema/a.json", "[]".to_owned())],
            Vec::new(),
        ),
        beside(Code::InvalidManifest, "provider.toml", "nothing = 1"),
        beside(Code::InvalidLock, "names.lock", "names = 1"),
        beside(Code::PatchFailed, "patches/p.json", "{}"),
        beside(
            Code::UnusedOverride,
            "provider.toml",
            "[names.override]\n\"a.json#/nowhere\" = \"Name\"\n",
        ),
        beside(Code::SkippedFile, "examples/e.jsonc", "{}"),
        (
            Code::UnreadableSchema,
            vec![("json-schema/b.json", "{".to_owned())],
            two(),
        ),
        (Code::GoneFile, vec![(a, "{}".to_owned())], two()),
        beside(Code::CrateName, "../P/json-schema/a.json", "{}"),
        beside(Code::MalformedJson, "json-schema/b.json", "{"),
        beside(Code::NotASchema, "json-schema/b.json", "[]"),
        (
            Code::DuplicateId,
            vec![
                (a, r#"{ "$id": "https://e.com/x" }"#.to_owned()),
                ("json-schema/b.json", r#"{ "$id": "https://e.com/x" }"#.to_owned()),
            ],
            Vec::new(),
        ),
        one(Code::DuplicateName, r#"{ "type": "object", "type": "object" }"#),
        one(Code::NumberOutOfRange, r#"{ "maximum": 1e999 }"#),
        beside(
            Code::TooDeep,
            "json-schema/b.json",
            &format!("{{\"default\":{}{}}}", "[".repeat(600), "]".repeat(600)),
        ),
        beside(Code::OtherForm, "json-schema/b.yaml", "type: object"),
        one(Code::Comments, "{ \"type\": \"object\" /* all of it */ }"),
        one(
            Code::TooManyExamples,
            &json!({ "type": "integer", "examples": examples }).to_string(),
        ),
        one(Code::UnresolvedReference, r##"{ "items": { "$ref": "#/nowhere" } }"##),
        (
            Code::GuessedReference,
            vec![
                (
                    a,
                    r#"{ "items": { "$ref": "https://elsewhere.test/UserProfile.json" } }"#.to_owned(),
                ),
                (
                    "json-schema/p-user-profile-schema.json",
                    r#"{ "type": "object" }"#.to_owned(),
                ),
            ],
            Vec::new(),
        ),
        one(
            Code::UnmappedValue,
            r##"{ "oneOf": [{ "$ref": "#/$defs/Dog" }, { "$ref": "#/$defs/Cat" }],
                "discriminator": { "propertyName": "kind", "mapping": { "d": "Dgo" } },
                "$defs": { "Dog": { "type": "object" }, "Cat": { "type": "object" } } }"##,
        ),
        one(Code::InvalidKeyword, r#"{ "type": "strng" }"#),
        one(
            Code::Unsatisfiable,
            r#"{ "allOf": [{ "type": "string" }, { "type": "object" }] }"#,
        ),
        one(Code::TooComplex, &crowd().to_string()),
        one(
            Code::UnusableSchema,
            r#"{ "type": "object", "properties": { "a": { "$ref": "http://json-schema.org/draft-07/schema#/nowhere" } } }"#,
        ),
        one(Code::TooManyCombinations, &web(9).to_string()),
        one(
            Code::AlikeAlternatives,
            &json!({ "oneOf": [{ "type": "string", "format": "ipv4" }, { "type": "string", "format": "ipv6" }] })
                .to_string(),
        ),
        one(Code::TooLarge, &json!({ "enum": texts }).to_string()),
        beside(Code::MalformedExample, "examples/e.json", "{"),
        one(Code::ContradictingExample, r#"{ "type": "object", "examples": [7] }"#),
        chosen(
            Code::DoubtfulExample,
            r#"{ "format": "uuid", "type": "string", "example": "A" }"#,
        ),
        chosen(Code::UnjudgedExample, r#"{ "type": "object", "example": {} }"#),
    ]
}

/// A property that a type of another crate stands for.
fn chosen(code: Code, property: &str) -> (Code, Files, Files) {
    let text = format!(r#"{{ "type": "object", "properties": {{ "p": {property} }}, "examples": [{{ "p": {{}} }}] }}"#);
    let choice = "[types.\"a.json#/properties/p\"]\nuse = \"std::string::String\"\n".to_owned();
    (
        code,
        vec![("json-schema/a.json", text), ("provider.toml", choice)],
        Vec::new(),
    )
}

/// More properties than a struct can have.
fn crowd() -> Value {
    let all = (0..5_000).map(|index| (format!("p{index}"), json!({})));
    json!({ "type": "object", "properties": all.collect::<Map<_, _>>() })
}

/// Schemas that hold together in 2^n ways.
fn web(count: usize) -> Value {
    let reference = |index: usize| json!({ "$ref": format!("#/$defs/d{index}") });
    let definition = |own: usize| {
        let others = (0..count).filter(|index| *index != own);
        let properties: Map<String, Value> = others.map(|index| (format!("k{index}"), reference(own))).collect();
        (format!("d{own}"), json!({ "type": "object", "properties": properties }))
    };
    let all: Vec<Value> = (0..count).map(reference).collect();
    json!({ "allOf": all, "$defs": (0..count).map(definition).collect::<Map<_, _>>() })
}

#[test]
fn every_kind_of_finding_is_made_by_some_input() {
    let mut made = BTreeSet::new();
    for (code, files, before) in inputs() {
        let house = House::new(&[]);
        if !before.is_empty() {
            before
                .iter()
                .for_each(|(path, text)| house.put(&format!("schemas/p/{path}"), text));
            assert_eq!(house.codegen(&[]).exit, Exit::Fine, "{code}");
            fs::remove_dir_all(house.at("schemas/p/json-schema")).expect("a folder");
        }
        files
            .iter()
            .for_each(|(path, text)| house.put(&format!("schemas/p/{path}"), text));
        let outcome = house.codegen(&[]);
        assert!(
            outcome.err.contains(&format!("[{code}]: ")),
            "{code} is not told: {}",
            outcome.err
        );
        let exit = if code.severity() == Severity::Error {
            Exit::Found
        } else {
            Exit::Fine
        };
        assert_eq!(outcome.exit, exit, "{code}: {}", outcome.err);
        made.insert(code);
    }
    for (code, file) in FAULTS {
        let text = fs::read_to_string(workspace().join(file)).expect("a file");
        let tests = text.split_once("#[test]").map_or("", |(_, tests)| tests);
        assert!(
            tests.contains(&format!("{code:?}")) || tests.contains(code.as_str()),
            "{file} does not test {code}"
        );
        made.insert(code);
    }
    let missing: Vec<&Code> = Code::ALL.iter().filter(|code| !made.contains(code)).collect();
    assert!(missing.is_empty(), "nothing makes {missing:?}");
}
