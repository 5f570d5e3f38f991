//! The JSON types that schemas allow together.

use crate::evidence::place::Place;
use serde_json::Value;

/// Names of JSON types, in the order in which the schema gives them.
pub(in crate::evidence) struct Types(Vec<&'static str>);

const ALL: [&str; 7] = ["object", "array", "string", "integer", "number", "boolean", "null"];

impl Types {
    /// What all of `places` allow by `type`, or by the keywords that only one type has; `None` where nothing is left.
    pub fn of(places: &[Place<'_>]) -> Option<Types> {
        let mut allowed: Option<Vec<&'static str>> = None;
        for place in places {
            let Some(named) = named(place.schema) else { continue };
            allowed = Some(match allowed {
                None => named,
                Some(allowed) => both(&allowed, &named),
            });
        }
        let nullable = |place: &Place<'_>| place.keyword("enum").is_none();
        let types = match allowed {
            Some(types) => types,
            None => match places
                .iter()
                .filter(|place| nullable(place))
                .find_map(|place| implied(place.schema))
            {
                Some(implied) => vec![implied],
                None => vec!["anything"],
            },
        };
        (!types.is_empty()).then_some(Types(types))
    }

    /// Whether `value` has one of the types.
    pub fn hold(&self, value: &Value) -> bool {
        self.0.iter().any(|name| *name == "anything" || is(value, name))
    }

    /// The type at a position, `null` last.
    pub fn pick(&self, choice: usize) -> Option<&'static str> {
        let solid = self.0.iter().filter(|name| **name != "null");
        let sorted: Vec<&'static str> = solid
            .chain(self.0.iter().filter(|name| **name == "null"))
            .copied()
            .collect();
        sorted.get(choice.checked_rem(sorted.len())?).copied()
    }
}

/// The names in `type`; `None` where it is missing or holds anything else.
pub(in crate::evidence) fn named(schema: &Value) -> Option<Vec<&'static str>> {
    let known = |name: &str| ALL.into_iter().find(|known| *known == name);
    match schema.get("type")? {
        Value::String(name) => known(name).map(|name| vec![name]),
        Value::Array(names) if !names.is_empty() => names.iter().map(|name| known(name.as_str()?)).collect(),
        _ => None,
    }
}

fn both(left: &[&'static str], right: &[&'static str]) -> Vec<&'static str> {
    let mut kept = Vec::new();
    for name in left {
        if right.contains(name) || (*name == "integer" && right.contains(&"number")) {
            kept.push(*name);
        } else if *name == "number" && right.contains(&"integer") {
            kept.push("integer");
        }
    }
    kept
}

/// The type whose keywords a schema without `type` uses.
pub(in crate::evidence) fn implied(schema: &Value) -> Option<&'static str> {
    const KEYWORDS: [(&str, &str); 20] = [
        ("properties", "object"),
        ("required", "object"),
        ("additionalProperties", "object"),
        ("patternProperties", "object"),
        ("propertyNames", "object"),
        ("minProperties", "object"),
        ("maxProperties", "object"),
        ("items", "array"),
        ("prefixItems", "array"),
        ("contains", "array"),
        ("minItems", "array"),
        ("maxItems", "array"),
        ("pattern", "string"),
        ("minLength", "string"),
        ("maxLength", "string"),
        ("minimum", "number"),
        ("maximum", "number"),
        ("exclusiveMinimum", "number"),
        ("exclusiveMaximum", "number"),
        ("multipleOf", "number"),
    ];
    let found = KEYWORDS.iter().find(|(keyword, _)| schema.get(keyword).is_some());
    found.map(|(_, name)| *name)
}

/// Whether a value has the JSON type of that name; `1.0` is an integer.
pub(in crate::evidence) fn is(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
        Value::Number(number) => match name {
            "number" => true,
            "integer" => number.as_f64().is_some_and(|number| number.fract() == 0.0),
            _ => false,
        },
    }
}
