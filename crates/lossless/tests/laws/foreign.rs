//! Types of other crates: they read and write themselves, and still nothing is lost.

use lossless::serde::{Deserialize, Serialize};
use lossless::{Extra, Foreign, Maybe, Value, set, tolerant};
use std::collections::{BTreeMap, HashSet};

/// An amount that another crate could define, with serde's own ways of reading.
type Amounts = BTreeMap<String, f64>;

#[derive(Clone)]
pub struct Bill {
    pub total: Foreign<Amounts>,
    pub host: Option<Foreign<std::net::IpAddr>>,
    pub hosts: Option<Vec<Foreign<std::net::IpAddr>>>,
    pub tip: Maybe<Foreign<u8>>,
    pub extra: Extra,
}
lossless::slots! { Bill, "Bill", Value, 1 [0b1];
    0 "total" total required; 1 "host" host optional; 2 "hosts" hosts optional; 3 "tip" tip maybe;
}

#[test]
fn they_come_back_equal() {
    for text in [
        r#"{"total":{"eur":12.50,"usd":1},"host":"::1","hosts":["127.0.0.1"],"tip":3,"new":1}"#,
        r#"{"total":{},"tip":null}"#,
    ] {
        let bill: Bill = lossless::from_str(text).expect("reads");
        let whole: Value = text.parse().expect("JSON");
        let written: Value = lossless::to_string(&bill).expect("writes").parse().expect("JSON");
        assert!(lossless::equal(&written, &whole), "{written}");
        let again: Bill = lossless::from_value(whole).expect("reads");
        assert_eq!(HashSet::from([bill]), HashSet::from([again]));
    }
    let bill: Bill = lossless::from_str(r#"{"total":{"eur":1},"host":"::1"}"#).expect("reads");
    assert_eq!(bill.total["eur"], 1.0);
    assert!(bill.host.expect("a host").is_ipv6());
}

/// A value that would be written otherwise is refused as one of another shape is, and no text of it is told.
#[test]
fn what_would_change_is_refused_at_its_place() {
    for (text, path) in [
        (r#"{"total":{"eur":"s3cret"}}"#, "/total"),
        (r#"{"total":{"eur":1},"host":"0:0:0:0:0:0:0:1"}"#, "/host"),
        (r#"{"total":{"eur":1},"hosts":["::1","s3cret"]}"#, "/hosts/1"),
        (r#"{"total":{"eur":0.10000000000000000000001}}"#, "/total/eur"),
        (r#"{"total":{"eur":1},"tip":256}"#, "/tip"),
    ] {
        let error = lossless::from_str::<Bill>(text).map(|_| ()).expect_err(text);
        assert_eq!(error.path(), path);
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
    }
}

#[test]
fn tolerant_reading_keeps_it_apart() {
    let text = r#"{"total":{},"host":"localhost","hosts":["::1","0::1"]}"#;
    let (bill, misfits) = tolerant::from_str::<Bill>(text).expect("something stands in");
    let told: Vec<_> = misfits.iter().map(|one| (one.path(), one.found())).collect();
    assert_eq!(told, [("/host", "string"), ("/hosts/1", "string")]);
    assert_eq!(bill.hosts.as_ref().map(Vec::len), Some(1));
    assert_eq!(
        lossless::to_value(&bill).expect("writes"),
        text.parse::<Value>().expect("JSON")
    );
}

#[test]
fn they_are_set_by_value() {
    let host: std::net::IpAddr = "::1".parse().expect("an address");
    assert_eq!(set::to::<Option<Foreign<std::net::IpAddr>>, _>(host), Some(host.into()));
    assert_eq!(set::to::<Maybe<Foreign<u8>>, _>(None::<u8>), Maybe::Null);
    assert_eq!(set::to::<Vec<Foreign<u8>>, _>([1, 2]), [1, 2].map(Foreign::from));
    let mut one = Foreign::from(1_u8);
    *one += 1;
    assert_eq!((one == 2, one.to_string(), one.into_inner()), (true, "2".to_owned(), 2));
}

/// Equality is that of JSON, whatever the type's own is.
#[test]
fn a_type_needs_no_equality() {
    #[derive(Clone, Debug, Serialize, Deserialize)]
    struct Bare(f64);
    let read = |text: &str| lossless::from_str::<Foreign<Bare>>(text).expect("reads");
    assert_eq!(read("1"), read("1.0"));
    assert_ne!(read("1"), read("2"));
}
