//! Objects with named properties: one loop for all generated types.

mod kind;
mod patched;
mod seen;
mod write;

use crate::depth::Level;
use crate::extra::{Extra, ExtraValue};
use crate::field::Field;
use crate::instance::Seed;
use crate::mismatch::{mismatch, refuse};
use crate::property::Writing;
use crate::secret::{Hidden, Redacted, Visible};
use crate::tape::Cursor;
use crate::union::Buffered;
use crate::unknowns::{UnknownKind, Walk};
use crate::value::repeated;
use crate::{Instance, raw, tolerant, trail};
use serde::de::{DeserializeSeed, Deserializer, Error, Expected, MapAccess, Visitor};
use serde::ser::SerializeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

pub use kind::Objects;
pub use seen::Seen;
pub use write::write;

/// The index of a name that the type does not know.
pub const UNKNOWN: u16 = u16::MAX;

/// What the generator gives for an object type.
pub trait Object: Sized + 'static {
    /// What unknown properties are read into.
    type Extra: ExtraValue;
    /// A bit for each property.
    type Seen: Seen;
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The property names, by index.
    const PROPERTIES: &'static [&'static str];
    /// The names of the fields, by index, with space between them, for `Debug`; nothing where they are those of the properties.
    const FIELDS: &'static str = "";
    /// The required properties.
    const REQUIRED: Self::Seen;
    /// The required properties whose value the schema fixes.
    const CONSTANTS: Self::Seen = <Self::Seen as Seen>::EMPTY;
    /// The properties that `Debug` hides.
    const SECRETS: Self::Seen = <Self::Seen as Seen>::EMPTY;
    /// Whether `Debug` hides all of it.
    const SECRET: bool = false;
    /// The index of a property, [`UNKNOWN`] for all other names.
    fn index(name: &str) -> u16;
    /// A value to be filled.
    fn blank() -> Self;
    /// Reads the property `index`, whose name was read, into its field.
    ///
    /// # Errors
    /// Those of reading the field.
    fn read<'de, A: MapAccess<'de>>(&mut self, index: u16, map: &mut A) -> Result<(), A::Error>;
    /// Writes the fields; whether that went well.
    fn write<M: SerializeMap>(&self, to: &mut Writing<'_, M, Self::Extra>) -> bool;
    /// The field of the property `index`; `extra` of an index beyond them.
    fn field(&self, index: u16) -> &dyn Field;
    /// The unknown properties.
    fn extra(&self) -> &Extra<Self::Extra>;
    /// The unknown properties, to change.
    fn extra_mut(&mut self) -> &mut Extra<Self::Extra>;
}

/// Reads a property name and gives its index. An index is less to pass on than an enum with the name of an unknown
/// property in it, which goes to the side. One seed per type, so that the compiler can put it into the type's own loop.
struct NameSeed<'a, T> {
    unknown: &'a mut String,
    of: PhantomData<T>,
}

impl<'de, T: Object> DeserializeSeed<'de> for NameSeed<'_, T> {
    type Value = u16;
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u16, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, T: Object> Visitor<'de> for NameSeed<'_, T> {
    type Value = u16;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }
    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<u16, E> {
        let index = T::index(name);
        if index == UNKNOWN {
            keep(name, self.unknown);
        }
        Ok(index)
    }
}

#[cold]
fn keep(name: &str, unknown: &mut String) {
    *unknown = name.to_owned();
}

/// Reads a whole object into the place where it stays: `fill` fills it, and what is missing or repeated is an error.
#[inline(always)]
fn whole<T: Object, E: Error>(fill: impl FnOnce(&mut T, &mut T::Seen) -> Result<(), E>) -> Result<T, E> {
    let level = Level::enter()?;
    let mut seen = T::Seen::EMPTY;
    let mut whole = Ok(T::blank());
    if let Ok(object) = &mut whole
        && let Err(error) = fill(object, &mut seen).and_then(|()| settle(object, &seen, &level))
    {
        whole = Err(error);
    }
    whole
}

