//! The judge: the `jsonschema` crate on all documents of a provider.

use super::allowance::{Steps, size};
use super::expected::expected;
use super::{Fault, Verdict};
use crate::budget::{PATTERN_BYTES, VALIDATORS_ALONE};
use crate::bundle::{below, faulty, mended};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{PatternOptions, Registry, Retrieve, Uri, ValidationError, Validator};
use lossless::pattern::{counted, is_bounded};
use lossless::validate::joined::{self, Joined};
use referencing::SPECIFICATIONS;
use serde_json::{Map, Value, json};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The place of the schemas that refer to those asked for; no document is there.
const BASE: &str = "judge:///";

/// Says whether an instance is valid; keeps the validators that it has built.
pub(crate) struct Judge {
    joined: Joined,
    /// Gone where all that is asked for has a validator.
    registry: Option<Registry<'static>>,
    /// The documents as they are published, where they had to be mended.
    published: Option<Registry<'static>>,
    /// The references to the schemas that one validator holds together.
    references: BTreeSet<String>,
    plain: Validators,
    formats: Validators,
    patterns: Alone,
    /// Every value that is looked at counts.
    steps: Rc<Steps>,
}

type Alone = RefCell<BTreeMap<String, Option<Rc<Validator>>>>;

#[derive(Default)]
struct Validators {
    alone: Alone,
    together: OnceCell<Option<Rc<Validator>>>,
}

/// The validator of a schema.
enum Chosen {
    Alone(Rc<Validator>),
    /// The schema is that of the property which has its reference for a name.
    Together(Rc<Validator>),
}

/// An instance that is judged. One of which there is no other use meanwhile is moved to where a validator that holds many
/// schemas looks for it, and back; one that is lent is copied there.
pub(crate) enum Held<'v> {
    Lent(&'v Value),
    Given(&'v mut Value),
}

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
    ///
    /// `references` are those of the schemas that will be asked for most.
    pub fn new(
        documents: Vec<(String, Value)>,
        references: BTreeSet<String>,
        steps: &Rc<Steps>,
    ) -> Result<Judge, String> {
        let is_pattern = |pattern: &str| {
            counted(pattern).is_some()
                || is_bounded(pattern) && options(false).build(&json!({ "pattern": pattern })).is_ok()
        };
        let faulty = faulty(&documents, is_pattern);
        let mended = |documents| {
            if faulty.is_empty() {
                documents
            } else {
                mended(documents, &faulty)
            }
        };
        let published = if faulty.is_empty() {
            None
        } else {
            Some(registry(Joined::new(documents.clone()).documents)?)
        };
        let mut joined = Joined::new(mended(documents));
        let registry = registry(std::mem::take(&mut joined.documents))?;
        Ok(Judge {
            joined,
            registry: Some(registry),
            published,
            references,
            plain: Validators::default(),
            formats: Validators::default(),
            patterns: Alone::default(),
            steps: Rc::clone(steps),
        })
    }

    /// The judge, if it is asked for no other references than it was made with: where one validator holds all, the documents
    /// go.
    pub fn of_these(mut self) -> Judge {
        if self.references.len() > VALIDATORS_ALONE {
            let together = self.together(false);
            self.registry = self.registry.filter(|_| together.is_none());
            self.plain.together = OnceCell::from(together);
        }
        self
    }

    /// Whether the schema that `reference` names can be used as it is published.
    pub fn is_usable(&self, reference: &str) -> bool {
        self.published
            .as_ref()
            .is_none_or(|published| build(published, &self.joined.reference(reference), false).is_some())
    }

    /// Whether the schema that `reference` names can be used at all. No value is judged: that can take as long as there are
    /// combinations.
    pub fn takes(&self, reference: &str) -> bool {
        self.validator(reference, false).is_some()
    }

    /// Whether `instance` is valid under the schema that `reference` names, formats being annotations; `None` where the
    /// schema can't be used at all.
    pub fn accepts<'v>(&self, reference: &str, instance: impl Into<Held<'v>>) -> Option<bool> {
        self.judged(reference, false, instance.into(), |validator, instance, _| {
            validator.is_valid(instance)
        })
    }

    /// All that is wrong with `instance`, by place; `None` where the schema can't be used.
    pub fn faults<'v>(&self, reference: &str, instance: impl Into<Held<'v>>) -> Option<Vec<Fault>> {
        self.found(reference, instance.into(), false)
    }

    /// The judgment on an example.
    pub fn verdict(&self, reference: &str, instance: &Value) -> Verdict {
        match self.verdict_without_formats(reference, instance) {
            Verdict::Valid => self.verdict_on_formats(reference, instance),
            other => other,
        }
    }

    /// The judgment on an example, formats being annotations.
    pub fn verdict_without_formats(&self, reference: &str, instance: &Value) -> Verdict {
        match self.faults(reference, instance) {
            None => Verdict::Unjudged,
            Some(faults) => faults.into_iter().next().map_or(Verdict::Valid, Verdict::Contradicts),
        }
    }

    /// The judgment on an example that is valid, formats being annotations.
    pub fn verdict_on_formats(&self, reference: &str, instance: &Value) -> Verdict {
        let faults = self.found(reference, Held::Lent(instance), true).unwrap_or_default();
        let broken = faults.into_iter().find(|fault| fault.keyword == "format");
        broken.map_or(Verdict::Valid, Verdict::BreaksFormat)
    }

    /// Whether a pattern, as the judge reads it, matches somewhere in `text`.
    pub fn matches(&self, pattern: &str, text: &str) -> bool {
        let validator = cached(&self.patterns, pattern, || {
            is_bounded(pattern).then_some(())?;
            options(false).build(&json!({ "pattern": pattern })).ok()
        });
        validator.is_some_and(|validator| validator.is_valid(&Value::from(text)))
    }

    fn found(&self, reference: &str, instance: Held<'_>, formats: bool) -> Option<Vec<Fault>> {
        self.judged(reference, formats, instance, |validator, instance, below| {
            sorted(
                validator.iter_errors(instance),
                &below.map_or_else(String::new, pointer_of),
            )
        })
    }

    /// Judges an instance, where the schema can be used; the judgment is told which property of what is judged the instance is.
    fn judged<R>(
        &self,
        reference: &str,
        formats: bool,
        instance: Held<'_>,
        judgment: impl FnOnce(&Validator, &Value, Option<&str>) -> R,
    ) -> Option<R> {
        let value = instance.value();
        self.steps.add(size(value));
        let validator = match self.validator(reference, formats)? {
            Chosen::Alone(validator) => return Some(judgment(&validator, value, None)),
            Chosen::Together(validator) => validator,
        };
        Some(match instance {
            Held::Lent(value) => judgment(&validator, &named(reference, value.clone()), Some(reference)),
            Held::Given(place) => {
                let whole = named(reference, place.take());
                let judged = judgment(&validator, &whole, Some(reference));
                if let Value::Object(members) = whole {
                    members.into_iter().for_each(|(_, value)| *place = value);
                }
                judged
            }
        })
    }

    fn validator(&self, reference: &str, formats: bool) -> Option<Chosen> {
        let validators = if formats { &self.formats } else { &self.plain };
        if !validators.alone.borrow().contains_key(reference)
            && self.references.len() > VALIDATORS_ALONE
            && self.references.contains(reference)
            && let Some(validator) = validators.together.get_or_init(|| self.together(formats))
        {
            return Some(Chosen::Together(Rc::clone(validator)));
        }
        let build = || build(self.registry.as_ref()?, &self.joined.reference(reference), formats);
        cached(&validators.alone, reference, build).map(Chosen::Alone)
    }

    fn together(&self, formats: bool) -> Option<Rc<Validator>> {
        let schema = |schema: &String| (schema.clone(), json!({ "$ref": self.joined.reference(schema) }));
        let schemas: Map<String, Value> = self.references.iter().map(schema).collect();
        let options = options(formats)
            .with_registry(self.registry.as_ref()?)
            .with_base_uri(BASE);
        options.build(&json!({ "properties": schemas })).ok().map(Rc::new)
    }
}

