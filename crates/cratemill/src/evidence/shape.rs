//! The shape of a schema, itself a JSON Schema: what reading asks for, without the constraints that only `validate()`
//! judges.
//!
//! The law: whatever is valid is of the shape. It knows nothing of the generated types, so what it predicts of them is
//! a second opinion.

use super::allowance::Steps;
use super::judge::{Held, Judge};
use super::place::{Documents, Place};
use super::synthesize::{implied, is, named};
use super::{Reading, Subject};
use crate::budget::{SHAPE_DEPTH, SHAPE_SCHEMAS, TUPLE_POSITIONS};
use crate::document::is_exact;
use crate::normalize::matches_every_name;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The document that holds all shapes.
const DOCUMENT: &str = "cratemill:///shapes";

/// The keywords of a schema that says no more than that its values are objects, or null.
const SAYS_NO_MORE: [&str; 7] = [
    "type",
    "nullable",
    "title",
    "description",
    "deprecated",
    "example",
    "default",
];

/// Whether a schema says no more than that its values are objects, or null.
pub(super) fn is_nullable_object(schema: &Value) -> bool {
    let mut keywords = schema.as_object().into_iter().flatten();
    let is_typed = named(schema).is_some_and(|types| types.contains(&"object"));
    let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
    is_typed && is_nullable && keywords.all(|(keyword, _)| SAYS_NO_MORE.contains(&keyword.as_str()))
}

/// The shapes of all targets and of what they refer to.
pub(super) struct Shapes {
    judge: Judge,
    keys: BTreeMap<Form, usize>,
    /// Whether some of the valid values are of no shape: see [`Reducer::or_null`].
    pub(super) narrows: bool,
}

/// A schema by its reference, and whether `null` is read besides: it is wherever a property may be absent.
type Form = (String, bool);

impl Shapes {
    /// The shapes of the targets; fails where no judge can be had.
    pub fn new(documents: &Documents<'_>, subject: &Subject, steps: &Rc<Steps>) -> Result<Shapes, String> {
        let targets = &subject.targets;
        let mut reducer = Reducer {
            documents,
            strange: &subject.strange,
            closed: &subject.closed,
            targets: targets.iter().map(|target| target.schema.as_str()).collect(),
            keys: BTreeMap::new(),
            pending: Vec::new(),
            narrows: false,
        };
        for target in targets {
            if let Some(place) = documents.find(&target.schema) {
                reducer.key(&place, false);
            }
        }
        let mut shapes = Map::new();
        while let Some((key, place, nullable)) = reducer.pending.pop() {
            let shape = reducer.shape(&place, nullable, 0);
            shapes.insert(key.to_string(), shape);
        }
        let references = targets.iter().filter_map(|target| {
            let place = documents.find(&target.schema)?;
            let key = reducer.keys.get(&(place.reference(), false))?;
            Some(reference(*key))
        });
        let references = references.collect();
        let shapes = Value::Object(Map::from_iter([("$defs".to_owned(), Value::Object(shapes))]));
        let judge = Judge::new(vec![(DOCUMENT.to_owned(), shapes)], references, steps)?;
        Ok(Shapes {
            judge: judge.of_these(),
            keys: reducer.keys,
            narrows: reducer.narrows,
        })
    }

    /// Whether reading `instance` as the schema that `place` names keeps it.
    pub fn read<'v>(&self, place: &Place<'_>, instance: impl Into<Held<'v>>) -> bool {
        let key = self.keys.get(&(place.reference(), false));
        key.and_then(|key| self.judge.accepts(&reference(*key), instance)) != Some(false)
    }

    /// What reading `instance` as the schema that `place` names does.
    pub fn reading<'v>(&self, place: &Place<'_>, instance: impl Into<Held<'v>>) -> Reading {
        let shape = self.keys.get(&(place.reference(), false)).map(|key| reference(*key));
        let faults = shape
            .and_then(|shape| self.judge.faults(&shape, instance))
            .unwrap_or_default();
        if faults.is_empty() {
            return Reading::Equal;
        }
        let mut at: Vec<String> = faults.into_iter().map(|fault| fault.pointer).collect();
        at.sort();
        at.dedup();
        // What was collected in place has room for faults.
        at.shrink_to_fit();
        Reading::Refused(at)
    }
}

/// The value of `const`, or of an `enum` of one number or boolean.
fn constant(schema: &Value) -> Option<&Value> {
    let single = || match schema.get("enum")?.as_array()?.as_slice() {
        [only @ (Value::Number(_) | Value::Bool(_))] => Some(only),
        _ => None,
    };
    schema.get("const").or_else(single)
}

fn reference(key: usize) -> String {
    format!("{DOCUMENT}#/$defs/{key}")
}

