use super::*;
use crate::bundle::bundle;
use crate::document::Document;
use crate::provider::NameRules;
use serde_json::json;

mod apart;
mod references;
mod sharing;

pub(super) fn normalized(files: &[(&str, Value)], lock: &BTreeMap<String, String>) -> (Bundle, NormalizedSchema) {
    let mut documents: Vec<Document> = files
        .iter()
        .filter_map(|(name, value)| Document::parse(&format!("json-schema/{name}"), value.to_string().as_bytes()).0)
        .collect();
    documents.sort_by(|one, other| one.name().cmp(other.name()));
    let bundle = bundle(documents, "acme");
    let rules = NameRules::default();
    let schema = normalize(
        &bundle,
        &Secrets::default(),
        &Naming {
            provider: "acme",
            rules: &rules,
            lock,
            settled: &std::collections::BTreeSet::new(),
            fields: &BTreeMap::new(),
        },
        &Foreign::default(),
    );
    (bundle, schema)
}

/// The definitions of one document `thing.json`, a line each.
fn shapes(schema: Value) -> String {
    let (_, schema) = normalized(&[("thing.json", schema)], &BTreeMap::new());
    let lines: Vec<String> = schema
        .definitions
        .iter()
        .map(|one| format!("{}: {}", one.name, shape(&schema, one)))
        .collect();
    lines.join("\n")
}

fn shape(schema: &NormalizedSchema, one: &Definition) -> String {
    let text = |value: &Use| use_text(schema, value);
    match &one.shape {
        Shape::Object { properties, additional } => {
            let mark = |required: bool| if required { "" } else { "?" };
            let mut all: Vec<String> = properties
                .iter()
                .map(|p| format!("{}{} {}", p.name, mark(p.required), text(&p.value)))
                .collect();
            all.extend(additional.iter().map(|value| format!("* {}", text(value))));
            format!("{{{}}}", all.join(", "))
        }
        Shape::Enumeration(values) => format!("enum {}", values.join("|")),
        Shape::Tuple { items, rest } => {
            let items: Vec<String> = items
                .iter()
                .map(|one| format!("{} {}", one.name, text(&one.value)))
                .collect();
            format!("({}; {})", items.join(", "), text(rest))
        }
        Shape::Integers(values) => format!("integers {values:?}"),
        Shape::Constant(value) => format!("const {value}"),
        Shape::Pattern(pattern) => format!("pattern {pattern}"),
        Shape::Union(union) => {
            let all: Vec<String> = union.alternatives.iter().map(|one| text(&one.value)).collect();
            let tag = union
                .tag
                .as_ref()
                .map_or(String::new(), |tag| format!(" by {} {:?}", tag.property, tag.values));
            let open = if union.catch_all {
                " or anything"
            } else if union.open {
                " or unknown"
            } else {
                ""
            };
            format!("{}{open}{tag}", all.join(" | "))
        }
        Shape::Alias(value) => format!("= {}", text(value)),
        Shape::Name(value) => format!("is {}", text(value)),
    }
}

