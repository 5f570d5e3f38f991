//! The account of every keyword: expressed by a type, judged by `validate()`, or nothing but an annotation.

use super::ecma::translate;
use super::integers::Integers;
use super::{NormalizedSchema, Shape, dialect::group};
use crate::bundle::{Bundle, Place, SchemaId};
use serde_json::Value;

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
    "enum",
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

/// All keywords of the bundle that the types do not express, each with its reason.
pub(super) fn unexpressed(bundle: &Bundle, schema: &NormalizedSchema) -> Vec<Unexpressed> {
    let mut found = Vec::new();
    for id in bundle.schemas() {
        if !matches!(bundle.place(id), Place::Document(..)) {
            continue;
        }
        for (keyword, value) in bundle.value(id).as_object().into_iter().flatten() {
            if let Some(reason) = reason(bundle, schema, id, keyword, value) {
                found.push(Unexpressed::at(bundle, id, keyword, reason));
            }
        }
    }
    found
}

fn reason(
    bundle: &Bundle,
    schema: &NormalizedSchema,
    id: SchemaId,
    keyword: &str,
    value: &Value,
) -> Option<&'static str> {
    let unresolved = |id: &SchemaId| matches!(bundle.place(*id), Place::Unresolved(_));
    match keyword {
        "$ref" if bundle.targets(id).iter().any(unresolved) => Some("the schema is not published; any value is read"),
        "allOf" | "anyOf" | "oneOf" | "properties" | "required" if !value.is_array() && !value.is_object() => {
            Some("its value is not what the draft asks for; it has no effect")
        }
        "type" if type_is_unreadable(value) => Some("its value names no type of JSON; any value is read"),
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
        "additionalItems" if !value.is_object() => Some("judged by `validate()`, never by reading"),
        "patternProperties" => Some("names are not matched on reading; values that do not fit are kept as they came"),
        "prefixItems" | "additionalItems" => Some("the items have one type; positions are judged by `validate()`"),
        "discriminator" => Some("a hint of OpenAPI; alternatives are told apart by their constants and shapes"),
        _ => Some("no keyword of the draft; it has no effect"),
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
