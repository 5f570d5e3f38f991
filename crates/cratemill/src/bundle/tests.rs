use super::*;
use crate::diagnostic::Code;
use serde_json::json;

/// A bundle of documents by file name.
pub(super) fn bundled(files: &[(&str, Value)]) -> Bundle {
    let mut documents: Vec<Document> = files
        .iter()
        .map(|(name, value)| {
            let (document, _) = Document::parse(&format!("json-schema/{name}"), value.to_string().as_bytes());
            document.expect("JSON")
        })
        .collect();
    documents.sort_by(|one, other| one.name().cmp(other.name()));
    bundle(documents, "acme")
}

/// The address that the reference at `pointer` of the first document stands for.
fn target(files: &[(&str, Value)], pointer: &str) -> String {
    let bundle = bundled(files);
    let id = bundle.id(0, pointer).expect("a schema");
    bundle
        .targets(id)
        .iter()
        .map(|id| bundle.address(*id))
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn a_pointer_means_a_place_in_its_document() {
    let schema = json!({ "properties": { "a/b": { "type": "string" }, "x": { "$ref": "#/properties/a~1b" } } });
    assert_eq!(
        target(&[("a.json", schema)], "/properties/x"),
        "a.json#/properties/a~1b"
    );
    let schema = json!({ "definitions": { "a b%": {} }, "properties": { "x": { "$ref": "#/definitions/a%20b%25" } } });
    assert_eq!(
        target(&[("a.json", schema)], "/properties/x"),
        "a.json#/definitions/a b%"
    );
}

#[test]
fn a_pointer_may_lead_to_a_place_that_no_keyword_holds() {
    let schema = json!({ "x-types": { "deep": { "items": { "$ref": "#" } } }, "items": { "$ref": "#/x-types/deep" } });
    let bundle = bundled(&[("a.json", schema)]);
    let items = bundle.id(0, "/items").expect("a schema");
    assert_eq!(bundle.address(bundle.targets(items)[0]), "a.json#/x-types/deep");
    let below = bundle.id(0, "/x-types/deep/items").expect("scanned once it was meant");
    assert_eq!(bundle.address(bundle.targets(below)[0]), "a.json#");
}

#[test]
fn the_text_of_an_id_is_a_name_even_where_it_is_no_uri() {
    let files = [
        (
            "a.json",
            json!({ "items": { "$ref": "#/components/schemas/B" }, "not": { "$ref": "#/components/schemas/B/items" } }),
        ),
        ("b.json", json!({ "$id": "#/components/schemas/B", "items": {} })),
    ];
    assert_eq!(target(&files, "/items"), "b.json#");
    assert_eq!(target(&files, "/not"), "b.json#/items");
}

#[test]
fn an_id_that_looks_like_a_pointer_loses_against_the_pointer() {
    let schema = json!({
        "properties": { "a": { "$id": "#/properties/b", "type": "string" }, "b": { "type": "integer" } },
        "items": { "$ref": "#/properties/b" }
    });
    assert_eq!(target(&[("a.json", schema)], "/items"), "a.json#/properties/b");
}

#[test]
fn a_uri_means_a_resource_and_a_file_name_a_document() {
    let files = [
        (
            "a.json",
            json!({ "$id": "https://x.test/s/a", "items": { "$ref": "b" }, "not": { "$ref": "../sub/c.json#/items" } }),
        ),
        ("b.json", json!({ "$id": "https://x.test/s/b" })),
        ("sub/c.json", json!({ "items": { "$ref": "../b.json" } })),
    ];
    assert_eq!(target(&files, "/items"), "b.json#");
    // Neither the URI nor the path leads there; the file's name does, and is told as a guess.
    let bundle = bundled(&files);
    let c = bundle.id(2, "/items").expect("a schema");
    assert_eq!(bundle.address(bundle.targets(c)[0]), "b.json#");
}

#[test]
fn anchors_belong_to_their_resource() {
    let schema = json!({
        "$defs": {
            "one": { "$id": "https://x.test/one", "$defs": { "a": { "$anchor": "here" }, "r": { "$ref": "#here" } } },
            "two": { "$anchor": "here" }
        },
        "items": { "$ref": "#here" }
    });
    assert_eq!(target(&[("a.json", schema.clone())], "/items"), "a.json#/$defs/two");
    assert_eq!(
        target(&[("a.json", schema)], "/$defs/one/$defs/r"),
        "a.json#/$defs/one/$defs/a"
    );
}

#[test]
fn a_dynamic_reference_means_every_anchor_of_its_name() {
    let schema = json!({
        "$defs": { "a": { "$dynamicAnchor": "node" }, "b": { "$id": "https://x.test/b", "$dynamicAnchor": "node" } },
        "items": { "$dynamicRef": "#node" }
    });
    assert_eq!(
        target(&[("a.json", schema)], "/items"),
        "a.json#/$defs/a, a.json#/$defs/b"
    );
}

#[test]
fn a_name_that_is_unique_is_a_guess_and_said_so() {
    let files = [
        (
            "a.json",
            json!({ "items": { "$ref": "https://elsewhere.test/UserProfile.json" } }),
        ),
        ("acme-user-profile-schema.json", json!({ "type": "object" })),
    ];
    let bundle = bundled(&files);
    let items = bundle.id(0, "/items").expect("a schema");
    assert_eq!(
        bundle.address(bundle.targets(items)[0]),
        "acme-user-profile-schema.json#"
    );
    assert_eq!(bundle.diagnostics()[0].code, Code::GuessedReference);
}

#[test]
fn a_reference_to_nothing_is_a_schema_of_its_own() {
    let schema = json!({ "items": { "$ref": "#/nowhere" }, "not": { "$ref": "#/nowhere" } });
    let bundle = bundled(&[("a.json", schema)]);
    let [items, not] = ["/items", "/not"].map(|pointer| bundle.targets(bundle.id(0, pointer).expect("a schema"))[0]);
    assert_eq!(items, not);
    assert_eq!(bundle.address(items), "?#/nowhere");
    let found = bundle.diagnostics();
    assert_eq!((found.len(), found[0].code), (2, Code::UnresolvedReference));
    assert_eq!(found[0].location.as_ref().expect("a place").pointer, "/items/$ref");
}

#[test]
fn two_schemas_with_one_id_are_told() {
    let bundle = bundled(&[
        ("a.json", json!({ "$id": "#/x/Y" })),
        ("b.json", json!({ "$id": "#/x/Y" })),
    ]);
    assert_eq!(bundle.diagnostics()[0].code, Code::DuplicateId);
    // A name without a `/` is one of its own resource.
    let one = |twice: bool| {
        let named = json!({ "$id": "#y", "type": "string" });
        let mut schema =
            json!({ "$schema": "http://json-schema.org/draft-07/schema#", "definitions": { "y": named.clone() } });
        if twice {
            schema["definitions"]["z"] = named;
        }
        schema
    };
    let found = |twice: bool| {
        bundled(&[("a.json", one(twice)), ("b.json", one(false))])
            .diagnostics()
            .len()
    };
    assert_eq!((found(false), found(true)), (0, 1));
}

#[test]
fn an_id_that_is_the_name_of_another_file_is_told() {
    for (draft, id) in [("draft-07/schema#", "$id"), ("draft-04/schema#", "id")] {
        let schema = format!("http://json-schema.org/{draft}");
        for shadow in ["a.json", "z.json"] {
            let bundle = bundled(&[
                (
                    shadow,
                    json!({ "$schema": schema, id: "b.json", "description": "evil" }),
                ),
                ("b.json", json!({ "description": "good" })),
                ("c.json", json!({ "items": { "$ref": "b.json" } })),
            ]);
            let found = bundle.diagnostics();
            assert_eq!((found.len(), found[0].code), (1, Code::DuplicateId), "{found:?}");
            let message = "the `$id` `b.json` is the name of a file of the provider; references to it mean b.json#";
            assert_eq!(found[0].message, message);
            let at = found[0].location.as_ref().expect("a place");
            assert_eq!(
                (at.file.as_str(), at.pointer.as_str()),
                (&*format!("json-schema/{shadow}"), &*format!("/{id}"))
            );
        }
    }
}

#[test]
fn the_judge_gets_absolute_references_and_no_ids() {
    let files = [
        (
            "a.json",
            json!({ "$id": "#/x/A", "items": { "$ref": "#/x/B" }, "not": { "$ref": "#/no where" } }),
        ),
        ("b.json", json!({ "$id": "#/x/B" })),
    ];
    let bundle = bundled(&files);
    let documents = bundle.validation_documents();
    let a = &documents[0].1;
    assert_eq!(a["$id"], Value::Null);
    assert_eq!(a["items"]["$ref"], "cratemill:///b.json#");
    assert_eq!(a["not"]["$ref"], "cratemill:///unresolved#/$defs/%23~1no%20where");
    assert_eq!(documents[2].1, json!({ "$defs": { "#/no where": true } }));
}

#[test]
fn the_judge_follows_the_dynamic_scope() {
    let valid = |files: &[(&str, Value)], schema: &str, instance: Value| {
        let documents = bundled(files).validation_documents().to_vec();
        lossless::validate::Schemas::from_documents(documents)
            .validate_value(schema, &instance)
            .is_ok()
    };
    let recursive = [(
        "a.json",
        json!({
            "$schema": "https://json-schema.org/draft/2019-09/schema", "$id": "http://x.test/a.json",
            "anyOf": [{ "type": "integer" }, { "type": "object", "additionalProperties": { "$recursiveRef": "#" } }]
        }),
    )];
    assert!(valid(&recursive, "cratemill:///a.json#", json!({ "x": { "y": 1 } })));
    assert!(!valid(&recursive, "cratemill:///a.json#", json!({ "x": { "y": "1" } })));
    let dynamic = [
        (
            "strict.json",
            json!({
                "$id": "http://x.test/strict.json", "$dynamicAnchor": "node", "$ref": "tree.json",
                "unevaluatedProperties": false
            }),
        ),
        (
            "tree.json",
            json!({
                "$id": "http://x.test/tree.json", "$dynamicAnchor": "node", "type": "object",
                "properties": { "children": { "type": "array", "items": { "$dynamicRef": "#node" } } }
            }),
        ),
    ];
    assert!(valid(
        &dynamic,
        "cratemill:///strict.json#",
        json!({ "children": [{ "children": [] }] })
    ));
    assert!(!valid(
        &dynamic,
        "cratemill:///strict.json#",
        json!({ "children": [{ "daat": 1 }] })
    ));
}

#[test]
fn what_refers_to_a_keyword_that_is_left_out_says_nothing() {
    let schema = json!({
        "properties": { "v": { "properties": [{ "type": "string" }] }, "w": { "$ref": "#/properties/v/properties/0" } }
    });
    let bundle = bundled(&[("a.json", schema)]);
    let left = json!({ "properties": { "v": {}, "w": {} } });
    assert_eq!(bundle.validation_documents()[0].1, left);
}

#[test]
fn a_tuple_of_an_earlier_draft_is_judged_in_the_newest() {
    let tuple =
        json!({ "items": [{ "type": "string" }, { "type": "integer", "minimum": "1" }], "additionalItems": false });
    let bundle = bundled(&[("a.json", tuple)]);
    let left = json!({ "items": [{ "type": "string" }, { "type": "integer" }], "additionalItems": false });
    assert_eq!(bundle.validation_documents()[0].1, left);
    assert!(bundle.diagnostics().iter().any(|one| {
        let place = one.location.as_ref().map(|place| place.pointer.as_str());
        place == Some("/items/1/minimum")
    }));
}

#[test]
fn definitions_in_a_list_stay_and_a_property_of_that_name_that_is_no_schema_goes() {
    let schema = json!({
        "definitions": [{ "type": "string" }], "properties": { "definitions": [1], "a": { "$ref": "#/definitions/0" } }
    });
    let bundle = bundled(&[("a.json", schema)]);
    let left = json!({
        "definitions": [{ "type": "string" }], "properties": { "a": { "$ref": "cratemill:///a.json#/definitions/0" } }
    });
    assert_eq!(bundle.validation_documents()[0].1, left);
}

#[test]
fn the_dialect_of_openapi_is_put_into_words_of_draft_4() {
    let schemas = json!({
        "A": { "type": "integer", "minimum": 0, "exclusiveMinimum": true, "nullable": true },
        "B": { "enum": ["x"], "type": ["string"], "nullable": true, "required": true },
        "C": { "properties": { "a": { "type": "integer", "exclusiveMinimum": 1, "nullable": false } } },
    });
    let judged = |head: Value| {
        let mut document = head;
        document["components"] = json!({ "schemas": schemas });
        let bundle = bundled(&[("a.json", document)]);
        let (_, judged) = &bundle.validation_documents()[0];
        let told = bundle
            .diagnostics()
            .iter()
            .filter_map(|one| Some(one.location.as_ref()?.pointer.clone()));
        (
            judged["$schema"].clone(),
            judged["components"]["schemas"].clone(),
            told.collect::<Vec<_>>(),
        )
    };
    let expected = json!({
        "A": { "type": ["integer", "null"], "minimum": 0, "exclusiveMinimum": true, "nullable": true },
        "B": { "enum": ["x", null], "type": ["string", "null"], "nullable": true },
        "C": { "properties": { "a": { "type": "integer", "nullable": false } } },
    });
    let draft4 = json!("http://json-schema.org/draft-04/schema#");
    let left_out = [
        "/components/schemas/C/properties/a/exclusiveMinimum",
        "/components/schemas/B/required",
    ];
    for head in [
        json!({ "openapi": "3.0.0" }),
        json!({ "$schema": "https://spec.openapis.org/oas/3.0/schema" }),
    ] {
        assert_eq!(
            judged(head),
            (draft4.clone(), expected.clone(), left_out.map(str::to_owned).to_vec())
        );
    }
    let (draft, schemas, told) = judged(json!({ "openapi": "3.1.0" }));
    assert_eq!(
        (draft, &schemas["A"]),
        (
            Value::Null,
            &json!({ "type": "integer", "minimum": 0, "nullable": true })
        )
    );
    assert_eq!(
        told,
        [
            "/components/schemas/B/required",
            "/components/schemas/A/exclusiveMinimum"
        ]
    );
}

#[test]
fn an_alternative_that_is_no_schema_is_none() {
    let schema = json!({ "anyOf": [{ "type": "string" }, 5], "oneOf": [null], "allOf": ["x"] });
    let bundle = bundled(&[("a.json", schema)]);
    let (_, judged) = &bundle.validation_documents()[0];
    assert_eq!(judged["anyOf"], json!([{ "type": "string" }, false]));
    assert_eq!((&judged["oneOf"], &judged["allOf"]), (&json!([true]), &json!([true])));
}

#[test]
fn a_value_is_found_as_serde_json_finds_it() {
    let wide: serde_json::Map<String, Value> = (0..20).map(|index| (format!("n{index}"), json!([index]))).collect();
    let whole = json!({ "wide": wide, "few": { "": { "a": 1 }, "a~b": 2, "c/d": [3, [4]] } });
    let pointers = [
        "",
        "/",
        "/few",
        "/few/",
        "/few//a",
        "/few/a~0b",
        "/few/c~1d/1/0",
        "/few/c~1d/01",
        "/wide/n7/0",
        "/wide/n7/+0",
        "/wide/n20",
        "/few/a",
        "few",
        "//",
    ];
    for pointer in pointers {
        assert_eq!(value_at(&whole, pointer), whole.pointer(pointer), "{pointer:?}");
    }
}
