//! The facts of two versions: type by type, field by field.

use super::fact::Fact;
use super::fit;
use super::pairs::Pairs;
use super::spot::{Found, Spot, without_position};
use super::words::{presence, word};
use crate::convert::{AlternativeType, Alternatives, Field, Kind, Object, RustType, Tuple, Variant};

/// Every difference with its place.
pub(super) fn facts(pairs: &Pairs<'_>) -> Vec<Found> {
    let mut facts = Facts {
        pairs,
        place: Spot::default(),
        found: Vec::new(),
    };
    for one in pairs.removed() {
        facts.place = Spot::of(Some(one), None);
        facts.add(Fact::TypeRemoved);
    }
    for one in pairs.added() {
        facts.place = Spot::of(None, Some(one));
        facts.add(Fact::TypeAdded);
    }
    for (old, new) in pairs.both() {
        let (before, after) = (&pairs.old.types[old], &pairs.new.types[new]);
        facts.place = Spot::of(Some(before), Some(after));
        if before.file != after.file && before.path() == after.path() {
            facts.add(Fact::TypeMoved {
                old: before.file.join("::"),
                new: after.file.join("::"),
            });
        }
        facts.of_type(old, new);
    }
    for (old, new) in pairs.parted() {
        let (before, after) = (&pairs.old.types[old], &pairs.new.types[new]);
        facts.place = Spot::of(Some(before), Some(after));
        facts.add(Fact::TypeParted { old: before.path() });
        facts.contents(old, new);
    }
    facts.found
}

struct Facts<'a> {
    pairs: &'a Pairs<'a>,
    /// The type that is compared.
    place: Spot,
    found: Vec<Found>,
}

