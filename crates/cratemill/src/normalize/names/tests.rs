use super::super::tests::normalized;
use crate::normalize::names;
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

/// The paths of the definitions of these files, by their addresses.
fn named(files: &[(&str, Value)], lock: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let (bundle, schema) = normalized(files, lock);
    names::lock_entries(&bundle, &schema)
}

/// An object of one property.
fn field(name: &str) -> Value {
    json!({ "type": "object", "properties": { name: {} } })
}

#[test]
fn what_lies_inside_a_component_lies_in_its_module() {
    let address = json!({ "type": "object", "properties": { "lines": { "type": "array", "items": field("text") } } });
    let schema = json!({
        "type": "object",
        "properties": {
            "status": { "enum": ["on"] }, "billing": address, "Options": field("a"), "matrix": { "type": "array", "items": field("m") },
            "labels": { "type": "object", "additionalProperties": field("l") }, "data": { "type": "object", "additionalProperties": field("d") }
        },
        "$defs": { "Owner": { "type": "object", "properties": { "status": { "enum": ["off"] }, "Owner": field("b") } }, "Type": field("t") }
    });
    let paths = named(&[("order.json", schema)], &BTreeMap::new());
    for (place, path) in [
        ("", "Order"),
        ("/properties/status", "order::Status"),
        ("/properties/billing", "order::Billing"),
        ("/properties/billing/properties/lines/items", "order::Line"),
        ("/properties/Options", "order::Options"),
        ("/properties/matrix/items", "order::MatrixItem"),
        ("/properties/labels/additionalProperties", "order::Label"),
        ("/properties/data/additionalProperties", "order::DataValue"),
        ("/$defs/Owner", "Owner"),
        ("/$defs/Owner/properties/status", "owner::Status"),
        ("/$defs/Owner/properties/Owner", "owner::OwnerOwner"),
        ("/$defs/Type", "Type"),
    ] {
        assert_eq!(paths[&format!("order.json#{place}")], path, "{place}");
    }
}

#[test]
fn of_properties_that_are_one_name_the_one_that_is_called_so_has_it() {
    let with = |names: [&str; 3]| {
        let all: serde_json::Map<_, _> = names.map(|name| (name.to_owned(), field(name))).into_iter().collect();
        named(
            &[("holder.json", json!({ "type": "object", "properties": all }))],
            &BTreeMap::new(),
        )
    };
    let paths = with(["item", "Item", "ITEM"]);
    for (key, path) in [("Item", "Item"), ("ITEM", "Item2"), ("item", "Item3")] {
        assert_eq!(
            paths[&format!("holder.json#/properties/{key}")],
            format!("holder::{path}"),
            "{key}"
        );
    }
    assert_eq!(paths, with(["ITEM", "item", "Item"]));
}

#[test]
fn names_that_clash_take_the_longer_path_and_locked_ones_stay() {
    let part = |name: &str, kind: &str| json!({ "type": "object", "properties": { name: { "type": "object", "properties": { "part": field(kind) } } } });
    let files = |parts: &[(&str, &str)]| {
        let all = parts.iter().map(|(name, kind)| part(name, kind)["properties"].clone());
        let mut properties = serde_json::Map::new();
        all.for_each(|one| properties.extend(one.as_object().cloned().unwrap_or_default()));
        [("whole.json", json!({ "type": "object", "properties": properties }))]
    };
    let of = |paths: &BTreeMap<String, String>, name: &str| {
        paths[&format!("whole.json#/properties/{name}/properties/part")].clone()
    };
    let first = named(&files(&[("a", "x")]), &BTreeMap::new());
    assert_eq!(of(&first, "a"), "whole::Part");
    let fresh = named(&files(&[("b", "y"), ("a", "x")]), &BTreeMap::new());
    assert_eq!([of(&fresh, "a"), of(&fresh, "b")], ["whole::APart", "whole::BPart"]);
    let locked = named(&files(&[("b", "y"), ("a", "x")]), &first);
    assert_eq!([of(&locked, "a"), of(&locked, "b")], ["whole::Part", "whole::BPart"]);
}

