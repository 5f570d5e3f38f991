//! JSON numbers, none of which changes.

mod compare;
mod convert;
mod decimal;
mod multiple;

pub use compare::equal;
pub use convert::NumberError;

use crate::mismatch::{mismatch, refuse};
use crate::union::{self, Types};
use crate::{Instance, raw};
use decimal::{Decimal, Fault};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{self, Serialize, Serializer};
use std::fmt;

/// A JSON number, of any size and any precision.
///
/// What 64 bits or a double hold is kept as that, anything else as its text: `123456789012345678901234567890`, `1e400` and
/// `3.14159265358979323846` come back as they came. Only JSON text has a place for these; any other format, a
/// `serde_json::Value` too, refuses to write them.
///
/// Equality and order are those of the decimal values: `1 == 1.0`, and `2^53 + 1` is not `2^53`. A double stands for what
/// it is written as, `0.1` for one tenth.
///
/// A number made from an infinite `f64` or NaN is no JSON number, and is refused when it is written. Infinity is beyond all
/// numbers, and NaN beyond infinity and equal to itself.
///
/// ```
/// use lossless::Number;
///
/// let price: Number = "19.90".parse()?;
/// assert!(price == 19.9 && price < 20 && Number::from(3) == 3);
/// assert_eq!(i64::try_from(&Number::from(2.0))?, 2);
/// assert_eq!("123456789012345678901234567890".parse::<Number>()?.to_string(), "123456789012345678901234567890");
/// # Ok::<(), lossless::NumberError>(())
/// ```
#[derive(Clone)]
pub struct Number(Form);

#[derive(Clone)]
enum Form {
    /// An integer from zero on.
    Natural(u64),
    /// An integer below zero.
    Negative(i64),
    /// A number that is not integral, or less than 2^53, or not of 64 bits.
    Float(f64),
    /// A finite number that is none of these.
    Text(Box<Text>),
}

/// A JSON number as it came; in a box of its own, so that a [`Number`] is two words.
#[derive(Clone)]
struct Text(Box<str>);

impl Text {
    /// Its value; the text was checked.
    fn decimal(&self) -> Decimal<'_> {
        Decimal::parse(&self.0).unwrap_or_else(|_| unreachable!("a number's text is a JSON number"))
    }
}

/// So many digits of a decimal survive in a double that is not among the least.
const DIGITS: usize = f64::DIGITS as usize;

/// From here on not every integer is a double.
pub(crate) const INTEGERS: f64 = (1_u64 << f64::MANTISSA_DIGITS) as f64;

impl Number {
    /// The number that a JSON text is.
    fn parse(text: &str) -> Result<Number, Fault> {
        match short(text) {
            Some(number) => Ok(number),
            None => Number::long(text),
        }
    }

    fn long(text: &str) -> Result<Number, Fault> {
        let float: Option<f64> = text.parse().ok();
        if let Some(float) = float.filter(|float| float.fract() != 0.0 && with_text(*float, |written| written == text))
        {
            return Ok(Number(Form::Float(float)));
        }
        let decimal = Decimal::parse(text)?;
        let is_long = decimal.is_integral() && decimal.magnitude() > DIGITS as i64;
        if let Some(number) = is_long.then(|| decimal.integer()).flatten().and_then(of_64_bits) {
            return Ok(number);
        }
        let float = float.ok_or(Fault::Malformed)?;
        Ok(if is_exact(&decimal, float) {
            Number(Form::Float(float))
        } else {
            Number(Form::Text(Box::new(Text(text.into()))))
        })
    }

    /// The number of an untyped value.
    ///
    /// # Errors
    /// An untyped value would hold another; which of its limits is in the way.
    pub(crate) fn untyped(self) -> Result<serde_json::Number, &'static str> {
        match &self.0 {
            Form::Natural(value) => Ok((*value).into()),
            Form::Negative(value) => Ok((*value).into()),
            Form::Float(value) => serde_json::Number::from_f64(*value).ok_or("infinity and NaN are no JSON numbers"),
            Form::Text(text) => match text.0.parse::<serde_json::Number>() {
                Ok(number) if Number::from(&number) == self => Ok(number),
                _ => Err(limit(&text.decimal())),
            },
        }
    }

    /// As [`Number::as_i128`], and for a number out of range the JSON type that it has.
    pub(crate) fn integer(&self) -> Result<i128, &'static str> {
        let is_integral = match &self.0 {
            Form::Natural(_) | Form::Negative(_) => true,
            Form::Float(value) => value.fract() == 0.0,
            Form::Text(text) => text.decimal().is_integral(),
        };
        self.as_i128()
            .ok_or(if is_integral { "integer out of range" } else { "number" })
    }
}

