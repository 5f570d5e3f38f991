//! The journey of one provider, from its files to its crate: the stages in order, and nothing else.

mod documents;
mod overrides;
mod subject;

use crate::bundle::{self, Bundle};
use crate::convert::{self, Types};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::drift::{self, Change};
use crate::evidence::{self, Choice, Evidence};
use crate::normalize::names::{self, Naming};
use crate::normalize::{self, NormalizedSchema};
use crate::package::{self, Contents};
use crate::patch;
use crate::proof;
use crate::provider::{MANIFEST, Manifest, NamesLock, ProviderSource, SCHEMAS};
use crate::run::{Generated, Options, Stage, Summary};
use documents::documents;
use serde_json::Value;
use subject::{contradictions, subject, unusable};

/// Everything between the files of a provider and the files of its crate.
pub(crate) struct Journey {
    pub(crate) manifest: Manifest,
    pub(crate) lock: NamesLock,
    pub(crate) bundle: Bundle,
    pub(crate) schema: NormalizedSchema,
    pub(crate) types: Types,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Makes a crate of a provider. A provider that can't be generated has no crate, and an error among its diagnostics.
pub fn generate(source: &ProviderSource, options: &Options) -> Generated {
    make(source, options, true)
}

/// Makes a crate without what proves it: no test, no example, no EVIDENCE.md. Its types are those of [`generate`].
pub fn generate_types(source: &ProviderSource, options: &Options) -> Generated {
    make(source, options, false)
}

fn make(source: &ProviderSource, options: &Options, is_proven: bool) -> Generated {
    let mut journey = match travel(source) {
        Ok(journey) => journey,
        Err(diagnostics) => {
            let lock = source.lock.clone().unwrap_or_default();
            return Generated {
                crate_files: None,
                lock,
                diagnostics,
                summary: Summary::default(),
            };
        }
    };
    let subject = subject(source, &mut journey);
    let evidence = is_proven.then(|| evidence::gather(&subject, &journey.types));
    let contents = Contents {
        provider: &source.name,
        manifest: &journey.manifest,
        runtime: &options.runtime,
        bundle: &journey.bundle,
        types: &journey.types,
        unexpressed: &journey.schema.unexpressed,
        lock: &journey.lock,
        subject: &subject,
        evidence: evidence.as_ref(),
    };
    let packed = package::package(&contents);
    let found = evidence.as_ref();
    let summary = summary(&journey, found);
    let mut diagnostics = journey.diagnostics;
    diagnostics.extend(found.into_iter().flat_map(|found| contradictions(&subject, found)));
    diagnostics.extend(found.into_iter().flat_map(|found| unusable(&subject, found)));
    let crate_files = match packed {
        Ok(files) => Some(files),
        Err(fault) => {
            diagnostics.push(unpacked(fault));
            None
        }
    };
    Generated {
        crate_files,
        lock: journey.lock.to_text(),
        diagnostics,
        summary,
    }
}

/// The text of one intermediate form of a provider, for people.
pub fn emit(source: &ProviderSource, options: &Options, stage: Stage) -> String {
    if stage == Stage::Files {
        let generated = generate(source, options);
        let files = generated.crate_files.unwrap_or_default();
        return files
            .iter()
            .map(|(path, text)| format!("{path} ({} bytes)\n", text.len()))
            .collect();
    }
    let journey = match travel(source) {
        Ok(journey) => journey,
        Err(diagnostics) => {
            return diagnostics
                .iter()
                .map(|one| format!("{}: {}\n", one.code.as_str(), one.message))
                .collect();
        }
    };
    let pretty = |value: Value| format!("{value:#}\n");
    match stage {
        Stage::Document => {
            let documents = journey.bundle.documents().iter();
            pretty(
                documents
                    .map(|document| (document.name().to_owned(), document.value.clone()))
                    .collect(),
            )
        }
        Stage::Bundle => pretty(journey.bundle.validation_documents().iter().cloned().collect()),
        Stage::Normalized => pretty(normalize::json_schema(&journey.schema)),
        Stage::Types | Stage::Files => journey.types.types.iter().map(|one| format!("{one:#?}\n")).collect(),
    }
}

/// The unions in instances, each of the type of a name, and the alternatives that reading may choose; `valid` judges a
/// value by a schema of [`Bundle::validation_documents`]. Empty for a provider that can't be generated.
pub fn choices(
    source: &ProviderSource,
    instances: &[(&str, &Value)],
    valid: &mut evidence::Valid<'_>,
) -> Vec<Vec<Choice>> {
    let Ok(Journey { types, .. }) = travel(source) else {
        return Vec::new();
    };
    let of = |name: &str| types.types.iter().position(|one| one.name == name);
    instances
        .iter()
        .map(|(name, instance)| {
            of(name).map_or_else(Vec::new, |id| evidence::choices(&types, id, instance, None, valid))
        })
        .collect()
}

/// What became of a provider since its crate was generated with `previous_schema_json` as its `src/schema.json` and
/// `previous_lock` as the text of its `names.lock`: every change, the gravest first. Empty where nothing changed, and
/// where one of the versions can't be read: [`generate`] tells why of the new one, [`drift::previous`] whether of the old.
pub fn drift(source: &ProviderSource, previous_schema_json: &[u8], previous_lock: &str) -> Vec<Change> {
    let Ok(start) = start(source) else { return Vec::new() };
    let names = |lock: &NamesLock| {
        start
            .manifest
            .names
            .overrides
            .iter()
            .all(|(place, name)| lock.names.get(place) == Some(name))
    };
    if package::schema_json(&start.bundle).as_bytes() == previous_schema_json
        && NamesLock::parse(previous_lock).is_ok_and(|lock| names(&lock))
    {
        return Vec::new();
    }
    let previous = drift::previous(source, previous_schema_json, previous_lock);
    match (
        previous.and_then(|previous| travel(&previous).ok()),
        finish(source, start),
    ) {
        (Some(old), Ok(new)) => {
            let mut changes = drift::compare(&old.types, &new.types);
            drift::add_constraints(&mut changes, version(&old), version(&new));
            changes
        }
        _ => Vec::new(),
    }
}

fn version(journey: &Journey) -> drift::Version<'_> {
    drift::Version {
        bundle: &journey.bundle,
        unexpressed: &journey.schema.unexpressed,
        types: &journey.types,
    }
}

