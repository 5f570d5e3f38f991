use std::cmp::Ordering;

/// The decimal value of a JSON number: `0.d₁d₂d₃… × 10^magnitude`, the first and the last digit not being zero. Zero has no
/// digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimal<'a> {
    negative: bool,
    /// The digits before the point that count.
    whole: &'a [u8],
    /// The digits after the point that count.
    fraction: &'a [u8],
    magnitude: i64,
}

/// The longest exponent that is read. A number of more is refused, so that magnitudes can be reckoned with.
const EXPONENT: usize = 17;

/// Why a text has no decimal value here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The text is no JSON number.
    Malformed,
    /// The exponent has too many digits.
    Exponent,
}

impl<'a> Decimal<'a> {
    /// The value of a JSON number.
    pub(super) fn parse(text: &'a str) -> Result<Self, Fault> {
        let bytes = text.as_bytes();
        let (negative, bytes) = match bytes {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, bytes),
        };
        let (whole, rest) = digits(bytes);
        let (fraction, rest) = match rest {
            [b'.', rest @ ..] => match digits(rest) {
                ([], _) => return Err(Fault::Malformed),
                both => both,
            },
            _ => (&[][..], rest),
        };
        let has_leading_zero = whole.len() > 1 && whole[0] == b'0';
        if whole.is_empty() || has_leading_zero {
            return Err(Fault::Malformed);
        }
        let exponent = exponent(rest)?;
        Decimal::new(negative, whole, fraction, exponent)
    }

    fn new(negative: bool, whole: &'a [u8], fraction: &'a [u8], exponent: Option<i64>) -> Result<Self, Fault> {
        let whole = without_leading_zeros(whole);
        let zeros = fraction.len() - without_leading_zeros(fraction).len();
        let shift = match whole {
            [] => -(zeros as i64),
            _ => whole.len() as i64,
        };
        let fraction = without_trailing_zeros(if whole.is_empty() { &fraction[zeros..] } else { fraction });
        let whole = if fraction.is_empty() {
            without_trailing_zeros(whole)
        } else {
            whole
        };
        if whole.is_empty() && fraction.is_empty() {
            return Ok(Decimal {
                negative,
                whole,
                fraction,
                magnitude: 0,
            });
        }
        Ok(Decimal {
            negative,
            whole,
            fraction,
            magnitude: shift + exponent.ok_or(Fault::Exponent)?,
        })
    }

    /// How many digits count.
    pub(super) fn precision(&self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    /// The power of ten above the number.
    pub(super) fn magnitude(&self) -> i64 {
        self.magnitude
    }

    /// Whether there is no fraction.
    pub(super) fn is_integral(&self) -> bool {
        self.magnitude >= self.precision() as i64
    }

    /// The integer, if it is one of 128 bits.
    pub(super) fn integer(&self) -> Option<i128> {
        // 2^127 has 39 digits.
        if !self.is_integral() || self.magnitude > 39 {
            return None;
        }
        let mut value: i128 = 0;
        let zeros = std::iter::repeat(b'0');
        for digit in self.digits().chain(zeros).take(self.magnitude as usize) {
            let digit = i128::from(digit - b'0');
            value = value.checked_mul(10)?;
            value = if self.negative {
                value.checked_sub(digit)?
            } else {
                value.checked_add(digit)?
            };
        }
        Some(value)
    }

    /// Its digits, from the first that is not zero to the last that is not.
    pub(super) fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.whole.iter().chain(self.fraction).copied()
    }

    fn is_zero(&self) -> bool {
        self.precision() == 0
    }

    /// −1, 0 or 1.
    pub(super) fn signum(&self) -> i8 {
        match (self.is_zero(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    pub(super) fn compare(&self, other: &Decimal<'_>) -> Ordering {
        let by_size = || {
            let size = self.magnitude.cmp(&other.magnitude);
            // Of two numbers with the same digits to begin with, the one with more is larger.
            size.then_with(|| self.digits().cmp(other.digits()))
        };
        match self.signum().cmp(&other.signum()) {
            Ordering::Equal if self.signum() < 0 => by_size().reverse(),
            Ordering::Equal => by_size(),
            different => different,
        }
    }
}

fn digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit());
    bytes.split_at(end.unwrap_or(bytes.len()))
}

