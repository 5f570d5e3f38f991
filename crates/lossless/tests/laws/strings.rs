//! Enumerations, constants, and texts of a format or pattern.

use crate::nhost::ActiveMfaType;
use crate::types::{Did, One, Release, Shape, Version};
use lossless::{
    Date, DateFormat, DateTime, DateTimeFormat, Format, Pattern, Text, Time, TimeFormat, Uri, UriFormat, Uuid,
    UuidFormat,
};
use round_trip::{check, rejects};

#[test]
fn an_unknown_value_is_kept() {
    for instance in [r#""totp""#, r#""sms""#, r#""""#] {
        check::<ActiveMfaType>(instance);
    }
    for instance in ["null", "1", "[]"] {
        rejects::<ActiveMfaType>(instance, "");
    }
    assert_eq!(size_of::<lossless::Maybe<ActiveMfaType>>(), 2 * size_of::<usize>());
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
    assert!(!did.is_match());
    assert!(
        "did:plc:ewvi7"
            .parse::<Did>()
            .is_ok_and(|did| did.is_match() && did.starts_with("did:"))
    );
    let error = Did::try_from("my secret".to_owned()).expect_err("no did");
    assert_eq!(
        error.to_string(),
        "text does not match the pattern `^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$` of Did"
    );
    assert!(!format!("{error:?}").contains("secret"));
}

/// No text takes a time that doubles with each of its characters.
#[test]
fn a_pattern_is_checked_within_a_limit_of_steps() {
    macro_rules! pattern {
        ($name:ident $pattern:literal) => {
            #[derive(Clone, Debug)]
            struct $name(String);
            impl Pattern for $name {
                const NAME: &'static str = stringify!($name);
                const PATTERN: &'static str = $pattern;
                fn from_unchecked(text: String) -> Self {
                    $name(text)
                }
                fn as_str(&self) -> &str {
                    &self.0
                }
                fn into_string(self) -> String {
                    self.0
                }
            }
            lossless::patterns! { $name }
        };
    }
    pattern! { Nested "^(a+)+$" }
    pattern! { Referring r"^(a+)+\1$" }
    pattern! { Around "^(?:(a+)+(?=b))+$" }
    pattern! { Malformed "(" }
    let evil = format!("{}!", "a".repeat(40));
    assert!(evil.parse::<Nested>().is_err() && evil.parse::<Referring>().is_err() && evil.parse::<Around>().is_err());
    assert!("aaaa".parse::<Nested>().is_ok() && "aaaa".parse::<Referring>().is_ok());
    let long = "a".repeat(1 << 16);
    assert!(Nested::try_from(long.as_str()).is_ok() && Nested::try_from(format!("{long}!")).is_err());
    assert!("anything".parse::<Malformed>().is_ok_and(|value| value.is_match()));
}

#[test]
fn texts_of_a_format_are_kept_byte_for_byte() {
    check::<DateTime>(r#""2026-01-15T10:30:00.000+01:00""#);
    check::<Uuid>(r#""not a uuid""#);
    rejects::<Uuid>("1", "");
    let moment = DateTime::new("2026-01-15T10:30:00.000+01:00");
    let timestamp: jiff::Timestamp = moment.parsed().expect("a date-time");
    assert_eq!(timestamp.to_string(), "2026-01-15T09:30:00Z");
    let date: jiff::civil::Date = Date::new("2026-01-15").parsed().expect("a date");
    assert_eq!(date.to_string(), "2026-01-15");
    let time = |text: &str| {
        Time::new(text)
            .parsed::<jiff::civil::Time>()
            .map(|time| time.to_string())
            .ok()
    };
    assert_eq!(time("10:30:00.5-01:00").as_deref(), Some("10:30:00.5"));
    assert_eq!(time("10:30:00Z").as_deref(), Some("10:30:00"));
    let uuid = |text: &str| Uuid::new(text).parsed::<uuid::Uuid>();
    let uri = |text: &str| Uri::new(text).parsed::<fluent_uri::Uri<String>>();
    assert!(uuid("A1B2C3D4-e5f6-7890-abcd-ef1234567890").is_ok() && uri("https://example.com/a?b#c").is_ok());
    for invalid in ["", "yesterday", "13:61:00x"] {
        assert!(DateTime::new(invalid).parsed::<jiff::Timestamp>().is_err() && time(invalid).is_none());
        assert!(uuid(invalid).is_err() && uri(invalid).is_err());
    }
}

/// The methods of `str` are those of every text, whatever features are on; here all are.
#[test]
fn a_text_is_a_str() {
    fn check<F: Format>() {
        let text = Text::<F>::new("17");
        assert_eq!(text.parse::<u8>(), Ok(17));
        assert_eq!(text.parse::<Wrapped>(), Ok(Wrapped("17".to_owned())));
        assert_eq!((text.matches('7').count(), text.trim(), text.len()), (1, "17", 2));
    }
    /// As of a library that this crate does not know.
    #[derive(Debug, PartialEq)]
    struct Wrapped(String);
    impl std::str::FromStr for Wrapped {
        type Err = std::convert::Infallible;
        fn from_str(text: &str) -> Result<Self, Self::Err> {
            Ok(Wrapped(text.to_owned()))
        }
    }
    check::<DateTimeFormat>();
    check::<DateFormat>();
    check::<TimeFormat>();
    check::<UuidFormat>();
    check::<UriFormat>();
    assert_eq!(
        DateTime::new("1970-01-01T00:00:00Z").parse(),
        Ok(Wrapped("1970-01-01T00:00:00Z".to_owned()))
    );
    assert_eq!(
        DateTime::new("1970-01-01T00:00:00Z").parse().ok(),
        Some(jiff::Timestamp::UNIX_EPOCH)
    );
    let did: Did = "did:plc:abc".parse().expect("a DID");
    assert_eq!(did.matches(':').count(), 2);
}