#[test]
fn components_of_one_name_stand_in_the_modules_of_their_documents() {
    let with =
        |key: &str, kind: &str| json!({ "type": "object", "properties": { kind: {} }, "$defs": { key: field(kind) } });
    let files = [
        ("order.json", with("Address", "a")),
        ("user.json", with("Address", "b")),
        ("address.json", field("c")),
        ("embedding.json", with("Embedding", "d")),
        ("2024/report.json", field("e")),
        ("2025/report.json", field("f")),
    ];
    let paths = named(&files, &BTreeMap::new());
    for (place, path) in [
        ("order.json#/$defs/Address", "order::Address"),
        ("user.json#/$defs/Address", "user::Address"),
        ("address.json#", "Address"),
        ("embedding.json#/$defs/Embedding", "EmbeddingEmbedding"),
        ("2024/report.json#", "schema_2024::Report"),
        ("2025/report.json#", "schema_2025::Report"),
    ] {
        assert_eq!(paths[place], path, "{place}");
    }
}

#[test]
fn namespaces_that_are_shared_are_modules() {
    let defs = |keys: &[&str]| {
        let all: serde_json::Map<String, Value> = keys.iter().map(|key| ((*key).to_owned(), field(key))).collect();
        json!({ "$defs": all })
    };
    let path = |keys: &[&str]| {
        let paths = named(&[("all.json", defs(keys))], &BTreeMap::new());
        paths[&format!("all.json#/$defs/{}", keys[0])].clone()
    };
    assert_eq!(
        path(&["io.k8s.api.core.v1.Pod", "io.k8s.api.apps.v1.Pod"]),
        "io::k8s::api::core::v1::Pod"
    );
    assert_eq!(path(&["io.k8s.api.core.v1.Pod", "Pod"]), "io::k8s::api::core::v1::Pod");
    assert_eq!(path(&["io.k8s.api.core.v1.Pod", "Service"]), "Pod");
    assert_eq!(
        path(&["com.atproto.server.createSession", "com.atproto.repo.getRecord"]),
        "com::atproto::server::CreateSession"
    );
    assert_eq!(
        path(&["api_b2b_session_v1_MemberSession", "api_oauth_v1_OAuthRegistration"]),
        "api_b2b_session::v1::MemberSession"
    );
    assert_eq!(
        path(&["AWS::S3::Bucket.Encryption", "AWS::S3::Bucket"]),
        "aws::s3::bucket::Encryption"
    );
    // What lies inside gives way to a component in the same module.
    let bucket = json!({ "$defs": { "s3.Bucket": { "type": "object", "properties": { "Encryption": field("a") } }, "s3.Bucket.Encryption": field("b") } });
    let paths = named(&[("all.json", bucket)], &BTreeMap::new());
    assert_eq!(paths["all.json#/$defs/s3.Bucket.Encryption"], "s3::bucket::Encryption");
    assert_eq!(
        paths["all.json#/$defs/s3.Bucket/properties/Encryption"],
        "s3::bucket::BucketEncryption"
    );
}

#[test]
fn a_document_goes_by_its_title_where_that_is_a_name() {
    let path = |file: &str, title: &str, others: &[(&str, &str)]| {
        let mut files: Vec<(&str, Value)> = others
            .iter()
            .map(|(f, t)| (*f, json!({ "title": t, "type": "object", "properties": { *f: {} } })))
            .collect();
        files.push((
            file,
            json!({ "title": title, "type": "object", "properties": { "own": {} } }),
        ));
        named(&files, &BTreeMap::new())[&format!("{file}#")].clone()
    };
    assert_eq!(path("acme-crm-customer-v3-schema.json", "Customer", &[]), "Customer");
    assert_eq!(
        path("createtenantrequest.json", "CreateTenantRequest", &[]),
        "CreateTenantRequest"
    );
    assert_eq!(path("pt.json", "Point", &[]), "Point");
    assert_eq!(path("card.json", "Card payment", &[]), "Card");
    assert_eq!(path("schema.json", "Card payment", &[]), "CardPayment");
    assert_eq!(path("schema.json", "...", &[]), "Schema");
    assert_eq!(path("webhook-event.json", "occurrence", &[]), "WebhookEvent");
    // Two of one title are told apart by their files.
    assert_eq!(path("a-pet-v1.json", "Pet", &[("b-pet-v2.json", "Pet")]), "APetV1");
    let repos = ("repos-api-commit-schema.json", "commit");
    assert_eq!(
        path("repos-api-full-repository-schema.json", "full-repository", &[]),
        "FullRepository"
    );
    assert_eq!(
        path("repos-api-full-repository-schema.json", "full-repository", &[repos]),
        "repos_api::FullRepository"
    );
    assert_eq!(
        path(
            "d1-d1-query-response.json",
            "D1QueryResponse",
            &[("d1-raw.json", "raw")]
        ),
        "d1::D1QueryResponse"
    );
}

