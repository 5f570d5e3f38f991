//! Values of any depth are refused before they come into being.

use crate::types::Node;
use lossless::serde_json::{self, json};
use lossless::{Implied, Instance, MAX_DEPTH, Map, Open, Value, from_str, from_value};

const DEEP: usize = 100_000;

fn nested(open: &str, inner: &str, close: &str, depth: usize) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

/// Without serde_json's own limit.
fn unlimited<T: Instance>(text: &str) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    deserializer.disable_recursion_limit();
    T::read(&mut deserializer)
}

#[test]
fn the_limit_is_the_same_from_everywhere() {
    fn check<T: Instance>(open: &str, inner: &str, close: &str) {
        let text = |depth| nested(open, inner, close, depth);
        let levels = |text: &str| text.matches(['[', '{']).count();
        let most = (1..=MAX_DEPTH)
            .rev()
            .find(|depth| levels(&text(*depth)) <= MAX_DEPTH)
            .expect("a depth");
        assert_eq!(unlimited::<T>(&text(most)).err().map(|error| error.to_string()), None);
        assert!(serde_json::from_str::<Value>(&text(most + 1)).is_err());
        for depth in [most + 1, DEEP] {
            let error = unlimited::<T>(&text(depth)).expect_err("it is too deep");
            let error = error.to_string();
            let is_told = error.contains("nest deeper than 127") || error.contains("recursion limit exceeded");
            assert!(is_told, "{error}");
            assert!(lossless::instance::<T>(&text(depth)).is_err());
        }
    }
    check::<Value>("[", "1", "]");
    check::<Value>(r#"{"a":"#, "1", "}");
    check::<serde_json::Map<String, Value>>(r#"{"a":"#, "1", "}");
    check::<Node>(r#"{"next":"#, "{}", "}");
    check::<Node>(r#"{"children":["#, "{}", "]}");
    check::<Node>(r#"{"x":"#, "{}", "}");
    check::<Open<Node>>(r#"{"next":"#, "{}", "}");
    check::<Implied<Node>>(r#"{"next":"#, "{}", "}");
    check::<Map<Value>>(r#"{"a":"#, "{}", "}");
}

#[test]
fn a_value_that_is_too_deep_is_no_instance() {
    let around = |inner| Value::Object([("next".to_owned(), inner)].into_iter().collect());
    let deep = |depth: usize| (0..depth).fold(json!({}), |inner, _| around(inner));
    assert!(from_value::<Node>(deep(MAX_DEPTH - 1)).is_ok());
    for depth in [MAX_DEPTH, DEEP] {
        let error = from_value::<Node>(deep(depth)).expect_err("it is too deep");
        assert_eq!(error.path(), "/next".repeat(MAX_DEPTH));
        assert_eq!(error.message(), "arrays and objects nest deeper than 127");
        assert!(from_value::<Value>(deep(depth)).is_err());
    }
}

/// An error on the way does not count for the next value.
#[test]
fn every_value_begins_at_the_top() {
    for _ in 0..MAX_DEPTH * 2 {
        assert!(from_str::<Node>(r#"{"next": {"next": {"value": "x"}}}"#).is_err());
        assert!(from_str::<Value>(r#"{"next": {"next": [{"a": 1, "a": 1}]}}"#).is_err());
    }
    assert!(from_str::<Node>(&nested(r#"{"next":"#, "{}", "}", 100)).is_ok());
}
