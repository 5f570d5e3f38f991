//! The judge of the corpus: the `jsonschema` crate on the schemas as published, with nothing of the generator between.

use std::collections::BTreeMap;
use std::error::Error;

use jsonschema::{Draft, PatternOptions, Registry, Retrieve, Uri, Validator};
use referencing::SPECIFICATIONS;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::case::Case;

/// The place of the schemas that refer to those asked for; no document is there.
const BASE: &str = "judge:///";

/// What no document holds: a schema that accepts everything, or nothing.
struct Hole(bool);

impl Retrieve for Hole {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        Ok(Value::Bool(self.0))
    }
}

/// Judges instances of the documents of a case.
pub(crate) struct Judge {
    registries: Vec<Registry<'static>>,
    texts: BTreeMap<String, String>,
}

/// A schema, judged twice: what no document holds accepts everything, then nothing.
pub(crate) struct Verdicts(Vec<Validator>);

impl Judge {
    /// A judge over the files and resources of a case.
    ///
    /// # Errors
    ///
    /// No registry takes them; says why.
    pub(crate) fn new(case: &Case) -> Result<Self, String> {
        let mut documents: BTreeMap<String, String> = case.resources.clone();
        // What is among the resources is known by its own URI; a second one for the same `$id` confuses anchors.
        let own = case
            .schemas
            .iter()
            .filter(|(file, _)| case.resources.is_empty() || case.root.as_ref() == Some(*file));
        documents.extend(own.map(|(file, text)| (address(file, text), text.clone())));
        let registries = [true, false].into_iter().map(|hole| registry(&documents, hole));
        Ok(Judge {
            registries: registries.collect::<Result<_, _>>()?,
            texts: case.schemas.clone(),
        })
    }

    /// A judge over documents by URI.
    ///
    /// # Errors
    ///
    /// As [`Judge::new`].
    pub(crate) fn of(documents: &BTreeMap<String, String>) -> Result<Self, String> {
        let registries = [true, false].map(|hole| registry(documents, hole));
        Ok(Judge {
            registries: registries.into_iter().collect::<Result<_, _>>()?,
            texts: BTreeMap::new(),
        })
    }

    /// The judge of one schema, `<file>#<JSON Pointer>`.
    ///
    /// # Errors
    ///
    /// The schema can't be used; says why.
    pub(crate) fn schema(&self, file: &str, pointer: &str) -> Result<Verdicts, String> {
        let text = self.texts.get(file).map_or("", String::as_str);
        self.reference(&format!("{}#{pointer}", address(file, text)))
    }

    /// The judge of one schema, by its URI and JSON Pointer.
    ///
    /// # Errors
    ///
    /// The schema can't be used; says why.
    pub(crate) fn reference(&self, reference: &str) -> Result<Verdicts, String> {
        let reference = json!({ "$ref": reference });
        let validators = self.registries.iter().map(|registry| {
            let built = options().with_registry(registry).with_base_uri(BASE).build(&reference);
            built.map_err(|error| error.to_string())
        });
        Ok(Verdicts(validators.collect::<Result<_, _>>()?))
    }
}

impl Verdicts {
    /// Whether an instance is valid; `None` where that hangs on what no document holds.
    pub(crate) fn accepts(&self, instance: &Value) -> Option<bool> {
        let mut verdicts = self.0.iter().map(|validator| validator.is_valid(instance));
        let first = verdicts.next()?;
        verdicts.all(|verdict| verdict == first).then_some(first)
    }
}

/// Where a document is registered: under its own absolute `$id`, as references in it are relative to that.
fn address(file: &str, text: &str) -> String {
    let document = parse(text).unwrap_or_default();
    let id = ["$id", "id"]
        .iter()
        .find_map(|keyword| document.get(*keyword)?.as_str());
    match id.map(|id| id.trim_end_matches('#')) {
        Some(id) if id.contains("://") && !id.contains(['#', ' ']) => id.to_owned(),
        _ => uri(file),
    }
}

/// A document, however deep: the generator takes it, too.
fn parse(text: &str) -> Option<Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.disable_recursion_limit();
    Value::deserialize(&mut reader).ok()
}

fn uri(file: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let escaped: String = file
        .chars()
        .map(|c| {
            if plain(c) {
                c.to_string()
            } else {
                format!("%{:02X}", u32::from(c) & 0xff)
            }
        })
        .collect();
    format!("corpus:///{escaped}")
}

fn registry(documents: &BTreeMap<String, String>, hole: bool) -> Result<Registry<'static>, String> {
    let metaschemas = SPECIFICATIONS
        .add(BASE, json!(true))
        .map_err(|error| error.to_string())?;
    let mut registry = metaschemas.retriever(Hole(hole));
    for (uri, text) in documents {
        let Some(document) = parse(text) else { continue };
        let draft = match Draft::default().detect(&document) {
            Draft::Unknown => Draft::default(),
            draft => draft,
        };
        registry = registry
            .add(uri, draft.create_resource(document))
            .map_err(|error| error.to_string())?;
    }
    registry.prepare().map_err(|error| error.to_string())
}

/// Formats and contents are annotations, as in `validate()`.
fn options<'r>() -> jsonschema::ValidationOptions<'r> {
    let mut options = jsonschema::options().without_content_media_type_support("application/json");
    for encoding in ["base64", "base64url", "base32", "base32hex", "base16"] {
        options = options.without_content_encoding_support(encoding);
    }
    options
        .offline()
        .should_validate_formats(false)
        .should_ignore_unknown_formats(true)
        .with_pattern_options(PatternOptions::fancy_regex().size_limit(1 << 30))
}
