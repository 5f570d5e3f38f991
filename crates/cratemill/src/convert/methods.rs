//! The methods that follow from what a type holds, beside its fields.

use super::{Field, Kind, Object, Presence, RustType, Types};
use crate::normalize::Width;
use serde_json::Value;

/// What stands for a property that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default<'a> {
    /// `true` or `false`.
    Boolean(bool),
    /// A number that the field's integer has room for.
    Integer(i128),
    /// A text.
    Text(&'a str),
    /// A variant of a closed enumeration, by its Rust name.
    Variant(usize, &'a str),
    /// A text that an enumeration is made of.
    OfText(usize, &'a str),
    /// A number that an enumeration is made of.
    OfInteger(usize, i64),
}

/// Whether a value of the type can't be made without being told some property.
pub fn asks(types: &Types, object: &Object) -> bool {
    let is_required = |field: &&Field| matches!(field.presence, Presence::Required | Presence::Nullable);
    let mut required = object.fields.iter().filter(is_required);
    required.any(|field| !is_constant(types, field))
}

/// Whether the schema fixes a property that must be there.
pub fn is_constant(types: &Types, field: &Field) -> bool {
    field.presence == Presence::Required
        && matches!(field.value, RustType::Named(id) if matches!(types.types[id].kind, Kind::Constant(_)))
}

/// What `timeout_or_default()` gives, where there is such a method: the schema has a default that the field's type can hold.
pub fn default<'a>(types: &'a Types, object: &Object, field: &'a Field) -> Option<Default<'a>> {
    if field.presence != Presence::Optional {
        return None;
    }
    let default = field.documentation.default.as_ref()?;
    let method = default_name(field);
    // The setter of a field `x_or_default` has the name that the accessor of a field `with_x` would have.
    let is_setter = |other: &Field| method == format!("with_{}", other.identifier.trim_start_matches("r#"));
    if object.fields.iter().any(is_setter) {
        return None;
    }
    match (&field.value, default) {
        (RustType::Boolean, Value::Bool(default)) => Some(Default::Boolean(*default)),
        (RustType::Integer(width), Value::Number(default)) => {
            let default = default.as_i128()?;
            let fits = match width {
                Width::Signed64 => i64::try_from(default).is_ok(),
                Width::Unsigned64 => u64::try_from(default).is_ok(),
                Width::Signed128 => true,
            };
            fits.then_some(Default::Integer(default))
        }
        (RustType::String, Value::String(default)) => Some(Default::Text(default)),
        (RustType::Named(id), default) => match (&types.types[*id].kind, default) {
            (Kind::Enumeration(variants) | Kind::Integers(variants), default) if types.types[*id].closed => {
                let text = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
                let variant = variants.iter().find(|variant| variant.text == text)?;
                Some(Default::Variant(*id, &variant.identifier))
            }
            (Kind::Enumeration(_), Value::String(default)) => Some(Default::OfText(*id, default)),
            (Kind::Integers(_), Value::Number(default)) => Some(Default::OfInteger(*id, default.as_i64()?)),
            _ => None,
        },
        _ => None,
    }
}

/// The name of that method.
pub fn default_name(field: &Field) -> String {
    let name = field.identifier.trim_start_matches("r#").trim_end_matches('_');
    format!("{name}_or_default")
}
