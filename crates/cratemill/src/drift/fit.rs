//! Which values of one version's type the other version's type takes.

use super::pairs::Pairs;
use crate::convert::{Alternatives, Field, Kind, Object, Presence, RustType, Tuple, Types};
use crate::normalize::{Format, TypeSet, Width, integer};
use serde_json::Value;
use std::collections::BTreeSet;

/// How a new type and an old one relate, in what they read and in what their schemas find valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// Which valid values of the other version each version's type reads.
    pub(super) read: Relation,
    /// Which of them are valid in the other version, as far as types tell.
    pub(super) valid: Relation,
}

/// How the values of a new version relate to those of an old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// Each takes the other's.
    Same,
    /// The new one takes all old values, and more.
    Wider,
    /// The old one takes all new values, and more.
    Narrower,
    /// Each has values that the other does not take.
    Other,
}

impl Relation {
    pub(super) fn new(new_takes_old: bool, old_takes_new: bool) -> Self {
        match (new_takes_old, old_takes_new) {
            (true, true) => Relation::Same,
            (true, false) => Relation::Wider,
            (false, true) => Relation::Narrower,
            (false, false) => Relation::Other,
        }
    }
}

/// How two type expressions relate.
pub(super) fn of_types(pairs: &Pairs<'_>, old: &RustType, new: &RustType) -> Fit {
    relate(pairs, |forth, back| (forth.takes(new, old), back.takes(old, new)))
}

/// How two versions of a type relate that are different in kind.
pub(super) fn of_kinds(pairs: &Pairs<'_>, old: usize, new: usize) -> Fit {
    relate(pairs, |forth, back| (forth.named(new, old), back.named(old, new)))
}

/// How two ways of being there relate, each with the type that it is about.
pub(super) fn of_presence(pairs: &Pairs<'_>, old: (Presence, &RustType), new: (Presence, &RustType)) -> Fit {
    relate(pairs, |forth, back| {
        (presence_takes(forth, new, old.0), presence_takes(back, old, new.0))
    })
}

fn relate(pairs: &Pairs<'_>, judge: impl Fn(&mut Judge<'_>, &mut Judge<'_>) -> (bool, bool)) -> Fit {
    let relation = |strict| {
        let (old, new) = (pairs.old, pairs.new);
        let forth = |wide: usize, narrow: usize| pairs.is_pair(narrow, wide);
        let back = |wide: usize, narrow: usize| pairs.is_pair(wide, narrow);
        let mut forth = Judge {
            wide: new,
            narrow: old,
            same: &forth,
            strict,
            assumed: BTreeSet::new(),
        };
        let mut back = Judge {
            wide: old,
            narrow: new,
            same: &back,
            strict,
            assumed: BTreeSet::new(),
        };
        let (new_takes_old, old_takes_new) = judge(&mut forth, &mut back);
        Relation::new(new_takes_old, old_takes_new)
    };
    Fit {
        read: relation(false),
        valid: relation(true),
    }
}

fn presence_takes(judge: &mut Judge<'_>, (wide, value): (Presence, &RustType), narrow: Presence) -> bool {
    // Where a property may be missing, reading keeps a null that the schema does not allow.
    let keeps_null = !judge.strict && may_miss(wide);
    (may_miss(wide) || !may_miss(narrow))
        && (!may_be_null(narrow) || may_be_null(wide) || keeps_null || judge.takes(value, &RustType::Null))
}

pub(super) fn may_miss(presence: Presence) -> bool {
    !matches!(presence, Presence::Required | Presence::Nullable)
}

fn may_be_null(presence: Presence) -> bool {
    matches!(presence, Presence::Nullable | Presence::Maybe)
}

/// Whether a type of one version takes the valid values of a type of the other.
struct Judge<'a> {
    wide: &'a Types,
    narrow: &'a Types,
    /// Whether a type of the wide version is this one of the narrow version; its own changes are told apart.
    same: &'a dyn Fn(usize, usize) -> bool,
    /// Whether taking means to find valid, and not merely to read.
    strict: bool,
    /// Pairs that are being judged: where a type contains itself, it fits if the rest does.
    assumed: BTreeSet<(usize, usize)>,
}

