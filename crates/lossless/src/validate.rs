//! The whole schema as a judge: every keyword, exactly as the schema's draft says, by the `jsonschema` crate.
//!
//! `format` and the `content*` keywords are annotations, in every draft; [`Options`] can ask for the formats.

#[doc(hidden)]
pub mod joined;
mod message;
mod rounded;
mod violation;

pub use violation::{Kind, ValidationErrors, Violation};

use joined::Joined;
use jsonschema::error::ValidationErrorKind;
use jsonschema::{PatternOptions, Registry, Retrieve, Uri, ValidationError, Validator};
use referencing::SPECIFICATIONS;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The schema documents of a crate, parsed when first asked.
///
/// Inside, every `$ref` is the absolute URI of one of the documents with a JSON Pointer; each document's `$schema` says
/// its draft, 2020-12 if there is none.
pub struct Schemas {
    text: &'static str,
    references: &'static str,
    judge: OnceLock<Result<Judge, String>>,
}

/// So many schemas get a validator each. Then all schemas of the crate get one together, in which they share what they
/// refer to: in a knot of thousands of schemas each alone would hold all of them.
const MOST_ALONE: usize = 16;

struct Judge {
    documents: Joined,
    references: BTreeSet<String>,
    registry: Registry<'static>,
    /// The same documents without the patterns that no engine takes; made when one is met.
    lenient: OnceLock<Option<Registry<'static>>>,
    /// The validators that take formats for annotations, and those that assert them.
    plain: Validators,
    asserting: Validators,
}

#[derive(Default)]
struct Validators {
    alone: Mutex<BTreeMap<String, Arc<Compiled>>>,
    /// None where one of the schemas can't be used.
    together: OnceLock<Option<Validator>>,
}

/// What is judged besides what every draft asks of every validator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Whether a text that is not of its `format` is a violation, as far as the format is one of the specification's.
    pub formats: bool,
}

impl Options {
    /// What `validate()` judges: formats are annotations.
    pub const fn new() -> Self {
        Options { formats: false }
    }

    /// Whether a text that is not of its `format` is a violation.
    #[must_use]
    pub const fn formats(mut self, asserted: bool) -> Self {
        self.formats = asserted;
        self
    }
}

/// A validator, and what it can't judge.
struct Compiled {
    validator: Option<Validator>,
    unusable: Option<String>,
}

impl Schemas {
    /// The documents in one JSON object, `{"<uri>": <document>, …}`, and a JSON array of all schemas that values will be
    /// judged by, `["<uri>#<JSON Pointer>", …]`.
    pub const fn new(text: &'static str, references: &'static str) -> Self {
        Schemas {
            text,
            references,
            judge: OnceLock::new(),
        }
    }

    /// The documents, each with its URI.
    pub fn from_documents(documents: Vec<(String, Value)>) -> Self {
        Schemas {
            text: "",
            references: "",
            judge: OnceLock::from(judge(documents, BTreeSet::new())),
        }
    }

    /// Judges what `value` is written as, by the schema at `<uri>#<JSON Pointer>`. Of a number beyond 64 bits and double
    /// precision the nearest double is judged.
    ///
    /// # Errors
    /// All violations, or one that says that the schema can't be used.
    pub fn validate<T: Serialize>(&self, schema: &str, value: &T) -> Result<(), ValidationErrors> {
        self.validate_with(schema, value, Options::new())
    }

    /// Judges as [`Schemas::validate`], and what the options ask for.
    ///
    /// # Errors
    /// As [`Schemas::validate`].
    pub fn validate_with<T: Serialize>(
        &self,
        schema: &str,
        value: &T,
        options: Options,
    ) -> Result<(), ValidationErrors> {
        match rounded::rounded(value) {
            Ok(value) => self.judge(schema, &value, options),
            Err(error) => Err(ValidationErrors::unusable(schema, error.to_string())),
        }
    }

    /// Judges a JSON value, by the schema at `<uri>#<JSON Pointer>`.
    ///
    /// # Errors
    /// As [`Schemas::validate`].
    pub fn validate_value(&self, schema: &str, value: &Value) -> Result<(), ValidationErrors> {
        self.judge(schema, value, Options::new())
    }

    fn judge(&self, schema: &str, value: &Value, options: Options) -> Result<(), ValidationErrors> {
        let judge = self
            .judge
            .get_or_init(|| {
                judge(
                    parse(self.text)?,
                    serde_json::from_str(self.references).unwrap_or_default(),
                )
            })
            .as_ref()
            .map_err(|reason| ValidationErrors::unusable(schema, reason.clone()))?;
        ValidationErrors::of(judge.violations(schema, value, options))
    }
}

fn parse(text: &str) -> Result<Vec<(String, Value)>, String> {
    let mut reader = serde_json::Deserializer::from_str(text);
    // The generator has bounded the depth of what is embedded.
    reader.disable_recursion_limit();
    let documents = Map::<String, Value>::deserialize(&mut reader);
    let documents = documents.map_err(|error| format!("the embedded schemas are not a JSON object: {error}"))?;
    Ok(documents.into_iter().collect())
}

