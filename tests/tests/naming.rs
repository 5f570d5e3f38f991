//! `names.lock` keeps every name: what comes later gives way, in whatever order the files come.

use cratemill::provider::ProviderSource;
use end_to_end::{file, generate, provider};
use std::collections::BTreeMap;

const SESSION: &str = r##"{
  "type": "object",
  "properties": { "user": { "$ref": "#/$defs/User" }, "status": { "enum": ["on", "off"] } },
  "$defs": { "User": { "type": "object", "properties": { "id": { "type": "string" } } } }
}"##;
const TEAM: &str = r##"{
  "type": "object",
  "properties": { "user": { "$ref": "#/$defs/User" }, "status": { "enum": ["open"] } },
  "$defs": { "User": { "type": "object", "properties": { "role": { "type": "string" } } } }
}"##;

#[test]
fn a_later_schema_never_renames_an_earlier_type() {
    let before = provider("p", &[("json-schema/session.json", SESSION)]);
    let (names, lock) = names(&before);
    assert_eq!(names["session.json#/$defs/User"], "p_types::User");
    // Sorted before, after, and with the very name of a type.
    for later in ["account.json", "team.json", "user.json", "status.json"] {
        let mut after = provider("p", &[("json-schema/session.json", SESSION)]);
        after.schemas.insert(later, TEAM).expect("a path");
        after.lock = Some(lock.clone());
        let (now, new_lock) = self::names(&after);
        for (place, name) in &names {
            assert_eq!(now.get(place), Some(name), "{place} after {later} came");
        }
        assert!(now.len() > names.len());
        assert_distinct(&now);
        for line in lock.lines() {
            assert!(new_lock.lines().any(|one| one == line), "{line} after {later} came");
        }
    }
}

#[test]
fn what_is_generated_again_keeps_its_lock() {
    let mut source = provider(
        "p",
        &[("json-schema/session.json", SESSION), ("json-schema/team.json", TEAM)],
    );
    let (first, lock) = names(&source);
    source.lock = Some(lock.clone());
    assert_eq!(names(&source), (first, lock));
}

#[test]
fn a_schema_that_goes_renames_no_type_that_stays() {
    let both = [("json-schema/session.json", SESSION), ("json-schema/team.json", TEAM)];
    let (all, lock) = names(&provider("p", &both));
    let mut fewer = provider("p", &both[..1]);
    fewer.lock = Some(lock.clone());
    let (kept, _) = names(&fewer);
    kept.iter()
        .for_each(|(place, name)| assert_eq!(all.get(place), Some(name), "{place}"));
}

#[test]
fn a_rename_by_hand_leaves_an_alias() {
    let mut source = provider("p", &[("json-schema/session.json", SESSION)]);
    source.lock = Some(names(&source).1);
    source.manifest = Some("[names.override]\n\"session.json#/$defs/User\" = \"Account\"\n".to_owned());
    let generated = generate(&source);
    assert_eq!(generated.diagnostics, []);
    let library = file(&generated, "src/lib.rs");
    assert!(
        library.contains("#[deprecated(note = \"renamed to `Account`\")]\npub type User = Account;"),
        "{library}"
    );
    assert!(generated.lock.contains("User = \"Account\"") || generated.lock.contains("\"User\" = \"Account\""));
}

#[test]
fn names_that_differ_only_in_case_or_spelling_are_told_apart() {
    let keys = [
        "foo-bar", "foo_bar", "FooBar", "FOOBAR", "String", "Option", "Vec", "Self", "1", "Session", "Extra", "", "?",
    ];
    let definitions = keys
        .map(|key| format!(r#""{key}": {{ "title": "FooBar", "properties": {{ "a": {{}} }} }}"#))
        .join(", ");
    let schema = format!(r#"{{ "$defs": {{ {definitions} }}, "title": "Session", "properties": {{ "a": {{}} }} }}"#);
    let (names, _) = names(&provider("p", &[("json-schema/session.json", &schema)]));
    assert_distinct(&names);
    assert_eq!(names.len(), keys.len() + 1, "{names:#?}");
}

#[test]
fn no_name_depends_on_the_order_of_keys() {
    let definitions = [
        r#""foo-bar": { "enum": ["x"] }"#,
        r#""fooBar": { "enum": ["y"] }"#,
        r#""FooBar": { "enum": ["z"] }"#,
    ];
    let with = |order: [usize; 3]| {
        let text = order.map(|index| definitions[index]).join(", ");
        names(&provider(
            "p",
            &[("json-schema/a.json", &format!("{{ \"$defs\": {{ {text} }} }}"))],
        ))
    };
    assert_eq!(with([0, 1, 2]), with([2, 1, 0]));
    assert_eq!(with([0, 1, 2]), with([1, 2, 0]));
}

/// The types by place, and the lock.
fn names(source: &ProviderSource) -> (BTreeMap<String, String>, String) {
    let generated = generate(source);
    let types = serde_json::from_str(file(&generated, "types.json")).expect("an object");
    (types, generated.lock)
}

/// Each definition has a type of its own, but for a `$ref`, which has that of its target.
fn assert_distinct(names: &BTreeMap<String, String>) {
    let roots = names.iter().filter(|(place, _)| !place.contains("/properties/"));
    let mut seen: BTreeMap<String, &String> = BTreeMap::new();
    for (place, name) in roots {
        if let Some(other) = seen.insert(name.to_lowercase(), place) {
            panic!("{place} and {other} are both {name}: {names:#?}");
        }
    }
}
