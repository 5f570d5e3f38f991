//! Schemas by reference: what `cratemill:///file.json#/pointer` names, and the schemas inside a schema.

use crate::budget::REFERENCES_IN_A_ROW;
use crate::bundle::{fragment, push_token, value_at};
use jsonschema::Draft;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A schema and the reference that names it.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    /// URI of the document, without a fragment.
    pub uri: Rc<str>,
    /// JSON Pointer inside the document.
    pub pointer: String,
    /// The schema itself: an object or a boolean.
    pub schema: &'a Value,
}

/// All documents of a provider, by URI.
pub(super) struct Documents<'a>(BTreeMap<&'a str, &'a Value>);

impl<'a> Documents<'a> {
    pub fn new(documents: &'a [(String, Value)]) -> Self {
        Documents(documents.iter().map(|(uri, value)| (uri.as_str(), value)).collect())
    }

    /// The root of every document.
    pub fn roots(&self) -> impl Iterator<Item = Place<'a>> {
        self.0.iter().map(|(uri, schema)| Place {
            uri: Rc::from(*uri),
            pointer: String::new(),
            schema,
        })
    }

    /// What an absolute reference names, if it names anything.
    pub fn find(&self, reference: &str) -> Option<Place<'a>> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let (&uri, document) = self.0.get_key_value(uri)?;
        let pointer = percent_decode_str(fragment).decode_utf8().ok()?.into_owned();
        let schema = value_at(document, &pointer)?;
        Some(Place {
            uri: Rc::from(uri),
            pointer,
            schema,
        })
    }

    /// What the `$ref` of a schema names; `None` where it has none.
    pub fn follow(&self, place: &Place<'a>) -> Option<Place<'a>> {
        let reference = place.keyword("$ref")?.as_str()?;
        if let Some(pointer) = reference.strip_prefix('#') {
            return self.find(&format!("{}#{pointer}", place.uri));
        }
        self.find(reference)
    }

    /// Whether the draft of the schema's document makes `$ref` hide all that stands beside it (draft 7 and earlier).
    pub fn hides_siblings(&self, place: &Place<'a>) -> bool {
        let Some(document) = self.0.get(&*place.uri) else {
            return false;
        };
        matches!(
            Draft::default().detect(document),
            Draft::Draft4 | Draft::Draft6 | Draft::Draft7
        )
    }

    /// The schema at the end of a chain of references.
    pub fn resolve(&self, place: &Place<'a>) -> Place<'a> {
        let mut place = place.clone();
        for _ in 0..REFERENCES_IN_A_ROW {
            match self.follow(&place) {
                Some(next) => place = next,
                None => break,
            }
        }
        place
    }
}

impl<'a> Place<'a> {
    /// The value of a keyword. Few are faster looked through than hashed.
    pub fn keyword(&self, keyword: &str) -> Option<&'a Value> {
        match self.schema {
            Value::Object(keywords) if keywords.len() <= 8 => {
                let mut all = keywords.iter();
                all.find(|(name, _)| *name == keyword).map(|(_, value)| value)
            }
            other => other.get(keyword),
        }
    }

    /// The schema under a keyword, `items`.
    pub fn child(&self, keyword: &str) -> Option<Place<'a>> {
        let schema = self.keyword(keyword).filter(|v| v.is_object() || v.is_boolean())?;
        Some(self.at(&[keyword], schema))
    }

    /// The schemas of a keyword that holds a list, `allOf`.
    pub fn list(&self, keyword: &str) -> Vec<Place<'a>> {
        let items = self.keyword(keyword).and_then(Value::as_array);
        let items = items.into_iter().flatten().enumerate();
        items
            .map(|(index, schema)| self.at(&[keyword, &index.to_string()], schema))
            .collect()
    }

    /// The schemas of a keyword that holds a map, `properties`, with their names.
    pub fn map(&self, keyword: &str) -> Vec<(&'a str, Place<'a>)> {
        let entries = self.keyword(keyword).and_then(Value::as_object);
        let entries = entries.into_iter().flatten();
        entries
            .map(|(name, schema)| (name.as_str(), self.at(&[keyword, name], schema)))
            .collect()
    }

    /// The names in a keyword that holds a map.
    pub fn names(&self, keyword: &str) -> impl Iterator<Item = &'a str> {
        let entries = self.keyword(keyword).and_then(Value::as_object);
        entries.into_iter().flatten().map(|(name, _)| name.as_str())
    }

    /// One schema of a keyword that holds a map.
    pub fn member(&self, keyword: &str, name: &str) -> Option<Place<'a>> {
        let schema = self.keyword(keyword)?.get(name)?;
        Some(self.at(&[keyword, name], schema))
    }

    /// The texts of a keyword that holds a list of them, `required`.
    pub fn texts(&self, keyword: &str) -> impl Iterator<Item = &'a str> {
        let items = self.keyword(keyword).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_str)
    }

    /// Whether the schema is a reference and nothing else.
    pub fn is_reference(&self) -> bool {
        let keywords = self.schema.as_object();
        keywords.is_some_and(|keywords| keywords.len() == 1 && keywords.contains_key("$ref"))
    }

    /// The reference that names this schema, as the judge takes it.
    pub fn reference(&self) -> String {
        format!("{}#{}", self.uri, fragment(&self.pointer))
    }

    /// Every schema that stands directly inside this one.
    pub fn subschemas(&self) -> Vec<Place<'a>> {
        let mut found = Vec::new();
        for keyword in ["items", "prefixItems", "allOf", "anyOf", "oneOf"] {
            found.extend(self.list(keyword));
        }
        for keyword in MAPS {
            found.extend(self.map(keyword).into_iter().map(|(_, place)| place));
        }
        found.extend(SINGLES.iter().filter_map(|keyword| self.child(keyword)));
        found
    }

    fn at(&self, tokens: &[&str], schema: &'a Value) -> Place<'a> {
        let mut pointer = self.pointer.clone();
        tokens.iter().for_each(|token| push_token(&mut pointer, token));
        Place {
            uri: self.uri.clone(),
            pointer,
            schema,
        }
    }
}

const MAPS: [&str; 5] = [
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
];
const SINGLES: [&str; 12] = [
    "items",
    "additionalItems",
    "additionalProperties",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contains",
    "propertyNames",
    "contentSchema",
    "not",
    "if",
    "then",
    "else",
];

/// A JSON Pointer without its last token, and that token decoded.
pub(super) fn split_last(pointer: &str) -> Option<(&str, String)> {
    let (parent, token) = pointer.rsplit_once('/')?;
    match token.contains('~') {
        true => Some((parent, token.replace("~1", "/").replace("~0", "~"))),
        false => Some((parent, token.to_owned())),
    }
}
