//! The whole schema as a judge: every keyword, exactly as the schema's draft says, by the `jsonschema` crate.
//!
//! `format` and the `content*` keywords are annotations, in every draft.

mod message;
mod violation;

pub use violation::{Kind, ValidationErrors, Violation};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, PatternOptions, Registry, Retrieve, Uri, Validator};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The schema documents of a crate, parsed when first asked.
///
/// Inside, every `$ref` is the absolute URI of one of the documents with a JSON Pointer; each document's `$schema` says
/// its draft, 2020-12 if there is none.
pub struct Schemas {
    text: &'static str,
    judge: OnceLock<Result<Judge, String>>,
}

struct Judge {
    documents: Vec<(String, Value)>,
    registry: Registry<'static>,
    /// The same documents without the patterns that no engine takes; made when one is met.
    lenient: OnceLock<Option<Registry<'static>>>,
    validators: Mutex<BTreeMap<String, Arc<Compiled>>>,
}

/// A validator, and what it can't judge.
struct Compiled {
    validator: Option<Validator>,
    unusable: Option<String>,
}

impl Schemas {
    /// The documents in one JSON object: `{"<uri>": <document>, …}`.
    pub const fn new(text: &'static str) -> Self {
        Schemas {
            text,
            judge: OnceLock::new(),
        }
    }

    /// The documents, each with its URI.
    pub fn from_documents(documents: Vec<(String, Value)>) -> Self {
        Schemas {
            text: "",
            judge: OnceLock::from(judge(documents)),
        }
    }

    /// Judges what `value` is written as, by the schema at `<uri>#<JSON Pointer>`.
    ///
    /// # Errors
    /// All violations, or one that says that the schema can't be used.
    pub fn validate<T: Serialize>(&self, schema: &str, value: &T) -> Result<(), ValidationErrors> {
        match crate::to_value(value) {
            Ok(value) => self.validate_value(schema, &value),
            Err(error) => Err(ValidationErrors::unusable(schema, error.to_string())),
        }
    }

    /// Judges a JSON value, by the schema at `<uri>#<JSON Pointer>`.
    ///
    /// # Errors
    /// As [`Schemas::validate`].
    pub fn validate_value(&self, schema: &str, value: &Value) -> Result<(), ValidationErrors> {
        let judge = self.judge.get_or_init(|| judge(parse(self.text)?));
        let judge = judge
            .as_ref()
            .map_err(|reason| ValidationErrors::unusable(schema, reason.clone()))?;
        let compiled = judge.compiled(schema);
        let violations = compiled
            .validator
            .iter()
            .flat_map(|validator| validator.iter_errors(value));
        let violations: Vec<_> = violations.map(|error| message::violation(&error)).collect();
        let unusable = compiled
            .unusable
            .iter()
            .map(|reason| Violation::unusable(schema, reason.clone()));
        ValidationErrors::of(violations.into_iter().chain(unusable).collect())
    }
}

fn parse(text: &str) -> Result<Vec<(String, Value)>, String> {
    let documents: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| format!("the embedded schemas are not a JSON object: {error}"))?;
    Ok(documents.into_iter().collect())
}

fn judge(documents: Vec<(String, Value)>) -> Result<Judge, String> {
    Ok(Judge {
        registry: registry(&documents)?,
        documents,
        lenient: OnceLock::new(),
        validators: Mutex::default(),
    })
}

/// Nothing is fetched: a reference that the documents don't hold is an error.
struct Offline;

impl Retrieve for Offline {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Err("not among the embedded schemas".into())
    }
}

fn registry(documents: &[(String, Value)]) -> Result<Registry<'static>, String> {
    let mut builder = Registry::new().retriever(Offline);
    for (uri, document) in documents {
        let resource = match Draft::Draft202012.detect(document) {
            Draft::Unknown => Draft::Draft202012,
            draft => draft,
        };
        let resource = resource.create_resource(document.clone());
        builder = builder.add(uri, resource).map_err(|error| format!("{uri}: {error}"))?;
    }
    builder.prepare().map_err(|error| error.to_string())
}

/// The place of the schema that refers to the one asked for; none of the documents is there.
const BASE: &str = "lossless:///judge";

fn build(registry: &Registry<'_>, schema: &str) -> Result<Validator, Unusable> {
    let mut options = jsonschema::options().without_content_media_type_support("application/json");
    for encoding in ["base64", "base64url", "base32", "base32hex", "base16"] {
        options = options.without_content_encoding_support(encoding);
    }
    options
        .with_registry(registry)
        .with_base_uri(BASE)
        .offline()
        .should_validate_formats(false)
        .with_pattern_options(patterns())
        .build(&json!({ "$ref": schema }))
        .map_err(|error| match error.kind() {
            ValidationErrorKind::Format { .. } => Unusable {
                pattern: true,
                reason: format!("no engine takes the pattern at {}", error.schema_path()),
            },
            _ => Unusable {
                pattern: false,
                reason: format!("{} at {}", error.masked(), error.schema_path()),
            },
        })
}

/// Why no validator can be built.
struct Unusable {
    /// Only because of a pattern.
    pattern: bool,
    reason: String,
}

/// Room for `^.{0,262144}$`, which the default limit refuses.
fn patterns() -> PatternOptions<jsonschema::FancyRegex> {
    PatternOptions::fancy_regex().size_limit(1 << 30)
}

impl Judge {
    /// The validator of a schema, built once.
    fn compiled(&self, schema: &str) -> Arc<Compiled> {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(compiled) = validators.get(schema) {
            return Arc::clone(compiled);
        }
        let compiled = Arc::new(match build(&self.registry, schema) {
            Ok(validator) => Compiled {
                validator: Some(validator),
                unusable: None,
            },
            Err(Unusable { pattern: true, reason }) => Compiled {
                validator: self.without_broken_patterns(schema),
                unusable: Some(reason),
            },
            Err(Unusable { reason, .. }) => Compiled {
                validator: None,
                unusable: Some(reason),
            },
        });
        validators.insert(schema.to_owned(), Arc::clone(&compiled));
        compiled
    }

    /// One pattern that no engine takes should not keep the other keywords from being judged.
    fn without_broken_patterns(&self, schema: &str) -> Option<Validator> {
        let lenient = self.lenient.get_or_init(|| {
            let mut documents = self.documents.clone();
            for (_, document) in &mut documents {
                drop_broken_patterns(document);
            }
            registry(&documents).ok()
        });
        build(lenient.as_ref()?, schema).ok()
    }
}

fn drop_broken_patterns(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(drop_broken_patterns),
        Value::Object(keywords) => {
            if keywords.get("pattern").and_then(Value::as_str).is_some_and(is_broken) {
                keywords.remove("pattern");
            }
            if let Some(Value::Object(patterns)) = keywords.get_mut("patternProperties") {
                patterns.retain(|pattern, _| !is_broken(pattern));
            }
            let instances = ["const", "default", "enum", "example", "examples"];
            let schemas = keywords
                .iter_mut()
                .filter(|(keyword, _)| !instances.contains(&keyword.as_str()));
            schemas.for_each(|(_, schema)| drop_broken_patterns(schema));
        }
        _ => {}
    }
}

fn is_broken(pattern: &str) -> bool {
    let options = jsonschema::options().offline().with_pattern_options(patterns());
    options.build(&json!({ "pattern": pattern })).is_err()
}
