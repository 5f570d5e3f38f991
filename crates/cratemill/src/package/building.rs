//! A value as a chain of setters: Rust that builds what an instance says.

use crate::convert::{Field, Kind, Object, Presence, RustType, Types};
use serde_json::{Map, Value};

/// Texts and lists beyond this teach nothing.
const TEXT_BYTES: usize = 60;
const ITEMS: usize = 3;
/// Builders in builders beyond this are no example.
const DEPTH: usize = 2;
/// So many properties make an example too long.
const PROPERTIES: usize = 12;

/// The call that builds a struct: `name` is its path in the program. Only what is required is set, or two properties where nothing
/// is. `None` where that can't be written in a line each.
pub(super) fn built(types: &Types, id: usize, name: &str, instance: &Value, krate: &str) -> Option<String> {
    let chain = chain(types, id, name, instance.as_object()?, krate, 0)?;
    let Kind::Object(object) = &types.types[id].kind else {
        return None;
    };
    let fails = if is_asked(types, object) { "?" } else { "" };
    Some(format!("{chain}\n    .build(){fails}"))
}

fn chain(
    types: &Types,
    id: usize,
    name: &str,
    instance: &Map<String, Value>,
    krate: &str,
    depth: usize,
) -> Option<String> {
    let Kind::Object(object) = &types.types[id].kind else {
        return None;
    };
    let required = |field: &&Field| matches!(field.presence, Presence::Required | Presence::Nullable);
    let mut fields: Vec<&Field> = object.fields.iter().filter(required).collect();
    if fields.is_empty() {
        let there = object.fields.iter().filter(|field| instance.contains_key(&field.name));
        fields = there
            .filter(|field| set(types, field, &instance[&field.name], krate, depth).is_some())
            .take(2)
            .collect();
    }
    fields.retain(|field| !is_constant(types, &field.value));
    if fields.is_empty() || fields.len() > PROPERTIES {
        return None;
    }
    let indent = "    ".repeat(depth + 1);
    let mut text = format!("{name}::builder()");
    for field in fields {
        let value = set(types, field, instance.get(&field.name)?, krate, depth)?;
        text.push_str(&format!("\n{indent}.{}({value})", field.identifier));
    }
    Some(text)
}

fn set(types: &Types, field: &Field, value: &Value, krate: &str, depth: usize) -> Option<String> {
    // The builder's own methods have these names.
    if ["build", "builder"].contains(&field.identifier.as_str()) {
        return None;
    }
    let exactly = field.presence == Presence::Required;
    expression(types, field.held(), value, exactly, krate, depth)
}

/// An expression that sets a field; `exactly` where only the field's own type is taken, so that a number has no need to say its.
fn expression(types: &Types, of: &RustType, value: &Value, exactly: bool, krate: &str, depth: usize) -> Option<String> {
    match (of, value) {
        (RustType::Boolean, Value::Bool(value)) => Some(value.to_string()),
        (RustType::Integer(width), Value::Number(number)) => {
            let number = number.as_i64().filter(|number| *number >= 0)?;
            let suffix = if exactly { "" } else { width_suffix(*width) };
            Some(format!("{number}{suffix}"))
        }
        (RustType::String | RustType::Text(_), Value::String(text)) => literal(text),
        (RustType::Named(id), value) => named(types, *id, value, krate, depth),
        (RustType::Boxed(inner) | RustType::Option(inner), value) => {
            expression(types, inner, value, false, krate, depth)
        }
        (RustType::Vec(inner), Value::Array(items)) if !items.is_empty() && items.len() <= ITEMS => {
            let items = items
                .iter()
                .map(|item| expression(types, inner, item, false, krate, depth));
            let items = items.collect::<Option<Vec<_>>>()?;
            Some(format!("[{}]", items.join(", ")))
        }
        _ => None,
    }
}

fn named(types: &Types, id: usize, value: &Value, krate: &str, depth: usize) -> Option<String> {
    let one = &types.types[id];
    match (&one.kind, value) {
        (Kind::Alias(inner), value) => expression(types, inner, value, false, krate, depth),
        (Kind::Enumeration(_), Value::String(text)) if !one.closed => literal(text),
        (Kind::Object(_), Value::Object(instance)) if depth < DEPTH => {
            let path = format!("{krate}::{}", one.path());
            chain(types, id, &path, instance, krate, depth + 1)
        }
        _ => None,
    }
}

fn width_suffix(width: crate::normalize::Width) -> &'static str {
    use crate::normalize::Width;
    match width {
        Width::Signed64 => "_i64",
        Width::Unsigned64 => "_u64",
        Width::Signed128 => "_i128",
    }
}

fn literal(text: &str) -> Option<String> {
    let plain =
        text.len() <= TEXT_BYTES && text.chars().all(|c| c.is_ascii_graphic() || c == ' ') && !text.contains('`');
    plain.then(|| format!("{text:?}"))
}

fn is_constant(types: &Types, value: &RustType) -> bool {
    matches!(value, RustType::Named(id) if matches!(types.types[*id].kind, Kind::Constant(_)))
}

/// Whether `build()` can fail: something is required that the schema does not fix.
fn is_asked(types: &Types, object: &Object) -> bool {
    object.fields.iter().any(|field| match field.presence {
        Presence::Required => !is_constant(types, &field.value),
        Presence::Nullable => true,
        _ => false,
    })
}
