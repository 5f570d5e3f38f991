//! What a person sees at the command's end.

use super::run::{Outcome, Run};
use crate::{Failure, Terminal, program, report};

const HEADINGS: [&str; 8] = [
    "provider",
    "schemas",
    "types",
    "examples",
    "tests",
    "diagnostics",
    "time",
    "crate",
];

/// Prints a row of figures per provider, and what they amount to.
pub(super) fn print(runs: &[Run], check: bool, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(runs.iter().map(row));
    write!(terminal.out, "{}", table(&rows))?;
    writeln!(terminal.out, "{}", program::named(&conclusion(runs, check)))?;
    Ok(())
}

fn row(run: &Run) -> [String; 8] {
    let summary = run.generated.summary;
    let fate = match &run.outcome {
        Ok(Outcome::Unchanged) => "up to date".to_owned(),
        Ok(Outcome::Written(files)) => format!("{} written", counted(*files, "file")),
        Ok(Outcome::Stale(files)) => format!("{} stale", counted(*files, "file")),
        Ok(Outcome::Failed) => "failed, left as it was".to_owned(),
        Err(_) => "could not run".to_owned(),
    };
    [
        run.name.clone(),
        summary.schemas.to_string(),
        summary.types.to_string(),
        summary.examples.to_string(),
        summary.tests.to_string(),
        report::counts(&run.generated.diagnostics),
        format!("{:.2} s", run.time.as_secs_f64()),
        fate,
    ]
}

/// `1 file`, `2 files`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// The first and the last column to the left, figures to the right.
fn table(rows: &[[String; 8]]) -> String {
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or_default()
    };
    let widths: [usize; 8] = std::array::from_fn(width);
    let mut text = String::new();
    for row in rows {
        let cells = row
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(column, (cell, width))| match column {
                0 | 7 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

fn conclusion(runs: &[Run], check: bool) -> String {
    let count = |wanted: &dyn Fn(&Run) -> bool| runs.iter().filter(|run| wanted(run)).count();
    let failed = count(&|run| matches!(run.outcome, Ok(Outcome::Failed) | Err(_)));
    let stale = count(&|run| matches!(run.outcome, Ok(Outcome::Stale(_))) || check && run.lock_changed);
    let done = runs.len() - failed - stale;
    let all = counted(runs.len(), "provider");
    match (failed, stale, check) {
        (0, 0, true) => format!("{all}: up to date"),
        (0, 0, false) => format!("{all}: done"),
        (0, _, _) => format!("{all}: {stale} stale; run `cargo xtask codegen`"),
        (_, 0, _) => format!("{all}: {done} fine, {failed} failed"),
        _ => format!("{all}: {done} fine, {stale} stale, {failed} failed"),
    }
}