/// All stages up to the types; the diagnostics alone where one of them is an error.
pub(crate) fn travel(source: &ProviderSource) -> Result<Journey, Vec<Diagnostic>> {
    finish(source, start(source)?)
}

/// The first half of a journey.
struct Start {
    manifest: Manifest,
    lock: NamesLock,
    bundle: Bundle,
    diagnostics: Vec<Diagnostic>,
}

/// All stages up to the bundle.
fn start(source: &ProviderSource) -> Result<Start, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let manifest = source
        .manifest
        .as_deref()
        .map(Manifest::parse)
        .transpose()
        .map_err(|error| vec![*error]);
    let lock = source
        .lock
        .as_deref()
        .map(NamesLock::parse)
        .transpose()
        .map_err(|error| vec![*error]);
    let (manifest, lock) = match (manifest, lock) {
        (Ok(manifest), Ok(lock)) => (manifest.unwrap_or_default(), lock.unwrap_or_default()),
        (manifest, lock) => return Err([manifest.err(), lock.err()].into_iter().flatten().flatten().collect()),
    };
    if package::package_name(&source.name, &manifest).is_none() {
        diagnostics.push(no_name(&source.name));
    }
    let mut documents = documents(source, &lock, &mut diagnostics);
    diagnostics.extend(patch::apply(&source.patches, &mut documents));
    if documents.is_empty() {
        diagnostics.push(no_schemas(source));
    }
    if diagnostics.iter().any(|one| one.severity() == Severity::Error) {
        return Err(diagnostics);
    }
    let bundle = bundle::bundle(documents, &source.name);
    diagnostics.extend(bundle.diagnostics().iter().cloned());
    Ok(Start {
        manifest,
        lock,
        bundle,
        diagnostics,
    })
}

fn no_name(provider: &str) -> Diagnostic {
    Diagnostic {
        code: Code::CrateName,
        message: format!("the folder's name `{}` gives the crate none", provider.escape_debug()),
        location: None,
        help: format!("name the crate in `{MANIFEST}`: `[crate]`, `name = \"...-types\"`"),
    }
}

fn no_schemas(source: &ProviderSource) -> Diagnostic {
    let name = source.name.escape_debug();
    let (message, help) = match source.schemas.len() {
        0 => (
            format!("`{name}` holds no JSON Schema"),
            format!("put the provider's schema files into its folder `{SCHEMAS}`"),
        ),
        count => (
            format!("`{name}` holds no JSON Schema that can be read"),
            match count {
                1 => "what is wrong with its file is told with the file".to_owned(),
                _ => format!("what is wrong with its {count} files is told with each"),
            },
        ),
    };
    Diagnostic {
        code: Code::NoSchemas,
        message,
        location: None,
        help,
    }
}

/// The stages from the bundle to the types.
fn finish(source: &ProviderSource, start: Start) -> Result<Journey, Vec<Diagnostic>> {
    let Start {
        manifest,
        mut lock,
        bundle,
        mut diagnostics,
    } = start;
    let known = lock.known();
    let (schema, types) = {
        let naming = Naming {
            provider: &source.name,
            rules: &manifest.names,
            lock: &known,
            fields: &lock.fields,
        };
        let mut schema = normalize::normalize(&bundle, &naming);
        let text = source.manifest.as_deref().unwrap_or_default();
        diagnostics.extend(overrides::faults(text, &manifest, &naming, &bundle, &schema));
        let types = convert::convert(&bundle, &mut schema, &manifest.secrets, &naming);
        (schema, types)
    };
    diagnostics.extend(schema.diagnostics.iter().cloned());
    diagnostics.extend(types.diagnostics.iter().cloned());
    if diagnostics.iter().any(|one| one.severity() == Severity::Error) {
        return Err(diagnostics);
    }
    lock.update(names::lock_entries(&bundle, &schema));
    lock.fields = convert::lock_entries(&types);
    Ok(Journey {
        manifest,
        lock,
        bundle,
        schema,
        types,
        diagnostics,
    })
}

fn summary(journey: &Journey, evidence: Option<&Evidence>) -> Summary {
    Summary {
        schemas: journey.bundle.documents().len(),
        types: journey.types.types.len(),
        examples: evidence.map_or(0, |evidence| evidence.examples().count()),
        tests: evidence.map_or(0, proof::count),
        steps: evidence.map_or(0, |evidence| evidence.steps),
    }
}

fn unpacked(fault: package::Fault) -> Diagnostic {
    let (code, help) = match fault {
        package::Fault::Path(_) => (
            Code::InvalidPath,
            "rename the schema with `[names.override]`, or report it: this is a fault of the generator",
        ),
        package::Fault::Source(_) => (
            Code::GeneratorFailed,
            "please report it with this message and the schemas",
        ),
    };
    Diagnostic {
        code,
        message: fault.to_string(),
        location: None,
        help: help.to_owned(),
    }
}
