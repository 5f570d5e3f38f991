//! Schemas made to exhaust a generator: each ends, soon, as a crate that is Rust or as an error that says why not.

use cratemill::budget::NAMED_VALUES;
use cratemill::diagnostic::Code;
use cratemill::provider::ProviderSource;
use end_to_end::{file, generate, provider, sound};
use serde_json::{Map, Value, json};

/// More types than any of these needs; a bomb that goes off has millions.
const MOST: usize = 25_000;

fn check(schema: &Value) {
    check_source(&provider("bomb", &[("json-schema/bomb.json", &schema.to_string())]));
}

fn check_source(source: &ProviderSource) {
    let generated = generate(source);
    sound(&generated).unwrap_or_else(|fault| panic!("{fault}"));
    assert!(generated.summary.types < MOST, "{:?}", generated.summary);
}

/// `0` is `first`, and each next is made of a reference to the one before it.
fn chain(length: usize, first: &Value, link: impl Fn(Value) -> Value) -> Value {
    let name = |index: usize| format!("d{index}");
    let before = |index: usize| json!({ "$ref": format!("#/$defs/{}", name(index - 1)) });
    let links = (1..length).map(|index| (name(index), link(before(index))));
    let all: Map<String, Value> = [(name(0), first.clone())].into_iter().chain(links).collect();
    json!({ "$defs": all, "$ref": format!("#/$defs/{}", name(length - 1)) })
}

fn nested(depth: usize, wrap: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(json!({ "type": "string" }), |schema, _| wrap(schema))
}

fn object(index: usize) -> Value {
    json!({ "type": "object", "properties": { format!("p{index}"): { "type": "integer" } } })
}

#[test]
fn deep_objects() {
    check(&nested(
        100,
        |inner| json!({ "type": "object", "properties": { "a": inner } }),
    ));
    check(&nested(
        400,
        |inner| json!({ "type": "object", "properties": { "a": inner } }),
    ));
}

#[test]
fn deep_arrays() {
    check(&nested(400, |inner| json!({ "type": "array", "items": inner })));
}

#[test]
fn deep_combinations() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        check(&nested(100, |inner| json!({ keyword: [inner, object(0)] })));
        check(&nested(400, |inner| json!({ keyword: [inner] })));
    }
    check(&nested(400, |inner| json!({ "not": inner })));
}

#[test]
fn deep_conditions() {
    check(&nested(
        100,
        |inner| json!({ "if": inner, "then": object(1), "else": object(2) }),
    ));
}

#[test]
fn deep_text() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"{"items":"#, "}")] {
        let text = format!("{}{}{}", open.repeat(100_000), "1", close.repeat(100_000));
        check_source(&provider("bomb", &[("json-schema/bomb.json", &text)]));
    }
}

#[test]
fn a_long_chain_of_references() {
    check(&chain(1_000, &object(0), |before| before));
    check(&chain(
        300,
        &object(0),
        |before| json!({ "allOf": [before, object(1)] }),
    ));
    check(&chain(
        300,
        &object(0),
        |before| json!({ "type": "object", "properties": { "a": before } }),
    ));
}

#[test]
fn a_product_of_alternatives() {
    let pair = |index: usize, keyword: &str| json!({ keyword: [object(2 * index), object(2 * index + 1)] });
    for keyword in ["anyOf", "oneOf"] {
        let all: Vec<Value> = (0..20).map(|index| pair(index, keyword)).collect();
        check(&json!({ "allOf": all }));
    }
}

#[test]
fn a_product_of_conditions() {
    let all: Vec<Value> = (0..20)
        .map(|index| json!({ "if": object(index), "then": object(index + 20), "else": object(index + 40) }))
        .collect();
    check(&json!({ "type": "object", "allOf": all }));
}

#[test]
fn many_values() {
    let values: Vec<String> = (0..10_000).map(|index| format!("value {index}")).collect();
    check(&json!({ "type": "object", "properties": { "a": { "enum": values } } }));
}

#[test]
fn many_properties() {
    let properties: Map<String, Value> = (0..2_000)
        .map(|index| {
            (
                format!("p{index}"),
                json!({ "type": ["string", "null"], "title": "same" }),
            )
        })
        .collect();
    let names: Vec<&String> = properties.keys().collect();
    check(&json!({ "type": "object", "required": names, "properties": properties }));
}

#[test]
fn many_alternatives() {
    let all: Vec<Value> = (0..500).map(object).collect();
    check(&json!({ "oneOf": all }));
    check(&json!({ "allOf": all }));
}

