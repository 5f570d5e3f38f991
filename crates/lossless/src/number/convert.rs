use super::{Decimal, Fault, Form, INTEGERS, Number, Text, of_64_bits, written};
use std::fmt;
use std::str::FromStr;

/// A text is no JSON number, or a number is not of the type that it should become.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NumberError(&'static str);

impl NumberError {
    const TEXT: NumberError = NumberError("not a JSON number");
    const RANGE: NumberError = NumberError("number is not of this type");
    pub(super) const EXPONENT: NumberError = NumberError("exponent of a number has more than 17 digits");
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NumberError {}

/// A JSON text. Its exponent may have 17 digits.
impl FromStr for Number {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        Number::parse(text).map_err(|fault| match fault {
            Fault::Malformed => NumberError::TEXT,
            Fault::Exponent => NumberError::EXPONENT,
        })
    }
}

impl Number {
    /// The nearest `f64`; infinity beyond the largest.
    pub fn as_f64(&self) -> f64 {
        match &self.0 {
            Form::Natural(value) => *value as f64,
            Form::Negative(value) => *value as f64,
            Form::Float(value) => *value,
            Form::Text(text) => text.0.parse().unwrap_or(f64::NAN),
        }
    }

    /// The number as an `i64`, if it is one; `1.0` is.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_i128()?.try_into().ok()
    }

    /// The number as a `u64`, if it is one; `1.0` is.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_i128()?.try_into().ok()
    }

    /// The number as an `i128`, if it is one; `1.0` is.
    pub fn as_i128(&self) -> Option<i128> {
        match &self.0 {
            Form::Natural(value) => Some((*value).into()),
            Form::Negative(value) => Some((*value).into()),
            Form::Float(value) if value.abs() < INTEGERS => (value.fract() == 0.0).then_some(*value as i128),
            Form::Float(value) if value.is_finite() => written(*value, |decimal| decimal.integer()),
            Form::Float(_) => None,
            Form::Text(text) => text.decimal().integer(),
        }
    }

    /// False for infinity and NaN, which JSON can't express.
    pub fn is_finite(&self) -> bool {
        !matches!(self.0, Form::Float(value) if !value.is_finite())
    }
}

macro_rules! from_integers {
    ($($integer:ident)*) => { $(
        impl From<$integer> for Number {
            #[inline]
            fn from(value: $integer) -> Self {
                Number(match u64::try_from(value) {
                    Ok(value) => Form::Natural(value),
                    Err(_) => Form::Negative(value as i64),
                })
            }
        }
    )* };
}
from_integers! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }

macro_rules! from_wide {
    ($($integer:ident)*) => { $(
        impl From<$integer> for Number {
            fn from(value: $integer) -> Self {
                let narrow = i128::try_from(value).ok().and_then(of_64_bits);
                narrow.unwrap_or_else(|| Number(Form::Text(Box::new(Text(value.to_string().into())))).settled())
            }
        }
    )* };
}
from_wide! { i128 u128 }

impl Number {
    /// A text that a double may hold.
    fn settled(self) -> Self {
        match &self.0 {
            Form::Text(text) => Number::parse(&text.0).unwrap_or(self),
            _ => self,
        }
    }
}

/// An integer of 64 bits keeps all its digits, 2^60 too, which as a double would be written with 16.
impl From<f64> for Number {
    fn from(value: f64) -> Self {
        if value.abs() < INTEGERS || value.fract() != 0.0 {
            return Number(Form::Float(value));
        }
        const LIMIT: f64 = i128::MAX as f64;
        let integer = (value.abs() < LIMIT).then_some(value as i128);
        integer.and_then(of_64_bits).unwrap_or(Number(Form::Float(value)))
    }
}

impl From<f32> for Number {
    fn from(value: f32) -> Self {
        f64::from(value).into()
    }
}

impl From<serde_json::Number> for Number {
    fn from(number: serde_json::Number) -> Self {
        (&number).into()
    }
}

impl From<&serde_json::Number> for Number {
    fn from(number: &serde_json::Number) -> Self {
        if let Some(value) = number.as_u64() {
            return value.into();
        }
        if let Some(value) = number.as_i64() {
            return value.into();
        }
        // Under `arbitrary_precision` it may be any number. One whose exponent is too long for this type is beyond a double
        // as well.
        let float = || number.as_f64().unwrap_or(f64::NAN).into();
        number.to_string().parse().unwrap_or_else(|_| float())
    }
}

macro_rules! to_integers {
    ($($integer:ident)*) => { $(
        impl TryFrom<&Number> for $integer {
            type Error = NumberError;
            fn try_from(number: &Number) -> Result<Self, NumberError> {
                number.as_i128().and_then(|value| value.try_into().ok()).ok_or(NumberError::RANGE)
            }
        }
        impl TryFrom<Number> for $integer {
            type Error = NumberError;
            fn try_from(number: Number) -> Result<Self, NumberError> {
                (&number).try_into()
            }
        }
    )* };
}
to_integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

/// Only where the `f64` is written as the same number; [`Number::as_f64`] rounds.
impl TryFrom<&Number> for f64 {
    type Error = NumberError;
    fn try_from(number: &Number) -> Result<Self, NumberError> {
        let float = number.as_f64();
        if number.cmp(&float.into()).is_eq() {
            Ok(float)
        } else {
            Err(NumberError::RANGE)
        }
    }
}

impl TryFrom<Number> for f64 {
    type Error = NumberError;
    fn try_from(number: Number) -> Result<Self, NumberError> {
        (&number).try_into()
    }
}

impl Number {
    /// The decimal value of a finite number.
    pub(super) fn decimal<T>(&self, see: impl FnOnce(Decimal<'_>) -> T) -> T {
        match &self.0 {
            Form::Natural(value) => parsed(&value.to_string(), see),
            Form::Negative(value) => parsed(&value.to_string(), see),
            Form::Float(value) => written(*value, see),
            Form::Text(text) => see(text.decimal()),
        }
    }
}

fn parsed<T>(integer: &str, see: impl FnOnce(Decimal<'_>) -> T) -> T {
    see(Decimal::parse(integer).unwrap_or_else(|_| unreachable!("an integer is a JSON number")))
}
