use crate::difference::{Difference, same};
use crate::json;
use lossless::Instance;
use std::fmt;

/// How an instance breaks the law of the round trip.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The instance, or what is written, is not JSON.
    Malformed(String),
    /// The instance is not read.
    Rejected(lossless::Error),
    /// The value that was read can't be written.
    Unwritable(lossless::Error),
    /// What is written differs from what was read.
    Differs(Box<Difference>),
    /// What is written is not read again.
    RejectedAgain(lossless::Error),
    /// What is written, read and written again is another text.
    NoFixedPoint {
        /// What was written first.
        first: String,
        /// What was written then.
        second: String,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Malformed(error) => write!(f, "not JSON: {error}"),
            Failure::Rejected(error) => write!(f, "the instance is rejected: {error}"),
            Failure::Unwritable(error) => write!(f, "the value can't be written: {error}"),
            Failure::Differs(difference) => write!(f, "the value comes back different: {difference}"),
            Failure::RejectedAgain(error) => write!(f, "what was written is rejected: {error}"),
            Failure::NoFixedPoint { first, second } => {
                let shown = |text: &String| json::parse(text).map_or_else(|error| error, |value| value.shown(""));
                let (first, second) = (shown(first), shown(second));
                write!(
                    f,
                    "what was written is written differently the second time:\n{first}\n{second}"
                )
            }
        }
    }
}

impl std::error::Error for Failure {}

/// Reads an instance, writes it, compares, and does so once more with what was written.
///
/// # Errors
/// The first law that is broken.
pub fn verdict<T: Instance>(instance: &str) -> Result<(), Failure> {
    let expected = json::parse(instance).map_err(Failure::Malformed)?;
    let value: T = lossless::instance(instance).map_err(Failure::Rejected)?;
    let first = lossless::to_string(&value).map_err(Failure::Unwritable)?;
    let found = json::parse(&first).map_err(Failure::Malformed)?;
    same(&expected, &found).map_err(Failure::Differs)?;
    let again: T = lossless::instance(&first).map_err(Failure::RejectedAgain)?;
    let second = lossless::to_string(&again).map_err(Failure::Unwritable)?;
    if first == second {
        Ok(())
    } else {
        Err(Failure::NoFixedPoint { first, second })
    }
}

#[cfg(test)]
mod tests {
    use super::{Failure, verdict};
    use lossless::serde::de::{Deserialize, Deserializer};
    use lossless::serde::ser::{Serialize, Serializer};
    use lossless::{Instance, Number};
    use std::hash::{Hash, Hasher};

    /// A number that is a double, whatever comes.
    #[derive(Clone, Debug, PartialEq)]
    struct Rounding(f64);

    impl Eq for Rounding {}

    impl Hash for Rounding {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.to_bits().hash(state);
        }
    }

    impl Serialize for Rounding {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_f64(self.0)
        }
    }

    impl Instance for Rounding {
        type Kind = lossless::Plain;
        fn blank() -> Self {
            Rounding(0.0)
        }
        fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            f64::deserialize(deserializer).map(Rounding)
        }
    }

    #[test]
    fn a_type_that_rounds_is_found_out() {
        for instance in [
            "123456789012345678901234567890",
            "3.14159265358979323846",
            "9007199254740993",
        ] {
            assert!(
                matches!(verdict::<Rounding>(instance), Err(Failure::Differs(_))),
                "{instance}"
            );
            assert_eq!(verdict::<Number>(instance), Ok(()));
        }
        assert_eq!(verdict::<Rounding>("0.1"), Ok(()));
    }
}
