//! The whole schema as a judge.

use lossless::serde_json::json;
use lossless::validate::{Kind, Schemas};
use lossless::{ValidateOptions, ValidationErrors, Value};

static SCHEMAS: Schemas = Schemas::new(
    r##"{
  "cratemill:///user.json": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["id"],
    "additionalProperties": false,
    "properties": {
      "id": {"type": "string", "pattern": "^[a-z]+$"},
      "name": {"$ref": "cratemill:///names.json#/definitions/Name"},
      "born": {"type": "string", "format": "date"}
    }
  },
  "cratemill:///names.json": {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "definitions": {
      "Name": {"type": "string", "maxLength": 3, "format": "email", "contentEncoding": "base64"},
      "Long": {"type": "string", "pattern": "^.{0,65536}$", "examples": [{"type": "integer"}]},
      "Broken": {"type": "object", "properties": {"a": {"pattern": "(", "minLength": 2}, "b": {"type": "integer"}}},
      "Dangling": {"$ref": "cratemill:///names.json#/definitions/Nothing"},
      "Shown": {"$ref": "cratemill:///names.json#/definitions/Long/examples/0"}
    }
  }
}"##,
    "[]",
);

fn violations(schema: &str, value: Value) -> ValidationErrors {
    SCHEMAS.validate_value(schema, &value).expect_err("a violation")
}

fn check(schema: &str, value: Value, expected: &[(&str, &str, &str)]) {
    let errors = violations(schema, value);
    let found: Vec<_> = errors
        .into_iter()
        .map(|violation| (&*violation.instance_path, &*violation.keyword, &*violation.message))
        .collect();
    assert_eq!(found, expected);
}

const USER: &str = "cratemill:///user.json#";

#[test]
fn what_is_valid_has_no_violation() {
    let valid = json!({"id": "abc", "name": "not", "born": "yesterday"});
    assert_eq!(SCHEMAS.validate(USER, &valid), Ok(()));
    assert_eq!(
        SCHEMAS.validate("cratemill:///user.json#/properties/id", &"abc"),
        Ok(())
    );
    assert_eq!(
        SCHEMAS.validate("cratemill:///names.json#/definitions/Long", &"abc".repeat(1000)),
        Ok(())
    );
}

#[test]
fn every_violation_is_named() {
    check(USER, json!({}), &[("", "required", "missing property \"id\"")]);
    check(
        USER,
        json!({"id": 1}),
        &[("/id", "type", "expected string, found integer")],
    );
    check(
        USER,
        json!({"id": "A", "name": "four", "more": 1, "most": 2}),
        &[
            ("/id", "pattern", "text does not match the pattern `^[a-z]+$`"),
            ("/name", "maxLength", "text is longer than 3"),
            ("", "additionalProperties", "2 of the properties are not allowed"),
        ],
    );
    let errors = violations(USER, json!({"id": "a", "name": "four"}));
    assert_eq!(
        errors.violations()[0].schema_path,
        "cratemill:///names.json#/definitions/Name/maxLength"
    );
    assert_eq!(
        errors.to_string(),
        "/name: text is longer than 3 (cratemill:///names.json#/definitions/Name/maxLength)"
    );
}

#[test]
fn no_value_is_printed() {
    for value in [
        json!({"id": "S3CRET", "S3CRET": "S3CRET"}),
        json!("S3CRET"),
        json!({"id": ["S3CRET"]}),
    ] {
        let errors = violations(USER, value);
        assert!(!format!("{errors} {errors:?}").contains("S3CRET"), "{errors}");
    }
}

#[test]
fn a_pattern_that_no_engine_takes_leaves_the_rest_judged() {
    let broken = "cratemill:///names.json#/definitions/Broken";
    let errors = violations(broken, json!({"a": "x", "b": 1.5}));
    let found: Vec<_> = errors
        .into_iter()
        .map(|violation| (violation.kind, &*violation.instance_path))
        .collect();
    assert_eq!(
        found,
        [(Kind::Constraint, "/a"), (Kind::Constraint, "/b"), (Kind::Unusable, "")]
    );
    assert!(violations(broken, json!({})).is_unusable());
    assert_eq!(SCHEMAS.validate(USER, &json!({"id": "a"})), Ok(()));
}

