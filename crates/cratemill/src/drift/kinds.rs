//! The facts of two versions: type by type, field by field.

mod unions;

use super::fact::Fact;
use super::fit;
use super::pairs::Pairs;
use super::spot::{Found, Spot, without_position};
use super::words::{presence, word};
use crate::convert::{self, Field, Kind, Object, Presence, RustType, Tuple, Types, Variant};

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
            let stays = before.file == before.modules || stands_in(pairs.new, &before.file, &before.name);
            facts.add(Fact::TypeMoved {
                old: before.file.join("::"),
                new: after.file.join("::"),
                stays,
            });
        }
        facts.of_type(old, new);
    }
    for (old, new) in pairs.parted() {
        let (before, after) = (&pairs.old.types[old], &pairs.new.types[new]);
        facts.place = Spot::of(Some(before), Some(after));
        facts.add(Fact::TypeParted { old: before.path() });
        let known = facts.found.len();
        facts.contents(old, new);
        facts.found[known..].iter_mut().for_each(|one| one.is_apart = true);
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
            is_apart: false,
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
        let [old_closed, new_closed] = [old.closed, new.closed];
        match (&old.kind, &new.kind) {
            (Kind::Object(old), Kind::Object(new)) => self.objects(old, new),
            (Kind::Enumeration(old), Kind::Enumeration(new)) | (Kind::Integers(old), Kind::Integers(new)) => {
                self.enumerations(old, new, [old_closed, new_closed]);
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
        let asked = convert::asks(self.pairs.old, old);
        let asks = convert::asks(self.pairs.new, new);
        if asked != asks {
            self.add(Fact::BuilderChanged { asks });
        }
        let method = |types: &Types, object: &Object, field: &Field| convert::default(types, object, field).is_some();
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
                let methods = [method(self.pairs.old, old, field), method(self.pairs.new, new, other)];
                self.defaults(&place, [field, other], methods);
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
                let methods = [method(self.pairs.old, old, field), method(self.pairs.new, new, other)];
                self.defaults(&place, [field, other], methods);
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
                    is_variant: false,
                    old: old.identifier.clone(),
                    new: new.identifier.clone(),
                },
            );
        }
        self.held(place, old, new);
    }

    fn held(&mut self, place: &Spot, old: &Field, new: &Field) {
        let same = holds(old) == holds(new) && self.pairs.equal(old.held(), new.held());
        if presence(old.presence) != presence(new.presence) {
            let fit = fit::of_presence(self.pairs, (old.presence, &old.value), (new.presence, &new.value));
            let (old, new) = (presence(old.presence), presence(new.presence));
            self.add_at(place, Fact::PresenceChanged { old, new, fit, same });
        }
        if !self.pairs.equal(&old.value, &new.value) {
            let fit = fit::of_types(self.pairs, &old.value, &new.value);
            let (old, new) = self.pairs.texts(&old.value, &new.value);
            self.add_at(place, Fact::FieldTypeChanged { old, new, fit, same });
        }
        let on = new.documentation.deprecated;
        if old.documentation.deprecated != on {
            self.add_at(place, Fact::DeprecatedChanged { on });
        }
        if old.secret != new.secret {
            self.add_at(place, Fact::SecretChanged { secret: new.secret });
        }
    }

    fn defaults(&mut self, place: &Spot, [old, new]: [&Field; 2], methods: [bool; 2]) {
        let [old, new] = [old, new].map(|one| one.documentation.default.clone());
        if old != new {
            self.add_at(place, Fact::DefaultChanged { old, new, methods });
        }
    }

    fn tuples(&mut self, old: &Tuple, new: &Tuple) {
        for (index, (before, after)) in old.fields.iter().zip(&new.fields).enumerate() {
            let place = self.place.item(index, before, after);
            self.fields(&place, before, after);
            self.defaults(&place, [before, after], [false; 2]);
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
            let same = false;
            self.add_at(&place, Fact::FieldTypeChanged { old, new, fit, same });
        }
    }

    fn enumerations(&mut self, old: &[Variant], new: &[Variant], closed: [bool; 2]) {
        if closed[0] != closed[1] {
            self.add(Fact::OpennessChanged {
                open: closed[0],
                counted: true,
            });
        }
        for variant in old {
            match new.iter().find(|other| other.text == variant.text) {
                None => {
                    let now = new.iter().find(|other| other.identifier == variant.identifier);
                    self.add(Fact::VariantRemoved {
                        text: variant.text.clone(),
                        now: now.map(|other| other.text.clone()),
                    });
                }
                Some(other) if other.identifier != variant.identifier => {
                    self.add(Fact::Renamed {
                        is_variant: true,
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
                counted: closed[0],
            });
        }
    }
}

/// How a field holds its value.
fn holds(field: &Field) -> u8 {
    match field.presence {
        Presence::Required => 0,
        Presence::Maybe => 1,
        Presence::Nullable | Presence::Optional | Presence::OptionalAny | Presence::OptionalImplied => 2,
    }
}

/// Whether a module has a name of a type.
fn stands_in(types: &Types, module: &[String], name: &str) -> bool {
    let mut modules = types.modules.iter();
    modules.any(|one| one.path == module && one.aliases.contains_key(name))
}
