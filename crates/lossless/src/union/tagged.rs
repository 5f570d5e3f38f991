use crate::mismatch::refuse;
use crate::object::missing;
use crate::{Instance, trail};
use serde::Serialize;
use serde::de::value::MapDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;

/// What the generator gives for a union with a discriminating property, which each alternative has as a field too.
pub trait Tagged: Sized + Serialize {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The discriminating property.
    const TAG: &'static str;
    /// Goes on reading, as the alternative of this tag, with [`resume`], or with [`unknown`] where there is none.
    ///
    /// # Errors
    /// Those of reading the alternative.
    fn read_alternative<'de, A: MapAccess<'de>>(tag: &str, buffered: Buffered, map: A) -> Result<Self, A::Error>;
    /// What a required property holds before the input fills it.
    fn blank() -> Self;
    /// How many names of `value` its alternative has no field for.
    fn unknown_properties(_value: &Value) -> usize {
        0
    }
}

/// The properties that came before the tag, and the tag, in their order.
#[derive(Default)]
pub struct Buffered(Vec<(String, Value)>);

impl Buffered {
    pub(crate) fn replay(&self) -> impl MapAccess<'_, Error = serde_json::Error> {
        MapDeserializer::new(self.0.iter().map(|(name, value)| (&**name, value)))
    }

    fn tag(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(candidate, _)| candidate == name)
            .map(|(_, value)| value)
    }
}

/// Goes on reading as the alternative `T`: first what was buffered, then the rest of the same map.
///
/// # Errors
/// Those of reading the alternative.
pub fn resume<'de, T: Instance, A: MapAccess<'de>>(buffered: Buffered, map: A) -> Result<T, A::Error> {
    T::resume(buffered, map)
}

/// Goes on reading as an untyped value.
///
/// # Errors
/// Those of the input.
pub fn unknown<'de, A: MapAccess<'de>>(buffered: Buffered, mut map: A) -> Result<Value, A::Error> {
    let mut all: serde_json::Map<String, Value> = buffered.0.into_iter().collect();
    while let Some((name, value)) = map.next_entry()? {
        all.insert(name, value);
    }
    Ok(Value::Object(all))
}

/// Looks for the tag, buffering what comes before it, and goes on as its alternative.
///
/// # Errors
/// The tag is missing, not a string, or the alternative can't be read.
pub fn resume_tagged<'de, T: Tagged, A: MapAccess<'de>>(mut buffered: Buffered, mut map: A) -> Result<T, A::Error> {
    while buffered.tag(T::TAG).is_none() {
        let Some(name) = map.next_key::<String>()? else {
            return Err(A::Error::custom(missing(T::TAG, T::NAME)));
        };
        match map.next_value() {
            Ok(value) => buffered.0.push((name, value)),
            Err(error) => return Err(trail::under(&name, error)),
        }
    }
    match buffered.tag(T::TAG) {
        Some(Value::String(tag)) => T::read_alternative(&tag.clone(), buffered, map),
        tag => {
            let found = crate::error::kind_of(tag.unwrap_or(&Value::Null));
            let expected = format!("string, the discriminator of {}", T::NAME);
            Err(trail::under(T::TAG, crate::mismatch::mismatch(found, &&*expected)))
        }
    }
}

struct TaggedVisitor<T>(PhantomData<T>);

impl<'de, T: Tagged> Visitor<'de> for TaggedVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object {}", T::NAME)
    }
    refuse! { boolean integer float string null array }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        resume_tagged(Buffered::default(), map)
    }
}

/// Reads a union by its discriminating property.
///
/// # Errors
/// Not an object, or as [`resume_tagged`].
pub fn read_tagged<'de, T: Tagged, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(TaggedVisitor(PhantomData))
}

/// `Deserialize` and [`Instance`](crate::Instance) of [`Tagged`](crate::Tagged) unions.
#[macro_export]
macro_rules! tagged {
    ($($union:ident),* $(,)?) => { $(
        impl<'de> $crate::serde::Deserialize<'de> for $union {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::union::read_tagged(deserializer)
            }
        }
        impl $crate::Instance for $union {
            const TYPES: $crate::union::Types = $crate::union::OBJECT;
            fn blank() -> Self {
                <Self as $crate::Tagged>::blank()
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::union::read_tagged(deserializer)
            }
            fn unknown_properties(value: &$crate::Value) -> usize {
                <Self as $crate::Tagged>::unknown_properties(value)
            }
            fn resume<'de, __A: $crate::serde::de::MapAccess<'de>>(
                buffered: $crate::union::Buffered,
                map: __A,
            ) -> ::core::result::Result<Self, __A::Error> {
                $crate::union::resume_tagged(buffered, map)
            }
        }
    )* };
}
