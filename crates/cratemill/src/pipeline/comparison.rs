//! Two versions of one provider: both journeys, and what lies between.

#[cfg(test)]
use super::subject::subject;
use super::{Journey, Kept, travel};
use crate::diagnostic::{Code, Diagnostic};
use crate::drift::{self, Change};
#[cfg(test)]
use crate::evidence;
use crate::package;
use crate::provider::{self, NamesLock, ProviderSource};
#[cfg(test)]
use serde_json::Value;
use std::sync::Arc;

/// What became of a provider since its crate was generated with `previous_schema_json` as its `src/schema.json` and
/// `previous_lock` as the text of its `names.lock`: every change, the gravest first. `kept` is what was kept of the provider
/// when it was generated; where that is nothing, its types are made again.
///
/// Empty where nothing changed, and where the provider can't be generated: [`generate`](crate::generate) tells why. `None`
/// where the older version can't be read.
pub fn drift(
    source: &ProviderSource,
    kept: &Kept,
    previous_schema_json: &[u8],
    previous_lock: &str,
) -> Option<Vec<Change>> {
    let new = match &kept.0 {
        Some(journey) => Arc::clone(journey),
        None => match travel(source) {
            Ok(journey) => Arc::new(journey),
            Err(_) => return Some(Vec::new()),
        },
    };
    let overrides = &new.manifest.names.overrides;
    let is_named = |lock: &NamesLock| {
        overrides
            .iter()
            .all(|(place, name)| lock.names.get(place) == Some(name))
            && lock.choices == provider::choices(source.manifest.as_deref().unwrap_or_default())
    };
    if package::schema_json(&new.bundle).as_bytes() == previous_schema_json
        && NamesLock::parse(previous_lock).is_ok_and(|lock| is_named(&lock))
    {
        return Some(Vec::new());
    }
    let old = travel(&drift::previous(source, previous_schema_json, previous_lock)?).ok()?;
    let alike = mended(source, &new);
    let packages = [&old, &new].map(|one| package::package_name(&source.name, &one.manifest));
    let new = drift::Version {
        package: packages[1].as_deref(),
        published: Some(&new.bundle),
        ..version(alike.as_ref().unwrap_or(&new))
    };
    let old = drift::Version {
        package: packages[0].as_deref(),
        ..version(&old)
    };
    Some(drift::compare(old, new))
}

/// A version with faulty keywords left out, as they are of what a crate holds: a fault that stays is no change.
fn mended(source: &ProviderSource, journey: &Journey) -> Option<Journey> {
    let is_faulty = journey.diagnostics.iter().any(|one| one.code == Code::InvalidKeyword);
    let schemas = is_faulty.then(|| package::schema_json(&journey.bundle))?;
    let mended = drift::previous(source, schemas.as_bytes(), &journey.lock.to_text())?;
    travel(&mended).ok()
}

/// What the change from one version of a provider to another does to those who depend on its crate: every change, the
/// gravest first. Each version is generated from its own files; where the newer one has no lock, names are kept by that of
/// the older one.
///
/// # Errors
///
/// The diagnostics of the version that can't be generated, the older one first.
pub fn compare(old: &ProviderSource, new: &ProviderSource) -> Result<Vec<Change>, Vec<Diagnostic>> {
    let names = [&old.name, &new.name];
    let old = travel(old)?;
    let new = ProviderSource {
        lock: new.lock.clone().or_else(|| Some(old.lock.to_text())),
        ..new.clone()
    };
    let new = travel(&new)?;
    let both = [&old, &new];
    let packages = [0, 1].map(|index| package::package_name(names[index], &both[index].manifest));
    let [old, new] = [0, 1].map(|index| drift::Version {
        package: packages[index].as_deref(),
        published: Some(&both[index].bundle),
        ..version(both[index])
    });
    Ok(drift::compare(old, new))
}

fn version(journey: &Journey) -> drift::Version<'_> {
    drift::Version {
        bundle: &journey.bundle,
        schema: &journey.schema,
        types: &journey.types,
        package: None,
        published: None,
    }
}

/// The instances of the type of a provider's first document that its evidence is made of, and the edits of the last one.
#[cfg(test)]
pub(crate) fn instances(source: &ProviderSource) -> Vec<Value> {
    let Ok(mut journey) = travel(source) else {
        return Vec::new();
    };
    let subject = subject(source, &mut journey);
    let evidence = evidence::gather(&subject, &journey.types);
    let is_root = |one: &&evidence::Tested| subject.targets[one.target].is_root;
    let Some(tested) = evidence.types.iter().find(is_root) else {
        return Vec::new();
    };
    let mut all: Vec<Value> = tested.examples.iter().map(|one| one.instance.clone()).collect();
    let base = all.last().cloned().unwrap_or_default();
    for (_, edits) in tested.edits.iter().flat_map(evidence::Edits::lists) {
        all.extend(edits.iter().filter_map(|edit| edit.of(&base)));
    }
    all
}
