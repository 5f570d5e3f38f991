//! What tells the alternatives of a union apart: a property that decides alone, or the rules that valid values keep.

use super::unions::{Piece, kind, parts};
use super::{Shaper, tags};
use crate::bundle::SchemaId;
use crate::normalize::merge::Alternative;
use crate::normalize::{Discrimination, Tag, TypeSet, Unexpressed, UnionAlternative};
use serde_json::Value;
use std::collections::BTreeSet;

impl Shaper<'_> {
    /// The rule of an alternative: what was chosen on the way to it, else all that holds.
    pub(super) fn rule(&mut self, piece: &Piece) -> String {
        let names: Vec<String> = parts(piece).iter().map(|one| self.rule_of(one)).collect();
        self.rules.any(&names)
    }

    fn rule_of(&mut self, one: &Alternative) -> String {
        let mut schemas: Vec<SchemaId> = one.arms.iter().map(|(_, arm)| *arm).collect();
        if schemas.is_empty() {
            schemas = one.atoms.iter().map(|atom| atom.id).collect();
        }
        self.rules.all(&schemas)
    }

    /// The rules of the alternatives that no `type` limits to what their variant holds: a value of the JSON type of another
    /// alternative may be valid under them, and one of any type under what says nothing of types.
    pub(super) fn untyped(&mut self, pieces: &[Piece], unknown: &[Alternative]) -> Vec<String> {
        let all = pieces.iter().fold(TypeSet::NONE, |all, piece| all.union(kind(piece)));
        let mut found: Vec<String> = Vec::new();
        for piece in pieces.iter().filter(|piece| !kind(piece).contains(all)) {
            for one in parts(piece).iter().filter(|one| !one.arms.is_empty()) {
                if self.merger.types(&one.atoms).is_none() {
                    found.push(self.rule_of(one));
                }
            }
        }
        found.extend(unknown.iter().map(|one| self.rule_of(one)));
        found.sort();
        found.dedup();
        found
    }

    /// Whether a property that every alternative requires has values in each that no other one has.
    pub(super) fn is_decided(&mut self, objects: &[Option<&Alternative>], discriminations: &[Discrimination]) -> bool {
        let Some(objects) = objects.iter().copied().collect::<Option<Vec<&Alternative>>>() else {
            return false;
        };
        discriminations.iter().any(|one| {
            let mut known = BTreeSet::new();
            !one.is_discriminator
                && one.values.iter().all(|values| !values.is_empty())
                && one.values.iter().flatten().all(|value| known.insert(value.to_string()))
                && objects
                    .iter()
                    .all(|object| self.required_names(object).contains(&one.property))
        })
    }

    /// Lists a union whose rules leave something out.
    pub(super) fn account(&mut self, alternatives: &[UnionAlternative], home: SchemaId) {
        let mut rules = alternatives.iter().filter_map(|one| one.rule.as_deref());
        let Some(keyword) = rules.find_map(|rule| self.rules.left_out(rule)) else {
            return;
        };
        let reason = match keyword {
            "unevaluatedProperties" => "alternatives are told apart by shape only: by all but `unevaluatedProperties`",
            "unevaluatedItems" => "alternatives are told apart by shape only: by all but `unevaluatedItems`",
            "$dynamicRef" => "alternatives are told apart by shape only: the dynamic scope is not followed",
            "$ref" => "alternatives are told apart by shape only: a meta-schema is not followed",
            "pattern" => {
                "alternatives are told apart by shape only: by all but a pattern that the runtime does not take"
            }
            _ => "alternatives are told apart by shape only: by what is less than 64 schemas deep",
        };
        self.schema
            .unexpressed
            .push(Unexpressed::at(self.bundle, home, "", reason));
    }

    /// A property that every alternative requires, and whose strings are others in each.
    pub(super) fn tag(&mut self, pieces: &[Piece]) -> Option<Tag> {
        let objects: Vec<&Alternative> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Object(one) => Some(one),
                _ => None,
            })
            .collect::<Option<_>>()?;
        let names = self.required_names(objects.first()?);
        names.into_iter().find_map(|name| {
            let mut known: BTreeSet<String> = BTreeSet::new();
            let mut values: Vec<Vec<String>> = Vec::new();
            for one in &objects {
                let own = self.tag_values(one, &name)?;
                if own.iter().any(|value| !known.insert(value.clone())) {
                    return None;
                }
                values.push(own);
            }
            Some(Tag { property: name, values })
        })
    }

    fn required_names(&mut self, one: &Alternative) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for atom in &one.atoms {
            let read = self.merger.keywords(atom.id);
            names.extend(read.required.iter().map(|name| (*name).to_owned()));
        }
        names
    }

    fn tag_values(&mut self, one: &Alternative, name: &str) -> Option<Vec<String>> {
        if self.merger.constant(&one.atoms).is_some() || !self.required_names(one).iter().any(|own| own == name) {
            return None;
        }
        let values = tags::values_of(self, one, name)?;
        values
            .into_iter()
            .map(|value| value.as_str().map(str::to_owned))
            .collect()
    }
}

/// Whether a discrimination says of a tag's property what the tag says.
pub(super) fn agrees(one: &Discrimination, tag: &Tag) -> bool {
    let same = |(own, others): (&Vec<Value>, &Vec<String>)| {
        let others: BTreeSet<&str> = others.iter().map(String::as_str).collect();
        own.len() == others.len()
            && own
                .iter()
                .all(|value| value.as_str().is_some_and(|own| others.contains(own)))
    };
    !one.is_discriminator || one.property == tag.property && one.values.iter().zip(&tag.values).all(same)
}
