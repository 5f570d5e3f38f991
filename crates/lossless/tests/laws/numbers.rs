//! Integers and numbers, without loss.

use crate::types::{Node, Numbers};
use lossless::serde::de::IntoDeserializer;
use lossless::serde_json::{self, Error};
use lossless::{Implied, Instance, Number, Open, Value, from_str};
use round_trip::{check, rejects};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

#[test]
fn an_integer_may_be_written_with_a_point_or_an_exponent() {
    assert_eq!(from_str::<i64>("900.0").ok(), Some(900));
    assert_eq!(from_str::<i32>("9e2").ok(), Some(900));
    assert_eq!(from_str::<Vec<u8>>("[1.0, 2, 25.5e1]").ok(), Some(vec![1, 2, 255]));
    assert_eq!(
        lossless::serde_json::from_str::<crate::nhost::Session>(r#"{"accessTokenExpiresIn": 9.5}"#).ok(),
        None
    );
    check::<Numbers>(r#"{"natural": 1.0, "wide": 1e3, "small": [1.0, -0.0], "map": {"a": 3.0}}"#);
}

#[test]
fn other_values_are_no_integers() {
    for other in ["1.5", r#""1""#, "true", "null", "[]", "{}", "1e300"] {
        rejects::<i64>(other, "");
        rejects::<u64>(other, "");
        rejects::<i128>(other, "");
    }
    rejects::<u64>("-1", "");
    rejects::<i32>("2147483648", "");
    rejects::<i64>("9223372036854775808", "");
    rejects::<i64>("9223372036854775808.0", "");
    rejects::<u64>("18446744073709551616", "");
    rejects::<Numbers>(r#"{"map": {"a": 1, "b/c": 1.5}}"#, "/map/b~1c");
}

#[test]
fn the_limits_are_read_and_written() {
    assert_eq!(from_str("18446744073709551615").ok(), Some(u64::MAX));
    assert_eq!(from_str("18446744073709551615.0").ok(), Some(u64::MAX));
    assert_eq!(from_str("-9223372036854775808").ok(), Some(i64::MIN));
    assert_eq!(from_str("-9223372036854775808.0").ok(), Some(i64::MIN));
    assert_eq!(from_str("9007199254740993.0").ok(), Some(9_007_199_254_740_993_i64));
    assert_eq!(from_str("1e18").ok(), Some(10_i64.pow(18)));
    for instance in [
        "18446744073709551615",
        "-9223372036854775808",
        "18446744073709551616",
        "-1e20",
        "1.5e38",
        "123456789012345678901234567890",
        "-170141183460469231731687303715884105728",
    ] {
        check::<i128>(instance);
        let serde_alone: i128 = serde_json::from_str::<Numbers>(&format!(r#"{{"wide": {instance}}}"#))
            .expect("fits 128 bits")
            .wide
            .expect("it is there");
        assert_eq!(from_str(instance).ok(), Some(serde_alone));
    }
}

/// Doubles are equal, integers are not.
#[test]
fn an_integer_is_never_rounded() {
    for other in [
        "4503599627370497.5",
        "1.00000000000000000001",
        "9007199254740993.5",
        "-9223372036854775809",
        "-9223372036854775808.5",
    ] {
        rejects::<i64>(other, "");
        rejects::<i128>(if other == "-9223372036854775809" { "0.1" } else { other }, "");
        assert!(serde_json::from_str::<Numbers>(&format!(r#"{{"natural": {other}}}"#)).is_err());
    }
    rejects::<i128>("170141183460469231731687303715884105728", "");
    rejects::<i64>("1e99999999999999999999", "");
    assert_eq!(
        from_str::<i64>("18446744073709551616")
            .expect_err("too wide")
            .to_string(),
        "invalid type: integer out of range, expected integer at line 1 column 20"
    );
}

/// Out of other formats a double comes without its text.
#[test]
fn a_double_is_an_integer_below_2_to_the_53() {
    let read = |value: f64| i64::read(IntoDeserializer::<Error>::into_deserializer(value));
    assert_eq!(read(900.0).ok(), Some(900));
    assert_eq!(read(-9_007_199_254_740_991.0).ok(), Some(-9_007_199_254_740_991));
    for refused in [0.5, 9_007_199_254_740_992.0, -1e18, f64::NAN, f64::INFINITY] {
        assert!(read(refused).is_err(), "{refused}");
    }
}

const NUMBERS: [&str; 22] = [
    "0",
    "-0",
    "9007199254740993",
    "-9007199254740993",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775809",
    "9007199254740993.0",
    "123456789012345678901234567890",
    "123456789012345678901234567890123456789012345",
    "0.1",
    "1e400",
    "-1.5E-400",
    "3.14159265358979323846",
    "123456789.12345678901234567890",
    "0.1000000000000000055511151231257827",
    "-0.0",
    "5e-324",
    "1.7976931348623157e308",
    "0.30000000000000004",
    "2.2250738585072011e-308",
    "1e99999999999999999",
];

#[test]
fn a_number_is_kept_as_it_came() {
    for instance in NUMBERS {
        check::<Number>(instance);
        check::<Numbers>(&format!(r#"{{"number": {instance}}}"#));
        check::<Vec<Option<Number>>>(&format!("[null, {instance} ]"));
        let number: Number = serde_json::from_str(instance).expect("a number");
        let text = serde_json::to_string(&number).expect("writes");
        assert_eq!(round_trip::equal(instance, &text), Ok(()));
        assert_eq!(serde_json::to_string_pretty(&number).expect("writes"), text);
        assert_eq!((number.to_string(), text.parse()), (text.clone(), Ok(number.clone())));
        let mut bytes = instance.as_bytes();
        assert_eq!(serde_json::from_reader::<_, Number>(&mut bytes).ok(), Some(number));
    }
    rejects::<Number>("1e999999999999999999", "");
    assert_eq!(size_of::<Number>(), 16);
}

/// The digits that 64 bits and doubles hold need no text, so nothing changes in other formats.
#[test]
fn a_value_that_can_hold_a_number_does_and_another_does_not() {
    for instance in NUMBERS {
        let number: Number = instance.parse().expect("a number");
        match lossless::to_value(&number) {
            Ok(value) => {
                assert_eq!(round_trip::equal(instance, &value.to_string()), Ok(()));
                assert_eq!(lossless::from_value(value.clone()).ok(), Some(number.clone()));
                assert_eq!(serde_json::from_value(value.clone()).ok(), Some(number.clone()));
                assert_eq!(from_str::<Value>(instance).ok(), Some(value));
            }
            Err(_) => {
                assert!(serde_json::to_value(&number).is_err(), "{instance}");
                rejects::<Value>(instance, "");
            }
        }
    }
    let kept = NUMBERS.iter().filter(|text| from_str::<Value>(text).is_ok());
    assert_eq!(kept.count(), 11);
}

#[test]
fn an_untyped_value_refuses_what_it_would_change() {
    for (number, limit) in [
        ("18446744073709551616", "an untyped integer is beyond 64 bits"),
        (
            "-1e400",
            "an untyped number has an exponent beyond those of double precision",
        ),
        (
            "1e-400",
            "an untyped number has an exponent beyond those of double precision",
        ),
        (
            "0.30000000000000000001",
            "an untyped number has more digits than double precision",
        ),
    ] {
        let text = format!(r#"{{"value": 1, "x": {{"a/b": ["{number}", {{"c": {number}}}]}}}}"#);
        let error = from_str::<Node>(&text).expect_err("it can't be kept");
        assert_eq!((error.path(), error.message()), ("/x/a~1b/1/c", limit));
        assert!(error.line() == 1 && error.column() > 0);
        let error = serde_json::from_str::<Node>(&text).expect_err("it can't be kept");
        assert!(error.to_string().starts_with(limit), "{error}");
        rejects::<serde_json::Map<String, Value>>(&format!(r#"{{"a": [{number}]}}"#), "/a/0");
        rejects::<Open<bool>>(&format!(r#"[{number}]"#), "/0");
        rejects::<Implied<bool>>(&format!(r#"[1, {number}]"#), "/1");
        check::<Open<Number>>(number);
        check::<Implied<Number>>(number);
        check::<Open<Vec<Number>>>(&format!("[{number}]"));
    }
    check::<Value>(r#"{"a": [1.0, -0.0, 1e3, 1e18, 1e-7, 9007199254740993.0, 1.5e300], "b": "1e400"}"#);
}

#[test]
fn a_fraction_beside_integers_that_no_type_asks_for_is_kept() {
    for fraction in ["1.5", "-0.25", "1e-7"] {
        check::<Implied<i64>>(fraction);
        let read = from_str::<Implied<i64>>(fraction).expect("another JSON type than `integer`");
        assert_eq!(read.known(), None);
    }
    assert_eq!(from_str::<Implied<i64>>("3.0").expect("an integer").known(), Some(&3));
    rejects::<Implied<i64>>("1e300", "");
    check::<Vec<Implied<i64>>>("[1.5, 2, true]");
}

#[test]
fn a_wide_number_has_no_place_in_other_formats() {
    let read = |text: &str| from_str::<Numbers>(text).expect("numbers");
    let small = read(r#"{"number": 1.5, "wide": 7, "map": {"a": -1}}"#);
    assert_eq!(
        toml::to_string(&small).expect("TOML"),
        "number = 1.5\nwide = 7\n\n[map]\na = -1\n"
    );
    assert_eq!(
        toml::from_str::<Numbers>("number = 1.5\nwide = 7\n[map]\na = -1\n"),
        Ok(small.clone())
    );
    let packed = rmp_serde::to_vec_named(&small).expect("MessagePack");
    assert_eq!(rmp_serde::from_slice::<Numbers>(&packed).expect("numbers"), small);
    let mut bytes = Vec::new();
    ciborium::into_writer(&small, &mut bytes).expect("CBOR");
    assert_eq!(ciborium::from_reader::<Numbers, _>(&bytes[..]).expect("numbers"), small);
    for wide in [
        r#"{"number": 1e400}"#,
        r#"{"number": 3.14159265358979323846}"#,
        r#"{"number": 123456789012345678901234567890123456789012345}"#,
        r#"{"wide": 123456789012345678901234567890}"#,
    ] {
        let wide = read(wide);
        let error = toml::to_string(&wide).expect_err("no place for it").to_string();
        assert!(error.contains("no place for a number"), "{error}");
        assert!(rmp_serde::to_vec_named(&wide).is_err());
        assert!(ciborium::into_writer(&wide, &mut Vec::new()).is_err());
        assert!(serde_json::to_value(&wide).is_err());
        assert_eq!(
            lossless::to_value(&wide).expect_err("no place for it").path(),
            match wide.wide {
                Some(_) => "/wide",
                None => "/number",
            }
        );
    }
}

#[test]
fn numbers_are_equal_as_json_values_are() {
    let parsed = |text: &str| text.parse::<Number>().expect("a number");
    assert_eq!(Number::from(1), Number::from(1.0));
    let one = Number::from(1);
    assert!(one == 1.0 && one == 1 && 1_u8 == one && one < 1.5 && 2 > one);
    assert_ne!(
        Number::from(9_007_199_254_740_993_i64),
        Number::from(9_007_199_254_740_992.0)
    );
    assert_ne!(Number::from(u64::MAX), Number::from(u64::MAX as f64));
    assert_eq!(Number::from(2_f64.powi(60)), Number::from(1_i64 << 60));
    assert_eq!(Number::from(1e22), parsed("10000000000000000000000"));
    assert_eq!(Number::from(10_i128.pow(22)), Number::from(1e22));
    assert_ne!(Number::from(0.1), parsed("0.1000000000000000055511151231257827"));
    assert_eq!(parsed("1e400"), parsed("0.10E+401"));
    assert_eq!(
        (Number::from(7.0).as_i64(), Number::from(7.5).as_i64()),
        (Some(7), None)
    );
    assert_eq!(
        (parsed("1e400").as_f64(), parsed("1e-400").as_f64()),
        (f64::INFINITY, 0.0)
    );
    assert_eq!(
        (Number::from(u64::MAX).as_i64(), Number::from(u64::MAX).as_u64()),
        (None, Some(u64::MAX))
    );
    assert_eq!(
        (Number::from(3).to_string(), Number::from(2.5).to_string()),
        ("3".to_owned(), "2.5".to_owned())
    );
    assert_eq!(i8::try_from(Number::from(-128.0)), Ok(-128));
    assert!(i8::try_from(Number::from(128)).is_err() && u64::try_from(&parsed("0.5")).is_err());
    assert_eq!(
        (
            f64::try_from(Number::from(0.1)),
            f64::try_from(Number::from(1_i64 << 60))
        ),
        (Ok(0.1), Ok(2_f64.powi(60)))
    );
    assert!(f64::try_from(Number::from(u64::MAX)).is_err() && f64::try_from(parsed("1e400")).is_err());
    assert!("01".parse::<Number>().is_err() && "NaN".parse::<Number>().is_err());
}

#[test]
fn numbers_have_an_order_and_a_hash_that_agree_with_equality() {
    let ascending: Vec<Number> = [
        "-1e400",
        "-1e300",
        "-9223372036854775809",
        "-9223372036854775808",
        "-1.5",
        "-1",
        "-0.0",
        "1e-400",
        "5e-324",
        "0.1",
        "0.1000000000000000055511151231257827",
        "1",
        "1.5",
        "9007199254740992",
        "9007199254740992.5",
        "9007199254740993",
        "18446744073709551615",
        "18446744073709551616",
        "1e300",
        "1e400",
    ]
    .iter()
    .map(|text| text.parse().expect("a number"))
    .chain([Number::from(f64::INFINITY), Number::from(f64::NAN)])
    .collect();
    let hash = |number: &Number| BuildHasherDefault::<DefaultHasher>::default().hash_one(number);
    for (index, left) in ascending.iter().enumerate() {
        assert_eq!(left, left);
        for (other, right) in ascending.iter().enumerate() {
            assert_eq!(left.cmp(right), index.cmp(&other), "{left} {right}");
        }
    }
    for (left, right) in [
        ("1", "1.0"),
        ("0", "-0.0"),
        ("1e18", "1000000000000000000.0"),
        ("1e400", "10e399"),
    ] {
        let (left, right): (Number, Number) = (left.parse().expect("a number"), right.parse().expect("a number"));
        assert_eq!((&left, hash(&left)), (&right, hash(&right)));
    }
}

#[test]
fn infinity_is_not_written() {
    for float in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        assert!(!Number::from(float).is_finite());
        assert!(lossless::to_string(&Number::from(float)).is_err());
        assert!(Value::read(IntoDeserializer::<Error>::into_deserializer(float)).is_err());
        assert!(Number::read(IntoDeserializer::<Error>::into_deserializer(float)).is_err());
    }
    assert!(Number::from(1e300).is_finite() && "1e400".parse::<Number>().is_ok_and(|number| number.is_finite()));
}
