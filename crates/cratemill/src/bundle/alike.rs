//! Whether schemas say the same, up to annotations.

use super::{Bundle, push_token};
use crate::budget;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Keywords that say nothing about values, or hold schemas that only references lead to.
const SILENT: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "components",
    "default",
    "definitions",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "id",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];
/// Keywords whose members are called by names, not keywords.
const NAMES: &[&str] = &["properties", "patternProperties", "dependentSchemas", "dependencies"];
/// Keywords whose values are data.
const DATA: &[&str] = &["const", "enum", "required"];

/// A schema's place: its document, and a pointer.
pub(super) type At<'a> = (usize, &'a str);

/// Compares schemas, as long as the budget lasts.
#[derive(Default)]
pub(super) struct Comparison {
    steps: usize,
    /// What is being compared, or is found to be equal.
    met: BTreeSet<(usize, String, usize, String)>,
}

impl Comparison {
    /// Whether two schemas say the same: what refers to itself does if nothing inside speaks against it.
    pub(super) fn is_same(&mut self, bundle: &Bundle, a: At<'_>, b: At<'_>) -> bool {
        self.met.clear();
        self.schemas(bundle, a, b, 0)
    }

    fn schemas(&mut self, bundle: &Bundle, a: At<'_>, b: At<'_>, depth: usize) -> bool {
        if a == b || !self.met.insert((a.0, a.1.to_owned(), b.0, b.1.to_owned())) {
            return true;
        }
        let value = |(document, pointer): At<'_>| bundle.documents()[document].value.pointer(pointer);
        match (value(a), value(b)) {
            (Some(Value::Object(left)), Some(Value::Object(right))) => {
                self.keywords(bundle, (a, left), (b, right), depth)
            }
            (left, right) => left == right,
        }
    }

