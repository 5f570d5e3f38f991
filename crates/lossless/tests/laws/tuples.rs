//! Arrays with positions, and integers with names, in JSON and in formats that want to know a length before.

use lossless::{Maybe, UnknownInteger};

#[derive(Clone, Debug, Default)]
struct Pair {
    first: Option<Level>,
    second: Maybe<String>,
    rest: Vec<bool>,
}

lossless::tuple! { Pair "Pair" bool, 2; 0 first item; 1 second maybe; }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Level {
    Low,
    Unknown(UnknownInteger),
}

lossless::integer_enumeration! { Level "Level"; Low -1; }

#[test]
fn every_length_comes_back_in_every_format() {
    for text in [
        "[]",
        "[-1]",
        "[-1,null]",
        r#"[7,"a"]"#,
        r#"[-9223372036854775808,"",true,false]"#,
    ] {
        let pair: Pair = lossless::from_str(text).expect(text);
        assert_eq!(lossless::to_string(&pair).expect(text), text);
        assert_eq!(serde_json::from_str::<Pair>(text).expect(text), pair);
        let value = lossless::to_value(&pair).expect(text);
        assert_eq!(lossless::from_value::<Pair>(value).expect(text), pair);
        let packed = rmp_serde::to_vec_named(&pair).expect("MessagePack");
        assert_eq!(rmp_serde::from_slice::<Pair>(&packed).expect("a pair"), pair);
        let mut bytes = Vec::new();
        ciborium::into_writer(&pair, &mut bytes).expect("CBOR");
        assert_eq!(ciborium::from_reader::<Pair, _>(&bytes[..]).expect("a pair"), pair);
    }
}

#[test]
fn integers_are_read_as_json_schema_means_them() {
    for (text, level) in [("-1.0", Level::Low), ("-10e-1", Level::Low), ("9e2", Level::from(900))] {
        assert_eq!(lossless::from_str::<Level>(text).expect(text), level);
    }
    for text in ["-1.5", "\"-1\"", "null", "[]", "{}", "true", "1e30"] {
        assert!(lossless::from_str::<Level>(text).is_err(), "{text}");
    }
}

#[test]
fn an_error_says_where_and_what() {
    for (text, expected) in [
        (r#"["x"]"#, "invalid type: string, expected integer at /0"),
        ("[1, 2]", "invalid type: integer, expected string at /1"),
        ("[1, null, true, 0]", "invalid type: integer, expected boolean at /3"),
        ("{}", "invalid type: object, expected array Pair"),
    ] {
        let error = lossless::from_str::<Pair>(text).expect_err(text).to_string();
        let (what, at) = expected.split_once(" at ").unwrap_or((expected, ""));
        assert!(error.contains(what) && error.contains(at), "{text}: {error}");
    }
}

#[test]
fn reading_ends_where_values_nest_too_deep() {
    let deep = format!("[1,\"a\",{}true{}]", "[".repeat(200), "]".repeat(200));
    assert!(lossless::from_str::<Pair>(&deep).is_err());
}
