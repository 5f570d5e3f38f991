//! Files that are not plain JSON Schema: read where it is plain what is meant, else told, each with what it is.

use cratemill_cli::Exit;
use end_to_end::House;
use std::fs;

/// A house with this one file, as bytes.
fn house(file: &str, bytes: &[u8]) -> House {
    let house = House::new(&[]);
    house.put(&format!("schemas/p/json-schema/{file}"), "");
    fs::write(house.at(&format!("schemas/p/json-schema/{file}")), bytes).expect("a file");
    house
}

/// The type at `place` in types.json.
#[track_caller]
fn has_type(house: &House, place: &str, name: &str) {
    let types = house.text("out/p/types.json");
    assert!(types.contains(&format!("\"{place}\": \"p_types::{name}\"")), "{types}");
}

#[test]
fn json_with_another_ending_or_with_comments_is_read() {
    let plain = br#"{"type": "object", "properties": {"id": {"type": "string"}}}"#;
    let commented =
        b"// a comment\n{\"type\": \"object\", /* \xc3\xa4 */ \"properties\": {\"id\": {\"type\": \"string\",},},}\n";
    let whole = |bytes: &[u8]| bytes.to_vec();
    for (file, bytes, told) in [
        ("lamp.json", whole(plain), ""),
        ("lamp.schema", whole(plain), ""),
        ("lamp.jsonschema", whole(plain), ""),
        ("lamp.schema.json", whole(plain), ""),
        ("lamp.jsonc", whole(commented), "note[CM0108]"),
        ("lamp.json5", whole(commented), "note[CM0108]"),
        ("lamp.json", whole(commented), "note[CM0108]"),
    ] {
        let house = house(file, &bytes);
        let outcome = house.codegen(&[]);
        assert_eq!(outcome.exit, Exit::Fine, "{file}: {}", outcome.err);
        assert!(
            outcome.err.starts_with(told) && told.is_empty() == outcome.err.is_empty(),
            "{}",
            outcome.err
        );
        has_type(&house, &format!("{file}#"), "Lamp");
        assert!(
            house.text("out/p/src/lamp.rs").contains("pub id: Option<String>"),
            "{file}"
        );
        assert_eq!(house.codegen(&["--check"]).exit, Exit::Fine, "{file}");
    }
}

