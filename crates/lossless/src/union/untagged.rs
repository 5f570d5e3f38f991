use super::judged::{Judged, Places};
use super::{UNKNOWN, Union, note_unknowns};
use crate::constant::Constant;
use crate::rules::{Rules, types_of};
use crate::small_set::SmallSet;
use crate::tape::{Cursor, capture, kept, step};
use crate::trail::{self, Path, Recording};
use crate::unknowns::Walk;
use crate::{Instance, mismatch, tolerant};
use serde::de::{Deserializer, Error};
use serde_json::Value;
use std::any::TypeId;
use std::fmt;

/// A set of JSON types.
pub type Types = u8;
/// `null`
pub const NULL: Types = 1;
/// `true` and `false`
pub const BOOLEAN: Types = 1 << 1;
/// Numbers without a fraction, `1.0` too.
pub const INTEGER: Types = 1 << 2;
/// All numbers.
pub const NUMBER: Types = INTEGER | FRACTION;
/// Strings.
pub const STRING: Types = 1 << 4;
/// Arrays.
pub const ARRAY: Types = 1 << 5;
/// Objects.
pub const OBJECT: Types = 1 << 6;
/// All types.
pub const ANY: Types = NULL | BOOLEAN | NUMBER | STRING | ARRAY | OBJECT;

pub(crate) const FRACTION: Types = 1 << 3;

/// What the generator gives for a union whose whole value is looked at before an alternative is chosen.
pub trait Untagged: Union {
    /// The type's name, for messages.
    const NAME: &'static str;
    /// The alternatives, the most specific first.
    const ALTERNATIVES: &'static [Alternative<Self>];
    /// The properties whose values tell alternatives apart, those that decide most first.
    const TAGS: &'static [Tag] = &[];
    /// Whether a value of any JSON type is kept, because one of the alternatives says nothing about its values.
    const CATCH_ALL: bool = false;
    /// The rules of the alternatives that ask for no JSON type: what is kept as it came and valid under one of them is no
    /// unknown alternative.
    const UNTYPED: &'static [&'static str] = &[];
    /// The rules that [`Alternative::rule`] and [`UNTYPED`](Self::UNTYPED) name.
    fn rules() -> Option<&'static Rules> {
        None
    }
    /// Where the rules of the alternatives are found, once it was looked for.
    fn places() -> Option<&'static Places> {
        None
    }
    /// The value as it came, in an open union; a closed one (each of its alternatives is scalar) has no place for it.
    fn unknown(value: Value) -> Option<Self>;
    /// What a required property holds before the input fills it.
    fn blank() -> Self;
}

/// An alternative of a union.
pub struct Alternative<T> {
    /// Its type's name, for messages.
    pub name: &'static str,
    /// The JSON types it can have.
    pub types: Types,
    /// The rule that its valid values keep; empty where the JSON type or a tag says enough.
    pub rule: &'static str,
    /// Reads it, by [`read`].
    pub read: fn(Cursor<'_>) -> Result<T, Mismatch>,
    /// The number of properties that it has no field for.
    pub unknown: fn(Cursor<'_>) -> usize,
}

/// A property whose value tells alternatives apart.
pub struct Tag {
    /// The property.
    pub property: &'static str,
    /// Whether it is the `discriminator` of an OpenAPI document, which is believed before any schema.
    pub discriminator: bool,
    /// The values that mean each alternative, in the order of [`Untagged::ALTERNATIVES`]; none where any value may.
    pub values: &'static [&'static [Constant]],
}

/// Why an alternative does not read a value.
pub struct Mismatch {
    path: Path,
    message: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.to_string();
        if path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{path}: {}", self.message)
        }
    }
}

/// Reads the alternative `T`.
///
/// # Errors
/// The value is not of its shape.
pub fn read<T: Instance>(value: Cursor<'_>) -> Result<T, Mismatch> {
    let recording = Recording::start();
    T::read(value).map_err(|error| {
        tolerant::forget(value);
        Mismatch {
            path: recording.path(),
            message: crate::error::message(&error),
        }
    })
}

/// The JSON types that a union reads.
pub const fn types_of_union<T: Untagged>() -> Types {
    if T::CATCH_ALL {
        return ANY;
    }
    let mut types = 0;
    let mut index = 0;
    while index < T::ALTERNATIVES.len() {
        types |= T::ALTERNATIVES[index].types;
        index += 1;
    }
    types
}

/// The alternatives that are left once the tags were looked at.
struct Narrowed {
    left: SmallSet,
    by_discriminator: bool,
}

