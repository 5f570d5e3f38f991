//! Types of other crates in the place of generated ones: which schemas and formats they stand for.

use crate::bundle::SchemaId;
use std::collections::{BTreeMap, BTreeSet};

/// What the maintainer replaces, each with the path of a Rust type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreign {
    /// By `format`, of strings.
    pub formats: BTreeMap<String, String>,
    /// By schema.
    pub schemas: BTreeMap<SchemaId, String>,
}

/// What of it has met something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// Formats.
    pub formats: BTreeSet<String>,
    /// Schemas.
    pub schemas: BTreeSet<SchemaId>,
}
