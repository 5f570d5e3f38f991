//! The account of every keyword: expressed by a type, judged by `validate()`, or nothing but an annotation.

use super::ecma::translate;
use super::integers::Integers;
use super::{NormalizedSchema, Shape, dialect::group, enum_text};
use crate::bundle::{Bundle, Place, SchemaId, pointer_tokens};
use crate::document::{Draft, child, is_exact};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A keyword that the types do not express.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unexpressed {
    /// `file.json#/pointer` of the schema.
    pub address: String,
    /// The keyword; empty where the schema as a whole is meant.
    pub keyword: String,
    /// What is made of it instead.
    pub reason: String,
}

impl Unexpressed {
    pub(super) fn at(bundle: &Bundle, id: SchemaId, keyword: &str, reason: &str) -> Self {
        Unexpressed {
            address: bundle.address(id),
            keyword: keyword.to_owned(),
            reason: reason.to_owned(),
        }
    }
}

/// The keyword of a group of alternatives.
pub(super) fn group_keyword(bit: u8) -> &'static str {
    match bit {
        group::ONE_OF => "oneOf",
        group::ANY_OF => "anyOf",
        _ => "$dynamicRef",
    }
}

/// Keywords that the types express, or that only organize and describe.
const EXPRESSED: &[&str] = &[
    "$schema",
    "$id",
    "id",
    "$anchor",
    "$ref",
    "$dynamicRef",
    "$dynamicAnchor",
    "$recursiveRef",
    "$recursiveAnchor",
    "$vocabulary",
    "$comment",
    "$defs",
    "definitions",
    "components",
    "title",
    "description",
    "type",
    "properties",
    "required",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "const",
    "default",
    "examples",
    "example",
    "deprecated",
    "nullable",
    "readOnly",
    "writeOnly",
];