#[test]
fn everything_is_itself() {
    let itself = json!({ "$ref": "#" });
    for keyword in ["allOf", "anyOf", "oneOf", "prefixItems"] {
        check(&json!({ keyword: [itself, itself] }));
        check(&json!({ keyword: [itself, { "type": "object", keyword: [itself, object(0)] }] }));
    }
    let keywords = [
        "not",
        "items",
        "additionalProperties",
        "propertyNames",
        "contains",
        "if",
        "then",
        "else",
        "unevaluatedItems",
        "unevaluatedProperties",
        "additionalItems",
    ];
    for keyword in keywords {
        check(&json!({ keyword: itself }));
    }
    check(&json!({ "$ref": "#" }));
    check(&json!({
        "type": "object",
        "properties": { "a": itself },
        "required": ["a"],
        "patternProperties": { ".": itself },
        "additionalProperties": itself,
        "items": itself,
        "prefixItems": [itself],
        "allOf": [itself],
        "anyOf": [itself, object(0)],
        "oneOf": [itself, object(1)],
        "not": itself,
        "if": itself,
        "then": itself,
        "else": itself,
        "dependentSchemas": { "a": itself },
    }));
}

#[test]
fn a_chain_of_doubled_references() {
    for keyword in ["allOf", "anyOf", "oneOf", "prefixItems"] {
        check(&chain(
            30,
            &object(0),
            |before| json!({ keyword: [before.clone(), before] }),
        ));
    }
    check(&chain(
        30,
        &object(0),
        |before| json!({ "type": "object", "properties": { "a": before.clone(), "b": before } }),
    ));
}

#[test]
fn a_chain_of_doubled_references_with_more_beside() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        check(&chain(
            30,
            &object(0),
            |before| json!({ keyword: [{ "allOf": [before.clone(), object(1)] }, { "allOf": [before, object(2)] }] }),
        ));
    }
}

#[test]
fn everything_is_everything_else() {
    let refs = |keyword: &str| {
        let refs: Vec<Value> = (0..12)
            .map(|index| json!({ "$ref": format!("#/$defs/d{index}") }))
            .collect();
        json!({ keyword: refs })
    };
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let definitions: Map<String, Value> = (0..12).map(|index| (format!("d{index}"), refs(keyword))).collect();
        check(&json!({ "$defs": definitions, "$ref": "#/$defs/d0" }));
    }
}

/// What is read is a string, however many are named; the codes of what was told.
fn told(schema: &Value) -> (Vec<Code>, String) {
    let generated = generate(&provider("bomb", &[("json-schema/bomb.json", &schema.to_string())]));
    sound(&generated).unwrap_or_else(|fault| panic!("{fault}"));
    let codes = generated.diagnostics.iter().map(|one| one.code).collect();
    let files = generated.crate_files.iter().flat_map(|files| files.iter());
    let types = files.filter(|(path, _)| path.starts_with("src/") && path.ends_with(".rs"));
    let types = types.filter(|(path, _)| !path.ends_with("lib.rs") && !path.ends_with("machine.rs"));
    let source = types.map(|(_, text)| String::from_utf8_lossy(text)).collect();
    (codes, source)
}

#[test]
fn more_values_than_a_type_can_name() {
    let texts = |count: usize| (0..count).map(|index| json!(format!("v{index}"))).collect::<Vec<_>>();
    let numbers: Vec<usize> = (0..200_000).collect();
    let (codes, source) = told(&json!({ "enum": texts(200_000) }));
    assert_eq!(codes, [Code::TooLarge]);
    assert!(
        source.contains("pub struct Bomb(pub String);") && source.len() < 1_000,
        "{source}"
    );
    let (codes, source) = told(&json!({ "enum": numbers }));
    assert_eq!(codes, []);
    assert!(
        source.contains("pub struct Bomb(pub i64);") && source.len() < 1_000,
        "{source}"
    );
    let (codes, source) = told(&json!({ "enum": texts(NAMED_VALUES) }));
    assert_eq!(codes, []);
    assert_eq!(source.matches("/// `v").count(), NAMED_VALUES);
    for keyword in ["oneOf", "anyOf"] {
        let consts = |values: &[Value]| values.iter().map(|one| json!({ "const": one })).collect::<Vec<_>>();
        let (codes, source) = told(&json!({ keyword: consts(&texts(NAMED_VALUES + 1)) }));
        assert_eq!(codes, [Code::TooLarge]);
        assert!(source.contains("pub struct Bomb(pub String);"), "{source}");
        let numbers: Vec<Value> = (0..=NAMED_VALUES).map(Value::from).collect();
        let (codes, source) = told(&json!({ keyword: consts(&numbers) }));
        assert_eq!(codes, []);
        assert!(source.contains("pub struct Bomb(pub i64);"), "{source}");
    }
}

