//! Type expressions for people.

use super::{RustType, Type};
use crate::normalize::Width;

/// A type expression as a person writes it, less the paths.
pub fn type_text(types: &[Type], value: &RustType) -> String {
    let wrapped = |name: &str, inner: &RustType| format!("{name}<{}>", type_text(types, inner));
    match value {
        RustType::Value => "Value".to_owned(),
        RustType::Null => "()".to_owned(),
        RustType::Boolean => "bool".to_owned(),
        RustType::Integer(Width::Signed64) => "i64".to_owned(),
        RustType::Integer(Width::Unsigned64) => "u64".to_owned(),
        RustType::Integer(Width::Signed128) => "i128".to_owned(),
        RustType::Number => "Number".to_owned(),
        RustType::String => "String".to_owned(),
        RustType::Text(format) => format!("{format:?}"),
        RustType::Foreign(path, _) => path.clone(),
        RustType::Named(id) => types[*id].path(),
        RustType::Boxed(inner) => wrapped("Box", inner),
        RustType::Deep(inner) => wrapped("Deep", inner),
        RustType::Vec(inner) => wrapped("Vec", inner),
        RustType::Map(inner) => wrapped("Map", inner),
        RustType::Option(inner) => wrapped("Option", inner),
        RustType::Open(inner) => wrapped("Open", inner),
        RustType::Implied(inner) => wrapped("Implied", inner),
    }
}
