//! Which of a provider's files are schemas.

mod openapi;
mod unread;

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::{Document, child};
use crate::provider::{EXAMPLES, FOREIGN, JSON, LOCK, Manifest, NamesLock, ProviderSource, SCHEMAS, ending};
use indexmap::IndexSet;
use serde_json::{Map, Value};
pub(super) use unread::fold_references;

/// The schemas among a provider's files; what is none, or can't be read, is told.
///
/// A file that names in the lock came from and that holds no schema any more is an error, so that the crate and the lock
/// stay as they are.
pub(super) fn documents(
    source: &ProviderSource,
    manifest: &Manifest,
    lock: &NamesLock,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Document> {
    let is_fetched = matches!(manifest.source.origin(), Ok(Some(_)));
    let mut documents = Vec::new();
    for (path, bytes) in source.schemas.iter() {
        let file = format!("{SCHEMAS}/{path}");
        let (mut document, mut found) = match of_another_language(path) {
            Some(message) => (
                None,
                vec![another_form(
                    message,
                    Some(whole(file)),
                    &kept(conversion(path), is_fetched),
                )],
            ),
            None => Document::parse(&file, bytes),
        };
        if let Some(document) = &mut document {
            document.definitions = definitions(&document.value);
        }
        match &document {
            Some(document) => found.extend(peculiarity(document, is_fetched)),
            None if ending(path) == "json5" => found.iter_mut().for_each(|one| {
                let how = kept("convert it", is_fetched);
                one.help = format!("JSON5 is read as far as it is JSON with comments and trailing commas; {how}");
            }),
            None => {}
        }
        let document = document.filter(|document| match &document.value {
            Value::Object(_) => {
                !found.iter().any(|one| one.code == Code::NotASchema) || !is_another(lock, path, document)
            }
            value => value.is_boolean(),
        });
        if document.is_none() {
            found.iter_mut().for_each(|one| unreadable(lock, path, is_fetched, one));
        }
        diagnostics.extend(found);
        documents.extend(document);
    }
    documents
}

const TO_SCHEMA: &str = "convert it to JSON Schema";

/// What to do with a file that is no JSON.
fn conversion(path: &str) -> &'static str {
    match ending(path).as_str() {
        "yaml" | "yml" | "openapi" => "convert it to JSON (`yq -o json`)",
        "gz" | "tgz" | "zip" => "unpack it",
        _ => TO_SCHEMA,
    }
}

/// What to do with a file, and where to keep what comes of it: `update` replaces the files that it has fetched, as a whole.
fn kept(what: &str, is_fetched: bool) -> String {
    match is_fetched {
        true => format!(
            "{what} in a folder of your own, and have `[source]` name that: `folder = \"...\"`; `update` keeps nothing in \
             `{SCHEMAS}` but what is published"
        ),
        false => format!("{what}, and put that here in its place"),
    }
}

/// What a file is, if its ending says that it is no JSON.
fn of_another_language(path: &str) -> Option<String> {
    let ending = ending(path);
    if JSON.contains(&ending.as_str()) {
        return None;
    }
    let known = FOREIGN.iter().find(|(other, _)| *other == ending);
    Some(match known {
        Some((_, language)) => format!("the file is {language}, which is not read; it was left out"),
        None => format!(
            "`.{}` is no ending of a JSON Schema; the file was left out",
            ending.escape_debug()
        ),
    })
}

/// What is odd about a file that is JSON.
fn peculiarity(document: &Document, is_fetched: bool) -> Option<Diagnostic> {
    let at = || Some(document.location(""));
    let none = |message: &str| {
        let help = format!("move it out of `{SCHEMAS}`, or into `{EXAMPLES}` if it is an example");
        Some(Diagnostic {
            code: Code::NotASchema,
            message: message.to_owned(),
            location: at(),
            help,
        })
    };
    let object = match &document.value {
        Value::Bool(_) => return None,
        Value::Array(items) if !items.is_empty() && items.iter().all(is_plainly_schema) => {
            let message = "the file is a list of schemas; it was left out".to_owned();
            let help = match is_fetched {
                true => kept("put them under `$defs` of one object", true),
                false => "put them under `$defs` of one object, or each into a file of its own".to_owned(),
            };
            return Some(another_form(message, at(), &help));
        }
        Value::Object(object) => object,
        _ => return none("the file is JSON, but no JSON Schema; it was left out"),
    };
    if object.get("lexicon").is_some_and(Value::is_number) && object.contains_key("defs") {
        let message = "the file is an AT Protocol lexicon, not JSON Schema; its type takes any value".to_owned();
        return Some(another_form(message, at(), &kept(TO_SCHEMA, is_fetched)));
    }
    if ["openapi", "swagger", "asyncapi"]
        .iter()
        .any(|key| object.contains_key(*key))
    {
        return openapi::what_is_left(document, is_fetched);
    }
    // An object without a keyword is a schema that says nothing (core, section 4.3.1 of 2020-12).
    if document.definitions.is_empty() && is_schema(&document.value) {
        return None;
    }
    if document.definitions.is_empty() {
        return none("no keyword of JSON Schema stands in the file; its type takes any value");
    }
    let is_read = |name: &str, value: &Value| {
        let own = child("", name);
        let first = value.as_object().and_then(|inside| inside.keys().next());
        let below = first.is_some_and(|first| document.definitions.contains(&child(&own, first)));
        document.definitions.contains(&own) || below
    };
    // What is said of the file as a whole is mostly a text or a number.
    let others: Vec<String> = object
        .iter()
        .filter(|(name, value)| value.is_object() && !is_keyword(name) && !is_read(name, value))
        .map(|(name, _)| format!("`{}`", name.escape_debug()))
        .collect();
    if others.is_empty() {
        return None;
    }
    let more = if others.len() > 3 { ", ..." } else { "" };
    let message = format!(
        "the file holds schemas by name without `$defs`; what is not plainly one has no type unless something refers to it: \
         {}{more}",
        others[..others.len().min(3)].join(", ")
    );
    let how = if is_fetched { " with a patch" } else { "" };
    let help = format!("put what is a schema under `$defs`{how}, and refer to `#/$defs/...`");
    Some(another_form(message, at(), &help))
}

