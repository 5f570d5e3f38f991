//! The values of a run: what is tried, and what came of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A set of schemas of one kind from one place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Corpus {
    /// What the scoreboard calls it.
    pub name: String,
    /// Its schemas, or its providers.
    pub cases: Vec<Case>,
}

/// One crate to be made, and what its types should do.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Case {
    /// Unique in the run, `schemastore/package`.
    pub name: String,
    /// The schema files; for anything but a provider the first is tried and the others are what it refers to.
    pub schemas: BTreeMap<String, String>,
    /// The example files of a provider.
    pub examples: BTreeMap<String, String>,
    /// The file whose root type reads the instances; none for a provider, whose instances its evidence names.
    pub root: Option<String>,
    /// What references may lead to besides: URI and text.
    pub resources: BTreeMap<String, String>,
    /// What is read.
    pub instances: Vec<Instance>,
}

/// A JSON text for a type.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Instance {
    /// Unique in the case.
    pub name: String,
    /// The JSON text.
    pub text: String,
    /// What the corpus says: valid or not.
    pub claimed: Option<bool>,
}

/// What the generator and the judge made of a case.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Milled {
    /// Schema files that are JSON Schema.
    pub schemas: usize,
    /// Why there is no crate.
    pub failed: Option<String>,
    /// How many Rust types there are.
    pub types: usize,
    /// How many schemas have the type of another.
    pub copies: usize,
    /// The paths of the types, and whether each stands at the root and lies inside a component.
    pub names: BTreeMap<String, bool>,
    /// What only a crate can say, and its `lib.rs` says.
    pub crate_lines: Vec<String>,
    /// The diagnostics, a line each.
    pub diagnostics: Vec<String>,
    /// How many properties all objects have.
    pub properties: usize,
    /// Those that are untyped although their schema says more, each with its place.
    pub untyped: Vec<String>,
    /// The trials, instance by instance.
    pub trials: Vec<Trial>,
    /// The types that the trials use, as paths below the crate, and whether they have `validate()`.
    pub paths: BTreeMap<String, bool>,
}

/// One instance and the type that should read it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Trial {
    /// The instance.
    pub instance: Instance,
    /// The type's path below the crate.
    pub path: String,
    /// The judge's word; none where the judge can't read the schema.
    pub valid: Option<bool>,
    /// Whether it is valid only because some schema does not write down the type that it implies.
    pub implied: bool,
    /// Why there is no judge; empty where there is one.
    pub why: String,
    /// The unions in a valid instance.
    pub choices: Vec<Choice>,
}

/// A union in an instance.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Choice {
    /// The JSON Pointer of its value.
    pub pointer: String,
    /// Its name.
    pub union: String,
    /// The alternatives that the value is valid under, `Pet::Cat`.
    pub allowed: Vec<String>,
}

/// What a generated type did with an instance.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Answer {
    /// Why it was not read.
    pub refused: Option<String>,
    /// How what was written differs.
    pub differs: Option<String>,
    /// What a tolerant reader is told of it, or reads otherwise.
    pub misfit: Option<String>,
    /// What panicked.
    pub panicked: Option<String>,
    /// What `validate()` found; an empty text is a valid value.
    pub violations: Option<String>,
    /// The unions in the value: JSON Pointer and alternative.
    #[serde(default)]
    pub alternatives: Vec<(String, String)>,
}
