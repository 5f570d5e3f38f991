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
    // So do the paths through the module of its own, where its builder lay.
    let module = file(&generated, "src/user.rs");
    assert!(
        module.contains("pub type User = super::account::Account;")
            || module.contains("pub type User = super::Account;"),
        "{module}"
    );
    let machine = file(&generated, "src/user/machine.rs");
    assert!(
        machine.contains("renamed to `account::builder::AccountBuilder`"),
        "{machine}"
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
fn a_components_own_property_has_the_name_that_others_inside_would_have_too() {
    let kind = |values: &str| format!(r#""kind": {{ "enum": [{values}] }}"#);
    let inside = |name: &str, values: &str| format!(r#""{name}": {{ "properties": {{ {} }} }}"#, kind(values));
    let all = [inside("block", "\"b\""), kind("\"own\""), inside("author", "\"a\"")];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let properties = order.map(|index| all[index].as_str()).join(", ");
        let schema = format!(r#"{{ "properties": {{ {properties} }} }}"#);
        let (names, _) = names(&provider("p", &[("json-schema/message.json", &schema)]));
        for (place, path) in [
            ("kind", "Kind"),
            ("block/properties/kind", "BlockKind"),
            ("author/properties/kind", "AuthorKind"),
        ] {
            assert_eq!(
                names[&format!("message.json#/properties/{place}")],
                format!("p_types::message::{path}")
            );
        }
    }
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

#[test]
fn a_field_keeps_its_name_when_another_comes_that_has_more_right_to_it() {
    let schema = |names: &[&str]| {
        let properties: Vec<String> = names
            .iter()
            .map(|name| format!(r#""{name}": {{ "type": "string" }}"#))
            .collect();
        format!(
            r#"{{ "type": "object", "properties": {{ {} }} }}"#,
            properties.join(", ")
        )
    };
    let fields = |names: &[&str], lock: Option<String>| {
        let mut source = provider("p", &[("json-schema/session.json", &schema(names))]);
        source.lock = lock;
        let generated = generate(&source);
        let text = file(&generated, "src/session.rs").to_owned();
        let fields = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(": Option<"));
        let fields: Vec<String> = fields.map(|(name, _)| name.to_owned()).collect();
        (fields, generated.lock)
    };
    let (first, lock) = fields(&["foo-bar", "@type", "userName"], None);
    assert_eq!(first, ["foo_bar", "type_", "user_name"]);
    let (later, new_lock) = fields(
        &["foo_bar", "type", "user_name", "foo-bar", "@type", "userName"],
        Some(lock.clone()),
    );
    assert_eq!(
        later,
        ["foo_bar_2", "type_2", "user_name_2", "foo_bar", "type_", "user_name"]
    );
    let (again, same_lock) = fields(
        &["foo-bar", "@type", "userName", "user_name", "type", "foo_bar"],
        Some(new_lock.clone()),
    );
    assert_eq!(
        again,
        ["foo_bar", "type_", "user_name", "user_name_2", "type_2", "foo_bar_2"]
    );
    assert_eq!(same_lock, new_lock);
}

#[test]
fn no_name_depends_on_the_position_of_an_alternative() {
    let arms = [
        r#"{ "title": "HTTPLink", "type": "object", "required": ["url"], "properties": { "url": { "type": "string" } } }"#,
        r#"{ "title": "HttpLink", "type": "object", "properties": { "url": { "type": "integer" } } }"#,
        r#"{ "type": "object", "properties": { "a": { "enum": ["x"] } } }"#,
        r#"{ "type": "object", "properties": { "a": { "type": "object", "properties": { "b": {} } } } }"#,
        r##"{ "$ref": "#/$defs/String" }"##,
        r#"{ "type": "string" }"#,
        r#"{ "type": "array", "items": { "type": "string" } }"#,
        r#"{ "type": "array", "items": { "type": "integer" } }"#,
    ];
    let text = |order: [usize; 8]| {
        let arms = order.map(|index| arms[index]).join(", ");
        let defs = r#"{ "String": { "type": "object", "required": ["s"], "properties": { "s": {} } } }"#;
        format!(r#"{{ "anyOf": [{arms}], "$defs": {defs} }}"#)
    };
    let with = |order: [usize; 8]| {
        let source = provider("p", &[("json-schema/link.json", &text(order))]);
        let (names, lock) = names(&source);
        let code = file(&generate(&source), "src/link.rs").to_owned();
        let mut items: Vec<String> = code.lines().map(|line| line.trim().to_owned()).collect();
        items.retain(|line| line.ends_with("),") || line.starts_with("pub fn as_"));
        items.sort();
        let mut types: Vec<String> = names.into_values().collect();
        types.sort();
        (types, items, lock.contains("AnyOf"))
    };
    let first = with([0, 1, 2, 3, 4, 5, 6, 7]);
    assert!(!first.2, "{first:?}");
    assert_eq!(first, with([7, 6, 5, 4, 3, 2, 1, 0]));
    assert_eq!(first, with([3, 1, 7, 0, 5, 2, 6, 4]));
}

#[test]
fn what_a_value_says_about_itself_is_documented() {
    let schema = r#"{ "type": "object", "properties": { "state": { "oneOf": [
        { "const": "on", "title": "Switched on", "description": "It runs." },
        { "const": "off", "description": "It rests.", "deprecated": true },
        { "const": "`" }
    ] } } }"#;
    let generated = generate(&provider("p", &[("json-schema/lamp.json", schema)]));
    let text = file(&generated, "src/lamp.rs");
    for part in [
        "/// Switched on\n    ///\n    /// It runs.\n    ///\n    /// The value `on`.\n    On,",
        "/// It rests.\n    ///\n    /// The value `off`.\n    ///\n    /// Deprecated by the provider.\n    Off,",
        "/// `` ` ``\n    Backtick,",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
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

#[test]
fn who_sets_a_property_is_told_where_it_is_read_and_where_it_is_set() {
    let schema = include_str!("goldens/read_only/schema.json");
    let generated = generate(&provider("p", &[("json-schema/account.json", schema)]));
    let (types, machine) = (
        file(&generated, "src/account.rs"),
        file(&generated, "src/account/machine.rs"),
    );
    for part in [
        "/// Unique.\n    ///\n    /// Read-only: the server sets it.\n    pub id: String,",
        " Write-only: the server never sends it.\n    pub pin: ",
    ] {
        assert!(types.contains(part), "{part}\n{types}");
    }
    assert_eq!(types.matches("Read-only").count(), 2, "{types}");
    for part in [
        " \"`id`, `created`\";\n",
        "\"id\" id required into[with_id] String, read_only;\n",
    ] {
        assert!(machine.contains(part), "{part}\n{machine}");
    }
    assert_eq!(machine.matches("read_only").count(), 2, "{machine}");
}

#[test]
fn the_manifest_says_modules_and_places_types() {
    let key =
        |key: &str| format!(r#""{key}": {{ "type": "object", "properties": {{ "state": {{ "enum": ["{key}"] }} }} }}"#);
    let keys = [
        "io.k8s.api.core.v1.Pod",
        "io.k8s.api.apps.v1.Scale",
        "io.k8s.meta.v1.Status",
    ]
    .map(key)
    .join(", ");
    let schema = format!(r#"{{ "$defs": {{ {keys} }} }}"#);
    let with = |manifest: &str| {
        let mut source = provider("p", &[("json-schema/all.json", &schema)]);
        source.manifest = Some(format!("[names]\n{manifest}\n"));
        source
    };
    let pod = "all.json#/$defs/io.k8s.api.core.v1.Pod";
    let scale = "all.json#/$defs/io.k8s.api.apps.v1.Scale";
    let of = |manifest: &str| {
        let (names, _) = names(&with(manifest));
        [pod, scale].map(|place| names[place].trim_start_matches("p_types::").to_owned())
    };
    assert_eq!(of(""), ["io::k8s::api::core::v1::Pod", "io::k8s::api::apps::v1::Scale"]);
    assert_eq!(
        of("strip_prefix = [\"io.k8s.\"]"),
        ["api::core::v1::Pod", "api::apps::v1::Scale"]
    );
    assert_eq!(of("modules = false"), ["IoK8sApiCoreV1Pod", "IoK8sApiAppsV1Scale"]);
    assert_eq!(
        of("modules = { \"io.k8s.api.core.v1.\" = \"\", '^io\\.k8s\\.api\\.' = \"kube\" }"),
        ["Pod", "kube::apps::v1::Scale"]
    );
    let placed = with(&format!(
        "[names.override]\n\"{pod}/properties/state\" = \"PodState\"\n\"{scale}\" = \"scaling::Scale\""
    ));
    let generated = generate(&placed);
    assert_eq!(generated.diagnostics, []);
    assert!(file(&generated, "src/lib.rs").contains("pub use self::io::k8s::api::core::v1::pod::PodState;"));
    assert!(file(&generated, "src/scaling.rs").contains("pub use self::scale::Scale;"));
    let unused = generate(&with("modules = { \"io.k9s.\" = \"kube\" }"));
    assert!(unused.crate_files.is_none());
    assert_eq!(
        unused.diagnostics[0].message,
        "no component's key begins with `io.k9s.`"
    );
}

#[test]
fn a_lock_from_before_names_were_paths_moves_nothing() {
    let mut source = provider("p", &[("json-schema/session.json", SESSION)]);
    source.lock = Some(
        "[names]\n\"session.json#\" = \"Session\"\n\"session.json#/$defs/User\" = \"User\"\n\
         \"session.json#/properties/status\" = \"Status\"\n"
            .to_owned(),
    );
    let (before, lock) = names(&source);
    assert_eq!(before["session.json#/properties/status"], "p_types::Status");
    assert!(lock.contains("\nversion = 2\n"), "{lock}");
    let generated = generate(&source);
    assert!(file(&generated, "src/lib.rs").contains("pub use self::session::Status;"));
    source.lock = Some(lock);
    source.schemas.insert("team.json", TEAM).expect("a path");
    let (after, _) = names(&source);
    assert_eq!(after["session.json#/properties/status"], "p_types::Status");
    assert_eq!(after["team.json#/properties/status"], "p_types::team::Status");
    assert_eq!(after["team.json#/$defs/User"], "p_types::team::User");
    assert_distinct(&after);
}

/// rustc warns of an alias that is said twice, whatever rustdoc makes of it.
#[test]
fn a_field_is_found_by_its_name_in_json_and_that_is_said_once() {
    let schema =
        r#"{ "type": "object", "properties": { "$ref": {}, "fooBar": {}, "plain": {}, "type": {}, "a b": {} } }"#;
    let generated = generate(&provider("p", &[("json-schema/a.json", schema)]));
    let types = file(&generated, "src/a.rs");
    for (name, times) in [("$ref", 1), ("fooBar", 1), ("plain", 0), ("type", 0), ("a b", 0)] {
        let alias = format!("#[doc(alias = \"{name}\")]");
        assert_eq!(types.matches(&alias).count(), times, "{name}: {types}");
    }
}

/// What a component is beside `null` has the component's name, and its place means both.
#[test]
fn a_nullable_component_is_called_by_its_key() {
    let schema = r##"{ "type": "object", "properties": { "home": { "$ref": "#/$defs/Addr" } }, "$defs": {
        "Addr": { "type": ["object", "null"], "properties": { "zip": { "type": "string" } } }, "Mood": { "enum": ["a", null] } } }"##;
    let generated = generate(&provider("p", &[("json-schema/d.json", schema)]));
    let types: serde_json::Value = serde_json::from_str(file(&generated, "types.json")).expect("JSON");
    assert_eq!(types["d.json#/$defs/Addr"], "p_types::AddrOrNull");
    assert_eq!(types["d.json#/$defs/Mood"], "p_types::MoodOrNull");
    assert_eq!(types["d.json#/properties/home"], "p_types::Addr");
    assert!(file(&generated, "src/addr_or_null.rs").contains("pub type AddrOrNull = Option<super::Addr>;"));
}
