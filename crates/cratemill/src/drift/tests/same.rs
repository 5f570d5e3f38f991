//! What is the same stays the same, wherever it lies.

use super::{changes, object, told};
use crate::drift::Change;
use crate::drift::fact::Fact;
use serde_json::{Value, json};

#[test]
fn names_follow_shapes() {
    let address = || {
        object(
            json!({ "street": { "type": "string" }, "city": { "type": "string" } }),
            json!(["street"]),
        )
    };
    let within = |part: Value| object(json!({ "home": part }), json!([]));
    let defined = |name: &str| {
        let mut schema = within(json!({ "$ref": format!("#/$defs/{name}") }));
        schema["$defs"] = json!({ name: address() });
        schema
    };
    let inline = || within(address());
    let ways = [
        (defined("Address"), defined("Place")),
        (defined("Address"), inline()),
        (inline(), defined("Place")),
    ];
    for (old, new) in ways {
        let found = changes(old, new);
        // The module that is named after a component comes with it, and stays where it goes.
        let told: Vec<&Change> = found.iter().filter(|one| one.rule != "CM-D112").collect();
        assert_eq!(told.len(), 1, "{found:#?}");
        assert_eq!(told[0].rule, "CM-D108", "{found:#?}");
        assert!(!told[0].is_breaking());
    }
    // A limit that changes on the way does not hide what is the same.
    let mut limited = defined("Place");
    limited["$defs"]["Place"]["properties"]["city"]["minLength"] = json!(2);
    let found = changes(defined("Address"), limited);
    let rules: Vec<&str> = found.iter().map(|one| one.rule).collect();
    assert_eq!(rules, ["CM-D616", "CM-D108"], "{found:#?}");
    // What has the shape of two that are gone may be either.
    let both = |names: [&str; 2]| {
        let mut schema = json!({ "type": "object", "$defs": {} });
        names.iter().for_each(|name| schema["$defs"][name] = address());
        schema
    };
    let mut found = changes(both(["B", "C"]), both(["D", "E"])).into_iter();
    assert!(found.all(|one| ["CM-D101", "CM-D102"].contains(&one.rule)));
}

#[test]
fn what_said_the_same_parts_and_joins() {
    let pet = |name: &str| object(json!({ name: { "type": "string" } }), json!([name]));
    let two = |one: Value, other: Value| {
        let holder = |pet: Value| object(json!({ "pet": pet }), json!(["pet"]));
        object(json!({ "x": holder(one), "y": holder(other) }), json!([]))
    };
    let (same, apart) = (two(pet("n"), pet("n")), two(pet("n"), pet("m")));
    let parts = told(&changes(same.clone(), apart.clone()));
    let parted = Fact::TypeParted {
        old: "a::Pet".to_owned(),
    };
    let held = "the property held `a::Pet` and holds `a::YPet`".to_owned();
    assert!(
        parts.contains(&("a::YPet".to_owned(), parted.to_string(), "--u".to_owned())),
        "{parts:?}"
    );
    assert!(
        parts.contains(&("a::Y::pet".to_owned(), held, "--b".to_owned())),
        "{parts:?}"
    );
    let joins = told(&changes(apart, same));
    let aliased = Fact::TypeRenamed {
        old: "a::YPet".to_owned(),
        aliased: true,
        constructed: false,
    };
    assert!(
        joins.contains(&("a::XPet".to_owned(), aliased.to_string(), "--c".to_owned())),
        "{joins:?}"
    );
}