fn use_text(schema: &NormalizedSchema, value: &Use) -> String {
    match value {
        Use::Definition(id) => schema.definitions[*id].name.clone(),
        Use::Array(item) => format!("[{}]", use_text(schema, item)),
        Use::Map(value) => format!("map {}", use_text(schema, value)),
        Use::Nullable(inner) => format!("{}/null", use_text(schema, inner)),
        Use::Open(inner) => format!("open {}", use_text(schema, inner)),
        Use::Implied(inner) => format!("implied {}", use_text(schema, inner)),
        Use::Integer(Width::Signed64) => "Integer".to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn presence_and_null_are_kept_apart() {
    let schema = json!({
        "type": "object", "required": ["a", "b", "c"],
        "properties": {
            "a": { "type": "string" }, "b": { "type": ["string", "null"] },
            "d": { "type": "integer", "nullable": true }, "e": { "enum": ["x", null] }
        }
    });
    assert_eq!(
        shapes(schema),
        "Thing: {a String, b String/null, d? Integer/null, e? E/null, c Any}\nE: enum x"
    );
}

#[test]
fn a_lone_reference_is_the_type_itself() {
    let schema = json!({
        "type": "object",
        "properties": {
            "a": { "$ref": "#/$defs/Part" },
            "b": { "allOf": [{ "$ref": "#/$defs/Part" }], "description": "the same" },
            "c": { "allOf": [{ "$ref": "#/$defs/Part" }, { "properties": { "n": { "type": "number" } } }] }
        },
        "$defs": { "Part": { "type": "object", "properties": { "x": { "type": "boolean" } } } }
    });
    let expected = "Thing: {a? Part, b? Part, c? C}\nPart: {x? Boolean}\nC: {x? Boolean, n? Number}";
    assert_eq!(shapes(schema), expected);
}

#[test]
fn siblings_of_a_reference_count_from_2019_on() {
    let schema = |draft: &str| {
        json!({
            "$schema": draft, "$ref": "#/definitions/part", "required": ["x"],
            "definitions": { "part": { "type": "object", "properties": { "x": { "type": "string" } } } }
        })
    };
    assert_eq!(
        shapes(schema("http://json-schema.org/draft-07/schema#")),
        "Part: {x? String}"
    );
    let new = shapes(schema("https://json-schema.org/draft/2020-12/schema"));
    assert!(new.contains("Thing: {x String}"), "{new}");
}

#[test]
fn alternatives_of_one_json_type_are_one() {
    let schema = json!({ "oneOf": [{ "const": "a" }, { "enum": ["b", "c"] }, { "type": "null" }] });
    assert_eq!(
        shapes(schema),
        "ThingOrNull: = Thing/null\nThing: enum a|b|c"
            .lines()
            .rev()
            .collect::<Vec<_>>()
            .join("\n")
    );
    let schema = json!({ "properties": { "n": { "anyOf": [{ "type": "integer" }, { "type": "number" }] } } });
    assert_eq!(shapes(schema), "Thing: {n? Number}");
}

#[test]
fn a_discriminating_property_tells_alternatives_apart() {
    let pet = |kind: &str| json!({ "type": "object", "title": kind, "required": ["kind"], "properties": { "kind": { "const": kind } } });
    let text = shapes(json!({ "oneOf": [pet("cat"), pet("dog")] }));
    assert!(
        text.contains("Thing: Cat | Dog or unknown by kind [[\"cat\"], [\"dog\"]]"),
        "{text}"
    );
}

#[test]
fn a_union_beside_properties_is_merged_into_each_alternative() {
    let schema = json!({
        "type": "object", "properties": { "id": { "type": "string" } },
        "oneOf": [
            { "title": "One", "properties": { "a": { "type": "string" } }, "required": ["a"] },
            { "title": "Two", "properties": { "b": { "type": "string" } }, "required": ["b"] }
        ]
    });
    assert_eq!(
        shapes(schema),
        "Thing: One | Two or unknown\nOne: {id? String, a String}\nTwo: {id? String, b String}"
    );
}

#[test]
fn alternatives_that_only_limit_are_no_union() {
    let schema = json!({
        "type": "object", "properties": { "a": {}, "b": {} },
        "anyOf": [{ "required": ["a"] }, { "required": ["b"] }]
    });
    assert_eq!(shapes(schema), "Thing: {a? Any, b? Any}");
}

#[test]
fn an_alternative_that_says_nothing_opens_the_others() {
    assert_eq!(
        shapes(json!({ "properties": { "x": { "anyOf": [{ "type": "string" }, {}] } } })),
        "Thing: {x? open String}"
    );
}

#[test]
fn recursion_ends_where_it_began() {
    let list = json!({ "type": "array", "items": { "$ref": "#" } });
    assert_eq!(shapes(list), "Thing: = [Thing]");
    let tree =
        json!({ "type": "object", "properties": { "next": { "anyOf": [{ "$ref": "#" }, { "type": "null" }] } } });
    assert_eq!(shapes(tree), "Thing: {next? Thing/null}");
    let itself = json!({ "$ref": "#/$defs/a", "$defs": { "a": { "allOf": [{ "$ref": "#/$defs/a" }] } } });
    assert_eq!(shapes(itself), "Thing: = Any\nA: is Any");
    let either = json!({ "anyOf": [{ "$ref": "#" }, { "type": "string" }] });
    assert_eq!(shapes(either), "Thing: = String");
}

#[test]
fn a_cycle_of_required_properties_is_broken() {
    let schema = json!({ "type": "object", "required": ["me"], "properties": { "me": { "$ref": "#" } } });
    assert_eq!(shapes(schema), "Thing: {me? Thing}");
}

#[test]
fn maps_tuples_and_patterns_take_what_is_valid() {
    let of = |schema: Value| shapes(json!({ "properties": { "x": schema } }));
    let object = |keyword: &str, value: Value| of(json!({ "type": "object", keyword: value }));
    let array = |items: Value| of(json!({ "type": "array", "prefixItems": [{ "type": "string" }], "items": items }));
    assert_eq!(of(json!({ "type": "object" })), "Thing: {x? map Any}");
    assert_eq!(
        object("additionalProperties", json!({ "type": "string" })),
        "Thing: {x? map String}"
    );
    assert_eq!(
        object("patternProperties", json!({ "^a": { "type": "string" } })),
        "Thing: {x? map open String}"
    );
    assert_eq!(
        object("patternProperties", json!({ ".*": { "type": "string" } })),
        "Thing: {x? map String}"
    );
    assert_eq!(array(json!({})), "Thing: {x? X}\nX: (first String; Any)");
    assert_eq!(array(json!(false)), "Thing: {x? X}\nX: (first String; Any)");
    let rest = json!({ "type": "integer" });
    assert_eq!(array(rest), "Thing: {x? X}\nX: (first String; Integer)");
}

#[test]
fn a_position_is_called_by_its_title_and_holds_what_all_schemas_say() {
    let of = |schema: Value| shapes(json!({ "properties": { "x": schema } }));
    let point = json!({ "type": "array", "prefixItems": [
        { "title": "longitude", "type": "number" },
        { "title": "longitude", "type": ["number", "null"] },
        { "title": "A sentence about the third of the positions.", "type": "string" },
        { "title": "rest", "$ref": "#" }
    ] });
    assert_eq!(
        of(point),
        "Thing: {x? X}\nX: (longitude Number, second Number/null, third String, fourth implied Thing; Any)"
    );
    let both = json!({ "allOf": [
        { "type": "array", "prefixItems": [{}, { "type": "integer" }] },
        { "prefixItems": [{ "type": "string" }], "items": { "minimum": 3 } },
        { "items": { "type": ["string", "integer"] } }
    ] });
    assert_eq!(
        of(both),
        "Thing: {x? X}\nX: (first String, second Integer; XItem)\nXItem: String | Integer"
    );
    let many: Vec<Value> = (0..40).map(|_| json!({ "type": "string" })).collect();
    assert_eq!(
        of(json!({ "type": "array", "prefixItems": many })),
        "Thing: {x? [open String]}"
    );
    let strange = json!({ "type": "array", "items": [{ "type": "string" }] });
    assert_eq!(of(strange), "Thing: {x? X}\nX: (first open String; Any)");
}

#[test]
fn a_type_that_is_only_implied_is_not_asked_for() {
    let of = |schema: Value| shapes(json!({ "properties": { "x": schema } }));
    assert_eq!(of(json!({ "minLength": 1 })), "Thing: {x? implied String}");
    assert_eq!(
        of(json!({ "items": { "type": "string" } })),
        "Thing: {x? implied [String]}"
    );
    let nested = json!({ "properties": { "y": { "type": "string" } } });
    assert_eq!(of(nested), "Thing: {x? implied X}\nX: {y? String}");
    let either = json!({ "anyOf": [{ "minLength": 1 }, { "const": 5 }] });
    assert_eq!(
        of(either),
        "Thing: {x? implied X}\nX: String | XConstant5 or unknown\nXConstant5: const 5"
    );
}

#[test]
fn what_contradicts_itself_is_any_value_and_told() {
    let schema = json!({ "properties": { "x": { "allOf": [{ "type": "string" }, { "type": "integer" }] } } });
    let (_, schema) = normalized(&[("thing.json", schema)], &BTreeMap::new());
    assert_eq!(schema.diagnostics[0].code, crate::diagnostic::Code::Unsatisfiable);
    assert!(
        schema
            .unexpressed
            .iter()
            .any(|one| one.address == "thing.json#/properties/x")
    );
}

#[test]
fn a_pattern_that_the_engine_refuses_is_told() {
    for (pattern, checked) in [
        ("^(a+)+$", true),
        ("^(?=a)b", true),
        ("^((a{1,999}){1,999})$", false),
        ("(?i)a", false),
    ] {
        let schema = json!({ "type": "object", "properties": { "x": { "type": "string", "pattern": pattern } } });
        let (_, schema) = normalized(&[("thing.json", schema)], &BTreeMap::new());
        let is_type = schema
            .definitions
            .iter()
            .any(|one| matches!(one.shape, Shape::Pattern(_)));
        let reasons: Vec<&str> = schema.unexpressed.iter().map(|one| &*one.reason).collect();
        let reason = if checked {
            "checked on construction and by `validate()`, never by reading"
        } else {
            "no regular expression that the runtime takes; not checked on construction"
        };
        assert_eq!((is_type, reasons), (checked, vec![reason]), "{pattern}");
    }
}

#[test]
fn a_faulty_type_is_guessed_and_any_value_kept() {
    let schema = json!({
        "type": "object",
        "properties": {
            "a": { "type": "String" }, "b": { "type": "['string', 'null']" },
            "c": { "type": "object", "enum": ["x", "y"] }, "d": { "type": "whatever" },
            "e": { "type": "array", "items": { "type": "int" } }
        }
    });
    assert_eq!(
        shapes(schema),
        "Thing: {a? open String, b? open String/null, c? open C, d? Any, e? [open Integer]}\nC: enum x|y"
    );
}

#[test]
fn a_root_that_refers_into_a_dynamic_scope_is_a_type_of_its_own() {
    let schema = json!({
        "$id": "http://x.test/root", "$ref": "list",
        "$defs": {
            "text": { "$dynamicAnchor": "item", "type": "string" },
            "list": {
                "$id": "list", "type": "object", "properties": { "first": { "$dynamicRef": "#item" } },
                "$defs": { "any": { "$dynamicAnchor": "item" } }
            }
        }
    });
    assert_eq!(
        shapes(schema),
        "List: {first? open String}\nThing: = List\nText: is String\nAny: is Any"
    );
}

#[test]
fn lists_within_lists_get_a_name_before_they_are_too_deep() {
    let deep = (0..20).fold(
        json!({ "type": "string" }),
        |inner, _| json!({ "type": "array", "items": inner }),
    );
    let lines = shapes(json!({ "type": "object", "properties": { "a": deep } }));
    assert!(lines.lines().all(|line| line.matches('[').count() <= 8), "{lines}");
}

fn with(properties: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required })
}
