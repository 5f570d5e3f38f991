//! A file that can't be read costs nothing; one that is gone leaves its names behind.

use cratemill_cli::Exit;
use end_to_end::House;
use std::fs;
use std::path::PathBuf;

const WHOLE: &str = r#"{ "type": "object", "properties": { "kind": { "enum": ["x", "y"] } } }"#;
const REFERS: &str = r#"{ "type": "object", "properties": { "b": { "$ref": "b.json" } } }"#;

/// A provider of two files, generated.
fn house() -> House {
    let house = House::new(&[("p/json-schema/a.json", REFERS), ("p/json-schema/b.json", WHOLE)]);
    let outcome = house.codegen(&[]);
    assert_eq!((outcome.exit, outcome.err.as_str()), (Exit::Fine, ""));
    house
}

#[test]
fn a_file_that_was_read_and_cannot_be_read_stops_its_provider() {
    let broken: [(&str, &[u8]); 9] = [
        ("cut short", br#"{"type": "object", "#),
        ("a comma is missing", br#"{"type": "object" "properties": {}}"#),
        ("a lone surrogate", br#"{"title": "\ud800"}"#),
        ("empty", b""),
        ("a list", b"[]"),
        (
            "what a server says",
            br#"{"message": "Not Found", "documentation_url": "https://example.com"}"#,
        ),
        ("a text", br#""Not Found""#),
        ("a web page", b"<!doctype html>"),
        ("no text", b"{\"title\": \"gr\xf6\xdfe\"}"),
    ];
    for (why, text) in broken {
        let house = house();
        let before = (house.texts("out"), house.text("schemas/p/names.lock"));
        fs::write(house.at("schemas/p/json-schema/b.json"), text).expect("a file");
        for flags in [&[][..], &["--check"]] {
            let outcome = house.codegen(flags);
            assert_eq!(outcome.exit, Exit::Found, "{why}: {}", outcome.err);
            assert!(outcome.err.contains("error[CM0008]"), "{why}: {}", outcome.err);
            assert!(
                outcome.err.contains("schemas/p/json-schema/b.json"),
                "{why}: {}",
                outcome.err
            );
            assert!(
                outcome.err.contains("2 of the names in names.lock"),
                "{why}: {}",
                outcome.err
            );
            let after = (house.texts("out"), house.text("schemas/p/names.lock"));
            assert!(after == before, "{why}: something was written");
        }
        house.put("schemas/p/json-schema/b.json", WHOLE);
        assert_eq!(house.codegen(&["--check"]).exit, Exit::Fine, "{why}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_became_a_link_to_nowhere_stops_its_provider() {
    let house = house();
    let path = house.at("schemas/p/json-schema/b.json");
    fs::remove_file(&path).expect("removed");
    std::os::unix::fs::symlink("nowhere", &path).expect("a link");
    let before = (house.texts("out"), house.text("schemas/p/names.lock"));
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Found);
    assert!(
        outcome.err.contains("error[CM0008]: the link leads nowhere"),
        "{}",
        outcome.err
    );
    assert!(!outcome.err.contains("CM0009"), "{}", outcome.err);
    assert_eq!(house.text("schemas/p/names.lock"), before.1);
    // The record of what changed in between stays.
    let sources = |mut texts: Vec<(PathBuf, String)>| {
        texts.retain(|(path, _)| path.components().any(|part| part.as_os_str() == "src"));
        texts
    };
    let (now, then) = (sources(house.texts("out")), sources(before.0));
    assert!(now.len() > 3 && now == then, "the crate is what it was");
}

#[test]
fn a_file_that_only_holds_what_others_refer_to_stays() {
    let house = House::new(&[
        (
            "p/json-schema/shared.json",
            r#"{ "all": { "shared": { "cup": { "type": "object", "properties": {} } } } }"#,
        ),
        (
            "p/json-schema/a.json",
            r##"{ "properties": { "cup": { "$ref": "shared.json#/all/shared/cup" } } }"##,
        ),
    ]);
    for _ in 0..2 {
        let outcome = house.codegen(&[]);
        assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
        assert!(outcome.err.contains("warning[CM0102]"), "{}", outcome.err);
    }
}

#[test]
fn a_new_file_that_cannot_be_read_stops_nobody() {
    let house = house();
    house.put("schemas/p/json-schema/c.json", "{");
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Fine);
    assert!(outcome.err.contains("warning[CM0101]"), "{}", outcome.err);
    assert_eq!(house.codegen(&[]).exit, Exit::Fine, "and so it stays");
}

#[test]
fn a_file_that_is_gone_is_told_and_gets_its_names_back() {
    let house = house();
    house.put("schemas/p/provider.toml", "[names.override]\n\"b.json#\" = \"Kept\"\n");
    assert_eq!(house.codegen(&[]).exit, Exit::Fine);
    house.put("schemas/p/provider.toml", "");
    assert_eq!(house.codegen(&[]).exit, Exit::Fine);
    let before = (house.texts("out"), house.text("schemas/p/names.lock"));
    assert!(before.1.contains("\"b.json#\" = \"Kept\""), "{}", before.1);

    fs::remove_file(house.at("schemas/p/json-schema/b.json")).expect("removed");
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    let told = "note[CM0009]: the file is gone, and with it its types\n--> schemas/p/json-schema/b.json";
    assert!(outcome.err.contains(told), "{}", outcome.err);
    assert!(outcome.out.contains("Kind`: the type is gone"), "{}", outcome.out);
    let lock = house.text("schemas/p/names.lock");
    let (_, retired) = lock.split_once("[retired]").expect("retired names");
    assert!(retired.contains("\"b.json#\" = \"Kept\""), "{lock}");
    assert!(!house.codegen(&[]).err.contains("CM0009"), "it is told once");

    house.put("schemas/p/json-schema/b.json", WHOLE);
    assert_eq!(house.codegen(&[]).exit, Exit::Fine);
    assert_eq!(house.text("schemas/p/names.lock"), before.1);
    // The record of what changed in between stays.
    let sources = |mut texts: Vec<(PathBuf, String)>| {
        texts.retain(|(path, _)| path.components().any(|part| part.as_os_str() == "src"));
        texts
    };
    let (now, then) = (sources(house.texts("out")), sources(before.0));
    assert!(now.len() > 3 && now == then, "the crate is what it was");
}

#[test]
fn a_file_that_gets_another_name_is_not_gone() {
    let of = |file: &str| format!(r#"{{ "type": "object", "properties": {{ "b": {{ "$ref": "{file}" }} }} }}"#);
    let house = house();
    fs::remove_file(house.at("schemas/p/json-schema/b.json")).expect("removed");
    house.put("schemas/p/json-schema/c.json", WHOLE);
    house.put("schemas/p/json-schema/a.json", &of("c.json"));
    let outcome = house.codegen(&[]);
    assert_eq!((outcome.exit, outcome.err.as_str()), (Exit::Fine, ""));
    assert!(
        outcome
            .out
            .contains("`B`: renamed: the schema was `b.json#` and is `c.json#`"),
        "{}",
        outcome.out
    );
    assert!(!house.text("schemas/p/names.lock").contains("[retired]"));

    // What the new file no longer holds is gone with the old one.
    fs::remove_file(house.at("schemas/p/json-schema/c.json")).expect("removed");
    house.put(
        "schemas/p/json-schema/d.json",
        &WHOLE.replace("\"enum\": [\"x\", \"y\"]", "\"type\": \"string\""),
    );
    house.put("schemas/p/json-schema/a.json", &of("d.json"));
    house.put("schemas/p/provider.toml", "[names.override]\n\"d.json#\" = \"B\"\n");
    let told = house.codegen(&[]).err;
    assert!(
        told.contains("the file is gone, and with it 1 of its 2 types; the others are in another file"),
        "{told}"
    );

    // An opaque type of the same name is not the type.
    fs::remove_file(house.at("schemas/p/json-schema/d.json")).expect("removed");
    house.put("schemas/p/provider.toml", "");
    let told = house.codegen(&[]).err;
    assert!(told.contains("the file is gone, and with it its type\n"), "{told}");
}

#[test]
fn an_example_that_was_valid_and_is_not_now_is_told() {
    let schema = |quantity: &str, example: u8| {
        format!(
            r#"{{ "type": "object", "required": ["sku"], "properties": {{ "sku": {{ "type": "string" }},
               "quantity": {{ "type": "{quantity}" }}, "at": {{ "type": "integer", "examples": [7] }} }},
               "examples": [{{ "sku": "c", "quantity": {example} }}] }}"#
        )
    };
    let house = House::new(&[
        ("p/json-schema/order.json", &schema("integer", 1)),
        ("p/examples/order.json", r#"{ "sku": "a", "quantity": 1 }"#),
        (
            "p/examples/order-placed.json",
            r#"{ "sku": "b", "quantity": 2, "at": 3 }"#,
        ),
        (
            "p/examples/order-odd.json",
            r#"{ "sku": "b", "quantity": "many", "at": 3 }"#,
        ),
    ]);
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.err.matches("CM0502").count(), 1, "{}", outcome.err);
    assert!(!outcome.out.contains("was valid"), "{}", outcome.out);

    // The example is another: what was valid is valid.
    house.put(
        "schemas/p/examples/order-placed.json",
        r#"{ "sku": "b", "quantity": "two", "at": 3 }"#,
    );
    for flags in [&["--check"][..], &[]] {
        let told = house.codegen(flags);
        assert_eq!(told.err.matches("CM0502").count(), 2, "{}", told.err);
        assert!(
            !told.out.contains("breaking: ") && !told.out.contains("1 breaking"),
            "{}",
            told.out
        );
    }

    // The schema is another, and of two examples one is as it was.
    house.put("schemas/p/examples/order.json", r#"{ "quantity": 1, "sku": "a" }"#);
    house.put(
        "schemas/p/examples/order-new.json",
        r#"{ "sku": "a", "quantity": 5, "at": 4 }"#,
    );
    house.put("schemas/p/json-schema/order.json", &schema("boolean", 1));
    for flags in [&["--check"][..], &[]] {
        let told = house.codegen(flags).out;
        let line = "breaking: `examples/order.json#`: the published example was valid and is not now: \
                     /quantity breaks type";
        assert!(told.contains(line), "{told}");
        let of_schema = "breaking: `json-schema/order.json#/examples/0`: the published example was valid";
        assert!(told.contains(of_schema), "{told}");
        let summary = told.split("\n\n").next().unwrap_or_default();
        assert_eq!(summary.matches("was valid and").count(), 2, "{told}");
    }
    assert!(!house.codegen(&[]).out.contains("was valid and"), "it is told once");
}

#[test]
fn an_example_in_a_schema_that_changes_with_it_is_not_told() {
    let schema = |quantity: &str, example: &str| {
        format!(
            r#"{{ "type": "object", "required": ["quantity"], "examples": [{{ "quantity": {example} }}],
               "properties": {{ "quantity": {{ "type": "{quantity}" }} }} }}"#
        )
    };
    for (quantity, example, count) in [("integer", "true", 0), ("boolean", "2", 0), ("boolean", "1", 1)] {
        let house = House::new(&[("p/json-schema/order.json", &schema("integer", "1"))]);
        assert_eq!(house.codegen(&[]).exit, Exit::Fine);
        house.put("schemas/p/json-schema/order.json", &schema(quantity, example));
        let told = house.codegen(&[]).out;
        assert_eq!(told.matches("was valid and").count(), count, "{told}");
    }
}

