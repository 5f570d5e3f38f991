use super::Number;
use super::decimal::Decimal;

/// Zeros that are written out to compare a number with a far smaller one.
const MOST_ZEROS: i64 = 400;
/// Digits of a divisor, so that ten times a remainder is a `u128`.
const MOST_DIGITS: i64 = 36;

impl Number {
    /// Whether there is no fraction.
    pub(crate) fn is_integral(&self) -> bool {
        self.decimal(|own| own.is_integral())
    }

    /// Whether it is a multiple of another number, exactly; `None` where that takes more than some hundred digits to tell.
    pub(crate) fn is_multiple_of(&self, divisor: &Number) -> Option<bool> {
        self.decimal(|own| divisor.decimal(|divisor| is_multiple(own, divisor)))
    }
}

fn is_multiple(number: Decimal<'_>, divisor: Decimal<'_>) -> Option<bool> {
    if number.precision() == 0 {
        return Some(true);
    }
    let unit = |one: &Decimal<'_>| one.magnitude() - one.precision() as i64;
    let least = unit(&number).min(unit(&divisor));
    let (zeros, scale) = (unit(&number) - least, unit(&divisor) - least);
    if divisor.precision() == 0 || zeros > MOST_ZEROS || divisor.precision() as i64 + scale > MOST_DIGITS {
        return None;
    }
    let divisor = scaled(divisor, scale).fold(0, |all, digit| all * 10 + digit);
    let rest = scaled(number, zeros).fold(0, |rest, digit| (rest * 10 + digit) % divisor);
    Some(rest == 0)
}

/// The digits of a number, and zeros.
fn scaled(number: Decimal<'_>, zeros: i64) -> impl Iterator<Item = u128> {
    let digits = number.digits().map(|digit| u128::from(digit - b'0'));
    digits.chain(std::iter::repeat_n(0, zeros as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("-4.02", "2.01", Some(true)),
            ("1e400", "1e-400", None),
        ] {
            let number = |text: &str| text.parse::<Number>().expect("a number");
            assert_eq!(
                number(value).is_multiple_of(&number(divisor)),
                expected,
                "{value} {divisor}"
            );
        }
    }
}
