use super::{lines, subject};
use serde_json::{Value, json};

#[test]
fn an_example_with_several_values_that_enumerations_do_not_name_yet_is_told() {
    let choice = |one: &str| json!({ "enum": [one] });
    let card = json!({
        "type": "object",
        "required": ["id", "brand", "state"],
        "properties": {
            "id": { "type": "string" }, "brand": choice("visa"), "state": choice("active"),
            "uses": { "type": "array", "items": choice("web") },
        },
    });
    let told = |value: Value| -> Vec<String> {
        let found = lines(&subject(json!({ "Card": card.clone() }), json!({ "sample": value })));
        found.into_iter().filter(|line| line.contains(" examples/")).collect()
    };
    let newer = json!({ "id": "1", "brand": "amex", "state": "frozen", "uses": ["app", "shop"] });
    let line = told(newer);
    assert_eq!(line.len(), 1, "{line:?}");
    assert!(
        line[0].contains("contradicts enum at /brand") && !line[0].contains("refused"),
        "{line:?}"
    );
    // Of another shape, and with nothing in common but names.
    for other in [
        json!({ "id": 1, "brand": "amex", "state": "frozen" }),
        json!({ "brand": "amex", "state": "frozen", "uses": ["app"] }),
    ] {
        assert_eq!(told(other.clone()), [""; 0], "{other}");
    }
}