fn fill<'de, T: Object, A: MapAccess<'de>>(object: &mut T, seen: &mut T::Seen, map: &mut A) -> Result<(), A::Error> {
    let mut unknown = String::new();
    while let Some(index) = map.next_key_seed(NameSeed::<T> {
        unknown: &mut unknown,
        of: PhantomData,
    })? {
        if index == UNKNOWN {
            let name = std::mem::take(&mut unknown);
            unknown_property(object.extra_mut(), name, map, &ObjectVisitor::<T>(PhantomData))?;
            continue;
        }
        if seen.mark(index) {
            return Err(repeated(property_name(T::PROPERTIES, index)));
        }
        if let Err(error) = object.read(index, map) {
            go_on(T::REQUIRED.has(index), property_name(T::PROPERTIES, index), error)?;
        }
    }
    Ok(())
}

/// Reads a property that the type has no field for.
fn unknown_property<'de, V: ExtraValue, A: MapAccess<'de>>(
    extra: &mut Extra<V>,
    name: String,
    map: &mut A,
    expected: &dyn Expected,
) -> Result<(), A::Error> {
    if raw::is_number(&name) {
        return Err(mismatch("number", expected));
    }
    match map.next_value_seed(Seed::new()) {
        Ok(value) => extra.push(name, value),
        Err(error) => return Err(trail::under(&name, error)),
    }
    Ok(())
}

#[inline]
fn settle<T: Object, E: Error>(object: &mut T, seen: &T::Seen, level: &Level) -> Result<(), E> {
    match seen.first_missing(&T::REQUIRED) {
        Some(index) => Err(lacking(T::PROPERTIES, index, T::NAME)),
        None => settle_extra(object.extra_mut(), level),
    }
}

#[inline]
fn settle_extra<V, E: Error>(extra: &mut Extra<V>, level: &Level) -> Result<(), E> {
    if let Some(name) = extra.repeated() {
        return Err(repeated(name));
    }
    if let Some(before) = level.misfits() {
        extra.displace(tolerant::displaced(before));
    }
    Ok(())
}

/// A required property can't be done without; an optional one may stay away, for who reads tolerantly.
#[cold]
#[inline(never)]
fn go_on<E: Error>(is_required: bool, name: &'static str, error: E) -> Result<(), E> {
    if !is_required && tolerant::stand_in(&error) {
        return Ok(());
    }
    Err(trail::under(name, error))
}

fn property_name(properties: &'static [&'static str], index: u16) -> &'static str {
    properties.get(usize::from(index)).copied().unwrap_or_default()
}

#[cold]
#[inline(never)]
fn lacking<E: Error>(properties: &'static [&'static str], index: usize, object: &str) -> E {
    E::custom(missing(properties.get(index).unwrap_or(&""), object))
}

#[cold]
pub(crate) fn missing(property: &str, object: &str) -> String {
    format!("missing property `{property}` of {object}")
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object {}", T::NAME)
    }
    refuse! { boolean integer float string null array }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        whole(|object, seen| fill(object, seen, &mut map))
    }
}

/// Reads an object.
///
/// # Errors
/// Not an object, a required property is missing, a name is repeated, or a property has another shape.
pub fn read<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(ObjectVisitor(PhantomData))
}

/// Reads an object whose first properties were buffered.
///
/// # Errors
/// As [`read`].
pub fn resume<'de, T: Object, A: MapAccess<'de>>(mut buffered: Buffered, mut map: A) -> Result<T, A::Error> {
    whole(|object, seen| {
        if buffered.tag.is_some_and(|tag| is_fixed(object, seen, tag)) {
            buffered.tag = None;
        }
        if !buffered.is_empty() {
            refill(object, seen, buffered)?;
        }
        fill(object, seen, &mut map)
    })
}

#[inline(never)]
fn refill<T: Object, E: Error>(object: &mut T, seen: &mut T::Seen, buffered: Buffered) -> Result<(), E> {
    for properties in buffered.objects() {
        fill(object, seen, &mut properties.cursor().map()).map_err(crate::tape::passed_on)?;
    }
    Ok(())
}

/// Whether a property, by name and text, is a constant of this text: then there is nothing to read.
fn is_fixed<T: Object>(object: &T, seen: &mut T::Seen, (name, text): (&str, &str)) -> bool {
    let index = T::index(name);
    let is_fixed = index != UNKNOWN
        && T::CONSTANTS.has(index)
        && object
            .field(index)
            .text()
            .is_some_and(|own| std::ptr::eq(own, text) || own == text);
    if is_fixed {
        seen.mark(index);
    }
    is_fixed
}

