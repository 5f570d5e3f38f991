//! Which schemas have a type: those by which a value is meant. Where a `discriminator` leads, and alternatives that are alike.

use cratemill::diagnostic::Code;
use cratemill::provider::ProviderSource;
use end_to_end::{file, generate, provider};
use serde_json::Value;

/// The Rust path of each place.
fn types(source: &ProviderSource) -> Value {
    let generated = generate(source);
    serde_json::from_str(file(&generated, "types.json")).expect("JSON")
}

const USER: &str = r##""$defs": { "User": { "type": "object", "properties": { "id": { "type": "string" } } } }"##;

#[test]
fn a_document_that_only_holds_definitions_has_no_type_of_its_own() {
    let silent = [
        format!("{{ {USER} }}"),
        format!(
            "{{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"title\": \"Common\", \"description\": \"All of it.\", \"x-version\": 2, {USER} }}"
        ),
        USER.replacen("\"$defs\": ", "", 1),
    ];
    for schema in silent {
        let other = ("json-schema/other.json", "{ \"type\": \"string\" }");
        let types = types(&provider("p", &[("json-schema/common.json", &schema), other]));
        let places: Vec<&String> = types
            .as_object()
            .into_iter()
            .flatten()
            .map(|(place, _)| place)
            .filter(|place| place.starts_with("common.json"))
            .collect();
        assert_eq!(places.len(), 1, "{schema}: {places:?}");
        assert!(places[0].ends_with("/User"), "{places:?}");
    }
}

/// Any value is valid under the only document, so there is a type that reads it; no definition loses its name to it.
#[test]
fn the_only_document_has_a_type_unless_a_definition_goes_by_its_name() {
    let path = |file: &str, schema: &str| {
        let types = types(&provider("p", &[(file, schema)]));
        let at = |place: &str| types.get(place).and_then(Value::as_str).map(str::to_owned);
        let name = file.trim_start_matches("json-schema/");
        (at(&format!("{name}#")), at(&format!("{name}#/$defs/User")))
    };
    let known = |text: &str| Some(text.to_owned());
    let schema = format!("{{ {USER} }}");
    assert_eq!(
        path("json-schema/common.json", &schema),
        (known("p_types::Common"), known("p_types::User"))
    );
    assert_eq!(path("json-schema/user.json", &schema), (None, known("p_types::User")));
    let titled = format!("{{ \"title\": \"User\", {USER} }}");
    assert_eq!(path("json-schema/common.json", &titled), (None, known("p_types::User")));
}

#[test]
fn a_root_by_which_a_value_can_be_meant_has_a_type() {
    let meant = [
        ("{}".to_owned(), "{}"),
        (format!("{{ \"type\": \"object\", {USER} }}"), "{}"),
        (format!("{{ \"examples\": [1], {USER} }}"), "{}"),
        (format!("{{ \"not\": {{ \"type\": \"string\" }}, {USER} }}"), "{}"),
        (
            format!("{{ {USER} }}"),
            r#"{ "properties": { "any": { "$ref": "common.json" } } }"#,
        ),
    ];
    for (schema, other) in meant {
        let files = [
            ("json-schema/common.json", schema.as_str()),
            ("json-schema/other.json", other),
        ];
        let types = types(&provider("p", &files));
        assert!(types.get("common.json#").is_some(), "{schema}: {types}");
    }
}

#[test]
fn a_type_that_may_be_null_is_found_by_its_place() {
    let schema = r#"{ "type": "object", "required": ["c"], "properties": {
        "a": { "type": ["object", "null"], "properties": { "x": { "type": "string" } } },
        "b": { "anyOf": [{ "type": "null" }, { "enum": ["on", "off"] }] },
        "c": { "properties": { "z": { "type": "string" } } }
    } }"#;
    let source = provider("p", &[("json-schema/s.json", schema)]);
    let types = types(&source);
    for (place, path) in [("a", "A"), ("b", "B"), ("c", "C")] {
        assert_eq!(
            types[format!("s.json#/properties/{place}")],
            format!("p_types::s::{path}"),
            "{types}"
        );
        let told = cratemill::explain(&source, &format!("s.json#/properties/{place}")).expect("a place");
        assert!(told.contains(&format!("s::{path}")), "{told}");
    }
}

