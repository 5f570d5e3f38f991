//! A type of another crate in the place of a generated one.

use crate::set::Whole;
use crate::tape::{capture, kept};
use crate::tolerant::forget;
use crate::trail::Recording;
use crate::{Instance, Value};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use std::any::type_name;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};

/// A value of a type that another crate defines, which reads and writes itself by serde.
///
/// Nothing is lost: a value that the type does not write back as it came is refused when it is read, with its place, as one
/// that the type does not read. Equality and hash are those of the JSON that the value is written as, so that the type
/// needs neither. `Debug` is the type's own.
///
/// ```
/// use lossless::Foreign;
///
/// let port: Foreign<std::net::Ipv6Addr> = lossless::from_str("\"::1\"")?;
/// assert!(port.is_loopback());
/// // It would be written as `::1`.
/// let error = lossless::from_str::<Foreign<std::net::Ipv6Addr>>("\"0:0:0:0:0:0:0:1\"").unwrap_err();
/// assert_eq!(error.message(), "no value of core::net::ip_addr::Ipv6Addr");
/// # Ok::<(), lossless::Error>(())
/// ```
#[derive(Clone)]
pub struct Foreign<T>(Option<T>);

/// What a type of another crate must be able to do.
pub trait Alien: Clone + fmt::Debug + Serialize + DeserializeOwned + 'static {}

impl<T: Clone + fmt::Debug + Serialize + DeserializeOwned + 'static> Alien for T {}

impl<T> Foreign<T> {
    /// The value.
    pub fn into_inner(self) -> T {
        match self.0 {
            Some(value) => value,
            None => unreachable!("a blank value is never seen"),
        }
    }
}

impl<T> Deref for Foreign<T> {
    type Target = T;
    fn deref(&self) -> &T {
        match &self.0 {
            Some(value) => value,
            None => unreachable!("a blank value is never seen"),
        }
    }
}

impl<T> DerefMut for Foreign<T> {
    fn deref_mut(&mut self) -> &mut T {
        match &mut self.0 {
            Some(value) => value,
            None => unreachable!("a blank value is never seen"),
        }
    }
}

impl<T> From<T> for Foreign<T> {
    fn from(value: T) -> Self {
        Foreign(Some(value))
    }
}

impl<T> Whole for Foreign<T> {}

impl<T: Alien> Foreign<T> {
    /// The JSON that it is written as; none of a value that can't be written.
    fn json(&self) -> Option<Value> {
        serde_json::to_value(self.0.as_ref()?).ok()
    }
}

impl<T: Alien> PartialEq for Foreign<T> {
    fn eq(&self, other: &Self) -> bool {
        match (self.json(), other.json()) {
            (Some(left), Some(right)) => left.same(&right),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<T: Alien> Eq for Foreign<T> {}

impl<T: PartialEq> PartialEq<T> for Foreign<T> {
    fn eq(&self, other: &T) -> bool {
        self.0.as_ref() == Some(other)
    }
}

impl<T: Alien> Hash for Foreign<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if let Some(value) = self.json() {
            value.digest(state);
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Foreign<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str("null"),
        }
    }
}

impl<T: fmt::Display> fmt::Display for Foreign<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |value| value.fmt(f))
    }
}

impl<T: Serialize> Serialize for Foreign<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(value) => value.serialize(serializer),
            None => serializer.serialize_unit(),
        }
    }
}

impl<T: Alien> Instance for Foreign<T> {
    type Kind = crate::Plain;
    fn blank() -> Self {
        Foreign(None)
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let whole = capture(deserializer)?;
        let came = kept::<D::Error>(whole.cursor())?;
        // The place of an error is that of the whole value, and its message is ours: the type's own may print a text.
        let recording = Recording::start();
        let read = T::deserialize(whole.cursor());
        drop(recording);
        let same = read
            .ok()
            .map(|value| Foreign(Some(value)))
            .filter(|value: &Self| value.json().is_some_and(|json| json.same(&came)));
        same.ok_or_else(|| {
            forget(whole.cursor());
            D::Error::custom(format_args!("no value of {}", type_name::<T>()))
        })
    }
}

impl<'de, T: Alien> Deserialize<'de> for Foreign<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(deserializer)
    }
}