/// Values that all are one name in Rust: each gets a short one of its own.
#[test]
fn many_values_of_one_name() {
    for first in ["a", "1"] {
        let values: Vec<String> = (0..3_000)
            .map(|index| {
                let signs = (0..12).map(|bit| if index >> bit & 1 == 0 { '.' } else { ':' });
                format!("{first}{}", signs.collect::<String>())
            })
            .collect();
        let (codes, source) = told(&json!({ "enum": values }));
        assert_eq!(codes, []);
        assert!(source.len() < 200 * values.len(), "{} bytes", source.len());
    }
}

#[test]
fn more_properties_than_a_struct_can_have() {
    let object = |count: usize| {
        let all = (0..count).map(|index| (format!("p{index}"), json!({ "type": "string" })));
        json!({ "type": "object", "properties": all.collect::<Map<_, _>>() })
    };
    let (codes, source) = told(&object(5_000));
    assert_eq!(codes, [Code::TooComplex]);
    assert!(source.len() < 1_000, "{source}");
    // Each inherits from the next, and so has all properties of those below it.
    let link = |index: usize| {
        let own = json!({ format!("p{index}"): { "type": "string" } });
        json!({ "properties": own, "allOf": [{ "$ref": format!("#/$defs/d{}", index + 1) }] })
    };
    let mut all: Map<String, Value> = (0..250).map(|index| (format!("d{index}"), link(index))).collect();
    all.insert("d250".to_owned(), object(1));
    let (codes, source) = told(&json!({ "$defs": all, "$ref": "#/$defs/d0" }));
    assert!(codes.contains(&Code::TooComplex) && codes.len() < 250, "{codes:?}");
    let fields = source.lines().filter(|line| line.contains(": Option<String>,")).count();
    assert!((1_000..24_000).contains(&fields), "{fields} fields");
}

#[test]
fn patterns_that_no_engine_should_be_given() {
    let alternatives: Vec<String> = (0..100_000).map(|index| format!("ab{index}c")).collect();
    for pattern in [
        alternatives.join("|"),
        "^((((((((a{1,100}){1,100}){1,100}){1,100})))))$".to_owned(),
    ] {
        let (codes, source) = told(&json!({ "type": "string", "pattern": pattern }));
        assert_eq!(codes, [Code::TooLarge]);
        assert!(source.contains("pub struct Bomb(pub String);"), "{source}");
        for keyword in ["propertyNames", "patternProperties"] {
            let own = match keyword {
                "propertyNames" => json!({ "pattern": pattern }),
                _ => json!({ pattern.as_str(): { "type": "integer" } }),
            };
            check(&json!({ "type": "object", keyword: own }));
        }
    }
    let (codes, _) = told(&json!({ "type": "string", "pattern": "^.{0,262144}$" }));
    assert_eq!(codes, []);
}

/// Each holds two of the next in place: what is below a boxed one is no part of its size.
#[test]
fn structs_in_place_have_an_end() {
    let (_, shallow) = told(&chain(
        5,
        &object(0),
        |before| json!({ "type": "object", "properties": { "a": before.clone(), "b": before } }),
    ));
    assert!(!shallow.contains("Box<"), "{shallow}");
    let (_, deep) = told(&chain(
        30,
        &object(0),
        |before| json!({ "type": "object", "properties": { "a": before.clone(), "b": before } }),
    ));
    let boxed = deep.matches("Box<").count();
    assert!((4..30).contains(&boxed), "{boxed} of 58");
}

/// The least value of a type, with which reading begins, has an end as well.
#[test]
fn required_structs_in_place_have_an_end() {
    let schema = chain(
        40,
        &json!({ "type": "object" }),
        |before| json!({ "type": "object", "required": ["a", "b"], "properties": { "a": before.clone(), "b": before } }),
    );
    let generated = generate(&provider("bomb", &[("json-schema/bomb.json", &schema.to_string())]));
    let source = file(&generated, "src/bomb.rs");
    assert!(
        source.contains("lossless::Open<") && source.contains("Box<"),
        "{source}"
    );
    assert!(file(&generated, "FIDELITY.md").contains("the least value has thousands of values"));
}

#[test]
fn chains_that_are_nothing_but_references() {
    check(&chain(4_000, &object(0), |before| before));
    check(&json!({ "$ref": "#/$defs/a", "$defs": {
        "a": { "$ref": "#/$defs/b" }, "b": { "$ref": "#/$defs/c" }, "c": { "$ref": "#/$defs/b" },
    } }));
}