#[test]
fn an_alternative_keeps_its_name_wherever_it_stands() {
    let arm = |kind: &str| json!({ "properties": { "kind": { "const": kind }, "n": { "properties": { kind: {} } } } });
    let names = |arms: &[&str], lock: &BTreeMap<String, String>| {
        let arms: Vec<Value> = arms.iter().map(|kind| arm(kind)).collect();
        named(&[("job.json", json!({ "oneOf": arms }))], lock)
    };
    let by_kind = |arms: &[&str], lock: &BTreeMap<String, String>| -> BTreeMap<String, [String; 2]> {
        let names = names(arms, lock);
        let of = |index: usize| {
            let at = |rest: &str| names[&format!("job.json#/oneOf/{index}{rest}")].clone();
            [at(""), at("/properties/n")]
        };
        arms.iter()
            .enumerate()
            .map(|(index, kind)| ((*kind).to_owned(), of(index)))
            .collect()
    };
    let first = names(&["mail", "sms"], &BTreeMap::new());
    let expected = by_kind(&["mail", "sms"], &first);
    assert_eq!(expected["mail"], ["job::Mail", "job::MailN"]);
    // A lock from before names were paths.
    let flat = |path: &String| {
        path.rsplit("::")
            .next()
            .unwrap_or_default()
            .replace("Mail", "JobMail")
            .replace("Sms", "JobSms")
    };
    let old: BTreeMap<String, String> = first.iter().map(|(place, path)| (place.clone(), flat(path))).collect();
    for lock in [&BTreeMap::new(), &first, &old] {
        let expected = by_kind(&["mail", "sms"], lock);
        assert_eq!(by_kind(&["sms", "mail"], lock), expected);
        let more = by_kind(&["push", "sms", "mail"], lock);
        assert_eq!(
            (&more["mail"], &more["sms"], &*more["push"][0]),
            (&expected["mail"], &expected["sms"], "job::Push")
        );
    }
    // A name from before that says nothing of its alternative stays where it is.
    let mut old = first.clone();
    old.insert("job.json#/oneOf/1".to_owned(), "JobAlternative2".to_owned());
    assert_eq!(by_kind(&["mail", "sms"], &old)["sms"][0], "JobAlternative2");
}

#[test]
fn of_two_keys_of_one_name_the_one_that_is_called_so_has_it() {
    let names = |keys: &[&str], lock: &BTreeMap<String, String>| {
        let definitions: serde_json::Map<String, Value> = keys
            .iter()
            .map(|key| {
                (
                    (*key).to_owned(),
                    json!({ "type": "object", "properties": { *key: {} } }),
                )
            })
            .collect();
        let (bundle, schema) = normalized(
            &[(
                "a.json",
                json!({ "$defs": definitions, "type": "object", "properties": { "z": {} } }),
            )],
            lock,
        );
        names::lock_entries(&bundle, &schema)
    };
    let all = names(
        &["foo_bar", "FooBar", "foo-bar", "C++", "C", "V1", "v1"],
        &BTreeMap::new(),
    );
    let of = |key: &str| &*all[&format!("a.json#/$defs/{key}")];
    assert_eq!(
        [of("FooBar"), of("foo-bar"), of("foo_bar")],
        ["FooBar", "FooBar2", "FooBar3"]
    );
    assert_eq!(
        [of("C++"), of("C"), of("V1"), of("v1")],
        ["CPlusPlus", "C", "V1", "V1_2"]
    );
    let lock = names(&["foo-bar"], &BTreeMap::new());
    assert_eq!(lock["a.json#/$defs/foo-bar"], "FooBar");
    let later = names(&["FooBar", "foo-bar"], &lock);
    assert_eq!(
        (&*later["a.json#/$defs/foo-bar"], &*later["a.json#/$defs/FooBar"]),
        ("FooBar", "FooBar2")
    );
}