fn indexes<T: Object>() -> std::ops::Range<u16> {
    0..T::PROPERTIES.len() as u16
}

/// Whether two objects are the same JSON value.
pub fn equal<T: Object>(left: &T, right: &T) -> bool {
    indexes::<T>().all(|index| Field::same(left.field(index), right.field(index))) && left.extra() == right.extra()
}

/// Feeds a hasher; objects that are [`equal`] feed it the same.
pub fn hash<T: Object, H: Hasher>(object: &T, state: &mut H) {
    indexes::<T>().for_each(|index| Field::digest(object.field(index), state));
    object.extra().hash(state);
}

/// `Debug`, as `#[derive]` writes it, without secrets.
///
/// # Errors
/// Those of the formatter.
pub fn show<T: Object>(object: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let name = T::NAME.rsplit("::").next().unwrap_or(T::NAME);
    if T::SECRET {
        return f.debug_tuple(name).field(&Redacted).finish();
    }
    let mut shown = f.debug_struct(name);
    let mut names = T::FIELDS.split_whitespace();
    for index in indexes::<T>() {
        let name = names.next().unwrap_or(property_name(T::PROPERTIES, index));
        let name = name.trim_start_matches("r#");
        if T::SECRETS.has(index) {
            shown.field(name, &Hidden(object.field(index)));
        } else {
            shown.field(name, &Visible(object.field(index)));
        }
    }
    shown.field("extra", object.extra()).finish()
}

/// Notes what of an object its schema does not name.
pub fn note_unknowns<T: Object>(object: &T, walk: &mut Walk) {
    for index in indexes::<T>() {
        let field = object.field(index);
        walk.under(property_name(T::PROPERTIES, index), |walk| {
            Field::note_unknowns(field, walk)
        });
    }
    for (name, value) in object.extra() {
        let is_own = T::index(name) != UNKNOWN;
        walk.under(name, |walk| {
            if T::Extra::TYPED {
                Instance::note_unknowns(value, walk);
            } else if !is_own {
                walk.note(UnknownKind::Property);
            }
        });
    }
}

/// How many names of `value` the type has no field for.
pub fn unknown_properties(value: Cursor<'_>, index: fn(&str) -> u16) -> usize {
    value.properties().filter(|(name, _)| index(name) == UNKNOWN).count()
}

/// What all [`Object`]s have: reading, writing, equality, hash and `Debug`.
#[doc(hidden)]
#[macro_export]
macro_rules! objects {
    ($($object:ty),* $(,)?) => { $(
        impl ::core::cmp::PartialEq for $object {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::object::equal(self, other)
            }
        }
        impl ::core::cmp::Eq for $object {}
        impl ::core::hash::Hash for $object {
            fn hash<__H: ::core::hash::Hasher>(&self, state: &mut __H) {
                $crate::object::hash(self, state)
            }
        }
        impl ::core::fmt::Debug for $object {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::object::show(self, f)
            }
        }
        impl $object {
            /// Reads JSON text.
            ///
            /// # Errors
            /// The text is no JSON, or its value has another shape.
            #[inline]
            pub fn from_json(text: &str) -> ::core::result::Result<Self, $crate::Error> {
                $crate::from_str(text)
            }
            /// What of the value its schema does not name, by its JSON Pointer.
            #[inline]
            pub fn unknowns(&self) -> ::std::vec::Vec<$crate::UnknownPart> {
                $crate::unknowns::of(self)
            }
        }
        impl $crate::serde::Serialize for $object {
            fn serialize<__S: $crate::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::object::write(self, serializer)
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $object {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::object::read(deserializer)
            }
        }
        impl $crate::Instance for $object {
            type Kind = $crate::object::Objects;
            #[inline]
            fn blank() -> Self {
                <Self as $crate::Object>::blank()
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::object::read(deserializer)
            }
        }
    )* };
}

/// `Default` of [`Object`]s that ask for no property.
#[doc(hidden)]
#[macro_export]
macro_rules! defaults {
    ($($object:ty),* $(,)?) => { $(
        impl ::core::default::Default for $object {
            #[inline]
            fn default() -> Self {
                <Self as $crate::Object>::blank()
            }
        }
    )* };
}
