//! What the evidence is asked about a provider.

use super::{Journey, choices};
use crate::bundle::{Bundle, SchemaId, reference_to};
use crate::convert;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::{Document, Draft};
use crate::evidence::{self, Evidence, ExampleFile, Subject, Target};
use crate::file_tree::FileTree;
use crate::package;
use crate::provider::{EXAMPLES, ProviderSource, SCHEMAS};
use crate::text::is_identifier;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the evidence is asked about: every type that one schema stands behind.
pub(super) fn subject(source: &ProviderSource, journey: &mut Journey) -> Subject {
    let crate_name = package::crate_name(&source.name, &journey.manifest);
    let mut targets = Vec::new();
    let modules = modules(&journey.types);
    // A judge takes as long as there are combinations: where they were too many for types, nothing is judged.
    let too_complex: BTreeSet<String> = journey
        .diagnostics
        .iter()
        .filter(|one| one.code == Code::TooComplex)
        .filter_map(|one| Some(one.location.as_ref()?.file.clone()))
        .collect();
    for (id, one) in journey.types.types.iter().enumerate() {
        if let Some((file, pointer)) = one.exact.as_ref().and_then(|place| place.split_once('#'))
            && !too_complex.contains(&format!("{SCHEMAS}/{file}"))
        {
            targets.push(Target {
                schema: reference_to(file, pointer),
                index: id,
                file: format!("{SCHEMAS}/{file}"),
                pointer: pointer.to_owned(),
                copies: one
                    .copies
                    .iter()
                    .filter_map(|copy| place(copy.exact.as_ref()?))
                    .collect(),
                module: modules.get(&one.file).cloned().unwrap_or_default(),
                type_path: format!("{crate_name}::{}", one.path()),
                features: journey
                    .types
                    .features
                    .of_type(one)
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
                type_name: one.name.clone(),
                is_root: pointer.is_empty(),
                opaque: matches!(one.kind, convert::Kind::Newtype(convert::RustType::Value)),
                secrets: secrets(one),
                validates: true,
                fields: fields(one),
            });
        }
    }
    let mut files = Vec::new();
    for (path, bytes) in source.examples.iter() {
        let path = format!("{EXAMPLES}/{path}");
        if !path.ends_with(".json") {
            continue;
        }
        match Document::parse(&path, bytes) {
            (Some(document), _) => files.push(ExampleFile {
                path,
                value: document.value,
            }),
            (None, found) => journey.diagnostics.extend(found.into_iter().map(|one| Diagnostic {
                code: Code::MalformedExample,
                ..one
            })),
        }
    }
    Subject {
        provider: source.name.clone(),
        documents: Arc::clone(journey.bundle.validation_documents()),
        targets,
        strange: strange(&journey.bundle),
        closed: closed(journey),
        aliens: aliens(journey),
        files,
        surplus: journey.bundle.documents().iter().map(|document| document.surplus).sum(),
        published: bytes(&source.schemas) + bytes(&source.examples),
    }
}

/// The schemas whose types are closed enumerations.
fn closed(journey: &Journey) -> BTreeSet<String> {
    let closed = journey.schema.definitions.iter().filter(|one| one.closed);
    let places = closed.flat_map(|one| {
        let copies = one.copies.iter().map(|copy| copy.home.schema);
        std::iter::once(one.home.schema)
            .chain(copies)
            .chain(one.sites.iter().copied())
            .chain(one.parts.iter().copied())
    });
    places.filter_map(|id| journey.bundle.judged_by(id)).collect()
}

/// What types of other crates stand for.
fn aliens(journey: &Journey) -> evidence::Aliens {
    let foreign = choices::foreign(&journey.manifest, &journey.bundle);
    let schemas = foreign.schemas.into_iter();
    evidence::Aliens {
        schemas: schemas
            .filter_map(|(id, path)| Some((journey.bundle.judged_by(id)?, path)))
            .collect(),
        formats: foreign.formats,
    }
}