    fn keywords(
        &mut self,
        bundle: &Bundle,
        (a, left): (At<'_>, &Map<String, Value>),
        (b, right): (At<'_>, &Map<String, Value>),
        depth: usize,
    ) -> bool {
        let says = |(name, _): &(&String, &Value)| !SILENT.contains(&name.as_str()) && !name.starts_with("x-");
        let count = left.iter().filter(says).count();
        self.steps += count + 1;
        if self.steps > budget::COMPARED_KEYWORDS || depth > budget::COMPARED_DEPTH {
            return false;
        }
        count == right.iter().filter(says).count()
            && left.iter().filter(says).all(|(name, value)| {
                let Some(other) = right.get(name) else { return false };
                match (name.as_str(), value, other) {
                    ("$ref", Value::String(one), Value::String(two)) => {
                        one == two && self.targets(bundle, a, b, one, depth)
                    }
                    (name, one, two) if DATA.contains(&name) => is_same_data(name, one, two),
                    (name, Value::Object(one), Value::Object(two)) if NAMES.contains(&name) => {
                        self.steps += one.len();
                        one.len() == two.len()
                            && one
                                .keys()
                                .all(|key| two.contains_key(key) && self.below(bundle, a, b, &[name, key], depth))
                    }
                    (_, Value::Object(_), Value::Object(_)) => self.below(bundle, a, b, &[name], depth),
                    (_, Value::Array(one), Value::Array(two)) if one.iter().any(Value::is_object) => {
                        one.len() == two.len()
                            && (0..one.len()).all(|index| self.below(bundle, a, b, &[name, &index.to_string()], depth))
                    }
                    (_, one, two) => one == two,
                }
            })
    }

    fn below(&mut self, bundle: &Bundle, a: At<'_>, b: At<'_>, tokens: &[&str], depth: usize) -> bool {
        let [a, b] = [a, b].map(|(document, pointer)| {
            let mut pointer = pointer.to_owned();
            tokens.iter().for_each(|token| push_token(&mut pointer, token));
            (document, pointer)
        });
        self.schemas(bundle, (a.0, &a.1), (b.0, &b.1), depth + 1)
    }

    /// One reference in two documents: a pointer means something in each, any other text the same in both.
    fn targets(&mut self, bundle: &Bundle, a: At<'_>, b: At<'_>, reference: &str, depth: usize) -> bool {
        let Some(pointer) = reference
            .strip_prefix('#')
            .filter(|pointer| pointer.is_empty() || pointer.starts_with('/'))
        else {
            return true;
        };
        let is_there = |document: usize| bundle.documents()[document].value.pointer(pointer).is_some();
        match (is_there(a.0), is_there(b.0)) {
            (true, true) => self.schemas(bundle, (a.0, pointer), (b.0, pointer), depth + 1),
            (one, other) => one == other,
        }
    }
}

/// Values are the same in whatever order, names of properties too.
fn is_same_data(name: &str, one: &Value, two: &Value) -> bool {
    match (one, two) {
        (Value::Array(one), Value::Array(two)) if name != "const" => {
            let texts = |all: &[Value]| all.iter().map(Value::to_string).collect::<BTreeSet<String>>();
            texts(one) == texts(two)
        }
        (one, two) => one == two,
    }
}

/// How many words the names of two files begin with alike.
pub(super) fn shared_words(one: &str, other: &str) -> usize {
    let words = |name: &str| -> Vec<String> {
        let all = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        all.map(str::to_lowercase).collect()
    };
    words(one).iter().zip(&words(other)).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::super::tests::bundled;
    use crate::diagnostic::Code;
    use serde_json::{Value, json};

    #[test]
    fn a_name_of_several_schemas_means_the_one_they_are_or_the_nearest() {
        let user = |extra: Value| {
            let mut schema = json!({ "title": "simple-user", "description": "One", "type": "object", "properties": { "title": extra, "next": { "$ref": "#/$defs/next" } }, "$defs": { "next": { "type": "string" } } });
            schema["examples"] = json!([{}]);
            schema
        };
        let mut other = user(json!({ "type": "string" }));
        other["description"] = json!("Another");
        let asks = json!({ "items": { "$ref": "#/components/schemas/simple-user" } });
        let target = |asking: &str, users: &[(&'static str, Value)]| {
            let mut files: Vec<(&str, Value)> = users.to_vec();
            files.push((asking, asks.clone()));
            files.sort_by(|a, b| a.0.cmp(b.0));
            let bundle = bundled(&files);
            let document = bundle
                .documents()
                .iter()
                .position(|one| one.name() == asking)
                .expect("a document");
            let items = bundle.id(document, "/items").expect("a schema");
            let found = bundle.diagnostics()[0].clone();
            (bundle.address(bundle.targets(items)[0]), found.code, found.message)
        };
        let string = || user(json!({ "type": "string" }));
        let same = [
            ("acme-repos-simple-user.json", string()),
            ("acme-users-simple-user.json", other.clone()),
        ];
        let (address, code, message) = target("acme-gists-gist.json", &same);
        assert_eq!(
            (&*address, code),
            ("acme-repos-simple-user.json#", Code::GuessedReference)
        );
        assert!(message.ends_with("one of 2 that say the same"), "{message}");
        assert_eq!(target("acme-users-list.json", &same).0, "acme-users-simple-user.json#");
        let mut elsewhere = other;
        elsewhere["$defs"]["next"] = json!({ "type": "integer" });
        for different in [user(json!({ "type": "integer" })), elsewhere] {
            let files = [
                ("acme-repos-simple-user.json", string()),
                ("acme-users-simple-user.json", different),
            ];
            let (address, code, message) = target("acme-users-list.json", &files);
            assert_eq!(
                (&*address, code),
                ("acme-users-simple-user.json#", Code::GuessedReference)
            );
            assert!(
                message.contains("the nearest of acme-repos-simple-user.json#, acme-users-simple-user.json#"),
                "{message}"
            );
            let (address, code, message) = target("acme-gists-gist.json", &files);
            assert_eq!(
                (&*address, code),
                ("?#/components/schemas/simple-user", Code::UnresolvedReference)
            );
            assert!(
                message.contains("differ: acme-repos-simple-user.json#, acme-users-simple-user.json#"),
                "{message}"
            );
        }
    }
}
