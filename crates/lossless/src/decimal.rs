//! Numbers as JSON writes them: decimal, of any size, compared by what they mean.

use std::cmp::Ordering;

/// The number `0.digits × 10^scale`, without zeros at either end of the digits; no digits for zero.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    scale: i64,
}

/// The number of a JSON text that is one.
pub(crate) fn decimal(text: &str) -> Decimal {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    // An exponent beyond 64 bits is as good as the last one within: no number in memory has so many digits.
    let exponent: i64 = exponent.parse().unwrap_or(if exponent.starts_with('-') {
        i64::MIN / 2
    } else {
        i64::MAX / 2
    });
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    let end = digits
        .iter()
        .rposition(|digit| *digit != b'0')
        .map_or(0, |last| last + 1);
    if zeros >= end {
        return Decimal {
            negative: false,
            digits: Vec::new(),
            scale: 0,
        };
    }
    Decimal {
        negative,
        digits: digits[zeros..end].to_vec(),
        scale: exponent.saturating_add(whole.len() as i64 - zeros as i64),
    }
}

impl Decimal {
    fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Whether it has no fraction.
    pub(crate) fn is_integer(&self) -> bool {
        self.is_zero() || self.scale >= self.digits.len() as i64
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self
                .scale
                .cmp(&other.scale)
                .then_with(|| self.digits.cmp(&other.digits)),
        }
    }

    /// The exponent of ten of the last digit.
    fn unit(&self) -> i64 {
        self.scale - self.digits.len() as i64
    }

    /// Whether it is a multiple of another number; `None` where that takes more than some hundred digits to tell.
    pub(crate) fn is_multiple_of(&self, divisor: &Decimal) -> Option<bool> {
        const MOST_ZEROS: i64 = 400;
        if self.is_zero() {
            return Some(true);
        }
        if divisor.is_zero() {
            return None;
        }
        let unit = self.unit().min(divisor.unit());
        let (zeros, scale) = (self.unit() - unit, divisor.unit() - unit);
        if zeros > MOST_ZEROS || divisor.digits.len() as i64 + scale > 36 {
            // A divisor with a far longer fraction divides nothing of a shorter one but by chance.
            return None;
        }
        let digits = |number: &[u8], zeros: i64| {
            let zeros = std::iter::repeat_n(0, zeros as usize);
            number
                .iter()
                .map(|digit| u128::from(digit - b'0'))
                .chain(zeros)
                .collect::<Vec<u128>>()
        };
        let divisor = digits(&divisor.digits, scale)
            .into_iter()
            .fold(0u128, |all, digit| all * 10 + digit);
        let rest = digits(&self.digits, zeros)
            .into_iter()
            .fold(0u128, |rest, digit| (rest * 10 + digit) % divisor);
        Some(rest == 0)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

/// Whether the number of a JSON text has no fraction; `1.0` and `9e2` have none.
pub(crate) fn is_integer_text(text: &str) -> bool {
    !text.contains(['.', 'e', 'E']) || decimal(text).is_integer()
}

/// The `f64` that is written as the number of a JSON text again; `None` where there is none.
pub(crate) fn exact_f64(text: &str) -> Option<f64> {
    let value: f64 = text.parse().ok()?;
    if !value.is_finite() {
        return None;
    }
    // Fifteen digits come back from a double that is neither huge nor tiny (IEEE 754-2019, 5.12.2).
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits <= 15 && !text.contains(['e', 'E']) {
        return Some(value);
    }
    (decimal(&format!("{value:e}")) == decimal(text)).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_they_mean() {
        for (left, right) in [
            ("1", "1.0"),
            ("900", "9e2"),
            ("0.001", "1E-3"),
            ("-0", "0.0"),
            ("0e9", "0"),
            ("1e+2", "100"),
        ] {
            assert_eq!(decimal(left), decimal(right), "{left} {right}");
        }
        let ascending = [
            "-1e99999999999999999999",
            "-2",
            "-1.5",
            "-1",
            "0",
            "1e-400",
            "0.1",
            "1",
            "1.5",
            "18446744073709551615",
            "18446744073709551616",
            "1e400",
        ];
        for pair in ascending.windows(2) {
            assert!(decimal(pair[0]) < decimal(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn a_double_that_would_be_another_number_is_none() {
        for text in [
            "0.1",
            "1e300",
            "12345678901234567000000",
            "5e-324",
            "0.30000000000000004",
            "-1.5",
        ] {
            assert!(exact_f64(text).is_some(), "{text}");
        }
        for text in [
            "1e400",
            "1e-400",
            "123456789012345678901234567890",
            "3.14159265358979323846",
            "9007199254740993",
        ] {
            assert_eq!(exact_f64(text), None, "{text}");
        }
    }

    #[test]
    fn multiples_are_exact() {
        for (value, divisor, expected) in [
            ("0.3", "0.1", Some(true)),
            ("0.35", "0.1", Some(false)),
            ("123456789012345678901234567890", "10", Some(true)),
            ("123456789012345678901234567891", "10", Some(false)),
            ("1e300", "3", Some(false)),
            ("0", "7", Some(true)),
            ("7", "0", None),
            ("4.02", "2.01", Some(true)),
        ] {
            assert_eq!(
                decimal(value).is_multiple_of(&decimal(divisor)),
                expected,
                "{value} {divisor}"
            );
        }
    }
}
