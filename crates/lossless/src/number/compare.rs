use super::{Form, INTEGERS, Number};
use serde_json::Value;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        use Form::{Float, Natural, Negative, Text};
        match (&self.0, &other.0) {
            (Natural(left), Natural(right)) => left.cmp(right),
            (Negative(left), Negative(right)) => left.cmp(right),
            (Natural(_), Negative(_)) => Ordering::Greater,
            (Negative(_), Natural(_)) => Ordering::Less,
            (Float(left), Float(right)) => floats(*left, *right),
            (Float(float), Natural(integer)) => with_integer(*float, (*integer).into()),
            (Float(float), Negative(integer)) => with_integer(*float, (*integer).into()),
            (Natural(integer), Float(float)) => with_integer(*float, (*integer).into()).reverse(),
            (Negative(integer), Float(float)) => with_integer(*float, (*integer).into()).reverse(),
            // Infinity and NaN are beyond every text.
            (Float(float), Text(_)) if !float.is_finite() => floats(*float, 0.0),
            (Text(_), Float(float)) if !float.is_finite() => floats(0.0, *float),
            _ => self.decimal(|left| other.decimal(|right| left.compare(&right))),
        }
    }
}

/// Two doubles are in the order of the decimals that they are written as.
fn floats(left: f64, right: f64) -> Ordering {
    left.partial_cmp(&right)
        .unwrap_or_else(|| left.is_nan().cmp(&right.is_nan()))
}

/// A double that is integral and of 2^53 or more is beyond all integers of 64 bits, else it would be one.
fn with_integer(float: f64, integer: i128) -> Ordering {
    if float.is_nan() || float.abs() >= INTEGERS && float.fract() == 0.0 {
        return floats(float, 0.0);
    }
    let below = float.floor();
    match (below as i128).cmp(&integer) {
        Ordering::Equal if below < float => Ordering::Greater,
        order => order,
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Form::Natural(value) => i128::from(*value).hash(state),
            Form::Negative(value) => i128::from(*value).hash(state),
            Form::Float(value) if value.is_nan() => f64::NAN.to_bits().hash(state),
            Form::Float(value) if value.fract() == 0.0 && value.abs() < INTEGERS => (*value as i128).hash(state),
            Form::Float(value) => value.to_bits().hash(state),
            // Whatever is equal to a text is a text.
            Form::Text(text) => {
                let decimal = text.decimal();
                (decimal.signum(), decimal.magnitude()).hash(state);
                decimal.digits().for_each(|digit| digit.hash(state));
            }
        }
    }
}

macro_rules! with_primitives {
    ($($primitive:ident)*) => { $(
        impl PartialEq<$primitive> for Number {
            fn eq(&self, other: &$primitive) -> bool {
                self.cmp(&Number::from(*other)).is_eq()
            }
        }
        impl PartialEq<Number> for $primitive {
            fn eq(&self, other: &Number) -> bool {
                Number::from(*self).cmp(other).is_eq()
            }
        }
        impl PartialOrd<$primitive> for Number {
            fn partial_cmp(&self, other: &$primitive) -> Option<Ordering> {
                self.partial_cmp(&Number::from(*other))
            }
        }
        impl PartialOrd<Number> for $primitive {
            fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
                Number::from(*self).partial_cmp(other)
            }
        }
    )* };
}
with_primitives! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 }

/// JSON value equality, as JSON Schema has it: numbers by what they mean (`1 == 1.0`), objects in any order.
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || Number::from(left) == Number::from(right),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, left)| right.get(name).is_some_and(|right| equal(left, right)))
        }
        _ => left == right,
    }
}
