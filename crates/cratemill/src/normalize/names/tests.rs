use super::super::tests::normalized;
use crate::normalize::names;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[test]
fn names_that_clash_take_the_longer_path_and_locked_ones_stay() {
    let part = |kind: &str| json!({ "type": "object", "properties": { "part": { "type": "object", "properties": { kind: {} } } } });
    let names = |files: &[(&str, Value)], lock: &BTreeMap<String, String>| {
        let (bundle, schema) = normalized(files, lock);
        names::lock_entries(&bundle, &schema)
    };
    let one = [("a.json", part("x"))];
    let two = [("a.json", part("x")), ("b.json", part("y"))];
    let first = names(&one, &BTreeMap::new());
    assert_eq!(first["a.json#/properties/part"], "Part");
    let fresh = names(&two, &BTreeMap::new());
    assert_eq!(
        (&*fresh["a.json#/properties/part"], &*fresh["b.json#/properties/part"]),
        ("APart", "BPart")
    );
    let locked = names(&two, &first);
    assert_eq!(
        (&*locked["a.json#/properties/part"], &*locked["b.json#/properties/part"]),
        ("Part", "BPart")
    );
}

#[test]
fn an_alternative_keeps_its_name_wherever_it_stands() {
    let arm = |kind: &str| json!({ "properties": { "kind": { "const": kind }, "n": { "properties": { kind: {} } } } });
    let names = |arms: &[&str], lock: &BTreeMap<String, String>| {
        let arms: Vec<Value> = arms.iter().map(|kind| arm(kind)).collect();
        let (bundle, schema) = normalized(&[("job.json", json!({ "oneOf": arms }))], lock);
        names::lock_entries(&bundle, &schema)
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
    assert_eq!(expected["mail"][0], "JobMail");
    for lock in [&BTreeMap::new(), &first] {
        assert_eq!(by_kind(&["sms", "mail"], lock), expected);
        let more = by_kind(&["push", "sms", "mail"], lock);
        assert_eq!(
            (&more["mail"], &more["sms"], &*more["push"][0]),
            (&expected["mail"], &expected["sms"], "JobPush")
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
fn what_means_nothing_alone_is_named_with_what_holds_it() {
    let field = |name: &str| json!({ "type": "object", "properties": { name: {} } });
    let schema = json!({
        "type": "object",
        "properties": {
            "status": { "enum": ["on"] }, "Id": field("a"), "last4": field("b"), "owner": field("c"),
            "list": { "type": "array", "items": { "type": "object", "properties": { "type": { "enum": ["x"] } } } }
        },
        "$defs": { "Type": field("d") }
    });
    let names = |lock: &BTreeMap<String, String>| {
        let (bundle, schema) = normalized(&[("card.json", schema.clone())], lock);
        names::lock_entries(&bundle, &schema)
    };
    let fresh = names(&BTreeMap::new());
    let of = |place: &str| &*fresh[&format!("card.json#{place}")];
    assert_eq!(
        [of("/properties/status"), of("/properties/Id"), of("/properties/last4")],
        ["CardStatus", "CardId", "CardLast4"]
    );
    assert_eq!([of("/properties/owner"), of("/$defs/Type")], ["Owner", "Type"]);
    assert_eq!(of("/properties/list/items/properties/type"), "ListItemType");
    let lock: BTreeMap<String, String> = [("card.json#/properties/status".to_owned(), "Status".to_owned())].into();
    assert_eq!(names(&lock)["card.json#/properties/status"], "Status");
}

#[test]
fn a_file_that_is_called_schema_has_the_name_of_its_title() {
    let root = |file: &str, title: &str| {
        let schema = json!({ "title": title, "type": "object", "properties": { "a": {} } });
        normalized(&[(file, schema)], &BTreeMap::new()).1.definitions[0]
            .name
            .clone()
    };
    assert_eq!(root("schema.json", "Card payment"), "CardPayment");
    assert_eq!(root("schema.json", "..."), "Schema");
    assert_eq!(root("card.json", "Card payment"), "Card");
}

#[test]
fn identifiers_stay_as_they_are_under_casing() {
    for (text, name) in [
        ("foo-bar", "FooBar"),
        ("HTTPServer", "HttpServer"),
        ("2fa", "X2fa"),
        ("", "X"),
        ("日本", "日本"),
        ("größe", "Größe"),
        ("C", "C"),
        ("C++", "CPlusPlus"),
        ("C# item", "CSharpItem"),
        ("v1.2", "V1_2"),
        ("ld+json", "LdJson"),
        ("\u{2126}", "\u{3a9}"),
        ("api_b2b_session_v1_MemberSession", "ApiB2bSessionV1MemberSession"),
        ("../../x", "X"),
    ] {
        assert_eq!(names::identifier(text), name, "{text}");
        assert_eq!(names::identifier(name), name);
    }
}
