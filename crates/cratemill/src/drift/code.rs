//! The line of Rust that compiled against the older crate and does not against the newer one, or means something else.

use super::fact::Fact;
use super::pairs::path;
use super::spot::Found;
use crate::convert::{Kind, Types, type_text};
use crate::normalize::TypeSet;
use heck::ToSnakeCase;

/// A witness for Rust code, where what changed is a name or a type that code can write down.
pub(super) fn line(old: &Types, found: &Found) -> Option<String> {
    let (owner, member) = found.old_path.rsplit_once("::").unwrap_or((&found.old_path, ""));
    let named = |name: &str| old.types.iter().find(|one| path(one) == name);
    let is_type = |name: &str| named(name).is_some();
    match &found.what {
        Fact::CrateRenamed { .. } => Some(format!("use {}::*;", found.old_path)),
        Fact::TypeRemoved | Fact::TypeRenamed { aliased: false, .. } => Some(use_of(&found.old_path)),
        Fact::TypeRenamed { old, .. } => Some(format!("let value = {old};")),
        Fact::TypeMoved { old: module, .. } => Some(format!("use types::{module}::{};", last(&found.old_path))),
        Fact::Renamed { old, .. } if is_type(&found.old_path) => {
            Some(format!("let _ = {}::{old};", last(&found.old_path)))
        }
        Fact::VariantRemoved { text, .. } => {
            let (Kind::Enumeration(variants) | Kind::Integers(variants)) = &named(&found.old_path)?.kind else {
                return None;
            };
            let variant = variants.iter().find(|one| one.text == *text)?;
            Some(format!("let _ = {}::{};", last(&found.old_path), variant.identifier))
        }
        Fact::AlternativeRemoved { name, .. } | Fact::AlternativeChanged { name, .. } => {
            Some(format!("if let {}::{name}(inner) = value {{}}", last(&found.old_path)))
        }
        Fact::VariantAdded { counted: true, .. }
        | Fact::OpennessChanged {
            open: true,
            counted: true,
        } => {
            let (Kind::Enumeration(variants) | Kind::Integers(variants)) = &named(&found.old_path)?.kind else {
                return None;
            };
            let name = last(&found.old_path);
            let arms = variants.iter().map(|one| format!("{name}::{} => 0", one.identifier));
            Some(format!("match value {{ {} }}", arms.collect::<Vec<_>>().join(", ")))
        }
        Fact::BuilderChanged { .. } => Some(format!("let built = {}::builder().build();", last(&found.old_path))),
        Fact::OverlapChanged { .. } => {
            let Kind::Union(union) = &named(&found.old_path)?.kind else {
                return None;
            };
            let mut objects = union.all.iter().filter(|one| one.kind.contains(TypeSet::OBJECT));
            let method = objects.next()?.identifier.to_snake_case();
            Some(format!("let inner = value.as_{method}();"))
        }
        Fact::OpennessChanged { .. } => Some(format!("if let {}::Unknown(inner) = value {{}}", last(&found.old_path))),
        Fact::AdditionalChanged { old, .. } => Some(format!(
            "fn extra(value: &{}) -> Option<&{old}> {{ value.extra.iter().map(|(_, one)| one).next() }}",
            last(&found.old_path)
        )),
        Fact::KindChanged { .. } | Fact::ContentChanged { .. } => Some(match &named(&found.old_path)?.kind {
            Kind::Object(object) => match object.fields.first() {
                Some(field) => format!("let _ = &value.{};", field.identifier),
                None => format!("let value = {}::builder();", last(&found.old_path)),
            },
            Kind::Tuple(tuple) => match tuple.fields.first() {
                Some(field) => format!("let _ = &value.{};", field.identifier),
                None => "let _ = &value.rest;".to_owned(),
            },
            Kind::Newtype(inner) => format!(
                "fn inner(value: {}) -> {} {{ value.0 }}",
                last(&found.old_path),
                type_text(&old.types, inner)
            ),
            Kind::Alias(inner) => format!(
                "fn same(value: {}) -> {} {{ value }}",
                last(&found.old_path),
                type_text(&old.types, inner)
            ),
            Kind::Enumeration(variants) | Kind::Integers(variants) => match variants.first() {
                Some(variant) => format!("let _ = {}::{};", last(&found.old_path), variant.identifier),
                None => use_of(&found.old_path),
            },
            Kind::Union(union) => match union.all.first() {
                Some(one) => format!(
                    "if let {}::{}(inner) = value {{}}",
                    last(&found.old_path),
                    one.identifier
                ),
                None => use_of(&found.old_path),
            },
            Kind::Constant(_) => format!("let value = {};", last(&found.old_path)),
            Kind::Pattern(_) => format!("let value: {} = text.parse()?;", last(&found.old_path)),
        }),
        Fact::DefaultChanged { .. } => Some(format!("let _ = value.{member}_or_default();")),
        Fact::SecretChanged { .. } => Some(format!("log::info!(\"{{value:?}}\"); // value: {}", last(owner))),
        Fact::FieldRemoved { .. } | Fact::Renamed { .. } => Some(format!("let _ = &value.{member};")),
        Fact::FieldTypeChanged { .. } | Fact::PresenceChanged { .. } => {
            let fields = match &named(owner)?.kind {
                Kind::Object(object) => &object.fields,
                Kind::Tuple(tuple) if member == "rest" => {
                    let of = type_text(&old.types, &tuple.rest);
                    return Some(format!("fn rest(value: {}) -> Vec<{of}> {{ value.rest }}", last(owner)));
                }
                Kind::Tuple(tuple) => &tuple.fields,
                _ => return None,
            };
            let field = fields.iter().find(|field| field.identifier == member)?;
            let of = type_text(&old.types, &field.value);
            use crate::convert::Presence::{Maybe, Required};
            let held = match field.presence {
                Required => of,
                Maybe => format!("Maybe<{of}>"),
                _ => format!("Option<{of}>"),
            };
            Some(format!(
                "fn held(value: {}) -> {held} {{ value.{member} }}",
                last(owner)
            ))
        }
        _ => None,
    }
}

fn use_of(path: &str) -> String {
    format!("use types::{path};")
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
