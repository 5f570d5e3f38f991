//! The judge: the `jsonschema` crate on all documents of a provider.

use super::mend::mended;
use super::{Fault, Verdict};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, PatternOptions, Registry, Retrieve, Uri, ValidationError, Validator};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The pattern `^.{0,262144}$`, which providers write, compiles to more than the engine's default limit.
const PATTERN_SIZE: usize = 1 << 28;

/// Says whether an instance is valid; keeps the validators that it has built.
pub(super) struct Judge {
    registry: Registry<'static>,
    /// The documents as they are published, where they had to be mended.
    published: Option<Registry<'static>>,
    plain: Validators,
    formats: Validators,
    patterns: Validators,
}

type Validators = RefCell<BTreeMap<String, Option<Rc<Validator>>>>;

/// Nothing is fetched: what no document holds is a schema that accepts anything.
struct Offline;

impl Retrieve for Offline {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Value::Bool(true))
    }
}

impl Judge {
    /// A judge over documents by URI, each under the draft that its `$schema` names (else 2020-12). Patterns that its
    /// engine can't read are left out. Fails with a text where a document's URI is none.
    pub fn new(documents: &[(String, Value)]) -> Result<Judge, String> {
        let is_pattern = |pattern: &str| options(false).build(&json!({ "pattern": pattern })).is_ok();
        let mend = |(uri, document): &(String, Value)| (uri.clone(), mended(document, is_pattern));
        let mended: Vec<(String, Value)> = documents.iter().map(mend).collect();
        let published = if mended == documents {
            None
        } else {
            Some(registry(documents)?)
        };
        Ok(Judge {
            registry: registry(&mended)?,
            published,
            plain: Validators::default(),
            formats: Validators::default(),
            patterns: Validators::default(),
        })
    }

    /// Whether the schema that `reference` names can be used as it is published.
    pub fn is_usable(&self, reference: &str) -> bool {
        self.published
            .as_ref()
            .is_none_or(|published| build(published, reference, false).is_some())
    }

    /// Whether `instance` is valid under the schema that `reference` names, formats being annotations; `None` where the
    /// schema can't be used at all.
    pub fn accepts(&self, reference: &str, instance: &Value) -> Option<bool> {
        Some(self.validator(reference, false)?.is_valid(instance))
    }

    /// All that is wrong with `instance`, by place; `None` where the schema can't be used.
    pub fn faults(&self, reference: &str, instance: &Value) -> Option<Vec<Fault>> {
        let validator = self.validator(reference, false)?;
        Some(sorted(validator.iter_errors(instance)))
    }

    /// The judgment on an example.
    pub fn verdict(&self, reference: &str, instance: &Value) -> Verdict {
        match self.faults(reference, instance) {
            None => return Verdict::Unjudged,
            Some(faults) => {
                if let Some(fault) = faults.into_iter().next() {
                    return Verdict::Contradicts(fault);
                }
            }
        }
        let Some(validator) = self.validator(reference, true) else {
            return Verdict::Valid;
        };
        let faults = sorted(validator.iter_errors(instance));
        match faults.into_iter().find(|fault| fault.keyword == "format") {
            Some(fault) => Verdict::BreaksFormat(fault),
            None => Verdict::Valid,
        }
    }

    /// Whether a pattern, as the judge reads it, matches somewhere in `text`.
    pub fn matches(&self, pattern: &str, text: &str) -> bool {
        let validator = cached(&self.patterns, pattern, || {
            options(false).build(&json!({ "pattern": pattern })).ok()
        });
        validator.is_some_and(|validator| validator.is_valid(&Value::from(text)))
    }

    fn validator(&self, reference: &str, formats: bool) -> Option<Rc<Validator>> {
        let cache = if formats { &self.formats } else { &self.plain };
        cached(cache, reference, || build(&self.registry, reference, formats))
    }
}

fn registry(documents: &[(String, Value)]) -> Result<Registry<'static>, String> {
    let mut registry = Registry::new().retriever(Offline);
    for (uri, document) in documents {
        let draft = match Draft::default().detect(document) {
            Draft::Unknown => Draft::default(),
            draft => draft,
        };
        registry = registry
            .add(uri, draft.create_resource(document.clone()))
            .map_err(|error| error.to_string())?;
    }
    registry.prepare().map_err(|error| error.to_string())
}

fn build(registry: &Registry<'_>, reference: &str, formats: bool) -> Option<Validator> {
    let options = options(formats)
        .with_registry(registry)
        .with_base_uri("cratemill:///judge");
    options.build(&json!({ "$ref": reference })).ok()
}

fn options<'r>(formats: bool) -> jsonschema::ValidationOptions<'r> {
    jsonschema::options()
        .offline()
        .should_validate_formats(formats)
        .should_ignore_unknown_formats(true)
        .without_content_media_type_support("application/json")
        .without_content_encoding_support("base64")
        .with_pattern_options(PatternOptions::fancy_regex().size_limit(PATTERN_SIZE))
}

/// The validator under a key; one that can't be built is not tried again.
fn cached(cache: &Validators, key: &str, build: impl FnOnce() -> Option<Validator>) -> Option<Rc<Validator>> {
    if let Some(validator) = cache.borrow().get(key) {
        return validator.clone();
    }
    let validator = build().map(Rc::new);
    cache.borrow_mut().insert(key.to_owned(), validator.clone());
    validator
}

/// The judge walks a schema in an order of its own.
fn sorted<'e>(errors: impl Iterator<Item = ValidationError<'e>>) -> Vec<Fault> {
    let mut faults: Vec<Fault> = errors.map(fault).collect();
    faults.sort();
    faults
}

fn fault(error: ValidationError<'_>) -> Fault {
    let (keyword, subject, unexpected) = match error.kind() {
        ValidationErrorKind::Required { property } => ("required", property.as_str().map(str::to_owned), Vec::new()),
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            (error.kind().keyword(), None, unexpected.clone())
        }
        ValidationErrorKind::Format { format } => ("format", Some(format.clone()), Vec::new()),
        kind => (kind.keyword(), None, Vec::new()),
    };
    Fault {
        pointer: error.instance_path().as_str().to_owned(),
        keyword: keyword.to_owned(),
        subject,
        unexpected,
    }
}
