//! The journey of one provider, from its files to its crate: the stages in order, and nothing else.

mod choices;
mod comparison;
mod contradictions;
mod documents;
mod generated;
mod gone;
mod lacking;
mod overrides;
mod select;
mod subject;
mod unpacked;
mod survey;

use crate::bundle::{self, Bundle};
use crate::convert::{self, Types};
use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{self, Choice, Evidence, Subject};
use crate::file_tree::FileTree;
use crate::normalize::names::{self, Naming};
use crate::normalize::{self, NormalizedSchema};
use crate::package::{self, Contents};
use crate::patch;
use crate::proof;
use crate::provider::{self, Manifest, NamesLock, ProviderSource, SourceLock};
use crate::record::Entry;
use crate::run::{Options, Stage, Summary};
#[cfg(test)]
pub(crate) use comparison::instances;
pub use comparison::{compare, drift};
use documents::{documents, fold_references};
pub use generated::{Generated, Kept};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use subject::{doubts, subject, unusable};
pub use survey::{Survey, survey};
use unpacked::unpacked;

/// Everything between the files of a provider and the files of its crate.
pub(crate) struct Journey {
    pub(crate) manifest: Manifest,
    pub(crate) lock: NamesLock,
    pub(crate) history: Vec<Entry>,
    pub(crate) bundle: Bundle,
    pub(crate) schema: NormalizedSchema,
    pub(crate) types: Types,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Makes a crate of a provider. A provider that can't be generated has no crate, and an error among its diagnostics.
pub fn generate(source: &ProviderSource, options: &Options) -> Generated {
    generated(source, options, true)
}

/// Makes a crate without what proves it: no test, no example, no EVIDENCE.md. Its types are those of [`generate`].
pub fn generate_types(source: &ProviderSource, options: &Options) -> Generated {
    generated(source, options, false)
}

fn generated(source: &ProviderSource, options: &Options, is_proven: bool) -> Generated {
    match travel(source) {
        Ok(journey) => {
            let made = make(source, options, is_proven, journey);
            Generated {
                crate_files: made.files,
                lock: made.journey.lock.to_text(),
                diagnostics: made.journey.diagnostics.clone(),
                summary: made.summary,
                kept: Kept(Some(Arc::new(made.journey))),
            }
        }
        Err(diagnostics) => Generated {
            crate_files: None,
            lock: source.lock.clone().unwrap_or_default(),
            diagnostics,
            ..Generated::default()
        },
    }
}

/// A journey at its end.
struct Made {
    journey: Journey,
    subject: Subject,
    evidence: Option<Evidence>,
    files: Option<FileTree>,
    summary: Summary,
}

/// The stages from the types to the crate.
fn make(source: &ProviderSource, options: &Options, is_proven: bool, mut journey: Journey) -> Made {
    let subject = subject(source, &mut journey);
    let evidence = is_proven.then(|| evidence::gather(&subject, &journey.types));
    package::link(source, &journey.manifest, &mut journey.types);
    if let Some(evidence) = &evidence {
        package::illustrate(&mut journey.types, &subject, evidence);
    }
    let contents = Contents {
        provider: &source.name,
        manifest: &journey.manifest,
        digest: &source.digest(),
        runtime: &options.runtime,
        bundle: &journey.bundle,
        types: &journey.types,
        unexpressed: &journey.schema.unexpressed,
        history: &journey.history,
        subject: &subject,
        evidence: evidence.as_ref(),
    };
    let packed = package::package(&contents);
    let found = evidence.as_ref();
    let summary = summary(&journey, found);
    let told = found.map(|found| contradictions::contradictions(source, &journey, &subject, found));
    journey.diagnostics.extend(told.into_iter().flatten());
    let told = found.into_iter().flat_map(|found| unusable(&subject, found));
    journey.diagnostics.extend(told);
    journey.diagnostics.extend(found.into_iter().flat_map(doubts));
    let files = match packed {
        Ok(files) => Some(files),
        Err(fault) => {
            journey.diagnostics.push(unpacked(fault));
            None
        }
    };
    Made {
        journey,
        subject,
        evidence,
        files,
        summary,
    }
}

/// What is wrong with a provider, as far as it is known without making its crate: examples are not judged.
pub fn check(source: &ProviderSource) -> Vec<Diagnostic> {
    match travel(source) {
        Ok(journey) => journey.diagnostics,
        Err(diagnostics) => diagnostics,
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

/// The unions in instances, each of the type of a path, and the alternatives that reading may choose; `valid` judges a
/// value by a schema of [`Bundle::validation_documents`]. Empty for a provider that can't be generated.
pub fn choices(
    source: &ProviderSource,
    instances: &[(&str, &Value)],
    valid: &mut evidence::Valid<'_>,
) -> Vec<Vec<Choice>> {
    let Ok(Journey { types, .. }) = travel(source) else {
        return Vec::new();
    };
    let of = |path: &str| types.types.iter().position(|one| one.path() == path);
    instances
        .iter()
        .map(|(name, instance)| {
            of(name).map_or_else(Vec::new, |id| evidence::choices(&types, id, instance, None, valid))
        })
        .collect()
}

/// All stages up to the types; the diagnostics alone where one of them is an error.
pub(crate) fn travel(source: &ProviderSource) -> Result<Journey, Vec<Diagnostic>> {
    finish(source, start(source)?)
}

/// The first half of a journey.
struct Start {
    manifest: Manifest,
    lock: NamesLock,
    history: Vec<Entry>,
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
    let (mut manifest, lock) = match (manifest, lock) {
        (Ok(manifest), Ok(lock)) => (manifest.unwrap_or_default(), lock.unwrap_or_default()),
        (manifest, lock) => return Err([manifest.err(), lock.err()].into_iter().flatten().flatten().collect()),
    };
    if package::package_name(&source.name, &manifest).is_none() {
        diagnostics.push(lacking::no_name(&source.name));
    }
    let history = Entry::all(&source.history).unwrap_or_else(|faults| {
        diagnostics.extend(faults);
        Vec::new()
    });
    let mut documents = documents(source, &manifest, &lock, &mut diagnostics);
    diagnostics.extend(SourceLock::faults(source));
    diagnostics.extend(patch::apply(&source.patches, &mut documents));
    let text = source.manifest.as_deref().unwrap_or_default();
    diagnostics.extend(choices::describe(text, &manifest, &mut documents));
    if documents.is_empty() {
        diagnostics.push(lacking::no_schemas(source));
    }
    if diagnostics.iter().any(|one| one.severity() == Severity::Error) {
        return Err(diagnostics);
    }
    let bundle = bundle::bundle(documents, &source.name);
    let bundle = select::select(text, &mut manifest, bundle, &source.name, &mut diagnostics);
    diagnostics.extend(
        bundle
            .diagnostics()
            .iter()
            .cloned()
            .map(|one| normalize::with_guess(&bundle, one)),
    );
    fold_references(source, bundle.documents(), &mut diagnostics);
    Ok(Start {
        manifest,
        lock,
        history,
        bundle,
        diagnostics,
    })
}

/// The stages from the bundle to the types.
fn finish(source: &ProviderSource, start: Start) -> Result<Journey, Vec<Diagnostic>> {
    let Start {
        manifest,
        mut lock,
        history,
        bundle,
        mut diagnostics,
    } = start;
    let gone = gone::files(source, &lock);
    let mut known = lock.known();
    let mut settled: BTreeSet<String> = BTreeSet::new();
    let shapes_of_today: BTreeMap<String, String>;
    let mut inlined = Vec::new();
    let (schema, mut types) = {
        let first = naming(source, &manifest, &lock, &known, &settled);
        let foreign = choices::foreign(&manifest, &bundle);
        let mut schema = normalize::normalize(&bundle, &manifest.secrets, &first, &foreign);
        let shapes = names::addresses(&bundle, &schema).into_iter();
        shapes_of_today = shapes.zip(normalize::likenesses(&schema)).collect();
        let stood = names::stood(&lock.shapes, &shapes_of_today);
        names::restored(&mut known, &stood);
        let places: BTreeSet<&String> = stood.iter().flat_map(|(now, old)| [now, old]).collect();
        let mut moved = lock.moved(&shapes_of_today);
        moved.retain(|(old, new)| !places.contains(old) && !places.contains(new));
        settled = stood.into_keys().collect();
        let is_so = |one: &(String, String)| !settled.contains(&one.0) || known.get(&one.0) == Some(&one.1);
        let is_right = names::lock_entries(&bundle, &schema).into_iter().all(|one| is_so(&one));
        if !moved.is_empty() || !is_right {
            let is_inlined = |one: &&(String, String)| !names::lies_inside(&one.0) && names::lies_inside(&one.1);
            inlined = moved.iter().filter(is_inlined).map(|(_, new)| new.clone()).collect();
            for (old, new) in moved {
                let name = known.remove(&old);
                known.extend(name.map(|name| (new, name)));
            }
            names::name(
                &bundle,
                &naming(source, &manifest, &lock, &known, &settled),
                &mut schema,
            );
        }
        let naming = naming(source, &manifest, &lock, &known, &settled);
        let text = source.manifest.as_deref().unwrap_or_default();
        diagnostics.extend(overrides::faults(text, &manifest, &naming, &bundle, &schema));
        diagnostics.extend(choices::faults(text, &manifest, &bundle, &schema));
        let mut told = choices::faults_of_types(text, &manifest, &bundle, &schema);
        told.extend(choices::close(text, &manifest, &bundle, &mut schema));
        let mut types = convert::convert(&bundle, &mut schema, &manifest.secrets, &naming);
        told.extend(choices::dress(text, &manifest, &mut types));
        diagnostics.extend(told.into_iter().filter(|_| !source.is_previous));
        (schema, types)
    };
    diagnostics.extend(schema.diagnostics.iter().cloned());
    diagnostics.extend(types.diagnostics.iter().cloned());
    if diagnostics.iter().any(|one| one.severity() == Severity::Error) {
        return Err(diagnostics);
    }
    lock.follow(known);
    lock.update(names::lock_entries(&bundle, &schema));
    lock.renamed.extend(convert::module_paths(&types, &inlined));
    diagnostics.extend(gone::told(gone, &types));
    lock.shapes = shapes_of_today;
    lock.choices = provider::choices(source.manifest.as_deref().unwrap_or_default());
    lock.fields = convert::lock_entries(&types);
    convert::add_aliases(&mut types, &lock.renamed);
    let crates: Vec<&str> = manifest.dependencies.keys().map(String::as_str).collect();
    types.features = convert::features(&types, manifest.package.features, &crates);
    Ok(Journey {
        manifest,
        lock,
        history,
        bundle,
        schema,
        types,
        diagnostics,
    })
}

/// What decides about names, where `known` are those of before.
fn naming<'a>(
    source: &'a ProviderSource,
    manifest: &'a Manifest,
    lock: &'a NamesLock,
    known: &'a BTreeMap<String, String>,
    settled: &'a BTreeSet<String>,
) -> Naming<'a> {
    Naming {
        provider: &source.name,
        rules: &manifest.names,
        lock: known,
        settled,
        fields: &lock.fields,
    }
}

fn summary(journey: &Journey, evidence: Option<&Evidence>) -> Summary {
    Summary {
        schemas: journey.bundle.documents().len(),
        types: journey.types.types.len(),
        copies: journey.schema.definitions.iter().map(|one| one.copies.len()).sum(),
        examples: evidence.map_or(0, |evidence| evidence.examples().count()),
        tests: evidence.map_or(0, proof::count),
        steps: evidence.map_or(0, |evidence| evidence.steps),
    }
}