/// The exponent, `None` if it is too long.
fn exponent(bytes: &[u8]) -> Result<Option<i64>, Fault> {
    let (negative, bytes) = match bytes {
        [] => return Ok(Some(0)),
        [b'e' | b'E', b'-', rest @ ..] => (true, rest),
        [b'e' | b'E', b'+', rest @ ..] | [b'e' | b'E', rest @ ..] => (false, rest),
        _ => return Err(Fault::Malformed),
    };
    let ([_, ..], []) = digits(bytes) else {
        return Err(Fault::Malformed);
    };
    let bytes = without_leading_zeros(bytes);
    if bytes.len() > EXPONENT {
        return Ok(None);
    }
    let size = bytes.iter().fold(0, |size, digit| size * 10 + i64::from(digit - b'0'));
    Ok(Some(if negative { -size } else { size }))
}

fn without_leading_zeros(digits: &[u8]) -> &[u8] {
    let start = digits.iter().position(|digit| *digit != b'0');
    &digits[start.unwrap_or(digits.len())..]
}

fn without_trailing_zeros(digits: &[u8]) -> &[u8] {
    let end = digits.iter().rposition(|digit| *digit != b'0');
    &digits[..end.map_or(0, |last| last + 1)]
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Fault};
    use std::cmp::Ordering;

    fn compared(left: &str, right: &str) -> Ordering {
        let parsed = |text| Decimal::parse(text).expect("a number");
        assert_eq!(
            parsed(left).compare(&parsed(right)),
            parsed(right).compare(&parsed(left)).reverse()
        );
        parsed(left).compare(&parsed(right))
    }

    #[test]
    fn the_same_value_in_many_texts() {
        for (left, right) in [
            ("1", "1.0"),
            ("1", "10e-1"),
            ("-1200", "-1.2E+3"),
            ("0", "-0.000e99999999999999999999999"),
            ("0.00120", "12e-4"),
            ("1e400", "10000e396"),
            ("1e0000000000000000000000000000001", "10"),
            ("100.50", "1005e-1"),
        ] {
            assert_eq!(compared(left, right), Ordering::Equal, "{left} {right}");
        }
    }

    #[test]
    fn the_order_of_values() {
        let ascending = [
            "-1e401",
            "-1e400",
            "-12.5",
            "-12",
            "-0.1",
            "-1e-400",
            "0",
            "1e-400",
            "0.09",
            "0.1",
            "0.10000000000000000000001",
            "1",
            "1.5",
            "2",
            "10",
            "123456789012345678901234567890",
            "123456789012345678901234567891",
            "1e400",
            "1.1e400",
        ];
        for (index, left) in ascending.iter().enumerate() {
            for right in &ascending[index + 1..] {
                assert_eq!(compared(left, right), Ordering::Less, "{left} {right}");
            }
        }
    }

    #[test]
    fn what_is_no_json_number() {
        for text in [
            "", "-", "01", "-01", "1.", ".5", "+1", "1e", "1e+", "1e1.5", "1x", "1 ", " 1", "0x1", "NaN", "1..2",
            "--1", "٣",
        ] {
            assert_eq!(Decimal::parse(text).err(), Some(Fault::Malformed), "{text}");
        }
        assert_eq!(Decimal::parse("1e123456789012345678").err(), Some(Fault::Exponent));
    }

    #[test]
    fn integers_of_128_bits() {
        let integer = |text| Decimal::parse(text).expect("a number").integer();
        assert_eq!(integer("170141183460469231731687303715884105727"), Some(i128::MAX));
        assert_eq!(integer("-170141183460469231731687303715884105728"), Some(i128::MIN));
        assert_eq!(integer("170141183460469231731687303715884105728"), None);
        assert_eq!(integer("1e38"), Some(10_i128.pow(38)));
        assert_eq!(integer("1e39"), None);
        assert_eq!(
            (integer("12.50e1"), integer("12.5"), integer("-0.0")),
            (Some(125), None, Some(0))
        );
        assert_eq!(integer("1e99999999999999999"), None);
    }
}
