//! The law of normalizing: what is valid under the published schema is valid under its normal form. A validator judges
//! both: it may widen, never narrow.

use cratemill::bundle::bundle;
use cratemill::document::Document;
use cratemill::normalize::{Foreign, Naming, json_schema, normalize, reference};
use cratemill::provider::{NameRules, Secrets};
use flate2::read::GzDecoder;
use jsonschema::Validator;
use lossless::Rules;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Read;

/// The validator of what the root type of a schema reads.
fn normal_form(schema: &Value) -> Validator {
    let (document, _) = Document::parse("json-schema/schema.json", schema.to_string().as_bytes());
    let bundle = bundle(vec![document.expect("a document")], "acme");
    let (rules, lock) = (NameRules::default(), BTreeMap::new());
    let naming = Naming {
        provider: "acme",
        rules: &rules,
        lock: &lock,
        settled: &std::collections::BTreeSet::new(),
        fields: &BTreeMap::new(),
    };
    let normalized = normalize(&bundle, &Secrets::default(), &naming, &Foreign::default());
    let mut form = json_schema(&normalized);
    let root = &normalized.definitions[normalized.types[&bundle.root(0)]];
    form["$ref"] = json!(reference(&root.path()));
    validator(&form).expect("the normal form is a schema")
}

fn validator(schema: &Value) -> Option<Validator> {
    jsonschema::options()
        .offline()
        .should_validate_formats(false)
        .build(schema)
        .ok()
}

/// Real schemas with real instances. Every one is looked at; each must keep all that is valid.
#[test]
fn nothing_valid_is_lost_in_real_schemas() {
    let path = end_to_end::workspace().join("../shared/corpus/maskbench.jsonl.gz");
    let Ok(packed) = std::fs::File::open(&path) else {
        println!("no corpus at {}: real schemas are not looked at", path.display());
        return;
    };
    let mut lines = String::new();
    GzDecoder::new(packed).read_to_string(&mut lines).expect("text");
    let (mut kept, mut lost) = (0, Vec::new());
    for line in lines.lines() {
        let case: Value = serde_json::from_str(line).expect("JSON");
        // Two schemas of the collection are refused by the validator itself.
        let Some(published) = validator(&case["schema"]) else {
            continue;
        };
        let form = normal_form(&case["schema"]);
        for test in case["tests"].as_array().into_iter().flatten() {
            match published.is_valid(&test["data"]) {
                true if form.is_valid(&test["data"]) => kept += 1,
                true => lost.push(case["name"].to_string()),
                false => {}
            }
        }
    }
    assert!(kept > 1_000, "only {kept} valid instances were looked at");
    assert_eq!(lost, Vec::<String>::new());
}

/// Names of properties and definitions, few enough to meet.
const NAMES: [&str; 3] = ["a", "b", "c"];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2i64..3).prop_map(Value::from),
        Just(json!(1.0)),
        Just(json!(0.5)),
        prop::sample::select(vec!["", "x", "y"]).prop_map(Value::from),
    ]
}

