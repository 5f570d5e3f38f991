use crate::{Difference, equal};
use lossless::{Instance, Value};
use std::fmt;

/// How an instance breaks the law of the round trip.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The instance is not JSON.
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
            Failure::Malformed(error) => write!(f, "the instance is not JSON: {error}"),
            Failure::Rejected(error) => write!(f, "the instance is rejected: {error}"),
            Failure::Unwritable(error) => write!(f, "the value can't be written: {error}"),
            Failure::Differs(difference) => write!(f, "the value comes back different: {difference}"),
            Failure::RejectedAgain(error) => write!(f, "what was written is rejected: {error}"),
            Failure::NoFixedPoint { first, second } => {
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
    let expected: Value = serde_json::from_str(instance).map_err(|error| Failure::Malformed(error.to_string()))?;
    let value: T = lossless::from_str(instance).map_err(Failure::Rejected)?;
    let first = lossless::to_string(&value).map_err(Failure::Unwritable)?;
    let found: Value = serde_json::from_str(&first).map_err(|error| Failure::Malformed(error.to_string()))?;
    equal(&expected, &found).map_err(Failure::Differs)?;
    let again: T = lossless::from_str(&first).map_err(Failure::RejectedAgain)?;
    let second = lossless::to_string(&again).map_err(Failure::Unwritable)?;
    if first == second {
        Ok(())
    } else {
        Err(Failure::NoFixedPoint { first, second })
    }
}