#[test]
fn what_is_not_read_is_told_with_its_name_and_what_it_is() {
    let utf16: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let yaml = b"type: object\nproperties: {id: {type: string}}\n".to_vec();
    let list = br#"[{"type": "object"}, {"$ref": "b.json"}]"#.to_vec();
    for (file, bytes, what) in [
        ("lamp.yaml", yaml.clone(), "the file is YAML"),
        ("lamp.yml", yaml.clone(), "the file is YAML"),
        ("openapi.YAML", yaml, "the file is YAML"),
        ("a.proto", b"message A {}".to_vec(), "the file is Protocol Buffers"),
        (
            "a.avsc",
            br#"{"type": "record"}"#.to_vec(),
            "the file is an Avro schema",
        ),
        ("a.txt", br#" {"type": "object"}"#.to_vec(), "`.txt` is no ending"),
        ("a.json.gz", b"\x1f\x8b".to_vec(), "the file is compressed"),
        ("a.json5", b"{type: 'object'}".to_vec(), "JSON5 is read as far as"),
        ("a.json", Vec::new(), "the file is empty"),
        ("a.json", b" \n".to_vec(), "the file is empty"),
        ("a.json", utf16, "the text is UTF-16"),
        ("a.json", list, "the file is a list of schemas"),
        ("a.json", b"[1]".to_vec(), "no JSON Schema"),
    ] {
        let house = house(file, &bytes);
        let alone = house.codegen(&[]);
        assert_eq!(alone.exit, Exit::Found, "{file}");
        house.put("schemas/p/json-schema/other.json", r#"{"type": "object"}"#);
        let beside = house.codegen(&[]);
        assert_eq!(beside.exit, Exit::Fine, "{file}: {}", beside.err);
        for err in [alone.err, beside.err] {
            assert_eq!(err.matches("warning[").count(), 1, "one is enough: {err}");
            assert!(err.contains(what), "{what}: {err}");
            assert!(err.contains(&format!("--> schemas/p/json-schema/{file}")), "{err}");
            assert!(!err.contains("put the provider's schema files"), "{err}");
        }
    }
}

#[test]
fn json_of_another_form_is_told() {
    let lexicon = r#"{"lexicon": 1, "id": "app.example.post", "defs": {"main": {"type": "record"}}}"#;
    let named = r##"{"Cup": {"type": "object", "properties": {"ml": {"type": "integer"}}},
        "Tray": {"properties": {"cups": {"items": {"$ref": "#/Cup"}}}}, "version": 2, "Odd": {"ml": 1}, "Rest": {}}"##;
    let openapi = r##"{"openapi": "3.1.0", "info": {"title": "x", "version": "1"},
        "paths": {"/p": {"post": {
            "requestBody": {"content": {"application/json": {"schema": {"title": "MakePet"},
                "example": {"schema": {"type": "object"}}}}},
            "parameters": [{"name": "a", "schema": {"type": "string"}}],
            "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}}}}},
        "components": {"schemas": {"Pet": {"type": "object"}},
            "responses": {"Err": {"content": {"application/json": {"schema": {"title": "Problem"}}}}}}}"##;
    let swagger = r#"{"swagger": "2.0", "definitions": {}, "paths": {"/a": {"get": {"responses": {"200": {"schema":
        {"type": "object"}}}}}}}"#;
    for (text, what) in [
        (lexicon, "the file is an AT Protocol lexicon"),
        (
            named,
            "the file holds schemas by name without `$defs`; what is not plainly one has no type unless something refers to it: \
             `Odd`, `Rest`",
        ),
        (
            openapi,
            "only `components/schemas` is read; schemas without a type: 1 in `components/responses`, 2 in `paths`",
        ),
        (
            swagger,
            "only `definitions` is read; schemas without a type: 1 in `paths`",
        ),
    ] {
        let house = house("a.json", text.as_bytes());
        let outcome = house.codegen(&[]);
        assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
        assert!(
            outcome.err.contains(&format!("warning[CM0107]: {what}")) || outcome.err.contains(what),
            "{}",
            outcome.err
        );
        assert_eq!(outcome.err.matches("warning[").count(), 1, "{}", outcome.err);
        // A document of an API is no value of its own.
        let types = house.text("out/p/types.json");
        assert_eq!(types.contains("\"a.json#\""), text != openapi, "{types}");
        assert_eq!(house.codegen(&[]).exit, Exit::Fine, "the second run is as the first");
    }
    let whole = r##"{"openapi": "3.0.0", "info": {"title": "x", "version": "1"}, "paths": {},
        "components": {"schemas": {"Pet": {"type": "object"}}, "examples": {"a": {"schema": {"b": 1}}}}}"##;
    let outcome = house("a.json", whole.as_bytes()).codegen(&[]);
    assert_eq!((outcome.exit, outcome.err.as_str()), (Exit::Fine, ""));
}