fn instance() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(prop::sample::select(&NAMES[..]), inner, 0..3)
                .prop_map(|all| all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

fn schema() -> impl Strategy<Value = Value> {
    let type_name = || {
        prop::sample::select(vec![
            "null", "boolean", "integer", "number", "string", "array", "object",
        ])
    };
    let leaf = prop_oneof![
        Just(json!({})),
        any::<bool>().prop_map(Value::Bool),
        type_name().prop_map(|name| json!({ "type": name })),
        prop::collection::vec(type_name(), 1..4).prop_map(|names| json!({ "type": names })),
        scalar().prop_map(|value| json!({ "const": value })),
        prop::collection::vec(scalar(), 1..4).prop_map(|values| json!({ "enum": values })),
        prop::sample::select(&NAMES[..]).prop_map(|name| json!({ "$ref": format!("#/$defs/{name}") })),
        Just(json!({ "$ref": "#" })),
        Just(json!({ "minLength": 1 })),
        Just(json!({ "type": "string", "pattern": "x" })),
        Just(json!({ "minimum": 0, "nullable": true })),
    ];
    leaf.prop_recursive(3, 24, 3, |inner| {
        let named =
            |inner: BoxedStrategy<Value>| prop::collection::btree_map(prop::sample::select(&NAMES[..]), inner, 0..3);
        let several = |inner: BoxedStrategy<Value>| prop::collection::vec(inner, 1..4);
        let inner = inner.boxed();
        prop_oneof![
            (
                named(inner.clone()),
                prop::sample::subsequence(&NAMES[..], 0..2),
                any::<bool>()
            )
                .prop_map(|(properties, required, typed)| {
                    let mut schema = json!({ "properties": properties, "required": required });
                    if typed {
                        schema["type"] = json!("object");
                    }
                    schema
                }),
            inner
                .clone()
                .prop_map(|items| json!({ "type": "array", "items": items })),
            several(inner.clone()).prop_map(|items| json!({ "prefixItems": items })),
            (several(inner.clone()), inner.clone())
                .prop_map(|(all, rest)| json!({ "prefixItems": all, "items": rest })),
            inner
                .clone()
                .prop_map(|values| json!({ "type": "object", "additionalProperties": values })),
            (inner.clone(), inner.clone())
                .prop_map(|(some, rest)| json!({ "patternProperties": { "a": some }, "additionalProperties": rest })),
            (
                several(inner.clone()),
                prop::sample::select(vec!["oneOf", "anyOf", "allOf"])
            )
                .prop_map(|(all, keyword)| json!({ keyword: all })),
            (
                several(inner.clone()),
                named(inner.clone()),
                prop::sample::select(vec!["oneOf", "anyOf", "allOf"])
            )
                .prop_map(
                    |(all, properties, keyword)| json!({ "type": "object", "properties": properties, keyword: all })
                ),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| json!({ "if": one, "then": other })),
            inner.prop_map(|not| json!({ "not": not })),
        ]
    })
}

/// A document: its root is an object of a known type, as a document's mostly is.
fn document() -> impl Strategy<Value = Value> {
    (
        prop::collection::vec(schema(), 3),
        prop::collection::vec(schema(), 3),
        any::<bool>(),
    )
        .prop_map(|(properties, definitions, old)| {
            let named = |all: Vec<Value>| NAMES.iter().map(|name| (*name).to_owned()).zip(all).collect::<Value>();
            let draft = match old {
                true => "http://json-schema.org/draft-07/schema#",
                false => "https://json-schema.org/draft/2020-12/schema",
            };
            json!({ "$schema": draft, "type": "object", "properties": named(properties), "$defs": named(definitions) })
        })
}

/// The same schemas in every run; another seed looks at others.
const SEED: u64 = 1;

/// The verdict of the rules of a schema, as a union asks them; `None` where they leave something out.
fn rules_of(schema: &Value) -> Option<impl Fn(&Value) -> bool> {
    let (document, _) = Document::parse("json-schema/schema.json", schema.to_string().as_bytes());
    let bundle = bundle(vec![document?], "acme");
    let (names, table) = cratemill::normalize::rules(&bundle, &[bundle.root(0)])?;
    let text = serde_json::to_string(&table).expect("JSON");
    // Rules live as long as a program: they are a part of its text.
    let rules = Rules::new(String::leak(text));
    Some(move |instance: &Value| rules.accept(&names[0], &instance.to_string()))
}

