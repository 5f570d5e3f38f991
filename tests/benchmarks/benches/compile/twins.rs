//! The same schemas as others would make types of them.

use benchmarks::peers::Schemas;
use quote::quote;
use serde_json::Value;
use typify::{TypeSpace, TypeSpaceSettings};

/// Two sources of one library each.
pub struct Twins {
    /// As typify emits it, with builders.
    pub typify: String,
    /// Its structs and enums, with derives and nothing else.
    pub derive: String,
}

/// Makes types of schemas. What only limits values is left out before, as reading does not look at it here either.
///
/// # Errors
/// typify refuses them.
pub fn twins(schemas: &Schemas) -> Result<Twins, String> {
    let mut document = schemas.definitions();
    without_limits(&mut document);
    let typify = emitted(&document, true)?;
    let file = syn::parse_file(&emitted(&document, false)?).map_err(|error| format!("what typify emits: {error}"))?;
    let items = file.items.iter().filter(|item| {
        matches!(item, syn::Item::Struct(_) | syn::Item::Enum(_) | syn::Item::Type(_))
            || matches!(item, syn::Item::Mod(module) if module.ident == "defaults")
    });
    let derive = quote!(#(#items)*).to_string();
    Ok(Twins { typify, derive })
}

fn emitted(document: &Value, has_builders: bool) -> Result<String, String> {
    let mut settings = TypeSpaceSettings::default();
    settings.with_struct_builder(has_builders);
    let mut space = TypeSpace::new(&settings);
    let root = serde_json::from_value(document.clone()).map_err(|error| format!("definitions: {error}"))?;
    space
        .add_root_schema(root)
        .map_err(|error| format!("typify: {error}"))?;
    Ok(space.to_stream().to_string())
}

fn without_limits(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.retain(|keyword, value| {
                let is_limit = [
                    "pattern",
                    "format",
                    "minLength",
                    "maxLength",
                    "minimum",
                    "maximum",
                    "default",
                ];
                value.is_object() || !is_limit.contains(&&**keyword)
            });
            object.values_mut().for_each(without_limits);
        }
        Value::Array(items) => items.iter_mut().for_each(without_limits),
        _ => {}
    }
}