impl Judge<'_> {
    fn takes(&mut self, wide: &RustType, narrow: &RustType) -> bool {
        use RustType as T;
        match (wide, narrow) {
            (T::Boxed(wide) | T::Deep(wide), narrow) => self.takes(wide, narrow),
            (wide, T::Boxed(narrow) | T::Deep(narrow) | T::Open(narrow)) => self.takes(wide, narrow),
            (T::Value, _) => true,
            (T::Implied(wide), T::Implied(narrow)) => self.takes(wide, narrow),
            (T::Implied(wide), narrow) => !self.strict || self.takes(wide, narrow),
            // A type that a schema only implies is the type of no more than some of the valid values.
            (wide, T::Implied(_)) => self.takes(wide, &T::Value),
            (T::Open(_), _) if !self.strict => true,
            (T::Open(wide), narrow) => self.takes(wide, narrow),
            (T::Named(wide), T::Named(narrow)) => (self.same)(*wide, *narrow) || self.named(*wide, *narrow),
            (wide, T::Option(narrow)) => self.takes(wide, &T::Null) && self.takes(wide, narrow),
            (T::Option(wide), narrow) => *narrow == T::Null || self.takes(wide, narrow),
            (wide, T::Named(narrow)) => self.takes_named(wide, *narrow),
            (T::Named(wide), narrow) => self.named_takes(*wide, narrow),
            (T::Vec(wide), T::Vec(narrow)) | (T::Map(wide), T::Map(narrow)) => self.takes(wide, narrow),
            (T::Integer(wide), T::Integer(narrow)) => wide == narrow || *wide == Width::Signed128,
            (T::Number, T::Integer(_)) | (T::String, T::Text(_)) => true,
            (T::Text(_), T::String | T::Text(_)) if !self.strict => true,
            (wide, narrow) => wide == narrow,
        }
    }

    /// Both are types of their crates.
    fn named(&mut self, wide: usize, narrow: usize) -> bool {
        if !self.assumed.insert((wide, narrow)) {
            return true;
        }
        let (narrow_types, wide_types) = (self.narrow, self.wide);
        match (&wide_types.types[wide].kind, &narrow_types.types[narrow].kind) {
            (Kind::Newtype(wide) | Kind::Alias(wide), _) => self.takes(&wide.clone(), &RustType::Named(narrow)),
            (_, Kind::Newtype(inner) | Kind::Alias(inner)) => self.takes(&RustType::Named(wide), inner),
            (_, Kind::Union(union)) => self.takes_all(&RustType::Named(wide), union),
            (Kind::Union(union), _) => self.union_takes(union, &RustType::Named(narrow)),
            (Kind::Object(wide), Kind::Object(narrow)) => self.object_takes(wide, narrow),
            (Kind::Enumeration(wide), Kind::Enumeration(narrow)) | (Kind::Integers(wide), Kind::Integers(narrow)) => {
                !self.strict || narrow.iter().all(|one| wide.iter().any(|other| other.text == one.text))
            }
            (Kind::Enumeration(wide), Kind::Constant(Value::String(text))) => {
                !self.strict || wide.iter().any(|one| one.text == *text)
            }
            (Kind::Enumeration(_), Kind::Pattern(_)) | (Kind::Pattern(_), Kind::Enumeration(_)) => !self.strict,
            (Kind::Pattern(wide), Kind::Pattern(narrow)) => !self.strict || wide == narrow,
            (Kind::Pattern(_), Kind::Constant(Value::String(_))) => !self.strict,
            (Kind::Integers(wide), Kind::Constant(value)) => {
                let is_named = |value: i64| wide.iter().any(|one| one.text == value.to_string());
                integer(value).is_some_and(|value| !self.strict || is_named(value))
            }
            (Kind::Tuple(wide), Kind::Tuple(narrow)) => {
                let most = wide.fields.len().max(narrow.fields.len());
                let at = |tuple: &Tuple, index: usize| match tuple.fields.get(index) {
                    Some(field) => item(field),
                    None => tuple.rest.clone(),
                };
                (0..=most).all(|index| self.takes(&at(wide, index), &at(narrow, index)))
            }
            (Kind::Constant(wide), Kind::Constant(narrow)) => wide == narrow,
            _ => false,
        }
    }

    /// The narrow one is a type of its crate, the wide one is not.
    fn takes_named(&mut self, wide: &RustType, narrow: usize) -> bool {
        let narrow_types = self.narrow;
        match &narrow_types.types[narrow].kind {
            Kind::Newtype(inner) | Kind::Alias(inner) => self.takes(wide, inner),
            Kind::Union(union) => self.takes_all(wide, union),
            Kind::Enumeration(_) | Kind::Pattern(_) => self.takes(wide, &RustType::String),
            Kind::Tuple(narrow) => match wide {
                RustType::Vec(wide) => {
                    let items = narrow.fields.iter().map(item).chain([narrow.rest.clone()]);
                    items.collect::<Vec<_>>().iter().all(|narrow| self.takes(wide, narrow))
                }
                _ => false,
            },
            Kind::Integers(_) => self.takes(wide, &RustType::Integer(Width::Signed64)),
            Kind::Constant(value) => match value {
                Value::Null => self.takes(wide, &RustType::Null),
                Value::Bool(_) => self.takes(wide, &RustType::Boolean),
                Value::String(_) => self.takes(wide, &RustType::String),
                Value::Number(number) if number.is_u64() && *wide == RustType::Integer(Width::Unsigned64) => true,
                Value::Number(number) if number.is_i64() => self.takes(wide, &RustType::Integer(Width::Signed64)),
                Value::Number(_) => self.takes(wide, &RustType::Number),
                Value::Array(_) | Value::Object(_) => false,
            },
            Kind::Object(object) => match wide {
                RustType::Map(value) => object.fields.iter().all(|field| self.takes(value, &field.value)),
                _ => false,
            },
        }
    }

    /// The wide one is a type of its crate, the narrow one is not.
    fn named_takes(&mut self, wide: usize, narrow: &RustType) -> bool {
        let wide_types = self.wide;
        match &wide_types.types[wide].kind {
            Kind::Newtype(inner) | Kind::Alias(inner) => self.takes(inner, narrow),
            Kind::Union(union) => self.union_takes(union, narrow),
            Kind::Enumeration(_) | Kind::Pattern(_) => {
                !self.strict && matches!(narrow, RustType::String | RustType::Text(_))
            }
            Kind::Tuple(wide) => match narrow {
                RustType::Vec(narrow) => {
                    let items = wide.fields.iter().map(item).chain([wide.rest.clone()]);
                    items.collect::<Vec<_>>().iter().all(|wide| self.takes(wide, narrow))
                }
                _ => false,
            },
            Kind::Integers(_) => !self.strict && *narrow == RustType::Integer(Width::Signed64),
            Kind::Constant(value) => value.is_null() && *narrow == RustType::Null,
            Kind::Object(object) => match narrow {
                RustType::Map(value) => object
                    .fields
                    .iter()
                    .all(|field| may_miss(field.presence) && self.takes(&field.value, value)),
                _ => false,
            },
        }
    }

    fn takes_all(&mut self, wide: &RustType, narrow: &Alternatives) -> bool {
        narrow.all.iter().all(|one| self.takes(wide, &one.value))
            && (!narrow.catch_all || self.takes(wide, &RustType::Value))
    }

    fn union_takes(&mut self, wide: &Alternatives, narrow: &RustType) -> bool {
        if wide.catch_all || wide.all.iter().any(|one| self.takes(&one.value, narrow)) {
            return true;
        }
        !self.strict && keeps(wide, json_type(self.narrow, narrow))
    }

    fn object_takes(&mut self, wide: &Object, narrow: &Object) -> bool {
        wide.fields
            .iter()
            .all(|field| match narrow.fields.iter().find(|one| one.name == field.name) {
                None => may_miss(field.presence),
                Some(other) => {
                    presence_takes(self, (field.presence, &field.value), other.presence)
                        && self.takes(&field.value, &other.value)
                }
            })
    }
}

