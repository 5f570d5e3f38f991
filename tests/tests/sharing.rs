//! Schemas that say the same under the same name are one type, with all of their places and all of their examples.

use cratemill::bundle::{bundle, subschemas};
use cratemill::document::Document;
use cratemill::file_tree::FileTree;
use cratemill::normalize::{Foreign, Naming, Role, normalize};
use cratemill::provider::{NameRules, Secrets};
use cratemill::{Generated, explain};
use end_to_end::{generate, provider};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn pet(said: &str) -> Value {
    json!({
        "title": "pet", "description": said, "type": "object", "required": ["name"],
        "properties": { "name": { "type": "string", "maxLength": 8 }, "owner": { "type": "object", "properties": { "id": { "type": "integer" } } } }
    })
}

fn text(files: &FileTree, path: &str) -> String {
    String::from_utf8_lossy(files.get(path).expect("the file")).into_owned()
}

fn generated(files: &[(&str, &str)]) -> (Generated, FileTree) {
    let generated = generate(&provider("acme", files));
    let files = generated.crate_files.clone().expect("a crate");
    (generated, files)
}

#[test]
fn one_type_lists_all_its_places_and_is_tested_with_the_examples_of_all() {
    let (shop, zoo) = (pet("Of the shop.").to_string(), pet("Of the zoo.").to_string());
    let own = json!({ "title": "cage", "type": "object", "properties": { "inmate": { "$ref": "acme-zoo-pet.json" }, "size": { "type": "integer" } } });
    let files = [
        ("json-schema/acme-shop-pet.json", &*shop),
        ("json-schema/acme-zoo-pet.json", &*zoo),
        ("json-schema/acme-cage.json", &own.to_string()),
        (
            "examples/acme-shop-pet-example.json",
            r#"{ "name": "Rex", "owner": { "id": 1 } }"#,
        ),
        ("examples/acme-zoo-pet-example.json", r#"{ "name": "Leo" }"#),
    ];
    let (generated, crate_files) = generated(&files);
    let types: Value = serde_json::from_str(&text(&crate_files, "types.json")).expect("JSON");
    for (place, path) in [
        ("acme-shop-pet.json#", "acme_types::Pet"),
        ("acme-zoo-pet.json#", "acme_types::Pet"),
        ("acme-shop-pet.json#/properties/owner", "acme_types::pet::Owner"),
        ("acme-zoo-pet.json#/properties/owner", "acme_types::pet::Owner"),
        ("acme-cage.json#/properties/inmate", "acme_types::Pet"),
    ] {
        assert_eq!(types[place], path, "{place}");
    }
    assert_eq!((generated.summary.types, generated.summary.copies), (3, 2));
    let fidelity = text(&crate_files, "FIDELITY.md");
    assert!(
        fidelity.contains("| `Pet` | `acme-shop-pet.json#`, `acme-zoo-pet.json#` |"),
        "{fidelity}"
    );
    let told = explain(&provider("acme", &files), "Pet").expect("a type");
    assert!(told.contains("acme-zoo-pet.json#, which says the same"), "{told}");
    let evidence = text(&crate_files, "tests/evidence/pet.jsonl");
    for name in ["Rex", "Leo"] {
        assert!(evidence.contains(name), "{evidence}");
    }
    let source = text(&crate_files, "src/pet.rs");
    assert!(source.contains("/// Of the shop."), "{source}");
    assert!(crate_files.get("src/zoo_pet.rs").is_none());
}

#[test]
fn the_lock_knows_every_place_and_whoever_stays_keeps_the_name() {
    let (one, other) = (pet("-").to_string(), pet("+").to_string());
    let both = [("json-schema/a-pet.json", &*one), ("json-schema/b-pet.json", &*other)];
    let (before, _) = generated(&both);
    assert!(before.lock.contains("\"a-pet.json#\" = \"Pet\"\n"), "{}", before.lock);
    assert!(before.lock.contains("\"b-pet.json#\" = \"Pet\"\n"), "{}", before.lock);
    let mut longer = pet("+");
    longer["properties"]["name"]["maxLength"] = json!(9);
    let longer = longer.to_string();
    let mut source = provider(
        "acme",
        &[("json-schema/a-pet.json", &one), ("json-schema/b-pet.json", &longer)],
    );
    source.lock = Some(before.lock.clone());
    let after = generate(&source);
    assert!(after.lock.contains("\"a-pet.json#\" = \"Pet\"\n"), "{}", after.lock);
    assert!(after.lock.contains("\"b-pet.json#\" = \"b::Pet\"\n"), "{}", after.lock);
    // Joined once more, the name of the other stays as an alias.
    let mut source = provider("acme", &both);
    source.lock = Some(after.lock);
    let again = generate(&source);
    assert!(again.lock.contains("\n\"b::Pet\" = \"Pet\"\n"), "{}", again.lock);
    let module = text(&again.crate_files.expect("a crate"), "src/b.rs");
    assert!(module.contains("pub type Pet = "), "{module}");
}

#[test]
fn one_type_has_one_name_whichever_place_is_named() {
    let (one, other) = (pet("-").to_string(), pet("+").to_string());
    let with = |manifest: &str| {
        let mut source = provider(
            "acme",
            &[("json-schema/a-pet.json", &one), ("json-schema/b-pet.json", &other)],
        );
        source.manifest = Some(manifest.to_owned());
        generate(&source)
    };
    let named = with("[names.override]\n\"b-pet.json#\" = \"Animal\"\n");
    assert!(named.lock.contains("\"a-pet.json#\" = \"Animal\"\n"), "{}", named.lock);
    let twice = with("[names.override]\n\"a-pet.json#\" = \"Animal\"\n\"b-pet.json#\" = \"Beast\"\n");
    let told: Vec<&str> = twice.diagnostics.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(told, ["the type is that of `a-pet.json#`, which is called `Animal`"]);
}

/// A sequence of numbers without a pattern, the same in every run (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ (word >> 31)) as usize % most
    }

    fn leaf(&mut self) -> Value {
        match self.below(12) {
            0 => json!({}),
            1 => json!(true),
            2 => json!({ "type": "string" }),
            3 => json!({ "type": ["string", "null"] }),
            4 => json!({ "enum": ["x", "y"] }),
            5 => json!({ "enum": [1, 2] }),
            6 => json!({ "type": "string", "maxLength": 1 }),
            7 => json!({ "minimum": 1 }),
            8 => json!({ "$ref": "#/$defs/a" }),
            9 => json!({ "$ref": "#/$defs/b", "minLength": 2 }),
            10 => json!({ "const": "x" }),
            _ => json!({ "$ref": "#" }),
        }
    }

    fn schema(&mut self, depth: usize) -> Value {
        if depth == 0 {
            return self.leaf();
        }
        let (one, other) = (self.schema(depth - 1), self.schema(depth - 1));
        match self.below(9) {
            0 => json!({ "type": "object", "properties": { "a": one, "b": other } }),
            1 => json!({ "type": "object", "properties": { "b": other, "a": one }, "required": ["a"] }),
            2 => json!({ "type": "object", "additionalProperties": one }),
            3 => json!({ "type": "array", "items": one }),
            4 => json!({ "type": "array", "prefixItems": [one, other] }),
            5 => json!({ "anyOf": [one, other] }),
            6 => json!({ "allOf": [one, other] }),
            7 => json!({ "not": one, "type": "object", "properties": { "c": other } }),
            _ => self.leaf(),
        }
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 5 } else { 8 }) {
            0 => Value::Null,
            1 => json!("x"),
            2 => json!("long"),
            3 => json!(1),
            4 => json!(2.0),
            5 => json!([self.value(depth - 1), self.value(depth - 1)]),
            6 => json!({ "a": self.value(depth - 1), "c": self.value(depth - 1) }),
            _ => json!({ "a": self.value(depth - 1), "b": self.value(depth - 1) }),
        }
    }
}

