//! What the setters of builders and values take: whatever a field can be made of.
//!
//! | field | what sets it |
//! |---|---|
//! | `bool`, `i64`, `u64`, `i128` | a value of this type |
//! | `String`, [`DateTime`](crate::DateTime), an enum | what converts into it: a `&str`, a timestamp of `jiff` |
//! | a constant | itself, or in a builder its text; it is set already |
//! | a generated struct | the struct, or its builder, not built yet |
//! | a union | the union, what converts into it, or the builder of an alternative, not built yet |
//! | a string with a pattern | itself, or in a builder that can fail its text, which `build()` checks |
//! | `Vec<T>` | any iterator of what sets a `T`: an array, a `Vec`, a `HashSet` |
//! | `Map<T>`, `serde_json::Map` | any iterator of names and what sets a `T`: a `HashMap`, an array of pairs |
//! | `serde_json::Map` | in a builder that can fail also a `json!({ … })`, which `build()` checks |
//! | `Option<T>` | what sets a `T`, or an `Option` of it |
//! | `Maybe<T>` | the same, where `None` is `null`; or a `Maybe<T>` |
//! | `Box<T>`, `Open<T>`, `Implied<T>` | what sets a `T`, or what it is |
//!
//! ```
//! use lossless::{Map, Maybe, Uri, set};
//! use std::collections::HashMap;
//!
//! assert_eq!(set::to::<Vec<String>, _>(["user", "me"]), ["user", "me"]);
//! assert_eq!(set::to::<Map<i64>, _>(HashMap::from([("a", 1)]))["a"], 1);
//! assert_eq!(set::to::<Option<Uri>, _>(Some("https://example.com")), Some(Uri::from("https://example.com")));
//! assert_eq!(set::to::<Maybe<String>, _>("+49"), Maybe::Value("+49".to_owned()));
//! assert_eq!(set::to::<Maybe<String>, _>(Maybe::Null), Maybe::Null);
//! ```

use crate::{Const, Deep, Implied, Map, Maybe, Number, Object, Open, Text, Value};
use std::marker::PhantomData;

/// What a field of the type `T` can be set to. `How` tells by which of the ways; the compiler finds it.
#[diagnostic::on_unimplemented(
    message = "a property of the type `{T}` can't be set to `{Self}`",
    label = "this is no `{T}`, and can't become one",
    note = "`lossless::set` lists what sets which fields"
)]
pub trait Set<T, How> {
    /// The field's value; names that were not set in a builder inside of it are told.
    fn set(self, missing: &mut Missing) -> T;
}

/// The value of a field.
pub fn to<T, How: Sure>(value: impl Set<T, How>) -> T {
    value.set(&mut Missing::default())
}

/// Ways that can't leave a required property out, or be refused: all but a builder of a type that has any, the text of a constant,
/// that of a pattern, and a JSON value for an object. A builder that asks for nothing takes these ways alone, since its `build()` can't fail.
#[diagnostic::on_unimplemented(
    message = "a value that may be refused, and nothing here could tell it",
    label = "nothing that follows can fail, so this setter takes only what is sure to be right",
    note = "give the value itself: `Type::try_from(text)?` for a string with a pattern, `builder.build()?` for a builder that asks \
            for properties, `Default::default()` for a constant, pairs like `[(\"name\", json!(1))]` for an object without a type"
)]
pub trait Sure {}

