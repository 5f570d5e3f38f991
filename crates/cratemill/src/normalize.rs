//! Any draft to the one form that the engine takes without surprise: every shape a definition with a name of its own,
//! every reference one to a definition that exists, every union a list of alternatives.
//!
//! The law of the stage: what is valid under the published schema is valid under its normal form. It may widen, never
//! narrow.

mod alike;
mod cycles;
mod dialect;
mod ecma;
pub mod enum_text;
mod foreign;
mod form;
mod guess;
mod home;
mod integers;
mod keywords;
mod likeness;
mod mapped;
mod merge;
pub mod names;
mod rules;
pub mod secrecy;
mod shapes;
mod sharing;
#[cfg(test)]
mod tests;
mod type_set;

use crate::bundle::{Bundle, SchemaId};
use crate::diagnostic::Diagnostic;
use crate::provider::Secrets;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub use ecma::{matches_every_name, translate};
pub use foreign::{Foreign, Met};
pub use form::{json_schema, reference};
pub use guess::with_guess;
pub use home::{Home, Role};
pub use integers::integer;
pub use keywords::{Unexpressed, is_constraint};
pub use likeness::likenesses;
pub use names::Naming;
pub use type_set::TypeSet;

/// Index of a definition in [`NormalizedSchema::definitions`].
pub type DefinitionId = usize;

/// A provider's schemas in normal form. Only [`normalize`] makes one.
#[derive(Clone, Debug)]
pub struct NormalizedSchema {
    /// Every object, enumeration, constant and union, and every document's root.
    pub definitions: Vec<Definition>,
    /// Which definition stands for a schema; of the documents' roots those are not there that say nothing of a value and only
    /// hold definitions.
    pub types: BTreeMap<SchemaId, DefinitionId>,
    /// Which definition stands for some values of a schema without a name: all but `null`, or all of one JSON type.
    pub partly: BTreeMap<SchemaId, DefinitionId>,
    /// The keywords that the types do not express.
    pub unexpressed: Vec<Unexpressed>,
    /// The schemas that their publisher marks as secret, and what is made of them.
    pub marked: BTreeSet<SchemaId>,
    /// What the names of properties say.
    pub called: BTreeMap<String, secrecy::Called>,
    /// What tells the alternatives of unions apart, by name: schemas of draft 2020-12 whose `$ref`s are such names.
    pub rules: BTreeMap<String, Value>,
    /// Which types of other crates stand for something.
    pub met: Met,
    /// What was found on the way.
    pub diagnostics: Vec<Diagnostic>,
}

/// A shape with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The modules that lead to it from the crate's root.
    pub modules: Vec<String>,
    /// The Rust name in these: unique there, also case-folded.
    pub name: String,
    /// The module that defines it; the others on the way re-export it.
    pub file: Vec<String>,
    /// The schema that it is named after and documented from.
    pub home: Home,
    /// Every other place that asked for the same shape.
    pub sites: Vec<SchemaId>,
    /// The schemas that say the same under the same name, and have no type of their own.
    pub copies: Vec<Copy>,
    /// Whether an enumeration has no other values, because the maintainer says so.
    pub closed: bool,
    /// What all documents call it whose root it is, where they are several.
    pub called: Option<String>,
    /// The object that it was first met in, and the property there.
    pub context: Option<(DefinitionId, String)>,
    /// The schemas that hold at once in it; tells definitions apart that have one home.
    pub parts: Vec<SchemaId>,
    /// The shape.
    pub shape: Shape,
}

/// A schema that has the type of another, which says the same under the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// The address that `names.lock` knows it by.
    pub address: String,
    /// The schema.
    pub home: Home,
}

impl Definition {
    /// The whole path: `user::Address`.
    pub fn path(&self) -> String {
        let modules = self.modules.iter().map(|module| format!("{module}::"));
        modules.collect::<String>() + &self.name
    }
}

