//! Real schemas, changed as bytes choose: what a fuzzer and a test with fixed bytes both send through the pipeline.

use crate::{founding, provider, workspace};
use cratemill::provider::ProviderSource;
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader};

/// As large as a document may grow by being mutated, in values.
const LARGEST: usize = 2_000;

/// What is mutated.
#[derive(Clone, Debug, Default)]
pub struct Seeds {
    /// Schema documents.
    pub schemas: Vec<Value>,
    examples: Vec<Value>,
}

impl Seeds {
    /// The documents of the workspace's own providers.
    pub fn founding() -> Seeds {
        let sources = founding();
        let document = |(_, text): (&str, &[u8])| serde_json::from_slice(text).ok();
        let schemas = sources.iter().flat_map(|source| source.schemas.iter());
        let examples = sources.iter().flat_map(|source| source.examples.iter());
        Seeds {
            schemas: schemas.filter_map(document).collect(),
            examples: examples.filter_map(document).collect(),
        }
    }

    /// Small schemas of the corpus, one of `every` so many; none where there is no corpus.
    pub fn corpus(every: usize) -> Option<Seeds> {
        const LONGEST: usize = 4_000;
        let path = workspace().join("../shared/corpus/maskbench.jsonl.gz");
        let lines = BufReader::new(GzDecoder::new(File::open(path).ok()?)).lines();
        let lines = lines.map_while(Result::ok).filter(|line| line.len() < LONGEST);
        let cases: Vec<Value> = lines
            .step_by(every)
            .filter_map(|line| serde_json::from_str(&line).ok())
            .collect();
        let instance = |case: &Value| case.pointer("/tests/0/data").cloned();
        Some(Seeds {
            schemas: cases.iter().map(|case| case["schema"].clone()).collect(),
            examples: cases.iter().filter_map(instance).collect(),
        })
    }

    /// All there is.
    pub fn real() -> Seeds {
        let mut seeds = Seeds::founding();
        if let Some(corpus) = Seeds::corpus(1) {
            seeds.schemas.extend(corpus.schemas);
            seeds.examples.extend(corpus.examples);
        }
        seeds
    }
}

/// Bytes as a row of choices; when they are used up, the first of everything is chosen.
#[derive(Clone, Copy, Debug)]
pub struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    /// The choices that these bytes make.
    pub fn new(bytes: &'a [u8]) -> Self {
        Choices(bytes)
    }

    /// A number below `count`, or zero.
    fn below(&mut self, count: usize) -> usize {
        let width = if count > 256 { 2 } else { 1 };
        let (used, rest) = self.0.split_at(width.min(self.0.len()));
        self.0 = rest;
        let number = used.iter().fold(0, |number, byte| number << 8 | usize::from(*byte));
        number.checked_rem(count).unwrap_or(0)
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.below(all.len())).cloned()
    }
}

/// A provider of one to three documents, and sometimes an example, all of them mutated.
pub fn mutated(seeds: &Seeds, mut choices: Choices<'_>) -> ProviderSource {
    const NAMES: [&str; 3] = ["json-schema/a.json", "json-schema/b.json", "json-schema/c/a.json"];
    let choices = &mut choices;
    let mut files: Vec<(&str, String)> = Vec::new();
    for name in &NAMES[..1 + choices.below(3)] {
        let mut document = choices.of(&seeds.schemas).unwrap_or_default();
        let other = choices.of(&seeds.schemas).unwrap_or_default();
        (0..1 + choices.below(8)).for_each(|_| mutate(&mut document, &other, choices));
        files.push((name, printed(&document, choices)));
    }
    if choices.below(2) == 1 {
        let mut example = choices.of(&seeds.examples).unwrap_or_default();
        mutate(&mut example, &Value::Null, choices);
        files.push(("examples/a-example.json", printed(&example, choices)));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    provider("acme", &files)
}

/// The text of a document, which now and then is cut short.
fn printed(document: &Value, choices: &mut Choices<'_>) -> String {
    let mut text = document.to_string();
    if choices.below(32) == 31 {
        let end = choices.below(text.len());
        text.truncate((0..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0));
    }
    text
}

fn mutate(document: &mut Value, other: &Value, choices: &mut Choices<'_>) {
    let here = places(document);
    let Some(place) = choices.of(&here) else { return };
    let action = choices.below(8);
    if here.len() > LARGEST && action > 1 {
        return;
    }
    let new = match action {
        0 => return remove(document, &place),
        1 => choices.of(&values()),
        2 => choices
            .of(&places(other))
            .and_then(|there| other.pointer(&there).cloned()),
        3 => choices.of(&here).and_then(|there| document.pointer(&there).cloned()),
        4 => Some(json!({ "$ref": reference(&here, choices) })),
        5 => document.pointer(&place).map(|value| wrapped(value, choices)),
        6 => return rename(document, &place, choices),
        _ => return add(document, &place, choices),
    };
    if let (Some(target), Some(new)) = (document.pointer_mut(&place), new) {
        *target = new;
    }
}

/// The JSON Pointers of all values in a document.
fn places(document: &Value) -> Vec<String> {
    fn walk(value: &Value, at: String, places: &mut Vec<String>) {
        match value {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(index, item)| walk(item, format!("{at}/{index}"), places));
            }
            Value::Object(object) => {
                for (name, value) in object {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    walk(value, format!("{at}/{name}"), places);
                }
            }
            _ => {}
        }
        places.push(at);
    }
    let mut places = Vec::new();
    walk(document, String::new(), &mut places);
    places
}

