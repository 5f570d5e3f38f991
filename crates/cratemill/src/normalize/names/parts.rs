//! What leads to a schema inside a component: property names, what items are called, what alternatives say.

use super::arms::{self, ArmName};
use super::casing::singular;
use crate::bundle::{Bundle, pointer_tokens, push_token};

/// A step on the way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// Its words.
    pub(super) text: String,
    /// Whether it says nothing by itself: `Object`.
    pub(super) is_weak: bool,
}

/// A pointer's component, the innermost entry of a container of definitions that it leads through (empty for the document's
/// root), and the rest.
pub(super) fn split_pointer(pointer: &str) -> (&str, &str) {
    let mut starts: Vec<usize> = pointer.match_indices('/').map(|(at, _)| at).collect();
    starts.push(pointer.len());
    let token = |index: usize| &pointer[starts[index] + 1..starts[index + 1]];
    let count = starts.len() - 1;
    let (mut index, mut owner) = (0, 0);
    while index < count {
        let (taken, is_entry) = match token(index) {
            "$defs" | "definitions" => (2, true),
            "components" if index + 1 < count && token(index + 1) == "schemas" => (3, true),
            "properties" | "patternProperties" | "dependentSchemas" | "dependencies" => (2, false),
            _ => (1, false),
        };
        index += taken;
        if is_entry && index <= count {
            owner = starts[index];
        }
    }
    pointer.split_at(owner)
}

/// The steps to the schema at `pointer` of a document, from its component on; `component` is what that is called.
pub(super) fn parts(
    bundle: &Bundle,
    known: &mut arms::Known,
    document: usize,
    pointer: &str,
    component: &str,
) -> Vec<Part> {
    let (owner, rest) = split_pointer(pointer);
    let tokens: Vec<String> = pointer_tokens(rest).collect();
    let mut walked = owner.to_owned();
    let mut parts = Way {
        component,
        parts: Vec::new(),
    };
    let mut index = 0;
    while index < tokens.len() {
        let token = tokens[index].as_str();
        let next = tokens.get(index + 1).map(String::as_str);
        push_token(&mut walked, token);
        let takes_next = matches!(
            token,
            "properties"
                | "patternProperties"
                | "oneOf"
                | "anyOf"
                | "allOf"
                | "prefixItems"
                | "dependentSchemas"
                | "dependencies"
        ) && next.is_some();
        let keyword = walked.clone();
        if takes_next {
            push_token(&mut walked, next.unwrap_or_default());
        }
        match (token, next) {
            ("properties" | "dependentSchemas" | "dependencies", Some(name)) => parts.push(name),
            ("patternProperties" | "additionalProperties" | "unevaluatedProperties", _) => parts.one_of("Value"),
            ("items" | "additionalItems" | "prefixItems" | "contains" | "unevaluatedItems", _) => parts.one_of("Item"),
            ("oneOf" | "anyOf", Some(position)) => {
                let position = position.parse().unwrap_or(usize::MAX);
                match arms::name(bundle, known, document, &keyword, position) {
                    ArmName::Title(name) | ArmName::Key(name) => parts.push(&name),
                    ArmName::Told(name) => parts.within(&name, false),
                    ArmName::Kind(name) => parts.within(&name, true),
                }
            }
            ("allOf" | "not" | "if" | "then" | "else", _) => {}
            (other, _) => parts.outside(other),
        }
        index += if takes_next { 2 } else { 1 };
    }
    parts.parts
}

/// Parts that are being gathered.
struct Way<'a> {
    component: &'a str,
    parts: Vec<Part>,
}

impl Way<'_> {
    fn push(&mut self, text: &str) {
        self.parts.push(Part {
            text: text.to_owned(),
            is_weak: false,
        });
    }

    /// What is one of many: an `Order` of `orders`, else an item.
    fn one_of(&mut self, suffix: &str) {
        let name = self.parts.last().map_or(self.component, |last| last.text.as_str());
        match (singular(name), self.parts.last_mut()) {
            (Some(one), Some(last)) => last.text = one,
            (None, Some(last)) => last.text = format!("{} {suffix}", last.text),
            (Some(one), None) => self.push(&one),
            (None, None) => self.push(suffix),
        }
    }

    /// What tells an alternative apart belongs to the name of its union.
    fn within(&mut self, name: &str, is_weak: bool) {
        match self.parts.last_mut() {
            Some(last) => last.text = format!("{} {name}", last.text),
            None => self.parts.push(Part {
                text: name.to_owned(),
                is_weak,
            }),
        }
    }

    /// A step outside of schemas, as in the paths of an OpenAPI document.
    fn outside(&mut self, token: &str) {
        const SILENT: &[&str] = &[
            "components",
            "content",
            "headers",
            "parameters",
            "paths",
            "requestBodies",
            "responses",
            "schema",
        ];
        let is_media_type = token.contains('/') && !token.starts_with('/');
        if SILENT.contains(&token) || is_media_type {
            return;
        }
        match token.parse::<usize>() {
            Ok(status) if (100..600).contains(&status) => self.push(&format!("Response {status}")),
            Ok(_) => self.one_of("Item"),
            Err(_) => self.push(token),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::split_pointer;

    #[test]
    fn the_innermost_entry_is_the_component() {
        for (pointer, owner) in [
            ("", ""),
            ("/properties/a", ""),
            ("/$defs/A", "/$defs/A"),
            ("/$defs/A/properties/b/items", "/$defs/A"),
            ("/definitions/A/definitions/B/oneOf/0", "/definitions/A/definitions/B"),
            ("/components/schemas/A/allOf/1", "/components/schemas/A"),
            ("/components/responses/A/content", ""),
            ("/properties/definitions/items", ""),
            ("/properties/$defs/properties/schemas/items", ""),
            ("/properties/a/$defs/B/items", "/properties/a/$defs/B"),
            ("/$defs", ""),
        ] {
            assert_eq!(split_pointer(pointer).0, owner, "{pointer}");
        }
    }
}