#[test]
fn a_schema_that_cannot_be_used_is_a_violation() {
    for schema in [
        "cratemill:///names.json#/definitions/Dangling",
        "cratemill:///none.json#",
        "cratemill:///user.json#/x",
    ] {
        let errors = violations(schema, json!(1));
        assert!(errors.is_unusable() && errors.violations().len() == 1, "{errors}");
    }
    let malformed = Schemas::new("[", "");
    assert!(
        malformed
            .validate("cratemill:///x.json#", &1)
            .is_err_and(|errors| errors.is_unusable())
    );
    let documents = Schemas::from_documents(vec![("cratemill:///x.json".to_owned(), json!({"type": "integer"}))]);
    assert_eq!(documents.validate("cratemill:///x.json#", &1), Ok(()));
    assert!(
        documents
            .validate("cratemill:///x.json#", &"1")
            .is_err_and(|errors| !errors.is_unusable())
    );
}

/// More schemas than get a validator each, all parts of one knot.
const KNOT: &str = r##"{"cratemill:///knot.json": {
  "$defs": {
    "a~/b": {"type": "object", "properties": {"next": {"$ref": "cratemill:///knot.json#/$defs/a~0~1b"}, "n": {"minimum": 0}}}
  },
  "allOf": [{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {"$ref": "cratemill:///knot.json#/$defs/a~0~1b"}]
}}"##;

#[test]
fn the_schema_after_the_sixteenth_is_judged_as_the_first() {
    let places: Vec<String> = (0..17)
        .map(|index| format!("cratemill:///knot.json#/allOf/{index}"))
        .collect();
    let last = "cratemill:///knot.json#/$defs/a~0~1b";
    let references = json!(places.iter().map(String::as_str).chain([last]).collect::<Vec<_>>()).to_string();
    let alone = Schemas::new(KNOT, "[]");
    let crowded = Schemas::new(KNOT, references.leak());
    for place in &places[..16] {
        assert_eq!(crowded.validate_value(place, &json!(1)), Ok(()));
    }
    for place in [&places[16], last] {
        for value in [
            json!({"n": 1, "next": {"n": 0}}),
            json!({"n": 1, "next": {"next": {"n": -1}}}),
            json!(1),
        ] {
            let expected = alone.validate_value(place, &value);
            assert_eq!(crowded.validate_value(place, &value), expected);
        }
    }
    let errors = crowded
        .validate_value(last, &json!({"next": {"n": -1}}))
        .expect_err("a violation");
    assert_eq!(errors.violations()[0].instance_path, "/next/n");
}

#[test]
fn a_reference_to_a_meta_schema_is_followed() {
    let document = json!({"properties": {"schema": {"$ref": "http://json-schema.org/draft-07/schema#"}}});
    let schemas = Schemas::from_documents(vec![("cratemill:///x.json".to_owned(), document)]);
    assert_eq!(
        schemas.validate("cratemill:///x.json#", &json!({"schema": {"type": "string"}})),
        Ok(())
    );
    let errors = schemas
        .validate("cratemill:///x.json#", &json!({"schema": {"type": 1}}))
        .expect_err("a violation");
    assert!(!errors.is_unusable(), "{errors}");
}

