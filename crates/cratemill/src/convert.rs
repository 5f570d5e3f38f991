//! The normal form in Rust: what a definition is called inside, how wide it is, where it needs a box.
//!
//! typify decides what a definition is in Rust; the schema decides wire names, order, presence, documentation and
//! secrets. Both are joined here, by definition and property, and counted: what went in comes out.

mod depth;
mod describe;
mod engine;
mod expression;
mod identifiers;
mod limits;
mod lock;
mod secret;
mod text;

use crate::bundle::{Bundle, Place, SchemaId};
use crate::diagnostic::Diagnostic;
use crate::normalize::{Format, NormalizedSchema, Role, Shape, Union, Width, names};
use crate::provider::Secrets;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

use expression::{presence, rust_type};

pub use describe::Documentation;
pub use limits::Limit;
pub use lock::lock_entries;
pub use text::type_text;

/// The Rust types of a provider.
#[derive(Clone, Debug, Default)]
pub struct Types {
    /// All types, in the order of the documents.
    pub types: Vec<Type>,
    /// The documents' modules, in order: name, and the document's name.
    pub modules: Vec<Module>,
    /// What tells the alternatives of unions apart, by name.
    pub rules: BTreeMap<String, Value>,
    /// The types that are behind a `Deep` somewhere.
    pub enclosed: BTreeSet<usize>,
    /// What the engine refused.
    pub diagnostics: Vec<Diagnostic>,
}

/// A module: the types of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    /// The Rust name.
    pub name: String,
    /// The document, `session.json`; empty for the types of schemas that are not published.
    pub document: String,
    /// The root's documentation.
    pub documentation: Documentation,
    /// Indexes into [`Types::types`].
    pub types: Vec<usize>,
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// The name.
    pub name: String,
    /// The address that `names.lock` knows it by.
    pub address: String,
    /// `file.json#/pointer`, where one schema says exactly what the type is.
    pub exact: Option<String>,
    /// How a validator finds that schema, `cratemill:///file.json#/pointer`.
    pub schema: Option<String>,
    /// All places that the type stands for, `file.json#/pointer`.
    pub stands_for: Vec<String>,
    /// What the schema says about it.
    pub documentation: Documentation,
    /// Whether it stands at secret places alone: `Debug` hides all of it.
    pub secret: bool,
    /// What it is.
    pub kind: Kind,
}

/// What a Rust type is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A struct.
    Object(Object),
    /// An open enum of strings: wire text and variant.
    Enumeration(Vec<Variant>),
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

/// A named string of an enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The text on the wire.
    pub text: String,
    /// The Rust name.
    pub identifier: String,
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
    /// The alternative that a blank value is.
    pub blank: usize,
}

/// One of a union's alternatives.
#[derive(Clone, Debug, PartialEq)]
pub struct AlternativeType {
    /// The variant.
    pub identifier: String,
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
        diagnostics,
    };
    let mut places: Vec<Vec<SchemaId>> = vec![Vec::new(); schema.definitions.len()];
    for (place, definition) in &schema.types {
        places[*definition].push(*place);
    }
    let addresses = names::addresses(bundle, schema);
    for (id, definition) in schema.definitions.iter().enumerate() {
        let home = definition.home;
        let is_whole = matches!(home.role, Role::Whole | Role::Nullable) && schema.types.get(&home.schema) == Some(&id);
        // What is not published has no schema of its own; the places that refer to it have.
        let own = is_whole.then_some(home.schema);
        let mut candidates = own.into_iter().chain(places[id].iter().copied());
        let is_name = matches!(definition.shape, Shape::Name(_));
        let exact = candidates.find(|place| bundle.judged_by(*place).is_some());
        let mut stands_for: Vec<String> = places[id].iter().map(|place| bundle.address(*place)).collect();
        stands_for.sort();
        types.types.push(Type {
            name: definition.name.clone(),
            address: addresses[id].clone(),
            // Another name for a type has no tests and no `validate()` of its own.
            exact: exact.filter(|_| !is_name).map(|place| bundle.address(place)),
            schema: exact.filter(|_| !is_name).and_then(|place| bundle.judged_by(place)),
            stands_for,
            documentation: describe::schema(bundle, home.schema),
            secret: false,
            kind: kind(
                bundle,
                schema,
                secrets,
                id,
                &engine,
                lock::fields(naming, &definition.name, &addresses[id]),
            ),
        });
    }
    secret::hide(bundle, schema, &mut types.types);
    types.enclosed = depth::bound(&mut types.types);
    types.modules = modules(bundle, schema, naming);
    types
}