fn mapped(target: &str) -> String {
    format!(
        r##"{{ "oneOf": [{{ "$ref": "#/$defs/Dog" }}, {{ "$ref": "#/$defs/Cat" }}],
            "discriminator": {{ "propertyName": "kind", "mapping": {{ "d": "{target}", "c": "#/$defs/Cat" }} }},
            "$defs": {{ "Dog": {{ "type": "object" }}, "Cat": {{ "type": "object" }}, "Bird": {{ "type": "object" }} }} }}"##
    )
}

#[test]
fn a_mapping_to_nothing_is_told_with_what_may_have_been_meant() {
    let told = |target: &str| {
        let generated = generate(&provider("p", &[("json-schema/pet.json", &mapped(target))]));
        let found = generated.diagnostics.into_iter();
        found.filter(|one| one.code == Code::UnmappedValue).collect::<Vec<_>>()
    };
    for (target, meant) in [
        ("Dgo", "did you mean `Dog`?"),
        ("#/$defs/Dogg", "did you mean `Dog`?"),
        ("dogs.json", "did you mean `Dog`?"),
        ("Unpublished", "add the file"),
    ] {
        let found = told(target);
        assert_eq!(found.len(), 1, "{found:?}");
        let (one, place) = (&found[0], found[0].location.as_ref().expect("a place"));
        assert_eq!(
            (one.code, place.pointer.as_str()),
            (Code::UnmappedValue, "/discriminator/mapping/d")
        );
        assert!(
            one.help.contains(meant) && one.message.contains(&format!("`{target}`")),
            "{one:?}"
        );
    }
    for target in ["Dog", "#/$defs/Dog", "#/$defs/Bird", "pet.json"] {
        assert_eq!(told(target), [], "{target}");
    }
}

/// Alternatives that are alike are told, and whether a `format` tells them apart.
#[test]
fn alternatives_that_are_alike_are_told() {
    let text = r#"{ "type": "string" }"#;
    for (one, other, expected) in [
        (text, text, "alternatives are the same"),
        (
            text,
            r#"{ "type": "string", "format": "ipv6" }"#,
            "alternatives differ in nothing but `format`",
        ),
    ] {
        let schema = format!("{{ \"oneOf\": [{one}, {other}] }}");
        let generated = generate(&provider("p", &[("json-schema/address.json", &schema)]));
        let told: Vec<&str> = generated
            .diagnostics
            .iter()
            .filter(|one| one.code == Code::AlikeAlternatives)
            .map(|one| one.message.as_str())
            .collect();
        assert!(told.len() == 1 && told[0].starts_with(expected), "{schema}: {told:?}");
    }
}

/// A `mapping` may name an alternative without a name by its place.
#[test]
fn a_mapping_leads_to_an_alternative_by_its_place() {
    let one = |title: &str| {
        format!(
            "{{ \"type\": \"object\", \"title\": \"{title}\", \"properties\": {{ \"kind\": {{ \"type\": \"string\" }} }} }}"
        )
    };
    let schema = format!(
        "{{ \"oneOf\": [{}, {}], \"discriminator\": {{ \"propertyName\": \"kind\",
            \"mapping\": {{ \"p\": \"#/oneOf/1\", \"a\": \"#/oneOf/0\", \"x\": \"#/oneOf/2\" }} }} }}",
        one("Apple"),
        one("Pear")
    );
    let generated = generate(&provider("p", &[("json-schema/fruit.json", &schema)]));
    let told: Vec<&str> = generated.diagnostics.iter().map(|one| one.message.as_str()).collect();
    assert!(
        told.len() == 1 && told[0].starts_with("`x` is mapped to `#/oneOf/2`"),
        "{told:?}"
    );
    let machine = file(&generated, "src/fruit/machine.rs").replace(char::is_whitespace, "");
    assert!(
        machine.contains(r#"values:&[&[lossless::Constant::Text("a")],&[lossless::Constant::Text("p")]]"#),
        "{machine}"
    );
}