#[test]
fn schemas_by_name_have_types_wherever_it_is_plain_that_they_are_schemas() {
    let all = r##"{"version": "1.0",
        "Cup": {"type": "object", "required": ["ml"], "properties": {"ml": {"type": "integer"}}},
        "tea-tray": {"description": "For tea.", "type": "object", "properties": {"cups": {"type": "array", "items": {"$ref": "#/Cup"}}}},
        "Colour": {"enum": ["red", "blue"]}, "CupId": {"type": "string"}}"##;
    let house = house("all.json", all.as_bytes());
    house.put(
        "schemas/p/json-schema/order.json",
        r#"{"properties": {"cup": {"$ref": "all.json#/Cup"}}}"#,
    );
    for _ in 0..2 {
        let outcome = house.codegen(&[]);
        assert_eq!((outcome.exit, outcome.err.as_str()), (Exit::Fine, ""));
    }
    for (place, name) in [
        ("Cup", "Cup"),
        ("tea-tray", "TeaTray"),
        ("Colour", "Colour"),
        ("CupId", "CupId"),
    ] {
        has_type(&house, &format!("all.json#/{place}"), name);
    }
    let files = ["cup", "tea_tray", "colour", "cup_id"].map(|name| house.text(&format!("out/p/src/{name}.rs")));
    let code = files.concat();
    for part in [
        "pub cups: Option<Vec<super::Cup>>",
        "/// For tea.",
        "pub type CupId = String;",
        "pub enum Colour",
    ] {
        assert!(code.contains(part), "{part}: {code}");
    }
    let order = house.text("out/p/src/order.rs");
    assert!(order.contains("pub cup: Option<super::Cup>"), "{order}");
    let fidelity = house.text("out/p/FIDELITY.md");
    assert!(
        !fidelity.contains("`Cup`") && fidelity.contains("`version`"),
        "{fidelity}"
    );
    for (text, place, name) in [
        (r#"{"schemas": {"Cup": {"type": "object"}}}"#, "schemas/Cup", "Cup"),
        (
            r#"{"$schema": "http://json-schema.org/draft-07/schema#", "title": "All", "Cup": {"enum": ["a"]}}"#,
            "Cup",
            "Cup",
        ),
        (
            r#"{"description": "All.", "models": {"Cup": {"enum": ["a"]}, "Jug": {"type": "array"}}, "Pot": {"type": "null"}}"#,
            "models/Jug",
            "Jug",
        ),
    ] {
        let house = self::house("all.json", text.as_bytes());
        let outcome = house.codegen(&[]);
        assert_eq!((outcome.exit, outcome.err.as_str()), (Exit::Fine, ""), "{text}");
        has_type(&house, &format!("all.json#/{place}"), name);
    }
    // What is a schema itself, an extension or an example holds none by name.
    for text in [
        r#"{"type": "object", "Cup": {"enum": ["a"]}}"#,
        r#"{"title": "All", "x-cup": {"enum": ["a"]}}"#,
        r#"{"title": "All", "example": {"type": "object"}}"#,
    ] {
        let house = self::house("all.json", text.as_bytes());
        assert_eq!(house.codegen(&[]).exit, Exit::Fine, "{text}");
        assert!(!house.text("out/p/types.json").contains("#/"), "{text}");
    }
    let account = house.text("out/p/EVIDENCE.md");
    assert!(!account.contains("Types without an instance"), "{account}");
}

#[test]
fn advice_is_for_the_file_that_it_is_told_of() {
    let house = House::new(&[
        ("p/json-schema/lamp.yaml", "type: object\n"),
        (
            "p/json-schema/room.json",
            r#"{"type": "object", "properties": {"lamp": {"$ref": "lamp.yaml#/a"}, "b": {"$ref": "none.json"}}}"#,
        ),
        (
            "p/json-schema/app.json",
            r#"{"lexicon": 1, "id": "app", "defs": {"main": {"type": "record"}}}"#,
        ),
        (
            "p/json-schema/events.json",
            r#"{"asyncapi": "2.6.0", "components": {"schemas": {}, "messages": {"M": {"payload": {"type": "object"}}}}}"#,
        ),
        ("p/examples/room.yaml", "lamp: null\n"),
    ]);
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Fine);
    for advice in [
        "and put that here in its place; 1 reference to it became an opaque type",
        "convert it to JSON (`yq -o json`), and put that here in its place",
        "convert it to JSON Schema, and put that here in its place",
        "add the file that holds the schema",
        "convert it to JSON, or put it away where it is no example",
        "of an AsyncAPI document only `components/schemas` is read; schemas without a type: 1 in `components/messages`",
    ] {
        assert_eq!(outcome.err.matches(advice).count(), 1, "{advice}: {}", outcome.err);
    }
}

#[test]
fn what_a_faulty_type_is_taken_for_is_told() {
    let not = "the draft does not allow this value; ";
    for (schema, expected) in [
        (
            r#"{"type": "['string', 'null']"}"#,
            "it was taken for `string` or `null`",
        ),
        (r#"{"type": "Int"}"#, "it was taken for `integer`"),
        (r#"{"type": ["double", "null"]}"#, "it was taken for `number` or `null`"),
        (r#"{"type": "thing"}"#, "the keyword has no effect"),
        (r#"{"minLength": -1}"#, "the keyword has no effect"),
        (r#"{"required": ["a", 5]}"#, "the entry has no effect"),
        (
            r#"{"properties": {"required": 5, "b": {"type": "string"}}}"#,
            "the entry has no effect",
        ),
        (r#"{"anyOf": [{"type": "string"}, 5]}"#, "the entry has no effect"),
    ] {
        let text = format!(r#"{{"type": "object", "properties": {{"a": {schema}}}}}"#);
        let outcome = house("a.json", text.as_bytes()).codegen(&[]);
        let told = format!("warning[CM0301]: {not}{expected}\n");
        assert_eq!(outcome.err.matches(&told).count(), 1, "{schema}: {}", outcome.err);
    }
}
