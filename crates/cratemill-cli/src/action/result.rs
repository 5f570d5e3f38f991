//! What an action says of itself, for programs: one JSON object, the same for the same inputs.

use std::collections::BTreeMap;

use cratemill::Generated;
use cratemill::diagnostic::{Diagnostic, Severity};
use cratemill::provider::sha256;
use cratemill::record::Told;
use serde_json::{Map, Value, json};

use crate::codegen::alone::{Alone, Since};
use crate::codegen::memo::noted;

/// What became of a provider.
pub(crate) const MADE: &str = "made";
/// It can't be generated; the diagnostics say why.
pub(crate) const FAILED: &str = "failed";

/// The result of an action that came to an end; `outputs` are all files that it wrote, by their path below `--out`.
pub(super) fn of(name: &str, key: &str, alone: &Alone, outputs: &BTreeMap<String, Vec<u8>>) -> Value {
    let generated = &alone.generated;
    let drift = match &alone.since {
        Since::Nothing => json!(Told::default()),
        Since::Unknown => Value::Null,
        Since::Told(told) => json!(told),
    };
    let mut result = head(name, generated);
    result.insert("key".to_owned(), json!(key));
    result.insert("drift".to_owned(), drift);
    let outputs = outputs.iter().map(|(path, bytes)| (path.clone(), output(bytes)));
    result.insert("outputs".to_owned(), outputs.collect::<Map<_, _>>().into());
    Value::Object(result)
}

/// The result of an action that was ended: `status` says by what.
pub(super) fn ended(name: &str, status: &str) -> Value {
    json!({ "provider": name, "status": status })
}

/// What every result has: name, status, crate, version, counts, diagnostics.
pub(crate) fn head(name: &str, generated: &Generated) -> Map<String, Value> {
    let said = |key: &str| package(generated, key);
    let status = if generated.crate_files.is_some() { MADE } else { FAILED };
    let head = json!({
        "provider": name,
        "status": status,
        "crate": said("name"),
        "version": said("version"),
        "counts": generated.summary,
        "diagnostics": generated.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
    });
    match head {
        Value::Object(head) => head,
        _ => Map::new(),
    }
}

/// What the crate's Cargo.toml says of its package.
fn package(generated: &Generated, key: &str) -> Option<String> {
    let bytes = generated.crate_files.as_ref()?.get("Cargo.toml")?;
    let table: toml::Table = std::str::from_utf8(bytes).ok()?.parse().ok()?;
    Some(table.get("package")?.get(key)?.as_str()?.to_owned())
}

fn diagnostic(one: &Diagnostic) -> Value {
    let mut noted = noted(one);
    noted["severity"] = json!(match one.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    });
    noted
}

fn output(bytes: &[u8]) -> Value {
    json!({ "sha256": sha256(bytes), "bytes": bytes.len() })
}