/// Keywords that only limit which values are valid.
const LIMITS: &[&str] = &[
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxContains",
    "minContains",
    "contains",
    "maxProperties",
    "minProperties",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "propertyNames",
    "not",
    "if",
    "then",
    "else",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Whether a keyword can limit which values are valid without any type saying so.
pub fn is_constraint(keyword: &str) -> bool {
    const SOMETIMES: &[&str] = &[
        "pattern",
        "additionalProperties",
        "patternProperties",
        "prefixItems",
        "additionalItems",
    ];
    LIMITS.contains(&keyword) || SOMETIMES.contains(&keyword)
}

/// Whether a keyword of a schema says nothing about which values are valid, nor what their types are.
pub(super) fn is_annotation(schema: &Map<String, Value>, keyword: &str) -> bool {
    const SAYS: &[&str] = &[
        "$ref",
        "$dynamicRef",
        "$recursiveRef",
        "type",
        "properties",
        "required",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "const",
        "enum",
        "nullable",
        "format",
        "discriminator",
        "contentEncoding",
        "contentMediaType",
        "contentSchema",
    ];
    let says = SAYS.contains(&keyword) || is_constraint(keyword);
    !says && !enum_text::is_heard(schema, keyword)
}

/// All keywords of the bundle that the types do not express, each with its reason.
pub(super) fn unexpressed(bundle: &Bundle, schema: &NormalizedSchema) -> Vec<Unexpressed> {
    let mut found = Vec::new();
    let shape = |id: SchemaId| schema.types.get(&id).map(|id| &schema.definitions[*id].shape);
    let tuples = schema
        .definitions
        .iter()
        .filter(|one| matches!(one.shape, Shape::Tuple { .. }));
    let tuples: BTreeSet<SchemaId> = tuples.flat_map(|one| one.parts.iter().copied()).collect();
    let is_tuple = |id: SchemaId| tuples.contains(&id) || matches!(shape(id), Some(Shape::Tuple { .. }));
    for id in bundle.schemas() {
        if !matches!(bundle.place(id), Place::Document(..)) {
            continue;
        }
        if bundle.value(id) == &Value::Bool(false) && !is_told_by_its_holder(bundle, id) {
            let reason = "no value is valid; any is read, and judged by `validate()`";
            found.push(Unexpressed::at(bundle, id, "", reason));
        }
        for (keyword, value) in bundle.value(id).as_object().into_iter().flatten() {
            if names_schemas(bundle, id, keyword) {
                continue;
            }
            if let Some(reason) = reason(bundle, schema, id, keyword, value, &is_tuple) {
                found.push(Unexpressed::at(bundle, id, keyword, reason));
            }
        }
    }
    found
}

/// Whether a member is no keyword, but the name of a schema or of several, in a file of such.
pub(super) fn names_schemas(bundle: &Bundle, id: SchemaId, name: &str) -> bool {
    let Place::Document(document, pointer) = bundle.place(id) else {
        return false;
    };
    let definitions = &bundle.documents()[*document].definitions;
    if definitions.is_empty() || !pointer.is_empty() {
        return false;
    }
    let own = child("", name);
    let inside = bundle.value(id).get(name).and_then(Value::as_object);
    let first = inside.and_then(|inside| inside.keys().next());
    definitions.contains(&own) || first.is_some_and(|first| definitions.contains(&child(&own, first)))
}

/// Whether a schema is the value of a keyword that has a line of its own.
fn is_told_by_its_holder(bundle: &Bundle, id: SchemaId) -> bool {
    let Place::Document(_, pointer) = bundle.place(id) else {
        return false;
    };
    let mut tokens: Vec<String> = pointer_tokens(pointer).collect();
    let last = tokens.pop().unwrap_or_default();
    let holder = tokens.pop().unwrap_or_default();
    let is_keyword = |name: &str| LIMITS.contains(&name) || name.starts_with("additional");
    is_keyword(&last) && holder != "properties" || is_keyword(&holder) || holder == "patternProperties"
}

/// Whether alternatives differ by nothing that a type says: by what is required, and by limits.
fn are_limits(arms: &Value) -> bool {
    const SILENT: &[&str] = &["required", "title", "description", "$comment", "deprecated", "examples"];
    let is_limit = |arm: &Value| {
        let names = arm.as_object().map(|arm| arm.keys().map(String::as_str));
        names.is_some_and(|mut names| names.all(|name| LIMITS.contains(&name) || SILENT.contains(&name)))
    };
    arms.as_array()
        .is_some_and(|arms| !arms.is_empty() && arms.iter().all(is_limit))
}

fn reason(
    bundle: &Bundle,
    schema: &NormalizedSchema,
    id: SchemaId,
    keyword: &str,
    value: &Value,
    is_tuple: &dyn Fn(SchemaId) -> bool,
) -> Option<&'static str> {
    let unresolved = |id: &SchemaId| matches!(bundle.place(*id), Place::Unresolved(_));
    match keyword {
        "$ref" if bundle.targets(id).iter().any(unresolved) => Some("the schema is not published; any value is read"),
        "allOf" | "anyOf" | "oneOf" | "properties" | "required" if !value.is_array() && !value.is_object() => {
            Some("its value is not what the draft asks for; it has no effect")
        }
        "type" if type_is_unreadable(value) => Some("its value names no type of JSON; any value is read"),
        "oneOf" | "anyOf" if are_limits(value) => Some("judged by `validate()`, never by reading"),
        "const" if bundle.draft(id) < Draft::Draft6 => Some("no keyword of the draft; it has no effect"),
        "const" if !is_exact(value) => {
            Some("the number may have been rounded; judged by `validate()`, never by reading")
        }
        name if EXPRESSED.contains(&name) => None,
        "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum" | "format" if is_wide(bundle.value(id)) => {
            Some("an integer type with room for it; judged by `validate()`")
        }
        name if LIMITS.contains(&name) => Some("judged by `validate()`, never by reading"),
        "pattern" => match schema
            .types
            .get(&id)
            .map(|definition| &schema.definitions[*definition].shape)
        {
            Some(Shape::Pattern(_)) => Some("checked on construction and by `validate()`, never by reading"),
            _ if value.as_str().is_some_and(|pattern| !bundle.takes_pattern(pattern)) => {
                Some("all patterns together are too large; this one has no effect")
            }
            _ if value.as_str().is_some_and(|pattern| translate(pattern).is_none()) => {
                Some("no regular expression that the runtime takes; not checked on construction")
            }
            _ => Some("judged by `validate()`, never by reading"),
        },
        "format" => match value.as_str() {
            Some("date-time" | "date" | "time" | "uuid" | "uri") => {
                Some("the text is kept as it came; parsed when asked")
            }
            _ => Some("an annotation; the value is kept as it came"),
        },
        "additionalProperties" if value == &Value::Bool(false) => {
            Some("unknown properties are kept; `validate()` refuses them")
        }
        "additionalProperties" => None,
        "prefixItems" if is_tuple(id) => None,
        "additionalItems" if value.is_object() && is_tuple(id) => None,
        "additionalItems" if !value.is_object() => Some("judged by `validate()`, never by reading"),
        "contentEncoding" | "contentMediaType" | "contentSchema" if bundle.draft(id) >= Draft::Draft7 => {
            Some("an annotation; the value is kept as it came")
        }
        "patternProperties" => Some("names are not matched on reading; values that do not fit are kept as they came"),
        "prefixItems" | "additionalItems" => Some("the items have one type; positions are judged by `validate()`"),
        "enum" => enumeration(bundle, schema, id, value),
        "discriminator" => {
            let has_alternatives = ["oneOf", "anyOf"]
                .iter()
                .any(|keyword| bundle.value(id).get(keyword).is_some());
            (!has_alternatives)
                .then_some("it stands beside no alternatives; the schemas that build on this one are no union")
        }
        name if bundle
            .value(id)
            .as_object()
            .is_some_and(|schema| enum_text::is_heard(schema, name)) =>
        {
            None
        }
        _ => Some("no keyword of the draft; it has no effect"),
    }
}

