//! Which alternatives of unions an instance may be read into.
//!
//! The law: where a value is valid under some alternatives of a union, the one that reading chooses is one of these; where
//! a discriminator decides, it decides. The generated types say where unions are, a judge says what is valid.

use crate::bundle::push_token;
use crate::convert::{Alternatives, Kind, Object, Presence, RustType, Types};
use crate::normalize::TypeSet;
use serde_json::Value;

/// A union in an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The JSON Pointer of the value that the union stands for.
    pub pointer: String,
    /// The union's name.
    pub union: String,
    /// The alternatives that it may be, `Pet::Cat`.
    pub allowed: Vec<String>,
}

/// Judges a value by the schema of a reference; `None` where it can't.
pub type Valid<'a> = dyn FnMut(&str, &Value) -> Option<bool> + 'a;

/// The unions in an instance of the type `root`, from the outside in, as far as there is one way to read it; with `along`
/// only those on the way to that JSON Pointer. Unions of which no alternative is valid are left out.
pub fn choices(
    types: &Types,
    root: usize,
    instance: &Value,
    along: Option<&str>,
    valid: &mut Valid<'_>,
) -> Vec<Choice> {
    let mut walk = Walk {
        types,
        along,
        valid,
        found: Vec::new(),
    };
    if root < types.types.len() {
        walk.named(root, instance, "");
    }
    walk.found
}

struct Walk<'a, 'v> {
    types: &'a Types,
    along: Option<&'a str>,
    valid: &'a mut Valid<'v>,
    found: Vec<Choice>,
}

impl Walk<'_, '_> {
    fn value(&mut self, is: &RustType, value: &Value, pointer: &str) {
        let rest = self.along.map(|along| along.strip_prefix(pointer));
        if rest.is_some_and(|rest| !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))) {
            return;
        }
        match is {
            RustType::Named(id) => self.named(*id, value, pointer),
            RustType::Boxed(inner) => self.value(inner, value, pointer),
            RustType::Option(inner) if !value.is_null() => self.value(inner, value, pointer),
            RustType::Vec(item) => {
                for (index, one) in value.as_array().into_iter().flatten().enumerate() {
                    self.value(item, one, &format!("{pointer}/{index}"));
                }
            }
            RustType::Map(inner) => {
                for (name, one) in value.as_object().into_iter().flatten() {
                    self.value(inner, one, &below(pointer, name));
                }
            }
            // What may be kept as it came, or is written by way of an untyped value, shows no alternative.
            _ => {}
        }
    }

    fn named(&mut self, id: usize, value: &Value, pointer: &str) {
        let types = self.types;
        match &types.types[id].kind {
            Kind::Object(object) => self.object(object, value, pointer),
            Kind::Tuple(tuple) => {
                let types = tuple.fields.iter().map(|field| &field.value);
                let types = types.chain(std::iter::repeat(&tuple.rest));
                let items = value.as_array().into_iter().flatten();
                for ((index, item), is) in items.enumerate().zip(types) {
                    self.value(is, item, &format!("{pointer}/{index}"));
                }
            }
            Kind::Newtype(inner) | Kind::Alias(inner) => self.value(inner, value, pointer),
            Kind::Union(union) => self.union(&types.types[id].path(), union, value, pointer),
            Kind::Enumeration(_) | Kind::Integers(_) | Kind::Constant(_) | Kind::Pattern(_) => {}
        }
    }

    fn object(&mut self, object: &Object, value: &Value, pointer: &str) {
        for field in &object.fields {
            let Some(inner) = value.get(&field.name) else { continue };
            let is_absent = inner.is_null() && !matches!(field.presence, Presence::Required | Presence::OptionalAny);
            if !is_absent {
                self.value(&field.value, inner, &below(pointer, &field.name));
            }
        }
    }

    fn union(&mut self, name: &str, union: &Alternatives, value: &Value, pointer: &str) {
        let Some(allowed) = self.allowed(union, value) else {
            return;
        };
        let named = |index: &usize| format!("{name}::{}", union.all[*index].identifier);
        let mut names: Vec<String> = allowed.iter().map(named).collect();
        if union.catch_all || allowed.is_empty() {
            names.push(format!("{name}::Unknown"));
        }
        self.found.push(Choice {
            pointer: pointer.to_owned(),
            union: name.to_owned(),
            allowed: names,
        });
        if let ([only], false) = (&allowed[..], union.catch_all) {
            self.value(&union.all[*only].value, value, pointer);
        }
    }

    /// The alternatives that a value may be; none where it must be unknown, `None` where nothing is claimed of it.
    fn allowed(&mut self, union: &Alternatives, value: &Value) -> Option<Vec<usize>> {
        let kind = TypeSet::of(value);
        let has_kind = |index: &usize| union.all[*index].kind.contains(kind);
        let by_discriminator = union.discriminations.iter().find(|one| one.is_discriminator);
        let mut left: Vec<usize> = (0..union.all.len()).filter(has_kind).collect();
        if let Some(one) = by_discriminator
            && let Some(found) = value.get(&one.property)
        {
            let means = |index: &usize| one.values[*index].contains(found);
            let is_named = left.iter().any(means);
            left.retain(|index| {
                if is_named {
                    means(index)
                } else {
                    one.values[*index].is_empty()
                }
            });
            if left.is_empty() && union.open {
                return Some(left);
            }
        }
        let mut valid = Vec::new();
        for index in left {
            let mut verdict = union.all[index].branches.is_empty();
            for chain in &union.all[index].branches {
                let mut whole = true;
                for branch in chain {
                    whole &= (self.valid)(branch, value)?;
                }
                verdict |= whole;
            }
            if verdict {
                valid.push(index);
            }
        }
        (!valid.is_empty()).then_some(valid)
    }
}

fn below(pointer: &str, name: &str) -> String {
    let mut pointer = pointer.to_owned();
    push_token(&mut pointer, name);
    pointer
}