/// The law of rules: a value is valid under a rule exactly if it is under the schema.
#[test]
fn rules_say_of_real_schemas_what_a_validator_says() {
    let path = end_to_end::workspace().join("../shared/corpus");
    let suite = path.join("json-schema-test-suite.tar.gz");
    let Ok(packed) = std::fs::File::open(&suite) else {
        println!("no corpus at {}: real schemas are not looked at", path.display());
        return;
    };
    let (mut same, mut left_out, mut others) = (0, 0, Vec::new());
    let mut archive = tar::Archive::new(GzDecoder::new(packed));
    for entry in archive.entries().expect("an archive") {
        let mut entry = entry.expect("an entry");
        let name = entry.path().expect("a path").display().to_string();
        let draft = ["draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"];
        let Some(draft) = draft
            .into_iter()
            .find(|draft| name.contains(&format!("tests/{draft}/")))
        else {
            continue;
        };
        // What lies outside of a document is not followed, and formats are annotations.
        if name.contains("/format/") || name.contains("refRemote") || !name.ends_with(".json") {
            continue;
        }
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("text");
        for group in serde_json::from_str::<Vec<Value>>(&text).expect("a list of groups") {
            let mut schema = group["schema"].clone();
            if let Some(keywords) = schema.as_object_mut() {
                keywords.entry("$schema").or_insert(Value::from(dialect(draft)));
            }
            let Some(accepts) = rules_of(&schema) else {
                left_out += 1;
                continue;
            };
            for test in group["tests"].as_array().into_iter().flatten() {
                if Some(accepts(&test["data"])) == test["valid"].as_bool() {
                    same += 1;
                } else {
                    others.push(format!("{name}: {}: {}", group["description"], test["description"]));
                }
            }
        }
    }
    assert!(same > 4_500, "only {same} instances were judged");
    assert!(left_out < 300, "{left_out} schemas have no complete rules");
    let listed = |other: &String| UNLIKE.iter().any(|(part, _)| other.contains(part));
    let (known, unknown): (Vec<String>, Vec<String>) = others.into_iter().partition(listed);
    assert_eq!(unknown, Vec::<String>::new());
    let unused = UNLIKE
        .iter()
        .filter(|(part, _)| !known.iter().any(|other| other.contains(part)));
    assert_eq!(unused.map(|(part, _)| *part).collect::<Vec<_>>(), Vec::<&str>::new());
}

/// Where the rules say something else than the suite, and why.
const UNLIKE: &[(&str, &str)] = &[
    ("draft7/optional/content.json", "the content of a text is not read"),
    (
        "optional/cross-draft.json",
        "it refers to what lies outside of the document",
    ),
    (
        "zeroTerminatedFloats.json",
        "1.0 is an integer, as in every later draft",
    ),
    (
        "optional/dependencies-compatibility.json",
        "a keyword of older drafts is none of the newer ones",
    ),
    ("optional/format-assertion.json", "formats are annotations"),
    (
        "/vocabulary.json",
        "the vocabularies of a meta-schema of one's own are not looked at",
    ),
    ("draft2020-12/dynamicRef.json", "the dynamic scope is not followed"),
];

fn dialect(draft: &str) -> &'static str {
    match draft {
        "draft4" => "http://json-schema.org/draft-04/schema#",
        "draft6" => "http://json-schema.org/draft-06/schema#",
        "draft7" => "http://json-schema.org/draft-07/schema#",
        "draft2019-09" => "https://json-schema.org/draft/2019-09/schema",
        _ => "https://json-schema.org/draft/2020-12/schema",
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, rng_seed: RngSeed::Fixed(SEED), ..ProptestConfig::default() })]

    #[test]
    fn nothing_valid_is_lost_in_random_schemas(
        schema in document(),
        instances in prop::collection::vec(prop::collection::btree_map(prop::sample::select(&NAMES[..]), instance(), 0..4), 24),
    ) {
        let published = validator(&schema);
        // The validator refuses some of them: they are nobody's.
        if published.is_none() {
            return Ok(());
        }
        let form = normal_form(&schema);
        let accepts = rules_of(&schema);
        for instance in instances {
            let instance: Value = instance.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            if let (Some(published), Some(accepts)) = (&published, &accepts) {
                prop_assert_eq!(accepts(&instance), published.is_valid(&instance), "{:#}\njudges {}", schema, instance);
            }
            if published.as_ref().is_some_and(|published| published.is_valid(&instance)) {
                prop_assert!(form.is_valid(&instance), "{schema:#}\nloses {instance}");
            }
        }
    }
}
