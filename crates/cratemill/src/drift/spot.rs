//! Where a difference is.

use super::fact::Fact;
use super::pairs::path;
use crate::bundle::push_token;
use crate::convert::{Field, Type};

/// A difference, and where it is.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The Rust path, `Session::access_token`.
    pub(super) path: String,
    /// The one that it had in the older version, where it was there.
    pub(super) old_path: String,
    /// What is different.
    pub(super) what: Fact,
    /// Whether it is of a type that has parted from others: no code names it yet.
    pub(super) is_apart: bool,
    /// The address of the schema in the older version.
    pub(super) old: Option<String>,
    /// The one in the newer version.
    pub(super) new: Option<String>,
}

/// What is compared: a type, or a field of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Spot {
    pub(super) path: String,
    pub(super) old_path: String,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
}

impl Spot {
    pub(super) fn of(old: Option<&Type>, new: Option<&Type>) -> Self {
        let address = |one: &Type| one.exact.clone().unwrap_or_else(|| one.address.clone());
        Spot {
            path: new.or(old).map_or_else(String::new, path),
            old_path: old.map_or_else(String::new, path),
            old: old.map(address),
            new: new.map(address),
        }
    }

    pub(super) fn field(&self, old: Option<&Field>, new: Option<&Field>) -> Self {
        let below = |address: &Option<String>, field: Option<&Field>| {
            let mut address = address.as_deref()?.split(" (").next()?.to_owned();
            address.push_str("/properties");
            push_token(&mut address, &field?.name);
            Some(address)
        };
        let identifier = new.or(old).map_or("", |field| field.identifier.as_str());
        Spot {
            path: format!("{}::{identifier}", self.path),
            old_path: old.map_or_else(String::new, |field| format!("{}::{}", self.old_path, field.identifier)),
            old: below(&self.old, old),
            new: below(&self.new, new),
        }
    }
}

impl Spot {
    /// The position of an array.
    pub(super) fn item(&self, index: usize, old: &Field, new: &Field) -> Self {
        let below = |address: &Option<String>| address.as_ref().map(|one| format!("{one}/prefixItems/{index}"));
        Spot {
            path: format!("{}::{}", self.path, new.identifier),
            old_path: format!("{}::{}", self.old_path, old.identifier),
            old: below(&self.old),
            new: below(&self.new),
        }
    }
}

/// An address without the positions of alternatives in it.
pub(super) fn without_position(address: &str) -> String {
    let is_position = |token: &&str| token.starts_with(|c: char| c.is_ascii_digit());
    let tokens = address.split('/').filter(|token| !is_position(token));
    tokens.collect::<Vec<&str>>().join("/")
}