fn kind(
    bundle: &Bundle,
    schema: &NormalizedSchema,
    secrets: &Secrets,
    id: usize,
    engine: &engine::Engine,
    locked: Option<&BTreeMap<String, String>>,
) -> Kind {
    match &schema.definitions[id].shape {
        Shape::Object { properties, additional } => {
            let identifiers = identifiers::fields(properties, &engine.fields[id], locked);
            let fields = properties
                .iter()
                .zip(identifiers)
                .enumerate()
                .map(|(index, (property, identifier))| {
                    let boxed = engine.field_boxed(id, index);
                    let (presence, value) = presence(schema, property.required, &property.value, boxed);
                    let secret = secret::is_secret(bundle, secrets, &property.name, &property.schemas, &value, schema);
                    let home = value.named().map(|id| schema.definitions[id].home.schema);
                    let documentation = describe::property(bundle, &property.schemas, home);
                    Field {
                        name: property.name.clone(),
                        identifier,
                        presence,
                        value,
                        documentation,
                        secret,
                    }
                });
            let additional = additional.as_ref().map(|value| rust_type(value, false));
            Kind::Object(Object {
                fields: fields.collect(),
                additional,
            })
        }
        Shape::Enumeration(texts) => Kind::Enumeration(describe::variants(bundle, &schema.definitions[id], texts)),
        Shape::Constant(value) => Kind::Constant(value.clone()),
        Shape::Pattern(pattern) => Kind::Pattern(pattern.clone()),
        Shape::Union(union) => Kind::Union(alternatives(bundle, schema, union, id, engine)),
        Shape::Alias(value) => Kind::Newtype(rust_type(value, engine.field_boxed(id, 0))),
        Shape::Name(value) => Kind::Alias(rust_type(value, false)),
    }
}

fn alternatives(
    bundle: &Bundle,
    schema: &NormalizedSchema,
    union: &Union,
    id: usize,
    engine: &engine::Engine,
) -> Alternatives {
    let identifiers = identifiers::alternatives(schema, union);
    let all = union
        .alternatives
        .iter()
        .zip(identifiers)
        .enumerate()
        .map(|(index, (one, identifier))| AlternativeType {
            identifier,
            value: rust_type(&one.value, engine.field_boxed(id, index)),
            kind: one.kind,
            rule: one.rule.clone(),
            branches: one.branches.iter().map(|way| judged(bundle, way)).collect(),
            documentation: describe::schema(bundle, one.schema),
        });
    Alternatives {
        all: all.collect(),
        tag: union.tag.clone(),
        discriminations: union.discriminations.clone(),
        open: union.open,
        catch_all: union.catch_all,
        blank: union.blank,
    }
}

fn judged(bundle: &Bundle, schemas: &[SchemaId]) -> Vec<String> {
    schemas.iter().filter_map(|id| bundle.judged_by(*id)).collect()
}

fn modules(bundle: &Bundle, schema: &NormalizedSchema, naming: &names::Naming<'_>) -> Vec<Module> {
    let documents = bundle.documents();
    let names = identifiers::modules(documents.iter().map(|document| document.name()), naming);
    let mut modules: Vec<Module> = documents
        .iter()
        .zip(names)
        .enumerate()
        .map(|(index, (document, name))| Module {
            name,
            document: document.name().to_owned(),
            documentation: describe::schema(bundle, bundle.root(index)),
            types: Vec::new(),
        })
        .collect();
    let mut elsewhere = Vec::new();
    for (id, definition) in schema.definitions.iter().enumerate() {
        match bundle.place(definition.home.schema) {
            Place::Document(document, _) => modules[*document].types.push(id),
            _ => elsewhere.push(id),
        }
    }
    if !elsewhere.is_empty() {
        modules.push(Module {
            name: identifiers::UNPUBLISHED.to_owned(),
            document: String::new(),
            documentation: Documentation::default(),
            types: elsewhere,
        });
    }
    modules.retain(|module| !module.types.is_empty());
    modules
}
