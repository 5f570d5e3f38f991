//! Which integers a schema speaks of, and the type that has room for them.
//!
//! A range is a limit, which reading does not assert; a type has a width. So it is the narrowest one that has room for all
//! that the schemas speak of, and where nothing limits the integers from above, those of 64 bits, signed.

use super::Width;
use crate::bundle::member;
use serde_json::{Map, Value};

/// The integers that one schema, or all that hold at once, speak of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Integers {
    /// None is less.
    least: Option<i128>,
    /// None is greater.
    most: Option<i128>,
    /// The least and the greatest that are named: by an enumeration, a default or a format.
    named: Option<(i128, i128)>,
}

/// A number that is an integer of 64 bits: `1.0` is one, and from 2^53 on a double may stand for one of several.
pub fn integer(value: &Value) -> Option<i64> {
    const INTEGERS: f64 = 9_007_199_254_740_992.0;
    let double = || {
        value
            .as_f64()
            .filter(|double| double.fract() == 0.0 && double.abs() < INTEGERS)
    };
    value.as_i64().or_else(|| Some(double()? as i64))
}

impl Integers {
    /// What the keywords of a schema say.
    pub fn of(schema: &Map<String, Value>, values: &[&Value]) -> Self {
        let limit = |keyword: &str, by: i128| {
            let number = member(schema, keyword)?.as_number()?;
            Some(rounded(number).saturating_add(by))
        };
        let exclusive = |keyword: &str| i128::from(member(schema, keyword) == Some(&Value::Bool(true)));
        let format = match member(schema, "format").and_then(Value::as_str) {
            Some("uint64" | "uint") => Some((0, u64::MAX.into())),
            Some("uint128") => Some((0, i128::MAX)),
            Some("int128") => Some((i128::MIN, i128::MAX)),
            _ => None,
        };
        let listed = values.iter().filter_map(|value| value.as_number()).map(exact);
        let default = member(schema, "default").and_then(Value::as_number).map(exact);
        let numbers = listed.clone().chain(default);
        let both = |named: (i128, i128)| Integers {
            named: Some(named),
            ..Integers::default()
        };
        let named = numbers.map(|number| (number, number)).chain(format).map(both);
        let named = named.fold(Integers::default(), Integers::or_named);
        Integers {
            least: limit("minimum", exclusive("exclusiveMinimum"))
                .max(limit("exclusiveMinimum", 1))
                .or(format.map(|(least, _)| least))
                .max(listed.min()),
            most: least_of(
                limit("maximum", -exclusive("exclusiveMaximum")),
                limit("exclusiveMaximum", -1),
            ),
            named: named.named,
        }
    }

    /// Those of which both speak, where both schemas hold.
    pub fn and(self, other: Self) -> Self {
        Integers {
            least: self.least.max(other.least),
            most: least_of(self.most, other.most),
            ..self.or_named(other)
        }
    }

    /// Those of which one speaks, where one of both schemas holds.
    pub fn or(self, other: Self) -> Self {
        let both = |(least, most)| Integers {
            least: self.least.min(other.least),
            most: None,
            named: Some((least, most)),
        };
        both(self.extremes()).or_named(both(other.extremes()))
    }

    fn or_named(self, other: Self) -> Self {
        let named = match (self.named, other.named) {
            (Some((least, most)), Some((other_least, other_most))) => {
                Some((least.min(other_least), most.max(other_most)))
            }
            (one, other) => one.or(other),
        };
        Integers { named, ..self }
    }

    /// Whether it takes more than 64 bits, signed, to have room for them.
    pub fn is_wide(self) -> bool {
        self.width() != Width::Signed64
    }

    /// The narrowest type that has room for all of them.
    pub fn width(self) -> Width {
        let (least, most) = self.extremes();
        let is_unsigned = self.least.is_some_and(|least| least >= 0);
        if i64::try_from(least).is_ok() && i64::try_from(most).is_ok() {
            Width::Signed64
        } else if is_unsigned && u64::try_from(most).is_ok() {
            Width::Unsigned64
        } else {
            Width::Signed128
        }
    }

    /// The least and the greatest of all that is spoken of. What is beyond a limit does not count.
    fn extremes(self) -> (i128, i128) {
        let (least, most) = self.named.unwrap_or((0, 0));
        let least = self.least.unwrap_or(least.min(0));
        (least, self.most.unwrap_or(most.max(least)))
    }
}

fn least_of(one: Option<i128>, other: Option<i128>) -> Option<i128> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The integer that a number is, or the nearest to zero of those around it.
fn exact(number: &serde_json::Number) -> i128 {
    number
        .as_i128()
        .unwrap_or_else(|| number.as_f64().unwrap_or_default() as i128)
}