#[test]
fn what_a_lock_says_stays() {
    let schema = json!({ "type": "object", "properties": { "status": { "enum": ["on"] }, "part": field("a") }, "$defs": { "Part": field("b") } });
    let files = [("card.json", schema)];
    let fresh = named(&files, &BTreeMap::new());
    assert_eq!(fresh["card.json#/properties/part"], "card::Part");
    assert_eq!(fresh["card.json#/$defs/Part"], "Part");
    let lock = |entries: &[(&str, &str)]| -> BTreeMap<String, String> {
        entries
            .iter()
            .map(|(place, path)| (format!("card.json#{place}"), (*path).to_owned()))
            .collect()
    };
    for lock in [
        lock(&[("/properties/status", "Status"), ("/properties/part", "Part")]),
        lock(&[("/properties/status", "UrLs"), ("/properties/part", "V1oAuth")]),
        lock(&[
            ("", "Old"),
            ("/properties/status", "old::Status"),
            ("/$defs/Part", "other::place::Part"),
        ]),
        fresh.clone(),
    ] {
        let paths = named(&files, &lock);
        let kept = lock.iter().all(|(place, path)| paths.get(place) == Some(path));
        assert!(kept, "{lock:#?} {paths:#?}");
        assert_eq!(named(&files, &paths), paths);
    }
}

/// Shuffles by a row of numbers that is always the same.
fn shuffled<T>(mut all: Vec<T>, state: &mut u64) -> Vec<T> {
    for end in (1..all.len()).rev() {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        all.swap(end, (*state >> 33) as usize % (end + 1));
    }
    all
}

/// Keys, properties and alternatives in another order.
fn in_another_order(value: &Value, state: &mut u64) -> Value {
    match value {
        Value::Object(object) => {
            let members: Vec<(String, Value)> = object
                .iter()
                .map(|(key, value)| (key.clone(), in_another_order(value, state)))
                .collect();
            Value::Object(shuffled(members, state).into_iter().collect())
        }
        Value::Array(items) if items.iter().all(Value::is_object) => {
            let items = items.iter().map(|item| in_another_order(item, state)).collect();
            Value::Array(shuffled(items, state))
        }
        other => other.clone(),
    }
}

#[test]
fn no_path_depends_on_the_order_of_keys_alternatives_or_files() {
    let marks = Cell::new(0);
    let marked = |mut schema: Value| {
        marks.set(marks.get() + 1);
        schema["x-mark"] = json!(marks.get());
        schema["properties"]["own"] = json!({ "const": marks.get().to_string() });
        schema
    };
    let arms = json!([
        marked(json!({ "title": "Big one", "type": "object" })),
        marked(json!({ "title": "big-one", "type": "object" })),
        marked(json!({ "type": "object", "properties": { "kind": { "const": "a" } } })),
        marked(json!({ "type": "object", "properties": { "kind": { "const": "A" } } })),
        marked(json!({ "type": "object", "properties": { "part": marked(json!({ "type": "object" })) } })),
        marked(json!({ "type": "object", "properties": { "part": marked(json!({ "type": "object" })) } })),
        { "type": "array", "items": marked(json!({ "type": "object" })) }
    ]);
    let mut files = Vec::new();
    for file in [
        "acme-a-user-schema.json",
        "acme-b-user-schema.json",
        "x/user.json",
        "api.json",
    ] {
        let mut defs = serde_json::Map::new();
        for key in [
            "User", "user", "a.b.User", "a.b.user", "v1_Thing", "v1_OAuth", "Api", "users",
        ] {
            let inner = json!({ "type": "object", "properties": { "part": marked(json!({ "type": "object" })), "parts": { "items": marked(json!({ "type": "object" })) } } });
            defs.insert(key.to_owned(), marked(inner));
        }
        let root = json!({ "title": "user", "type": "object", "properties": { "any": { "oneOf": arms }, "some": { "anyOf": arms } }, "$defs": defs });
        files.push((file, marked(root)));
    }
    let paths = |files: &[(&str, Value)]| -> BTreeMap<u64, BTreeSet<String>> {
        let (bundle, schema) = normalized(files, &BTreeMap::new());
        let mut found: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
        for one in &schema.definitions {
            if let Some(mark) = bundle.value(one.home.schema)["x-mark"].as_u64() {
                found.entry(mark).or_default().insert(one.path());
            }
        }
        found
    };
    let expected = paths(&files);
    assert_eq!(expected.len(), marks.get());
    let mut state = 1;
    for _ in 0..30 {
        let other = files
            .iter()
            .map(|(file, schema)| (*file, in_another_order(schema, &mut state)))
            .collect();
        let mut other: Vec<(&str, Value)> = shuffled(other, &mut state);
        other.sort_by(|a, b| a.0.cmp(b.0));
        assert_eq!(paths(&other), expected);
    }
}
