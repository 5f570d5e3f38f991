//! The goldens at work: what reads comes back equal, and what has another shape is refused at its place.

use super::*;
use round_trip::{check, hides, rejects};

/// Each instance comes back equal.
pub(super) fn equal<T: lossless::Instance>(instances: &[&str]) {
    instances.iter().for_each(|instance| check::<T>(instance));
}

/// Each instance is refused, at its pointer.
fn refused<T: lossless::Instance>(instances: &[(&str, &str)]) {
    instances.iter().for_each(|(instance, at)| rejects::<T>(instance, at));
}

pub(super) fn read<T: lossless::Instance>(instance: &str) -> T {
    lossless::instance(instance).expect("an instance that reads")
}

#[test]
fn presence() {
    type Order = presence::Schema;
    equal::<Order>(&[
        r#"{ "id": 1, "note": null, "items": [], "labels": {} }"#,
        r#"{ "id": 1.0, "note": "", "items": ["b", "a"], "labels": { "z": null, "a": [] }, "paid": false, "tags": [], "weight": null, "any": null }"#,
        r#"{ "id": -9e2, "note": null, "items": [], "labels": {}, "paid": null, "tags": null, "weight": 1e2, "any": { "a": [{}] }, "new": {} }"#,
    ]);
    refused::<Order>(&[
        (r#"{ "note": null, "items": [], "labels": {} }"#, ""),
        (r#"{ "id": 1, "items": [], "labels": {} }"#, ""),
        (r#"{ "id": null, "note": null, "items": [], "labels": {} }"#, "/id"),
        (r#"{ "id": 1.5, "note": null, "items": [], "labels": {} }"#, "/id"),
        (r#"{ "id": 1, "note": 1, "items": [], "labels": {} }"#, "/note"),
        (
            r#"{ "id": 1, "note": null, "items": ["a", null], "labels": {} }"#,
            "/items/1",
        ),
        (r#"{ "id": 1, "note": null, "items": [], "labels": [] }"#, "/labels"),
        (
            r#"{ "id": 1, "note": null, "items": [], "labels": {}, "paid": "no" }"#,
            "/paid",
        ),
    ]);
    let order: Order = read(r#"{ "id": 1, "note": null, "items": [], "labels": {}, "weight": null }"#);
    assert_eq!(
        (order.note, order.paid, order.weight),
        (None, None, lossless::Maybe::Null)
    );
}

/// A number has no largest value in JSON Schema; where the schema speaks of none beyond 64 bits, a field is an `i64`, and
/// a larger one is refused rather than changed.
#[test]
fn integers_without_bounds() {
    let order = |id: &str| format!(r#"{{ "id": {id}, "note": null, "items": [], "labels": {{}} }}"#);
    for id in ["9223372036854775807", "-9223372036854775808", "9e18"] {
        check::<presence::Schema>(&order(id));
    }
    for id in ["9223372036854775808", "18446744073709551615", "1e20"] {
        refused::<presence::Schema>(&[(&order(id), "/id")]);
    }
}

/// A schema that speaks of one JSON type and does not ask for it: an optional property is of that type, and what is of another
/// one is kept beside the fields.
#[test]
fn implied_types() {
    type Order = implied_types::Schema;
    equal::<Order>(&[
        r#"{ "amount": { "value": 1 } }"#,
        r#"{ "amount": "all", "tax": "none", "all": [{ "value": 1 }, 2, null], "note": 7, "share": null, "password": 12345678 }"#,
        r#"{ "amount": null, "tax": null, "note": null, "share": [], "new": 1, "other": "x" }"#,
        r#"{ "amount": [1.0], "tax": { "value": 2, "new": null }, "note": "", "share": -1, "password": "x" }"#,
    ]);
    refused::<Order>(&[
        (r#"{ "tax": { "value": 2 } }"#, ""),
        (r#"{ "amount": {} }"#, "/amount"),
        (r#"{ "amount": 1, "tax": { "value": "x" } }"#, "/tax/value"),
        (r#"{ "amount": 1, "tax": 1, "tax": 2 }"#, "/tax"),
    ]);
    let mut order: Order = read(r#"{ "amount": 1, "tax": "none", "note": "a", "password": 12345678 }"#);
    assert_eq!((&order.tax, order.note.as_deref()), (&None, Some("a")));
    assert_eq!(order.extra.get("tax"), Some(&lossless::Open::Unknown("none".into())));
    assert!(!format!("{order:?}").contains("12345678"));
    order.tax = Some(implied_types::Amount::builder().value(3).build().expect("an amount"));
    let written = lossless::to_value(&order).expect("JSON");
    assert_eq!(written["tax"], serde_json::json!({ "value": 3 }));
}

#[test]
fn open_enums() {
    type Ticket = open_enum::Schema;
    equal::<Ticket>(&[
        "{}",
        r#"{ "state": "in-progress", "level": null, "odd": "" }"#,
        r#"{ "state": "NEW", "level": "LOW", "odd": "\u0000" }"#,
        r#"{ "state": null, "level": "high", "odd": "ä" }"#,
    ]);
    refused::<Ticket>(&[(r#"{ "state": 1 }"#, "/state"), (r#"{ "level": [] }"#, "/level")]);
    let ticket: Ticket = read(r#"{ "state": "closed", "odd": "A" }"#);
    assert_eq!(ticket.state, Some(open_enum::schema::State::Closed));
    assert_eq!(ticket.odd.map(|odd| odd.as_str().to_owned()), Some("A".to_owned()));
    let new: open_enum::schema::State = "new".parse().expect("any text");
    assert!(matches!(&new, open_enum::schema::State::Unknown(_)));
    assert_eq!((new.as_str(), new.to_string()), ("new", "new".to_owned()));
    assert_eq!("open".parse(), Ok(open_enum::schema::State::Open));
}

#[test]
fn constants() {
    equal::<constant::Schema>(&[
        r#"{ "kind": "created" }"#,
        r#"{ "kind": "created", "version": 2, "gone": null, "flag": true, "shape": { "a": [1] } }"#,
        r#"{ "kind": "created", "version": 2.0, "shape": { "a": [1.0] } }"#,
    ]);
    refused::<constant::Schema>(&[
        (r#"{ "kind": "removed" }"#, "/kind"),
        (r#"{ "kind": "created", "version": 3 }"#, "/version"),
        (r#"{ "kind": "created", "gone": 0 }"#, "/gone"),
        (r#"{ "kind": "created", "flag": false }"#, "/flag"),
        (r#"{ "kind": "created", "shape": { "a": [1, 2] } }"#, "/shape"),
    ]);
    let event = constant::Schema::builder().build();
    assert_eq!(lossless::to_string(&event).expect("JSON"), r#"{"kind":"created"}"#);
}

#[test]
fn patterns() {
    equal::<pattern::Schema>(&[
        r#"{ "handle": "a.b", "zip": "01234" }"#,
        r#"{ "handle": "NO!", "zip": "" }"#,
    ]);
    refused::<pattern::Schema>(&[(r#"{ "handle": 1 }"#, "/handle"), ("{}", "")]);
    assert!("a.b".parse::<pattern::schema::Handle>().is_ok());
    assert!("a..b".parse::<pattern::schema::Handle>().is_err());
    assert!(pattern::Zip::try_from("123456".to_owned()).is_err());
}

#[test]
fn maps() {
    type Stock = map::Schema;
    equal::<Stock>(&[
        r#"{ "counts": {}, "notes": {}, "anything": {}, "shelves": {}, "nested": {} }"#,
        r#"{ "counts": { "z": 1, "a": 2.0 }, "notes": { "": null, "x": "" }, "anything": { "a": null }, "shelves": { "s": { "new": 1 } } }"#,
        r#"{ "nested": { "a": { "b": [true] }, "c": {} } }"#,
    ]);
    refused::<Stock>(&[
        (r#"{ "counts": { "a": "1" } }"#, "/counts/a"),
        (r#"{ "notes": { "a/b": 1 } }"#, "/notes/a~1b"),
        (r#"{ "nested": { "a": { "b": [1] } } }"#, "/nested/a/b/0"),
        (r#"{ "anything": [] }"#, "/anything"),
    ]);
    let stock: Stock = read(r#"{ "counts": { "z": 1, "a": 2 } }"#);
    let order: Vec<String> = stock.counts.into_iter().flatten().map(|(name, _)| name).collect();
    assert_eq!(order, ["z", "a"]);
}

#[test]
fn typed_additional_properties() {
    equal::<typed_extra::Schema>(&[
        r#"{ "currency": "EUR" }"#,
        r#"{ "currency": "EUR", "tea": 2.50, "tee": 1e2, "": 0 }"#,
    ]);
    equal::<closed_object::Schema>(&[r#"{ "x": 1 }"#, r#"{ "x": 1.0, "y": -0.0, "z": "a newer server's" }"#]);
    refused::<closed_object::Schema>(&[(r#"{ "x": "1" }"#, "/x")]);
}

#[test]
fn tagged_unions() {
    use tagged_union::Schema as Shape;
    equal::<Shape>(&[
        r#"{ "kind": "circle", "radius": 1 }"#,
        r#"{ "side": 1.5, "kind": "square", "new": null }"#,
        r#"{ "kind": "triangle", "a": 1 }"#,
    ]);
    refused::<Shape>(&[
        (r#"{ "kind": "circle" }"#, ""),
        (r#"{ "radius": "1", "kind": "circle" }"#, "/radius"),
    ]);
    assert!(matches!(
        read::<Shape>(r#"{ "side": 2, "kind": "square" }"#),
        Shape::Square(_)
    ));
    assert!(matches!(read::<Shape>(r#"{ "kind": "triangle" }"#), Shape::Unknown(_)));
}

#[test]
fn untagged_unions() {
    use untagged_union::{Schema as Answer, schema::Value};
    let value = |text: &str| read::<Answer>(&format!(r#"{{ "value": {text} }}"#)).value;
    assert!(matches!(value(r#""a""#), Value::String(_)));
    assert!(matches!(value("1"), Value::Integer(1)));
    assert!(matches!(value("[]"), Value::Strings(_)));
    assert!(matches!(value(r#"{ "text": "a" }"#), Value::Reason(_)));
    assert!(
        matches!(value(r#"{ "text": "a", "code": 1 }"#), Value::Detail(_)),
        "the most specific first"
    );
    assert!(matches!(value(r#"{ "text": "a", "code": "1" }"#), Value::Reason(_)));
    assert!(matches!(value("{}"), Value::Unknown(_)));
    for text in [
        r#""a""#,
        "1",
        "[]",
        "{}",
        r#"{ "text": "a", "code": 1, "new": [] }"#,
        r#"{ "code": 1 }"#,
    ] {
        check::<Answer>(&format!(r#"{{ "value": {text} }}"#));
    }
    // A value of a type that no alternative has is of another shape.
    for text in ["true", "null", "1.5"] {
        rejects::<Answer>(&format!(r#"{{ "value": {text} }}"#), "/value");
    }
}

#[test]
fn merged_objects() {
    equal::<all_of::Schema>(&[r#"{ "name": "", "badge": 1, "manager": { "name": "b" } }"#]);
    refused::<all_of::Schema>(&[(r#"{ "name": "a" }"#, ""), (r#"{ "badge": 1 }"#, "")]);
}

#[test]
fn recursion() {
    let deep = (0..100).fold(r#"{ "label": "end" }"#.to_owned(), |next, _| {
        format!(r#"{{ "label": "", "children": [], "next": {next} }}"#)
    });
    equal::<recursion::Schema>(&[
        &deep,
        r#"{ "label": "a", "left": { "parent": { "label": "b" }, "twin": {} } }"#,
    ]);
    refused::<recursion::Schema>(&[(
        r#"{ "label": "a", "children": [{ "label": "b", "next": {} }] }"#,
        "/children/0/next",
    )]);
    equal::<required_cycle::Schema>(&[r#"{ "hen": { "egg": { "hen": { "egg": null } } } }"#]);
    refused::<required_cycle::Schema>(&[(r#"{ "hen": { "egg": {} } }"#, "/hen/egg")]);
}

#[test]
fn formats() {
    type Meeting = formats::Schema;
    equal::<Meeting>(&[
        r#"{ "at": "2024-01-15T10:30:00+01:00", "day": "2024-02-30", "time": "25:00", "id": "no", "link": "", "mail": "@" }"#,
        r#"{ "at": "", "small": 2147483648, "big": -1.0, "count": -1, "huge": 1000000000000000000000, "ratio": 0.1 }"#,
    ]);
    refused::<Meeting>(&[(r#"{ "at": 0 }"#, "/at"), (r#"{ "at": "", "small": 1.5 }"#, "/small")]);
}

#[test]
fn integers() {
    type Counters = integers::Schema;
    equal::<Counters>(&[
        r#"{ "natural": 18446744073709551615, "named": 1e19, "rounded": -9223372036854775808, "either": 1e19 }"#,
        r#"{ "huge": 123456789012345678901234567890, "list": [-1, 18446744073709551615], "pi": 3.14159265358979323846 }"#,
        r#"{ "ratio": 1e400, "pi": 3, "any": [9007199254740993, 0.1], "new": 1.5 }"#,
    ]);
    refused::<Counters>(&[
        (r#"{ "natural": -1 }"#, "/natural"),
        (r#"{ "natural": 18446744073709551616 }"#, "/natural"),
        (r#"{ "rounded": 9223372036854775808 }"#, "/rounded"),
        (r#"{ "huge": 1e39 }"#, "/huge"),
        (r#"{ "list": [0, 0.1] }"#, "/list/1"),
        (r#"{ "any": [0, { "a": 123456789012345678901234567890 }] }"#, "/any/1/a"),
        (r#"{ "new": 0.30000000000000000001 }"#, "/new"),
    ]);
    let text = "natural = 1\nrounded = -2\nhuge = 3\nlist = [-1, 5]\nratio = 1.5\n";
    let counters: Counters = toml::from_str(text).expect("TOML");
    assert_eq!(toml::to_string(&counters).expect("TOML"), text);
    assert_eq!(
        (counters.natural, counters.huge, counters.named_or_default()),
        (Some(1), Some(3), u64::MAX)
    );
}

#[test]
fn secrets() {
    let login = r#"{ "password": "canary", "refreshToken": "canary", "api_key": "canary", "pin": "canary", "tokens": ["canary"],
        "sessionToken": "canary", "user": "u", "tokenExpiresIn": 1, "refreshTokenId": "shown" }"#;
    hides::<secrets::Schema>(login, "canary");
    let shown = format!("{:?}", read::<secrets::Schema>(login));
    assert!(
        shown.contains("\"shown\"") && shown.contains("token_expires_in: Some(1)"),
        "{shown}"
    );
}

#[test]
fn defaults() {
    type Settings = defaults::Schema;
    equal::<Settings>(&[
        "{}",
        r#"{ "pageSize": 20, "name": "none", "dark": false, "mode": "safe", "list": [], "wrong": 1 }"#,
    ]);
    let settings: Settings = read("{}");
    assert_eq!((settings.page_size, settings.page_size_or_default()), (None, 20));
    assert_eq!(settings.mode_or_default(), defaults::schema::Mode::Safe);
}

#[test]
fn what_is_not_published() {
    equal::<opaque_ref::Schema>(&[
        r#"{ "owner": null }"#,
        r#"{ "owner": { "a": [1.0] }, "items": [1, "b", null] }"#,
    ]);
    refused::<opaque_ref::Schema>(&[("{}", ""), (r#"{ "owner": 1, "items": {} }"#, "/items")]);
    equal::<deprecated::Schema>(&["{}", r#"{ "old": "", "new": "", "ro": "" }"#]);
}

/// A scalar, a list and a map with a name go by it, and are what they are.
#[test]
fn named_values() {
    use named_values::{Id, Meta, Schema, Tags};
    let parcel: Schema = read(r#"{ "id": "a", "tags": ["b"], "meta": { "k": null } }"#);
    let (id, tags): (Option<Id>, Option<Tags>) = (parcel.id.clone(), parcel.tags.clone());
    assert_eq!((id.as_deref(), tags), (Some("a"), Some(vec![Id::from("b")])));
    let meta: Option<Meta> = parcel.meta;
    assert_eq!(meta, Some(Meta::from([("k", None::<String>)])));
}
