//! A change is told where it is: what an alternative or a reference newly reaches did not change itself.

use super::{changes, object, told};
use crate::drift::Change;
use serde_json::{Value, json};

fn means(kind: &str) -> Value {
    object(
        json!({ "kind": { "const": kind }, kind: { "type": "string" } }),
        json!(["kind", kind]),
    )
}

/// The paths and messages of all but of types that come and go.
fn lines(changes: &[Change]) -> Vec<(&str, &str)> {
    let others = changes.iter().filter(|one| !["CM-D101", "CM-D102"].contains(&one.rule));
    others.map(|one| (one.path.as_str(), one.message.as_str())).collect()
}

/// A union of kinds of means, which lie in definitions, or in the union itself beside what all of them have.
fn contact(kinds: &[&str], is_inline: bool) -> Value {
    let reference = |kind: &&str| json!({ "$ref": format!("#/$defs/{kind}") });
    if is_inline {
        let alternatives: Vec<Value> = kinds.iter().map(|kind| means(kind)).collect();
        return json!({ "type": "object", "properties": { "id": { "type": "string" } }, "oneOf": alternatives });
    }
    let definitions = ["Mail", "Phone", "Fax"];
    let defined = definitions.iter().map(|kind| ((*kind).to_owned(), means(kind)));
    let alternatives: Vec<Value> = kinds.iter().map(reference).collect();
    json!({ "oneOf": alternatives, "$defs": Value::Object(defined.collect()) })
}

#[test]
fn an_alternative_more_or_less_is_all_that_is_told() {
    for is_inline in [false, true] {
        let few = contact(&["Mail", "Phone"], is_inline);
        let more = contact(&["Mail", "Phone", "Fax"], is_inline);
        let come = changes(few.clone(), more.clone());
        assert_eq!(lines(&come), [("A", "the alternative `Fax` is new")], "{come:#?}");
        let gone = changes(more, few);
        assert_eq!(lines(&gone), [("A", "the alternative `Fax` is gone")], "{gone:#?}");
        let whole = gone.iter().find(|one| one.path == "A").expect("the union");
        assert!(
            whole.writer.is_breaking() && whole.witness.writer.is_some(),
            "{whole:#?}"
        );
    }
}

#[test]
fn an_alternative_that_changes_is_told_apart_from_one_that_comes() {
    let few = contact(&["Mail", "Phone"], false);
    let mut more = contact(&["Mail", "Phone", "Fax"], false);
    more["$defs"]["Mail"]["properties"]["Mail"]["maxLength"] = json!(9);
    let found = changes(few, more);
    let own = ("Mail::mail", "`maxLength` was nothing and is `9`");
    assert_eq!(
        lines(&found),
        [own, ("A", "the alternative `Fax` is new")],
        "{found:#?}"
    );
}

#[test]
fn limits_of_one_alternative_are_not_compared_with_those_of_another() {
    let short = || json!({ "type": "string", "maxLength": 5 });
    let few = json!({ "anyOf": [short(), { "type": "integer" }] });
    let more =
        json!({ "anyOf": [short(), { "type": "integer" }, { "type": "string", "maxLength": 9, "minLength": 7 }] });
    for (old, new) in [(few.clone(), more.clone()), (more, few)] {
        let found = changes(old, new);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].message.starts_with("`anyOf` was"), "{found:#?}");
    }
}

fn rooms(place: &Value) -> Value {
    let mut schema = place.clone();
    schema["$defs"] = json!({
        "Hall": object(json!({ "floor": { "type": "integer" } }), json!([])),
        "Room": object(json!({ "name": { "type": "string", "minLength": 3 } }), json!(["name"])),
    });
    schema
}

#[test]
fn what_a_reference_newly_reaches_has_not_changed() {
    let to = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
    type Place = fn(Value) -> Value;
    let places: [(Place, &str, &str); 5] = [
        (
            |room| object(json!({ "room": room }), json!([])),
            "A::room",
            "the property held `Hall` and holds `Room`",
        ),
        (
            |room| object(json!({ "room": { "type": "array", "items": room } }), json!([])),
            "A::room",
            "the property held `Vec<Hall>` and holds `Vec<Room>`",
        ),
        (
            |room| object(json!({ "room": { "anyOf": [room, { "type": "null" }] } }), json!([])),
            "A::room",
            "the property held `Hall` and holds `Room`",
        ),
        (
            |room| object(json!({ "in": object(json!({ "room": room }), json!([])) }), json!([])),
            "a::In::room",
            "the property held `Hall` and holds `Room`",
        ),
        (
            |room| room,
            "a.json#",
            "the place stood for `Hall` and stands for `Room`",
        ),
    ];
    for (place, path, message) in places {
        let [old, new] = ["Hall", "Room"].map(|name| rooms(&place(to(name))));
        let found = changes(old, new);
        assert_eq!(lines(&found), [(path, message)], "{found:#?}");
        assert!(
            found[0].reader.is_breaking() && found[0].writer.is_breaking(),
            "{found:#?}"
        );
        assert!(found[0].witness.writer.is_some(), "{found:#?}");
    }
}

#[test]
fn a_reference_that_led_nowhere_is_told_where_it_stands() {
    let at = |name: &str| {
        rooms(&object(
            json!({ "room": { "$ref": format!("#/$defs/{name}") } }),
            json!([]),
        ))
    };
    let found = changes(at("Rom"), at("Room"));
    let held = "the property held `Rom` and holds `Room`";
    assert_eq!(lines(&found), [("A::room", held)], "{found:#?}");
    let found = changes(at("Room"), at("Rom"));
    assert_eq!(
        found.iter().filter(|one| one.is_breaking()).count(),
        1,
        "{:?}",
        told(&found)
    );
    // Where what it leads to is new as well, the opaque type became that.
    let mut before = at("Rom");
    before["$defs"] = json!({});
    let found = changes(before, at("Room"));
    assert!(found.iter().all(|one| one.path != "A::room"), "{:?}", told(&found));
    assert!(found.iter().any(|one| one.path == "Room" && one.reader.is_breaking()));
}
