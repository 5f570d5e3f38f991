//! The laws of a generated type, on types written by hand as the generator writes them.

mod nhost;
mod types;
mod wide;

mod debug;
mod deep;
mod depth;
mod errors;
mod foreign;
mod formats;
mod numbers;
mod objects;
mod strings;
mod texts;
mod tolerant;
mod tuples;
mod unions;
mod validate;
