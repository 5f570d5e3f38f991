//! Values under rules. Each value is judged by each rule once; what was found is kept with the tape.

use super::{Applied, Arrays, Id, Numbers, Objects, Rule, Strings, Table};
use crate::Number;
use crate::small_set::SmallSet;
use crate::tape::{Cursor, Kind, step};
use crate::union::{self, Types};
use serde_json::Value;
use std::collections::HashSet;

pub(super) struct Judge<'a> {
    pub(super) table: &'a Table,
    /// Tells the rules of one crate from those of another.
    pub(super) address: usize,
    /// Whether only shapes count: types, required properties, constants.
    pub(super) shape: bool,
}

impl Judge<'_> {
    pub(super) fn accepts(&self, id: Id, value: Cursor<'_>) -> bool {
        let rule = &self.table.rules[id as usize];
        if !is_complete(rule, value) {
            return false;
        }
        let is_flat = rule.applied.is_none() && !matches!(value.kind(), Kind::Array | Kind::Object);
        if is_flat || rule.shallow {
            step();
            return self.holds(rule, value);
        }
        let key = (self.address, id, self.shape, value.at());
        if let Some(known) = value.tape().memory.borrow().verdicts.get(&key) {
            return *known;
        }
        step();
        // A rule that comes to itself at the same value asks for nothing more there.
        value.tape().memory.borrow_mut().verdicts.insert(key, true);
        let verdict = self.holds(rule, value);
        value.tape().memory.borrow_mut().verdicts.insert(key, verdict);
        verdict
    }

    fn holds(&self, rule: &Rule, value: Cursor<'_>) -> bool {
        if rule.never || rule.types.is_some_and(|types| types & types_of(value) == 0) {
            return false;
        }
        if let Some(values) = &rule.values
            && !self.is_among(values, value)
        {
            return false;
        }
        let inside = match value.kind() {
            Kind::Number => self.shape || rule.numbers.as_ref().is_none_or(|rule| number(rule, value)),
            Kind::Plain | Kind::Unescaped => self.shape || rule.strings.as_ref().is_none_or(|rule| string(rule, value)),
            Kind::Array => rule.arrays.as_ref().is_none_or(|rule| self.array(rule, value)),
            Kind::Object => rule.objects.as_ref().is_none_or(|rule| self.object(rule, value)),
            Kind::Null | Kind::False | Kind::True => true,
        };
        inside && rule.applied.as_ref().is_none_or(|rule| self.applied(rule, value))
    }

    /// An enumeration of several values is open: of its shape are all values of its types.
    fn is_among(&self, values: &[Value], value: Cursor<'_>) -> bool {
        if self.shape && values.len() > 1 {
            return values.iter().any(|one| types_of_value(one) & types_of(value) != 0);
        }
        values.iter().any(|one| equals(one, value))
    }

    fn array(&self, rule: &Arrays, value: Cursor<'_>) -> bool {
        let count = value.len();
        let counts = rule.least.is_none_or(|least| count >= least) && rule.most.is_none_or(|most| count <= most);
        if !self.shape && !counts {
            return false;
        }
        let mut prefix = rule.prefix.iter();
        for item in value.items() {
            let rule = prefix.next().copied().or(rule.rest);
            if rule.is_some_and(|rule| !self.is_closed(rule) && !self.accepts(rule, item)) {
                return false;
            }
        }
        if self.shape {
            return true;
        }
        if let Some((contained, least, most)) = rule.contains {
            let found = value.items().filter(|item| self.accepts(contained, *item)).count();
            if found < least || most.is_some_and(|most| found > most) {
                return false;
            }
        }
        !rule.unique || {
            let mut seen = HashSet::new();
            value.items().all(|item| seen.insert(key(item)))
        }
    }

    /// Whether a rule forbids everything, which is no matter of shape.
    fn is_closed(&self, rule: Id) -> bool {
        self.shape && self.table.rules[rule as usize].never
    }

    fn object(&self, rule: &Objects, value: Cursor<'_>) -> bool {
        let count = value.len();
        let counts = rule.least.is_none_or(|least| count >= least) && rule.most.is_none_or(|most| count <= most);
        if !self.shape && !counts {
            return false;
        }
        for (name, inner) in value.properties() {
            let property = rule.names.get(name).map(|(_, property)| property).unwrap_or_default();
            if property
                .rule
                .is_some_and(|rule| !self.is_closed(rule) && !self.accepts(rule, inner))
            {
                return false;
            }
            if !self.unnamed(rule, name, property.named, inner) {
                return false;
            }
        }
        self.shape || self.dependent(rule, value)
    }

    /// `patternProperties` and `additionalProperties`. Beside names that are given, values of another shape are kept.
    fn unnamed(&self, rule: &Objects, name: &str, is_named: bool, value: Cursor<'_>) -> bool {
        if self.shape {
            let is_map = rule.names.iter().all(|property| !property.named) && rule.patterns.is_empty();
            return !is_map
                || rule
                    .additional
                    .is_none_or(|rule| self.is_closed(rule) || self.accepts(rule, value));
        }
        let mut is_matched = is_named;
        for (pattern, rule) in &rule.patterns {
            if pattern.matches(name) {
                is_matched = true;
                if !self.accepts(*rule, value) {
                    return false;
                }
            }
        }
        is_matched || rule.additional.is_none_or(|rule| self.accepts(rule, value))
    }

    fn dependent(&self, rule: &Objects, value: Cursor<'_>) -> bool {
        if let Some(names) = rule.property_names {
            let rule = &self.table.rules[names as usize];
            if !value.properties().all(|(name, _)| self.is_name(rule, name)) {
                return false;
            }
        }
        let required = rule
            .dependent_required
            .iter()
            .all(|(name, others)| value.get(name).is_none() || others.iter().all(|other| value.get(other).is_some()));
        required
            && rule
                .dependent_schemas
                .iter()
                .all(|(name, rule)| value.get(name).is_none() || self.accepts(*rule, value))
    }

    /// `propertyNames`, as far as it speaks of the text itself.
    fn is_name(&self, rule: &Rule, name: &str) -> bool {
        let text = Value::from(name);
        !rule.never
            && rule.types.is_none_or(|types| types & union::STRING != 0)
            && rule.values.as_ref().is_none_or(|values| values.contains(&text))
            && rule.strings.as_ref().is_none_or(|rule| is_text(rule, name))
            && rule.applied.as_ref().is_none_or(|applied| {
                let is_name = |id: &Id| self.is_name(&self.table.rules[*id as usize], name);
                applied.reference.iter().all(is_name)
                    && applied.all.iter().all(is_name)
                    && (applied.any.is_empty() || applied.any.iter().any(is_name))
                    && (applied.one.is_empty() || applied.one.iter().filter(|id| is_name(id)).count() == 1)
                    && !applied.not.iter().any(is_name)
            })
    }

    fn applied(&self, rule: &Applied, value: Cursor<'_>) -> bool {
        let accepts = |id: &Id| self.accepts(*id, value);
        if !rule.reference.iter().all(accepts) || !rule.all.iter().all(accepts) {
            return false;
        }
        if !rule.any.is_empty() && !rule.any.iter().any(accepts) {
            return false;
        }
        if self.shape {
            return rule.one.is_empty() || rule.one.iter().any(accepts);
        }
        if !rule.one.is_empty() && rule.one.iter().filter(|id| accepts(id)).take(2).count() != 1 {
            return false;
        }
        if rule.not.iter().any(accepts) {
            return false;
        }
        match rule.condition {
            Some((condition, then, otherwise)) => {
                let branch = if self.accepts(condition, value) {
                    then
                } else {
                    otherwise
                };
                branch.iter().all(accepts)
            }
            None => true,
        }
    }
}