/// What the types of other crates that stand for published values may not read, or alone can judge.
pub(super) fn doubts(evidence: &Evidence) -> Vec<Diagnostic> {
    let doubts = evidence.doubts.iter().map(|one| Diagnostic {
        code: Code::DoubtfulExample,
        message: format!(
            "the example is no {}: `{}`, which stands for it, may refuse it",
            one.is_no, one.path
        ),
        location: Some(Location {
            file: one.location.file.clone(),
            pointer: one.location.pointer.clone(),
            span: None,
        }),
        help: "leave this place out of the choice, choose a type that takes more, or correct the example with a patch"
            .to_owned(),
    });
    let unjudged = evidence.unjudged.iter().map(|(path, count)| Diagnostic {
        code: Code::UnjudgedExample,
        message: match count {
            1 => format!("one published value is for `{path}` to judge, of which no more than its name is known here"),
            count => {
                format!(
                    "{count} published values are for `{path}` to judge, of which no more than its name is known here"
                )
            }
        },
        location: None,
        help: "`cargo test` of the generated crate reads them and writes them back".to_owned(),
    });
    doubts.chain(unjudged).collect()
}

/// The schemas that list positions by a keyword of another draft.
fn strange(bundle: &Bundle) -> BTreeSet<String> {
    let is_strange = |id: &SchemaId| {
        let schema = bundle.value(*id);
        let lists = schema.get("items").is_some_and(Value::is_array) && schema.get("prefixItems").is_none();
        lists && bundle.draft(*id) >= Draft::Draft202012
    };
    let all = bundle.schemas().filter(is_strange);
    all.filter_map(|id| bundle.judged_by(id)).collect()
}

fn place(address: &str) -> Option<evidence::CopyPlace> {
    let (file, pointer) = address.split_once('#')?;
    Some(evidence::CopyPlace {
        schema: reference_to(file, pointer),
        file: format!("{SCHEMAS}/{file}"),
        pointer: pointer.to_owned(),
    })
}

fn bytes(files: &FileTree) -> usize {
    files.iter().map(|(_, bytes)| bytes.len()).sum()
}

/// The name of each module's tests: its path as one word.
fn modules(types: &convert::Types) -> BTreeMap<Vec<String>, String> {
    let mut taken = BTreeSet::new();
    let mut modules = BTreeMap::new();
    for module in &types.modules {
        let words = module
            .path
            .iter()
            .flat_map(|name| name.split('_'))
            .filter(|word| !word.is_empty());
        let mut name = words.collect::<Vec<_>>().join("_");
        if !is_identifier(&name) || name == "gen" {
            name.push('_');
        }
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        modules.insert(module.path.clone(), name);
    }
    modules
}

fn secrets(one: &convert::Type) -> Vec<String> {
    let convert::Kind::Object(object) = &one.kind else {
        return Vec::new();
    };
    object
        .fields
        .iter()
        .filter(|field| field.secret)
        .map(|field| field.name.clone())
        .collect()
}

/// What the builder of a struct sets.
fn fields(one: &convert::Type) -> Option<Vec<evidence::Field>> {
    let convert::Kind::Object(object) = &one.kind else {
        return None;
    };
    let optional = |presence| {
        use convert::Presence::{Optional, OptionalAny, OptionalImplied};
        matches!(presence, Optional | OptionalAny | OptionalImplied)
    };
    let all = object.fields.iter().map(|field| evidence::Field {
        identifier: field.identifier.clone(),
        optional: optional(field.presence),
    });
    Some(all.collect())
}

/// The types whose schema no validator takes.
pub(super) fn unusable(subject: &Subject, evidence: &Evidence) -> Vec<Diagnostic> {
    let unusable = evidence.unusable.iter().map(|target| &subject.targets[*target]);
    unusable
        .map(|target| Diagnostic {
            code: Code::UnusableSchema,
            message: "no validator takes the schema: `validate()` refuses every value of its type".to_owned(),
            location: Some(Location {
                file: target.file.clone(),
                pointer: target.pointer.clone(),
                span: None,
            }),
            help: "`validate()` tells what is wrong with it; correct that upstream, or with a patch".to_owned(),
        })
        .collect()
}