/// What a definition is.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An object with named properties.
    Object {
        /// In the schema's order.
        properties: Vec<Property>,
        /// What the values of all other properties are, as far as a schema says so.
        additional: Option<Use>,
    },
    /// An array whose positions have types of their own.
    Tuple {
        /// The positions, by what their items are called.
        items: Vec<Property>,
        /// What follows them.
        rest: Use,
    },
    /// Strings of which some are named; others may come.
    Enumeration(Vec<String>),
    /// Integers of which some are named; others may come.
    Integers(Vec<i64>),
    /// One value.
    Constant(Value),
    /// A string with a regular expression (ECMA-262).
    Pattern(String),
    /// One of several.
    Union(Union),
    /// A type of its own around another.
    Alias(Use),
    /// A name of a scalar, a list or a map, which is that where it is referred to.
    Name(Use),
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The name on the wire.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it holds.
    pub value: Use,
    /// The schemas that describe it, the most direct one first.
    pub schemas: Vec<SchemaId>,
}

/// Alternatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// In the schema's order, each with a JSON type set.
    pub alternatives: Vec<UnionAlternative>,
    /// The property whose value tells the alternatives apart, and the values of each alternative.
    pub tag: Option<Tag>,
    /// Where there is no such property: those whose values tell some of the alternatives apart, the weightiest first.
    pub discriminations: Vec<Discrimination>,
    /// Whether a value that is none of the alternatives is kept.
    pub open: bool,
    /// Whether that holds for a value of any type, because an alternative says nothing.
    pub catch_all: bool,
    /// The rules of alternatives that ask for no JSON type: what is valid under one of them is no unknown alternative.
    pub untyped: Vec<String>,
    /// Whether a value may be several of the objects among them at once: they are of an `anyOf`, and nothing decides.
    pub overlapping: bool,
    /// The alternative that can be built without building the union first.
    pub blank: usize,
}

/// One of a union's alternatives.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionAlternative {
    /// What it holds.
    pub value: Use,
    /// The JSON type it has.
    pub kind: TypeSet,
    /// The schema that describes it; none where several are one.
    pub schema: Option<SchemaId>,
    /// The rule among [`NormalizedSchema::rules`] that its valid values keep, where neither its JSON type nor a property
    /// says enough.
    pub rule: Option<String>,
    /// The schemas that were chosen on the way to it, from the outside in; several ways where several have one type.
    pub branches: Vec<Vec<SchemaId>>,
}

/// A property whose value tells alternatives apart, where it is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Discrimination {
    /// The name of the property.
    pub property: String,
    /// Whether OpenAPI's `discriminator` names it.
    pub is_discriminator: bool,
    /// For each alternative, the values that mean it; none where any value may.
    pub values: Vec<Vec<Value>>,
}

/// A discriminating property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The name of the property.
    pub property: String,
    /// For each alternative, the values that mean it.
    pub values: Vec<Vec<String>>,
}

/// A type where it is used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Any value.
    Any,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer(Width),
    /// A number.
    Number,
    /// A string.
    String,
    /// A string with a known format.
    Text(Format),
    /// A type of another crate, by its path, for values of these JSON types.
    Foreign(String, TypeSet),
    /// A definition.
    Definition(DefinitionId),
    /// An array.
    Array(Box<Use>),
    /// An object without named properties.
    Map(Box<Use>),
    /// The type, or `null`.
    Nullable(Box<Use>),
    /// The type where the value has it; else the value as it came.
    Open(Box<Use>),
    /// The type where the value has its JSON type; else the value as it came. The schema has no `type`.
    Implied(Box<Use>),
}

/// How large an integer can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Width {
    /// 64 bits, signed.
    Signed64,
    /// 64 bits, from zero on.
    Unsigned64,
    /// 128 bits, signed.
    Signed128,
}

/// Formats that have a type of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `date-time`, RFC 3339.
    DateTime,
    /// `date`, RFC 3339.
    Date,
    /// `time`, RFC 3339.
    Time,
    /// `uuid`, RFC 4122.
    Uuid,
    /// `uri`, RFC 3986.
    Uri,
}

impl Use {
    /// The definition that it speaks of.
    pub fn definition(&self) -> Option<DefinitionId> {
        match self {
            Use::Definition(id) => Some(*id),
            Use::Array(inner) | Use::Map(inner) | Use::Nullable(inner) | Use::Open(inner) | Use::Implied(inner) => {
                inner.definition()
            }
            _ => None,
        }
    }

