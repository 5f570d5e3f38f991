//! The normal form in Rust: what a definition is called inside, how wide it is, where it needs a box.
//!
//! typify decides what a definition is in Rust; the schema decides wire names, order, presence, documentation and
//! secrets. Both are joined here, by definition and property, and counted: what went in comes out.

mod alternatives;
mod depth;
mod describe;
mod engine;
mod expression;
mod features;
mod holders;
mod identifiers;
mod inside;
mod kind;
mod limits;
mod lock;
mod methods;
mod modules;
mod size;
mod text;
mod variants;

use crate::bundle::{Bundle, SchemaId};
use crate::diagnostic::Diagnostic;
use crate::normalize::{Format, Home, NormalizedSchema, Role, Shape, TypeSet, Width, names, secrecy};
use crate::provider::Secrets;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub use describe::Documentation;
pub use features::{Features, features};
pub use holders::holders;
pub use limits::Limit;
pub use lock::lock_entries;
pub use methods::{Default, asks, default, default_name, is_constant};
pub use modules::{Module, add_aliases, module_paths};
pub use text::type_text;

/// The Rust types of a provider.
#[derive(Clone, Debug, Default)]
pub struct Types {
    /// All types, in the order of the documents.
    pub types: Vec<Type>,
    /// All modules, by their paths; the root is the first.
    pub modules: Vec<Module>,
    /// What tells the alternatives of unions apart, by name.
    pub rules: BTreeMap<String, Value>,
    /// The types that are behind a `Deep` somewhere.
    pub enclosed: BTreeSet<usize>,
    /// The features of modules.
    pub features: Features,
    /// What the engine refused.
    pub diagnostics: Vec<Diagnostic>,
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// The modules that lead to it.
    pub modules: Vec<String>,
    /// The name there.
    pub name: String,
    /// The module that defines it.
    pub file: Vec<String>,
    /// The address that `names.lock` knows it by.
    pub address: String,
    /// `file.json#/pointer`, where one schema says exactly what the type is.
    pub exact: Option<String>,
    /// How a validator finds that schema, `cratemill:///file.json#/pointer`.
    pub schema: Option<String>,
    /// All places that the type stands for, `file.json#/pointer`.
    pub stands_for: Vec<String>,
    /// Every place of which it is some values: all but `null`, or all of one JSON type.
    pub partly: Vec<String>,
    /// The schemas that say the same under the same name, and would have a type of their own if they did not.
    pub copies: Vec<Copied>,
    /// What the schema says about it.
    pub documentation: Documentation,
    /// Whether an enumeration has no other values.
    pub closed: bool,
    /// Whether it stands at secret places alone: `Debug` hides all of it.
    pub secret: bool,
    /// Paths of traits that it derives besides.
    pub derives: Vec<String>,
    /// Attributes of it.
    pub attributes: Vec<String>,
    /// What is shown on its page beside what its schema says.
    pub shown: Shown,
    /// What it is.
    pub kind: Kind,
}

/// What is shown of a type beside what its schema says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// A short example, and a word on where it comes from.
    pub example: Option<(String, Value)>,
    /// The web address of the document that its schema lies in.
    pub link: Option<String>,
}

/// A schema that has the type of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Copied {
    /// The address that `names.lock` knows it by.
    pub address: String,
    /// `file.json#/pointer`, where the schema says exactly what the type is.
    pub exact: Option<String>,
}

impl Type {
    /// The path in the crate: `user::Address`.
    pub fn path(&self) -> String {
        let modules = self.modules.iter().map(|module| format!("{module}::"));
        modules.collect::<String>() + &self.name
    }
}

/// What a Rust type is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A struct.
    Object(Object),
    /// A struct with a field for each position of an array, and the items that follow.
    Tuple(Tuple),
    /// An open enum of strings: wire text and variant.
    Enumeration(Vec<Variant>),
    /// An open enum of integers.
    Integers(Vec<Variant>),
    /// A unit struct that stands for one value.
    Constant(Value),
    /// A string whose construction checks a regular expression.
    Pattern(String),
    /// An enum of types.
    Union(Alternatives),
    /// A transparent newtype.
    Newtype(RustType),
    /// Another name of a type.
    Alias(RustType),
}