impl Facts<'_> {
    fn add(&mut self, what: Fact) {
        let place = self.place.clone();
        self.add_at(&place, what);
    }

    fn add_at(&mut self, place: &Spot, what: Fact) {
        let Spot {
            path,
            old_path,
            old,
            new,
        } = place.clone();
        self.found.push(Found {
            path,
            old_path,
            what,
            old,
            new,
        });
    }

    fn of_type(&mut self, old_id: usize, new_id: usize) {
        let (old, new) = (&self.pairs.old.types[old_id], &self.pairs.new.types[new_id]);
        let (old_path, new_path) = (old.path(), new.path());
        if old_path != new_path {
            // The lock makes an alias where one place gets another name.
            let constructed = matches!(old.kind, Kind::Constant(_) | Kind::Newtype(_));
            let is_at = |address: &String| *address == old.address;
            let has_its_place = is_at(&new.address) || new.copies.iter().any(|copy| is_at(&copy.address));
            let aliased = has_its_place && self.pairs.new.types.iter().all(|one| one.path() != old_path);
            self.add(Fact::TypeRenamed {
                old: old_path,
                aliased,
                constructed,
            });
        } else if without_position(&old.address) != without_position(&new.address) {
            self.add(Fact::SchemaMoved {
                old: old.address.clone(),
                new: new.address.clone(),
            });
        }
        let on = new.documentation.deprecated;
        if old.documentation.deprecated != on {
            self.add(Fact::DeprecatedChanged { on });
        }
        self.contents(old_id, new_id);
    }

    fn contents(&mut self, old_id: usize, new_id: usize) {
        let (old, new) = (&self.pairs.old.types[old_id], &self.pairs.new.types[new_id]);
        match (&old.kind, &new.kind) {
            (Kind::Object(old), Kind::Object(new)) => self.objects(old, new),
            (Kind::Enumeration(old), Kind::Enumeration(new)) | (Kind::Integers(old), Kind::Integers(new)) => {
                self.enumerations(old, new);
            }
            (Kind::Tuple(old), Kind::Tuple(new)) => self.tuples(old, new),
            (Kind::Union(old), Kind::Union(new)) => self.unions(old, new),
            (Kind::Constant(old), Kind::Constant(new)) if old != new => {
                self.add(Fact::ConstantChanged {
                    old: old.clone(),
                    new: new.clone(),
                });
            }
            (Kind::Pattern(old), Kind::Pattern(new)) if old != new => {
                self.add(Fact::PatternChanged {
                    old: old.clone(),
                    new: new.clone(),
                });
            }
            (Kind::Newtype(old), Kind::Newtype(new)) | (Kind::Alias(old), Kind::Alias(new)) => {
                if !self.pairs.equal(old, new) {
                    let fit = fit::of_types(self.pairs, old, new);
                    let (old, new) = self.pairs.texts(old, new);
                    self.add(Fact::ContentChanged { old, new, fit });
                }
            }
            (Kind::Constant(_), Kind::Constant(_)) | (Kind::Pattern(_), Kind::Pattern(_)) => {}
            (old, new) => {
                let fit = fit::of_kinds(self.pairs, old_id, new_id);
                self.add(Fact::KindChanged {
                    old: word(old),
                    new: word(new),
                    fit,
                });
            }
        }
    }

    fn objects(&mut self, old: &Object, new: &Object) {
        let required = |field: &Field| !fit::may_miss(field.presence);
        let without = |fields: &'_ [Field], others: &[Field]| -> Vec<Field> {
            let gone = fields
                .iter()
                .filter(|one| others.iter().all(|other| other.name != one.name));
            gone.cloned().collect()
        };
        let (gone, come) = (without(&old.fields, &new.fields), without(&new.fields, &old.fields));
        for field in &old.fields {
            let other = new.fields.iter().find(|other| other.name == field.name);
            let place = self.place.field(Some(field), other);
            if let Some(other) = other {
                self.fields(&place, field, other);
            } else if let Some(other) = come.iter().find(|other| other.identifier == field.identifier) {
                let place = self.place.field(Some(field), Some(other));
                self.add_at(
                    &place,
                    Fact::WireNameChanged {
                        old: field.name.clone(),
                        new: other.name.clone(),
                        required: required(field) || required(other),
                    },
                );
                self.held(&place, field, other);
            } else {
                let perhaps = self.perhaps(field, &gone, &come);
                self.add_at(
                    &place,
                    Fact::FieldRemoved {
                        required: required(field),
                        perhaps,
                    },
                );
            }
        }
        for field in come
            .iter()
            .filter(|field| gone.iter().all(|other| other.identifier != field.identifier))
        {
            let place = self.place.field(None, Some(field));
            self.add_at(
                &place,
                Fact::FieldAdded {
                    required: required(field),
                },
            );
        }
        let equal = match (&old.additional, &new.additional) {
            (None, None) => true,
            (Some(old), Some(new)) => self.pairs.equal(old, new),
            _ => false,
        };
        if !equal {
            let any = RustType::Value;
            let (old, new) = (
                old.additional.as_ref().unwrap_or(&any),
                new.additional.as_ref().unwrap_or(&any),
            );
            let (old, new) = self.pairs.texts(old, new);
            self.add(Fact::AdditionalChanged { old, new });
        }
    }

    /// The new property that has the shape of one that is gone, if each is the only one of that shape.
    fn perhaps(&self, field: &Field, gone: &[Field], come: &[Field]) -> Option<String> {
        let alike = |one: &&Field, other: &Field| {
            presence(one.presence) == presence(other.presence) && self.pairs.equal(&one.value, &other.value)
        };
        let mut all = come.iter().filter(|other| alike(&field, other));
        let (Some(only), None) = (all.next(), all.next()) else {
            return None;
        };
        let rivals = gone.iter().filter(|one| alike(one, only)).count();
        (rivals == 1).then(|| only.name.clone())
    }

    fn fields(&mut self, place: &Spot, old: &Field, new: &Field) {
        if old.identifier != new.identifier {
            self.add_at(
                place,
                Fact::Renamed {
                    old: old.identifier.clone(),
                    new: new.identifier.clone(),
                },
            );
        }
        self.held(place, old, new);
    }

    fn held(&mut self, place: &Spot, old: &Field, new: &Field) {
        if presence(old.presence) != presence(new.presence) {
            let fit = fit::of_presence(self.pairs, (old.presence, &old.value), (new.presence, &new.value));
            let (old, new) = (presence(old.presence), presence(new.presence));
            self.add_at(place, Fact::PresenceChanged { old, new, fit });
        }
        if !self.pairs.equal(&old.value, &new.value) {
            let fit = fit::of_types(self.pairs, &old.value, &new.value);
            let (old, new) = self.pairs.texts(&old.value, &new.value);
            self.add_at(place, Fact::FieldTypeChanged { old, new, fit });
        }
        let on = new.documentation.deprecated;
        if old.documentation.deprecated != on {
            self.add_at(place, Fact::DeprecatedChanged { on });
        }
        if old.secret != new.secret {
            self.add_at(place, Fact::SecretChanged { secret: new.secret });
        }
        let (old, new) = (&old.documentation.default, &new.documentation.default);
        if old != new {
            self.add_at(
                place,
                Fact::DefaultChanged {
                    old: old.clone(),
                    new: new.clone(),
                },
            );
        }
    }

    fn tuples(&mut self, old: &Tuple, new: &Tuple) {
        for (index, (before, after)) in old.fields.iter().zip(&new.fields).enumerate() {
            let place = self.place.item(index, before, after);
            self.fields(&place, before, after);
        }
        let (before, after) = (old.fields.len(), new.fields.len());
        if before != after {
            self.add(Fact::PositionsChanged {
                old: before,
                new: after,
            });
        }
        if !self.pairs.equal(&old.rest, &new.rest) {
            let fit = fit::of_types(self.pairs, &old.rest, &new.rest);
            let (old, new) = self.pairs.texts(&old.rest, &new.rest);
            let place = Spot {
                path: format!("{}::rest", self.place.path),
                old_path: format!("{}::rest", self.place.old_path),
                ..self.place.clone()
            };
            self.add_at(&place, Fact::FieldTypeChanged { old, new, fit });
        }
    }

    fn enumerations(&mut self, old: &[Variant], new: &[Variant]) {
        for variant in old {
            match new.iter().find(|other| other.text == variant.text) {
                None => self.add(Fact::VariantRemoved {
                    text: variant.text.clone(),
                }),
                Some(other) if other.identifier != variant.identifier => {
                    self.add(Fact::Renamed {
                        old: variant.identifier.clone(),
                        new: other.identifier.clone(),
                    });
                }
                Some(_) => {}
            }
        }
        for variant in new
            .iter()
            .filter(|variant| old.iter().all(|other| other.text != variant.text))
        {
            self.add(Fact::VariantAdded {
                text: variant.text.clone(),
            });
        }
    }

    fn unions(&mut self, old: &Alternatives, new: &Alternatives) {
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
            self.add(Fact::OpennessChanged { open: new.open });
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
