//! What a schema goes by: its key, the name of its property, or the name of its file without what the file's place among
//! others adds.

use crate::bundle::{Bundle, Place, SchemaId, pointer_tokens};
use crate::normalize::names::{Naming, file_stem, short};
use serde_json::Value;

/// What a schema goes by, as it is written; two that go by different names in Rust are never one type.
pub(super) fn name(bundle: &Bundle, naming: &Naming<'_>, id: SchemaId) -> String {
    let (document, pointer) = match bundle.place(id) {
        Place::Document(document, pointer) => (*document, pointer),
        Place::Unresolved(text) | Place::MetaSchema(text) => return text.clone(),
    };
    let mut name = root(bundle, naming, document);
    let tokens: Vec<String> = pointer_tokens(pointer).collect();
    let mut at = bundle.root(document);
    let mut rest = tokens.iter().map(String::as_str);
    while let Some(keyword) = rest.next() {
        let takes_next = NAMED.contains(&keyword) || LISTS.contains(&keyword);
        let is_list = keyword == "items" && bundle.child(at, &["items"]).is_none();
        let next = if takes_next || is_list || keyword == "components" {
            rest.next()
        } else {
            None
        };
        let mut path: Vec<&str> = std::iter::once(keyword).chain(next).collect();
        let key = if keyword == "components" { rest.next() } else { next };
        path.extend(key.filter(|_| keyword == "components"));
        at = bundle.child(at, &path).unwrap_or(at);
        match (keyword, key) {
            ("$defs" | "definitions" | "components", Some(key)) => name = short(naming, key),
            ("properties" | "dependentSchemas" | "dependencies", Some(key)) => name = key.to_owned(),
            ("oneOf" | "anyOf", _) => match bundle.value(at).get("title").and_then(Value::as_str) {
                Some(title) => name = title.to_owned(),
                None => name.push_str(" alternative"),
            },
            ("patternProperties" | "additionalProperties" | "unevaluatedProperties", _) => name.push_str(" value"),
            ("items" | "additionalItems" | "prefixItems" | "contains" | "unevaluatedItems", _) => {
                name.push_str(" item")
            }
            ("allOf" | "not" | "if" | "then" | "else", _) => {}
            (other, _) => name = other.to_owned(),
        }
    }
    name
}

/// Keywords whose schemas go by names.
const NAMED: [&str; 6] = [
    "$defs",
    "definitions",
    "properties",
    "patternProperties",
    "dependentSchemas",
    "dependencies",
];
/// Keywords whose schemas go by their positions.
const LISTS: [&str; 4] = ["oneOf", "anyOf", "allOf", "prefixItems"];

/// The name of a document: its component key, else its file's name, of which the title tells the last part.
fn root(bundle: &Bundle, naming: &Naming<'_>, document: usize) -> String {
    let value = bundle.value(bundle.root(document));
    let text = |keyword: &str| value.get(keyword).and_then(Value::as_str);
    let key = text("$id").filter(|id| id.starts_with("#/"));
    if let Some(key) = key.and_then(|id| id.rsplit('/').next()).filter(|key| !key.is_empty()) {
        return short(naming, key);
    }
    let stem = file_stem(bundle.documents()[document].name());
    let squeezed = |text: &str| {
        let words = text.chars().filter(|c| c.is_alphanumeric());
        words.flat_map(char::to_lowercase).collect::<String>()
    };
    let title = text("title").map(squeezed).filter(|title| !title.is_empty());
    let ends = stem.char_indices().map(|(at, _)| &stem[at..]);
    let last = title.and_then(|title| {
        let mut ends = ends.filter(|end| end.starts_with(char::is_alphanumeric));
        ends.find(|end| squeezed(end) == title)
    });
    short(naming, last.unwrap_or(stem))
}
