use crate::depth::Level;
use crate::mismatch::refuse;
use crate::secret::Visible;
use crate::tape::{Builder, Cursor, passed_on};
use crate::tolerant::stand_in;
use crate::trail;
use crate::union::{self, Buffered, Types};
use crate::unknowns::Walk;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// A type that stands for a JSON value.
///
/// Reading goes through this trait rather than through [`Deserialize`](serde::Deserialize), because integers accept `1.0` at every depth,
/// unknown properties are kept, and errors carry their path. Writing goes through [`Serialize`], and through this trait
/// for the same: an `i128` of 64 bits is written as one, so that formats that know no wider integers take it.
pub trait Instance: Sized + Clone + Eq + Hash + fmt::Debug + Serialize + 'static {
    /// How the types are of which this is one: [`Plain`], but for types of which there are many, so that what they have in common
    /// is said once, and no method of it is compiled for each.
    type Kind: Kind<Self>;

    /// What a required property holds before the input fills it; a caller never sees it.
    fn blank() -> Self;

    /// Reads a value.
    ///
    /// # Errors
    /// The value has another shape, or the input is not JSON. The message names JSON types, never texts.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Writes a value.
    ///
    /// # Errors
    /// Those of the serializer.
    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    /// The JSON types that its values can have.
    const TYPES: Types = <Self::Kind as Kind<Self>>::TYPES;
    /// The text that all its values are, if they are one.
    const TEXT: Option<&'static str> = None;

    /// How many property names of `value` the type does not name; 0 for all but objects.
    fn unknown_properties(value: Cursor<'_>) -> usize {
        Self::Kind::unknown_properties(value)
    }

    /// Whether two values are the same JSON value: numbers by what they mean (`1 == 1.0`), objects in any order.
    #[inline]
    fn same(&self, other: &Self) -> bool {
        self == other
    }

    /// Feeds a hasher; values that are the [`same`](Instance::same) feed it the same.
    #[inline]
    fn digest<H: Hasher>(&self, state: &mut H) {
        self.hash(state);
    }

    /// Notes what of the value its schema does not name.
    fn note_unknowns(&self, walk: &mut Walk) {
        Self::Kind::note_unknowns(self, walk);
    }

    /// `Debug` inside of another value: of what has no type, what lies under names that look secret is hidden.
    ///
    /// # Errors
    /// Those of the formatter.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    /// Whether there is no value: `None`.
    fn is_nothing(&self) -> bool {
        false
    }

    /// Reads an object whose first properties were read already, in search of a discriminator.
    ///
    /// # Errors
    /// As [`Instance::read`].
    fn resume<'de, A: MapAccess<'de>>(buffered: Buffered, map: A) -> Result<Self, A::Error> {
        Self::Kind::resume(buffered, map)
    }
}

/// What the types of a kind have in common: what they do where their own methods say nothing else.
#[doc(hidden)]
pub trait Kind<T: Instance> {
    /// [`Instance::TYPES`].
    const TYPES: Types;
    /// [`Instance::unknown_properties`].
    fn unknown_properties(value: Cursor<'_>) -> usize;
    /// [`Instance::note_unknowns`].
    fn note_unknowns(value: &T, walk: &mut Walk);
    /// [`Instance::resume`].
    ///
    /// # Errors
    /// Those of it.
    fn resume<'de, A: MapAccess<'de>>(buffered: Buffered, map: A) -> Result<T, A::Error>;
}

/// Types that have nothing in common.
#[derive(Debug)]
pub enum Plain {}

impl<T: Instance> Kind<T> for Plain {
    const TYPES: Types = union::ANY;
    fn unknown_properties(_: Cursor<'_>) -> usize {
        0
    }
    fn note_unknowns(_: &T, _: &mut Walk) {}
    fn resume<'de, A: MapAccess<'de>>(buffered: Buffered, map: A) -> Result<T, A::Error> {
        let whole = union::rest(Builder::object(), buffered, map)?;
        T::read(whole.cursor()).map_err(passed_on)
    }
}

/// Reads an [`Instance`] where serde asks for a seed.
pub(crate) struct Seed<T>(PhantomData<T>);

impl<T> Seed<T> {
    pub(crate) const fn new() -> Self {
        Seed(PhantomData)
    }
}

impl<'de, T: Instance> DeserializeSeed<'de> for Seed<T> {
    type Value = T;
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }
}