fn remove(document: &mut Value, place: &str) {
    let Some((parent, token)) = place.rsplit_once('/') else {
        return;
    };
    match document.pointer_mut(parent) {
        Some(Value::Object(object)) => drop(object.shift_remove(&token.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(items)) => drop(token.parse().map(|index: usize| items.remove(index))),
        _ => {}
    }
}

fn rename(document: &mut Value, place: &str, choices: &mut Choices<'_>) {
    const NAMES: [&str; 12] = [
        "", "a", "A", "a-b", "a_b", "type", "Self", "$ref", "🦀", "../x", "0", "a/~b",
    ];
    let value = document.pointer(place).cloned();
    remove(document, place);
    let parent = place
        .rsplit_once('/')
        .and_then(|(parent, _)| document.pointer_mut(parent));
    if let (Some(Value::Object(object)), Some(name), Some(value)) = (parent, choices.of(&NAMES), value) {
        object.insert(name.to_owned(), value);
    }
}

/// Adds a keyword to a schema, with any value.
fn add(document: &mut Value, place: &str, choices: &mut Choices<'_>) {
    const KEYWORDS: &str = "$id id $schema $anchor $dynamicAnchor $dynamicRef $recursiveRef $recursiveAnchor $ref $defs \
        definitions type enum const properties required additionalProperties patternProperties propertyNames items \
        prefixItems additionalItems contains minContains maxItems minItems uniqueItems minimum maximum \
        exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern format allOf anyOf oneOf not if then \
        else dependencies dependentRequired dependentSchemas unevaluatedProperties unevaluatedItems minProperties \
        nullable discriminator example examples default title description deprecated writeOnly readOnly";
    let keywords: Vec<&str> = KEYWORDS.split_whitespace().collect();
    let (keyword, value) = (choices.of(&keywords), choices.of(&values()));
    if let (Some(Value::Object(object)), Some(keyword), Some(value)) = (document.pointer_mut(place), keyword, value) {
        object.insert(keyword.to_owned(), value);
    }
}

fn reference(here: &[String], choices: &mut Choices<'_>) -> String {
    let pointer = choices.of(here).unwrap_or_default();
    match choices.below(6) {
        0 => "#".to_owned(),
        1 => "b.json".to_owned(),
        2 => format!("a.json#{pointer}"),
        3 => format!("c/a.json#{pointer}"),
        4 => "#/components/schemas/User".to_owned(),
        _ => format!("#{pointer}"),
    }
}

fn wrapped(value: &Value, choices: &mut Choices<'_>) -> Value {
    match choices.below(9) {
        0 => json!({ "allOf": [value, value] }),
        1 => json!({ "anyOf": [value, { "type": "null" }] }),
        2 => json!({ "oneOf": [value, { "$ref": "#" }] }),
        3 => json!({ "not": value }),
        4 => json!({ "type": "array", "items": value }),
        5 => json!({ "type": "object", "additionalProperties": value }),
        6 => json!({ "type": "object", "properties": { "a": value }, "required": ["a", "b"] }),
        7 => json!({ "if": value, "then": value, "else": false }),
        _ => json!({ "$id": "a.json", "$defs": { "a": value }, "$ref": "#/$defs/a" }),
    }
}

fn values() -> Vec<Value> {
    let values = json!([
        null, true, false, 0, -1, 1, 2.0, 0.1, 1e308, 18446744073709551615_u64, "", "x", "^(", "^[a-z]+$", "#", "#a",
        "object", "array", "string", "integer", "null", "date-time", "http://json-schema.org/draft-04/schema#",
        "http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema", [], {}, ["object", "null"], ["string", "integer", "array"],
        ["a", "b"], [1, 1], [null], [{}], [true, false], { "a": {} }, { "a": ["b"] }, { "a": { "$ref": "#" } },
        { "type": "object" }, { "type": "string" }, { "$ref": "#" }, { "const": 1 }, { "enum": ["a", "b", null] },
        { "required": ["a"] }, { "properties": { "a": { "const": "x" } }, "required": ["a"] }, [{ "$ref": "#" }],
        [{ "type": "string" }, { "type": "object" }], [{ "type": "object" }, { "type": "object" }],
    ]);
    values.as_array().cloned().unwrap_or_default()
}