macro_rules! ways {
    ($($(#[$doc:meta])* $way:ident)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $way<How = ()>(PhantomData<How>);
        impl<How: Sure> Sure for $way<How> {}
    )* };
}
impl Sure for () {}
ways! {
    /// It is a value of the field's type.
    Same
    /// It converts into one.
    Converted
    /// It is what is inside of the field's type.
    Inner
    /// It is an option of that.
    Optional
    /// It is an iterator of what the items are set to.
    Items
    /// It is an iterator of names and of what the values are set to.
    Entries
}

/// It is a builder.
#[derive(Clone, Copy, Debug)]
pub struct Built<How>(PhantomData<How>);

impl<How: Sure> Sure for Built<How> {}

/// A builder of a type that asks for properties.
#[derive(Clone, Copy, Debug)]
pub struct Asking(());

/// It is the text of a constant; another text counts as a property that is not set.
#[derive(Clone, Copy, Debug)]
pub struct Checked(());

/// It is a builder of an alternative.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<How>(PhantomData<How>);

impl<How: Sure> Sure for Chosen<How> {}

/// It is a text with a pattern; `build()` tells one that does not match.
#[derive(Clone, Copy, Debug)]
pub struct Matched(());

/// It is a JSON value that is to be an object; `build()` tells one that is none.
#[derive(Clone, Copy, Debug)]
pub struct Untyped(());

impl Set<serde_json::Map<String, Value>, Untyped> for Value {
    fn set(self, missing: &mut Missing) -> serde_json::Map<String, Value> {
        match self {
            Value::Object(properties) => properties,
            _ => {
                missing.lack(String::new(), Some("it is no object".to_owned()));
                serde_json::Map::new()
            }
        }
    }
}

#[cfg(feature = "pattern")]
macro_rules! matched {
    ($($text:ty),*) => { $(
        impl<T> Set<T, Matched> for $text
        where
            T: crate::Pattern + TryFrom<String, Error = crate::PatternError>,
        {
            fn set(self, missing: &mut Missing) -> T {
                let text = String::from(self);
                T::try_from(text.clone()).unwrap_or_else(|error| {
                    missing.lack(String::new(), Some(error.to_string()));
                    T::from_unchecked(text)
                })
            }
        }
    )* };
}
#[cfg(feature = "pattern")]
matched! { &str, String, &String }

impl<T: Const> Set<T, Checked> for &str {
    fn set(self, missing: &mut Missing) -> T {
        if T::VALUE != *self {
            missing.add(String::new());
        }
        T::default()
    }
}

/// A type that is neither a list nor a map of others, nor one that may be missing.
pub trait Whole {}

/// [`Whole`] for types of the calling crate.
#[doc(hidden)]
#[macro_export]
macro_rules! whole {
    ($whole:ty) => {
        impl $crate::set::Whole for $whole {}
    };
}

/// [`Whole`] for several types.
#[doc(hidden)]
#[macro_export]
macro_rules! wholes {
    ($($whole:ty),* $(,)?) => { $($crate::whole! { $whole })* };
}

/// Types of the calling crate that are set by themselves alone.
#[doc(hidden)]
#[macro_export]
macro_rules! same {
    ($($same:ty),* $(,)?) => { $(
        impl $crate::set::Set<$same, $crate::set::Same> for $same {
            #[inline]
            fn set(self, _: &mut $crate::set::Missing) -> Self {
                self
            }
        }
    )* };
}

impl<T: Object> Whole for T {}
impl Whole for String {}
impl Whole for Number {}
impl Whole for Value {}
impl<F> Whole for Text<F> {}
impl<T> Whole for Deep<T> {}

impl<T: Whole, U: Into<T>> Set<T, Converted> for U {
    fn set(self, _: &mut Missing) -> T {
        self.into()
    }
}

macro_rules! same_of {
    ($([$($generic:ident)?] $type:ty),* $(,)?) => { $(
        impl<$($generic)?> Set<$type, Same> for $type {
            fn set(self, _: &mut Missing) -> $type {
                self
            }
        }
    )* };
}
same_of! { [] bool, [] i64, [] u64, [] i128, [] (), [T] Box<T>, [T] Open<T>, [T] Implied<T>, [T] Maybe<T> }

macro_rules! inner {
    ($($type:ident $make:expr),* $(,)?) => { $(
        impl<T, How, U: Set<T, How>> Set<$type<T>, Inner<How>> for U {
            fn set(self, missing: &mut Missing) -> $type<T> {
                $make(self.set(missing))
            }
        }
    )* };
}
inner! { Box Box::new, Open Open::Known, Implied Implied::Known, Option Some, Maybe Maybe::Value }

impl<T, How, U: Set<T, How>> Set<Option<T>, Optional<How>> for Option<U> {
    fn set(self, missing: &mut Missing) -> Option<T> {
        self.map(|value| value.set(missing))
    }
}

impl<T, How, U: Set<T, How>> Set<Maybe<T>, Optional<How>> for Option<U> {
    fn set(self, missing: &mut Missing) -> Maybe<T> {
        self.map(|value| value.set(missing)).into()
    }
}

impl<T, How, I: IntoIterator> Set<Vec<T>, Items<How>> for I
where
    I::Item: Set<T, How>,
{
    fn set(self, missing: &mut Missing) -> Vec<T> {
        self.into_iter().map(|item| item.set(missing)).collect()
    }
}

impl<T, How, I, N, U> Set<Map<T>, Entries<How>> for I
where
    I: IntoIterator<Item = (N, U)>,
    N: Into<String>,
    U: Set<T, How>,
{
    fn set(self, missing: &mut Missing) -> Map<T> {
        let entries = self.into_iter();
        entries.map(|(name, value)| (name, value.set(missing))).collect()
    }
}

impl<I, N, U> Set<serde_json::Map<String, Value>, Entries> for I
where
    I: IntoIterator<Item = (N, U)>,
    N: Into<String>,
    U: Into<Value>,
{
    fn set(self, _: &mut Missing) -> serde_json::Map<String, Value> {
        let entries = self.into_iter();
        entries.map(|(name, value)| (name.into(), value.into())).collect()
    }
}

/// A generated builder.
pub trait Unbuilt {
    /// What it builds.
    type Object: Object;
    /// [`Asking`] where properties are required, else `()`.
    type How;
    /// The builder inside.
    fn unbuilt(self) -> crate::Builder<Self::Object>;
}

impl<B: Unbuilt> Set<B::Object, Built<B::How>> for B {
    fn set(self, missing: &mut Missing) -> B::Object {
        self.unbuilt().build_into(missing)
    }
}

impl<T, B> Set<T, Chosen<Built<B::How>>> for B
where
    B: Unbuilt,
    T: crate::union::Union + From<B::Object>,
{
    fn set(self, missing: &mut Missing) -> T {
        T::from(self.unbuilt().build_into(missing))
    }
}

/// Required properties that were not set, and texts that were refused, by the property in which they are.
#[derive(Clone, Debug, Default)]
pub struct Missing {
    pub(crate) at: u16,
    pub(crate) lacks: Vec<Lack>,
}

/// What a value lacks.
#[derive(Clone, Debug)]
pub(crate) struct Lack {
    /// The property of the value that is built.
    pub(crate) at: u16,
    /// The path from there, by names; empty where that property itself is meant.
    pub(crate) name: String,
    /// Why what was given is refused; `None` where nothing was given.
    pub(crate) reason: Option<String>,
}

impl Missing {
    /// What comes now is of the property `index`, of which nothing lacks so far.
    pub(crate) fn begin(&mut self, index: u16) {
        self.lacks.retain(|lack| lack.at != index);
        self.at = index;
    }

    pub(crate) fn add(&mut self, name: String) {
        self.lack(name, None);
    }

    pub(crate) fn lack(&mut self, name: String, reason: Option<String>) {
        let at = self.at;
        self.lacks.push(Lack { at, name, reason });
    }
}
