//! One provider, read, generated and compared with what lies on disk.

use std::path::Path;
use std::time::{Duration, Instant};

use cratemill::diagnostic::{Diagnostic, Severity};
use cratemill::{Generated, Kept};

use super::memo::Made;
use super::{Generate, Settings, counted, crates, drift, record};
use crate::Failure;
use crate::progress::Stage;
use crate::providers::Provider;

/// Everything about one provider's run.
pub(super) struct Run {
    pub(super) name: String,
    pub(super) provider: Provider,
    pub(super) generated: Generated,
    pub(super) time: Duration,
    pub(super) drift: drift::Drift,
    /// What is to be recorded of it.
    pub(super) record: Option<record::Record>,
    pub(super) outcome: Result<Outcome, Failure>,
    /// Whether the names that were given are not those that were on disk.
    pub(super) lock_changed: bool,
    /// What is remembered of it once it is written.
    pub(super) made: Option<Made>,
}

/// What became of a provider's crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The crate on disk is what was generated.
    Unchanged,
    /// So many files were written or removed.
    Written(usize),
    /// So many files differ, and nothing was written.
    Stale(usize),
    /// The provider failed, and its crate was left as it is.
    Failed,
}

/// Reads, generates and compares one provider; what is of the same files as the crate that is there is not generated.
pub(super) fn run_provider(
    settings: &Settings,
    name: &str,
    read: Result<Provider, Failure>,
    clash: Option<&Diagnostic>,
    generate: &Generate<'_>,
    stage: &Stage<'_>,
) -> Run {
    let start = Instant::now();
    let folder = settings.out.join(name);
    let mut run = match read {
        Err(failure) => Run::of(name, Provider::default(), Generated::default(), Err(failure)),
        Ok(provider) => {
            let memos = settings
                .memos
                .as_ref()
                .filter(|memos| memos.are_asked && clash.is_none());
            match memos.and_then(|memos| memos.recall(&provider, &folder)) {
                Some(recalled) => Run::of(name, provider, recalled, Ok(Outcome::Unchanged)),
                None => made(settings, name, provider, clash, generate, stage),
            }
        }
    };
    run.generated.diagnostics.sort();
    run.time = start.elapsed();
    run
}

fn made(
    settings: &Settings,
    name: &str,
    provider: Provider,
    clash: Option<&Diagnostic>,
    generate: &Generate<'_>,
    stage: &Stage<'_>,
) -> Run {
    let schemas = provider.source.schemas.len();
    stage.now(format!("generating from {}", counted(schemas, "schema")));
    let mut generated = super::generated(&provider, &settings.options, generate);
    let files = generated.crate_files.as_ref().map_or(0, |files| files.len());
    stage.now(format!("comparing {}", counted(files, "file")));
    generated.diagnostics.extend(clash.cloned());
    let folder = settings.out.join(name);
    let mut drift = drift::find(&folder, &provider, &generated);
    let record = record::find(&folder, &provider, &mut generated, &mut drift);
    generated.kept = Kept::default();
    let outcome = settle(&folder, &generated);
    let mut provider = provider;
    let is_taken = !matches!(outcome, Ok(Outcome::Failed) | Err(_));
    provider.elsewhere = provider.elsewhere.filter(|elsewhere| !(is_taken && elsewhere.comes));
    let mut run = Run::of(name, provider, generated, outcome);
    if run.is_settled() {
        run.lock_changed = run.provider.source.lock.as_deref().unwrap_or_default() != run.generated.lock;
        if record.is_none() {
            let memos = settings.memos.as_ref();
            run.made = memos.and_then(|memos| memos.made(&run.provider, &run.generated));
        }
    }
    (run.drift, run.record) = (drift, record);
    run
}

/// Whether the crate is what was generated, or in how many files it isn't.
fn settle(folder: &Path, generated: &Generated) -> Result<Outcome, Failure> {
    let errors = generated.diagnostics.iter().any(|it| it.severity() == Severity::Error);
    let (Some(files), false) = (&generated.crate_files, errors) else {
        return Ok(Outcome::Failed);
    };
    let plan = crates::plan(folder, files)?;
    Ok(match plan.len() {
        0 => Outcome::Unchanged,
        count => Outcome::Stale(count),
    })
}

impl Run {
    fn of(name: &str, provider: Provider, generated: Generated, outcome: Result<Outcome, Failure>) -> Run {
        Run {
            name: name.to_owned(),
            provider,
            generated,
            time: Duration::ZERO,
            drift: drift::Drift::None,
            record: None,
            outcome,
            lock_changed: false,
            made: None,
        }
    }

    /// Whether there is a crate.
    pub(super) fn is_settled(&self) -> bool {
        !matches!(self.outcome, Ok(Outcome::Failed) | Err(_))
    }

    /// Whether something is to be told of it before it is written.
    pub(super) fn has_news(&self) -> bool {
        !matches!(self.drift, drift::Drift::None) || self.record.is_some()
    }

    /// Keeps of it what a summary says.
    pub(super) fn lighten(&mut self) {
        self.provider = Provider::default();
        self.generated.crate_files = None;
        self.generated.lock = String::new();
        (self.drift, self.record, self.made) = (drift::Drift::None, None, None);
    }
}
