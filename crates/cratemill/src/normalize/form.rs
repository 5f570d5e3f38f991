//! The normal form as a JSON Schema of its own, so that a validator can judge what it lets in.

use super::{Definition, NormalizedSchema, Shape, TypeSet, Use};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

/// What the types read, as a JSON Schema: one entry of `$defs` for each definition.
pub fn json_schema(schema: &NormalizedSchema) -> Value {
    let definitions: Map<String, Value> = schema
        .definitions
        .iter()
        .map(|one| (one.path(), definition(schema, one)))
        .collect();
    json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions })
}

/// The `$ref` to a definition: a URI, which takes letters of other scripts in percent-encoding.
pub fn reference(name: &str) -> String {
    format!("#/$defs/{}", utf8_percent_encode(name, NON_ALPHANUMERIC))
}

fn definition(schema: &NormalizedSchema, one: &Definition) -> Value {
    match &one.shape {
        Shape::Enumeration(texts) if one.closed => json!({ "enum": texts }),
        Shape::Integers(values) if one.closed => json!({ "enum": values }),
        Shape::Object { properties, .. } => {
            let mut members = Map::new();
            for property in properties {
                let value = type_of(schema, &property.value);
                // An optional property may be null whether its schema says so or not.
                let value = if property.required {
                    value
                } else {
                    json!({ "anyOf": [value, { "type": "null" }] })
                };
                members.insert(property.name.clone(), value);
            }
            let required: Vec<&str> = properties
                .iter()
                .filter(|p| p.required)
                .map(|p| p.name.as_str())
                .collect();
            json!({ "type": "object", "properties": members, "required": required })
        }
        Shape::Tuple { items, rest } => {
            let items: Vec<Value> = items.iter().map(|item| type_of(schema, &item.value)).collect();
            json!({ "type": "array", "prefixItems": items, "items": type_of(schema, rest) })
        }
        Shape::Enumeration(_) | Shape::Pattern(_) => json!({ "type": "string" }),
        Shape::Integers(_) => json!({ "type": "integer" }),
        Shape::Constant(value) => json!({ "const": value }),
        Shape::Union(union) if union.catch_all => json!({}),
        Shape::Union(union) if union.open && union.tag.is_none() => {
            let kinds = union.alternatives.iter().map(|alternative| alternative.kind);
            kind_of(kinds.fold(TypeSet::NONE, TypeSet::union))
        }
        Shape::Union(union) => {
            let mut all: Vec<Value> = union
                .alternatives
                .iter()
                .map(|one| type_of(schema, &one.value))
                .collect();
            if let (Some(tag), true) = (&union.tag, union.open) {
                let known: Vec<&String> = tag.values.iter().flatten().collect();
                let unknown = json!({ "type": "string", "not": { "enum": known } });
                let properties = json!({ tag.property.as_str(): unknown });
                all.push(json!({ "type": "object", "properties": properties, "required": [tag.property] }));
            }
            json!({ "anyOf": all })
        }
        Shape::Alias(value) | Shape::Name(value) => type_of(schema, value),
    }
}

fn type_of(schema: &NormalizedSchema, value: &Use) -> Value {
    match value {
        Use::Any | Use::Open(_) => json!({}),
        Use::Implied(inner) => {
            json!({ "anyOf": [type_of(schema, inner), { "not": kind_of(schema.types_of(inner)) }] })
        }
        Use::Null => json!({ "type": "null" }),
        Use::Boolean => json!({ "type": "boolean" }),
        Use::Integer(_) => json!({ "type": "integer" }),
        Use::Number => json!({ "type": "number" }),
        Use::String | Use::Text(_) => json!({ "type": "string" }),
        Use::Foreign(_, kind) if *kind == TypeSet::ALL => json!({}),
        Use::Foreign(_, kind) => kind_of(*kind),
        Use::Definition(id) => json!({ "$ref": reference(&schema.definitions[*id].path()) }),
        Use::Array(item) => json!({ "type": "array", "items": type_of(schema, item) }),
        Use::Map(value) => json!({ "type": "object", "additionalProperties": type_of(schema, value) }),
        Use::Nullable(value) => json!({ "anyOf": [type_of(schema, value), { "type": "null" }] }),
    }
}

fn kind_of(kinds: TypeSet) -> Value {
    let names = [
        (TypeSet::NULL, "null"),
        (TypeSet::BOOLEAN, "boolean"),
        (TypeSet::NUMBER, "number"),
        (TypeSet::INTEGER, "integer"),
        (TypeSet::STRING, "string"),
        (TypeSet::ARRAY, "array"),
        (TypeSet::OBJECT, "object"),
    ];
    let all: Vec<&str> = names
        .iter()
        .filter(|(kind, _)| kinds.contains(*kind))
        .map(|(_, name)| *name)
        .collect();
    json!({ "type": all })
}
