//! One run of the generator: what a caller decides about it, and what comes of it.

use serde::{Deserialize, Serialize};

/// What a caller decides about the output.
#[derive(Clone, Debug)]
pub struct Options {
    /// How a generated crate depends on `lossless` and `round-trip`.
    pub runtime: Runtime,
}

/// How a generated crate depends on `lossless` and `round-trip`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// By the path from the generated crate's folder to the folder that holds both.
    Path(String),
    /// By a version requirement, from the registry.
    Version(String),
}

/// How much there is of everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Schema documents read.
    pub schemas: usize,
    /// Rust types emitted.
    pub types: usize,
    /// Schemas that have the type of another which says the same.
    pub copies: usize,
    /// Instances that tests are made from.
    pub examples: usize,
    /// Tests emitted.
    pub tests: usize,
    /// Values that were drafted and judged for the evidence: what it costs, in any run the same.
    pub steps: u64,
}

/// An intermediate form, in the order in which they are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The documents after patching.
    Document,
    /// The compound schema with every reference resolved.
    Bundle,
    /// The form that the engine takes.
    Normalized,
    /// The Rust types.
    Types,
    /// The files of the crate.
    Files,
}
