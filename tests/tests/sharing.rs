//! Schemas that say the same under the same name are one type, with all of their places and all of their examples.

use cratemill::file_tree::FileTree;
use cratemill::{Generated, explain};
use end_to_end::{generate, provider};
use serde_json::{Value, json};

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
        ("acme-shop-pet.json#/properties/owner", "acme_types::Owner"),
        ("acme-zoo-pet.json#/properties/owner", "acme_types::Owner"),
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
    let evidence = text(&crate_files, "tests/evidence/shop_pet.jsonl");
    for name in ["Rex", "Leo"] {
        assert!(evidence.contains(name), "{evidence}");
    }
    let source = text(&crate_files, "src/shop_pet.rs");
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
    assert!(after.lock.contains("\"b-pet.json#\" = \"BPet\"\n"), "{}", after.lock);
    // Joined once more, the name of the other stays as an alias.
    let mut source = provider("acme", &both);
    source.lock = Some(after.lock);
    let again = generate(&source);
    assert!(
        again.lock.contains("\nBPet = \"Pet\"\n") || again.lock.contains("\n\"BPet\" = \"Pet\"\n"),
        "{}",
        again.lock
    );
    let library = text(&again.crate_files.expect("a crate"), "src/lib.rs");
    assert!(library.contains("pub type BPet = "), "{library}");
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