    /// Changes the definition that it speaks of.
    fn renumber(&mut self, numbers: &[DefinitionId]) {
        match self {
            Use::Definition(id) => *id = numbers[*id],
            Use::Array(inner) | Use::Map(inner) | Use::Nullable(inner) | Use::Open(inner) | Use::Implied(inner) => {
                inner.renumber(numbers);
            }
            _ => {}
        }
    }
}

impl NormalizedSchema {
    /// Whether a type reads `null` by itself.
    pub fn reads_null(&self, value: &Use) -> bool {
        // Aliases do not form circles: each leads through an array, a map or an object.
        match value {
            Use::Any | Use::Null | Use::Nullable(_) | Use::Open(_) | Use::Implied(_) => true,
            Use::Foreign(_, kind) => kind.contains(TypeSet::NULL),
            Use::Definition(id) => match &self.definitions[*id].shape {
                Shape::Alias(value) | Shape::Name(value) => self.reads_null(value),
                Shape::Union(union) => union.catch_all,
                Shape::Constant(value) => value.is_null(),
                _ => false,
            },
            _ => false,
        }
    }

    /// The JSON types that the values of a type have.
    pub fn types_of(&self, value: &Use) -> TypeSet {
        match value {
            Use::Any | Use::Open(_) | Use::Implied(_) => TypeSet::ALL,
            Use::Null => TypeSet::NULL,
            Use::Boolean => TypeSet::BOOLEAN,
            Use::Integer(_) => TypeSet::INTEGER,
            Use::Number => TypeSet::NUMBER,
            Use::String | Use::Text(_) => TypeSet::STRING,
            Use::Array(_) => TypeSet::ARRAY,
            Use::Map(_) => TypeSet::OBJECT,
            Use::Foreign(_, kind) => *kind,
            Use::Nullable(inner) => self.types_of(inner).union(TypeSet::NULL),
            Use::Definition(id) => match &self.definitions[*id].shape {
                Shape::Object { .. } => TypeSet::OBJECT,
                Shape::Enumeration(_) | Shape::Pattern(_) => TypeSet::STRING,
                Shape::Tuple { .. } => TypeSet::ARRAY,
                Shape::Integers(_) => TypeSet::INTEGER,
                Shape::Constant(value) => TypeSet::of(value),
                Shape::Union(union) if union.catch_all => TypeSet::ALL,
                Shape::Union(union) => union
                    .alternatives
                    .iter()
                    .fold(TypeSet::NONE, |all, one| all.union(one.kind)),
                Shape::Alias(value) | Shape::Name(value) => self.types_of(value),
            },
        }
    }
}

/// The rules that schemas are told apart by when they are the alternatives of a union: the rule of each, and all rules by
/// name; `None` where they leave something out that the schemas ask for.
pub fn rules(bundle: &Bundle, schemas: &[SchemaId]) -> Option<(Vec<String>, BTreeMap<String, Value>)> {
    let mut rules = rules::Rules::new(bundle);
    let names: Vec<String> = schemas.iter().map(|id| rules.all(&[*id])).collect();
    if names.iter().any(|name| rules.left_out(name).is_some()) {
        return None;
    }
    let needed = rules.into_needed(names.iter().map(String::as_str));
    Some((names, needed))
}

/// Brings all schemas of a bundle into normal form and names every shape. Those that say the same under one name are one,
/// unless one is to be hidden and another shown.
pub fn normalize(bundle: &Bundle, secrets: &Secrets, naming: &Naming<'_>, foreign: &Foreign) -> NormalizedSchema {
    let mut schema = shapes::shapes(bundle, foreign);
    schema.marked = secrecy::marked(bundle);
    schema.called = secrecy::called(&schema.definitions);
    sharing::share(bundle, naming, secrets, &mut schema);
    cycles::break_required_cycles(bundle, &mut schema);
    names::name(bundle, naming, &mut schema);
    schema.diagnostics.extend(alike::alike(bundle));
    schema.diagnostics.extend(mapped::unmapped(bundle));
    schema.unexpressed.extend(keywords::unexpressed(bundle, &schema));
    schema.unexpressed.sort();
    schema.unexpressed.dedup();
    schema
}