/// The places of all schemas of a document.
fn places(schema: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    for tokens in subschemas(schema) {
        let pointer: String = tokens.iter().map(|token| format!("/{token}")).collect();
        let below = schema.pointer(&pointer).expect("a subschema");
        places(below, &format!("{at}{pointer}"), found);
    }
}

/// The judge of one place of a document.
fn judge(document: &Value, pointer: &str) -> Option<Validator> {
    let mut whole = document.clone();
    whole["$id"] = json!("urn:document");
    let draft = &document["$schema"];
    let schema = json!({ "$schema": draft, "$ref": format!("urn:document#{pointer}"), "$defs": { "whole": whole } });
    jsonschema::options().offline().build(&schema).ok()
}

/// The law of sharing: a value is valid at one of a type's places exactly if it is at each of the others.
#[test]
fn what_is_one_type_judges_alike() {
    let mut numbers = Numbers(1);
    let (mut shared, mut apart, mut judged) = (0, 0, 0);
    for _ in 0..600 {
        let mut one = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "pet", "type": "object",
            "properties": { "a": numbers.schema(2), "c": numbers.schema(1) },
            "$defs": { "a": numbers.schema(2), "b": numbers.schema(1) }
        });
        let mut other = one.clone();
        let mut all = Vec::new();
        places(&other, "", &mut all);
        for _ in 0..2 {
            let at = &all[numbers.below(all.len())];
            if let Some(Value::Object(schema)) = other.pointer_mut(at) {
                schema.insert("description".to_owned(), json!("Said otherwise."));
            }
        }
        let at = &all[1 + numbers.below(all.len() - 1)];
        if numbers.below(3) > 0
            && let Some(schema) = other.pointer_mut(at)
        {
            *schema = numbers.leaf();
        }
        one["description"] = json!("One.");
        let files = [("a-pet.json", &one), ("b-pet.json", &other)];
        let documents = files.map(|(file, value)| {
            let text = value.to_string();
            Document::parse(&format!("json-schema/{file}"), text.as_bytes())
                .0
                .expect("a document")
        });
        let bundle = bundle(documents.into(), "acme");
        let (rules, lock, fields) = (NameRules::default(), BTreeMap::new(), BTreeMap::new());
        let naming = Naming {
            provider: "acme",
            rules: &rules,
            lock: &lock,
            settled: &std::collections::BTreeSet::new(),
            fields: &fields,
        };
        let schema = normalize(&bundle, &Secrets::default(), &naming, &Foreign::default());
        let values: Vec<Value> = (0..12).map(|_| numbers.value(3)).collect();
        let verdicts = |address: String| -> Option<Vec<bool>> {
            let (file, pointer) = address.split_once('#')?;
            let document = files.iter().find(|(name, _)| *name == file)?.1;
            let judge = judge(document, pointer)?;
            Some(values.iter().map(|value| judge.is_valid(value)).collect())
        };
        let mut of_both: BTreeSet<&str> = BTreeSet::new();
        for definition in &schema.definitions {
            for copy in &definition.copies {
                of_both.insert(&definition.name);
                if definition.home.role == Role::Whole && copy.home.role == Role::Whole {
                    let (home, copy) = (bundle.address(definition.home.schema), bundle.address(copy.home.schema));
                    let same = (verdicts(home.clone()), verdicts(copy.clone()));
                    assert_eq!(
                        same.0, same.1,
                        "{home} and {copy} of\n{one:#}\nand\n{other:#}\njudge {values:#?}"
                    );
                    judged += usize::from(same.0.is_some());
                }
            }
        }
        shared += of_both.len();
        apart += schema.definitions.len() - of_both.len();
    }
    assert!(
        shared > 300 && apart > 300 && judged > 300,
        "{shared} shared, {apart} apart, {judged} judged"
    );
}
