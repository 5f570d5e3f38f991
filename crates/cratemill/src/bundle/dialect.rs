//! The dialect of OpenAPI 3.0 and Swagger 2 in the words of draft 4, of which it is one: no validator knows it.

use crate::document::Draft;
use serde_json::{Map, Value, json};

/// Whether a document is of the dialect.
pub(super) fn is_openapi(document: &Value) -> bool {
    let is = |keyword: &str, start: &str| {
        let text = document.get(keyword).and_then(Value::as_str);
        text.is_some_and(|text| text.starts_with(start))
    };
    let names_it = document.get("$schema").is_some();
    let oas = is("$schema", "https://spec.openapis.org/oas/3.0");
    document.is_object() && (oas || !names_it && (is("openapi", "3.0") || document.get("swagger").is_some()))
}

/// Says of a document that it is of draft 4: a bound is exclusive by a boolean, and a reference hides its siblings.
pub(super) fn name_draft(document: &mut Value) {
    document["$schema"] = json!(Draft::Draft4.uri());
}

/// Says in draft 4 what `nullable` means: `null` is one more type, and one more value.
pub(super) fn plain(schema: &mut Map<String, Value>) {
    if schema.get("nullable") != Some(&Value::Bool(true)) {
        return;
    }
    match schema.get_mut("type") {
        Some(Value::String(name)) if name != "null" => {
            let name = std::mem::take(name);
            schema["type"] = json!([name, "null"]);
        }
        Some(Value::Array(names)) if !names.contains(&json!("null")) => names.push(json!("null")),
        _ => {}
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
}
