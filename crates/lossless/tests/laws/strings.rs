//! Enumerations, constants, and texts of a format or pattern.

use crate::nhost::ActiveMfaType;
use crate::types::{Did, One, Release, Shape, Version};
use lossless::{Date, DateTime, Time, Uri, Uuid};
use round_trip::{check, rejects};

#[test]
fn an_unknown_value_is_kept() {
    for instance in [r#""totp""#, r#""sms""#, r#""""#] {
        check::<ActiveMfaType>(instance);
    }
    for instance in ["null", "1", "[]"] {
        rejects::<ActiveMfaType>(instance, "");
    }
    let unknown = ActiveMfaType::from("sms");
    assert_eq!((unknown.as_ref(), unknown.to_string().as_str()), ("sms", "sms"));
    assert_eq!("totp".parse(), Ok(ActiveMfaType::Totp));
    assert_eq!(ActiveMfaType::from("totp".to_owned()), ActiveMfaType::Totp);
}

#[test]
fn a_constant_is_compared_as_json() {
    check::<Version>(r#""v1""#);
    check::<One>("1");
    check::<One>("1.0");
    check::<Shape>(r#"{"a": [1.0, 2]}"#);
    check::<Release>(r#"{"version": "v1", "one": 1e0, "shape": {"a": [1, 2]}, "x": 1}"#);
    for other in ["2", "1.5", r#""1""#, "true", "null", "[1]", "{}"] {
        rejects::<One>(other, "");
    }
    for other in [r#""v2""#, "1", r#"["v1"]"#] {
        rejects::<Version>(other, "");
    }
    for other in [r#"{"a": [1]}"#, r#"{"a": [1, 2], "b": 3}"#, "[1, 2]", r#""a""#, "null"] {
        rejects::<Shape>(other, "");
    }
    rejects::<Release>(r#"{"version": "v1", "one": 2, "shape": {"a": [1, 2]}}"#, "/one");
}

#[test]
fn the_error_of_a_constant_names_the_type_of_what_was_found() {
    let error = lossless::from_str::<Version>(r#""secret""#).expect_err("another constant");
    assert_eq!(
        error.message(),
        r#"invalid value: string, expected constant "v1" of Version"#
    );
}

#[test]
fn a_pattern_is_checked_on_construction_and_not_on_reading() {
    check::<Did>(r#""did:plc:ewvi7nxzyoun6zhxrhs64oiz""#);
    check::<Did>(r#""no did""#);
    let did: Did = lossless::from_str(r#""no did""#).expect("reading keeps what came");
    assert!(!did.matches());
    assert!(
        "did:plc:ewvi7"
            .parse::<Did>()
            .is_ok_and(|did| did.matches() && did.starts_with("did:"))
    );
    let error = Did::try_from("my secret".to_owned()).expect_err("no did");
    assert_eq!(
        error.to_string(),
        "text does not match the pattern `^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$` of Did"
    );
    assert!(!format!("{error:?}").contains("secret"));
}

#[test]
fn texts_of_a_format_are_kept_byte_for_byte() {
    check::<DateTime>(r#""2026-01-15T10:30:00.000+01:00""#);
    check::<Uuid>(r#""not a uuid""#);
    rejects::<Uuid>("1", "");
    let moment = DateTime::new("2026-01-15T10:30:00.000+01:00");
    assert_eq!(moment.parse().expect("a date-time").to_string(), "2026-01-15T09:30:00Z");
    assert_eq!(
        Date::new("2026-01-15").parse().expect("a date").to_string(),
        "2026-01-15"
    );
    assert_eq!(
        Time::new("10:30:00.5-01:00").parse().expect("a time").to_string(),
        "10:30:00.5"
    );
    assert_eq!(Time::new("10:30:00Z").parse().expect("a time").to_string(), "10:30:00");
    assert!(Uuid::new("A1B2C3D4-e5f6-7890-abcd-ef1234567890").is_valid());
    assert!(Uri::new("https://example.com/a?b#c").is_valid());
    for invalid in ["", "yesterday", "13:61:00x"] {
        assert!(!DateTime::new(invalid).is_valid() && !Date::new(invalid).is_valid() && !Time::new(invalid).is_valid());
        assert!(!Uuid::new(invalid).is_valid() && !Uri::new(invalid).is_valid());
    }
}
