//! serde_json's feature `arbitrary_precision`, which any crate of a program may turn on for all of it: numbers then come in the
//! guise of maps. What the runtime promises holds all the same, and an untyped value loses no digits either.

use end_to_end::{House, cargo};

fn manifest(workspace: &str) -> String {
    format!(
        r#"
[package]
name = "precise"
version = "0.1.0"
edition = "2024"

[dependencies]
lossless = {{ path = "{workspace}/crates/lossless", features = ["pattern"] }}
round-trip = {{ path = "{workspace}/crates/round-trip" }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = {{ version = "1", features = ["arbitrary_precision", "unbounded_depth"] }}
"#
    )
}

/// The laws of the runtime that do not speak of the limits of a `Value`, and those of numbers.
fn library(workspace: &str) -> String {
    let laws = [
        "nhost", "types", "wide", "debug", "deep", "depth", "errors", "objects", "unions",
    ];
    let module = |name: &str| {
        format!("#[cfg(test)]\n#[path = \"{workspace}/crates/lossless/tests/laws/{name}.rs\"]\nmod {name};\n")
    };
    let modules: String = laws.into_iter().map(module).collect();
    format!("#![allow(dead_code)]\n{modules}#[cfg(test)]\nmod numbers;\n")
}

const NUMBERS: &str = r##"
use crate::types::{Node, Numbers};
use lossless::{Implied, Map, Number, Open, Value, from_str};
use round_trip::{check, rejects};

const TEXTS: [&str; 14] = [
    "0", "-0", "12", "-12", "1.0", "900.0", "9e2", "18446744073709551615", "18446744073709551616", "0.1", "1e400", "-1.5E-400",
    "3.14159265358979323846", "123456789012345678901234567890",
];

#[test]
fn the_feature_is_on() {
    assert!("1e400".parse::<serde_json::Number>().is_ok());
}

#[test]
fn every_number_is_kept_typed_and_untyped() {
    for text in TEXTS {
        check::<Number>(text);
        check::<Value>(text);
        check::<Numbers>(&format!(r#"{{"number": {text}, "x": [{text}, {{"a": {text}}}]}}"#));
        check::<Open<Map<Number>>>(&format!(r#"{{"a": {text}}}"#));
        check::<Open<bool>>(&format!(r#"{{"a": {text}}}"#));
        check::<Implied<Vec<Number>>>(&format!("[{text}]"));
        check::<Implied<Vec<Number>>>(text);
        let number: Number = from_str(text).expect("a number");
        let value = lossless::to_value(&number).expect("a value");
        assert_eq!(round_trip::equal(text, &value.to_string()), Ok(()));
        assert_eq!(lossless::from_value(value.clone()).ok(), Some(number.clone()));
        assert_eq!(serde_json::from_value(value).ok(), Some(number));
    }
}

#[test]
fn integers_are_read() {
    check::<Numbers>(r#"{"natural": 18446744073709551615, "wide": 123456789012345678901234567890, "small": [1.0, 2], "map": {"a": 9e2}}"#);
    for other in ["1.5", "18446744073709551616", "1e400", "1.00000000000000000001"] {
        rejects::<i64>(other, "");
        rejects::<u64>(other, "");
        rejects::<Numbers>(&format!(r#"{{"map": {{"a": {other}}}}}"#), "/map/a");
    }
    let value: Value = serde_json::from_str(r#"{"natural": 1.0, "wide": 18446744073709551616, "number": 1e400}"#).expect("JSON");
    let numbers: Numbers = lossless::from_value(value.clone()).expect("numbers");
    assert_eq!((numbers.natural, numbers.wide), (Some(1), Some(1 << 64)));
    assert_eq!(serde_json::from_value::<Numbers>(value).ok(), Some(numbers));
}

#[test]
fn a_number_is_no_object() {
    rejects::<Node>("5", "");
    rejects::<Node>(r#"{"next": 1.5}"#, "/next");
    rejects::<Map<i64>>("5", "");
    rejects::<serde_json::Map<String, Value>>("5", "");
    assert_eq!(from_str::<Vec<i64>>("1.5").expect_err("no array").message(), "invalid type: number, expected array");
    assert_eq!(from_str::<Node>("1.5").expect_err("no object").message(), "invalid type: number, expected object Node");
    assert_eq!(from_str::<Map<i64>>("1.5").expect_err("no object").message(), "invalid type: number, expected object");
    assert_eq!(from_str::<bool>("1.5").expect_err("no boolean").message(), "invalid type: number, expected boolean");
    assert_eq!(from_str::<()>("1.5").expect_err("not null").message(), "invalid type: number, expected null");
}

/// The buffer of serde's own holds numbers in their guise.
#[test]
fn types_of_ones_own_are_read_around_generated_ones() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(untagged)]
    enum Either {
        Text { number: String },
        Numbers(Numbers),
    }
    let either: Either = serde_json::from_str(r#"{"number": 1e400, "natural": 5, "x": {"a": [0.1]}}"#).expect("numbers");
    assert_eq!(either, Either::Numbers(from_str(r#"{"number": 1e400, "natural": 5, "x": {"a": [0.1]}}"#).expect("numbers")));
}
"##;

#[test]
fn the_laws_hold_with_arbitrary_precision() {
    let house = House::new(&[]);
    let workspace = end_to_end::workspace().display().to_string();
    house.put("precise/Cargo.toml", &manifest(&workspace));
    house.put("precise/src/lib.rs", &library(&workspace));
    house.put("precise/src/numbers.rs", NUMBERS);
    cargo(&house.at("precise"), env!("CARGO_TARGET_TMPDIR"), &["test"]).unwrap_or_else(|printed| panic!("{printed}"));
}