/// An [`Instance`] where serde asks for a [`Serialize`].
#[doc(hidden)]
pub fn written<T: Instance>(value: &T) -> impl Serialize + '_ {
    Written(value)
}

/// Writes an [`Instance`] where serde asks for a [`Serialize`].
pub(crate) struct Written<'a, T>(pub(crate) &'a T);

impl<T: Instance> Serialize for Written<'_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl<T: Instance> Instance for Box<T> {
    type Kind = crate::Plain;
    const TYPES: Types = T::TYPES;
    fn blank() -> Self {
        Box::new(T::blank())
    }
    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::write(self, serializer)
    }
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Box::new)
    }
    fn unknown_properties(value: Cursor<'_>) -> usize {
        T::unknown_properties(value)
    }
    fn resume<'de, A: MapAccess<'de>>(buffered: Buffered, map: A) -> Result<Self, A::Error> {
        T::resume(buffered, map).map(Box::new)
    }
    fn same(&self, other: &Self) -> bool {
        T::same(self, other)
    }
    fn digest<H: Hasher>(&self, state: &mut H) {
        T::digest(self, state);
    }
    fn note_unknowns(&self, walk: &mut Walk) {
        T::note_unknowns(self, walk);
    }
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::show(self, f)
    }
    fn is_nothing(&self) -> bool {
        T::is_nothing(self)
    }
}

struct OptionVisitor<T>(PhantomData<T>);

impl<'de, T: Instance> Visitor<'de> for OptionVisitor<T> {
    type Value = Option<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }
    #[inline]
    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
    #[inline]
    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer).map(Some)
    }
}

impl<T: Instance> Instance for Option<T> {
    type Kind = crate::Plain;
    const TYPES: Types = T::TYPES | union::NULL;
    fn blank() -> Self {
        None
    }
    #[inline]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&Written(value)),
            None => serializer.serialize_none(),
        }
    }
    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(OptionVisitor(PhantomData))
    }
    fn unknown_properties(value: Cursor<'_>) -> usize {
        T::unknown_properties(value)
    }
    fn resume<'de, A: MapAccess<'de>>(buffered: Buffered, map: A) -> Result<Self, A::Error> {
        T::resume(buffered, map).map(Some)
    }
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(left), Some(right)) => left.same(right),
            (None, None) => true,
            _ => false,
        }
    }
    fn digest<H: Hasher>(&self, state: &mut H) {
        self.is_some().hash(state);
        self.iter().for_each(|value| value.digest(state));
    }
    fn note_unknowns(&self, walk: &mut Walk) {
        self.iter().for_each(|value| value.note_unknowns(walk));
    }
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => f.debug_tuple("Some").field(&Visible(value)).finish(),
            None => f.write_str("None"),
        }
    }
    fn is_nothing(&self) -> bool {
        self.is_none()
    }
}

struct VecVisitor<T>(PhantomData<T>);

impl<'de, T: Instance> Visitor<'de> for VecVisitor<T> {
    type Value = Vec<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("array")
    }
    refuse! { boolean integer float string null object }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let _level = Level::enter()?;
        let mut all = Vec::new();
        loop {
            match items.next_element_seed(Seed::new()) {
                Ok(Some(item)) => all.push(item),
                Ok(None) => return Ok(all),
                Err(error) if stand_in(&error) => {}
                Err(error) => return Err(trail::at(all.len(), error)),
            }
        }
    }
}

impl<T: Instance> Instance for Vec<T> {
    type Kind = crate::Plain;
    const TYPES: Types = union::ARRAY;
    fn blank() -> Self {
        Vec::new()
    }
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Written))
    }
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(VecVisitor(PhantomData))
    }
    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(left, right)| left.same(right))
    }
    fn digest<H: Hasher>(&self, state: &mut H) {
        state.write_usize(self.len());
        self.iter().for_each(|item| item.digest(state));
    }
    fn note_unknowns(&self, walk: &mut Walk) {
        for (index, item) in self.iter().enumerate() {
            walk.at(index, |walk| item.note_unknowns(walk));
        }
    }
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items = self.iter().map(|item| Visible(item));
        f.debug_list().entries(items).finish()
    }
}
