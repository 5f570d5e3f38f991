//! The versions of the JSON Schema specification.

use serde_json::Value;

/// A version of the JSON Schema specification, oldest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Draft {
    /// Draft 4; also taken for draft 3, Swagger 2 and OpenAPI 3.0, whose schemas are dialects of it.
    Draft4,
    /// Draft 6.
    Draft6,
    /// Draft 7.
    Draft7,
    /// Draft 2019-09.
    Draft201909,
    /// Draft 2020-12, which is also OpenAPI 3.1's; what a document without `$schema` is taken for.
    #[default]
    Draft202012,
}

impl Draft {
    /// The draft of a whole document.
    pub fn of(document: &Value) -> Self {
        let text = |keyword| document.get(keyword).and_then(Value::as_str);
        let named = text("$schema").and_then(Self::from_uri);
        let implied = || match (text("openapi"), text("swagger")) {
            (Some(version), _) if version.starts_with("3.0") => Some(Draft::Draft4),
            (_, Some(_)) => Some(Draft::Draft4),
            _ => None,
        };
        named.or_else(implied).unwrap_or_default()
    }

    /// The draft that a `$schema` URI names, whatever its scheme, case and empty fragment; `None`
    /// for a meta-schema that is nobody's draft.
    pub fn from_uri(uri: &str) -> Option<Self> {
        let uri = uri.trim().trim_end_matches(['#', '/']);
        let (_, address) = uri.split_once("://")?;
        match address.to_ascii_lowercase().as_str() {
            "json-schema.org/draft-03/schema" | "json-schema.org/draft-04/schema" => Some(Draft::Draft4),
            "json-schema.org/draft-05/schema" => Some(Draft::Draft4),
            "json-schema.org/draft-06/schema" => Some(Draft::Draft6),
            "json-schema.org/draft-07/schema" => Some(Draft::Draft7),
            "json-schema.org/draft/2019-09/schema" => Some(Draft::Draft201909),
            "json-schema.org/draft/2020-12/schema" | "json-schema.org/schema" => Some(Draft::Draft202012),
            other if other.starts_with("spec.openapis.org/oas/3.0") => Some(Draft::Draft4),
            other if other.starts_with("spec.openapis.org/oas/3.") => Some(Draft::Draft202012),
            _ => None,
        }
    }

    /// The `$schema` URI of the draft.
    pub const fn uri(self) -> &'static str {
        match self {
            Draft::Draft4 => "http://json-schema.org/draft-04/schema#",
            Draft::Draft6 => "http://json-schema.org/draft-06/schema#",
            Draft::Draft7 => "http://json-schema.org/draft-07/schema#",
            Draft::Draft201909 => "https://json-schema.org/draft/2019-09/schema",
            Draft::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_draft_reads_its_own_uri() {
        use Draft::*;
        for draft in [Draft4, Draft6, Draft7, Draft201909, Draft202012] {
            assert_eq!(Draft::from_uri(draft.uri()), Some(draft));
        }
    }

    #[test]
    fn the_ways_in_which_files_name_a_draft() {
        let of = |schema: &str| Draft::of(&json!({ "$schema": schema }));
        assert_eq!(of("https://json-schema.org/draft-07/schema"), Draft::Draft7);
        assert_eq!(of("HTTP://JSON-Schema.org/draft-07/schema#"), Draft::Draft7);
        assert_eq!(of("http://json-schema.org/draft-03/schema#"), Draft::Draft4);
        assert_eq!(of("http://json-schema.org/schema#"), Draft::Draft202012);
        assert_eq!(of("https://example.com/meta"), Draft::Draft202012);
        assert_eq!(of(""), Draft::Draft202012);
        assert_eq!(of("https://spec.openapis.org/oas/3.1/dialect/base"), Draft::Draft202012);
        assert_eq!(Draft::of(&json!({ "openapi": "3.0.3" })), Draft::Draft4);
        assert_eq!(Draft::of(&json!({ "openapi": "3.1.0" })), Draft::Draft202012);
        assert_eq!(Draft::of(&json!({ "swagger": "2.0" })), Draft::Draft4);
        assert_eq!(Draft::of(&json!({ "$schema": 7 })), Draft::Draft202012);
        assert_eq!(Draft::of(&json!(true)), Draft::Draft202012);
    }
}
