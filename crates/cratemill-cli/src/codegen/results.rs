//! What became of each provider of a run, in the form of an action's result.

use std::path::Path;

use cratemill::provider::sha256;
use serde_json::{Map, Value, json};

use super::run::{Outcome, Run};
use super::{Args, crates};
use crate::Failure;
use crate::action::result::{FAILED, MADE, head};

/// Writes the results, if they are asked for, in the order of names.
pub(super) fn write(args: &Args, out: &Path, runs: &[Run]) -> Result<(), Failure> {
    let Some(path) = &args.part.results else {
        return Ok(());
    };
    let results: Vec<Value> = runs.iter().map(|run| result(run, out)).collect();
    let text = format!("{:#}\n", Value::Array(results));
    std::fs::write(path, text).map_err(|cause| Failure::io("write", path, cause))
}

/// The outputs are those on disk, which are let go of in memory.
fn result(run: &Run, out: &Path) -> Value {
    let files = crates::files(&out.join(&run.name)).unwrap_or_default();
    let outputs = files
        .iter()
        .map(|(path, bytes)| {
            (
                format!("crate/{path}"),
                json!({ "sha256": sha256(bytes), "bytes": bytes.len() }),
            )
        })
        .collect::<Map<_, _>>();
    let mut generated = run.generated.clone();
    generated.crate_files = Some(files);
    let mut result = head(&run.name, &generated);
    let status = match &run.outcome {
        Ok(Outcome::Unchanged | Outcome::Written(_)) => MADE,
        Ok(Outcome::Stale(_)) => "stale",
        Ok(Outcome::Failed) | Err(_) => FAILED,
    };
    result.insert("status".to_owned(), json!(status));
    result.insert("outputs".to_owned(), outputs.into());
    Value::Object(result)
}