/// Whether a value has all properties that a rule requires of objects: what rules most values out, before anything is judged
/// that is inside.
pub(super) fn is_complete(rule: &Rule, value: Cursor<'_>) -> bool {
    value.kind() != Kind::Object || rule.objects.as_ref().is_none_or(|rule| has_required(rule, value))
}

/// Of so many properties each is looked up among the names, of fewer each name among them.
const MANY: usize = 16;

fn has_required(rule: &Objects, value: Cursor<'_>) -> bool {
    if value.len() < rule.required.len() {
        return false;
    }
    if value.len() < MANY {
        return rule.required.iter().all(|name| value.get(name).is_some());
    }
    let mut found = SmallSet::default();
    let places = value.properties().filter_map(|(name, _)| rule.names.get(name));
    places
        .filter(|(_, property)| property.required)
        .for_each(|(place, _)| found.add(place));
    found.len() == rule.required.len()
}

/// The JSON types that a value has.
pub(crate) fn types_of(value: Cursor<'_>) -> Types {
    match value.kind() {
        Kind::Null => union::NULL,
        Kind::False | Kind::True => union::BOOLEAN,
        Kind::Number if value.is_integer() => union::INTEGER,
        Kind::Number => union::FRACTION,
        Kind::Plain | Kind::Unescaped => union::STRING,
        Kind::Array => union::ARRAY,
        Kind::Object => union::OBJECT,
    }
}

