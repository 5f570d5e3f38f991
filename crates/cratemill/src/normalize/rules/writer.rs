//! One schema of any draft in the words of draft 2020-12.

use super::evaluated::evaluated;
use crate::budget::RULES_WITHIN_EACH_OTHER;
use crate::bundle::{Bundle, Place, SchemaId};
use crate::document::Draft;
use crate::normalize::ecma::translate;
use crate::normalize::type_set;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Writes the rule of one schema.
pub(super) struct Writer<'a> {
    pub(super) bundle: &'a Bundle,
    /// What it refers to.
    pub(super) references: Vec<SchemaId>,
    /// A keyword that it leaves out.
    pub(super) incomplete: Option<&'static str>,
}

impl Writer<'_> {
    pub(super) fn schema(&mut self, id: SchemaId, depth: usize) -> Value {
        if let Place::MetaSchema(_) = self.bundle.place(id) {
            self.incomplete = Some("$ref");
        }
        let Value::Object(object) = self.bundle.value(id) else {
            return Value::Bool(self.bundle.value(id) != &Value::Bool(false));
        };
        if depth > RULES_WITHIN_EACH_OTHER {
            self.incomplete = Some("properties");
            return Value::Bool(true);
        }
        let draft = self.bundle.draft(id);
        let nullable = object.get("nullable") == Some(&Value::Bool(true));
        let mut rule = Map::new();
        self.reference(id, &mut rule);
        // Before 2019-09, `$ref` hides all its siblings (draft 7, core, section 8.3).
        if draft >= Draft::Draft201909 || !object.get("$ref").is_some_and(Value::is_string) {
            self.values(object, draft, nullable, &mut rule);
            self.limits(object, draft, &mut rule);
            self.items(id, object, draft, depth, &mut rule);
            self.properties(id, object, draft, depth, &mut rule);
            self.applied(id, object, draft, depth, &mut rule);
            if draft >= Draft::Draft201909 {
                self.rest(id, object, depth, &mut rule);
            }
        }
        if nullable && !rule.is_empty() && !rule.contains_key("type") {
            return json!({ "anyOf": [rule, { "type": "null" }] });
        }
        if rule.is_empty() {
            Value::Bool(true)
        } else {
            Value::Object(rule)
        }
    }

    fn reference(&mut self, id: SchemaId, rule: &mut Map<String, Value>) {
        match self.bundle.targets(id) {
            [] => {}
            [target] => {
                self.references.push(*target);
                rule.insert("$ref".to_owned(), self.bundle.address(*target).into());
            }
            several => {
                self.incomplete = Some("$dynamicRef");
                self.references.extend(several);
                let all: Vec<Value> = several
                    .iter()
                    .map(|target| json!({ "$ref": self.bundle.address(*target) }))
                    .collect();
                rule.insert("allOf".to_owned(), json!([{ "anyOf": all }]));
            }
        }
    }

    fn values(&mut self, object: &Map<String, Value>, draft: Draft, nullable: bool, rule: &mut Map<String, Value>) {
        if let Some(value) = object.get("type")
            && type_set::named(value).is_some()
        {
            let mut types: Vec<Value> = match value {
                Value::Array(all) => all.clone(),
                one => vec![one.clone()],
            };
            if nullable && !types.contains(&"null".into()) {
                types.push("null".into());
            }
            rule.insert(
                "type".to_owned(),
                if types.len() == 1 {
                    types.remove(0)
                } else {
                    types.into()
                },
            );
        }
        let allowed = |mut values: Vec<Value>| {
            if nullable && !values.contains(&Value::Null) {
                values.push(Value::Null);
            }
            Value::Array(values)
        };
        if draft >= Draft::Draft6
            && let Some(value) = object.get("const")
        {
            rule.insert("enum".to_owned(), allowed(vec![value.clone()]));
        } else if let Some(Value::Array(values)) = object.get("enum")
            && (draft >= Draft::Draft201909 || !values.is_empty())
        {
            rule.insert("enum".to_owned(), allowed(values.clone()));
        }
    }

    fn limits(&mut self, object: &Map<String, Value>, draft: Draft, rule: &mut Map<String, Value>) {
        const NUMBERS: [&str; 9] = [
            "multipleOf",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "minContains",
            "maxContains",
        ];
        for keyword in NUMBERS {
            if let Some(value) = object.get(keyword).filter(|value| value.is_number()) {
                rule.insert(keyword.to_owned(), value.clone());
            }
        }
        for (limit, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            let value = object.get(limit).filter(|value| value.is_number());
            match (object.get(exclusive), value) {
                // In draft 4 and OpenAPI 3.0 it says of the limit whether it is one itself.
                (Some(Value::Bool(true)), Some(value)) => {
                    rule.insert(exclusive.to_owned(), value.clone());
                    continue;
                }
                (Some(own @ Value::Number(_)), _) if draft >= Draft::Draft6 => {
                    rule.insert(exclusive.to_owned(), own.clone());
                }
                _ => {}
            }
            if let Some(value) = value {
                rule.insert(limit.to_owned(), value.clone());
            }
        }
        if let Some(pattern) = object.get("pattern").and_then(Value::as_str) {
            match self.translated(pattern) {
                Some(regex) => drop(rule.insert("pattern".to_owned(), regex.into())),
                None => self.incomplete = Some("pattern"),
            }
        }
        if object.get("uniqueItems") == Some(&Value::Bool(true)) {
            rule.insert("uniqueItems".to_owned(), true.into());
        }
    }

    fn translated(&self, pattern: &str) -> Option<String> {
        translate(pattern).filter(|_| self.bundle.takes_pattern(pattern))
    }

    fn items(
        &mut self,
        id: SchemaId,
        object: &Map<String, Value>,
        draft: Draft,
        depth: usize,
        rule: &mut Map<String, Value>,
    ) {
        let is_list = object.get("items").is_some_and(Value::is_array);
        if draft >= Draft::Draft202012 {
            self.list(id, object, "prefixItems", "prefixItems", depth, rule);
            if !is_list {
                self.child(id, object, "items", "items", depth, rule);
            }
        } else if is_list {
            self.list(id, object, "items", "prefixItems", depth, rule);
            self.child(id, object, "additionalItems", "items", depth, rule);
        } else {
            self.child(id, object, "items", "items", depth, rule);
        }
        if draft >= Draft::Draft6 {
            self.child(id, object, "contains", "contains", depth, rule);
        }
    }

    fn properties(
        &mut self,
        id: SchemaId,
        object: &Map<String, Value>,
        draft: Draft,
        depth: usize,
        rule: &mut Map<String, Value>,
    ) {
        if let Some(names) = texts(object.get("required")) {
            rule.insert("required".to_owned(), names);
        }
        self.map(id, object, "properties", depth, rule);
        self.map(id, object, "patternProperties", depth, rule);
        self.child(id, object, "additionalProperties", "additionalProperties", depth, rule);
        self.translate_names(rule);
        if draft >= Draft::Draft6 {
            self.child(id, object, "propertyNames", "propertyNames", depth, rule);
        }
        if draft >= Draft::Draft201909 {
            self.map(id, object, "dependentSchemas", depth, rule);
        }
        let keyword = if draft >= Draft::Draft201909 {
            "dependentRequired"
        } else {
            "dependencies"
        };
        let (mut required, mut schemas) = (Map::new(), Map::new());
        for (name, value) in object.get(keyword).and_then(Value::as_object).into_iter().flatten() {
            if let Some(names) = texts(Some(value)) {
                required.insert(name.clone(), names);
            } else if keyword == "dependencies"
                && let Some(child) = self.bundle.child(id, &[keyword, name])
            {
                schemas.insert(name.clone(), self.schema(child, depth + 1));
            }
        }
        if !required.is_empty() {
            rule.insert("dependentRequired".to_owned(), required.into());
        }
        if !schemas.is_empty() {
            rule.insert("dependentSchemas".to_owned(), schemas.into());
        }
    }

    /// What is asked of what nothing else evaluates, in the words for what nothing else names.
    fn rest(&mut self, id: SchemaId, object: &Map<String, Value>, depth: usize, rule: &mut Map<String, Value>) {
        const KEYWORDS: [&str; 2] = ["unevaluatedProperties", "unevaluatedItems"];
        if !KEYWORDS.iter().any(|keyword| object.contains_key(*keyword)) {
            return;
        }
        let known = evaluated(self.bundle, id);
        for (index, keyword) in KEYWORDS
            .into_iter()
            .enumerate()
            .filter(|(_, keyword)| object.contains_key(*keyword))
        {
            let Some(known) = known.as_ref().filter(|known| index == 0 || !known.is_contained) else {
                self.incomplete = Some(keyword);
                continue;
            };
            let Some(child) = self.bundle.child(id, &[keyword]).filter(|_| !known.all[index]) else {
                continue;
            };
            let schema = self.schema(child, depth + 1);
            let named = |names: &BTreeSet<String>| names.iter().map(|name| (name.clone(), true.into())).collect();
            let mut rest = Map::new();
            if index == 0 {
                rest.insert("properties".to_owned(), Value::Object(named(&known.names)));
                rest.insert("patternProperties".to_owned(), Value::Object(named(&known.patterns)));
                rest.insert("additionalProperties".to_owned(), schema);
                self.translate_names(&mut rest);
            } else {
                rest.insert("prefixItems".to_owned(), vec![true; known.items].into());
                rest.insert("items".to_owned(), schema);
            }
            rest.retain(|_, value| !value.as_object().is_some_and(Map::is_empty) && *value != json!([]));
            let all = rule.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
            all.as_array_mut()
                .into_iter()
                .for_each(|all| all.push(Value::Object(rest.clone())));
        }
    }

    /// Patterns of names as the runtime's engine takes them. One that it does not take may match any name, so that nothing is
    /// said of the names that no other matches.
    fn translate_names(&mut self, rule: &mut Map<String, Value>) {
        let Some(Value::Object(patterns)) = rule.remove("patternProperties") else {
            return;
        };
        let mut translated = Map::new();
        for (pattern, schema) in patterns {
            match self.translated(&pattern) {
                Some(regex) => drop(translated.insert(regex, schema)),
                None => {
                    self.incomplete = Some("pattern");
                    rule.remove("additionalProperties");
                }
            }
        }
        if !translated.is_empty() {
            rule.insert("patternProperties".to_owned(), translated.into());
        }
    }

    fn applied(
        &mut self,
        id: SchemaId,
        object: &Map<String, Value>,
        draft: Draft,
        depth: usize,
        rule: &mut Map<String, Value>,
    ) {
        let dynamic = rule.remove("allOf");
        self.list(id, object, "allOf", "allOf", depth, rule);
        if let Some(Value::Array(dynamic)) = dynamic
            && let Some(all) = rule
                .entry("allOf")
                .or_insert_with(|| Value::Array(Vec::new()))
                .as_array_mut()
        {
            all.extend(dynamic);
        }
        self.list(id, object, "anyOf", "anyOf", depth, rule);
        self.list(id, object, "oneOf", "oneOf", depth, rule);
        self.child(id, object, "not", "not", depth, rule);
        if draft >= Draft::Draft7 && object.contains_key("if") {
            for keyword in ["if", "then", "else"] {
                self.child(id, object, keyword, keyword, depth, rule);
            }
        }
    }

    fn child(
        &mut self,
        id: SchemaId,
        object: &Map<String, Value>,
        keyword: &'static str,
        meaning: &str,
        depth: usize,
        rule: &mut Map<String, Value>,
    ) {
        if object
            .get(keyword)
            .is_some_and(|value| value.is_object() || value.is_boolean())
            && let Some(child) = self.bundle.child(id, &[keyword])
        {
            let schema = self.schema(child, depth + 1);
            if schema != Value::Bool(true) || ["if", "not", "contains"].contains(&keyword) {
                rule.insert(meaning.to_owned(), schema);
            }
        }
    }

    fn list(
        &mut self,
        id: SchemaId,
        object: &Map<String, Value>,
        keyword: &'static str,
        meaning: &str,
        depth: usize,
        rule: &mut Map<String, Value>,
    ) {
        let count = object.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        let all: Vec<Value> = (0..count)
            .map(|index| match self.bundle.child(id, &[keyword, &index.to_string()]) {
                Some(child) => self.schema(child, depth + 1),
                // An alternative that is no schema is none.
                None => Value::Bool(!matches!(keyword, "anyOf" | "oneOf")),
            })
            .collect();
        if !all.is_empty() {
            rule.insert(meaning.to_owned(), all.into());
        }
    }

    fn map(
        &mut self,
        id: SchemaId,
        object: &Map<String, Value>,
        keyword: &'static str,
        depth: usize,
        rule: &mut Map<String, Value>,
    ) {
        let names = object.get(keyword).and_then(Value::as_object).into_iter().flatten();
        let mut all = Map::new();
        for (name, _) in names {
            let schema = match self.bundle.child(id, &[keyword, name]) {
                Some(child) => self.schema(child, depth + 1),
                None => Value::Bool(true),
            };
            all.insert(name.clone(), schema);
        }
        if !all.is_empty() {
            rule.insert(keyword.to_owned(), all.into());
        }
    }
}

/// A list of texts, where a value is one.
fn texts(value: Option<&Value>) -> Option<Value> {
    let all = value?.as_array()?;
    (!all.is_empty() && all.iter().all(Value::is_string)).then(|| Value::Array(all.clone()))
}