struct Reducer<'a, 'd> {
    documents: &'d Documents<'a>,
    strange: &'d BTreeSet<String>,
    closed: &'d BTreeSet<String>,
    /// The schemas with a shape of their own, wherever they stand.
    targets: BTreeSet<&'d str>,
    keys: BTreeMap<Form, usize>,
    pending: Vec<(usize, Place<'a>, bool)>,
    narrows: bool,
}

impl<'a> Reducer<'a, '_> {
    fn key(&mut self, place: &Place<'a>, nullable: bool) -> usize {
        let next = self.keys.len();
        let key = *self.keys.entry((place.reference(), nullable)).or_insert(next);
        if key == next {
            self.pending.push((key, place.clone(), nullable));
        }
        key
    }

    fn shape(&mut self, place: &Place<'a>, nullable: bool, depth: usize) -> Value {
        if depth > 0 && self.targets.contains(place.reference().as_str()) {
            return json!({ "$ref": reference(self.key(place, nullable)) });
        }
        if depth > SHAPE_DEPTH || !place.schema.is_object() {
            return Value::Bool(true);
        }
        // OpenAPI 3.0 says in this way that `null` is meant, and providers that publish its schemas keep saying it.
        let nullable = nullable || place.keyword("nullable") == Some(&Value::Bool(true));
        let mut all: Vec<Value> = Vec::new();
        if let Some(target) = self.documents.follow(place) {
            all.push(json!({ "$ref": reference(self.key(&target, nullable)) }));
            if self.documents.hides_siblings(place) {
                return json!({ "allOf": all });
            }
        }
        let mut shape = Map::new();
        let types = self.own_types(place);
        // Several types are a union, which keeps what none of its alternatives reads.
        let several = types.iter().flatten().filter(|name| **name != "null").count() > 1;
        if let Some(mut types) = types {
            types.extend((nullable && !types.contains(&"null")).then_some("null"));
            shape.insert("type".to_owned(), types.into());
        }
        if let Some(constant) = constant(place.schema).filter(|constant| is_exact(constant)) {
            let null = nullable.then_some(Value::Null);
            shape.insert(
                "enum".to_owned(),
                std::iter::once(constant.clone()).chain(null).collect(),
            );
        }
        if let (Some(Value::Array(values)), true) = (place.keyword("enum"), self.is_closed(place)) {
            let null = nullable.then_some(Value::Null);
            shape.insert("enum".to_owned(), values.iter().cloned().chain(null).collect());
        }
        if !several {
            self.members(place, depth, &mut shape);
        }
        if is_unsigned(place.schema) {
            shape.insert("minimum".to_owned(), json!(0));
        }
        all.extend(
            place
                .list("allOf")
                .iter()
                .map(|part| self.shape(part, nullable, depth + 1)),
        );
        for keyword in ["anyOf", "oneOf"] {
            let branches = place.list(keyword);
            if !branches.is_empty() {
                all.push(self.union(&branches, nullable, depth));
            }
        }
        if !all.is_empty() {
            shape.insert("allOf".to_owned(), all.into());
        }
        Value::Object(shape)
    }

    fn members(&mut self, place: &Place<'a>, depth: usize, shape: &mut Map<String, Value>) {
        let required: Vec<&str> = place.texts("required").collect();
        let mut properties = Map::new();
        for (name, property) in place.map("properties") {
            let optional = !required.contains(&name);
            properties.insert(name.to_owned(), self.shape(&property, optional, depth + 1));
        }
        let patterns = place.map("patternProperties");
        let value = match &patterns[..] {
            [] => place.child("additionalProperties"),
            [(pattern, value)] if matches_every_name(pattern) => Some(value.clone()),
            _ => None,
        };
        if let Some(value) = value.filter(|value| properties.is_empty() && value.schema.is_object()) {
            shape.insert("additionalProperties".to_owned(), self.shape(&value, false, depth + 1));
        }
        let listed = match place.keyword("items") {
            Some(Value::Array(_)) => "items",
            _ => "prefixItems",
        };
        let mut positions = place.list(listed);
        if self.strange.contains(&place.reference()) {
            positions.clear();
        }
        if (1..=TUPLE_POSITIONS).contains(&positions.len()) {
            let shapes = positions
                .iter()
                .map(|item| self.shape(item, false, depth + 1))
                .collect();
            shape.insert("prefixItems".to_owned(), shapes);
            let rest = place.child(if listed == "items" { "additionalItems" } else { "items" });
            if let Some(rest) = rest.filter(|rest| rest.schema.is_object()) {
                shape.insert("items".to_owned(), self.shape(&rest, false, depth + 1));
            }
        } else if let Some(items) = place.child("items").filter(|_| place.keyword("prefixItems").is_none()) {
            shape.insert("items".to_owned(), self.shape(&items, false, depth + 1));
        }
        shape.insert("required".to_owned(), required.into());
        shape.insert("properties".to_owned(), Value::Object(properties));
    }

