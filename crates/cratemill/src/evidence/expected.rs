//! What a keyword asks for, in words.

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

/// How many values of an `enum` are listed.
const VALUES: usize = 6;
/// Words of more bytes are left out.
const LONGEST: usize = 120;

/// What was expected where a keyword refused a value; `None` where that takes more than a few words.
pub(super) fn expected(kind: &Kind) -> Option<String> {
    let words = match kind {
        Kind::Type { kind } => types(kind),
        Kind::Enum { options } => values(options.as_array()?),
        Kind::Constant { expected_value } => format!("`{expected_value}`"),
        Kind::Required { property } => format!("the property `{property}`"),
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            format!("no property `{:?}`", unexpected.first()?)
        }
        Kind::Minimum { limit } => format!("at least {limit}"),
        Kind::Maximum { limit } => format!("at most {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("more than {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("less than {limit}"),
        Kind::MultipleOf { multiple_of } => format!("a multiple of {multiple_of}"),
        Kind::MinLength { limit } => format!("at least {limit} characters"),
        Kind::MaxLength { limit } => format!("at most {limit} characters"),
        Kind::MinItems { limit } => format!("at least {limit} items"),
        Kind::MaxItems { limit } => format!("at most {limit} items"),
        Kind::MinProperties { limit } => format!("at least {limit} properties"),
        Kind::MaxProperties { limit } => format!("at most {limit} properties"),
        Kind::Pattern { pattern } => format!("a match of `{}`", pattern.escape_debug()),
        Kind::Format { format } => format!("a text of the format `{}`", format.escape_debug()),
        Kind::UniqueItems => "items that differ".to_owned(),
        Kind::AnyOf { .. } => "one of the alternatives".to_owned(),
        Kind::OneOfNotValid { .. } => "one of the alternatives".to_owned(),
        Kind::OneOfMultipleValid { .. } => "only one of the alternatives".to_owned(),
        _ => return None,
    };
    (words.len() <= LONGEST).then_some(words)
}

fn types(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => format!("`{one}`"),
        TypeKind::Multiple(several) => {
            let names: Vec<String> = several.iter().map(|one| format!("`{one}`")).collect();
            names.join(" or ")
        }
    }
}

fn values(options: &[Value]) -> String {
    let shown: Vec<String> = options.iter().take(VALUES).map(|value| format!("`{value}`")).collect();
    match options.len() - shown.len() {
        0 => shown.join(" or "),
        more => format!("{} or {more} others", shown.join(", ")),
    }
}
