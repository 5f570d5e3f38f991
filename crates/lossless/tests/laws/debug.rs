//! No secret in a log.

use crate::nhost::{SESSION, Session};
use crate::types::{Limits, Node};
use lossless::{Map, Redacted, Shown, from_str};
use round_trip::hides;

#[test]
fn tokens_are_redacted() {
    hides::<Session>(SESSION, "eyJhbGciOiJIUzI1NiJ9");
    hides::<Session>(SESSION, "f6a7b8c9-d0e1-2345-fabc-456789012345");
    let session: Session = from_str(SESSION).expect("reads");
    let text = format!("{session:?}");
    assert!(text.contains("900") && text.contains("g7b8c9d0"), "{text}");
    assert_eq!(format!("{Redacted:?}"), "[redacted]");
}

#[test]
fn unknown_properties_that_look_secret_are_redacted_at_any_depth() {
    hides::<Node>(r#"{"apiKey": "s3cret"}"#, "s3cret");
    hides::<Node>(r#"{"next": {"login": {"users": [{"password": "s3cret"}]}}}"#, "s3cret");
    hides::<Node>(
        r#"{"pet": {"petType": "fish", "client_secret": "s3cret"}}"#.replace("pet\"", "x\"").as_str(),
        "s3cret",
    );
    hides::<Limits>(
        r#"{"daily": 1, "refresh_token": "s3cret", "login": {"token": "s3cret"}}"#,
        "s3cret",
    );
    hides::<Map<String>>(r#"{"session_jwt": "s3cret"}"#, "s3cret");
    let node: Node = from_str(r#"{"apiKey": "s3cret", "name": "x", "n": 1}"#).expect("reads");
    assert_eq!(
        format!("{:?}", node.extra),
        r#"{"apiKey": [redacted], "name": "x", "n": 1}"#
    );
    let value = lossless::serde_json::json!({"token": 1, "a": [null, true, {"pin": 2}]});
    assert_eq!(
        format!("{:?}", Shown(&value)),
        r#"{"token": [redacted], "a": [null, true, {"pin": [redacted]}]}"#
    );
}