/// As deep as the generator takes schemas, each a level of `properties` and one of the property.
#[test]
fn a_deep_schema_is_judged() {
    let depth = 250;
    let text = r#"{"properties":{"a":"#.repeat(depth) + r#"{"type":"string"}"# + &"}}".repeat(depth);
    let text = format!(r#"{{"cratemill:///deep.json": {text}}}"#);
    let schemas = Schemas::new(text.leak(), "[]");
    let value = |last: Value| (0..depth).fold(last, |value, _| json!({ "a": value }));
    assert_eq!(
        schemas.validate_value("cratemill:///deep.json#", &value(json!("x"))),
        Ok(())
    );
    let errors = schemas
        .validate_value("cratemill:///deep.json#", &value(json!(1)))
        .expect_err("a violation");
    assert!(!errors.is_unusable(), "{errors}");
}

#[test]
fn formats_are_asserted_on_request() {
    let options = ValidateOptions::new().formats(true);
    let user = |born: &str, name: &str| json!({"id": "abc", "name": name, "born": born});
    // An e-mail address that is no longer than three characters.
    let valid = user("2024-02-29", "a@b");
    assert_eq!(SCHEMAS.validate_with(USER, &valid, options), Ok(()));
    let errors = SCHEMAS.validate_with(USER, &user("yesterday", "abc"), options);
    let errors = errors.expect_err("two violations");
    assert!(!format!("{errors} {errors:?}").contains("yesterday"));
    let mut found: Vec<_> = errors
        .into_iter()
        .map(|one| (&*one.instance_path, &*one.keyword))
        .collect();
    found.sort_unstable();
    assert_eq!(found, [("/born", "format"), ("/name", "format")]);
    assert_eq!(SCHEMAS.validate(USER, &user("yesterday", "abc")), Ok(()));

    // What no specification names is no format to assert.
    let documents = vec![("cratemill:///x.json".to_owned(), json!({"format": "bank-account"}))];
    let odd = Schemas::from_documents(documents);
    assert_eq!(odd.validate_with("cratemill:///x.json#", &"x", options), Ok(()));
}

/// What no engine should be given is not judged, aloud; what is a limit of length in other words is.
#[test]
fn a_pattern_costs_no_more_than_a_program_can_afford() {
    let bomb = "^((((((((a{1,100}){1,100}){1,100}){1,100})))))$";
    let schema = json!({ "properties": {
        "bomb": { "pattern": bomb },
        "names": { "patternProperties": { bomb: { "type": "string" } } },
        "length": { "pattern": "^[^x]{2,262144}$", "maxLength": 5 },
    } });
    let schemas = Schemas::from_documents(vec![("cratemill:///a.json".to_owned(), schema)]);
    let judge = |property: &str, value: Value| {
        let place = format!("cratemill:///a.json#/properties/{property}");
        schemas.validate_value(&place, &value)
    };
    for (property, value) in [("bomb", json!("a")), ("names", json!({ "a": 1 }))] {
        let errors = judge(property, value).expect_err("not judged");
        assert!(errors.to_string().contains("no engine takes the pattern"), "{errors}");
    }
    for (text, keyword) in [
        ("ab", None),
        ("a", Some("minLength")),
        ("abcdef", Some("maxLength")),
        ("xa", Some("pattern")),
    ] {
        let found = judge("length", json!(text)).err();
        let found = found.as_ref().and_then(|errors| errors.into_iter().next());
        assert_eq!(found.map(|one| one.keyword.as_str()), keyword, "{text}");
    }
}

/// A limit speaks of a number that no double holds as of any other.
#[test]
fn a_number_beyond_doubles_is_judged_as_the_greatest() {
    let schemas = Schemas::from_documents(vec![(
        "cratemill:///n.json".to_owned(),
        json!({ "items": { "type": "number", "maximum": 10 } }),
    )]);
    let numbers = |text: &str| lossless::from_str::<Vec<lossless::Number>>(text).expect("numbers");
    let errors = schemas
        .validate("cratemill:///n.json#", &numbers("[1, -1e400, 1e400]"))
        .expect_err("too great");
    let found: Vec<_> = errors
        .into_iter()
        .map(|one| (&*one.instance_path, &*one.keyword))
        .collect();
    assert_eq!(found, [("/2", "maximum")]);
    assert_eq!(schemas.validate("cratemill:///n.json#", &numbers("[-1e400]")), Ok(()));
}

#[test]
fn a_reference_into_an_annotation_leads_to_a_schema() {
    let shown = "cratemill:///names.json#/definitions/Shown";
    assert_eq!(SCHEMAS.validate_value(shown, &json!(1)), Ok(()));
    check(shown, json!("x"), &[("", "type", "expected integer, found string")]);
}