/// A tag's value rules out the alternatives that other values mean; one that means no alternative rules out all that
/// have values of their own.
fn narrow<T: Untagged>(value: Cursor<'_>, candidates: SmallSet) -> Narrowed {
    let mut narrowed = Narrowed {
        left: candidates,
        by_discriminator: false,
    };
    for tag in T::TAGS {
        if narrowed.left.len() < 2 && !tag.discriminator {
            break;
        }
        let Some(found) = value.get(tag.property) else { continue };
        let values = |index: usize| tag.values.get(index).copied().unwrap_or_default();
        let means = |index: usize| values(index).iter().any(|constant| constant.is(found));
        if tag.discriminator && narrowed.left.iter().any(means) {
            narrowed.by_discriminator = true;
            narrowed.left.retain(means);
        } else {
            narrowed.left.retain(|index| values(index).is_empty() || means(index));
        }
    }
    narrowed
}

/// Chooses an alternative: of those that the tags leave, and under which the value is valid, the one that leaves the
/// fewest properties unknown; where there is none, the only one whose shape it has.
///
/// # Errors
/// No alternative has the JSON type of the value, or the union is closed and none reads it.
pub fn choose<T: Untagged, E: Error>(value: Cursor<'_>) -> Result<T, E> {
    let key = (TypeId::of::<T>(), value.at());
    if value.tape().memory.borrow().misfits.contains(&key) {
        return Err(E::custom(format_args!("no alternative of {} fits", T::NAME)));
    }
    let chosen = chosen(value);
    if chosen.is_err() {
        value.tape().memory.borrow_mut().misfits.insert(key);
    }
    chosen
}

fn chosen<T: Untagged, E: Error>(value: Cursor<'_>) -> Result<T, E> {
    step();
    let types = types_of(value);
    let of_type = SmallSet::new(T::ALTERNATIVES.len(), |index| T::ALTERNATIVES[index].types & types != 0);
    if of_type.is_empty() && !T::CATCH_ALL {
        let expected = types_expected(T::ALTERNATIVES, T::NAME);
        return Err(mismatch::mismatch(value.type_name(), &&*expected));
    }
    let narrowed = narrow::<T>(value, of_type.clone());
    if let Some(read) = first_read(&narrowed.left, value) {
        return Ok(read);
    }
    // What a document says beside its schemas must not refuse what the schemas allow, where it can't be kept as it came.
    let is_closed = T::unknown(Value::Null).is_none();
    let is_told_apart = narrowed.by_discriminator && !narrowed.left.is_empty() && is_closed;
    if let Some(read) = is_told_apart.then(|| first_read(&of_type, value)).flatten() {
        return Ok(read);
    }
    if is_closed {
        return Err(closed::<T, E>(&of_type, value));
    }
    T::unknown(kept(value)?).ok_or_else(|| E::custom(T::NAME))
}

/// The value as the best of the alternatives that are left, if it has the shape of one.
fn first_read<T: Untagged>(left: &SmallSet, value: Cursor<'_>) -> Option<T> {
    let attempt = |index: usize| (T::ALTERNATIVES[index].read)(value).ok();
    match ranked::<T>(left, value) {
        Ranked::One(index) => attempt(index),
        Ranked::Several(all) => all.into_iter().find_map(attempt),
    }
}

/// The alternatives that may be read, the best first.
enum Ranked {
    One(usize),
    Several(Vec<usize>),
}

fn ranked<T: Untagged>(left: &SmallSet, value: Cursor<'_>) -> Ranked {
    // Where no other alternative asks for no type, the only one of the value's type needs no judgement.
    let is_typed = !T::CATCH_ALL && T::UNTYPED.is_empty();
    if let (Some(one), true) = (left.only(), is_typed) {
        return Ranked::One(one);
    }
    let rules = Judged::of::<T>();
    let mut left = left.clone();
    if let Some(rules) = &rules {
        rules.leave_complete::<T>(&mut left, value);
    }
    match left.only() {
        Some(one) if is_typed => Ranked::One(one),
        _ => Ranked::Several(judged::<T>(rules.as_ref(), &left, value)),
    }
}

