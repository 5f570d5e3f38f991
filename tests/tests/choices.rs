//! What the manifest decides about single places.

use cratemill::Generated;
use cratemill::file_tree::FileTree;
use end_to_end::{file, generate, provider};
use serde_json::json;

fn session() -> String {
    let user =
        json!({ "type": "object", "properties": { "token": { "type": "string" }, "shade": { "type": "string" } } });
    let session = json!({
        "type": "object", "description": "As published.",
        "properties": { "user": user, "hint": { "$ref": "#/$defs/Hint" } },
        "$defs": { "Hint": { "type": "object", "properties": { "token": { "type": "string" } } } }
    });
    session.to_string()
}

fn with(manifest: &str) -> Generated {
    let session = session();
    let mut source = provider(
        "acme",
        &[
            ("json-schema/session.json", &session),
            ("json-schema/other.json", &session),
        ],
    );
    source.manifest = Some(manifest.to_owned());
    generate(&source)
}

/// The fields that `Debug` hides of a type, from the bits of the secrets.
fn hidden(generated: &Generated, name: &str) -> Vec<String> {
    let files: &FileTree = generated.crate_files.as_ref().expect("a crate");
    let text: String = files
        .iter()
        .filter(|(path, _)| path.ends_with("machine.rs"))
        .map(|(_, text)| String::from_utf8_lossy(text).into_owned())
        .collect();
    let object = text.split("lossless::object!{\n");
    let object = object.skip(1).find(|text| text.starts_with(&format!("{name}, ")));
    let mut lines = object.expect("the type").lines().take_while(|line| *line != "}");
    let bits = lines
        .next()
        .and_then(|head| head.split("secrets[0x").nth(1)?.split(']').next());
    let bits = bits.map_or(0, |bits| u64::from_str_radix(bits, 16).expect("bits"));
    let secret = lines.enumerate().filter(|(index, _)| bits & 1 << index != 0);
    secret
        .map(|(_, line)| line.split('"').nth(1).unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_single_property_is_hidden_or_shown() {
    let plain = with("");
    assert_eq!(
        (hidden(&plain, "User"), hidden(&plain, "Hint")),
        (vec!["token".to_owned()], vec!["token".to_owned()])
    );
    let place = |file: &str, rest: &str| format!("\"{file}.json#/properties/user/properties/{rest}\n");
    let chosen = format!(
        "[secrets.places]\n{}{}{}{}",
        place("session", "token\" = false"),
        place("other", "token\" = false"),
        place("session", "shade\" = true"),
        place("other", "shade\" = true"),
    );
    let chosen = with(&chosen);
    assert_eq!(chosen.diagnostics.len(), 0, "{:#?}", chosen.diagnostics);
    assert_eq!(
        (hidden(&chosen, "User"), hidden(&chosen, "Hint")),
        (vec!["shade".to_owned()], vec!["token".to_owned()])
    );
    // What is hidden at one place only is not what is shown at the other.
    let apart = with(&format!("[secrets.places]\n{}", place("session", "shade\" = true")));
    assert_eq!((plain.summary.copies, apart.summary.copies), (2, 1));
}

#[test]
fn a_description_is_replaced() {
    let generated = with(
        "[descriptions]\n\"session.json#\" = \"Who is signed in.\"\n\"session.json#/properties/user\" = \"Whoever.\"\n",
    );
    assert_eq!(generated.diagnostics.len(), 0, "{:#?}", generated.diagnostics);
    let text = file(&generated, "src/session.rs");
    assert!(
        text.contains("/// Who is signed in.\n") && text.contains("    /// Whoever.\n"),
        "{text}"
    );
    assert!(!text.contains("As published."), "{text}");
}

#[test]
fn a_choice_that_applies_to_nothing_is_an_error_at_its_entry() {
    for (manifest, expected) in [
        (
            "[secrets.places]\n\"session.json#/properties/gone\" = true\n",
            "what is said of the secrecy of `session.json#/properties/gone` applies to no property",
        ),
        (
            "[descriptions]\n\"session.json#/properties/gone\" = \"x\"\n",
            "the description of `session.json#/properties/gone` applies to no schema",
        ),
        (
            "[types.\"session.json#/$defs/Hint\"]\nclosed = true\n",
            "`session.json#/$defs/Hint` is no enumeration that could be closed",
        ),
        (
            "[descriptions]\n\"gone.json#\" = \"x\"\n",
            "the description of `gone.json#` applies to no schema",
        ),
    ] {
        let generated = with(manifest);
        assert!(generated.crate_files.is_none(), "{manifest}");
        let told: Vec<&str> = generated.diagnostics.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(told, [expected]);
        let span = generated.diagnostics[0]
            .location
            .as_ref()
            .and_then(|place| place.span.clone());
        assert_eq!(
            manifest.get(span.expect("a place")).map(|text| text.starts_with('"')),
            Some(true)
        );
    }
}