/// The pointers of the schemas in a document that says nothing of values itself: its members, or those of one member, that are
/// schemas beyond doubt.
fn definitions(document: &Value) -> IndexSet<String> {
    let Some(members) = document.as_object().filter(|members| !has_form(members)) else {
        return IndexSet::new();
    };
    let mut found = IndexSet::new();
    for (name, value) in members.iter().filter(|(name, _)| !is_keyword(name)) {
        let pointer = child("", name);
        let inside = value
            .as_object()
            .filter(|inside| inside.values().all(is_plainly_schema));
        if is_plainly_schema(value) {
            found.insert(pointer);
        } else {
            let names = inside.into_iter().flat_map(Map::keys);
            found.extend(names.map(|name| child(&pointer, name)));
        }
    }
    found
}

/// Whether a document is of a form of its own, or says something of values.
fn has_form(members: &Map<String, Value>) -> bool {
    const SILENT: [&str; 6] = ["$schema", "$id", "$comment", "id", "title", "description"];
    let forms = ["lexicon", "openapi", "swagger", "asyncapi"];
    let speaks = |name: &String| is_keyword(name) && !SILENT.contains(&name.as_str());
    members.is_empty() || forms.iter().any(|form| members.contains_key(*form)) || members.keys().any(speaks)
}

fn another_form(message: String, location: Option<Location>, help: &str) -> Diagnostic {
    Diagnostic {
        code: Code::OtherForm,
        message,
        location,
        help: help.to_owned(),
    }
}

/// A file as a whole, whose text is not looked at.
pub(super) fn whole(file: String) -> Location {
    Location {
        file,
        pointer: String::new(),
        span: None,
    }
}

/// Makes an error of what is wrong with a file, if there are names that came from it.
fn unreadable(lock: &NamesLock, path: &str, is_fetched: bool, found: &mut Diagnostic) {
    let count = lock.names_of(path);
    if count > 0 {
        found.code = Code::UnreadableSchema;
        let why = format!("{count} of the names in {LOCK} came from it, and nothing is written until it can be read");
        found.help = match is_fetched {
            true => format!("run `cargo xtask update` when upstream has corrected it: {why}"),
            false => {
                format!("fetch the file again, or correct it: {why}; delete it if upstream has dropped it")
            }
        };
    }
}

/// Whether a file holds none of the places inside it that names came from: what a server says instead of a schema.
fn is_another(lock: &NamesLock, path: &str, document: &Document) -> bool {
    let places = lock
        .names
        .keys()
        .filter_map(|place| place.strip_prefix(path)?.strip_prefix('#'));
    let pointers = places.map(|place| place.split(" (").next().unwrap_or(place));
    let mut inside = pointers.filter(|pointer| pointer.starts_with('/')).peekable();
    inside.peek().is_some() && inside.all(|pointer| document.value.pointer(pointer).is_none())
}

/// Whether a value is a schema beyond doubt: one that says which values it takes.
fn is_plainly_schema(value: &Value) -> bool {
    const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];
    let Value::Object(object) = value else { return false };
    let is_type = |value: &Value| value.as_str().is_some_and(|name| TYPES.contains(&name));
    object.iter().any(|(keyword, value)| match (keyword.as_str(), value) {
        ("type", Value::Array(types)) => !types.is_empty() && types.iter().all(is_type),
        ("type", value) => is_type(value),
        ("$ref", Value::String(_)) => true,
        ("properties", Value::Object(properties)) => properties.values().all(|one| one.is_object() || one.is_boolean()),
        ("allOf" | "anyOf" | "oneOf", Value::Array(all)) => !all.is_empty() && all.iter().all(Value::is_object),
        ("enum", Value::Array(_)) => true,
        _ => false,
    })
}

/// Whether a value can be a schema: a boolean, or an object with a keyword of JSON Schema or OpenAPI.
fn is_schema(value: &Value) -> bool {
    match value {
        Value::Bool(_) => true,
        Value::Object(object) => object.is_empty() || object.keys().any(|key| KEYWORDS.contains(&key.as_str())),
        _ => false,
    }
}

/// Whether a member of a document is no name of a schema: a keyword, or an extension.
fn is_keyword(name: &str) -> bool {
    const ANNOTATIONS: [&str; 9] = [
        "example",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "discriminator",
        "externalDocs",
        "xml",
        "info",
    ];
    KEYWORDS.contains(&name) || ANNOTATIONS.contains(&name) || name.starts_with(['$', 'x', 'X']) && is_extension(name)
}

fn is_extension(name: &str) -> bool {
    name.starts_with('$') || name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-"))
}

const KEYWORDS: &[&str] = &[
    "$schema",
    "$id",
    "id",
    "$ref",
    "$defs",
    "definitions",
    "components",
    "type",
    "properties",
    "required",
    "items",
    "prefixItems",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "enum",
    "const",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "if",
    "then",
    "else",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "minProperties",
    "maxProperties",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$recursiveRef",
    "$recursiveAnchor",
    "unevaluatedProperties",
    "unevaluatedItems",
    "additionalItems",
    "title",
    "description",
    "default",
    "nullable",
];