/// Which limit of an untyped value a number is beyond.
#[cold]
fn limit(decimal: &Decimal<'_>) -> &'static str {
    if decimal.magnitude() > 308 || decimal.magnitude() < -306 {
        "an untyped number has an exponent beyond those of double precision"
    } else if decimal.is_integral() {
        "an untyped integer is beyond 64 bits"
    } else {
        "an untyped number has more digits than double precision"
    }
}

/// A number without an exponent, of few digits. Of 15 digits each decimal is a double of its own, and the quotient of two
/// doubles that are exact is the nearest one.
#[inline]
fn short(text: &str) -> Option<Number> {
    if let Some(value) = short_integer(text) {
        return Some(value.into());
    }
    let bytes = text.as_bytes();
    let (negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let point = digits.iter().position(|byte| *byte == b'.')?;
    let (whole, fraction) = (&digits[..point], &digits[point + 1..]);
    let is_short = !whole.is_empty() && !fraction.is_empty() && point + fraction.len() <= DIGITS;
    if !is_short || (whole[0] == b'0' && whole.len() > 1) {
        return None;
    }
    let value = digits_of(whole, 0).and_then(|value| digits_of(fraction, value))?;
    let value = value as f64 / POWERS[fraction.len()];
    Some(Number(Form::Float(if negative { -value } else { value })))
}

const POWERS: [f64; DIGITS + 1] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
];

/// Appends few digits to a number.
#[inline]
fn digits_of(digits: &[u8], mut value: i64) -> Option<i64> {
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(value)
}

/// The integer of a text of at most 18 digits and a sign, except for −0, which is no integer of Rust's.
#[inline]
pub(crate) fn short_integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let is_short = (1..=18).contains(&digits.len());
    if !is_short || (digits[0] == b'0' && (negative || digits.len() > 1)) {
        return None;
    }
    let value = digits_of(digits, 0)?;
    Some(if negative { -value } else { value })
}

fn of_64_bits(value: i128) -> Option<Number> {
    if let Ok(value) = u64::try_from(value) {
        return Some(Number(Form::Natural(value)));
    }
    i64::try_from(value).ok().map(|value| Number(Form::Negative(value)))
}

/// Whether the double nearest to a decimal is written as the same decimal again.
fn is_exact(decimal: &Decimal<'_>, float: f64) -> bool {
    if decimal.signum() == 0 {
        return true;
    }
    let is_ordinary = float.is_normal() && decimal.precision() <= DIGITS;
    is_ordinary || float.is_finite() && written(float, |again| again.compare(decimal).is_eq())
}

/// The decimal that a finite double is written as: the shortest of those to which it is nearest.
fn written<T>(float: f64, see: impl FnOnce(Decimal<'_>) -> T) -> T {
    with_text(float, |text| match Decimal::parse(text) {
        Ok(decimal) => see(decimal),
        Err(_) => unreachable!("a finite double is written as a JSON number"),
    })
}

/// The text that a double is written as; `null` for those that are not finite.
fn with_text<T>(float: f64, see: impl FnOnce(&str) -> T) -> T {
    let mut text = [0; 32];
    let mut rest = &mut text[..];
    let written = serde_json::to_writer(&mut rest, &float);
    let left = rest.len();
    let length = text.len() - left;
    match (written, std::str::from_utf8(&text[..length])) {
        (Ok(()), Ok(text)) => see(text),
        _ => unreachable!("the text of a double has at most 24 characters"),
    }
}

/// Zero.
impl Default for Number {
    fn default() -> Self {
        Number(Form::Natural(0))
    }
}

/// JSON text, as it is written.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Natural(value) => fmt::Display::fmt(value, f),
            Form::Negative(value) => fmt::Display::fmt(value, f),
            Form::Float(value) => match serde_json::Number::from_f64(*value) {
                Some(number) => f.pad(&number.to_string()),
                None => fmt::Display::fmt(value, f),
            },
            Form::Text(text) => f.pad(&text.0),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Form::Natural(value) => serializer.serialize_u64(*value),
            Form::Negative(value) => serializer.serialize_i64(*value),
            Form::Float(value) if value.is_finite() => serializer.serialize_f64(*value),
            Form::Float(_) => Err(ser::Error::custom("infinity and NaN are no JSON numbers")),
            Form::Text(text) => raw::write(&text.0, serializer),
        }
    }
}

struct NumberVisitor;

impl NumberVisitor {
    #[inline]
    fn text<E: Error>(self, text: &str) -> Result<Number, E> {
        match short(text) {
            Some(number) => Ok(number),
            None => long(text),
        }
    }
}

/// A number of many digits or with an exponent, or another value.
fn long<E: Error>(text: &str) -> Result<Number, E> {
    match Number::long(text) {
        Ok(number) => Ok(number),
        Err(Fault::Exponent) => Err(E::custom(NumberError::EXPONENT)),
        Err(Fault::Malformed) => Err(mismatch(raw::kind_of(text), &NumberVisitor)),
    }
}

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Number;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("number")
    }
    refuse! { boolean string null array }
    #[inline]
    fn visit_i64<E>(self, value: i64) -> Result<Number, E> {
        Ok(value.into())
    }
    #[inline]
    fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
        Ok(value.into())
    }
    fn visit_i128<E>(self, value: i128) -> Result<Number, E> {
        Ok(value.into())
    }
    fn visit_u128<E>(self, value: u128) -> Result<Number, E> {
        Ok(value.into())
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<Number, E> {
        if value.is_finite() {
            Ok(value.into())
        } else {
            Err(E::custom("infinity and NaN are no JSON numbers"))
        }
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Number, D::Error> {
        deserializer.deserialize_any(self)
    }
    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Number, A::Error> {
        match raw::text(&mut map, |text| NumberVisitor.text(text))? {
            Some(number) => Ok(number),
            None => Err(mismatch("object", &self)),
        }
    }
}

impl Instance for Number {
    type Kind = crate::Plain;
    const TYPES: Types = union::NUMBER;
    fn blank() -> Self {
        Number::default()
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(raw::TOKEN, NumberVisitor)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }
}