fn pointer_of(property: &str) -> String {
    below("", &[property])
}

/// An object with one property.
fn named(name: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(name.to_owned(), value)]))
}

impl Held<'_> {
    fn value(&self) -> &Value {
        match self {
            Held::Lent(value) => value,
            Held::Given(value) => value,
        }
    }
}

impl<'v> From<&'v Value> for Held<'v> {
    fn from(value: &'v Value) -> Self {
        Held::Lent(value)
    }
}

impl<'v> From<&'v mut Value> for Held<'v> {
    fn from(value: &'v mut Value) -> Self {
        Held::Given(value)
    }
}

fn registry(documents: Vec<(String, Value)>) -> Result<Registry<'static>, String> {
    let metaschemas = SPECIFICATIONS
        .add(BASE, json!(true))
        .map_err(|error| error.to_string())?;
    let mut registry = metaschemas.retriever(Offline);
    for (uri, document) in documents {
        registry = registry
            .add(&uri, joined::draft(&document).create_resource(document))
            .map_err(|error| error.to_string())?;
    }
    registry.prepare().map_err(|error| error.to_string())
}

fn build(registry: &Registry<'_>, reference: &str, formats: bool) -> Option<Validator> {
    let options = options(formats).with_registry(registry).with_base_uri(BASE);
    options.build(&json!({ "$ref": reference })).ok()
}

fn options<'r>(formats: bool) -> jsonschema::ValidationOptions<'r> {
    jsonschema::options()
        .offline()
        .should_validate_formats(formats)
        .should_ignore_unknown_formats(true)
        .without_content_media_type_support("application/json")
        .without_content_encoding_support("base64")
        .with_pattern_options(PatternOptions::fancy_regex().size_limit(PATTERN_BYTES))
}

/// The validator under a key; one that can't be built is not tried again.
fn cached(cache: &Alone, key: &str, build: impl FnOnce() -> Option<Validator>) -> Option<Rc<Validator>> {
    if let Some(validator) = cache.borrow().get(key) {
        return validator.clone();
    }
    let validator = build().map(Rc::new);
    cache.borrow_mut().insert(key.to_owned(), validator.clone());
    validator
}

/// The judge walks a schema in an order of its own. `below` is the place of the instance in what was judged.
fn sorted<'e>(errors: impl Iterator<Item = ValidationError<'e>>, below: &str) -> Vec<Fault> {
    let mut faults: Vec<Fault> = errors.map(|error| fault(&error, below)).collect();
    faults.sort();
    faults
}

fn fault(error: &ValidationError<'_>, below: &str) -> Fault {
    let pointer = error.instance_path().as_str();
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
        pointer: pointer.strip_prefix(below).unwrap_or(pointer).to_owned(),
        keyword: keyword.to_owned(),
        subject,
        unexpected,
        expected: expected(error.kind()),
    }
}