/// A named value of an enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The text on the wire, of an integer its digits.
    pub text: String,
    /// The Rust name.
    pub identifier: String,
    /// Whether another value would have the same name, so that what comes later could take it.
    pub is_contested: bool,
    /// What an alternative of this one value says about it.
    pub documentation: Documentation,
}

/// A struct.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// In the schema's order.
    pub fields: Vec<Field>,
    /// What unnamed properties hold, where the schema says so.
    pub additional: Option<RustType>,
}

/// A struct for an array.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuple {
    /// The positions; a field's name is what its item is called.
    pub fields: Vec<Field>,
    /// What follows them.
    pub rest: RustType,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The property's name on the wire.
    pub name: String,
    /// The Rust name, unique in its struct.
    pub identifier: String,
    /// Whether and how it can be missing.
    pub presence: Presence,
    /// What it holds when it is there and not null.
    pub value: RustType,
    /// What the schema says about it.
    pub documentation: Documentation,
    /// Whether `Debug` hides it.
    pub secret: bool,
}

impl Field {
    /// The type of what the field itself holds.
    pub fn held(&self) -> &RustType {
        match (&self.value, self.presence) {
            (RustType::Implied(inner), Presence::OptionalImplied) => inner,
            (value, _) => value,
        }
    }
}

/// Whether a property can be missing or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// `T`: always there.
    Required,
    /// `Option<T>`: always there, or `null`.
    Nullable,
    /// `Option<T>`: may be missing.
    Optional,
    /// `Option<T>`: may be missing; `T` reads `null` by itself.
    OptionalAny,
    /// `Option<T>` of an `Implied<T>`: may be missing; a value of another JSON type is kept among the unknown properties.
    OptionalImplied,
    /// `Maybe<T>`: may be missing, or `null`.
    Maybe,
}

/// A union.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternatives {
    /// The alternatives, in the schema's order.
    pub all: Vec<AlternativeType>,
    /// The property that tells them apart, with the values of each.
    pub tag: Option<crate::normalize::Tag>,
    /// Where there is no such property: those whose values tell some of them apart.
    pub discriminations: Vec<crate::normalize::Discrimination>,
    /// Whether a value that is none of them is kept.
    pub open: bool,
    /// Whether that holds for a value of any type.
    pub catch_all: bool,
    /// The rules under which a value that is kept as it came is no unknown one.
    pub untyped: Vec<String>,
    /// Whether a value may be several of the objects among them at once.
    pub overlapping: bool,
    /// The alternative that a blank value is.
    pub blank: usize,
}

/// One of a union's alternatives.
#[derive(Clone, Debug, PartialEq)]
pub struct AlternativeType {
    /// The variant.
    pub identifier: String,
    /// What it holds, as the lock knows it; empty where another holds the same.
    pub held: String,
    /// What it holds.
    pub value: RustType,
    /// Its JSON type.
    pub kind: crate::normalize::TypeSet,
    /// The rule among [`Types::rules`] that its valid values keep.
    pub rule: Option<String>,
    /// How a validator finds the schemas that were chosen on the way to it; it is valid where all of one way are.
    pub branches: Vec<Vec<String>>,
    /// What the schema says about it.
    pub documentation: Documentation,
}

/// A type expression.
#[derive(Clone, Debug, PartialEq)]
pub enum RustType {
    /// Any JSON value.
    Value,
    /// `()`, which is `null`.
    Null,
    /// `bool`.
    Boolean,
    /// An integer.
    Integer(Width),
    /// A number.
    Number,
    /// `String`.
    String,
    /// The text of a format.
    Text(Format),
    /// A type of another crate, by its path, for values of these JSON types.
    Foreign(String, TypeSet),
    /// A type of the crate, by its index.
    Named(usize),
    /// A box, against infinite size.
    Boxed(Box<RustType>),
    /// A box that rustc does not look into, against types too deep for it.
    Deep(Box<RustType>),
    /// `Vec`.
    Vec(Box<RustType>),
    /// A map with its order kept.
    Map(Box<RustType>),
    /// `Option`, where `None` is `null`.
    Option(Box<RustType>),
    /// Known or unknown.
    Open(Box<RustType>),
    /// Known, or of another JSON type.
    Implied(Box<RustType>),
}