/// As [`exact`], of a limit: one that is a power of two beyond 64 bits, once it is rounded to a double, is meant to be the last
/// integer that 64 bits hold.
fn rounded(number: &serde_json::Number) -> i128 {
    const SIGNED: f64 = i64::MIN as f64;
    const UNSIGNED: f64 = u64::MAX as f64;
    match number.as_f64() {
        Some(double) if double == SIGNED => i64::MIN.into(),
        Some(double) if double == -SIGNED => i64::MAX.into(),
        Some(double) if double == UNSIGNED => u64::MAX.into(),
        _ => exact(number),
    }
}

#[cfg(test)]
mod tests {
    use super::{Integers, Width};
    use serde_json::{Value, json};

    fn of(schema: &Value) -> Integers {
        let values = schema["enum"]
            .as_array()
            .map(|values| values.iter().collect())
            .unwrap_or_default();
        Integers::of(schema.as_object().expect("a schema"), Vec::as_slice(&values))
    }

    #[test]
    fn the_narrowest_type_that_has_room() {
        let check = |schema: Value, width| assert_eq!(of(&schema).width(), width, "{schema}");
        for schema in [
            json!({}),
            json!({ "minimum": 0 }),
            json!({ "minimum": 0, "maximum": 255 }),
            json!({ "format": "uint32" }),
            json!({ "minimum": i64::MIN, "maximum": i64::MAX }),
            json!({ "minimum": -9.223372036854776e18, "maximum": 9.223372036854776e18 }),
            json!({ "minimum": -9.223372036854776e18, "maximum": 9223372036854776000_u64 }),
            json!({ "minimum": 0, "maximum": 9223372036854775808_u64 }),
            json!({ "exclusiveMaximum": 9223372036854775808_u64 }),
            json!({ "format": "uint64", "maximum": 100 }),
            json!({ "default": 0.5, "enum": [1, "x", null] }),
        ] {
            check(schema, Width::Signed64);
        }
        for schema in [
            json!({ "minimum": 0, "maximum": u64::MAX }),
            json!({ "minimum": 0, "maximum": 18446744073709552000.0 }),
            json!({ "minimum": 0, "exclusiveMaximum": 18446744073709551616.0 }),
            json!({ "minimum": 1, "maximum": 1e19 }),
            json!({ "exclusiveMinimum": -1, "maximum": 1e19 }),
            json!({ "minimum": -1, "exclusiveMinimum": true, "maximum": 1e19 }),
            json!({ "minimum": 0.5, "default": u64::MAX }),
            json!({ "minimum": 1e19 }),
            json!({ "format": "uint64" }),
            json!({ "format": "uint", "minimum": 0 }),
            json!({ "enum": [1, 9223372036854775808_u64] }),
            json!({ "enum": [u64::MAX, "none"] }),
        ] {
            check(schema, Width::Unsigned64);
        }
        for schema in [
            json!({ "maximum": 1e30 }),
            json!({ "maximum": u64::MAX }),
            json!({ "minimum": 0, "maximum": 1e20 }),
            json!({ "minimum": -1, "maximum": 1e19 }),
            json!({ "minimum": -1e19 }),
            json!({ "default": u64::MAX }),
            json!({ "minimum": -5, "format": "uint64" }),
            json!({ "format": "int128" }),
            json!({ "format": "uint128" }),
            json!({ "enum": [-1, 9223372036854775808_u64] }),
        ] {
            check(schema, Width::Signed128);
        }
    }

    #[test]
    fn both_limit_and_either_widens() {
        let (natural, wide) = (
            of(&json!({ "minimum": 0, "maximum": u64::MAX })),
            of(&json!({ "maximum": 1e30 })),
        );
        assert_eq!(natural.and(wide).width(), Width::Unsigned64);
        assert_eq!(natural.or(wide).width(), Width::Signed128);
        assert_eq!(
            natural.or(of(&json!({ "minimum": 0, "maximum": 5 }))).width(),
            Width::Unsigned64
        );
        assert_eq!(natural.or(of(&json!({ "maximum": 5 }))).width(), Width::Signed128);
        assert_eq!(natural.and(of(&json!({ "maximum": 5 }))).width(), Width::Signed64);
        let named = of(&json!({ "default": u64::MAX }));
        assert_eq!(named.or(of(&json!({ "maximum": 5 }))).width(), Width::Signed128);
        assert_eq!(named.and(of(&json!({ "maximum": 5 }))).width(), Width::Signed64);
    }
}
