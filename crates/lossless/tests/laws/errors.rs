//! Errors: a path, a position, and no text that was read.

use crate::nhost::{SESSION, Session};
use crate::types::Node;
use lossless::serde_json::error::Category;
use lossless::{Instance, Value, from_slice, from_str, from_value};
use round_trip::rejects;
use serde::{Deserialize, Deserializer, de::Visitor};
use std::collections::HashMap;

#[test]
fn an_error_has_a_path_and_a_position() {
    let text = SESSION.replace("900", r#""900""#);
    let error = from_str::<Session>(&text).expect_err("no integer");
    assert_eq!(
        error.to_string(),
        "/accessTokenExpiresIn: invalid type: string, expected integer at line 3 column 31"
    );
    assert_eq!(
        (error.line(), error.column(), error.category()),
        (3, 31, Category::Data)
    );
    rejects::<Session>(&SESSION.replace(r#""me""#, "{}"), "/user/allowedRoles/1");
    rejects::<Session>(&SESSION.replace(r#""email":"#, r#""mail":"#), "/user");
    rejects::<Session>("[]", "");
}

#[test]
fn a_path_reaches_into_unions_and_escapes() {
    rejects::<Node>(
        r#"{"children": [{"pet": {"lives": "9", "petType": "cat"}}]}"#,
        "/children/0/pet/lives",
    );
    rejects::<Node>(r#"{"next": {"timeout": [1, 2.5]}}"#, "/next/timeout/1");
    rejects::<Node>(r#"{"next": {"timeout": 2.5}}"#, "/next/timeout");
    rejects::<lossless::Map<Vec<i64>>>(r#"{"a/b~c": [1, ""]}"#, "/a~1b~0c/1");
    let value: Value = from_str(r#"{"next": {"timeout": [1, 2.5]}}"#).expect("a value");
    assert_eq!(
        from_value::<Node>(value).expect_err("no timeout").path(),
        "/next/timeout/1"
    );
}

#[test]
fn an_error_of_the_text_has_a_position() {
    let error = from_str::<Node>("{\n  \"next\": {\"value\": 1,,}}").expect_err("no JSON");
    assert_eq!(
        (error.category(), error.line(), error.path()),
        (Category::Syntax, 2, "/next")
    );
    assert_eq!(
        from_str::<Node>(r#"{"next": {"#).expect_err("no JSON").category(),
        Category::Eof
    );
    assert_eq!(
        from_str::<Node>("{} {}").expect_err("no JSON").category(),
        Category::Syntax
    );
    assert_eq!(from_str::<Node>("").expect_err("no JSON").category(), Category::Eof);
    let error = from_slice::<Node>(b"{\n\"a\xff\": 1}").expect_err("no text");
    assert_eq!(error.to_string(), "invalid utf-8 at line 2 column 3");
}

#[test]
fn an_error_speaks_of_json_types() {
    let check = |text: &str, expected: &str| {
        let error = from_str::<lossless::Map<String>>(text).expect_err("no string");
        assert_eq!(error.message(), format!("invalid type: {expected}"));
    };
    check(r#"{"a": 12.5}"#, "number, expected string");
    check(r#"{"a": 12}"#, "integer, expected string");
    check(r#"{"a": true}"#, "boolean, expected string");
    check(r#"{"a": [12]}"#, "array, expected string");
    check(r#"{"a": {}}"#, "object, expected string");
    check(r#"{"a": null}"#, "null, expected string");
    check(r#""a, expected b""#, "string, expected object");
    let error = from_str::<crate::types::Pet>(r#"{"lives": 1, "friend": {"petType": 5}, "petType": "cat"}"#);
    assert_eq!(
        error.expect_err("no tag").message(),
        "invalid type: integer, expected string, the discriminator of Pet"
    );
}

#[test]
fn an_error_of_one_value_leaves_nothing_for_the_next() {
    rejects::<Node>(r#"{"next": {"value": "1"}}"#, "/next/value");
    rejects::<Node>(r#"{"value": "1"}"#, "/value");
    from_str::<Node>(r#"{"payment": {"number": 1}, "value": 1}"#).expect("a union that fell back");
    rejects::<Node>(r#"{"payment": {"number": 1}, "value": "1"}"#, "/value");
}

/// The properties of the types below.
const NAMES: [&str; 18] = [
    "value",
    "next",
    "children",
    "pet",
    "payment",
    "timeout",
    "number",
    "natural",
    "wide",
    "small",
    "map",
    "version",
    "one",
    "shape",
    "accessToken",
    "accessTokenExpiresIn",
    "refreshTokenId",
    "user",
];

/// Every place of every type is given a secret, and values that carry it; no error may tell.
#[test]
fn no_error_prints_what_was_read() {
    fn refuses<T: Instance>(text: &str) {
        if let Err(error) = lossless::instance::<T>(text) {
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
        }
        if let Err(error) = T::read(&mut lossless::serde_json::Deserializer::from_str(text)) {
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
        }
    }
    for secret in [
        r#""s3cret""#,
        r#"["s3cret"]"#,
        r#"{"name": "s3cret"}"#,
        r#"{"petType": ["s3cret"]}"#,
    ] {
        for name in NAMES {
            refuses::<Node>(&format!(r#"{{"{name}": {secret}}}"#));
            refuses::<crate::types::Numbers>(&format!(r#"{{"{name}": {secret}}}"#));
            refuses::<crate::types::Release>(&format!(r#"{{"{name}": {secret}}}"#));
            refuses::<Session>(&format!(r#"{{"{name}": {secret}}}"#));
        }
        refuses::<Session>(secret);
        refuses::<Vec<bool>>(secret);
        refuses::<()>(secret);
        refuses::<Option<i64>>(secret);
        refuses::<lossless::Number>(secret);
        refuses::<lossless::Map<i64>>(secret);
        refuses::<crate::types::Pet>(secret);
        refuses::<crate::types::Payment>(secret);
        refuses::<crate::types::Timeout>(secret);
        refuses::<crate::types::Version>(secret);
        refuses::<crate::nhost::ActiveMfaType>(secret);
        // serde's own readers would tell.
        #[derive(Debug, serde::Deserialize)]
        enum Foreign {
            Own,
        }
        let errors = [
            from_str::<Vec<bool>>(&format!("[{secret}]")).map(drop).err(),
            from_str::<Option<i64>>(secret).map(drop).err(),
            from_str::<HashMap<String, u8>>(&format!(r#"{{"a": {secret}}}"#))
                .map(drop)
                .err(),
            from_str::<Foreign>(secret).map(|Foreign::Own| ()).err(),
            from_value::<std::num::NonZeroU8>(secret.parse::<Value>().expect("JSON"))
                .map(drop)
                .err(),
        ];
        for error in errors {
            let error = error.expect("another shape").to_string();
            assert!(!error.contains("s3cret"), "{error}");
        }
    }
}

#[test]
fn where_an_object_is_due_serde_json_tells_type_and_place_and_no_text() {
    let check = |text: &str, kind: &str, column: usize| {
        let error = serde_json::from_str::<Node>(text).map(drop).expect_err("no object");
        let line = text.lines().count();
        let expected = format!("invalid type: {kind}, expected object Node at line {line} column {column}");
        assert_eq!(error.to_string(), expected);
    };
    for (text, kind, column) in [
        (r#""my, expected secret""#, "string", 21),
        ("5", "integer", 1),
        ("-1.5e3", "number", 6),
        ("true", "boolean", 4),
        ("null", "null", 4),
        ("[]", "array", 2),
        ("[1]", "array", 1),
    ] {
        check(text, kind, column);
        check(&format!("\n{text}"), kind, column);
        if kind != "null" {
            check(&format!("{{\"next\":\n{text}}}"), kind, column);
        }
    }
    let value = serde_json::from_value::<Node>("secret".into()).map(drop);
    let error = value.expect_err("no object").to_string();
    assert_eq!(error, "invalid type: string, expected object Node");
    let broken = serde_json::from_str::<Node>("{").map(drop).expect_err("no JSON");
    assert!(broken.is_eof(), "{broken}");
}

#[test]
fn an_empty_array_where_an_object_is_due_is_told_at_its_place() {
    for (text, place) in [
        (r#"{"a": {"value": 1}, "b": []}"#, "/b: "),
        (r#"{"a": {"value": 1}, "b": {"next": []}}"#, "/b/next: "),
    ] {
        let error = from_str::<HashMap<String, Node>>(text)
            .map(drop)
            .expect_err("no object");
        assert!(error.to_string().starts_with(place), "{error}");
    }
}

/// A format that takes null for an empty object if it is asked for one, and prints what it finds if that is another value.
struct Lenient(Value);

impl<'de> Deserializer<'de> for Lenient {
    type Error = serde_json::Error;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.deserialize_any(visitor)
    }
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Null => serde_json::json!({}).deserialize_any(visitor),
            Value::Object(_) => self.0.deserialize_any(visitor),
            other => Err(serde::de::Error::custom(format!("an object: invalid type: {other}"))),
        }
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct struct enum identifier ignored_any
    }
}

#[test]
fn no_format_is_asked_for_what_it_would_make_an_object_of() {
    for (value, kind) in [
        (Value::Null, "null"),
        ("secret".into(), "string"),
        (5.into(), "integer"),
    ] {
        let error = Node::deserialize(Lenient(value)).map(drop).expect_err("no object");
        assert_eq!(error.to_string(), format!("invalid type: {kind}, expected object Node"));
    }
}