impl RustType {
    /// The type of the crate, with documentation of its own, that it is a value of.
    fn named(&self) -> Option<usize> {
        match self {
            RustType::Named(id) => Some(*id),
            RustType::Boxed(inner) | RustType::Deep(inner) | RustType::Option(inner) => inner.named(),
            RustType::Open(inner) | RustType::Implied(inner) => inner.named(),
            _ => None,
        }
    }
}

/// The Rust types of a normal form.
pub fn convert(bundle: &Bundle, schema: &mut NormalizedSchema, secrets: &Secrets, naming: &names::Naming<'_>) -> Types {
    let (engine, diagnostics) = engine::run(bundle, schema);
    let mut types = Types {
        types: Vec::new(),
        modules: Vec::new(),
        rules: schema.rules.clone(),
        enclosed: BTreeSet::new(),
        features: Features::default(),
        diagnostics,
    };
    let mut places: Vec<Vec<SchemaId>> = vec![Vec::new(); schema.definitions.len()];
    for (place, definition) in &schema.types {
        places[*definition].push(*place);
    }
    let mut partly: Vec<Vec<String>> = vec![Vec::new(); schema.definitions.len()];
    for (place, definition) in &schema.partly {
        partly[*definition].push(bundle.address(*place));
    }
    let addresses = names::addresses(bundle, schema);
    for (id, definition) in schema.definitions.iter().enumerate() {
        let home = definition.home;
        let is_whole = |role| matches!(role, Role::Whole | Role::Nullable);
        // What is not published has no schema of its own; the places that refer to it have.
        let is_own = is_whole(home.role) && schema.types.get(&home.schema) == Some(&id);
        let own = is_own.then_some(home.schema);
        let mut candidates = own.into_iter().chain(places[id].iter().copied());
        let is_name = matches!(definition.shape, Shape::Name(_));
        let exact = candidates.find(|place| bundle.judged_by(*place).is_some());
        let mut stands_for: Vec<String> = places[id].iter().map(|place| bundle.address(*place)).collect();
        stands_for.sort();
        let copies = definition.copies.iter().map(|copy| {
            let Home { schema, role } = copy.home;
            let is_exact = is_whole(role) && bundle.judged_by(schema).is_some();
            Copied {
                address: copy.address.clone(),
                exact: is_exact.then(|| bundle.address(schema)),
            }
        });
        types.types.push(Type {
            modules: definition.modules.clone(),
            name: definition.name.clone(),
            file: definition.file.clone(),
            address: addresses[id].clone(),
            // Another name for a type has no tests and no `validate()` of its own.
            exact: exact.filter(|_| !is_name).map(|place| bundle.address(place)),
            schema: exact.filter(|_| !is_name).and_then(|place| bundle.judged_by(place)),
            stands_for,
            partly: std::mem::take(&mut partly[id]),
            copies: copies.collect(),
            documentation: describe::schema(bundle, home.schema),
            closed: definition.closed,
            secret: false,
            derives: Vec::new(),
            attributes: Vec::new(),
            shown: Shown::default(),
            kind: kind::kind(
                bundle,
                schema,
                secrets,
                id,
                &engine,
                lock::fields(naming, &definition.path(), &addresses[id]),
            ),
        });
    }
    let hidden = secrecy::hidden(bundle, schema, secrets);
    types
        .types
        .iter_mut()
        .zip(hidden)
        .for_each(|(one, hidden)| one.secret = hidden);
    size::bound(&mut types.types);
    types.enclosed = depth::bound(&mut types.types);
    types.modules = modules::modules(&types.types, &names::components(bundle, schema));
    types
}