/// The alternatives under which a value is valid, those first that leave the fewest properties unknown; else those whose shape it has.
fn judged<T: Untagged>(rules: Option<&Judged>, left: &SmallSet, value: Cursor<'_>) -> Vec<usize> {
    let accepted = |shape: bool| -> Vec<usize> {
        let accepts = |index: &usize| rules.is_none_or(|rules| rules.accepts::<T>(*index, value, shape));
        left.iter().filter(accepts).collect()
    };
    let mut valid = accepted(false);
    if !valid.is_empty() {
        if valid.len() > 1 {
            valid.sort_by_cached_key(|index| (T::ALTERNATIVES[*index].unknown)(value));
        }
        return valid;
    }
    // An alternative that says nothing, or nothing of types, takes what is valid under none of the others.
    let is_untyped = |rule: &&str| rules.is_some_and(|judged| judged.accepts_under(rule, value));
    if T::CATCH_ALL || T::UNTYPED.iter().any(is_untyped) {
        return Vec::new();
    }
    let fit = accepted(true);
    if fit.len() < 2 || T::unknown(Value::Null).is_none() {
        return fit;
    }
    let known = |index: &usize| (T::ALTERNATIVES[*index].unknown)(value) == 0;
    let known: Vec<usize> = fit.into_iter().filter(known).collect();
    match known[..] {
        [_] => known,
        _ => Vec::new(),
    }
}

#[cold]
fn types_expected<T>(alternatives: &[Alternative<T>], name: &str) -> String {
    let types = alternatives.iter().fold(0, |all, alternative| all | alternative.types);
    let number = if types & FRACTION != 0 {
        (NUMBER, "number")
    } else {
        (INTEGER, "integer")
    };
    let names = [
        (NULL, "null"),
        (BOOLEAN, "boolean"),
        number,
        (STRING, "string"),
        (ARRAY, "array"),
        (OBJECT, "object"),
    ];
    let names: Vec<_> = names
        .iter()
        .filter(|(one, _)| types & one != 0)
        .map(|(_, name)| *name)
        .collect();
    format!("{name} ({})", names.join(", "))
}

/// Why a closed union has no place for a value.
#[cold]
fn closed<T: Untagged, E: Error>(left: &SmallSet, value: Cursor<'_>) -> E {
    let reasons = left.iter().filter_map(|index| {
        let alternative = &T::ALTERNATIVES[index];
        (alternative.read)(value)
            .err()
            .map(|mismatch| (alternative.name, mismatch))
    });
    explain(T::NAME, reasons.collect())
}

/// The one reason with its path, or all of them in one message.
#[cold]
fn explain<E: Error>(name: &str, mut reasons: Vec<(&'static str, Mismatch)>) -> E {
    if reasons.len() == 1
        && let Some((_, Mismatch { path, message })) = reasons.pop()
    {
        return trail::along(path, E::custom(message));
    }
    let reasons: Vec<_> = reasons
        .iter()
        .map(|(name, mismatch)| format!("{name}: {mismatch}"))
        .collect();
    E::custom(format_args!("no alternative of {name} fits ({})", reasons.join("; ")))
}

/// Reads a union by choice among its alternatives.
///
/// # Errors
/// As [`choose`].
pub fn read_untagged<'de, T: Untagged, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    choose(capture(deserializer)?.cursor())
}

/// The least number of properties that an alternative leaves unknown.
pub fn unknown_properties<T: Untagged>(value: Cursor<'_>) -> usize {
    let types = types_of(value);
    let own = T::ALTERNATIVES.iter().filter(|one| one.types & types != 0);
    own.map(|one| (one.unknown)(value)).min().unwrap_or(0)
}

/// Notes what of a union its schema does not name. What is valid under an alternative that asks for no JSON type is named.
pub fn note_unknowns_untagged<T: Untagged>(union: &T, walk: &mut Walk) {
    let is_untyped = || {
        let rules = T::rules()?;
        let text = crate::to_string(union).ok()?;
        Some(T::UNTYPED.iter().any(|rule| rules.accept(rule, &text)))
    };
    if union.alternative().0 == UNKNOWN && !T::UNTYPED.is_empty() && is_untyped() == Some(true) {
        return;
    }
    note_unknowns(union, walk);
}

/// `Deserialize` and [`Instance`](crate::Instance) of [`Untagged`](crate::Untagged) unions.
#[doc(hidden)]
#[macro_export]
macro_rules! untagged {
    ($($union:ident),* $(,)?) => { $(
        impl<'de> $crate::serde::Deserialize<'de> for $union {
            fn deserialize<__D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::union::read_untagged(deserializer)
            }
        }
        impl $crate::Instance for $union {
            type Kind = $crate::Plain;
            const TYPES: $crate::union::Types = $crate::union::types_of_union::<Self>();
            #[inline]
            fn blank() -> Self {
                <Self as $crate::Untagged>::blank()
            }
            fn read<'de, __D: $crate::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::union::read_untagged(deserializer)
            }
            #[inline]
            fn unknown_properties(value: $crate::Cursor<'_>) -> usize {
                $crate::union::unknown_properties::<Self>(value)
            }
            #[inline]
            fn note_unknowns(&self, walk: &mut $crate::unknowns::Walk) {
                $crate::union::note_unknowns_untagged(self, walk)
            }
        }
    )* };
}