    /// One alternative is itself; several keep whatever has a type that one of them has.
    fn union(&mut self, branches: &[Place<'a>], nullable: bool, depth: usize) -> Value {
        let is_null = |branch: &&Place<'a>| {
            self.types(branch, &mut Vec::new())
                .is_some_and(|types| types == ["null"])
        };
        let (nulls, others): (Vec<_>, Vec<_>) = branches.iter().partition(is_null);
        if let Some(single) = self.or_null(&others) {
            self.narrows = true;
            return self.shape(single, true, depth + 1);
        }
        if let [single] = others[..] {
            return self.shape(single, nullable || !nulls.is_empty(), depth + 1);
        }
        match self.types_of_any(branches, &mut Vec::new()) {
            // A union of scalars has no place for what none of them reads.
            Some(types)
                if !types.contains(&"object")
                    && !types.contains(&"array")
                    && branches.iter().any(|branch| self.is_closed(branch)) =>
            {
                let all: Vec<Value> = branches
                    .iter()
                    .map(|one| self.shape(one, nullable, depth + 1))
                    .collect();
                json!({ "anyOf": all })
            }
            Some(mut types) => {
                types.extend((nullable && !types.contains(&"null")).then_some("null"));
                json!({ "type": types })
            }
            None => Value::Bool(true),
        }
    }

    /// The schema that is meant by a reference to it beside `{type: object, nullable: true}`: that one, or `null`. Other objects
    /// are valid, and are not read.
    fn or_null<'p>(&self, branches: &[&'p Place<'a>]) -> Option<&'p Place<'a>> {
        let (bare, others): (Vec<&&Place<'a>>, Vec<_>) =
            branches.iter().partition(|branch| is_nullable_object(branch.schema));
        match others[..] {
            [single] if !bare.is_empty() && single.keyword("$ref").is_some() => {
                let types = self.types(single, &mut Vec::new())?;
                (types == ["object"]).then_some(*single)
            }
            _ => None,
        }
    }

    /// Whether a schema is an enumeration that is closed, or refers to one.
    fn is_closed(&self, place: &Place<'a>) -> bool {
        !self.closed.is_empty() && self.closed.contains(&self.documents.resolve(place).reference())
    }

    /// The types that a schema's own keywords ask for.
    fn own_types(&self, place: &Place<'a>) -> Option<Vec<&'static str>> {
        if let Some(types) = named(place.schema) {
            return Some(types);
        }
        if let Some(Value::Array(values)) = place.keyword("enum") {
            return Some(types_of(values));
        }
        if place.keyword("const").is_some() || place.keyword("$ref").is_some() {
            return None;
        }
        implied(place.schema).map(|name| vec![name])
    }

    /// The types that instances of a schema can have; `None` where it can be any.
    fn types(&self, place: &Place<'a>, seen: &mut Vec<*const Value>) -> Option<Vec<&'static str>> {
        let address: *const Value = place.schema;
        if seen.contains(&address) {
            // Its types are found where it is met first.
            return Some(Vec::new());
        }
        if seen.len() >= SHAPE_SCHEMAS {
            return None;
        }
        seen.push(address);
        if let Some(constant) = constant(place.schema) {
            return Some(types_of(std::slice::from_ref(constant)));
        }
        if let Some(types) = self.own_types(place) {
            return Some(types);
        }
        if let Some(target) = self.documents.follow(place) {
            return self.types(&target, seen);
        }
        if let Some(types) = place.list("allOf").iter().find_map(|part| self.types(part, seen)) {
            return Some(types);
        }
        let branches = ["anyOf", "oneOf"]
            .iter()
            .map(|keyword| place.list(keyword))
            .find(|list| !list.is_empty())?;
        self.types_of_any(&branches, seen)
    }

    fn types_of_any(&self, branches: &[Place<'a>], seen: &mut Vec<*const Value>) -> Option<Vec<&'static str>> {
        let mut all: Vec<&'static str> = Vec::new();
        for branch in branches {
            all.extend(self.types(branch, seen)?);
        }
        all.sort_unstable();
        all.dedup();
        (!all.is_empty()).then_some(all)
    }
}

/// Whether the integers of a schema take all of 64 bits from zero on, which leaves no room for those below. Where its `allOf`
/// says the one half, and it the other, there is room.
fn is_unsigned(schema: &Value) -> bool {
    let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    let format = schema.get("format").and_then(Value::as_str);
    let is_integer = schema.get("type").is_some_and(|name| name == "integer");
    let begins = limit("minimum").map(|least| least >= 0.0);
    let ends = limit("maximum").map(|most| most > i64::MAX as f64 && most <= u64::MAX as f64);
    let spoken = matches!(format, Some("uint64" | "uint"));
    is_integer && begins.unwrap_or(spoken) && ends.unwrap_or(spoken)
}

fn types_of(values: &[Value]) -> Vec<&'static str> {
    const ALL: [&str; 6] = ["object", "array", "string", "number", "boolean", "null"];
    let mut found: Vec<&'static str> = Vec::new();
    for name in ALL {
        let mut of_type = values.iter().filter(|value| is(value, name)).peekable();
        if of_type.peek().is_some() {
            let whole = name == "number" && of_type.all(|value| is(value, "integer"));
            found.push(if whole { "integer" } else { name });
        }
    }
    found
}