/// The JSON types that a value of a schema has.
fn types_of_value(value: &Value) -> Types {
    match value {
        Value::Null => union::NULL,
        Value::Bool(_) => union::BOOLEAN,
        Value::Number(number) if Number::from(number).is_integral() => union::INTEGER,
        Value::Number(_) => union::FRACTION,
        Value::String(_) => union::STRING,
        Value::Array(_) => union::ARRAY,
        Value::Object(_) => union::OBJECT,
    }
}

fn number(rule: &Numbers, value: Cursor<'_>) -> bool {
    // A number that is out of all reckoning breaks no limit.
    let Some(number) = value.as_number() else { return true };
    rule.minimum.as_ref().is_none_or(|limit| number >= *limit)
        && rule.maximum.as_ref().is_none_or(|limit| number <= *limit)
        && rule.exclusive_minimum.as_ref().is_none_or(|limit| number > *limit)
        && rule.exclusive_maximum.as_ref().is_none_or(|limit| number < *limit)
        && rule
            .multiple_of
            .as_ref()
            .is_none_or(|divisor| number.is_multiple_of(divisor) != Some(false))
}

fn string(rule: &Strings, value: Cursor<'_>) -> bool {
    is_text(rule, value.as_str().unwrap_or_default())
}

fn is_text(rule: &Strings, text: &str) -> bool {
    let length = || text.chars().count();
    rule.least.is_none_or(|least| length() >= least)
        && rule.most.is_none_or(|most| length() <= most)
        && rule.pattern.as_ref().is_none_or(|pattern| pattern.matches(text))
}

/// JSON equality with a value on a tape.
pub(crate) fn equals(value: &Value, other: Cursor<'_>) -> bool {
    match value {
        Value::Null => other.kind() == Kind::Null,
        Value::Bool(value) => other.kind() == if *value { Kind::True } else { Kind::False },
        Value::String(text) => other.as_str() == Some(text),
        Value::Number(number) => other.as_number().is_some_and(|other| other == Number::from(number)),
        Value::Array(items) => {
            other.kind() == Kind::Array
                && other.len() == items.len()
                && items.iter().zip(other.items()).all(|(one, other)| equals(one, other))
        }
        Value::Object(properties) => {
            other.kind() == Kind::Object
                && other.len() == properties.len()
                && other
                    .properties()
                    .all(|(name, other)| properties.get(name).is_some_and(|one| equals(one, other)))
        }
    }
}

/// A value by which equal values are found.
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Key<'t> {
    Null,
    Boolean(bool),
    Number(Option<Number>),
    String(&'t str),
    Array(Vec<Key<'t>>),
    Object(Vec<(&'t str, Key<'t>)>),
}

fn key(value: Cursor<'_>) -> Key<'_> {
    match value.kind() {
        Kind::Null => Key::Null,
        Kind::False => Key::Boolean(false),
        Kind::True => Key::Boolean(true),
        Kind::Number => Key::Number(value.as_number()),
        Kind::Plain | Kind::Unescaped => Key::String(value.as_str().unwrap_or_default()),
        Kind::Array => Key::Array(value.items().map(key).collect()),
        Kind::Object => {
            let mut all: Vec<(&str, Key<'_>)> = value.properties().map(|(name, value)| (name, key(value))).collect();
            all.sort();
            Key::Object(all)
        }
    }
}