/// Why an `enum` is not expressed: only strings, and a single number or boolean, are types.
fn enumeration(bundle: &Bundle, schema: &NormalizedSchema, id: SchemaId, value: &Value) -> Option<&'static str> {
    let Value::Array(values) = value else {
        return Some("its value is not what the draft asks for; it has no effect");
    };
    let is_const = bundle.value(id).get("const").is_some() && bundle.draft(id) >= Draft::Draft6;
    let shape = schema
        .types
        .get(&id)
        .map(|definition| &schema.definitions[*definition].shape);
    match (shape, &values[..]) {
        _ if is_const => None,
        (Some(Shape::Enumeration(_) | Shape::Integers(_) | Shape::Constant(_)), _) => None,
        (_, [Value::Number(_) | Value::Bool(_)]) => None,
        (_, all) if all.iter().all(|value| value.is_string() || value.is_null()) => None,
        (_, all) if all.iter().all(Value::is_boolean) => None,
        _ => Some("its values have no names; they are judged by `validate()`, never by reading"),
    }
}

/// Whether a schema itself asks for more than the usual integers.
fn is_wide(schema: &Value) -> bool {
    let is_integer = schema.get("type").is_some_and(|name| name == "integer");
    is_integer
        && schema
            .as_object()
            .is_some_and(|object| Integers::of(object, &[]).is_wide())
}

fn type_is_unreadable(value: &Value) -> bool {
    let known = |name: &Value| {
        matches!(
            name.as_str(),
            Some("null" | "boolean" | "integer" | "number" | "string" | "array" | "object")
        )
    };
    match value {
        Value::Array(names) => names.is_empty() || !names.iter().all(known),
        name => !known(name),
    }
}

#[cfg(test)]
mod tests;