/// The type of an item where there is one.
fn item(field: &Field) -> RustType {
    match field.presence {
        Presence::Maybe => RustType::Option(Box::new(field.value.clone())),
        _ => field.value.clone(),
    }
}

/// Whether a union keeps a value of some JSON type that is none of its alternatives.
pub(super) fn keeps(union: &Alternatives, kind: TypeSet) -> bool {
    let kinds = union.all.iter().fold(TypeSet::NONE, |all, one| all.union(one.kind));
    union.catch_all || union.open && kinds.contains(kind)
}

fn json_type(types: &Types, value: &RustType) -> TypeSet {
    match value {
        RustType::Value | RustType::Implied(_) => TypeSet::ALL,
        RustType::Foreign(_, kind) => *kind,
        RustType::Null => TypeSet::NULL,
        RustType::Boolean => TypeSet::BOOLEAN,
        RustType::Integer(_) => TypeSet::INTEGER,
        RustType::Number => TypeSet::NUMBER,
        RustType::String => TypeSet::STRING,
        RustType::Text(Format::DateTime | Format::Date | Format::Time | Format::Uuid | Format::Uri) => TypeSet::STRING,
        RustType::Vec(_) => TypeSet::ARRAY,
        RustType::Map(_) => TypeSet::OBJECT,
        RustType::Option(inner) => json_type(types, inner).union(TypeSet::NULL),
        RustType::Boxed(inner) | RustType::Deep(inner) | RustType::Open(inner) => json_type(types, inner),
        RustType::Named(id) => match &types.types[*id].kind {
            Kind::Object(_) => TypeSet::OBJECT,
            Kind::Enumeration(_) | Kind::Pattern(_) => TypeSet::STRING,
            Kind::Tuple(_) => TypeSet::ARRAY,
            Kind::Integers(_) => TypeSet::INTEGER,
            Kind::Constant(value) => TypeSet::of(value),
            Kind::Union(union) if union.catch_all => TypeSet::ALL,
            Kind::Union(union) => union.all.iter().fold(TypeSet::NONE, |all, one| all.union(one.kind)),
            Kind::Newtype(inner) | Kind::Alias(inner) => json_type(types, inner),
        },
    }
}
