//! What a definition is named after: a schema, or a part of one.

use crate::bundle::SchemaId;

/// What a definition is named after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Home {
    /// The schema.
    pub schema: SchemaId,
    /// The schema itself, or a part that has no place of its own.
    pub role: Role,
}

/// Which part of a schema a definition stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The schema as a whole.
    Whole,
    /// The object among its alternatives.
    Object,
    /// The strings among its alternatives.
    Text,
    /// The integers among its alternatives.
    Integer,
    /// The constant among its alternatives.
    Constant,
    /// The values of properties that no name is given for.
    Additional,
    /// What one of several branches says of a property's value: `then`, `else`, what depends on a property.
    Branches,
    /// The items of its array.
    Items,
    /// The array among its alternatives.
    Tuple,
    /// The schema, or `null`.
    Nullable,
}
