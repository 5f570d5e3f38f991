//! Integers and numbers, without loss.

use crate::types::Numbers;
use lossless::{Number, from_str};
use round_trip::{check, rejects};

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
    assert_eq!(from_str("-9223372036854775808").ok(), Some(i64::MIN));
    assert_eq!(from_str("-9223372036854775808.0").ok(), Some(i64::MIN));
    for instance in [
        "18446744073709551615",
        "-9223372036854775808",
        "18446744073709551616",
        "-1e20",
        "1.5e38",
    ] {
        check::<i128>(instance);
        let wide: i128 = from_str(instance).expect("fits 128 bits");
        let value: lossless::Value = from_str(instance).expect("a value");
        assert_eq!(
            round_trip::equal(&value, &lossless::to_value(&wide).expect("writes")),
            Ok(())
        );
    }
}

#[test]
fn a_number_is_kept_as_it_came() {
    for instance in [
        "9007199254740993",
        "-9007199254740993",
        "18446744073709551615",
        "0.1",
        "1e400",
        "123456789.12345678901234567890",
        "-0.0",
        "5e-324",
        "1.7976931348623157e308",
        "0.30000000000000004",
        "2.2250738585072011e-308",
    ] {
        if from_str::<lossless::Value>(instance).is_ok() {
            check::<Number>(instance);
        } else {
            rejects::<Number>(instance, "");
        }
    }
    let number: Number = from_str("9007199254740993").expect("a number");
    assert_eq!(lossless::to_string(&number).expect("writes"), "9007199254740993");
}

#[test]
fn numbers_are_equal_as_json_values_are() {
    assert_eq!(Number::from(1), Number::from(1.0));
    assert_eq!(Number::from(1), 1.0);
    assert_ne!(
        Number::from(9_007_199_254_740_993_i64),
        Number::from(9_007_199_254_740_992.0)
    );
    assert_ne!(Number::from(u64::MAX), Number::from(u64::MAX as f64));
    assert_ne!(Number::from(f64::NAN), Number::from(f64::NAN));
    assert!(Number::from(1) < Number::from(1.5) && Number::from(-1.5) < Number::from(-1));
    assert!(Number::from(u64::MAX) < Number::from(1e300) && Number::from(-1e300) < Number::from(i64::MIN));
    assert!(Number::from(9_007_199_254_740_993_i64) > 9_007_199_254_740_992.0);
    assert_eq!(
        (Number::from(7.0).as_i64(), Number::from(7.5).as_i64()),
        (Some(7), None)
    );
    assert_eq!(
        (Number::from(u64::MAX).as_i64(), Number::from(u64::MAX).as_u64()),
        (None, Some(u64::MAX))
    );
    assert_eq!(
        lossless::to_string(&Number::from(f64::INFINITY)).expect("writes"),
        "null"
    );
    assert_eq!(
        (Number::from(3).to_string(), Number::from(2.5).to_string()),
        ("3".to_owned(), "2.5".to_owned())
    );
}
