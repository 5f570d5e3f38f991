//! Whether every value that one schema finds valid is valid under another: a proof, or none.
//!
//! **Architecture Invariant:** what is called proven holds for every instance. What isn't proven may hold all the same: who
//! asks looks for a witness, and where there is none either, nothing is known.
//!
//! One agreement: a property that only the wider schema names is not looked for in the values of the narrower one, which
//! could hold anything under that name. Else no property could ever be added to an object that is not closed.

mod arrays;
mod assertion;
mod disjoint;
mod groups;
mod objects;
mod schemas;
mod summary;
mod takes;
mod world;

pub(super) use assertion::Assertion;
pub(super) use groups::types;
pub(super) use objects::{names, told};
pub(super) use schemas::{Id, Schemas};
pub(super) use summary::{Conjunction, Summary};
pub(super) use takes::{Inner, Miss, Prover, Step};
pub(super) use world::World;