#[test]
fn an_example_that_nothing_describes_any_more_is_told_if_it_is_what_it_was() {
    let schema = |name: &str| {
        format!(
            r#"{{ "type": "object", "required": ["{name}"], "additionalProperties": false,
               "properties": {{ "{name}": {{ "type": "integer" }} }} }}"#
        )
    };
    for (text, count) in [(r#"{ "quantity": 1 }"#, 1), (r#"{ "quantity": 2 }"#, 0)] {
        let house = House::new(&[
            ("p/json-schema/order.json", &schema("quantity")),
            ("p/examples/first.json", r#"{ "quantity": 1 }"#),
        ]);
        assert_eq!(house.codegen(&[]).exit, Exit::Fine);
        house.put("schemas/p/json-schema/order.json", &schema("width"));
        house.put("schemas/p/examples/first.json", text);
        let told = house.codegen(&[]).out;
        let line = "`examples/first.json#`: the published example was valid and is not now: no schema describes it";
        assert_eq!(told.matches(line).count(), count, "{told}");
    }
}

#[test]
fn a_redacted_example_is_one_of_its_type_and_breaks_a_limit() {
    let user = r#"{ "type": "object", "required": ["id", "mail"], "properties": { "id": { "type": "string", "pattern": "^u_[0-9]+$" },
        "mail": { "type": "string", "maxLength": 5 }, "age": { "type": "integer", "maximum": 3 } } }"#;
    let redacted = r#"{ "id": "u_XXXX", "mail": "someone@example.com", "age": 9 }"#;
    let house = House::new(&[
        ("p/json-schema/user.json", user),
        ("p/examples/user.json", redacted),
        (
            "p/examples/answer.json",
            &format!(r#"{{ "response": {{ "status": 200, "body": {redacted} }} }}"#),
        ),
        ("p/examples/other.json", r#"{ "id": 7, "mail": 8, "thing": true }"#),
    ]);
    let outcome = house.codegen(&[]);
    assert_eq!(outcome.exit, Exit::Fine, "{}", outcome.err);
    assert_eq!(
        outcome.err.matches("the example breaks a limit of `User`").count(),
        1,
        "{}",
        outcome.err
    );
    assert!(
        outcome.err.contains("the same at 1 more place") && !outcome.err.contains("contradicts"),
        "{}",
        outcome.err
    );
    let account = house.text("out/p/EVIDENCE.md");
    let (_, section) = account.split_once("## Examples that break a limit").expect("a section");
    for place in ["`examples/user.json`", "`examples/answer.json` `/response/body`"] {
        assert!(
            section.contains(&format!(
                "- {place}: `/age` breaks `maximum`; reads and comes back equal"
            )),
            "{account}"
        );
    }
    assert!(
        account.contains("| of these breaking no more than a limit | 2 |"),
        "{account}"
    );
    let evidence = house.text("out/p/tests/evidence/user.jsonl");
    assert_eq!(evidence.matches(r#"{"equal":"examples/"#).count(), 2, "{evidence}");
}
