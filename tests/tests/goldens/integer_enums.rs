//! Enumerations of integers, and the names and descriptions of any enumeration's values.

use super::enum_texts;
use super::enum_texts::schema::{Level, Phase, Unit};
use super::integer_enum::schema::{Size, Style};
use super::integer_enum::{Schema, Type};
use super::uses::{equal, read};
use round_trip::rejects;

#[test]
fn integers_are_read_named_or_not() {
    equal::<Schema>(&[
        r#"{ "type": 1, "style": 3, "size": 0 }"#,
        r#"{ "type": 2.0, "style": 1e0, "size": "auto" }"#,
        r#"{ "type": 99, "style": -7, "size": 7 }"#,
        r#"{ "type": 9223372036854775807, "size": "new" }"#,
    ]);
    let one: Schema = read(r#"{ "type": 2.0, "style": -1 }"#);
    assert_eq!((one.r#type, one.style), (Type::Button, Some(Style::Minus1)));
    for (instance, at) in [
        (r#"{ "type": "1" }"#, "/type"),
        (r#"{ "type": 1.5 }"#, "/type"),
        (r#"{ "type": null }"#, "/type"),
        (r#"{ "type": 9223372036854775808 }"#, "/type"),
        (r#"{ "type": 1, "style": [] }"#, "/style"),
    ] {
        rejects::<Schema>(instance, at);
    }
}

#[test]
fn an_integer_is_what_the_schema_names_whoever_makes_it() {
    assert_eq!(Type::from(1), Type::Row);
    assert_eq!(Type::from(3_i64).as_i64(), 3);
    let new = Type::from(7);
    assert!(matches!(new, Type::Unknown(value) if value.get() == 7));
    assert_eq!(
        (i64::from(new), new.to_string(), format!("{new:>3}")),
        (7, "7".to_owned(), "  7".to_owned())
    );
    assert!(Style::Minus1 < Style::V1 && Style::V1 < Style::from(2) && Style::from(2) < Style::V3);
    let made = Schema::builder().r#type(Type::Row).style(3).build().expect("whole");
    assert_eq!(lossless::to_string(&made).expect("JSON"), r#"{"type":1,"style":3}"#);
    assert_eq!(made.style_or_default(), Style::V3);
    let bare: Schema = read(r#"{ "type": 1 }"#);
    assert_eq!(bare.style_or_default(), Style::V1);
}

#[test]
fn an_integer_beside_a_string_is_an_alternative() {
    let one: Schema = read(r#"{ "type": 1, "size": 1 }"#);
    assert!(
        matches!(one.size, Some(Size::Integer(value)) if value.as_i64() == 1),
        "{:?}",
        one.size
    );
}

#[test]
fn names_and_descriptions_beside_an_enum_are_heard() {
    type Alarm = enum_texts::Schema;
    equal::<Alarm>(&[
        r#"{ "level": 10, "unit": "a", "phase": "00" }"#,
        r#"{ "level": null, "unit": "z", "phase": "02" }"#,
        r#"{ "level": 5, "ratio": 0.5, "timeout": -1 }"#,
        r#"{ "ratio": 3.25, "timeout": 30 }"#,
    ]);
    let one: Alarm = read(r#"{ "level": 10, "unit": "b", "phase": "01", "timeout": 30 }"#);
    // A number that is special beside any other is no enumeration.
    assert_eq!(one.timeout, Some(30));
    assert_eq!(one.level, lossless::Maybe::Value(Level::High));
    assert_eq!((one.unit, one.phase), (Some(Unit::B), Some(Phase::Stop)));
}
