//! Texts of formats and the types of other crates: the text is kept, and what comes from a type is read by it again.

use lossless::{Date, DateTime, Parsed, Text, Time, Uri, Uuid};
use std::fmt::Debug;

/// A text becomes a value by each of the ways, and the value a text.
#[track_caller]
fn converts<T, F>(text: &str, again: &str)
where
    F: lossless::Format + 'static,
    T: Parsed<F> + Debug + PartialEq + Clone,
    T: for<'t> TryFrom<&'t Text<F>> + TryFrom<Text<F>> + Into<Text<F>>,
{
    let kept: Text<F> = text.into();
    let value: T = kept.parsed().expect("a text of the format");
    let [one, other]: [Option<T>; 2] = [(&kept).try_into().ok(), kept.clone().try_into().ok()];
    assert_eq!((one.as_ref(), other.as_ref()), (Some(&value), Some(&value)));
    assert_eq!(kept, *text);
    let written: Text<F> = value.clone().into();
    assert_eq!(written, *again);
    assert_eq!(written.parsed::<T>().ok(), Some(value));
    assert!(Text::<F>::from("none").parsed::<T>().is_err());
}

#[test]
fn times() {
    use lossless::{DateFormat as D, DateTimeFormat as At, TimeFormat as T};
    let at = "2024-01-15T10:30:00+01:00";
    converts::<jiff::Timestamp, At>(at, "2024-01-15T09:30:00Z");
    converts::<jiff::Zoned, At>(at, at);
    converts::<chrono::DateTime<chrono::FixedOffset>, At>(at, at);
    converts::<chrono::DateTime<chrono::Utc>, At>(at, "2024-01-15T09:30:00Z");
    converts::<time::OffsetDateTime, At>(at, at);
    converts::<time::OffsetDateTime, At>("2024-01-15T10:30:00.25-03:30", "2024-01-15T10:30:00.25-03:30");
    converts::<jiff::civil::Date, D>("2024-02-29", "2024-02-29");
    converts::<chrono::NaiveDate, D>("2024-02-29", "2024-02-29");
    converts::<time::Date, D>("2024-02-29", "2024-02-29");
    converts::<jiff::civil::Time, T>("10:30:00.5Z", "10:30:00.5");
    converts::<chrono::NaiveTime, T>("10:30:00+01:00", "10:30:00");
    converts::<time::Time, T>("10:30:00.5-01:00", "10:30:00.5");
}

#[test]
fn identifiers_and_addresses() {
    let id = "1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
    converts::<uuid::Uuid, lossless::UuidFormat>(&id.to_uppercase(), id);
    converts::<url::Url, lossless::UriFormat>("https://example.com/a?b#c", "https://example.com/a?b#c");
    converts::<fluent_uri::Uri<String>, lossless::UriFormat>("https://example.com/a", "https://example.com/a");
}

/// With all features on, what is written without any means the same.
#[test]
fn a_feature_changes_no_expression() {
    let at: DateTime = "2024-01-15T10:30:00Z".into();
    assert!(at.parse::<jiff::Timestamp>().is_ok() && at.parse::<chrono::DateTime<chrono::Utc>>().is_ok());
    assert_eq!(at.parse::<String>().as_deref(), Ok("2024-01-15T10:30:00Z"));
    let id = Uuid::from("a");
    let text: String = id.clone().into();
    assert_eq!((text.as_str(), id.as_ref(), &*id), ("a", "a", "a"));
    assert_eq!(
        String::from(Date::new("b")) + &Time::from("c".to_owned()) + Uri::from("d").as_str(),
        "bcd"
    );
}
