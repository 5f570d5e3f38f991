//! What a schema says, apart from annotations: a label, and the schemas that it speaks of.

use crate::bundle::{Bundle, Place, SchemaId, member, subschemas};
use crate::document::Draft;
use crate::normalize::keywords;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What one schema says.
pub(super) struct Says {
    /// All but the schemas it speaks of.
    pub label: String,
    /// The schemas it speaks of, in the order of the label.
    pub of: Vec<SchemaId>,
}

/// Keywords that hold definitions, which say nothing where they stand.
const DEFINITIONS: [&str; 3] = ["$defs", "definitions", "components"];
/// Keywords whose schemas go by names, which have no order.
const NAMED: [&str; 4] = ["properties", "patternProperties", "dependentSchemas", "dependencies"];
/// Keywords whose lists have no order.
const UNORDERED: [&str; 3] = ["type", "enum", "required"];

/// The schema that one is another name of: it says nothing beside a reference, or beside an `allOf` of one.
pub(super) fn forwards(bundle: &Bundle, id: SchemaId) -> Option<SchemaId> {
    let object = bundle.value(id).as_object()?;
    if member(object, "nullable") == Some(&Value::Bool(true)) {
        return None;
    }
    let hides = bundle.draft(id) < Draft::Draft201909 && member(object, "$ref").is_some_and(Value::is_string);
    let mut said = object.keys().filter(|keyword| says_something(object, keyword));
    let only = said.next()?;
    match only.as_str() {
        _ if !hides && said.next().is_some() => None,
        _ if hides || only == "$ref" => match bundle.targets(id) {
            [target] => Some(*target),
            _ => None,
        },
        "allOf" if object[only].as_array().is_some_and(|all| all.len() == 1) => bundle.child(id, &["allOf", "0"]),
        _ => None,
    }
}

fn says_something(object: &Map<String, Value>, keyword: &str) -> bool {
    !DEFINITIONS.contains(&keyword) && !keywords::is_annotation(object, keyword)
}

/// What a schema says. One whose meaning hangs on where it stands says what no other does.
pub(super) fn says(bundle: &Bundle, id: SchemaId) -> Says {
    let alone = || Says {
        label: format!("at {}", bundle.address(id)),
        of: Vec::new(),
    };
    let Place::Document(document, _) = bundle.place(id) else {
        return alone();
    };
    let object = match bundle.value(id) {
        Value::Object(object) => object,
        other => {
            return Says {
                label: other.to_string(),
                of: Vec::new(),
            };
        }
    };
    let is_dynamic = bundle.opens_dynamic_scope(bundle.root(*document));
    if is_dynamic || bundle.targets(id).len() > 1 {
        return alone();
    }
    let mut parts: BTreeMap<&str, Vec<(Vec<String>, SchemaId)>> = BTreeMap::new();
    for tokens in subschemas(bundle.value(id)) {
        let texts: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let Some((keyword, _)) = object.get_key_value(texts[0]) else {
            continue;
        };
        if let Some(child) = bundle.child(id, &texts) {
            parts.entry(keyword).or_default().push((tokens, child));
        }
    }
    let mut keywords: Vec<&String> = object
        .keys()
        .filter(|keyword| says_something(object, keyword))
        .collect();
    keywords.sort();
    let mut said = Says {
        label: format!("{:?} {}", bundle.draft(id), bundle.is_openapi(id)),
        of: Vec::new(),
    };
    for keyword in keywords {
        said.label.push('\n');
        said.label.push_str(&Value::from(keyword.as_str()).to_string());
        match parts.remove(keyword.as_str()) {
            Some(children) => {
                said.push_children(bundle, keyword, children);
                // It may hold lists of names beside schemas.
                if keyword == "dependencies" {
                    said.label.push_str(&lists(&object[keyword]));
                }
            }
            None if keyword == "$ref" => {
                said.of.extend(bundle.targets(id));
                if bundle.targets(id).is_empty() {
                    return alone();
                }
            }
            None => said.label.push_str(&plain(keyword, &object[keyword])),
        }
    }
    said
}

impl Says {
    /// The subschemas of a keyword by their names, which have no order, or by their positions.
    fn push_children(&mut self, bundle: &Bundle, keyword: &str, mut children: Vec<(Vec<String>, SchemaId)>) {
        if NAMED.contains(&keyword) {
            children.sort();
        }
        for (tokens, child) in children {
            for token in &tokens[1..] {
                self.label.push(' ');
                self.label.push_str(&Value::from(token.as_str()).to_string());
                self.label.push_str(&of_a_place(bundle, child));
            }
            self.of.push(child);
        }
    }
}

/// The annotations of a property that its field turns into more than documentation: an accessor, secrecy.
fn of_a_place(bundle: &Bundle, id: SchemaId) -> String {
    let own = bundle.value(id);
    let target = bundle.targets(id).first().map(|target| bundle.value(*target));
    let default = own.get("default").or_else(|| target?.get("default"));
    let default = default.map(|default| format!(" default {}", sorted(default)));
    let is_secret = own.get("writeOnly") == Some(&Value::Bool(true));
    default.unwrap_or_default() + if is_secret { " secret" } else { "" }
}

/// The lists among the members of an object.
fn lists(value: &Value) -> String {
    let all = value
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| value.is_array());
    let all: BTreeMap<&String, String> = all.map(|(name, names)| (name, plain("required", names))).collect();
    format!(" {all:?}")
}

fn plain(keyword: &str, value: &Value) -> String {
    match value {
        Value::Array(all) if UNORDERED.contains(&keyword) => {
            let mut all: Vec<String> = all.iter().map(sorted).collect();
            all.sort();
            all.dedup();
            format!("[{}]", all.join(","))
        }
        // A list of one type is the type.
        Value::String(name) if keyword == "type" => format!("[{}]", Value::from(name.as_str())),
        other => sorted(other),
    }
}

/// JSON text with the members of objects by name.
fn sorted(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let members: BTreeMap<&String, String> = object.iter().map(|(name, value)| (name, sorted(value))).collect();
            let members = members
                .iter()
                .map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(sorted).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}
