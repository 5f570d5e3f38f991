//! The facts of unions: alternative by alternative.

use super::Facts;
use crate::convert::{AlternativeType, Alternatives};
use crate::drift::fact::Fact;
use crate::drift::fit;
use crate::drift::pairs::Pairs;
use crate::normalize::TypeSet;

impl Facts<'_> {
    pub(super) fn unions(&mut self, old: &Alternatives, new: &Alternatives) {
        let matches = alternatives(self.pairs, &old.all, &new.all);
        for (index, one) in old.all.iter().enumerate() {
            let Some(other) = matches[index] else {
                let kept = fit::keeps(new, one.kind);
                self.add(Fact::AlternativeRemoved {
                    name: one.identifier.clone(),
                    kept,
                });
                continue;
            };
            self.alternative(one, &new.all[other]);
            if let (Some(old_tag), Some(new_tag)) = (&old.tag, &new.tag)
                && let (Some(before), Some(after)) = (old_tag.values.get(index), new_tag.values.get(other))
                && before != after
            {
                let name = new.all[other].identifier.clone();
                self.add(Fact::TagValuesChanged {
                    name,
                    old: before.clone(),
                    new: after.clone(),
                });
            }
        }
        for (_, one) in new
            .all
            .iter()
            .enumerate()
            .filter(|(index, _)| !matches.contains(&Some(*index)))
        {
            let kept = fit::keeps(old, one.kind);
            self.add(Fact::AlternativeAdded {
                name: one.identifier.clone(),
                kept,
            });
        }
        if old.open != new.open {
            self.add(Fact::OpennessChanged {
                open: new.open,
                counted: false,
            });
        }
        let is_object = |one: &&AlternativeType| one.kind.contains(TypeSet::OBJECT);
        let both = |one: &AlternativeType| new.all.iter().any(|other| other.identifier == one.identifier);
        if old.overlapping != new.overlapping && old.all.iter().filter(is_object).any(both) {
            self.add(Fact::OverlapChanged { on: new.overlapping });
        }
        let property = |union: &Alternatives| union.tag.as_ref().map(|tag| tag.property.clone());
        if property(old) != property(new) {
            self.add(Fact::TagChanged {
                old: property(old),
                new: property(new),
            });
        }
    }

    fn alternative(&mut self, old: &AlternativeType, new: &AlternativeType) {
        if !self.pairs.equal(&old.value, &new.value) {
            let fit = fit::of_types(self.pairs, &old.value, &new.value);
            let (before, after) = self.pairs.texts(&old.value, &new.value);
            self.add(Fact::AlternativeChanged {
                name: new.identifier.clone(),
                old: before,
                new: after,
                fit,
            });
        }
        if old.identifier != new.identifier {
            self.add(Fact::Renamed {
                is_variant: true,
                old: old.identifier.clone(),
                new: new.identifier.clone(),
            });
        }
    }
}

/// For each old alternative, the new one: of the same type, else of the same name.
fn alternatives(pairs: &Pairs<'_>, old: &[AlternativeType], new: &[AlternativeType]) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None; old.len()];
    type Rule<'a> = &'a dyn Fn(&AlternativeType, &AlternativeType) -> bool;
    let rules: [Rule<'_>; 3] = [
        &|one, other| pairs.equal(&one.value, &other.value) && one.identifier == other.identifier,
        &|one, other| pairs.equal(&one.value, &other.value),
        &|one, other| one.identifier == other.identifier,
    ];
    for rule in rules {
        for (index, one) in old.iter().enumerate() {
            if found[index].is_none() {
                let fits = |id: &usize| !found.contains(&Some(*id)) && rule(one, &new[*id]);
                found[index] = (0..new.len()).find(fits);
            }
        }
    }
    found
}
