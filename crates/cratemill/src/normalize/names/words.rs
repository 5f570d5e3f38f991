//! The words a name is made of, and the Rust identifier that they become.

use super::Naming;
use crate::bundle::{Bundle, Place, SchemaId, pointer_tokens, push_token};
use crate::provider::without_ending;
use heck::ToUpperCamelCase;
use serde_json::Value;

/// What leads to a schema, from its document on: keys, property names, titles of alternatives.
pub(super) fn parts(bundle: &Bundle, naming: &Naming<'_>, id: SchemaId) -> Vec<String> {
    let (document, pointer) = match bundle.place(id) {
        Place::Document(document, pointer) => (*document, pointer),
        Place::Unresolved(text) | Place::MetaSchema(text) => {
            let last = text
                .trim_end_matches(['/', '#'])
                .rsplit(['/', '#'])
                .next()
                .unwrap_or(text);
            return vec![short(naming, last.trim_end_matches(".json"))];
        }
    };
    let mut parts = vec![root_name(bundle, naming, document)];
    let tokens: Vec<String> = pointer_tokens(pointer).collect();
    let mut walked = String::new();
    let mut index = 0;
    while index < tokens.len() {
        let token = tokens[index].as_str();
        let next = tokens.get(index + 1).map(String::as_str);
        push_token(&mut walked, token);
        let suffix = |parts: &mut Vec<String>, suffix: &str| {
            if let Some(last) = parts.last_mut() {
                last.push(' ');
                last.push_str(suffix);
            }
        };
        let takes_next = matches!(
            token,
            "properties"
                | "patternProperties"
                | "$defs"
                | "definitions"
                | "schemas"
                | "oneOf"
                | "anyOf"
                | "allOf"
                | "prefixItems"
                | "dependentSchemas"
                | "dependencies"
        ) && next.is_some();
        if takes_next {
            push_token(&mut walked, next.unwrap_or_default());
        }
        match (token, next) {
            ("properties" | "dependentSchemas" | "dependencies", Some(name)) => parts.push(name.to_owned()),
            ("$defs" | "definitions" | "schemas", Some(name)) => parts.push(short(naming, name)),
            ("patternProperties", Some(_)) | ("additionalProperties" | "unevaluatedProperties", _) => {
                suffix(&mut parts, "Value");
            }
            ("items" | "additionalItems" | "prefixItems" | "contains" | "unevaluatedItems", _) => {
                suffix(&mut parts, "Item");
            }
            ("oneOf" | "anyOf", Some(position)) => {
                let schema = bundle.id(document, &walked);
                match schema.and_then(|schema| arm_name(bundle, schema)) {
                    Some(name) => parts.push(name),
                    None => {
                        let number = position
                            .parse::<usize>()
                            .map_or_else(|_| position.to_owned(), |n| (n + 1).to_string());
                        suffix(&mut parts, &format!("Alternative{number}"));
                    }
                }
            }
            ("components" | "allOf" | "not" | "if" | "then" | "else", _) => {}
            (other, _) if other.parse::<usize>().is_ok() => suffix(&mut parts, "Item"),
            (other, _) => parts.push(other.to_owned()),
        }
        index += if takes_next { 2 } else { 1 };
    }
    parts
}

/// What an alternative is called: its title, or what it refers to.
fn arm_name(bundle: &Bundle, id: SchemaId) -> Option<String> {
    let value = bundle.value(id);
    let title = value
        .get("title")
        .and_then(Value::as_str)
        .filter(|title| (1..=40).contains(&title.len()));
    let reference = value.get("$ref").and_then(Value::as_str);
    let last = reference
        .and_then(|text| text.rsplit(['/', '#']).next())
        .filter(|name| !name.is_empty());
    title
        .or(last)
        .map(str::to_owned)
        .filter(|name| name.chars().any(|c| c.is_ascii_alphabetic()))
}

/// The name of a document: its component key or file name, less what all names of the provider begin with.
fn root_name(bundle: &Bundle, naming: &Naming<'_>, document: usize) -> String {
    let root = bundle.root(document);
    let key = bundle
        .value(root)
        .get("$id")
        .and_then(Value::as_str)
        .filter(|text| text.starts_with("#/"));
    if let Some(key) = key
        .and_then(|text| text.rsplit('/').next())
        .filter(|key| !key.is_empty())
    {
        return short(naming, key);
    }
    short(naming, file_stem(bundle.documents()[document].name()))
}

/// A file name without its endings.
pub fn file_stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    let name = without_ending(name);
    let stem = name
        .strip_suffix("-schema")
        .or_else(|| name.strip_suffix(".schema"))
        .or_else(|| name.strip_suffix("_schema"));
    stem.filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// A key or file name less the provider's prefix and what the manifest strips.
pub fn short(naming: &Naming<'_>, name: &str) -> String {
    let mut rest = name;
    let provider = rest
        .get(..naming.provider.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(naming.provider));
    if provider && let Some(after) = rest.get(naming.provider.len()..) {
        let after_separator = after.trim_start_matches(['-', '_', '.']);
        if after_separator.len() < after.len() && !after_separator.is_empty() {
            rest = after_separator;
        }
    }
    naming.rules.strip(rest).to_owned()
}

/// Text as a Rust type name: ASCII, UpperCamelCase, and unchanged by being cased once more.
pub fn identifier(text: &str) -> String {
    let ascii: String = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let mut name = ascii.to_upper_camel_case();
    if name.is_empty() {
        let codes: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(8)
            .map(|c| format!("{:x}", c as u32))
            .collect();
        name = format!("X{codes}");
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, 'X');
    }
    loop {
        let again = name.to_upper_camel_case();
        if again == name {
            return name;
        }
        name = again;
    }
}
