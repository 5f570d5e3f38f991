//! What the generator makes of a provider's folder, be it a panic.

use cratemill::diagnostic::{Code, Diagnostic};
use cratemill::provider::{NamesLock, SCHEMAS};
use cratemill::{Generated, Options};

use super::Generate;
use crate::panics;
use crate::providers::Provider;

/// The crate of a provider and all that is wrong with its folder; a panic of the generator is a diagnostic.
pub(crate) fn generated(provider: &Provider, options: &Options, generate: &Generate<'_>) -> Generated {
    let generated = panics::catch(|| generate(&provider.source, options));
    let mut generated = generated.unwrap_or_else(|message| failed(&message));
    tell_skipped(provider, &mut generated);
    generated
}

/// Adds what was left out; an error if names in the lock came from it, as if it could not be parsed.
fn tell_skipped(provider: &Provider, generated: &mut Generated) {
    let lock = provider.source.lock.as_deref().map(NamesLock::parse);
    let lock = lock.and_then(Result::ok).unwrap_or_default();
    for mut skipped in provider.skipped.iter().cloned() {
        let file = skipped
            .location
            .as_ref()
            .and_then(|at| at.file.strip_prefix(SCHEMAS)?.strip_prefix('/'));
        if file.is_some_and(|file| lock.names_of(file) > 0) {
            let is_gone = |one: &Diagnostic| one.code == Code::GoneFile && one.location == skipped.location;
            generated.diagnostics.retain(|one| !is_gone(one));
            skipped.code = Code::UnreadableSchema;
        }
        generated.diagnostics.push(skipped);
    }
}

fn failed(message: &str) -> Generated {
    Generated {
        diagnostics: vec![Diagnostic {
            code: Code::GeneratorFailed,
            message: format!("the generator panicked: {message}"),
            location: None,
            help: "please report it with this message and the schemas".to_owned(),
        }],
        ..Generated::default()
    }
}
