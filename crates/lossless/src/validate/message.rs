//! A sentence for each keyword. The `Display` of `jsonschema` prints values of the instance, and masked it still prints
//! the names of unexpected properties, which are data as well.

use super::{Kind, Violation};
use crate::error::kind_of;
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Fault};

/// `below` is the place of the instance in what was judged.
pub(super) fn violation(error: &ValidationError<'_>, below: &str) -> Violation {
    let place = error.instance_path().as_str();
    Violation {
        kind: Kind::Constraint,
        instance_path: place.strip_prefix(below).unwrap_or(place).to_owned(),
        schema_path: match error.absolute_keyword_location() {
            Some(uri) => uri.to_string(),
            None => error.schema_path().to_string(),
        },
        keyword: error.kind().keyword().to_owned(),
        message: message(error),
    }
}

fn message(error: &ValidationError<'_>) -> String {
    match error.kind() {
        Fault::Type { kind } => format!("expected {}, found {}", types(kind), kind_of(error.instance())),
        Fault::Required { property } => format!("missing property {property}"),
        // The constant may stand for a secret, and the place of the keyword says which it is.
        Fault::Constant { .. } => "not the constant of the schema".to_owned(),
        Fault::Enum { .. } => "not among the values of the enum".to_owned(),
        Fault::Pattern { pattern } => format!("text does not match the pattern `{pattern}`"),
        Fault::MinLength { limit } => format!("text is shorter than {limit}"),
        Fault::MaxLength { limit } => format!("text is longer than {limit}"),
        Fault::Minimum { limit } => format!("number is less than {limit}"),
        Fault::Maximum { limit } => format!("number is greater than {limit}"),
        Fault::ExclusiveMinimum { limit } => format!("number is not greater than {limit}"),
        Fault::ExclusiveMaximum { limit } => format!("number is not less than {limit}"),
        Fault::MultipleOf { multiple_of } => format!("number is not a multiple of {multiple_of}"),
        Fault::MinItems { limit } => format!("fewer items than {limit}"),
        Fault::MaxItems { limit } => format!("more items than {limit}"),
        Fault::AdditionalItems { limit } => format!("items after the first {limit} are not allowed"),
        Fault::UniqueItems => "items are not unique".to_owned(),
        Fault::Contains => "the items do not contain what is asked for".to_owned(),
        Fault::MinProperties { limit } => format!("fewer properties than {limit}"),
        Fault::MaxProperties { limit } => format!("more properties than {limit}"),
        Fault::AdditionalProperties { unexpected } | Fault::UnevaluatedProperties { unexpected } => {
            format!("{} of the properties are not allowed", unexpected.len())
        }
        Fault::UnevaluatedItems { unexpected } => format!("{} of the items are not allowed", unexpected.len()),
        Fault::PropertyNames { error } => format!("a property name is not allowed: {}", message(error)),
        Fault::AnyOf { .. } => "no alternative fits".to_owned(),
        Fault::OneOfNotValid { .. } => "no alternative fits".to_owned(),
        Fault::OneOfMultipleValid { .. } => "more than one alternative fits".to_owned(),
        Fault::Not { .. } => "what must not fit does".to_owned(),
        Fault::FalseSchema => "no value is allowed here".to_owned(),
        Fault::BacktrackLimitExceeded { .. } | Fault::RegexEngineFailure { .. } => {
            "the pattern takes too long for this text".to_owned()
        }
        other => format!("does not satisfy `{}`", other.keyword()),
    }
}

fn types(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => one.to_string(),
        TypeKind::Multiple(set) => set.iter().map(|one| one.to_string()).collect::<Vec<_>>().join(" or "),
    }
}