fn judge(documents: Vec<(String, Value)>, references: BTreeSet<String>) -> Result<Judge, String> {
    let documents = Joined::new(documents);
    Ok(Judge {
        registry: registry(documents.documents.clone())?,
        documents,
        references,
        lenient: OnceLock::new(),
        plain: Validators::default(),
        asserting: Validators::default(),
    })
}

/// Nothing is fetched: a reference that the documents don't hold is an error.
struct Offline;

impl Retrieve for Offline {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Err("not among the embedded schemas".into())
    }
}

fn registry(documents: Vec<(String, Value)>) -> Result<Registry<'static>, String> {
    // The meta-schemas of the specification, to which schemas refer; each draft's own is known anyway.
    let metaschemas = SPECIFICATIONS
        .add(BASE, json!(true))
        .map_err(|error| error.to_string())?;
    let mut builder = metaschemas.retriever(Offline);
    for (uri, document) in documents {
        let resource = joined::draft(&document).create_resource(document);
        builder = builder.add(&uri, resource).map_err(|error| format!("{uri}: {error}"))?;
    }
    builder.prepare().map_err(|error| error.to_string())
}

/// The place of the schema that refers to the one asked for; none of the documents is there.
const BASE: &str = "lossless:///judge";

fn build(registry: &Registry<'_>, schema: &Value, formats: bool) -> Result<Validator, Unusable> {
    let mut options = jsonschema::options().without_content_media_type_support("application/json");
    for encoding in ["base64", "base64url", "base32", "base32hex", "base16"] {
        options = options.without_content_encoding_support(encoding);
    }
    options
        .with_registry(registry)
        .with_base_uri(BASE)
        .offline()
        .should_validate_formats(formats)
        .should_ignore_unknown_formats(true)
        .with_pattern_options(patterns())
        .build(schema)
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
    fn validators(&self, options: Options) -> &Validators {
        if options.formats { &self.asserting } else { &self.plain }
    }

    fn violations(&self, schema: &str, value: &Value, options: Options) -> Vec<Violation> {
        if self.is_crowded(schema, options)
            && let Some(validator) = self.together(options)
        {
            let below = format!("/{}", schema.replace('~', "~0").replace('/', "~1"));
            let value = json!({ schema: value });
            let errors = validator.iter_errors(&value);
            return errors.map(|error| self.violation(&error, &below)).collect();
        }
        let compiled = self.compiled(schema, options);
        let validator = compiled.validator.iter();
        let violations = validator.flat_map(|validator| validator.iter_errors(value));
        let unusable = compiled.unusable.iter();
        violations
            .map(|error| self.violation(&error, ""))
            .chain(unusable.map(|reason| Violation::unusable(schema, reason.clone())))
            .collect()
    }

    /// `below` is the place of the instance in what was judged.
    fn violation(&self, error: &ValidationError<'_>, below: &str) -> Violation {
        let mut violation = message::violation(error, below);
        violation.schema_path = self.documents.published(&violation.schema_path);
        violation
    }

    /// Whether a schema is not among those that have a validator of their own, and these are enough.
    fn is_crowded(&self, schema: &str, options: Options) -> bool {
        let alone = &self.validators(options).alone;
        let alone = alone.lock().unwrap_or_else(PoisonError::into_inner);
        alone.len() >= MOST_ALONE && !alone.contains_key(schema) && self.references.contains(schema)
    }

    /// Each schema is that of the property which has its reference for a name.
    fn together(&self, options: Options) -> Option<&Validator> {
        let build = || {
            let schema = |schema: &String| (schema.clone(), json!({ "$ref": self.documents.reference(schema) }));
            let schemas: Map<String, Value> = self.references.iter().map(schema).collect();
            build(&self.registry, &json!({ "properties": schemas }), options.formats).ok()
        };
        self.validators(options).together.get_or_init(build).as_ref()
    }

    /// The validator of a schema, built once.
    fn compiled(&self, schema: &str, options: Options) -> Arc<Compiled> {
        let alone = &self.validators(options).alone;
        let mut validators = alone.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(compiled) = validators.get(schema) {
            return Arc::clone(compiled);
        }
        let reference = json!({ "$ref": self.documents.reference(schema) });
        let compiled = Arc::new(match build(&self.registry, &reference, options.formats) {
            Ok(validator) => Compiled {
                validator: Some(validator),
                unusable: None,
            },
            Err(Unusable { pattern: true, reason }) => Compiled {
                validator: self.without_broken_patterns(&reference, options),
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
    fn without_broken_patterns(&self, schema: &Value, options: Options) -> Option<Validator> {
        let lenient = self.lenient.get_or_init(|| {
            let mut documents = self.documents.documents.clone();
            for (_, document) in &mut documents {
                drop_broken_patterns(document);
            }
            registry(documents).ok()
        });
        build(lenient.as_ref()?, schema, options.formats).ok()
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
