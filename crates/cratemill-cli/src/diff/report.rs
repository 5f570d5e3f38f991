//! Changes for programs.

use cratemill::record::{Line, Told};

use super::Compared;

/// The JSON that `--format json` prints.
pub(super) fn text(compared: &Compared) -> String {
    let text = serde_json::to_string_pretty(&told(compared)).unwrap_or_default();
    format!("{text}\n")
}

/// The JSON Schema of it.
pub(super) fn schema() -> String {
    let text = serde_json::to_string_pretty(&Told::json_schema()).unwrap_or_default();
    format!("{text}\n")
}

/// The changes, each with the components that it reaches.
pub(crate) fn told(compared: &Compared) -> Told {
    let lines = compared
        .changes
        .iter()
        .zip(&compared.users)
        .map(|(change, users)| Line {
            used_by: users.clone(),
            ..Line::from(change)
        });
    Told::new(lines.collect())
}
