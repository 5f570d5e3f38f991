//! Values that hold no others: strings with a format, a pattern or names, and numbers by the room they need.

use super::Shaper;
use crate::budget::NAMED_VALUES;
use crate::bundle::SchemaId;
use crate::normalize::TypeSet;
use crate::normalize::ecma::translate;
use crate::normalize::integers::{Integers, integer};
use crate::normalize::merge::{Alternative, Conjunction};
use crate::normalize::{Format, Role, Shape, Use, Width};
use lossless::pattern::{counted, is_bounded};
use serde_json::Value;
use std::collections::BTreeSet;

impl<'a> Shaper<'a> {
    pub(super) fn strings(&mut self, all: &[Alternative], home: SchemaId, role: Role) -> Use {
        let mut names: Vec<String> = Vec::new();
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for one in all {
            let texts = self.merger.strings(&one.atoms).into_iter().flatten();
            names.extend(texts.filter(|text| known.insert(text)).map(str::to_owned));
        }
        let mut atoms: Conjunction = all.iter().flat_map(|one| one.atoms.iter().copied()).collect();
        atoms.sort();
        atoms.dedup();
        if names.len() > NAMED_VALUES {
            self.too_large(&atoms, "enum", home);
            return Use::String;
        }
        if !names.is_empty() {
            return self.leaf(atoms, Role::Text, role, home, Shape::Enumeration(names));
        }
        if let Some(value) = self.foreign_format(all) {
            return value;
        }
        let formats: BTreeSet<Option<Format>> = all.iter().map(|one| self.format(&one.atoms)).collect();
        if let [Some(format)] = formats.iter().collect::<Vec<_>>()[..] {
            return Use::Text(*format);
        }
        let patterns: BTreeSet<Option<&str>> = all.iter().map(|one| self.pattern(&one.atoms)).collect();
        match patterns.iter().collect::<Vec<_>>()[..] {
            [Some(pattern)] if !is_bounded(pattern) && counted(pattern).is_none() => {
                self.too_large(&atoms, "pattern", home);
                Use::String
            }
            [Some(pattern)] if self.bundle.takes_pattern(pattern) && translate(pattern).is_some() => {
                let shape = Shape::Pattern((*pattern).to_owned());
                self.leaf(atoms, Role::Text, role, home, shape)
            }
            _ => Use::String,
        }
    }

    fn format(&mut self, atoms: &Conjunction) -> Option<Format> {
        atoms
            .iter()
            .find_map(|atom| match self.merger.keywords(atom.id).format? {
                "date-time" => Some(Format::DateTime),
                "date" => Some(Format::Date),
                "time" => Some(Format::Time),
                "uuid" => Some(Format::Uuid),
                "uri" => Some(Format::Uri),
                _ => None,
            })
    }

    fn pattern(&mut self, atoms: &Conjunction) -> Option<&'a str> {
        atoms.iter().find_map(|atom| self.merger.keywords(atom.id).pattern)
    }

    pub(super) fn number(&mut self, all: &[Alternative], home: SchemaId, role: Role) -> Use {
        if all
            .iter()
            .any(|one| one.kind == Some(TypeSet::NUMBER) || self.names_huge_number(&one.atoms))
        {
            return Use::Number;
        }
        let integers = |one: &Alternative| {
            let schemas = one.atoms.iter().map(|atom| self.merger.keywords(atom.id).integers);
            schemas.reduce(Integers::and).unwrap_or_default()
        };
        let width = all
            .iter()
            .map(integers)
            .reduce(Integers::or)
            .unwrap_or_default()
            .width();
        match self.named_integers(all) {
            // What too many values name is an integer like any other.
            Some(values) if width == Width::Signed64 && values.len() <= NAMED_VALUES => {
                let mut atoms: Conjunction = all.iter().flat_map(|one| one.atoms.iter().copied()).collect();
                atoms.sort();
                atoms.dedup();
                self.leaf(atoms, Role::Integer, role, home, Shape::Integers(values))
            }
            _ => Use::Integer(width),
        }
    }

    /// The integers that are named, where every alternative names its own: others beside them would be no unknown ones.
    fn named_integers(&mut self, all: &[Alternative]) -> Option<Vec<i64>> {
        let mut found: Vec<i64> = Vec::new();
        for one in all {
            let values = self.merger.values(&one.atoms)?;
            let own: Vec<i64> = values.into_iter().filter_map(integer).collect();
            if own.is_empty() {
                return None;
            }
            found.extend(own);
        }
        let mut seen = BTreeSet::new();
        found.retain(|value| seen.insert(*value));
        Some(found)
    }

    /// Whether an `enum` holds a number without a fraction that no integer type holds.
    fn names_huge_number(&mut self, atoms: &Conjunction) -> bool {
        let is_huge =
            |value: &Value| value.is_f64() && value.as_f64().is_some_and(|number| number.abs() >= i64::MAX as f64);
        atoms.iter().any(|atom| {
            self.merger
                .keywords(atom.id)
                .values
                .iter()
                .flatten()
                .any(|value| is_huge(value))
        })
    }
}
