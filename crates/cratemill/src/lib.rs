//! Cratemill: from a provider's JSON Schema files to a typed Rust crate.
//!
//! The modules are in reading order; each imports only those above it.

pub mod budget;
pub mod file_tree;
pub mod diagnostic;
mod text;
mod run;
pub mod provider;
pub mod record;
pub mod document;
pub mod patch;
pub mod bundle;
pub mod normalize;
pub mod convert;
pub mod evidence;
pub mod proof;
pub mod render;
pub mod package;
pub mod drift;
mod pipeline;
mod explain;
mod users;

pub use explain::{explain, places_like};
pub use pipeline::{Generated, Kept, Survey, check, choices, compare, drift, emit, generate, generate_types, survey};
pub use run::{Options, Runtime, Stage, Summary};
pub use text::meant;
pub use users::users;

/// The examples of the package's README.md are tested.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
